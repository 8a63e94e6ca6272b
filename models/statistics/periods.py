"""Reporting periods: calendar, or those of Nghị định 09/2019/NĐ-CP (a year runs from 15 December to 14 December)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.errors import OfficeError


class Mode(StrEnum):
    """How a period is cut."""

    CALENDAR = "calendar"
    DECREE_09 = "nd09"


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both within. *code* is how people write it: 2018, 2018-ND09, 2026-Q3, 2026-H1, 2026-05."""

    code: str
    from_on: date
    to_on: date
    mode: Mode

    def year_before(self) -> Period:
        """The same period a year earlier."""
        head, dash, rest = self.code.partition("-")
        return parse(f"{int(head) - 1}{dash}{rest}")


_PATTERN = re.compile(r"(\d{4})(?:-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?(-ND09)?", re.IGNORECASE)


def parse(code: str) -> Period:
    """The period written as *code*. Raises OfficeError when it is not one."""
    found = _PATTERN.fullmatch(code.strip())
    if not found or not 1900 <= int(found[1]) <= 9998:
        raise OfficeError("bad_period", typed=code)
    year, part, decree = int(found[1]), (found[2] or "").upper(), bool(found[3])
    if part.startswith("Q"):
        last = int(part[1]) * 3
        first = last - 2
    elif part.startswith("H"):
        last = int(part[1]) * 6
        first = last - 5
    elif part:
        first = last = int(part)
    else:
        first, last = 1, 12
    if decree:
        # Nghị định 09/2019/NĐ-CP: from the 15th of the month before the period to the 14th of its last month.
        start = date(year - 1, 12, 15) if first == 1 else date(year, first - 1, 15)
        return Period(code.strip().upper(), start, date(year, last, 14), Mode.DECREE_09)
    end = date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
    return Period(code.strip().upper(), date(year, first, 1), end, Mode.CALENDAR)


def year(number: int) -> Period:
    """A calendar year."""
    return parse(str(number))
