"""Reports and plans take their figures from the store, the very ones that the statistics show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from models import clock
from models.catalogue.letter_kinds import letter_kinds
from models.errors import OfficeError
from models.letters.composing import compose
from models.letters.content import LetterContent, Table
from models.records import Delegation, Member
from models.statistics.periods import parse
from models.statistics.summary import summary
from models.store.units import Actor, Store
from models.work import letters
from models.work.letter_facts import Source, letter_facts
from resources import i18n
from tests.makers import make_office

ON = date(2018, 7, 2)


def _delegation(key: int, family: str, start: date, people: int, **more: Any) -> dict[str, Any]:
    return {
        "id": key, "counts_as": family, "kind": family, "status": "closed", "counts": True, "title": f"Đoàn số {key}",
        "purpose_category": "survey", "organisation_name": "Sở Công Thương", "departs_on": start,
        "returns_on": start + timedelta(days=3), "days": 4, "year": start.year, "head_name": "Nông Văn Mẫu",
        "member_count": people, "countries": "CN", "is_planned": True, "total_money": 1_000_000 * key, **more,
    }  # fmt: skip


ROWS = [
    _delegation(1, "outgoing", date(2018, 1, 10), 4),
    _delegation(2, "outgoing", date(2018, 3, 5), 6, countries="LA CN", purpose_category="training"),
    _delegation(3, "outgoing", date(2018, 6, 20), 3),
    _delegation(4, "outgoing", date(2018, 4, 1), 9, counts=False, status="cancelled"),
    _delegation(5, "private", date(2018, 2, 2), 2, countries="TH"),
    _delegation(6, "incoming", date(2018, 5, 2), 12, countries="KR", purpose_category="charity"),
    _delegation(7, "outgoing", date(2018, 9, 9), 5, counts=False, status="planned"),
    _delegation(8, "outgoing", date(2017, 3, 5), 8),
    _delegation(9, "outgoing", date(2018, 10, 1), 2, counts=False, status="planned", is_planned=False),
]  # fmt: skip


@pytest.fixture
def office(store: Store) -> dict[str, Actor]:
    """An office with a few delegations of two years."""
    made = make_office(store)
    with store.writing(made["all"]) as w:
        w.session.execute(insert(Delegation), ROWS)
        people = [
            {"delegation_id": row["id"], "position": n, "full_name": f"Người {row['id']}.{n}", "title": "", "data": {},
             "departs_on": row["departs_on"], "returns_on": row["returns_on"], "organisation": "Sở Công Thương"}
            for row in ROWS
            for n in range(row["member_count"])
        ]  # fmt: skip
        w.session.execute(insert(Member), people)
    return made


def composed(store: Store, code: str, **fields: Any) -> LetterContent:
    kind = letter_kinds()[code]
    with store.reading() as read:
        return compose(kind, letter_facts(read, kind, Source(None, fields), day=ON), number=None)


def cells(content: LetterContent, place: int) -> list[tuple[str, ...]]:
    found = [b for b in content.body if isinstance(b, Table)]
    return [row.cells for row in found[place].rows]


def test_a_report_says_what_the_statistics_say(store: Store, office: dict[str, Actor]) -> None:
    made = composed(store, "periodic_report", year=2018, part="H1", mode="calendar")
    with store.reading() as read:
        counted = summary(read, parse("2018-H1"))
    now = [row[2] for row in cells(made, 0)]
    assert now == [
        str(n)
        for n in (
            counted.outgoing.delegations, counted.outgoing.person_trips, counted.private.person_trips,
            counted.incoming.delegations, counted.incoming.person_trips,
        )
    ]  # fmt: skip
    assert now == ["3", "13", "2", "1", "12"]
    assert [row[3] for row in cells(made, 0)] == ["1", "8", "0", "0", "0"]  # a year earlier
    assert [row[1:] for row in cells(made, 1)] == [("Trung Quốc", "3", "13"), ("Lào", "1", "6")]
    assert [row[1] for row in cells(made, 2)] == ["Khảo sát", "Đào tạo, bồi dưỡng"]
    assert "06 tháng đầu năm 2018" in made.subject


def test_the_decree_cuts_the_period_and_the_letter_says_so(store: Store, office: dict[str, Actor]) -> None:
    made = composed(store, "periodic_report", year="2018", part="H1", mode="nd09")
    said = str(made.body[0].text)  # type: ignore[union-attr]
    assert "từ ngày 15 tháng 12 năm 2017 đến ngày 14 tháng 6 năm 2018" in said
    assert [row[2] for row in cells(made, 0)][:2] == ["2", "10"]  # the one of 20 June is out


def test_lists_of_a_report_have_as_many_rows_as_it_says(store: Store, office: dict[str, Actor]) -> None:
    made = composed(store, "periodic_report", year=2018, part="year", mode="calendar", with_lists=True)
    rows = [b.rows for annex in made.annexes for b in annex.blocks if isinstance(b, Table)]
    assert [len(r) for r in rows] == [3, 2, 1]
    assert [r.cells[1] for r in rows[1]] == ["Người 5.0", "Người 5.1"]
    assert rows[0][0].cells[5] == "1.000.000"
    assert rows[2][0].cells[1] == "Đoàn số 6; Trưởng đoàn: Nông Văn Mẫu"


def test_a_report_is_vietnamese_whatever_the_screen_speaks(store: Store, office: dict[str, Actor]) -> None:
    before = i18n.language()
    fields = {"year": 2018, "part": "year", "mode": "calendar", "with_lists": True}
    try:
        i18n.install("vi")
        vietnamese = composed(store, "periodic_report", **fields)
        i18n.install("en")
        assert composed(store, "periodic_report", **fields) == vietnamese
    finally:
        i18n.install(before)


def test_an_empty_period_is_reported_as_such(store: Store, office: dict[str, Actor]) -> None:
    made = composed(store, "periodic_report", year=2015, part="Q1", mode="calendar")
    said = "\n".join(str(getattr(b, "text", "")) for b in made.body)
    assert "không có đoàn đi công tác nước ngoài" in said and "không có đoàn nước ngoài" in said
    assert len(cells(made, 0)) == 5


def test_a_plan_holds_what_is_planned_and_not_given_up(store: Store, office: dict[str, Actor]) -> None:
    made = composed(store, "yearly_plan", year=2018)
    (table,) = [b for b in made.annexes[0].blocks if isinstance(b, Table)]
    names = [row.cells[1].partition(";")[0] for row in table.rows]
    assert names == ["Đoàn số 1", "Đoàn số 2", "Đoàn số 3", "Đoàn số 7"]
    said = "\n".join(str(getattr(b, "text", "")) for b in made.body)
    assert "04 đoàn với 18 lượt người" in said and "13.000.000 đồng" in said


def test_a_year_without_a_plan_is_missed_before_it_is_rendered(
    store: Store, office: dict[str, Actor]
) -> None:
    made = letters.prepare(store, None, "yearly_plan", by=office["officer"], fields={"year": 2031})
    assert [gap.field for gap in made.missing][0] == "letter.plan"


def test_a_year_that_is_none_is_refused_in_words(store: Store, office: dict[str, Actor]) -> None:
    with pytest.raises(OfficeError) as refused:
        composed(store, "periodic_report", year=26)
    assert refused.value.code == "bad_period"


def test_a_report_goes_from_draft_to_number(store: Store, office: dict[str, Actor]) -> None:
    with clock.at(ON):
        fields = {"year": 2018, "part": "H1", "mode": "nd09"}
        made = letters.prepare(store, None, "periodic_report", by=office["officer"], fields=fields)
        assert made.missing == ()
        letters.mark_printed(store, made.letter_id, by=office["clerk"])
        issued = letters.issue(store, made.letter_id, by=office["clerk"])
    assert issued.text == "01/BC-SNgV"
