"""Kinds of letter: wording, legal bases, recipients, annexes and own fields, read from ``resources/letters/<kind>/letter.toml``.

Wording is plain Vietnamese with ``{words}`` from the vocabulary (``resources/lists/letter_words.toml``); ``{word?}`` may stay
empty. Parts appear ``when`` all their conditions hold (``name``, ``!name``, ``name=value``) and once for ``each`` row of a
list. Nothing here knows dossiers: ``models.letters.wording`` fills the words.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

import resources
from models.catalogue.kinds import INPUTS, Field, kinds, read_field
from models.catalogue.legal_bases import legal_topics
from models.catalogue.letter_vocabulary import vocabulary, words_in
from models.catalogue.lists import items
from models.catalogue.reading import Block, CatalogueError, unique
from models.catalogue.workflows import workflows
from resources.i18n import Words

FORMS = frozenset({"named", "official_letter", "decision"})
OFFICE = "office"  # in ``for``: a letter about no dossier, begun on the page Letters
OWED = "owed"  # in ``for``: a letter about what a unit owes, begun on the page of reports owed
STANDS_FOR = frozenset({"", "submission", "decision"})  # occasions whose letters move a dossier
NEEDS = frozenset({"figures", "plan"})  # facts beyond one dossier
ISSUERS = frozenset({"office", "authority", "earlier"})
ANY = "any"  # in ``of``: every kind of letter
TABLE = "table"  # the input of an own field that holds rows
BLOCKS = frozenset(
    {"paragraph", "heading", "title", "article", "clause", "point", "dash", "table", "signatures"}
)
ALIGNS = frozenset({"left", "center", "right", "justify"})


@dataclass(frozen=True, slots=True)
class Line:
    """A text of a letter with its conditions; with *each* once per row of that list."""

    text: str
    when: tuple[str, ...] = ()
    each: str = ""


@dataclass(frozen=True, slots=True)
class BasisLine:
    """A line of the bases: every basis of the topic *law* in force on the day, or a *text* of its own."""

    law: str = ""
    text: str = ""
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: head, share of the width, alignment, wording of its cells."""

    title: str
    cell: str
    weight: float = 1.0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """A part of the body. *type* is one of ``BLOCKS``; articles, clauses, points and headings number themselves."""

    type: str
    text: str = ""
    when: tuple[str, ...] = ()
    each: str = ""
    bold: bool = False
    italic: bool = False
    align: str = "justify"
    columns: tuple[TableColumn, ...] = ()
    signers: tuple[tuple[str, str], ...] = ()  # capacity and name, side by side
    hint: str = ""


@dataclass(frozen=True, slots=True)
class AnnexForm:
    """An annex with its own pages."""

    title: str
    attached_to: str
    attached_by: str
    blocks: tuple[BodyBlock, ...]
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtraField:
    """Something a person may fill for this letter; its word is ``extra.<name>``. *list* names the list of a choice; the
    input ``table`` holds rows of *columns*."""

    name: str
    label: Words
    input: str
    required: bool = False
    default: str | int | None = None
    basis: str = ""
    list: str = ""
    columns: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter.

    *symbol* is the pattern behind the number's stroke, empty for papers without a number. *register* is the series that
    numbers it; a letter of another authority is numbered there. *names_in_text* is up to how many people stand in the text
    itself; more of them make the condition ``listed`` true. *copies* are kept by the office.

    *offered_for* are the kinds of dossier that may have such a letter, ``office`` for one about no dossier; *states* are
    the dossier's states in which it is usually written, *group* (list ``letter_groups``) its place among the others.
    *needs* are facts beyond the dossier.

    *relation* (list ``letter_relations``) is what the letter does to an earlier one of the kinds *about*. In a dossier of its
    own it *stands_for* the letter of that occasion. *most_changes* are so many changes as one such letter may make, by
    *most_changes_basis*; 0 for any number.
    """

    code: str
    label: Words
    form: str
    type_name: str
    symbol: str
    register: str
    issuer: str
    subject: tuple[Line, ...]
    addressees: tuple[Line, ...]
    enacting: str
    bases: tuple[BasisLine, ...]
    body: tuple[BodyBlock, ...]
    recipients: tuple[Line, ...]
    filing: str
    copies: int
    annexes: tuple[AnnexForm, ...]
    fields: tuple[ExtraField, ...]
    names_in_text: int
    is_signed: bool
    offered_for: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    group: str = ""
    needs: frozenset[str] = frozenset()
    relation: str = ""
    about: tuple[str, ...] = ()
    stands_for: str = ""
    most_changes: int = 0
    most_changes_basis: str = ""

    def may_be_about(self, kind: str) -> bool:
        """Whether the letter may change one of that kind."""
        return bool(self.relation) and (kind in self.about or self.about == (ANY,))

    def field(self, name: str) -> ExtraField:
        """The own field of that name. Raises KeyError."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class WordingFault:
    """A name in a wording that means nothing. *what* is word, brace, condition or list; *where* names the table of the file
    ("body 3: column 1") and *key* the entry in it."""

    where: str
    key: str
    what: str
    name: str


