"""Bringing a store to the tables this program knows: made new, upgraded as a copy, or refused when it is newer.

Whether anything is to do is seen from one row; alembic is imported only when something is.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from models import clock
from models.errors import OfficeError
from models.store import checking, engine, files
from models.store.engine import Place

LATEST = "0002"
VERSIONS = Path(__file__).parent / "migrations" / "versions"


def make_ready(place: Place, *, create: bool = False, wait: float = engine.WAIT) -> Path | None:
    """Makes, upgrades or refuses the store at *place*; the path of the kept older one when a file was upgraded.

    Raises OfficeError: not_a_store, newer_store, store_locked.
    """
    stored = stored_revision(place, wait=wait)
    if stored == LATEST:
        return None
    if stored is None:
        if not create:
            raise OfficeError("not_a_store", place=str(place))
        _build(place, wait)
        return None
    if stored > LATEST:
        raise OfficeError("newer_store", place=str(place), stored=stored, known=LATEST)
    return _upgrade_file(place, stored, wait) if place.is_file else _upgrade_server(place, wait)


def stored_revision(place: Place, *, wait: float = engine.WAIT) -> str | None:
    """The revision of the tables at a place; None where there is nothing yet. Raises OfficeError for what is not ours."""
    if place.path is None:
        return _server_revision(place, wait)
    if not place.path.exists() or place.path.stat().st_size == 0:
        return None
    raw = engine.connect_file(place.path, wait=wait, read_only=True)
    try:
        known = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        ours = raw.execute("PRAGMA application_id").fetchone()[0] == engine.APPLICATION_ID
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone() if known and ours else None
    finally:
        raw.close()
    return _number(place, row[0] if row else "")


def _server_revision(place: Place, wait: float) -> str | None:
    engines = engine.open_engines(place, wait=wait)
    try:
        with engines.reading.begin() as c:
            tables = inspect(c).get_table_names()
            if not tables:
                return None
            known = "alembic_version" in tables and "journal" in tables
            return _number(place, c.scalar(text("SELECT version_num FROM alembic_version")) if known else "")
    finally:
        engines.dispose()


def _number(place: Place, revision: str) -> str:
    if not (len(revision) == 4 and revision.isdecimal()):
        raise OfficeError("not_a_store", place=str(place))
    return revision


def config(connection: Connection) -> Any:
    """Alembic's settings for our migrations on a connection."""
    from alembic.config import Config

    out = Config()
    out.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    out.set_main_option("path_separator", "newline")
    out.set_main_option("version_locations", str(VERSIONS).replace("%", "%%"))
    out.attributes["connection"] = connection
    return out


def migrate(connection: Connection) -> None:
    """Carries out the missing migrations in the connection's transaction."""
    from alembic import command

    command.upgrade(config(connection), "head")


def _build(place: Place, wait: float) -> None:
    if place.path is None:
        engines = engine.open_engines(place, wait=wait)
        try:
            with engines.writing.begin() as c:
                engine.lock_chain(c)
                if not inspect(c).has_table("journal"):  # another seat was faster
                    migrate(c)
        finally:
            engines.dispose()
        return
    with files.replacing(place.path) as new:
        build_file(new)


def build_file(path: Path) -> None:
    """An empty store in an empty file that nobody else uses yet."""
    raw = engine.connect_file(path, create=True)
    raw.execute(f"PRAGMA application_id={engine.APPLICATION_ID}")
    raw.close()
    migrate_file(path)


def migrate_file(path: Path) -> None:
    """Carries out the missing migrations on a file that nobody else uses."""
    engines = engine.open_engines(Place(path))
    try:
        with engines.writing.begin() as c:
            migrate(c)
    finally:
        engines.dispose()


def kept_name(place: Place, why: str) -> Path:
    """A free name beside a file store for its older self ("office.sodoan.before-0002-20180312-081500")."""
    stamp = clock.now().astimezone(clock.VIETNAM).strftime("%Y%m%d-%H%M%S")
    path = place.beside(f".{why}-{stamp}")
    n = 1
    while path.exists():
        n += 1
        path = place.beside(f".{why}-{stamp}-{n}")
    return path


def _upgrade_file(place: Place, stored: str, wait: float) -> Path:
    path = place.file
    kept = kept_name(place, f"before-{LATEST}")
    kept_whole = False
    try:
        if not engine.free_of_others(path):
            raise OfficeError("store_locked", place=str(place), who=None)
        engine.copy_file(path, kept, wait=wait)
        files.sync_file(kept)
        kept_whole = True
        with files.replacing(path) as new:
            engine.copy_file(path, new, wait=wait)
            before = checking.counts_of_file(new)
            migrate_file(new)
            checking.check_file(new, as_many=before)
            if place.beside("-wal").exists():
                raise OfficeError("store_locked", place=str(place), who=None)
    finally:
        if not kept_whole:
            with suppress(OSError):
                os.unlink(kept)
    return kept


def _upgrade_server(place: Place, wait: float) -> None:
    engines = engine.open_engines(place, wait=wait)
    try:
        with engines.writing.begin() as c:
            engine.lock_chain(c)
            before = checking.counts(c)
            migrate(c)
            checking.compare(before, checking.counts(c))
    finally:
        engines.dispose()
