"""The reading pane of a dossier: findings first, then facts, earlier trips, papers, letters, acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from models import clock
from models.appraisal.facts import Trip
from models.appraisal.findings import Finding
from models.catalogue.kinds import kinds
from models.catalogue.lists import country
from models.catalogue.lists import label as list_label
from models.draft import Draft
from models.reading.dossiers import DossierRow, dossier_row, draft_of
from models.reading.findings import current_findings
from models.reading.history import history_for
from models.reading.journal import JournalRow, journal
from models.reading.letters import LetterRow, letters_of
from resources.i18n import N_, _, ngettext
from ui.acts_words import act_words
from ui.tables.columns import day, days
from ui.widgets.deadline_badge import DeadlineBadge
from ui.widgets.finding_list import FindingList
from ui.widgets.labels import label
from ui.widgets.pictures import Picture
from ui.widgets.state_chip import StateChip

if TYPE_CHECKING:
    from models.store.units import Reading

ACTS = 6  # newest acts shown; the dossier's own page has all
PAPER_LOOKS = {
    "present": ("circle-check", "done"), "missing": ("circle-dashed", "warn"), "expired": ("triangle-alert", "warn"),
    "wrong_date": ("triangle-alert", "warn"), "not_needed": ("minus", "muted"),
}  # fmt: skip
LETTER_STATES = {
    "draft": N_("being drafted"), "printed": N_("out for signature"), "issued": N_("issued"), "void": N_("void"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the pane shows of one dossier."""

    row: DossierRow
    draft: Draft
    findings: tuple[Finding, ...]
    trips: tuple[tuple[str, Trip], ...]
    letters: tuple[LetterRow, ...]
    acts: tuple[JournalRow, ...]


def overview(read: Reading, dossier_id: int) -> Overview | None:
    """The overview of a dossier, or None when it is not there."""
    row = dossier_row(read, dossier_id)
    if row is None:
        return None
    draft = draft_of(read, dossier_id)
    history = history_for(read, draft)
    names = {m.get("person_id"): str(m.get("full_name") or "") for m in draft.table("members")}
    trips = tuple((names.get(person, ""), trip) for person, found in history.trips.items() for trip in found)
    return Overview(
        row, draft, current_findings(read, dossier_id), trips, letters_of(read, dossier_id),
        journal(read, dossier_id=dossier_id, count=ACTS),
    )  # fmt: skip


