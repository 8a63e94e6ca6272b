"""Units of work: the only place a session is born.

``with store.reading() as r`` asks, ``with store.writing(by) as w`` changes; a unit is short, opened and closed inside one
function, and nothing attached to its session leaves it. A unit that fails leaves nothing behind.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import insert, inspect, select
from sqlalchemy.orm import Session

from models import clock
from models.catalogue.workflows import Role
from models.records import JournalEntry, Record
from models.store import chain, engine, guards, upgrade
from models.store.vault import Vault, open_vault


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. *user_id* is None for the program itself; *person_id* is himself in the ledger of people."""

    user_id: int | None
    name: str
    roles: frozenset[Role]
    person_id: int | None = None


class Topic(StrEnum):
    """What a change may be about; screens listen by topic."""

    DOSSIERS = "dossiers"
    LETTERS = "letters"
    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    REGISTERS = "registers"
    SETTINGS = "settings"
    USERS = "users"
    DRAFTS = "drafts"
    RULES = "rules"
    WORDINGS = "wordings"


@dataclass(frozen=True, slots=True)
class Changed:
    """What a committed unit touched."""

    topics: frozenset[Topic]
    dossier_ids: frozenset[int] = field(default_factory=frozenset[int])


class Reading:
    """A unit that asks. Its *session* cannot write."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self.session = session
        self.vault = vault


class Writing(Reading):
    """A unit that changes, on behalf of *by*; committed when its block ends well, else as if it had never been."""

    def __init__(self, session: Session, vault: Vault, by: Actor) -> None:
        super().__init__(session, vault)
        self.by = by
        self._notes: list[tuple[dict[str, Any], Record | None]] = []
        self._topics: set[Topic] = set()
        self._dossiers: set[int] = set()

    def note(
        self,
        act: str,
        about: Record | None,
        *,
        dossier_id: int | None = None,
        from_state: str = "",
        to_state: str = "",
        changes: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """Writes an entry in the journal, appended when the unit ends (so *about* may still be without an id).

        *changes* is {field: [was, is]}. An entry about a dossier also touches it.
        """
        entry = {
            "at": clock.now(),
            "user_id": self.by.user_id,
            "user_name": self.by.name,
            "act": act,
            "about": "" if about is None else about.__tablename__,
            "about_id": _key(about),
            "dossier_id": dossier_id,
            "from_state": from_state,
            "to_state": to_state,
            "changes": json.loads(json.dumps(dict(changes or {}), default=_plain, ensure_ascii=False)),
            "reason": reason,
        }
        self._notes.append((entry, about if entry["about_id"] is None else None))
        if dossier_id is not None:
            self.touched(Topic.DOSSIERS, dossier_id=dossier_id)

    def touched(self, *topics: Topic, dossier_id: int | None = None) -> None:
        """Says what the unit changed, for the screens that show it."""
        self._topics.update(topics)
        if dossier_id is not None:
            self._dossiers.add(dossier_id)

    def finish(self) -> Changed:
        """Appends the noted entries to the chain; called by the store just before the commit."""
        self.session.flush()
        if self._notes:
            connection = self.session.connection()
            engine.lock_chain(connection)
            last = self.session.execute(
                select(JournalEntry.id, JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1)
            ).first()
            number, head = (last.id, last.hash) if last else (0, chain.ROOT)
            rows: list[dict[str, Any]] = []
            for entry, about in self._notes:
                number += 1
                row: dict[str, Any] = {"id": number, **entry}
                if row["about_id"] is None:
                    row["about_id"] = _key(about)
                row["previous_hash"], row["hash"] = head, chain.hash_of(head, row)
                head = row["hash"]
                rows.append(row)
            connection.execute(insert(JournalEntry), rows)
        return Changed(frozenset(self._topics), frozenset(self._dossiers))


def _key(about: Record | None) -> int | None:
    if about is None:
        return None
    key = inspect(about).mapper.primary_key_from_instance(about)
    return key[0] if len(key) == 1 and isinstance(key[0], int) else None


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return str(value)


class Store:
    """What an office keeps, in one place. Made by ``open``; closed by ``close``."""

    def __init__(self, place: engine.Place, engines: engine.Engines) -> None:
        self.place = place
        self.engines = engines
        self.vault: Vault = open_vault(place, engines)
        self.listeners: list[Callable[[Changed], None]] = []
        self._busy = threading.local()
        self._seat: guards.Seat | None = None

    @classmethod
    def open(cls, where: str | Path, *, create: bool = False, wait: float = engine.WAIT) -> Store:
        """The store at a path or PostgreSQL address; an older one is upgraded first, its old self kept beside it.

        *create* makes a new one where there is none; *wait* is how many seconds a unit waits for another. Raises OfficeError
        for what is not a store, a newer or damaged one, and a place where it cannot be kept safely.
        """
        place = engine.place_of(where)
        guards.check_place(place, create=create)
        with engine.speaking(place):
            upgrade.make_ready(place, create=create, wait=wait)
        return cls(place, engine.open_engines(place, wait=wait))

    @property
    def is_file(self) -> bool:
        """Whether it is a SQLite file, for one seat."""
        return self.place.is_file

    def sit(self) -> None:
        """Takes the only seat of a SQLite store for a window. Raises OfficeError "store_in_use"."""
        self._seat = self._seat or guards.Seat(self.place)

    @contextmanager
    def reading(self) -> Generator[Reading]:
        """A unit that asks: one consistent view of the store. Raises OfficeError when the store cannot be read."""
        with (
            engine.speaking(self.place),
            Session(self.engines.reading, expire_on_commit=False, autoflush=False) as session,
        ):
            yield Reading(session, self.vault)

    @contextmanager
    def writing(self, by: Actor) -> Generator[Writing]:
        """A unit that changes. Raises OfficeError (full disk, locked, …) when it could not be kept; then nothing was."""
        if getattr(self._busy, "open", False):
            raise RuntimeError("a writing unit is open in this thread already; hand it down instead")
        self._busy.open = True
        try:
            with (
                engine.speaking(self.place),
                Session(self.engines.writing, expire_on_commit=False) as session,
            ):
                session.connection()  # BEGIN IMMEDIATE now: no one else writes between our reading and our writing
                unit = Writing(session, self.vault, by)
                yield unit
                changed = unit.finish()
                session.commit()
        finally:
            self._busy.open = False
        if changed.topics or changed.dossier_ids:
            for listener in list(self.listeners):
                listener(changed)

    def close(self) -> None:
        """Closes every connection and gives the seat free."""
        self.engines.dispose()
        if self._seat is not None:
            self._seat.leave()
            self._seat = None
