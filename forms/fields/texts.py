"""One line and growing text."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from forms.fields import values
from forms.fields.base import Input, register
from forms.spec import Surroundings
from models.catalogue.kinds import Field
from models.draft import Value
from models.text import nfc


class LineEdit(QLineEdit):
    """A line that shows its beginning when left and takes pasted tables as one line."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Back to the first letter, so that a long name is readable; a popup or another window does not count as leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.setCursorPosition(0)


@register("line")
class LineInput(Input):
    """A single line of text."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        self.edit = LineEdit(self)
        self.setFocusProxy(self.edit)
        self.box.addWidget(self.edit)
        self.edit.textEdited.connect(self._typed)

    def _typed(self, _text: str) -> None:
        self.companions = {}
        self.edited.emit()

    def show_value(self, value: Value) -> None:
        """The value as one line."""
        shown = values.show(self.spec, value)
        if self.edit.text() != shown:
            self.edit.setText(shown)
            self.edit.setCursorPosition(0)

    def value(self) -> Value:
        """What was typed, read as the field's sort."""
        return values.read(self.spec, self.edit.text())

    def set_read_only(self, read_only: bool) -> None:
        """Readable, selectable, not changeable."""
        self.edit.setReadOnly(read_only)

    def target(self) -> QWidget:
        """The line."""
        return self.edit

    def set_compact(self) -> None:
        """No frame inside a cell."""
        self.edit.setFrame(False)


class GrowingText(QPlainTextEdit):
    """Text that is as high as what stands in it, from *least* to *most* lines. Tab leaves it."""

    least, most = 2, 10

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def _grow(self, *_size: object) -> None:
        line = self.fontMetrics().lineSpacing()
        lines = max(self.least, min(self.most, int(self.document().size().height())))
        around = int(self.document().documentMargin() * 2) + self.frameWidth() * 2 + 8
        self.setFixedHeight(lines * line + around)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps otherwise."""
        super().resizeEvent(event)
        self._grow()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted text is plain and composed."""
        self.insertPlainText(nfc(source.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter belongs to the page (lodge), not to the text."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As high as it has grown."""
        return QSize(240, self.height())


@register("text")
class TextInput(Input):
    """Several lines."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        self.edit = GrowingText(self)
        self.setFocusProxy(self.edit)
        self.box.addWidget(self.edit)
        self._showing = False
        self.edit.textChanged.connect(self._changed)

    def _changed(self) -> None:
        if not self._showing:
            self.edited.emit()

    def show_value(self, value: Value) -> None:
        """The whole text; the person's own undo is the form's."""
        shown = values.show(self.spec, value)
        if self.edit.toPlainText() == shown:
            return
        self._showing = True
        try:
            self.edit.setPlainText(shown)
            if self.edit.hasFocus() and QApplication.focusWidget() is self.edit:
                cursor = self.edit.textCursor()
                cursor.movePosition(cursor.MoveOperation.End)
                self.edit.setTextCursor(cursor)
        finally:
            self._showing = False

    def value(self) -> Value:
        """The text, composed and trimmed."""
        return values.read(self.spec, self.edit.toPlainText())

    def set_read_only(self, read_only: bool) -> None:
        """Readable, selectable, not changeable."""
        self.edit.setReadOnly(read_only)

    def target(self) -> QWidget:
        """The text."""
        return self.edit
