"""The review queue: what must leave my desk, most urgent first. Everything by keyboard: read, act, the next one comes up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models import clock
from models.catalogue.holidays import calendar
from models.catalogue.workflows import Role, workflows
from models.reading.queues import QueueRow, desk_counts
from models.work.review import Step, steps_for
from resources.i18n import N_, _, ngettext
from ui.actions import action
from ui.acts_words import role_words
from ui.pages import Group, page
from ui.pages.dossiers import kind_choices, state_choices
from ui.pages.lists import ListPage
from ui.tables.columns import CENTRE, RIGHT, Column, Paint, days
from ui.tables.delegates import Cell
from ui.widgets.chips import Chip
from ui.widgets.deadline_badge import due_cell, due_words
from ui.widgets.dossier_pane import DossierPane, Overview, countries_words, overview
from ui.widgets.finding_list import counts_cell, counts_words
from ui.widgets.state_chip import state_cell, state_words
from ui.widgets.steps_bar import StepsBar

if TYPE_CHECKING:
    from models.store.units import Actor, Reading


def waiting(read: Reading, actor: Actor) -> int:
    """How many dossiers wait on this person's desks."""
    return sum(desk.total for desk in desk_counts(read, actor))


def age(row: QueueRow) -> str:
    """How many working days a dossier has lain in its state."""
    since, today = row.dossier.state_since.astimezone(clock.VIETNAM).date(), clock.today()
    lain = max(calendar(since.year, today.year).between(since, today), 0) if since <= today else 0
    return ngettext("{n} day", "{n} days", lain).format(n=lain)


def _rules(row: QueueRow) -> str:
    words = counts_words(row.dossier.stops, row.dossier.warnings, row.dossier.waivers)
    return f"{words}, {_('you travel in it')}" if row.is_own_trip else words


def _rules_cell(row: QueueRow) -> Cell:
    cell = counts_cell(row.dossier.stops, row.dossier.warnings, row.dossier.waivers)
    return Cell((*cell.parts, ("user-x", "", "warn"))) if row.is_own_trip else cell


COLUMNS = (
    Column("due", N_("Due"), lambda r: due_words(r.dossier.due_on), 166, paint=Paint.DUE,
           cell=lambda r: due_cell(r.dossier.due_on), tip=lambda r: due_words(r.dossier.due_on)),
    Column("reference", N_("Number"), lambda r: r.dossier.reference, 100),
    Column("title", N_("Delegation"), lambda r: r.dossier.title, 200, stretch=True,
           tip=lambda r: f"{r.dossier.title}\n{r.dossier.requester}"),
    Column("where", N_("Where"), lambda r: countries_words(r.dossier.countries), 96, starts_hidden=True),
    Column("when", N_("When"), lambda r: days(r.dossier.departs_on, r.dossier.returns_on), 160, CENTRE, starts_hidden=True),
    Column("state", N_("State"), lambda r: state_words(r.dossier.state), 146, paint=Paint.STATE,
           cell=lambda r: state_cell(r.dossier.state)),
    Column("age", N_("Here for"), age, 72, RIGHT),
    Column("findings", N_("Rules"), _rules, 92, paint=Paint.FINDINGS, cell=_rules_cell, tip=_rules),
)  # fmt: skip


class QueuePane(DossierPane):
    """The reading pane with the steps one may take under it."""

    def __init__(self, page: ReviewQueue) -> None:
        super().__init__()
        self.steps = StepsBar(page.desk)
        self.foot.addWidget(self.steps)


@page("review", N_("Review"), icon="inbox", group=Group.WORK, order=20, badge=waiting)
class ReviewQueue(ListPage):
    """What lies on my desk."""

    topics = frozenset({"dossiers", "letters"})
    list_name = "queue"
    columns = COLUMNS
    default_order = "due"
    words_hint = N_("Narrow by words")
    pane: QueuePane

    def title(self) -> str:
        return _("What must leave my desk")

    def chips(self) -> Sequence[Chip]:
        roles = [(str(r), role_words(r)) for r in Role if r in self.desk.actor.roles]
        own = {s.name for w in workflows().values() for s in w.states.values() if s.work_of}
        found = [
            Chip("state", _("State"), lambda: [c for c in state_choices() if c[0] in own]),
            Chip("kind", _("Kind"), kind_choices),
            Chip("overdue", _("Due"), lambda: [(True, _("overdue"))]),
            Chip("mine", _("Officer"), lambda: [(True, _("mine or nobody's"))]),
        ]
        return [Chip("role", _("Desk"), lambda: roles), *found] if len(roles) > 1 else found

    def counted(self, n: int) -> str:
        return ngettext("{n} dossier waits on your desk", "{n} dossiers wait on your desk", n).format(n=n)

    def nothing(self) -> str:
        return _("Nothing waits on your desk. Dossiers come here when a step is yours to take.")

    def make_pane(self) -> QueuePane:
        pane = QueuePane(self)
        pane.field_wanted.connect(lambda _finding: pane.shown and self.open_row(pane.shown.row.id))
        pane.steps.said.connect(self.said)
        pane.steps.refused.connect(self.refresh)
        return pane

    def show_row(self, key: int | None) -> None:
        if key is None:
            self._shown_key = None
            self.pane.show_nothing(_("Choose a dossier to read it here."))
            self.pane.steps.show_steps(None, ())
            return
        if key == self._shown_key:
            return
        self._shown_key = key
        self.pane.steps.show_steps(None, ())  # no act on a dossier that is not in sight
        actor = self.desk.actor

        def ask(read: Reading) -> tuple[Overview | None, tuple[Step, ...]]:
            seen = overview(read, key)
            return seen, steps_for(read, actor, key) if seen else ()

        self.desk.jobs.ask(ask, owner=self, then=self._show, outranks="pane")

    def _show(self, answer: tuple[Overview | None, tuple[Step, ...]]) -> None:
        seen, steps = answer
        self.pane.show_overview(seen)
        self.pane.steps.show_steps(seen.row if seen else None, steps)

    def open_row(self, key: int) -> None:
        self.open_dossier(key)

    def take(self, key: str) -> None:
        """Takes the step under a key: for the dossier in sight, or for all selected ones when it is their main step."""
        rows = [self.model.row_at(i.row()) for i in self.table.selectionModel().selectedRows()]
        several = [r.dossier for r in rows if r is not None]
        if len(several) > 1:
            self.pane.steps.take_for_all(several, key)
        else:
            self.pane.steps.take_key(key)


@action("next_step", N_("Pass it on: take, forward, approve"), "F9", "circle-check", where="review")
def _next_step(page: ReviewQueue) -> None:
    page.take("F9")


@action("return_step", N_("Return it, or ask for a supplement"), "F7", "corner-up-left", where="review")
def _return_step(page: ReviewQueue) -> None:
    page.take("F7")


@action("refuse_step", N_("Refuse"), "F8", "ban", where="review")
def _refuse_step(page: ReviewQueue) -> None:
    page.take("F8")


@action("open", N_("Open the dossier"), "F2", "folder-open", where="review")
def _open(page: ReviewQueue) -> None:
    key = page.table.current_key()
    if key is not None:
        page.open_row(key)


@action("words", N_("Narrow the list by words"), "Ctrl+F", "list-filter", where="review", bound=False)
def _words(page: ReviewQueue) -> None:
    page.bar.words.setFocus()
