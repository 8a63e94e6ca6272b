"""Legal bases that letters cite, each with the days it may be cited (``resources/lists/legal_bases.toml``).

A letter cites what is in force on its own date, so that a paper of 2018 names the laws of 2018. The wording follows Nghị định
30/2020/NĐ-CP, Phụ lục I, II.6b: laws without number, all others in full.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import resources
from models.catalogue.reading import Block, unique
from resources.i18n import Words

_FILE = "lists/legal_bases.toml"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A legal basis that may be cited from *from_on* to *to_on* (the last day; None while in force)."""

    code: str
    topic: str
    text: str
    from_on: date
    to_on: date | None
    confirmed: bool
    source: str

    def in_force(self, day: date) -> bool:
        """Whether a letter of that day may cite it."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@cache
def legal_topics() -> dict[str, Words]:
    """The topics of legal bases by code."""
    top = Block(resources.load_toml(_FILE), _FILE)
    return {b.text("code"): b.words("label") for b in top.blocks("topic")}


@cache
def legal_bases() -> tuple[LegalBasis, ...]:
    """All legal bases in the order of the file. Raises CatalogueError."""
    found: list[LegalBasis] = []
    for b in Block(resources.load_toml(_FILE), _FILE).blocks("basis"):
        basis = LegalBasis(
            code=b.text("code"),
            topic=b.text("topic"),
            text=b.text("text"),
            from_on=b.get("from", date),
            to_on=b.get("to", date, None),
            confirmed=b.get("confirmed", bool, True),
            source=b.text("source"),
        )
        b.done()
        if basis.topic not in legal_topics():
            raise b.fail(f"unknown topic {basis.topic}")
        if basis.to_on is not None and basis.to_on < basis.from_on:
            raise b.fail("ends before it begins")
        found.append(basis)
    unique((b.code for b in found), _FILE)
    return tuple(found)


def bases_on(topic: str, day: date) -> tuple[LegalBasis, ...]:
    """The bases of a topic that a letter of that day cites."""
    return tuple(b for b in legal_bases() if b.topic == topic and b.in_force(day))
