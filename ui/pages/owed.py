"""Reports that are owed, unit by unit: how late, how often reminded; record a report, write the reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.reading.owed import OWED, OwedRow
from models.reading.spine import Question
from models.work.rights import may
from resources.i18n import N_, _, ngettext
from ui.actions import action, with_key
from ui.pages import Group, Place, page
from ui.pages.lists import ListPage
from ui.tables.columns import CENTRE, Column, Paint, day
from ui.tables.delegates import Cell
from ui.tables.spine_model import ListSource
from ui.tables.whole import Whole
from ui.widgets.chips import Chip
from ui.widgets.reading_pane import ReadingPane, foot_button

if TYPE_CHECKING:
    from models.store.units import Actor, Reading
    from models.work.letters import Prepared

MOST = 20_000  # reports shown at once; an office owes a few hundred at worst
STEPS = (N_("not reminded yet"), N_("first reminder"), N_("second reminder"), N_("third reminder"))


@dataclass(frozen=True, slots=True)
class OwedLine:
    """A report in its unit's group; *is_first* begins the group, *of_unit* is how many stand in it."""

    report: OwedRow
    is_first: bool
    of_unit: int

    @property
    def id(self) -> int:
        """The id of the dossier."""
        return self.report.id


def grouped_rows(read: Reading, question: Question) -> list[OwedLine]:
    """The reports that answer the question, the unit with the longest delay first, each unit's together."""
    groups: dict[tuple[int | None, str], list[OwedRow]] = {}
    for row in OWED.first_rows(read, question, MOST):
        groups.setdefault(unit_of(row), []).append(row)
    return [OwedLine(row, not n, len(rows)) for rows in groups.values() for n, row in enumerate(rows)]


def unit_of(row: OwedRow) -> tuple[int | None, str]:
    """Which unit owes it: the one of the ledger, or the name where it is not known there."""
    return row.requester_id, "" if row.requester_id is not None else row.requester


def late_words(days_late: int) -> str:
    """How late, in words; how long there is still time."""
    if days_late > 0:
        return ngettext("{n} day late", "{n} days late", days_late).format(n=days_late)
    return (
        _("due today")
        if not days_late
        else ngettext("{n} day left", "{n} days left", -days_late).format(n=-days_late)
    )


def late_cell(days_late: int) -> Cell:
    """How late, as a table paints it."""
    icon, colour = (
        ("alarm-clock", "stop")
        if days_late > 30
        else ("clock-alert", "warn")
        if days_late > 0
        else ("clock", "text")
    )
    return Cell(((icon, late_words(days_late), colour),))


def step_words(row: OwedRow) -> str:
    """How often the unit was reminded of this report, and when last."""
    words = (
        _(STEPS[row.reminders]) if row.reminders < len(STEPS) else _("{n} reminders").format(n=row.reminders)
    )
    return f"{words}, {day(row.reminded_on)}" if row.reminded_on else words


def overdue(read: Reading, actor: Actor) -> int:
    """How many reports are overdue."""
    return len(OWED.spine(read, Question("owed", {"late": True})))


COLUMNS = (
    Column("unit", N_("Unit"), lambda r: f"{r.report.requester} ({r.of_unit})" if r.is_first else "", 190,
           tip=lambda r: r.report.requester),
    Column("reference", N_("Number"), lambda r: r.report.reference, 100),
    Column("title", N_("Delegation"), lambda r: r.report.title, 240, stretch=True, tip=lambda r: r.report.title),
    Column("due", N_("Report due"), lambda r: day(r.report.due_on), 92, CENTRE),
    Column("late", N_("Delay"), lambda r: late_words(r.report.days_late), 130, paint=Paint.DUE,
           cell=lambda r: late_cell(r.report.days_late)),
    Column("step", N_("Reminded"), lambda r: step_words(r.report), 136, tip=lambda r: step_words(r.report)),
)  # fmt: skip


