"""The scanner's folder: what lies there is filed and then put aside, never deleted.

A file goes to the subfolder ``DONE`` only after what it holds is kept; one that cannot be read goes to ``ODD``. What fails for
another reason (the store is busy, the disk full) stays where it is for the next time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.errors import OfficeError
from models.scanning.pictures import SUFFIXES, read_bytes
from models.scanning.reading import read_scan_data
from models.store.files import make_folder
from models.store.units import Actor, Store
from models.text import nfc
from models.work.rights import require
from models.work.scans import Filed, file_scan, filed_before

DONE, ODD = "Da luu", "Can xem"  # without accents: scanners and network drives spell them alike
SETTLED = 2.0  # seconds for which size and time of a file must stand still before it is read
_BAD_FILE = frozenset(
    {"scan_empty", "scan_damaged", "scan_encrypted", "scan_unknown", "scan_too_large", "scan_blank"}
)

Stamp = tuple[int, int]  # of a file: size, time of the last change (nanoseconds)
Report = Callable[[int, int, str], None]  # done, of how many files, words; may raise to stop


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file of the folder: *filed*; a *refusal* says why not, or why the file still lies there."""

    name: str
    filed: Filed | None = None
    refusal: OfficeError | None = None


def look(folder: Path) -> dict[Path, Stamp]:
    """The scans that lie in the folder with their stamps. Raises OfficeError("no_scan_folder")."""
    found: dict[Path, Stamp] = {}
    try:
        for path in folder.iterdir():
            if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~")) and path.is_file():
                about = path.stat()
                found[path] = (about.st_size, about.st_mtime_ns)
    except FileNotFoundError as error:
        if not folder.is_dir():
            raise OfficeError("no_scan_folder", place=str(folder)) from error
        return {}  # a file went while we looked; the next look tells
    except OSError as error:
        raise OfficeError("no_scan_folder", place=str(folder)) from error
    return found


def settled(before: Mapping[Path, Stamp], now: Mapping[Path, Stamp]) -> list[Path]:
    """The files that did not change between two looks, oldest first."""
    still = [path for path, stamp in now.items() if before.get(path) == stamp]
    return sorted(still, key=lambda path: (now[path][1], path.name))


def wait_and_look(folder: Path) -> list[Path]:
    """The files of the folder that stand still, after the time it takes to know."""
    before = look(folder)
    if before:
        time.sleep(SETTLED)
    return settled(before, look(folder))


def file_all(
    store: Store, paths: Iterable[Path], *, by: Actor, report: Report = lambda done, of, words: None
) -> list[Outcome]:
    """Files these files one after the other. What was done stays done when *report* raises."""
    require(by, "file_scan")
    todo = list(paths)
    outcomes: list[Outcome] = []
    for number, path in enumerate(todo):
        report(number, len(todo), path.name)
        outcome = _file_one(store, path, by, lambda words, number=number: report(number, len(todo), words))
        if outcome is not None:
            outcomes.append(outcome)
    report(len(todo), len(todo), "")
    return outcomes


def _file_one(store: Store, path: Path, by: Actor, say: Callable[[str], None]) -> Outcome | None:
    """What became of a file; None when another seat has taken it meanwhile."""
    name = nfc(path.name)
    try:
        data = read_bytes(path)
        filed = filed_before(store, data)
        if filed is None:
            scan = read_scan_data(data, name, progress=lambda done, of: say(f"{name} {done}/{of}"))
            filed = file_scan(store, scan, by=by)
    except OfficeError as refusal:
        if refusal.code in _BAD_FILE:
            _put_aside(path, ODD)
        elif not path.exists():
            return None
        return Outcome(name, refusal=refusal)
    is_aside = _put_aside(path, DONE)
    return Outcome(name, filed, None if is_aside else OfficeError("scan_not_moved", name=name, folder=DONE))


def _put_aside(path: Path, folder: str) -> bool:
    """Moves a file to a subfolder under a name that is free there. What cannot be moved is left for the next time."""
    try:
        target = make_folder(path.parent / folder) / path.name
        number = 1
        while target.exists():
            number += 1
            target = target.with_name(f"{path.stem} ({number}){path.suffix}")
        path.rename(target)
    except (OSError, OfficeError):
        return not path.exists()
    return True
