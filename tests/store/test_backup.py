"""A backup is good only if it was read again; a restored store equals the one it came from, on either database."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models import clock
from models.errors import OfficeError
from models.store import backup, checking, engine, moving, upgrade
from models.store.units import Actor, Store
from tests.store.filled import PDF, SCAN, fill


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as typed values."""
    from sqlalchemy import select

    out: dict[str, list[tuple[Any, ...]]] = {}
    with store.reading() as r:
        for table in moving._tables():  # pyright: ignore[reportPrivateUsage]
            rows = r.session.execute(select(*table.columns).order_by(*table.primary_key.columns))
            out[table.name] = [tuple(row) for row in rows]
    return out


@pytest.fixture
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where nothing is yet, once on each database."""
    if request.param == "sqlite":
        return tmp_path / "khôi phục.sodoan"
    return request.getfixturevalue("bare_postgres")


@pytest.mark.parametrize("target", ["sqlite", "postgres"], indirect=True)
def test_restore_rehearsal(store: Store, actor: Actor, target: Path | str, tmp_path: Path) -> None:
    fill(store, actor)
    before = content(store)
    made = backup.make(store, tmp_path)
    assert made.path.parent == tmp_path
    assert made.tables["journal"] == made.journal_entries == 2
    assert backup.verify(made.path) == made
    restored = backup.restore(made.path, target)
    assert restored.kept == ""
    again = Store.open(target)
    try:
        assert content(again) == before
        assert sorted(map(again.vault.get, again.vault.names())) == sorted([SCAN, PDF])
        found = backup.check(again)
        assert found.ok, found
        assert found.journal.head == made.journal_head
        with again.writing(actor) as w:  # counting goes on where it stopped
            w.note("look", None)
            w.session.execute(
                text(
                    "INSERT INTO organisation (name, abbreviation, kind, folded, sort_key) VALUES ('a', '', '', 'a', 'a')"
                )
            )
        assert backup.check(again).journal.entries == 3
    finally:
        again.close()
    leftovers = [p.name for p in tmp_path.iterdir() if p.name.startswith(".sodoan-")]
    assert leftovers == []


def test_the_store_before_is_kept_aside(place: Path | str, actor: Actor, tmp_path: Path) -> None:
    store = Store.open(place)
    fill(store, actor)
    made = backup.make(store, tmp_path)
    with store.writing(actor) as w:
        w.note("after_backup", None)
    store.close()
    with clock.at(datetime(2018, 12, 28, 1, 30, tzinfo=clock.VIETNAM)):
        restored = backup.restore(made.path, place)
    now = Store.open(place)
    assert backup.check(now).journal.entries == 2
    now.close()
    if isinstance(place, Path):
        assert Path(restored.kept).name == "co-quan.sodoan.before-restore-20181228-013000"
        now = Store.open(restored.kept)
        kept = ""
    else:
        assert restored.kept == "before_restore_20181228_013000"
        now = Store.open(place)
        kept = f"{restored.kept}."
    with now.reading() as r:
        assert r.session.scalar(text(f"SELECT count(*) FROM {kept}journal")) == 3
    now.close()


def test_restore_over_a_damaged_store(
    sqlite_store: Store, sqlite_place: Path, actor: Actor, tmp_path: Path
) -> None:
    fill(sqlite_store, actor)
    made = backup.make(sqlite_store, tmp_path)
    sqlite_store.close()
    sqlite_place.write_bytes(b"noise" * 10_000)
    restored = backup.restore(made.path, sqlite_place)
    assert Path(restored.kept).read_bytes() == b"noise" * 10_000
    store = Store.open(sqlite_place)
    assert backup.check(store).ok
    store.close()


def test_restore_refuses_while_someone_works(sqlite_store: Store, actor: Actor, tmp_path: Path) -> None:
    fill(sqlite_store, actor)
    made = backup.make(sqlite_store, tmp_path)
    with pytest.raises(OfficeError) as refused:
        backup.restore(made.path, sqlite_store.place.file, wait=0.2)
    assert refused.value.code == "store_locked"
    assert backup.check(sqlite_store).ok


def damaged(path: Path, how: str) -> Path:
    data = bytearray(path.read_bytes())
    if how == "bit":
        data[len(data) // 2] ^= 0x10
    elif how == "short":
        del data[len(data) // 2 :]
    elif how == "empty":
        data.clear()
    elif how == "noise":
        data = bytearray(b"\x00\xff" * 5000)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("how", ["bit", "short", "empty", "noise"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    sqlite_store: Store, actor: Actor, tmp_path: Path, how: str
) -> None:
    fill(sqlite_store, actor)
    made = backup.make(sqlite_store, tmp_path)
    before = content(sqlite_store)
    damaged(made.path, how)
    for act in (lambda: backup.verify(made.path), lambda: backup.restore(made.path, sqlite_store.place.file)):
        with pytest.raises(OfficeError) as refused:
            act()
        assert refused.value.code == "backup_damaged"
        assert made.path.name in str(refused.value)
    assert content(sqlite_store) == before


def rewritten(path: Path, change: dict[str, bytes | None], target: Path) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, data in {**parts, **change}.items():
            if data is not None:
                new.writestr(name, data)
    return target


def test_other_files_are_no_backups(sqlite_store: Store, actor: Actor, tmp_path: Path) -> None:
    fill(sqlite_store, actor)
    made = backup.make(sqlite_store, tmp_path)
    manifest = zipfile.ZipFile(made.path).read("manifest.json")
    revision = f'"{upgrade.LATEST}"'.encode()
    word = tmp_path / "Tờ trình.docx"
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    cases = {
        "backup_not_ours": [word, tmp_path / "không có.sdbak"],
        "backup_newer": [
            rewritten(made.path, {"manifest.json": manifest.replace(b'"format": 1', b'"format": 2')}, tmp_path / "n1.sdbak"),
            rewritten(made.path, {"manifest.json": manifest.replace(revision, b'"9999"')}, tmp_path / "n2.sdbak"),
        ],
        "backup_damaged": [
            rewritten(made.path, {"../../evil": b"x"}, tmp_path / "d1.sdbak"),
            rewritten(made.path, {"vault/" + made.vault[0]: None}, tmp_path / "d2.sdbak"),
            rewritten(made.path, {"manifest.json": manifest.replace(b'"journal": 2', b'"journal": 3')}, tmp_path / "d3.sdbak"),
            rewritten(made.path, {"manifest.json": manifest.replace(made.journal_head.encode(), b"0" * 64)}, tmp_path / "d4.sdbak"),
        ],
    }  # fmt: skip
    for code, files in cases.items():
        for file in files:
            with pytest.raises(OfficeError) as refused:
                backup.restore(file, tmp_path / "neu.sodoan")
            assert (file.name, refused.value.code) == (file.name, code)
            assert str(refused.value)
    assert not (tmp_path / "neu.sodoan").exists()


def test_a_damaged_store_makes_no_backup(sqlite_store: Store, actor: Actor, tmp_path: Path) -> None:
    fill(sqlite_store, actor)
    raw = engine.connect_file(sqlite_store.place.file)
    raw.execute("DROP TRIGGER journal_no_update")
    raw.execute("UPDATE journal SET reason = 'sửa lén' WHERE id = 1")
    raw.close()
    with pytest.raises(OfficeError) as refused:
        backup.make(sqlite_store, tmp_path)
    assert refused.value.code == "journal_broken"
    assert list(tmp_path.glob("*.sdbak")) == []


def test_what_the_vault_lost_is_written_in_the_backup(
    sqlite_store: Store, actor: Actor, tmp_path: Path
) -> None:
    fill(sqlite_store, actor)
    shutil.rmtree(sqlite_store.place.beside(".vault"))
    made = backup.make(sqlite_store, tmp_path)
    assert len(made.missing) == 2
    assert made.vault == []


def test_a_backup_while_others_save_ends_and_is_whole(
    sqlite_store: Store, actor: Actor, tmp_path: Path
) -> None:
    fill(sqlite_store, actor)
    stop = threading.Event()

    def save() -> None:
        while not stop.is_set():
            with sqlite_store.writing(actor) as w:
                w.note("look", None)

    thread = threading.Thread(target=save)
    thread.start()
    try:
        made = [backup.make(sqlite_store, tmp_path) for _ in range(5)]
    finally:
        stop.set()
        thread.join()
    assert len({m.path for m in made}) == 5
    entries = [backup.verify(m.path).journal_entries for m in made]
    assert entries == sorted(entries) and entries[0] < entries[-1]


def test_backups_say_how_far_they_are(sqlite_store: Store, actor: Actor, tmp_path: Path) -> None:
    fill(sqlite_store, actor)
    said: list[tuple[int, int]] = []
    backup.make(sqlite_store, tmp_path, progress=lambda done, of: said.append((done, of)))
    assert said and said[-1][0] == said[-1][1]
    assert [d for d, _ in said] == sorted(d for d, _ in said)


def test_a_folder_that_is_not_there(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(OfficeError) as refused:
        backup.make(sqlite_store, tmp_path / "usb")
    assert refused.value.code == "backup_no_folder"


def test_old_backups_are_thinned(tmp_path: Path) -> None:
    now = datetime(2018, 12, 28, 17, tzinfo=clock.VIETNAM)
    for hours in range(0, 24 * 200, 8):
        stamp = (now - timedelta(hours=hours)).strftime("%Y%m%d-%H%M%S")
        (tmp_path / f"sodoan-{stamp}.sdbak").touch()
    (tmp_path / "sodoan-ghi-chú.txt").touch()
    with clock.at(now):
        gone = backup.thin(tmp_path)
        assert backup.thin(tmp_path) == []
    left = [moment for moment, _ in backup.backups_in(tmp_path)]
    assert len(gone) + len(left) == 600
    assert left[:7] == [now - timedelta(hours=8 * n) for n in range(7)]
    days = [m.date() for m in left[7:] if now - m <= timedelta(days=16)]
    assert len(days) == len(set(days)) == 15
    assert (tmp_path / "sodoan-ghi-chú.txt").exists()
    assert min(left).date() >= date(2018, 6, 11)
    assert 25 < len(left) < 45


def test_check_tells_everything_that_is_wrong(store: Store, actor: Actor) -> None:
    fill(store, actor)
    whole = backup.check(store)
    assert whole.ok
    assert set(whole.as_dict()) == {"ok", "store", "vault", "registers", "journal"}
    assert whole.as_dict()["registers"] == [
        {"register": "QD", "year": 2018, "last": 1, "gaps": [], "duplicates": []}
    ]
    assert whole.as_dict()["journal"].items() >= {"entries": 2, "ok": True, "first_bad": None}.items()
    with store.writing(actor) as w:
        w.session.execute(text("UPDATE register_year SET last = 3"))
        w.session.execute(
            text(
                "INSERT INTO taken_number (register_id, year, number, taken_on, letter_key, void_reason) VALUES (1, 2018, 3, '2018-03-13', 'k3', '')"
            )
        )
    assert backup.check(store).registers[0].gaps == [2]
    assert not backup.check(store).ok


def test_check_sees_vanished_and_damaged_bytes(sqlite_store: Store, actor: Actor) -> None:
    fill(sqlite_store, actor)
    from models.store.vault import FolderVault, hash_of

    assert isinstance(sqlite_store.vault, FolderVault)
    sqlite_store.vault.path_of(hash_of(PDF)).unlink()
    sqlite_store.vault.path_of(hash_of(SCAN)).write_bytes(b"khac")
    found = checking.check(sqlite_store)
    assert (found.ok, found.vault.missing, found.vault.damaged) == (False, [hash_of(PDF)], [hash_of(SCAN)])


def test_our_store_is_plain_sqlite_to_others(sqlite_store: Store, actor: Actor, tmp_path: Path) -> None:
    fill(sqlite_store, actor)
    made = backup.make(sqlite_store, tmp_path)
    with zipfile.ZipFile(made.path) as archive:
        archive.extract("store.sqlite", tmp_path)
    raw = sqlite3.connect(tmp_path / "store.sqlite")
    assert raw.execute("SELECT full_name FROM person").fetchall() == [("Đàm Thị Hoà",)]
    raw.close()
