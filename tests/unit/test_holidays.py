"""Working days: public holidays against what was published, days in lieu and swaps, and the shown computation."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue import holidays
from models.catalogue.holidays import SpecialDay, calendar, explain, name_of, special_days

# Weekdays off in each year as the Government announced them for public offices.
TET = {
    2016: ("02-08", "02-12"),
    2017: ("01-26", "02-01"),
    2018: ("02-14", "02-20"),
    2019: ("02-04", "02-08"),
    2020: ("01-23", "01-29"),
    2021: ("02-10", "02-16"),
    2022: ("01-31", "02-04"),
    2023: ("01-20", "01-26"),
    2024: ("02-08", "02-14"),
    2025: ("01-27", "01-31"),
    2026: ("02-16", "02-20"),
}
OTHERS = {
    2016: ["01-01", "04-18", "05-02", "05-03", "09-02"],
    2017: ["01-02", "04-06", "05-01", "05-02", "09-04"],
    2018: ["01-01", "04-25", "04-30", "05-01", "09-03", "12-31"],
    2019: ["01-01", "04-15", "04-29", "04-30", "05-01", "09-02"],
    2020: ["01-01", "04-02", "04-30", "05-01", "09-02"],
    2021: ["01-01", "04-21", "04-30", "05-03", "09-02", "09-03"],
    2022: ["01-03", "04-11", "05-02", "05-03", "09-01", "09-02"],
    2023: ["01-02", "05-01", "05-02", "05-03", "09-01", "09-04"],
    2024: ["01-01", "04-18", "04-29", "04-30", "05-01", "09-02", "09-03"],
    2025: ["01-01", "04-07", "04-30", "05-01", "05-02", "09-01", "09-02"],
    2026: ["01-01", "01-02", "04-27", "04-30", "05-01", "08-31", "09-01", "09-02", "11-24"],
}
WORKED = ["2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]


def weekdays_off(year: int) -> set[date]:
    using = calendar(year, year)
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return {d for d in days if d.year == year and d.weekday() < 5 and not using.is_working(d)}


@pytest.mark.parametrize("year", sorted(TET))
def test_the_weekdays_off_are_those_announced(year: int) -> None:
    first, last = (date.fromisoformat(f"{year}-{d}") for d in TET[year])
    tet = {first + timedelta(days=n) for n in range((last - first).days + 1)}
    wanted = {d for d in tet if d.weekday() < 5} | {date.fromisoformat(f"{year}-{d}") for d in OTHERS[year]}
    assert weekdays_off(year) == wanted


def test_the_weekend_days_worked_are_those_announced() -> None:
    using = calendar(2016, 2026)
    days = (date(2016, 1, 1) + timedelta(days=n) for n in range(11 * 366))
    worked = [d.isoformat() for d in days if d.year <= 2026 and d.weekday() >= 5 and using.is_working(d)]
    assert worked == WORKED


def test_the_new_day_of_culture_waits_for_confirmation() -> None:
    day = next(d for d in special_days(2026) if d.on == date(2026, 11, 24))
    assert not day.is_confirmed and not day.works
    assert date(2025, 11, 24) not in {d.on for d in special_days(2025)}
    assert date(2031, 11, 24) in {d.on for d in special_days(2031)}


def test_the_offices_own_days_win() -> None:
    extra = (
        SpecialDay(date(2026, 11, 24), True, "Làm việc"),
        SpecialDay(date(2026, 10, 3), False, "Nghỉ của tỉnh"),
    )
    using = calendar(2026, 2026, extra)
    assert using.is_working(date(2026, 11, 24))
    assert not using.is_working(date(2026, 10, 3))


def test_the_same_calendar_is_made_once() -> None:
    assert calendar(2018, 2019) is calendar(2018, 2019)


def test_names() -> None:
    assert "Tết" in name_of(date(2018, 2, 16))
    assert name_of(date(2018, 2, 24)) == "Thứ Bảy"
    assert name_of(date(2018, 2, 25)) == "Chủ nhật"
    assert name_of(date(2018, 2, 26)) == ""
    assert "hoán đổi" in name_of(date(2026, 1, 2))


def test_the_computation_over_tet_is_shown_day_by_day() -> None:
    days = explain(date(2018, 2, 12), 3)
    assert [d.on for d in days if d.number] == [date(2018, 2, 13), date(2018, 2, 21), date(2018, 2, 22)]
    assert [d.number for d in days if d.number] == [1, 2, 3]
    skipped = [d for d in days if not d.number]
    assert [d.on for d in skipped] == [date(2018, 2, 14) + timedelta(days=n) for n in range(7)]
    assert all(d.why for d in skipped)
    assert explain(date(2018, 2, 12), 0) == ()


@given(st.dates(date(2016, 6, 1), date(2026, 6, 1)), st.integers(-40, 40))
def test_the_shown_computation_ends_where_the_calendar_says(start: date, days: int) -> None:
    using = calendar(start.year - 1, start.year + 1)
    shown = explain(start, days, using)
    assert (shown[-1].on if shown else start) == using.add(start, days)
    assert sum(1 for d in shown if d.number) == abs(days)


def test_the_library_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, models.appraisal.engine, models.catalogue.holidays; sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_leap_year_has_its_day() -> None:
    assert explain(date(2024, 2, 28), 1)[-1].on == date(2024, 2, 29)
    assert explain(date(2020, 2, 28), 1)[-1].on == date(2020, 3, 2)
    assert holidays.calendar(2024, 2024).is_working(date(2024, 2, 29))
