"""Scans of signed letters: those that wait for a person, those that are filed, letters that still lack theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select, true

from models.letters.page_marks import is_of_key, letter_id_of
from models.reading.letters import LETTER, LETTERS, LetterRow, number_text
from models.reading.spine import Question
from models.records import Letter, LetterCopy
from models.store.units import Reading

SCAN = "scan"
DOUBTS = ("unknown_letter", "other_print", "letter_void", "letter_draft", "has_scan", "own_trip")
_COPY = LetterCopy.__table__.c
_CANDIDATES = 60  # the newest letters without a scan that are looked at for a suggestion
_SUGGESTED = 9  # one for each number key
_MOST = 2_000
_SIGNED = exists().where(
    _COPY.letter_id == LETTER.id, _COPY.state == "filed", _COPY.sort.in_((SCAN, "signed"))
)
_page_counts: dict[str, int] = {}  # by SHA-256 of a letter's PDF, which never changes


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A scan in one line, or (*state* missing, *id* negative) an issued letter that has none.

    *state* is waiting, filed, refused or missing. *remarks* are those of ``models.scanning.splitting`` with their pages, *doubt*
    one of DOUBTS or empty. *letter_id* is whose scan it is; *suggested* whose code it carries. *known* pages of *pages* are there.
    """

    id: int
    state: str
    letter_id: int | None
    suggested: int | None
    number: str
    kind: str
    subject: str
    source: str
    pages: int
    has_mark: bool
    remarks: tuple[tuple[str, tuple[int, ...]], ...]
    doubt: str
    reason: str
    pdf_sha256: str
    at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A letter that a scan may belong to. *by_code*: its code says so; *same_pages*: it has as many pages."""

    letter: LetterRow
    pages: int
    by_code: bool
    same_pages: bool


def letter_of_mark(read: Reading, mark: str) -> tuple[int | None, str]:
    """The letter whose mark that is, and why one may doubt it ("" when not). No letter: another office's, or of another store."""
    letter_id = letter_id_of(mark)
    columns = (LETTER.key, LETTER.state, LETTER.content)
    found = None
    if letter_id < 2**31:
        found = read.session.connection().execute(select(*columns).where(LETTER.id == letter_id)).first()
    if found is None or not is_of_key(mark, found.key):
        return None, "unknown_letter"
    if found.state == "void":
        return letter_id, "letter_void"
    if found.state == "draft":
        return letter_id, "letter_draft"
    if found.content.get("letter", {}).get("mark", "") != mark:
        return letter_id, "other_print"
    return letter_id, "has_scan" if has_scan(read, letter_id) else ""


def has_scan(read: Reading, letter_id: int) -> bool:
    """Whether a scan is filed with the letter."""
    filed = (_COPY.letter_id == letter_id, _COPY.sort == SCAN, _COPY.state == "filed")
    return read.session.connection().scalar(select(_COPY.id).where(*filed).limit(1)) is not None


def scan_of(read: Reading, letter_id: int) -> bytes | None:
    """The newest filed scan of a letter as a PDF; None when there is none. Raises OfficeError when it was lost."""
    filed = (_COPY.letter_id == letter_id, _COPY.sort == SCAN, _COPY.state == "filed")
    newest = select(_COPY.pdf_sha256).where(*filed).order_by(_COPY.id.desc()).limit(1)
    sha256 = read.session.connection().scalar(newest)
    return read.vault.get(sha256) if sha256 else None


def scan_pages(read: Reading, copy_id: int) -> bytes:
    """The pages of a scan as a PDF, b"" when it is gone."""
    sha256 = read.session.connection().scalar(select(_COPY.pdf_sha256).where(_COPY.id == copy_id))
    return read.vault.get(sha256) if sha256 else b""


def waiting_count(read: Reading) -> int:
    """How many scans wait for a person."""
    return len(_copies(read, _COPY.state == "waiting"))


