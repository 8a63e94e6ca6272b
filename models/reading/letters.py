"""Letters as lists show them, with the number and symbol as printed."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, false, select

from models.letters.content import LetterContent
from models.letters.facts import LetterRef
from models.letters.wording import reference
from models.reading.search import keys_of
from models.reading.spine import Asked, Question, codes, ids_of
from models.records import Dossier, Letter, Register
from models.store.units import Reading
from resources.i18n import N_, _

LETTER = Letter.__table__.c
_DOSSIER = Dossier.__table__.c
_REGISTER = Register.__table__.c


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in one line. *number* is "05/QĐ-UBND", empty until issued; *state* is draft, printed, issued or void."""

    id: int
    key: str
    dossier_id: int | None
    reference: str
    kind: str
    state: str
    register: str
    year: int | None
    number: str
    issued_on: date | None
    is_external: bool
    type_name: str
    subject: str
    signatory: str
    capacity: str
    recipients: str
    copies: int
    pdf_sha256: str
    made_at: datetime
    made_by: str
    issued_by: str
    void_reason: str
    relation: str = ""
    earlier_id: int | None = None


_COLUMNS = (
    LETTER.id, LETTER.key, LETTER.dossier_id, _DOSSIER.reference, LETTER.kind, LETTER.state, _REGISTER.code, LETTER.year,
    LETTER.number, LETTER.symbol, LETTER.issued_on, LETTER.is_external, LETTER.type_name, LETTER.subject, LETTER.signatory,
    LETTER.capacity, LETTER.recipients, LETTER.copies, LETTER.pdf_sha256, LETTER.made_at, LETTER.made_by, LETTER.issued_by,
    LETTER.void_reason, LETTER.relation, LETTER.earlier_id,
)  # fmt: skip
_NUMBER = 8


def number_text(number: int | None, symbol: str) -> str:
    """Number and symbol as printed after "Số:" ("05/QĐ-UBND"); empty without a number."""
    return "" if number is None else f"{number:02d}/{symbol}"


def frozen_content(letter: Letter) -> LetterContent | None:
    """What a printed or issued letter says; None while it is a draft."""
    return LetterContent.from_json(json.dumps(letter.content)) if letter.content else None


def _row(values: Sequence[Any]) -> LetterRow:
    row = [*values]
    row[3], row[6] = row[3] or "", row[6] or ""
    row[_NUMBER : _NUMBER + 2] = [number_text(row[_NUMBER], row[_NUMBER + 1])]
    return LetterRow(*row)


def _statement() -> Asked:
    return select(*_COLUMNS).select_from(
        Letter.__table__.outerjoin(Dossier.__table__, _DOSSIER.id == LETTER.dossier_id).outerjoin(
            Register.__table__, _REGISTER.id == LETTER.register_id
        )
    )


_ROWS = _statement().where(LETTER.id.in_(bindparam("ids", expanding=True)))
_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "made": (LETTER.id,),
    "issued": (LETTER.issued_on, LETTER.id),
    "number": (LETTER.year, LETTER.register_id, LETTER.number, LETTER.id),
}
_EQUAL: dict[str, ColumnElement[Any]] = {
    "state": LETTER.state,
    "kind": LETTER.kind,
    "dossier": LETTER.dossier_id,
    "register_id": LETTER.register_id,
    "year": LETTER.year,
    "ids": LETTER.id,
}


class LetterList:
    """The list ``letters``. Filters: ``state``, ``kind``, ``dossier``, ``register_id``, ``year``, ``ids``, ``from_on``, ``to_on``."""

    name = "letters"
    orders = tuple(_ORDERS)

    def spine(self, read: Reading, question: Question) -> array[int]:
        return ids_of(read, self._asked(read, select(LETTER.id).select_from(Letter.__table__), question))

    def first_rows(self, read: Reading, question: Question, count: int) -> Sequence[LetterRow]:
        found = read.session.connection().execute(self._asked(read, _statement(), question).limit(count))
        return [_row(r) for r in found]

    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, LetterRow]:
        return {r[0]: _row(r) for r in read.session.connection().execute(_ROWS, {"ids": list(keys)})}

    def _asked(self, read: Reading, base: Asked, question: Question) -> Asked:
        conditions: list[ColumnElement[bool]] = []
        for name, value in question.filters.items():
            if value is None or value == "" or value == ():
                continue
            if name == "from_on":
                conditions.append(LETTER.issued_on >= value)
            elif name == "to_on":
                conditions.append(LETTER.issued_on <= value)
            else:
                conditions.append(_EQUAL[name].in_(codes(value)))
        if question.text:
            keys = keys_of(read, question.text, "letter")
            conditions.append(LETTER.id.in_(keys) if keys else false())
        order = question.order or "-made"
        columns = _ORDERS[order.lstrip("-")]
        return base.where(*conditions).order_by(*(c.desc() if order.startswith("-") else c for c in columns))


