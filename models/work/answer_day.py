"""By which day a dossier is to be answered: the days of all stages up to the decision, counted from its receipt."""

from __future__ import annotations

from datetime import date

from models.catalogue.workflows import Workflow, workflows
from models.work.facts import calendar_around


def answer_day(workflow: str, received_on: date | None, *, office_decides: bool) -> date | None:
    """The day of the appointment slip, in working days; None without a day of receipt.

    Where the office itself decides, no stage of submitting to another body is counted.
    """
    if received_on is None:
        return None
    flow = workflows()[workflow]
    decided, submitted = _reached(flow, "decision_issued"), _reached(flow, "submission_issued")
    days = 0
    for name, state in flow.states.items():  # in the order of the work
        if name in decided:
            break
        if not (office_decides and name in submitted):
            days += state.days or 0
    return calendar_around(received_on).add(received_on, days)


def _reached(flow: Workflow, guard: str) -> set[str]:
    """The states that steps with that guard lead to."""
    return {t.to for t in flow.transitions if guard in t.guards}
