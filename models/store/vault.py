"""Bytes by their SHA-256: scans, attachments and issued letters. Written before the commit that names them, never changed.

A SQLite store keeps them in a folder beside it, a PostgreSQL store in the table ``blob``, where every seat reaches them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Engine

from models.errors import OfficeError
from models.records import Blob
from models.store.engine import Engines, Place, speaking
from models.store.files import replacing, sync_folder

_HASH = re.compile(r"[0-9a-f]{64}")


def hash_of(data: bytes) -> str:
    """The name of some bytes: SHA-256 in small hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Vault(Protocol):
    """Keeps bytes by their hash."""

    def put(self, data: bytes) -> str:
        """Keeps *data* durably and gives its hash; keeping it twice is keeping it once. Raises OfficeError."""
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes of that hash, verified. Raises OfficeError when they vanished or were damaged."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether bytes of that name are kept (not verified)."""
        ...

    def names(self) -> Iterator[str]:
        """The hashes of everything kept, in order."""
        ...


def open_vault(place: Place, engines: Engines) -> Vault:
    """The vault that belongs to a store."""
    return FolderVault(place.beside(".vault"), place) if place.is_file else TableVault(engines.writing, place)


def _verified(data: bytes | None, sha256: str) -> bytes:
    if data is None:
        raise OfficeError("vault_missing", sha256=sha256[:12])
    if hash_of(data) != sha256:
        raise OfficeError("vault_damaged", sha256=sha256[:12])
    return data


class FolderVault:
    """A vault in a folder: ``ab/cdef…`` for the hash ``abcdef…``."""

    def __init__(self, folder: Path, place: Place) -> None:
        self.folder = folder
        self._place = place

    def path_of(self, sha256: str) -> Path:
        """Where bytes of that hash lie."""
        if not _HASH.fullmatch(sha256):
            raise ValueError(f"not a hash: {sha256!r}")
        return self.folder / sha256[:2] / sha256[2:]

    def put(self, data: bytes) -> str:
        sha256 = hash_of(data)
        path = self.path_of(sha256)
        with speaking(self._place):
            if path.exists() and path.stat().st_size == len(data) and hash_of(path.read_bytes()) == sha256:
                return sha256
            if not path.parent.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                sync_folder(self.folder)
                sync_folder(self.folder.parent)
            with replacing(path) as new:
                new.write_bytes(data)
        return sha256

    def get(self, sha256: str) -> bytes:
        try:
            data = self.path_of(sha256).read_bytes()
        except FileNotFoundError:
            data = None
        except OSError as error:
            raise OfficeError("vault_missing", sha256=sha256[:12]) from error
        return _verified(data, sha256)

    def has(self, sha256: str) -> bool:
        return self.path_of(sha256).is_file()

    def names(self) -> Iterator[str]:
        if not self.folder.is_dir():
            return
        for part in sorted(p for p in self.folder.iterdir() if p.is_dir()):
            for file in sorted(part.iterdir()):
                if _HASH.fullmatch(part.name + file.name):
                    yield part.name + file.name


class TableVault:
    """A vault in the table ``blob`` of a PostgreSQL store, each put a transaction of its own."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self._engine = engine
        self._place = place

    def put(self, data: bytes) -> str:
        sha256 = hash_of(data)
        with speaking(self._place), self._engine.begin() as c:
            row = {"sha256": sha256, "size": len(data), "data": data}
            c.execute(insert(Blob).values(row).on_conflict_do_nothing())
        return sha256

    def get(self, sha256: str) -> bytes:
        with speaking(self._place), self._engine.begin() as c:
            data = c.scalar(select(Blob.data).where(Blob.sha256 == sha256))
        return _verified(None if data is None else bytes(data), sha256)

    def has(self, sha256: str) -> bool:
        with speaking(self._place), self._engine.begin() as c:
            return c.scalar(select(Blob.size).where(Blob.sha256 == sha256)) is not None

    def names(self) -> Iterator[str]:
        with speaking(self._place), self._engine.begin() as c:
            yield from list(c.scalars(select(Blob.sha256).order_by(Blob.sha256)))
