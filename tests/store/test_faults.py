"""Damaged files, full disks, held locks: one sentence, nothing lost, nothing half written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from models.errors import OfficeError
from models.records import JournalEntry, Setting
from models.store import backup, checking, engine
from models.store.units import Actor, Store
from tests.store.filled import fill

ROOT = Path(__file__).parents[2]


def save_much(store: Store, by: Actor, size: int = 100_000) -> None:
    from models.clock import today

    with store.writing(by) as w:
        number = w.session.scalar(select(func.count()).select_from(Setting)) or 0
        w.session.add(Setting(name=f"s{number}", valid_from=today(), value={"value": "đ" * size}))
        w.note("set", None)


def fill_up(store: Store, by: Actor) -> OfficeError:
    """Saves until the disk is full; gives the refusal."""
    for _ in range(200):
        try:
            save_much(store, by)
        except OfficeError as error:
            return error
    raise AssertionError("the disk never became full")


def whole(store: Store) -> tuple[int, int]:
    with store.reading() as r:
        settings = r.session.scalar(select(func.count()).select_from(Setting)) or 0
        entries = r.session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    return settings, entries


def test_a_full_file_keeps_what_was_acknowledged(sqlite_place: Path, actor: Actor) -> None:
    store = Store.open(sqlite_place)
    with store.engines.writing.connect() as c:  # the one writing connection keeps its limit
        pages = c.exec_driver_sql("PRAGMA page_count").scalar_one()
        c.exec_driver_sql(f"PRAGMA max_page_count={pages + 600}")
    error = fill_up(store, actor)
    assert error.code == "disk_full"
    assert str(sqlite_place) in str(error)
    settings, entries = whole(store)
    assert settings == entries > 0
    assert checking.check(store).ok
    with store.engines.writing.connect() as c:
        c.exec_driver_sql("PRAGMA max_page_count=1000000")
    save_much(store, actor)
    assert whole(store) == (settings + 1, entries + 1)
    store.close()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB; only where the test may mount one."""
    folder = tmp_path / "usb"
    folder.mkdir()
    mounted = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount")
    if not mounted or subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True, check=False
    ).returncode:  # fmt: skip
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_while_saving(tiny_disk: Path, sqlite_template: Path, actor: Actor) -> None:
    place = Path(shutil.copyfile(sqlite_template, tiny_disk / "co-quan.sodoan"))
    store = Store.open(place)
    error = fill_up(store, actor)
    assert error.code == "disk_full"
    settings, entries = whole(store)
    assert settings == entries > 0
    store.close()
    room = tiny_disk / "ballast"
    with pytest.raises(OSError, match="No space"):
        room.write_bytes(b"x" * 10_000_000)
    try:  # a write-ahead log can perhaps not even be opened then
        crowded = Store.open(place)
        error = fill_up(crowded, actor)
        crowded.close()
    except OfficeError as refused:
        error = refused
    assert error.code == "disk_full"
    room.unlink()
    store = Store.open(place)
    again, entries_again = whole(store)
    assert again == entries_again >= settings
    assert checking.check(store).ok
    store.close()


