"""Everything a supplement is asked for, in one slip: ticked from what is missing or wrong, and lines of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.appraisal.facts import DossierFacts
from models.appraisal.findings import Finding, Severity
from models.catalogue.kinds import DossierKind
from models.catalogue.lists import label as list_label
from models.text import nfc, squeeze
from models.work.guards import Ask
from resources.i18n import _, ngettext
from ui import actions
from ui.widgets.labels import caption, label, tip


def proposed(kind: DossierKind, facts: DossierFacts, findings: Sequence[Finding]) -> list[Ask]:
    """What could be asked for: papers that should be there and are not in order, entries that are missing, failed findings."""
    asks: list[Ask] = []
    states = {p.code: p for p in facts.papers}
    for paper in kind.papers:
        found = states.get(paper.code)
        state = found.state if found else "missing"
        if state in {"missing", "expired", "wrong_date"} and facts.condition(paper.required_when):
            place = next((n for n, p in enumerate(facts.papers) if p.code == paper.code), 0)
            says = f"{paper.label.vi} ({list_label('paper_states', state).lower()})"
            asks.append(Ask(f"papers.{place}.state", says, paper.basis))
    asks += [Ask(p.field, p.says) for p in facts.problems]
    asks += [
        Ask(f.fields[0] if f.fields else "", f.remedy or f.says, f.basis)
        for f in findings
        if not f.passed and not f.waived_by and f.severity in {Severity.STOP, Severity.WARN}
    ]
    return asks


class SupplementDialog(QDialog):
    """Ticks and lines. ``asks`` are what was chosen; ``reason`` is needed the second time."""

    def __init__(
        self, asks: Sequence[Ask], earlier: int, reference: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Ask for a supplement"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(680, 540)
        self._offered = list(asks)
        self._earlier = earlier
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(
            label(
                _("What shall be supplemented in {reference}").format(reference=reference),
                "section",
                wrap=True,
            )
        )
        column.addWidget(
            label(
                _("Ask for everything at once; the slip lists each item with its basis."), "muted", wrap=True
            )
        )
        column.addWidget(self._ticks(), 1)
        self.lines = QPlainTextEdit()
        self.lines.setAccessibleName(_("Further items, one per line"))
        self.lines.setTabChangesFocus(True)
        self.lines.setFixedHeight(64)
        self.lines.textChanged.connect(self._tell)
        column.addWidget(label(_("Further items, one per line"), buddy=self.lines))
        column.addWidget(self.lines)
        self.why = QLineEdit()
        self.why.textChanged.connect(self._tell)
        if earlier:
            self.why.setAccessibleName(_("Reason for asking again"))
            column.addWidget(label(_("Reason for asking again") + " *", buddy=self.why))
            column.addWidget(self.why)
        self.told = label("", "note", wrap=True)
        column.addWidget(self.told)
        column.addWidget(self._buttons())
        self._tell()

    def _ticks(self) -> QScrollArea:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(8)
        self.ticks: list[QCheckBox] = []
        for ask in self._offered:
            tick = QCheckBox(caption(ask.says if len(ask.says) < 90 else ask.says[:88] + "…"))
            tick.setAccessibleName(ask.says)
            tip(tick, "\n".join(t for t in (ask.says, ask.basis) if t))
            tick.setChecked(True)
            tick.toggled.connect(self._tell)
            column.addWidget(tick)
            if ask.basis:
                basis = label(ask.basis, "small", wrap=True)
                basis.setIndent(26)
                column.addWidget(basis)
            self.ticks.append(tick)
        if not self.ticks:
            column.addWidget(
                label(
                    _("Nothing is missing and no rule objects; write below what is needed."),
                    "muted",
                    wrap=True,
                )
            )
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(_("Items"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        return area

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        verb = _("Ask for the supplement")
        self.act = QPushButton(caption(verb))
        self.act.setProperty("kind", "primary")
        self.act.setShortcut("Ctrl+Return")
        tip(self.act, actions.with_key(verb, "Ctrl+Return"))
        box.addButton(self.act, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The ticked items and the lines of one's own."""
        chosen = [ask for ask, tick in zip(self._offered, self.ticks, strict=True) if tick.isChecked()]
        own = [Ask("", squeeze(line)) for line in nfc(self.lines.toPlainText()).split("\n") if line.strip()]
        return (*chosen, *own)

    @property
    def reason(self) -> str:
        """Why it is asked a second time."""
        return squeeze(self.why.text())

    def _tell(self) -> None:
        count = len(self.asks)
        words = ngettext(
            "{count} item will be asked for; the dossier waits for the unit.",
            "{count} items will be asked for; the dossier waits for the unit.",
            count,
        )
        self.told.setText(words.format(count=count))
        self.act.setEnabled(count > 0 and (not self._earlier or bool(self.reason)))
