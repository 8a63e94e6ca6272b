"""The rule book: every appraisal rule as data, in editions with dates, each with its legal basis and its examples.

A rule is a ``[[rule]]`` block in ``resources/rulebook``; editions share a code, and the one in force on the day a dossier was
received speaks. The office's own editions are blocks of the same form, kept in the store, read by ``read_rule`` and given to
``in_force`` as *extra*. What a rule's ``check`` does is code in ``models.appraisal``; here it is only a name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as column
from datetime import date
from functools import cache
from typing import Any, cast

import resources
from models.catalogue.kinds import Direction, kinds
from models.catalogue.reading import Block
from models.catalogue.workflows import Role
from models.text import nfc

TO_BE_CONFIRMED = "mặc định, cơ quan xác nhận"


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule stands: document, article, clause.

    *is_confirmed* is False where no law fixes the figure and the office has yet to confirm ours; *practice* then names who
    uses it ("Hà Nội, Đà Nẵng").
    """

    document: str
    article: str = ""
    clause: str = ""
    is_confirmed: bool = True
    practice: str = ""

    def __str__(self) -> str:
        where = ", ".join(x for x in (self.clause, self.article) if x)
        text = f"{where} {self.document}" if where else self.document
        if self.practice:
            text += f"; áp dụng tại: {self.practice}"
        return text if self.is_confirmed else f"{text} ({TO_BE_CONFIRMED})"


@dataclass(frozen=True, slots=True)
class Example:
    """A case that the rule must find fault with, or must let pass. *facts* are what differs from a faultless dossier."""

    facts: Mapping[str, Any]
    finds: bool


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One edition of one rule.

    *applies_to* are codes of kinds. *says*, *says_passed* and *remedy* are Vietnamese sentences with ``{placeholders}`` for
    what the check found. *waiver* is the role that may let an open stop pass with a reason; None means nobody may.
    *block* is the edition as it is kept in a store (plain JSON), *sha256* its fingerprint.
    """

    code: str
    in_force_from: date
    in_force_to: date | None
    applies_to: frozenset[str]
    check: str
    parameters: Mapping[str, Any]
    severity: str
    title: str
    field: str
    basis: Basis
    says: str
    says_passed: str
    remedy: str
    waiver: Role | None
    examples: tuple[Example, ...]
    block: Mapping[str, Any] = column(repr=False)
    sha256: str = column(repr=False)

    def is_in_force(self, on: date) -> bool:
        """Whether the edition speaks on that day, were there no later one."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


