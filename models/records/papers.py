"""Letters, registers and kept bytes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.records.base import At, Code, Data, Day, Key, Long, Name, Record, Ref

# How the key of a taken number begins that no letter has: set aside for one to come; the last one of the book kept on paper.
RESERVED = "reserved:"
PAPER_BOOK = "paper-book:"


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
    relation: Mapped[Code] = mapped_column(
        default="", comment="what it does to an earlier letter: amends, replaces, revokes, corrects"
    )
    earlier_id: Mapped[Ref | None] = mapped_column(index=True, comment="the letter it does that to")
    wording_edition: Mapped[int] = mapped_column(
        default=0, comment="the office's edition of the wording; 0: shipped"
    )
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
    """A number that was given, and to what; voided ones stay with their reason.

    A number reserved for a letter to come has a key that begins with ``RESERVED``; its letter's key takes that place once.
    One whose key begins with ``PAPER_BOOK`` stands for itself and every number before it: they are in the book on paper.
    """

    __tablename__ = "taken_number"
    id: Mapped[Key]
    register_id: Mapped[Ref] = mapped_column(ForeignKey("register.id"))
    year: Mapped[int]
    number: Mapped[int]
    taken_on: Mapped[Day]
    letter_key: Mapped[Name] = mapped_column(unique=True)
    void_reason: Mapped[Long] = mapped_column(default="")
    reserved_for: Mapped[Long] = mapped_column(default="", comment="why a number was set aside")
    reserved_by: Mapped[Name] = mapped_column(default="")
    __table_args__ = (UniqueConstraint("register_id", "year", "number"),)


class RegisterClosing(Record):
    """A register closed at the end of its year: how many numbers it holds; nothing is numbered in it afterwards."""

    __tablename__ = "register_closing"
    id: Mapped[Key]
    register_id: Mapped[Ref] = mapped_column(ForeignKey("register.id"))
    year: Mapped[int]
    last: Mapped[int]
    given: Mapped[int] = mapped_column(comment="numbers given, the voided ones included")
    voided: Mapped[int]
    closed_on: Mapped[Day]
    closed_at: Mapped[At]
    closed_by: Mapped[Name]
    pdf_sha256: Mapped[Name] = mapped_column(default="", comment="the book as it was closed")
    __table_args__ = (UniqueConstraint("register_id", "year"),)


class Arrival(Record):
    """A received paper with its arrival number: a line of the register of Nghị định 30/2020/NĐ-CP, Phụ lục IV, mục VI.

    *key* makes registering idempotent and is the ``letter_key`` of its number.
    """

    __tablename__ = "arrival"
    id: Mapped[Key]
    key: Mapped[Name] = mapped_column(unique=True)
    register_id: Mapped[Ref] = mapped_column(ForeignKey("register.id"))
    year: Mapped[int]
    number: Mapped[int]
    arrived_on: Mapped[Day]
    sender: Mapped[Name] = mapped_column(comment="tác giả")
    sender_id: Mapped[Ref | None] = mapped_column(ForeignKey("organisation.id"))
    paper_number: Mapped[Name] = mapped_column(default="")
    paper_on: Mapped[Day | None]
    subject: Mapped[Long] = mapped_column(comment="tên loại và trích yếu")
    receiver: Mapped[Name] = mapped_column(default="", comment="đơn vị hoặc người nhận")
    passed_on: Mapped[Day | None] = mapped_column(comment="ngày chuyển")
    due_on: Mapped[Day | None]
    urgency: Mapped[Code] = mapped_column(default="normal")
    file_code: Mapped[Name] = mapped_column(default="", comment="số và ký hiệu hồ sơ")
    reply_number: Mapped[Name] = mapped_column(default="")
    note: Mapped[Long] = mapped_column(default="")
    dossier_id: Mapped[Ref | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    scan_sha256: Mapped[Name] = mapped_column(default="")
    made_at: Mapped[At]
    made_by: Mapped[Name]
    void_reason: Mapped[Long] = mapped_column(default="")
    __table_args__ = (
        UniqueConstraint("register_id", "year", "number"),
        Index("ix_arrival_arrived_on", "arrived_on", "id"),
    )


class LetterCopy(Record):
    """A further paper of an issued letter: the scan with the wet signature, the digitally signed PDF.

    Without a letter a scan waits for a person to say where it belongs; the letter's own bytes never change. What the office
    checks signatures with (issuers' certificates, revocation lists) is kept here too, about no letter.
    """

    __tablename__ = "letter_copy"
    id: Mapped[Key]
    letter_id: Mapped[Ref | None] = mapped_column(ForeignKey("letter.id"), index=True)
    sort: Mapped[Code] = mapped_column(comment="scan, signed, issuer, revocations")
    state: Mapped[Code] = mapped_column(default="filed", comment="filed, waiting, refused, removed")
    pdf_sha256: Mapped[Name]
    pages: Mapped[int]
    source: Mapped[Name] = mapped_column(default="", comment="name of the file it came from")
    source_sha256: Mapped[Name] = mapped_column(default="", index=True)
    details: Mapped[Data] = mapped_column(comment="what was found: pages, problems, signers")
    made_at: Mapped[At]
    made_by: Mapped[Name]


class WordingEdition(Record):
    """The office's own wording of a kind of letter; the highest edition counts, one without text goes back to the shipped."""

    __tablename__ = "wording_edition"
    id: Mapped[Key]
    kind: Mapped[Code]
    edition: Mapped[int]
    source: Mapped[Long] = mapped_column(comment="a letter.toml; empty: as shipped")
    note: Mapped[Long] = mapped_column(default="", comment="why it was changed")
    made_at: Mapped[At]
    made_by: Mapped[Name]
    __table_args__ = (UniqueConstraint("kind", "edition"),)


class Blob(Record):
    """Bytes of the vault where there is no folder beside the store (PostgreSQL)."""

    __tablename__ = "blob"
    sha256: Mapped[Name] = mapped_column(primary_key=True)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
