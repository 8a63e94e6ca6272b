"""All dossiers: what, who, when, how they stand, with the reading pane beside the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models import clock
from models.catalogue.kinds import kinds
from models.catalogue.lists import countries
from models.catalogue.workflows import workflows
from models.reading.dossiers import DossierRow
from resources.i18n import N_, _, ngettext
from ui.actions import action
from ui.pages import Group, page
from ui.pages.lists import ListPage
from ui.tables.columns import CENTRE, RIGHT, Column, Paint, days
from ui.widgets.chips import Chip
from ui.widgets.deadline_badge import due_cell, due_words
from ui.widgets.dossier_pane import DossierPane, countries_words, overview
from ui.widgets.finding_list import counts_cell, counts_words
from ui.widgets.state_chip import state_cell, state_words

YEARS_BACK = 8


def _due(row: DossierRow) -> Any:
    return due_cell(row.due_on)


COLUMNS = (
    Column("reference", N_("Number"), lambda r: r.reference, 100, sort="reference"),
    Column(
        "title", N_("Delegation"), lambda r: r.title, 220, sort="title", stretch=True,
        tip=lambda r: f"{r.title}\n{r.requester}",
    ),
    Column("where", N_("Where"), lambda r: countries_words(r.countries), 104),
    Column("when", N_("When"), lambda r: days(r.departs_on, r.returns_on), 160, CENTRE, sort="departs", starts_hidden=True),
    Column("people", N_("Persons"), lambda r: str(r.member_count or ""), 56, RIGHT, sort="members", starts_hidden=True),
    Column(
        "state", N_("State"), lambda r: state_words(r.state), 146, paint=Paint.STATE, sort="state",
        cell=lambda r: state_cell(r.state),
    ),
    Column(
        "due", N_("Due"), lambda r: due_words(r.due_on), 182, paint=Paint.DUE, sort="due", cell=_due,
        tip=lambda r: due_words(r.due_on),
    ),
    Column(
        "findings", N_("Rules"), lambda r: counts_words(r.stops, r.warnings, r.waivers), 76, paint=Paint.FINDINGS,
        cell=lambda r: counts_cell(r.stops, r.warnings, r.waivers),
        tip=lambda r: counts_words(r.stops, r.warnings, r.waivers),
    ),
)  # fmt: skip


def year_choices() -> Sequence[tuple[Any, str]]:
    """The years of departure one may choose."""
    this = clock.today().year
    return [(year, str(year)) for year in range(this + 1, this - YEARS_BACK - 1, -1)]


def kind_choices() -> Sequence[tuple[Any, str]]:
    """The kinds of dossier."""
    return [(k.code, str(k.label)) for k in kinds().values()]


def state_choices() -> Sequence[tuple[Any, str]]:
    """The states of every workflow, in the order of a dossier's life."""
    return [(s.name, str(s.label)) for w in workflows().values() for s in w.states.values()]


def country_choices() -> Sequence[tuple[Any, str]]:
    """Countries in Vietnamese order."""
    return [(code, str(item.label)) for code, item in countries().items()]


@page("dossiers", N_("Dossiers"), icon="folder", group=Group.WORK, order=30)
class Dossiers(ListPage):
    """The list of every dossier."""

    topics = frozenset({"dossiers", "letters"})
    list_name = "dossiers"
    columns = COLUMNS
    default_order = "-received"
    words_hint = N_("Narrow by words")
    pane: DossierPane

    def title(self) -> str:
        return _("Dossiers")

    def chips(self) -> Sequence[Chip]:
        return (
            Chip("year", _("Year"), year_choices),
            Chip("kind", _("Kind"), kind_choices),
            Chip("state", _("State"), state_choices),
            Chip("country", _("Country"), country_choices),
        )

    def first_filters(self) -> Mapping[str, Any]:
        return {"year": clock.today().year}

    def counted(self, n: int) -> str:
        return ngettext("{n} dossier", "{n} dossiers", n).format(n=f"{n:,}".replace(",", "."))

    def nothing(self) -> str:
        return _("Dossiers that were lodged stand here. Begin one with Ctrl+N.")

    def make_pane(self) -> DossierPane:
        pane = DossierPane()
        pane.field_wanted.connect(lambda _finding: pane.shown and self.open_row(pane.shown.row.id))
        return pane

    def show_row(self, key: int | None) -> None:
        if key is None:
            self.pane.show_nothing(_("Choose a dossier to read it here."))
        elif key != self._shown_key:
            self._shown_key = key
            self.desk.jobs.ask(
                lambda read: overview(read, key), owner=self, then=self.pane.show_overview, outranks="pane"
            )

    def open_row(self, key: int) -> None:
        self.open_dossier(key)


@action("open", N_("Open the dossier"), "F2", "folder-open", where="dossiers")
def _open(page: Dossiers) -> None:
    key = page.table.current_key()
    if key is not None:
        page.open_row(key)


@action("words", N_("Narrow the list by words"), "Ctrl+F", "list-filter", where="dossiers", bound=False)
def _words(page: Dossiers) -> None:
    page.bar.words.setFocus()


@action("clear", N_("Clear filters"), "Ctrl+Shift+F", "list-x", where="dossiers")
def _clear(page: Dossiers) -> None:
    page.bar.clear()
