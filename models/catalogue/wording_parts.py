"""The parts of a letter's wording one can point at: texts by their path, parts in reading order, put in, taken out and moved.

A path leads from the letter kind to one text or part: ``("body", 3, "text")``, ``("annexes", 0, "blocks", 1, "columns", 2,
"cell")``. Every change gives a new letter kind; the old one stays what it was, so a list of them is the way back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, is_dataclass, replace
from typing import Any, TypeAlias, TypeVar, cast

from models.catalogue.kinds import kinds
from models.catalogue.letter_kinds import AnnexForm, BasisLine, BodyBlock, ExtraField, LetterKind, Line
from models.catalogue.letter_vocabulary import vocabulary
from models.catalogue.lists import items
from resources.i18n import N_, Words, _

Path: TypeAlias = tuple[str | int, ...]
T = TypeVar("T")

SECTIONS = {
    "subject": N_("Subject"), "addressees": N_("Addressees"), "bases": N_("Legal bases"), "body": N_("Body of the letter"),
    "recipients": N_("Recipients"), "annexes": N_("Annex"), "fields": N_("Own fields"),
}  # fmt: skip
TYPES = {
    "paragraph": N_("Paragraph"), "heading": N_("Heading I, II"), "title": N_("Heading 1, 2"), "article": N_("Article"),
    "clause": N_("Clause"), "point": N_("Point"), "dash": N_("Dash"), "table": N_("Table"), "signatures": N_("Signatures"),
}  # fmt: skip
# Parts a clerk may add; tables and signatures have their own shape and are only reworded.
ADDED = ("paragraph", "article", "clause", "point", "dash", "heading", "title")


@dataclass(frozen=True, slots=True)
class Spot:
    """One text of a part. *label* says which, where the part has several; a number is no text, and not every text
    *takes_words*: what stands in it is printed as it is."""

    path: Path
    text: str
    label: str = ""
    is_number: bool = False
    takes_words: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a letter in reading order: where it stands, what sort it is, its texts, when and how often it appears.

    *place* names it for a person ("Body of the letter, part 4"); *law* is the topic whose bases stand there instead of a text.
    A part that *stands_fixed* cannot be moved or taken out.
    """

    path: Path
    section: str
    sort: str
    place: str
    spots: tuple[Spot, ...]
    when: tuple[str, ...] = ()
    each: str = ""
    law: str = ""
    has_conditions: bool = True
    stands_fixed: bool = False


def parts_of(kind: LetterKind) -> tuple[Part, ...]:
    """Every part of a letter in the order in which it is read; the own fields last."""
    found: list[Part] = []
    for section, lines in (("subject", kind.subject), ("addressees", kind.addressees)):
        found += [_line(section, n, line) for n, line in enumerate(lines)]
    found += [_basis(n, line) for n, line in enumerate(kind.bases)]
    found += [_block(("body", n), "body", block) for n, block in enumerate(kind.body)]
    found += [_line("recipients", n, line) for n, line in enumerate(kind.recipients)]
    if kind.filing or kind.recipients:
        filing = Spot(("filing",), kind.filing)
        copies = Spot(("copies",), str(kind.copies), _("Copies kept"), is_number=True)
        place = f"{_(SECTIONS['recipients'])}: {_('Filed with')}"
        found.append(
            Part(
                ("filing",),
                "recipients",
                "filing",
                place,
                (filing, copies),
                has_conditions=False,
                stands_fixed=True,
            )
        )
    for n, annex in enumerate(kind.annexes):
        found += _annex(n, annex, alone=len(kind.annexes) == 1)
    return (*found, *(_field(n, field) for n, field in enumerate(kind.fields)))


def sort_words(part: Part) -> str:
    """What sort of part it is, in the language of the interface."""
    if part.sort in TYPES:
        return _(TYPES[part.sort])
    known = {
        "law": N_("Laws in force"),
        "filing": N_("Filed with"),
        "annex": N_("Annex title"),
        "field": N_("Own field"),
    }
    return _(known.get(part.sort, SECTIONS.get(part.section, part.sort)))


