"""What the printer is given: the figures for a signed sheet, the set of papers of a letter, a batch with its control list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from models import clock, settings
from models.clock import VIETNAM
from models.errors import OfficeError
from models.exchange import envelope
from models.exchange.control_list import ControlLine, control_list
from models.exchange.print_set import Choice, Part, joined, kept_copies, members_list
from models.letters.content import LetterContent, LetterNumber
from models.letters.fonts import faces
from models.letters.layout import LAYOUT_VERSION
from models.letters.overprinting import overprint_pages
from models.letters.rendering import overprint, render_together
from models.letters.wording import phrase
from models.reading.letters import LETTERS, LetterRow, letter_row
from models.records import JournalEntry
from models.scanning.pictures import page_count
from models.store.units import Actor, Reading, Store
from models.work.facts import facts_of_dossier
from models.work.letters import LAYOUT, mark_printed, preview
from models.work.rights import require

ANNEX = "Phụ lục"
MEMBERS = "DANH SÁCH THÀNH VIÊN ĐOÀN"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the signed paper that takes figures: its page in the whole paper (from 0), its place as the clerk finds it."""

    page: int
    annex: str  # "Phụ lục II" for the first page of an annex, "" for the letter itself


@dataclass(frozen=True, slots=True)
class Overprint:
    """Number and date alone, for the paper that was signed without them. *pdf* has the figured pages only, in order."""

    letter_id: int
    number: str
    pdf: bytes
    sheets: tuple[Sheet, ...]
    places: tuple[tuple[float, float], ...]
    """Where the figures of the first sheet begin: points from the left and from the top, on the baseline."""


def overprint_of(read: Reading, letter_id: int) -> Overprint:
    """The figures for an issued letter that was printed for signature.

    Raises OfficeError when it is void or not issued, has no number, was never printed, or was printed for another year.
    """
    row = _there(letter_row(read, letter_id))
    if row.state == "void":
        raise OfficeError("letter_is_void")
    if row.state != "issued" or row.issued_on is None:
        raise OfficeError("letter_not_issued")
    content = preview(read, letter_id).content
    if content is None or content.number is None or content.number.number is None:
        raise OfficeError("overprint_no_number")
    printed = printed_for_signature(read, row)
    if printed is None:
        raise OfficeError("overprint_not_printed", number=row.number)
    printed_on, layout = printed
    if layout != LAYOUT_VERSION:
        raise OfficeError("overprint_other_layout", number=row.number)
    if printed_on.year != row.issued_on.year:
        raise OfficeError("overprint_other_year", number=row.number, year=printed_on.year)
    blank = LetterNumber(None, content.number.symbol)
    signed = replace(content, number=blank, issued_on=None, issued_year=printed_on.year)
    return _figures(row, signed, content.number.number, row.issued_on)


def _figures(row: LetterRow, signed: LetterContent, number: int, on: date) -> Overprint:
    pages = overprint_pages(signed, number, on, faces())
    heads = iter(f"{ANNEX} {a.numeral}" if a.numeral else ANNEX for a in signed.annexes if a.attached_to)
    sheets: list[Sheet] = []
    for n, page in enumerate(pages):
        if page.placed:
            sheets.append(Sheet(n, next(heads, "") if sheets else ""))
    first = pages[sheets[0].page]
    places = tuple((w.x, at + w.y) for at, slab in first.placed for w in slab.words)
    whole = overprint(signed, number, on)
    return Overprint(row.id, row.number, joined([whole], [s.page for s in sheets]), tuple(sheets), places)


def printed_for_signature(read: Reading, row: LetterRow) -> tuple[date, int] | None:
    """When the sheets went out that were signed, and by which version of the layout; None for a letter that was issued without
    having been printed."""
    journal = JournalEntry.__table__.c
    newest = (
        select(journal.act, journal.at, journal.changes)
        .where(journal.about == "letter", journal.about_id == row.id)
        .where(journal.act.in_(("print_letter", "revise_letter", "prepare_letter")))
        .order_by(journal.id.desc())
        .limit(1)
    )
    if row.dossier_id is not None:
        newest = newest.where(journal.dossier_id == row.dossier_id)
    found: Any = read.session.connection().execute(newest).first()
    if found is None or found.act != "print_letter":
        return None
    changes: dict[str, list[Any]] = found.changes or {}
    layout: int = changes.get(LAYOUT, [None, 1])[1]  # the first version did not note itself
    return found.at.astimezone(VIETNAM).date(), layout


