"""Register books put together from the store, as they print: of sent papers and of received ones, with covers and closing pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models import clock, settings
from models.catalogue.register_books import books, word
from models.catalogue.workflows import workflows
from models.errors import OfficeError
from models.exchange.arrival_papers import Slip, Stamp
from models.exchange.register_book import Book, Cover, Signer, pdf_of_book
from models.letters.facts import OfficeProfile
from models.letters.vietnamese import official_date
from models.reading.arrivals import ArrivalRow, arrivals_in
from models.reading.registers import (
    ARRIVALS,
    RegisterInfo,
    RegisterLine,
    gaps,
    journal_end,
    register_book,
    register_info,
    registers,
)
from models.store.units import Reading
from models.table import Cell, Column, Table

_NAMED = 40  # so many voided or reserved numbers are named on the closing page one by one


@dataclass(frozen=True, slots=True)
class Shut:
    """How a book is being closed: the day, and why before the end of its year ("" at the end)."""

    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The rows of a book with what its closing page counts, whichever papers it lists."""

    form: str
    rows: Sequence[tuple[Cell, ...]]
    lines: Sequence[RegisterLine]


def day_text(on: date) -> str:
    """A day as books write it."""
    return f"{on:%d/%m/%Y}"


def sent_content(lines: Sequence[RegisterLine]) -> Content:
    """The ten columns of the book of sent papers."""
    rows: list[tuple[Cell, ...]] = [
        (x.number_text, x.issued_on, x.type_and_subject, x.signatory, x.recipients, x.keeper, x.copies or None, x.sent_on, "", x.note)
        for x in lines
    ]  # fmt: skip
    return Content("sent", rows, lines)


def received_content(lines: Sequence[RegisterLine], papers: Sequence[ArrivalRow]) -> Content:
    """The ten columns of the book of received papers."""
    paper_of = {p.number: p for p in papers}
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        number, p = f"{line.number:02d}", paper_of.get(line.number)
        if p is None:
            rows.append((line.issued_on, line.number_text, "", "", None, "", "", None, "", line.note))
            continue
        note = "; ".join(x for x in (line.note, p.note) if x)
        rows.append(
            (p.arrived_on, number, p.sender, p.paper_number, p.paper_on, p.subject, p.receiver, p.passed_on, "", note)
        )  # fmt: skip
    return Content("received", rows, lines)


def content_of(
    read: Reading, info: RegisterInfo, *, from_on: date | None = None, to_on: date | None = None
) -> Content:
    """What stands in a register in its year, or in some days of it."""
    lines = register_book(read, info.id, info.year, from_on=from_on, to_on=to_on)
    if info.code != ARRIVALS:
        return sent_content(lines)
    return received_content(lines, arrivals_in(read, info.id, info.year, from_on=from_on, to_on=to_on))


def book_pdf(
    read: Reading, register_id: int, year: int, *, who: str, day: date | None = None, shut: Shut | None = None
) -> bytes:
    """A register of one year as a book with cover and closing page, or the page of one *day*. *who* prints it.

    A closed book prints as ``closing.closed_pdf`` keeps it. Raises OfficeError("gone").
    """
    info = register_info(read, register_id, year)
    if info is None:
        raise OfficeError("gone")
    content = content_of(read, info, from_on=day, to_on=day)
    return pdf_of_book(composed(read, info, content, who=who, day=day, shut=shut))


def composed(
    read: Reading,
    info: RegisterInfo,
    content: Content,
    *,
    who: str,
    day: date | None = None,
    shut: Shut | None = None,
) -> Book:
    """The book as it will be printed."""
    values = settings.office_settings(read, shut.on if shut else None)
    office = settings.profile_of(values)
    form = books()[content.form]
    head = Cover(
        tuple(values["governing_body"]),
        office.signing.issuer,
        form.title,
        "" if info.code in {ARRIVALS, "general"} else info.name,
        (word("one_day", day=day_text(day)),) if day else cover_lines(info, content.lines),
        "" if day else word("first_volume"),
    )
    table = Table(" ".join(form.title), tuple(Column(*c) for c in form.columns), content.rows)
    closing = _day_closing(content.lines) if day else _closing(read, info, content.lines, shut)
    return Book(
        None if day else head, head, table, closing, "" if day else word("closing_title"), signers(office, who, day is None)
    )  # fmt: skip


