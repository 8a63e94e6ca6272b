"""The two databases, SQLite and PostgreSQL, behind one face: the only module that tells them apart.

SQLite comes from ``sqlcipher3`` everywhere, one modern library for Linux and Windows. A unit that writes starts with
BEGIN IMMEDIATE, so it never finds out halfway that another one was faster.
"""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as _dbapi2

from models.errors import OfficeError

dbapi2: Any = _dbapi2  # comes without types

OLDEST_SQLITE = (3, 51, 3)  # 3.7.0 to 3.51.2 can damage a write-ahead log that two connections reset at once
APPLICATION_ID = 0x536F446F  # "SoDo" in the header of our SQLite files
WAIT = 30.0  # seconds one unit waits for another
_CHAIN_LOCK = 0x536F446F  # PostgreSQL advisory lock: one journal entry after the other

_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # else INSERT OR REPLACE slips past the append-only triggers
    "PRAGMA synchronous=FULL",  # NORMAL loses acknowledged work at a power cut
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is: a SQLite file (*path*) or a PostgreSQL database (*url*)."""

    path: Path | None
    url: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is a SQLite file."""
        return self.path is not None

    def __str__(self) -> str:
        """The place as a person may see it, without a password."""
        return str(self.path) if self.path else make_url(self.url).render_as_string(hide_password=True)

    @property
    def kind(self) -> str:
        """Which database: sqlite or postgresql."""
        return "sqlite" if self.path else "postgresql"

    @property
    def file(self) -> Path:
        """The path of a SQLite store. Raises TypeError for another."""
        if self.path is None:
            raise TypeError("not a file")
        return self.path

    def beside(self, suffix: str) -> Path:
        """A file or folder beside a SQLite store that belongs to it ("office.sodoan" → "office.sodoan.vault")."""
        return self.file.with_name(self.file.name + suffix)


def place_of(where: str | Path) -> Place:
    """The place a person named: a path, or a ``postgresql://`` address. Raises OfficeError for what is neither."""
    if isinstance(where, str) and (found := re.match(r"(\w[\w+.-]*)://", where)):
        try:
            url = make_url(where).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError) as error:
            raise OfficeError("address_unknown", place=f"{found[0]}…") from error
        if not re.fullmatch(r"postgres(ql)?(\+psycopg)?", found[1]):
            raise OfficeError("address_unknown", place=url.set(drivername=found[1]).render_as_string())
        return Place(None, url.render_as_string(hide_password=False))
    try:
        return Place(Path(where).expanduser().absolute())
    except RuntimeError:  # "~somebody" whom this machine does not know
        return Place(Path(where).absolute())


def check_library() -> None:
    """Refuses a SQLite that can damage a store. Raises OfficeError."""
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise OfficeError("old_sqlite", version=dbapi2.sqlite_version)


def connect_file(path: Path, *, wait: float = WAIT, read_only: bool = False, create: bool = False) -> Any:
    """A plain DB-API connection to a SQLite store with our settings. An encrypted store would get its key here, first of all."""
    mode = "rwc" if create else "rw"
    raw = dbapi2.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True, timeout=wait, isolation_level=None, check_same_thread=False, cached_statements=512,
    )  # fmt: skip
    try:
        for pragma in _PRAGMAS:
            raw.execute(pragma)
        if read_only:
            raw.execute("PRAGMA query_only=ON")
        elif raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            raw.execute("PRAGMA journal_mode=WAL")
    except BaseException:
        raw.close()
        raise
    return raw


@dataclass(frozen=True, slots=True)
class Engines:
    """The two ways in: *writing* one at a time (SQLite), *reading* beside it."""

    writing: Engine
    reading: Engine

    def dispose(self) -> None:
        """Closes every connection."""
        self.reading.dispose()
        self.writing.dispose()


def open_engines(place: Place, *, wait: float = WAIT) -> Engines:
    """Engines for a place; nothing is connected yet. *wait* is how many seconds a unit waits for another."""
    if place.path is None:
        return _postgres(place.url, wait)
    check_library()
    path = place.path
    writing = create_engine(
        "sqlite://", module=dbapi2, creator=lambda: connect_file(path, wait=wait),
        pool_size=1, max_overflow=0, pool_timeout=wait, poolclass=QueuePool, json_serializer=_json,
    )  # fmt: skip
    reading = create_engine(
        "sqlite://", module=dbapi2, creator=lambda: connect_file(path, wait=wait, read_only=True),
        pool_size=4, max_overflow=12, pool_timeout=wait, poolclass=QueuePool, json_serializer=_json,
    )  # fmt: skip
    _begins(writing, "BEGIN IMMEDIATE")
    _begins(reading, "BEGIN")
    return Engines(writing, reading)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _begins(engine: Engine, statement: str) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql(statement)


def _postgres(url: str, wait: float) -> Engines:
    ms = int(wait * 1000)
    writing = create_engine(
        url, pool_size=4, max_overflow=12, pool_timeout=wait, pool_pre_ping=True, json_serializer=_json,
        connect_args={"connect_timeout": max(2, int(wait)), "options": f"-c lock_timeout={ms} -c timezone=UTC"},
    )  # fmt: skip
    reading = writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(writing, reading)


