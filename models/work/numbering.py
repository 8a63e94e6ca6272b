"""Official numbers: one row per register and year, raised in the same unit that makes the letter, so nothing is lost or doubled.

From 01 on 1 January to the last on 31 December; no date before the last one's (Nghị định 30/2020/NĐ-CP, Điều 15). A number
that was given stays given: a voided one keeps its place with the reason. Asking again for the same letter gives the same
number. A number set aside (``models.work.registers``) is given out with the day on which it was set aside, so that numbers and
days keep one order. A closed year gives none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models import clock
from models.catalogue.kinds import DossierKind
from models.catalogue.letter_kinds import LetterKind
from models.catalogue.lists import items
from models.errors import OfficeError
from models.letters import composing
from models.letters.facts import LetterFacts
from models.reading.registers import INTERNAL
from models.records import RESERVED, Register, RegisterClosing, RegisterYear, TakenNumber
from models.settings import COMMITTEE, office_settings
from models.store.units import Reading, Topic, Writing

_HIGHEST = 99_999  # what still is a number of a letter; more is a slip of the hand


@dataclass(frozen=True, slots=True)
class Taken:
    """A number of a register. *is_again*: the letter had it already."""

    register_id: int
    year: int
    number: int
    taken_on: date
    is_again: bool = False


def register_code(read: Reading, kind: LetterKind, facts: LetterFacts, on: date) -> str:
    """The code of the register in which the office counts a letter on a day; empty for papers without a number.

    The kind names a series; the office may count kinds together (one general series) or apart, each as it has decided
    (Nghị định 30/2020/NĐ-CP, Điều 15 khoản 1 điểm c). What the people's committee numbers stays as the kind says.
    """
    code = composing.register(kind, facts)
    if not code or code.startswith(COMMITTEE):
        return code
    return str(office_settings(read, on)["letter_registers"].get(kind.code, code))


def register_for(w: Writing, code: str, name: str = "", *, is_external: bool = False) -> Register:
    """The register of that code; made on first use, with its name from the list ``registers`` when none is given."""
    found = w.session.scalars(select(Register).where(Register.code == code)).first()
    if found is None:
        known = items("registers").get(code)
        values = {
            "code": code,
            "name": name or (known.label.vi if known else code),
            "is_external": is_external,
        }
        w.session.execute(_insert(w, Register).values(values).on_conflict_do_nothing(index_elements=["code"]))
        found = w.session.scalars(select(Register).where(Register.code == code)).one()
        w.touched(Topic.REGISTERS)
    return found


def take_number(
    w: Writing,
    register: Register,
    on: date,
    letter_key: str,
    number: int | None = None,
    reserved_id: int | None = None,
) -> Taken:
    """The next number of a register on a day, for one letter; within the unit that issues it.

    In an external register *number* is the one the other body gave and is only checked; *reserved_id* is a number that was
    set aside for the letter. Raises OfficeError: "number_needed", "number_not_ours", "number_taken", "number_wrong",
    "date_before_last", "date_in_future", "register_closed", "reserved_gone", "reserved_other_day".
    """
    given = w.session.scalars(select(TakenNumber).where(TakenNumber.letter_key == letter_key)).first()
    if given is not None:
        return Taken(given.register_id, given.year, given.number, given.taken_on, is_again=True)
    if on > clock.today():
        raise OfficeError("date_in_future", on=f"{on:%d/%m/%Y}")
    if reserved_id is not None:
        return _use_reserved(w, register, on, letter_key, reserved_id)
    if register.is_external:
        taken = _external(w, register, on, number)
    elif number is not None:
        raise OfficeError("number_not_ours", register=register.name)
    else:
        taken = raised(w, register.id, on)
    w.session.add(
        TakenNumber(register_id=register.id, year=on.year, number=taken, taken_on=on, letter_key=letter_key)
    )
    w.session.flush()
    w.touched(Topic.REGISTERS)
    return Taken(register.id, on.year, taken, on)


def _use_reserved(w: Writing, register: Register, on: date, letter_key: str, reserved_id: int) -> Taken:
    """Gives a number that was set aside to its letter."""
    lock_year(w, register.id, on.year)
    row = w.session.get(TakenNumber, reserved_id, with_for_update=True, populate_existing=True)
    if (
        row is None
        or row.register_id != register.id
        or row.void_reason
        or not row.letter_key.startswith(RESERVED)
    ):
        raise OfficeError("reserved_gone")
    if row.taken_on != on:
        raise OfficeError("reserved_other_day", number=f"{row.number:02d}", on=f"{row.taken_on:%d/%m/%Y}")
    row.letter_key = letter_key
    w.session.flush()
    w.touched(Topic.REGISTERS)
    return Taken(register.id, row.year, row.number, row.taken_on)


def _external(w: Writing, register: Register, on: date, number: int | None) -> int:
    if number is None:
        raise OfficeError("number_needed", register=register.name)
    if not 0 < number <= _HIGHEST:
        raise OfficeError("number_wrong", number=number)
    last = lock_year(w, register.id, on.year)
    if last.last < number:
        last.last, last.last_on = number, on
    there = w.session.scalar(
        select(TakenNumber.id).where(
            TakenNumber.register_id == register.id, TakenNumber.year == on.year, TakenNumber.number == number
        )
    )
    if there is not None:
        raise OfficeError("number_taken", number=number, register=register.name, year=on.year)
    return number


def raised(w: Writing, register_id: int, on: date) -> int:
    """Raises the counter of a register in the year of *on* by one; the row stays locked until the unit ends."""
    number = _raise(w, register_id, on)
    if (
        number is None
    ):  # the first number of a year, maybe with others who want it at the same moment; or a day too early
        _row_of_year(w, register_id, on.year)
        number = _raise(w, register_id, on)
    not_closed(w, register_id, on.year)
    if number is None:
        last_on = w.session.scalar(
            select(RegisterYear.last_on).where(
                RegisterYear.register_id == register_id, RegisterYear.year == on.year
            )
        )
        raise OfficeError("date_before_last", on=f"{on:%d/%m/%Y}", last=f"{last_on:%d/%m/%Y}")
    return number


def _raise(w: Writing, register_id: int, on: date) -> int | None:
    return w.session.scalar(
        update(RegisterYear)
        .where(
            RegisterYear.register_id == register_id,
            RegisterYear.year == on.year,
            or_(RegisterYear.last_on.is_(None), RegisterYear.last_on <= on),
        )
        .values(last=RegisterYear.last + 1, last_on=on)
        .returning(RegisterYear.last)
    )


def not_closed(read: Reading, register_id: int, year: int) -> None:
    """Raises OfficeError("register_closed") when no number may be given in a year of a register any more."""
    closed_on = read.session.scalar(
        select(RegisterClosing.closed_on).where(
            RegisterClosing.register_id == register_id, RegisterClosing.year == year
        )
    )
    if closed_on is not None:
        register = read.session.get(Register, register_id)
        name = register.name if register else ""
        raise OfficeError("register_closed", register=name, year=year, on=f"{closed_on:%d/%m/%Y}")


def lock_year(w: Writing, register_id: int, year: int) -> RegisterYear:
    """The counter of an open year, locked until the unit ends. Raises OfficeError("register_closed")."""
    _row_of_year(w, register_id, year)
    row = w.session.get(RegisterYear, (register_id, year), with_for_update=True, populate_existing=True)
    assert row is not None  # made just before, never deleted
    not_closed(w, register_id, year)
    return row


def _row_of_year(w: Writing, register_id: int, year: int) -> None:
    values = {"register_id": register_id, "year": year, "last": 0}
    statement = _insert(w, RegisterYear).values(values)
    w.session.execute(statement.on_conflict_do_nothing(index_elements=["register_id", "year"]))


def _insert(w: Writing, record: Any) -> Any:
    dialect = sqlite if w.session.connection().dialect.name == "sqlite" else postgresql
    return dialect.insert(record)


def void_number(w: Writing, letter_key: str, reason: str) -> None:
    """Marks the number of a letter as voided; it keeps its place and is never given again."""
    taken = w.session.scalars(select(TakenNumber).where(TakenNumber.letter_key == letter_key)).first()
    if taken is not None:
        taken.void_reason = reason
        w.touched(Topic.REGISTERS)


def next_reference(w: Writing, kind: DossierKind, year: int) -> str:
    """The next reference of our own for a dossier of that kind, by the year in which it was received."""
    register = register_for(w, f"{INTERNAL}{kind.code}"[:32], kind.label.vi)
    _row_of_year(w, register.id, year)
    number = w.session.scalar(
        update(RegisterYear)
        .where(RegisterYear.register_id == register.id, RegisterYear.year == year)
        .values(last=RegisterYear.last + 1)
        .returning(RegisterYear.last)
    )
    return kind.reference.format(year=year, number=number)
