"""Backups that were tried before they count: one file each, the same form from both databases.

``sodoan-YYYYMMDD-HHMMSS.sdbak`` is a zip without compression: ``manifest.json`` (what is inside, with hashes and counts),
``store.sqlite`` (the whole store as a SQLite store, also when it came from PostgreSQL) and ``vault/<sha256>``. So every
backup can be restored on either database, which is also the way from one seat to several.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from models import clock
from models.errors import OfficeError
from models.store import checking, engine, files, moving, upgrade
from models.store.checking import Check, check
from models.store.engine import Place

if TYPE_CHECKING:
    from models.store.units import Store

__all__ = ["Backup", "Check", "Restored", "backups_in", "check", "make", "restore", "thin", "verify"]

FORMAT = 1
_MANIFEST, _STORE = "manifest.json", "store.sqlite"
_NAME = re.compile(r"sodoan-(\d{8}-\d{6})(-\d+)?\.sdbak")
_BLOCK = 1 << 20

Progress = Callable[[int, int], None]  # done, of how many; in bytes


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: *tables* are counts of rows, *missing* hashes the vault had lost or damaged already when it was made."""

    path: Path
    made_at: str
    revision: str
    source: str
    tables: dict[str, int]
    journal_entries: int
    journal_head: str
    store_size: int
    store_sha256: str
    vault: list[str]
    missing: list[str]

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored store: where it is now, what it holds, and where the one before it was put aside."""

    place: Place
    kept: str
    tables: dict[str, int]


def make(store: Store, to_dir: Path, *, progress: Progress = lambda done, of: None) -> Backup:
    """A verified backup of the store and its vault in a folder; others may go on working meanwhile.

    Raises OfficeError: backup_no_folder, backup_disk_full, store_damaged, journal_broken; then no backup appeared.
    """
    if not to_dir.is_dir():
        raise OfficeError("backup_no_folder", place=str(to_dir))
    moment = clock.now().astimezone(clock.VIETNAM)
    with _speaking(to_dir), _workshop(_roomy(store.place, to_dir)) as work:
        copy = work / _STORE
        moving.copy_out(store.place, copy)
        tables = checking.counts_of_file(copy)
        journal = checking.check_file(copy, as_many=tables, name=str(store.place))
        names = list(store.vault.names())
        missing = sorted(checking.named_hashes_of_file(copy) - set(names))
        manifest: dict[str, Any] = {
            "format": FORMAT, "made_at": moment.isoformat(timespec="seconds"), "revision": upgrade.LATEST, "source": store.place.kind,
            "tables": tables, "journal_entries": journal.entries, "journal_head": journal.head,
            "store_size": copy.stat().st_size, "store_sha256": _hash_file(copy), "vault": names, "missing": missing,
        }  # fmt: skip
        target = _free_name(to_dir, moment)
        with files.replacing(target) as new:
            _pack(new, manifest, copy, store, progress)
            _read_back(new, manifest)
    return Backup(target, **{k: v for k, v in manifest.items() if k != "format"})


def _pack(path: Path, manifest: dict[str, Any], copy: Path, store: Store, progress: Progress) -> None:
    """Writes the parts, then the manifest. A damaged file of the vault must not end all backups: it counts as missing."""
    of, done = manifest["store_size"] + len(manifest["vault"]) * 65536, 0
    damaged: list[str] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        with open(copy, "rb") as source, archive.open(_STORE, "w", force_zip64=True) as target:
            while block := source.read(_BLOCK):
                target.write(block)
                done += len(block)
                progress(done, of)
        for name in manifest["vault"]:
            try:
                data = store.vault.get(name)
            except OfficeError as error:
                if error.code not in ("vault_damaged", "vault_missing"):
                    raise
                damaged.append(name)
            else:
                archive.writestr(f"vault/{name}", data)
            done += 65536
            progress(done, of)
        manifest["vault"] = [name for name in manifest["vault"] if name not in damaged]
        manifest["missing"] = sorted({*manifest["missing"], *damaged})
        archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))


def _read_back(path: Path, manifest: dict[str, Any]) -> None:
    """The written file, read again from the disk, holds what was meant."""
    if _unpack(path, None) != manifest:
        raise OfficeError("backup_damaged", file=path.name, part=_MANIFEST)


def verify(path: Path) -> Backup:
    """What a backup file holds, after reading all of it. Raises OfficeError: backup_not_ours, backup_damaged, backup_newer."""
    with tempfile.TemporaryDirectory(prefix="sodoan-") as folder:
        manifest = _unpack(path, Path(folder))
        _try_store(path, Path(folder) / _STORE, manifest)
    return Backup(path, **{k: v for k, v in manifest.items() if k != "format"})


def _unpack(path: Path, folder: Path | None) -> dict[str, Any]:
    """Reads a whole backup, checks every hash and writes its parts into *folder* if one is given; gives the manifest."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(path, archive)
            wanted = {
                _STORE: manifest["store_sha256"],
                **{f"vault/{name}": name for name in manifest["vault"]},
            }
            if sorted(archive.namelist()) != sorted([_MANIFEST, *wanted]):
                raise OfficeError("backup_damaged", file=path.name, part=_MANIFEST)
            for name, sha256 in wanted.items():
                target = None if folder is None else folder / name
                if target is not None:
                    target.parent.mkdir(exist_ok=True)
                with archive.open(name) as source:
                    if _copy_hashing(source, target) != sha256:
                        raise OfficeError("backup_damaged", file=path.name, part=name)
            return manifest
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise OfficeError("backup_not_ours", file=path.name) from error
    except PermissionError as error:  # what Windows says of a folder, too
        code = "backup_not_ours" if path.is_dir() else "backup_unreadable"
        raise OfficeError(code, file=path.name) from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, ValueError) as error:
        code = "backup_damaged" if _NAME.fullmatch(path.name) else "backup_not_ours"
        raise OfficeError(code, file=path.name, part="zip") from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        entry = archive.getinfo(_MANIFEST)
        if entry.file_size > 256 * _BLOCK:
            raise OfficeError("backup_damaged", file=path.name, part=_MANIFEST)
        manifest: dict[str, Any] = json.loads(archive.read(entry))
        number, revision, hashes = manifest["format"], manifest["revision"], manifest["vault"]
        expected = set(Backup.__dataclass_fields__) - {"path"} | {"format"}
        whole = all(isinstance(h, str) and re.fullmatch("[0-9a-f]{64}", h) for h in hashes)
    except (KeyError, TypeError) as error:
        raise OfficeError("backup_not_ours", file=path.name) from error
    if number > FORMAT or revision > upgrade.LATEST:
        raise OfficeError("backup_newer", file=path.name)
    if set(manifest) != expected or not whole:
        raise OfficeError("backup_damaged", file=path.name, part=_MANIFEST)
    return manifest


