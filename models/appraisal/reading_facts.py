"""Small questions that several checks ask of the facts. Nothing here raises on what a person typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from models.appraisal.facts import DossierFacts, Member, Trip

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


def plausible(on: date | None) -> date | None:
    """The day, or None when it is none or lies where nobody travels (a typing slip, not a fact)."""
    return on if on is not None and EARLIEST <= on <= LATEST else None


def day_of(value: Any) -> date | None:
    """A day from a row of a table: a date, or ISO text."""
    if isinstance(value, date):
        return plausible(value)
    try:
        return plausible(date.fromisoformat(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def whole(value: Any) -> int | None:
    """A whole number from a field, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    is_digits = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16
    return int(value) if is_digits else None


def codes(value: Any) -> tuple[str, ...]:
    """The chosen codes of a field with several choices."""
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(str(x) for x in cast("Iterable[Any]", value))
    return (value,) if isinstance(value, str) and value else ()


def journey(facts: DossierFacts) -> tuple[date, date] | None:
    """First and last day, or None while they are not known or not in order."""
    start, end = plausible(facts.departs_on), plausible(facts.returns_on)
    return (start, end) if start and end and start <= end else None


def trips_of(facts: DossierFacts, member: Member) -> tuple[Trip, ...]:
    """A person's other trips, each dossier once, in the order of departure."""
    known = member.trips
    if not known and member.person_id is not None:
        known = facts.history.trips.get(member.person_id, ())
    seen: dict[object, Trip] = {}
    for n, trip in enumerate(known):
        seen.setdefault(trip.dossier_id if trip.dossier_id > 0 else ("unnamed", n), trip)
    return tuple(sorted(seen.values(), key=lambda t: (t.departs_on, t.reference, t.dossier_id)))


def trip_facts(trip: Trip) -> dict[str, Any]:
    """A trip as a finding keeps it."""
    return {
        "dossier_id": trip.dossier_id,
        "reference": trip.reference,
        "countries": list(trip.countries),
        "departs_on": trip.departs_on.isoformat(),
        "returns_on": trip.returns_on.isoformat(),
        "counts_as": trip.counts_as,
        "exemption": trip.exemption,
        "is_pending": trip.is_pending,
    }


def rows(facts: DossierFacts, table: str) -> tuple[Mapping[str, Any], ...]:
    """The rows of a table of the form."""
    return facts.rows.get(table, ())


def merged(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans of days in order, those that meet or overlap made one; spans that end before they begin are left out."""
    out: list[tuple[date, date]] = []
    for start, end in sorted(s for s in spans if s[0] <= s[1]):
        if out and (start - out[-1][1]).days <= 1:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def days_in(spans: Iterable[tuple[date, date]]) -> int:
    """How many days the spans cover, each day once."""
    return sum((end - start).days + 1 for start, end in merged(spans))
