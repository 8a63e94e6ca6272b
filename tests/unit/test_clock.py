"""Working days: what counts is the day after, weekends and holidays do not."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from models import clock
from models.clock import WorkingCalendar

TET_2018 = WorkingCalendar(holidays=frozenset(date(2018, 2, d) for d in range(14, 21)))
days = st.dates(min_value=date(2018, 1, 1), max_value=date(2018, 12, 31))


def test_the_day_after_counts_first() -> None:
    assert WorkingCalendar().add(date(2018, 3, 5), 5) == date(2018, 3, 12)


def test_tet_is_skipped() -> None:
    assert TET_2018.add(date(2018, 2, 13), 1) == date(2018, 2, 21)
    assert TET_2018.between(date(2018, 2, 13), date(2018, 2, 21)) == 1


def test_a_swapped_saturday_is_worked() -> None:
    calendar = WorkingCalendar(holidays=frozenset({date(2018, 12, 31)}), swaps=frozenset({date(2019, 1, 5)}))
    assert not calendar.is_working(date(2018, 12, 31))
    assert calendar.is_working(date(2019, 1, 5))


@given(days, st.integers(0, 60))
def test_adding_and_counting_agree(start: date, number: int) -> None:
    end = TET_2018.add(start, number)
    assert TET_2018.between(start, end) == number


@given(days, days)
def test_counting_backwards_is_negative(start: date, end: date) -> None:
    assert TET_2018.between(start, end) == -TET_2018.between(end, start)


def test_the_clock_can_stand_still() -> None:
    with clock.at(date(2018, 12, 28)):
        assert clock.today() == date(2018, 12, 28)
        assert clock.now().tzinfo is UTC


def test_the_date_is_that_of_vietnam() -> None:
    with clock.at(datetime(2018, 12, 31, 20, 0, tzinfo=UTC)):
        assert clock.today() == date(2019, 1, 1)


def test_a_sample_office_stands_on_its_day_and_goes_on() -> None:
    try:
        clock.stand_on(date(2018, 12, 28))
        first = clock.now()
        assert clock.today() == date(2018, 12, 28)
        assert clock.now() >= first
    finally:
        clock.stand_on(None)
    assert clock.today().year >= 2026
