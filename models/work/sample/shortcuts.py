"""The same acts written at once, for cases that are long closed: what their journal, letters and registers say is the same.

An act asks the store for everything anew, as it must; here what was just written is remembered. A test compares both ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models import clock, settings
from models.appraisal.facts import DossierFacts
from models.appraisal.findings import Finding
from models.appraisal.reading_drafts import canonical
from models.catalogue.kinds import kinds
from models.catalogue.workflows import workflows
from models.draft import Draft
from models.letters.facts import LetterFacts, LetterRef
from models.reading.letters import number_text
from models.reading.wordings import letter_kind_in_force
from models.records import Delegation, Dossier, Letter
from models.store.units import Actor, Store, Writing
from models.work import letters
from models.work.appraising import findings_of, keep_findings
from models.work.arrivals import link_lodged
from models.work.cases import due_of, write_case
from models.work.facts import facts_for
from models.work.letter_facts import Source, decider_of
from models.work.letter_steps import permit
from models.work.numbering import next_reference
from models.work.review import move


@dataclass(slots=True)
class Known:
    """A case as it was just written."""

    dossier: Dossier
    delegation: Delegation
    facts: DossierFacts
    findings: tuple[Finding, ...]
    officer: str
    submission: LetterRef | None = None


class Shortcuts:
    """Writes the steps of plain cases: lodged whole, nothing to waive, permitted, reported."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def lodge(self, draft: Draft, on: date, by: Actor) -> Known:
        """As ``dossiers.lodge``."""
        with self.store.writing(by) as w:
            kind = kinds()[draft.kind]
            draft = canonical(draft)
            facts = facts_for(w, draft, on)
            flow = workflows()[kind.workflow]
            delegation = Delegation(counts_as=kind.counts_as, kind=kind.code, title=facts.text("title"))
            dossier = Dossier(
                reference=next_reference(w, kind, on.year), kind=kind.code, workflow=flow.name, state=flow.start,
                state_since=clock.now(), due_on=due_of(flow.states[flow.start], on), lodged_at=clock.now(), extra={},
                relation="original", officer_id=by.user_id,
            )  # fmt: skip
            write_case(w, dossier, delegation, draft, facts)
            findings = keep_findings(w, dossier, findings_of(w, facts, on), "lodged")
            w.session.flush()
            w.note(
                "lodge",
                dossier,
                dossier_id=dossier.id,
                to_state=flow.start,
                changes={"reference": ["", dossier.reference]},
            )
            link_lodged(w, dossier)
            return Known(dossier, delegation, facts, findings, by.name)

    def step(self, case: Known, name: str, by: Actor) -> None:
        """As ``review.advance``, without asking guards."""
        with self.store.writing(by) as w:
            transition = workflows()[case.dossier.workflow].transition(name)
            move(w, case.dossier, case.delegation, transition, reason="", on=clock.today())

    def is_external(self, case: Known, day: date) -> bool:
        """Whether the people's committee decides."""
        decider = decider_of(case.facts, day)
        return decider is not None and decider.is_external

    def letter(self, case: Known, kind: str, day: date, by: Actor, key: str, number: int | None) -> None:
        """As ``letters.prepare`` and ``letters.issue``."""
        with self.store.writing(by) as w:
            (spec, edition), facts = letter_kind_in_force(w, kind), self._facts(w, case, day)
            letter = letters.begin(w, spec, facts, Source(case.dossier.id), key)
            letter.wording_edition = edition
            # Some 900 letters of the same kinds as the acts check: reading each would cost a third of the year.
            letters.put_out(w, letter, spec, facts, day, number, judge=bytes)
            text = number_text(letter.number, letter.symbol)
            self._follow(w, case, kind, letter, text, day)

    def _follow(self, w: Writing, case: Known, kind: str, letter: Letter, text: str, day: date) -> None:
        flow = workflows()[case.dossier.workflow]
        if kinds()[case.dossier.kind].letters["submission"] == kind:
            case.submission = LetterRef(letter.type_name, text, day)
            move(w, case.dossier, case.delegation, flow.transition("submit"), on=day)
        else:
            permit(case.delegation, text, day)
            move(w, case.dossier, case.delegation, flow.transition("permit"), on=day)

    def _facts(self, w: Writing, case: Known, day: date) -> LetterFacts:
        values = settings.office_settings(w, day)
        row = decider_of(case.facts, day)
        return LetterFacts(
            office=settings.profile_of(values, day), day=day, dossier=case.facts,
            authority=settings.authority_of(values, row) if row else None, findings=case.findings,
            addressee=case.facts.text("requester"), step=1, submission=case.submission, issued_on=day,
            urgency="" if case.dossier.urgency == "normal" else case.dossier.urgency, officer=case.officer,
            division_head=values["division_head"],
        )  # fmt: skip

    def report(self, case: Known, on: date, by: Actor, note: str) -> None:
        """As ``reports.record_report``."""
        with self.store.writing(by) as w:
            case.delegation.report_received_on, case.delegation.report_note = on, note
            w.session.flush()
            transition = workflows()[case.dossier.workflow].transition("record_report")
            move(w, case.dossier, case.delegation, transition, reason=note, on=clock.today())
