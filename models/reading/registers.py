"""The registers of sent papers as Nghị định 30/2020/NĐ-CP prescribes them (Phụ lục IV, mục I): one row per number given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from models.catalogue.register_books import word
from models.reading.letters import LETTER, number_text
from models.records import (
    PAPER_BOOK,
    RESERVED,
    JournalEntry,
    Letter,
    Register,
    RegisterClosing,
    RegisterYear,
    TakenNumber,
)
from models.store.units import Reading

_REGISTER = Register.__table__.c
_YEAR = RegisterYear.__table__.c
_TAKEN = TakenNumber.__table__.c
_CLOSING = RegisterClosing.__table__.c
_JOURNAL = JournalEntry.__table__.c
INTERNAL = "reference."  # registers with this beginning count our own dossier references, not letters
ARRIVALS = "arrivals"  # the register of received papers


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """A series of numbers in one year: the last one given and its day; *closed_on* when the year is closed."""

    id: int
    code: str
    name: str
    is_external: bool
    year: int
    last: int
    last_on: date | None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the book: the ten columns of Phụ lục IV that the program knows; the hand fills the rest.

    *state* is "" for a letter's number, void, reserved (set aside, still open) or paper (the book on paper up to here).
    """

    letter_id: int | None
    number: int
    number_text: str  # Số, ký hiệu văn bản
    issued_on: date  # Ngày, tháng, năm văn bản
    type_and_subject: str  # Tên loại và trích yếu nội dung
    signatory: str  # Người ký
    recipients: str  # Nơi nhận văn bản
    keeper: str  # Đơn vị, người nhận bản lưu
    copies: int  # Số lượng bản
    sent_on: date | None  # Ngày chuyển
    note: str  # Ghi chú: voided numbers with their reason, reserved ones with what for
    state: str = ""
    taken_id: int = 0