def handling_pdf(read: Reading, year: int, *, who: str) -> bytes:
    """The book in which the handling of received papers is followed (Phụ lục IV, mục VIII)."""
    info = next((r for r in registers(read, year) if r.code == ARRIVALS), None)
    papers = arrivals_in(read, info.id, year) if info else ()
    if info is None or not papers:
        raise OfficeError("register_empty_year", year=year)
    today = clock.today()
    rows: list[tuple[Cell, ...]] = [
        (f"{p.number:02d}", paper_words(p), p.receiver, p.due_on, progress(p, today), p.reply, _handling_note(p))
        for p in papers
    ]  # fmt: skip
    lines = register_book(read, info.id, year)
    book = composed(read, info, Content("handling", rows, lines), who=who)
    without = book.head.lines[:2]  # the model's cover has no numbers
    head = replace(book.head, lines=without)
    closing = (word("printed", day=day_text(today)),)
    return pdf_of_book(replace(book, cover=head, head=head, closing=closing, closing_title=""))


def posted_pdf(read: Reading, register_id: int, year: int, *, who: str, day: date) -> bytes:
    """The page of a day in the book of papers sent by post (Phụ lục IV, mục III); envelopes and the post's mark are for the hand.

    Raises OfficeError("gone", "nothing_sent").
    """
    info = register_info(read, register_id, year)
    if info is None:
        raise OfficeError("gone")
    lines = [x for x in register_book(read, register_id, year, from_on=day, to_on=day) if x.sent_on]
    if not lines:
        raise OfficeError("nothing_sent", on=day_text(day))
    rows: list[tuple[Cell, ...]] = [(x.sent_on, x.number_text, x.recipients, "", "", x.note) for x in lines]
    book = composed(read, info, Content("posted", rows, lines), who=who, day=day)
    return pdf_of_book(replace(book, closing=()))


def paper_words(p: ArrivalRow) -> str:
    """A received paper as "kind and subject, number, day, sender"."""
    of = word("paper_of", sender=p.sender)
    number = word("paper_number", number=p.paper_number) if p.paper_number else ""
    day = word("paper_day", day=day_text(p.paper_on)) if p.paper_on else ""
    return ", ".join(x for x in (p.subject, number, " ".join(x for x in (day, of) if x)) if x)


def progress(p: ArrivalRow, today: date) -> str:
    """How far the handling of a paper has come, as the book says it."""
    if p.void_reason:
        return ""
    if p.dossier_state and not p.reply_number:
        state = workflows()[p.workflow].states[p.dossier_state].label.vi
        return f"{state} ({p.reference})" + (f"; {word('overdue')}" if p.is_overdue(today) else "")
    if p.is_done:
        return word("done")
    sort = "overdue" if p.is_overdue(today) else "passed_on" if p.passed_on else "not_passed_on"
    return word(sort)


def _handling_note(p: ArrivalRow) -> str:
    return "; ".join(x for x in (word("voided", reason=p.void_reason) if p.void_reason else "", p.note) if x)


def cover_lines(info: RegisterInfo, lines: Sequence[RegisterLine]) -> tuple[str, ...]:
    """Year, days and numbers of a cover; dots to fill in where nothing is known yet."""
    dots = "........"
    first, last = (lines[0], lines[-1]) if lines else (None, None)
    days = sorted(x.issued_on for x in lines)
    return (
        word("year", year=info.year),
        word("days", first=day_text(days[0]) if days else dots, last=day_text(days[-1]) if days else dots),
        word("numbers", first=first.number_text.split("/")[0].split("-")[0] if first else dots,
             last=f"{last.number:02d}" if last else dots),
    )  # fmt: skip


