"""Bytes come back as they went in, or a sentence says that they cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from models.errors import OfficeError
from models.store.engine import Place
from models.store.files import atomic_write
from models.store.units import Store
from models.store.vault import FolderVault, TableVault, hash_of


def test_what_went_in_comes_out(store: Store) -> None:
    data = bytes(range(256)) * 1000
    name = store.vault.put(data)
    assert name == hash_of(data)
    assert store.vault.get(name) == data
    assert store.vault.has(name)
    assert not store.vault.has("0" * 64)
    assert store.vault.put(data) == name
    assert list(store.vault.names()) == [name]


def test_empty_bytes_are_bytes(store: Store) -> None:
    assert store.vault.get(store.vault.put(b"")) == b""


@settings(max_examples=30)
@given(st.lists(st.binary(max_size=200), max_size=5))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, many: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("vault")
    vault = FolderVault(folder / "v", Place(folder / "x"))
    names = [vault.put(data) for data in many]
    assert [vault.get(name) for name in names] == many
    assert list(vault.names()) == sorted(set(names))


def test_vanished_bytes_are_said(store: Store) -> None:
    name = store.vault.put(b"scan")
    _damage(store, name, None)
    with pytest.raises(OfficeError) as refused:
        store.vault.get(name)
    assert refused.value.code == "vault_missing"
    assert name[:12] in str(refused.value)


def test_damaged_bytes_are_said_and_can_be_put_again(store: Store) -> None:
    name = store.vault.put(b"scan")
    _damage(store, name, b"scam")
    with pytest.raises(OfficeError) as refused:
        store.vault.get(name)
    assert refused.value.code == "vault_damaged"
    if store.is_file:
        assert store.vault.put(b"scan") == name
        assert store.vault.get(name) == b"scan"


def _damage(store: Store, name: str, data: bytes | None) -> None:
    if isinstance(store.vault, FolderVault):
        path = store.vault.path_of(name)
        path.unlink() if data is None else path.write_bytes(data)
        return
    assert isinstance(store.vault, TableVault)
    with store.engines.writing.begin() as c:
        if data is None:
            c.execute(text("DELETE FROM blob"))
        else:
            c.execute(text("UPDATE blob SET data = :d"), {"d": data})


def test_only_hashes_name_files(sqlite_store: Store) -> None:
    for name in ("../../etc/passwd", "", "A" * 64, "0" * 63):
        with pytest.raises(ValueError, match="not a hash"):
            sqlite_store.vault.get(name)


def test_passing_files_of_a_crash_are_not_taken_for_content(sqlite_store: Store) -> None:
    name = sqlite_store.vault.put(b"scan")
    assert isinstance(sqlite_store.vault, FolderVault)
    (sqlite_store.vault.path_of(name).parent / ".abc.new").write_bytes(b"half")
    assert list(sqlite_store.vault.names()) == [name]


def test_putting_inside_a_unit_is_no_deadlock(store: Store, actor: object) -> None:
    from models.store.units import Actor

    with store.writing(Actor(None, "x", frozenset())):
        name = store.vault.put(b"scan")
    assert store.vault.has(name)


def test_atomic_write_replaces_whole_files(tmp_path: Path) -> None:
    path = tmp_path / "Thống kê năm 2018.pdf"
    atomic_write(path, b"old")
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    atomic_write(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic_write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
