"""The year's figures: the numbers that the province reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from models import clock
from models.catalogue.lists import country
from models.records import Delegation, Member
from models.statistics.periods import Period
from models.store.units import Reading

D = Delegation.__table__.c
M = Member.__table__.c


@dataclass(frozen=True, slots=True)
class Counts:
    """Delegations (đoàn), person-trips (lượt người) and persons (người) of one family."""

    delegations: int = 0
    person_trips: int = 0
    persons: int = 0


@dataclass(frozen=True, slots=True)
class CountryCount:
    """One country in one direction. A delegation to three countries stands in all three."""

    country: str
    direction: str
    delegations: int
    person_trips: int


@dataclass(frozen=True, slots=True)
class ReportCount:
    """Reports that fell due in the period: received on time, received late, still owed though due (or not yet due)."""

    due: int
    on_time: int
    late: int
    owed: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a period."""

    period: Period
    outgoing: Counts
    private: Counts
    incoming: Counts
    by_country: tuple[CountryCount, ...]
    reports: ReportCount

    def as_json(self) -> dict[str, Any]:
        """The object that ``main.py statistics --json`` prints (PRODUCT §11)."""
        p = self.period
        return {
            "period": {
                "code": p.code,
                "from": p.from_on.isoformat(),
                "to": p.to_on.isoformat(),
                "mode": str(p.mode),
            },
            "outgoing": _units(self.outgoing),
            "private": {"person_trips": self.private.person_trips, "persons": self.private.persons},
            "incoming": {"delegations": self.incoming.delegations, "guests": self.incoming.person_trips},
            "by_country": [
                {
                    "country": c.country,
                    "name": country(c.country),
                    "direction": c.direction,
                    "delegations": c.delegations,
                    "person_trips": c.person_trips,
                }
                for c in self.by_country
            ],
            "reports": {
                "due": self.reports.due,
                "on_time": self.reports.on_time,
                "late": self.reports.late,
                "owed": self.reports.owed,
            },
        }


def _units(c: Counts) -> dict[str, int]:
    return {"delegations": c.delegations, "person_trips": c.person_trips, "persons": c.persons}


FAMILIES = ("outgoing", "private", "incoming")


def _within(period: Period) -> Any:
    # Naming the families lets the database seek three short ranges of the counting index instead of walking all years.
    return D.counts.is_(True) & D.counts_as.in_(FAMILIES) & D.departs_on.between(period.from_on, period.to_on)


def families(read: Reading, period: Period) -> dict[str, Counts]:
    """Delegations, person-trips and persons by family: outgoing, private, incoming."""
    s = read.session
    rows = s.execute(
        select(D.counts_as, func.count(), func.coalesce(func.sum(D.member_count), 0))
        .where(_within(period))
        .group_by(D.counts_as)
    ).all()
    distinct = s.execute(
        # A member without a ledger entry is a person of his own.
        select(D.counts_as, func.count(func.distinct(func.coalesce(M.person_id, -M.id))))
        .select_from(Delegation.__table__.join(Member.__table__, M.delegation_id == D.id))
        .where(_within(period))
        .group_by(D.counts_as)
    )
    persons: dict[str, int] = {row[0]: row[1] for row in distinct}
    return {name: Counts(n, int(trips), persons.get(name, 0)) for name, n, trips in rows}


def by_country(read: Reading, period: Period) -> list[CountryCount]:
    """Every country once per direction, most delegations first. Private trips count with the outgoing direction apart."""
    totals: dict[tuple[str, str], list[int]] = {}
    rows = read.session.execute(
        select(D.counts_as, D.countries, func.count(), func.coalesce(func.sum(D.member_count), 0))
        .where(_within(period))
        .group_by(D.counts_as, D.countries)
    )
    for family, codes, n, trips in rows:
        for code in dict.fromkeys(codes.split()):
            total = totals.setdefault((family, code), [0, 0])
            total[0] += n
            total[1] += int(trips)
    found = [CountryCount(code, family, n, trips) for (family, code), (n, trips) in totals.items()]
    return sorted(found, key=lambda c: (c.direction, -c.delegations, -c.person_trips, c.country))


def reports(read: Reading, period: Period, on: date | None = None) -> ReportCount:
    """Reports whose due date lies in the period. Owed are those not received; only past ones are late."""
    on = on or clock.today()
    received = D.report_received_on.is_not(None)
    row = read.session.execute(
        select(
            func.count(),
            func.sum(case((received & (D.report_received_on <= D.report_due_on), 1), else_=0)),
            func.sum(case((received & (D.report_received_on > D.report_due_on), 1), else_=0)),
            func.sum(case((~received & (D.report_due_on < on), 1), else_=0)),
        ).where(D.counts.is_(True), D.report_due_on.between(period.from_on, period.to_on))
    ).one()
    due, on_time, late, owed = (int(x or 0) for x in row)
    return ReportCount(due, on_time, late, owed)


def summary(read: Reading, period: Period, on: date | None = None) -> Summary:
    """All figures of a period."""
    counts = families(read, period)
    none = Counts()
    return Summary(
        period,
        counts.get("outgoing", none),
        counts.get("private", none),
        counts.get("incoming", none),
        tuple(by_country(read, period)),
        reports(read, period, on),
    )
