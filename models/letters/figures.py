"""The figures of a period and the plan of a year, and the words and rows that reports make of them.

Everything is counted elsewhere and comes as codes and numbers; names of countries and purposes are put in Vietnamese here,
whatever the language of the interface.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from models.catalogue import lists
from models.letters.phrases import phrase
from models.letters.vietnamese import (
    grouped,
    joined,
    money,
    money_in_words,
    official_date,
    official_month,
    padded,
    roman,
    short_date,
)

T = TypeVar("T")
_NAMED_COUNTRIES = 5  # so many countries stand in a sentence, the others in the table


@dataclass(frozen=True, slots=True)
class Share:
    """A country (ISO code) or a purpose (its code) with the delegations and person-trips it had."""

    code: str
    delegations: int
    people: int


@dataclass(frozen=True, slots=True)
class Family:
    """Delegations (đoàn), person-trips (lượt người) and persons of one family, and how they spread."""

    delegations: int = 0
    person_trips: int = 0
    persons: int = 0
    countries: tuple[Share, ...] = ()
    purposes: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports that fell due in the period, and what became of them."""

    due: int = 0
    on_time: int = 0
    late: int = 0
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Journey:
    """A delegation in one line of a list: done (statistics) or planned. *head* for a private trip is the traveller."""

    title: str
    organisation: str
    head: str
    people: int
    countries: tuple[str, ...]
    from_on: date | None
    to_on: date | None
    days: int = 0
    purpose: str = ""
    money: int = 0
    decision: str = ""
    decided_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period. *code* is the period's ("2018", "2026-Q3", "2026-H1-ND09"); both days are within."""

    code: str
    from_on: date
    to_on: date
    outgoing: Family = field(default_factory=Family)
    private: Family = field(default_factory=Family)
    incoming: Family = field(default_factory=Family)
    before: tuple[int, int, int, int, int] | None = None
    reports: Reports = field(default_factory=Reports)
    outgoing_list: tuple[Journey, ...] = ()
    private_list: tuple[Journey, ...] = ()
    incoming_list: tuple[Journey, ...] = ()

    @property
    def main(self) -> tuple[int, int, int, int, int]:
        """The five figures a province reports; ``before`` are those of the same period a year earlier."""
        return (
            self.outgoing.delegations, self.outgoing.person_trips, self.private.person_trips,
            self.incoming.delegations, self.incoming.person_trips,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The delegations abroad that are planned for a year."""

    year: int
    journeys: tuple[Journey, ...] = ()

    @property
    def people(self) -> int:
        """How many people are to travel, each once per delegation."""
        return sum(j.people for j in self.journeys)

    @property
    def money(self) -> int:
        """What they are to cost, in đồng."""
        return sum(j.money for j in self.journeys)


MAIN_FIGURES = ("outgoing", "trips", "private", "incoming", "guests")  # what ``main`` counts, by its phrase


def period_name(code: str) -> str:
    """How a report calls its period: "năm 2018", "quý III năm 2026", "06 tháng đầu năm 2026", "tháng 5 năm 2026"."""
    found = re.match(r"(\d{4})(?:-(Q[1-4]|H[12]|\d{2}))?", code)
    if found is None:
        return ""
    year, part = found[1], found[2] or ""
    if part.startswith("Q"):
        return phrase("period.quarter", quarter=roman(int(part[1])), year=year)
    if part.startswith("H"):
        return phrase("period.first_half" if part == "H1" else "period.second_half", year=year)
    if part:
        return phrase("period.month", month=official_month(int(part)), year=year)
    return phrase("period.year", year=year)


def count(number: int) -> str:
    """A figure in a sentence: "05", "1.234"; none is "0"."""
    return padded(number) if 0 < number < 10 else grouped(number)


def _country(code: str) -> str:
    item = lists.countries().get(code)
    return item.label.vi if item else code


def _countries(shares: Iterable[Share]) -> str:
    return joined([_country(s.code) for s in list(shares)[:_NAMED_COUNTRIES]])


def _purpose(code: str, list_name: str) -> str:
    item = lists.items(list_name).get(code)
    return item.label.vi if item else phrase("figures.unknown")


def _fields(shares: Iterable[Share], list_name: str) -> str:
    """The main purposes in a sentence; what is only "other" is not one."""
    names = [_purpose(s.code, list_name) for s in shares if s.code not in {"", "other"}]
    return "; ".join(f"{n[:1].lower()}{n[1:]}" for n in names[:_NAMED_COUNTRIES])


def figure_words(figures: Figures | None, plan: YearPlan | None) -> dict[str, Callable[[], str]]:
    """The words of the vocabulary that speak of a period or of a plan; empty without either."""
    made: dict[str, Callable[[Figures], str]] = {
        "figures_period": lambda f: period_name(f.code),
        "figures_days": lambda f: phrase(
            "period.days", first=official_date(f.from_on), last=official_date(f.to_on)
        ),
        "out_delegations": lambda f: count(f.outgoing.delegations),
        "out_trips": lambda f: count(f.outgoing.person_trips),
        "out_where": lambda f: _countries(f.outgoing.countries),
        "out_fields": lambda f: _fields(f.outgoing.purposes, "purposes_outgoing"),
        "private_trips": lambda f: count(f.private.person_trips),
        "private_where": lambda f: _countries(f.private.countries),
        "in_delegations": lambda f: count(f.incoming.delegations),
        "in_guests": lambda f: count(f.incoming.person_trips),
        "in_where": lambda f: _countries(f.incoming.countries),
        "in_fields": lambda f: _fields(f.incoming.purposes, "purposes_incoming"),
        "reports_due": lambda f: count(f.reports.due),
        "reports_on_time": lambda f: count(f.reports.on_time),
        "reports_late": lambda f: count(f.reports.late),
        "reports_owed": lambda f: count(f.reports.owed),
    }
    planned: dict[str, Callable[[YearPlan], str]] = {
        "plan_year": lambda p: str(p.year),
        "plan_delegations": lambda p: count(len(p.journeys)) if p.journeys else "",
        "plan_people": lambda p: count(p.people) if p.people else "",
        "plan_money": lambda p: money(p.money) if p.money else "",
        "plan_money_in_words": lambda p: money_in_words(p.money) if p.money else "",
    }
    return _given(made, figures) | _given(planned, plan)


def _given(made: dict[str, Callable[[T], str]], facts: T | None) -> dict[str, Callable[[], str]]:
    """Each word said of *facts*, empty without them."""

    def saying(say: Callable[[T], str]) -> Callable[[], str]:
        return lambda: say(facts) if facts is not None else ""

    return {name: saying(say) for name, say in made.items()}


def _change(now: int, was: int) -> str:
    """How a figure moved, in per cent of what it was; nothing to compare with is a dash."""
    if not was:
        return "–"
    if now == was:
        return phrase("figures.same")
    percent = f"{abs(now - was) * 100 / was:.1f}".removesuffix(".0").replace(".", ",")
    return phrase("figures.more" if now > was else "figures.less", percent=percent)


def _main_rows(figures: Figures) -> list[dict[str, str]]:
    before = figures.before or (0,) * len(MAIN_FIGURES)
    return [
        {
            "name": phrase(f"figures.{name}"),
            "now": grouped(now),
            "before": grouped(was),
            "change": _change(now, was),
        }
        for name, now, was in zip(MAIN_FIGURES, figures.main, before, strict=True)
    ]


def _share_rows(shares: Iterable[Share], list_name: str = "") -> list[dict[str, str]]:
    return [
        {
            "name": _purpose(s.code, list_name) if list_name else _country(s.code),
            "delegations": grouped(s.delegations),
            "people": grouped(s.people),
        }
        for s in shares
    ]


def _journey_rows(journeys: Iterable[Journey]) -> list[dict[str, str]]:
    return [
        {
            "title": j.title,
            "about": phrase("figures.by", title=j.title, head=j.head) if j.head else j.title,
            "organisation": j.organisation,
            "head": j.head,
            "people": grouped(j.people),
            "countries": joined([_country(c) for c in j.countries]),
            "from_on": short_date(j.from_on) if j.from_on else "",
            "to_on": short_date(j.to_on) if j.to_on else "",
            "days": grouped(j.days) if j.days else "",
            "when": _when(j.from_on, j.to_on),
            "purpose": j.purpose,
            "money": grouped(j.money) if j.money else "",
            "decision": j.decision,
            "decided_on": short_date(j.decided_on) if j.decided_on else "",
            "note": j.note,
        }
        for j in journeys
    ]


def _when(first: date | None, last: date | None) -> str:
    """ "10 - 13/03/2026", "28/02 - 03/03/2026": what two days share is written once."""
    if first is None or last is None:
        return ""
    if first == last:
        return short_date(first)
    begin = short_date(first)
    if first.year == last.year:
        begin = begin[:2] if first.month == last.month else begin[:5]
    return f"{begin} - {short_date(last)}"


def figure_rows(name: str, figures: Figures | None, plan: YearPlan | None) -> list[dict[str, str]] | None:
    """The rows of a list of the vocabulary that speaks of a period or a plan; None for any other list."""
    if name == "planned":
        return _journey_rows(plan.journeys) if plan else []
    made: dict[str, Callable[[Figures], list[dict[str, str]]]] = {
        "main_figures": _main_rows,
        "out_countries": lambda f: _share_rows(f.outgoing.countries),
        "out_purposes": lambda f: _share_rows(f.outgoing.purposes, "purposes_outgoing"),
        "private_countries": lambda f: _share_rows(f.private.countries),
        "in_countries": lambda f: _share_rows(f.incoming.countries),
        "in_purposes": lambda f: _share_rows(f.incoming.purposes, "purposes_incoming"),
        "out_list": lambda f: _journey_rows(f.outgoing_list),
        "private_list": lambda f: _journey_rows(f.private_list),
        "in_list": lambda f: _journey_rows(f.incoming_list),
    }
    make = made.get(name)
    if make is None:
        return None
    return make(figures) if figures else []


FIGURE_CONDITIONS: dict[str, Callable[[Figures], bool]] = {
    "any_outgoing": lambda f: f.outgoing.delegations > 0,
    "any_private": lambda f: f.private.person_trips > 0,
    "any_incoming": lambda f: f.incoming.delegations > 0,
    "any_reports_due": lambda f: f.reports.due > 0,
    "whole_year": lambda f: re.fullmatch(r"\d{4}(-ND09)?", f.code) is not None,
}
"""What a report says only when there is something to say."""
