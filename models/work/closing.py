"""Closing a register at the end of its year: nothing is numbered in it afterwards, and its book is kept as it was printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models import clock
from models.errors import OfficeError
from models.exchange.register_book import pdf_of_book
from models.reading.registers import (
    RegisterInfo,
    closed_book,
    gaps,
    register_info,
)
from models.records import Register, RegisterClosing
from models.store.units import Actor, Reading, Store, Topic
from models.work.books import Content, Shut, composed, content_of
from models.work.numbering import lock_year, not_closed
from models.work.registers import reason_of
from models.work.rights import require

_TRIES = 3  # somebody may take a number while the pages are being drawn


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed register: the last number, how many were given, how many of them voided, and its kept pages."""

    register_id: int
    year: int
    last: int
    given: int
    voided: int
    closed_on: date
    pdf_sha256: str


def close_register(store: Store, register_id: int, year: int, *, by: Actor, reason: str = "") -> Closed:
    """Closes a register of a year and keeps its book. *reason* is needed before 31 December.

    Raises OfficeError: "register_closed", "register_empty", "register_has_reserved", "register_has_gaps",
    "close_early_reason", "register_moving".
    """
    require(by, "close_register")
    today = clock.today()
    if today < date(year, 12, 31):
        if not reason.strip():
            raise OfficeError("close_early_reason", year=year)
        reason = reason_of(reason, "close_register")
    else:
        reason = ""
    shut = Shut(today, reason)
    name = ""
    for _n in range(_TRIES):
        # The pages are drawn before the register is locked, so that nobody waits for a thick book.
        with store.reading() as read:
            info, content = _closable(read, register_id, year)
            book = composed(read, info, content, who=by.name, shut=shut)
        name = info.name
        closed = _keep(store, info, content, pdf_of_book(book), shut, by)
        if closed is not None:
            return closed
    raise OfficeError("register_moving", register=name)


def _closable(read: Reading, register_id: int, year: int) -> tuple[RegisterInfo, Content]:
    info = register_info(read, register_id, year)
    if info is None:
        raise OfficeError("gone")
    not_closed(read, register_id, year)
    content = content_of(read, info)
    lines = content.lines
    if not lines:
        raise OfficeError("register_empty", register=info.name, year=year)
    reserved = [x.number for x in lines if x.state == "reserved"]
    if reserved:
        raise OfficeError("register_has_reserved", register=info.name, year=year, numbers=_numbers(reserved))
    if not info.is_external and (missing := gaps(lines)):
        raise OfficeError("register_has_gaps", register=info.name, year=year, numbers=_numbers(missing))
    return info, content


def _numbers(numbers: list[int]) -> str:
    return ", ".join(f"{n:02d}" for n in numbers[:12]) + ("…" if len(numbers) > 12 else "")


def _keep(
    store: Store, info: RegisterInfo, content: Content, pdf: bytes, shut: Shut, by: Actor
) -> Closed | None:
    """Closes when the register still is as it was printed; None when somebody changed it meanwhile."""
    with store.writing(by) as w:
        lock_year(w, info.id, info.year)
        if content_of(w, info) != content:
            return None
        lines = content.lines
        numbers = [x for x in lines if x.state != "paper"]
        row = RegisterClosing(
            register_id=info.id, year=info.year, last=lines[-1].number, given=len(numbers),
            voided=sum(x.state == "void" for x in lines), closed_on=shut.on, closed_at=clock.now(), closed_by=by.name,
            pdf_sha256=w.vault.put(pdf),
        )  # fmt: skip
        w.session.add(row)
        w.session.flush()
        w.note(
            "close_register",
            w.session.get(Register, info.id),
            changes={"year": [None, info.year], "last": [None, row.last], "pdf_sha256": ["", row.pdf_sha256]},
            reason=shut.reason,
        )
        w.touched(Topic.REGISTERS)
        return Closed(info.id, info.year, row.last, row.given, row.voided, row.closed_on, row.pdf_sha256)


def closed_pdf(read: Reading, register_id: int, year: int) -> bytes:
    """The book as it was closed, byte for byte. Raises OfficeError("not_closed_yet", "vault_missing", "vault_damaged")."""
    kept = closed_book(read, register_id, year)
    if kept is None:
        info = register_info(read, register_id, year)
        raise OfficeError("not_closed_yet", register=info.name if info else "", year=year)
    return read.vault.get(kept.pdf_sha256)
