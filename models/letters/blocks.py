"""The body of a letter: each block of content becomes slabs of lines (Phụ lục I, II.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.letters import prescribed as law
from models.letters.content import (
    Align,
    Article,
    Block,
    Clause,
    Dash,
    Heading,
    HeadingLevel,
    Paragraph,
    Point,
    Run,
    Signatures,
    Table,
    Text,
)
from models.letters.fonts import Style, Typeface
from models.letters.lines import Line, as_runs, paragraphs, type_at
from models.letters.pages import Slab, Words
from models.letters.signing import signers_side_by_side
from models.letters.tables import table_slabs

Runs = list[tuple[int, str]]


def line_words(line: Line, size: float, x: float, y: float, room: float, align: Align) -> list[Words]:
    """A line placed between *x* and *x* + *room*."""
    stretch = 0.0
    if align is Align.JUSTIFY and not line.last and line.spaces:
        stretch = (room - line.width) / line.spaces
    elif align is Align.CENTER:
        x += (room - line.width) / 2
    elif align is Align.RIGHT:
        x += room - line.width
    if len(line.pieces) == 1:
        piece = line.pieces[0]
        return [Words(x, y, piece.style, size, piece.text, stretch)] if piece.text else []
    words: list[Words] = []
    for piece in line.pieces:
        words.append(Words(x, y, piece.style, size, piece.text, stretch))
        x += piece.width * size + stretch * piece.text.count(" ")
    return words


class Body:
    """Turns blocks into slabs, all in one typeface and in the prescribed sizes."""

    def __init__(self, typeface: Typeface) -> None:
        self.typeface = typeface
        self.setter = type_at(typeface, law.BODY_SIZE)

    def slabs(self, blocks: Sequence[Block], *, end_mark: bool) -> list[Slab]:
        """The blocks in order; with *end_mark* "./." closes the last words."""
        if end_mark:
            blocks = ended(blocks)
        slabs: list[Slab] = []
        for block in blocks:
            if isinstance(block, Signatures):  # signers never stand on a page without words above them
                for slab in slabs[-2:]:
                    slab.keep = True
            slabs += self._block(block)
        return slabs

    def _block(self, block: Block) -> list[Slab]:
        match block:
            case Paragraph():
                return self._paragraph(block)
            case Article():
                return self._article(block)
            case Heading():
                return self._heading(block)
            case Clause():
                return self._numbered(f"{block.number}.", block.text)
            case Point():
                return self._numbered(f"{block.letter})", block.text)
            case Dash():
                return self._numbered("-", block.text)
            case Table():
                return table_slabs(block, self.typeface)
            case Signatures():
                return [signers_side_by_side(block.signers, self.typeface)]

    def paragraph(self, runs: Runs, *, align: Align = Align.JUSTIFY, indent: bool = True) -> list[Slab]:
        """One paragraph: no line of it stands alone at the head or foot of a page."""
        size, pitch = law.BODY_SIZE, law.BODY_SIZE * law.PITCH
        inset = law.INDENT if indent else 0.0
        first = law.TEXT_WIDTH - inset
        if len(runs) == 3 and runs[1][1] == " ":  # a label and its text
            (label_style, label), _, (style, text) = runs
            lines = self.setter.labelled(label, label_style, text, style, law.TEXT_WIDTH, first)
        else:
            lines = self.setter.runs(runs, law.TEXT_WIDTH, first)
        y = law.baseline(size, pitch)
        slabs: list[Slab] = []
        count = len(lines)
        for n, line in enumerate(lines):
            x = law.MARGIN_LEFT + (inset if n == 0 else 0.0)
            room = law.TEXT_RIGHT - x
            keep = n + 1 < count and (n == 0 or n == count - 2)
            gap = law.PARAGRAPH_GAP if n == 0 else 0.0
            slabs.append(Slab(pitch, line_words(line, size, x, y, room, align), gap, keep))
        return slabs

    def _paragraph(self, block: Paragraph) -> list[Slab]:
        slabs: list[Slab] = []
        indent = block.indent and block.align in (Align.JUSTIFY, Align.LEFT)
        for part in paragraphs(block.text):
            runs = as_runs(part, bold=block.bold, italic=block.italic)
            slabs += self.paragraph(runs, align=block.align, indent=indent)
        return slabs

    def _numbered(self, mark: str, text: Text) -> list[Slab]:
        first, *rest = paragraphs(text)
        slabs = self.paragraph([(int(Style.REGULAR), f"{mark} "), *as_runs(first)])
        for part in rest:
            slabs += self.paragraph(as_runs(part))
        return slabs

    def _article(self, block: Article) -> list[Slab]:
        label = f"Điều {block.number}."
        bold = int(Style.BOLD)
        first, *rest = paragraphs(block.text) if block.text else [""]
        if block.title:
            slabs = self.paragraph([(bold, f"{label} {block.title}")])
            rest = [first, *rest] if first else rest
            slabs[-1].keep = bool(rest)
        else:
            slabs = self.paragraph([(bold, label), (int(Style.REGULAR), " "), *as_runs(first)])
        for part in rest:
            slabs += self.paragraph(as_runs(part))
        return slabs

    def _heading(self, block: Heading) -> list[Slab]:
        if block.level is HeadingLevel.PART:
            slabs = self.centred(block.number, law.BODY_SIZE, int(Style.BOLD), gap=2 * law.PARAGRAPH_GAP)
            slabs += self.centred(block.title.upper(), law.BODY_SIZE, int(Style.BOLD)) if block.title else []
        else:
            title = block.title.upper() if block.level is HeadingLevel.SECTION else block.title
            label = f"{block.number}. " if block.number else ""
            slabs = self.paragraph([(int(Style.BOLD), label + title)])
        for slab in slabs:
            slab.keep = True
        return slabs

    def centred(
        self, text: str, size: float, style: int, *, gap: float = 0.0, share: float = 0.92
    ) -> list[Slab]:
        """Centred lines of nearly equal length, as titles stand."""
        pitch = size * law.PITCH
        slabs: list[Slab] = []
        for n, line in enumerate(type_at(self.typeface, size).balanced(text, style, law.TEXT_WIDTH * share)):
            words = line_words(
                line, size, law.MARGIN_LEFT, law.baseline(size, pitch), law.TEXT_WIDTH, Align.CENTER
            )
            slabs.append(Slab(pitch, words, gap if n == 0 else 0.0, keep=True))
        return slabs


def ended(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with "./." after the last words; after a table or signatures it stands at the end of a line of its own."""
    if not blocks:
        return []
    *before, last = blocks
    match last:
        case Table() | Signatures():
            return [*blocks, Paragraph(law.END_MARK, align=Align.RIGHT)]
        case Heading():
            return [*before, replace(last, title=_closed(last.title))]
        case Article() if not last.text:
            return [*before, replace(last, title=_closed(last.title))]
        case _:
            return [*before, replace(last, text=_closed_text(last.text))]


def _closed_text(text: Text) -> Text:
    if isinstance(text, str):
        return _closed(text)
    *before, last = text or (Run(""),)
    return (*before, Run(_closed(last.text), last.bold, last.italic))


def _closed(text: str) -> str:
    bare = text.rstrip()
    for ending in (law.END_MARK, "/.", "."):
        if bare.endswith(ending):
            bare = bare[: -len(ending)]
            break
    return bare.rstrip(" ;,") + law.END_MARK
