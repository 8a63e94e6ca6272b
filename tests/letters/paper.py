"""Reads a finished PDF as a person with a ruler would: lines with place, font and size, rules, pages."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pdfplumber

MM = 72 / 25.4


@dataclass(frozen=True)
class Line:
    """Characters drawn one after the other on one baseline without a leap."""

    page: int
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    sizes: frozenset[float]
    fonts: frozenset[str]
    colour: tuple[float, ...]

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


@dataclass(frozen=True)
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


class Paper:
    """A PDF opened for measuring."""

    def __init__(self, data: bytes) -> None:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            self.metadata = dict(pdf.metadata)
            self.sizes = [(float(page.width), float(page.height)) for page in pdf.pages]
            self.chars: list[dict[str, Any]] = [
                {**char, "page": n} for n, page in enumerate(pdf.pages) for char in page.chars
            ]
            self.rules = [
                Rule(n, float(r["x0"]), float(r["x1"]), float(r["top"]), float(r["bottom"]))
                for n, page in enumerate(pdf.pages)
                for r in page.lines
            ]
            self.frames: list[dict[str, Any]] = [
                {**r, "page": n} for n, page in enumerate(pdf.pages) for r in page.rects
            ]
        self.lines = self._lines()

    def _lines(self) -> list[Line]:
        groups: list[list[dict[str, Any]]] = []
        for char in self.chars:
            before = groups[-1][-1] if groups else None
            if (
                before is not None
                and before["page"] == char["page"]
                and abs(_base(before) - _base(char)) < 0.5
                and -0.1 <= char["x0"] - before["x1"] < 14
                and before["non_stroking_color"] == char["non_stroking_color"]
            ):
                groups[-1].append(char)
            else:
                groups.append([char])
        return [_line(group) for group in groups]

    def line(self, start: str, page: int | None = None) -> Line:
        """The first line that begins with *start*."""
        return next(x for x in self.lines if x.text.startswith(start) and page in (None, x.page))

    def page_of(self, start: str) -> int:
        """The page (from 0) of the first line that begins with *start*."""
        return self.line(start).page

    @property
    def text(self) -> str:
        """Everything in the order it was drawn, without any white space."""
        return squash("".join(char["text"] for char in self.chars))

    def rule_under(self, line: Line) -> Rule:
        """The nearest rule below a line, on its page and under its middle."""
        below = [
            r
            for r in self.rules
            if r.page == line.page and 0 < r.top - line.base < 14 and r.x0 < line.middle < r.x1
        ]
        return min(below, key=lambda r: r.top)


def _base(char: dict[str, Any]) -> float:
    return float(char["matrix"][5])


def _line(group: list[dict[str, Any]]) -> Line:
    fonts = frozenset(
        str(c["fontname"]).split("+")[-1].replace("LiberationSerif", "").lstrip("-") or "Regular"
        for c in group
    )
    height = 297 * MM
    return Line(
        page=group[0]["page"],
        text="".join(c["text"] for c in group),
        x0=group[0]["x0"],
        x1=group[-1]["x1"],
        top=min(c["top"] for c in group),
        bottom=max(c["bottom"] for c in group),
        base=height - _base(group[0]),
        sizes=frozenset(round(float(c["size"]), 2) for c in group),
        fonts=fonts,
        colour=tuple(group[0]["non_stroking_color"] or (0,)),
    )


def squash(text: str) -> str:
    """*text* without white space, for comparing what was typed with what can be copied out."""
    return "".join(text.split())
