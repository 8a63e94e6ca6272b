"""How official Vietnamese writes dates, numbers, lists and people (Nghị định 30/2020, Phụ lục I, II.3, II.4, II.6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu")
# The letters that number points: the Vietnamese alphabet without ă, â, ê, ô, ơ, ư, as laws are written.
_POINTS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def padded(number: int) -> str:
    """A number of papers, people or copies as offices write it: "05", "12"."""
    return f"{number:02d}"


def official_day(day: int) -> str:
    """The day of a month, with a zero before 1 to 9."""
    return f"{day:02d}"


def official_month(month: int) -> str:
    """The month, with a zero before 1 and 2 only."""
    return f"{month:02d}" if month < 3 else str(month)


def official_date(day: date) -> str:
    """ "ngày 05 tháng 01 năm 2018": a zero before days under 10 and before months 1 and 2."""
    return f"ngày {official_day(day.day)} tháng {official_month(day.month)} năm {day.year}"


def short_date(day: date) -> str:
    """ "05/01/2018", for tables."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def period(first: date, last: date) -> str:
    """ "từ ngày 12 đến ngày 19 tháng 3 năm 2018", saying month and year only once where they agree.

    Raises ValueError when *last* lies before *first*.
    """
    if last < first:
        raise ValueError("a period cannot end before it begins")
    if first == last:
        return official_date(first)
    begin = f"ngày {official_day(first.day)}"
    if (first.year, first.month) != (last.year, last.month):
        begin += f" tháng {official_month(first.month)}"
    if first.year != last.year:
        begin += f" năm {first.year}"
    return f"từ {begin} đến {official_date(last)}"


def in_words(number: int) -> str:
    """A whole number from 0 up, read out: 32 → "ba mươi hai", 205 → "hai trăm linh năm"."""
    if number < 0:
        raise ValueError("only numbers from zero up are read out")
    if number == 0:
        return _DIGITS[0]
    return _big(number)


def _big(number: int) -> str:
    billions, rest = divmod(number, 10**9)
    parts: list[str] = []
    if billions:
        parts.append(f"{_big(billions)} tỷ")
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            parts.append(_hundreds(group, full=bool(parts)) + _GROUPS[power])
    return " ".join(parts)


def _hundreds(group: int, *, full: bool) -> str:
    """One group of three digits; *full* when something stands before it, so that "không trăm" is said."""
    hundreds, rest = divmod(group, 100)
    words: list[str] = []
    if hundreds or full:
        words.append(f"{_DIGITS[hundreds]} trăm")
    if rest:
        words.append(_tens(rest, after_hundred=bool(words)))
    return " ".join(words)


def _tens(rest: int, *, after_hundred: bool) -> str:
    tens, units = divmod(rest, 10)
    if tens == 0:
        return f"linh {_DIGITS[units]}" if after_hundred else _DIGITS[units]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if units == 0:
        return head
    if units == 5:
        return f"{head} lăm"
    if tens > 1 and units in (1, 4):
        return f"{head} {'mốt' if units == 1 else 'tư'}"
    return f"{head} {_DIGITS[units]}"


def grouped(number: int) -> str:
    """ "12.345.678": thousands set off by full stops."""
    return f"{number:,}".replace(",", ".")


def money(amount: int, unit: str = "đồng") -> str:
    """ "12.345.678 đồng"."""
    return f"{grouped(amount)} {unit}"


def money_in_words(amount: int, unit: str = "đồng") -> str:
    """ "Mười hai triệu đồng": read out with a capital, as on papers about money."""
    words = in_words(amount)
    return f"{words[0].upper()}{words[1:]} {unit}"


def roman(number: int) -> str:
    """A Roman numeral, for parts, sections and annexes. Raises ValueError below 1."""
    if number < 1:
        raise ValueError("Roman numerals begin at one")
    letters: list[str] = []
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        letters.append(sign * count)
    return "".join(letters)


def point_letter(index: int) -> str:
    """The letter of the point with this *index* from 0: a, b, c, d, đ, e, g …; after y come aa, ab …"""
    if index < 0:
        raise ValueError("points are counted from zero")
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, len(_POINTS))
        letters = _POINTS[place] + letters
    return letters


def joined(items: Sequence[str]) -> str:
    """ "A, B và C"."""
    if len(items) < 2:
        return items[0] if items else ""
    return f"{', '.join(items[:-1])} và {items[-1]}"


def named(honorific: str, name: str, *, begins: bool = False) -> str:
    """ "ông Nguyễn Văn A" inside a sentence, "Ông …" where it *begins* one; without an honorific the bare name."""
    if not honorific:
        return name
    first = honorific[0].upper() if begins else honorific[0].lower()
    return f"{first}{honorific[1:]} {name}"
