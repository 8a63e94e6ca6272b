"""Filters as chips above a list: each says what it narrows and to what; a list of choices opens under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.text import fold
from resources.i18n import _
from ui import actions, icons
from ui.widgets.labels import caption, tip

MANY = 12  # from so many choices on, one types a few letters
CODE_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: its name in the question, its label, and its choices (code, words), asked for when it is opened."""

    name: str
    label: str  # already translated
    choices: Callable[[], Sequence[tuple[Any, str]]]


class _Choices(QFrame):
    """The choices of a chip: arrow keys, a few letters, Enter."""

    chosen = Signal(object)

    def __init__(self, chip: Chip, current: Any, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        choices = [(None, _("All")), *chip.choices()]
        self._find = QLineEdit()
        self._find.setPlaceholderText(_("Type a few letters"))
        self._find.setAccessibleName(_("Narrow the choices of {label}").format(label=chip.label))
        self._find.textChanged.connect(self._narrow)
        self._find.installEventFilter(self)
        self._list = QListWidget()
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setAccessibleName(chip.label)
        for code, words in choices:
            item = QListWidgetItem(words)
            item.setData(CODE_ROLE, code)
            self._list.addItem(item)
            if code == current:
                self._list.setCurrentItem(item)
        self._list.itemClicked.connect(self._take)
        self._list.itemActivated.connect(self._take)
        column.addWidget(self._find)
        column.addWidget(self._list)
        self._find.setVisible(len(choices) > MANY)
        rows = min(len(choices), 14)
        self._list.setFixedHeight(rows * max(self._list.sizeHintForRow(0), 24) + 6)
        self.setMinimumWidth(220)
        (self._find if len(choices) > MANY else self._list).setFocus()

    def _narrow(self, text: str) -> None:
        wanted = fold(text)
        first = None
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(wanted not in fold(item.text()))
            if first is None and not item.isHidden():
                first = item
        if first is not None:
            self._list.setCurrentItem(first)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None and not item.isHidden():
            self.chosen.emit(item.data(CODE_ROLE))
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self._list.currentItem())
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)


class FilterBar(QWidget):
    """A row of chips and a field for words. ``changed`` tells that filters or words are others now."""

    changed = Signal()

    def __init__(self, chips: Sequence[Chip], *, words: str = "", parent: QWidget | None = None) -> None:
        """*words* is the hint of the field for words; without it there is none."""
        super().__init__(parent)
        self._chips = {c.name: c for c in chips}
        self._set: dict[str, Any] = {}
        self._said: dict[str, str] = {}
        self._more: dict[str, Any] = {}  # filters that came with a question and have no chip
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        self.words = QLineEdit()
        self.words.setPlaceholderText(words)
        self.words.setAccessibleName(words or _("Narrow by words"))
        self.words.setClearButtonEnabled(True)
        self.words.setFixedWidth(200)
        if not words:
            self.words.hide()
        tip(self.words, actions.with_key(words, "Ctrl+F") if words else "")
        self._typing = QTimer(self, interval=150, singleShot=True)
        self._typing.timeout.connect(self.changed)
        self.words.textChanged.connect(lambda _text: self._typing.start())
        row.addWidget(self.words)
        self.buttons: dict[str, QPushButton] = {}
        for chip in chips:
            button = self.buttons[chip.name] = QPushButton()
            button.setProperty("kind", "chip")
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            button.setIcon(icons.icon("chevron-down", "muted"))
            button.clicked.connect(lambda _checked=False, c=chip: self._open(c))
            row.addWidget(button)
        self.clear_button = QPushButton(caption(_("Clear filters")))
        self.clear_button.setProperty("kind", "link")
        self.clear_button.clicked.connect(self.clear)
        row.addWidget(self.clear_button)
        row.addStretch(1)
        self._show()

    def add(self, button: QWidget) -> None:
        """Puts a button at the right end of the row."""
        row = self.layout()
        assert row is not None
        row.addWidget(button)

    @property
    def filters(self) -> dict[str, Any]:
        """What is filtered by, for a question."""
        return {**self._more, **{n: v for n, v in self._set.items() if v is not None}}

    @property
    def text(self) -> str:
        """The words typed."""
        return self.words.text().strip()

    def show_filters(self, filters: Mapping[str, Any], text: str = "") -> None:
        """Shows the filters of a question; emits nothing. Filters without a chip are kept and counted as "more"."""
        self._set = {n: v for n, v in filters.items() if n in self._chips}
        self._more = {n: v for n, v in filters.items() if n not in self._chips}
        self._said = {n: self._words_for(n, v) for n, v in self._set.items()}
        before = self.words.blockSignals(True)
        self.words.setText(text)
        self.words.blockSignals(before)
        self._show()

    def _words_for(self, name: str, value: Any) -> str:
        if isinstance(value, (tuple, list)):
            return ", ".join(self._words_for(name, v) for v in value)
        return next((words for code, words in self._chips[name].choices() if code == value), str(value))

    def set_filter(self, name: str, value: Any) -> None:
        """Narrows by one chip, or takes it away with None; the list is asked again."""
        self._set[name] = value
        self._said[name] = "" if value is None else self._words_for(name, value)
        self._show()
        self.changed.emit()

    def clear(self) -> None:
        """Takes every filter away."""
        self.show_filters({})
        self.changed.emit()

    def said(self) -> list[str]:
        """The filters in words, for the status line."""
        out = [
            f"{self._chips[n].label.lower()} {self._said[n]}" for n, v in self._set.items() if v is not None
        ]
        if self.text:
            out.append(f"“{self.text}”")
        if self._more:
            out.append(_("as the figure that was opened"))
        return out

    def _open(self, chip: Chip) -> None:
        button = self.buttons[chip.name]
        choices = _Choices(chip, self._set.get(chip.name), self)
        choices.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        choices.chosen.connect(lambda value: self.set_filter(chip.name, value))
        choices.move(button.mapToGlobal(QPoint(0, button.height() + 2)))
        choices.show()

    def _show(self) -> None:
        for name, button in self.buttons.items():
            value = self._set.get(name)
            words = self._chips[name].label
            if value is not None:
                words = f"{words}: {self._said.get(name, value)}"
            button.setText(caption(words if len(words) < 40 else words[:39] + "…"))
            button.setAccessibleName(words)
            button.setProperty("set", "true" if value is not None else "false")
            button.style().polish(button)
            tip(button, words)
        self.clear_button.setVisible(bool(self.filters or self.text))
