"""What a person typed becomes facts; what cannot be read becomes a problem beside its field, and never an exception."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import clock, dates
from models.appraisal.reading_drafts import canonical, facts_of, is_shown
from models.catalogue.kinds import kinds
from models.draft import Draft
from tests.makers import DAY, make_draft, member


@pytest.mark.parametrize(
    ("typed", "full", "partial"),
    [
        ("05/3/1975", "1975-03-05", "1975-03-05"),
        ("5-3-75", "1975-03-05", "1975-03-05"),
        ("5.3.1975", "1975-03-05", "1975-03-05"),
        ("05031975", "1975-03-05", "1975-03-05"),
        ("050375", "1975-03-05", "1975-03-05"),
        ("1975-03-05", "1975-03-05", "1975-03-05"),
        ("ngày 05 tháng 3 năm 1975", "1975-03-05", "1975-03-05"),
        (" 5 / 3 / 1975 ", "1975-03-05", "1975-03-05"),
        ("29/2/2016", "2016-02-29", "2016-02-29"),
        ("1975", None, "1975"),
        ("3/1975", None, "1975-03"),
        ("1975-03", None, "1975-03"),
        ("29/2/2018", None, None),
        ("31/4/2018", None, None),
        ("13/1975", None, None),
        ("0/1/2018", None, None),
        ("12/3/018", None, None),
        ("hôm qua", None, None),
        ("", None, None),
        ("١/١/٢٠١٨", None, None),
    ],
)
def test_dates_in_the_habits_of_the_desk(typed: str, full: str | None, partial: str | None) -> None:
    with clock.at(DAY):
        found = dates.read_date(typed)
        assert (found.isoformat() if found else None) == full
        assert dates.read_partial(typed) == partial


def test_two_digits_of_a_year_mean_the_near_one() -> None:
    with clock.at(DAY):
        assert dates.read_date("1/1/38") == date(2038, 1, 1) and dates.read_date("1/1/39") == date(1939, 1, 1)
        assert dates.read_partial("1/1/18") == "2018-01-01" and dates.read_partial("1/1/19") == "1919-01-01"
    assert dates.first_day("1975") == date(1975, 1, 1) and dates.first_day("") is None


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["{:%d/%m/%Y}", "{:%d-%m-%Y}", "{:%d%m%Y}", "{:%Y-%m-%d}", "{:%d.%m.%Y}"]),
)
def test_every_day_reads_back(day: date, form: str) -> None:
    assert dates.read_date(form.format(day)) == day


@given(st.text())
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    dates.read_date(text)
    dates.read_partial(text)


@pytest.mark.parametrize("kind", list(kinds()))
def test_a_faultless_draft_has_no_problems(kind: str) -> None:
    with clock.at(DAY):
        facts = facts_of(make_draft(kind))
    assert facts.problems == ()
    assert facts.departs_on == date(2018, 4, 10) and facts.days == 5 and len(facts.members) == 1


def problems(**change: Any) -> dict[str, bool]:
    """Field → is it missing, of a draft with some values typed over."""
    draft = make_draft()
    draft.values |= change.get("values", {})
    draft.rows |= change.get("rows", {})
    with clock.at(DAY):
        return {p.field: p.is_missing for p in facts_of(draft).problems}


def test_problems_name_their_field() -> None:
    assert problems(values={"received_on": "31/2/2018"}) == {"received_on": False}
    assert problems(values={"received_on": "2018-03-02"}) == {"received_on": False}
    assert problems(values={"received_paper_on": "2018-03-01", "received_on": "2018-02-28"}) == {
        "received_on": False
    }
    assert problems(values={"host_name": "  "}) == {"host_name": True}
    assert problems(values={"title": "T" * 301}) == {"title": False}
    assert problems(values={"content_flags": ["secret"]}) == {"content_flags": False}
    assert problems(values={"purpose_category": "picnic"}) == {"purpose_category": False}
    assert problems(rows={"legs": []}) == {"legs": True}
    assert problems(rows={"legs": [{"country": "LA", "from_on": "12/4/2018", "to_on": "10/4/2018"}]}) == {
        "legs.0.to_on": False
    }
    assert problems(
        rows={"legs": [{}, {"country": "Atlantis", "from_on": "12/4/2018", "to_on": "12/4/2018"}]}
    ) == {"legs.1.country": False}
    assert problems(rows={"members": [member(), member()]}) == {"members.1.full_name": False}
    assert problems(rows={"members": [member(full_name="")]}) == {"members.0.full_name": True}
    assert problems(rows={"funding": [{"source": "state", "amount": "nhiều"}]}) == {"funding.0.amount": False}
    assert problems(rows={"members": [member(born_on="tháng trước")]}) == {"members.0.born_on": False}


def test_problems_come_in_the_order_of_the_form() -> None:
    found = list(
        problems(values={"host_name": "", "requester": "", "title": ""}, rows={"legs": [], "members": []})
    )
    assert found == ["requester", "title", "host_name", "legs", "members"]


def test_hidden_fields_are_not_asked_for() -> None:
    assert is_shown("is_planned", {"is_planned": True}) and not is_shown("!is_planned", {"is_planned": True})
    assert is_shown("a=b", {"a": "b"}) and not is_shown("a=b", {"a": "c"}) and is_shown("", {})


def test_what_cannot_be_read_stays_as_typed_and_the_rest_counts() -> None:
    draft = make_draft()
    draft.values["received_on"] = "ba mươi tháng hai"
    draft.rows["legs"][0]["to_on"] = "sau Tết"
    with clock.at(DAY):
        facts, kept = facts_of(draft), canonical(draft)
    assert kept.values["received_on"] == "ba mươi tháng hai" and kept.rows["legs"][0]["to_on"] == "sau Tết"
    assert (
        facts.on("received_on") is None and facts.departs_on == date(2018, 4, 10) and facts.returns_on is None
    )


def test_writing_canonically_twice_changes_nothing() -> None:
    draft = make_draft(title="  Đoa\u0300n   đi ", purpose="a\r\nb", content_flags=["survey", "border"])
    draft.rows["legs"].append(
        {"country": "Trung Quốc", "from_on": "12/4/18", "to_on": "13/4/18", "is_transit": "x"}
    )
    draft.rows["legs"].append({"country": "", "is_transit": False})
    with clock.at(DAY):
        once = canonical(draft)
        assert canonical(once) == once
    assert once.values["title"] == "Đoàn đi" and once.values["content_flags"] == ["border", "survey"]
    assert [r["country"] for r in once.rows["legs"]] == ["LA", "CN"] and once.rows["legs"][1][
        "is_transit"
    ] is True


_values = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.booleans(), st.lists(st.text(max_size=5), max_size=3)
)


@given(st.sampled_from(sorted(kinds())), st.data())
def test_no_draft_breaks_the_reading(kind: str, data: st.DataObject) -> None:
    spec = kinds()[kind]
    names = [f.name for f in spec.fields]
    values = data.draw(st.dictionaries(st.sampled_from(names), _values))
    rows: dict[str, Any] = {}
    for section in spec.sections:
        if section.table:
            columns = st.sampled_from([c.name for c in section.columns])
            rows[section.table] = data.draw(
                st.lists(st.dictionaries(columns, _values, max_size=4), max_size=3)
            )
    draft = Draft(kind, values, rows)
    facts = facts_of(draft)
    assert {p.field.split(".")[0] for p in facts.problems} <= {*names, *rows}
    once = canonical(draft)
    assert canonical(once).values == once.values
