"""Pieces of text put together to lines as the eye reads them: one baseline, one column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from models.linting.ink import Stroke
from models.linting.reading import Piece, Sheet
from models.text import fold

ASCENT, DESCENT = 0.891, 0.216  # of Times, in parts of the size
SINGLE = 1.149  # one line of Times in parts of the size
_LEVEL = 1.0  # points within which two pieces stand on one baseline
_COLUMN_GAP = 1.6  # of the size: a wider gap begins another column
_STYLE_GAP = 0.6  # of the size: enough for another column when the style changes too
_WORD_GAP = 0.14
_DRAWN_BY_TYPING = re.compile(
    r"[_\u2500\u2501\u2014\u2015\u203e ]*[_\u2500\u2501\u2014\u2015\u203e]{4}[_\u2500\u2501\u2014\u2015\u203e ]*"
)
_DASHED_BY_TYPING = re.compile(r"-[- ]*-{3}[- ]*")
_COLUMN_STARTS = ("cong hoa xa hoi chu nghia", "doc lap - tu do", "doc lap – tu do")


@dataclass(frozen=True)
class Line:
    """Words on one baseline in one column. *bold* and *italic* are shares of its letters, from 0 to 1."""

    page: int
    pieces: tuple[Piece, ...]
    text: str
    x0: float
    x1: float
    base: float

    @classmethod
    def of(cls, page: int, pieces: Sequence[Piece]) -> Line:
        """The line of *pieces*, which stand from left to right."""
        text = pieces[0].text
        for before, piece in zip(pieces, pieces[1:], strict=False):
            text += (" " if piece.x0 - before.x1 > _WORD_GAP * piece.size else "") + piece.text
        return cls(
            page, tuple(pieces), re.sub(r"\s+", " ", text).strip(), min(p.x0 for p in pieces),
            max(p.x1 for p in pieces), median(p.base for p in pieces),
        )  # fmt: skip

    @cached_property
    def size(self) -> float:
        """The size of most of its letters, in points."""
        weights: dict[float, int] = {}
        for piece in self.pieces:
            weights[piece.size] = weights.get(piece.size, 0) + len(piece.text)
        return max(weights, key=lambda size: weights[size])

    def _share(self, heavy: Iterable[Piece]) -> float:
        few = [len(p.text) for p in heavy]
        return sum(few) / sum([len(p.text) for p in self.pieces]) if few else 0.0

    @cached_property
    def bold(self) -> float:
        """Share of bold letters."""
        return self._share(p for p in self.pieces if p.font.bold)

    @cached_property
    def italic(self) -> float:
        """Share of slanted letters."""
        return self._share(p for p in self.pieces if p.font.italic)

    @cached_property
    def folded(self) -> str:
        """Lower case without tones."""
        return fold(self.text)

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def width(self) -> float:
        """From the first to the last ink."""
        return self.x1 - self.x0

    @property
    def top(self) -> float:
        """Where the line of type begins above."""
        return self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.base + DESCENT * self.size

    @cached_property
    def is_upper(self) -> bool:
        """Whether its letters are capitals."""
        capitals, small = sum(map(str.isupper, self.text)), sum(map(str.islower, self.text))
        return capitals + small > 1 and capitals >= 0.9 * (capitals + small)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.x0, self.top, self.x1, self.bottom

    def joined(self, other: Line) -> Line:
        """Both as one line."""
        return Line.of(self.page, sorted((*self.pieces, *other.pieces), key=lambda p: p.x0))


def lines_of(sheet: Sheet) -> tuple[list[Line], list[Stroke]]:
    """The lines of a page from top to bottom, and its rules with those that were typed as underscores."""
    strokes = list(sheet.strokes)
    pieces: list[Piece] = []
    for piece in sheet.pieces:
        dashed = bool(_DASHED_BY_TYPING.fullmatch(piece.text))
        if dashed or _DRAWN_BY_TYPING.fullmatch(piece.text):
            y = piece.base + (-0.2 if dashed else 0.125) * piece.size
            strokes.append(Stroke(piece.x0, y, piece.x1, y, 0.05 * piece.size, not dashed))
        elif piece.text:
            pieces.append(piece)
    pieces = _without_raised(pieces)
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.base):
        if rows and piece.base - rows[-1][0].base <= _LEVEL:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = [line for row in rows for line in _columns(sheet.number, sorted(row, key=lambda p: p.x0))]
    return sorted(lines, key=lambda line: (round(line.base), line.x0)), _joined_strokes(strokes)


def _without_raised(pieces: list[Piece]) -> list[Piece]:
    """Marks of notes, small and above their line, belong to no line."""
    if not any(p.size < 9.5 and len(p.text) <= 3 for p in pieces):
        return pieces
    large = [p for p in pieces if p.size >= 10.5]
    return [
        p
        for p in pieces
        if p.size >= 9.5
        or len(p.text) > 3
        or not any(1.5 < q.base - p.base < 0.6 * q.size and -2 < p.x0 - q.x1 < 5 for q in large)
    ]


def _columns(page: int, row: list[Piece]) -> list[Line]:
    groups: list[list[Piece]] = []
    for piece in row:
        if groups and not _parts(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [Line.of(page, part) for group in groups for part in _head_frames(group)]


def _parts(left: Piece, right: Piece) -> bool:
    gap = right.x0 - left.x1
    size = max(left.size, right.size)
    if gap > _COLUMN_GAP * size:
        return True
    other = left.size != right.size or left.font.italic != right.font.italic
    return other and gap > _STYLE_GAP * size


def _head_frames(group: list[Piece]) -> list[list[Piece]]:
    """Names on the left may come close to Quốc hiệu on the right: it begins its own line all the same."""
    if len(group) < 2:
        return [group]
    rest = ""
    for n in range(len(group) - 1, 0, -1):
        rest = f"{fold(group[n].text)} {rest}"
        if rest.startswith(_COLUMN_STARTS):
            return [group[:n], group[n:]]
    return [group]


def _joined_strokes(strokes: list[Stroke]) -> list[Stroke]:
    """Rules drawn twice or in several parts as one each, from top to bottom."""
    made: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda s: (not s.lies, round(s.y0, 1), s.x0)):
        last = made[-1] if made else None
        level = last is not None and stroke.lies and last.lies and abs(stroke.y0 - last.y0) < 0.5
        if last and level and last.x0 - 1.5 <= stroke.x0 <= last.x1 + 1.5:
            made[-1] = last._replace(x1=max(last.x1, stroke.x1), solid=last.solid and stroke.solid)
        else:
            made.append(stroke)
    return made


@dataclass(frozen=True)
class Leaf:
    """One page with its lines, rules and the regions of its tables (left, top, right, bottom)."""

    sheet: Sheet
    lines: tuple[Line, ...]
    strokes: tuple[Stroke, ...]
    tables: tuple[tuple[float, float, float, float], ...]

    @classmethod
    def of(cls, sheet: Sheet) -> Leaf:
        """What stands on a page."""
        lines, strokes = lines_of(sheet)
        return cls(sheet, tuple(lines), tuple(strokes), _tables(sheet, strokes))

    @property
    def number(self) -> int:
        """The page of the file, from 1."""
        return self.sheet.number

    def in_table(self, line: Line) -> bool:
        """Whether a line stands inside a ruled table."""
        return any(
            x0 - 3 <= line.middle <= x1 + 3 and y0 - 1 <= line.base <= y1 + 1
            for x0, y0, x1, y1 in self.tables
        )

    def without(self, gone: set[int]) -> Leaf:
        """The page without some lines, named by their identity."""
        return replace(self, lines=tuple(line for line in self.lines if id(line) not in gone))


def _tables(sheet: Sheet, strokes: list[Stroke]) -> tuple[tuple[float, float, float, float], ...]:
    """Where standing rules make columns."""
    standing = [(s.x0, s.y0, s.y1) for s in strokes if not s.lies and s.length > 8]
    for box in sheet.boxes:
        if box.x1 - box.x0 < 0.95 * sheet.width and not _is_red(box.colour):
            standing += [(box.x0, box.y0, box.y1), (box.x1, box.y0, box.y1)]
    regions: list[list[float]] = []
    for x, y0, y1 in sorted(standing, key=lambda s: s[1]):
        if regions and y0 <= regions[-1][3] + 4:
            last = regions[-1]
            regions[-1] = [min(last[0], x), last[1], max(last[2], x), max(last[3], y1), last[4] + 1]
        else:
            regions.append([x, y0, x, y1, 1])
    return tuple((r[0], r[1], r[2], r[3]) for r in regions if r[4] >= 3 or _is_wide(r, sheet))


def _is_wide(region: list[float], sheet: Sheet) -> bool:
    return region[4] >= 2 and region[2] - region[0] > 0.5 * sheet.width


def _is_red(colour: tuple[int, int, int]) -> bool:
    return colour[0] > 150 and colour[1] < 90 and colour[2] < 90
