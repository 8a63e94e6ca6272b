"""Acts of review: the steps of a dossier's workflow, supplements, waivers, who handles it, and taking a step back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from models import clock
from models.appraisal.findings import Finding
from models.catalogue.rulebook import edition
from models.catalogue.workflows import Role, Transition
from models.errors import OfficeError
from models.reading.findings import STAGES, findings_by_stage
from models.records import Delegation, Dossier, JournalEntry, Letter, Line, StoredFinding, User
from models.store.units import Actor, Reading, Store, Writing
from models.text import squeeze
from models.work import appraising
from models.work.cases import dossier_and_delegation, due_of, flow_of
from models.work.guards import GUARDS, Ask, Case
from models.work.rights import not_his_own, require, travels_in

CALENDAR = Actor(None, "Lịch", frozenset())  # takes the steps that no role may take: days pass by themselves
ASKS = "asks"  # the table of lines that holds what supplements were asked for
STATUS = {  # what a state means for the delegation; states that are not named leave it planned
    "decided": "permitted",
    "under_way": "under_way",
    "awaiting_report": "awaiting_report",
    "closed": "closed",
    "refused": "refused",
    "cancelled": "cancelled",
    "withdrawn": "withdrawn",
}
COUNTED = frozenset({"permitted", "under_way", "awaiting_report", "closed"})
_FRESH = frozenset({"no_open_stop", "complete"})  # guards that want the rules asked anew


@dataclass(frozen=True, slots=True)
class Step:
    """A step as a button shows it. When it is not allowed, *why_not* says why in a sentence."""

    name: str
    label: str
    to: str
    key: str
    style: str
    needs_reason: bool
    is_allowed: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Advanced:
    """A step that was taken."""

    dossier_id: int
    reference: str
    from_state: str
    to_state: str
    due_on: date | None
    version: int


def steps_for(read: Reading, actor: Actor, dossier_id: int, on: date | None = None) -> tuple[Step, ...]:
    """The steps that leave the present state and that a role of this person may take, each with whether it may be taken now."""
    dossier, delegation = dossier_and_delegation(read, dossier_id)
    case = Case(read, dossier, delegation, actor, on or clock.today(), will_ask=True)
    own = travels_in(read, delegation.id, actor)
    out: list[Step] = []
    for t in flow_of(dossier).steps_from(dossier.state):
        if not actor.roles & set(t.roles):
            continue
        fault = OfficeError("own_trip") if own else _fault(t, case)
        why_not = str(fault) if fault else ""
        out.append(Step(t.name, str(t.label), t.to, t.key, t.style, t.needs_reason, fault is None, why_not))
    return tuple(out)


def _fault(transition: Transition, case: Case) -> OfficeError | None:
    return next((fault for name in transition.guards if (fault := GUARDS[name](case))), None)


def advance(
    store: Store,
    dossier_id: int,
    transition: str,
    *,
    by: Actor,
    reason: str = "",
    asks: Sequence[Ask] = (),
    version: int | None = None,
    on: date | None = None,
) -> Advanced:
    """Takes one step of the workflow. *version* is what the person saw; *asks* belong to the step "ask_supplement".

    Raises OfficeError: "not_allowed", "own_trip", "wrong_state", "reason_needed", "changed_meanwhile", or what a guard says.
    """
    with store.writing(by) as w:
        return take_step(w, dossier_id, transition, reason=reason, asks=asks, version=version, on=on)


def take_step(
    w: Writing,
    dossier_id: int,
    name: str,
    *,
    reason: str = "",
    asks: Sequence[Ask] = (),
    version: int | None = None,
    on: date | None = None,
) -> Advanced:
    """Part of acts: takes a step within a unit, with every check."""
    on = on or clock.today()
    dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True, version=version)
    flow = flow_of(dossier)
    try:
        transition = flow.transition(name)
    except KeyError as unknown:
        raise OfficeError(
            "wrong_state", reference=dossier.reference, state=flow.states[dossier.state].label
        ) from unknown
    if (
        transition.roles
        and not w.by.roles & set(transition.roles)
        or not transition.roles
        and w.by is not CALENDAR
    ):
        raise OfficeError("not_allowed", act=str(transition.label))
    not_his_own(w, delegation.id, w.by)
    if dossier.state not in transition.from_states:
        raise OfficeError("wrong_state", reference=dossier.reference, state=flow.states[dossier.state].label)
    reason = squeeze(reason)
    if transition.needs_reason and not reason:
        raise OfficeError("reason_needed", act=str(transition.label))
    case = Case(w, dossier, delegation, w.by, on, asks)
    if _FRESH & set(transition.guards):
        case.fresh = refresh_findings(w, dossier, case)
    if fault := _fault(transition, case):
        raise fault
    if asks:
        _keep_asks(w, dossier, asks, reason, on)
    return move(w, dossier, delegation, transition, reason=reason, on=on)


def refresh_findings(w: Writing, dossier: Dossier, case: Case, stage: str = "review") -> tuple[Finding, ...]:
    """Part of acts: asks the rules anew (the past has gone on) and keeps what they say."""
    findings = appraising.keep_findings(w, dossier, appraising.findings_of(w, case.facts, case.on), stage)
    w.session.flush()
    return findings


def move(
    w: Writing,
    dossier: Dossier,
    delegation: Delegation,
    transition: Transition,
    *,
    reason: str = "",
    on: date,
) -> Advanced:
    """Part of acts: writes the new state with its due date and what it means for the delegation; no checks."""
    before = dossier.state
    enter(dossier, delegation, transition.to, on)
    if transition.name == "supplemented":
        _answer_asks(w, dossier, on)
    w.session.flush()
    w.note(
        transition.name,
        dossier,
        dossier_id=dossier.id,
        from_state=before,
        to_state=transition.to,
        reason=reason,
    )
    return Advanced(dossier.id, dossier.reference, before, transition.to, dossier.due_on, dossier.version)


def enter(dossier: Dossier, delegation: Delegation, state: str, on: date) -> None:
    """Part of acts: puts a dossier into a state."""
    spec = flow_of(dossier).states[state]
    dossier.state, dossier.state_since, dossier.due_on = state, clock.now(), due_of(spec, on)
    dossier.closed_at = clock.now() if spec.is_final else None
    delegation.status = STATUS.get(state, "planned")
    delegation.counts = delegation.status in COUNTED


def ask_supplement(
    store: Store,
    dossier_id: int,
    asks: Sequence[Ask],
    *,
    by: Actor,
    reason: str = "",
    version: int | None = None,
    on: date | None = None,
) -> Advanced:
    """Asks for everything that is missing or wrong, at once. A second time needs a reason: the office asks once."""
    return advance(
        store, dossier_id, "ask_supplement", by=by, reason=reason, asks=asks, version=version, on=on
    )


def _keep_asks(w: Writing, dossier: Dossier, asks: Sequence[Ask], reason: str, on: date) -> None:
    if dossier.supplements and not reason:
        raise OfficeError("second_supplement_needs_reason", reference=dossier.reference)
    dossier.supplements += 1
    rows = [
        {
            "dossier_id": dossier.id,
            "table": ASKS,
            "position": n,
            "data": {
                "round": dossier.supplements, "field": ask.field, "says": squeeze(ask.says), "basis": squeeze(ask.basis),
                "asked_on": on.isoformat(), "answered_on": None,
            },
        }
        for n, ask in enumerate(asks)
    ]  # fmt: skip
    w.session.execute(insert(Line), rows)


def _answer_asks(w: Writing, dossier: Dossier, on: date) -> None:
    for line in w.session.scalars(select(Line).where(Line.dossier_id == dossier.id, Line.table == ASKS)):
        if not line.data.get("answered_on"):
            line.data = {**line.data, "answered_on": on.isoformat()}


def waive(
    store: Store, dossier_id: int, rule: str, *, by: Actor, reason: str, version: int | None = None
) -> Finding:
    """Lets an open stop pass, by the role that its rule names, with a reason that is printed on the appraisal sheet.

    Raises OfficeError: "not_waivable", "not_allowed", "reason_needed", "nothing_to_waive", "own_trip".
    """
    reason = squeeze(reason)
    with store.writing(by) as w:
        dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True, version=version)
        not_his_own(w, delegation.id, by)
        kept = findings_by_stage(w, dossier.id)
        stage = next((s for s in reversed(STAGES) if s in kept), "")
        finding = next((f for f in kept.get(stage, ()) if f.rule == rule and f.is_open_stop), None)
        if finding is None or flow_of(dossier).states[dossier.state].is_final:
            raise OfficeError("nothing_to_waive", rule=rule)
        made = edition(rule, dossier.kind, finding.edition, appraising.office_rules(w))
        if made is None or made.waiver is None:
            raise OfficeError("not_waivable", rule=rule)
        if made.waiver not in by.roles:
            raise OfficeError("not_allowed", act=f"{rule}")
        if not reason:
            raise OfficeError("reason_needed", act=rule)
        row = w.session.scalars(
            select(StoredFinding).where(
                StoredFinding.dossier_id == dossier.id,
                StoredFinding.stage == stage,
                StoredFinding.rule == rule,
            )
        ).one()
        row.waived_by, row.waived_reason, row.waived_at = by.name, reason, clock.now()
        w.session.flush()
        findings = findings_by_stage(w, dossier.id)[stage]
        appraising.count(dossier, findings)
        w.note("waive", row, dossier_id=dossier.id, changes={"rule": ["", rule]}, reason=reason)
        return next(f for f in findings if f.rule == rule)


def assign(store: Store, dossier_id: int, officer_id: int, *, by: Actor, reason: str = "") -> None:
    """Gives a dossier to an officer; an officer may take one that nobody has."""
    with store.writing(by) as w:
        dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True)
        takes_free_one = dossier.officer_id is None and officer_id == by.user_id and Role.OFFICER in by.roles
        if not takes_free_one:
            require(by, "assign")
        not_his_own(w, delegation.id, by)
        officer = w.session.get(User, officer_id)
        if officer is None or not officer.is_active or Role.OFFICER not in officer.roles["roles"]:
            raise OfficeError("not_an_officer")
        if officer.person_id is not None and travels_in(
            w, delegation.id, Actor(officer.id, "", frozenset(), officer.person_id)
        ):
            raise OfficeError("own_trip")
        was, dossier.officer_id = dossier.officer_id, officer_id
        w.note(
            "assign",
            dossier,
            dossier_id=dossier.id,
            changes={"officer_id": [was, officer_id]},
            reason=squeeze(reason),
        )


def last_step(read: Reading, dossier: Dossier) -> tuple[str, str, Transition] | None:
    """The last step of a dossier that may be taken back, as (from, to, transition); None when there is none."""
    row = read.session.execute(
        select(JournalEntry.act, JournalEntry.from_state, JournalEntry.to_state, JournalEntry.at)
        .where(JournalEntry.dossier_id == dossier.id, JournalEntry.to_state != "")
        .order_by(JournalEntry.id.desc())
        .limit(1)
    ).first()
    if row is None or not row.from_state or row.to_state != dossier.state:
        return None
    try:
        transition = flow_of(dossier).transition(row.act)
    except KeyError:
        return None
    if not transition.undoable:
        return None
    issued = read.session.scalar(
        select(Letter.id).where(Letter.dossier_id == dossier.id, Letter.issued_at >= row.at).limit(1)
    )
    return None if issued is not None else (row.from_state, row.to_state, transition)


def step_of_letter(read: Reading, dossier: Dossier, guard: str) -> str | None:
    """The state from which a letter's issuing (the step with that guard) moved a dossier that stands there still; else None."""
    row = read.session.execute(
        select(JournalEntry.act, JournalEntry.from_state, JournalEntry.to_state)
        .where(JournalEntry.dossier_id == dossier.id, JournalEntry.to_state != "")
        .order_by(JournalEntry.id.desc())
        .limit(1)
    ).first()
    if row is None or row.to_state != dossier.state:
        return None
    taken = next((t for t in flow_of(dossier).transitions if t.name == row.act), None)
    return row.from_state if taken and guard in taken.guards else None


def undo(
    store: Store, dossier_id: int, *, by: Actor, reason: str = "", version: int | None = None
) -> Advanced:
    """Takes the last step back, by a role that may take it, while nothing was issued since. Raises OfficeError "nothing_to_undo"."""
    with store.writing(by) as w:
        dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True, version=version)
        not_his_own(w, delegation.id, by)
        step = last_step(w, dossier)
        if step is None:
            raise OfficeError("nothing_to_undo", reference=dossier.reference)
        from_state, to_state, transition = step
        if not by.roles & set(transition.roles):
            raise OfficeError("not_allowed", act=str(transition.label))
        enter(dossier, delegation, from_state, clock.today())
        w.session.flush()
        w.note(
            "undo",
            dossier,
            dossier_id=dossier.id,
            from_state=to_state,
            to_state=from_state,
            reason=squeeze(reason),
        )
        return Advanced(dossier.id, dossier.reference, to_state, from_state, dossier.due_on, dossier.version)
