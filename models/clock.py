"""What day and time it is, replaceable in tests; and Vietnamese working days.

Which days are holidays is data: see ``models.catalogue.holidays``. Times are kept in UTC and shown in Vietnamese time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(
    timedelta(hours=7), "+07:00"
)  # no daylight saving since 1975; no time zone database needed on Windows


def _real() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _real


def now() -> datetime:
    """This moment, in UTC with its zone."""
    return _source()


def today() -> date:
    """The date in Vietnam."""
    return now().astimezone(VIETNAM).date()


@contextmanager
def at(moment: datetime | date) -> Generator[None]:
    """Within the block the clock stands at *moment* (a date means 08:00 in Vietnam)."""
    global _source
    before = _source
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 8, tzinfo=VIETNAM)
    fixed = moment.astimezone(UTC)

    def stopped() -> datetime:
        return fixed

    _source = stopped
    try:
        yield
    finally:
        _source = before


def stand_on(day: date | None) -> None:
    """From now on it is *day*, and time goes on from there as it really does; None goes back to the real day.

    For the sample office, whose year is over: its queue and due dates then look as they did.
    """
    global _source
    if day is None:
        _source = _real
        return
    shift = timedelta(days=(day - _real().astimezone(VIETNAM).date()).days)

    def shifted() -> datetime:
        return _real() + shift

    _source = shifted


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days offices work. *holidays* are days off that would else be worked, *swaps* weekend days that are worked."""

    holidays: Collection[date] = field(default_factory=frozenset[date])
    swaps: Collection[date] = field(default_factory=frozenset[date])

    def is_working(self, day: date) -> bool:
        """Whether offices work on *day*."""
        return day in self.swaps or (day.weekday() < 5 and day not in self.holidays)

    def add(self, start: date, days: int) -> date:
        """The date *days* working days after *start*; the day after *start* counts first (Bộ luật Dân sự 2015, Điều 147).

        With 0 it is *start* itself; a negative number counts backwards.
        """
        step = timedelta(days=1 if days >= 0 else -1)
        day, left = start, abs(days)
        while left:
            day += step
            if self.is_working(day):
                left -= 1
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after *start* up to and including *end*; negative when *end* is before *start*."""
        if end < start:
            return -self.between(end, start)
        days = (end - start).days
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, days + 1))
