"""A person decides: what will happen in figures and names, a reason where one is needed, a verb to press."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from models.text import nfc
from resources.i18n import _
from ui import actions
from ui.widgets.labels import caption, label, tip

LONGEST = 2000  # letters of a reason


class Decision(QDialog):
    """Asks before an act that cannot be taken back, or that needs a reason. ``reason`` is what was typed."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        title: str,
        says: str,
        verb: str,
        ask: str = "",
        needs_reason: bool = False,
        is_danger: bool = False,
    ) -> None:
        """*says* tells what will happen; *ask* is the label over the reason, without it no reason is asked for."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self._needs = needs_reason
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(title, "section", wrap=True))
        column.addWidget(label(says, wrap=True))
        self._reason: QPlainTextEdit | None = None
        if ask:
            column.addSpacing(8)
            self._reason = self._field(ask)
            column.addWidget(label(ask + (" *" if needs_reason else ""), buddy=self._reason))
            column.addWidget(self._reason)
        column.addSpacing(8)
        column.addWidget(self._buttons(verb, is_danger))
        self._check()

    def _field(self, ask: str) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setAccessibleName(ask)
        field.setTabChangesFocus(True)
        field.setFixedHeight(96)
        field.textChanged.connect(self._check)
        return field

    def _buttons(self, verb: str, is_danger: bool) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._act = QPushButton(caption(verb))
        self._act.setProperty("kind", "danger" if is_danger else "primary")
        self._act.setShortcut("Ctrl+Return")
        tip(self._act, actions.with_key(verb, "Ctrl+Return"))
        box.addButton(self._act, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self._act.setDefault(self._reason is None and not is_danger)
        return box

    def _check(self) -> None:
        self._act.setEnabled(not self._needs or bool(self.reason))

    @property
    def reason(self) -> str:
        """The reason as typed, composed and trimmed; empty when none was asked for."""
        return nfc(self._reason.toPlainText()).strip()[:LONGEST] if self._reason else ""


def ask_reason(
    parent: QWidget | None, *, title: str, says: str, verb: str, needed: bool = True, is_danger: bool = False
) -> str | None:
    """The reason that the person gives ("" where none is needed), or None when he thinks better of it."""
    asked = Decision(
        parent, title=title, says=says, verb=verb, ask=_("Reason"), needs_reason=needed, is_danger=is_danger
    )
    asked.setWindowModality(Qt.WindowModality.WindowModal)
    return asked.reason if asked.exec() == QDialog.DialogCode.Accepted else None


def confirm(parent: QWidget | None, *, title: str, says: str, verb: str, is_danger: bool = False) -> bool:
    """Whether the person wants an act that cannot be taken back. *says* tells what will happen."""
    asked = Decision(parent, title=title, says=says, verb=verb, is_danger=is_danger)
    asked.setWindowModality(Qt.WindowModality.WindowModal)
    return asked.exec() == QDialog.DialogCode.Accepted
