"""What holds for every dossier: findings are monotone, indifferent to order, recomputable, and never raise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.appraisal.engine import appraise, report_due
from models.appraisal.examples import faultless
from models.appraisal.facts import (
    Consultation,
    DossierFacts,
    Funding,
    History,
    Leg,
    Member,
    OverdueReport,
    Paper,
    Trip,
)
from models.appraisal.findings import Finding
from models.appraisal.reading_drafts import facts_of
from models.catalogue.holidays import calendar
from models.catalogue.kinds import kinds
from models.catalogue.lists import items
from models.draft import Draft

CALENDAR = calendar(2015, 2028)
KINDS = sorted(kinds())
days = st.dates(date(2016, 9, 1), date(2027, 6, 1))
any_day = (
    st.none()
    | days
    | st.sampled_from([date.min, date.max, date(1900, 1, 1), date(2200, 12, 31), date(2024, 2, 29)])
)
text = st.sampled_from(["", "x", "Sở Y tế", "sở  y tế", "{limit}", "<b>&", "\u200d", "e\u0323"]) | st.text(
    max_size=8
)


def codes(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*items(name), "", "unknown"])


trips = st.builds(
    lambda number, on, length, family, exemption, pending: Trip(
        number, f"ĐR-{number}", "t", ("CN",), on, on + timedelta(days=length), family,
        exemption=exemption, is_pending=pending,
    ),
    st.integers(0, 9), days, st.integers(0, 20), st.sampled_from(["outgoing", "private"]), codes("trip_exemptions"),
    st.booleans(),
)  # fmt: skip
owed = st.builds(OverdueReport, st.integers(1, 5), text, text, text, days)
members = st.builds(
    Member, text, st.none() | st.integers(1, 4), codes("member_roles"), text, text, born_on=any_day,
    sex=codes("sexes"), employment=codes("employments"), management_tier=codes("management_tiers"),
    is_key_post=st.booleans(), nationality=st.sampled_from(["CN", ""]), passport_kind=codes("passport_kinds"),
    passport_number=text, passport_expires_on=any_day, retires_on=any_day, discipline=codes("disciplines"),
    funding_source=codes("funding_sources"), trips=st.lists(trips, max_size=4).map(tuple),
    overdue=st.lists(owed, max_size=2).map(tuple),
)  # fmt: skip
legs = st.builds(
    Leg, st.sampled_from(["CN", "LA", "KR", "JP", "XX", ""]), text, any_day, any_day, text, st.booleans(),
    st.booleans(), st.booleans(),
)  # fmt: skip
scalars = st.none() | st.booleans() | st.integers(-5, 10**15) | text | any_day
values_of_any_sort = scalars | st.lists(codes("content_flags"), max_size=3).map(tuple)


@st.composite
def dossiers(draw: st.DrawFn) -> DossierFacts:
    """Any facts at all: half filled, contradictory, at the edge of the calendar, of the wrong type."""
    kind = kinds()[draw(st.sampled_from(KINDS))]
    values = draw(st.dictionaries(st.sampled_from([f.name for f in kind.fields]), values_of_any_sort))
    if draw(st.booleans()):
        values["received_on"] = draw(any_day)
    row = st.dictionaries(st.sampled_from(["on", "sent_to", "sent_on", "hours_before", "content"]), scalars)
    rows = {t: tuple(draw(st.lists(row, max_size=3))) for t in ("programme", "notices")}
    people = tuple(draw(st.lists(members, max_size=4)))
    absent = st.dictionaries(text, st.lists(st.tuples(text, trips), max_size=2).map(tuple), max_size=2)
    return DossierFacts(
        kind.code, kind.direction, values, tuple(draw(st.lists(legs, max_size=4))), people,
        tuple(draw(st.lists(st.builds(Funding, codes("funding_sources"), st.integers(0, 10**12)), max_size=3))),
        tuple(draw(st.lists(st.builds(Paper, st.sampled_from([p.code for p in kind.papers]), codes("paper_states"))))),
        tuple(draw(st.lists(st.builds(Consultation, codes("consulted"), answer=codes("consultation_answers")), max_size=3))),
        rows, History({1: tuple(draw(st.lists(trips, max_size=3)))}, absences=draw(absent)), CALENDAR,
    )  # fmt: skip


def verdicts(facts: DossierFacts) -> dict[str, bool]:
    return {f.rule: f.passed for f in appraise(facts, on=date(2026, 6, 1))}


def finding(facts: DossierFacts, code: str) -> Finding | None:
    return next((f for f in appraise(facts, on=date(2026, 6, 1)) if f.rule == code), None)


def journeys(
    departs: date, length: int, received: date, tier: str = "people_committee", **more: Any
) -> DossierFacts:
    base = faultless("outgoing_official", received)
    stay = replace(base.legs[0], from_on=departs, to_on=departs + timedelta(days=length))
    one = replace(base.members[0], management_tier=tier, **more)
    return replace(base, legs=(stay,), members=(one,), calendar=CALENDAR)


@given(
    st.sampled_from(KINDS), st.dictionaries(st.text(max_size=5), scalars.filter(lambda v: not isinstance(v, date))),
    st.data(),
)  # fmt: skip
def test_no_draft_makes_it_raise(kind: str, odd: dict[str, Any], data: st.DataObject) -> None:
    spec = kinds()[kind]
    typed = (
        st.none()
        | st.booleans()
        | st.integers(-3, 99)
        | text
        | st.sampled_from(["31/02/2018", "05/06/2018", "2018-06-09"])
    )
    draft = Draft(kind, {**odd, **{f.name: data.draw(typed) for f in spec.fields}})
    for section in spec.sections:
        if section.table:
            row = st.fixed_dictionaries({c.name: typed for c in section.columns})
            draft.rows[section.table] = data.draw(st.lists(row, max_size=2))
    appraise(facts_of(draft, calendar=CALENDAR), on=date(2018, 6, 1))


@given(dossiers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_changes_a_verdict(facts: DossierFacts, random: Any) -> None:
    def shuffled(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(rows, len(rows)))

    papers: dict[str, Paper] = {p.code: p for p in facts.papers}  # a checklist holds each paper once
    facts = replace(facts, papers=tuple(papers.values()))
    other = replace(
        facts,
        legs=shuffled(facts.legs),
        members=shuffled(facts.members),
        funding=shuffled(facts.funding),
        papers=shuffled(facts.papers),
        consultations=shuffled(facts.consultations),
        rows={name: shuffled(rows) for name, rows in facts.rows.items()},
    )
    assert verdicts(other) == verdicts(facts)


@given(days, st.integers(0, 90), st.integers(0, 40))
def test_a_later_lodging_never_removes_a_lead_time_finding(departs: date, ahead: int, later: int) -> None:
    first = finding(journeys(departs, 3, departs - timedelta(days=ahead)), "RA-13")
    second = finding(journeys(departs, 3, departs - timedelta(days=ahead - later)), "RA-13")
    if first and second:
        assert second.passed <= first.passed
        assert second.facts["counted"] <= first.facts["counted"]


@given(days, st.lists(trips, max_size=6, unique_by=lambda t: t.dossier_id), trips)
def test_another_trip_never_removes_a_trips_finding(departs: date, known: list[Trip], more: Trip) -> None:
    more = replace(more, dossier_id=99)
    before = journeys(departs, 3, departs - timedelta(days=30), trips=tuple(known))
    after = journeys(departs, 3, departs - timedelta(days=30), trips=(*known, more))
    first, second = finding(before, "RA-01"), finding(after, "RA-01")
    assert first and second
    assert second.passed <= first.passed


# Every finding holds the facts that its verdict follows from.


def recompute_trips(facts: Any) -> bool:
    mine = 0 if facts["this_trip"]["exempt"] else 1
    year = date.fromisoformat(facts["this_trip"]["departs_on"]).year
    for person in facts["persons"]:
        counted = [t for t in person["counted"] if date.fromisoformat(t["departs_on"]).year == year]
        assert len(counted) == len(person["counted"]) and person["total"] == len(counted) + mine
    return facts["this_trip"]["exempt"] or all(p["total"] <= facts["limit"] for p in facts["persons"])


def recompute_lead_time(facts: Any) -> bool:
    on, last = date.fromisoformat(facts["received_on"]), date.fromisoformat(facts["departs_on"])
    working = [date.fromisoformat(d) for d in facts["working_days"]]
    skipped = {date.fromisoformat(d["on"]) for d in facts["skipped"]}
    for day in working:
        assert on <= day < last and CALENDAR.is_working(day) and day not in skipped
    assert working == sorted(set(working))
    if len(working) < 60:  # the list is whole: every other day of the stretch is a day off
        stretch = {on + timedelta(days=n) for n in range(max(0, (last - on).days))}
        assert all(not CALENDAR.is_working(d) for d in stretch - set(working))
    return len(working) >= facts["required"]


def recompute_days(facts: Any) -> bool:
    length = date.fromisoformat(facts["returns_on"]) - date.fromisoformat(facts["departs_on"])
    assert facts["days"] == length.days + 1
    by_country = facts["max_days_per_country"]
    return (not facts["max_days"] or facts["days"] <= facts["max_days"]) and all(
        not by_country or n <= by_country for n in facts["days_by_country"].values()
    )


def recompute_passport(facts: Any) -> bool:
    returns = date.fromisoformat(facts["returns_on"])
    return all(
        (p["expires_on"] is None or date.fromisoformat(p["expires_on"]) >= returns)
        and p["passport_kind"] not in facts["forbidden_kinds"]
        for p in facts["persons"]
    )


RECOMPUTE = {
    "RA-01": recompute_trips,
    "RA-02": lambda f: all(len(b["key_leaders"]) <= f["limit"] for b in f["bodies"]),
    "RA-03": lambda f: not f["overlaps"],
    "RA-04": lambda f: f["count"] <= f["allowed"],
    "RA-05": recompute_days,
    "RA-06": lambda f: len(f["countries"]) == f["count"] and f["count"] <= f["limit"],
    "RA-07": lambda f: bool(f["plan_item"] if f["is_planned"] else f["unplanned_reason"]),
    "RA-08": lambda f: (
        f["all_enterprise_staff"] or not (set(f["sources"]) - set(f["allowed"]) or f["enterprise_invited"])
    ),
    "RA-11": lambda f: all(s in {"present", "not_needed"} for s in f["papers"].values()),
    "RA-12": lambda f: all(s in {"present", "not_needed"} for s in f["papers"].values()),
    "RA-13": recompute_lead_time,
    "RA-14": lambda f: (
        "disagreed" not in f["answers"]
        and (f["paper_present"] or bool({"agreed", "agreed_with"} & set(f["answers"])))
    ),
    "RA-15": lambda f: f["received_on"] is None or f["received_on"] <= f["due_on"],
    "RA-16": lambda f: not f["overdue"],
    "RA-18": lambda f: all(p["discipline"] not in f["barred"] for p in f["persons"]),
    "RA-19": lambda f: all(p["retires_on"] >= f["wanted_on"] for p in f["persons"]),
    "RA-22": recompute_passport,
    "RA-22B": lambda f: all(
        p["expires_on"] > f["wanted_on"] if f["longer_than"] else p["expires_on"] >= f["wanted_on"]
        for p in f["persons"]
    ),
    "RA-23": lambda f: set(f["countries"]) <= set(f["allowed"]),
    "RA-25": lambda f: (
        (f["leave_days"] is None or f["working_days"] <= f["leave_days"])
        and (not f["leaders"] or f["working_days"] <= f["leader_days"])
    ),
    "RA-25B": lambda f: not set(f["sources"]) - set(f["allowed"]),
    "RA-26": lambda f: f["row"] is not None,
    "RA-27": lambda f: not f["flags"],
    "RA-29": lambda f: not f["problems"],
    "VA-01": recompute_lead_time,
    "VA-02": lambda f: not f["missing"],
    "VA-03": lambda f: set(f["wanted"]) == set(f["informed"]),
    "VA-04": lambda f: all(h is not None and h >= f["required_hours"] for h in f["hours_before"].values()),
    "VA-05": lambda f: all(s in {"present", "not_needed"} for s in f["papers"].values()),
    "VA-06": lambda f: bool(f["lodging"]),
    "VA-12": lambda f: set(f["wanted"]) <= set(f["asked"]),
    "VA-13": lambda f: not f["flags"] and not f["written"],
    "VA-15": lambda f: f["received_on"] is None or f["received_on"] <= f["due_on"],
}


@given(dossiers())
def test_any_dossier_gets_verdicts_that_follow_from_the_facts_shown(facts: DossierFacts) -> None:
    """Nothing raises, the facts are plain JSON, the verdict can be recomputed from them, and asking twice says the same."""
    findings = appraise(facts, on=date(2026, 6, 1))
    assert findings == appraise(facts, on=date(2026, 6, 1))
    for found in findings:
        assert found.says and found.title and found.basis
        assert json.loads(json.dumps(dict(found.facts))) == found.facts
        assert bool(RECOMPUTE[found.rule](found.facts)) is found.passed, (found.rule, found.facts)


@given(days, st.integers(0, 60), st.integers(0, 120), st.lists(trips, max_size=5))
def test_ordinary_dossiers_too(departs: date, length: int, ahead: int, known: list[Trip]) -> None:
    facts = journeys(departs, length, departs - timedelta(days=ahead), trips=tuple(known))
    for found in appraise(facts, on=date(2026, 6, 1)):
        assert bool(RECOMPUTE[found.rule](found.facts)) is found.passed, (found.rule, found.facts)


@given(st.sampled_from(KINDS), st.dates(date(2016, 3, 7), date(2030, 1, 1)), st.integers(0, 30))
def test_a_later_return_is_never_due_earlier(kind: str, returned: date, later: int) -> None:
    on = date(2026, 6, 1)
    first, second = report_due(kind, returned, on), report_due(kind, returned + timedelta(days=later), on)
    assert first and second and first.due_on <= second.due_on
    assert first.due_on > returned
