"""Received papers as lists and books show them (Nghị định 30/2020/NĐ-CP, Điều 22; Phụ lục IV, mục VI and VIII)."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, false, func, or_, select

from models import clock
from models.catalogue.workflows import workflows
from models.reading.search import keys_of
from models.reading.spine import Asked, Question, codes, ids_of
from models.records import Arrival, Delegation, Dossier
from models.store.units import Reading

ARRIVAL = Arrival.__table__.c
_DOSSIER = Dossier.__table__.c
_DELEGATION = Delegation.__table__.c


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """A received paper in one line. *reply* is the number of the paper that answers it, as written or from its dossier."""

    id: int
    register_id: int
    year: int
    number: int
    arrived_on: date
    sender: str
    sender_id: int | None
    paper_number: str
    paper_on: date | None
    subject: str
    receiver: str
    passed_on: date | None
    due_on: date | None
    urgency: str
    file_code: str
    reply_number: str
    note: str
    dossier_id: int | None
    scan_sha256: str
    made_by: str
    void_reason: str
    reference: str
    workflow: str
    dossier_state: str
    permitted_by: str

    @property
    def reply(self) -> str:
        """Số, ký hiệu văn bản trả lời."""
        return self.reply_number or self.permitted_by

    @property
    def is_done(self) -> bool:
        """Whether nothing has to be done about it any more."""
        return bool(self.void_reason or self.reply or self.dossier_state in finished())

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been dealt with before *today*."""
        return self.due_on is not None and self.due_on < today and not self.is_done


_COLUMNS = (
    ARRIVAL.id, ARRIVAL.register_id, ARRIVAL.year, ARRIVAL.number, ARRIVAL.arrived_on, ARRIVAL.sender, ARRIVAL.sender_id,
    ARRIVAL.paper_number, ARRIVAL.paper_on, ARRIVAL.subject, ARRIVAL.receiver, ARRIVAL.passed_on, ARRIVAL.due_on, ARRIVAL.urgency,
    ARRIVAL.file_code, ARRIVAL.reply_number, ARRIVAL.note, ARRIVAL.dossier_id, ARRIVAL.scan_sha256, ARRIVAL.made_by,
    ARRIVAL.void_reason, func.coalesce(_DOSSIER.reference, ""), func.coalesce(_DOSSIER.workflow, ""),
    func.coalesce(_DOSSIER.state, ""), func.coalesce(_DELEGATION.permitted_by, ""),
)  # fmt: skip


@cache
def finished() -> frozenset[str]:
    """The states of a dossier in which its paper has been dealt with."""
    return frozenset(name for flow in workflows().values() for name, s in flow.states.items() if s.is_final)


def _joined(base: Asked) -> Asked:
    return base.select_from(
        Arrival.__table__.outerjoin(Dossier.__table__, _DOSSIER.id == ARRIVAL.dossier_id).outerjoin(
            Delegation.__table__, _DELEGATION.id == _DOSSIER.delegation_id
        )
    )


def _statement() -> Asked:
    return _joined(select(*_COLUMNS))


_ROWS = _statement().where(ARRIVAL.id.in_(bindparam("ids", expanding=True)))
_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "number": (ARRIVAL.year, ARRIVAL.register_id, ARRIVAL.number),
    "due": (ARRIVAL.due_on.is_(None), ARRIVAL.due_on, ARRIVAL.id),
}
_EQUAL: dict[str, ColumnElement[Any]] = {
    "year": ARRIVAL.year,
    "receiver": ARRIVAL.receiver,
    "urgency": ARRIVAL.urgency,
    "dossier": ARRIVAL.dossier_id,
    "register_id": ARRIVAL.register_id,
    "ids": ARRIVAL.id,
}


def _open() -> ColumnElement[bool]:
    """Nothing answers it yet."""
    unanswered = and_(ARRIVAL.void_reason == "", ARRIVAL.reply_number == "")
    dossier_open = and_(_DELEGATION.permitted_by == "", _DOSSIER.state.not_in(finished()))
    return and_(unanswered, or_(ARRIVAL.dossier_id.is_(None), dossier_open))