def test_a_backup_to_a_full_disk(sqlite_store: Store, tiny_disk: Path, actor: Actor) -> None:
    for _ in range(40):
        save_much(sqlite_store, actor)
    good = tiny_disk / "sodoan-20180101-080000.sdbak"
    good.write_bytes(b"an older backup")
    with pytest.raises(OfficeError) as refused:
        backup.make(sqlite_store, tiny_disk)
    assert refused.value.code == "backup_disk_full"
    assert str(tiny_disk) in str(refused.value)
    assert [p.name for p in tiny_disk.iterdir()] == [good.name]
    assert checking.check(sqlite_store).ok


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from models.store.units import Store
from tests.store.test_faults import fill_up, whole
from models.store.units import Actor
store = Store.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
error = fill_up(store, Actor(None, "x", frozenset()))
settings, entries = whole(store)
assert settings == entries, (settings, entries)
print(error.code)
"""


def test_a_limit_of_the_file_size_is_said_as_a_fault_of_the_disk(sqlite_place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(sqlite_place)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "disk_failed\n", done.stderr
    store = Store.open(sqlite_place)
    assert checking.check(store).ok
    store.close()


def test_a_full_disk_in_the_vault(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OfficeError) as refused:
        sqlite_store.vault.put(b"scan")
    assert refused.value.code == "disk_full"
    assert list(sqlite_store.vault.names()) == []


@pytest.mark.parametrize("how", ["cut", "page", "header", "nothing left"])
def test_a_damaged_store_is_said(sqlite_place: Path, actor: Actor, how: str) -> None:
    store = Store.open(sqlite_place)
    fill(store, actor)
    store.close()
    data = bytearray(sqlite_place.read_bytes())
    if how == "cut":
        del data[len(data) // 2 :]
    elif how == "page":
        data[4096 : 4096 * 30] = b"\x5a" * (4096 * 29)
    elif how == "header":
        data[:100] = b"\x00" * 100
    else:
        data.clear()
    sqlite_place.write_bytes(data)
    with pytest.raises(OfficeError) as refused:
        store = Store.open(sqlite_place)
        try:
            with store.reading() as r:
                for table in ("journal", "dossier", "letter", "person", "member"):
                    r.session.execute(text(f"SELECT * FROM {table}")).all()
        finally:
            store.close()
    assert refused.value.code in ("store_damaged", "not_a_store")
    assert str(sqlite_place) in str(refused.value)
    assert sqlite_place.read_bytes() == bytes(data)  # never deleted, never "repaired"


HOLDER = """
import sys
from models.store.units import Actor, Store
store = Store.open(sys.argv[1]); store.sit() if store.is_file else None
with store.writing(Actor(None, "x", frozenset())) as w:
    w.session.connection().exec_driver_sql("UPDATE register_year SET last = last" if store.is_file else "LOCK TABLE organisation")
    print("holds", flush=True); sys.stdin.read()
"""


def test_a_store_held_by_another_seat(place: Path | str, actor: Actor) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(place)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert other.stdout
    assert other.stdout.readline() == "holds\n"
    store = Store.open(place, wait=0.3)
    started = time.monotonic()
    try:
        with pytest.raises(OfficeError) as refused, store.writing(actor) as w:
            w.session.execute(text("UPDATE organisation SET name = 'x'"))
        assert refused.value.code == "store_locked"
        assert time.monotonic() - started < 5
        if store.is_file:
            import getpass
            import socket

            assert f"{getpass.getuser()} ({socket.gethostname()})" in str(refused.value)
        with store.reading() as r:  # reading goes on meanwhile
            assert r.session.scalar(text("SELECT count(*) FROM journal")) == 0
    finally:
        other.communicate("")
    with store.writing(actor) as w:
        w.note("look", None)
    store.close()


def test_the_live_file_is_never_opened_beside_sqlite(
    sqlite_store: Store, actor: Actor, tmp_path: Path
) -> None:
    """Closing a second handle of the file would drop SQLite's locks, and with them other programs' work."""
    fill(sqlite_store, actor)
    opened: list[str] = []
    live = str(sqlite_store.place.file)

    def hook(event: str, args: tuple[object, ...]) -> None:
        if (
            watching
            and event == "open"
            and str(args[0]).startswith(live)
            and not str(args[0]).startswith(live + ".vault")
        ):
            opened.append(str(args[0]))

    watching = True
    sys.addaudithook(hook)
    backup.make(sqlite_store, tmp_path)
    backup.check(sqlite_store)
    sqlite_store.close()
    Store.open(live).close()
    watching = False
    assert opened == []


def test_the_library_closes_its_files(sqlite_place: Path) -> None:
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("no /proc here")
    before = len(list(folder.iterdir()))
    for _ in range(5):
        store = Store.open(sqlite_place)
        with store.reading() as r:
            r.session.execute(text("SELECT 1"))
        store.close()
    assert len(list(folder.iterdir())) == before
    assert engine.free_of_others(sqlite_place)