# The set of papers of one letter.


@dataclass(frozen=True, slots=True)
class PrintSet:
    """What can be printed for a letter: its pages, who receives it, the members where it has a dossier with some."""

    letter_id: int
    kind: str
    title: str
    number: str
    pdf: bytes
    pages: int
    content: LetterContent
    receivers: tuple[str, ...]
    members: bytes  # the list of members on pages of its own; empty where there is no such list
    members_pages: int
    contact: tuple[str, ...]
    choice: Choice  # as the letter itself suggests it

    def paper(self, choice: Choice, receivers: Sequence[str]) -> int:
        """How many sheets that takes, printed on one side, envelopes included."""
        pages = self.pages + (self.members_pages if choice.with_members else 0)
        return choice.copies * pages + (len(receivers) if choice.envelope else 0)

    def parts(self, choice: Choice, receivers: Sequence[str]) -> tuple[Part, ...]:
        """The PDFs with their copies; envelopes come last, because they are another paper."""
        found = [Part(self.title, self.pdf, choice.copies)] if choice.copies else []
        if choice.with_members and self.members and choice.copies:
            found.append(Part(MEMBERS, self.members, choice.copies))
        if choice.envelope and receivers:
            made = envelope.envelopes_of(self.content, receivers, self.contact)
            found.append(Part("Bì văn bản", envelope.document(made, choice.envelope)))
        return tuple(found)


def print_set_of(read: Reading, letter_id: int) -> PrintSet:
    """What can be printed for a printed or issued letter. Raises OfficeError when it is a draft or void, or gone."""
    row = _there(letter_row(read, letter_id))
    if row.state == "void":
        raise OfficeError("letter_is_void")
    seen = preview(read, letter_id)
    if not row.pdf_sha256 or seen.content is None:
        raise OfficeError("print_set_draft")
    names = envelope.receivers(seen.content)
    filing = seen.content.recipients.filing if seen.content.recipients else ""
    travellers = facts_of_dossier(read, row.dossier_id).members if row.dossier_id is not None else ()
    under = f"Kèm theo văn bản số {row.number}" if row.number else seen.content.subject
    members = members_list(MEMBERS, under, travellers) if travellers else b""
    office = settings.office_settings(read, clock.today())
    return PrintSet(
        row.id, row.kind, about(row), row.number, seen.pdf, page_count(seen.pdf), seen.content, names, members,
        page_count(members) if members else 0,        tuple(office["contact"]), Choice(1, kept_copies(filing, row.copies), len(names)),
    )  # fmt: skip


def about(row: LetterRow) -> str:
    """A letter in words as papers name it, whatever the language of the interface: its type and what it is about."""
    return f"{row.type_name or phrase('paper.default_type')} {row.subject}".strip()


def stem_of(row: LetterRow) -> str:
    """A letter as the name of its file: number or dossier, type, subject."""
    return " ".join(x for x in (row.number or row.reference, about(row)) if x)


