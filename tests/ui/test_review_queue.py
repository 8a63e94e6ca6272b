"""A day at the queue, with the keyboard alone: read, pass on, return with a reason, take back, pass on several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from models import clock
from models.reading.dossiers import dossier_row
from models.store.units import Actor
from models.work import review
from tests.makers import DAY, make_dossier, make_office
from tests.ui.leaks import english, leaks, nameless
from ui.desk import Desk
from ui.pages import Place
from ui.pages.review_queue import ReviewQueue
from ui.shell import Shell


@pytest.fixture
def people(desk: Desk) -> Iterator[dict[str, Actor]]:
    """An office with four dossiers on the officer's desk; the clock stands."""
    with clock.at(DAY):
        actors = make_office(desk.store)
        for number in range(4):
            make_dossier(desk.store, actors["officer"], title=f"Đoàn số {number + 1}")
        yield actors


@pytest.fixture
def sit(
    qtbot: QtBot, make_desk: Callable[..., Desk], people: dict[str, Actor]
) -> Callable[[str], tuple[Shell, ReviewQueue]]:
    """Puts a person before the queue."""
    from PySide6.QtWidgets import QMenu

    def before(name: str) -> tuple[Shell, ReviewQueue]:
        shell = Shell(make_desk(people[name]), QMenu())
        qtbot.addWidget(shell)
        shell.resize(1366, 740)
        shell.show()
        shell.activateWindow()
        qtbot.waitUntil(shell.isActiveWindow)
        shell.go(Place("review"))
        page = shell.page
        assert isinstance(page, ReviewQueue)
        return shell, page

    return before


def state(desk: Desk, key: int) -> str:
    with desk.store.reading() as read:
        row = dossier_row(read, key)
    assert row is not None
    return row.state


def settle(qtbot: QtBot, page: ReviewQueue) -> None:
    """Lets the row that was come to rest be shown."""
    qtbot.waitUntil(lambda: not page.table._rest.isActive())
    QApplication.processEvents()


def answer(fill: Callable[[QDialog], Any]) -> None:
    """Types into the dialog that will open, and nothing into any other."""

    tries = iter(range(100))

    def type_into() -> None:
        dialog = QApplication.activeModalWidget()
        if not (isinstance(dialog, QDialog) and dialog.isActiveWindow()):
            assert next(tries, None) is not None, "no dialog opened"
            QTimer.singleShot(20, type_into)
            return
        try:
            fill(dialog)
        finally:  # a failed test must not wait for a person; a button pressed by its key takes a moment to go down
            QTimer.singleShot(2000, dialog, dialog.reject)

    QTimer.singleShot(30, type_into)


def test_the_queue_is_worked_with_the_keyboard_alone(
    qtbot: QtBot, sit: Callable[[str], tuple[Shell, ReviewQueue]]
) -> None:
    shell, page = sit("officer")
    assert page.status() == "4 hồ sơ chờ xử lý"
    assert page.table.hasFocus(), "the keyboard is in the list"
    first = page.table.current_key()
    assert first is not None and page.pane.shown is not None and page.pane.shown.row.id == first
    assert [s.name for s in page.pane.steps.steps][:1] == ["accept"]
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    settle(qtbot, page)
    second = page.table.current_key()
    assert second != first and page.pane.shown.row.id == second
    qtbot.keyClick(page.table, Qt.Key.Key_F9)
    settle(qtbot, page)
    assert state(shell.desk, second) == "appraisal"
    assert "Đang thẩm định" in shell.status.said and shell.status.can_undo
    qtbot.keyClick(page.table, Qt.Key.Key_F9)
    settle(qtbot, page)
    assert state(shell.desk, second) == "division"
    assert page.model.count == 3 and page.table.current_key() in (first, 3, 4), "and the next one comes up"


def test_after_an_act_the_next_dossier_comes_up_and_undo_brings_it_back(
    qtbot: QtBot, sit: Callable[[str], tuple[Shell, ReviewQueue]]
) -> None:
    shell, page = sit("officer")
    keys = [page.model.key_at(n) for n in range(4)]
    qtbot.keyClick(page.table, Qt.Key.Key_F9)  # received → appraisal, still the officer's
    settle(qtbot, page)
    page.table.go_to(keys[0])
    settle(qtbot, page)
    qtbot.keyClick(page.table, Qt.Key.Key_F9)  # → the head of division
    settle(qtbot, page)
    assert state(shell.desk, keys[0]) == "division"
    assert page.model.count == 3 and page.model.row_of(keys[0]) is None
    assert page.table.current_key() is not None, "the next one is selected"
    assert page.pane.shown is not None and page.pane.shown.row.id == page.table.current_key()
    shell.status.undo()
    settle(qtbot, page)
    assert state(shell.desk, keys[0]) == "appraisal"
    assert page.model.count == 4


