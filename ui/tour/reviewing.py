"""Part two: the dossier goes through the hands of officer, head of division and director, by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from models.catalogue.kinds import kinds
from models.catalogue.letter_kinds import letter_kinds
from models.catalogue.workflows import workflows
from resources.i18n import N_, _
from ui.dialogs.decide import Decision
from ui.dialogs.fields_dialog import FieldsDialog
from ui.dialogs.letter_preview import LetterPreview
from ui.dialogs.supplement import SupplementDialog
from ui.pages.review_queue import ReviewQueue
from ui.tour.guide import Guide, Step
from ui.tour.hands import Lost


def queue(guide: Guide) -> ReviewQueue:
    """The queue, standing on the tour's dossier."""
    page = guide.list_page("review")
    assert isinstance(page, ReviewQueue)
    guide.hands.until(lambda: page.model.is_complete and page.model.count, "the queue shows dossiers")
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    for _row in range(page.model.count):
        row = page.table.current_row()
        if row is not None and row.dossier.reference == guide.reference:
            guide.hands.settle()
            return page
        guide.hands.press("Down" if row is not None else "Home")
    raise Lost(f"{guide.reference} does not wait on this desk")


def officer(guide: Guide) -> None:
    """Takes it and forwards it."""
    page = queue(guide)
    guide.hands.shot("queue-of-the-officer", N_("The officer's queue: most urgent first, findings beside."))
    guide.hands.press("F9")
    guide.hands.until(lambda: guide.hands.says(guide.reference), "it is said what was done")
    page = queue(guide)
    guide.hands.press("F9")
    guide.hands.until(lambda: page.model.count == 0 or not _waits(page, guide.reference), "it left the desk")
    guide.hands.shot(
        "forwarded", N_("Taken for appraisal and forwarded with F9; the status line offers the way back.")
    )


def _waits(page: ReviewQueue, reference: str) -> bool:
    rows = [page.model.row_at(n) for n in range(page.model.count)]
    return any(r is not None and r.dossier.reference == reference for r in rows)


def head_returns(guide: Guide) -> None:
    """The head of division returns it with a reason."""
    guide.change_user("head")
    queue(guide)
    guide.hands.shot(
        "queue-of-the-head",
        N_("The head's queue: findings first, then facts and history, the steps with their keys."),
    )

    def reason() -> None:
        guide.hands.find(QPlainTextEdit).setFocus()
        guide.hands.type(guide.plan["returned_because"])
        guide.hands.shot("returned-with-reason", N_("To return a dossier needs a reason."))

    guide.hands.during(lambda: guide.hands.press("F7"), (Decision, guide.taking(reason)))


def officer_amends(guide: Guide) -> None:
    """The officer adds what was asked for and forwards it again."""
    guide.change_user("officer")
    queue(guide)
    guide.hands.press("F2")
    guide.hands.until(
        lambda: guide.shell.page is not None and guide.shell.page.name == "dossier", "the dossier opens"
    )
    guide.hands.until(lambda: guide.dossier.seen is not None, "the dossier is shown")
    guide.hands.press("F2")
    guide.fields([{"name": "host_address", "type": guide.plan["host_address"]}])
    guide.hands.press("Ctrl+Return")
    guide.hands.until(lambda: guide.dossier.mode == "reading", "the change is saved")
    guide.hands.press("F9")
    guide.hands.until(lambda: guide.state == "division", "it is forwarded")


def head_endorses(guide: Guide) -> None:
    """Now the head forwards it to the director."""
    guide.change_user("head")
    queue(guide)
    guide.hands.press("F9")
    guide.hands.settle()


def director(guide: Guide) -> None:
    """Approves, takes it back, approves again."""
    guide.change_user("director")
    page = queue(guide)
    guide.hands.shot("queue-of-the-director", N_("The director's queue: what the rules say stands first."))
    guide.hands.press("F9")
    guide.hands.until(lambda: not _waits(page, guide.reference), "it is approved")
    guide.hands.shot("approved", N_("Approved with F9; the next dossier comes up, and Ctrl+Z takes it back."))
    guide.hands.press("Ctrl+Z")
    guide.hands.until(lambda: _waits(page, guide.reference), "it is taken back")
    guide.hands.shot("approval-taken-back", N_("Taken back: it lies on the desk again."))
    queue(guide)
    guide.hands.press("F9")
    guide.hands.until(lambda: not _waits(page, guide.reference), "it is approved again")


def supplement(guide: Guide) -> None:
    """Another dossier of the sample office lacks something: everything is asked for in one slip."""
    guide.change_user("officer")
    page = guide.list_page("review")
    guide.hands.until(lambda: page.model.is_complete, "the queue is complete")
    asking = {
        t.to: str(t.label) for w in workflows().values() for t in w.transitions if t.name == "ask_supplement"
    }
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    guide.hands.press("Home")
    for _row in range(page.model.count):
        if any(guide.hands.all(QAbstractButton, words) for words in asking.values()):
            break
        guide.hands.press("Down")
    guide.hands.press("F2")
    guide.hands.until(lambda: guide.dossier.seen is not None, "the dossier is shown")
    seen = guide.dossier.seen
    assert seen is not None

    def ask() -> None:
        dialog = guide.hands.front()
        assert isinstance(dialog, SupplementDialog)
        for tick in dialog.ticks[:3]:
            if not tick.isChecked():
                guide.hands.click(tick)
        guide.hands.find(QPlainTextEdit).setFocus()
        guide.hands.type(guide.plan["supplement"])
        guide.hands.shot(
            "supplement",
            N_("What is missing is ticked, one line is added; the slip asks for everything at once."),
        )

    until = guide.taking(lambda: guide.hands.fill(guide.plan["supplement_until"]))
    guide.hands.during(
        lambda: guide.hands.press("F7"), (SupplementDialog, guide.taking(ask)), (FieldsDialog, until)
    )
    guide.hands.until(lambda: guide.state == "supplement", "the dossier waits for the unit")
    guide.part("letters")
    show = _("Show: {letter}").format(
        letter=str(letter_kinds()[kinds()[seen.row.kind].letters["supplement"]].label)
    )
    guide.hands.until(lambda: guide.hands.all(QAbstractButton, show), "the slip is drafted")

    def slip() -> None:
        guide.hands.shot("supplement-slip", N_("The slip as it will print."))
        guide.save_letter("supplement-slip-draft", N_("Request for a supplement, draft."))
        guide.hands.press("Esc")

    guide.hands.during(lambda: guide.hands.click(show), (LetterPreview, slip))


STEPS = (
    Step(N_("The officer takes and forwards"), officer),
    Step(N_("The head returns it with a reason"), head_returns),
    Step(N_("The officer adds what was asked for"), officer_amends),
    Step(N_("The head forwards it"), head_endorses),
    Step(N_("The director approves"), director),
    Step(N_("A supplement slip for another dossier"), supplement),
)
