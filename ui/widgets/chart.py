"""A chart of horizontal bars that are buttons: each opens the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.figures import BarLine
from ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, its numbers (the first is drawn), the sentence for the tooltip, and what pressing it gives back."""

    words: str
    values: tuple[int, ...]
    says: str = ""
    key: Any = None


class BarChart(QWidget):
    """Bars under each other, the longest fills the room. ``opened`` carries the key of the bar that was pressed."""

    opened = Signal(object)

    def __init__(
        self, title: str, empty: str, parent: QWidget | None = None, *, label_part: float = 0.36
    ) -> None:
        """*empty* stands there while there is nothing to draw; *label_part* is the share of the width for the words."""
        super().__init__(parent)
        self.setAccessibleName(title)
        self._empty, self._part = empty, label_part
        self.lines: list[BarLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._heads: tuple[str, ...] = ()

    def show_heads(self, heads: Sequence[str]) -> None:
        """Names the columns of numbers; shown above the bars from the next ``show_bars`` on."""
        self._heads = tuple(heads)

    def show_bars(self, bars: Sequence[Bar], number_width: int = 56, *, drawn: bool = True) -> None:
        """Shows these bars in place of the ones before; not *drawn* they are lines of numbers that do not compare."""
        while item := self._column.takeAt(0):
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self.lines = []
        if not bars:
            self._column.addWidget(label(self._empty, "empty", wrap=True))
        elif self._heads:
            self._column.addWidget(self._head(number_width))
        most = max((b.values[0] for b in bars), default=0)
        for bar in bars:
            line = BarLine(bar.words, bar.values, most, bar.says)
            line.label_part, line.number_width, line.is_drawn = self._part, number_width, drawn
            line.setEnabled(bar.key is not None)
            line.clicked.connect(lambda _checked=False, key=bar.key: self.opened.emit(key))
            self.lines.append(line)
            self._column.addWidget(line)
        self._column.addStretch(1)

    def _head(self, number_width: int) -> QWidget:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 4)
        row.setSpacing(0)
        row.addStretch(1)
        for words in self._heads:
            head = label(words, "small", wrap=True)
            head.setFixedWidth(number_width)
            head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            row.addWidget(head)
        made = QWidget()
        made.setLayout(row)
        return made
