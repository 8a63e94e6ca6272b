"""Acts on registers: begin in the middle of a year, set numbers aside and let them go, say which letters count where.

Closing a year stands in ``models.work.closing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import select

from models import clock
from models.catalogue.letter_kinds import letter_kinds
from models.catalogue.lists import items
from models.errors import OfficeError
from models.reading.registers import ARRIVALS, RegisterInfo, register_info
from models.records import PAPER_BOOK, RESERVED, Register, TakenNumber
from models.settings import COMMITTEE, office_settings
from models.store.units import Actor, Store, Topic, Writing
from models.text import squeeze, tokens
from models.work.numbering import lock_year, raised, register_for
from models.work.office import save_register, set_settings
from models.work.rights import name_of, require

LONGEST = 500  # characters of a reason, as of a subject (Nghị định 30/2020/NĐ-CP, Phụ lục VI)
_HIGHEST = 99_999


@dataclass(frozen=True, slots=True)
class Reserved:
    """A number that was set aside, with the day it counts for."""

    id: int
    register_id: int
    number: int
    on: date


def short(text: str, what: str, most: int = LONGEST) -> str:
    """One line of at most *most* characters; *what* names it. Raises OfficeError("text_long")."""
    line = squeeze(text)
    if len(line) > most:
        raise OfficeError("text_long", what=what, count=f"{len(line):,}".replace(",", "."), most=most)
    return line


def reason_of(reason: str, act: str) -> str:
    """The reason of an act as it is kept. Raises OfficeError("reason_needed" or "text_long")."""
    line = short(reason, name_of(act))
    if not line:
        raise OfficeError("reason_needed", act=name_of(act))
    return line


def reserve_number(
    store: Store, register_id: int, why: str, *, by: Actor, on: date | None = None, key: str = ""
) -> Reserved:
    """Sets the next number of a register aside on a day (today) for a letter to come; *key* makes a repeated call harmless.

    The number counts as given that day: the letter that gets it later carries that day. Raises OfficeError.
    """
    require(by, "reserve_number")
    why, on = reason_of(why, "reserve_number"), on or clock.today()
    with store.writing(by) as w:
        key = f"{RESERVED}{key or uuid4()}"
        known = w.session.scalars(select(TakenNumber).where(TakenNumber.letter_key == key)).first()
        if known is not None:
            return Reserved(known.id, known.register_id, known.number, known.taken_on)
        register = _register(w, register_id)
        if register.is_external:
            raise OfficeError("reserve_not_ours", register=register.name)
        if on > clock.today():
            raise OfficeError("date_in_future", on=f"{on:%d/%m/%Y}")
        number = raised(w, register.id, on)
        row = TakenNumber(
            register_id=register.id, year=on.year, number=number, taken_on=on, letter_key=key, reserved_for=why,
            reserved_by=by.name,
        )  # fmt: skip
        w.session.add(row)
        w.session.flush()
        w.note(
            "reserve_number", register, changes={"number": ["", number], "taken_on": [None, on]}, reason=why
        )
        w.touched(Topic.REGISTERS)
        return Reserved(row.id, register.id, number, on)


def release_number(store: Store, reserved_id: int, reason: str, *, by: Actor) -> None:
    """Voids a number that was set aside and is not needed; it keeps its place with the reason and is never given again.

    Raises OfficeError("reserved_gone") when it was used or released meanwhile.
    """
    require(by, "release_number")
    reason = reason_of(reason, "release_number")
    with store.writing(by) as w:
        row = w.session.get(TakenNumber, reserved_id, with_for_update=True)
        if row is None or row.void_reason or not row.letter_key.startswith(RESERVED):
            raise OfficeError("reserved_gone")
        row.void_reason = reason
        w.note(
            "release_number",
            _register(w, row.register_id),
            changes={"number": [row.number, ""]},
            reason=reason,
        )
        w.touched(Topic.REGISTERS)


def begin_register(store: Store, register_id: int, last: int, on: date, *, by: Actor) -> None:
    """Says how far the book on paper came in the year of *on*, the day of its number *last*; ours goes on from there.

    Once per register and year, before the first number given here. Raises OfficeError.
    """
    require(by, "begin_register")
    if not 0 < last <= _HIGHEST:
        raise OfficeError("number_wrong", number=last)
    if on > clock.today():
        raise OfficeError("date_in_future", on=f"{on:%d/%m/%Y}")
    with store.writing(by) as w:
        register = _register(w, register_id)
        if register.is_external:
            raise OfficeError("reserve_not_ours", register=register.name)
        row = lock_year(w, register.id, on.year)
        if row.last:
            raise OfficeError("register_begun", register=register.name, year=on.year, last=f"{row.last:02d}")
        row.last, row.last_on = last, on
        w.session.add(
            TakenNumber(
                register_id=register.id,
                year=on.year,
                number=last,
                taken_on=on,
                letter_key=f"{PAPER_BOOK}{register.id}:{on.year}",
            )
        )
        w.session.flush()
        w.note("begin_register", register, changes={"number": ["", last], "taken_on": [None, on]})
        w.touched(Topic.REGISTERS)


def arrivals_register(store: Store, *, by: Actor) -> RegisterInfo:
    """The register of received papers as it stands this year, made when no paper has come yet."""
    require(by, "begin_register")
    with store.writing(by) as w:
        made = register_for(w, ARRIVALS).id
    with store.reading() as read:
        found = register_info(read, made, clock.today().year)
    if found is None:
        raise OfficeError("gone")
    return found


def add_register(store: Store, name: str, *, by: Actor, is_external: bool = False) -> int:
    """Adds a series under a code made from its name, and gives its id. Raises OfficeError("name_missing", "register_known")."""
    name = short(name, name_of("save_register"), 200)
    code = "-".join(tokens(name))[:31].strip("-")
    return save_register(store, code, name, by=by, is_external=is_external)


def rename_register(store: Store, register_id: int, name: str, *, by: Actor) -> None:
    """Gives a register another name; its numbers stay."""
    require(by, "save_register")
    name = short(name, name_of("save_register"), 200)
    with store.reading() as read:
        register = read.session.get(Register, register_id)
        if register is None:
            raise OfficeError("gone")
        code = register.code
    save_register(store, code, name, by=by, register_id=register_id)


def assign_registers(store: Store, registers: Mapping[str, str], *, by: Actor) -> None:
    """Says from today on which kinds of letter count in which register: codes of registers of our own by code of kind.

    Kinds that are not named count where they are shipped to count. Raises OfficeError("series_unknown").
    """
    require(by, "set_setting")
    kinds = letter_kinds()
    wanted = {
        kind: code
        for kind, code in registers.items()
        if kinds[kind].register and code != kinds[kind].register
    }
    with store.reading() as read:
        own = set(read.session.scalars(select(Register.code).where(~Register.is_external)))
        now = office_settings(read)["letter_registers"]
    own |= {code for code in items("registers") if not code.startswith(COMMITTEE)}
    for code in wanted.values():
        if code not in own:
            raise OfficeError("series_unknown", series=code)
    if wanted != now:
        set_settings(store, {"letter_registers": wanted}, by=by)


def _register(w: Writing, register_id: int) -> Register:
    register = w.session.get(Register, register_id)
    if register is None:
        raise OfficeError("gone")
    return register
