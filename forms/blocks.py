"""A field on the screen: its label above, its input, its help, and the sentence under it when something is wrong."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QToolTip, QVBoxLayout, QWidget

from forms.fields.base import Input, make_input, mark_label, plain_label, tip, tip_text
from forms.spec import Surroundings
from models.catalogue.kinds import Field
from resources.i18n import _

ICONS = {"stop": "octagon-x", "warn": "triangle-alert", "note": "info", "silent": "circle-help"}
RANK = {"stop": 0, "warn": 1, "silent": 2, "note": 3, "": 9}


class Caption(QLabel):
    """A label above a field: on one line where there is room, wrapped where there is not. Plain text."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        """The whole text on one line."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 6, super().sizeHint().height())


class HelpMark(QAbstractButton):
    """A small question mark beside a label; F1 in the field says the same, so the keyboard does not stop here."""

    def __init__(self, icon: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icon)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(14, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon, or a question mark where there is none."""
        painter = QPainter(self)
        if self.icon().isNull():
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "?")
        else:
            self.icon().paint(painter, self.rect())
        painter.end()


class FieldBlock(QWidget):
    """Label, input and sentence of one field. *meaning* is stop, warn, note, silent or empty."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.around = around
        self.input: Input = make_input(spec, around, self)
        caption = f"{spec.label} *" if spec.required else str(spec.label)
        self.label = Caption(caption, self)
        self.label.setBuddy(self.input.target())
        self.mark = mark_label(self)
        self.mark.setAccessibleName("")
        self.mark.hide()
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.label, 0)
        head.addWidget(self.mark)
        self.help_text = "\n".join(t for t in (str(spec.help or ""), spec.basis) if t)
        if self.help_text:
            head.addWidget(self._help_button())
        head.addStretch(1)
        self.says = plain_label("", "stop", self)
        self.says.hide()
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(self.input)
        box.addWidget(self.says)
        self.meaning = ""
        self._name_for_readers()

    def _help_button(self) -> HelpMark:
        button = HelpMark(self.around.icon("circle-help"), self)
        tip(button, self.help_text)
        button.setAccessibleName(_("Help: {label}").format(label=self.spec.label))
        button.clicked.connect(self.show_help)
        return button

    def show_help(self) -> None:
        """The help and its basis beside the field."""
        text = self.help_text or str(self.spec.label)
        QToolTip.showText(self.input.mapToGlobal(QPoint(0, self.input.height())), tip_text(text), self.input)

    def _name_for_readers(self) -> None:
        required = _("Must be filled in.") if self.spec.required else ""
        parts = [required, self.help_text, self.says.text() if not self.says.isHidden() else ""]
        self.input.set_names(str(self.spec.label), " ".join(p for p in parts if p))

    def height_for(self, width: int) -> int:
        """How high it has to be at a width, with everything it says now."""
        layout = self._box
        return (
            layout.totalHeightForWidth(width)
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )

    def show_state(self, meaning: str, sentence: str) -> None:
        """Puts the mark beside the label and the sentence under the input; both go when *meaning* is empty."""
        if meaning == self.meaning and sentence == self.says.text():
            return
        self.meaning = meaning
        icon = self.around.icon(ICONS.get(meaning, "info")) if meaning else None
        if icon is not None and not icon.isNull():
            self.mark.setPixmap(icon.pixmap(14, 14))
        self.mark.setVisible(bool(meaning) and icon is not None and not icon.isNull())
        self.says.setText(sentence)
        self.says.setProperty("kind", "note" if meaning == "silent" else meaning)
        self.says.setVisible(bool(sentence))
        target = self.input.target()
        target.setProperty("meaning", meaning)
        for widget in (self.says, target):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self._name_for_readers()
