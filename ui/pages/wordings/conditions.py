"""When a part appears: conditions chosen from a list, each as it is or turned round, and the list it goes through."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.catalogue.letter_kinds import LetterKind
from models.catalogue.letter_vocabulary import vocabulary
from models.catalogue.wording_parts import Part, condition_words, conditions, conditions_words
from models.text import fold
from resources.i18n import _
from ui import actions
from ui.widgets.labels import caption, label, tip

_NAME = Qt.ItemDataRole.UserRole
NEXT = {"": "+", "+": "!", "!": ""}  # what Space makes of a condition: not used, needed, turned round


class _States(QListWidget):
    """Space, Enter and a click turn the condition of the row."""

    turned = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.itemClicked.connect(lambda item: self.turned.emit(item))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if event.key() == Qt.Key.Key_Space or is_enter:
            self.turned.emit(self.currentItem())
            return
        super().keyPressEvent(event)


class ConditionsDialog(QDialog):
    """Asks when a part of a letter appears. ``when`` and ``each`` are the answer."""

    def __init__(self, kind: LetterKind, part: Part, *, may_repeat: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = kind
        self.setWindowTitle(_("When the part appears"))
        self.setMinimumSize(520, 520)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.states = dict.fromkeys(conditions(kind), "")
        for name in part.when:
            self.states[name.removeprefix("!")] = "!" if name.startswith("!") else "+"
        self._order = sorted(self.states, key=lambda name: not self.states[name])
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Find a condition"))
        self.line.setAccessibleName(_("Find a condition"))
        self.line.textChanged.connect(lambda _text: self._fill())
        self.list = _States()
        self.list.setAccessibleName(_("Conditions"))
        self.list.turned.connect(self.turn)
        self.says = label("", "note", wrap=True)
        self.repeat = QComboBox()
        self.repeat.setAccessibleName(_("Repeated for each of"))
        self.repeat.addItem(_("once"), "")
        for rows in vocabulary().lists.values():
            self.repeat.addItem(str(rows.label), rows.name)
        self.repeat.setCurrentIndex(max(0, self.repeat.findData(part.each)))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(part.place, "section", wrap=True))
        column.addWidget(
            label(_("Press Space on a condition: only when it holds, unless it holds, not used."), wrap=True)
        )
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addWidget(self.says)
        if may_repeat:
            column.addWidget(label(_("Repeated for each of"), buddy=self.repeat))
            column.addWidget(self.repeat)
        column.addWidget(self._buttons())
        self._fill()
        self.list.setFocus()

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        verb = QPushButton(caption(_("Use")))
        verb.setProperty("kind", "primary")
        verb.setShortcut("Ctrl+Return")
        tip(verb, actions.with_key(_("Use"), "Ctrl+Return"))
        box.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    @property
    def when(self) -> tuple[str, ...]:
        """The conditions chosen, in the order of the list."""
        return tuple(("!" if s == "!" else "") + name for name, s in self.states.items() if s)

    @property
    def each(self) -> str:
        """The list the part goes through, empty for a part that stands once."""
        return str(self.repeat.currentData() or "")

    def turn(self, item: QListWidgetItem | None) -> None:
        """Not used → only when → unless → not used."""
        if item is None:
            return
        name = str(item.data(_NAME))
        self.states[name] = NEXT[self.states[name]]
        item.setText(self._words(name))
        self._say()

    def _words(self, name: str) -> str:
        words = condition_words(self.kind, name)
        match self.states[name]:
            case "+":
                return "☑ " + _("only when: {conditions}").format(conditions=words)
            case "!":
                return "☒ " + _("unless: {conditions}").format(conditions=words)
            case _:
                return f"☐ {words}"

    def _fill(self) -> None:
        wanted = fold(self.line.text()).split()
        self.list.clear()
        for name in self._order:
            if all(word in fold(condition_words(self.kind, name)) for word in wanted):
                item = QListWidgetItem(self._words(name))
                item.setData(_NAME, name)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._say()

    def _say(self) -> None:
        self.says.setText(conditions_words(self.kind, self.when) or _("The part always appears."))
