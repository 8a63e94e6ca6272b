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


class Keeper(QObject):
    """Saves the draft of a form some 0.7 s after the first key since the last save, while typing goes on and at its end.

    ``kept`` carries the moment. *collect* gives the draft as it stands.
    """

    kept = Signal(object)

    def __init__(self, desk: Desk, collect: Callable[[], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._collect = desk, collect
        self.is_dirty = False
        self._wait = QTimer(self, interval=WITHIN_MS, singleShot=True)
        self._wait.timeout.connect(self.save)

    def touched(self) -> None:
        """The person changed something."""
        self.is_dirty = True
        if not self._wait.isActive():
            self._wait.start()

    def save(self) -> None:
        """Keeps the draft now, when there is something to keep."""
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
        """It stays to be saved with the next key; the window says why it could not be."""
        self.is_dirty = True
        self._desk.jobs.refused.emit(error)

    def _saved(self, _nothing: object) -> None:
        moment: datetime = clock.now()
        self.kept.emit(moment)

    def forget(self) -> None:
        """What was typed was lodged or thrown away."""
        self._wait.stop()
        self.is_dirty = False
