"""The facts of a dossier, typed: what a draft says, and what the office knows about the past.

``facts_of`` never fails on bad input: what it cannot read becomes a ``Problem`` that names the field, and the rest still counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.catalogue.kinds import Direction
from models.clock import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Problem:
    """Something typed that cannot be right, or is missing. *field* is a field name, or ``table.row.column`` (row from 0).

    What *is_missing* may be asked for as a supplement; anything else must be put right before it can be kept.
    """

    field: str
    says: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """A stay. For outgoing trips *country* is the ISO code; for incoming *place* is the commune."""

    country: str
    place: str
    from_on: date | None
    to_on: date | None
    host: str = ""
    is_transit: bool = False
    is_border_commune: bool = False
    stays_overnight: bool = False


@dataclass(frozen=True, slots=True)
class Trip:
    """An earlier or pending trip of a person, other than the one being appraised."""

    dossier_id: int
    reference: str
    title: str
    countries: tuple[str, ...]
    departs_on: date
    returns_on: date
    counts_as: str  # outgoing, private, incoming
    purpose_category: str = ""
    exemption: str = "none"
    is_pending: bool = False
    requester: str = ""


@dataclass(frozen=True, slots=True)
class OverdueReport:
    """A report that is owed and late."""

    dossier_id: int
    reference: str
    title: str
    requester: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who travels. *trips* are the person's other trips in the calendar year of departure, pending ones too."""

    full_name: str
    person_id: int | None = None
    role: str = "member"
    position: str = ""
    organisation: str = ""
    born_on: date | None = None
    sex: str = ""
    employment: str = ""
    grade_code: str = ""
    grade_step: str = ""
    category: str = ""
    management_tier: str = "unit"
    is_key_post: bool = False
    is_party_member: bool = False
    party_post: str = ""
    nationality: str = ""
    native_name: str = ""
    passport_kind: str = ""
    passport_number: str = ""
    passport_expires_on: date | None = None
    retires_on: date | None = None
    discipline: str = "none"
    funding_source: str = ""
    note: str = ""
    trips: tuple[Trip, ...] = ()
    overdue: tuple[OverdueReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Funding:
    """Money from one source, in đồng."""

    source: str
    amount: int
    payer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the checklist with its state: present, missing, expired, wrong_date, not_needed."""

    code: str
    state: str
    dated_on: date | None = None
    note: str = ""
    file_name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Consultation:
    """An opinion asked. *answer* is open, agreed, agreed_with or disagreed."""

    asked_of: str
    asked_on: date | None = None
    due_on: date | None = None
    answer: str = "open"
    answer_number: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What the office already knows that bears on a dossier.

    *trips* by person id; *overdue_of_person* by person id; *overdue_of_unit* of the requesting organisation; *absences* are trips
    of other key leaders of the same organisations (organisation name → trips with the leader's name) that overlap.
    """

    trips: Mapping[int, tuple[Trip, ...]] = field(default_factory=dict[int, tuple[Trip, ...]])
    overdue_of_person: Mapping[int, tuple[OverdueReport, ...]] = field(
        default_factory=dict[int, tuple[OverdueReport, ...]]
    )
    overdue_of_unit: tuple[OverdueReport, ...] = ()
    absences: Mapping[str, tuple[tuple[str, Trip], ...]] = field(
        default_factory=dict[str, tuple[tuple[str, Trip], ...]]
    )


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """Everything appraisal and letters need to know about one dossier. Lists keep the order of the form."""

    kind: str
    direction: Direction
    values: Mapping[str, Any]  # every single field of the kind, typed (date, int, bool, str, tuple of codes)
    legs: tuple[Leg, ...] = ()
    members: tuple[Member, ...] = ()
    funding: tuple[Funding, ...] = ()
    papers: tuple[Paper, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    rows: Mapping[str, tuple[Mapping[str, Any], ...]] = field(
        default_factory=dict[str, tuple[Mapping[str, Any], ...]]
    )
    history: History = field(default_factory=History)
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    problems: tuple[Problem, ...] = ()

    def text(self, name: str) -> str:
        """A single field as text, empty when not filled."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def on(self, name: str) -> date | None:
        """A single field as a date, None when not filled or not a date."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    @property
    def departs_on(self) -> date | None:
        """The first day of the first leg."""
        return min((x.from_on for x in self.legs if x.from_on), default=None)

    @property
    def returns_on(self) -> date | None:
        """The last day of the last leg."""
        return max((x.to_on for x in self.legs if x.to_on), default=None)

    @property
    def days(self) -> int:
        """Calendar days from departure to return, both counted; 0 when not known."""
        start, end = self.departs_on, self.returns_on
        return (end - start).days + 1 if start and end and end >= start else 0

    @property
    def countries(self) -> tuple[str, ...]:
        """Destination countries in order of travel, transit left out, each once."""
        return tuple(dict.fromkeys(x.country for x in self.legs if x.country and not x.is_transit))

    @property
    def head(self) -> Member | None:
        """The head of delegation: the member with that role, else the first."""
        return next((m for m in self.members if m.role == "head"), self.members[0] if self.members else None)

    @property
    def state_money(self) -> int:
        """Đồng from the state budget."""
        return sum(x.amount for x in self.funding if x.source == "state")

    @property
    def total_money(self) -> int:
        """Đồng from all sources."""
        return sum(x.amount for x in self.funding)

    def condition(self, text: str) -> bool:
        """Whether a condition of a data file holds: ``name``, ``!name`` or ``name=value``; empty holds always.

        Known names are those of ``conditions`` and every single field of the kind (true when filled).
        """
        if not text:
            return True
        if text.startswith("!"):
            return not self.condition(text[1:])
        if "=" in text:
            name, wanted = text.split("=", 1)
            return self.text(name) == wanted
        named = CONDITIONS.get(text)
        return named(self) if named else bool(self.values.get(text))


def _needs_party_opinion(facts: DossierFacts) -> bool:
    tiers = any(m.management_tier in {"standing", "party_committee"} for m in facts.members)
    flags = facts.values.get("content_flags") or ()
    return tiers or bool({"border", "religion", "ethnic", "human_rights", "press", "signing"} & set(flags))


def _funded_by(source: str) -> Callable[[DossierFacts], bool]:
    def paid(facts: DossierFacts) -> bool:
        return any(x.source == source for x in facts.funding)

    return paid


def _always(_facts: DossierFacts) -> bool:
    return True


def _visits_border_commune(facts: DossierFacts) -> bool:
    return any(x.is_border_commune for x in facts.legs)


# Named conditions that data files may use, besides field names.
CONDITIONS: dict[str, Callable[[DossierFacts], bool]] = {
    "always": _always,
    "state_funded": _funded_by("state"),
    "enterprise_funded": _funded_by("enterprise"),
    "needs_party_opinion": _needs_party_opinion,
    "visits_border_commune": _visits_border_commune,
}