def _plain(value: Any) -> Any:
    """A TOML value as JSON keeps it: dates as ISO text."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in cast("Iterable[Any]", value)]
    return value.isoformat() if isinstance(value, date) else value


def _day(block: Block, key: str) -> date:
    value = block.get(key, (date, str))
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as fault:
            raise block.fail(f"{key}: {value!r} is not a date") from fault
    return value


def _kind_codes(block: Block) -> frozenset[str]:
    found: set[str] = set()
    for name in block.texts("applies_to"):
        if name in kinds():
            found.add(name)
        elif name in set(Direction):
            found |= {k.code for k in kinds().values() if k.direction.value == name}
        else:
            raise block.fail(f"applies_to: unknown kind or direction {name}")
    if not found:
        raise block.fail("applies_to is empty")
    return frozenset(found)


def read_basis(block: Block) -> Basis:
    """A basis table of a data file, read to its end. Raises CatalogueError."""
    out = Basis(
        document=nfc(block.text("document")),
        article=nfc(block.text("article", "")),
        clause=nfc(block.text("clause", "")),
        is_confirmed=block.get("confirmed", bool, True),
        practice=nfc(block.text("practice", "")),
    )
    block.done()
    if not out.document:
        raise block.fail("a basis needs its document")
    return out


def _check_field(block: Block, name: str, codes: frozenset[str]) -> None:
    for code in codes:
        kind = kinds()[code]
        try:
            section = kind.section_of(name)
        except KeyError:
            raise block.fail(f"field: {code} has no field or table {name}") from None
        table, _dot, column = name.partition(".")
        if column and column not in {c.name for c in section.columns}:
            raise block.fail(f"field: {code} has no column {column} in {table}")


def read_rule(data: Mapping[str, Any], where: str) -> Rule:
    """One ``[[rule]]`` block, from TOML or as a store keeps it. Raises CatalogueError naming *where* and the fault."""
    block = Block(data, f"{where}: rule {data.get('code')} of {data.get('in_force_from')}")
    examples: list[Example] = []
    for b in block.blocks("example"):
        examples.append(Example(b.get("facts", Mapping), b.get("finds", bool)))
        b.done()
    if {e.finds for e in examples} != {True, False}:
        raise block.fail("needs an example that passes and one that fails")
    waiver = block.text("waiver", "")
    if waiver and waiver not in set(Role):
        raise block.fail(f"waiver: unknown role {waiver}")
    kept = _plain(data)
    out = Rule(
        code=block.text("code"),
        in_force_from=_day(block, "in_force_from"),
        in_force_to=_day(block, "in_force_to") if "in_force_to" in data else None,
        applies_to=_kind_codes(block),
        check=block.text("check"),
        parameters=dict(block.get("with", Mapping, {})),
        severity=block.text("severity"),
        title=nfc(block.text("title")),
        field=block.text("field"),
        basis=read_basis(Block(block.get("basis", Mapping), f"{block.where}: basis")),
        says=nfc(block.text("says")),
        says_passed=nfc(block.text("says_passed")),
        remedy=nfc(block.text("remedy")),
        waiver=Role(waiver) if waiver else None,
        examples=tuple(examples),
        block=kept,
        sha256=hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest(),
    )
    block.done()
    if out.in_force_to is not None and out.in_force_to < out.in_force_from:
        raise block.fail("in_force_to lies before in_force_from")
    _check_field(block, out.field, out.applies_to)
    return out


def _no_twins(found: Iterable[Rule]) -> None:
    seen: set[tuple[str, str, date]] = set()
    for rule in found:
        for kind in rule.applies_to:
            mark = (rule.code, kind, rule.in_force_from)
            if mark in seen:
                where = Block({}, f"rulebook: rule {rule.code} of {rule.in_force_from}")
                raise where.fail(f"stands twice for {kind}")
            seen.add(mark)


@cache
def rules() -> tuple[Rule, ...]:
    """All editions that come with the program, read once, in the order of their files. Raises CatalogueError."""
    found: list[Rule] = []
    for name in resources.names("rulebook"):
        top = Block(resources.load_toml(name), name)
        found += [read_rule(data, name) for data in top.get("rule", list)]
        top.done()
    _no_twins(found)
    return tuple(found)


def chosen(editions: Iterable[Rule], kind: str, on: date) -> tuple[Rule, ...]:
    """Of *editions*, for each code the one that speaks about a dossier of *kind* on that day, in the order of codes.

    The latest to come into force wins; of two from the same day the later one of the list, so the office's own go last.
    """
    found: dict[str, Rule] = {}
    for rule in editions:
        if kind in rule.applies_to and rule.in_force_from <= on:
            other = found.get(rule.code)
            if other is None or other.in_force_from <= rule.in_force_from:
                found[rule.code] = rule
    return tuple(found[code] for code in sorted(found) if found[code].is_in_force(on))


def in_force(on: date, extra: Iterable[Rule] = ()) -> tuple[Rule, ...]:
    """The editions, shipped and *extra* (the office's own), that speak on that day; each kind of dossier finds its own."""
    editions = (*rules(), *extra)
    found: dict[int, Rule] = {}
    for kind in kinds():
        found.update({id(rule): rule for rule in chosen(editions, kind, on)})
    return tuple(sorted(found.values(), key=lambda r: (r.code, sorted(r.applies_to))))


def edition(code: str, kind: str, in_force_from: date, extra: Iterable[Rule] = ()) -> Rule | None:
    """The very edition a finding was made with (``Finding.rule``, ``Finding.edition``), or None when it is not known here."""
    return next(
        (
            rule
            for rule in (*extra, *rules())
            if rule.code == code and rule.in_force_from == in_force_from and kind in rule.applies_to
        ),
        None,
    )