def _place(section: str, n: int, within: str = "") -> str:
    return f"{within or _(SECTIONS[section])}, {_('part {n}').format(n=n + 1)}"


def _line(section: str, n: int, line: Line) -> Part:
    path = (section, n)
    return Part(
        path, section, "line", _place(section, n), (Spot((*path, "text"), line.text),), line.when, line.each
    )


def _basis(n: int, line: BasisLine) -> Part:
    path = ("bases", n)
    spots = () if line.law else (Spot((*path, "text"), line.text),)
    return Part(
        path, "bases", "law" if line.law else "line", _place("bases", n), spots, line.when, "", line.law
    )


def _block(path: Path, section: str, block: BodyBlock, within: str = "") -> Part:
    spots: list[Spot] = []
    for n, column in enumerate(block.columns):
        at = (*path, "columns", n)
        head = _("Column {n}, head").format(n=n + 1)
        spots.append(Spot((*at, "title"), column.title, head, takes_words=False))
        spots.append(Spot((*at, "cell"), column.cell, _("Column {n}, cells").format(n=n + 1)))
    for n, (capacity, name) in enumerate(block.signers):
        at = (*path, "signers", n)
        spots.append(Spot((*at, 0), capacity, _("Signatory {n}, capacity").format(n=n + 1)))
        spots.append(Spot((*at, 1), name, _("Signatory {n}, name").format(n=n + 1)))
    if not spots:
        spots.append(Spot((*path, "text"), block.text))
    place = _place(section, int(path[-1]), within)
    return Part(path, section, block.type, place, tuple(spots), block.when, block.each)


def _annex(n: int, annex: AnnexForm, *, alone: bool) -> list[Part]:
    path, name = ("annexes", n), _(SECTIONS["annexes"]) if alone else f"{_(SECTIONS['annexes'])} {n + 1}"
    title = Spot((*path, "title"), annex.title, _("Title of the annex"))
    attached = (
        Spot((*path, "attached_to"), annex.attached_to, _("Attached to"), takes_words=False),
        Spot((*path, "attached_by"), annex.attached_by, _("Issued by")),
    )
    head = Part(path, "annexes", "annex", name, (title, *attached), annex.when, stands_fixed=True)
    blocks = [_block((*path, "blocks", k), "annexes", block, name) for k, block in enumerate(annex.blocks)]
    return [head, *blocks]


def _field(n: int, field: ExtraField) -> Part:
    path = ("fields", n)
    spots = [
        Spot((*path, "label", "vi"), field.label.vi, _("Label in Vietnamese"), takes_words=False),
        Spot((*path, "label", "en"), field.label.en, _("Label in English"), takes_words=False),
    ]
    if field.input in {"line", "text", "number"}:
        shown = "" if field.default is None else str(field.default)
        first = _("Filled in at first")
        spots.append(Spot((*path, "default"), shown, first, field.input == "number", takes_words=False))
    place = f"{_(SECTIONS['fields'])}: {field.label}"
    return Part(path, "fields", "field", place, tuple(spots), has_conditions=False, stands_fixed=True)


# --- reading and changing by path ------------------------------------------------------------------------------------------


def at(value: object, path: Path) -> Any:
    """What stands at the end of a path."""
    for step in path:
        value = cast("Sequence[object]", value)[step] if isinstance(step, int) else getattr(value, step)
    return value


def put(kind: LetterKind, path: Path, value: object) -> LetterKind:
    """*kind* with another value at the end of a path; numbers come as they are shown."""
    if path[-1] in {"copies", "default"} and isinstance(value, str):
        was = at(kind, path)
        is_number = path[-1] == "copies" or at(kind, path[:-1]).input == "number"
        value = (int(value) if value.isdecimal() else was) if is_number and value else value or None
    return _put(kind, path, value)