# Many letters at once.


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch came to: the pages of the letters that could be printed, and a line for every letter of it."""

    pdfs: tuple[bytes, ...]
    contents: tuple[LetterContent | None, ...]  # beside each PDF: None where the bytes were kept from before
    lines: tuple[ControlLine, ...]

    @property
    def failed(self) -> tuple[ControlLine, ...]:
        """The letters that could not be printed."""
        return tuple(line for line in self.lines if line.fault)

    def one_file(self) -> bytes:
        """All pages in one PDF: letters made just now drawn together with their fonts once, kept ones as their bytes are."""
        pieces: list[bytes] = []
        fresh: list[LetterContent] = []
        for pdf, content in zip(self.pdfs, self.contents, strict=True):
            if content is not None:
                fresh.append(content)
                continue
            if fresh:
                pieces.append(render_together(fresh))
                fresh = []
            pieces.append(pdf)
        if fresh:
            pieces.append(render_together(fresh))
        return joined(pieces)


def gather_batch(
    store: Store,
    letter_ids: Sequence[int],
    *,
    by: Actor,
    copies: int = 0,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> Batch:
    """The pages of many letters in the order given: drafts are printed for signature, printed and issued ones as kept.

    *copies* 0 takes each letter's own number. A letter that cannot be printed is named with its reason and the rest is done.
    *report* hears how far it is and may raise to stop; what was printed for signature until then stays so.
    """
    pdfs: list[bytes] = []
    contents: list[LetterContent | None] = []
    lines: list[ControlLine] = []
    with store.reading() as read:
        rows = LETTERS.rows(read, letter_ids)
    for n, letter_id in enumerate(letter_ids):
        report(n, len(letter_ids))
        row = rows.get(letter_id)
        try:
            row, pdf, content, fresh = _pages(store, letter_id, row, by)
            pdfs.append(pdf)
            contents.append(content if fresh else None)
            lines.append(_line(row, copies, pages=page_count(pdf), to=_receivers(content)))
        except OfficeError as error:
            lines.append(_line(row, copies, fault=str(error)))
    report(len(letter_ids), len(letter_ids))
    return Batch(tuple(pdfs), tuple(contents), tuple(lines))


def _pages(
    store: Store, letter_id: int, row: LetterRow | None, by: Actor
) -> tuple[LetterRow, bytes, LetterContent | None, bool]:
    """A letter with its pages, what it says, and whether they were made just now."""
    if _there(row).state == "draft":
        require(by, "print_letter")
        pdf = mark_printed(store, letter_id, by=by)
        with store.reading() as read:
            return _there(letter_row(read, letter_id)), pdf, preview(read, letter_id).content, True
    with store.reading() as read:
        now = _there(letter_row(read, letter_id))
        if now.state == "void":
            raise OfficeError("letter_is_void")
        seen = preview(read, letter_id)
        return now, seen.pdf, seen.content, False


def _line(
    row: LetterRow | None, copies: int, *, pages: int = 0, to: str = "", fault: str = ""
) -> ControlLine:
    if row is None:
        return ControlLine("", None, "…", "", 0, 0, fault)
    return ControlLine(row.number, row.issued_on, about(row), to, pages, copies or max(row.copies, 1), fault)


def _receivers(content: LetterContent | None) -> str:
    """Who gets it: by name, and those that only the text names ("Như Điều 3")."""
    if content is None:
        return ""
    names = content.recipients.names if content.recipients else ()
    by_text = [n for n in names if n.casefold().startswith("như điều")]
    return "; ".join((*by_text, *envelope.receivers(content)))


def letters_to_write(read: Reading, letter_ids: Sequence[int]) -> list[tuple[str, ControlLine]]:
    """The letters in the order given, each with the words of its file name."""
    rows = LETTERS.rows(read, letter_ids)
    found = [rows.get(n) for n in letter_ids]
    return [(stem_of(row) if row else "", _line(row, 0)) for row in found]


def pages_now(read: Reading, letter_id: int) -> bytes:
    """The pages of a letter as they are, or would be, marked as a draft. Raises OfficeError("letter_incomplete" | "gone")."""
    seen = preview(read, letter_id)
    if seen.missing:
        raise OfficeError("letter_incomplete", what="; ".join(gap.label for gap in seen.missing))
    return seen.pdf


def failed(line: ControlLine, fault: str) -> ControlLine:
    """The line of a letter that was not printed."""
    return replace(line, fault=fault)


def control_list_of(read: Reading, batch: Batch, *, by: Actor) -> bytes:
    """The control list of a batch as PDF."""
    office = settings.office_settings(read, clock.today())["office_name"]
    return control_list(batch.lines, office=office, on=clock.today(), by=by.name)


def _there(row: LetterRow | None) -> LetterRow:
    if row is None:
        raise OfficeError("gone")
    return row
