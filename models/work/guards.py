"""Guards of workflow steps, by the names that workflow files use: each says why a step may not be taken now, or nothing.

They are asked twice: when buttons are drawn, and inside the unit that takes the step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import select

from models.appraisal.facts import DossierFacts
from models.appraisal.findings import Finding
from models.catalogue.kinds import DossierKind, kinds
from models.catalogue.lists import label
from models.errors import OfficeError
from models.reading.findings import current_findings
from models.records import Consultation, Delegation, Dossier, Letter
from models.store.units import Actor, Reading
from models.work.facts import facts_of_dossier


@dataclass(frozen=True, slots=True)
class Ask:
    """Something a supplement is asked for. *field* is where the form shows it, *basis* on what ground it is asked."""

    field: str
    says: str
    basis: str = ""


@dataclass
class Case:
    """A dossier at the moment of a step. *asks* are given with the step "ask_supplement"."""

    read: Reading
    dossier: Dossier
    delegation: Delegation
    by: Actor
    on: date
    asks: Sequence[Ask] = ()
    will_ask: bool = False  # buttons are drawn before anything was asked
    fresh: tuple[Finding, ...] | None = field(default=None)

    @property
    def kind(self) -> DossierKind:
        """The kind of the dossier."""
        return kinds()[self.dossier.kind]

    @cached_property
    def facts(self) -> DossierFacts:
        """The facts of the dossier, read when first needed."""
        return facts_of_dossier(self.read, self.dossier.id, self.on)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules say: made afresh inside a unit, as kept when buttons are drawn."""
        return current_findings(self.read, self.dossier.id) if self.fresh is None else self.fresh


Guard = Callable[[Case], OfficeError | None]


def no_open_stop(case: Case) -> OfficeError | None:
    """No stop of the rules stands open."""
    stops = [f for f in case.findings if f.is_open_stop]
    return (
        OfficeError("open_stop", rules=", ".join(f.rule for f in stops), first=stops[0].says)
        if stops
        else None
    )


def _complete(case: Case) -> OfficeError | None:
    problems = case.facts.problems
    return OfficeError("not_complete", count=len(problems), first=problems[0].says) if problems else None


def _consultations_answered(case: Case) -> OfficeError | None:
    rows = case.read.session.scalars(
        select(Consultation.asked_of).where(
            Consultation.dossier_id == case.dossier.id,
            Consultation.answer.in_(("open", "")),
            Consultation.asked_on.is_not(None),
        )
    ).all()
    names = ", ".join(label("consulted", code) for code in rows)
    return OfficeError("opinions_open", who=names) if rows else None


def _asks_given(case: Case) -> OfficeError | None:
    return None if case.asks or case.will_ask else OfficeError("asks_needed")


def _letter_issued(case: Case, occasion: str) -> bool:
    code = case.kind.letters.get(occasion, "")
    found = case.read.session.scalar(
        select(Letter.id).where(
            Letter.dossier_id == case.dossier.id, Letter.kind == code, Letter.state == "issued"
        ).limit(1)
    )  # fmt: skip
    return found is not None


def _submission_issued(case: Case) -> OfficeError | None:
    return None if _letter_issued(case, "submission") else OfficeError("submission_needed")


def _decision_issued(case: Case) -> OfficeError | None:
    done = bool(case.delegation.permitted_by) or _letter_issued(case, "decision")
    return None if done else OfficeError("decision_needed")


def _report_recorded(case: Case) -> OfficeError | None:
    return None if case.delegation.report_received_on else OfficeError("report_needed")


def _returned_home(case: Case) -> OfficeError | None:
    back = case.delegation.returns_on
    return None if back is not None and back < case.on else OfficeError("not_home_yet")


GUARDS: dict[str, Guard] = {
    "no_open_stop": no_open_stop,
    "complete": _complete,
    "consultations_answered": _consultations_answered,
    "asks_given": _asks_given,
    "submission_issued": _submission_issued,
    "decision_issued": _decision_issued,
    "report_recorded": _report_recorded,
    "returned_home": _returned_home,
}
