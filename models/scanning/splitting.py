"""Scanned pages sorted into letters: which belong together, in which order, and what is doubtful about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.scanning.reading import ScannedPage


class Remark(StrEnum):
    """What was noticed about the pages of a letter. All but REORDERED make a person look."""

    MISSING = "missing"  # pages of the letter that the file lacks
    REPEATED = "repeated"  # pages that come more than once; the last one is kept
    PRESUMED = "presumed"  # pages without a readable code that stand where one is missing
    REORDERED = "reordered"  # the pages came in another order and were put right
    NO_CODE = "no_code"  # pages without a code that belong to no letter in the file
    FOREIGN_CODE = "foreign_code"  # pages with a code that is none of ours
    TWO_CODES = "two_codes"  # two sheets in one picture


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a letter: its page in the scanned file, how to put it upright, its page in the letter (0: not known)."""

    scanned: int
    turn: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Bundle:
    """Pages that belong together. *mark* is empty and *pages* 0 where no code tells which letter they are.

    *remarks* name pages: of the letter for MISSING and REPEATED, else of the file.
    """

    mark: str
    pages: int
    leaves: tuple[Leaf, ...]
    remarks: tuple[tuple[Remark, tuple[int, ...]], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every page is there once and known by its code."""
        return bool(self.mark) and all(remark is Remark.REORDERED for remark, _pages in self.remarks)


def split(pages: Sequence[ScannedPage]) -> tuple[Bundle, ...]:
    """The letters of a file in the order of their first pages. Blank pages are left out."""
    written = [page for page in pages if not page.is_blank]
    presumed = _presumed(written)
    turns = _turns(written)
    marked: dict[tuple[str, int], list[Leaf]] = {}
    loose: list[list[ScannedPage]] = []
    previous = -1
    for index, page in enumerate(written):
        place = presumed.get(index)
        if place is None:
            if previous != index - 1 or not loose:
                loose.append([])
            loose[-1].append(page)
            previous = index
        else:
            mark, of, number = place
            marked.setdefault((mark, of), []).append(Leaf(page.number, turns[index], number))
    unread = {p.number for i, p in enumerate(written) if p.code is None and i in presumed}
    bundles = [_marked_bundle(mark, of, leaves, unread) for (mark, of), leaves in marked.items()]
    by_number = {page.number: turn for page, turn in zip(written, turns, strict=True)}
    bundles += [_loose_bundle(group, by_number) for group in loose]
    return tuple(sorted(bundles, key=lambda b: min(leaf.scanned for leaf in b.leaves)))


def _presumed(written: Sequence[ScannedPage]) -> dict[int, tuple[str, int, int]]:
    """For each page that has a place: mark, number of pages, page. Unread pages take the missing place beside a neighbour."""
    places = {
        i: (p.code.mark, p.code.pages, p.code.page) for i, p in enumerate(written) if p.code is not None
    }
    taken = set(places.values())
    for step, order in ((1, range(len(written))), (-1, range(len(written) - 1, -1, -1))):
        for index in order:
            page, neighbour = written[index], places.get(index - step)
            if index in places or neighbour is None or page.is_foreign or page.is_double:
                continue
            mark, of, number = neighbour
            wanted = (mark, of, number + step)
            if 1 <= number + step <= of and wanted not in taken:
                places[index] = wanted
                taken.add(wanted)
    return places


def _turns(written: Sequence[ScannedPage]) -> list[int]:
    """How to turn each page; one without a code lies as the nearest page before or after it that has one."""
    turns: list[int | None] = [page.turn if page.code else None for page in written]
    for order in (range(1, len(turns)), range(len(turns) - 2, -1, -1)):
        for index in order:
            if turns[index] is None:
                turns[index] = turns[index - 1 if order.step > 0 else index + 1]
    return [turn or 0 for turn in turns]


def _marked_bundle(mark: str, of: int, leaves: list[Leaf], unread: set[int]) -> Bundle:
    kept = {leaf.page: leaf for leaf in leaves}
    ordered = tuple(kept[number] for number in sorted(kept))
    counts = [leaf.page for leaf in leaves]
    found = (
        (Remark.MISSING, tuple(n for n in range(1, of + 1) if n not in kept)),
        (Remark.REPEATED, tuple(n for n in sorted(kept) if counts.count(n) > 1)),
        (Remark.PRESUMED, tuple(leaf.scanned for leaf in ordered if leaf.scanned in unread)),
    )
    remarks = [(remark, pages) for remark, pages in found if pages]
    came = [leaf.scanned for leaf in ordered]
    if came != sorted(came):
        remarks.append((Remark.REORDERED, tuple(came)))
    return Bundle(mark, of, ordered, tuple(remarks))


def _loose_bundle(group: Sequence[ScannedPage], turns: dict[int, int]) -> Bundle:
    found = (
        (Remark.TWO_CODES, tuple(p.number for p in group if p.is_double)),
        (Remark.FOREIGN_CODE, tuple(p.number for p in group if p.is_foreign)),
        (Remark.NO_CODE, tuple(p.number for p in group if not p.is_double and not p.is_foreign)),
    )
    leaves = tuple(Leaf(page.number, turns[page.number]) for page in group)
    return Bundle("", 0, leaves, tuple((remark, pages) for remark, pages in found if pages))
