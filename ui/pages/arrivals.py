"""Received papers: registered one after the other, passed on, followed until they are answered, linked with their dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QPushButton

from models import clock
from models.catalogue.kinds import kinds
from models.catalogue.lists import label as list_label
from models.reading.arrivals import ARRIVALS_LIST, ArrivalRow, arrival_years, receivers
from models.reading.spine import Question
from models.work.rights import may
from resources.i18n import N_, _, ngettext
from ui import icons
from ui.actions import with_key
from ui.pages import Group, Place, page
from ui.pages.arrival_acts import MENU
from ui.pages.lists import ListPage
from ui.tables.columns import CENTRE, RIGHT, Column, Paint, day
from ui.tables.delegates import Cell
from ui.tables.spine_model import ListSource
from ui.widgets.chips import Chip
from ui.widgets.labels import caption, tip
from ui.widgets.reading_pane import ReadingPane, foot_button
from ui.widgets.state_chip import state_words

if TYPE_CHECKING:
    from models.store.units import Actor, Reading

# How far a paper has come: icon, words, colour, ground.
LOOKS = {
    "void": ("ban", N_("voided"), "stop", "stop_soft"),
    "done": ("circle-check", N_("dealt with"), "done", "done_soft"),
    "overdue": ("clock-alert", N_("overdue"), "stop", "stop_soft"),
    "passed": ("arrow-up", N_("passed on"), "note", "note_soft"),
    "new": ("inbox", N_("not passed on"), "warn", "warn_soft"),
}  # fmt: skip


def state_of(row: ArrivalRow) -> str:
    """How far a paper has come, as a key of ``LOOKS``."""
    if row.void_reason:
        return "void"
    if row.is_done:
        return "done"
    if row.is_overdue(clock.today()):
        return "overdue"
    return "passed" if row.passed_on else "new"


def state_cell(row: ArrivalRow) -> Cell:
    """The same as a table paints it."""
    symbol, words, colour, ground = LOOKS[state_of(row)]
    return Cell(((symbol, _(words), colour),), ground)


COLUMNS = (
    Column("number", N_("Arrival number"), lambda r: f"{r.number:02d}", 76, RIGHT, sort="number"),
    Column("arrived", N_("Arrived on"), lambda r: day(r.arrived_on), 92, CENTRE),
    Column("sender", N_("Sender"), lambda r: r.sender, 132, tip=lambda r: r.sender),
    Column("paper", N_("Number and symbol"), lambda r: r.paper_number, 108, tip=lambda r: r.paper_number),
    Column("paper_on", N_("Date of the paper"), lambda r: day(r.paper_on), 100, CENTRE, starts_hidden=True),
    Column("subject", N_("Kind and subject"), lambda r: r.subject, 200, stretch=True, tip=lambda r: r.subject),
    Column("receiver", N_("Receiver"), lambda r: r.receiver, 130, tip=lambda r: r.receiver, starts_hidden=True),
    Column("due", N_("Due"), lambda r: day(r.due_on), 96, CENTRE, sort="due", starts_hidden=True),
    Column("state", N_("State"), lambda r: _(LOOKS[state_of(r)][1]), 124, paint=Paint.STATE, cell=state_cell,
           tip=lambda r: r.void_reason),
    Column("dossier", N_("Dossier"), lambda r: r.reference, 96),
)  # fmt: skip


def waiting(read: Reading, actor: Actor) -> int:
    """How many papers were not passed on yet, for those who pass them on."""
    if not may(actor, "pass_on"):
        return 0
    return len(ARRIVALS_LIST.spine(read, Question("arrivals", {"not_passed_on": True})))


@page("arrivals", N_("Received papers"), icon="mail", group=Group.FIND, order=15, badge=waiting)
class Arrivals(ListPage):
    """The list of received papers with what is known of each."""

    topics = frozenset({"registers", "dossiers"})
    list_name = "arrivals"
    columns = COLUMNS
    default_order = "-number"
    words_hint = N_("Find a received paper")
    pane: ReadingPane

    def title(self) -> str:
        return _("Received papers")

    def source(self) -> ListSource:
        return ARRIVALS_LIST

    def chips(self) -> Sequence[Chip]:
        self._years: tuple[int, ...] = (clock.today().year,)
        self._receivers: tuple[str, ...] = ()
        return (
            Chip("overdue", _("Due"), lambda: [(True, _("overdue"))]),
            Chip("not_passed_on", _("Waiting"), lambda: [(True, _("to be passed on"))]),
            Chip("without_dossier", _("Dossier"), lambda: [(True, _("without a dossier"))]),
            Chip("receiver", _("Receiver"), lambda: [(r, r) for r in self._receivers]),
            Chip("year", _("Year"), lambda: [(y, str(y)) for y in self._years]),
        )

    def arrive(self, place: Place) -> None:
        self.desk.jobs.ask(_choices, owner=self, then=self._take_choices, outranks="choices")
        super().arrive(place)

    def _take_choices(self, found: tuple[tuple[int, ...], tuple[str, ...]]) -> None:
        self._years, self._receivers = found
        self.bar.show_filters(self.bar.filters, self.bar.text)

    def refresh(self) -> None:
        super().refresh()
        self.desk.jobs.ask(_choices, owner=self, then=self._take_choices, outranks="choices")

    def counted(self, n: int) -> str:
        return ngettext("{n} paper", "{n} papers", n).format(n=f"{n:,}".replace(",", "."))

    def nothing(self) -> str:
        return _("Received papers stand here once they are registered with Ctrl+Shift+N.")

    # --- the pane -----------------------------------------------------------------------------------------------------

    def make_pane(self) -> ReadingPane:
        pane = ReadingPane(_("Choose a paper to read about here."))
        actor = self.desk.actor
        if may(actor, "register_arrival"):
            new = foot_button(_("Register a paper"), lambda: self.acts["new"].trigger(), kind="primary",
                              hint=with_key(_("Register papers one after the other"), "Ctrl+Shift+N"))  # fmt: skip
            pane.foot.addWidget(new)
        self.pass_button = foot_button(_("Pass on"), lambda: self.acts["pass_on"].trigger(), hint=with_key(_("Note who receives the chosen papers"), "F9"))  # fmt: skip
        self.more = QPushButton(icons.icon("printer"), caption(_("Print and more")))
        self.more.setMenu(QMenu(self))
        self.more.menu().aboutToShow.connect(self._fill_menu)
        tip(self.more, _("Stamp, slip, registers, dossier, scan"))
        if may(actor, "pass_on"):
            pane.foot.addWidget(self.pass_button)
        pane.foot.addWidget(self.more)
        return pane

    def _enable(self, row: ArrivalRow | None) -> None:
        """Acts that are not open for this paper stand in the menu, but cannot be pressed."""
        alive = row is not None and not row.void_reason
        linked = row is not None and row.dossier_id is not None
        now = {
            "edit": alive, "pass_on": alive, "void": alive, "scan": alive, "stamp": alive, "overprint": alive,
            "slip": row is not None, "day": row is not None, "dossier": linked, "link": alive and not linked,
            "unlink": alive and linked, "show_scan": row is not None and bool(row.scan_sha256),
        }  # fmt: skip
        for name, can in now.items():
            if name in self.acts:
                self.acts[name].setEnabled(can)
        self.pass_button.setEnabled(alive)

    def _fill_menu(self) -> None:
        """What is open for the row in sight."""
        menu, row = self.more.menu(), self.row
        menu.clear()
        if (
            row is not None
            and not row.void_reason
            and row.dossier_id is None
            and may(self.desk.actor, "save_draft")
        ):
            begin = menu.addMenu(icons.icon("plus"), caption(_("New dossier from this paper")))
            for kind in kinds().values():
                begin.addAction(caption(str(kind.label)), lambda code=kind.code: self.begin_dossier(code))
        for name in MENU:
            if name is None:
                menu.addSeparator()
            elif name in self.acts:
                menu.addAction(self.acts[name])

    @property
    def row(self) -> ArrivalRow | None:
        """The paper in sight."""
        return self.table.current_row()

    @property
    def rows(self) -> list[ArrivalRow]:
        """The chosen papers, or the one in sight; voided ones left out."""
        keys = self.table.selected_keys()
        found: list[Any] = [self.model.row_at(n) for k in keys if (n := self.model.row_of(k)) is not None]
        return [r for r in found if r is not None and not r.void_reason]

    def show_row(self, key: int | None) -> None:
        row = self.row if key is not None else None
        self._enable(row)
        if row is None:
            self.pane.show_nothing(_("Choose a paper to read about here."))
            return
        of = _("Arrival number {number} of {day}").format(number=f"{row.number:02d}", day=day(row.arrived_on))
        self.pane.begin(of, row.sender)
        self.pane.sentence(row.subject)
        self.pane.facts(_facts(row))
        if row.void_reason:
            self.pane.sentence(_("Voided: {reason}").format(reason=row.void_reason), "stop")
        if (dossier_id := row.dossier_id) is not None:
            self.pane.section(_("Dossier"))
            words = state_words(row.dossier_state) if row.dossier_state else ""
            self.pane.link(row.reference, lambda: self.open_dossier(dossier_id), under=words)
        if row.scan_sha256:
            self.pane.section(_("Scan"))
            self.pane.link(_("Show the scan"), lambda: self.acts["show_scan"].trigger())
        self.pane.end()

    def open_row(self, key: int) -> None:
        if "edit" in self.acts:
            self.acts["edit"].trigger()
        elif self.row is not None and self.row.dossier_id is not None:
            self.open_dossier(self.row.dossier_id)

    def begin_dossier(self, kind: str) -> None:
        """Keeps a draft that takes over what the paper says, and opens it."""
        from forms.spec import blank_draft
        from models.work.arrivals import draft_values
        from models.work.dossiers import save_draft

        if (row := self.row) is None:
            return
        draft, by = blank_draft(kinds()[kind]), self.desk.actor
        draft.values |= draft_values(row)
        self.desk.jobs.do(
            lambda store: save_draft(store, draft, by=by), owner=self,
            then=lambda _done: self.go.emit(Place("dossier", None, {"draft": draft.key})),
        )  # fmt: skip

    def say(self, words: str) -> None:
        """Tells what was done."""
        self.said.emit(words, None)


def _facts(row: ArrivalRow) -> list[tuple[str, str]]:
    paper = " · ".join(x for x in (row.paper_number, day(row.paper_on)) if x)
    return [
        (_("Paper"), paper),
        (_("Urgency"), list_label("urgencies", row.urgency) if row.urgency != "normal" else ""),
        (_("Receiver"), row.receiver),
        (_("Passed on"), day(row.passed_on)),
        (_("To be dealt with by"), day(row.due_on)),
        (_("State"), _(LOOKS[state_of(row)][1])),
        (_("Reply"), row.reply),
        (_("Code of the file"), row.file_code),
        (_("Remark"), row.note),
        (_("Registered by"), row.made_by),
    ]


def _choices(read: Reading) -> tuple[tuple[int, ...], tuple[str, ...]]:
    return arrival_years(read) or (clock.today().year,), receivers(read)
