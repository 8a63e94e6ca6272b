"""Checks about the people who travel: how often, who together, with which passport, with what behind them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from models.appraisal import wording as say
from models.appraisal.facts import DossierFacts, Member, OverdueReport, Trip
from models.appraisal.outcome import Outcome, check
from models.appraisal.reading_facts import journey, plausible, trip_facts, trips_of
from models.catalogue.kinds import kinds
from models.text import fold

CROSSES_NEW_YEAR = " Chuyến đi vắt qua năm được tính vào năm của ngày đi."


def _name_fields(numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"members.{n}.full_name" for n in numbers)


def _in_scope(member: Member, scope: str, tiers: list[str]) -> bool:
    return scope == "all" or member.is_key_post or member.management_tier in tiers


def _exempts(facts: DossierFacts, exempt: list[str], reason_needed: list[str]) -> bool:
    code = facts.text("trip_exemption") or "none"
    return code in exempt and (code not in reason_needed or bool(facts.text("exemption_reason").strip()))


@check("trips_per_year", words=("who", "year", "year_note"))
def trips_per_year(
    facts: DossierFacts,
    limit: int,
    scope: str,
    leader_tiers: list[str],
    counted: list[str],
    exempt: list[str],
    reason_needed: list[str],
) -> Outcome | None:
    """Nobody in *scope* ("all", or "leaders" of *leader_tiers* and key posts) makes more than *limit* trips in the calendar year.

    Trips of the families *counted* count in the year of their departure, pending ones too, this one included; a trip whose
    exemption is one of *exempt* does not, those of *reason_needed* only with an explanation.
    """
    days = journey(facts)
    if days is None or not facts.members:
        return None
    year = days[0].year
    is_exempt = _exempts(facts, exempt, reason_needed) or kinds()[facts.kind].counts_as not in counted
    persons: list[dict[str, Any]] = []
    over: list[tuple[int, str]] = []
    for n, member in enumerate(facts.members):
        if not _in_scope(member, scope, leader_tiers):
            continue
        known = [t for t in trips_of(facts, member) if t.departs_on.year == year and t.counts_as in counted]
        counts = [t for t in known if t.exemption not in exempt]
        total = len(counts) + (0 if is_exempt else 1)
        persons.append(_person_trips(member, counts, [t for t in known if t.exemption in exempt], total))
        if total > limit and not is_exempt:
            which = f"chuyến {say.ordinal(total)} trong năm {year} của {say.person(member)}"
            over.append((n, f"{which} (đã có: {say.trips(counts)})"))
    this_trip = {"departs_on": days[0].isoformat(), "returns_on": days[1].isoformat(), "exempt": is_exempt}
    return Outcome(
        passed=not over,
        facts={"year": year, "limit": limit, "scope": scope, "this_trip": this_trip, "persons": persons},
        words={
            "who": say.listed(text for _n, text in over),
            "year": str(year),
            "year_note": CROSSES_NEW_YEAR if days[1].year != year else "",
        },
        fields=_name_fields(n for n, _text in over),
    )


def _person_trips(member: Member, counts: list[Trip], exempt: list[Trip], total: int) -> dict[str, Any]:
    return {
        "name": member.full_name,
        "person_id": member.person_id,
        "counted": [trip_facts(t) for t in counts],
        "exempt": [trip_facts(t) for t in exempt],
        "total": total,
    }


@check("key_leaders_together", words=("who",))
def key_leaders_together(facts: DossierFacts, limit: int) -> Outcome | None:
    """At most *limit* key leaders of one body travel in the delegation. Who names no unit belongs to the requesting body."""
    if not facts.members:
        return None
    groups: dict[str, list[int]] = {}
    for n, member in enumerate(facts.members):
        if member.is_key_post:
            groups.setdefault(fold(member.organisation or facts.text("requester")), []).append(n)
    over = {body: rows for body, rows in groups.items() if len(rows) > limit}
    members = facts.members

    def body_name(rows: list[int]) -> str:
        return members[rows[0]].organisation or facts.text("requester") or "chưa ghi đơn vị"

    texts = [
        f"{say.joined(say.person(members[n]) for n in rows)} ({body_name(rows)})" for rows in over.values()
    ]
    return Outcome(
        passed=not over,
        facts={
            "limit": limit,
            "bodies": [
                {"body": body_name(rows), "key_leaders": [members[n].full_name for n in rows]}
                for rows in groups.values()
            ],
        },
        words={"who": say.listed(texts)},
        fields=tuple(f"members.{n}.is_key_post" for rows in over.values() for n in rows),
    )


@check("key_leaders_absent", words=("who",))
def key_leaders_absent(facts: DossierFacts) -> Outcome | None:
    """No other key leader of the same body is abroad on overlapping days."""
    days = journey(facts)
    leaders = [(n, m) for n, m in enumerate(facts.members) if m.is_key_post]
    if days is None or not facts.members:
        return None
    travelling = {fold(m.full_name) for m in facts.members}
    absences = {fold(body): found for body, found in facts.history.absences.items()}
    texts: list[str] = []
    rows: list[int] = []
    found: list[dict[str, Any]] = []
    for n, member in leaders:
        for other, trip in absences.get(fold(member.organisation or facts.text("requester")), ()):
            meets = trip.departs_on <= days[1] and days[0] <= trip.returns_on
            if meets and fold(other) not in travelling:
                rows.append(n)
                found.append({"leader": member.full_name, "absent": other, "trip": trip_facts(trip)})
                texts.append(f"{say.person(member)} và {other} ({say.trip(trip)})")
    return Outcome(
        passed=not found,
        facts={"departs_on": days[0].isoformat(), "returns_on": days[1].isoformat(), "overlaps": found},
        words={"who": say.listed(dict.fromkeys(texts))},
        fields=_name_fields(dict.fromkeys(rows)),
    )


@check("not_disciplined", words=("who",))
def not_disciplined(facts: DossierFacts, barred: list[str]) -> Outcome | None:
    """Nobody travels who is under one of the disciplinary measures *barred*."""
    if not facts.members:
        return None
    rows = [n for n, m in enumerate(facts.members) if m.discipline in barred]
    names = [
        f"{say.person(facts.members[n])} ({say.inside(say.label('disciplines', facts.members[n].discipline))})"
        for n in rows
    ]
    return Outcome(
        passed=not rows,
        facts={
            "barred": list(barred),
            "persons": [{"name": m.full_name, "discipline": m.discipline} for m in facts.members],
        },
        words={"who": say.joined(names)},
        fields=tuple(f"members.{n}.discipline" for n in rows),
    )


@check("no_overdue_report", words=("reports",))
def no_overdue_report(facts: DossierFacts) -> Outcome | None:
    """Neither the people nor the requesting body owe a report that is late."""
    if not facts.members and not facts.text("requester"):
        return None
    owed: dict[int, tuple[OverdueReport, list[str]]] = {}
    for report in facts.history.overdue_of_unit:
        owed.setdefault(report.dossier_id, (report, []))[1].append(
            report.requester or facts.text("requester")
        )
    for member in facts.members:
        known = member.overdue
        if not known and member.person_id is not None:
            known = facts.history.overdue_of_person.get(member.person_id, ())
        for report in known:
            owed.setdefault(report.dossier_id, (report, []))[1].append(say.person(member))
    ordered = sorted(owed.values(), key=lambda x: (x[0].due_on, x[0].dossier_id))
    texts = [
        f"{r.reference or r.title} của {say.joined(dict.fromkeys(who))}, hạn {say.day(r.due_on)}"
        for r, who in ordered
    ]
    return Outcome(
        passed=not owed,
        facts={
            "overdue": [
                {
                    "dossier_id": r.dossier_id,
                    "reference": r.reference,
                    "title": r.title,
                    "due_on": r.due_on.isoformat(),
                    "owed_by": list(dict.fromkeys(who)),
                }
                for r, who in ordered
            ]
        },
        words={"reports": say.listed(texts)},
        fields=("requester",) if facts.history.overdue_of_unit else (),
    )


def add_months(on: date, months: int) -> date:
    """The same day *months* later; the last day of the month when there is no such day (31/08 → 28/02)."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    first_after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_after - timedelta(days=1)).day
    return date(year, month + 1, min(on.day, last))