class _Reader:
    """Reads one letter.toml and checks every word, condition and list it names.

    With a list of *faults* names that mean nothing are collected there instead of ending the reading.
    """

    def __init__(self, data: Mapping[str, Any], where: str, faults: list[WordingFault] | None = None) -> None:
        self.top = Block(data, where)
        self.where = where
        self.faults = faults
        self.vocabulary = vocabulary()
        self.fields = tuple(self._field(b) for b in self.top.blocks("field", []))
        unique((f.name for f in self.fields), where)
        self.extra = {f"extra.{f.name}" for f in self.fields}
        dossier = {f.name for kind in kinds().values() for f in kind.fields}
        self.conditions = dossier | set(self.vocabulary.conditions) | self.extra

    def kind(self) -> LetterKind:
        top = self.top
        out = LetterKind(
            code=top.text("code"),
            label=top.words("label"),
            form=self._one_of(top, "form", FORMS),
            type_name=top.text("type_name", ""),
            symbol=self._wording(top, "symbol", ""),
            register=top.text("register", ""),
            issuer=self._one_of(top, "issuer", ISSUERS, "office"),
            subject=self._lines("subject"),
            addressees=self._lines("addressee"),
            enacting=top.text("enacting", ""),
            bases=tuple(self._basis(b) for b in top.blocks("basis", [])),
            body=self._body(top, "body"),
            recipients=self._lines("recipient"),
            filing=self._wording(top, "filing", ""),
            copies=top.get("copies", int, 2),
            annexes=tuple(self._annex(b) for b in top.blocks("annex", [])),
            fields=self.fields,
            names_in_text=top.get("names_in_text", int, 3),
            is_signed=top.get("is_signed", bool, True),
            offered_for=self._codes("for", {*kinds(), OFFICE, OWED}),
            states=self._codes("states", {s for flow in workflows().values() for s in flow.states}),
            group=self._one_of(top, "group", frozenset({*items("letter_groups"), ""}), ""),
            needs=frozenset(self._codes("needs", NEEDS)),
            relation=self._one_of(top, "relation", frozenset({*items("letter_relations"), ""}), ""),
            about=top.texts("of", ()),
            stands_for=self._one_of(top, "stands_for", STANDS_FOR, ""),
            most_changes=top.get("most_changes", int, 0),
            most_changes_basis=top.text("most_changes_basis", ""),
        )
        top.done()
        if (out.form == "official_letter") == bool(out.type_name):
            raise top.fail("a công văn has no type name, every other letter has one")
        if bool(out.symbol) != bool(out.register):
            raise top.fail("a letter with a symbol needs a register, and one without has none")
        if not out.subject:
            raise top.fail("subject is missing")
        if bool(out.relation) != bool(out.about):
            raise top.fail("a relation says of which kinds of letter, and only a relation does")
        return out

    def _one_of(self, block: Block, key: str, known: frozenset[str], default: Any = ...) -> str:
        value = block.text(key, default)
        if value not in known:
            raise block.fail(f"unknown {key} {value}")
        return value

    def _codes(self, key: str, known: Set[str]) -> tuple[str, ...]:
        found = self.top.texts(key, ())
        for code in found:
            if code not in known:
                raise self.top.fail(f"unknown {key} {code}")
        return found

    def _unknown(self, block: Block, key: str, what: str, name: str) -> None:
        if self.faults is None:
            raise block.fail(f"unknown {what} {name}")
        self.faults.append(WordingFault(block.where, key, what, name))

    def _wording(self, block: Block, key: str, default: Any = ..., each: str = "") -> str:
        text = block.text(key, default)
        rows = self.vocabulary.lists.get(each)
        own = {f"{rows.row}.{w}" for w in rows.words} if rows else set[str]()
        try:
            found = words_in(text, block.where)
        except CatalogueError:
            if self.faults is None:
                raise
            self.faults.append(WordingFault(block.where, key, "brace", text))
            return text
        for word, _optional in found:
            if word not in self.vocabulary.words and word not in self.extra and word not in own:
                self._unknown(block, key, "word", f"{{{word}}}")
        return text

    def _when(self, block: Block) -> tuple[str, ...]:
        given = block.get("when", (str, list), [])
        parts = (given,) if isinstance(given, str) else tuple(str(x) for x in given)
        for part in parts:
            name = part.removeprefix("!").split("=", 1)[0]
            if name not in self.conditions:
                self._unknown(block, "when", "condition", name)
        return parts

    def _each(self, block: Block) -> str:
        name = block.text("each", "")
        if name and name not in self.vocabulary.lists:
            self._unknown(block, "each", "list", name)
        return name

    def _lines(self, key: str) -> tuple[Line, ...]:
        out: list[Line] = []
        for b in self.top.blocks(key, []):
            each = self._each(b)
            out.append(Line(self._wording(b, "text", each=each), self._when(b), each))
            b.done()
        return tuple(out)

    def _basis(self, block: Block) -> BasisLine:
        out = BasisLine(block.text("law", ""), self._wording(block, "text", ""), self._when(block))
        block.done()
        if bool(out.law) == bool(out.text):
            raise block.fail("a basis is either a law or a text")
        if out.law and out.law not in legal_topics():
            raise block.fail(f"unknown topic {out.law}")
        return out

    def _body(self, block: Block, key: str) -> tuple[BodyBlock, ...]:
        return tuple(self._block(b) for b in block.blocks(key))

    def _block(self, block: Block) -> BodyBlock:
        each = self._each(block)
        columns = tuple(self._column(b, each) for b in block.blocks("column", []))
        signers: list[tuple[str, str]] = []
        for b in block.blocks("signer", []):
            signers.append((self._wording(b, "capacity"), self._wording(b, "name", "")))
            b.done()
        out = BodyBlock(
            type=self._one_of(block, "type", BLOCKS),
            text=self._wording(block, "text", "", "" if columns else each),
            when=self._when(block),
            each=each,
            bold=block.get("bold", bool, False),
            italic=block.get("italic", bool, False),
            align=self._one_of(block, "align", ALIGNS, "justify"),
            columns=columns,
            signers=tuple(signers),
            hint=block.text("hint", ""),
        )
        block.done()
        if (out.type == "table") != bool(columns) or (out.type == "signatures") != bool(signers):
            raise block.fail("columns belong to a table and signers to signatures")
        return out

    def _column(self, block: Block, each: str) -> TableColumn:
        out = TableColumn(
            title=block.text("title"),
            cell=self._wording(block, "cell", each=each),
            weight=float(block.get("weight", (int, float), 1.0)),
            align=self._one_of(block, "align", ALIGNS, "left"),
        )
        block.done()
        return out

    def _annex(self, block: Block) -> AnnexForm:
        out = AnnexForm(
            title=self._wording(block, "title"),
            attached_to=block.text("attached_to", ""),
            attached_by=self._wording(block, "attached_by", ""),
            blocks=self._body(block, "block"),
            when=self._when(block),
        )
        block.done()
        return out

    def _field(self, block: Block) -> ExtraField:
        columns = tuple(read_field(b) for b in block.blocks("column", []))
        out = ExtraField(
            name=block.text("name"),
            label=block.words("label"),
            input=self._one_of(block, "input", INPUTS | {TABLE}),
            required=block.get("required", bool, False),
            default=block.get("default", (str, int), None),
            basis=block.text("basis", ""),
            list=block.text("list", ""),
            columns=columns,
        )
        block.done()
        if (out.input == TABLE) != bool(columns):
            raise block.fail("a table has columns, and only a table does")
        if (out.input in {"choice", "choices"}) != bool(out.list):
            raise block.fail("a choice needs a list, and a list is for a choice")
        return out


def read_letter_kind(data: Mapping[str, Any], where: str) -> LetterKind:
    """The letter kind that *data* describes (a file of ours, or the office's own edition). Raises CatalogueError."""
    return _Reader(data, where).kind()


def faults_of_letter(data: Mapping[str, Any], where: str) -> tuple[LetterKind, tuple[WordingFault, ...]]:
    """The letter kind that *data* describes with every name in it that means nothing. Raises CatalogueError for other faults."""
    faults: list[WordingFault] = []
    kind = _Reader(data, where, faults).kind()
    return kind, tuple(faults)


@cache
def letter_kinds() -> dict[str, LetterKind]:
    """All kinds of letter by code, in the order of their folders. Raises CatalogueError."""
    folders = sorted(p.name for p in resources.as_path("letters").iterdir() if p.is_dir())
    found = [
        read_letter_kind(resources.load_toml(f"letters/{n}/letter.toml"), f"letters/{n}/letter.toml")
        for n in folders
    ]
    for name, kind in zip(folders, found, strict=True):
        if kind.code != name:
            raise CatalogueError(f"letters/{name}: the code is {kind.code}")
    return {k.code: k for k in found}
