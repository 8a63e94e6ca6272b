"""Reads a finished PDF as a person with a ruler would: lines with place, font and size, rules, pages.

Read by PDFium, in points from the top left of the page. *x0* and *x1* of a line are where its first character begins and its
last one ends, bearings included; *ink* is what is black of it, *top* and *bottom* too; *base* is the baseline.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
BLACK = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """Text on one baseline, drawn one piece after the other without a leap."""

    page: int
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    sizes: frozenset[float]
    fonts: frozenset[str]
    colour: tuple[int, ...]
    ink: tuple[float, float]

    @property
    def size(self) -> float:
        """The one size of the line."""
        (size,) = self.sizes
        return size

    @property
    def font(self) -> str:
        """The face of the line: Regular, Bold, Italic, BoldItalic; several are joined by "+"."""
        return "+".join(sorted(self.fonts))

    @property
    def middle(self) -> float:
        """The middle of the line, across."""
        return (self.x0 + self.x1) / 2

    @property
    def is_page_number(self) -> bool:
        """Digits in the top margin."""
        return self.bottom < 20 * MM and self.text.isdigit()


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line."""

    page: int
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def length(self) -> float:
        """Its extent across."""
        return self.x1 - self.x0

    @property
    def middle(self) -> float:
        """Its middle, across."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Box:
    """A drawn rectangle."""

    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    colour: tuple[int, ...]


class Paper:
    """A PDF opened for measuring."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.sizes: list[tuple[float, float]] = []
        self.rules: list[Rule] = []
        self.frames: list[Box] = []
        self.lines: list[Line] = []
        document = pypdfium2.PdfDocument(data)
        self.metadata = document.get_metadata_dict(skip_empty=True)
        self._widths: dict[tuple[str, str], float] = {}
        for n, page in enumerate(document):
            self.sizes.append(page.get_size())
            self._read(n, page)
        document.close()

    def _read(self, n: int, page: pypdfium2.PdfPage) -> None:
        height = page.get_height()
        said = page.get_textpage()
        pieces: list[Line] = []
        for shape in page.get_objects(max_depth=1):
            if shape.type == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(n, shape, height)
            elif (
                shape.type == pdfium.FPDF_PAGEOBJ_TEXT and not shape.get_matrix().b
            ):  # turned: the draft mark
                pieces.append(self._piece(n, shape, said, height))
        said.close()
        self.lines += _joined(pieces)

    def _piece(self, n: int, shape: pypdfium2.PdfObject, said: pypdfium2.PdfTextPage, height: float) -> Line:
        found = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(shape.raw, found)
        size = round(found.value, 2)
        ink0, low, ink1, high = shape.get_bounds()
        origin = shape.get_matrix()
        text, font = _said(shape, said), pdfium.FPDFTextObj_GetFont(shape.raw)
        name = _name(font)
        return Line(
            page=n,
            text=text,
            x0=origin.e,
            x1=self._end(font, name, text, size, origin.e, ink1),
            top=height - high,
            bottom=height - low,
            base=height - origin.f,
            sizes=frozenset({size}),
            fonts=frozenset({name}),
            colour=_colour(shape),
            ink=(ink0, ink1),
        )

    def _end(self, font: Any, name: str, text: str, size: float, x: float, ink: float) -> float:
        """Where the advance of the last character ends; of a stretched line, whose spaces nobody tells, the ink."""
        for said in (text, text.rstrip(), text.lstrip(), text.strip()):
            end = x + sum(self._advance(font, name, char) for char in said) * size
            if abs(end - ink) < 0.13 * size:
                return end
        return ink

    def _advance(self, font: Any, name: str, char: str) -> float:
        known = self._widths.get((name, char))
        if known is None:
            width = ctypes.c_float()
            pdfium.FPDFFont_GetGlyphWidth(font, ord(char), 1.0, width)
            known = self._widths[name, char] = width.value
        return known

    def _path(self, n: int, shape: pypdfium2.PdfObject, height: float) -> None:
        points = list(_points(shape, height))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if len(points) == 2:
            self.rules.append(Rule(n, min(xs), max(xs), min(ys), max(ys)))
        else:
            self.frames.append(Box(n, min(xs), max(xs), min(ys), max(ys), _colour(shape, stroke=True)))

    @cached_property
    def chars(self) -> list[dict[str, Any]]:
        """Every character with its place, by another reader (pdfplumber): exact to the advance, but slow."""
        with pdfplumber.open(io.BytesIO(self.data)) as pdf:
            return [{**char, "page": n} for n, page in enumerate(pdf.pages) for char in page.chars]

    def line(self, start: str, page: int | None = None) -> Line:
        """The first line that begins with *start*."""
        return next(x for x in self.lines if x.text.startswith(start) and page in (None, x.page))

    def page_of(self, start: str) -> int:
        """The page (from 0) of the first line that begins with *start*."""
        return self.line(start).page

    def on(self, page: int) -> list[Line]:
        """The lines of a page in the order in which they are drawn."""
        return [x for x in self.lines if x.page == page]

    def block(self, text: str, start: int = 0) -> tuple[list[Line], int]:
        """The lines that together say *text*, the first ones from the line number *start* on, and the number after them.

        Page numbers in between do not count. Raises LookupError when it is nowhere.
        """
        wanted = squash(text)
        lines = self.lines
        for first in range(start, len(lines)):
            said, n = "", first
            found: list[Line] = []
            while n < len(lines) and wanted.startswith(said) and len(said) < len(wanted):
                if not lines[n].is_page_number or not found and squash(lines[n].text) == wanted:
                    said += squash(lines[n].text)
                    found.append(lines[n])
                n += 1
            if said == wanted and found:
                return found, n
        raise LookupError(text)

    @cached_property
    def text(self) -> str:
        """Everything in the order it was drawn, without any white space."""
        return squash("".join(line.text for line in self.lines))

    @property
    def copied(self) -> str:
        """The same by the other reader, which keeps what PDFium takes for noise (emoji, single signs)."""
        return squash("".join(char["text"] for char in self.chars))

    def rule_under(self, line: Line) -> Rule:
        """The nearest rule below a line, on its page and under its middle."""
        below = [
            r
            for r in self.rules
            if r.page == line.page and 0 < r.top - line.base < 16 and r.x0 < line.middle < r.x1
        ]
        return min(below, key=lambda r: r.top)


