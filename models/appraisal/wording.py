"""Vietnamese fragments for the sentences of findings: dates, names, lists, ordinals. Always Vietnamese: rules speak as law does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from models.appraisal.facts import Member, Trip
from models.catalogue import lists

_ORDINALS = ("", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ADDRESS = {"male": "ông", "female": "bà"}


def day(on: date) -> str:
    """A date: "05/03/2018"."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def span(start: date, end: date) -> str:
    """Days from one to another: "từ 05/03/2018 đến 08/03/2018"; one day alone as "ngày 05/03/2018"."""
    return f"ngày {day(start)}" if start == end else f"từ {day(start)} đến {day(end)}"


def inside(words: str) -> str:
    """A label inside a sentence: "Thành phần phía Việt Nam" becomes "thành phần phía Việt Nam"; names keep their capitals."""
    return words[:1].lower() + words[1:]


def joined(parts: Iterable[str]) -> str:
    """A list: "A", "A và B", "A, B và C"."""
    found = [p for p in parts if p]
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} và {found[-1]}"


def listed(parts: Iterable[str]) -> str:
    """Longer parts, set apart by semicolons."""
    return "; ".join(p for p in parts if p)


def ordinal(n: int) -> str:
    """A place in a row: "thứ nhất", "thứ hai", "thứ 11"."""
    return f"thứ {_ORDINALS[n]}" if 0 < n < len(_ORDINALS) else f"thứ {n}"


def person(member: Member) -> str:
    """A person: "bà Nông Thị Hằng"; without ông, bà when the sex is not known."""
    name = member.full_name or "(chưa ghi tên)"
    address = _ADDRESS.get(member.sex, "")
    return f"{address} {name}" if address else name


def country(code: str) -> str:
    """The Vietnamese name of a country, whatever the language of the interface."""
    item = lists.countries().get(code)
    return item.label.vi if item else code


def countries(codes: Iterable[str]) -> str:
    """The Vietnamese names of countries as a list."""
    return joined(country(code) for code in codes)


def label(name: str, code: str) -> str:
    """The Vietnamese words of a choice of a reference list."""
    item = lists.items(name).get(code)
    return item.label.vi if item else code


def trip(one: Trip) -> str:
    """A trip: "ĐR-2018-014 đi Trung Quốc từ 05/03/2018 đến 08/03/2018, đang chờ duyệt"."""
    where = countries(one.countries)
    text = f"{one.reference or one.title}{f' đi {where}' if where else ''} {span(one.departs_on, one.returns_on)}"
    return f"{text}, đang chờ duyệt" if one.is_pending else text


def trips(many: Sequence[Trip]) -> str:
    """Trips set apart by semicolons."""
    return listed(trip(t) for t in many)