class ArrivalList:
    """The list ``arrivals``. Filters: ``year``, ``receiver``, ``urgency``, ``dossier``, ``ids``, ``from_on``, ``to_on``,
    ``overdue``, ``not_passed_on``, ``without_dossier``."""

    name = "arrivals"
    orders = tuple(_ORDERS)

    def spine(self, read: Reading, question: Question) -> array[int]:
        return ids_of(read, self._asked(read, _joined(select(ARRIVAL.id)), question))

    def first_rows(self, read: Reading, question: Question, count: int) -> Sequence[ArrivalRow]:
        found = read.session.connection().execute(self._asked(read, _statement(), question).limit(count))
        return [ArrivalRow(*r) for r in found]

    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, ArrivalRow]:
        return {r[0]: ArrivalRow(*r) for r in read.session.connection().execute(_ROWS, {"ids": list(keys)})}

    def _asked(self, read: Reading, base: Asked, question: Question) -> Asked:
        conditions: list[ColumnElement[bool]] = []
        for name, value in question.filters.items():
            if value is None or value == "" or value == () or value is False:
                continue
            conditions.append(self._condition(name, value))
        if question.text:
            keys = keys_of(read, question.text, "arrival")
            conditions.append(ARRIVAL.id.in_(keys) if keys else false())
        order = question.order or "-number"
        columns = _ORDERS[order.lstrip("-")]
        return base.where(*conditions).order_by(*(c.desc() if order.startswith("-") else c for c in columns))

    def _condition(self, name: str, value: Any) -> ColumnElement[bool]:
        match name:
            case "from_on":
                return ARRIVAL.arrived_on >= value
            case "to_on":
                return ARRIVAL.arrived_on <= value
            case "overdue":
                return and_(ARRIVAL.due_on < clock.today(), _open())
            case "not_passed_on":
                return and_(ARRIVAL.passed_on.is_(None), ARRIVAL.void_reason == "")
            case "without_dossier":
                return and_(ARRIVAL.dossier_id.is_(None), ARRIVAL.void_reason == "")
            case _:
                return _EQUAL[name].in_(codes(value))


ARRIVALS_LIST = ArrivalList()


def arrival_row(read: Reading, arrival_id: int) -> ArrivalRow | None:
    """One received paper, or None."""
    return ARRIVALS_LIST.rows(read, [arrival_id]).get(arrival_id)


def arrivals_in(
    read: Reading, register_id: int, year: int, *, from_on: date | None = None, to_on: date | None = None
) -> tuple[ArrivalRow, ...]:
    """The papers of one register in one year by number. One statement."""
    question = Question("arrivals", order="number").where(
        register_id=register_id, year=year, from_on=from_on, to_on=to_on
    )
    return tuple(ARRIVALS_LIST.first_rows(read, question, 10**9))


def arrivals_of(read: Reading, dossier_id: int) -> tuple[ArrivalRow, ...]:
    """The received papers of a dossier, the oldest first."""
    question = Question("arrivals", order="number").where(dossier=dossier_id)
    return tuple(ARRIVALS_LIST.first_rows(read, question, 1000))


def arrival_years(read: Reading) -> tuple[int, ...]:
    """The years in which papers were registered, newest first."""
    found = read.session.connection().execute(select(ARRIVAL.year).distinct().order_by(ARRIVAL.year.desc()))
    return tuple(found.scalars())


def receivers(read: Reading, limit: int = 60) -> tuple[str, ...]:
    """Who received papers so far, the most frequent first."""
    found = read.session.connection().execute(
        select(ARRIVAL.receiver)
        .where(ARRIVAL.receiver != "")
        .group_by(ARRIVAL.receiver)
        .order_by(func.count().desc(), ARRIVAL.receiver)
        .limit(limit)
    )
    return tuple(found.scalars())


def twin_of(
    read: Reading, sender: str, paper_number: str, paper_on: date | None, *, but: int | None = None
) -> ArrivalRow | None:
    """The paper of the same sender with the same number, of the same year, that is registered already; None without a number.

    Phụ lục VI asks that the same paper is not registered twice.
    """
    if not paper_number:
        return None
    same = select(ARRIVAL.id).where(
        func.lower(ARRIVAL.paper_number) == paper_number.lower(), ARRIVAL.sender == sender, ARRIVAL.void_reason == ""
    )  # fmt: skip
    if paper_on is not None:
        first, last = date(paper_on.year, 1, 1), date(paper_on.year, 12, 31)
        same = same.where(or_(ARRIVAL.paper_on.is_(None), ARRIVAL.paper_on.between(first, last)))
    if but is not None:
        same = same.where(ARRIVAL.id != but)
    found = read.session.connection().scalar(same.order_by(ARRIVAL.id).limit(1))
    return arrival_row(read, found) if found is not None else None


@dataclass(frozen=True, slots=True)
class DossierChoice:
    """A dossier that a received paper may belong to."""

    id: int
    reference: str
    requester: str
    title: str
    arrival_number: str


def dossiers_for(read: Reading, row: ArrivalRow, limit: int = 12) -> tuple[DossierChoice, ...]:
    """Dossiers that a received paper may belong to: those that name its number first, then the newest of the same sender."""
    named = or_(
        and_(_DOSSIER.received_paper_number == row.paper_number, _DOSSIER.received_paper_number != ""),
        and_(_DOSSIER.arrival_number.in_((str(row.number), f"{row.number:02d}")), _DOSSIER.received_on == row.arrived_on),
    )  # fmt: skip
    found = read.session.connection().execute(
        select(
            _DOSSIER.id, _DOSSIER.reference, _DOSSIER.requester, _DELEGATION.title, _DOSSIER.arrival_number
        )
        .join_from(Dossier.__table__, Delegation.__table__, _DELEGATION.id == _DOSSIER.delegation_id)
        .where(or_(named, _DOSSIER.requester == row.sender))
        .order_by(named.desc(), _DOSSIER.id.desc())
        .limit(limit)
    )
    return tuple(DossierChoice(*r) for r in found)
