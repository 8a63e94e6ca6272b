"""What the calendar does by itself: journeys begin, end, and then owe a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models import clock
from models.appraisal.engine import report_due
from models.catalogue.workflows import Transition, workflows
from models.errors import OfficeError
from models.records import Delegation, Dossier
from models.store.units import Reading, Store, Writing
from models.work.appraising import office_rules
from models.work.cases import dossier_and_delegation
from models.work.review import CALENDAR, take_step

_AT_ONCE = 200  # dossiers per unit, so that nobody waits long for the store


@dataclass(frozen=True, slots=True)
class Ticked:
    """What the calendar moved: ids of the dossiers whose journey began, and of those that came home."""

    departed: tuple[int, ...]
    returned: tuple[int, ...]


def tick(store: Store, on: date | None = None) -> Ticked:
    """Takes every step that the calendar takes by *on* (today). Called at start and once a day; again changes nothing."""
    on = on or clock.today()
    departed: list[int] = []
    returned: list[int] = []
    while True:
        with store.reading() as read:
            due = _due(read, on)
        if not due:
            return Ticked(tuple(departed), tuple(returned))
        with store.writing(CALENDAR) as w:
            moved = 0
            for dossier_id, transition in due[:_AT_ONCE]:
                if _take(w, dossier_id, transition, on):
                    moved += 1
                    (returned if "returned_home" in transition.guards else departed).append(dossier_id)
        if not moved:
            return Ticked(tuple(departed), tuple(returned))


def _due(read: Reading, on: date) -> list[tuple[int, Transition]]:
    """The dossiers whose journey has begun or ended, with the step; one that ended goes straight to owing its report."""
    out: list[tuple[int, Transition]] = []
    for flow in workflows().values():
        for transition in (t for t in flow.transitions if not t.roles):
            over = Delegation.returns_on < on
            when = over if "returned_home" in transition.guards else (Delegation.departs_on <= on) & ~over
            rows = read.session.execute(
                select(Dossier.id)
                .join(Delegation, Delegation.id == Dossier.delegation_id)
                .where(Dossier.workflow == flow.name, Dossier.state.in_(transition.from_states), when)
                .order_by(Dossier.id)
            ).scalars()
            out += [(dossier_id, transition) for dossier_id in rows]
    return out


def _take(w: Writing, dossier_id: int, transition: Transition, on: date) -> bool:
    """Takes one step; False when someone else was faster."""
    dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True)
    if dossier.state not in transition.from_states:
        return False
    try:
        take_step(w, dossier_id, transition.name, on=on)
    except OfficeError:
        return False
    if "returned_home" in transition.guards:
        _owe(w, dossier, delegation, on)
    return True


def _owe(w: Writing, dossier: Dossier, delegation: Delegation, on: date) -> None:
    """Writes by when the report is due, by the rule in force on the day of return; that day is the stage's due date too."""
    if delegation.returns_on is None or delegation.report_due_on is not None:
        return
    due = report_due(dossier.kind, delegation.returns_on, delegation.returns_on, office_rules(w))
    if due is None:
        return
    delegation.report_due_on = dossier.due_on = due.due_on
    w.session.flush()
    w.note(
        "owe_report", delegation, dossier_id=dossier.id,
        changes={"report_due_on": [None, due.due_on], "rule": ["", due.finding.rule], "basis": ["", due.finding.basis]},
    )  # fmt: skip