LETTERS = LetterList()


def letters_of(read: Reading, dossier_id: int) -> tuple[LetterRow, ...]:
    """The letters of a dossier in the order they were made. One statement."""
    found = read.session.connection().execute(
        _statement().where(LETTER.dossier_id == dossier_id).order_by(LETTER.id)
    )
    return tuple(_row(r) for r in found)


def letter_row(read: Reading, letter_id: int) -> LetterRow | None:
    """One letter in one line, or None when it is not there."""
    return LETTERS.rows(read, [letter_id]).get(letter_id)


@dataclass(frozen=True, slots=True)
class LetterDetail:
    """A letter with what a preview needs: the person's own fields, the frozen content (JSON, empty for a draft), its links."""

    row: LetterRow
    fields: Mapping[str, Any]
    content: Mapping[str, Any]
    about: tuple[int, ...]
    links: tuple[LetterLink, ...] = ()


def letter_detail(read: Reading, letter_id: int) -> LetterDetail | None:
    """A letter with its fields and frozen content, or None."""
    row = letter_row(read, letter_id)
    found = (
        read.session.connection()
        .execute(select(LETTER.fields, LETTER.content, LETTER.about).where(LETTER.id == letter_id))
        .first()
    )
    if row is None or found is None:
        return None
    about = tuple(found.about.get("delegations", ()))
    return LetterDetail(
        row, found.fields, found.content, about, links_of(read, [letter_id]).get(letter_id, ())
    )


def pdf_of(read: Reading, letter_id: int) -> bytes | None:
    """The kept bytes of an issued or printed letter, exactly as issued; None for a draft. Raises OfficeError when lost."""
    sha256 = read.session.connection().scalar(select(LETTER.pdf_sha256).where(LETTER.id == letter_id))
    return read.vault.get(sha256) if sha256 else None


@dataclass(frozen=True, slots=True)
class LetterLink:
    """The other end of what one letter does to another; *is_later* when the other letter does it to this one.

    *reference* names it as letters do ("Quyết định số 12/QĐ-UBND ngày 06 tháng 3 năm 2018").
    """

    relation: str
    letter_id: int
    reference: str
    state: str
    is_later: bool

    @property
    def words(self) -> str:
        """What a person reads ("Được thay thế bởi Quyết định số 12/QĐ-UBND ngày 06 tháng 3 năm 2018")."""
        says = _LATER[self.relation] if self.is_later else _EARLIER[self.relation]
        return _(says).format(letter=self.reference)


_EARLIER = {
    "amends": N_("Amends {letter}"),
    "replaces": N_("Replaces {letter}"),
    "revokes": N_("Revokes {letter}"),
    "corrects": N_("Corrects {letter}"),
    "recalls": N_("Recalls {letter}"),
    "announces": N_("Announces a change of {letter}"),
    "proposes": N_("Proposes to change {letter}"),
}
_LATER = {
    "amends": N_("Amended by {letter}"),
    "replaces": N_("Replaced by {letter}"),
    "revokes": N_("Revoked by {letter}"),
    "corrects": N_("Corrected by {letter}"),
    "recalls": N_("Recalled by {letter}"),
    "announces": N_("A change is announced in {letter}"),
    "proposes": N_("A change is proposed in {letter}"),
}
_OTHER = (LETTER.id, LETTER.type_name, LETTER.number, LETTER.symbol, LETTER.issued_on, LETTER.state)


def links_of(read: Reading, letter_ids: Sequence[int]) -> dict[int, tuple[LetterLink, ...]]:
    """For each of these letters what it does to an earlier one, then what issued letters do to it. Two statements."""
    out: dict[int, list[LetterLink]] = {}
    own = Letter.__table__.alias("own")
    asked = list(letter_ids)
    earlier = (
        select(own.c.id.label("of"), own.c.relation.label("relation"), *_OTHER)
        .select_from(own.join(Letter.__table__, LETTER.id == own.c.earlier_id))
        .where(own.c.id.in_(asked), own.c.relation != "")
    )
    later = (
        select(LETTER.earlier_id.label("of"), LETTER.relation.label("relation"), *_OTHER)
        .where(LETTER.earlier_id.in_(asked), LETTER.state == "issued", LETTER.relation != "")
        .order_by(LETTER.issued_on, LETTER.id)
    )
    for statement, is_later in ((earlier, False), (later, True)):
        for r in read.session.connection().execute(statement):
            text = reference(LetterRef(r.type_name, number_text(r.number, r.symbol), r.issued_on))
            out.setdefault(r.of, []).append(LetterLink(r.relation, r.id, text, r.state, is_later))
    return {letter_id: tuple(links) for letter_id, links in out.items()}
