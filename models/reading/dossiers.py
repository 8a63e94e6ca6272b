"""Dossiers as lists show them, and as a form takes them up again."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, false, or_, select

from models import clock
from models.catalogue.kinds import kinds
from models.catalogue.lists import countries
from models.draft import Draft, Value
from models.draft import Row as DraftRow
from models.reading.search import keys_of
from models.reading.spine import Asked, Question, codes, ids_of
from models.records import Consultation, Delegation, Dossier, Funding, Leg, Line, Member, User
from models.store.units import Reading

DOSSIER = Dossier.__table__.c
DELEGATION = Delegation.__table__.c
LEG = Leg.__table__.c
MEMBER = Member.__table__.c
USER = User.__table__.c

# Which single fields of a kind have a column of their own; every other one lives in ``Dossier.extra``.
DOSSIER_FIELDS = (
    "requester",
    "received_paper_number",
    "received_paper_on",
    "arrival_number",
    "received_on",
    "urgency",
)
DELEGATION_FIELDS = (
    "title",
    "purpose_category",
    "purpose",
    "host_name",
    "leader_rank",
    "is_planned",
    "trip_exemption",
)
LEG_FIELDS = (
    "country",
    "place",
    "from_on",
    "to_on",
    "host",
    "is_transit",
    "is_border_commune",
    "stays_overnight",
)
# Columns of a member's row with a column of their own, by the record's name for them.
MEMBER_FIELDS = {
    "person_id": "person_id",
    "role": "role",
    "full_name": "full_name",
    "position": "title",
    "organisation": "organisation",
    "is_key_post": "is_key_post",
}
FUNDING_FIELDS = ("source", "amount", "payer", "note")
CONSULTATION_FIELDS = ("asked_of", "asked_on", "due_on", "answer", "answer_number", "answered_on", "note")


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier in one line. *countries* are ISO codes in order of travel; *due_on* is the due date of the present stage."""

    id: int
    reference: str
    kind: str
    counts_as: str
    relation: str
    title: str
    requester: str
    countries: tuple[str, ...]
    departs_on: date | None
    returns_on: date | None
    days: int
    member_count: int
    head_name: str
    state: str
    state_since: datetime
    due_on: date | None
    stops: int
    warnings: int
    waivers: int
    supplements: int
    urgency: str
    received_on: date | None
    officer_id: int | None
    officer: str
    delegation_id: int
    counts: bool
    permitted_by: str
    report_due_on: date | None
    report_received_on: date | None
    version: int

    def is_overdue(self, on: date) -> bool:
        """Whether the present stage should have been left before *on*."""
        return self.due_on is not None and self.due_on < on


_COLUMNS = (
    DOSSIER.id, DOSSIER.reference, DOSSIER.kind, DELEGATION.counts_as, DOSSIER.relation, DELEGATION.title, DOSSIER.requester,
    DELEGATION.countries, DELEGATION.departs_on, DELEGATION.returns_on, DELEGATION.days, DELEGATION.member_count,
    DELEGATION.head_name, DOSSIER.state, DOSSIER.state_since, DOSSIER.due_on, DOSSIER.stops, DOSSIER.warnings,
    DOSSIER.waivers, DOSSIER.supplements, DOSSIER.urgency, DOSSIER.received_on, DOSSIER.officer_id,
    USER.full_name.label("officer"), DOSSIER.delegation_id, DELEGATION.counts, DELEGATION.permitted_by,
    DELEGATION.report_due_on, DELEGATION.report_received_on, DOSSIER.version,
)  # fmt: skip
_COUNTRIES, _OFFICER = 7, 23


def row_statement() -> Asked:
    """The columns of a ``DossierRow``, for other lists of dossiers."""
    return select(*_COLUMNS).select_from(
        Dossier.__table__.join(Delegation.__table__, DELEGATION.id == DOSSIER.delegation_id).outerjoin(
            User.__table__, USER.id == DOSSIER.officer_id
        )
    )


def row_of(row: Sequence[Any] | Row[Any]) -> DossierRow:
    """A row of ``row_statement``; further columns are left out."""
    values = list(row[: len(_COLUMNS)])
    values[_COUNTRIES] = tuple(values[_COUNTRIES].split())
    values[_OFFICER] = values[_OFFICER] or ""
    return DossierRow(*values)