def _put(record: T, path: Path, value: object) -> T:
    if not path:
        return cast("T", value)
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        row = list(cast("Sequence[object]", record))
        row[step] = _put(row[step], rest, value)
        return cast("T", tuple(row))
    assert is_dataclass(record)
    return cast("T", replace(cast(Any, record), **{step: _put(getattr(record, step), rest, value)}))


def inserted(kind: LetterKind, path: Path, item: object) -> LetterKind:
    """*kind* with a part put in at a path; what stood there comes after it."""
    row, n = list(at(kind, path[:-1])), cast(int, path[-1])
    return _put(kind, path[:-1], (*row[:n], item, *row[n:]))


def removed(kind: LetterKind, path: Path) -> LetterKind:
    """*kind* without a part."""
    row, n = list(at(kind, path[:-1])), cast(int, path[-1])
    return _put(kind, path[:-1], (*row[:n], *row[n + 1 :]))


def moved(kind: LetterKind, path: Path, by: int) -> tuple[LetterKind, Path]:
    """*kind* with a part moved up or down within its section, and where it stands now; at the end it stays."""
    row, n = list(at(kind, path[:-1])), cast(int, path[-1])
    to = n + by
    if not 0 <= to < len(row):
        return kind, path
    row.insert(to, row.pop(n))
    return _put(kind, path[:-1], tuple(row)), (*path[:-1], to)


def fresh(section: str, sort: str) -> Line | BasisLine | BodyBlock:
    """An empty part for a section; *sort* is a type of block, or the topic of a law for a basis."""
    if section in {"body", "annexes"}:
        return BodyBlock(sort)
    if section == "bases":
        return BasisLine(law=sort)
    return Line("")


# --- conditions --------------------------------------------------------------------------------------------------------------


def condition_words(kind: LetterKind, condition: str) -> str:
    """A condition in plain words, whichever way round it is used: "Phải xin ý kiến cấp ủy"; its name when it does not exist."""
    name, equals, wanted = condition.removeprefix("!").partition("=")
    field = _field_of(kind, name)
    if name in vocabulary().conditions:
        words = str(vocabulary().conditions[name])
    elif field is None:
        words = name
    elif field[1] == "flag" or equals:
        words = str(field[0])
    else:
        words = _("“{field}” is filled in").format(field=field[0])
    if equals:
        found = items(field[2]).get(wanted) if field and field[2] else None
        words = f"{words}: {found.label if found else wanted}"
    return words


def conditions_words(kind: LetterKind, when: Sequence[str]) -> str:
    """When a part appears, in one line: "chỉ khi: …; trừ khi: …". Empty for one that always does."""
    wanted = _(" and ").join(condition_words(kind, x) for x in when if not x.startswith("!"))
    unwanted = _(" or ").join(condition_words(kind, x) for x in when if x.startswith("!"))
    only = _("only when: {conditions}").format(conditions=wanted) if wanted else ""
    unless = _("unless: {conditions}").format(conditions=unwanted) if unwanted else ""
    return "; ".join(x for x in (only, unless) if x)


def conditions(kind: LetterKind) -> list[str]:
    """Every condition that a part of this letter may have, by name; each may also be turned round with "!"."""
    used = [name.removeprefix("!") for part in parts_of(kind) for name in part.when]
    found = [name for name in vocabulary().conditions if name not in {"always", "step"}]
    if any(name.startswith("step=") for name in used):
        found += [f"step={n}" for n in (1, 2, 3)]
    found += [f"extra.{f.name}" for f in kind.fields]
    offered = [kinds()[code] for code in kind.offered_for if code in kinds()]
    found += [f.name for of in offered for f in of.fields if f.input == "flag"]
    return list(dict.fromkeys((*used, *found)))


def _field_of(kind: LetterKind, name: str) -> tuple[Words, str, str] | None:
    """The field behind a condition: its label, its sort of input, the list it is chosen from."""
    own = [(f"extra.{f.name}", f) for f in kind.fields]
    forms = [(f.name, f) for of in kinds().values() for f in of.fields]
    return next(((f.label, f.input, f.list) for key, f in (*own, *forms) if key == name), None)
