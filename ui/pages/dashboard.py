"""The first page of the day: my work, who is away and who is here, the year. Every figure opens the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models import clock
from models.catalogue.lists import country
from models.reading.dashboard import FAMILIES, CountryFigure, Dashboard, Figure, dashboard
from models.reading.dossiers import DossierRow
from models.reading.owed import OwedByUnit, owed_by_unit
from models.reading.spine import Question
from resources.i18n import N_, _, ngettext
from ui import icons
from ui.actions import action, attach, with_key
from ui.opening import last_backup
from ui.pages import Group, Page, Place, page
from ui.panels.backups import age_words, backup_folder
from ui.questions import place_of
from ui.saving import save_as
from ui.tables.columns import day, days
from ui.widgets.chart import Bar, BarChart
from ui.widgets.figures import BigFigure, FigureLine, columns_of, grouped
from ui.widgets.labels import ShortLabel, caption, label, tip
from ui.widgets.timeline import Span, Timeline

if TYPE_CHECKING:
    from models.store.units import Actor, Reading
    from ui.desk import Desk

SPANS, COUNTRIES, UNITS = 5, 7, 6  # lines that fit 1366×768
WORK = (
    ("today", N_("due today"), "clock", "warn"),
    ("overdue", N_("overdue"), "octagon-x", "stop"),
    ("waiting", N_("waiting for others"), "hourglass", "note"),
    ("owed", N_("reports overdue"), "bell", "warn"),
)
YEAR = (
    ("outgoing.delegations", N_("Outgoing delegations")),
    ("outgoing.person_trips", N_("Outgoing person-trips")),
    ("private.person_trips", N_("Private person-trips")),
    ("incoming.delegations", N_("Incoming delegations")),
    ("incoming.person_trips", N_("Guests received")),
)
FAMILY_WORDS = {"outgoing": N_("Outgoing"), "private": N_("Private"), "incoming": N_("Incoming")}


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the page shows, asked in one go."""

    board: Dashboard
    year: int
    owed: tuple[OwedByUnit, ...]


def ask_shown(read: Reading, actor: Actor, year: int | None) -> Shown:
    """The first page of a person for a year (this one)."""
    year = year or clock.today().year
    return Shown(dashboard(read, actor, year=year), year, owed_by_unit(read))


def countries_of(figures: Sequence[CountryFigure], family: str) -> list[CountryFigure]:
    """The countries of one family, most delegations first."""
    return [c for c in figures if c.family == family]


def card(title: QWidget, body: QWidget, more: QWidget | None = None) -> QFrame:
    """A titled part of the page."""
    made = QFrame()
    made.setProperty("kind", "card")
    head = QHBoxLayout()
    head.addWidget(title, 1)
    if more is not None:
        head.addWidget(more)
    column = QVBoxLayout(made)
    column.setContentsMargins(8, 8, 8, 8)
    column.setSpacing(4)
    head.setContentsMargins(8, 0, 0, 0)
    column.addLayout(head)
    column.addWidget(body, 1)
    return made


