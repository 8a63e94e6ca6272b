"""How people in Vietnamese offices write dates, and how they are read: one place for forms, imports and appraisal.

Pure text, no database, any thread. What cannot be read is answered with None; the caller keeps the text as typed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from models import clock
from models.text import fold, squeeze

_PARTS = re.compile(r"[\s./\\,\-]+")
_ISO_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_WORDS = re.compile(r"\b(ngay|thang|nam)\b")
EARLIEST = 1900


def read_date(text: str, *, ahead: int = 20) -> date | None:
    """A full date in the habits of the desk, or None when no such day exists.

    Day first: 05/3/1975, 5-3-75, 5.3.1975, 05031975, 050375, "ngày 05 tháng 3 năm 1975"; ISO (2018-03-12) is read too. A
    year of two digits lies at most *ahead* years in the future.
    """
    parts = _split(text)
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) <= 4 for p in parts):
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    if len(parts[0]) > 2 or len(parts[1]) > 2 or len(parts[2]) not in (2, 4):
        return None
    return _day(int(parts[0]), int(parts[1]), _year(parts[2], ahead))


def read_partial(text: str) -> str | None:
    """A date of which perhaps only year or month are known, as ISO text: "1975", "1975-03", "1975-03-05"; or None."""
    full = read_date(text, ahead=0)
    if full:
        return full.isoformat()
    parts = _split(text)
    if not parts or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    if len(parts) == 1:
        return parts[0] if len(parts[0]) == 4 and EARLIEST <= int(parts[0]) <= 2100 else None
    if len(parts) != 2:
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    if len(parts[0]) > 2 or len(parts[1]) not in (2, 4):
        return None
    month, year = int(parts[0]), _year(parts[1], 0)
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and EARLIEST <= year <= 2100 else None


def first_day(partial: str) -> date | None:
    """The first day a partial ISO date can mean; None when it is empty or not one."""
    found = _ISO_PARTIAL.fullmatch(partial)
    if not found:
        return None
    return _day(int(found[3] or 1), int(found[2] or 1), int(found[1]))


def _split(text: str) -> list[str]:
    """The digits as typed: by their separators, or by place when written without any."""
    text = _WORDS.sub(" ", fold(squeeze(text)))
    text = squeeze(text)
    if re.fullmatch(r"[0-9]{8}|[0-9]{6}", text):
        return [text[:2], text[2:4], text[4:]]
    return [p for p in _PARTS.split(text) if p]


def _year(text: str, ahead: int) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    now = clock.today().year
    year += now // 100 * 100
    return year if year <= now + ahead else year - 100


def _day(day: int, month: int, year: int) -> date | None:
    if not EARLIEST <= year <= 2200 or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)
