"""Checks about the journey: when, how long, where to, how large, how early it was asked for, when its report is due."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from models.appraisal import wording as say
from models.appraisal.facts import DossierFacts
from models.appraisal.outcome import Outcome, check
from models.appraisal.reading_facts import day_of, days_in, journey, plausible, whole
from models.catalogue import holidays
from models.clock import WorkingCalendar

MOST_LISTED = 60  # working days listed one by one; nobody lodges so early that more would matter


@check("delegation_size", words=("count", "allowed", "rank"))
def delegation_size(facts: DossierFacts, limits: dict[str, int]) -> Outcome | None:
    """The delegation has no more people than its head's rank allows (*limits* by code of ``leader_ranks``)."""
    rank = facts.text("leader_rank")
    if not facts.members or rank not in limits:
        return None
    count, allowed = len(facts.members), limits[rank]
    return Outcome(
        passed=count <= allowed,
        facts={"count": count, "allowed": allowed, "leader_rank": rank},
        words={"count": str(count), "allowed": str(allowed), "rank": say.label("leader_ranks", rank)},
        fields=("members",),
    )


def _stays(facts: DossierFacts) -> dict[str, list[tuple[date, date]]]:
    stays: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for leg in facts.legs:
        start, end = plausible(leg.from_on), plausible(leg.to_on)
        if leg.country and not leg.is_transit and start and end:
            stays[leg.country].append((start, end))
    return stays


@check("trip_days", words=("days", "problems"))
def trip_days(
    facts: DossierFacts,
    max_days: int,
    max_days_per_country: int,
    max_days_event: int,
    event_purposes: list[str],
    exempt_purposes: list[str],
) -> Outcome | None:
    """The trip lasts at most *max_days* calendar days, travel included, and at most *max_days_per_country* in one country.

    A trip of *event_purposes* may stay *max_days_event* in a country; one of *exempt_purposes* (long training) is not
    measured. 0 for a limit means there is none.
    """
    days = journey(facts)
    purpose = facts.text("purpose_category")
    if days is None or purpose in exempt_purposes:
        return None
    total = (days[1] - days[0]).days + 1
    limit = max_days_event if purpose in event_purposes and max_days_per_country else max_days_per_country
    by_country = {code: days_in(spans) for code, spans in _stays(facts).items()}
    texts: list[str] = []
    if max_days and total > max_days:
        texts.append(f"chuyến đi {total} ngày ({say.span(*days)}), quá {max_days} ngày")
    texts += [
        f"{say.country(c)} {n} ngày, quá {limit} ngày" for c, n in by_country.items() if limit and n > limit
    ]
    return Outcome(
        passed=not texts,
        facts={
            "departs_on": days[0].isoformat(),
            "returns_on": days[1].isoformat(),
            "days": total,
            "max_days": max_days,
            "days_by_country": by_country,
            "max_days_per_country": limit,
        },
        words={"days": str(total), "problems": say.listed(texts)},
        fields=("legs",),
    )


@check("country_count", words=("count", "names"))
def country_count(facts: DossierFacts, limit: int) -> Outcome | None:
    """The trip leads to at most *limit* countries; transit does not count."""
    found = facts.countries
    if not found:
        return None
    return Outcome(
        passed=len(found) <= limit,
        facts={"countries": list(found), "count": len(found), "limit": limit},
        words={"count": str(len(found)), "names": say.countries(found)},
        fields=("legs",),
    )


@check("in_yearly_plan", words=("problem",))
def in_yearly_plan(facts: DossierFacts) -> Outcome | None:
    """The trip stands in the year's approved plan, by its item, or it is explained why it does not."""
    if "is_planned" not in facts.values:
        return None
    planned = facts.values.get("is_planned") is True
    item, reason = facts.text("plan_item").strip(), facts.text("unplanned_reason").strip()
    if planned:
        problem = "" if item else "chưa ghi mục trong kế hoạch đoàn ra năm"
    else:
        problem = "" if reason else "đoàn ngoài kế hoạch năm mà chưa có giải trình"
    return Outcome(
        passed=not problem,
        facts={"is_planned": planned, "plan_item": item, "unplanned_reason": reason},
        words={"problem": problem},
        fields=("plan_item",) if planned else ("unplanned_reason",),
    )


def _days_before(using: WorkingCalendar, start: date, end: date) -> tuple[list[date], list[date]]:
    """The working days from *start* up to the day before *end*, nearest first, and the weekdays off among them."""
    counted: list[date] = []
    skipped: list[date] = []
    on = end - timedelta(days=1)
    while on >= start and len(counted) < MOST_LISTED:
        if using.is_working(on):
            counted.append(on)
        elif on.weekday() < 5:
            skipped.append(on)
        on -= timedelta(days=1)
    return counted, skipped


