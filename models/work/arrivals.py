"""Acts on received papers: register with the next arrival number, change, pass on, link to a dossier, file the scan, void.

The arrival number follows the order in which papers come in, from 01 each year (Nghị định 30/2020/NĐ-CP, Điều 22 khoản 2);
what is registered are the fields of Phụ lục IV, mục VI, with the lengths of Phụ lục VI.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from models import clock
from models.catalogue.lists import items
from models.dates import read_date
from models.draft import Value
from models.errors import OfficeError
from models.reading.arrivals import ArrivalRow, twin_of
from models.reading.registers import ARRIVALS
from models.records import Arrival, Dossier
from models.store.units import Actor, Reading, Store, Topic, Writing
from models.work import indexing
from models.work.cases import dossier_and_delegation
from models.work.numbering import register_for, take_number, void_number
from models.work.people import organisation_for
from models.work.registers import reason_of, short
from models.work.rights import not_his_own, require
from resources.i18n import N_, _

# What a person writes, with its name and how long it may be (Phụ lục VI: tên cơ quan 200, số 11 + ký hiệu 30, trích yếu 500).
TEXTS: dict[str, tuple[str, int]] = {
    "sender": (N_("The sender"), 200),
    "paper_number": (N_("Number and symbol"), 41),
    "subject": (N_("Kind and subject"), 500),
    "receiver": (N_("The receiver"), 200),
    "file_code": (N_("The file's code"), 50),
    "reply_number": (N_("The reply's number"), 50),
    "note": (N_("The remark"), 500),
}
DAYS = ("paper_on", "passed_on", "due_on")
NEEDED = ("sender", "subject")


@dataclass(frozen=True, slots=True)
class Registered:
    """A registered paper. *is_again*: it had been registered under that key before, and nothing was done."""

    arrival_id: int
    number: int
    year: int
    arrived_on: date
    is_again: bool = False


def register_arrival(
    store: Store,
    values: Mapping[str, Any],
    *,
    by: Actor,
    on: date | None = None,
    key: str = "",
    anyway: bool = False,
    dossier_id: int | None = None,
) -> Registered:
    """Registers a paper that arrived on a day (today) under the next arrival number; *key* makes a repeated call harmless.

    *values* are fields of ``TEXTS``, ``DAYS``, ``urgency`` and ``sender_id``. *anyway* registers it although the same paper of
    the same sender is there. Raises OfficeError: "arrival_incomplete", "arrival_known", "text_long", those of ``take_number``.
    """
    require(by, "register_arrival")
    with store.writing(by) as w:
        return register_in(w, values, on or clock.today(), key=key, anyway=anyway, dossier_id=dossier_id)


def register_in(
    w: Writing,
    values: Mapping[str, Any],
    on: date,
    *,
    key: str = "",
    anyway: bool = False,
    dossier_id: int | None = None,
) -> Registered:
    """Part of acts: registers a paper within a unit."""
    known = w.session.scalars(select(Arrival).where(Arrival.key == key)).first() if key else None
    if known is not None:
        return Registered(known.id, known.number, known.year, known.arrived_on, is_again=True)
    clean = _clean(values)
    if missing := [_(TEXTS[n][0]) for n in NEEDED if not clean.get(n)]:
        raise OfficeError("arrival_incomplete", what=", ".join(missing))
    arrival = Arrival(
        key=key or str(uuid4()), arrived_on=on, paper_number="", receiver="", file_code="", reply_number="", note="",
        urgency="normal", made_at=clock.now(), made_by=w.by.name,
    )  # fmt: skip
    _write(w, arrival, clean, values)
    twin = None if anyway else twin_of(w, arrival.sender, arrival.paper_number, arrival.paper_on)
    if twin is not None:
        raise OfficeError(
            "arrival_known", paper=twin.paper_number, sender=twin.sender, number=f"{twin.number:02d}",
            on=f"{twin.arrived_on:%d/%m/%Y}",
        )  # fmt: skip
    taken = take_number(w, register_for(w, ARRIVALS), on, arrival.key)
    arrival.register_id, arrival.year, arrival.number = taken.register_id, taken.year, taken.number
    w.session.add(arrival)
    w.session.flush()
    indexing.keep_entries(w, "arrival", [_entry(arrival)])
    changes = {
        "number": ["", f"{taken.number:02d}"],
        "sender": ["", arrival.sender],
        "subject": ["", arrival.subject],
    }
    w.note("register_arrival", arrival, changes=changes)
    if dossier_id is not None:
        _link(w, arrival, dossier_id)
    w.touched(Topic.REGISTERS)
    return Registered(arrival.id, taken.number, taken.year, on)


def change_arrival(store: Store, arrival_id: int, values: Mapping[str, Any], *, by: Actor) -> None:
    """Changes what is written about a paper; its number and the day of its arrival stay. The journal keeps was and is."""
    require(by, "change_arrival")
    with store.writing(by) as w:
        arrival = _open_arrival(w, arrival_id)
        if changes := _write(w, arrival, _clean(values), values):
            for name in NEEDED:
                if not getattr(arrival, name):
                    raise OfficeError("arrival_incomplete", what=_(TEXTS[name][0]))
            w.session.flush()
            indexing.keep_entries(w, "arrival", [_entry(arrival)])
            w.note("change_arrival", arrival, dossier_id=arrival.dossier_id, changes=changes)
            w.touched(Topic.REGISTERS)


def pass_on(
    store: Store,
    arrival_ids: Sequence[int],
    receiver: str,
    *,
    by: Actor,
    on: date | None = None,
    due_on: date | None = None,
) -> int:
    """Notes to whom papers were passed on and when (today), and gives how many. Without *receiver* each keeps its own.

    Raises OfficeError("receiver_needed", "passed_before_arrival", "date_in_future"); then none was passed on.
    """
    require(by, "pass_on")
    on = on or clock.today()
    if on > clock.today():
        raise OfficeError("date_in_future", on=f"{on:%d/%m/%Y}")
    with store.writing(by) as w:
        for arrival_id in arrival_ids:
            arrival = _open_arrival(w, arrival_id)
            values: dict[str, Any] = {"passed_on": on, "receiver": receiver or arrival.receiver}
            if not values["receiver"].strip():
                raise OfficeError("receiver_needed")
            if due_on is not None:
                values["due_on"] = due_on
            if changes := _write(w, arrival, _clean(values), values):
                w.note("pass_on", arrival, dossier_id=arrival.dossier_id, changes=changes)
        w.touched(Topic.REGISTERS)
    return len(arrival_ids)


def link_arrival(store: Store, arrival_id: int, dossier_id: int | None, *, by: Actor) -> None:
    """Links a paper to the dossier it belongs to, which then carries its arrival number; None takes it off again.

    Raises OfficeError("arrival_linked") when it belongs to another one.
    """
    require(by, "link_arrival")
    with store.writing(by) as w:
        arrival = _open_arrival(w, arrival_id)
        if dossier_id is None:
            _unlink(w, arrival)
        else:
            _link(w, arrival, dossier_id)
        w.touched(Topic.REGISTERS)


def link_lodged(w: Writing, dossier: Dossier) -> None:
    """Part of acts: a dossier was lodged that names an arrival number; its paper is linked when it is the same one."""
    number = _number_in(dossier)
    if number is None or dossier.received_on is None:
        return
    found = w.session.scalars(
        select(Arrival).where(
            Arrival.year == dossier.received_on.year, Arrival.number == number, Arrival.dossier_id.is_(None),
            Arrival.void_reason == "",
        )
    ).first()  # fmt: skip
    if found is not None and (
        found.sender == dossier.requester
        or (found.paper_number and found.paper_number == dossier.received_paper_number)
    ):
        _link(w, found, dossier.id, is_lodging=True)
        w.touched(Topic.REGISTERS)


def attach_scan(store: Store, arrival_id: int, sha256: str, *, by: Actor) -> None:
    """Files the scan of a paper, a PDF whose bytes the vault keeps already (``dossiers.keep_file``).

    Raises OfficeError("scan_not_pdf", "vault_missing").
    """
    require(by, "attach_scan")
    with store.writing(by) as w:
        arrival = _open_arrival(w, arrival_id)
        if not w.vault.get(sha256).startswith(b"%PDF"):
            raise OfficeError("scan_not_pdf")
        was, arrival.scan_sha256 = arrival.scan_sha256, sha256
        w.note("attach_scan", arrival, dossier_id=arrival.dossier_id, changes={"sha256": [was, sha256]})
        w.touched(Topic.REGISTERS)


def void_arrival(store: Store, arrival_id: int, reason: str, *, by: Actor) -> None:
    """Voids an arrival number with a reason; it keeps its place and is never given again. A dossier lets go of it."""
    require(by, "void_arrival")
    reason = reason_of(reason, "void_arrival")
    with store.writing(by) as w:
        arrival = _open_arrival(w, arrival_id)
        if arrival.dossier_id is not None:
            _unlink(w, arrival)
        arrival.void_reason = reason
        void_number(w, arrival.key, reason)
        w.note("void_arrival", arrival, changes={"number": [f"{arrival.number:02d}", ""]}, reason=reason)
        w.touched(Topic.REGISTERS)


def draft_values(row: ArrivalRow) -> dict[str, Value]:
    """What a new dossier takes over from a received paper."""
    return {
        "requester": row.sender, "requester_id": row.sender_id, "received_paper_number": row.paper_number,
        "received_paper_on": row.paper_on.isoformat() if row.paper_on else None, "arrival_number": f"{row.number:02d}",
        "received_on": row.arrived_on.isoformat(), "urgency": row.urgency,
    }  # fmt: skip


def values_of_dossier(read: Reading, dossier_id: int) -> dict[str, Any]:
    """What a received paper takes over from the dossier that was lodged with it. Raises OfficeError("gone")."""
    dossier, delegation = dossier_and_delegation(read, dossier_id)
    return {
        "sender": dossier.requester, "sender_id": dossier.requester_id, "paper_number": dossier.received_paper_number,
        "paper_on": dossier.received_paper_on, "subject": delegation.title, "urgency": dossier.urgency,
    }  # fmt: skip


# --- how it is written ------------------------------------------------------------------------------------------------------


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Raises OfficeError("text_long", "date_wrong", "not_a_choice")."""
    out: dict[str, Any] = {}
    for name, (label, most) in TEXTS.items():
        if name in values:
            out[name] = short(str(values[name] or ""), _(label), most)
    for name in DAYS:
        if name in values:
            out[name] = _day(values[name])
    if "urgency" in values:
        out["urgency"] = values["urgency"] or "normal"
        if out["urgency"] not in items("urgencies"):
            raise OfficeError("not_a_choice", text=out["urgency"])
    return out