def _points(shape: pypdfium2.PdfObject, height: float) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(pdfium.FPDFPath_CountSegments(shape.raw)):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(shape.raw, n), x, y)
        yield x.value, height - y.value


def _colour(shape: pypdfium2.PdfObject, *, stroke: bool = False) -> tuple[int, ...]:
    parts = [ctypes.c_uint() for _ in range(4)]
    (pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor)(shape.raw, *parts)
    return tuple(part.value for part in parts[:3])


def _said(shape: pypdfium2.PdfObject, said: pypdfium2.PdfTextPage) -> str:
    length = pdfium.FPDFTextObj_GetText(shape.raw, said.raw, None, 0)
    kept = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(
        shape.raw, said.raw, ctypes.cast(kept, ctypes.POINTER(ctypes.c_ushort)), length
    )
    return kept.raw[: length - 2].decode("utf-16-le")


def _name(font: Any) -> str:
    kept = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, kept, 128)
    name = kept.value.decode("ascii").split("+")[-1]
    return name.replace("LiberationSerif", "").lstrip("-") or "Regular"


def _joined(pieces: Sequence[Line]) -> list[Line]:
    groups: list[list[Line]] = []
    for piece in pieces:
        before = groups[-1][-1] if groups else None
        if (
            before is not None
            and abs(before.base - piece.base) < 0.5
            and -1.5 <= piece.x0 - before.x1 < 5
            and before.colour == piece.colour
        ):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_one(group) for group in groups]


def _one(group: list[Line]) -> Line:
    first = group[0]
    return Line(
        page=first.page,
        text=" ".join("".join(piece.text for piece in group).replace("\u00a0", " ").split()),
        x0=min(x.x0 for x in group),
        x1=max(x.x1 for x in group),
        top=min(x.top for x in group),
        bottom=max(x.bottom for x in group),
        base=first.base,
        sizes=frozenset().union(*(x.sizes for x in group)),
        fonts=frozenset().union(*(x.fonts for x in group)),
        colour=first.colour,
        ink=(min(x.ink[0] for x in group), max(x.ink[1] for x in group)),
    )


def squash(text: str) -> str:
    """*text* without white space, for comparing what was typed with what can be copied out."""
    return "".join(text.split())
