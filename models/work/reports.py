"""Acts about what follows a decision: one that came on paper from elsewhere, the report after the journey, reminders."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models import clock
from models.catalogue.kinds import kinds
from models.errors import OfficeError
from models.reading.owed import owed_by_unit
from models.records import Delegation, Dossier
from models.store.units import Actor, Store
from models.text import squeeze
from models.work.cases import dossier_and_delegation, flow_of
from models.work.facts import calendar_around
from models.work.letter_steps import permit
from models.work.letters import Prepared, prepare_in
from models.work.review import Advanced, take_step
from models.work.rights import not_his_own, require

REMINDER_DAYS = 5  # working days a reminder gives by itself; the person may write another day into the letter


def record_decision(store: Store, dossier_id: int, number: str, on: date, *, by: Actor) -> Advanced:
    """Records a decision of another body that was not drafted here, by its number and symbol, and takes the step.

    Raises OfficeError("decision_known") when another delegation was permitted by that very paper.
    """
    number = squeeze(number)
    if not number:
        raise OfficeError("decision_needed")
    if on > clock.today():
        raise OfficeError("date_in_future", on=f"{on:%d/%m/%Y}")
    with store.writing(by) as w:
        dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True)
        steps = flow_of(dossier).steps_from(dossier.state)
        transition = next((t for t in steps if "decision_issued" in t.guards), None)
        if transition is None:
            raise OfficeError("not_approved_yet", reference=dossier.reference)
        twin = w.session.scalar(
            select(Dossier.reference)
            .join(Delegation, Delegation.id == Dossier.delegation_id)
            .where(
                Delegation.permitted_by == number,
                Delegation.permitted_on == on,
                Delegation.id != delegation.id,
            )
            .limit(1)
        )
        if twin is not None:
            raise OfficeError("decision_known", number=number, reference=twin)
        permit(delegation, number, on)
        w.session.flush()
        return take_step(w, dossier_id, transition.name)


def record_report(
    store: Store, dossier_id: int, *, by: Actor, received_on: date | None = None, note: str = ""
) -> Advanced:
    """Records that the report about a journey arrived, late or not, and closes the dossier."""
    require(by, "record_report")
    received_on = received_on or clock.today()
    if received_on > clock.today():
        raise OfficeError("date_in_future", on=f"{received_on:%d/%m/%Y}")
    with store.writing(by) as w:
        dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True)
        not_his_own(w, delegation.id, by)
        steps = flow_of(dossier).steps_from(dossier.state)
        transition = next((t for t in steps if "report_recorded" in t.guards), None)
        if transition is None:
            state = flow_of(dossier).states[dossier.state].label
            raise OfficeError("wrong_state", reference=dossier.reference, state=state)
        if delegation.departs_on and received_on < delegation.departs_on:
            raise OfficeError("days_reversed")
        delegation.report_received_on, delegation.report_note = received_on, squeeze(note)
        w.session.flush()
        return take_step(w, dossier_id, transition.name, reason=note)


def prepare_reminders(
    store: Store,
    *,
    by: Actor,
    on: date | None = None,
    requester_id: int | None = None,
    answer_by: date | None = None,
) -> tuple[Prepared, ...]:
    """Prepares one reminder letter per unit for all reports it owes that are late on *on* (today); or for one unit only."""
    require(by, "prepare_reminders")
    on = on or clock.today()
    answer_by = answer_by or calendar_around(on).add(on, REMINDER_DAYS)
    with store.writing(by) as w:
        out: list[Prepared] = []
        for unit in owed_by_unit(w, on):
            if requester_id is not None and unit.requester_id != requester_id:
                continue
            delegations = tuple(r.delegation_id for r in unit.reports)
            kind = kinds()[unit.reports[0].kind].letters["reminder"]
            key = f"remind:{on.isoformat()}:{'-'.join(map(str, sorted(delegations)))}"[:300]
            out.append(prepare_in(w, None, kind, {"due_on": answer_by.isoformat()}, delegations, key))
        return tuple(out)
