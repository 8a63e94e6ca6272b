"""Acts of safekeeping: a backup and putting one back, in the name of an administrator, noted in the journal."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from models.errors import OfficeError
from models.store import backup
from models.store.backup import Backup, Restored
from models.store.units import Actor, Store
from models.work.rights import require


def back_up(store: Store, to_dir: Path, *, by: Actor) -> Backup:
    """A verified backup in a folder. The journal says who made it and what it holds.

    Raises OfficeError("backup_not_noted") when the backup is there and the journal could not take its entry (a full disk).
    """
    require(by, "back_up")
    made = backup.make(store, to_dir)
    changes = {"file": ["", made.path.name], "journal_entries": [0, made.journal_entries]}
    try:
        with store.writing(by) as w:
            w.note("back_up", None, changes=changes)
    except OfficeError as error:
        raise OfficeError("backup_not_noted", file=str(made.path), why=str(error)) from error
    return made


def restore(path: Path, where: str | Path, *, who: Callable[[Store], Actor]) -> Restored:
    """Puts a backup in the place of an office, or where there is none yet.

    *who* logs somebody in on the store he is shown: the office in that place while it opens, else the one in the backup. Only
    an administrator may go on.
    """
    by = _asked(path, where, who)
    require(by, "restore")
    done = backup.restore(path, where)
    store = Store.open(where)
    try:
        # The restored office may not know this person's account, so the entry carries the name alone.
        with store.writing(Actor(None, by.name, by.roles)) as w:
            w.note("restore", None, changes={"file": ["", path.name], "kept": ["", done.kept]})
    finally:
        store.close()
    return done


def _asked(path: Path, where: str | Path, who: Callable[[Store], Actor]) -> Actor:
    try:
        store = Store.open(where)
    except OfficeError:  # nothing there, or damaged: it cannot say who its administrators are
        store = None
    if store is not None:
        try:
            return who(store)
        finally:
            store.close()
    with tempfile.TemporaryDirectory(prefix="so-doan-") as folder:
        trial = Path(folder) / "trial.sodoan"
        backup.restore(path, trial)
        store = Store.open(trial)
        try:
            return who(store)
        finally:
            store.close()
