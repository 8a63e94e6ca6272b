"""What the rules say about a dossier: heaviest first, each with its icon, word, rule, basis and what would make it pass."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.appraisal.findings import Finding, Severity
from resources.i18n import _
from ui import theme
from ui.tables.delegates import Cell
from ui.widgets.labels import caption, label, tip
from ui.widgets.pictures import Picture

ORDER = (Severity.STOP, Severity.WARN, Severity.SILENT, Severity.NOTE)


def counts(findings: Sequence[Finding]) -> dict[Severity, int]:
    """How many findings of each weight did not pass; waived stops are not counted."""
    out = dict.fromkeys(ORDER, 0)
    for f in findings:
        if not f.passed and not f.waived_by:
            out[f.severity] += 1
    return out


def counts_words(stops: int, warnings: int, waivers: int = 0) -> str:
    """Counts of findings in words, for cells and screen readers."""
    parts = [
        (_("{n} to stop"), stops), (_("{n} to explain"), warnings), (_("{n} waived"), waivers),
    ]  # fmt: skip
    return ", ".join(words.format(n=n) for words, n in parts if n) or _("nothing found")


def counts_cell(stops: int, warnings: int, waivers: int = 0) -> Cell:
    """Counts of findings as a table paints them: each with the icon of its meaning."""
    parts: list[tuple[str, str, str]] = []
    if stops:
        parts.append((theme.MEANINGS["stop"][0], str(stops), "stop"))
    if warnings:
        parts.append((theme.MEANINGS["warn"][0], str(warnings), "warn"))
    if waivers:
        parts.append(("stamp", str(waivers), "note"))
    return Cell(tuple(parts) or (("circle-check", "", "done"),))


class FindingCard(QFrame):
    """One finding. ``chosen`` carries it when the person wants to go to its field; ``waive`` to let it pass with a reason."""

    chosen = Signal(object)
    waive = Signal(object)

    def __init__(self, finding: Finding, *, can_waive: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        meaning = "done" if finding.waived_by else str(finding.severity)
        symbol, word = theme.MEANINGS["done" if finding.passed else meaning]
        colour = theme.meaning_colour("done" if finding.passed else meaning)
        self.setProperty("ground", colour)
        self.setAccessibleName(f"{_(word)}: {finding.says}")
        if finding.fields:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            tip(self, _("Go to the field (Enter)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(Picture(symbol, colour=colour), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        row.addLayout(column, 1)
        self._fill(column, finding, _(word), can_waive)

    def _fill(self, column: QVBoxLayout, finding: Finding, word: str, can_waive: bool) -> None:
        column.addWidget(label(finding.title or word, "strong", wrap=True))
        if finding.says and finding.says != finding.title:
            column.addWidget(label(finding.says, wrap=True, selectable=False))
        if finding.remedy and not finding.passed:
            column.addWidget(label("→ " + finding.remedy, wrap=True))
        source = " · ".join(part for part in (finding.rule, finding.basis) if part)
        column.addWidget(label(source, "small", wrap=True))
        if finding.waived_by:
            passed = _("Let pass by {who}: {reason}")
            column.addWidget(
                label(passed.format(who=finding.waived_by, reason=finding.waived_reason), wrap=True)
            )
        if can_waive and finding.is_open_stop:
            button = QPushButton(caption(_("Let pass with a reason…")))
            button.setProperty("kind", "link")
            button.clicked.connect(lambda _checked=False: self.waive.emit(finding))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.finding.fields and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.finding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.finding.fields:
            self.chosen.emit(self.finding)
            return
        super().keyPressEvent(event)


class FindingList(QWidget):
    """All findings that did not pass, heaviest first. Signals as ``FindingCard``."""

    chosen = Signal(object)
    waive = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.cards: list[FindingCard] = []
        self._shown: tuple[Finding, ...] | None = None

    def show_findings(
        self, findings: Sequence[Finding], *, can_waive: bool = False, nothing: str = ""
    ) -> None:
        """Shows these findings; *nothing* is said when all passed."""
        failed = tuple(
            sorted((f for f in findings if not f.passed), key=lambda f: (ORDER.index(f.severity), f.rule))
        )
        if failed == self._shown and failed:
            return
        self._shown = failed
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.cards = [FindingCard(f, can_waive=can_waive) for f in failed]
        for card in self.cards:
            card.chosen.connect(self.chosen)
            card.waive.connect(self.waive)
            self._column.addWidget(card)
        if not failed:
            self._column.addLayout(self._nothing(nothing or _("The rules find nothing to object to.")))

    @staticmethod
    def _nothing(words: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Picture("circle-check", colour="done"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words, "done", wrap=True), 1)
        return row