def money(amount: int) -> str:
    """An amount in đồng as the desk writes it: 85.000.000 đồng."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def countries_words(codes: Sequence[str]) -> str:
    """Countries in order of travel, each once."""
    return ", ".join(country(code) for code in dict.fromkeys(codes))


class DossierPane(QFrame):
    """A dossier to read. ``field_wanted`` carries a finding whose field the person wants to see."""

    field_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "pane")
        self.setMinimumWidth(300)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(_("Reading pane"))
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll, 1)
        outer.addLayout(self.foot)
        self.findings = FindingList()
        self.findings.chosen.connect(self.field_wanted)
        self._body: QWidget | None = None
        self.shown: Overview | None = None
        self.show_nothing(_("Choose a dossier to read it here."))

    def show_nothing(self, words: str) -> None:
        """Says why there is nothing to read."""
        self.shown = None
        self._put(label(words, "empty", wrap=True))

    def show_overview(self, seen: Overview | None) -> None:
        """Shows a dossier from its top; None when it is gone."""
        if seen is None:
            self.show_nothing(_("This dossier is not there any more."))
            return
        same = self.shown is not None and self.shown.row.id == seen.row.id
        at = self._scroll.verticalScrollBar().value() if same else 0
        self.shown = seen
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(4)
        self._head(column, seen.row)
        self._section(column, _("What the rules say"))
        self.findings = FindingList()
        self.findings.chosen.connect(self.field_wanted)
        self.findings.show_findings(seen.findings)
        column.addWidget(self.findings)
        self._facts(column, seen)
        self._trips(column, seen)
        self._papers(column, seen)
        self._letters(column, seen)
        self._acts(column, seen)
        column.addStretch(1)
        self._put(body)
        self._scroll.verticalScrollBar().setValue(at)

    def _put(self, body: QWidget) -> None:
        old = self._scroll.takeWidget()
        if old is not None:
            old.deleteLater()
        body.setObjectName("paneBody")
        self._body = body
        self._scroll.setWidget(body)

    def _head(self, column: QVBoxLayout, row: DossierRow) -> None:
        kind = kinds().get(row.kind)
        column.addWidget(label(f"{row.reference} · {kind.label if kind else row.kind}", "small"))
        column.addWidget(label(row.title, "section", wrap=True))
        column.addWidget(StateChip(row.state))
        column.addWidget(DeadlineBadge(row.due_on))

    @staticmethod
    def _section(column: QVBoxLayout, words: str) -> None:
        column.addSpacing(12)
        column.addWidget(label(words, "strong"))

    def _facts(self, column: QVBoxLayout, seen: Overview) -> None:
        self._section(column, _("The delegation"))
        row, values = seen.row, seen.draft.values
        people = ngettext("{n} person", "{n} people", row.member_count).format(n=row.member_count)
        lines = [
            (_("Requested by"), row.requester),
            (_("Request"), self._request(seen.draft)),
            (_("Where"), countries_words(row.countries) or self._places(seen.draft)),
            (_("When"), self._when(row)),
            (_("Who"), f"{people} · {row.head_name}" if row.head_name else people),
            (_("Purpose"), str(values.get("purpose") or "")),
            (_("Money"), self._money(seen.draft)),
            (_("Officer"), row.officer),
        ]
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, (name, words) in enumerate(line for line in lines if line[1]):
            grid.addWidget(label(name, "muted"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, wrap=True, selectable=False), number, 1)
        column.addLayout(grid)

    @staticmethod
    def _when(row: DossierRow) -> str:
        if not row.departs_on:
            return ""
        long = ngettext("{n} day", "{n} days", row.days).format(n=row.days)
        return f"{days(row.departs_on, row.returns_on)} ({long})"

    @staticmethod
    def _request(draft: Draft) -> str:
        number, on = (
            draft.values.get("received_paper_number"),
            str(draft.values.get("received_paper_on") or ""),
        )
        shown = f"{on[8:10]}/{on[5:7]}/{on[:4]}" if len(on) == 10 and on[4] == "-" else on
        return ", ".join(str(part) for part in (number, shown) if part)

    @staticmethod
    def _places(draft: Draft) -> str:
        return ", ".join(
            dict.fromkeys(str(leg.get("place") or "") for leg in draft.table("legs") if leg.get("place"))
        )

    @staticmethod
    def _money(draft: Draft) -> str:
        parts: list[str] = []
        for line in draft.table("funding"):
            amount = line.get("amount")
            words = list_label("funding_sources", line.get("source"))
            parts.append(f"{words}: {money(amount)}" if isinstance(amount, int) and amount else words)
        return "\n".join(p for p in parts if p)

    def _trips(self, column: QVBoxLayout, seen: Overview) -> None:
        if not seen.trips:
            return
        self._section(column, _("Trips of its members this year"))
        for name, trip in sorted(seen.trips, key=lambda t: t[1].departs_on)[:12]:
            where = countries_words(trip.countries)
            words = f"{name}: {days(trip.departs_on, trip.returns_on)}, {where} ({trip.reference})"
            column.addWidget(label(words, wrap=True))

    def _papers(self, column: QVBoxLayout, seen: Overview) -> None:
        kind = kinds().get(seen.row.kind)
        rows = seen.draft.table("papers")
        if not rows:
            return
        self._section(column, _("Papers"))
        names = {p.code: str(p.label) for p in kind.papers} if kind else {}
        for line in rows:
            state = str(line.get("state") or "missing")
            symbol, colour = PAPER_LOOKS.get(state, PAPER_LOOKS["missing"])
            name = names.get(str(line.get("code")), str(line.get("code") or ""))
            words = name if state == "present" else f"{name}: {list_label('paper_states', state).lower()}"
            self._line(column, symbol, colour, words)

    @staticmethod
    def _line(column: QVBoxLayout, symbol: str, colour: str, words: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Picture(symbol, colour=colour), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(words, wrap=True), 1)
        column.addLayout(line)

    def _letters(self, column: QVBoxLayout, seen: Overview) -> None:
        if not seen.letters:
            return
        self._section(column, _("Letters"))
        for letter in seen.letters:
            state = _(LETTER_STATES.get(letter.state, letter.state))
            name = f"{letter.type_name} {letter.number}".strip()
            when = f", {day(letter.issued_on)}" if letter.issued_on else ""
            self._line(column, "file-text", "muted", f"{name}: {state}{when}")

    def _acts(self, column: QVBoxLayout, seen: Overview) -> None:
        if not seen.acts:
            return
        self._section(column, _("What was done"))
        for act in seen.acts:
            at = act.at.astimezone(clock.VIETNAM)
            words = f"{at:%d/%m/%Y %H:%M} · {act.user}: {act_words(act.act)}"
            column.addWidget(label(f"{words} – {act.reason}" if act.reason else words, "small", wrap=True))
