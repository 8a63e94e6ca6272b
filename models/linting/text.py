"""The body of a paper: lines put together to paragraphs, and what each of them is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from models.linting.components import Area, Kind, Paragraph
from models.linting.lines import SINGLE, Leaf, Line

_ARTICLE = re.compile(r"(?i)điều\s+\d+\s*[.:]?")
_CLAUSE = re.compile(r"\d{1,3}(\.\d{1,2})*\s*[.)]\s*\D")
_POINT = re.compile(r"[a-zđA-ZĐ]\s*\)")
_DASH = re.compile(r"[-–—+*•●▪·]\s")
_SECTION = re.compile(r"[IVXLC]{1,6}\.\s")
_PART = re.compile(r"(?i)(phần|chương|mục|tiểu mục)\s+([ivxlc]+|\d+)\.?$")
_EDGE = 1.8  # points: ink of a letter begins a little behind the edge
_INDENTED = 12.0


def area_of(leaves: Sequence[Leaf]) -> Area:
    """Where the text of upright pages begins and ends: what several lines agree on."""
    width = leaves[0].sheet.width
    lines = [
        line for leaf in leaves if leaf.sheet.width == width for line in leaf.lines if not leaf.in_table(line)
    ]
    left = _agreed([line.x0 for line in lines if line.size > 10], smallest=True)
    if left is None:
        left = min((line.x0 for line in lines if line.size > 10), default=85.0)
    right = _agreed([line.x1 for line in lines if line.width > 0.55 * width], smallest=False)
    return Area(left, right, width)


def _agreed(edges: list[float], *, smallest: bool) -> float | None:
    """The outermost value that at least two lines share within a point."""
    ordered = sorted(edges, reverse=not smallest)
    for edge, following in zip(ordered, ordered[1:], strict=False):
        if abs(edge - following) <= 1.2:
            return min(edge, following) if smallest else max(edge, following)
    return None


def pitch_of(lines: Sequence[Line], area: Area) -> float:
    """The usual distance of baselines inside paragraphs: between a long line and one that begins at the edge below it."""
    steps = Counter(
        round(line.base - before.base, 1)
        for before, line in zip(lines, lines[1:], strict=False)
        if before.page == line.page
        and abs(line.x0 - area.left) < _EDGE + 2
        and before.width > 0.7 * area.extent
        and 0 < line.base - before.base < 3 * SINGLE * line.size
    )
    return min(steps, key=lambda step: (-steps[step], step)) if steps else 0.0


def is_centred(line: Line, area: Area) -> bool:
    """Whether a line stands in the middle of the text and away from its edges."""
    return abs(line.middle - area.centre) < 9 and line.x0 > area.left + 18


def paragraphs_of(lines: Sequence[Line], area: Area, pitch: float, leaves: Sequence[Leaf]) -> list[Paragraph]:
    """Lines of the body as paragraphs, in order."""
    made: list[Paragraph] = []
    before: Line | None = None
    for line, is_columns in _whole(lines):
        gap = line.base - before.base if before and before.page == line.page else 0.0
        if before and gap and _table_between(before, line, leaves):
            gap, new = 0.0, True
        else:
            new = before is None or _begins(made[-1], before, line, gap, area, pitch)
        if new:
            kind = Kind.COLUMNS if is_columns else _kind(line, area, made[-1] if made else None)
            made.append(Paragraph(kind, [line], gap))
        else:
            made[-1].lines.append(line)
        before = line
    return made


def _whole(lines: Sequence[Line]) -> list[tuple[Line, bool]]:
    """Columns on one baseline (tabs, signers side by side) as one line, told by the second value."""
    made: list[tuple[Line, bool]] = []
    for line in lines:
        if made and made[-1][0].page == line.page and abs(made[-1][0].base - line.base) <= 1:
            made[-1] = (made[-1][0].joined(line), True)
        else:
            made.append((line, False))
    return made


def _table_between(before: Line, line: Line, leaves: Sequence[Leaf]) -> bool:
    return any(before.base - 2 < y0 < line.base for _x0, y0, _x1, _y1 in leaves[line.page - 1].tables)


def _begins(now: Paragraph, before: Line, line: Line, gap: float, area: Area, pitch: float) -> bool:
    if now.kind in (Kind.PART, Kind.PART_TITLE, Kind.CENTRED) or is_centred(line, area):
        return not (
            is_centred(line, area) and now.kind is Kind.PART_TITLE and line.is_upper and before.is_upper
        )
    if abs(line.x0 - area.left) <= _EDGE + 1.5:
        if before.page != line.page:
            return bool(_ARTICLE.match(line.text)) or before.x1 < area.left + 0.55 * area.extent
        return bool(pitch) and gap > pitch + 3.0
    if _marked(line):
        return True
    hanging = len(now.lines) > 1 and abs(line.x0 - now.lines[-1].x0) <= 1.5
    under_words = now.kind in (Kind.DASH, Kind.POINT, Kind.CLAUSE) and 6 < line.x0 - now.first.x0 < 30
    if (hanging or under_words) and (not pitch or gap <= pitch + 3.0):
        return False
    return line.x0 > area.left + _INDENTED or (bool(pitch) and gap > pitch + 3.0)


def _marked(line: Line) -> bool:
    return any(mark.match(line.text) for mark in (_ARTICLE, _CLAUSE, _POINT, _DASH, _SECTION))


def _kind(line: Line, area: Area, before: Paragraph | None) -> Kind:
    text = line.text
    if _PART.fullmatch(text):
        return Kind.PART
    if before is not None and before.kind is Kind.PART and (is_centred(line, area) or line.is_upper):
        return Kind.PART_TITLE
    if _ARTICLE.match(text):
        return Kind.ARTICLE
    if is_centred(line, area) and line.width < 0.8 * area.extent:
        return Kind.CENTRED
    if _SECTION.match(text):
        return Kind.SECTION
    if _CLAUSE.match(text):
        return Kind.CLAUSE
    if _POINT.match(text):
        return Kind.POINT
    return Kind.DASH if _DASH.match(text) else Kind.TEXT
