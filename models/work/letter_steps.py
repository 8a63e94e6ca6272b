"""What issuing or voiding a letter means for its dossier: the step it takes or takes back, by which paper a journey is permitted."""

from __future__ import annotations

from datetime import date

from models import clock
from models.catalogue.kinds import kinds
from models.catalogue.letter_kinds import letter_kinds
from models.catalogue.workflows import Transition
from models.errors import OfficeError
from models.reading.letters import number_text
from models.records import Delegation, Dossier, Letter
from models.store.units import Reading, Writing
from models.work.cases import dossier_and_delegation, flow_of
from models.work.guards import Case, no_open_stop
from models.work.review import enter, move, refresh_findings, step_of_letter

# Which guard of the workflow an issued letter of that occasion satisfies: issuing it takes the step.
STEP_OF = {"submission": "submission_issued", "decision": "decision_issued"}


def occasion_of(read: Reading, letter: Letter, dossier: Dossier) -> str:
    """The occasion of the workflow that a letter is for, "" for a letter that moves nothing.

    A letter that changes one of another dossier stands, in its own dossier, for the letter of that occasion.
    """
    letters = kinds()[dossier.kind].letters
    found = next((o for o in STEP_OF if letters.get(o) == letter.kind), "")
    if found or letter.earlier_id is None:
        return found
    earlier = read.session.get(Letter, letter.earlier_id)
    is_elsewhere = earlier is not None and earlier.dossier_id != dossier.id
    return letter_kinds()[letter.kind].stands_for if is_elsewhere else ""


def check_dossier(w: Writing, letter: Letter, on: date) -> Transition | None:
    """The step that issuing takes, after its checks; None when the letter moves nothing."""
    if letter.dossier_id is None:
        return None
    dossier, delegation = dossier_and_delegation(w, letter.dossier_id, lock=True)
    occasion = occasion_of(w, letter, dossier)
    if not occasion:
        return None
    steps = flow_of(dossier).steps_from(dossier.state)
    transition = next((t for t in steps if STEP_OF[occasion] in t.guards), None)
    if transition is None:
        raise OfficeError("not_approved_yet", reference=dossier.reference)
    case = Case(w, dossier, delegation, w.by, on)
    case.fresh = refresh_findings(w, dossier, case, "issue")
    if fault := no_open_stop(case):
        raise fault
    return transition


def next_state(read: Reading, letter_id: int) -> str:
    """The state that a letter's dossier would enter if the letter were issued now; "" for a letter that moves nothing."""
    letter = read.session.get(Letter, letter_id)
    dossier = (
        read.session.get(Dossier, letter.dossier_id) if letter and letter.dossier_id is not None else None
    )
    if letter is None or dossier is None:
        return ""
    guard = STEP_OF.get(occasion_of(read, letter, dossier), "")
    return next((t.to for t in flow_of(dossier).steps_from(dossier.state) if guard and guard in t.guards), "")


def follow(w: Writing, letter: Letter, transition: Transition | None, on: date) -> None:
    """Takes the step that issuing a letter means; a decision that replaces another permits the journey from now on."""
    if letter.dossier_id is None:
        return
    if transition is None:
        _permit_anew(w, letter, on)
        return
    dossier, delegation = dossier_and_delegation(w, letter.dossier_id, lock=True)
    if "decision_issued" in transition.guards:
        permit(delegation, number_text(letter.number, letter.symbol), on)
    move(w, dossier, delegation, transition, on=on)


def _permit_anew(w: Writing, letter: Letter, on: date) -> None:
    replaced = _replaced(w, letter)
    if replaced is not None and letter.dossier_id is not None:
        _dossier, delegation = dossier_and_delegation(w, letter.dossier_id, lock=True)
        if delegation.permitted_by == number_text(replaced.number, replaced.symbol):
            permit(delegation, number_text(letter.number, letter.symbol), on)


def _replaced(w: Writing, letter: Letter) -> Letter | None:
    if letter.relation != "replaces" or letter.earlier_id is None:
        return None
    return w.session.get(Letter, letter.earlier_id)


def permit(delegation: Delegation, number: str, on: date) -> None:
    """Part of acts: notes by which paper a delegation is permitted."""
    delegation.permitted_by, delegation.permitted_on = number, on


def flow_state(read: Reading, letter: Letter) -> str:
    """The state of the letter's dossier, "" for a letter about none."""
    return dossier_and_delegation(read, letter.dossier_id)[0].state if letter.dossier_id is not None else ""


def step_back(w: Writing, letter: Letter, reason: str) -> None:
    """Takes back what issuing a letter meant. Raises OfficeError("letter_in_use") when the dossier has gone on since."""
    if letter.dossier_id is None:
        return
    dossier, delegation = dossier_and_delegation(w, letter.dossier_id, lock=True)
    number = number_text(letter.number, letter.symbol)
    occasion = occasion_of(w, letter, dossier)
    if not occasion:
        replaced = _replaced(w, letter)
        if replaced is not None and replaced.issued_on is not None and delegation.permitted_by == number:
            permit(delegation, number_text(replaced.number, replaced.symbol), replaced.issued_on)
        return
    before = step_of_letter(w, dossier, STEP_OF[occasion])
    if before is None:
        raise OfficeError("letter_in_use", number=number, reference=dossier.reference)
    state = dossier.state
    enter(dossier, delegation, before, clock.today())
    if occasion == "decision":
        delegation.permitted_by, delegation.permitted_on = "", None
    w.session.flush()
    w.note("void_step", dossier, dossier_id=dossier.id, from_state=state, to_state=before, reason=reason)