@check("passport_outlasts_trip", words=("problems",))
def passport_outlasts_trip(facts: DossierFacts, forbidden_kinds: list[str]) -> Outcome | None:
    """No passport expires before the return, and none is of *forbidden_kinds*."""
    days = journey(facts)
    if days is None or not facts.members:
        return None
    texts: list[str] = []
    fields: list[str] = []
    persons: list[dict[str, Any]] = []
    for n, member in enumerate(facts.members):
        expires = plausible(member.passport_expires_on)
        if not expires and not member.passport_kind:
            continue
        is_late = expires is not None and expires < days[1]
        is_wrong = member.passport_kind in forbidden_kinds
        if expires and is_late:
            ends = f"hết hạn ngày {say.day(expires)}, trước ngày về {say.day(days[1])}"
            texts.append(f"hộ chiếu của {say.person(member)} {ends}")
            fields.append(f"members.{n}.passport_expires_on")
        if is_wrong:
            kind = say.inside(say.label("passport_kinds", member.passport_kind))
            texts.append(f"{say.person(member)} dùng {kind} cho chuyến đi không phải công tác")
            fields.append(f"members.{n}.passport_kind")
        persons.append(
            {
                "name": member.full_name,
                "passport_kind": member.passport_kind,
                "expires_on": expires.isoformat() if expires else None,
                "expires_too_early": is_late,
                "kind_does_not_fit": is_wrong,
            }
        )
    if not persons:
        return None
    return Outcome(
        passed=not texts,
        facts={
            "returns_on": days[1].isoformat(),
            "forbidden_kinds": list(forbidden_kinds),
            "persons": persons,
        },
        words={"problems": say.listed(texts)},
        fields=tuple(fields),
    )


