"""Title, V/v, bases, Kính gửi (Phụ lục I, mục II, khoản 5, 6a, 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.linting.components import Paper
from models.linting.lines import ASCENT, DESCENT, Line
from models.linting.rules import Fault, at, check, mm, named, phrase, points, rule, sample, tolerance
from models.text import fold


@check("title_of_letter")
def title_of_letter(paper: Paper) -> Iterator[Fault]:
    """A công văn has no title."""
    if paper.title and fold(paper.title[0].text) == "cong van":
        yield Fault("title_of_letter", found=paper.title[0].text, **at(paper.title[0]))


@check("about_words")
def about_words(paper: Paper) -> Iterator[Fault]:
    """It begins with "V/v"."""
    if paper.about and not paper.about[0].is_upper and not re.match(r"V/v\s", paper.about[0].text):
        found = paper.about[0].text.split(" ")[0]
        yield Fault("about_words", found=found, expected="V/v", **at(paper.about[0]))


@check("about_gap")
def about_gap(paper: Paper) -> Iterator[Fault]:
    """6 pt below the number."""
    if not (paper.about and paper.number):
        return
    line, number = paper.about[0], paper.number
    gap = line.base - number.base - DESCENT * number.size - ASCENT * line.size
    wish, off = rule("about_gap")["points"], rule("about_gap")["tolerance"]
    if abs(gap - wish) > off:
        yield Fault("about_gap", found=points(gap), expected=points(wish), **at(line))


@check("about_place")
def about_place(paper: Paper) -> Iterator[Fault]:
    """Centred below the number."""
    if paper.about and paper.number:
        off = max(abs(line.middle - paper.number.middle) for line in paper.about)
        if off > tolerance("centre") + 3:
            yield Fault("about_place", found=mm(off), **at(paper.about[0]))


@check("bases_ends")
def bases_ends(paper: Paper) -> Iterator[Fault]:
    """Each basis ends in a semicolon, the last one in a full stop."""
    if paper.enacting is None:
        return
    for n, basis in enumerate(paper.bases, 1):
        expected = "." if n == len(paper.bases) else ";"
        if not basis.text.endswith(expected):
            facts = {"sample": sample(basis.text)}
            line = basis.lines[-1]
            yield Fault("bases_ends", found=basis.text[-1:], expected=expected, facts=facts, **at(line))


@check("addressee_colon")
def addressee_colon(paper: Paper) -> Iterator[Fault]:
    """A colon after "Kính gửi"."""
    line = paper.addressee_label
    if line and not line.text[len("Kính gửi") :].startswith(":"):
        yield Fault("addressee_colon", found=named("none"), expected=named("present"), **at(line))


@check("addressees_form")
def addressees_form(paper: Paper) -> Iterator[Fault]:
    """One receiver on the same line; several each on a line with a dash, semicolons and a full stop at the end."""
    label = paper.addressee_label
    if label is None:
        return
    beside = label.text[len("Kính gửi") :].strip(" :")
    entries = entries_of(paper.addressees)
    dashed = [e for e in entries if _is_dashed(e)]
    if not beside and len(entries) == 1:
        yield _wrong(entries[0], phrase("next_line"), phrase("same_line"))
    elif beside and dashed:
        yield _wrong([label], phrase("same_line"), phrase("next_line"))
    elif not beside and entries:
        for n, entry in enumerate(entries, 1):
            mark = "." if n == len(entries) else ";"
            last = entry[-1].text
            if not _is_dashed(entry):
                yield _wrong(entry, phrase("no_dash"), phrase("a_dash"))
            elif not last.endswith(mark):
                yield _wrong(entry, phrase("ends_in", mark=last[-1:]), phrase("ends_in", mark=mark))


def _wrong(entry: list[Line], found: str, expected: str) -> Fault:
    facts = {"sample": sample(entry[0].text)}
    return Fault("addressees_form", found=found, expected=expected, facts=facts, **at(entry[0]))


def _is_dashed(entry: list[Line]) -> bool:
    return entry[0].text.startswith(("-", "–"))


def entries_of(lines: list[Line]) -> list[list[Line]]:
    """Lines of a list put together: an entry begins with a dash, or after a line that ends one."""
    made: list[list[Line]] = []
    for line in lines:
        if not made or line.text.startswith(("-", "–")) or made[-1][-1].text.endswith(";"):
            made.append([line])
        else:
            made[-1].append(line)
    return made


@check("addressees_place")
def addressees_place(paper: Paper) -> Iterator[Fault]:
    """The dashes stand in line, below the colon."""
    label = paper.addressee_label
    dashes = [line for line in paper.addressees if line.text.startswith(("-", "–"))]
    if label is None or len(dashes) < 2 or label.text[len("Kính gửi") :].strip(" :"):
        return
    colon = label.x1 - 2
    apart = max(x.x0 for x in dashes) - min(x.x0 for x in dashes)
    below = max(abs(x.x0 - colon) for x in dashes)
    off = apart if apart > tolerance("level") else below if below > tolerance("centre") + 4 else 0.0
    if off:
        yield Fault("addressees_place", found=mm(off), **at(dashes[0]))
