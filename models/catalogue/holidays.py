"""Which days Vietnamese offices do not work: public holidays, days off in lieu, and days swapped by decision.

The known holidays come from the ``holidays`` library (imported only when first asked: it takes a fifth of a second);
``resources/lists/holidays.toml`` stands over it with what the library does not know. Bộ luật Lao động 2019, Điều 112, and the
Government's yearly announcements.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

import resources
from models.catalogue.reading import Block
from models.clock import WorkingCalendar


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that offices work, or do not, against the rule of the week. *is_confirmed* is False while its basis is open."""

    on: date
    works: bool
    name: str
    basis: str = ""
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day of a computation: counted as working day *number* (from 1), or skipped (*number* 0) and *why*."""

    on: date
    number: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Yearly:
    month: int
    day: int
    from_year: int
    name: str
    basis: str
    is_confirmed: bool


@cache
def _overlay() -> tuple[tuple[SpecialDay, ...], tuple[_Yearly, ...]]:
    place = "lists/holidays.toml"
    top = Block(resources.load_toml(place), place)
    days: list[SpecialDay] = []
    for b in top.blocks("day", []):
        on = b.get("on", date)
        days.append(
            SpecialDay(
                on, b.get("works", bool), b.text("name"), b.text("basis"), b.get("confirmed", bool, True)
            )
        )
        b.done()
    yearly: list[_Yearly] = []
    for b in top.blocks("yearly", []):
        yearly.append(
            _Yearly(
                b.get("month", int), b.get("day", int), b.get("from_year", int),
                b.text("name"), b.text("basis"), b.get("confirmed", bool, True),
            )
        )  # fmt: skip
        b.done()
    top.done()
    return tuple(days), tuple(yearly)


@cache
def special_days(year: int) -> tuple[SpecialDay, ...]:
    """The special days of a calendar year in order, each once; the office's file wins over the library."""
    import holidays

    known = holidays.Vietnam(years=year, language="vi")
    found = {
        on: SpecialDay(on, False, name, "Bộ luật Lao động 2019, Điều 112")
        for on, name in known.items()
        if on.year == year
    }
    worked: Iterable[date] = getattr(known, "weekend_workdays", ())
    for on in worked:
        if on.year == year:
            found[on] = SpecialDay(
                on, True, "Ngày làm việc bù", "Thông báo hoán đổi ngày làm việc của Chính phủ"
            )
    days, yearly = _overlay()
    for rule in yearly:
        if year >= rule.from_year:
            on = date(year, rule.month, rule.day)
            found[on] = SpecialDay(on, False, rule.name, rule.basis, rule.is_confirmed)
    found.update({day.on: day for day in days if day.on.year == year})
    return tuple(found[on] for on in sorted(found))


@lru_cache(maxsize=256)
def calendar(first_year: int, last_year: int, extra: tuple[SpecialDay, ...] = ()) -> WorkingCalendar:
    """The working days from *first_year* to *last_year*, both included; *extra* are the office's own special days."""
    found = {day.on: day for year in range(first_year, last_year + 1) for day in special_days(year)}
    found.update({day.on: day for day in extra})
    return WorkingCalendar(
        holidays=frozenset(on for on, day in found.items() if not day.works),
        swaps=frozenset(on for on, day in found.items() if day.works),
    )


def around(on: date) -> WorkingCalendar:
    """The working days of the years about *on*: enough for any period of a dossier of that day."""
    return calendar(on.year - 1, on.year + 2)


def name_of(on: date) -> str:
    """Why offices do not work on *on*: the name of the holiday, the day of the weekend, or nothing for an ordinary day."""
    for day in special_days(on.year):
        if day.on == on:
            return day.name
    return {5: "Thứ Bảy", 6: "Chủ nhật"}.get(on.weekday(), "")


def explain(start: date, days: int, using: WorkingCalendar | None = None) -> tuple[CountedDay, ...]:
    """How the day *days* working days after *start* is reached: each day passed, counted or skipped with the reason.

    A negative number counts backwards, as ``WorkingCalendar.add`` does. The last day is the result.
    """
    end_years = abs(days) // 200 + 1
    using = using or calendar(start.year - end_years, start.year + end_years)
    step = timedelta(days=1 if days >= 0 else -1)
    out: list[CountedDay] = []
    on, number = start, 0
    while number < abs(days):
        on += step
        if using.is_working(on):
            number += 1
            out.append(CountedDay(on, number))
        else:
            out.append(CountedDay(on, 0, name_of(on)))
    return tuple(out)
