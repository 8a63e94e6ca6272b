"""Reporting periods: calendar, and those of Nghị định 09/2019/NĐ-CP."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import OfficeError
from models.statistics.periods import Mode, parse


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-ND09", date(2017, 12, 15), date(2018, 12, 14)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H1-ND09", date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-H2-ND09", date(2026, 6, 15), date(2026, 12, 14)),
        ("2026-Q1-ND09", date(2025, 12, 15), date(2026, 3, 14)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-03-ND09", date(2024, 2, 15), date(2024, 3, 14)),
    ],
)
def test_a_period_has_its_days(code: str, start: date, end: date) -> None:
    period = parse(code)
    assert (period.from_on, period.to_on) == (start, end)


def test_the_year_before_is_cut_the_same_way() -> None:
    assert parse("2018-ND09").year_before() == parse("2017-ND09")
    assert parse("2026-q3").year_before().code == "2025-Q3"


@pytest.mark.parametrize("typed", ["", "hai nghìn", "2018-Q5", "18", "2018-13", "2018-ND10", "0018"])
def test_what_is_no_period_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(OfficeError, match="2018-ND09"):
        parse(typed)


@given(st.integers(1900, 9998), st.sampled_from(["", "-ND09"]))
def test_quarters_halves_and_months_fill_the_year_without_gap(year: int, tail: str) -> None:
    whole = parse(f"{year}{tail}")
    for parts in (["H1", "H2"], ["Q1", "Q2", "Q3", "Q4"], [f"{m:02d}" for m in range(1, 13)]):
        periods = [parse(f"{year}-{p}{tail}") for p in parts]
        assert periods[0].from_on == whole.from_on
        assert periods[-1].to_on == whole.to_on
        for one, two in zip(periods, periods[1:], strict=False):
            assert two.from_on - one.to_on == timedelta(days=1)
        assert {p.mode for p in periods} == {Mode.DECREE_09 if tail else Mode.CALENDAR}
