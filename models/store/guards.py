"""What is checked before a store is touched: its place, its disk, and who sits at it."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models import clock
from models.errors import OfficeError
from models.store import engine
from models.store.engine import Place
from models.store.files import atomic_write
from models.text import nfc

LOW_DISK = 200 * 1024 * 1024  # bytes; below this the dashboard warns
NO_DISK = 1024 * 1024  # bytes; below this an I/O error is a full disk

_NETWORK = {
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "9p", "fuse.sshfs", "fuse.rclone",
    "fuse.gvfsd-fuse", "fuse.davfs2", "davfs", "glusterfs", "fuse.glusterfs", "ceph", "fuse.ceph", "lustre",
}  # fmt: skip
_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "nextcloud",
    "owncloud",
    "iclouddrive",
    "zalo cloud",
)


def file_system(path: Path) -> str:
    """The kind of file system a folder lies on, in small letters; "" when unknown. "network" for Windows shares."""
    if sys.platform == "win32":
        return _windows_drive(path)
    best = ("", "")
    with suppress(OSError):
        for line in Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
            _, where, kind, *_ = line.split(" ")
            where = where.replace("\\040", " ")
            inside = where == "/" or str(path) == where or str(path).startswith(where + "/")
            if inside and len(where) >= len(best[0]):
                best = (where, kind.lower())
    return best[1]


def _windows_drive(path: Path) -> str:
    if str(path).startswith("\\\\"):
        return "network"
    import ctypes

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    return {2: "removable", 4: "network"}.get(kernel.GetDriveTypeW(path.drive + "\\"), "")


def check_place(place: Place, *, create: bool = False) -> None:
    """Refuses a place where SQLite cannot keep its promises. Raises OfficeError."""
    if place.path is None:
        return
    try:
        _check_path(place.path, create)
    except (OSError, ValueError) as error:  # a name that is too long, or holds a NUL
        raise OfficeError("path_wrong", place=shown(str(place.path))) from error


def shown(path: str) -> str:
    """A path as a sentence can bear it."""
    clean = nfc(path).replace("\n", " ")
    return clean if len(clean) <= 200 else f"{clean[:200]}…"


def _check_path(path: Path, create: bool) -> None:
    folder = path.parent
    if "\0" in str(path):
        raise ValueError(path)
    if str(path).startswith(("\\\\", "//")):
        raise OfficeError("network_drive", place=str(path))
    if path.is_symlink():
        raise OfficeError("store_is_link", place=str(path))
    if not folder.is_dir():
        raise OfficeError("no_folder", place=str(folder))
    if path.exists() and not path.is_file():
        raise OfficeError("not_a_store", place=str(path))
    if not create and not path.exists():
        raise OfficeError("store_missing", place=str(path))
    real = folder.resolve()
    if file_system(real) in _NETWORK | {"network"}:
        raise OfficeError("network_drive", place=str(path))
    if any(part.lower().startswith(_SYNCED) for part in real.parts):
        raise OfficeError("synced_folder", place=str(path))
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.R_OK | os.W_OK)):
        raise OfficeError("store_read_only", place=str(path))


def free_bytes(place: Place) -> int | None:
    """Free space on the disk of a SQLite store; None for a server."""
    if place.path is None:
        return None
    try:
        return shutil.disk_usage(place.path.parent).free
    except OSError:
        return None


def is_disk_full(place: Place) -> bool:
    """Whether hardly anything is left on the disk of the store."""
    free = free_bytes(place)
    return free is not None and free < NO_DISK


def is_disk_low(place: Place) -> bool:
    """Whether the disk of the store will be full soon."""
    free = free_bytes(place)
    return free is not None and free < LOW_DISK


def facts(place: Place, code: str) -> dict[str, Any]:
    """What the sentence of a refusal needs to know about a store."""
    out: dict[str, Any] = {"place": str(place)}
    if code == "store_locked":
        holder = seat_holder(place)
        out["who"] = f"{holder.user} ({holder.host})" if holder else None
    return out


@dataclass(frozen=True, slots=True)
class Holder:
    """Who works in a SQLite store, since when (ISO text)."""

    host: str
    user: str
    pid: int
    since: str


class Seat:
    """The one window of a SQLite store. The lock falls with the process, so that a crash leaves nothing to clean up."""

    def __init__(self, place: Place) -> None:
        """Takes the seat. Raises OfficeError "store_in_use" naming who sits there."""
        self._file: Any = None
        self._note: Path | None = None
        if place.path is None:
            return
        with engine.speaking(place):
            self._file = open(place.beside(".lock"), "a+b")  # noqa: SIM115 - held for the life of the window
        if not _lock(self._file):
            self._file.close()
            self._file = None
            holder = seat_holder(place) or Holder("…", "…", 0, "…")
            raise OfficeError(
                "store_in_use", place=str(place), user=holder.user, host=holder.host, since=holder.since
            )
        self._note = place.beside(".seat")
        since = clock.now().astimezone(clock.VIETNAM).strftime("%d/%m/%Y %H:%M")
        about = {"host": socket.gethostname(), "user": _user(), "pid": os.getpid(), "since": since}
        with suppress(OSError):  # a courtesy to others; the lock is what counts, also on a full disk
            atomic_write(self._note, json.dumps(about, ensure_ascii=False).encode())

    def leave(self) -> None:
        """Gives the seat free."""
        if self._note is not None:
            with suppress(OSError):
                self._note.unlink()
        if self._file is not None:
            self._file.close()
        self._file = self._note = None


def seat_holder(place: Place) -> Holder | None:
    """Who wrote his name at the seat last, if anyone did."""
    if place.path is None:
        return None
    try:
        data = json.loads(place.beside(".seat").read_text(encoding="utf-8"))
        return Holder(str(data["host"]), str(data["user"]), int(data["pid"]), str(data["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "…"


def _lock(file: Any) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
