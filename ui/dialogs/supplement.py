"""Asking for a supplement: everything that is missing or wrong in one slip, each with its basis; once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.appraisal.findings import Severity
from models.catalogue.kinds import kinds
from models.reading.dossiers import DossierRow, draft_of
from models.reading.findings import current_findings
from models.text import nfc, squeeze
from models.work.dossiers import missing_of
from models.work.facts import facts_for
from models.work.guards import Ask
from resources.i18n import _, ngettext
from ui import actions
from ui.widgets.labels import caption, label, tip

if TYPE_CHECKING:
    from models.store.units import Reading


def proposals(read: Reading, dossier_id: int) -> tuple[Ask, ...]:
    """What may be asked for: missing papers, missing fields, and what the rules object to. Each field once."""
    draft = draft_of(read, dossier_id)
    papers = {p.code: p for p in kinds()[draft.kind].papers}
    found: dict[str, Ask] = {}
    for number, line in enumerate(draft.table("papers")):
        paper = papers.get(str(line.get("code")))
        if paper is not None and line.get("state") in ("missing", "expired", "wrong_date"):
            field = f"papers.{number}.state"
            found[field] = Ask(field, paper.label.vi, paper.basis)
    for problem in missing_of(facts_for(read, draft)):
        found.setdefault(problem.field, Ask(problem.field, problem.says))
    for finding in current_findings(read, dossier_id):
        if not finding.passed and not finding.waived_by and finding.severity in (Severity.STOP, Severity.WARN):
            field = finding.fields[0] if finding.fields else finding.rule
            found.setdefault(field, Ask(field, finding.remedy or finding.says, finding.basis))
    return tuple(found.values())


class SupplementDialog(QDialog):
    """Chooses what is asked for. ``asks()`` and ``reason`` after it was accepted."""

    def __init__(self, row: DossierRow, found: Sequence[Ask], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Ask for a supplement"))
        self.resize(640, 520)
        self._needs_reason = row.supplements > 0
        self._found = [(QCheckBox(caption(ask.says)), ask) for ask in found]
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        title = _("Ask {requester} to supplement dossier {reference}")
        column.addWidget(
            label(title.format(requester=row.requester, reference=row.reference), "section", wrap=True)
        )
        column.addWidget(label(_("Everything in one slip: a second request needs a reason."), "muted", wrap=True))
        column.addWidget(self._choices(), 1)
        self._more = self._field(column, _("Something else, one request on each line"), 64)
        self._reason = self._field(column, _("Why it is asked for a second time") + " *", 56)
        if not self._needs_reason:
            self._reason.hide()
            if (above := column.itemAt(column.count() - 2).widget()) is not None:
                above.hide()
        column.addWidget(self._buttons())
        self._check()

    def _choices(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(2)
        for box, ask in self._found:
            box.setChecked(True)
            tip(box, ask.says)
            box.toggled.connect(self._check)
            column.addWidget(box)
            if ask.basis:
                basis = label(ask.basis, "small", wrap=True)
                basis.setContentsMargins(28, 0, 0, 6)
                column.addWidget(basis)
        if not self._found:
            column.addWidget(label(_("Nothing is missing as far as the program can see."), "muted", wrap=True))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(_("What is missing or wrong"))
        return scroll

    def _field(self, column: QVBoxLayout, words: str, height: int) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setAccessibleName(words)
        field.setTabChangesFocus(True)
        field.setFixedHeight(height)
        field.textChanged.connect(self._check)
        column.addWidget(label(words, buddy=field))
        column.addWidget(field)
        return field

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._act = QPushButton()
        self._act.setProperty("kind", "primary")
        self._act.setShortcut("Ctrl+Return")
        box.addButton(self._act, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def _check(self) -> None:
        if not hasattr(self, "_act"):
            return
        n = len(self.asks())
        words = ngettext("Ask for {n} thing", "Ask for {n} things", n).format(n=n)
        self._act.setText(caption(words))
        self._act.setShortcut("Ctrl+Return")
        tip(self._act, actions.with_key(words, "Ctrl+Return"))
        self._act.setEnabled(n > 0 and (not self._needs_reason or bool(self.reason)))

    def asks(self) -> tuple[Ask, ...]:
        """What is asked for."""
        typed = [squeeze(line) for line in nfc(self._more.toPlainText()).split("\n")]
        return tuple(
            [ask for box, ask in self._found if box.isChecked()] + [Ask("", line) for line in typed if line]
        )

    @property
    def reason(self) -> str:
        """Why it is asked for again; empty the first time."""
        return squeeze(self._reason.toPlainText())