_ROWS = row_statement().where(DOSSIER.id.in_(bindparam("ids", expanding=True)))
_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "received": (DOSSIER.received_on, DOSSIER.id),
    "due": (DOSSIER.due_on.is_(None), DOSSIER.due_on, DOSSIER.id),
    "reference": (DOSSIER.reference, DOSSIER.id),
    "departs": (DELEGATION.departs_on, DOSSIER.id),
    "title": (DELEGATION.title, DOSSIER.id),
    "members": (DELEGATION.member_count, DOSSIER.id),
    "state": (DOSSIER.state, DOSSIER.due_on, DOSSIER.id),
    "report_due": (DELEGATION.report_due_on, DOSSIER.id),
}
_OWN_ORDERS = frozenset(
    {"received", "due", "reference", "state"}
)  # the dossier alone answers these, without its delegation
# Filters that compare one column with a code or several.
_EQUAL: dict[str, ColumnElement[Any]] = {
    "state": DOSSIER.state,
    "kind": DOSSIER.kind,
    "relation": DOSSIER.relation,
    "urgency": DOSSIER.urgency,
    "officer": DOSSIER.officer_id,
    "requester": DOSSIER.requester,
    "requester_id": DOSSIER.requester_id,
    "counts_as": DELEGATION.counts_as,
    "year": DELEGATION.year,
    "purpose": DELEGATION.purpose_category,
    "purpose_category": DELEGATION.purpose_category,
    "leader_rank": DELEGATION.leader_rank,
    "organisation": DELEGATION.organisation_name,
    "delegation": DELEGATION.id,
    "ids": DOSSIER.id,
}


class DossierList:
    """The list ``dossiers``.

    Filters: ``state``, ``kind``, ``counts_as``, ``year``, ``country``, ``purpose``, ``requester`` (name) or ``requester_id``,
    ``officer``, ``leader_rank``, ``relation``, ``urgency``, ``ids``, ``delegation`` (each one or several), ``person``,
    ``counts``, ``planned`` (True or False), ``owed`` (reports), ``overdue`` (stage), ``stops``, ``waived``, ``abroad_on`` (a date),
    ``from_on``/``to_on`` (days of departure), ``received_from``/``received_to``, ``due_on``, ``organisation`` (the delegation's),
    ``region``, ``funding_source``, ``report`` (on_time, late, overdue), ``report_due_from``/``report_due_to``.
    """

    name = "dossiers"
    orders = tuple(_ORDERS)

    def spine(self, read: Reading, question: Question) -> array[int]:
        statement = self._asked(read, select(DOSSIER.id).select_from(Dossier.__table__), question)
        return ids_of(read, statement)

    def first_rows(self, read: Reading, question: Question, count: int) -> Sequence[DossierRow]:
        statement = self._asked(read, row_statement(), question, joined=True).limit(count)
        return [row_of(r) for r in read.session.connection().execute(statement)]

    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, DossierRow]:
        found = read.session.connection().execute(_ROWS, {"ids": list(keys)})
        return {r[0]: row_of(r) for r in found}

    def _asked(self, read: Reading, base: Asked, question: Question, joined: bool = False) -> Asked:
        conditions = conditions_of(question.filters)
        if question.text:
            keys = keys_of(read, question.text, "dossier")
            conditions.append(DOSSIER.id.in_(keys) if keys else false())
        order = question.order or "-received"
        columns = _ORDERS[order.lstrip("-")]
        if not joined and (conditions or order.lstrip("-") not in _OWN_ORDERS):
            base = base.join(Delegation.__table__, DELEGATION.id == DOSSIER.delegation_id)
        return base.where(*conditions).order_by(*(c.desc() if order.startswith("-") else c for c in columns))


