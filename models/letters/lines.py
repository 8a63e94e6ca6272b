"""Text broken into lines: greedy for lời văn, balanced for what stands centred."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from models.letters.content import Run, Text
from models.letters.fonts import Style, Typeface

_BLANK = re.compile("[ \t\n\r\f\v\x85\u2028\u2029]+")
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)


def safe(text: str) -> str:
    """Text as it is drawn: the one gate between content and paper.

    Line breaks and tabs become spaces, runs of spaces one space; controls and invisible signs, which would change how
    other text reads, are dropped; half a character (a lone surrogate) becomes the replacement sign. Anything else,
    whatever it looks like, is printed as typed.
    """
    if not (text.isascii() and text.isprintable()):
        text = _UNSAFE.sub(_replace, _BLANK.sub(" ", text))
    return _BLANK.sub(" ", text) if "  " in text else text


def _replace(match: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= match.group() <= "\udfff" else ""


class Piece(NamedTuple):
    """A stretch of one style on one line."""

    style: int
    text: str
    width: float  # at size 1


@dataclass(slots=True)
class Line:
    """One line: its pieces, its natural width (points), its number of spaces; *last* of its paragraph."""

    pieces: list[Piece]
    width: float
    spaces: int
    last: bool = False

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(piece.text for piece in self.pieces)


class Setter:
    """Breaks text set in one typeface at one size."""

    def __init__(self, typeface: Typeface, size: float) -> None:
        self._typeface = typeface
        self.size = size
        self._space = typeface.space * size

    def width(self, text: str, style: int) -> float:
        """The width of *text* in points, spaces included."""
        words = text.split(" ")
        return sum(self._typeface.measure(w, style) for w in words) * self.size + self._space * (
            len(words) - 1
        )

    def plain(self, text: str, style: int, width: float, first: float | None = None) -> list[Line]:
        """*text* in one style, on lines of *width* points, the first one of *first* when given."""
        measure, size, space = self._typeface.measure, self.size, self._space
        room = width if first is None else first
        lines: list[Line] = []
        words: list[str] = []
        used = 0.0
        for word in safe(text).strip(" ").split(" "):
            wide = measure(word, style) * size
            if words and used + space + wide > room + 0.01:
                lines.append(Line([Piece(style, " ".join(words), used / size)], used, len(words) - 1))
                room = width
                words = []
            if not words and wide > room + 0.01:
                *parts, word = self._cut(word, style, room, width)
                lines += [
                    Line([Piece(style, p, self.width(p, style) / size)], self.width(p, style), 0)
                    for p in parts
                ]
                room = width if parts else room
                wide = measure(word, style) * size
            used = used + space + wide if words else wide
            words.append(word)
        lines.append(Line([Piece(style, " ".join(words), used / size)], used, len(words) - 1, last=True))
        return lines

    def _cut(self, word: str, style: int, room: float, width: float) -> list[str]:
        """A word wider than a line, cut between characters."""
        parts: list[str] = []
        part, used = "", 0.0
        for char in word:
            wide = self._typeface.measure(char, style) * self.size
            if part and used + wide > room:
                parts.append(part)
                part, used, room = "", 0.0, width
            part += char
            used += wide
        return [*parts, part]

    def runs(self, runs: Sequence[tuple[int, str]], width: float, first: float | None = None) -> list[Line]:
        """Runs of (style, text) on lines of *width* points; a word may change its style inside."""
        runs = [(style, text) for style, text in runs if text]
        if len({style for style, _ in runs}) <= 1:
            style = runs[0][0] if runs else int(Style.REGULAR)
            return self.plain("".join(text for _, text in runs), style, width, first)
        room = width if first is None else first
        lines: list[Line] = []
        atoms: list[list[Piece]] = []
        used = 0.0
        for atom in self._atoms(runs, min(room, width)):
            wide = sum(piece.width for piece in atom) * self.size
            if atoms and used + self._space + wide > room + 0.01:
                lines.append(self._line(atoms, used))
                atoms, used, room = [], 0.0, width
            used = used + self._space + wide if atoms else wide
            atoms.append(atom)
        lines.append(self._line(atoms, used))
        lines[-1].last = True
        return lines

    def _atoms(self, runs: Sequence[tuple[int, str]], room: float) -> list[list[Piece]]:
        """What stands between spaces: mostly one word, with several pieces where the style changes inside it."""
        atoms: list[list[Piece]] = [[]]
        for style, text in runs:
            for n, word in enumerate(safe(text).split(" ")):
                if n and atoms[-1]:
                    atoms.append([])
                for k, part in enumerate(self._cut(word, style, room, room) if word else []):
                    if k:
                        atoms.append([])
                    atoms[-1].append(Piece(style, part, self._typeface.measure(part, style)))
        return [atom for atom in atoms if atom] or [[Piece(int(Style.REGULAR), "", 0.0)]]

    def _line(self, atoms: list[list[Piece]], used: float) -> Line:
        pieces: list[Piece] = []
        space = self._typeface.space
        for n, atom in enumerate(atoms):
            for k, piece in enumerate(atom):
                lead = " " if n and not k else ""
                text, wide = lead + piece.text, piece.width + (space if lead else 0.0)
                if pieces and pieces[-1].style == piece.style:
                    before = pieces[-1]
                    pieces[-1] = Piece(piece.style, before.text + text, before.width + wide)
                else:
                    pieces.append(Piece(piece.style, text, wide))
        return Line(pieces, used, len(atoms) - 1)

    def balanced(self, text: str, style: int, width: float) -> list[Line]:
        """*text* on as few lines as *width* allows, of nearly equal length: for names, titles, subjects."""
        return _balanced(self, text, style, width)

    def __hash__(self) -> int:
        return hash((id(self._typeface), self.size))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Setter) and (other._typeface, other.size) == (self._typeface, self.size)


@lru_cache(maxsize=2048)
def _balanced(setter: Setter, text: str, style: int, width: float) -> list[Line]:
    lines = setter.plain(text, style, width)
    if len(lines) == 1:
        return lines
    longest = max(setter.width(word, style) for word in safe(text).split(" "))
    low, high = min(max(width / len(lines), longest), width), width
    for _ in range(8):
        middle = (low + high) / 2
        narrower = setter.plain(text, style, middle)
        if len(narrower) > len(lines):
            low = middle
        else:
            lines, high = narrower, middle
    return lines


def as_runs(text: Text, *, bold: bool = False, italic: bool = False) -> list[tuple[int, str]]:
    """Text of a content block as (style, text) runs."""
    plain = _style(bold, italic)
    if isinstance(text, str):
        return [(plain, text)]
    return [(_style(bold or run.bold, italic or run.italic), run.text) for run in text]


def _style(bold: bool, italic: bool) -> int:
    return int(
        Style.BOLD_ITALIC
        if bold and italic
        else Style.BOLD
        if bold
        else Style.ITALIC
        if italic
        else Style.REGULAR
    )


def paragraphs(text: Text) -> list[Text]:
    """The text cut at its line breaks: what a person typed as several paragraphs is printed as several."""
    if isinstance(text, str):
        return list(filter(str.strip, text.split("\n"))) or [""] if "\n" in text else [text]
    if not any("\n" in run.text for run in text):
        return [text]
    cut: list[list[Run]] = [[]]
    for run in text:
        first, *rest = run.text.split("\n")
        cut[-1].append(Run(first, run.bold, run.italic))
        cut += [[Run(part, run.bold, run.italic)] for part in rest]
    return [tuple(runs) for runs in cut if any(run.text.strip() for run in runs)] or [""]
