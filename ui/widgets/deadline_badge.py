"""When something is due, as an icon and words that need no colour: overdue, today, so many working days left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from models import clock
from models.catalogue.holidays import calendar
from resources.i18n import _, ngettext
from ui.tables.columns import day
from ui.tables.delegates import Cell
from ui.widgets.labels import label
from ui.widgets.pictures import Picture


@dataclass(frozen=True, slots=True)
class Due:
    """A due date seen from today: *words*, its icon and its colour. *left* counts working days, negative when overdue."""

    on: date
    left: int
    words: str
    icon: str
    colour: str


@lru_cache(maxsize=4096)
def _left(on: date, today: date) -> int:
    """Working days from today to a due date; a list asks the same dates again and again."""
    return calendar(min(on, today).year, max(on, today).year).between(today, on)


def due(on: date | None, today: date | None = None) -> Due | None:
    """How a due date stands on *today*; None when there is none."""
    if on is None:
        return None
    today = today or clock.today()
    left = _left(on, today)
    if on < today:
        late = max(-left, 1)
        words = ngettext("{n} day overdue", "{n} days overdue", late).format(n=late)
        return Due(on, -late, words, "alarm-clock", "stop")
    if on == today:
        return Due(on, 0, _("today"), "clock-alert", "warn")
    words = ngettext("{n} day left", "{n} days left", left).format(n=left)
    return Due(on, left, words, "clock", "text" if left > 1 else "warn")


def due_words(on: date | None) -> str:
    """The due date in words for a cell: "12/03 · 2 days left"."""
    found = due(on)
    return f"{day(on)[:5]} · {found.words}" if found else ""


def due_cell(on: date | None) -> Cell | None:
    """The due date as a table paints it."""
    found = due(on)
    return Cell(((found.icon, due_words(on), found.colour),)) if found else Cell(())


class DeadlineBadge(QFrame):
    """The due date beside a title."""

    def __init__(self, on: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._icon, self._words = Picture("clock"), label()
        row.addWidget(self._icon)
        row.addWidget(self._words)
        row.addStretch(1)
        self.show_due(on)

    def show_due(self, on: date | None) -> None:
        """Shows another due date, or nothing for None."""
        found = due(on)
        if found is None or self.parentWidget() is not None:  # shown without a parent it would be a window
            self.setVisible(found is not None)
        if found is not None:
            self._icon.show_icon(found.icon, found.colour)
            self._words.setText(f"{day(found.on)} · {found.words}")
            self._words.setProperty("kind", found.colour if found.colour != "text" else "")
            self._words.style().polish(self._words)
            self.setAccessibleName(_("Due {when}").format(when=self._words.text()))
