"""What the office already knows that bears on a dossier: earlier and pending trips, reports owed, absences of key leaders.

Each part is one look-up by index, so findings stay live while a person types.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import literal_column, select

from models import clock, dates
from models.appraisal.facts import History, OverdueReport, Trip
from models.draft import Draft
from models.reading.dossiers import DELEGATION, DOSSIER, MEMBER
from models.records import Delegation, Dossier, Member
from models.store.units import Reading

GONE = ("refused", "cancelled", "withdrawn")  # delegations that will not travel
_TRIP = (
    DOSSIER.id, DOSSIER.reference, DELEGATION.title, DELEGATION.countries, MEMBER.departs_on, MEMBER.returns_on,
    DELEGATION.counts_as, DELEGATION.purpose_category, DELEGATION.trip_exemption, DELEGATION.status, DOSSIER.requester,
)  # fmt: skip
_JOINED = Member.__table__.join(Delegation.__table__, DELEGATION.id == MEMBER.delegation_id).join(
    Dossier.__table__, (DOSSIER.delegation_id == DELEGATION.id) & (DOSSIER.relation == "original")
)
_REPORTED = Delegation.__table__.join(
    Dossier.__table__, (DOSSIER.delegation_id == DELEGATION.id) & (DOSSIER.relation == "original")
)


def history_for(read: Reading, draft: Draft, on: date | None = None) -> History:
    """The history that bears on a draft: its members, its requester and its days. At most four statements."""
    days = [dates.read_date(str(r.get(c) or "")) for r in draft.table("legs") for c in ("from_on", "to_on")]
    known = [d for d in days if d]
    people = [p for r in draft.table("members") if isinstance(p := r.get("person_id"), int)]
    places = {str(r.get("organisation") or "") for r in draft.table("members") if r.get("is_key_post")} - {""}
    requester = draft.values.get("requester_id")
    return history_of(
        read,
        person_ids=people,
        key_organisations=sorted(places),
        requester_id=requester if isinstance(requester, int) else None,
        departs_on=min(known, default=None),
        returns_on=max(known, default=None),
        without_dossier=draft.dossier_id,
        on=on,
    )


def history_of(
    read: Reading,
    *,
    person_ids: Sequence[int] = (),
    key_organisations: Sequence[str] = (),
    requester_id: int | None = None,
    departs_on: date | None = None,
    returns_on: date | None = None,
    without_dossier: int | None = None,
    on: date | None = None,
) -> History:
    """What is known about these persons, organisations and days; *on* is the day from which a report is late (today)."""
    on = on or clock.today()
    year = (departs_on or on).year
    own = _delegation_of(read, without_dossier)
    return History(
        trips=_trips(read, person_ids, date(year, 1, 1), date(year, 12, 31), own),
        overdue_of_person=_overdue_of(read, person_ids, on, own),
        overdue_of_unit=_overdue_of_unit(read, requester_id, on, own),
        absences=_absences(read, key_organisations, person_ids, departs_on, returns_on, own),
    )


def _delegation_of(read: Reading, dossier_id: int | None) -> int:
    if dossier_id is None:
        return 0
    found = read.session.connection().scalar(select(DOSSIER.delegation_id).where(DOSSIER.id == dossier_id))
    return found or 0


def _trip(row: Sequence[Any]) -> Trip:
    return Trip(
        dossier_id=row[0], reference=row[1], title=row[2], countries=tuple(row[3].split()), departs_on=row[4],
        returns_on=row[5] or row[4], counts_as=row[6], purpose_category=row[7], exemption=row[8],
        is_pending=row[9] == "planned", requester=row[10],
    )  # fmt: skip


def _trips(
    read: Reading, people: Sequence[int], first: date, last: date, own: int
) -> dict[int, tuple[Trip, ...]]:
    if not people:
        return {}
    found = read.session.connection().execute(
        select(MEMBER.person_id, *_TRIP)
        .select_from(_JOINED)
        .where(
            MEMBER.person_id.in_(people),
            MEMBER.departs_on.between(first, last),
            DELEGATION.id != own,
            DELEGATION.status.not_in(GONE),
        )
        .order_by(MEMBER.departs_on, DOSSIER.id)
    )
    out: defaultdict[int, list[Trip]] = defaultdict(list)
    for row in found:
        out[row[0]].append(_trip(row[1:]))
    return {person: tuple(trips) for person, trips in out.items()}


def trips_of(read: Reading, person_id: int) -> tuple[Trip, ...]:
    """Every trip of a person that was not refused, cancelled or withdrawn, the newest first."""
    everything = _trips(read, [person_id], date(1900, 1, 1), date(2999, 12, 31), 0)
    return tuple(reversed(everything.get(person_id, ())))


def _overdue(row: Sequence[Any]) -> OverdueReport:
    return OverdueReport(*row)


_OVERDUE = (DOSSIER.id, DOSSIER.reference, DELEGATION.title, DOSSIER.requester, DELEGATION.report_due_on)


def _overdue_of(
    read: Reading, people: Sequence[int], on: date, own: int
) -> dict[int, tuple[OverdueReport, ...]]:
    if not people:
        return {}
    found = read.session.connection().execute(
        select(MEMBER.person_id, *_OVERDUE)
        .select_from(_JOINED)
        .where(
            MEMBER.person_id.in_(people),
            DELEGATION.report_due_on < on,
            DELEGATION.report_received_on.is_(None),
            DELEGATION.id != own,
        )
        .order_by(DELEGATION.report_due_on, DOSSIER.id)
    )
    out: defaultdict[int, list[OverdueReport]] = defaultdict(list)
    for row in found:
        out[row[0]].append(_overdue(row[1:]))
    return {person: tuple(reports) for person, reports in out.items()}


def _overdue_of_unit(
    read: Reading, requester_id: int | None, on: date, own: int
) -> tuple[OverdueReport, ...]:
    if requester_id is None:
        return ()
    found = read.session.connection().execute(
        select(*_OVERDUE)
        .select_from(_REPORTED)
        .where(
            DOSSIER.requester_id == requester_id,
            DELEGATION.report_due_on.is_not(None),
            DELEGATION.report_due_on < on,
            DELEGATION.report_received_on.is_(None),
            DELEGATION.id != own,
        )
        .order_by(DELEGATION.report_due_on, DOSSIER.id)
    )
    return tuple(_overdue(row) for row in found)


def _absences(
    read: Reading,
    organisations: Sequence[str],
    people: Sequence[int],
    departs_on: date | None,
    returns_on: date | None,
    own: int,
) -> dict[str, tuple[tuple[str, Trip], ...]]:
    """Trips of other key leaders of the same organisations that overlap these days.

    The bare ``is_key_post`` is written as the partial index says it; a comparison would not use the index.
    """
    if not organisations or departs_on is None or returns_on is None:
        return {}
    statement = (
        select(MEMBER.organisation, MEMBER.full_name, *_TRIP)
        .select_from(_JOINED)
        .where(
            literal_column("member.is_key_post"),
            MEMBER.organisation.in_(organisations),
            MEMBER.returns_on >= departs_on,
            MEMBER.departs_on <= returns_on,
            DELEGATION.id != own,
            DELEGATION.status.not_in(GONE),
        )
        .order_by(MEMBER.departs_on, DOSSIER.id)
    )
    if people:
        statement = statement.where(MEMBER.person_id.is_(None) | MEMBER.person_id.not_in(people))
    out: defaultdict[str, list[tuple[str, Trip]]] = defaultdict(list)
    for row in read.session.connection().execute(statement):
        out[row[0]].append((row[1], _trip(row[2:])))
    return {organisation: tuple(trips) for organisation, trips in out.items()}
