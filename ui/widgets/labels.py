"""The one place where text labels, tooltips and message boxes are made: content is never taken for markup.

Qt shows a label's text as rich text when it looks like HTML, and then loads pictures named in it. Names of companies and
people come from outside, so every label here is plain text (RELIABILITY §2k).
"""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QMessageBox, QSizePolicy, QWidget


class WrappedLabel(QLabel):
    """Text over several lines, as high as its width needs: also where the layout around it does not ask for that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placed = False

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), self.heightForWidth(self.width())) if self._placed else hint

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), self.heightForWidth(self.width())) if self._placed else least

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._placed or event.size().width() != event.oldSize().width():
            self._placed = True
            self.updateGeometry()


def label(
    text: str = "",
    kind: str = "",
    *,
    wrap: bool = False,
    selectable: bool = False,
    buddy: QWidget | None = None,
    parent: QWidget | None = None,
) -> QLabel:
    """A plain-text label. *kind* is a word of the theme: title, section, strong, small, muted, stop, warn, note, done."""
    made = WrappedLabel(parent) if wrap else QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    if kind:
        made.setProperty("kind", kind)
    if wrap:
        made.setWordWrap(True)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if buddy is not None:
        made.setBuddy(buddy)
    return made


class ShortLabel(QLabel):
    """One line that ends with … where it does not fit; the whole text is its tooltip."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(24)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if kind:
            self.setProperty("kind", kind)
        self._whole = ""
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Shows *text*, shortened to the width."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole_text(self) -> str:
        """The text without shortening."""
        return self._whole

    def _fit(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(
            self._whole, Qt.TextElideMode.ElideRight, max(self.width() - 2, 0)
        )
        self.setText(shown)
        tip(self, self._whole if shown != self._whole else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(
            QFontMetrics(self.font()).horizontalAdvance(self._whole) + 4, super().sizeHint().height()
        )


def tip_text(text: str) -> str:
    """A tooltip's text as Qt must get it so that nothing in it counts as markup."""
    return f"<qt>{html.escape(text)}</qt>".replace("\n", "<br/>") if text else ""


def tip(of: QWidget | QAction, text: str) -> None:
    """Gives a widget or an action its tooltip."""
    of.setToolTip(tip_text(text))


def caption(text: str) -> str:
    """*text* for a button, tab or menu: an ampersand stays an ampersand."""
    return text.replace("&", "&&")


def message(
    parent: QWidget | None,
    title: str,
    text: str,
    *,
    detail: str = "",
    severity: str = "note",
    buttons: QMessageBox.StandardButton = QMessageBox.StandardButton.Ok,
) -> QMessageBox:
    """A message box with plain text, not yet shown. *severity* is note, warn or stop."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(detail)
    box.setIcon(
        {
            "stop": QMessageBox.Icon.Critical,
            "warn": QMessageBox.Icon.Warning,
        }.get(severity, QMessageBox.Icon.Information)
    )
    box.setStandardButtons(buttons)
    return box
