"""The one way the program writes a file: the old one or the new one, never a half."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.errors import OfficeError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def sync_folder(folder: Path) -> None:
    """Makes names in *folder* durable. Windows has no such thing: NTFS journals them."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Makes the bytes of a finished file durable. Never the live store: closing it would drop SQLite's locks."""
    with open(path, "rb+") as f:
        os.fsync(f.fileno())


def replace(source: Path, target: Path) -> None:
    """Renames over *target*; on Windows a target that another program holds open is tried three times."""
    for left in (2, 1, 0):
        try:
            os.replace(source, target)
            break
        except PermissionError:
            if sys.platform != "win32" or not left:
                raise
            time.sleep(0.2)
    sync_folder(target.parent)


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Gives a new name in the folder of *path* to write to; on a clean exit it is made durable and becomes *path*.

    After an error nothing is left behind and *path* is as it was.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    os.close(handle)
    new = Path(name)
    try:
        yield new
        if sys.platform != "win32":
            os.chmod(new, 0o644 & ~_umask())
        sync_file(new)
        replace(new, path)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def atomic_write(path: Path, data: bytes) -> None:
    """Writes *data* as the whole of *path*. Raises OSError; then an older file is untouched."""
    with replacing(path) as new:
        new.write_bytes(data)


def write_chosen(path: Path, data: bytes) -> None:
    """Writes a file where a person wants it, as ``atomic_write`` does. Raises OfficeError that says why it cannot be."""
    try:
        if path.is_dir():
            raise OfficeError("file_is_folder", place=str(path))
        if not path.parent.is_dir():
            raise OfficeError("no_folder", place=str(path.parent))
        atomic_write(path, data)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        is_full = isinstance(error, OSError) and error.errno in _FULL
        raise OfficeError("file_disk_full" if is_full else "file_not_written", place=str(path)) from error


def make_folder(path: Path) -> Path:
    """A folder that a person named, made where it is missing. Raises OfficeError when it cannot be one."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        is_full = isinstance(error, OSError) and error.errno in _FULL
        raise OfficeError("file_disk_full" if is_full else "folder_not_usable", place=str(path)) from error
    return path


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
