"""New stores are built by the migrations, older ones upgraded as copies, newer and foreign ones refused untouched."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models import clock
from models.errors import OfficeError
from models.records import Letter
from models.store import backup, checking, engine, upgrade
from models.store.units import Actor, Store
from tests.store.filled import fill

NEXT = '''"""A later one, for tests."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None
def upgrade() -> None:
    op.add_column("person", sa.Column("nickname", sa.String(300), nullable=False, server_default=""))
'''


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the program one migration newer; *more* is what the migration does besides."""

    def become(more: str = "") -> None:
        folder = tmp_path / "versions"
        shutil.copytree(upgrade.VERSIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "0003_later.py").write_text(NEXT + more, encoding="utf-8")
        monkeypatch.setattr(upgrade, "VERSIONS", folder)
        monkeypatch.setattr(upgrade, "LATEST", "0003")

    return become


def bytes_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refused(where: Path | str, *, create: bool = False) -> OfficeError:
    with pytest.raises(OfficeError) as caught:
        Store.open(where, create=create, wait=0.3).close()
    assert str(caught.value)
    return caught.value


def test_the_migrations_make_what_the_records_say(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from models.records import Record

    def include(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
        return not (name or "").startswith("search_index")

    def same_type(context: Any, column: Any, other: Any, found: Any, said: Any) -> bool | None:
        return False if context.dialect.name == "sqlite" and type(said).__name__ == "Moment" else None

    with store.engines.writing.begin() as c:
        context = MigrationContext.configure(c, opts={"include_object": include, "compare_type": same_type})
        assert compare_metadata(context, Record.metadata) == []


def test_the_newest_migration_is_the_one_the_program_knows() -> None:
    numbers = sorted(p.name[:4] for p in upgrade.VERSIONS.glob("[0-9]*.py"))
    assert numbers[-1] == upgrade.LATEST
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


def test_every_column_of_an_issued_letter_is_frozen_or_left_open_on_purpose() -> None:
    left_open = {"id", "state", "void_reason", "made_at", "made_by"}
    newest = import_module("models.store.migrations.versions.0002_papers_in_and_out")
    assert set(newest.FROZEN) | left_open == set(Letter.__table__.columns.keys())


def test_a_new_store_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "Cơ quan mới.sodoan"
    store = Store.open(path, create=True)
    assert backup.check(store).ok
    store.close()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert upgrade.stored_revision(engine.Place(path)) == upgrade.LATEST


def test_a_new_store_on_a_bare_server(bare_postgres: str) -> None:
    assert refused(bare_postgres).code == "not_a_store"
    store = Store.open(bare_postgres, create=True)
    assert backup.check(store).ok
    store.close()


def test_creating_where_a_store_is_opens_it(place: Path | str, actor: Actor) -> None:
    store = Store.open(place)
    fill(store, actor)
    store.close()
    store = Store.open(place, create=True)
    assert backup.check(store).journal.entries == 2
    store.close()


def test_what_is_not_a_store_is_refused_and_untouched(tmp_path: Path) -> None:
    word, other, foreign, empty = (tmp_path / n for n in ("a.docx", "b.db", "c.db", "d.sodoan"))
    word.write_bytes(b"PK\x03\x04" + b"word" * 5000)
    raw = sqlite3.connect(other)
    raw.executescript("CREATE TABLE contacts (name); INSERT INTO contacts VALUES ('x')")
    raw.close()
    raw = sqlite3.connect(foreign)
    raw.executescript(
        "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('0001')"
    )
    raw.close()
    empty.touch()
    for path in (word, other, foreign, empty):
        before = bytes_of(path)
        assert refused(path).code == "not_a_store", path
        if path is not empty:
            assert refused(path, create=True).code == "not_a_store", path
        assert bytes_of(path) == before
    assert len(list(tmp_path.iterdir())) == 4


def test_a_server_with_other_tables_is_refused(bare_postgres: str) -> None:
    engines = engine.open_engines(engine.place_of(bare_postgres))
    with engines.writing.begin() as c:
        c.execute(text("CREATE TABLE contacts (name text)"))
    engines.dispose()
    assert refused(bare_postgres, create=True).code == "not_a_store"


def test_a_newer_store_is_refused_politely_and_untouched(place: Path | str, actor: Actor) -> None:
    store = Store.open(place)
    fill(store, actor)
    with store.writing(actor) as w:
        w.session.execute(text("UPDATE alembic_version SET version_num = '0042'"))
    store.close()
    before = bytes_of(place) if isinstance(place, Path) else ""
    error = refused(place, create=True)
    assert error.code == "newer_store"
    assert "0042" in str(error)
    if isinstance(place, Path):
        assert bytes_of(place) == before


def test_an_older_store_is_upgraded_and_its_old_self_kept(
    place: Path | str, actor: Actor, later: Callable[[str], None]
) -> None:
    store = Store.open(place)
    fill(store, actor)
    before = checking.check(store)
    store.close()
    later("")
    with clock.at(clock.datetime(2026, 7, 1, 8, 0, tzinfo=clock.VIETNAM)):
        store = Store.open(place)
    now = checking.check(store)
    assert now.ok
    assert now.store["revision"] == "0003"
    assert now.store["tables"] == before.store["tables"]
    assert now.journal == before.journal
    with store.reading() as r:
        assert r.session.scalar(text("SELECT nickname FROM person")) == ""
    store.close()
    if isinstance(place, Path):
        kept = place.with_name("co-quan.sodoan.before-0003-20260701-080000")
        assert upgrade.stored_revision(engine.Place(kept)) == "0002"
        assert checking.counts_of_file(kept) == before.store["tables"]


@pytest.mark.parametrize(
    "fault",
    ['    op.execute("DELETE FROM draft"); op.execute("DELETE FROM leg")\n', "    raise ZeroDivisionError\n"],
)
def test_an_upgrade_that_fails_changes_nothing(
    place: Path | str, actor: Actor, later: Callable[[str], None], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(place)
    fill(store, actor)
    before = checking.check(store)
    store.close()
    later(fault)
    with pytest.raises((OfficeError, ZeroDivisionError)) as failed:
        Store.open(place)
    if isinstance(failed.value, OfficeError):
        assert failed.value.code == "counts_differ"
    monkeypatch.undo()
    store = Store.open(place)
    assert checking.check(store) == before
    store.close()
    if isinstance(place, Path):
        assert not [p for p in place.parent.iterdir() if p.name.endswith(".new")]


def test_no_upgrade_under_the_hands_of_another_program(
    sqlite_place: Path, actor: Actor, later: Callable[[str], None]
) -> None:
    store = Store.open(sqlite_place)
    fill(store, actor)
    later("")
    assert refused(sqlite_place).code == "store_locked"
    with store.writing(actor) as w:
        w.note("look", None)
    assert checking.check(store).ok
    store.close()
    Store.open(sqlite_place).close()
    assert upgrade.stored_revision(engine.Place(sqlite_place)) == "0003"


def test_a_backup_of_an_older_store_is_restored_and_upgraded(
    store: Store, actor: Actor, later: Callable[[str], None], tmp_path: Path
) -> None:
    fill(store, actor)
    made = backup.make(store, tmp_path)
    later("")
    backup.restore(made.path, tmp_path / "neu.sodoan")
    again = Store.open(tmp_path / "neu.sodoan")
    found = checking.check(again)
    again.close()
    assert found.ok and found.store["revision"] == "0003"
    assert found.store["tables"] == made.tables


STORES = sorted((Path(__file__).parents[1] / "stores").glob("*.sdbak"))


@pytest.mark.parametrize("old", STORES, ids=[p.stem for p in STORES])
def test_every_store_ever_released_comes_up(old: Path, tmp_path: Path) -> None:
    told = backup.verify(old)
    backup.restore(old, tmp_path / "old.sodoan")
    store = Store.open(tmp_path / "old.sodoan")
    found = checking.check(store)
    store.close()
    assert found.ok, found
    assert found.store["tables"].items() >= told.tables.items()
