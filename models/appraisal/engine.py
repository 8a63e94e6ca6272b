"""Appraisal: facts and the rule book in, findings out. Pure; the same dossier on the same day always gives the same findings.

``appraise`` is what forms, acts and the command line call. The edition in force on the day the dossier was received speaks,
so an old dossier always shows the rules of its day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple

from models import clock
from models.appraisal.checks import CHECKS, Check, Outcome
from models.appraisal.facts import DossierFacts, Leg
from models.appraisal.findings import Finding, Severity
from models.appraisal.reading_facts import plausible
from models.catalogue import holidays, rulebook
from models.catalogue.kinds import kinds
from models.catalogue.reading import CatalogueError
from models.catalogue.rulebook import Rule

_WEIGHT = {severity: n for n, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule with the check it names, proven to fit each other."""

    rule: Rule
    check: Check
    severity: Severity
    basis: str


def _placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _how in Formatter().parse(text) if name is not None}


@lru_cache(maxsize=1024)
def bound(rule: Rule) -> BoundRule:
    """The rule, ready to run. Raises CatalogueError when it names an unknown check, parameter, placeholder or severity."""
    where = f"rule {rule.code} of {rule.in_force_from}"
    check = CHECKS.get(rule.check)
    if check is None:
        raise CatalogueError(f"{where}: unknown check {rule.check}")
    if faults := check.faults(rule.parameters):
        raise CatalogueError(f"{where}: {'; '.join(faults)}")
    if rule.severity not in set(Severity):
        raise CatalogueError(f"{where}: unknown severity {rule.severity}")
    known = check.words | set(check.parameters)
    for text in (rule.says, rule.says_passed, rule.remedy):
        try:
            unknown = _placeholders(text) - known
        except ValueError as fault:
            raise CatalogueError(f"{where}: {fault} in “{text}”") from fault
        if unknown:
            raise CatalogueError(f"{where}: unknown placeholder {', '.join(sorted(unknown))}")
    return BoundRule(rule, check, Severity(rule.severity), str(rule.basis))


def finding_of(rule: Rule, outcome: Outcome) -> Finding:
    """What the rule says about what its check found."""
    ready = bound(rule)
    words: dict[str, Any] = {**rule.parameters, **outcome.words}
    fields = tuple(dict.fromkeys((*outcome.fields, rule.field) if not outcome.passed else (rule.field,)))
    return Finding(
        rule=rule.code,
        edition=rule.in_force_from,
        severity=ready.severity,
        passed=outcome.passed,
        basis=ready.basis,
        title=rule.title,
        says=(rule.says_passed if outcome.passed else rule.says).format_map(words),
        remedy="" if outcome.passed else rule.remedy.format_map(words),
        facts=outcome.facts,
        fields=fields,
    )


def relevant_day(facts: DossierFacts, on: date | None = None) -> date:
    """The day whose rules speak: the day of receipt; else *on*, else today."""
    return plausible(facts.on("received_on")) or on or clock.today()


def appraise(
    facts: DossierFacts, rules: Iterable[Rule] | None = None, on: date | None = None
) -> tuple[Finding, ...]:
    """What the rules in force say about a dossier: failed first, then by severity, then by code.

    *rules* are editions (``rulebook.rules()`` with the office's own after them; shipped ones when left out), *on* is the day
    that counts while no day of receipt is known. A rule whose check lacks its facts says nothing yet. A draft never makes
    this raise; a wrong rule does (CatalogueError).
    """
    editions = rulebook.rules() if rules is None else rules
    found: list[Finding] = []
    for rule in rulebook.chosen(editions, facts.kind, relevant_day(facts, on)):
        outcome = bound(rule).check.run(facts, **rule.parameters)
        if outcome is not None:
            found.append(finding_of(rule, outcome))
    found.sort(key=lambda f: (f.passed, _WEIGHT[f.severity], f.rule))
    return tuple(found)


class ReportDue(NamedTuple):
    """When the report on a journey is due, and the finding that shows the computation and its basis."""

    due_on: date
    finding: Finding


REPORT_CHECK = "report_due"


def report_due(kind: str, returned_on: date, on: date, extra: Iterable[Rule] = ()) -> ReportDue | None:
    """When the report about a journey of *kind* that ended on *returned_on* is due, by the rule in force on the day *on*.

    *extra* are the office's own editions. None when no rule of that day asks for a report.
    """
    for rule in rulebook.chosen((*rulebook.rules(), *extra), kind, on):
        if rule.check != REPORT_CHECK:
            continue
        using = holidays.around(returned_on)
        leg = Leg(country="", place="", from_on=returned_on, to_on=returned_on)
        facts = DossierFacts(kind, kinds()[kind].direction, {}, legs=(leg,), calendar=using)
        outcome = bound(rule).check.run(facts, **rule.parameters)
        if outcome is not None:
            return ReportDue(date.fromisoformat(outcome.facts["due_on"]), finding_of(rule, outcome))
    return None