def scan_lines(read: Reading, question: Question) -> Sequence[ScanLine]:
    """The list ``scans``. Filter ``show``: waiting, filed, refused, or missing: issued letters without a scan."""
    show = question.filters.get("show")
    if not show:
        return _copies(read, true())
    code = str(show[0] if isinstance(show, tuple | list) else show)  # pyright: ignore[reportUnknownArgumentType]
    if code == "missing":
        return _without_scan(read)
    return _copies(read, _COPY.state == code)


def unscanned(
    read: Reading, most: int = _MOST, states: tuple[str, ...] = ("issued",)
) -> tuple[LetterRow, ...]:
    """The letters in these states that have neither a scan nor a digitally signed copy, the newest first."""
    newest = (LETTER.issued_on.desc().nulls_first(), LETTER.id.desc())
    ids = select(LETTER.id).where(LETTER.state.in_(states), ~_SIGNED).order_by(*newest).limit(most)
    found = list(read.session.connection().scalars(ids))
    rows = LETTERS.rows(read, found)
    return tuple(rows[key] for key in found if key in rows)


def suggestions(read: Reading, copy_id: int) -> tuple[Suggestion, ...]:
    """The letters a waiting scan may belong to, the likeliest first: by its code, by the number of pages, by age."""
    lines = _copies(read, _COPY.id == copy_id)
    if not lines:
        return ()
    line = lines[0]
    rows = {row.id: row for row in unscanned(read, _CANDIDATES, ("printed", "issued"))}
    if line.suggested is not None:
        rows |= LETTERS.rows(read, [line.suggested])
    found = [_suggestion(read, row, line) for row in rows.values() if row.pdf_sha256]
    order = {row_id: place for place, row_id in enumerate(rows)}
    found.sort(key=lambda s: (not s.by_code, not s.same_pages, order[s.letter.id]))
    return tuple(found[:_SUGGESTED])


def _suggestion(read: Reading, row: LetterRow, line: ScanLine) -> Suggestion:
    pages = _page_counts.get(row.pdf_sha256)
    if pages is None:
        from models.scanning.pictures import page_count  # brings pdfium, which only this needs

        pages = _page_counts[row.pdf_sha256] = page_count(read.vault.get(row.pdf_sha256))
    return Suggestion(row, pages, row.id == line.suggested, pages == line.pages)


def _copies(read: Reading, condition: ColumnElement[bool]) -> list[ScanLine]:
    joined = LetterCopy.__table__.outerjoin(Letter.__table__, LETTER.id == _COPY.letter_id)
    columns = (_COPY.id, _COPY.state, _COPY.letter_id, _COPY.source, _COPY.pages, _COPY.details, _COPY.pdf_sha256, _COPY.made_at,
               _COPY.made_by, LETTER.number, LETTER.symbol, LETTER.kind, LETTER.subject)  # fmt: skip
    found = read.session.connection().execute(
        select(*columns)
        .select_from(joined)
        .where(_COPY.sort == SCAN, condition)
        .order_by(_COPY.id.desc())
        .limit(_MOST)
    )
    return [_line(row) for row in found]


def _line(row: Any) -> ScanLine:
    details: Mapping[str, Any] = row.details
    return ScanLine(
        id=row.id,
        state=row.state,
        letter_id=row.letter_id,
        suggested=details.get("letter"),
        number=number_text(row.number, row.symbol or ""),
        kind=row.kind or "",
        subject=row.subject or "",
        source=row.source,
        pages=row.pages,
        has_mark=bool(details.get("mark")),
        remarks=tuple((str(name), tuple(pages)) for name, pages in details.get("remarks", ())),
        doubt=str(details.get("doubt", "")),
        reason=str(details.get("reason", "")),
        pdf_sha256=row.pdf_sha256,
        at=row.made_at,
        by=row.made_by,
    )


def _without_scan(read: Reading) -> list[ScanLine]:
    return [
        ScanLine(
            id=-row.id, state="missing", letter_id=row.id, suggested=None, number=row.number, kind=row.kind, subject=row.subject,
            source="", pages=0, has_mark=False, remarks=(), doubt="", reason="", pdf_sha256=row.pdf_sha256, at=None,
            by=row.issued_by,
        )
        for row in unscanned(read)
    ]  # fmt: skip
