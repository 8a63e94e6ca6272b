"""The rule book in force on a day, to read: each rule with its basis and its figures; and the days offices do not work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter

from models import clock
from models.catalogue.holidays import special_days
from models.catalogue.kinds import kinds
from models.catalogue.rulebook import Rule, in_force
from resources.i18n import N_, _
from ui import theme
from ui.acts_words import role_words
from ui.panels import Panel, short_table
from ui.tables.columns import CENTRE, Column, Paint, day
from ui.tables.delegates import Cell
from ui.widgets.date_field import DateField
from ui.widgets.labels import label
from ui.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from models.store.units import Reading
    from ui.desk import Desk

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with its place in the list."""

    id: int
    rule: Rule


def rules_on(_read: Reading, on: date) -> list[RuleRow]:
    """The rules in force on a day, by code."""
    found = sorted(in_force(on), key=lambda r: (r.code, sorted(r.applies_to)))
    return [RuleRow(n, rule) for n, rule in enumerate(found, 1)]


def kinds_words(codes: Sequence[str] | frozenset[str]) -> str:
    """The kinds of dossier a rule is for."""
    return ", ".join(str(k.label) for code, k in kinds().items() if code in codes)


def _severity(row: RuleRow) -> str:
    return _(theme.MEANINGS[row.rule.severity][1])


def _severity_cell(row: RuleRow) -> Cell:
    icon, words = theme.MEANINGS[row.rule.severity]
    return Cell(((icon, _(words), theme.meaning_colour(row.rule.severity)),))


class _Open(dict[str, Any]):
    """What a check fills in with each dossier is left open."""

    def __missing__(self, _name: str) -> str:
        return "…"


def sentence(rule: Rule) -> str:
    """What the rule says, its figures in place and the rest open."""
    figures = {
        n: v for n, v in rule.parameters.items() if isinstance(v, int | str) and not isinstance(v, bool)
    }
    return rule.says.replace("{year_note}", "").format_map(_Open(figures))


RULE_COLUMNS = (
    Column("code", N_("Rule"), lambda r: r.rule.code, 72),
    Column("severity", N_("Weight"), _severity, 120, paint=Paint.FINDINGS, cell=_severity_cell),
    Column("title", N_("What it is about"), lambda r: r.rule.title, 220, stretch=True, tip=lambda r: r.rule.title),
    Column("kinds", N_("Kinds of dossier"), lambda r: kinds_words(r.rule.applies_to), 130, tip=lambda r: kinds_words(r.rule.applies_to)),
)  # fmt: skip


class RulesPanel(Panel):
    """The rules of a day to the left, the one chosen to the right. Read only."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Rule book in force"),
            _("A dossier is judged by the rules of the day on which it was received."),
        )
        self.on = DateField(_("On"), clock.today())
        self.on.setFixedWidth(110)
        self.on.editingFinished.connect(self.refresh)
        self.head.addWidget(label(_("On"), "muted", buddy=self.on))
        self.head.addWidget(self.on)
        self.model, self.table = short_table(desk, self, "rules", self.title, RULE_COLUMNS, rules_on)
        self.pane = ReadingPane(_("Choose a rule to read it here."))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.pane)
        splitter.setSizes([560, 340])
        self.column.addWidget(splitter, 1)
        self.table.moved.connect(lambda _key: self._show())

    def refresh(self) -> None:
        on = self.on.date
        if on is not None and on != self.model.question:
            self.model.ask(on)

    def _show(self) -> None:
        row: RuleRow | None = self.table.current_row()
        if row is None:
            return
        rule = row.rule
        self.pane.begin(f"{rule.code} · {rule.title}", kinds_words(rule.applies_to))
        until = _("from {first} to {last}").format(first=day(rule.in_force_from), last=day(rule.in_force_to))
        self.pane.facts([
            (_("Weight"), _severity(row)),
            (_("In force"), until if rule.in_force_to else _("from {day}").format(day=day(rule.in_force_from))),
            (_("May be let pass by"), role_words(str(rule.waiver)) if rule.waiver else _("nobody")),
        ])  # fmt: skip
        self.pane.section(_("Basis"))
        self.pane.sentence(str(rule.basis))
        if not rule.basis.is_confirmed:
            self.pane.sentence(_("No law fixes this figure; the office has yet to confirm it."), "warn")
        self.pane.section(_("What it says when it finds something"))
        self.pane.sentence(sentence(rule))
        self.pane.section(_("What to do then"))
        self.pane.sentence(rule.remedy)
        self.pane.end()


@dataclass(frozen=True, slots=True)
class DayRow:
    """A special day with its place in the year."""

    id: int
    on: date
    works: bool
    name: str
    basis: str


def days_of(_read: Reading, year: int) -> list[DayRow]:
    """The special days of a year."""
    return [
        DayRow(n, d.on, d.works, d.name, d.basis if d.is_confirmed else f"{d.basis} ({_('to be confirmed')})")
        for n, d in enumerate(special_days(year), 1)
    ]


def _kind_of_day(row: DayRow) -> str:
    return _("worked instead") if row.works else _("day off")


DAY_COLUMNS = (
    Column("day", N_("Day"), lambda r: day(r.on), 100, CENTRE),
    Column("weekday", N_("Weekday"), lambda r: _(WEEKDAYS[r.on.weekday()]), 110),
    Column("works", N_("Counts as"), _kind_of_day, 130),
    Column("name", N_("Occasion"), lambda r: r.name, 260, tip=lambda r: r.name),
    Column("basis", N_("Basis"), lambda r: r.basis, 300, stretch=True, tip=lambda r: r.basis),
)  # fmt: skip


class HolidaysPanel(Panel):
    """The special days of a year. Read only; due dates are counted with them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Working days"),
            _("Due dates leave out weekends and these days off; they count the days worked instead."),
        )
        self.year = QComboBox()
        self.year.setAccessibleName(_("Year"))
        this = clock.today().year
        for number in range(this + 1, this - 9, -1):
            self.year.addItem(str(number), number)
        self.year.setCurrentIndex(1)
        self.year.activated.connect(lambda _row: self.refresh())
        self.head.addWidget(self.year)
        self.model, self.table = short_table(desk, self, "holidays", self.title, DAY_COLUMNS, days_of)
        self.column.addWidget(self.table, 1)

    def refresh(self) -> None:
        chosen: Any = self.year.currentData()
        if chosen != self.model.question:
            self.model.ask(chosen)
