"""Text broken into lines: greedy for lời văn, balanced for what stands centred."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from models.letters.content import Run, Text
from models.letters.fonts import Style, Typeface

_BLANK = re.compile("[ \t\n\r\f\v\x85\u2028\u2029]+")
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SUSPECT = re.compile("  |" + _UNSAFE.pattern)


def safe(text: str) -> str:
    """Text as it is drawn: the one gate between content and paper.

    Line breaks and tabs become spaces, runs of spaces one space; controls and invisible signs, which would change how
    other text reads, are dropped; half a character (a lone surrogate) becomes the replacement sign. Anything else,
    whatever it looks like, is printed as typed.
    """
    if _SUSPECT.search(text) is None:
        return text
    return _BLANK.sub(" ", _UNSAFE.sub(_replace, _BLANK.sub(" ", text)))


def _replace(match: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= match.group() <= "\udfff" else ""


class Piece(NamedTuple):
    """A stretch of one style on one line."""

    style: int
    text: str
    width: float  # at size 1


Atom: TypeAlias = "tuple[int, str | list[Piece], float]"
"""What stands between two spaces: its (last) style, its word or pieces, its width at size 1."""


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
        known, size = self._typeface.known[style], self.size
        space = self._typeface.space
        full = (width + 0.01) / size
        room = full if first is None else (first + 0.01) / size
        lines: list[Line] = []
        words = safe(text).strip(" ").split(" ")
        start, used = 0, -space
        for n, word in enumerate(words):
            wide = known.get(word)
            if wide is None:
                wide = self._typeface.measure(word, style)
            if used + space + wide <= room:
                used += space + wide
                continue
            if n > start:
                lines.append(Line([Piece(style, " ".join(words[start:n]), used)], used * size, n - start - 1))
                room = full
            if wide > room:
                *parts, words[n] = self._cut(word, style, room * size, width)
                for part in parts:
                    wide = self._typeface.measure(part, style)
                    lines.append(Line([Piece(style, part, wide)], wide * size, 0))
                    room = full
                wide = self._typeface.measure(words[n], style)
            start, used = n, wide
        last = Piece(style, " ".join(words[start:]), used)
        lines.append(Line([last], used * size, len(words) - start - 1, last=True))
        return lines

    def labelled(
        self, label: str, label_style: int, text: str, style: int, width: float, first: float
    ) -> list[Line]:
        """A short label and then *text*, parted by a space: "Điều 1. Cử …"."""
        wide = self.width(label, label_style)
        lines = self.plain(text, style, width, max(first - wide - self._space, 1.0))
        opening = lines[0]
        if opening.width + wide + self._space > first + 0.02:  # the first word does not fit beside the label
            return self.runs([(label_style, label), (style, f" {text}")], width, first)
        piece = opening.pieces[0]
        after = Piece(style, f" {piece.text}", piece.width + self._typeface.space)
        opening.pieces = [Piece(label_style, label, wide / self.size), after]
        opening.width += wide + self._space
        opening.spaces += 1 + label.count(" ")
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
        size, space = self.size, self._space
        room = (width if first is None else first) + 0.01
        lines: list[Line] = []
        atoms: list[Atom] = []
        used = 0.0
        for atom in self._atoms(runs, min(room, width)):
            wide = atom[2] * size
            if atoms and used + space + wide > room:
                lines.append(self._line(atoms, used))
                atoms, used, room = [], 0.0, width + 0.01
            used = used + space + wide if atoms else wide
            atoms.append(atom)
        lines.append(self._line(atoms, used))
        lines[-1].last = True
        return lines

    def _atoms(self, runs: Sequence[tuple[int, str]], room: float) -> list[Atom]:
        """What stands between spaces: mostly one word; several pieces where the style changes inside a word."""
        atoms: list[Atom] = []
        measure, most = self._typeface.measure, room / self.size
        glued = False
        for style, text in runs:
            words = safe(text).split(" ")
            if glued and words[0]:
                last, wide = atoms.pop(), measure(words[0], style)
                piece = Piece(style, words[0], wide)
                before = last[1] if isinstance(last[1], list) else [Piece(last[0], last[1], last[2])]
                atoms.append((style, [*before, piece], last[2] + wide))
                words[0] = ""
            for word in words:
                if word:
                    wide = measure(word, style)
                    if wide <= most:
                        atoms.append((style, word, wide))
                    else:
                        atoms += [
                            (style, part, measure(part, style)) for part in self._cut(word, style, room, room)
                        ]
            glued = bool(atoms) and not text.endswith(" ")
        return atoms or [(int(Style.REGULAR), "", 0.0)]

    def _line(self, atoms: list[Atom], used: float) -> Line:
        """The atoms as pieces; the space between two styles belongs to the second."""
        pieces: list[Piece] = []
        space = self._typeface.space
        style, words, wide = atoms[0][0], list[str](), 0.0
        for atom in atoms:
            if atom[0] == style and isinstance(atom[1], str):
                words.append(atom[1])
                wide += atom[2] + space
                continue
            if words:
                pieces.append(Piece(style, " ".join(words), wide - space))
            inner = atom[1] if isinstance(atom[1], list) else [Piece(*atom)]  # type: ignore[arg-type]
            lead = 1 if pieces else 0
            head = inner[0]
            pieces += [Piece(head.style, " " * lead + head.text, head.width + lead * space), *inner[1:-1]]
            tail = inner[-1] if len(inner) > 1 else pieces.pop()
            style, words, wide = tail.style, [tail.text], tail.width + space
        if words:
            pieces.append(Piece(style, " ".join(words), wide - space))
        return Line(pieces, used, len(atoms) - 1)

    def balanced(self, text: str, style: int, width: float) -> list[Line]:
        """*text* on as few lines as *width* allows, of nearly equal length: for names, titles, subjects."""
        return _balanced(self, text, style, width)


@lru_cache(maxsize=64)
def type_at(typeface: Typeface, size: float) -> Setter:
    """The one setter of a typeface at a size."""
    return Setter(typeface, size)


@lru_cache(maxsize=2048)
def _balanced(at: Setter, text: str, style: int, width: float) -> list[Line]:
    lines = at.plain(text, style, width)
    if len(lines) == 1:
        return lines
    longest = max(at.width(word, style) for word in safe(text).split(" "))
    low, high = min(max(width / len(lines), longest), width), width
    for _ in range(8):
        middle = (low + high) / 2
        narrower = at.plain(text, style, middle)
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
