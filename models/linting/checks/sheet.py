"""Sheet, margins, page numbers (Phụ lục I, mục I, khoản 1–3 và 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from models.linting.components import Kind, Paper
from models.linting.lines import SINGLE, Leaf, Line
from models.linting.rules import MM, Fault, at, between, check, figure, mm, phrase, rule, tolerance

_WIDE, _HIGH = 210 * MM, 297 * MM
_SAME = 1.5 * MM
_RUNNING = (Kind.TEXT, Kind.ARTICLE, Kind.CLAUSE, Kind.POINT, Kind.DASH)


def _is_a4(leaf: Leaf) -> bool:
    wide, high = sorted((leaf.sheet.width, leaf.sheet.height))
    return abs(wide - _WIDE) <= _SAME and abs(high - _HIGH) <= _SAME


@check("paper_size")
def paper_size(paper: Paper) -> Iterator[Fault]:
    """A4."""
    for leaf in paper.leaves:
        if not _is_a4(leaf):
            found = f"{figure(leaf.sheet.width / MM, 0)} × {figure(leaf.sheet.height / MM, 0)} mm"
            yield Fault("paper_size", leaf.number, found, "210 × 297 mm")


@check("orientation")
def orientation(paper: Paper) -> Iterator[Fault]:
    """Upright, unless a page holds a table."""
    for leaf in paper.leaves:
        if _is_a4(leaf) and leaf.sheet.width > leaf.sheet.height and not leaf.tables:
            yield Fault("orientation", leaf.number)


def _measured(paper: Paper) -> Iterator[tuple[Leaf, list[Line]]]:
    """Upright A4 pages with the lines that have to keep the margins."""
    free = {id(x) for x in (*paper.circulation, *paper.copy_mark, *paper.urgency)}
    for leaf in paper.leaves:
        lines = [x for x in leaf.lines if id(x) not in free]
        if lines and _is_a4(leaf) and leaf.sheet.height > leaf.sheet.width:
            yield leaf, lines


def _running(paper: Paper) -> list[Line]:
    """Lines of the body that other lines of their paragraph follow: they fill the measure."""
    return [x for p in (*paper.bases, *paper.body) if p.kind in _RUNNING for x in p.lines[:-1]]


@check("margin_left")
def margin_left(paper: Paper) -> Iterator[Fault]:
    """Nothing further left than the margin allows, and the text begins where it has to."""
    low, high = rule("margin_left")["mm"]
    off = tolerance("edge_mm")
    for _leaf, lines in _measured(paper):
        line = min(lines, key=lambda x: x.x0)
        if line.x0 / MM < low - off:
            yield Fault("margin_left", found=mm(line.x0), expected=between(low, high, "mm"), **at(line))
            return
    if _is_a4(paper.first) and paper.area.left / MM > high + off:
        yield Fault("margin_left", 1, mm(paper.area.left), between(low, high, "mm"))


@check("margin_right")
def margin_right(paper: Paper) -> Iterator[Fault]:
    """Nothing further right than the margin allows, and full lines end where they have to."""
    low, high = rule("margin_right")["mm"]
    off = tolerance("edge_mm")
    for leaf, lines in _measured(paper):
        line = max(lines, key=lambda x: x.x1)
        margin = (leaf.sheet.width - line.x1) / MM
        if margin < low - off:
            yield Fault("margin_right", found=mm(margin * MM), expected=between(low, high, "mm"), **at(line))
            return
    full = [x.x1 for x in _running(paper)]
    if len(full) < 3 or not _is_a4(paper.first):
        return
    edge = median(full)
    if sum(abs(x - edge) < 2 for x in full) > 0.7 * len(full):
        margin = paper.first.sheet.width - edge
        if margin / MM > high + off:
            yield Fault("margin_right", 1, mm(margin), between(low, high, "mm"))


@check("margin_top")
def margin_top(paper: Paper) -> Iterator[Fault]:
    """The first line of each page; wide pitch and gaps of paragraphs may push it down on later pages."""
    low, high = rule("margin_top")["mm"]
    off = tolerance("edge_mm")
    begins = {id(p.first) for p in paper.body}
    main = set(paper.parts[0])
    for leaf, lines in _measured(paper):
        line = min(lines, key=lambda x: x.top)
        most = high + off + 0.5
        if leaf.number > 1:
            pitch = max(0.0, paper.pitch - SINGLE * line.size)
            most += (pitch + (14 if id(line) in begins or line.bold > 0.5 else 0)) / MM
        too_low = line.top / MM > most and leaf.number in main and not leaf.tables
        if line.top / MM < low - off or too_low:
            yield Fault("margin_top", found=mm(line.top), expected=between(low, high, "mm"), **at(line))
            return


@check("margin_bottom")
def margin_bottom(paper: Paper) -> Iterator[Fault]:
    """The last line of each page. A page whose paragraph runs on is full, but for a line kept with the next page.

    The page before the signature may end early: the last lines go along with the signature.
    """
    low, high = rule("margin_bottom")["mm"]
    off = tolerance("edge_mm")
    runs_on = {
        (a.page, id(a))
        for p in paper.body
        for a, b in zip(p.lines, p.lines[1:], strict=False)
        if a.page != b.page
    }
    signed = {x.page for x in paper.capacity}
    for leaf, lines in _measured(paper):
        line = max(lines, key=lambda x: x.bottom)
        margin = (leaf.sheet.height - line.bottom) / MM
        slack = (2.2 * max(paper.pitch, SINGLE * line.size)) / MM
        is_full = (leaf.number, id(line)) in runs_on and leaf.number + 1 not in signed
        if margin < low - off or (is_full and margin > high + off + slack):
            yield Fault("margin_bottom", found=mm(margin * MM), expected=between(low, high, "mm"), **at(line))
            return


@check("page_number_missing")
def page_number_missing(paper: Paper) -> Iterator[Fault]:
    """From the second page of each part on."""
    for page, n in _counted(paper):
        if n > 1 and page not in paper.page_numbers:
            yield Fault("page_number_missing", page, "", str(n))


@check("page_number_first")
def page_number_first(paper: Paper) -> Iterator[Fault]:
    """Not on the first page of the letter or of an annex."""
    for page, n in _counted(paper):
        line = paper.page_numbers.get(page)
        if n == 1 and line is not None:
            yield Fault("page_number_first", found=line.text, **at(line))


@check("page_number_place")
def page_number_place(paper: Paper) -> Iterator[Fault]:
    """In the upper margin, in the middle of the text or of the sheet."""
    for page, n in _counted(paper):
        line = paper.page_numbers.get(page)
        if n == 1 or line is None:
            continue
        sheet = paper.leaf(page).sheet
        off = min(abs(line.middle - paper.area.centre), abs(line.middle - sheet.width / 2))
        if line.base > sheet.height / 2:
            found = phrase("at_foot")
        elif off > tolerance("centre") + 2 and sheet.width == paper.area.width:
            found = phrase("off_middle", off=mm(off))
        else:
            continue
        yield Fault("page_number_place", found=found, expected=phrase("top_middle"), **at(line))


@check("page_number_value", "page_number_form")
def page_number_value(paper: Paper) -> Iterator[Fault]:
    """Arabic, alone, and the right one: each annex is counted for itself."""
    for page, n in _counted(paper):
        line = paper.page_numbers.get(page)
        if n == 1 or line is None:
            continue
        if not re.fullmatch(r"\d+", line.text):
            yield Fault("page_number_form", found=line.text, expected=str(n), **at(line))
        elif int(line.text) != n:
            yield Fault("page_number_value", found=line.text, expected=str(n), **at(line))


def _counted(paper: Paper) -> Iterator[tuple[int, int]]:
    """Each page with its number inside its part; pages of further papers are not ours to count."""
    for part in paper.parts:
        for n, page in enumerate(part, 1):
            if page not in paper.attached:
                yield page, n