@page("owed", N_("Reports owed"), icon="bell", group=Group.WORK, order=40, badge=overdue)
class Owed(ListPage):
    """The list of owed reports in groups."""

    topics = frozenset({"dossiers", "letters"})
    list_name = "owed"
    columns = COLUMNS
    default_order = ""
    split = (800, 340)
    pane: ReadingPane

    def title(self) -> str:
        return _("Reports owed")

    def source(self) -> ListSource:
        return Whole(grouped_rows, lambda line: line.report.id)

    def chips(self) -> Sequence[Chip]:
        return (Chip("late", _("Which"), lambda: [(True, _("overdue"))]),)

    def first_filters(self) -> Mapping[str, Any]:
        return {"late": True}

    def counted(self, n: int) -> str:
        rows = [self.model.row_at(i) for i in range(self.model.count)]
        units = sum(1 for r in rows if r is not None and r.is_first)
        reports = ngettext("{n} report", "{n} reports", n).format(n=n)
        return ngettext("{reports} of {n} unit", "{reports} of {n} units", units).format(
            reports=reports, n=units
        )

    def nothing(self) -> str:
        return _("No report is owed. A report is asked for by itself when a permitted journey ends.")

    def make_pane(self) -> ReadingPane:
        pane = ReadingPane(_("Choose a report to see its unit here."))
        self._line: OwedLine | None = None
        actor = self.desk.actor
        if may(actor, "record_report"):
            hint = with_key(_("The report has come: record day and note"), "F9")
            pane.foot.addWidget(foot_button(_("Record the report"), self.record, kind="primary", hint=hint))
        if may(actor, "prepare_reminders"):
            hint = with_key(_("Write the reminder to the unit in sight"), "Ctrl+R")
            pane.foot.addWidget(foot_button(_("Remind this unit"), self.remind, hint=hint))
            remind_all = foot_button(
                _("Remind all units"), self.remind_all, hint=_("One letter per unit with everything it owes")
            )
            pane.foot.addWidget(remind_all)
        return pane

    # --- the pane -----------------------------------------------------------------------------------------------------

    def show_row(self, key: int | None) -> None:
        line = self.table.current_row() if key is not None else None
        self._line = line
        if line is None:
            self.pane.show_nothing(_("Choose a report to see its unit here."))
            return
        rows = [self.model.row_at(n) for n in range(self.model.count)]
        same = [r.report for r in rows if r is not None and unit_of(r.report) == unit_of(line.report)]
        self._show(line.report, same)

    def _show(self, report: OwedRow, same: Sequence[OwedRow]) -> None:
        words = ngettext("{n} report owed", "{n} reports owed", len(same)).format(n=len(same))
        self.pane.begin(report.requester, words)
        self.pane.section(f"{report.reference} · {report.title}")
        self.pane.facts([
            (_("Head"), report.head_name),
            (_("Journey"), f"{day(report.departs_on)} – {day(report.returns_on)}"),
            (_("Report due"), f"{day(report.due_on)} · {late_words(report.days_late)}"),
            (_("Reminded"), step_words(report)),
        ])  # fmt: skip
        others = [r for r in same if r.id != report.id]
        if others:
            self.pane.section(_("The unit owes besides"))
        for other in others:
            self.pane.link(
                other.title, lambda d=other.id: self.open_dossier(d), remark=late_words(other.days_late),
                under=f"{other.reference} · {step_words(other)}",
            )  # fmt: skip
        self.pane.end()

    def open_row(self, key: int) -> None:
        self.open_dossier(key)

    # --- acts -----------------------------------------------------------------------------------------------------------

    def record(self) -> None:
        """Asks for day and note, and records that the report has come."""
        if self._line is None:
            return
        from ui.dialogs.report import ReportDialog

        dialog = ReportDialog(self, self.desk, self._line.report)
        dialog.recorded.connect(lambda words: self.said.emit(words, None))
        dialog.open()

    def remind(self) -> None:
        """Writes the reminder to the unit in sight."""
        if self._line is None:
            return
        unit = self._line.report.requester_id
        if unit is None:
            self.said.emit(
                _("This unit is not in the list of organisations yet. Pick it in the dossier first."), None
            )
        else:
            self._prepare(unit)

    def remind_all(self) -> None:
        """Writes one reminder for each unit that owes an overdue report."""
        self._prepare(None)

    def _prepare(self, unit: int | None) -> None:
        from models.work.reports import prepare_reminders

        by = self.desk.actor
        self.desk.jobs.do(
            lambda store: prepare_reminders(store, by=by, requester_id=unit), owner=self, then=self._prepared
        )

    def _prepared(self, made: Sequence[Prepared]) -> None:
        letters = [p.letter_id for p in made]
        words = ngettext(
            "{n} reminder letter was written.", "{n} reminder letters were written.", len(letters)
        )
        self.said.emit(words.format(n=len(letters)), None)
        if letters:
            question = Question("letters", {"ids": tuple(letters)})
            self.go.emit(Place("letters", letters[0], {"question": question}))


@action("record", N_("Record the report"), "F9", "file-check", where="owed")
def _record(page: Owed) -> None:
    page.record()


@action("open", N_("Open the dossier"), "F2", "folder-open", where="owed")
def _open(page: Owed) -> None:
    key = page.table.current_key()
    if key is not None:
        page.open_row(key)


@action("remind", N_("Remind the unit in sight"), "Ctrl+R", "mail", where="owed")
def _remind(page: Owed) -> None:
    page.remind()
