"""Opening an office behind the painted window: imports, store, users; creating one, making the sample one, signing in.

Everything heavy (SQLAlchemy and what stands on it) is imported here inside functions that run on a background thread, so
the window is on the screen first.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from models.errors import OfficeError
from ui import places

if TYPE_CHECKING:
    from models.store.units import Actor, Store
    from ui.desk import Desk

SAMPLE_PASSWORD = "so-doan-mau-2018"  # of every user of the sample office; shown on its login screen (PRODUCT §11)


@dataclass(frozen=True, slots=True)
class Login:
    """A user as the start page of a sample office shows him."""

    login: str
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class Office:
    """An open office: its store, its name, whether it is the invented one, and then its users."""

    store: Store
    where: str
    name: str
    is_sample: bool
    users: tuple[Login, ...]
    has_users: bool


class Opener(QObject):
    """Runs one thing after another on a background thread; answers come on the main thread."""

    opened = Signal(object)  # Office
    missing = Signal(str)  # there is no office at this place
    refused = Signal(object)  # OfficeError
    broke = Signal(object)  # any other exception
    signed_in = Signal(object)  # Actor
    told = Signal(int, int, str)  # progress of making the sample office

    _done = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._done.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        def body() -> None:
            try:
                value = work()
            except BaseException as error:  # carried to the main thread
                value = error
            self._done.emit(then, value)

        threading.Thread(target=body, name="opener", daemon=True).start()

    def _answer(self, then: Callable[[Any], None], value: Any) -> None:
        if isinstance(value, OfficeError):
            self.refused.emit(value)
        elif isinstance(value, BaseException):
            self.broke.emit(value)
        else:
            then(value)

    def open(self, where: str) -> None:
        """Opens the office at *where*; ``missing`` when there is none."""

        def work() -> Office | None:
            import_all()
            if "://" not in where and not Path(where).exists():
                return None
            return open_office(where)

        self._run(work, lambda office: self.opened.emit(office) if office else self.missing.emit(where))

    def create(self, where: str, office: str, login: str, name: str, password: str) -> None:
        """Makes an empty office with its first user, who has every role, and opens it."""

        def work() -> Office:
            import_all()
            create_office(where, office, login, name, password)
            return open_office(where)

        self._run(work, self.opened.emit)

    def make_sample(self, where: str) -> None:
        """Makes the sample office at *where* and opens it."""

        def work() -> Office:
            import_all()
            make_sample_office(where, lambda done, total, words="": self.told.emit(done, total, words))
            return open_office(where)

        self._run(work, self.opened.emit)

    def sign_in(self, store: Store, login: str, password: str) -> None:
        """Checks a password away from the event loop (it takes a quarter of a second on purpose)."""

        def work() -> Actor:
            from models.work.users import sign_in

            return sign_in(store, login, password)

        self._run(work, self.signed_in.emit)


def import_all() -> None:
    """Imports what the pages stand on, so that no page waits for it."""
    from ui import pages

    pages.load_all()


def open_office(where: str) -> Office:
    """Opens a store and takes its seat. Raises OfficeError."""
    from models.store.units import Store

    raise NotImplementedError((Store, where))


def create_office(where: str, office: str, login: str, name: str, password: str) -> None:
    """Makes an empty office at *where* with its first user."""
    raise NotImplementedError


def make_sample_office(where: str, tell: Callable[..., None]) -> None:
    """Makes the invented office of 2018."""
    raise NotImplementedError


def last_backup(desk: Desk, owner: QObject, then: Callable[[Any], None]) -> None:
    """Asks when the last verified backup was made."""


__all__ = ["SAMPLE_PASSWORD", "Login", "Office", "Opener", "places"]
