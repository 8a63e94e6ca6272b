"""A desk for tests of the screen: Vietnamese, light, jobs that answer before the call returns, a seat that forgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from models.catalogue.workflows import Role
from models.store.units import Actor, Store


@pytest.fixture
def speaking(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], None]]:
    """The application in Vietnamese and the light theme; call it with "en" for the other language. Home is a folder of the test."""
    from resources import i18n
    from ui import app, theme

    monkeypatch.setenv("SODOAN_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    before = i18n.language()
    theme.current().apply(qapp, "light")
    app.speak("vi")
    yield app.speak
    app.speak("en")
    i18n.install(before)


@pytest.fixture
def make_desk(
    sqlite_store: Store, tmp_path: Path, speaking: Callable[[str], None]
) -> Iterator[Callable[..., object]]:
    """Makes the desk of an actor (everything, when none is given) over the test's SQLite store."""
    from ui.desk import Desk, Seat
    from ui.jobs import Jobs

    made: list[Jobs] = []

    def make(actor: Actor | None = None, *, at_once: bool = True) -> Desk:
        jobs = Jobs(sqlite_store, at_once=at_once)
        jobs.broke.connect(_raise)
        made.append(jobs)
        who = actor or Actor(None, "Nông Thị Hằng", frozenset(Role))
        return Desk(sqlite_store, jobs, who, Seat(tmp_path / "seat.ini"), "Sở Ngoại vụ", False, "")

    yield make
    for jobs in made:
        jobs.close()


@pytest.fixture
def desk(make_desk: Callable[..., object]) -> object:
    """A desk of somebody with every role."""
    return make_desk()


def _raise(error: BaseException) -> None:
    raise error
