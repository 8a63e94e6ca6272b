"""The panel beside the form: how many findings of each weight, what is missing or cannot be read, then each finding."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from models.appraisal.facts import Problem
from models.appraisal.findings import Finding
from resources.i18n import _, ngettext
from ui import theme
from ui.widgets.finding_list import ORDER, FindingList, counts
from ui.widgets.labels import caption, label, tip
from ui.widgets.pictures import Picture

WIDTH = 304
SHOWN = 5  # missing entries named before the rest is counted


class _Count(QWidget):
    """One weight: icon, number; its word in the tooltip and for screen readers."""

    def __init__(self, meaning: str) -> None:
        super().__init__()
        symbol, word = theme.MEANINGS[meaning]
        self._word = _(word)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(Picture(symbol, colour=theme.meaning_colour(meaning)))
        self._number = label("0", "strong")
        row.addWidget(self._number)
        tip(self, self._word)

    def show_count(self, number: int) -> None:
        """Shows how many."""
        self._number.setText(str(number))
        self.setAccessibleName(f"{self._word}: {number}")


class AppraisalPanel(QFrame):
    """Findings and problems. ``place_wanted`` names a field to go to, ``waive`` carries a finding to let pass."""

    place_wanted = Signal(str)
    waive = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "pane")
        self.setFixedWidth(max(WIDTH, min(440, 38 * self.fontMetrics().averageCharWidth())))
        self.setAccessibleName(_("Appraisal"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(12)
        head.addWidget(label(_("Appraisal"), "strong"))
        head.addStretch(1)
        self._counts = {severity: _Count(str(severity)) for severity in ORDER}
        for shown in self._counts.values():
            head.addWidget(shown)
        outer.addLayout(head)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self.area, 1)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(12, 4, 12, 16)
        self._column.setSpacing(8)
        self.problems = QVBoxLayout()
        self.problems.setSpacing(8)
        self._column.addLayout(self.problems)
        self.findings = FindingList()
        self.findings.chosen.connect(self._chosen)
        self.findings.waive.connect(self.waive)
        self._column.addWidget(self.findings)
        self._column.addStretch(1)
        self.area.setWidget(body)
        self._shown: tuple[Sequence[Problem], Sequence[Problem]] | None = None
        self._rules: set[str] | None = None  # of the findings shown; None before the first of a dossier

    def show_verdict(
        self,
        findings: Sequence[Finding],
        problems: Sequence[Problem],
        *,
        asked: Sequence[Problem] = (),
        can_waive: bool = False,
    ) -> None:
        """Shows what the rules say now; *asked* is what a supplement was asked for, by field."""
        for severity, number in counts(findings).items():
            self._counts[severity].show_count(number)
        shown = (tuple(problems), tuple(asked))
        if self._shown != shown:
            self._shown = shown
            self._show_problems(problems, asked)
        self.findings.show_findings(findings, can_waive=can_waive)
        rules = {card.finding.rule for card in self.findings.cards}
        fresh = rules - self._rules if self._rules is not None else set[str]()
        self._rules = rules
        if fresh:
            QTimer.singleShot(0, self, lambda: self._bring(fresh))

    def begin(self) -> None:
        """Another dossier comes: its findings are shown from the first on."""
        self._rules = None
        self.area.verticalScrollBar().setValue(0)

    def _bring(self, rules: set[str]) -> None:
        """Brings the weightiest of the findings that have just appeared to sight."""
        for card in self.findings.cards:
            if card.finding.rule in rules:
                self.area.ensureWidgetVisible(card, 0, 16)
                return

    def _show_problems(self, problems: Sequence[Problem], asked: Sequence[Problem]) -> None:
        wrong, missing = [p for p in problems if not p.is_missing], [p for p in problems if p.is_missing]
        while (item := self.problems.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if asked:
            title = ngettext("{count} item was asked for", "{count} items were asked for", len(asked))
            self.problems.addWidget(self._group("warn", title.format(count=len(asked)), asked))
        if wrong:
            title = ngettext("{count} entry cannot be read", "{count} entries cannot be read", len(wrong))
            self.problems.addWidget(self._group("stop", title.format(count=len(wrong)), wrong))
        if missing:
            title = ngettext("{count} entry is missing", "{count} entries are missing", len(missing))
            self.problems.addWidget(self._group("note", title.format(count=len(missing)), missing))

    def _group(self, meaning: str, title: str, problems: Sequence[Problem]) -> QFrame:
        card = QFrame(self)
        card.setProperty("kind", meaning)
        column = QVBoxLayout(card)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(0)
        column.addWidget(label(title, "strong", wrap=True))
        for problem in problems[:SHOWN]:
            column.addWidget(self._link(problem))
        rest = len(problems) - SHOWN
        if rest > 0:
            more = ngettext("and {count} more", "and {count} more", rest).format(count=rest)
            column.addWidget(label(more, "small"))
        return card

    def _link(self, problem: Problem) -> QPushButton:
        words = problem.says
        button = QPushButton()
        button.setProperty("kind", "link")
        button.setAccessibleName(words)
        shown = button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.width() - 64)
        button.setText(caption(shown))
        tip(button, "" if shown == words else words)
        button.clicked.connect(lambda _on=False, place=problem.field: self.place_wanted.emit(place))
        return button

    def _chosen(self, finding: Finding) -> None:
        if finding.fields:
            self.place_wanted.emit(finding.fields[0])

    def show_place(self, place: str) -> None:
        """Brings the finding about a field or table to sight."""
        for card in self.findings.cards:
            if any(f == place or f.split(".")[0] == place for f in card.finding.fields):
                self.area.ensureWidgetVisible(card, 0, 16)
                return
