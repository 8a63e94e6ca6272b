"""Watches the scanner's folder of this seat: new scans are filed by themselves, with progress and a way to stop.

The folder is looked at every few seconds: what the system says about changes cannot be relied on where it is a network drive. A
file is read once it stood still between two looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from models.work.rights import may
from resources.i18n import _, ngettext
from ui.desk import Desk

if TYPE_CHECKING:
    from models.errors import OfficeError
    from models.store.units import Store
    from models.work.scan_folder import Outcome, Stamp
    from ui.jobs import Progress

FOLDER = "seat/scan_folder"
LOOK_MS = 2_500  # longer than a file has to stand still (models.work.scan_folder.SETTLED)
AGAIN_MS = 300_000


class ScanWatch(QObject):
    """The watch of one person's desk. It begins by itself where the seat knows a folder and the person may file scans."""

    said = Signal(str)  # what was filed, for the status line
    changed = Signal()  # folder, fault or pause changed

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.jobs)
        self.desk = desk
        self.fault = ""  # why the folder cannot be looked at; "" when it can
        self.is_paused = False
        self.is_busy = False
        self._before: dict[Path, Stamp] = {}
        self._seen: dict[Path, Stamp] = {}  # files that were read and still lie there, as they were
        self._progress: Progress | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._again = QTimer(self, interval=AGAIN_MS)  # for what failed for a reason that may pass
        self._again.timeout.connect(lambda: self._seen.clear())

    @property
    def folder(self) -> Path | None:
        """The scanner's folder of this seat; None without one."""
        kept = self.desk.seat.text(FOLDER)
        return Path(kept) if kept else None

    def choose(self, folder: str) -> None:
        """Another folder, or none."""
        self.desk.seat.put(FOLDER, folder)
        self._before, self._seen, self.fault = {}, {}, ""
        self.begin()
        self.changed.emit()

    def begin(self) -> None:
        """Looks from now on."""
        self.is_paused = False
        if self.folder is not None and may(self.desk.actor, "file_scan"):
            self._timer.start()
            self._again.start()
        else:
            self.end()

    def end(self) -> None:
        """Looks no more; what is being filed is stopped."""
        self._timer.stop()
        self._again.stop()
        if self._progress is not None:
            self._progress.stop()

    def look(self) -> None:
        """Looks once, off the event loop, and files what stands still."""
        from models.work.scan_folder import look

        folder = self.folder
        if folder is not None and not self.is_busy and not self.is_paused:
            self.is_busy = True
            self.desk.jobs.aside(lambda: look(folder), owner=self, then=self._looked, failed=self._not_there)

    def file_now(self) -> None:
        """Goes on after a stop, and looks at once."""
        self._seen = {}
        self.begin()
        self.changed.emit()
        self.look()

    def _not_there(self, error: OfficeError) -> None:
        self.is_busy = False
        self._before = {}
        if self.fault != str(error):
            self.fault = str(error)
            self.changed.emit()

    def _looked(self, now: Mapping[Path, Stamp]) -> None:
        from models.work.scan_folder import file_all, settled

        if self.fault:
            self.fault = ""
            self.changed.emit()
        ready = [path for path in settled(self._before, now) if self._seen.get(path) != now[path]]
        self._before = dict(now)
        self._seen = {path: stamp for path, stamp in self._seen.items() if path in now}
        if not ready:
            self.is_busy = False
            return
        self._seen |= {path: now[path] for path in ready}
        by = self.desk.actor

        def work(store: Store, progress: Progress) -> list[Outcome]:
            return file_all(store, ready, by=by, report=progress.report)

        self._progress = self.desk.jobs.long(
            work, title=_("Filing scans…"), owner=self, then=self._filed, failed=self._failed
        )
        self._progress.ended.connect(self._ended)

    def _ended(self) -> None:
        """After the work, whatever its end; a stop by the person lasts until he goes on."""
        if self._progress is not None and self._progress.is_stopped:
            self.is_paused = True
            self._seen.clear()
            self._timer.stop()
            self.changed.emit()
        self._progress = None
        self.is_busy = False

    def _failed(self, error: OfficeError) -> None:
        self.is_busy = False
        self.said.emit(str(error))

    def _filed(self, outcomes: Sequence[Outcome]) -> None:
        self.is_busy = False
        if words := said_of(outcomes):
            self.said.emit(words)


def said_of(outcomes: Sequence[Outcome]) -> str:
    """What became of some files, in one line; the first refusal with its reason."""
    fresh = [o.filed for o in outcomes if o.filed is not None and not o.filed.is_again]
    filed, waiting = sum(f.filed for f in fresh), sum(f.waiting for f in fresh)
    parts: list[str] = []
    if filed:
        parts.append(ngettext("{n} scan was filed.", "{n} scans were filed.", filed).format(n=filed))
    if waiting:
        parts.append(
            ngettext("{n} scan waits to be looked at.", "{n} scans wait to be looked at.", waiting).format(
                n=waiting
            )
        )
    parts += [str(o.refusal) for o in outcomes if o.refusal is not None][:1]
    return " ".join(parts)


def watch_of(desk: Desk) -> ScanWatch:
    """The watch of a desk; the one of whoever sat there before ends."""
    for old in desk.jobs.findChildren(ScanWatch):
        if old.desk is desk:
            return old
        old.end()
        old.setParent(None)
        old.deleteLater()
    return ScanWatch(desk)


def end_watch(desk: Desk) -> None:
    """Nobody sits there any more."""
    for watch in desk.jobs.findChildren(ScanWatch):
        watch.end()
        watch.deleteLater()
