"""Drafts that a person has typed and not lodged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.draft import Draft, from_json
from models.records import SavedDraft
from models.store.units import Reading

_D = SavedDraft.__table__.c


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A saved draft in one line."""

    key: str
    kind: str
    title: str
    dossier_id: int | None
    saved_at: datetime


def drafts_of(read: Reading, user_id: int) -> tuple[DraftRow, ...]:
    """The drafts of one user, the newest first."""
    found = read.session.connection().execute(
        select(_D.key, _D.kind, _D.title, _D.dossier_id, _D.saved_at)
        .where(_D.user_id == user_id)
        .order_by(_D.saved_at.desc(), _D.id.desc())
    )
    return tuple(DraftRow(*row) for row in found)


def saved_draft(read: Reading, key: str) -> Draft | None:
    """The draft with that key as it was last saved, or None."""
    content = read.session.connection().scalar(select(_D.content).where(_D.key == key))
    return None if content is None else from_json(content)
