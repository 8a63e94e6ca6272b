"""Figures of a period, each statistic with its definition under it; every row opens the list it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from models import clock
from models.reading.spine import Question
from models.statistics import tables
from models.statistics.periods import Period, parse
from models.statistics.registry import Figure, statistics
from models.statistics.summary import Summary, summary
from resources.i18n import N_, _
from ui.actions import action, attach, with_key
from ui.desk import Desk
from ui.pages import Group, Page, Place, page
from ui.questions import place_of
from ui.saving import save_as
from ui.tables.columns import day
from ui.widgets.chart import Bar, BarChart
from ui.widgets.figures import signed
from ui.widgets.labels import label
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.store.units import Reading, Store
    from ui.jobs import Progress

MAIN = ""  # the entry above the registered statistics
PARTS = (
    ("", N_("Whole year")), ("-H1", N_("First half")), ("-H2", N_("Second half")), ("-Q1", N_("Quarter 1")),
    ("-Q2", N_("Quarter 2")), ("-Q3", N_("Quarter 3")), ("-Q4", N_("Quarter 4")),
)  # fmt: skip
MODES = (("", N_("Calendar year")), ("-ND09", N_("Decree 09/2019 (15/12 – 14/12)")))
YEARS_BACK = 20
STAT_ROLE = int(Qt.ItemDataRole.UserRole)
NUMBERS_WIDTH = 620  # words and their numbers stay close where no bar leads from one to the other
WIDEST = 16_777_215  # Qt's own largest width
MILLION = 10_000_000  # from here on numbers need a wide column

# What each row of the main figures counts, in the order of ``tables.summary_table``.
MAIN_FILTERS: tuple[dict[str, Any], ...] = (
    *({"counts_as": "outgoing"},) * 3, *({"counts_as": "private"},) * 2, *({"counts_as": "incoming"},) * 2,
    {}, {"report": "on_time"}, {"report": "late"}, {"report": "overdue"},
)  # fmt: skip
REPORTS_FROM = 7  # from this row on they count reports that fell due, not departures


@dataclass(frozen=True, slots=True)
class Sheet:
    """One statistic as it stands on the page."""

    title: str
    heads: tuple[str, ...]
    bars: tuple[Bar, ...]
    definition: str
    period: Period
    compares: bool = True  # whether its rows are of one unit and may be drawn against each other


def sheet(read: Reading, name: str, period: Period) -> Sheet:
    """A statistic of a period; the main figures for ``MAIN``."""
    if name == MAIN:
        return _main(summary(read, period), summary(read, period.year_before()), period)
    entry = statistics()[name]
    bars = tuple(_bar(f, period) for f in entry.count(read, period))
    return Sheet(str(entry.title), tuple(str(c) for c in entry.columns), bars, str(entry.definition), period)


def _main(now: Summary, before: Summary, period: Period) -> Sheet:
    table = tables.summary_table(now, before)
    bars: list[Bar] = []
    for n, (words, value, was) in enumerate(table.rows):
        if isinstance(value, int) and isinstance(was, int):
            says = f"{value} ({signed(value - was)})"
            bars.append(Bar(str(words), (value, was), says, main_question(n, period)))
    heads = tuple(c.heading for c in table.columns[1:])
    return Sheet(table.title, heads, tuple(bars), table.note, period, compares=False)


def main_question(row: int, period: Period) -> Question:
    """The list behind a row of the main figures."""
    if row >= REPORTS_FROM:
        days = {"report_due_from": period.from_on, "report_due_to": period.to_on}
    else:
        days = {"from_on": period.from_on, "to_on": period.to_on}
    return Question("dossiers", {"counts": True, "relation": "original", **days, **MAIN_FILTERS[row]})


def figure_question(figure: Figure, period: Period) -> Question:
    """The list behind a row of a statistic."""
    days = {"from_on": period.from_on, "to_on": period.to_on}
    return Question("dossiers", {"counts": True, "relation": "original", **days, **dict(figure.question)})


def _bar(figure: Figure, period: Period) -> Bar:
    key = figure_question(figure, period) if figure.question else None
    return Bar(figure.label or _("Not recorded"), figure.values, key=key)


@page("statistics", N_("Statistics"), icon="chart-column", group=Group.FIGURES, order=10)
class Statistics(Page):
    """Choose the period above, the statistic to the left."""

    topics = frozenset({"dossiers", "letters"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.acts = attach(self, "statistics", desk.actor.roles)
        self.shown: Sheet | None = None
        self._make_choices()
        self._lay_out()

    def _make_choices(self) -> None:
        this = clock.today().year
        self.year = self._combo(_("Year"), [(str(y), str(y)) for y in range(this, this - YEARS_BACK, -1)])
        self.part = self._combo(_("Part of the year"), [(code, _(words)) for code, words in PARTS])
        self.mode = self._combo(_("How periods are cut"), [(code, _(words)) for code, words in MODES])
        self.list = QListWidget()
        self.list.setAccessibleName(_("Statistics"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self._add(_("Main figures"), MAIN)
        for name, entry in statistics().items():
            self._add(str(entry.title), name)
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(lambda _row: self._ask())
        self.title = label("", "section")
        self.under = label("", "muted")
        self.definition = label("", "small", wrap=True)
        self.chart = BarChart(
            _("Figures"),
            _("No permitted delegation departs in this period. Choose another period above."),
            label_part=0.42,
        )
        self.chart.opened.connect(lambda question: self.go.emit(place_of(question)))

    def _combo(self, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        for code, words in choices:
            made.addItem(words, code)
        made.activated.connect(lambda _row: self._ask())
        return made

    def _add(self, words: str, name: str) -> None:
        item = QListWidgetItem(words)
        item.setData(STAT_ROLE, name)
        item.setSizeHint(QSize(0, 30))
        self.list.addItem(item)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 12, 8)
        top.setSpacing(8)
        top.addWidget(label(_("Period"), "muted", buddy=self.year))
        for combo in (self.year, self.part, self.mode):
            top.addWidget(combo)
        top.addWidget(self.under, 1)
        top.addWidget(
            foot_button(
                _("Excel"),
                self.save_xlsx,
                hint=with_key(_("All figures and lists as an Excel workbook"), "Ctrl+E"),
            )
        )
        top.addWidget(
            foot_button(_("Print (PDF)"), self.save_pdf, hint=with_key(_("All figures as PDF"), "Ctrl+P"))
        )
        sheet_frame = QFrame()
        sheet_frame.setProperty("kind", "sheet")
        inner = QVBoxLayout(sheet_frame)
        inner.setContentsMargins(24, 16, 24, 16)
        inner.setSpacing(8)
        for widget in (self.title, self.chart, self.definition):
            inner.addWidget(widget)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(sheet_frame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("Figures"))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(scroll)
        splitter.setSizes([270, 880])
        splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(splitter, 1)

    # --- asking -------------------------------------------------------------------------------------------------------

    @property
    def period(self) -> Period:
        """The period that is chosen."""
        return parse(f"{self.year.currentData()}{self.part.currentData()}{self.mode.currentData()}")

    @property
    def chosen(self) -> str:
        """The name of the statistic that is chosen."""
        item = self.list.currentItem()
        return item.data(STAT_ROLE) if item is not None else MAIN

    def arrive(self, place: Place) -> None:
        self._ask()

    def refresh(self) -> None:
        self._ask()

    def home(self) -> None:
        self.list.setFocus()

    def status(self) -> str:
        return tables.period_words(self.shown.period) if self.shown else ""

    def _ask(self) -> None:
        name, period = self.chosen, self.period
        self.desk.jobs.ask(
            lambda read: sheet(read, name, period), owner=self, then=self._show, outranks="sheet"
        )

    def _show(self, found: Sheet) -> None:
        self.shown = found
        self.title.setText(found.title)
        self.under.setText(f"{day(found.period.from_on)} – {day(found.period.to_on)}")
        self.definition.setText(found.definition)
        widest = max((v for bar in found.bars for v in bar.values), default=0)
        self.chart.setMaximumWidth(WIDEST if found.compares else NUMBERS_WIDTH)
        self.chart.show_heads(found.heads)
        self.chart.show_bars(found.bars, 116 if widest < MILLION else 150, drawn=found.compares)
        self.status_changed.emit()

    # --- carrying out -------------------------------------------------------------------------------------------------

    def save_xlsx(self) -> None:
        """All figures and the lists of the period as an Excel workbook."""
        period = self.period

        def make(store: Store, progress: Progress) -> bytes:
            from models.exchange.spreadsheet import workbook

            with store.reading() as read:
                sheets = [*_figures(read, period, progress), *tables.lists(read, period)]
            rows = sum(len(s.rows) for s in sheets)
            return workbook(
                _title(period),
                tables.period_words(period),
                sheets,
                progress=lambda n: progress.report(n, rows),
            )

        save_as(self, f"{_('statistics')}-{period.code}.xlsx", _("Making the workbook…"), make)

    def save_pdf(self) -> None:
        """All figures of the period as PDF."""
        period = self.period

        def make(store: Store, progress: Progress) -> bytes:
            from models.exchange.table_pdf import document

            with store.reading() as read:
                sheets = _figures(read, period, progress)
            return document(_title(period), tables.period_words(period), sheets)

        save_as(self, f"{_('statistics')}-{period.code}.pdf", _("Making the PDF…"), make)


def _title(period: Period) -> str:
    return _("Delegations: figures of {period}").format(period=period.code)


def _figures(read: Reading, period: Period, progress: Progress) -> list[tables.Table]:
    main = tables.summary_table(summary(read, period), summary(read, period.year_before()))
    progress.report(1, 3)
    found = [main, *tables.breakdown_tables(read, period)]
    progress.report(2, 3)
    return found


@action("print", N_("Save all figures as PDF"), "Ctrl+P", "printer", where="statistics")
def _print(page: Statistics) -> None:
    page.save_pdf()


@action("excel", N_("Save figures and lists as an Excel workbook"), "Ctrl+E", "download", where="statistics")
def _excel(page: Statistics) -> None:
    page.save_xlsx()
