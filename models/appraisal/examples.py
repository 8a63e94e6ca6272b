"""The examples of a rule, run: a faultless dossier of each kind, changed by what an example says, put to the rule's check.

An example's facts are the single fields of its kind by name, and: ``kind``; ``departs_on`` and ``returns_on`` (one stay); ``legs``,
``members``, ``funding``, ``consultations``, ``notices``, ``programme`` (rows); ``member`` (changes to the only traveller);
``people`` (how many travel); ``papers`` (state by code); ``overdue_of_unit``, ``absences`` (rows); ``report_received_on``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, TypeVar, cast

from models.appraisal.engine import bound
from models.appraisal.facts import (
    Consultation,
    DossierFacts,
    Funding,
    History,
    Leg,
    Member,
    OverdueReport,
    Paper,
    Trip,
)
from models.catalogue import holidays
from models.catalogue.kinds import Direction, kinds
from models.catalogue.reading import CatalogueError
from models.catalogue.rulebook import Example, Rule

T = TypeVar("T")
_TABLES = {"legs", "members", "funding", "consultations", "notices", "programme"}
_SPECIAL = {
    "kind",
    "departs_on",
    "returns_on",
    "member",
    "people",
    "papers",
    "overdue_of_unit",
    "absences",
    "report_received_on",
}

_TRAVELLER = Member(
    full_name="Nông Thị Mẫu",
    role="head",
    position="Trưởng phòng",
    organisation="Sở Mẫu",
    sex="female",
    employment="civil_servant",
    passport_kind="official",
    passport_number="S0000001",
    funding_source="host",
)
_GUEST = Member(
    full_name="Zhang San",
    role="head",
    position="Director",
    organisation="Sample University",
    nationality="CN",
    passport_kind="ordinary",
    passport_number="E00000001",
)


@lru_cache(maxsize=64)
def faultless(kind: str, received_on: date) -> DossierFacts:
    """A dossier of *kind*, received that day, with which no rule finds fault: one traveller, four days, 45 days ahead."""
    spec = kinds()[kind]
    start = received_on + timedelta(days=45)
    end = start + timedelta(days=3)
    values: dict[str, Any] = {f.name: "x" for f in spec.fields if f.required and f.input in {"line", "text"}}
    values |= {
        "requester": "Sở Mẫu",
        "received_on": received_on,
        "received_paper_on": received_on,
        "purpose_category": "exchange",
    }
    expires = date(end.year + 5, 1, 1)
    papers = tuple(Paper(p.code, "present") for p in spec.papers)
    using = holidays.around(received_on)
    if spec.direction is Direction.INCOMING:
        values |= {
            "home_country": "CN",
            "form_of_work": "x",
            "vietnamese_side": "x",
            "content_flags": (),
            "guest_rank": "other",
        }
        stay = Leg(country="", place="Phường Thục Phán", from_on=start, to_on=end)
        return DossierFacts(
            kind, spec.direction, values, (stay,), (replace(_GUEST, passport_expires_on=expires),),
            papers=papers, consultations=(Consultation("police", asked_on=received_on),),
            rows={"programme": ({"on": start, "content": "x"},)}, calendar=using,
        )  # fmt: skip
    traveller = replace(_TRAVELLER, passport_expires_on=expires)
    source = "host"
    if spec.counts_as == "private":
        traveller, source = replace(traveller, passport_kind="ordinary", funding_source="own"), "own"
        values |= {"purpose_category": "family", "leave_days": 12}
    else:
        values |= {
            "leader_rank": "department", "is_planned": True, "plan_item": "Mục 1", "trip_exemption": "none",
            "content_flags": (), "enterprise_invited": False,
        }  # fmt: skip
    stay = Leg(country="CN", place="", from_on=start, to_on=end)
    return DossierFacts(
        kind,
        spec.direction,
        values,
        (stay,),
        (traveller,),
        (Funding(source, 1_000_000),),
        papers,
        calendar=using,
    )


def _fail(rule: Rule, fault: str) -> CatalogueError:
    return CatalogueError(f"rule {rule.code} of {rule.in_force_from}: example: {fault}")


def _day(value: Any) -> Any:
    """A date of an example, also from the store, where it is ISO text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _made(rule: Rule, cls: type[T], row: Mapping[str, Any], **defaults: Any) -> T:
    known = {f.name for f in fields_of(cls)}  # pyright: ignore[reportArgumentType]
    if unknown := set(row) - known:
        raise _fail(rule, f"{cls.__name__} has no {', '.join(sorted(unknown))}")
    data: dict[str, Any] = {k: _day(v) if k.endswith("_on") else _frozen(v) for k, v in row.items()}
    return cls(**{**defaults, **data})


def _frozen(value: Any) -> Any:
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else value


def _trip(rule: Rule, row: Mapping[str, Any], number: int) -> Trip:
    leaves = _day(row["departs_on"])
    return _made(
        rule, Trip, row, dossier_id=number, reference=f"ĐR-{number:03d}", title="Chuyến đi mẫu", countries=("CN",),
        returns_on=leaves + timedelta(days=3), counts_as="outgoing",
    )  # fmt: skip


