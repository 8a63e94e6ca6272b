"""The frame of small dialogs that perform one act: a title, fields, a sentence of refusal inside, a verb to press."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from models.errors import OfficeError
from resources.i18n import _
from ui import actions
from ui.widgets.labels import caption, label, tip

if TYPE_CHECKING:
    from models.store.units import Store
    from ui.desk import Desk


class Asking(QDialog):
    """Fill ``body``, say what will happen in ``says``, and call ``perform`` from ``act``; a refusal keeps what was typed."""

    def __init__(self, parent: QWidget, desk: Desk, title: str, verb: str, *, width: int = 480) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(title, "section", wrap=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        column.addLayout(self.body)
        self.says = label("", wrap=True)
        column.addWidget(self.says)
        self.refusal = label("", "stop", wrap=True)
        self.refusal.hide()
        column.addWidget(self.refusal)
        column.addSpacing(8)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.verb = QPushButton(caption(verb))
        self.verb.setProperty("kind", "primary")
        self.verb.setShortcut("Ctrl+Return")
        tip(self.verb, actions.with_key(verb, "Ctrl+Return"))
        box.addButton(self.verb, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self.act)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def field(self, words: str, widget: QWidget) -> QWidget:
        """Adds a field under its label."""
        self.body.addWidget(label(words, buddy=widget))
        self.body.addWidget(widget)
        if not widget.accessibleName():
            widget.setAccessibleName(words)
        return widget

    def act(self) -> None:
        """The person pressed the verb."""
        raise NotImplementedError

    def perform(self, act: Callable[[Store], Any], then: Callable[[Any], None]) -> None:
        """Performs the act; closes when it was done, says why when it was not."""

        def done(answer: Any) -> None:
            then(answer)
            self.accept()

        self.verb.setEnabled(False)
        self.desk.jobs.do(act, owner=self, then=done, failed=self.refuse)

    def refuse(self, error: OfficeError | str) -> None:
        """Says why it was not done; what was typed stays."""
        self.verb.setEnabled(True)
        self.refusal.setText(str(error) if error else _("Please fill in what is missing."))
        self.refusal.show()
