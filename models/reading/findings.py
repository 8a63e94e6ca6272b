"""The findings that are kept with a dossier, as they stood."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.appraisal.findings import Finding, Severity
from models.records import StoredFinding
from models.store.units import Reading

STAGES = ("lodged", "review", "issue")  # in the order of a dossier's life
_F = StoredFinding.__table__.c
_COLUMNS = (
    _F.rule, _F.edition, _F.severity, _F.passed, _F.finding, _F.waived_by, _F.waived_reason, _F.stage,
)  # fmt: skip


def findings_by_stage(read: Reading, dossier_id: int) -> dict[str, tuple[Finding, ...]]:
    """The kept findings of a dossier by stage, rules in their order. One statement."""
    found = read.session.connection().execute(
        select(*_COLUMNS).where(_F.dossier_id == dossier_id).order_by(_F.id)
    )
    out: dict[str, list[Finding]] = {}
    for row in found:
        out.setdefault(row.stage, []).append(_finding(row))
    return {stage: tuple(findings) for stage, findings in out.items()}


def current_findings(read: Reading, dossier_id: int) -> tuple[Finding, ...]:
    """The findings of the latest stage that a dossier has reached."""
    kept = findings_by_stage(read, dossier_id)
    return next((kept[stage] for stage in reversed(STAGES) if stage in kept), ())


def _finding(row: Any) -> Finding:
    said: dict[str, Any] = row.finding
    return Finding(
        rule=row.rule,
        edition=row.edition,
        severity=Severity(row.severity),
        passed=row.passed,
        basis=said["basis"],
        title=said["title"],
        says=said["says"],
        remedy=said["remedy"],
        facts=said["facts"],
        fields=tuple(said["fields"]),
        waived_by=row.waived_by,
        waived_reason=row.waived_reason,
    )
