"""The journal as people read it: newest first, page after page by key, for one dossier or for the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.records import JournalEntry
from models.store.units import Reading

JOURNAL = JournalEntry.__table__.c


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One act. *changes* is {field: [was, is]}."""

    id: int
    at: datetime
    user: str
    act: str
    about: str
    about_id: int | None
    dossier_id: int | None
    from_state: str
    to_state: str
    changes: Mapping[str, Any]
    reason: str


_COLUMNS = (
    JOURNAL.id, JOURNAL.at, JOURNAL.user_name, JOURNAL.act, JOURNAL.about, JOURNAL.about_id, JOURNAL.dossier_id,
    JOURNAL.from_state, JOURNAL.to_state, JOURNAL.changes, JOURNAL.reason,
)  # fmt: skip


def journal(
    read: Reading,
    *,
    dossier_id: int | None = None,
    act: str = "",
    user_id: int | None = None,
    before: int | None = None,
    count: int = 100,
) -> tuple[JournalRow, ...]:
    """The newest *count* entries before the entry *before* (the id of the last one seen). One statement."""
    statement = select(*_COLUMNS).order_by(JOURNAL.id.desc()).limit(count)
    if dossier_id is not None:
        statement = statement.where(JOURNAL.dossier_id == dossier_id)
    if act:
        statement = statement.where(JOURNAL.act == act)
    if user_id is not None:
        statement = statement.where(JOURNAL.user_id == user_id)
    if before is not None:
        statement = statement.where(JOURNAL.id < before)
    return tuple(JournalRow(*row) for row in read.session.connection().execute(statement))
