"""Part five: looking things up, figures, an incoming delegation, people, administration, the dark theme, English."""

from __future__ import annotations

from resources.i18n import N_, _
from ui.pages.lists import ListPage
from ui.pages.office import OfficePage
from ui.panels.checks import ChecksPanel
from ui.tour.guide import Guide, Step
from ui.tour.hands import Lost
from ui.user_menu import LANGUAGES


def registers(guide: Guide) -> None:
    """The register of letters."""
    guide.visit("registers")
    guide.hands.wait(300)
    guide.hands.shot("registers", N_("The registers of letters: every number once, gaps would be named."))


def statistics(guide: Guide) -> None:
    """The figures of the year."""
    guide.visit("statistics")
    guide.hands.press("Down")
    guide.hands.wait(600)
    guide.hands.shot(
        "statistics", N_("Statistics of the year beside the year before, by country and purpose.")
    )


def searching(guide: Guide) -> None:
    """One search box for everything."""
    guide.hands.press("Ctrl+K")
    guide.hands.type(guide.plan["search"])
    guide.hands.until(
        lambda: guide.shell.search.is_showing and guide.shell.search.results.rowCount(), "the search answers"
    )
    guide.hands.shot(
        "search", N_("One search box for dossiers, people, letters and organisations; tones do not matter.")
    )
    guide.hands.press("Esc")


def incoming(guide: Guide) -> None:
    """A delegation that comes in."""
    guide.change_user("officer")
    guide.new("incoming")
    guide.fields(guide.plan["guest_field"])
    guide.stand_on("legs", -1, "place")
    guide.row("legs", guide.plan["guests"]["leg"])
    for guest in guide.plan["guests"]["rows"]:
        guide.stand_on("members", -1, "full_name")
        guide.row("members", guest)
    guide.hands.wait(600)
    guide.stand_on("members", 0, "full_name")
    guide.hands.shot("incoming-delegation", N_("A delegation that comes in: its own form, its own rules."))


def people(guide: Guide) -> None:
    """The ledger of people."""
    page = guide.list_page("people")
    first(guide, page)
    guide.hands.shot("people", N_("The ledger of people with trips of the year and passports."))
    page = guide.list_page("dossiers")
    first(guide, page)
    guide.hands.shot("dossiers", N_("All dossiers, with filters above and the reading pane beside."))


def first(guide: Guide, page: ListPage) -> None:
    """Stands on the first row of a list."""
    guide.hands.until(lambda: page.model.is_complete and page.model.count, "the list shows rows")
    guide.first_row(page.table)
    guide.hands.wait(300)


def administration(guide: Guide) -> None:
    """What the administrator sees."""
    guide.change_user("admin")
    guide.visit("office")
    guide.hands.wait(300)
    guide.hands.shot(
        "administration",
        N_("Administration: office and signatories, users, backups, rules, working days, journal."),
    )
    page = guide.shell.page
    assert isinstance(page, OfficePage)
    place = next(n for n in range(page.list.count()) if page.list.item(n).text() == _("Check of the store"))
    guide.hands.click_at(page.list.viewport(), page.list.visualItemRect(page.list.item(place)).center())
    guide.hands.click(_("Check now"))
    panel = next(p for p in page.panels.values() if isinstance(p, ChecksPanel))
    guide.hands.until(lambda: panel.lines, "the check ends", 60)
    if not all(line[0] for line in panel.lines):
        raise Lost(f"the store is not whole: {panel.lines}")
    guide.hands.shot(
        "check-of-the-store", N_("After the whole day the store is whole: files, registers, journal.")
    )


def dark(guide: Guide) -> None:
    """The other colours."""
    guide.change_user("officer")
    guide.hands.choose(guide.shell.user, _("Appearance"), _("Dark"))
    guide.visit("dashboard")
    guide.hands.wait(300)
    guide.hands.shot("overview-dark", N_("The first page in dark colours."))
    guide.open_dossier(guide.reference)
    guide.hands.wait(300)
    guide.hands.shot("dossier-dark", N_("A dossier in dark colours."))
    guide.hands.choose(guide.shell.user, _("Appearance"), _("Light"))


def english(guide: Guide) -> None:
    """The other language."""
    guide.hands.choose(guide.shell.user, _("Language"), "English")
    guide.hands.wait(600)
    guide.visit("review")
    guide.new("outgoing_official")
    guide.hands.wait(300)
    guide.hands.shot("english", N_("The same form in English."))
    guide.hands.choose(guide.shell.user, _("Language"), LANGUAGES[guide.language])


STEPS = (
    Step(N_("Registers"), registers),
    Step(N_("Statistics"), statistics),
    Step(N_("Search"), searching),
    Step(N_("An incoming delegation"), incoming),
    Step(N_("People and dossiers"), people),
    Step(N_("Administration"), administration),
    Step(N_("Dark colours"), dark),
    Step(N_("English"), english),
)