def copy_file(source: Path, target: Path, *, wait: float = WAIT) -> None:
    """A consistent copy of a SQLite store as it is now, in one step; others may go on working meanwhile."""
    reading = connect_file(source, wait=wait, read_only=True)
    try:
        writing = dbapi2.connect(f"{target.as_uri()}?mode=rwc", uri=True, isolation_level=None)
        try:
            # In one step: by portions it would start again with each save of another connection and might never end.
            reading.backup(writing, pages=-1)
        finally:
            writing.close()
    finally:
        reading.close()


def free_of_others(path: Path) -> bool:
    """Folds the write-ahead log of a SQLite store into it; False when another program has the store open."""
    raw = connect_file(path, wait=0.5)
    try:
        raw.execute("PRAGMA locking_mode=EXCLUSIVE")
        return raw.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete"
    except dbapi2.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (5, 6):
            return False
        raise
    finally:
        raw.close()


def raw_columns(connection: Connection, table: Table) -> list[str]:
    """What to SELECT so that both databases give the same plain values: ISO text for days and moments, 0/1, JSON text."""
    quote = connection.dialect.identifier_preparer.quote
    out: list[str] = []
    for column in table.columns:
        name, kind = quote(column.name), type(column.type).__name__
        if connection.dialect.name == "sqlite":
            out.append(name)
        elif kind == "Moment":
            out.append(f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')")
        elif kind in ("JSON", "Date"):
            out.append(f"CAST({name} AS text)")
        elif kind == "Boolean":
            out.append(f"CAST({name} AS integer)")
        else:
            out.append(name)
    return out


def load(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Many rows at once, as fast as the database takes them. Values are plain, as ``raw_columns`` gives them."""
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(map(quote, columns))})"
    if connection.dialect.name == "sqlite":
        batch = list(rows)
        if batch:
            marks = ", ".join("?" * len(columns))
            connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", [tuple(r) for r in batch])
        return
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def lock_chain(connection: Connection) -> None:
    """Makes this unit the only one that appends to the journal until it ends (SQLite units are alone anyway)."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_CHAIN_LOCK})")


def settle_sequences(connection: Connection, tables: list[Table]) -> None:
    """After rows came with their own ids: makes PostgreSQL go on counting behind them."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" not in table.c:
            continue
        newest = connection.scalar(select(func.max(table.c.id)))
        name = connection.dialect.identifier_preparer.quote(table.name)
        sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:t, 'id')"), {"t": name})
        if sequence:
            connection.execute(
                text("SELECT setval(CAST(:s AS regclass), :v, :called)"),
                {"s": sequence, "v": newest or 1, "called": newest is not None},
            )


_BY_ERRNO = {
    errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EFBIG: "disk_full",
    errno.EROFS: "store_read_only", errno.EIO: "disk_failed",
}  # fmt: skip
_BY_CODE = {  # SQLite primary result codes
    10: "disk_failed", 5: "store_locked", 6: "store_locked", 8: "store_read_only", 11: "store_damaged", 13: "disk_full",
    14: "store_unreachable", 26: "not_a_store", 3: "store_read_only", 23: "store_read_only",
}  # fmt: skip
_BY_STATE = {  # PostgreSQL SQLSTATE, longest match first
    "53100": "disk_full", "55P03": "store_locked", "40P01": "store_locked", "40001": "store_locked",
    "25006": "store_read_only", "42501": "store_read_only", "57P": "store_unreachable", "53300": "store_unreachable",
    "08": "store_unreachable", "XX001": "store_damaged", "XX002": "store_damaged", "28": "store_login_refused",
    "3D000": "store_missing", "58": "store_unreachable",
}  # fmt: skip


def refusal_code(error: BaseException, *, is_disk_full: bool = False) -> str | None:
    """The code of the sentence for a failure of the database or the disk, or None when it is ours to repair.

    *is_disk_full* says that hardly any space is left: SQLite then reports a mere I/O error.
    """
    if isinstance(error, PoolTimeout):
        return "store_locked"
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0)
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    if isinstance(code, int):
        if code & 0xFF in (10, 14) and is_disk_full:
            return "disk_full"
        return _BY_CODE.get(code & 0xFF)
    state = getattr(original, "sqlstate", None)
    if isinstance(state, str):
        return next((_BY_STATE[state[:n]] for n in (5, 3, 2) if state[:n] in _BY_STATE), None)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return "store_unreachable"
    if type(original).__name__ == "OperationalError" and type(original).__module__.startswith("psycopg"):
        return "store_unreachable"
    return None


@contextmanager
def speaking(place: Place) -> Generator[None]:
    """Within the block a failure of database or disk that a person can act on is raised as its OfficeError."""
    from models.store import guards

    try:
        yield
    except (OfficeError, StaleDataError):
        raise
    except (DBAPIError, dbapi2.Error, PoolTimeout, OSError) as error:
        code = refusal_code(error, is_disk_full=guards.is_disk_full(place))
        if code is None:
            raise
        raise OfficeError(code, **guards.facts(place, code)) from error
