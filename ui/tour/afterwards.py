"""Part four: the calendar moves on, the report is owed, reminded of, received; the dossier is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from resources.i18n import N_
from ui.dialogs.letter_preview import LetterPreview
from ui.dialogs.report import ReportDialog
from ui.pages.letters import Letters
from ui.pages.lists import ListPage
from ui.pages.owed import Owed
from ui.tour.guide import Guide, Step
from ui.tour.hands import Lost


def departure(guide: Guide) -> None:
    """The day comes and the journey begins by itself."""
    guide.days_go_by(guide.plan["legs"]["away"])
    guide.change_user("clerk")
    guide.hands.wait(500)
    guide.hands.shot(
        "day-of-the-journey", N_("On the second day of the journey: who is away and who is here.")
    )
    guide.open_dossier(guide.reference)
    if guide.state != "under_way":
        raise Lost(f"the journey has not begun: {guide.state}")
    guide.hands.shot("under-way", N_("The dossier went on by itself: under way."))


def owed(guide: Guide) -> None:
    """The report is late; the unit is reminded."""
    guide.days_go_by(guide.plan["legs"]["back"])
    guide.change_user("clerk")
    page = guide.list_page("owed")
    assert isinstance(page, Owed)
    stand_on_report(guide, page)
    guide.hands.shot("reports-owed", N_("Reports owed, unit by unit: how late, how often reminded."))
    guide.hands.press("Ctrl+R")
    guide.hands.until(lambda: isinstance(guide.shell.page, Letters), "the reminder is written")
    page_of_letters = guide.shell.page
    assert isinstance(page_of_letters, Letters)
    guide.hands.until(
        lambda: page_of_letters.model.is_complete and page_of_letters.model.count,
        "the list shows the reminder",
    )
    guide.first_row(page_of_letters.table)
    guide.hands.wait(600)
    guide.hands.shot("reminder", N_("The reminder to the unit stands in the list of letters with its pages."))

    def pages() -> None:
        guide.save_letter("reminder-for-signature", N_("Reminder for signature."))
        guide.hands.press("Esc")

    guide.hands.during(lambda: guide.hands.press("Ctrl+P"), (LetterPreview, pages))


def stand_on_report(guide: Guide, page: ListPage) -> None:
    """Walks down to the tour's dossier."""
    guide.hands.until(lambda: page.model.is_complete and page.model.count, "the list shows reports")
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    guide.hands.press("Home")
    for _row in range(page.model.count):
        row = page.table.current_row()
        if row is not None and row.report.reference == guide.reference:
            guide.hands.settle()
            return
        guide.hands.press("Down")
    raise Lost(f"{guide.reference} is not in the list of reports owed")


def report(guide: Guide) -> None:
    """The report comes; the dossier is closed and its journal tells everything."""
    page = guide.list_page("owed")
    stand_on_report(guide, page)

    def fill() -> None:
        guide.hands.find(QPlainTextEdit).setFocus()
        guide.hands.type(guide.plan["report_note"])
        guide.hands.shot("report", N_("The report has come: day and note; it is said how late it is."))

    guide.hands.during(lambda: guide.hands.press("F9"), (ReportDialog, guide.taking(fill)))
    guide.open_dossier(guide.reference)
    if guide.state != "closed":
        raise Lost(f"the dossier is not closed: {guide.state}")
    guide.part("journal")
    guide.hands.shot(
        "closed-with-journal", N_("Closed; the journal of the dossier tells who did what and when.")
    )


STEPS = (
    Step(N_("The journey begins"), departure),
    Step(N_("The report is owed and reminded of"), owed),
    Step(N_("The report is recorded, the dossier closed"), report),
)
