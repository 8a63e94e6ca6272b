"""Who decides about a journey and who signs: the matrix of authority, as data with dates.

Rows of ``resources/lists/authority.toml`` are tried in their order; the first that is in force and fits speaks. Luật 49/2019,
Điều 11 names who may send officials abroad; how a province delegates within that is its own, so most rows await the office's
word (``basis.is_confirmed``). Capacities are those of Nghị định 30/2020/NĐ-CP, Điều 13.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import resources
from models.catalogue.kinds import kinds
from models.catalogue.lists import items
from models.catalogue.reading import Block, unique
from models.catalogue.rulebook import Basis, read_basis

PLACE = "lists/authority.toml"
MONEY = frozenset({"any", "state", "no_state"})


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which capacity somebody signs: the lines as printed ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC") and the post that signs so."""

    code: str
    lines: tuple[str, ...]
    post: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body a letter comes from, as its head is printed. *authority_lines* stand over a decision's bases."""

    code: str
    governing_body: tuple[str, ...]
    name: tuple[str, ...]
    authority_lines: tuple[str, ...]
    place: str
    abbreviation: str


@dataclass(frozen=True, slots=True)
class Authority:
    """One row of the matrix: who decides on what fits it, and the letter that says so.

    *tiers* are codes of ``management_tiers`` (empty: not asked); the highest tier of the members decides. *money* is ``any``,
    ``state`` or ``no_state``; *max_days* calendar days of the whole journey, 0 for no limit. *symbol* follows the number of the
    decision or consent, *is_external* says another body numbers it. *capacities* are who may sign, the regular one first. *party_first*: the party committee's opinion comes before the decision.
    """

    code: str
    in_force_from: date
    in_force_to: date | None
    kinds: frozenset[str]
    tiers: tuple[str, ...]
    money: str
    max_days: int
    decider: str
    issuer: Issuer
    symbol: str
    is_external: bool
    capacities: tuple[Capacity, ...]
    submits_to: tuple[str, ...]
    party_first: bool
    basis: Basis

    def is_in_force(self, on: date) -> bool:
        """Whether the row holds on that day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def fits(self, kind: str, tier: str, uses_state_money: bool, days: int) -> bool:
        """Whether the row is about such a journey. With a limit of days, a journey of unknown length (0) does not fit."""
        return (
            kind in self.kinds
            and (not self.tiers or tier in self.tiers)
            and (self.money == "any" or (self.money == "state") == uses_state_money)
            and (not self.max_days or 0 < days <= self.max_days)
        )


@dataclass(frozen=True, slots=True)
class Office:
    """The office's own letters (submission, supplement slip, reminder): who issues and who signs, the director first."""

    in_force_from: date
    issuer: Issuer
    capacities: tuple[Capacity, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Everything the file holds."""

    capacities: Mapping[str, Capacity]
    issuers: Mapping[str, Issuer]
    rows: tuple[Authority, ...]
    offices: tuple[Office, ...]


def _named(block: Block, codes: Iterable[str], known: Mapping[str, Any], what: str) -> list[Any]:
    found: list[Any] = []
    for code in codes:
        if code not in known:
            raise block.fail(f"unknown {what} {code}")
        found.append(known[code])
    return found


def _row(block: Block, capacities: Mapping[str, Capacity], issuers: Mapping[str, Issuer]) -> Authority:
    tiers = block.texts("tiers", [])
    _named(block, tiers, items("management_tiers"), "tier")
    codes = block.texts("kinds")
    _named(block, codes, kinds(), "kind")
    signers = _named(block, block.texts("signers"), capacities, "capacity")
    out = Authority(
        code=block.text("code"),
        in_force_from=block.get("in_force_from", date),
        in_force_to=block.get("in_force_to", date, None),
        kinds=frozenset(codes),
        tiers=tiers,
        money=block.text("money", "any"),
        max_days=block.get("max_days", int, 0),
        decider=block.text("decider"),
        issuer=_named(block, [block.text("issuer")], issuers, "issuer")[0],
        symbol=block.text("symbol"),
        is_external=block.get("external", bool),
        capacities=tuple(signers),
        submits_to=block.texts("submits_to"),
        party_first=block.get("party_first", bool, False),
        basis=read_basis(Block(block.get("basis", dict), f"{block.where}: basis")),
    )
    block.done()
    if out.money not in MONEY:
        raise block.fail(f"money is {out.money}")
    if not out.capacities:
        raise block.fail("nobody signs")
    return out


@cache
def matrix() -> Matrix:
    """The matrix that comes with the program, read once. Raises CatalogueError."""
    top = Block(resources.load_toml(PLACE), PLACE)
    capacities: dict[str, Capacity] = {}
    for b in top.blocks("capacity"):
        one = Capacity(b.text("code"), b.texts("lines"), b.text("post"))
        b.done()
        capacities[one.code] = one
    issuers: dict[str, Issuer] = {}
    for b in top.blocks("issuer"):
        issuer = Issuer(
            b.text("code"), b.texts("governing_body"), b.texts("name"), b.texts("authority_lines"),
            b.text("place"), b.text("abbreviation"),
        )  # fmt: skip
        b.done()
        issuers[issuer.code] = issuer
    rows = tuple(_row(b, capacities, issuers) for b in top.blocks("row"))
    offices: list[Office] = []
    for b in top.blocks("office"):
        issuer = _named(b, [b.text("issuer")], issuers, "issuer")[0]
        signers = _named(b, b.texts("signers"), capacities, "capacity")
        offices.append(Office(b.get("in_force_from", date), issuer, tuple(signers)))
        b.done()
    top.done()
    unique((row.code for row in rows), PLACE)
    return Matrix(capacities, issuers, rows, tuple(sorted(offices, key=lambda o: o.in_force_from)))


def office(on: date) -> Office:
    """Who issues and signs the office's own letters on that day; the earliest known for days before."""
    found = matrix().offices
    return next((o for o in reversed(found) if o.in_force_from <= on), found[0])