@page("dashboard", N_("Overview"), icon="layout-dashboard", group=Group.WORK, order=1)
class DashboardPage(Page):
    """Work first, then the day's journeys, then the year."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.shown: Shown | None = None
        self._family = "outgoing"
        self.acts = attach(self, "dashboard", desk.actor.roles)
        self._make_parts()
        self._lay_out()

    # --- parts ------------------------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.year = QComboBox()
        self.year.setAccessibleName(_("Year of the figures"))
        self.year.activated.connect(lambda _row: self._ask(self.year.currentData()))
        self.work = {name: BigFigure(_(words), icon, meaning) for name, words, icon, meaning in WORK}
        for name, figure in self.work.items():
            figure.clicked.connect(lambda _checked=False, name=name: self._open_work(name))
        self.journeys = Timeline(
            _("Away and here now"),
            _("Nobody is abroad and nobody is visiting today. Permitted journeys show here by themselves."),
        )
        self.journeys.opened.connect(self.open_dossier)
        self.journeys_title = label(_("Away and here now"), "section")
        self.more_journeys = self._link("", lambda: self._open_under_way())
        self.lines = {name: FigureLine(_(words)) for name, words in YEAR}
        for name, line in self.lines.items():
            line.clicked.connect(lambda _checked=False, name=name: self._open_figure(name))
        self.countries = BarChart(
            _("By country"),
            _("No permitted delegation departs in this period yet. Figures come from issued decisions."),
        )
        self.countries.show_heads((_("delegations"), _("person-trips")))
        self.countries.opened.connect(lambda question: self.go.emit(place_of(question)))
        self.family = QComboBox()
        self.family.setAccessibleName(_("Which delegations the countries are about"))
        for code in FAMILIES:
            self.family.addItem(_(FAMILY_WORDS[code]), code)
        self.family.activated.connect(self._change_family)
        self.units = BarChart(_("Reports owed by unit"), _("No report is overdue."), label_part=0.5)
        self.units.opened.connect(lambda question: self.go.emit(place_of(question)))
        self.more_units = self._link("", lambda: self.go.emit(Place("owed")))
        self.backup = ShortLabel("", "muted")
        self.print = QPushButton(icons.icon("printer"), caption(_("One page (PDF)")))
        tip(self.print, with_key(_("Save this overview as one A4 page"), "Ctrl+P"))
        self.print.clicked.connect(self.print_page)

    @staticmethod
    def _link(words: str, act: Any) -> QPushButton:
        made = QPushButton(caption(words))
        made.setProperty("kind", "link")
        made.clicked.connect(lambda _checked=False: act())
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        self.title = label(_("Overview"), "title")
        self.today = label("", "muted")
        top.addWidget(self.title)
        top.addWidget(self.today)
        top.addWidget(self.backup, 1)
        top.addWidget(self.print)
        work = QHBoxLayout()
        work.setSpacing(12)
        for figure in self.work.values():
            work.addWidget(figure, 1)
        year = QWidget()
        lines = QVBoxLayout(year)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self.heads = _YearHeads()
        lines.addWidget(self.heads)
        for line in self.lines.values():
            lines.addWidget(line)
        lines.addStretch(1)
        year_card = card(label(_("The year"), "section"), year, self.year)
        countries = card(label(_("By country"), "section"), self.countries, self.family)
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.addWidget(card(self.journeys_title, self.journeys, self.more_journeys), 0, 0)
        grid.addWidget(card(label(_("Reports owed by unit"), "section"), self.units, self.more_units), 0, 1)
        grid.addWidget(year_card, 1, 0)
        grid.addWidget(countries, 1, 1)
        grid.setColumnStretch(0, 11)
        grid.setColumnStretch(1, 10)
        grid.setRowStretch(0, 4)
        grid.setRowStretch(1, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(work)
        column.addLayout(grid, 1)

    # --- asking -----------------------------------------------------------------------------------------------------

    def arrive(self, place: Place) -> None:
        self._ask(self.shown.year if self.shown else None)

    def refresh(self) -> None:
        self._ask(self.shown.year if self.shown else None)

    def home(self) -> None:
        next(iter(self.work.values())).setFocus()

    def status(self) -> str:
        return (
            _("Figures from {first} to {last}").format(first=day(self._first), last=day(self._last))
            if self.shown
            else ""
        )

    @property
    def _first(self) -> date:
        return date(self.shown.year if self.shown else clock.today().year, 1, 1)

    @property
    def _last(self) -> date:
        today = clock.today()
        return today if self._first.year == today.year else date(self._first.year, 12, 31)

    def _ask(self, year: int | None) -> None:
        actor = self.desk.actor
        self.desk.jobs.ask(
            lambda read: ask_shown(read, actor, year), owner=self, then=self.show_board, outranks="board"
        )

    # --- showing ----------------------------------------------------------------------------------------------------

    def show_board(self, shown: Shown) -> None:
        """Shows what was found."""
        self.shown = shown
        board = shown.board
        self.today.setText(QLocale().toString(_qdate(board.on), "dddd, dd/MM/yyyy"))
        for name in self.work:
            self.work[name].show_value(self._work_figure(name).value, _("Open the list"))
        self._show_years(board)
        self._show_journeys(board)
        self._show_year(board)
        self._show_countries()
        self._show_units(shown.owed)
        last_backup(self.desk, self, self._show_backup)
        self.status_changed.emit()

    def _work_figure(self, name: str) -> Figure:
        assert self.shown is not None
        return getattr(self.shown.board.work, name)

    def _show_years(self, board: Dashboard) -> None:
        assert self.shown is not None
        self.year.clear()
        for number in board.years:
            self.year.addItem(str(number), number)
        self.year.setCurrentIndex(self.year.findData(self.shown.year))

    def _show_journeys(self, board: Dashboard) -> None:
        away, here = len(board.abroad), len(board.visiting)
        self.journeys_title.setText(
            _("Abroad now: {away} · visiting now: {here}").format(away=away, here=here)
        )
        # Both directions have their place: visitors at most the half when both are many.
        room = max(SPANS - min(here, SPANS // 2), SPANS - here if here < SPANS else 0)
        rows = [*board.abroad[:room], *board.visiting[: SPANS - min(away, room)]]
        self.journeys.show_spans([_span(r) for r in rows], board.on)
        rest = away + here - len(rows)
        self.more_journeys.setText(
            ngettext("{n} more", "{n} more", rest).format(n=rest) if rest else _("All")
        )
        self.more_journeys.setVisible(bool(rows))

    def _show_year(self, board: Dashboard) -> None:
        by_name = {f.name: f for f in board.figures}
        self.heads.show_heads(str(self._first.year), str(self._first.year - 1))
        for name, words in YEAR:
            figure = by_name[name]
            says = _("{words}: {now}; same period of the year before: {before}").format(
                words=_(words), now=grouped(figure.value), before=grouped(figure.before)
            )
            self.lines[name].show_values(figure.value, figure.before, says)

    def _change_family(self, _row: int) -> None:
        self._family = self.family.currentData()
        self._show_countries()

    def _show_countries(self) -> None:
        if self.shown is None:
            return
        found = countries_of(self.shown.board.countries, self._family)
        self.countries.show_bars([_country_bar(c) for c in found[:COUNTRIES]], 72)

    def _show_units(self, owed: Sequence[OwedByUnit]) -> None:
        most = sorted(owed, key=lambda u: (-len(u.reports), -u.most_late))
        self.units.show_bars([_unit_bar(u) for u in most[:UNITS]])
        rest = len(most) - UNITS
        self.more_units.setText(
            ngettext("{n} more unit", "{n} more units", rest).format(n=rest) if rest > 0 else _("All")
        )
        self.more_units.setVisible(bool(most))

    def _show_backup(self, made: datetime | None) -> None:
        if made is None:
            self.backup.show_text(_("No backup of this office is known yet."))
        else:
            words = _("Last good backup: {when}, in {place}")
            self.backup.show_text(words.format(when=age_words(made), place=backup_folder(self.desk)))

    # --- opening what a figure counts -------------------------------------------------------------------------------

    def _open_work(self, name: str) -> None:
        if self.shown is not None:
            self.go.emit(place_of(self._work_figure(name).question))

    def _open_figure(self, name: str) -> None:
        if self.shown is not None:
            figure = next(f for f in self.shown.board.figures if f.name == name)
            self.go.emit(place_of(figure.question))

    def _open_under_way(self) -> None:
        if self.shown is not None:
            on = self.shown.board.on
            self.go.emit(
                place_of(Question("dossiers", {"counts": True, "relation": "original", "abroad_on": on}))
            )

    def print_page(self) -> None:
        """Saves the overview as one A4 page."""
        shown = self.shown
        if shown is None:
            return
        from ui.overview_page import overview_pdf

        name = f"{_('overview')}-{shown.year}.pdf"
        save_as(
            self, name, _("Making the page…"), lambda _store, _progress: overview_pdf(shown, self.desk.office)
        )


class _YearHeads(QWidget):
    """The words over the numbers of the year, placed as the lines place theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(22)
        self._labels = [label("", "small", parent=self) for _n in range(3)]
        for each in self._labels:
            each.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_heads(self, now: str, before: str) -> None:
        """Names the columns."""
        for each, words in zip(self._labels, (now, before, _("change")), strict=True):
            each.setText(words)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # pyright: ignore[reportArgumentType]
        for each, area in zip(self._labels, columns_of(self.rect(), 3)[1:], strict=True):
            each.setGeometry(area)


