"""Restoring from the window: the office goes back to the backup, the one before it is kept, one signs in again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.catalogue.workflows import Role
from models.store.units import Actor
from models.work.people import save_person
from models.work.safekeeping import back_up
from ui import opening
from ui.desk import Seat
from ui.main_window import Window

PASSWORD = "một câu dài dễ nhớ"


@pytest.fixture
def window(qtbot: QtBot, speaking: Callable[[str], None], tmp_path: Path) -> Iterator[Window]:
    """A window with an office of one administrator, who sits at his desk."""
    faults: list[BaseException] = []
    where = str(tmp_path / "home" / "office.sodb")
    opening.create_office(where, "Sở Ngoại vụ", "hang", "Nông Thị Hằng", PASSWORD)
    made = Window(Seat(tmp_path / "window.ini"), where, faults.append)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.office is not None, timeout=30_000)
    made.sit_down(Actor(1, "Nông Thị Hằng", frozenset(Role)))
    yield made
    made.close()
    assert faults == []


def people(window: Window) -> int:
    """How many people the ledger of the open office holds."""
    from models.reading.people import PEOPLE
    from models.reading.spine import Question

    assert window.office is not None
    with window.office.store.reading() as read:
        return len(PEOPLE.spine(read, Question("people")))


def back(window: Window, qtbot: QtBot, file: Path) -> None:
    """Restores and waits until the office is open again, nobody signed in."""
    before = window.office
    window.restore_backup(file)
    qtbot.waitUntil(lambda: window.office is not None and window.office is not before, timeout=30_000)
    assert window.shell is None


def test_the_office_goes_back(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    assert window.office is not None
    store, by = window.office.store, Actor(1, "Nông Thị Hằng", frozenset(Role))
    save_person(store, {"full_name": "Lục Thị Mai"}, by=by)
    made = back_up(store, tmp_path, by=by)
    save_person(store, {"full_name": "Lý Văn Ôn"}, by=by)
    assert people(window) == 2
    back(window, qtbot, made.path)
    assert people(window) == 1


def test_a_damaged_backup_changes_nothing(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    assert window.office is not None
    store, by = window.office.store, Actor(1, "Nông Thị Hằng", frozenset(Role))
    save_person(store, {"full_name": "Lục Thị Mai"}, by=by)
    made = back_up(store, tmp_path, by=by)
    made.path.write_bytes(made.path.read_bytes()[:-2000])
    back(window, qtbot, made.path)
    qtbot.waitUntil(lambda: window.login.problem.isVisible(), timeout=20_000)
    assert "hỏng" in window.login.problem.text()
    assert people(window) == 1
