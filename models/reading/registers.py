"""The register of sent papers as Nghị định 30/2020/NĐ-CP prescribes it (Phụ lục IV): one row per number given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from models.reading.letters import LETTER, number_text
from models.records import Letter, Register, RegisterYear, TakenNumber
from models.store.units import Reading

_REGISTER = Register.__table__.c
_YEAR = RegisterYear.__table__.c
_TAKEN = TakenNumber.__table__.c
INTERNAL = "reference."  # registers with this beginning count our own dossier references, not letters


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """A series of numbers in one year: the last one given and its day."""

    id: int
    code: str
    name: str
    is_external: bool
    year: int
    last: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the book: the ten columns of Phụ lục IV that the program knows; the hand fills the rest."""

    letter_id: int | None
    number: int
    number_text: str  # Số, ký hiệu văn bản
    issued_on: date  # Ngày, tháng, năm văn bản
    type_and_subject: str  # Tên loại và trích yếu nội dung
    signatory: str  # Người ký
    recipients: str  # Nơi nhận văn bản
    keeper: str  # Đơn vị, người nhận bản lưu
    copies: int  # Số lượng bản
    sent_on: date  # Ngày chuyển
    note: str  # Ghi chú: voided numbers with their reason


def registers(read: Reading, year: int) -> tuple[RegisterInfo, ...]:
    """The registers of letters with their state in *year*, by name."""
    found = read.session.connection().execute(
        select(_REGISTER.id, _REGISTER.code, _REGISTER.name, _REGISTER.is_external, _YEAR.last, _YEAR.last_on)
        .select_from(
            Register.__table__.outerjoin(
                RegisterYear.__table__, (_YEAR.register_id == _REGISTER.id) & (_YEAR.year == year)
            )
        )
        .where(~_REGISTER.code.startswith(INTERNAL))
        .order_by(_REGISTER.is_external, _REGISTER.name)
    )
    return tuple(RegisterInfo(r[0], r[1], r[2], r[3], year, r[4] or 0, r[5]) for r in found)


def register_years(read: Reading) -> tuple[int, ...]:
    """The years in which numbers were given, newest first."""
    found = read.session.connection().execute(select(_TAKEN.year).distinct().order_by(_TAKEN.year.desc()))
    return tuple(found.scalars())


def register_book(
    read: Reading, register_id: int, year: int, *, from_on: date | None = None, to_on: date | None = None
) -> tuple[RegisterLine, ...]:
    """The lines of one register in one year by number, voided ones in their place. One statement."""
    statement: Any = (
        select(
            LETTER.id,
            _TAKEN.number,
            LETTER.symbol,
            _TAKEN.taken_on,
            LETTER.type_name,
            LETTER.subject,
            LETTER.signatory,
            LETTER.recipients,
            LETTER.copies,
            LETTER.made_by,
            _TAKEN.void_reason,
        )  # fmt: skip
        .select_from(TakenNumber.__table__.outerjoin(Letter.__table__, LETTER.key == _TAKEN.letter_key))
        .where(_TAKEN.register_id == register_id, _TAKEN.year == year)
        .order_by(_TAKEN.number)
    )
    if from_on:
        statement = statement.where(_TAKEN.taken_on >= from_on)
    if to_on:
        statement = statement.where(_TAKEN.taken_on <= to_on)
    return tuple(_line(r) for r in read.session.connection().execute(statement))


def _line(row: Any) -> RegisterLine:
    what = " ".join(x for x in (row.type_name, row.subject) if x)
    note = f"Đã hủy: {row.void_reason}" if row.void_reason else ""
    number = number_text(row.number, row.symbol or "")
    return RegisterLine(
        letter_id=row.id,
        number=row.number,
        number_text=number,
        issued_on=row.taken_on,
        type_and_subject=what,
        signatory=row.signatory or "",
        recipients=row.recipients or "",
        keeper=f"VT, {row.made_by}" if row.made_by else "VT",
        copies=row.copies or 0,
        sent_on=row.taken_on,
        note=note,
    )
