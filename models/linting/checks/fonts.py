"""Typeface, code, colour (Phụ lục I, mục I, khoản 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.linting.components import Paper
from models.linting.reading import Piece
from models.linting.rules import Fault, check, phrase, sample, table

_NAMELESS = re.compile(r"(cidfont\+?)?f\d+|t3font.*|")
_DARK = 80  # the brightest channel of black ink
_LATIN = re.compile(r"[A-Za-zÀ-ỹ0-9]")
_SMALL_STAMP = 10.7  # print of a digital signature in the block of the signatory


def _pieces(paper: Paper) -> Iterator[tuple[int, Piece]]:
    for leaf in paper.leaves:
        for piece in leaf.sheet.pieces:
            yield leaf.number, piece


def _box(piece: Piece) -> tuple[float, float, float, float]:
    return piece.x0, piece.base - piece.size, piece.x1, piece.base + 0.2 * piece.size


@check("typeface", "old_code")
def typeface(paper: Paper) -> Iterator[Fault]:
    """Times New Roman or a family of its measures; marks of lists and other scripts are free."""
    words = table()["words"]
    allowed, marks, old = set(words["families"]), set(words["symbol_families"]), tuple(words["old_codes"])
    seen: set[str] = set()
    for page, piece in _pieces(paper):
        family = piece.font.family
        if family in allowed or family in seen or family in marks or _NAMELESS.fullmatch(family):
            continue
        if not _LATIN.search(piece.text):
            continue
        seen.add(family)
        plain = piece.font.name.lower()
        if plain.startswith(old):
            yield Fault("old_code", page, piece.font.name, "Unicode (TCVN 6909:2001)", box=_box(piece))
        else:
            facts = {"sample": sample(piece.text)}
            yield Fault("typeface", page, piece.font.name, "Times New Roman", box=_box(piece), facts=facts)


@check("font_embedded")
def font_embedded(paper: Paper) -> Iterator[Fault]:
    """The file brings its fonts along."""
    seen: set[str] = set()
    for page, piece in _pieces(paper):
        if not piece.font.embedded and piece.font.name not in seen:
            seen.add(piece.font.name)
            yield Fault("font_embedded", page, piece.font.name, phrase("embedded"), box=_box(piece))


@check("colour")
def colour(paper: Paper) -> Iterator[Fault]:
    """Black; marks of urgency and secrecy are red, stamps of signatures have their own colours."""
    marks = [*paper.urgency, *paper.circulation, *paper.copy_mark]
    free = {id(p) for line in marks for p in line.pieces}
    secret = set(table()["words"]["secrecy"])
    seen: set[int] = set()
    for page, piece in _pieces(paper):
        if max(piece.colour) <= _DARK or id(piece) in free or page in seen:
            continue
        if piece.size < _SMALL_STAMP or piece.text.capitalize() in secret:
            continue
        seen.add(page)
        yield Fault("colour", page, "#" + bytes(piece.colour).hex(), "#000000", box=_box(piece),
                    facts={"sample": sample(piece.text)})  # fmt: skip
