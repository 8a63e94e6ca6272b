"""What two wordings of a letter differ in, part by part and word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from models.catalogue.legal_bases import legal_topics
from models.catalogue.letter_kinds import LetterKind
from models.catalogue.letter_vocabulary import vocabulary
from models.catalogue.wording_parts import SECTIONS, Part, conditions_words, parts_of, sort_words
from models.catalogue.wording_tokens import choices, shown
from resources.i18n import _

ALIKE = 0.4  # from this share of common text two parts count as one that was reworded
_PIECE = re.compile(r"⟦[^⟧]*⟧|\s+|[^\s⟦⟧]+|.")


class Change(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"


class Fate(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stand in both texts, only in the earlier, or only in the later one."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that differs. *place* and *label* name it; *pieces* are both texts woven into one."""

    change: Change
    place: str
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A part as a person reads it, which is what is compared."""

    part: Part
    label: str
    text: str


def differences(before: LetterKind, after: LetterKind) -> tuple[Difference, ...]:
    """What changed from one wording to a later one, in reading order."""
    old, new = _said(before), _said(after)
    found: list[Difference] = []
    for section in SECTIONS:
        found += _compared(
            [x for x in old if x.part.section == section], [x for x in new if x.part.section == section]
        )
    return tuple(found)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts woven into one: what stayed, what went, what came, word by word."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    out: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            out.append(Piece(Fate.SAME, "".join(old[a:b])))
            continue
        if b > a:
            out.append(Piece(Fate.GONE, "".join(old[a:b])))
        if d > c:
            out.append(Piece(Fate.NEW, "".join(new[c:d])))
    return tuple(out)


def _said(kind: LetterKind) -> list[_Said]:
    out: list[_Said] = []
    for part in parts_of(kind):
        words = choices(kind, part.each)
        lines = [
            f"{spot.label}: {shown(spot.text, words)}" if spot.label else shown(spot.text, words)
            for spot in part.spots
        ]
        if part.law:
            lines.append(str(legal_topics().get(part.law, part.law)))
        if part.each in vocabulary().lists:
            lines.insert(0, _("for each of: {list}").format(list=vocabulary().lists[part.each].label))
        if part.when:
            lines.insert(0, f"({conditions_words(kind, part.when)})")
        out.append(_Said(part, sort_words(part), "\n".join(lines)))
    return out


def _compared(old: Sequence[_Said], new: Sequence[_Said]) -> list[Difference]:
    a = [(x.label, x.text) for x in old]
    b = [(x.label, x.text) for x in new]
    found: list[Difference] = []
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what != "equal":
            found += _paired(old[i:j], new[k:m])
    return _with_moves(found)


def _paired(old: Sequence[_Said], new: Sequence[_Said]) -> list[Difference]:
    """Parts that stand at the same place in both: each new one goes with the first old one it resembles, in order."""
    found: list[Difference] = []
    at = 0
    for x in new:
        like = next((n for n in range(at, len(old)) if _alike(old[n], x)), None)
        if like is None:
            found.append(_difference(Change.ADDED, x, "", x.text))
            continue
        found += [_difference(Change.REMOVED, gone, gone.text, "") for gone in old[at:like]]
        found.append(_difference(Change.REWORDED, x, old[like].text, x.text, old[like].label))
        at = like + 1
    return [*found, *(_difference(Change.REMOVED, gone, gone.text, "") for gone in old[at:])]


def _alike(one: _Said, other: _Said) -> bool:
    same = SequenceMatcher(None, _PIECE.findall(one.text), _PIECE.findall(other.text), autojunk=False)
    return same.ratio() >= ALIKE


def _difference(change: Change, said: _Said, before: str, after: str, was: str = "") -> Difference:
    label = said.label if was in {"", said.label} else f"{was} → {said.label}"
    return Difference(change, said.part.place, label, before, after, pieces(before, after))


def _with_moves(found: list[Difference]) -> list[Difference]:
    """A part that went at one place and came unchanged at another was moved."""
    gone = {(d.label, d.before): d for d in found if d.change is Change.REMOVED}
    out: list[Difference] = []
    moved: set[int] = set()
    for d in found:
        was = gone.pop((d.label, d.after), None) if d.change is Change.ADDED else None
        if was is None:
            out.append(d)
            continue
        moved.add(id(was))
        place = f"{was.place} → {d.place}"
        out.append(Difference(Change.MOVED, place, d.label, d.after, d.after, (Piece(Fate.SAME, d.after),)))
    return [d for d in out if id(d) not in moved]
