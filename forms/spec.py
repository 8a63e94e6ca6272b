"""What a form is made of besides the fields of its kind: the questions it may ask, and a fresh draft.

A field itself is ``models.catalogue.kinds.Field``; a form adds no second description of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QGuiApplication, QIcon

from models import clock
from models.appraisal import reading_drafts
from models.catalogue.kinds import DossierKind, Field
from models.draft import Draft, Row, Value


@dataclass(frozen=True, slots=True)
class Match:
    """An answer of a look-up: what to show, a line of detail, the ledger id, and the columns that come with it."""

    label: str
    detail: str = ""
    id: int | None = None
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])


Matches = Sequence[Match]
# Asks what fits a few typed letters; the answer comes later, on the main thread.
Lookup = Callable[[str, Callable[[Matches], None]], None]
# Asks which known person each pasted row is; the answer has one entry per row, None where nobody fits.
RowMatcher = Callable[[Sequence[Row], Callable[[Sequence[Match | None]], None]], None]


def _nobody(_text: str, then: Callable[[Matches], None]) -> None:
    then(())


def _no_match(rows: Sequence[Row], then: Callable[[Sequence[Match | None]], None]) -> None:
    then([None] * len(rows))


def _no_icon(_name: str) -> QIcon:
    return QIcon()


def _ink(_meaning: str) -> str:
    return QGuiApplication.palette().text().color().name()


def _no_file(_sha256: str, _name: str) -> None:
    return None


def _no_keeping(_path: str, _then: Callable[[str, str], None]) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the page lends to a form: look-ups in the ledger, kept files, icons by name, colours by meaning.

    *colour* answers to the theme's words (stop, warn, note, done, muted, line, edge …). *keep_file* puts the file of a path into the vault and answers with name and SHA-256; *open_file* shows a kept one.
    """

    find_organisation: Lookup = _nobody
    find_person: Lookup = _nobody
    find_place: Lookup = _nobody
    match_rows: RowMatcher = _no_match
    keep_file: Callable[[str, Callable[[str, str], None]], None] = _no_keeping
    open_file: Callable[[str, str], None] = _no_file
    icon: Callable[[str], QIcon] = _no_icon
    colour: Callable[[str], str] = _ink


def is_shown(spec: Field, values: Mapping[str, Value]) -> bool:
    """Whether a field belongs on screen with these values."""
    return not spec.hidden and reading_drafts.is_shown(spec.shown_when, values)


def blank_row(columns: Sequence[Field]) -> Row:
    """A new row of a table with the defaults of its columns."""
    return {c.name: c.default for c in columns if c.default is not None}


def blank_draft(kind: DossierKind) -> Draft:
    """A fresh draft of a kind: defaults, today as the day of receipt, and the kind's papers listed as missing."""
    draft = Draft(kind.code, values={f.name: f.default for f in kind.fields if f.default is not None})
    if any(f.name == "received_on" for f in kind.fields):
        draft.values["received_on"] = clock.today().isoformat()
    for section in kind.sections:
        if section.table == "papers":
            draft.rows["papers"] = [{**blank_row(section.columns), "code": p.code} for p in kind.papers]
    return draft