def _qdate(on: date) -> Any:
    from PySide6.QtCore import QDate

    return QDate(on.year, on.month, on.day)


def _span(row: DossierRow) -> Span:
    where = ", ".join(country(c) for c in row.countries)
    people = ngettext("{n} person", "{n} people", row.member_count).format(n=row.member_count)
    says = f"{row.title} · {where} · {days(row.departs_on, row.returns_on)} · {people}"
    start = row.departs_on or row.returns_on or clock.today()
    words = f"{where}: {row.title}" if where else row.title
    return Span(words, says, start, row.returns_on or start, row.counts_as == "incoming", row.id)


def _country_bar(figure: CountryFigure) -> Bar:
    says = _("{delegations} delegations, {people} person-trips").format(
        delegations=grouped(figure.delegations), people=grouped(figure.person_trips)
    )
    return Bar(country(figure.country), (figure.delegations, figure.person_trips), says, figure.question)


def _unit_bar(unit: OwedByUnit) -> Bar:
    late = ngettext("{n} day late", "{n} days late", unit.most_late).format(n=unit.most_late)
    filters = (
        {"requester_id": unit.requester_id}
        if unit.requester_id is not None
        else {"requester": unit.requester}
    )
    return Bar(unit.requester, (len(unit.reports),), late, Question("owed", {"late": True, **filters}))


@action("print", N_("Save this overview as one A4 page"), "Ctrl+P", "printer", where="dashboard")
def _print(page: DashboardPage) -> None:
    page.print_page()
