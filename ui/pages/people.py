"""The ledger of people: who travels, how often this year, with which passport, and what he owes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from models import clock
from models.appraisal.facts import OverdueReport, Trip
from models.catalogue.lists import country
from models.catalogue.lists import label as list_label
from models.catalogue.rulebook import in_force
from models.reading.history import history_of, trips_of
from models.reading.people import PersonRow, people_by_id
from models.work.rights import may
from resources.i18n import N_, _, ngettext
from ui.actions import action
from ui.pages import Group, page
from ui.pages.lists import ListPage
from ui.tables.columns import CENTRE, RIGHT, Column, day, days
from ui.widgets.chips import Chip
from ui.widgets.reading_pane import ReadingPane, foot_button

if TYPE_CHECKING:
    from models.store.units import Reading

SOON = 183  # days: a passport needs half a year beyond the journey, so it is looked at that long before
TRIPS = "trips_per_year"  # the check whose rule says how many trips a year are allowed

COLUMNS = (
    Column("name", N_("Full name"), lambda r: r.full_name, 190, sort="name"),
    Column("position", N_("Position"), lambda r: r.position, 150),
    Column("organisation", N_("Unit"), lambda r: r.organisation, 180, sort="organisation", stretch=True),
    Column("trips", N_("Trips this year"), lambda r: str(r.trips_this_year or ""), 136, RIGHT),
    Column("passport", N_("Passport until"), lambda r: day(r.passport_expires_on), 116, CENTRE, sort="passport"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """A person with what the office knows of his journeys; *limit* is the number of trips a year the rule in force names."""

    row: PersonRow
    trips: tuple[Trip, ...]
    owed: tuple[OverdueReport, ...]
    limit: int | None
    limit_basis: str


def seen(read: Reading, person_id: int) -> Seen | None:
    """A person, or None when he is not there."""
    row = people_by_id(read, [person_id]).get(person_id)
    if row is None:
        return None
    limit, basis = trips_limit(clock.today())
    owed = history_of(read, person_ids=[person_id]).overdue_of_person.get(person_id, ())
    return Seen(row, trips_of(read, person_id), owed, limit, basis)


def trips_limit(on: date) -> tuple[int | None, str]:
    """How many trips a year the rule in force allows, and where it stands."""
    for rule in in_force(on):
        if rule.check == TRIPS and "limit" in rule.parameters:
            return int(rule.parameters["limit"]), str(rule.basis)
    return None, ""


def masked(number: str, may_see: bool) -> str:
    """A passport number, all but its ends hidden from those who do not need it."""
    return number if may_see or len(number) < 4 else number[0] + "•" * (len(number) - 3) + number[-2:]


@page("people", N_("People"), icon="users", group=Group.FIND, order=30)
class People(ListPage):
    """The ledger, by given name as Vietnamese do."""

    topics = frozenset({"people", "dossiers"})
    list_name = "people"
    columns = COLUMNS
    default_order = "name"
    words_hint = N_("Find a person")
    pane: ReadingPane

    def title(self) -> str:
        return _("People")

    def chips(self) -> Sequence[Chip]:
        soon = clock.today() + timedelta(days=SOON)
        return (
            Chip(
                "guests",
                _("Officials or guests"),
                lambda: [(False, _("officials")), (True, _("foreign guests"))],
            ),
            Chip("key_posts", _("Post"), lambda: [(True, _("key posts"))]),
            Chip("passport_before", _("Passport"), lambda: [(soon, _("expires within half a year"))]),
        )

    def first_filters(self) -> Mapping[str, Any]:
        return {"guests": False}

    def counted(self, n: int) -> str:
        return ngettext("{n} person", "{n} people", n).format(n=f"{n:,}".replace(",", "."))

    def nothing(self) -> str:
        return _("People stand here once a dossier names them, or when you add them with Ctrl+Shift+N.")

    def make_pane(self) -> ReadingPane:
        pane = ReadingPane(_("Choose a person to read about here."))
        self._seen: Seen | None = None
        self.may_edit = may(self.desk.actor, "save_person")
        if self.may_edit:
            pane.foot.addWidget(
                foot_button(_("Edit"), self.edit, hint=_("Change what the ledger knows (F2)"))
            )
            pane.foot.addWidget(
                foot_button(_("Add a person"), self.add, hint=_("Add a person to the ledger (Ctrl+Shift+N)"))
            )
        return pane

    def show_row(self, key: int | None) -> None:
        if key is None:
            self._seen = None
            self.pane.show_nothing(_("Choose a person to read about here."))
        elif key != self._shown_key:
            self._shown_key = key
            self.desk.jobs.ask(lambda read: seen(read, key), owner=self, then=self._show, outranks="pane")

    def open_row(self, key: int) -> None:
        self.edit()

    # --- the pane -----------------------------------------------------------------------------------------------------

    def _show(self, found: Seen | None) -> None:
        self._seen = found
        if found is None:
            self.pane.show_nothing(_("This person is not there any more."))
            return
        p = found.row
        self.pane.begin(p.full_name, ", ".join(x for x in (p.position, p.organisation) if x))
        self.pane.facts(_facts(p, self.may_edit))
        self._owed(found)
        self._trips(found)
        self.pane.end()

    def _owed(self, found: Seen) -> None:
        if not found.owed:
            return
        self.pane.section(_("Reports owed"))
        for report in found.owed:
            late = (clock.today() - report.due_on).days
            self.pane.link(
                f"{report.reference} {report.title}", lambda d=report.dossier_id: self.open_dossier(d),
                under=ngettext("due {day}, {n} day late", "due {day}, {n} days late", late).format(day=day(report.due_on), n=late),
            )  # fmt: skip

    def _trips(self, found: Seen) -> None:
        this_year = clock.today().year
        self.pane.section(_("Journeys"))
        counted = sum(
            t.counts_as == "outgoing" and t.exemption in ("", "none") and t.departs_on.year == this_year
            for t in found.trips
        )
        if found.limit is not None and not found.row.is_guest:
            words = _("{n} official trips in {year}; the rule in force names {limit} a year.")
            self.pane.sentence(
                words.format(n=counted, year=this_year, limit=found.limit),
                "warn" if counted >= found.limit else "",
            )
            self.pane.sentence(found.limit_basis, "small")
        if not found.trips:
            self.pane.sentence(_("No journey of this person is known."), "muted")
        for year, trips in groupby(found.trips, lambda t: t.departs_on.year):
            several = list(trips)
            where = ", ".join(dict.fromkeys(country(c) for t in several for c in t.countries))
            self.pane.sentence(
                f"{year} · {ngettext('{n} trip', '{n} trips', len(several)).format(n=len(several))} · {where}",
                "strong",
            )
            for trip in several:
                self.pane.link(
                    trip.title, lambda d=trip.dossier_id: self.open_dossier(d), remark=days(trip.departs_on, trip.returns_on),
                    under=f"{trip.reference}{' · ' + _('not permitted yet') if trip.is_pending else ''}",
                )  # fmt: skip

    # --- acts -----------------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Opens the form of the person in sight."""
        if self._seen is not None and self.may_edit:
            self._open_form(self._seen.row)

    def add(self) -> None:
        """Opens an empty form."""
        if self.may_edit:
            self._open_form(None)

    def _open_form(self, row: PersonRow | None) -> None:
        from ui.dialogs.person import PersonDialog

        dialog = PersonDialog(self, self.desk, row)
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, person_id: int, name: str) -> None:
        self.said.emit(_("Saved: {name}").format(name=name), None)
        self._shown_key = None
        self.model.refresh()
        self.table.go_to(person_id)


