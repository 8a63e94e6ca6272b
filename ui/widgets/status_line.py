"""The foot of the window: how many and why these, what was just done and how to take it back, long work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from resources.i18n import _
from ui import actions
from ui.widgets.labels import ShortLabel, caption, label, tip

if TYPE_CHECKING:
    from ui.jobs import Progress

SAID_MS = 12_000  # a sentence without undo goes away by itself
LONG_MS = 1_000  # work is worth a bar after this


class StatusLine(QFrame):
    """One line of 32 px. ``undone`` is emitted when the person takes the last act back."""

    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "foot")
        self.setFixedHeight(32)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        self._about = ShortLabel("", "muted")
        self._said = label("")
        self._undo = QPushButton(caption(actions.with_key(_("Undo"), "Ctrl+Z")))
        self._undo.setProperty("kind", "link")
        tip(self._undo, actions.with_key(_("Take back what was just done"), "Ctrl+Z"))
        self._undo.clicked.connect(self.undo)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(120)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress"))
        self._stop = QPushButton(_("Stop"))
        self._stop.setProperty("kind", "link")
        for widget, stretch in (
            (self._about, 1), (self._said, 0), (self._undo, 0), (self._bar, 0), (self._stop, 0),
        ):  # fmt: skip
            row.addWidget(widget, stretch)
        for widget in (self._undo, self._bar, self._stop):
            widget.hide()
        self._take_back: Callable[[], None] | None = None
        self._fade = QTimer(self, interval=SAID_MS, singleShot=True)
        self._fade.timeout.connect(self.forget)
        self._progress: Progress | None = None

    def show_about(self, text: str) -> None:
        """Says how many rows there are and why these."""
        self._about.show_text(text)

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Says what was done; *undo* takes it back when the person wants that."""
        self._said.setText(text)
        self._take_back = undo
        self._undo.setVisible(undo is not None)
        if undo is None:
            self._fade.start()
        else:
            self._fade.stop()

    @property
    def said(self) -> str:
        """What is said at present."""
        return self._said.text()

    @property
    def can_undo(self) -> bool:
        """Whether the last act can be taken back."""
        return self._take_back is not None

    def undo(self) -> None:
        """Takes the last act back, once."""
        if self._take_back is not None:
            take_back, self._take_back = self._take_back, None
            self.forget()
            take_back()
            self.undone.emit()

    def forget(self) -> None:
        """Clears what was said."""
        self._said.setText("")
        self._undo.hide()
        self._take_back = None

    def follow(self, progress: Progress) -> None:
        """Shows a long work from its first second on, with a way to stop it."""
        self._progress = progress
        words, far = [progress.title], [0, 0]

        def show() -> None:
            if self._progress is progress:
                self._bar.setRange(0, far[1])
                self._bar.setValue(far[0])
                self._said.setText(words[0])
                self._bar.show()
                self._stop.show()

        def moved(done: int, total: int, text: str) -> None:
            words[0], far[:] = f"{progress.title} {text}".strip(), [done, total]
            if self._bar.isVisible():
                show()

        def ended() -> None:
            if self._progress is progress:
                self._progress = None
                self._bar.hide()
                self._stop.hide()
                if self._said.text() == words[0]:
                    self.forget()

        progress.moved.connect(moved)
        progress.ended.connect(ended)
        self._stop.clicked.connect(progress.stop)
        QTimer.singleShot(LONG_MS, self, show)
