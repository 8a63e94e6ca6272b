"""The wording in force of each kind of letter, and the editions the office has made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.catalogue.letter_kinds import LetterKind, letter_kinds
from models.catalogue.reading import CatalogueError
from models.catalogue.wording_source import office_kind
from models.errors import OfficeError
from models.records import WordingEdition
from models.store.units import Reading


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition of the wording of a kind. *is_own* is False for one that went back to the shipped wording."""

    kind: str
    edition: int
    is_own: bool
    note: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class WordingState:
    """A kind of letter with the edition in force; *last* None while nobody has ever changed it."""

    code: str
    last: EditionRow | None
    is_usable: bool = True

    @property
    def edition(self) -> int:
        """The number of the newest edition, 0 without any."""
        return self.last.edition if self.last else 0

    @property
    def is_own(self) -> bool:
        """Whether the office's own wording is in force."""
        return self.last is not None and self.last.is_own


def letter_kind_in_force(read: Reading, code: str) -> tuple[LetterKind, int]:
    """A kind of letter with the wording in force, and the edition it has (0: as shipped).

    Raises KeyError for a kind that does not exist, and OfficeError("wording_unusable") when the office's wording names something
    that this version of the program no longer knows: no letter is printed with half of it.
    """
    shipped = letter_kinds()[code]
    newest = read.session.execute(
        select(WordingEdition.edition, WordingEdition.source)
        .where(WordingEdition.kind == code)
        .order_by(WordingEdition.edition.desc())
        .limit(1)
    ).first()
    if newest is None or not newest.source:
        return shipped, 0
    return _used(shipped, newest.source), newest.edition


def wording_of_edition(read: Reading, code: str, edition: int) -> LetterKind:
    """A kind of letter with the wording of one edition; 0 is the shipped one. Raises OfficeError("gone")."""
    shipped = letter_kinds()[code]
    if not edition:
        return shipped
    source = read.session.scalar(
        select(WordingEdition.source).where(WordingEdition.kind == code, WordingEdition.edition == edition)
    )
    if source is None:
        raise OfficeError("gone")
    return _used(shipped, source)


def _used(shipped: LetterKind, source: str) -> LetterKind:
    try:
        return office_kind(shipped, source)
    except CatalogueError as fault:
        raise OfficeError("wording_unusable", letter=shipped.label) from fault


def wording_states(read: Reading) -> tuple[WordingState, ...]:
    """Every kind of letter with its newest edition, in the order of the catalogue."""
    newest = select(WordingEdition.kind, func.max(WordingEdition.edition).label("edition")).group_by(
        WordingEdition.kind
    )
    top = newest.subquery()
    rows = read.session.scalars(
        select(WordingEdition).join(
            top, (WordingEdition.kind == top.c.kind) & (WordingEdition.edition == top.c.edition)
        )
    )
    found = {row.kind: row for row in rows}
    out: list[WordingState] = []
    for code, shipped in letter_kinds().items():
        row = found.get(code)
        out.append(
            WordingState(code, _row(row) if row else None, row is None or _is_usable(shipped, row.source))
        )
    return tuple(out)


def _is_usable(shipped: LetterKind, source: str) -> bool:
    try:
        office_kind(shipped, source)
    except CatalogueError:
        return False
    return True


def editions_of(read: Reading, code: str) -> tuple[EditionRow, ...]:
    """The editions of a kind, the newest first."""
    rows = read.session.scalars(
        select(WordingEdition).where(WordingEdition.kind == code).order_by(WordingEdition.edition.desc())
    )
    return tuple(_row(row) for row in rows)


def _row(row: WordingEdition) -> EditionRow:
    return EditionRow(row.kind, row.edition, bool(row.source), row.note, row.made_at, row.made_by)
