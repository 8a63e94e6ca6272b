"""Appraisal of drafts and dossiers with the rules in force, and the findings that are kept with a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from models import clock
from models.appraisal.engine import appraise
from models.appraisal.facts import DossierFacts
from models.appraisal.findings import Finding, Severity
from models.catalogue.rulebook import Rule, read_rule, rules
from models.draft import Draft
from models.reading.findings import current_findings
from models.records import Dossier, RuleEdition, StoredFinding
from models.store.units import Reading, Writing
from models.work.facts import facts_for


def office_rules(read: Reading) -> tuple[Rule, ...]:
    """The office's own editions of rules, in the order they were released."""
    rows = read.session.execute(
        select(RuleEdition.id, RuleEdition.block)
        .where(RuleEdition.source == "office")
        .order_by(RuleEdition.id)
    )
    return tuple(read_rule(block, f"rule_edition {key}") for key, block in rows)


def findings_of(read: Reading, facts: DossierFacts, on: date | None = None) -> tuple[Finding, ...]:
    """What the rules in force say about facts, every rule that applies, passed ones too.

    The day the dossier was received chooses the editions; *on* stands in while it is not known.
    """
    return appraise(facts, (*rules(), *office_rules(read)), on)


def findings_for(read: Reading, draft: Draft, on: date | None = None) -> tuple[Finding, ...]:
    """What the rules say about a draft, with the history of its people and unit."""
    return findings_of(read, facts_for(read, draft, on), on)


def keep_findings(
    w: Writing, dossier: Dossier, findings: tuple[Finding, ...], stage: str
) -> tuple[Finding, ...]:
    """Keeps the findings of a stage in place of its former ones, counts them in the dossier, and gives them back.

    A waiver goes on standing while the rule still says the very same thing; with other figures it has to be given anew.
    """
    waived = {f.rule: f for f in current_findings(w, dossier.id) if f.waived_by}
    moments: Mapping[str, Any] = dict(
        w.session.execute(
            select(StoredFinding.rule, StoredFinding.waived_at)
            .where(StoredFinding.dossier_id == dossier.id, StoredFinding.waived_by != "")
            .order_by(StoredFinding.id)
        ).all()
    )
    kept: list[Finding] = []
    for finding in findings:
        before = waived.get(finding.rule)
        if (
            before
            and not finding.passed
            and before.says == finding.says
            and before.edition == finding.edition
        ):
            finding = replace(finding, waived_by=before.waived_by, waived_reason=before.waived_reason)
        kept.append(finding)
    w.session.execute(
        delete(StoredFinding).where(StoredFinding.dossier_id == dossier.id, StoredFinding.stage == stage)
    )
    now = clock.now()
    if kept:
        w.session.execute(
            insert(StoredFinding),
            [
                {
                    "dossier_id": dossier.id,
                    "stage": stage,
                    "made_at": now,
                    "rule": f.rule,
                    "edition": f.edition,
                    "severity": f.severity.value,
                    "passed": f.passed,
                    "finding": {
                        "title": f.title, "basis": f.basis, "says": f.says, "remedy": f.remedy,
                        "facts": dict(f.facts), "fields": list(f.fields),
                    },
                    "waived_by": f.waived_by,
                    "waived_reason": f.waived_reason,
                    "waived_at": moments.get(f.rule) if f.waived_by else None,
                }
                for f in kept
            ],
        )  # fmt: skip
    count(dossier, tuple(kept))
    return tuple(kept)


def count(dossier: Dossier, findings: tuple[Finding, ...]) -> None:
    """Writes the numbers of open stops, warnings and waivers into the dossier, for lists."""
    dossier.stops = sum(f.is_open_stop for f in findings)
    dossier.warnings = sum(f.severity is Severity.WARN and not f.passed for f in findings)
    dossier.waivers = sum(bool(f.waived_by) for f in findings)
