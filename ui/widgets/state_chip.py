"""The state of a dossier as a chip: icon and word; which icon follows from the workflow, so a new state needs nothing here."""

from __future__ import annotations

from functools import cache

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from models.catalogue.workflows import State, workflows
from ui import icons
from ui.tables.delegates import Cell
from ui.widgets.labels import label
from ui.widgets.pictures import Picture

# what kind of state → its icon, its colour, the ground of the chip
_LOOKS = {
    "ended_badly": ("ban", "muted", "sunken"),
    "ended_well": ("circle-check", "done", "done_soft"),
    "waiting": ("hourglass", "note", "note_soft"),
    "working": ("circle-dot", "text", "sunken"),
}


@cache
def _state(name: str) -> State | None:
    return next((w.states[name] for w in workflows().values() if name in w.states), None)


@cache
def look(name: str) -> str:
    """Which kind of state it is: working, waiting, ended_well or ended_badly (reached by a dangerous step)."""
    state = _state(name)
    if state is None:
        return "working"
    if not state.is_final:
        return "waiting" if state.is_waiting else "working"
    steps = [t for w in workflows().values() for t in w.transitions if t.to == name]
    return "ended_badly" if any(t.style == "danger" for t in steps) else "ended_well"


def state_words(name: str) -> str:
    """The state as the desk calls it."""
    state = _state(name)
    return str(state.label) if state else name


def state_cell(name: str) -> Cell:
    """The state as a table paints it."""
    symbol, colour, ground = _LOOKS[look(name)]
    return Cell(((symbol, state_words(name), colour),), ground)


class StateChip(QFrame):
    """The state beside a title."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._icon = Picture("circle-dot", icons.SMALL)
        self._words = label()
        row.addWidget(self._icon)
        row.addWidget(self._words)
        row.addStretch(1)
        self.show_state(name)

    def show_state(self, name: str) -> None:
        """Shows another state."""
        symbol, colour, _ground = _LOOKS[look(name)]
        self._icon.show_icon(symbol, colour)
        self._words.setText(state_words(name))
        self.setAccessibleName(state_words(name))
