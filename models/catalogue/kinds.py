"""Kinds of dossier: which fields, tables, papers, workflow and letters each has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import resources
from models.catalogue.reading import Block, unique
from resources.i18n import Words

# Names of inputs that forms know; a form test checks that each has a widget.
INPUTS = frozenset(
    {"line", "text", "date", "partial_date", "number", "money", "choice", "choices", "flag",
     "organisation", "person", "country", "place"}
)  # fmt: skip


class Direction(StrEnum):
    """Whether Vietnamese go out or foreigners come in."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. *list* names the reference list of a choice; *shown_when* is ``name``, ``!name`` or ``name=value``."""

    name: str
    label: Words
    input: str
    required: bool = False
    help: Words | None = None
    basis: str = ""
    list: str = ""
    shown_when: str = ""
    default: str | int | bool | None = None
    wide: bool = False
    hidden: bool = False
    max_length: int = 500


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: single fields, then at most one table of rows with *columns*."""

    name: str
    label: Words
    fields: tuple[Field, ...] = ()
    table: str = ""
    columns: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class RequiredPaper:
    """A paper that belongs in the dossier. *required_when* is a condition over the facts; empty means always."""

    code: str
    label: Words
    basis: str
    required_when: str = ""


@dataclass(frozen=True, slots=True)
class DossierKind:
    """A kind of dossier.

    *counts_as* is the family in statistics: ``outgoing``, ``private`` or ``incoming``. *reference* is the pattern of the
    dossier's own reference, with ``{year}`` and ``{number}``. *letters* names the letter kind for each occasion:
    ``submission``, ``decision``, ``supplement``, ``reminder``.
    """

    code: str
    label: Words
    direction: Direction
    counts_as: str
    reference: str
    workflow: str
    letters: dict[str, str]
    sections: tuple[Section, ...]
    papers: tuple[RequiredPaper, ...]

    def field(self, name: str) -> Field:
        """The single field of that name. Raises KeyError."""
        for section in self.sections:
            for spec in section.fields:
                if spec.name == name:
                    return spec
        raise KeyError(name)

    @property
    def fields(self) -> tuple[Field, ...]:
        """All single fields, in order."""
        return tuple(f for s in self.sections for f in s.fields)

    def section_of(self, name: str) -> Section:
        """The section that holds the field or the table *name* (a column is ``table.column``). Raises KeyError."""
        table = name.split(".")[0]
        for section in self.sections:
            if section.table == table or any(f.name == name for f in section.fields):
                return section
        raise KeyError(name)


def read_field(block: Block) -> Field:
    """One field or column. Raises CatalogueError."""
    out = Field(
        name=block.text("name"),
        label=block.words("label"),
        input=block.text("input"),
        required=block.get("required", bool, False),
        help=block.words("help", None),
        basis=block.text("basis", ""),
        list=block.text("list", ""),
        shown_when=block.text("shown_when", ""),
        default=block.get("default", (str, int, bool), None),
        wide=block.get("wide", bool, False),
        hidden=block.get("hidden", bool, False),
        max_length=block.get("max_length", int, 500),
    )
    block.done()
    if out.input not in INPUTS:
        raise block.fail(f"unknown input {out.input}")
    if out.input in {"choice", "choices"} and not out.list:
        raise block.fail("a choice needs a list")
    return out


def _section(block: Block) -> Section:
    out = Section(
        name=block.text("name"),
        label=block.words("label"),
        fields=tuple(read_field(b) for b in block.blocks("field", [])),
        table=block.text("table", ""),
        columns=tuple(read_field(b) for b in block.blocks("column", [])),
    )
    block.done()
    unique((c.name for c in out.columns), block.where)
    if bool(out.table) != bool(out.columns):
        raise block.fail("a table needs columns, and columns a table")
    return out


def _kind(name: str) -> DossierKind:
    top = Block(resources.load_toml(name), name)
    papers: list[RequiredPaper] = []
    for b in top.blocks("paper", []):
        papers.append(
            RequiredPaper(b.text("code"), b.words("label"), b.text("basis"), b.text("required_when", ""))
        )
        b.done()
    out = DossierKind(
        code=top.text("code"),
        label=top.words("label"),
        direction=Direction(top.text("direction")),
        counts_as=top.text("counts_as"),
        reference=top.text("reference"),
        workflow=top.text("workflow"),
        letters={str(k): str(v) for k, v in top.get("letters", dict).items()},
        sections=tuple(_section(b) for b in top.blocks("section")),
        papers=tuple(papers),
    )
    top.done()
    unique((f.name for f in out.fields), name)
    unique((p.code for p in out.papers), name)
    return out


@cache
def kinds() -> dict[str, DossierKind]:
    """All kinds by code, in the order of their files. Raises CatalogueError."""
    found = [_kind(name) for name in resources.names("kinds")]
    unique((k.code for k in found), "kinds")
    return {k.code: k for k in found}
