"""Official numbers: one row per register and year, raised in the same unit that makes the letter, so nothing is lost or doubled.

From 01 on 1 January to the last on 31 December; no date before the last one's (Nghị định 30/2020/NĐ-CP, Điều 15). A number
that was given stays given: a voided one keeps its place with the reason. Asking again for the same letter gives the same
number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models import clock
from models.catalogue.kinds import DossierKind
from models.catalogue.lists import items
from models.errors import OfficeError
from models.reading.registers import INTERNAL
from models.records import Register, RegisterYear, TakenNumber
from models.store.units import Topic, Writing

_HIGHEST = 99_999  # what still is a number of a letter; more is a slip of the hand


@dataclass(frozen=True, slots=True)
class Taken:
    """A number of a register. *is_again*: the letter had it already."""

    register_id: int
    year: int
    number: int
    taken_on: date
    is_again: bool = False


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
    w: Writing, register: Register, on: date, letter_key: str, number: int | None = None
) -> Taken:
    """The next number of a register on a day, for one letter; within the unit that issues it.

    In an external register *number* is the one the other body gave and is only checked. Raises OfficeError: "number_needed",
    "number_not_ours", "number_taken", "number_wrong", "date_before_last", "date_in_future".
    """
    given = w.session.scalars(select(TakenNumber).where(TakenNumber.letter_key == letter_key)).first()
    if given is not None:
        return Taken(given.register_id, given.year, given.number, given.taken_on, is_again=True)
    if on > clock.today():
        raise OfficeError("date_in_future", on=f"{on:%d/%m/%Y}")
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


def _external(w: Writing, register: Register, on: date, number: int | None) -> int:
    if number is None:
        raise OfficeError("number_needed", register=register.name)
    if not 0 < number <= _HIGHEST:
        raise OfficeError("number_wrong", number=number)
    _row_of_year(w, register.id, on.year)
    raised_to = update(RegisterYear).where(
        RegisterYear.register_id == register.id, RegisterYear.year == on.year
    )
    w.session.execute(raised_to.where(RegisterYear.last < number).values(last=number, last_on=on))
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
    _row_of_year(w, register_id, on.year)
    number = w.session.scalar(
        update(RegisterYear)
        .where(
            RegisterYear.register_id == register_id,
            RegisterYear.year == on.year,
            or_(RegisterYear.last_on.is_(None), RegisterYear.last_on <= on),
        )
        .values(last=RegisterYear.last + 1, last_on=on)
        .returning(RegisterYear.last)
    )
    if number is None:
        last_on = w.session.scalar(
            select(RegisterYear.last_on).where(
                RegisterYear.register_id == register_id, RegisterYear.year == on.year
            )
        )
        raise OfficeError("date_before_last", on=f"{on:%d/%m/%Y}", last=f"{last_on:%d/%m/%Y}")
    return number


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
