"""What a letter's parts may depend on: the conditions of the vocabulary, each as a test of kind and facts."""

from __future__ import annotations

from collections.abc import Callable

from models.appraisal.facts import DossierFacts
from models.catalogue.kinds import Direction
from models.catalogue.letter_kinds import LetterKind
from models.letters.changes import (
    change_request,
    changes_members,
    changes_of,
    former_period,
    new_period,
)
from models.letters.facts import LetterFacts
from models.letters.figures import FIGURE_CONDITIONS, Figures
from models.letters.rows import rows_of
from models.letters.wording import failures, grade_of, is_private, issuer_of


def _dossier_holds(test: Callable[[DossierFacts], bool]) -> Callable[[LetterKind, LetterFacts], bool]:
    return lambda _kind, facts: facts.dossier is not None and test(facts.dossier)


def _figures_hold(test: Callable[[Figures], bool]) -> Callable[[LetterKind, LetterFacts], bool]:
    return lambda _kind, facts: facts.figures is not None and test(facts.figures)


LETTER_CONDITIONS: dict[str, Callable[[LetterKind, LetterFacts], bool]] = {
    "always": lambda _k, _f: True,
    **{name: _figures_hold(test) for name, test in FIGURE_CONDITIONS.items()},
    "has_dossier": _dossier_holds(lambda _d: True),
    "is_private": _dossier_holds(is_private),
    "is_incoming": _dossier_holds(lambda d: d.direction is Direction.INCOMING),
    "one_member": _dossier_holds(lambda d: len(d.members) == 1),
    "listed": lambda k, f: f.dossier is not None and len(f.dossier.members) > k.names_in_text,
    "has_head_grade": _dossier_holds(lambda d: d.head is not None and bool(grade_of(d.head))),
    "has_public_employees": _dossier_holds(
        lambda d: any(m.employment == "public_employee" for m in d.members)
    ),
    "has_party_members": _dossier_holds(lambda d: any(m.is_party_member for m in d.members)),
    "uses_official_passport": _dossier_holds(
        lambda d: any(m.passport_kind in {"official", "diplomatic"} for m in d.members)
    ),
    "has_money": _dossier_holds(lambda d: d.total_money > 0),
    "stays_overnight": _dossier_holds(lambda d: any(x.stays_overnight for x in d.legs)),
    "has_findings": lambda _k, f: bool(f.findings),
    "all_passed": lambda _k, f: bool(f.findings) and all(x.passed for x in f.findings),
    "has_failures": lambda _k, f: bool(failures(f)),
    "has_opinions": lambda _k, f: bool(rows_of("opinions", f)),
    "has_asked": lambda _k, f: bool(rows_of("asked", f)),
    "has_handed_papers": lambda _k, f: bool(rows_of("handed", f)),
    "party_managed": lambda _k, f: bool(rows_of("managed", f)),
    "has_plan_money": lambda _k, f: f.plan is not None and f.plan.money > 0,
    "has_tasks": _dossier_holds(lambda d: bool(d.rows.get("tasks"))),
    "has_programme": _dossier_holds(lambda d: bool(d.rows.get("programme"))),
    "has_earlier": lambda _k, f: f.earlier is not None,
    "has_changes": lambda _k, f: bool(changes_of(f)),
    "one_change": lambda _k, f: len(changes_of(f)) == 1,
    "changes_members": lambda _k, f: changes_members(f),
    "has_former_period": lambda _k, f: bool(former_period(f)),
    "has_new_period": lambda _k, f: bool(new_period(f)),
    "has_change_request": lambda _k, f: bool(change_request(f)),
    "has_receivers": lambda _k, f: f.earlier is not None and bool(f.earlier.receivers),
    "has_submission": lambda _k, f: f.submission is not None,
    "has_previous": lambda _k, f: bool(f.previous),
    "office_decides": lambda _k, f: f.authority is not None and f.authority.is_office,
    "issuer_is_office": lambda k, f: (s := issuer_of(f, k.issuer)) is not None and s.is_office,
}
"""Every condition of the vocabulary that is not one of the dossier's own."""
