"""The overview as one A4 page: the same figures as on the screen, for the meeting table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.lists import country
from models.exchange.one_page import Line, Section, page
from resources.i18n import _
from ui.tables.columns import day, days
from ui.widgets.figures import grouped, signed

if TYPE_CHECKING:
    from ui.pages.dashboard import Shown

MOST = 14  # lines of a section: the page stays one page and readable


def overview_pdf(shown: Shown, office: str) -> bytes:
    """The page as PDF."""
    board = shown.board
    title = _("Overview of delegations, {year}").format(year=shown.year)
    under = " · ".join(x for x in (office, _("as of {day}").format(day=day(board.on))) if x)
    return page(
        title, under, [_work(shown), _year(shown), _journeys(shown), _countries(shown), _units(shown)]
    )


def _work(shown: Shown) -> Section:
    from ui.pages.dashboard import WORK

    lines = [
        Line(_(words).capitalize(), (grouped(getattr(shown.board.work, name).value),))
        for name, words, *_rest in WORK
    ]
    return Section(_("Work today"), lines)


def _year(shown: Shown) -> Section:
    from ui.pages.dashboard import YEAR

    figures = {f.name: f for f in shown.board.figures}
    lines = [
        Line(
            _(words),
            (
                grouped(figures[n].value),
                grouped(figures[n].before),
                signed(figures[n].value - figures[n].before),
            ),
        )
        for n, words in YEAR
    ]
    heads = (str(shown.year), _("same period {year}").format(year=shown.year - 1), _("change"))
    return Section(_("The year"), lines, heads)


def _journeys(shown: Shown) -> Section:
    rows = [*shown.board.abroad, *shown.board.visiting]
    lines = [
        Line(
            f"{', '.join(country(c) for c in r.countries)}: {r.title}",
            (days(r.departs_on, r.returns_on), grouped(r.member_count)),
        )
        for r in rows[:MOST]
    ]
    title = _("Abroad now: {away} · visiting now: {here}").format(
        away=len(shown.board.abroad), here=len(shown.board.visiting)
    )
    return Section(title, lines, empty=_("Nobody is abroad and nobody is visiting today."))


def _countries(shown: Shown) -> Section:
    found = [c for c in shown.board.countries if c.family == "outgoing"][:MOST]
    most = max((c.delegations for c in found), default=1)
    lines = [
        Line(country(c.country), (grouped(c.delegations), grouped(c.person_trips)), c.delegations / most)
        for c in found
    ]
    heads = (_("delegations"), _("person-trips"))
    return Section(
        _("Outgoing by country"), lines, heads, _("No permitted delegation departs in this period yet.")
    )


def _units(shown: Shown) -> Section:
    owed = sorted(shown.owed, key=lambda u: (-len(u.reports), -u.most_late))[:MOST]
    most = max((len(u.reports) for u in owed), default=1)
    lines = [
        Line(u.requester, (grouped(len(u.reports)), grouped(u.most_late)), len(u.reports) / most)
        for u in owed
    ]
    return Section(
        _("Reports owed by unit"), lines, (_("reports"), _("days late")), _("No report is overdue.")
    )
