"""Who decides about a dossier, from the matrix of authority; and the check that somebody does."""

from __future__ import annotations

from datetime import date

from models.appraisal import wording as say
from models.appraisal.facts import DossierFacts
from models.appraisal.outcome import Outcome, check
from models.appraisal.reading_facts import journey, plausible
from models.catalogue.authority import Authority, matrix
from models.catalogue.kinds import Direction
from models.catalogue.lists import items


def highest_tier(facts: DossierFacts) -> str:
    """The highest management tier among the members, in the order of the list ``management_tiers``; empty when there is none."""
    order = list(items("management_tiers"))
    found = [m.management_tier for m in facts.members if m.management_tier in order]
    return min(found, key=order.index, default="")


def uses_state_money(facts: DossierFacts) -> bool:
    """Whether the state budget pays anything: a row of the funding table, or a member's own source."""
    return any(x.source == "state" for x in facts.funding) or any(
        m.funding_source == "state" for m in facts.members
    )


def decide(facts: DossierFacts, on: date) -> Authority | None:
    """The row of the matrix that fits the dossier on that day, or None when none does.

    A delegation going out needs its members first: their tier decides.
    """
    tier = highest_tier(facts) if facts.direction is Direction.OUTGOING else ""
    state = uses_state_money(facts)
    days = facts.days if journey(facts) else 0
    return next(
        (r for r in matrix().rows if r.is_in_force(on) and r.fits(facts.kind, tier, state, days)),
        None,
    )


@check("somebody_decides", words=("decider", "signer", "tier"))
def somebody_decides(facts: DossierFacts) -> Outcome | None:
    """A row of the matrix of authority fits, on the day the dossier was received."""
    received = plausible(facts.on("received_on"))
    if received is None or journey(facts) is None or not facts.members:
        return None
    tier = highest_tier(facts)
    found = decide(facts, received)
    return Outcome(
        passed=found is not None,
        facts={
            "on": received.isoformat(),
            "kind": facts.kind,
            "tier": tier,
            "uses_state_money": uses_state_money(facts),
            "days": facts.days,
            "row": found.code if found else None,
            "decider": found.decider if found else None,
            "capacity": list(found.capacities[0].lines) if found else None,
            "basis": str(found.basis) if found else None,
        },
        words={
            "decider": found.decider if found else "",
            "signer": " / ".join(found.capacities[0].lines) if found else "",
            "tier": say.label("management_tiers", tier) if tier else "chưa ghi diện quản lý",
        },
        fields=tuple(f"members.{n}.management_tier" for n in range(len(facts.members))),
    )
