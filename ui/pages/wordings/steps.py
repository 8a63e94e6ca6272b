"""The way back and forth while a wording is written: one history for texts, parts and conditions."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from models.catalogue.letter_kinds import LetterKind
from models.catalogue.wording_parts import Path

PAUSE = 1.5  # seconds without a key after which typing on counts as another step
MOST = 500


@dataclass(frozen=True, slots=True)
class Step:
    """A wording and where it was changed to become so."""

    kind: LetterKind
    path: Path


class Steps:
    """The wordings since the page was opened; *saved* is the one that is in force."""

    def __init__(self, saved: LetterKind) -> None:
        self.saved = saved
        self._done = [Step(saved, ())]
        self._undone: list[Step] = []
        self._typed_at = 0.0

    @property
    def kind(self) -> LetterKind:
        """The wording as it stands."""
        return self._done[-1].kind

    @property
    def is_changed(self) -> bool:
        """Whether it differs from the one in force."""
        return self.kind != self.saved

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return len(self._done) > 1

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._undone)

    def put(self, kind: LetterKind, path: Path, *, typing: bool = False) -> None:
        """Another step; typing in one text without a pause stays one step."""
        if kind == self.kind:
            return
        now = monotonic()
        goes_on = typing and self._done[-1].path == path and now - self._typed_at < PAUSE and self.can_undo
        if goes_on:
            self._done.pop()
        self._done.append(Step(kind, path))
        del self._done[1:-MOST]
        self._undone.clear()
        self._typed_at = now if typing else 0.0

    def undo(self) -> Path:
        """Takes the last step back; gives where it was."""
        if not self.can_undo:
            return ()
        self._undone.append(self._done.pop())
        self._typed_at = 0.0
        return self._undone[-1].path

    def redo(self) -> Path:
        """Takes a step again; gives where it is."""
        if not self._undone:
            return ()
        self._done.append(self._undone.pop())
        self._typed_at = 0.0
        return self._done[-1].path
