"""What a letter holds that no typeface of ours prints, found before printing, with the place where a person typed it.

Invisible signs (marks of writing direction, controls, variation selectors) are not among it: they are left out of the print
(``lines.safe``). Chinese, Japanese, Greek and Cyrillic are printed; what is left are scripts whose names Vietnamese papers
write in Latin transcription (Lao, Thai, Khmer, Arabic …) and signs such as emoji.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple, cast

from models.appraisal.facts import DossierFacts
from models.catalogue.kinds import kinds
from models.catalogue.letter_kinds import LetterKind
from models.catalogue.letter_vocabulary import vocabulary
from models.letters.content import LetterContent
from models.letters.facts import LetterFacts
from models.letters.fonts import REPERTOIRE, faces
from models.letters.lines import safe
from resources.i18n import _

_TABLES = ("members", "legs", "funding", "consultations", "papers")
_PLAIN = frozenset(REPERTOIRE)


class Stray(NamedTuple):
    """Characters that cannot be printed: the *field* they stand in, as ``MissingFact`` names it, and what it is called."""

    field: str
    where: str
    characters: str

    @property
    def says(self) -> str:
        """ "Họ và tên, dòng 3 (“ສ”, “ປ”)"."""
        shown = ", ".join(f"“{char}”" for char in self.characters[:5])
        return f"{self.where} ({shown})"


def strays(kind: LetterKind, facts: LetterFacts, content: LetterContent) -> tuple[Stray, ...]:
    """Every place of *facts* whose text *content* prints and that holds characters which cannot be printed.

    Characters that come from no fact stand in the wording or the letterhead; their field is ``letter``.
    """
    odd = _characters(content) - _PLAIN
    lacking = faces().lacking(safe("".join(sorted(odd)))) if odd else ""
    if not lacking:
        return ()
    found: list[Stray] = []
    rest = set(lacking)
    for field, text in _places(facts):
        here = "".join(char for char in dict.fromkeys(text) if char in lacking)
        if here and all(known.field != field for known in found):
            found.append(Stray(field, _called(field, kind, facts), here))
            rest -= set(here)
    if rest:
        found.append(Stray("letter", _("wording of the letter"), "".join(sorted(rest))))
    return tuple(found)


def _characters(content: LetterContent) -> set[str]:
    """Every character of a content. Flat, because each letter that is composed passes here."""
    found: set[str] = set()
    stack: list[Any] = [content]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            found.update(value)
        elif isinstance(value, tuple):
            stack.extend(cast("tuple[object, ...]", value))
        elif is_dataclass(value):
            stack.extend(vars(value).values())
    return found


def _places(facts: LetterFacts) -> Iterator[tuple[str, str]]:
    """Every text of the facts with the field it stands in."""
    if facts.dossier is not None:
        yield from _of_dossier(facts.dossier)
    for name, value in facts.extra.items():
        yield from ((f"letter.{name}", text) for text in _in(value))
    for name in (f.name for f in fields(facts)):
        if name == "office":
            yield from (("settings.office", text) for text in _in(facts.office))
        elif name not in {"dossier", "before", "extra"}:
            yield from ((f"letter.{name}", text) for text in _in(getattr(facts, name)))


def _of_dossier(dossier: DossierFacts) -> Iterator[tuple[str, str]]:
    for name, value in dossier.values.items():
        yield from ((name, text) for text in _in(value))
    for table in _TABLES:
        for n, row in enumerate(getattr(dossier, table)):
            yield from (
                (f"{table}.{n}.{f.name}", text) for f in fields(row) for text in _in(getattr(row, f.name))
            )
    for table, rows in dossier.rows.items():
        for n, row in enumerate(rows):
            yield from ((f"{table}.{n}.{k}", text) for k, v in row.items() for text in _in(v))


def _in(value: object) -> Iterator[str]:
    """Every text in a value of the facts, however deep; their dataclasses have slots."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in cast("tuple[object, ...]", value):
            yield from _in(item)
    elif isinstance(value, Mapping):
        for item in cast("Mapping[str, object]", value).values():
            yield from _in(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _in(getattr(value, field.name))


def _called(field: str, kind: LetterKind, facts: LetterFacts) -> str:
    """What a field is called in the language of the interface."""
    name, _dot, rest = field.partition(".")
    if name == "settings":
        return _("letterhead of the office")
    if name == "letter":
        own = next((f for f in kind.fields if f.name == rest), None)
        known: Any = own or vocabulary().lists.get(rest) or vocabulary().words.get(rest)
        return str(known.label) if known else _("wording of the letter")
    form = kinds().get(facts.dossier.kind) if facts.dossier else None
    if form is None:
        return field
    if not rest:
        return next((str(f.label) for f in form.fields if f.name == name), field)
    at, _dot, column = rest.partition(".")
    columns = next((s.columns for s in form.sections if s.table == name), ())
    label = next((str(c.label) for c in columns if c.name == column), column)
    return _("{list}, row {row}").format(list=label, row=int(at) + 1)