def _day(value: object) -> date | None:
    if value is None or value == "" or isinstance(value, date):
        return value or None  # pyright: ignore[reportReturnType]
    text = str(value)
    try:
        return date.fromisoformat(text)
    except ValueError:
        found = read_date(text)
        if found is None:
            raise OfficeError("not_a_date", text=text[:40]) from None
        return found


def _write(
    w: Writing, arrival: Arrival, clean: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, list[Any]]:
    """Writes the values over a row and gives what changed, after looking whether the days fit each other."""
    changes: dict[str, list[Any]] = {}
    for name, value in clean.items():
        was = getattr(arrival, name)
        if was != value:
            changes[name] = [was, value]
            setattr(arrival, name, value)
    if "sender" in changes:
        given = values.get("sender_id")
        with w.session.no_autoflush:
            body = organisation_for(w, arrival.sender, given if isinstance(given, int) else None)
        arrival.sender_id = body.id if body else None
    on = arrival.arrived_on
    for name, code in (("passed_on", "passed_before_arrival"), ("due_on", "due_before_arrival")):
        day = getattr(arrival, name)
        if name in changes and day is not None and day < on:
            raise OfficeError(code, on=f"{day:%d/%m/%Y}", arrived_on=f"{on:%d/%m/%Y}")
    if "paper_on" in changes and arrival.paper_on is not None and arrival.paper_on > on:
        raise OfficeError(
            "paper_before", paper_on=f"{arrival.paper_on:%d/%m/%Y}", arrived_on=f"{on:%d/%m/%Y}"
        )
    return changes


