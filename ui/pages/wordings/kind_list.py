"""The kinds of letter with the edition of their wording, by groups, found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from models.catalogue.letter_kinds import letter_kinds
from models.catalogue.lists import items
from models.clock import VIETNAM
from models.reading.wordings import WordingState
from models.text import fold
from resources.i18n import _
from ui import icons, theme
from ui.widgets.labels import tip_text

_CODE = Qt.ItemDataRole.UserRole


class KindList(QFrame):
    """``chosen`` carries the code of a kind of letter."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "pane")
        self._states: dict[str, WordingState] = {}
        self._unsaved: set[str] = set()
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Find a letter"))
        self.line.setAccessibleName(_("Find a letter"))
        self.line.textChanged.connect(lambda _text: self._fill())
        self.list = QListWidget()
        self.list.setAccessibleName(_("Kinds of letter"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(14, 14))
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._went)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 4, 8)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)

    def show_states(self, states: Sequence[WordingState], unsaved: set[str]) -> None:
        """Shows the kinds; those with something *unsaved* are marked."""
        self._states, self._unsaved = {s.code: s for s in states}, set(unsaved)
        self._fill()

    def first(self) -> str:
        """The first kind of the list."""
        return next((str(c) for n in range(self.list.count()) if (c := self.list.item(n).data(_CODE))), "")

    def choose(self, code: str) -> None:
        """Marks a kind as the one shown."""
        for n in range(self.list.count()):
            if self.list.item(n).data(_CODE) == code:
                self.list.blockSignals(True)
                self.list.setCurrentRow(n)
                self.list.blockSignals(False)

    def mark(self, code: str, is_unsaved: bool) -> None:
        """Marks whether something of a kind is unsaved."""
        if is_unsaved != (code in self._unsaved):
            (self._unsaved.add if is_unsaved else self._unsaved.discard)(code)
            for n in range(self.list.count()):
                if self.list.item(n).data(_CODE) == code:
                    self._word(self.list.item(n), code)
            self._fit()

    def state_words(self, state: WordingState) -> str:
        """Which wording is in force: "as shipped", or the edition with its day and author."""
        if not state.is_usable:
            return _("to be put right")
        if state.last is None or not state.is_own:
            return _("as shipped")
        day = f"{state.last.made_at.astimezone(VIETNAM):%d/%m/%Y}"
        return _("edition {n} · {day} · {name}").format(n=state.edition, day=day, name=state.last.made_by)

    def _fill(self) -> None:
        wanted = fold(self.line.text()).split()
        held = self.list.currentItem()
        at = held.data(_CODE) if held is not None else None
        self.list.blockSignals(True)
        self.list.clear()
        groups = {code: str(item.label) for code, item in items("letter_groups").items()}
        for group in (*groups, ""):
            of_group = [code for code in self._states if letter_kinds()[code].group == group]
            found = [c for c in of_group if all(w in fold(str(letter_kinds()[c].label)) for w in wanted)]
            if found:
                head = QListWidgetItem(groups.get(group, _("Others")))
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                head.setFont(theme.scaled(self.font(), theme.SMALL, bold=True))
                self.list.addItem(head)
            for code in found:
                item = QListWidgetItem()
                item.setData(_CODE, code)
                self._word(item, code)
                self.list.addItem(item)
                if code == at:
                    self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._fit()

    def _word(self, item: QListWidgetItem, code: str) -> None:
        name, state = str(letter_kinds()[code].label), self.state_words(self._states[code])
        picture = "pencil" if self._states[code].is_own else ""
        if code in self._unsaved:
            state, picture = _("not saved yet"), "clock"
        item.setIcon(icons.icon(picture, "accent") if picture else QIcon())
        item.setText(f"{name}\n{state}")
        item.setData(Qt.ItemDataRole.ToolTipRole, tip_text(f"{name}\n{state}"))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {state}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Every row as high as its lines at this width; the style forgets its own margins when it counts them."""
        room, metrics = self.width() - 60, self.list.fontMetrics()
        for n in range(self.list.count()):
            item = self.list.item(n)
            width = room - (0 if item.icon().isNull() else 20)
            lines = metrics.boundingRect(QRect(0, 0, width, 1000), int(Qt.TextFlag.TextWordWrap), item.text())
            item.setSizeHint(QSize(0, lines.height() + 10))

    def _went(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        code = item.data(_CODE) if item is not None else None
        if code:
            self.chosen.emit(str(code))
