"""Opening an office behind the painted window: imports, store, users; creating one, making the sample one, signing in.

Everything heavy (SQLAlchemy and what stands on it) is imported here inside functions that run on a background thread, so
the window is on the screen first.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from models.errors import OfficeError
from ui import places

if TYPE_CHECKING:
    from models.store.units import Actor, Reading, Store
    from ui.desk import Desk

SAMPLE_PASSWORD = (
    "so-doan-mau-2018"  # of every user of the sample office; shown on its login screen (PRODUCT §11)
)
SAMPLE_YEAR = 2018


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


class Opener(QObject):
    """Runs one thing after another on a background thread; answers come on the main thread."""

    opened = Signal(object)  # Office
    missing = Signal(str)  # there is no office at this place
    refused = Signal(object)  # OfficeError
    broke = Signal(object)  # any other exception
    signed_in = Signal(object)  # Actor

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
            if "://" not in where and not os.path.lexists(where):
                return None
            return open_office(where)

        def then(office: Office | None) -> None:
            # The person sees where to sign in first; the pages are imported while he types.
            threading.Thread(target=import_all, name="importer", daemon=True).start()
            if office:
                self.opened.emit(office)
            else:
                self.missing.emit(where)

        self._run(work, then)

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
            make_sample_office(where)
            return open_office(where)

        self._run(work, self.opened.emit)

    def restore(self, file: Path, where: str, by: Actor) -> None:
        """Puts a backup in the place of the closed office at *where* and opens it; refused, the old one is opened again."""

        def work() -> tuple[Office, OfficeError | None]:
            from models.work.safekeeping import restore

            refusal = None
            try:
                restore(file, where, who=lambda _store: by)
            except OfficeError as error:
                refusal = error
            return open_office(where), refusal

        def then(answer: tuple[Office, OfficeError | None]) -> None:
            self.opened.emit(answer[0])
            if answer[1] is not None:
                self.refused.emit(answer[1])

        self._run(work, then)

    def sign_in(self, store: Store, login: str, password: str) -> None:
        """Checks a password away from the event loop (it takes a quarter of a second on purpose)."""

        def work() -> Actor:
            from models.work import users

            actor = users.login(store, login, password)
            import_all()  # mostly there already
            return actor

        self._run(work, self.signed_in.emit)


def import_all() -> None:
    """Imports what the pages stand on, and reads rules, countries and the calendar, so that no page waits for it."""
    from models import clock
    from models.catalogue.holidays import calendar
    from models.catalogue.lists import countries
    from models.catalogue.rulebook import rules
    from ui import pages

    pages.load_all()
    rules()
    countries()
    year = clock.today().year
    calendar(year - 1, year + 1)


def open_office(where: str) -> Office:
    """Opens a store and takes its seat. Raises OfficeError."""
    from models import clock
    from models.settings import office_settings
    from models.store.units import Store
    from models.work import users
    from models.work.office import sample_day

    store = Store.open(where)
    try:
        store.sit()
        is_sample = users.is_sample(store)
        with store.reading() as read:
            found = tuple(Login(u.login, u.full_name, u.position) for u in users.users(read) if u.is_active)
            name = str(office_settings(read)["office_name"])
            clock.stand_on(sample_day(read))
        return Office(store, where, name, is_sample, found)
    except BaseException:
        store.close()
        raise


def create_office(where: str, office: str, login: str, name: str, password: str) -> None:
    """Makes an empty office at *where* with its first user, who has every role. Raises OfficeError.

    A store without users, left by an earlier try, is taken up again.
    """
    from models.catalogue.workflows import Role
    from models.store.units import Actor, Store
    from models.work.office import set_settings
    from models.work.users import SHORTEST_PASSWORD, create_user, has_users

    if len(password) < SHORTEST_PASSWORD:  # before a file is made
        raise OfficeError("password_short", least=SHORTEST_PASSWORD)
    _make_folder_of(where)
    store = Store.open(where, create=True)
    try:
        with store.reading() as read:
            if has_users(read):
                raise OfficeError("office_exists", place=str(store.place))
        by = Actor(None, "Sổ Đoàn", frozenset(Role))
        create_user(store, login, name, frozenset(Role), password, by=by)
        set_settings(store, {"office_name": office}, by=by)
    finally:
        store.close()


def make_sample_office(where: str) -> None:
    """Makes the invented office of 2018, unless it is there already. Raises OfficeError."""
    from models.work import sample

    _make_folder_of(where)
    try:
        sample.make_office(where, year=SAMPLE_YEAR)
    except OfficeError as error:
        if error.code != "sample_not_empty":
            raise


def _make_folder_of(where: str) -> None:
    from models.store.files import make_folder

    if "://" not in where:
        make_folder(Path(where).parent)


def last_backup(desk: Desk, owner: QObject, then: Callable[[datetime | None], None]) -> None:
    """Asks when the newest backup in this seat's backup folder was made."""
    from models.store.backup import backups_in

    kept = desk.seat.text("seat/backup_folder")
    folder = Path(kept) if kept else places.backup_folder()

    def work() -> datetime | None:
        found = backups_in(folder) if folder.is_dir() else []
        return found[0][0] if found else None

    desk.jobs.aside(work, owner=owner, then=then, outranks="backup")


def last_entry(read: Reading) -> int:
    """The id of the newest act in the journal, by which other seats' work is noticed."""
    from models.reading.journal import journal

    newest = journal(read, count=1)
    return newest[0].id if newest else 0
