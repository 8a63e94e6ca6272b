"""All sorts of checks that rules may name, gathered from their modules.

A new sort of check goes into the module of its subject (people, journey, papers, incoming, authority) and is found here.
"""

from __future__ import annotations

from models.appraisal import authority, checks_incoming, checks_journey, checks_papers, checks_people
from models.appraisal.outcome import CHECKS, Check, Outcome, Parameter, check

MODULES = (authority, checks_incoming, checks_journey, checks_papers, checks_people)

__all__ = ["CHECKS", "MODULES", "Check", "Outcome", "Parameter", "check"]