def conditions_of(filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The conditions of a question about dossiers (joined with their delegations). Raises KeyError for an unknown filter."""
    out: list[ColumnElement[bool]] = []
    for name, value in filters.items():
        if value is None or value == "" or value == ():
            continue
        if name in _EQUAL:
            wanted = codes(value)
            out.append(_EQUAL[name] == wanted[0] if len(wanted) == 1 else _EQUAL[name].in_(wanted))
        else:
            condition = _SPECIAL[name](value)
            if condition is not None:
                out.append(condition)
    return out


def _in_country(value: Any) -> ColumnElement[bool]:
    """By the two-letter codes kept with the delegation; they stand apart, so that one cannot hide in two others."""
    return or_(*(DELEGATION.countries.contains(code) for code in codes(value)))


def _in_region(value: Any) -> ColumnElement[bool]:
    regions = codes(value)
    return _in_country([c.code for c in countries().values() if c.data["region"] in regions])


def _report(value: Any) -> ColumnElement[bool]:
    """How a report that fell due stands: received on time, received late, or overdue today."""
    received = DELEGATION.report_received_on
    return {
        "on_time": received <= DELEGATION.report_due_on,
        "late": received > DELEGATION.report_due_on,
        "overdue": received.is_(None) & (DELEGATION.report_due_on < clock.today()),
    }[value]


def _paid_by(value: Any) -> ColumnElement[bool]:
    return DELEGATION.id.in_(select(Funding.delegation_id).where(Funding.source.in_(codes(value))))


def _owed(value: Any) -> ColumnElement[bool] | None:
    owed = DELEGATION.report_due_on.is_not(None) & DELEGATION.report_received_on.is_(None)
    return owed if value else None


_SPECIAL: dict[str, Callable[[Any], ColumnElement[bool] | None]] = {
    "country": _in_country,
    "region": _in_region,
    "funding_source": _paid_by,
    "report": _report,
    "report_due_from": lambda v: DELEGATION.report_due_on >= v,
    "report_due_to": lambda v: DELEGATION.report_due_on <= v,
    "due_on": lambda v: DOSSIER.due_on == v,
    "person": lambda v: DELEGATION.id.in_(select(MEMBER.delegation_id).where(MEMBER.person_id.in_(codes(v)))),
    "counts": lambda v: DELEGATION.counts.is_(bool(v)),
    "planned": lambda v: DELEGATION.is_planned.is_(bool(v)),
    "is_planned": lambda v: DELEGATION.is_planned.is_(bool(v)),
    "owed": _owed,
    "report_overdue": lambda v: (
        (DELEGATION.report_due_on < clock.today()) & DELEGATION.report_received_on.is_(None) if v else None
    ),
    "overdue": lambda v: DOSSIER.due_on < clock.today() if v else None,
    "stops": lambda v: DOSSIER.stops > 0 if v else None,
    "waived": lambda v: DOSSIER.waivers > 0 if v else None,
    "abroad_on": lambda v: (DELEGATION.departs_on <= v) & (DELEGATION.returns_on >= v),
    "from_on": lambda v: DELEGATION.departs_on >= v,
    "to_on": lambda v: DELEGATION.departs_on <= v,
    "received_from": lambda v: DOSSIER.received_on >= v,
    "received_to": lambda v: DOSSIER.received_on <= v,
}

DOSSIERS = DossierList()


def dossier_row(read: Reading, dossier_id: int) -> DossierRow | None:
    """One dossier in one line, or None when it is not there."""
    return DOSSIERS.rows(read, [dossier_id]).get(dossier_id)


def dossier_id_of(read: Reading, reference: str) -> int | None:
    """The id of the dossier with that reference, as shown on screen."""
    return read.session.connection().scalar(select(DOSSIER.id).where(DOSSIER.reference == reference))


def travels(dossier_id: ColumnElement[Any], person_id: int | None) -> ColumnElement[bool]:
    """Whether a person travels in the delegation of a dossier (never, for nobody)."""
    if person_id is None:
        return false()
    return exists().where(MEMBER.delegation_id == DOSSIER.delegation_id, MEMBER.person_id == person_id)


def draft_of(read: Reading, dossier_id: int) -> Draft:
    """A stored dossier as its form holds it, with the version it shows. Raises KeyError when it is not there."""
    connection = read.session.connection()
    row = (
        connection.execute(
            select(Dossier.__table__, Delegation.__table__)
            .select_from(Dossier.__table__.join(Delegation.__table__, DELEGATION.id == DOSSIER.delegation_id))
            .where(DOSSIER.id == dossier_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        raise KeyError(dossier_id)
    kind = kinds()[row[DOSSIER.kind]]
    extra: dict[str, Value] = row[DOSSIER.extra]
    values: DraftRow = {}
    for spec in kind.fields:
        if spec.name in DOSSIER_FIELDS:
            values[spec.name] = _as_typed(row[DOSSIER[spec.name]])
        elif spec.name in DELEGATION_FIELDS:
            values[spec.name] = _as_typed(row[DELEGATION[spec.name]])
        else:
            values[spec.name] = extra.get(spec.name)
        if spec.input == "organisation":
            key = f"{spec.name}_id"
            values[key] = row[DOSSIER.requester_id] if spec.name == "requester" else extra.get(key)
    rows = _tables(read, dossier_id, row[DELEGATION.id])
    tables: dict[str, list[DraftRow]] = {}
    for section in kind.sections:
        if section.table:
            names = [c.name for c in section.columns]
            tables[section.table] = [{n: r.get(n) for n in names} for r in rows.get(section.table, [])]
    return Draft(
        kind.code,
        values,
        tables,
        key=f"dossier:{dossier_id}",
        dossier_id=dossier_id,
        base_version=row[DOSSIER.version],
    )


def _tables(read: Reading, dossier_id: int, delegation_id: int) -> dict[str, list[DraftRow]]:
    connection = read.session.connection()

    def all_of(record: Any, *where: Any) -> list[Mapping[Any, Any]]:
        table = record.__table__
        found = connection.execute(select(table).where(*where).order_by(table.c.position, table.c.id))
        return list(found.mappings())

    rows: dict[str, list[DraftRow]] = {
        "legs": [
            {n: _as_typed(r[n]) for n in LEG_FIELDS} for r in all_of(Leg, LEG.delegation_id == delegation_id)
        ],
        "members": [
            {**r["data"], **{n: _as_typed(r[c]) for n, c in MEMBER_FIELDS.items()}}
            for r in all_of(Member, MEMBER.delegation_id == delegation_id)
        ],
        "funding": [
            {n: _as_typed(r[n]) or None if n == "amount" else _as_typed(r[n]) for n in FUNDING_FIELDS}
            for r in all_of(Funding, Funding.delegation_id == delegation_id)
        ],
        "consultations": [
            {n: _as_typed(r[n]) for n in CONSULTATION_FIELDS}
            for r in all_of(Consultation, Consultation.dossier_id == dossier_id)
        ],
    }
    for line in all_of(Line, Line.dossier_id == dossier_id):
        rows.setdefault(line["table"], []).append(dict(line["data"]))
    return rows


def _as_typed(value: Any) -> Value:
    return value.isoformat() if isinstance(value, date) else value
