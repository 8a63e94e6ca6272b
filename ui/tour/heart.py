"""How long the window did not answer while the tour worked with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 10


class Heart(QObject):
    """A heartbeat on the event loop: the longest gap between two beats is the longest time a person would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.longest, self.during = 0.0, ""
        self.doing = ""
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        gap = now - self._last - BEAT_MS / 1000
        if gap > self.longest:
            self.longest, self.during = gap, self.doing
        self._last = now

    @contextmanager
    def resting(self) -> Iterator[None]:
        """The tour's own work (pictures, files) is not the program's."""
        self._beat()
        yield
        self._last = time.perf_counter()