def _try_store(path: Path, copy: Path, manifest: dict[str, Any]) -> None:
    try:
        if upgrade.stored_revision(Place(copy)) != manifest["revision"]:
            raise OfficeError("backup_damaged", file=path.name, part=_STORE)
        journal = checking.check_file(copy, as_many=manifest["tables"])
    except OfficeError as error:
        raise OfficeError("backup_damaged", file=path.name, part=_STORE) from error
    if (journal.entries, journal.head) != (manifest["journal_entries"], manifest["journal_head"]):
        raise OfficeError("backup_damaged", file=path.name, part=_STORE)


def restore(path: Path, where: str | Path, *, wait: float = engine.WAIT) -> Restored:
    """Puts a backup in the place of a store, or where there is none yet; the store before it is kept aside.

    All of it is tried first; a bad file changes nothing. Raises OfficeError as ``verify`` does, and store_locked while another
    program works in the store.
    """
    place = engine.place_of(where)
    _check_target(place)
    with engine.speaking(place), _workshop(_beside(place)) as work, _seated(place):
        manifest = _unpack(path, work)
        copy = work / _STORE
        _try_store(path, copy, manifest)
        if manifest["revision"] < upgrade.LATEST:
            upgrade.migrate_file(copy)
            checking.check_file(copy, as_many=manifest["tables"])
        vault = [work / "vault" / name for name in manifest["vault"]]
        kept = (
            moving.into_file(place, copy, vault, wait)
            if place.is_file
            else moving.into_server(place, copy, vault, wait)
        )
    return Restored(place, kept, manifest["tables"])


