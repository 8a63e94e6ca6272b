"""Slabs of a letter stacked onto pages: what must stay together, what is repeated, where a page ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Words(NamedTuple):
    """Text at a place: baseline start (points; from the left, and down from the top), style, size, added word space."""

    x: float
    y: float
    style: int
    size: float
    text: str
    stretch: float = 0.0


class Rule(NamedTuple):
    """A straight black line."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float = 0.6


class Frame(NamedTuple):
    """A single-line box with words in it; red for urgency, else black."""

    x: float
    y: float
    width: float
    height: float
    red: bool


@dataclass(slots=True)
class Slab:
    """A strip over the whole width that is never cut: a line of text, a table row, the signature block.

    Measures are in points, places relative to its top left on the page. *gap* is the space above, dropped at the head of
    a page. *keep*: not to be parted from the next slab. *head* is repeated above it when it comes first on a page.
    *top* and *foot* rules are drawn only where the slab begins or ends a page (a table row cut in two).
    """

    height: float
    words: Sequence[Words] = ()
    gap: float = 0.0
    keep: bool = False
    rules: Sequence[Rule] = ()
    frames: Sequence[Frame] = ()
    red: Sequence[Words] = ()
    head: Slab | None = None
    top: Rule | None = None
    foot: Rule | None = None


@dataclass(slots=True)
class Page:
    """A finished page: slabs, each with the distance of its top from the top of the sheet."""

    placed: list[tuple[float, Slab]] = field(default_factory=list[tuple[float, Slab]])
    squares: bytes = b""  # the square code of page_marks, as drawing operators

    def lay(self, slab: Slab, at: float = 0.0) -> None:
        """Puts a slab at a place of its own, outside the flow."""
        self.placed.append((at, slab))

    @property
    def text(self) -> str:
        """Everything on the page, in the order it is drawn."""
        return "".join(words.text for _, slab in self.placed for words in (*slab.words, *slab.red))


class Stack:
    """Places slabs between *top* and the bottom of each page (``bottom(n)`` for page n from 1)."""

    def __init__(self, top: float, bottom: Callable[[int], float]) -> None:
        self._top = top
        self._bottom = bottom
        self.pages = [Page()]
        self._at = top
        self._last: Slab | None = None

    def place(self, slabs: Sequence[Slab]) -> None:
        """Stacks *slabs* in order, with a new page wherever the next ones that belong together do not fit."""
        start = 0
        while start < len(slabs):
            end = start + 1
            while slabs[end - 1].keep and end < len(slabs):
                end += 1
            group = slabs[start:end]
            whole = self._fits(group)
            if not whole:
                self._new_page()
                whole = self._fits(group)
            for slab in group:
                # A group longer than a page begins on a fresh one and is cut where it must be.
                if not whole and not self._fits((slab,)):
                    self._new_page()
                self._put(slab)
            start = end

    def _fits(self, group: Sequence[Slab]) -> bool:
        needed = 0.0
        for slab in group:
            needed += slab.gap + slab.height
        if self._at == self._top:
            if len(group) == 1:
                return True
            needed += (group[0].head.height if group[0].head is not None else 0.0) - group[0].gap
        return needed <= self._bottom(len(self.pages)) - self._at + 0.01

    def _new_page(self) -> None:
        if self._at == self._top:
            return
        if self._last is not None and self._last.foot is not None:
            self._edge(self._last.foot, self._at - self._last.height)
        self.pages.append(Page())
        self._at = self._top
        self._last = None

    def _put(self, slab: Slab) -> None:
        first = self._at == self._top
        if first and slab.head is not None:
            self.pages[-1].lay(slab.head, self._at)
            self._at += slab.head.height
        if not first:
            self._at += slab.gap
        elif slab.top is not None:
            self._edge(slab.top, self._at)
        self.pages[-1].lay(slab, self._at)
        self._at += slab.height
        self._last = slab

    def _edge(self, rule: Rule, at: float) -> None:
        self.pages[-1].lay(Slab(0.0, rules=(rule,)), at)
