"""Loading rows by the hundred thousand: indexes and the search index are taken away first and built once at the end."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from models.records import Record
from models.store import engine
from models.store.engine import Engines
from models.store.migrations.first_guards import SEARCH_INDEX

load = engine.load


@contextmanager
def loading(engines: Engines) -> Generator[Engine]:
    """Within the block rows go in without secondary indexes, on disk only at the end. For a new store that nobody uses yet.

    Gives the engine to write with, in as many transactions as wanted.
    """
    writing = engines.writing
    is_file = writing.dialect.name == "sqlite"
    if is_file:
        _pragma(writing, "PRAGMA synchronous=OFF")
    with writing.begin() as c:
        again = _take_away(c)
    yield writing
    with writing.begin() as c:
        for statement in again:
            c.execute(text(statement.replace(":", "\\:")))
        if is_file:
            c.exec_driver_sql(f"INSERT INTO {SEARCH_INDEX}({SEARCH_INDEX}) VALUES ('rebuild')")
        engine.settle_sequences(c, list(Record.metadata.sorted_tables))
    if is_file:
        _pragma(writing, "PRAGMA synchronous=FULL")
        _pragma(writing, "PRAGMA wal_checkpoint(TRUNCATE)")
    with writing.begin() as c:
        c.exec_driver_sql("ANALYZE")


def _pragma(writing: Engine, statement: str) -> None:
    """A setting that SQLite takes outside of transactions only."""
    raw = writing.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(statement)
        cursor.fetchall()
        cursor.close()
    finally:
        raw.close()


def _take_away(c: Connection) -> list[str]:
    """Drops the secondary indexes and the triggers that keep the search index; gives what makes them again."""
    if c.dialect.name == "sqlite":
        rows = c.exec_driver_sql(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'index' OR type = 'trigger' AND tbl_name = 'search_entry')"
        ).all()
        for kind, name, _sql in rows:
            c.exec_driver_sql(f"DROP {kind} {name}")
        return [sql for _kind, _name, sql in rows]
    rows = c.exec_driver_sql(
        "SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = current_schema() AND NOT EXISTS "
        "(SELECT 1 FROM pg_constraint k WHERE k.conname = i.indexname)"
    ).all()
    for name, _sql in rows:
        c.exec_driver_sql(f'DROP INDEX "{name}"')
    return [sql for _name, sql in rows]