def test_returning_needs_a_reason(
    qtbot: QtBot, sit: Callable[[str], tuple[Shell, ReviewQueue]], people: dict[str, Actor], desk: Desk
) -> None:
    for step in ("accept", "forward"):
        review.advance(desk.store, 1, step, by=people["officer"])
    shell, page = sit("head")
    assert page.model.count == 1

    def refuse_then_give(dialog: QDialog) -> None:
        act = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Trả lại chuyên viên")
        assert not act.isEnabled(), "without a reason it cannot be pressed"
        assert nameless(dialog) == [] and leaks(dialog, english()) == []
        field = dialog.findChild(QPlainTextEdit)
        assert field is not None
        field.insertPlainText("Thiếu giấy mời bản gốc")
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(refuse_then_give)
    qtbot.keyClick(page.table, Qt.Key.Key_F7)
    settle(qtbot, page)
    assert state(desk, 1) == "appraisal"
    assert page.model.count == 0
    assert page.empty.isVisible() and "Không có hồ sơ" in page.empty.text()


def test_thinking_better_of_it_changes_nothing(
    qtbot: QtBot, sit: Callable[[str], tuple[Shell, ReviewQueue]], desk: Desk
) -> None:
    _shell, page = sit("officer")
    withdraw = next(s for s in page.pane.steps.steps if s.name == "withdraw")
    answer(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    page.pane.steps.take(withdraw)
    assert state(desk, 1) == "received"


def test_a_supplement_is_asked_for_in_one_slip(
    qtbot: QtBot, sit: Callable[[str], tuple[Shell, ReviewQueue]], people: dict[str, Actor], desk: Desk
) -> None:
    made = make_dossier(
        desk.store, people["officer"], title="Đoàn thiếu giấy", departs_in=12,
        rows={"papers": [{"code": "invitation", "state": "missing"}]},
    )  # fmt: skip
    _shell, page = sit("officer")
    page.table.go_to(made.dossier_id)
    settle(qtbot, page)
    seen: list[str] = []

    def choose(dialog: QDialog) -> None:
        from PySide6.QtWidgets import QCheckBox

        seen.extend(b.text() for b in dialog.findChildren(QCheckBox))
        assert nameless(dialog) == [] and leaks(dialog, english()) == []
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(choose)
    qtbot.keyClick(page.table, Qt.Key.Key_F7)
    settle(qtbot, page)
    assert seen
    assert state(desk, made.dossier_id) == "supplement"


def test_several_are_passed_on_together(
    qtbot: QtBot, sit: Callable[[str], tuple[Shell, ReviewQueue]], desk: Desk
) -> None:
    shell, page = sit("officer")
    page.table.selectAll()
    assert "chọn 4" in page.status()

    def agree(dialog: QDialog) -> None:
        qtbot.mouseClick(
            next(b for b in dialog.findChildren(QPushButton) if b.text() == "Chuyển"),
            Qt.MouseButton.LeftButton,
        )

    answer(agree)
    page.take("F9")
    assert [state(desk, n) for n in range(1, 5)] == ["appraisal"] * 4
    assert shell.status.said == "Đã chuyển 4 hồ sơ."
    shell.status.undo()
    assert [state(desk, n) for n in range(1, 5)] == ["received"] * 4


def test_what_may_not_be_done_says_why(
    qtbot: QtBot, sit: Callable[[str], tuple[Shell, ReviewQueue]], people: dict[str, Actor], desk: Desk
) -> None:
    own = Actor(people["officer"].user_id, "Đàm Thị Hoa", people["officer"].roles, _person(desk))
    people["officer"] = own
    _shell, page = sit("officer")
    assert all(not s.is_allowed and s.why_not for s in page.pane.steps.steps)
    assert page.pane.steps._why.isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_F9)
    assert state(desk, 1) == "received"


def _person(desk: Desk) -> int:
    from models.reading.people import find_people

    with desk.store.reading() as read:
        return find_people(read, "Dam Thi Hoa")[0].id


def test_enter_opens_the_dossier_and_opening_the_queue_is_few_questions(
    qtbot: QtBot, sit: Callable[[str], tuple[Shell, ReviewQueue]], count_sql: Callable[[int], Any]
) -> None:
    _shell, page = sit("officer")
    with qtbot.waitSignal(page.go) as went:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert went.args[0] == Place("dossier", 1)
    page.model.question = None
    with count_sql(2):
        page.model.ask(page.asked())


def test_filters_narrow_and_are_said(
    qtbot: QtBot, sit: Callable[[str], tuple[Shell, ReviewQueue]], people: dict[str, Actor], desk: Desk
) -> None:
    review.advance(desk.store, 1, "accept", by=people["officer"])
    _shell, page = sit("officer")
    page.bar.set_filter("state", "appraisal")
    assert page.model.count == 1
    assert page.status() == "1 hồ sơ chờ xử lý · lọc: trạng thái Đang thẩm định"
    page.bar.clear()
    assert page.model.count == 4
    page.bar.words.setText("doan so 3")
    qtbot.waitUntil(lambda: page.model.count == 1)