def signers(office: OfficeProfile, who: str, with_head: bool) -> tuple[Signer, ...]:
    """Who signs at the end: the clerk, and the head of the office under a whole book."""
    clerk = Signer((word("clerk"),), word("sign"), who)
    if not with_head:
        return (clerk,)
    return (clerk, Signer(office.signing.capacity, word("stamp"), office.signing.name))


def _day_closing(lines: Sequence[RegisterLine]) -> tuple[str, ...]:
    return (word("given_on_day", given=len(lines)), _voided(lines))


def _voided(lines: Sequence[RegisterLine]) -> str:
    return _some("voided", [x for x in lines if x.state == "void"])


def _some(sort: str, lines: Sequence[RegisterLine]) -> str:
    """The numbers of one sort with their remarks; beyond forty they are named without."""
    if not lines:
        return word(f"none_{sort}") if sort == "voided" else ""
    named = len(lines) <= _NAMED
    which = [
        word(f"one_{sort}", number=f"{x.number:02d}", reason=_bare(x), why=x.type_and_subject, day=day_text(x.issued_on))
        if named
        else f"{x.number:02d}"
        for x in lines
    ]  # fmt: skip
    return word(f"some_{sort}", n=len(lines), which="; ".join(which))


def _bare(line: RegisterLine) -> str:
    """The reason alone, without the word that stands before it in the column of remarks."""
    return line.note.partition(": ")[2]


def _closing(
    read: Reading, info: RegisterInfo, lines: Sequence[RegisterLine], shut: Shut | None
) -> tuple[str, ...]:
    said: list[str] = []
    own = [x for x in lines if x.state != "paper"]
    if paper := next((x for x in lines if x.state == "paper"), None):
        said.append(word("beginning_on_paper", last=f"{paper.number:02d}"))
    if own:
        days = sorted(x.issued_on for x in own)
        said.append(
            word("given", given=len(own), first=f"{own[0].number:02d}", last=f"{own[-1].number:02d}",
                 from_on=day_text(days[0]), to_on=day_text(days[-1]))
        )  # fmt: skip
    else:
        said.append(word("none_given"))
    said += [_voided(lines), _some("reserved", [x for x in lines if x.state == "reserved"])]
    if not info.is_external and (missing := gaps(lines)):
        said.append(word("gaps", which=", ".join(f"{n:02d}" for n in missing)))
    if shut is None and info.closed_on is not None:
        said.append(word("closed", day=day_text(info.closed_on), year=info.year))
    elif shut is None:
        said.append(word("still_open", day=day_text(clock.today())))
    else:
        said.append(word("closed", day=day_text(shut.on), year=info.year))
        if shut.reason:
            said.append(word("closed_early", reason=shut.reason))
    if end := journal_end(read):
        said.append(word("anchor", entry=end.entry, hash=end.hash))
    return tuple(x for x in said if x)


def stamp_of(read: Reading, row: ArrivalRow) -> Stamp:
    """The stamp of a received paper."""
    office = settings.profile_of(settings.office_settings(read, row.arrived_on), row.arrived_on)
    return Stamp(
        office.signing.issuer, f"{row.number:02d}", day_text(row.arrived_on), row.receiver, row.file_code
    )


def slip_of(read: Reading, row: ArrivalRow) -> Slip:
    """The slip for the handling of a received paper."""
    office = settings.profile_of(settings.office_settings(read, row.arrived_on), row.arrived_on)
    place = ", ".join(x for x in (office.place, official_date(row.arrived_on)) if x)
    due = day_text(row.due_on) if row.due_on else ""
    arrival = word("slip_arrival", number=f"{row.number:02d}", day=day_text(row.arrived_on))
    return Slip(office.signing.issuer, place, f"({paper_words(row)})", arrival, row.receiver, due)