def _facts(p: PersonRow, may_see: bool) -> list[tuple[str, str]]:
    number = masked(p.passport_number, may_see)
    until = _("until {day}").format(day=day(p.passport_expires_on)) if p.passport_expires_on else ""
    kind = list_label("passport_kinds", p.passport_kind) if p.passport_kind else ""
    tier = list_label("management_tiers", p.management_tier) if not p.is_guest else ""
    born = "/".join(reversed(p.born_on.split("-")))
    return [
        (_("Name in own script"), p.native_name),
        (_("Nationality"), country(p.nationality) if p.nationality else ""),
        (_("Born"), born),
        (_("Sex"), list_label("sexes", p.sex) if p.sex else ""),
        (_("Party post"), p.party_post),
        (_("Employment"), list_label("employments", p.employment) if p.employment else ""),
        (_("Management tier"), tier),
        (_("Key post"), _("yes") if p.is_key_post else ""),
        (_("Passport"), " · ".join(x for x in (kind, number, until) if x)),
        (
            _("Discipline"),
            list_label("disciplines", p.discipline) if p.discipline not in ("", "none") else "",
        ),
        (_("Retires on"), day(p.retires_on)),
    ]


@action("edit", N_("Edit the person"), "F2", "pencil", where="people")
def _edit(page: People) -> None:
    page.edit()


@action("add", N_("Add a person"), "Ctrl+Shift+N", "user-plus", where="people")
def _add(page: People) -> None:
    page.add()
