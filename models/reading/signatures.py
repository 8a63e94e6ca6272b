"""Digital signatures as the office keeps them: signed copies of letters, trusted issuers, revocation lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.records import LetterCopy
from models.store.units import Reading

SIGNED, ISSUER, REVOCATIONS = "signed", "issuer", "revocations"
_COPY = LetterCopy.__table__.c


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A digitally signed PDF of a letter; the newest one carries every signature."""

    id: int
    letter_id: int
    pdf_sha256: str
    pages: int
    signers: tuple[str, ...]
    source: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class TrustItem:
    """A certificate or a revocation list that signatures are checked with; *ends_on* as ISO text."""

    id: int
    sort: str
    name: str
    ends_on: str
    sha256: str
    fingerprint: str


def signed_copies(read: Reading, letter_id: int) -> tuple[SignedCopy, ...]:
    """The signed PDFs of a letter, the newest first."""
    rows = read.session.connection().execute(
        select(LetterCopy.__table__)
        .where(_COPY.letter_id == letter_id, _COPY.sort == SIGNED, _COPY.state == "filed")
        .order_by(_COPY.id.desc())
    )
    return tuple(
        SignedCopy(
            r.id, r.letter_id, r.pdf_sha256, r.pages, tuple(r.details.get("signers", ())), r.source, r.made_at, r.made_by
        )
        for r in rows
    )  # fmt: skip


def trust_items(read: Reading) -> tuple[TrustItem, ...]:
    """The trusted issuers, then the revocation lists, each by name."""
    rows = read.session.connection().execute(
        select(LetterCopy.__table__)
        .where(_COPY.sort.in_((ISSUER, REVOCATIONS)), _COPY.state == "filed")
        .order_by(_COPY.sort, _COPY.source, _COPY.id)
    )
    return tuple(_item(r) for r in rows)


def _item(row: Any) -> TrustItem:
    details = row.details
    return TrustItem(
        row.id,
        row.sort,
        str(details.get("name", "")),
        str(details.get("ends_on", "")),
        row.pdf_sha256,
        str(details.get("fingerprint", "")),
    )