@dataclass(frozen=True, slots=True)
class OpenReservation:
    """A number that was set aside and waits for its letter."""

    id: int
    register_id: int
    number: int
    on: date
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class ClosedBook:
    """A register closed at the end of a year; *pdf_sha256* names its kept pages."""

    last: int
    given: int
    voided: int
    closed_on: date
    closed_by: str
    pdf_sha256: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the journal at a moment: printed on a book, it shows later whether the journal before it was changed."""

    entry: int
    hash: str


def registers(read: Reading, year: int) -> tuple[RegisterInfo, ...]:
    """The registers of papers with their state in *year*, our own first, by name. The one of received papers is ``ARRIVALS``."""
    year_of = (_YEAR.register_id == _REGISTER.id) & (_YEAR.year == year)
    closing_of = (_CLOSING.register_id == _REGISTER.id) & (_CLOSING.year == year)
    found = read.session.connection().execute(
        select(
            _REGISTER.id, _REGISTER.code, _REGISTER.name, _REGISTER.is_external, _YEAR.last, _YEAR.last_on,
            _CLOSING.closed_on,
        )
        .select_from(
            Register.__table__.outerjoin(RegisterYear.__table__, year_of).outerjoin(
                RegisterClosing.__table__, closing_of
            )
        )
        .where(~_REGISTER.code.startswith(INTERNAL))
        .order_by(_REGISTER.is_external, _REGISTER.name)
    )  # fmt: skip
    return tuple(RegisterInfo(r[0], r[1], r[2], r[3], year, r[4] or 0, r[5], r[6]) for r in found)


def register_info(read: Reading, register_id: int, year: int) -> RegisterInfo | None:
    """One register in one year, or None."""
    return next((r for r in registers(read, year) if r.id == register_id), None)


def register_years(read: Reading) -> tuple[int, ...]:
    """The years in which numbers were given, newest first."""
    found = read.session.connection().execute(select(_TAKEN.year).distinct().order_by(_TAKEN.year.desc()))
    return tuple(found.scalars())


def register_book(
    read: Reading, register_id: int, year: int, *, from_on: date | None = None, to_on: date | None = None
) -> tuple[RegisterLine, ...]:
    """The lines of one register in one year by number, voided and reserved ones in their place. One statement."""
    statement: Any = (
        select(
            LETTER.id.label("letter_id"), _TAKEN.id, _TAKEN.number, LETTER.symbol, _TAKEN.taken_on, LETTER.type_name, LETTER.subject,
            LETTER.signatory, LETTER.recipients, LETTER.copies, LETTER.made_by, _TAKEN.void_reason, _TAKEN.letter_key,
            _TAKEN.reserved_for, _TAKEN.reserved_by,
        )
        .select_from(TakenNumber.__table__.outerjoin(Letter.__table__, LETTER.key == _TAKEN.letter_key))
        .where(_TAKEN.register_id == register_id, _TAKEN.year == year)
        .order_by(_TAKEN.number)
    )  # fmt: skip
    if from_on:
        statement = statement.where(_TAKEN.taken_on >= from_on)
    if to_on:
        statement = statement.where(_TAKEN.taken_on <= to_on)
    return tuple(_line(r) for r in read.session.connection().execute(statement))


def _line(row: Any) -> RegisterLine:
    what = type_and_subject(row.type_name or "", row.subject or "") or row.reserved_for
    state, note, number = "", "", f"{row.number:02d}"
    if row.letter_key.startswith(PAPER_BOOK):
        state, note = "paper", word("on_paper")
        number = f"01-{number}" if row.number > 1 else number
    elif row.void_reason:
        state, note = "void", word("voided", reason=row.void_reason)
    elif row.letter_key.startswith(RESERVED):
        state, note = "reserved", word("reserved", who=row.reserved_by)
    if row.letter_id is not None:
        number = number_text(row.number, row.symbol or "")
    is_letter = row.letter_id is not None
    return RegisterLine(
        letter_id=row.letter_id,
        number=row.number,
        number_text=number,
        issued_on=row.taken_on,
        type_and_subject=what,
        signatory=row.signatory or "",
        recipients=row.recipients or "",
        keeper=word("keeper", who=row.made_by).rstrip(", ") if is_letter else "",
        copies=row.copies or 0,
        sent_on=row.taken_on if is_letter and state != "void" else None,
        note=note,
        state=state,
        taken_id=row.id,
    )


def type_and_subject(type_name: str, subject: str) -> str:
    """Tên loại và trích yếu, as one writes them in a book: an official letter has no type of its own on its paper."""
    if not subject:
        return type_name
    if not type_name:
        return word("official_letter", subject=subject)
    about = word("about")
    if subject.startswith(about):
        subject = f"{about.lower()}{subject[len(about) :]}"
    return f"{type_name} {subject}"


def gaps(lines: Sequence[RegisterLine]) -> list[int]:
    """The numbers missing between the first (01, or what follows the book on paper) and the last of a register of our own."""
    if not lines:
        return []
    first = next((line.number for line in lines if line.state == "paper"), 1)
    there = {line.number for line in lines}
    return [n for n in range(first, max(there) + 1) if n not in there]


def open_reservations(
    read: Reading, register_id: int, year: int | None = None
) -> tuple[OpenReservation, ...]:
    """The numbers of a register that are set aside and neither used nor released, by year and number."""
    statement = select(
        _TAKEN.id, _TAKEN.register_id, _TAKEN.number, _TAKEN.taken_on, _TAKEN.reserved_for, _TAKEN.reserved_by
    ).where(
        _TAKEN.register_id == register_id, _TAKEN.letter_key.startswith(RESERVED), _TAKEN.void_reason == ""
    )
    if year is not None:
        statement = statement.where(_TAKEN.year == year)
    found = read.session.connection().execute(statement.order_by(_TAKEN.year, _TAKEN.number))
    return tuple(OpenReservation(*r) for r in found)


def closed_book(read: Reading, register_id: int, year: int) -> ClosedBook | None:
    """How a register was closed in a year; None while it is open."""
    found = (
        read.session.connection()
        .execute(
            select(
                _CLOSING.last, _CLOSING.given, _CLOSING.voided, _CLOSING.closed_on, _CLOSING.closed_by, _CLOSING.pdf_sha256
            ).where(_CLOSING.register_id == register_id, _CLOSING.year == year)
        )
        .first()
    )  # fmt: skip
    return ClosedBook(*found) if found else None


def journal_end(read: Reading) -> Anchor | None:
    """The newest entry of the journal with its hash; None in an empty one."""
    newest = select(func.max(_JOURNAL.id)).scalar_subquery()
    found = (
        read.session.connection()
        .execute(select(_JOURNAL.id, _JOURNAL.hash).where(_JOURNAL.id == newest))
        .first()
    )
    return Anchor(found.id, found.hash) if found else None