@check("lead_time", words=("received_on", "departs_on", "left", "latest_on", "skipped"))
def lead_time(facts: DossierFacts, days: int) -> Outcome | None:
    """The dossier was received at least *days* working days before the departure.

    Counted backwards from the departure, which does not count itself; the day of receipt does.
    """
    going = journey(facts)
    received = plausible(facts.on("received_on"))
    if going is None or received is None:
        return None
    counted, skipped = _days_before(facts.calendar, received, going[0])
    latest = facts.calendar.add(going[0], -days)
    off = say.joined(say.day(on) for on in reversed(skipped))
    left = f"hơn {MOST_LISTED}" if len(counted) == MOST_LISTED else str(len(counted))
    return Outcome(
        passed=received <= latest,
        facts={
            "received_on": received.isoformat(),
            "departs_on": going[0].isoformat(),
            "required": days,
            "counted": len(counted),
            "working_days": [on.isoformat() for on in reversed(counted)],
            "skipped": [{"on": on.isoformat(), "why": holidays.name_of(on)} for on in reversed(skipped)],
            "latest_on": latest.isoformat(),
        },
        words={
            "received_on": say.day(received),
            "departs_on": say.day(going[0]),
            "left": left,
            "latest_on": say.day(latest),
            "skipped": f" (không tính ngày nghỉ {off})" if skipped else "",
        },
        fields=("received_on", "legs.0.from_on"),
    )


@check("report_due", words=("returns_on", "due_on", "received_on", "how"))
def report_due(facts: DossierFacts, days: int, working_days: bool) -> Outcome | None:
    """The report on the journey arrives within *days* after the return, working days or calendar days.

    Until a report is recorded (the value ``report_received_on``) this passes and only says when it is due.
    """
    going = journey(facts)
    if going is None:
        return None
    due, how = due_on(going[1], days, working_days, facts.calendar)
    received = day_of(facts.values.get("report_received_on"))
    return Outcome(
        passed=received is None or received <= due,
        facts={
            "returns_on": going[1].isoformat(),
            "days": days,
            "working_days": working_days,
            "due_on": due.isoformat(),
            "received_on": received.isoformat() if received else None,
        },
        words={
            "returns_on": say.day(going[1]),
            "due_on": say.day(due),
            "received_on": say.day(received) if received else "",
            "how": how,
        },
        fields=("legs",),
    )


def due_on(start: date, days: int, working_days: bool, using: WorkingCalendar) -> tuple[date, str]:
    """The day a period ends, and the period in words. A period of calendar days that ends on a day off runs to the next working day.

    Bộ luật Dân sự 2015, Điều 147 (the first day does not count) and Điều 148 (an end on a day off).
    """
    if working_days:
        return using.add(start, days), f"{days} ngày làm việc"
    end = start + timedelta(days=days)
    while not using.is_working(end):
        end += timedelta(days=1)
    return end, f"{days} ngày"


@check("private_leave", words=("problems",))
def private_leave(facts: DossierFacts, leader_days: int, leader_tiers: list[str]) -> Outcome | None:
    """A private trip fits into the leave that is left, and lasts at most *leader_days* working days for leaders."""
    going = journey(facts)
    if going is None or (going[1] - going[0]).days > 366:
        return None
    working = sum(
        facts.calendar.is_working(going[0] + timedelta(days=n)) for n in range((going[1] - going[0]).days + 1)
    )
    leave = whole(facts.values.get("leave_days"))
    texts: list[str] = []
    if leave is not None and working > leave:
        texts.append(f"chuyến đi chiếm {working} ngày làm việc, số ngày phép còn lại là {leave}")
    leaders = [m for m in facts.members if m.is_key_post or m.management_tier in leader_tiers]
    if leaders and working > leader_days:
        names = say.joined(say.person(m) for m in leaders)
        texts.append(f"{names} vắng {working} ngày làm việc, quá {leader_days} ngày")
    return Outcome(
        passed=not texts,
        facts={
            "departs_on": going[0].isoformat(),
            "returns_on": going[1].isoformat(),
            "working_days": working,
            "leave_days": leave,
            "leader_days": leader_days,
            "leaders": [m.full_name for m in leaders],
        },
        words={"problems": say.listed(texts)},
        fields=("leave_days", "legs"),
    )


@check("own_money", words=("sources",))
def own_money(facts: DossierFacts, allowed: list[str], enterprise_staff_may: bool) -> Outcome | None:
    """All money comes from *allowed* sources; nobody was invited by name by an enterprise.

    With *enterprise_staff_may* a delegation of people employed by enterprises is paid by them as a matter of course.
    """
    if not facts.members and not facts.funding:
        return None
    used = {x.source for x in facts.funding if x.source} | {
        m.funding_source for m in facts.members if m.funding_source
    }
    invited = facts.values.get("enterprise_invited") is True
    staff = (
        enterprise_staff_may
        and bool(facts.members)
        and all(m.employment == "enterprise" for m in facts.members)
    )
    refused: list[str] = [] if staff else sorted(used - set(allowed))
    texts = [say.inside(say.label("funding_sources", code)) for code in refused]
    if invited and not staff:
        texts.append("doanh nghiệp tổ chức hoặc mời đích danh")
    details: dict[str, Any] = {
        "sources": sorted(used),
        "allowed": sorted(allowed),
        "enterprise_invited": invited,
        "all_enterprise_staff": staff,
    }
    field = "enterprise_invited" if invited else "funding"
    return Outcome(passed=not texts, facts=details, words={"sources": say.joined(texts)}, fields=(field,))
