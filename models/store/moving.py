"""A whole store from one place to another: out into a copy, and back in where a store is or shall be."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, inspect, text

from models import clock
from models.errors import OfficeError
from models.records import Record
from models.store import checking, engine, files, upgrade
from models.store.engine import Place
from models.store.vault import FolderVault

_BATCH = 20_000


def copy_out(place: Place, target: Path) -> None:
    """A SQLite copy of a store, consistent as of one moment."""
    if place.path is not None:
        engine.copy_file(place.path, target)
        return
    upgrade.build_file(target)
    source, copy = engine.open_engines(place), engine.open_engines(Place(target))
    try:
        with source.reading.begin() as old, copy.writing.begin() as new:
            new.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in _tables():
                _copy_table(old, new, table)
    finally:
        source.dispose()
        copy.dispose()
    files.sync_file(target)


def _tables() -> list[Table]:
    return [t for t in Record.metadata.sorted_tables if t.name != "blob"]


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    columns = ", ".join(engine.raw_columns(connection, table))
    quote = connection.dialect.identifier_preparer.quote
    order = ", ".join(quote(c.name) for c in table.primary_key.columns)
    result = connection.execution_options(yield_per=_BATCH).exec_driver_sql(
        f"SELECT {columns} FROM {quote(table.name)} ORDER BY {order}"
    )
    for part in result.partitions():
        yield from part


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    batch: list[Sequence[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _copy_table(old: Connection, new: Connection, table: Table) -> None:
    names = [c.name for c in table.columns]
    # Rows that point at rows of their own table: PostgreSQL looks at once, so the pointers come after all rows are there.
    own = [c for c in table.columns if any(k.column.table is table for k in c.foreign_keys)]
    later: list[dict[str, Any]] = []
    places = [names.index(c.name) for c in own] if new.dialect.name == "postgresql" else []
    for batch in _batches(_rows(old, table)):
        if places:
            plain: list[Sequence[Any]] = []
            for row in batch:
                if any(row[p] is not None for p in places):
                    later.append({"id": row[names.index("id")], **{names[p]: row[p] for p in places}})
                    row = [None if i in places else v for i, v in enumerate(row)]
                plain.append(row)
            batch = plain
        engine.load(new, table, names, batch)
    if later:
        quote = new.dialect.identifier_preparer.quote
        sets = ", ".join(f"{quote(names[p])} = :{names[p]}" for p in places)
        new.execute(text(f"UPDATE {quote(table.name)} SET {sets} WHERE id = :id"), later)


def into_file(place: Place, copy: Path, vault: Sequence[Path], wait: float) -> str:
    """Makes *copy* the store at a path. Gives the path of the store before it, or ""."""
    path = place.file
    kept = ""
    if path.exists():
        _step_aside(path, wait)
    bytes_of = FolderVault(place.beside(".vault"), place)
    for file in vault:
        bytes_of.put(file.read_bytes())
    if path.exists():
        name = upgrade.kept_name(place, "before-restore")
        _keep(path, name)
        for suffix in ("-wal", "-shm"):  # left by a crash of the store before; they must not meet the new one
            with suppress(FileNotFoundError):
                os.replace(place.beside(suffix), name.with_name(name.name + suffix))
        kept = str(name)
    files.sync_file(copy)
    files.replace(copy, path)
    return kept


def _step_aside(path: Path, wait: float) -> None:
    """Refuses while another program has the store open; a damaged store is no hindrance."""
    try:
        if path.stat().st_size and not engine.free_of_others(path):
            raise OfficeError("store_locked", place=str(path), who=None)
    except engine.dbapi2.DatabaseError as error:
        if isinstance(error, engine.dbapi2.OperationalError) and error.sqlite_errorcode & 0xFF in (5, 6):
            raise


def _keep(path: Path, name: Path) -> None:
    """A second name for the old store, so that its place is never empty; a plain renaming where links do not exist."""
    try:
        os.link(path, name)
    except OSError:
        os.replace(path, name)


def into_server(place: Place, copy: Path, vault: Sequence[Path], wait: float) -> str:
    """Makes *copy* the store of a PostgreSQL database in one transaction. Gives the schema of the store before it, or ""."""
    source, target = engine.open_engines(Place(copy)), engine.open_engines(place, wait=wait)
    try:
        with source.reading.begin() as old, target.writing.begin() as new:
            engine.lock_chain(new)
            kept = ""
            if inspect(new).get_table_names():
                upgrade.stored_revision(place, wait=wait)  # refuses to push aside what is not ours
                kept = "before_restore_" + clock.now().astimezone(clock.VIETNAM).strftime("%Y%m%d_%H%M%S")
                new.exec_driver_sql(f'ALTER SCHEMA public RENAME TO "{kept}"')
                new.exec_driver_sql("CREATE SCHEMA public")
            upgrade.migrate(new)
            for table in _tables():
                _copy_table(old, new, table)
            blob = Record.metadata.tables["blob"]
            for file in vault:
                data = file.read_bytes()
                new.execute(blob.insert().values(sha256=file.name, size=len(data), data=data))
            engine.settle_sequences(new, _tables())
            checking.compare(checking.counts(old), checking.counts(new))
            journal = checking.check_journal(new)
            if not journal.ok:
                raise OfficeError("journal_broken", entry=journal.first_bad)
    finally:
        source.dispose()
        target.dispose()
    return kept