def _check_target(place: Place) -> None:
    from models.store import guards

    guards.check_place(place, create=True)


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups in a folder by their names, newest first; they are not opened."""
    found: list[tuple[datetime, Path]] = []
    for file in folder.glob("sodoan-*.sdbak"):
        if match := _NAME.fullmatch(file.name):
            with suppress(ValueError):
                found.append(
                    (datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=clock.VIETNAM), file)
                )
    return sorted(found, reverse=True)


def thin(folder: Path) -> list[Path]:
    """Removes old backups: all of two days stay, then one a day for two weeks, one a week for two months, one a month after.

    The newest of its span stays. Gives what was removed.
    """
    now = clock.now().astimezone(clock.VIETNAM)
    kept: set[tuple[int, ...]] = set()
    gone: list[Path] = []
    for moment, file in backups_in(folder):
        age = now - moment
        if age <= timedelta(days=2):
            continue
        if age <= timedelta(days=16):
            span = (0, moment.toordinal())
        elif age <= timedelta(days=76):
            span = (1, *moment.isocalendar()[:2])
        else:
            span = (2, moment.year, moment.month)
        if span in kept:
            with suppress(OSError):
                file.unlink()
                gone.append(file)
        kept.add(span)
    return gone


def _free_name(folder: Path, moment: datetime) -> Path:
    stamp = moment.strftime("%Y%m%d-%H%M%S")
    path, n = folder / f"sodoan-{stamp}.sdbak", 1
    while path.exists():
        n += 1
        path = folder / f"sodoan-{stamp}-{n}.sdbak"
    return path


def _hash_file(path: Path) -> str:
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _copy_hashing(source: IO[bytes], target: Path | None) -> str:
    digest = hashlib.sha256()
    with open(os.devnull if target is None else target, "wb") as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            if target is not None:
                out.write(block)
    return digest.hexdigest()


def _beside(place: Place) -> Path | None:
    """The folder of a file store: on its disk the last step of a restore is a mere renaming."""
    return place.path.parent if place.path else None


def _roomy(place: Place, to_dir: Path) -> Path | None:
    """Where the passing copy of a backup has room: beside the store, or, when that disk is full, on the backup's."""
    if place.path is None:
        return None
    with suppress(OSError):
        if shutil.disk_usage(place.path.parent).free < 2 * place.path.stat().st_size + _BLOCK:
            return to_dir
    return place.path.parent


@contextmanager
def _seated(place: Place) -> Generator[None]:
    """Sits at a store that stands there meanwhile, so that no window works in it. Raises OfficeError("store_in_use")."""
    from models.store import guards

    seat = guards.Seat(place) if place.path is not None and place.path.exists() else None
    try:
        yield
    finally:
        if seat is not None:
            seat.leave()


@contextmanager
def _workshop(beside: Path | None) -> Generator[Path]:
    """A folder for passing copies in the folder *beside*, or among the system's."""
    folder = Path(tempfile.mkdtemp(prefix=".sodoan-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _speaking(to_dir: Path) -> Generator[None]:
    """Failures while writing a backup are about the backup's disk."""
    try:
        with engine.speaking(Place(to_dir / "x")):
            yield
    except OfficeError as error:
        if error.code == "disk_full":
            raise OfficeError("backup_disk_full", place=str(to_dir)) from error
        if error.code == "store_read_only":
            raise OfficeError("store_read_only", place=str(to_dir)) from error
        raise


def as_dict(made: Backup) -> dict[str, Any]:
    """Plain values for JSON, without the list of hashes."""
    out = asdict(made)
    out["path"], out["vault"], out["size"] = str(made.path), len(made.vault), made.size
    return out
