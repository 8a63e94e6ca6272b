"""Quốc hiệu, Tiêu ngữ, names of the bodies, number, place and date (Phụ lục I, mục II, khoản 1–4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.linting.components import Paper
from models.linting.ink import Stroke
from models.linting.lines import SINGLE, Line
from models.linting.rules import Fault, at, check, figure, mm, named, phrase, points, table, tolerance
from models.text import fold

_NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_THIRD, _HALF, _SHARE_OFF = 1 / 3, 1 / 2, 0.035
_RIGHT_FROM = 25.0  # points from the middle of the text
_DATE = re.compile(
    r"^(?P<place>.*?)(?P<comma>\s*,?\s*)ngày\s*(?P<day>[\d.…_ ]*?)\s*tháng\s*(?P<month>[\d.…_ ]*?)\s*năm\s*(?P<year>[\d.…_ ]*)[.]?$",
    re.IGNORECASE,
)


@check("nation_words")
def nation_words(paper: Paper) -> Iterator[Fault]:
    """The words of Quốc hiệu; both places of the tone in "hòa" are in use, in the decree too."""
    if paper.nation and paper.nation.text.upper() not in _NATION:
        yield Fault("nation_words", found=paper.nation.text, expected=_NATION[0], **at(paper.nation))


@check("nation_place")
def nation_place(paper: Paper) -> Iterator[Fault]:
    """On the right side of the first page."""
    line = paper.nation
    if line and line.middle < paper.area.centre + _RIGHT_FROM:
        found = phrase("left_side" if line.middle < paper.area.centre - _RIGHT_FROM else "middle")
        yield Fault("nation_place", found=found, expected=phrase("right_top"), **at(line))


@check("motto_words")
def motto_words(paper: Paper) -> Iterator[Fault]:
    """Capital first letters, hyphens with spaces."""
    line = paper.motto
    if line and line.text != _MOTTO and not line.is_upper:
        yield Fault("motto_words", found=line.text, expected=_MOTTO, **at(line))


@check("motto_place")
def motto_place(paper: Paper) -> Iterator[Fault]:
    """Centred below Quốc hiệu."""
    if paper.nation and paper.motto:
        off = abs(paper.nation.middle - paper.motto.middle)
        if off > tolerance("centre"):
            yield Fault("motto_place", found=mm(off), **at(paper.motto))


@check("motto_spacing")
def motto_spacing(paper: Paper) -> Iterator[Fault]:
    """Single spacing between both lines."""
    if paper.nation and paper.motto:
        single = (paper.motto.base - paper.nation.base) / (SINGLE * paper.motto.size)
        if not 0.8 <= single <= 1.4:
            found = phrase("lines", count=figure(single))
            yield Fault("motto_spacing", found=found, expected=phrase("single_line"), **at(paper.motto))


@check("motto_rule", "motto_rule_length")
def motto_rule(paper: Paper) -> Iterator[Fault]:
    """A solid rule as long as the words."""
    line = paper.motto
    if not line:
        return
    drawn = paper.rule_under([line])
    if drawn is None:
        yield Fault("motto_rule", found=named("none"), expected=named("present"), **at(line))
        return
    if abs(drawn.length - line.width) > tolerance("rule_length") * line.width:
        yield Fault("motto_rule_length", line.page, mm(drawn.length), mm(line.width), box=_box(drawn))


@check("rule_solid")
def rule_solid(paper: Paper) -> Iterator[Fault]:
    """No dashes in the rules below motto, issuer and subject."""
    for name, lines in (
        ("motto", [paper.motto] if paper.motto else []),
        ("issuer", paper.issuer),
        ("subject", paper.subject),
    ):
        drawn = paper.rule_under(lines)
        if drawn is not None and not drawn.solid:
            yield Fault("rule_solid", lines[-1].page, component=name, box=_box(drawn))


@check("issuer_rule", "issuer_rule_length", "issuer_rule_centre")
def issuer_rule(paper: Paper) -> Iterator[Fault]:
    """A rule of 1/3 to 1/2 of the words below the issuing body."""
    yield from short_rule(paper, paper.issuer, "issuer_rule")


@check("subject_rule", "subject_rule_length", "subject_rule_centre")
def subject_rule(paper: Paper) -> Iterator[Fault]:
    """A rule of 1/3 to 1/2 of the words below the subject."""
    free = {fold(word) for word in table()["words"]["without_rule"]}
    if paper.title and fold(paper.title[0].text) not in free:
        yield from short_rule(paper, paper.subject, "subject_rule")


def short_rule(paper: Paper, lines: list[Line], name: str) -> Iterator[Fault]:
    """The faults of a rule that has to be 1/3 to 1/2 of *lines*: measured on the last or on the longest of them."""
    if not lines:
        return
    last = lines[-1]
    drawn = paper.rule_under(lines)
    if drawn is None:
        yield Fault(name, found=named("none"), expected=named("present"), **at(last))
        return
    shares = [drawn.length / width for width in (last.width, max(x.width for x in lines)) if width]
    if not any(_THIRD - _SHARE_OFF <= share <= _HALF + _SHARE_OFF for share in shares):
        yield Fault(f"{name}_length", last.page, figure(shares[0], 2), "1/3–1/2", box=_box(drawn))
    off = abs(drawn.middle - last.middle)
    if off > tolerance("rule_centre"):
        yield Fault(f"{name}_centre", last.page, mm(off), "0 mm", box=_box(drawn))


def _box(stroke: Stroke) -> tuple[float, float, float, float]:
    return stroke.x0, stroke.y0 - 2, stroke.x1, stroke.y1 + 2


@check("issuer_centred")
def issuer_centred(paper: Paper) -> Iterator[Fault]:
    """The lines of both names are centred on each other."""
    names = [*paper.governing, *paper.issuer]
    if len(names) > 1:
        middles = sorted(x.middle for x in names)
        off = middles[-1] - middles[0]
        if off > tolerance("centre") + 2:
            yield Fault("issuer_centred", found=mm(off), **at(names[-1]))


@check("number_form", "number_padding")
def number_form(paper: Paper) -> Iterator[Fault]:
    """ "Số: 05/QĐ-UBND"; an open number leaves room before the stroke."""
    line = paper.number
    if not line:
        return
    word, rest = line.text[:2], line.text[2:]
    problem = ""
    if not rest.startswith(":"):
        problem = "colon_needed"
    number, stroke, symbol = rest.lstrip(" :").partition("/")
    if not stroke:
        problem = "stroke_needed"
    elif re.search(r"\s", symbol.strip()) or (re.search(r"\d\s+$", number)) or symbol.startswith(" "):
        problem = "no_spaces"
    elif symbol.islower():
        problem = "symbol_upper"
    if problem or word != "Số":
        yield Fault("number_form", found=line.text, expected=phrase(problem or "colon_needed"), **at(line))
    digits = number.strip(" .…_")
    if re.fullmatch(r"\d", digits):
        yield Fault("number_padding", found=digits, expected=f"0{digits}", **at(line))


@check("number_symbol")
def number_symbol(paper: Paper) -> Iterator[Fault]:
    """The symbol begins with the abbreviation of the type of paper."""
    line = paper.number
    if not line or not paper.title or "/" not in line.text:
        return
    kinds = {fold(k): v for k, v in table()["words"]["abbreviations"].items()}
    expected = kinds.get(fold(" ".join(x.text for x in paper.title)))
    found = line.text.rsplit("/", 1)[1].strip().split("-")[0].strip()
    if expected and found.upper() != expected.upper():
        yield Fault("number_symbol", found=found, expected=expected, **at(line))


@check("number_place")
def number_place(paper: Paper) -> Iterator[Fault]:
    """Centred below the issuing body."""
    if paper.number and paper.issuer:
        off = abs(paper.number.middle - paper.issuer[-1].middle)
        if off > tolerance("centre") + 3:
            yield Fault("number_place", found=mm(off), **at(paper.number))


@check("date_level")
def date_level(paper: Paper) -> Iterator[Fault]:
    """On the line of the number."""
    if paper.number and paper.place_date:
        off = abs(paper.number.base - paper.place_date.base)
        if off > tolerance("level"):
            yield Fault("date_level", found=points(off), **at(paper.place_date))


@check("date_place")
def date_place(paper: Paper) -> Iterator[Fault]:
    """Centred below Quốc hiệu."""
    if paper.nation and paper.place_date:
        off = abs(paper.nation.middle - paper.place_date.middle)
        if off > tolerance("centre") + 2:
            yield Fault("date_place", found=mm(off), **at(paper.place_date))


@check("place_missing", "date_zero", "date_form")
def date_form(paper: Paper) -> Iterator[Fault]:
    """ "Cao Bằng, ngày 05 tháng 01 năm 2018"; what is open is left blank."""
    line = paper.place_date
    if not line:
        return
    example = "Cao Bằng, ngày 05 tháng 01 năm 2018"
    found = _DATE.match(line.text)
    if not found:
        yield Fault("date_form", found=line.text, expected=example, **at(line))
        return
    if not any(c.isalpha() or c in ".…_" for c in found["place"]):
        expected = f"{example.split(',')[0]}, {line.text.lstrip(' ,')}"
        yield Fault("place_missing", found=line.text, expected=expected, **at(line))
    elif "," not in found["comma"] + found["place"][-1:]:
        yield Fault("date_form", found=line.text, expected=example, **at(line))
    day, month, year = (found[k].strip(" .…_") for k in ("day", "month", "year"))
    right = (_padded(day, 9), _padded(month, 2))
    if (day, month) != right:
        yield Fault(
            "date_zero",
            found=f"ngày {day} tháng {month}",
            expected=f"ngày {right[0]} tháng {right[1]}",
            **at(line),
        )
    if year and not re.fullmatch(r"\d{4}", year) and len(year) != 2:
        yield Fault("date_form", found=line.text, expected=example, **at(line))


def _padded(number: str, until: int) -> str:
    """As the decree writes it: with a zero up to *until*, without one above."""
    if not number.isdigit():
        return number
    return f"{int(number):02d}" if int(number) <= until else str(int(number))


@check("date_twice")
def date_twice(paper: Paper) -> Iterator[Fault]:
    """Place and date stand once."""
    if paper.repeated_date:
        yield Fault("date_twice", found=paper.repeated_date.text, **at(paper.repeated_date))


@check("sizes_together")
def sizes_together(paper: Paper) -> Iterator[Fault]:
    """Tiêu ngữ is larger than Quốc hiệu: 12 and 13, or 13 and 14."""
    if paper.nation and paper.motto:
        low, high = paper.nation.size, paper.motto.size
        in_range = 11.7 <= low <= 13.3 and 12.7 <= high <= 14.3
        if in_range and high - low < 0.5:
            found = f"{figure(low)}; {figure(high)}"
            yield Fault("sizes_together", found=found, expected="12; 13 / 13; 14", **at(paper.nation))
