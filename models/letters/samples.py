"""The invented example of each kind of letter (``sample.toml``): what test prints and the editor of wording show.

The office and its authorities stand once in ``resources/letters/sample_office.toml``. All people and papers are invented.
``variants`` and ``contents`` stretch each example to the shortest and the worst that a letter must survive, so that a new kind
of letter gets them with its sample.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar, cast

import resources
from models.appraisal.facts import Consultation, DossierFacts, Funding, Leg, Member, Paper
from models.appraisal.findings import Finding, Severity
from models.catalogue.kinds import kinds
from models.catalogue.letter_kinds import letter_kinds
from models.letters.composing import compose, missing, symbol
from models.letters.content import LetterContent, LetterNumber
from models.letters.facts import (
    EarlierLetter,
    Item,
    LetterFacts,
    LetterRef,
    OfficeProfile,
    OwedReport,
    SigningAuthority,
)
from models.letters.fonts import faces
from models.letters.layout import lay_out
from models.letters.lengths import growers, lengthened, shortened, worst
from models.letters.sample_figures import sample_figures, sample_plan

T = TypeVar("T")


def sample(code: str) -> LetterFacts:
    """The example facts of a kind of letter. Raises FileNotFoundError when it has none."""
    data = resources.load_toml(f"letters/{code}/sample.toml")
    shared = resources.load_toml("letters/sample_office.toml")
    authorities = {name: _made(SigningAuthority, row) for name, row in shared["authority"].items()}
    office = OfficeProfile(**_plain(shared["office"]), signing=authorities["office"])
    plain = {k: v for k, v in data.items() if k not in _TABLES}
    made: dict[str, Any] = {k: _rows(kind, data.get(k, [])) for k, kind in _LISTS.items() if k in data}
    if "dossier" in data:
        made["dossier"] = _dossier(data["dossier"])
    if "authority" in data:
        made["authority"] = authorities[data["authority"]]
    if "earlier" in data:
        made["earlier"] = _earlier(data["earlier"], authorities)
    if "before" in data:
        made["before"] = _dossier(_merged(data["dossier"], data["before"]))
    if "submission" in data:
        made["submission"] = _made(LetterRef, data["submission"])
    if "finding" in data:
        made["findings"] = tuple(_finding(row, data["day"]) for row in data["finding"])
    if "figures" in data:
        made["figures"] = sample_figures(data["figures"])
    if "plan" in data:
        made["plan"] = sample_plan(data["plan"])
    return LetterFacts(office=office, **plain, **made)


def _earlier(data: Mapping[str, Any], authorities: Mapping[str, SigningAuthority]) -> EarlierLetter:
    plain = {
        k: v for k, v in _plain(data).items() if k not in {"type_name", "number", "issued_on", "authority"}
    }
    ref = LetterRef(data["type_name"], data["number"], data["issued_on"])
    return EarlierLetter(ref, **plain, signing=authorities[data["authority"]])


def _merged(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The dossier as it was: what the example says of then over what it says of now."""
    return {**now, **before, "values": {**now["values"], **before.get("values", {})}}


_LISTS: dict[str, type[Any]] = {"asks": Item, "reasons": Item, "owed": OwedReport, "previous": LetterRef}
_TABLES = {*_LISTS, "dossier", "earlier", "before", "authority", "submission", "finding", "figures", "plan"}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(cast("list[Any]", v)) if isinstance(v, list) else v for k, v in row.items()}


def _made(kind: type[T], row: Mapping[str, Any]) -> T:
    return kind(**_plain(row))


def _rows(kind: type[T], rows: list[Mapping[str, Any]]) -> tuple[T, ...]:
    return tuple(_made(kind, row) for row in rows)


def _finding(row: Mapping[str, Any], day: Any) -> Finding:
    plain = _plain(row)
    plain["severity"] = Severity(row["severity"])
    return Finding(rule="sample", edition=day, **plain)


def _dossier(data: Mapping[str, Any]) -> DossierFacts:
    kind = kinds()[data["kind"]]
    rows = {name: tuple(table) for name, table in data.get("rows", {}).items()}
    return DossierFacts(
        kind=kind.code,
        direction=kind.direction,
        values=_plain(data["values"]),
        legs=_rows_with(
            Leg, data.get("legs", []), {"country": "", "place": "", "from_on": None, "to_on": None}
        ),
        members=_rows(Member, data.get("members", [])),
        funding=_rows_with(Funding, data.get("funding", []), {"amount": 0}),
        papers=_rows(Paper, data.get("papers", [])),
        consultations=_rows(Consultation, data.get("consultations", [])),
        rows=rows,
    )


def _rows_with(kind: type[T], rows: list[Mapping[str, Any]], defaults: Mapping[str, Any]) -> tuple[T, ...]:
    return tuple(_made(kind, {**defaults, **row}) for row in rows)


# Stretched and shrunk examples.


def variants(code: str) -> dict[str, LetterFacts]:
    """The example of a kind of letter in every length, by name. Raises FileNotFoundError when it has none.

    "sample" as it is; "short" with one person, one leg and a few words everywhere; "long" with 120 members, 12 legs, long
    names, posts, notes and letterhead; "foot" whose body has grown until the signature just fits on its page.
    """
    return dict(_variants(code))


def contents(code: str) -> dict[str, LetterContent]:
    """What the letter says in each of its ``variants``, numbered, and two more.

    "worst" is "long" with a subject of 500 characters, ten receivers, two addressees; "over" is "foot" with one word more, so
    that the signature stands on the next page.
    """
    made = {name: _composed(code, facts) for name, facts in variants(code).items()}
    made["worst"] = worst(made["long"])
    grown = _grown(code, variants(code)["sample"])
    made["over"] = _composed(code, grown(_words_to_foot(code) + 1))
    return made


@cache
def _variants(code: str) -> dict[str, LetterFacts]:
    facts = sample(code)
    return {
        "sample": facts,
        "short": _short(code, facts),
        "long": lengthened(facts),
        "foot": _grown(code, facts)(_words_to_foot(code)),
    }


def _composed(code: str, facts: LetterFacts) -> LetterContent:
    kind = letter_kinds()[code]
    series = symbol(kind, facts)
    return compose(kind, facts, number=LetterNumber(5, series) if series else None)


def _short(code: str, facts: LetterFacts) -> LetterFacts:
    """The shortest that says all it must: with one row of each table, or with all where the letter asks for a later one."""
    short = shortened(facts)
    return short if not missing(letter_kinds()[code], short) else shortened(facts, whole_tables=True)


# The body that ends at the foot of a page.


def _grown(code: str, facts: LetterFacts) -> Callable[[int], LetterFacts]:
    """A maker of *facts* with so many words more in the first free text that stands in the body of the letter.

    A kind that prints no free text in its body gives back *facts* however many words are asked for.
    """
    before = _body(code, facts)
    for grow in growers(facts):
        if _body(code, grow(40)) != before:
            return grow
    return lambda words: facts


def _body(code: str, facts: LetterFacts) -> object:
    return _composed(code, facts).body


@cache
def _words_to_foot(code: str) -> int:
    """How many words the body can take before the signature, or the last line, goes over to another page."""
    facts = sample(code)
    grown = _grown(code, facts)

    def pages(words: int) -> int:
        content = replace(_composed(code, grown(words)), annexes=())
        return len(lay_out(content, faces()))

    least = pages(0)
    low, high = 0, 16
    while pages(high) <= least:
        low, high = high, 2 * high
        if high > 8192:
            return 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if pages(middle) <= least else (low, middle)
    return low
