"""What a rule says about a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs."""

    STOP = "stop"  # the letter may not be issued unless the named role waives it with a reason
    WARN = "warn"  # needs an explanation
    NOTE = "note"
    SILENT = "silent"  # the rules say nothing; the officer judges


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule applied to one dossier: what it found, on which facts, and what would make it pass.

    *edition* is the day the applied edition came into force. *facts* are JSON-able (dates as ISO text). *fields* are the form
    fields it speaks about (``name`` or ``table.row.column``), the first is where the screen shows it.
    """

    rule: str
    edition: date
    severity: Severity
    passed: bool
    basis: str
    title: str
    says: str
    remedy: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    fields: tuple[str, ...] = ()
    waived_by: str = ""
    waived_reason: str = ""

    @property
    def is_open_stop(self) -> bool:
        """Whether it stands in the way: a stop that failed and nobody waived."""
        return self.severity is Severity.STOP and not self.passed and not self.waived_by
