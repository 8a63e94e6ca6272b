"""Ruled tables: column widths from weights and words, a head that is repeated, rows cut only when they must be."""

from __future__ import annotations

from itertools import pairwise

from models.letters import prescribed as law
from models.letters.content import Align, Column, Row, Table
from models.letters.fonts import Style, Typeface
from models.letters.lines import Line, paragraphs, type_at
from models.letters.pages import Rule, Slab, Words

_TALLEST_ROW = 300.0  # a taller row may be cut between its lines
_SLICE = 6  # lines that then stay together


def table_slabs(table: Table, typeface: Typeface) -> list[Slab]:
    """The table as a head and rows; the head stays with the first row and is repeated on each page."""
    if not table.columns:
        return []
    return _Ruled(table, typeface).slabs()


def column_widths(table: Table, typeface: Typeface) -> list[float]:
    """The widths of the columns in points."""
    edges = _Ruled(table, typeface).edges
    return [right - left for left, right in pairwise(edges)]


class _Ruled:
    def __init__(self, table: Table, typeface: Typeface) -> None:
        dense = len(table.columns) >= law.TABLE_DENSE_FROM
        self.size = law.TABLE_SIZE_DENSE if dense else law.TABLE_SIZE
        self.pitch = self.size * law.SINGLE
        self.table = table
        self.setter = type_at(typeface, self.size)
        self.edges = [law.MARGIN_LEFT]
        for width in self._widths():
            self.edges.append(self.edges[-1] + width)
        self.edges[-1] = law.TEXT_RIGHT

    def slabs(self) -> list[Slab]:
        columns = self.table.columns
        slabs: list[Slab] = []
        head: Slab | None = None
        if any(column.title for column in columns):
            titles = Row(tuple(column.title for column in columns), bold=True)
            head = self._row(titles, head=True)[0]
            head.keep = True
            slabs.append(head)
        for row in self.table.rows:
            for slab in self._row(row):
                slab.head = head
                slabs.append(slab)
        if slabs:
            slabs[0].gap = law.PARAGRAPH_GAP
        if head is not None and len(slabs) > 1:
            repeated = Slab(head.height, head.words, rules=head.rules)
            for slab in slabs[1:]:
                slab.head = repeated
        return slabs

    def _widths(self) -> list[float]:
        """Shares by weight, but no column narrower than its longest word as long as the others can give."""
        columns = self.table.columns
        total = sum(max(column.weight, 0.01) for column in columns)
        widths = [law.TEXT_WIDTH * max(column.weight, 0.01) / total for column in columns]
        least = [min(self._longest(n, column), law.TEXT_WIDTH * 0.4) for n, column in enumerate(columns)]
        if sum(least) >= law.TEXT_WIDTH:
            return [law.TEXT_WIDTH * each / sum(least) for each in least]
        for _ in columns:
            lacking = sum(max(need - width, 0.0) for need, width in zip(least, widths, strict=True))
            spare = sum(max(width - need, 0.0) for need, width in zip(least, widths, strict=True))
            if lacking < 0.01:
                break
            widths = [
                need if width <= need else width - (width - need) * lacking / spare
                for need, width in zip(least, widths, strict=True)
            ]
        return widths

    def _longest(self, n: int, column: Column) -> float:
        words = {(word, int(Style.BOLD)) for word in column.title.split()}
        for row in self.table.rows:
            if n < len(row.cells) and len(row.cells) > 1:
                style = int(Style.BOLD if row.bold else Style.REGULAR)
                words.update((word, style) for word in row.cells[n].split())
        longest = max((self.setter.width(word, style) for word, style in words), default=0.0)
        return longest + 2 * law.CELL_PAD_X + 0.5

    def _cell(self, text: str, style: int, width: float) -> list[Line]:
        return [line for part in paragraphs(text) for line in self.setter.plain(str(part), style, width)]

    def _row(self, row: Row, *, head: bool = False) -> list[Slab]:
        style = int(Style.BOLD if row.bold or head else Style.REGULAR)
        if len(row.cells) == 1 and len(self.table.columns) > 1:
            spans = [(law.MARGIN_LEFT, law.TEXT_RIGHT, Align.LEFT)]
        else:
            spans = [
                (self.edges[n], self.edges[n + 1], Align.CENTER if head else column.align)
                for n, column in enumerate(self.table.columns)
            ]
        cells = [*row.cells, *[""] * (len(spans) - len(row.cells))][: len(spans)]
        lines = [
            self._cell(text, style, right - left - 2 * law.CELL_PAD_X)
            for text, (left, right, _) in zip(cells, spans, strict=True)
        ]
        tallest = max(len(cell) for cell in lines)
        whole = head or tallest * self.pitch + 2 * law.CELL_PAD_Y <= _TALLEST_ROW
        step = tallest if whole else _SLICE
        slabs: list[Slab] = []
        for start in range(0, tallest, step):
            part = [cell[start : start + step] for cell in lines]
            slabs.append(
                self._slice(part, spans, opens=start == 0, closes=start + step >= tallest, centred=whole)
            )
        return slabs

    def _slice(
        self,
        cells: list[list[Line]],
        spans: list[tuple[float, float, Align]],
        *,
        opens: bool,
        closes: bool,
        centred: bool,
    ) -> Slab:
        tallest = max(len(cell) for cell in cells)
        above = law.CELL_PAD_Y if opens else 0.0
        height = above + tallest * self.pitch + (law.CELL_PAD_Y if closes else 0.0)
        words: list[Words] = []
        rules: list[Rule] = []
        for lines, (left, right, align) in zip(cells, spans, strict=True):
            y = above + (tallest - len(lines)) * self.pitch / 2 if centred else above
            room = right - left - 2 * law.CELL_PAD_X
            for line in lines:
                x = left + law.CELL_PAD_X
                if align is Align.CENTER:
                    x += (room - line.width) / 2
                elif align is Align.RIGHT:
                    x += room - line.width
                if line.text:
                    piece = line.pieces[0]
                    words.append(Words(x, y + 0.92 * self.size, piece.style, self.size, piece.text))
                y += self.pitch
            rules.append(Rule(left, 0.0, left, height, 0.5))
        rules.append(Rule(law.TEXT_RIGHT, 0.0, law.TEXT_RIGHT, height, 0.5))
        over = Rule(law.MARGIN_LEFT, 0.0, law.TEXT_RIGHT, 0.0, 0.5)
        under = Rule(law.MARGIN_LEFT, height, law.TEXT_RIGHT, height, 0.5)
        if opens:
            rules.append(over)
        if closes:
            rules.append(under)
        return Slab(height, words, rules=rules, top=over, foot=under)
