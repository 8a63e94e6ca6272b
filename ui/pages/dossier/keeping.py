"""Keeping what is typed: the draft goes to the store within a second, so that a power cut loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from models import clock
from models.draft import Draft
from models.errors import OfficeError
from models.work import dossiers
from ui.desk import Desk

WITHIN_MS = 700
AGAIN_MS = 5000  # after a save that failed (a full disk, a server that is away)


class Keeper(QObject):
    """Saves the draft of a form some 0.7 s after the first key since the last save, while typing goes on and at its end.

    ``kept`` carries the moment; ``failed`` an OfficeError, each time a save could not be kept: it is tried again by itself.
    *collect* gives the draft as it stands.
    """

    kept = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, collect: Callable[[], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._collect = desk, collect
        self.is_dirty = False
        self.problem: OfficeError | None = None  # why the newest save could not be kept
        self._is_held = False
        self._wait = QTimer(self, interval=WITHIN_MS, singleShot=True)
        self._wait.timeout.connect(self.save)

    def touched(self) -> None:
        """The person changed something."""
        self.is_dirty = True
        self._is_held = False
        if not self._wait.isActive():
            self._wait.start(AGAIN_MS if self.problem else WITHIN_MS)

    def save(self) -> None:
        """Keeps the draft now, when there is something to keep."""
        if self._is_held:
            return
        self._wait.stop()
        if not self.is_dirty:
            return
        self.is_dirty = False
        draft, by = self._collect(), self._desk.actor
        self._desk.jobs.do(
            lambda store: dossiers.save_draft(store, draft, by=by),
            owner=self,
            then=self._saved,
            failed=self._not_saved,
        )

    def _not_saved(self, error: OfficeError) -> None:
        """It stays to be saved: tried again after a while, and at once when the person leaves."""
        self.problem = error
        self.touched()
        self.failed.emit(error)

    def _saved(self, _nothing: object) -> None:
        self.problem = None
        moment: datetime = clock.now()
        self.kept.emit(moment)

    def hold(self) -> None:
        """What was typed is on its way to become a dossier: nothing is saved until it did (``forget``) or not (``touched``)."""
        self._wait.stop()
        self._is_held = True

    def forget(self) -> None:
        """What was typed was lodged or thrown away."""
        self._wait.stop()
        self.is_dirty = self._is_held = False
        self.problem = None
