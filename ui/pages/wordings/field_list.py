"""The fields one may put into a text: searched by typing, taken with Enter, with what each says in the sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from models.catalogue.wording_tokens import Choice
from models.text import fold
from resources.i18n import _
from ui.widgets.labels import label

_CHOICE = Qt.ItemDataRole.UserRole
WIDTH, HEIGHT = 440, 340


class FieldList(QFrame):
    """A list over the window below the text; no window of its own, so that Vietnamese typing works in its search line."""

    def __init__(
        self,
        around: QWidget,
        choices: tuple[Choice, ...],
        examples: Mapping[str, str],
        take: Callable[[Choice, bool], None],
        leave: Callable[[], None],
    ) -> None:
        """*examples* are what fields say in the sample; *take* gets the field chosen and whether it may stay empty, *leave* is
        called when none was."""
        super().__init__(around.window())
        self._choices, self._examples, self._take_it, self._leave = choices, examples, take, leave
        self._is_done = False
        self.setProperty("kind", "popup")
        self.setAccessibleName(_("Fields"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Find a field"))
        self.line.setAccessibleName(_("Find a field"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Fields"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addWidget(
            label(_("Enter puts it in; Shift+Enter one that may stay empty"), "small", wrap=True)
        )
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda item: self.take(item))
        self._fill("")
        self.place(around)

    def place(self, around: QWidget) -> None:
        """Below the text where there is room, else above it."""
        window = around.window()
        corner = around.mapTo(window, QPoint(0, around.height() + 2))
        top = (
            corner.y()
            if corner.y() + HEIGHT < window.height()
            else max(8, corner.y() - around.height() - HEIGHT - 4)
        )
        left = max(8, min(corner.x(), window.width() - WIDTH - 8))
        self.setGeometry(left, top, WIDTH, min(HEIGHT, window.height() - 16))
        self.show()
        self.raise_()
        self.line.setFocus()

    def _fill(self, words: str) -> None:
        wanted = fold(words).split()
        self.list.clear()
        group = ""
        for choice in self._choices:
            if not all(word in fold(f"{choice.label} {choice.group} {choice.name}") for word in wanted):
                continue
            if choice.group != group:
                group = choice.group
                head = QListWidgetItem(group)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(head)
            says = self._examples.get(choice.name, "")
            item = QListWidgetItem(f"    {choice.label}" + (f"  –  {says}" if says else ""))
            item.setData(_CHOICE, choice)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{choice.label}, {group}")
            self.list.addItem(item)
        self.step(1, at=-1)

    def step(self, by: int, *, at: int | None = None) -> None:
        """To the next field in that direction; titles of groups are stepped over."""
        row = self.list.currentRow() if at is None else at
        for n in range(row + by, self.list.count() if by > 0 else -1, by):
            if self.list.item(n).data(_CHOICE) is not None:
                self.list.setCurrentRow(n)
                return

    def take(self, item: QListWidgetItem | None, *, optional: bool = False) -> None:
        """Puts the field of a row in and closes."""
        choice = item.data(_CHOICE) if item is not None else None
        if isinstance(choice, Choice):
            self._close()
            self._take_it(choice, optional)

    def eventFilter(self, watched: object, event: object) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Up:
                    self.step(1 if event.key() == Qt.Key.Key_Down else -1)
                case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                    for _n in range(8):
                        self.step(1 if event.key() == Qt.Key.Key_PageDown else -1)
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    optional = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                    self.take(self.list.currentItem(), optional=optional)
                case Qt.Key.Key_Escape | Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                    self._close()
                    self._leave()
                case _:
                    return False
            return True
        if watched is self.line and isinstance(event, QFocusEvent) and _has_left(event):
            self._close()
        return False

    def _close(self) -> None:
        if not self._is_done:
            self._is_done = True
            self.hide()
            self.deleteLater()


def _has_left(event: QFocusEvent) -> bool:
    elsewhere = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
    return event.lostFocus() and event.reason() not in elsewhere
