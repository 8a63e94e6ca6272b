"""What letters about a period or a year are made from: its figures, counted as statistics count them, and its plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from models.catalogue.letter_kinds import LetterKind
from models.letters.figures import Family, Figures, Journey, Reports, Share, YearPlan
from models.records import Delegation
from models.statistics import tables
from models.statistics.periods import Period, parse
from models.statistics.registry import Figure, statistics
from models.statistics.summary import Counts, Summary, summary
from models.store.units import Reading

WHOLE_YEAR, DECREE = "year", "nd09"  # codes of the lists report_parts and report_modes
_NOT_TO_COME = frozenset({"refused", "cancelled", "withdrawn"})  # status of a delegation that will not travel


def figures_for(read: Reading, kind: LetterKind, extra: Mapping[str, Any], day: date) -> Figures | None:
    """The figures that a letter reports, None for a letter that needs none or whose year is not filled in yet.

    Raises OfficeError("bad_period") for a year that is none.
    """
    year = _own(kind, extra, "year")
    if "figures" not in kind.needs or not year:
        return None
    part, mode = _own(kind, extra, "part"), _own(kind, extra, "mode")
    tail = "" if part in {WHOLE_YEAR, ""} else f"-{part}"
    period = parse(f"{year}{tail}{'-ND09' if mode == DECREE else ''}")
    return _figures(read, period, day, with_lists=bool(extra.get("with_lists")))


def plan_for(read: Reading, kind: LetterKind, extra: Mapping[str, Any]) -> YearPlan | None:
    """The delegations planned for the letter's year, those that were refused or given up left out; None as ``figures_for``."""
    year = str(_own(kind, extra, "year"))
    if "plan" not in kind.needs or not year.isdigit():
        return None
    d = Delegation.__table__.c
    rows = read.session.execute(
        select(*(d[name] for name in _COLUMNS))
        .where(
            d.counts_as == "outgoing",
            d.is_planned.is_(True),
            d.year == int(year),
            d.status.not_in(_NOT_TO_COME),
        )
        .order_by(d.departs_on, d.id)
    )
    return YearPlan(int(year), tuple(_journey(r) for r in rows))


_COLUMNS = (
    "title", "organisation_name", "head_name", "member_count", "countries", "departs_on", "returns_on", "days",
    "total_money", "permitted_by", "permitted_on",
)  # fmt: skip


def _own(kind: LetterKind, extra: Mapping[str, Any], name: str) -> Any:
    """The value of an own field of the letter, or its default; "" when the letter has no such field."""
    spec = next((f for f in kind.fields if f.name == name), None)
    return (extra.get(name) or spec.default or "") if spec else ""


def _figures(read: Reading, period: Period, day: date, *, with_lists: bool) -> Figures:
    now, before = summary(read, period, day), summary(read, period.year_before(), day)
    reports = now.reports
    return Figures(
        code=period.code,
        from_on=period.from_on,
        to_on=period.to_on,
        outgoing=_family(read, period, now, "outgoing", now.outgoing),
        private=_family(read, period, now, "private", now.private),
        incoming=_family(read, period, now, "incoming", now.incoming),
        before=_main(before),
        reports=Reports(reports.due, reports.on_time, reports.late, reports.owed),
        outgoing_list=_listed(tables.delegations(read, period, "outgoing")) if with_lists else (),
        private_list=_travellers(tables.private_travellers(read, period)) if with_lists else (),
        incoming_list=_listed(tables.delegations(read, period, "incoming")) if with_lists else (),
    )


def _main(found: Summary) -> tuple[int, int, int, int, int]:
    return (
        found.outgoing.delegations, found.outgoing.person_trips, found.private.person_trips,
        found.incoming.delegations, found.incoming.person_trips,
    )  # fmt: skip


def _family(read: Reading, period: Period, found: Summary, name: str, counts: Counts) -> Family:
    countries = [
        Share(c.country, c.delegations, c.person_trips) for c in found.by_country if c.direction == name
    ]
    purposes = statistics().get(f"{name}.by_purpose")
    figures = purposes.count(read, period) if purposes else []
    return Family(
        counts.delegations,
        counts.person_trips,
        counts.persons,
        tuple(countries),
        tuple(Share(_purpose_of(f), *f.values[:2]) for f in figures),
    )


def _purpose_of(figure: Figure) -> str:
    return str(dict(figure.question).get("purpose") or "")


def _listed(rows: Iterable[Any]) -> tuple[Journey, ...]:
    return tuple(_journey(r) for r in rows)


def _journey(row: Any) -> Journey:
    return Journey(
        title=row.title,
        organisation=row.organisation_name,
        head=row.head_name,
        people=row.member_count,
        countries=tuple(row.countries.split()),
        from_on=row.departs_on,
        to_on=row.returns_on,
        days=row.days,
        money=int(row.total_money or 0),
        decision=row.permitted_by,
        decided_on=row.permitted_on,
    )


def _travellers(rows: Iterable[Any]) -> tuple[Journey, ...]:
    return tuple(
        Journey(
            title=r.title,
            organisation=r.organisation,
            head=r.full_name,
            people=1,
            countries=tuple(r.countries.split()),
            from_on=r.departs_on,
            to_on=r.returns_on,
            decision=r.permitted_by,
            decided_on=r.permitted_on,
        )
        for r in rows
    )