def _open_arrival(w: Writing, arrival_id: int) -> Arrival:
    arrival = w.session.get(Arrival, arrival_id, with_for_update=True)
    if arrival is None:
        raise OfficeError("gone")
    if arrival.void_reason:
        raise OfficeError("arrival_is_void", number=f"{arrival.number:02d}")
    return arrival


def _link(w: Writing, arrival: Arrival, dossier_id: int, *, is_lodging: bool = False) -> None:
    dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True)
    if not is_lodging:
        not_his_own(w, delegation.id, w.by)
    if arrival.dossier_id == dossier.id:
        return
    if arrival.dossier_id is not None:
        other, _delegation = dossier_and_delegation(w, arrival.dossier_id)
        raise OfficeError("arrival_linked", number=f"{arrival.number:02d}", reference=other.reference)
    arrival.dossier_id = dossier.id
    is_its_paper = dossier.received_paper_number == arrival.paper_number
    if not dossier.arrival_number or (is_its_paper and _number_in(dossier) != arrival.number):
        _number_of_dossier(w, dossier, f"{arrival.number:02d}")
    w.note("link_arrival", arrival, dossier_id=dossier.id, changes={"dossier": ["", dossier.reference]})


def _unlink(w: Writing, arrival: Arrival) -> None:
    if arrival.dossier_id is None:
        return
    dossier, delegation = dossier_and_delegation(w, arrival.dossier_id, lock=True)
    not_his_own(w, delegation.id, w.by)
    arrival.dossier_id = None
    if _number_in(dossier) == arrival.number:
        _number_of_dossier(w, dossier, "")
    w.note("link_arrival", arrival, dossier_id=dossier.id, changes={"dossier": [dossier.reference, ""]})


def _number_in(dossier: Dossier) -> int | None:
    """The arrival number that a dossier names; None where something else stands there."""
    written = dossier.arrival_number.strip()
    return int(written) if written.isdecimal() and written.isascii() else None


def _number_of_dossier(w: Writing, dossier: Dossier, number: str) -> None:
    """Writes an arrival number into a dossier as a change of its content, so that a form that is open elsewhere merges it."""
    was, version = dossier.arrival_number, dossier.version
    if was == number:
        return
    dossier.arrival_number = number
    w.session.flush()
    w.note(
        "amend", dossier, dossier_id=dossier.id,
        changes={"arrival_number": [was, number], "version": [version, dossier.version]},
    )  # fmt: skip


def _entry(arrival: Arrival) -> dict[str, Any]:
    """What search finds a received paper by: its number, its sender, the paper's own number, its subject."""
    number = f"{arrival.number:02d}"
    title = " ".join(x for x in (number, arrival.paper_number) if x)
    parts = [number, arrival.paper_number, arrival.sender, arrival.subject, arrival.receiver]
    return {
        "key": arrival.id,
        "title": title,
        "detail": f"{arrival.sender} · {arrival.subject}",
        "folded": indexing.folded(parts),
    }