def _overdue(rule: Rule, row: Mapping[str, Any]) -> OverdueReport:
    return _made(
        rule, OverdueReport, row, dossier_id=1, reference="ĐR-001", title="Chuyến đi mẫu", requester="Sở Mẫu"
    )


def _member(rule: Rule, row: Mapping[str, Any], like: Member) -> Member:
    plain = {k: v for k, v in row.items() if k not in {"trips", "overdue"}}
    given = _made(rule, Member, {"full_name": like.full_name, **plain})
    changes = {k: getattr(given, k) for k in plain}
    trips = tuple(_trip(rule, t, n) for n, t in enumerate(row.get("trips", ()), 1))
    overdue = tuple(_overdue(rule, o) for o in row.get("overdue", ()))
    return replace(like, **changes, trips=trips, overdue=overdue)


def _members(rule: Rule, given: Mapping[str, Any], base: DossierFacts) -> tuple[Member, ...]:
    one = base.members[0]
    if "members" in given:
        return tuple(_member(rule, row, replace(one, role="member")) for row in given["members"])
    if "member" in given:
        return (_member(rule, given["member"], one),)
    more = int(given.get("people", 1)) - 1
    return (one, *(replace(one, full_name=f"Người mẫu {n + 2}", role="member") for n in range(more)))


def _legs(rule: Rule, given: Mapping[str, Any], base: DossierFacts) -> tuple[Leg, ...]:
    if "legs" in given:
        return tuple(
            _made(rule, Leg, row, country="", place="", from_on=None, to_on=None) for row in given["legs"]
        )
    stay = base.legs[0]
    start = _day(given.get("departs_on", stay.from_on))
    end = _day(given.get("returns_on")) or (
        start + timedelta(days=3) if "departs_on" in given else stay.to_on
    )
    return (replace(stay, from_on=start, to_on=end),)


def facts_of_example(rule: Rule, example: Example) -> DossierFacts:
    """The dossier an example describes. Raises CatalogueError when it names what its kind does not have."""
    given = example.facts
    kind = str(given.get("kind") or min(rule.applies_to))
    if kind not in rule.applies_to:
        raise _fail(rule, f"does not apply to {kind}")
    spec = kinds()[kind]
    single = {f.name: f for f in spec.fields}
    if unknown := set(given) - set(single) - _TABLES - _SPECIAL:
        raise _fail(rule, f"unknown {', '.join(sorted(unknown))}")
    base = faultless(kind, _day(given.get("received_on", rule.in_force_from)))
    values = dict(base.values)
    for name, value in given.items():
        if name in single:
            is_date = single[name].input == "date"
            values[name] = _day(value) if is_date else _frozen(value)
    if "received_on" in given:
        values["received_paper_on"] = _day(given.get("received_paper_on", given["received_on"]))
    if "report_received_on" in given:
        values["report_received_on"] = _day(given["report_received_on"])
    states: Mapping[str, str] = given.get("papers", {})
    papers = tuple(replace(p, state=states.get(p.code, p.state)) for p in base.papers)
    if unknown := set(states) - {p.code for p in papers}:
        raise _fail(rule, f"unknown paper {', '.join(sorted(unknown))}")
    rows = dict(base.rows)
    for table in ("notices", "programme"):
        if table in given:
            rows[table] = tuple(given[table])
    funding, asked = base.funding, base.consultations
    if "funding" in given:
        funding = tuple(_made(rule, Funding, row, amount=1_000_000) for row in given["funding"])
    if "consultations" in given:
        asked = tuple(_made(rule, Consultation, row) for row in given["consultations"])
    return replace(
        base, values=values, legs=_legs(rule, given, base), members=_members(rule, given, base), funding=funding,
        papers=papers, consultations=asked, rows=rows, history=_history(rule, given),
    )  # fmt: skip


def _history(rule: Rule, given: Mapping[str, Any]) -> History:
    absences: dict[str, tuple[tuple[str, Trip], ...]] = {}
    for n, row in enumerate(given.get("absences", ()), 1):
        trip = _trip(rule, {k: v for k, v in row.items() if k not in {"organisation", "leader"}}, n)
        absences[row["organisation"]] = (*absences.get(row["organisation"], ()), (row["leader"], trip))
    late = tuple(_overdue(rule, row) for row in given.get("overdue_of_unit", ()))
    return History(absences=absences, overdue_of_unit=late)


def finds(rule: Rule, example: Example) -> bool | None:
    """Whether the rule finds fault with the example; None when its check has nothing to say about it."""
    outcome = bound(rule).check.run(facts_of_example(rule, example), **rule.parameters)
    return None if outcome is None else not outcome.passed


def broken_examples(rule: Rule) -> tuple[Example, ...]:
    """The examples of a rule that do not come out as it says; an example without a verdict counts as one that is let pass."""
    return tuple(e for e in rule.examples if bool(finds(rule, e)) is not e.finds)
