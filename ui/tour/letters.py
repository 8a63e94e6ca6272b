"""Part three: the clerk prints the submission for signature, numbers and issues it, then the decision with its annex."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QDialog

from models.catalogue.letter_kinds import letter_kinds
from resources.i18n import N_, _
from ui.dialogs.fields_dialog import FieldsDialog
from ui.dialogs.issue import IssueDialog
from ui.dialogs.letter_preview import LetterPreview
from ui.tour.guide import Guide, Step


def card_button(guide: Guide, code: str, words: str) -> QAbstractButton:
    """A button of a letter's card in the dossier."""
    card = next(c for c in guide.dossier.letters[guide.form_kind].cards if c.row.kind == code)
    form = guide.dossier.form
    assert form is not None
    form.area.ensureWidgetVisible(card, 0, 40)
    guide.hands.settle()
    return guide.hands.find(QAbstractButton, words, card)


def begin(guide: Guide, code: str) -> None:
    """Drafts a letter of the dossier in sight."""
    guide.part("letters")
    new = guide.dossier.letters[guide.form_kind].new
    guide.hands.choose(new, str(letter_kinds()[code].label), then=(FieldsDialog, guide.taking(lambda: None)))
    guide.hands.until(
        lambda: any(c.row.kind == code for c in guide.dossier.letters[guide.form_kind].cards),
        "the letter is drafted",
    )
    guide.hands.settle()


def look(guide: Guide, code: str, name: str, sentence: str, words: str) -> None:
    """Opens the pages of a letter, pictures them, saves them."""

    def pages() -> None:
        guide.hands.wait(400)
        guide.hands.shot(name, sentence)
        guide.save_letter(name, words)
        guide.hands.press("Esc")

    show = _("Show: {letter}").format(letter=str(letter_kinds()[code].label))
    guide.hands.during(lambda: guide.hands.click(card_button(guide, code, show)), (LetterPreview, pages))


def sign(guide: Guide, code: str, name: str, words: str) -> None:
    """Prints a letter for signature."""
    guide.hands.settle(300)  # the card comes anew with its first page
    guide.print_letter(
        lambda: guide.hands.click(card_button(guide, code, _("Print for signature"))), name, words
    )
    guide.hands.settle(300)


def issue(guide: Guide, code: str, name: str, sentence: str, number: str = "") -> None:
    """Takes number and date after the signature."""

    def take() -> None:
        dialog = guide.hands.front()
        if number and isinstance(dialog, IssueDialog):
            dialog.number.setFocus()
            guide.hands.fill(number)
        guide.hands.shot(name, sentence)

    words = _("Number and issue")
    guide.hands.during(
        lambda: guide.hands.click(card_button(guide, code, words)), (QDialog, guide.taking(take))
    )
    guide.hands.settle()


def submission(guide: Guide) -> None:
    """Drafted, looked at, printed for signature, issued."""
    guide.change_user("clerk")
    guide.hands.shot("overview-of-the-clerk", N_("The clerk's first page."))
    guide.open_dossier(guide.reference)
    begin(guide, "submission_send")
    guide.hands.shot(
        "submission-drafted", N_("The submission is drafted; its card shows the real first page.")
    )
    look(
        guide,
        "submission_send",
        "submission-draft",
        N_("The very pages that will print, marked as a draft."),
        N_("Submission, draft."),
    )
    sign(
        guide,
        "submission_send",
        "submission-for-signature",
        N_("Submission for signature, with room for number and date."),
    )
    guide.hands.shot("out-for-signature", N_("Printed for signature: what it says is frozen."))
    issue(
        guide,
        "submission_send",
        "submission-number",
        N_("Before issuing it is said what will happen: number, date, register, next state."),
    )
    guide.hands.until(lambda: guide.state == "submitted", "the submission is issued")
    guide.part("letters")
    guide.hands.shot(
        "submission-issued",
        N_("Issued: number and date stand on the letter, the dossier is with the authority."),
    )
    reprint(guide, "submission_send", "submission-issued", N_("Submission as issued, with number and date."))


def reprint(guide: Guide, code: str, name: str, words: str) -> None:
    """Saves the issued bytes."""

    def pages() -> None:
        guide.save_letter(name, words)
        guide.hands.press("Esc")

    guide.hands.during(
        lambda: guide.hands.click(card_button(guide, code, _("Show and reprint"))), (LetterPreview, pages)
    )


def decision(guide: Guide) -> None:
    """The decision drafted for the committee comes back signed, with its own number."""
    begin(guide, "decision_send")
    look(
        guide,
        "decision_send",
        "decision-draft",
        N_("The decision drafted for the committee, with the list of members."),
        N_("Decision, draft."),
    )
    sign(guide, "decision_send", "decision-for-signature", N_("Decision for signature."))
    issue(
        guide, "decision_send", "decision-number", N_("The committee's own number is recorded."),
        guide.plan["decision_number"],
    )  # fmt: skip
    guide.hands.until(lambda: guide.state == "decided", "the decision is recorded")
    guide.part("letters")
    guide.hands.shot("decided", N_("Decided: both letters stand in the dossier."))
    reprint(guide, "decision_send", "decision-issued", N_("Decision as issued."))


STEPS = (
    Step(N_("The submission: preview, signature, number"), submission),
    Step(N_("The decision of the authority"), decision),
)