@check("border_pass_area", words=("who", "places"))
def border_pass_area(facts: DossierFacts, countries: list[str]) -> Outcome | None:
    """Who travels on a border pass goes to *countries* only. None when nobody does."""
    rows = [n for n, m in enumerate(facts.members) if m.passport_kind == "border_pass"]
    if not rows or not facts.countries:
        return None
    beyond = [c for c in facts.countries if c not in countries]
    return Outcome(
        passed=not beyond,
        facts={
            "persons": [facts.members[n].full_name for n in rows],
            "countries": list(facts.countries),
            "allowed": list(countries),
        },
        words={
            "who": say.joined(say.person(facts.members[n]) for n in rows),
            "places": say.countries(beyond),
        },
        fields=tuple(f"members.{n}.passport_kind" for n in rows),
    )


@check("passport_months_left", words=("who", "wanted_on"))
def passport_months_left(
    facts: DossierFacts, months: int, longer_than: bool, passport_kinds: list[str]
) -> Outcome | None:
    """Each passport of *passport_kinds* is valid for *months* after the departure; *longer_than* asks for at least a day more."""
    days = journey(facts)
    if days is None:
        return None
    wanted = add_months(days[0], months)
    held = [
        (n, m, m.passport_expires_on)
        for n, m in enumerate(facts.members)
        if plausible(m.passport_expires_on) and m.passport_kind in passport_kinds
    ]
    if not held:
        return None
    short = [(n, m, e) for n, m, e in held if e is not None and (e <= wanted if longer_than else e < wanted)]
    return Outcome(
        passed=not short,
        facts={
            "departs_on": days[0].isoformat(),
            "months": months,
            "longer_than": longer_than,
            "wanted_on": wanted.isoformat(),
            "persons": [{"name": m.full_name, "expires_on": e.isoformat()} for _n, m, e in held if e],
        },
        words={
            "who": say.listed(f"{say.person(m)} (hết hạn {say.day(e)})" for _n, m, e in short if e),
            "wanted_on": say.day(wanted),
        },
        fields=tuple(f"members.{n}.passport_expires_on" for n, _m, _e in short),
    )


@check("retirement_far", words=("who",))
def retirement_far(
    facts: DossierFacts, months: int, purposes: list[str], state_funded_only: bool
) -> Outcome | None:
    """For trips of *purposes*, everyone serves at least *months* more after the return before retiring."""
    days = journey(facts)
    known = [(n, m, m.retires_on) for n, m in enumerate(facts.members) if plausible(m.retires_on)]
    if days is None or not known or facts.text("purpose_category") not in purposes:
        return None
    if state_funded_only and not any(x.source == "state" for x in facts.funding):
        return None
    wanted = add_months(days[1], months)
    soon = [(n, m, r) for n, m, r in known if r is not None and r < wanted]
    return Outcome(
        passed=not soon,
        facts={
            "returns_on": days[1].isoformat(),
            "months": months,
            "wanted_on": wanted.isoformat(),
            "persons": [{"name": m.full_name, "retires_on": r.isoformat()} for _n, m, r in known if r],
        },
        words={"who": say.listed(f"{say.person(m)} (nghỉ hưu {say.day(r)})" for _n, m, r in soon if r)},
        fields=tuple(f"members.{n}.retires_on" for n, _m, _r in soon),
    )
