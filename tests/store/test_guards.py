"""A store is kept only where it is safe, and by one window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import OfficeError
from models.store import engine, guards
from models.store.units import Store

ROOT = Path(__file__).parents[2]


def refused(where: str | Path, *, create: bool = False) -> str:
    with pytest.raises(OfficeError) as caught:
        Store.open(where, create=create).close()
    assert str(caught.value)
    return caught.value.code


def test_a_path_with_nothing_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "không có.sodoan") == "store_missing"
    assert refused(tmp_path / "không" / "có.sodoan", create=True) == "no_folder"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert refused(tmp_path, create=True) == "not_a_store"


def test_a_link_is_refused(sqlite_place: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.sodoan"
    link.symlink_to(sqlite_place)
    assert refused(link) == "store_is_link"


def test_a_network_share_is_refused(sqlite_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cifs(path: Path) -> str:
        return "cifs"

    monkeypatch.setattr(guards, "file_system", cifs)
    assert refused(sqlite_place) == "network_drive"
    monkeypatch.undo()
    with pytest.raises(OfficeError) as caught:
        guards.check_place(engine.Place(Path("//may-chu/chung/a.sodoan")), create=True)
    assert caught.value.code == "network_drive"


def test_the_file_system_is_read_from_the_mounts() -> None:
    if sys.platform == "linux":
        assert guards.file_system(Path("/proc")) == "proc"
        assert guards.file_system(Path("/")) not in ("", "proc")


@pytest.mark.parametrize("name", ["OneDrive - Tỉnh Cao Bằng", "Dropbox", "Google Drive"])
def test_a_synchronised_folder_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    assert refused(folder / "a.sodoan", create=True) == "synced_folder"


def test_a_folder_without_the_right_to_write(sqlite_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access

    def access(path: Path, mode: int) -> bool:
        return False if mode & os.W_OK else real(path, mode)

    monkeypatch.setattr(os, "access", access)
    assert refused(sqlite_place) == "store_read_only"


def test_addresses_of_servers_are_told_from_paths(tmp_path: Path) -> None:
    assert not engine.place_of("postgresql://u:secret@server/office").is_file
    assert not engine.place_of("postgresql+psycopg://server/office").is_file
    assert engine.place_of(str(tmp_path / "postgresql.sodoan")).is_file
    assert "secret" not in str(engine.place_of("postgresql://u:secret@server/office"))


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(OfficeError) as caught:
        Store.open("postgresql://nobody@127.0.0.1:1/office", wait=2)
    assert caught.value.code == "store_unreachable"


def test_a_database_that_is_not_there(bare_postgres: str) -> None:
    gone = bare_postgres.replace("/bare_", "/gone_")
    assert refused(gone) in ("store_missing", "store_unreachable")


def test_an_old_sqlite_library_is_refused(sqlite_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "OLDEST_SQLITE", (99, 0, 0))
    assert refused(sqlite_place) == "old_sqlite"


HOLDER = """
import sys
from models.store.units import Store
store = Store.open(sys.argv[1]); store.sit(); print("sits", flush=True); sys.stdin.read()
"""


def test_the_second_window_hears_who_sits_there(sqlite_place: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(sqlite_place)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdin and other.stdout
    assert other.stdout.readline() == "sits\n"
    store = Store.open(sqlite_place)
    try:
        with pytest.raises(OfficeError) as caught:
            store.sit()
        assert caught.value.code == "store_in_use"
        holder = guards.seat_holder(store.place)
        assert holder and holder.pid == other.pid and holder.user in str(caught.value)
        other.kill()  # a crash: nothing is cleaned up
        other.wait()
        store.sit()
        again = guards.seat_holder(store.place)
        assert again and again.pid == os.getpid()
    finally:
        other.kill()
        other.communicate()
        store.close()
    assert guards.seat_holder(store.place) is None


def test_space_on_the_disk_is_known_for_files_only(sqlite_store: Store) -> None:
    free = guards.free_bytes(sqlite_store.place)
    assert free and free > 0
    assert guards.free_bytes(engine.place_of("postgresql://server/office")) is None
