"""Acts on scans of signed letters: file a scanned file, say by hand whose scan it is, refuse one.

Filing is idempotent by the bytes of the scanned file: the same file filed again is what it was. The file itself is kept once; each
letter in it gets a PDF of its own, upright and in order. What is whole and beyond doubt is filed at once, the rest waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from models import clock
from models.errors import OfficeError
from models.reading.letters import number_text
from models.reading.scans import SCAN, letter_of_mark
from models.records import Letter, LetterCopy
from models.scanning.assembling import pages_pdf
from models.scanning.reading import ScanRead
from models.scanning.splitting import Bundle, Leaf, Remark, split
from models.store.units import Actor, Store, Topic, Writing
from models.store.vault import hash_of
from models.text import nfc, squeeze
from models.work.cases import dossier_and_delegation
from models.work.rights import name_of, not_his_own, require, travels_in

OPEN = (
    "printed",
    "issued",
)  # states of a letter whose signed paper can be scanned: the number may follow the signature
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class FiledCopy:
    """One letter's pages out of a scanned file. *letter_id* is None and *state* waiting until a person says whose they are."""

    id: int
    letter_id: int | None
    number: str
    state: str
    pages: int


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a scanned file. *is_again*: it had been filed before, and nothing was done."""

    source_sha256: str
    copies: tuple[FiledCopy, ...]
    is_again: bool = False

    @property
    def filed(self) -> int:
        """How many letters found their place."""
        return sum(1 for copy in self.copies if copy.state == "filed")

    @property
    def waiting(self) -> int:
        """How many wait for a person."""
        return sum(1 for copy in self.copies if copy.state == "waiting")


def file_scan(store: Store, read: ScanRead, *, by: Actor) -> Filed:
    """Files the letters of a scanned file. Raises OfficeError("scan_blank") when nothing is written on any page."""
    require(by, "file_scan")
    if again := filed_before(store, read.data):
        return again
    bundles = split(read.pages)
    if not bundles:
        raise OfficeError("scan_blank", name=read.name)
    source = store.vault.put(
        read.data
    )  # bytes first: what a killed program leaves behind is only unnamed bytes
    hashes = [store.vault.put(_pdf_of(read, bundle, len(bundles))) for bundle in bundles]
    with store.writing(by) as w:
        _alone_with(w, source)
        known = _known(w.session.connection(), source)
        if known:
            return Filed(source, known, is_again=True)
        copies = [_file(w, read, bundle, sha256) for bundle, sha256 in zip(bundles, hashes, strict=True)]
        w.touched(Topic.LETTERS)
        return Filed(source, tuple(copies))


def filed_before(store: Store, data: bytes) -> Filed | None:
    """What became of a file with these bytes; None when it was never filed."""
    sha256 = hash_of(data)
    with store.reading() as read:
        known = _known(read.session.connection(), sha256)
    return Filed(sha256, known, is_again=True) if known else None


def place_by_hand(store: Store, copy_id: int, letter_id: int, *, by: Actor, first: int = 0) -> FiledCopy:
    """Says whose scan it is; also of one that was filed wrongly. With *first* only so many pages; the others go on waiting.

    Raises OfficeError: letter_not_printed, own_trip, gone.
    """
    require(by, "place_scan")
    with store.writing(by) as w:
        copy = _copy(w, copy_id)
        letter = w.session.get(Letter, letter_id)
        if letter is None:
            raise OfficeError("gone")
        if letter.state not in OPEN:
            raise OfficeError("letter_not_printed")
        for other in {letter.id, copy.letter_id or letter.id}:
            _not_own(w, other)
        if 0 < first < copy.pages:
            _part(w, copy, first)
        was = copy.letter_id
        copy.letter_id, copy.state = letter.id, "filed"
        copy.details = {**copy.details, "placed_by": by.name}
        w.note(
            "place_scan",
            copy,
            dossier_id=letter.dossier_id,
            changes={"letter": [was, letter.id], "number": ["", number_text(letter.number, letter.symbol)]},
        )
        w.touched(Topic.LETTERS)
        return _filed_copy(copy, letter)


def refuse(store: Store, copy_id: int, reason: str, *, by: Actor) -> None:
    """Puts a scan aside with a reason: no paper of ours, unreadable, scanned again. Its bytes stay. Raises OfficeError."""
    require(by, "refuse_scan")
    reason = squeeze(reason)
    if not reason:
        raise OfficeError("reason_needed", act=name_of("refuse_scan"))
    with store.writing(by) as w:
        copy = _copy(w, copy_id)
        letter = w.session.get(Letter, copy.letter_id) if copy.letter_id else None
        if letter is not None:
            _not_own(w, letter.id)
        copy.letter_id, copy.state, copy.details = None, "refused", {**copy.details, "reason": reason}
        w.note(
            "refuse_scan",
            copy,
            dossier_id=letter.dossier_id if letter else None,
            changes={"letter": [letter.id if letter else None, None]},
            reason=reason,
        )
        w.touched(Topic.LETTERS)


def _known(connection: Any, sha256: str) -> tuple[FiledCopy, ...]:
    copy, letter = LetterCopy.__table__.c, Letter.__table__.c
    rows = connection.execute(
        select(copy.id, copy.letter_id, copy.state, copy.pages, letter.number, letter.symbol)
        .select_from(LetterCopy.__table__.outerjoin(Letter.__table__, letter.id == copy.letter_id))
        .where(copy.source_sha256 == sha256, copy.sort == SCAN)
        .order_by(copy.id)
    )
    return tuple(
        FiledCopy(r.id, r.letter_id, number_text(r.number, r.symbol or ""), r.state, r.pages) for r in rows
    )


def _alone_with(w: Writing, sha256: str) -> None:
    """Lets no other seat file the same bytes until this unit ends (SQLite units are alone anyway)."""
    connection = w.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(int(sha256[:15], 16))))


def _pdf_of(read: ScanRead, bundle: Bundle, among: int) -> bytes:
    """The pages of a letter; the file itself where it is nothing else."""
    leaves = bundle.leaves
    as_scanned = [leaf.scanned for leaf in leaves] == list(range(1, len(read.pages) + 1))
    if among == 1 and as_scanned and not any(leaf.turn for leaf in leaves) and read.data.startswith(b"%PDF"):
        return read.data
    return pages_pdf(read.data, read.name, leaves)


def _file(w: Writing, read: ScanRead, bundle: Bundle, pdf_sha256: str) -> FiledCopy:
    suggested, doubt = letter_of_mark(w, bundle.mark) if bundle.mark else (None, "")
    letter = w.session.get(Letter, suggested) if suggested else None
    if letter is not None and not doubt and _is_own(w, letter):
        doubt = "own_trip"
    is_sure = letter is not None and not doubt and bundle.is_whole
    copy = LetterCopy(
        letter_id=letter.id if letter is not None and is_sure else None,
        sort=SCAN,
        state="filed" if is_sure else "waiting",
        pdf_sha256=pdf_sha256,
        pages=len(bundle.leaves),
        source=nfc(read.name)[:_LONGEST],
        source_sha256=read.sha256,
        details={
            "mark": bundle.mark,
            "of": bundle.pages,
            "leaves": _plain(bundle.leaves),
            "remarks": [[str(remark), list(pages)] for remark, pages in bundle.remarks],
            "doubt": doubt,
            "letter": suggested,
        },
        made_at=clock.now(),
        made_by=w.by.name,
    )
    w.session.add(copy)
    w.session.flush()
    number = number_text(letter.number, letter.symbol) if letter is not None and is_sure else ""
    w.note(
        "file_scan",
        copy,
        dossier_id=letter.dossier_id if letter is not None and is_sure else None,
        changes={"source": ["", copy.source], "state": ["", copy.state], "number": ["", number]},
    )
    return FiledCopy(copy.id, copy.letter_id, number, copy.state, copy.pages)


def _part(w: Writing, copy: LetterCopy, first: int) -> None:
    """Leaves the copy its first pages; the others become a waiting copy of their own."""
    leaves = [Leaf(*leaf) for leaf in copy.details["leaves"]]
    data = w.vault.get(copy.source_sha256)
    rest = leaves[first:]
    w.session.add(
        LetterCopy(
            letter_id=None,
            sort=SCAN,
            state="waiting",
            pdf_sha256=w.vault.put(pages_pdf(data, copy.source, rest)),
            pages=len(rest),
            source=copy.source,
            source_sha256=copy.source_sha256,
            details={
                "mark": "",
                "of": 0,
                "leaves": _plain(rest),
                "remarks": [[str(Remark.NO_CODE), [leaf.scanned for leaf in rest]]],
                "doubt": "",
                "letter": None,
            },
            made_at=clock.now(),
            made_by=w.by.name,
        )
    )
    copy.pdf_sha256 = w.vault.put(pages_pdf(data, copy.source, leaves[:first]))
    copy.pages = first
    copy.details = {**copy.details, "leaves": _plain(leaves[:first])}


def _plain(leaves: Sequence[Leaf]) -> list[list[int]]:
    return [[leaf.scanned, leaf.turn, leaf.page] for leaf in leaves]


def _copy(w: Writing, copy_id: int) -> LetterCopy:
    copy = w.session.get(LetterCopy, copy_id, with_for_update=True)
    if copy is None or copy.sort != SCAN:
        raise OfficeError("gone")
    return copy


def _filed_copy(copy: LetterCopy, letter: Letter) -> FiledCopy:
    return FiledCopy(copy.id, letter.id, number_text(letter.number, letter.symbol), copy.state, copy.pages)


def _is_own(w: Writing, letter: Letter) -> bool:
    if letter.dossier_id is None:
        return False
    return travels_in(w, dossier_and_delegation(w, letter.dossier_id)[1].id, w.by)


def _not_own(w: Writing, letter_id: int) -> None:
    letter = w.session.get(Letter, letter_id)
    if letter is not None and letter.dossier_id is not None:
        not_his_own(w, dossier_and_delegation(w, letter.dossier_id)[1].id, w.by)
