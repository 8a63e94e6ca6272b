"""Appraisal at its borders: the very day, the very number; what is shown; what waits for facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from models.appraisal.checks_people import add_months
from models.appraisal.engine import appraise, report_due
from models.appraisal.examples import faultless
from models.appraisal.facts import DossierFacts, History, Leg, Member, OverdueReport, Trip
from models.appraisal.findings import Finding, Severity
from models.appraisal.reading_drafts import facts_of
from models.catalogue.holidays import calendar
from models.catalogue.kinds import kinds
from models.draft import Draft

CALENDAR = calendar(2015, 2028)


def a_trip(number: int, departs: date, days: int = 4, **more: Any) -> Trip:
    more.setdefault("counts_as", "outgoing")
    return Trip(
        number,
        f"ĐR-{number:03d}",
        "Chuyến đi mẫu",
        ("CN",),
        departs,
        departs + timedelta(days=days - 1),
        **more,
    )


def a_journey(
    departs: date, returns: date | None = None, received: date | None = None, **values: Any
) -> DossierFacts:
    base = faultless("outgoing_official", received or departs - timedelta(days=45))
    legs = (replace(base.legs[0], from_on=departs, to_on=returns or departs + timedelta(days=3)),)
    return replace(base, legs=legs, values={**base.values, **values}, calendar=CALENDAR)


def with_member(facts: DossierFacts, **changes: Any) -> DossierFacts:
    return replace(facts, members=(replace(facts.members[0], **changes),))


def found(facts: DossierFacts, code: str, on: date | None = None) -> Finding:
    return next(f for f in appraise(facts, on=on) if f.rule == code)


def says(facts: DossierFacts, code: str) -> set[str]:
    return {f.rule for f in appraise(facts) if f.rule == code}


# Lead time: RA-13, ten working days; VA-01, five.


@pytest.mark.parametrize(
    ("received", "departs", "counted", "passed"),
    [
        (date(2018, 6, 4), date(2018, 6, 18), 10, True),
        (date(2018, 6, 5), date(2018, 6, 18), 9, False),
        (date(2018, 6, 1), date(2018, 6, 18), 11, True),
        (date(2018, 6, 2), date(2018, 6, 18), 10, True),  # a Saturday: as good as the Monday after
        (date(2018, 6, 4), date(2018, 6, 17), 10, True),  # leaving on a Sunday
        (date(2018, 6, 4), date(2018, 6, 16), 10, True),
        (date(2018, 6, 4), date(2018, 6, 15), 9, False),
        (date(2018, 2, 5), date(2018, 2, 26), 10, True),  # Tết 14–20/02/2018 between
        (date(2018, 2, 6), date(2018, 2, 26), 9, False),
        (date(2018, 12, 17), date(2019, 1, 2), 10, True),  # 31/12 off, swapped with Saturday 05/01
        (date(2018, 12, 18), date(2019, 1, 2), 9, False),
        (date(2018, 12, 25), date(2019, 1, 8), 9, False),  # and that Saturday is worked
        (date(2018, 12, 24), date(2019, 1, 8), 10, True),
        (date(2020, 2, 17), date(2020, 3, 2), 10, True),  # over the leap day, a Saturday
        (date(2024, 2, 19), date(2024, 3, 4), 10, True),  # over the leap day, a Thursday
        (date(2024, 2, 20), date(2024, 3, 4), 9, False),
        (date(2018, 6, 18), date(2018, 6, 18), 0, False),  # on the very day
        (date(2018, 6, 20), date(2018, 6, 18), 0, False),  # after the departure
    ],
)
def test_lead_time_to_the_day(received: date, departs: date, counted: int, passed: bool) -> None:
    finding = found(a_journey(departs, received=received), "RA-13")
    assert (finding.facts["counted"], finding.passed) == (counted, passed)
    assert len(finding.facts["working_days"]) == counted


def test_lead_time_shows_what_it_skipped_and_by_when_it_should_have_come() -> None:
    finding = found(a_journey(date(2018, 2, 26), received=date(2018, 2, 6)), "RA-13")
    assert finding.says == (
        "Hồ sơ nhận ngày 06/02/2018, chỉ còn 9 ngày làm việc trước ngày đi 26/02/2018 (không tính ngày nghỉ 14/02/2018, "
        "15/02/2018, 16/02/2018, 19/02/2018 và 20/02/2018); hồ sơ phải gửi trước ít nhất 10 ngày làm việc, chậm nhất "
        "ngày 05/02/2018."
    )
    assert finding.facts["skipped"][0] == {"on": "2018-02-14", "why": "29 Tết"}
    assert finding.facts["latest_on"] == "2018-02-05"
    assert finding.fields[0] == "received_on"


# Trips in a year: RA-01.


def test_the_third_trip_is_named_with_those_before() -> None:
    trips = (a_trip(14, date(2018, 3, 5)), a_trip(31, date(2018, 6, 11), is_pending=True))
    facts = with_member(
        a_journey(date(2018, 10, 10)),
        full_name="Nông Thị Hằng", management_tier="people_committee", trips=trips,
    )  # fmt: skip
    finding = found(facts, "RA-01")
    assert finding.is_open_stop
    assert finding.says.startswith(
        "Nếu duyệt, đây là chuyến thứ ba trong năm 2018 của bà Nông Thị Hằng (đã có: ĐR-014 đi Trung Quốc từ 05/03/2018 "
        "đến 08/03/2018; ĐR-031 đi Trung Quốc từ 11/06/2018 đến 14/06/2018, đang chờ duyệt)."
    )
    assert "Chỉ thị 38-CT/TW" in finding.basis
    assert finding.remedy


@pytest.mark.parametrize(
    ("trips", "passed"),
    [
        ((), True),
        ((date(2018, 2, 1),), True),
        ((date(2018, 2, 1), date(2018, 4, 2)), False),
        ((date(2018, 1, 1), date(2018, 12, 31)), False),
        ((date(2017, 12, 31), date(2018, 4, 2)), True),  # left in the old year
        ((date(2018, 4, 2), date(2019, 1, 1)), True),  # leaves in the next year
    ],
)
def test_trips_count_in_the_year_of_departure(trips: tuple[date, ...], passed: bool) -> None:
    known = tuple(a_trip(n, on) for n, on in enumerate(trips, 1))
    facts = with_member(a_journey(date(2018, 10, 10)), management_tier="people_committee", trips=known)
    assert found(facts, "RA-01").passed is passed


def test_a_trip_over_new_year_says_to_which_year_it_belongs() -> None:
    trips = (a_trip(1, date(2018, 3, 5)), a_trip(2, date(2018, 6, 5)))
    facts = with_member(
        a_journey(date(2018, 12, 31), date(2019, 1, 4)), management_tier="people_committee", trips=trips
    )
    finding = found(facts, "RA-01")
    assert not finding.passed and finding.facts["year"] == 2018
    assert finding.says.endswith("Chuyến đi vắt qua năm được tính vào năm của ngày đi.")
    next_day = with_member(
        a_journey(date(2019, 1, 1), date(2019, 1, 4)), management_tier="people_committee", trips=trips
    )
    assert found(next_day, "RA-01").passed


def test_private_and_exempt_trips_do_not_count() -> None:
    trips = (
        a_trip(1, date(2018, 3, 5)),
        a_trip(2, date(2018, 4, 5), counts_as="private"),
        a_trip(3, date(2018, 5, 5), exemption="superior"),
    )
    finding = found(
        with_member(a_journey(date(2018, 10, 10)), management_tier="people_committee", trips=trips), "RA-01"
    )
    assert finding.passed
    person = finding.facts["persons"][0]
    assert [t["reference"] for t in person["counted"]] == ["ĐR-001"]
    assert [t["reference"] for t in person["exempt"]] == ["ĐR-003"]


def test_trips_come_from_the_history_by_person_too() -> None:
    trips = (a_trip(1, date(2018, 3, 5)), a_trip(2, date(2018, 6, 5)))
    facts = with_member(a_journey(date(2018, 10, 10)), management_tier="people_committee", person_id=7)
    facts = replace(facts, history=History(trips={7: trips}))
    assert not found(facts, "RA-01").passed


# Size, days, countries.


@pytest.mark.parametrize(("people", "passed"), [(4, True), (5, True), (6, False)])
def test_size(people: int, passed: bool) -> None:
    base = a_journey(date(2025, 10, 13), leader_rank="department")
    members = tuple(
        replace(base.members[0], full_name=f"Người mẫu {n}", role="member") for n in range(people)
    )
    finding = found(replace(base, members=members), "RA-04")
    assert (finding.passed, finding.facts["count"]) == (passed, people)


@pytest.mark.parametrize(("last", "passed"), [(9, True), (10, True), (11, False)])
def test_days_count_both_ends(last: int, passed: bool) -> None:
    finding = found(a_journey(date(2018, 6, 1), date(2018, 6, last)), "RA-05")
    assert (finding.passed, finding.facts["days"]) == (passed, last)


def test_days_in_a_country_are_counted_once_over_its_stays() -> None:
    base = a_journey(date(2025, 10, 13), purpose_category="study_visit")
    stays = [("CN", 13, 14), ("KR", 14, 15), ("CN", 15, 16), ("CN", 16, 16)]
    legs = tuple(Leg(c, "", date(2025, 10, a), date(2025, 10, b)) for c, a, b in stays)
    finding = found(replace(base, legs=legs), "RA-05")
    assert finding.facts["days_by_country"] == {"CN": 4, "KR": 2}
    assert not finding.passed and "Trung Quốc 4 ngày" in finding.says


@pytest.mark.parametrize(("count", "passed"), [(2, True), (3, True), (4, False)])
def test_countries(count: int, passed: bool) -> None:
    base = a_journey(date(2018, 6, 4))
    legs = tuple(replace(base.legs[0], country=c) for c in ("FR", "DE", "BE", "NL")[:count])
    transit = replace(base.legs[0], country="AE", is_transit=True)
    finding = found(replace(base, legs=(*legs, transit, legs[0])), "RA-06")
    assert (finding.passed, finding.facts["count"]) == (passed, count)


# Passports.


def test_a_passport_must_last_to_the_day_of_return() -> None:
    facts = a_journey(date(2018, 6, 4), date(2018, 6, 8))
    for expires, passed in ((date(2018, 6, 7), False), (date(2018, 6, 8), True), (date(2018, 6, 9), True)):
        finding = found(with_member(facts, passport_expires_on=expires), "RA-22")
        assert finding.passed is passed
        if not passed:
            assert finding.severity is Severity.STOP
            assert finding.fields[0] == "members.0.passport_expires_on"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2018, 6, 4), 6, date(2018, 12, 4)),
        (date(2018, 8, 31), 6, date(2019, 2, 28)),
        (date(2019, 8, 31), 6, date(2020, 2, 29)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2018, 12, 31), 6, date(2019, 6, 30)),
        (date(2018, 6, 15), 18, date(2019, 12, 15)),
        (date(2018, 12, 1), 1, date(2019, 1, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_a_private_journey_on_an_official_passport_stops() -> None:
    facts = faultless("outgoing_private", date(2021, 5, 4))
    finding = found(with_member(facts, passport_kind="official"), "RA-22")
    assert finding.is_open_stop and "hộ chiếu công vụ" in finding.says and "Điều 25" in finding.basis


# Party opinion, key leaders, reports.


def test_two_key_leaders_of_one_body_however_it_is_written() -> None:
    base = a_journey(date(2018, 6, 4))
    one = replace(base.members[0], is_key_post=True, organisation="Sở Y tế", full_name="Lý Thị Mẫu")
    other = replace(one, organisation="SỞ  Y TẾ", full_name="Đàm Văn Mẫu", sex="male", role="member")
    finding = found(replace(base, members=(one, other)), "RA-02")
    assert finding.is_open_stop
    assert "bà Lý Thị Mẫu và ông Đàm Văn Mẫu (Sở Y tế)" in finding.says
    away = replace(other, organisation="Sở Công Thương")
    assert found(replace(base, members=(one, away)), "RA-02").passed


def test_a_report_that_two_people_owe_is_named_once() -> None:
    owed = OverdueReport(3, "ĐR-003", "Chuyến đi mẫu", "Sở Mẫu", date(2018, 3, 1))
    base = a_journey(date(2018, 6, 4))
    one = replace(base.members[0], overdue=(owed,))
    other = replace(one, full_name="Lý Thị Mẫu", role="member")
    facts = replace(base, members=(one, other), history=History(overdue_of_unit=(owed,)))
    finding = found(facts, "RA-16")
    assert len(finding.facts["overdue"]) == 1
    assert finding.says.count("ĐR-003") == 1 and "hạn 01/03/2018" in finding.says


@pytest.mark.parametrize(
    ("kind", "returned", "due"),
    [
        ("outgoing_official", date(2018, 6, 4), date(2018, 6, 19)),
        ("outgoing_official", date(2018, 6, 8), date(2018, 6, 25)),  # the 15th day is a Saturday
        ("outgoing_official", date(2018, 1, 30), date(2018, 2, 21)),  # the 15th day is in Tết
        ("outgoing_official", date(2024, 2, 14), date(2024, 2, 29)),
        ("outgoing_private", date(2018, 6, 4), date(2018, 6, 19)),
        ("incoming", date(2018, 6, 8), date(2018, 6, 15)),
        ("incoming", date(2018, 2, 13), date(2018, 2, 27)),  # five working days, over Tết
        ("incoming", date(2018, 12, 28), date(2019, 1, 7)),  # 31/12 and 01/01 off, Saturday 05/01 worked
    ],
)
def test_when_a_report_is_due(kind: str, returned: date, due: date) -> None:
    answer = report_due(kind, returned, returned)
    assert answer is not None
    due_on, finding = answer
    assert due_on == due == date.fromisoformat(finding.facts["due_on"])
    assert finding.passed and finding.basis and due.strftime("%d/%m/%Y") in finding.says
    assert finding.rule in {"RA-15", "VA-15"}


def test_before_the_rule_no_report_is_due() -> None:
    assert report_due("incoming", date(2015, 5, 4), date(2015, 5, 4)) is None


# The same in every table: RA-29.


@pytest.mark.parametrize(
    ("stays", "passed"),
    [
        ([(4, 6), (6, 8)], True),
        ([(4, 6), (7, 8)], True),
        ([(4, 6), (8, 9)], False),  # a day that belongs to no stay
        ([(4, 6), (5, 8)], False),  # two places at once
        ([(6, 8), (4, 6)], True),  # typed in another order
        ([(6, 4)], False),  # ends before it begins
    ],
)
def test_stays_follow_each_other(stays: list[tuple[int, int]], passed: bool) -> None:
    base = a_journey(date(2018, 6, 4))
    legs = tuple(Leg("CN", "", date(2018, 6, a), date(2018, 6, b)) for a, b in stays)
    assert found(replace(base, legs=legs), "RA-29").passed is passed


def test_the_sheet_names_every_place_that_disagrees() -> None:
    base = a_journey(date(2018, 6, 4), date(2018, 6, 8))
    twin = replace(base.members[0], born_on=date(1975, 3, 5))
    other = replace(twin, funding_source="state")
    facts = replace(
        base,
        members=(twin, other),
        rows={
            "programme": ({"on": date(2018, 6, 3)}, {"on": "2018-06-09"}, {"on": "không rõ"}, {"on": None})
        },
    )
    finding = found(facts, "RA-29")
    assert finding.fields == (
        "programme.0.on", "programme.1.on", "members.1.full_name", "members.1.role", "members.1.funding_source", "legs",
    )  # fmt: skip
    assert len(finding.facts["problems"]) == 5


def test_who_travels_along_is_not_absent() -> None:
    """An earlier dossier of the same journey names the same leaders; only somebody else counts."""
    base = a_journey(date(2018, 6, 4), date(2018, 6, 8))
    one = replace(base.members[0], is_key_post=True, organisation="Sở Mẫu", full_name="Lý Thị Mẫu")
    other = replace(one, organisation="Sở Khác", full_name="Đàm Văn Mẫu", role="member")
    away = a_trip(9, date(2018, 6, 8))
    facts = replace(base, members=(one, other))
    with_them = History(absences={"Sở Mẫu": (("Đàm Văn Mẫu", away),)})
    with_another = History(absences={"sở mẫu": (("Hoàng Văn Mẫu", away),)})
    assert found(replace(facts, history=with_them), "RA-03").passed
    assert not found(replace(facts, history=with_another), "RA-03").passed


@pytest.mark.parametrize(("last", "passed"), [(14, True), (15, True), (18, False)])
def test_a_leader_is_away_ten_working_days_at_most(last: int, passed: bool) -> None:
    base = replace(faultless("outgoing_private", date(2018, 4, 20)), calendar=CALENDAR)
    legs = (replace(base.legs[0], from_on=date(2018, 6, 4), to_on=date(2018, 6, last)),)
    facts = with_member(replace(base, legs=legs), is_key_post=True)
    assert found(facts, "RA-25").passed is passed


# Order, drafts, the whole.


def test_findings_come_worst_first() -> None:
    facts = with_member(
        a_journey(date(2018, 6, 4), date(2018, 6, 20), received=date(2018, 5, 30)),
        passport_expires_on=date(2018, 6, 10), discipline="warning",
    )  # fmt: skip
    findings = appraise(facts)
    weight = {s: n for n, s in enumerate(Severity)}
    keys = [(f.passed, weight[f.severity], f.rule) for f in findings]
    assert keys == sorted(keys)
    assert [f.rule for f in findings if not f.passed] == ["RA-18", "RA-22", "RA-05", "RA-13", "RA-22B"]


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_an_empty_draft_is_met_with_silence(kind: str) -> None:
    """Nothing typed, nothing to find fault with, except what must be said from the start."""
    failed = {f.rule for f in appraise(facts_of(Draft(kind)), on=date(2018, 5, 2)) if not f.passed}
    assert failed <= {"RA-07"}


def test_a_draft_as_typed_reaches_its_findings() -> None:
    draft = Draft("outgoing_official")
    draft.values |= {"requester": "Sở Y tế", "received_on": "12/06/2018", "leader_rank": "department"}
    draft.rows["legs"] = [{"country": "Trung Quốc", "from_on": "18/06/2018", "to_on": "21/06/2018"}]
    draft.rows["members"] = [{"full_name": "Nông Thị Hằng", "passport_expires_on": "20/6/2018"}]
    findings = {f.rule: f for f in appraise(facts_of(draft, calendar=CALENDAR))}
    assert not findings["RA-13"].passed and findings["RA-13"].facts["counted"] == 4
    assert not findings["RA-22"].passed
    assert findings["RA-06"].passed


def test_guests_without_passport_numbers_are_named() -> None:
    base = faultless("incoming", date(2018, 5, 2))
    guests = (base.members[0], Member("Li Si", nationality="CN", position="Interpreter", passport_number=" "))
    finding = found(replace(base, members=guests), "VA-02")
    assert finding.is_open_stop and "số hộ chiếu của Li Si" in finding.says
    assert finding.fields[0] == "members.1.passport_number"


def test_a_guests_passport_lasts_to_the_last_day() -> None:
    base = faultless("incoming", date(2018, 5, 2))
    last = base.returns_on
    assert last
    assert found(with_member(base, passport_expires_on=last), "VA-02").passed
    assert not found(with_member(base, passport_expires_on=last - timedelta(days=1)), "VA-02").passed


@pytest.mark.parametrize(("hours", "passed"), [(23, False), (24, True), (25, True)])
def test_the_border_notice_to_the_hour(hours: int, passed: bool) -> None:
    base = faultless("incoming", date(2018, 5, 2))
    stay = replace(base.legs[0], is_border_commune=True)
    notices = tuple({"sent_to": body, "hours_before": hours} for body in ("police", "border_guard"))
    facts = replace(base, legs=(stay,), rows={**base.rows, "notices": notices})
    assert found(facts, "VA-04").passed is passed
    assert not says(replace(facts, legs=base.legs), "VA-04"), "no border commune, nothing to say"
