"""Work off the event loop: questions on a small pool, acts on one writer thread, answers on the main thread.

``ask`` puts a question to the store, ``do`` performs an act, ``long`` does what takes seconds (backup, export) with
progress and a way to stop it. An answer whose *owner* is gone is dropped; with *outranks* a newer question of the same
owner silences the older ones. Widgets connect once: ``jobs.changed.connect(self.refresh_if_visible)``.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from models.errors import OfficeError

if TYPE_CHECKING:
    from models.store.units import Reading, Store

T = TypeVar("T")

READERS = 3
POLL_MS = 4000  # how often other seats' acts are looked for


class Stopped(Exception):
    """Raised inside long work after the person asked to stop it."""


class Progress(QObject):
    """How far a long work is. The work calls ``report``; the window shows it and may call ``stop``."""

    moved = Signal(int, int, str)  # done, total (0: unknown), words
    ended = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self._stop = Event()

    def report(self, done: int, total: int = 0, words: str = "") -> None:
        """Tells how far the work is. Raises Stopped when the person wants it to end."""
        if self._stop.is_set():
            raise Stopped
        self.moved.emit(done, total, words)

    def stop(self) -> None:
        """Asks the work to end at its next report."""
        self._stop.set()

    @property
    def is_stopped(self) -> bool:
        """Whether the person asked to stop."""
        return self._stop.is_set()


@dataclass(slots=True)
class _Answer:
    """What came back, and to whom it goes."""

    owner: QObject
    then: Callable[[Any], None] | None
    failed: Callable[[OfficeError], None] | None
    rank: tuple[str, int] | None
    value: Any = None
    error: BaseException | None = None
    dropped: bool = False


class Jobs(QObject):
    """The desk's background. With *at_once* every job is done and answered before the call returns (tests, the tour)."""

    changed = Signal(object)  # Changed: what an act of this or another seat touched
    refused = Signal(object)  # OfficeError that its asker left to the window
    broke = Signal(object)  # any other exception: ours to repair
    waiting = Signal(bool)  # something has been under way for more than 100 ms / nothing is any more
    long_work = Signal(object)  # Progress of a long work that begins

    _delivered = Signal(object)
    _touched = Signal(object)
    _finished = Signal(
        object
    )  # Progress whose work ended; told on the main thread, after who began it could listen

    def __init__(
        self, store: Store, *, at_once: bool = False, last_entry: Callable[[Reading], int] | None = None
    ) -> None:
        """*last_entry* answers the id of the newest journal entry; with it other seats' acts are noticed."""
        super().__init__()
        self._store = store
        self._at_once = at_once
        self._newest: WeakKeyDictionary[QObject, dict[str, int]] = WeakKeyDictionary()
        self._count = 0
        self._open = 0
        self._closed = False
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._writer = ThreadPoolExecutor(1, "writer")
        self._long = ThreadPoolExecutor(1, "long")
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._touched.connect(self.changed, Qt.ConnectionType.AutoConnection)
        self._finished.connect(self._tell_ended, Qt.ConnectionType.QueuedConnection)
        store.listeners.append(self._heard)
        self._patience = QTimer(self, interval=100, singleShot=True)
        self._patience.timeout.connect(lambda: self.waiting.emit(True))
        self._last_entry = last_entry
        self._known_entry: int | None = None
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._look_for_others)
        if last_entry is not None and not at_once:
            self._poll.start()

    # --- asking and doing ---------------------------------------------------------------------------------------

    def ask(
        self,
        query: Callable[[Reading], T],
        *,
        owner: QObject,
        then: Callable[[T], None],
        failed: Callable[[OfficeError], None] | None = None,
        outranks: str = "",
    ) -> None:
        """Puts a question to the store; *then* gets the answer on the main thread.

        With *outranks* a later question of this owner under the same word makes this one's answer unwanted.
        """
        rank = self._rank(owner, outranks) if outranks else None
        answer = _Answer(owner, then, failed, rank)

        def work() -> T:
            with self._store.reading() as read:
                return query(read)

        self._start(self._readers, work, answer)

    def do(
        self,
        act: Callable[[Store], T],
        *,
        owner: QObject,
        then: Callable[[T], None] | None = None,
        failed: Callable[[OfficeError], None] | None = None,
    ) -> None:
        """Performs an act on the writer thread; acts follow each other in the order they were asked for."""
        self._start(self._writer, lambda: act(self._store), _Answer(owner, then, failed, None))

    def long(
        self,
        work: Callable[[Store, Progress], T],
        *,
        title: str,
        owner: QObject,
        then: Callable[[T], None] | None = None,
        failed: Callable[[OfficeError], None] | None = None,
    ) -> Progress:
        """Starts work that takes seconds; the window shows *title*, progress and a way to stop it."""
        progress = Progress(title)
        answer = _Answer(owner, then, failed, None)
        self.long_work.emit(progress)

        def run() -> T:
            try:
                return work(self._store, progress)
            finally:
                self._finished.emit(progress)

        self._start(self._long, run, answer, counts=False)
        return progress

    def aside(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        then: Callable[[T], None],
        failed: Callable[[OfficeError], None] | None = None,
        outranks: str = "",
    ) -> None:
        """Computes something without the store (rendering, appraising a draft) off the main thread."""
        rank = self._rank(owner, outranks) if outranks else None
        self._start(self._readers, work, _Answer(owner, then, failed, rank))

    @property
    def is_idle(self) -> bool:
        """Whether every question and act has been answered (long work apart)."""
        return self._open == 0

    def close(self) -> None:
        """Lets the acts under way end, drops unanswered questions, and forgets the store."""
        if self._closed:
            return
        self._closed = True
        self._poll.stop()
        self._patience.stop()
        if self._heard in self._store.listeners:
            self._store.listeners.remove(self._heard)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._long.shutdown(wait=True, cancel_futures=True)

    def _tell_ended(self, progress: Progress) -> None:
        progress.ended.emit()

    # --- inside ---------------------------------------------------------------------------------------------------

    def _rank(self, owner: QObject, word: str) -> tuple[str, int]:
        self._count += 1
        self._newest.setdefault(owner, {})[word] = self._count
        return word, self._count

    def _is_stale(self, answer: _Answer) -> bool:
        if answer.rank is None:
            return False
        word, number = answer.rank
        return self._newest.get(answer.owner, {}).get(word, 0) > number

    def _start(
        self, pool: ThreadPoolExecutor, work: Callable[[], Any], answer: _Answer, *, counts: bool = True
    ) -> None:
        if self._closed:
            return
        if counts:
            self._open += 1
            if self._open == 1 and not self._at_once:
                self._patience.start()

        def run() -> None:
            if self._is_stale(answer):
                answer.dropped = True
            else:
                try:
                    answer.value = work()
                except BaseException as error:  # carried to the main thread, not handled here
                    answer.error = error
            if self._at_once:
                self._deliver(answer, counts=counts)
            else:
                self._delivered.emit((answer, counts))

        if self._at_once:
            run()
        else:
            pool.submit(run)

    def _deliver(self, parcel: Any, counts: bool = True) -> None:
        answer: _Answer = parcel
        if isinstance(parcel, tuple):
            answer, counts = parcel
        if counts:
            self._open -= 1
            if self._open == 0 and not self._closed:
                self._patience.stop()
                self.waiting.emit(False)
        if self._closed or answer.dropped or self._is_stale(answer) or not isValid(answer.owner):
            return
        error = answer.error
        if error is None:
            if answer.then is not None:
                answer.then(answer.value)
        elif isinstance(error, Stopped):
            return
        elif isinstance(error, OfficeError):
            (answer.failed or self.refused.emit)(error)
        else:
            self.broke.emit(error)

    def _heard(self, changed: Any) -> None:
        """Called by the store after a commit, on whichever thread made it."""
        if not self._closed:
            self._touched.emit(changed)

    def _look_for_others(self) -> None:
        query = self._last_entry
        if query is not None:
            self.ask(query, owner=self, then=self._seen, failed=lambda _: None, outranks="poll")

    def _seen(self, entry: int) -> None:
        known, self._known_entry = self._known_entry, entry
        if known is not None and entry > known:
            from models.store.units import Changed, Topic

            self.changed.emit(Changed(frozenset(Topic), frozenset()))
