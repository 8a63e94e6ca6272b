"""Letters, registers and kept bytes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.records.base import At, Code, Data, Day, Key, Long, Name, Record, Ref


class Letter(Record):
    """An official paper of ours: drafted, printed for signature, issued with a number, perhaps voided. Issued ones never change.

    *key* is a UUID that makes issuing idempotent: asking again for the same letter gives the number it already has.
    """

    __tablename__ = "letter"
    id: Mapped[Key]
    key: Mapped[Name] = mapped_column(unique=True)
    dossier_id: Mapped[Ref | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    kind: Mapped[Code]
    state: Mapped[Code] = mapped_column(
        default="draft", comment="draft, printed (for signature), issued, void"
    )
    register_id: Mapped[Ref | None] = mapped_column(ForeignKey("register.id"))
    year: Mapped[int | None]
    number: Mapped[int | None]
    symbol: Mapped[Name] = mapped_column(default="")
    issued_on: Mapped[Day | None]
    is_external: Mapped[bool] = mapped_column(default=False, comment="numbered by another body")
    subject: Mapped[Long] = mapped_column(default="")
    type_name: Mapped[Name] = mapped_column(default="")
    signatory: Mapped[Name] = mapped_column(default="")
    capacity: Mapped[Name] = mapped_column(default="")
    recipients: Mapped[Long] = mapped_column(default="")
    copies: Mapped[int] = mapped_column(default=0)
    fields: Mapped[Data] = mapped_column(comment="what the person added to the letter's own fields")
    content: Mapped[Data] = mapped_column(comment="frozen LetterContent once printed or issued")
    pdf_sha256: Mapped[Name] = mapped_column(default="")
    layout_version: Mapped[Code] = mapped_column(default="")
    font_sha256: Mapped[Name] = mapped_column(default="")
    about: Mapped[Data] = mapped_column(comment="delegation ids a letter about several is about")
    made_at: Mapped[At]
    made_by: Mapped[Name]
    issued_at: Mapped[At | None]
    issued_by: Mapped[Name] = mapped_column(default="")
    void_reason: Mapped[Long] = mapped_column(default="")
    __table_args__ = (
        UniqueConstraint("register_id", "year", "number"),
        CheckConstraint(
            "state <> 'issued' OR (issued_on IS NOT NULL AND pdf_sha256 <> '')", name="issued_is_whole"
        ),
        Index("ix_letter_issued_on", "issued_on", "id"),
    )


class Register(Record):
    """A series of numbers of one body; from 01 each 1 January (Nghị định 30/2020/NĐ-CP, Điều 15)."""

    __tablename__ = "register"
    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    is_external: Mapped[bool] = mapped_column(
        default=False, comment="numbers come from another system and are only checked"
    )


class RegisterYear(Record):
    """The last number and date of a register in a year; the one row that is locked to take a number."""

    __tablename__ = "register_year"
    register_id: Mapped[Ref] = mapped_column(ForeignKey("register.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
    last_on: Mapped[Day | None]


class TakenNumber(Record):
    """A number that was given, and to what; voided ones stay with their reason."""

    __tablename__ = "taken_number"
    id: Mapped[Key]
    register_id: Mapped[Ref] = mapped_column(ForeignKey("register.id"))
    year: Mapped[int]
    number: Mapped[int]
    taken_on: Mapped[Day]
    letter_key: Mapped[Name] = mapped_column(unique=True)
    void_reason: Mapped[Long] = mapped_column(default="")
    __table_args__ = (UniqueConstraint("register_id", "year", "number"),)


class Blob(Record):
    """Bytes of the vault where there is no folder beside the store (PostgreSQL)."""

    __tablename__ = "blob"
    sha256: Mapped[Name] = mapped_column(primary_key=True)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
