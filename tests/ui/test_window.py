"""The window: opening, signing in, going about, finding, undoing, switching language and user."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models import clock
from models.catalogue.workflows import Role
from models.store.units import Actor
from models.work.users import SHORTEST_PASSWORD
from tests.makers import DAY, make_dossier, make_office
from tests.ui.leaks import english, leaks, nameless
from ui import actions, opening
from ui.desk import Desk, Seat
from ui.main_window import Window
from ui.pages import Place, login, specs
from ui.shell import Shell

# Acts that are rare and not for a key pressed by mistake; they stand in a menu or on a button reached with Tab.
BY_MENU = {
    ("dossier", "drop"), ("arrivals", "begin"), ("arrivals", "close"), ("registers", "begin"), ("registers", "close"),
    ("registers", "rename"), ("registers", "series"), ("letters", "amend"), ("letters", "replace"), ("letters", "revoke"),
    ("wordings", "discard"), ("letters", "correct"), ("letters", "take_signed"), ("letters", "check_signatures"), ("letters", "open_signed"),
}  # fmt: skip
PASSWORD = "một câu dài dễ nhớ"


@pytest.fixture
def faults() -> list[BaseException]:
    """What was unforeseen; a test ends with none."""
    return []


@pytest.fixture
def window(
    qtbot: QtBot, speaking: Callable[[str], None], tmp_path: Path, faults: list[BaseException]
) -> Iterator[Window]:
    """The window over an office that is not there yet."""
    made = Window(Seat(tmp_path / "window.ini"), str(tmp_path / "home" / "office.sodb"), faults.append)
    qtbot.addWidget(made)
    yield made
    made.close()
    assert faults == []


@pytest.fixture
def on(desk: Desk) -> Iterator[None]:
    """Three dossiers lodged, and the clock on the day most tests live on."""
    with clock.at(DAY):
        actors = make_office(desk.store)
        for title in ("Đoàn xúc tiến thương mại", "Đoàn học tập kinh nghiệm", "Đoàn hội đàm cửa khẩu"):
            make_dossier(desk.store, actors["all"], title=title)
        yield


@pytest.fixture
def shell(qtbot: QtBot, window: Window, desk: Desk, on: None) -> Shell:
    """The desk laid in the window, over three dossiers."""
    window._begun = True
    window.lay_desk(desk)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    assert window.shell is not None
    return window.shell


# --- opening and signing in ----------------------------------------------------------------------------------------------


def press(window: Window, words: str) -> None:
    next(b for b in window.login.findChildren(QPushButton) if b.text() == words and b.isVisible()).click()


def test_a_new_office_is_set_up_and_worked_in(qtbot: QtBot, window: Window) -> None:
    window.show()
    qtbot.waitUntil(lambda: window.login._choosing.isVisible(), timeout=30_000)
    press(window, "Lập kho dữ liệu của cơ quan tại đây")
    for field, text in zip(
        window.login._new, ("Sở Ngoại vụ", "hang", "Nông Thị Hằng", "ngắn", "ngắn"), strict=True
    ):
        field.setText(text)
    press(window, "Lập kho dữ liệu")
    qtbot.waitUntil(lambda: window.login.problem.isVisible(), timeout=20_000)
    assert str(SHORTEST_PASSWORD) in window.login.problem.text()
    assert window.login._new[0].text() == "Sở Ngoại vụ", "what was typed stays"
    assert not Path(window.where).exists(), "nothing was made"
    for field in window.login._new[3:]:
        field.setText(PASSWORD)
    press(window, "Lập kho dữ liệu")
    qtbot.waitUntil(lambda: window.office is not None, timeout=20_000)
    assert "Sở Ngoại vụ" in window.windowTitle()
    assert window.login.login.text() == "hang"
    sign_in(window, "hang", "không phải mật khẩu này")
    qtbot.waitUntil(lambda: window.login.problem.isVisible(), timeout=20_000)
    assert window.shell is None
    sign_in(window, "hang", PASSWORD)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    assert window.shell.desk.actor.name == "Nông Thị Hằng"
    assert window.shell.desk.actor.roles == frozenset(Role)
    assert window.shell.desk.office == "Sở Ngoại vụ"


def sign_in(window: Window, name: str, password: str) -> None:
    window.login.login.setText(name)
    window.login.password.setText(password)
    window.login.enter.click()


def test_what_is_missing_on_the_start_page_is_said_there(qtbot: QtBot, window: Window) -> None:
    window._begun = True
    window.show()
    window.login._face(window.login._signing)
    window.login.enter.click()
    assert window.login.problem.text() == "Xin nhập tên đăng nhập và mật khẩu."
    assert login.SHORTEST == SHORTEST_PASSWORD


def test_a_file_that_is_no_store_gets_a_sentence(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    other = tmp_path / "home" / "office.sodb"
    other.write_text("không phải kho dữ liệu " * 100, encoding="utf-8")
    window.show()
    qtbot.waitUntil(lambda: window.login.problem.isVisible(), timeout=30_000)
    assert window.login._choosing.isVisible()
    assert len(window.login.problem.text()) > 20
    assert other.read_text(encoding="utf-8").startswith("không phải"), "and it is left as it was"


def test_the_sample_office_shows_its_users_and_their_password(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    window._begun = True
    window.show()
    users = (opening.Login("officer", "Nông Thị Hằng", "Chuyên viên"),)
    window.login.show_office(opening.Office(desk.store, "", "Sở Ngoại vụ", True, users))
    assert any(opening.SAMPLE_PASSWORD in t for t in _said(window))
    press(window, "officer")
    assert window.login.password.text() == opening.SAMPLE_PASSWORD
    with qtbot.waitSignal(window.login.sign_in) as asked:
        window.login.enter.click()
    assert asked.args == ["officer", opening.SAMPLE_PASSWORD]
    window.login.show_office(opening.Office(desk.store, "", "Sở Ngoại vụ", False, users))
    assert not any(opening.SAMPLE_PASSWORD in t for t in _said(window)), "a real office shows nobody"


def _said(window: Window) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [w.text() for w in window.login.findChildren(QLabel) if w.isVisible()]


# --- going about -----------------------------------------------------------------------------------------------------------


def test_esc_comes_back_to_the_same_row(qtbot: QtBot, shell: Shell) -> None:
    shell.go(Place("dossiers"))
    page = shell.page
    assert page is not None and page.name == "dossiers"
    page.table.go_to_row(2)
    key = page.table.current_key()
    shell.go(Place("review"))
    assert shell.page is not None and shell.page.name == "review"
    qtbot.keyClick(shell.window(), Qt.Key.Key_Escape)
    assert shell.page is page
    assert page.table.current_key() == key
    assert shell.rail.buttons["dossiers"].isChecked()


def test_alt_and_a_figure_goes_to_a_section(qtbot: QtBot, shell: Shell) -> None:
    names = list(shell.rail.buttons)
    for number, name in enumerate(names[:9], 1):
        qtbot.keyClick(shell.window(), getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
        assert shell.page is not None and shell.page.name == name


def test_badges_count_the_work_that_waits(qtbot: QtBot, shell: Shell) -> None:
    assert shell.rail.buttons["review"]._badge == 3
    assert shell.rail.buttons["review"].accessibleName() == "Chờ duyệt: 3"
    assert shell.rail.buttons["dossiers"]._badge == 0


def test_the_navigation_folds_and_the_seat_remembers(qtbot: QtBot, shell: Shell) -> None:
    wide = shell.rail.width()
    qtbot.keyClick(shell.window(), Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert shell.rail.width() < wide / 3
    assert shell.desk.seat.text("window/rail") == "narrow"
    qtbot.keyClick(shell.window(), Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert shell.rail.width() == wide


def test_search_finds_as_one_types_and_opens_with_enter(qtbot: QtBot, shell: Shell) -> None:
    qtbot.keyClick(shell.window(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert shell.search.hasFocus()
    qtbot.keyClicks(shell.search, "hoi dam")
    assert shell.search.is_showing
    titles = [shell.search.results.item(n).text() for n in range(shell.search.results.rowCount())]
    assert any("hội đàm" in t for t in titles), titles
    with qtbot.waitSignal(shell.search.chosen) as chosen:
        qtbot.keyClick(shell.search, Qt.Key.Key_Return)
    assert chosen.args[0].topic == "dossier"
    assert not shell.search.is_showing and shell.search.text() == ""
    assert shell.page is not None and shell.page.name == "dossier"
    qtbot.keyClicks(shell.search, "khong co gi nhu the")
    assert shell.search.results.rowCount() == 0 and shell.search.is_showing
    qtbot.keyClick(shell.search, Qt.Key.Key_Escape)
    assert not shell.search.is_showing and shell.search.text() == ""


def test_what_was_done_can_be_taken_back_once(qtbot: QtBot, shell: Shell) -> None:
    undone: list[int] = []
    shell.go(Place("review"))
    shell.say("Đã chuyển hồ sơ 045.", lambda: undone.append(1))
    assert shell.status.said == "Đã chuyển hồ sơ 045." and shell.status.can_undo
    qtbot.keyClick(shell.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(shell.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert shell.status.said == ""


def test_undo_in_a_field_is_the_fields_own(qtbot: QtBot, shell: Shell) -> None:
    undone: list[int] = []
    shell.go(Place("dossiers"))
    shell.say("Đã chuyển hồ sơ 045.", lambda: undone.append(1))
    words: QLineEdit = shell.page.bar.words  # type: ignore[union-attr]
    words.setFocus()
    qtbot.keyClicks(words, "abc")
    qtbot.keyClick(words, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert words.text() == "" and undone == []


def test_the_backup_age_is_shown_with_its_meaning(qtbot: QtBot, shell: Shell) -> None:
    assert shell.backup.text() == "chưa sao lưu"
    shell.show_backup(datetime.now().astimezone() - timedelta(minutes=1))
    assert shell.backup.text().startswith("sao lưu ")
    assert shell.backup.isVisible()


def test_ctrl_s_says_that_there_is_nothing_to_do(qtbot: QtBot, shell: Shell) -> None:
    shell.go(Place("dossiers"))
    qtbot.keyClick(shell.window(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "tự" in shell.status.said or "giữ" in shell.status.said


def test_no_part_of_a_page_flashes_up_as_a_window(qtbot: QtBot, window: Window, desk: Desk, on: None) -> None:
    seen: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                seen.append(type(watched).__name__)
            return False

    watch = Watch()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    window._begun = True
    window.show()
    window.lay_desk(desk)
    assert window.shell is not None
    for spec in window.shell.specs.values():
        window.shell.go(Place(spec.name, 1) if spec.name == "dossier" else Place(spec.name))
        QApplication.processEvents()
    app.removeEventFilter(watch)
    assert seen == ["Window"]


# --- language, theme, users -------------------------------------------------------------------------------------------------


def test_the_language_changes_on_the_same_page(qtbot: QtBot, window: Window, shell: Shell) -> None:
    shell.go(Place("dossiers"))
    window.choose_language("en")
    assert window.shell is not None and window.shell is not shell
    assert window.shell.page is not None and window.shell.page.name == "dossiers"
    assert window.shell.rail.buttons["dossiers"].text() == "Dossiers"
    assert "3 dossiers" in window.shell.page.status()
    window.choose_language("vi")
    assert window.shell.rail.buttons["dossiers"].text() == "Hồ sơ"


def test_the_theme_changes_while_one_works(qtbot: QtBot, window: Window, shell: Shell) -> None:
    light = window.grab().toImage()
    window.choose_theme("dark")
    dark = window.grab().toImage()
    window.choose_theme("light")
    assert light.pixelColor(700, 400).lightness() > 200 > 100 > dark.pixelColor(700, 400).lightness()


def test_locking_keeps_the_desk_and_another_person_gets_his_own(
    qtbot: QtBot, window: Window, shell: Shell
) -> None:
    window.office = opening.Office(shell.desk.store, "", "Sở Ngoại vụ", False, ())
    window.jobs = shell.desk.jobs
    shell.go(Place("dossiers"))
    window.lock()
    assert not shell.isVisible()
    window._signed_in(shell.desk.actor)
    assert window.shell is shell and shell.isVisible()
    window.lock()
    window._signed_in(Actor(None, "Bế Thị Liên", frozenset({Role.CLERK})))
    assert window.shell is not shell and window.shell is not None
    assert window.shell.desk.actor.name == "Bế Thị Liên"
    window.office = window.jobs = None  # the fixture's, closed by it


def test_pages_are_there_for_those_who_may(
    qtbot: QtBot, window: Window, make_desk: Callable[..., Any], on: None
) -> None:
    window._begun = True
    inspector = make_desk(Actor(None, "Triệu Minh Đường", frozenset({Role.INSPECTOR})))
    window.lay_desk(inspector)
    assert window.shell is not None
    assert "new" not in window.shell.acts, "an inspector begins no dossier"
    for spec in specs():
        assert (spec.name in window.shell.specs) == inspector.may(spec.roles)


# --- all windows --------------------------------------------------------------------------------------------------------------


def test_every_page_speaks_one_language_and_names_its_controls(
    qtbot: QtBot, window: Window, shell: Shell
) -> None:
    known = english()
    for spec in list(shell.specs.values()):
        place = Place(spec.name, 1) if spec.name == "dossier" else Place(spec.name)
        shell.go(place)
        QApplication.processEvents()
        assert shell.page is not None and shell.page.name == spec.name
        assert leaks(window, known) == [], spec.name
        assert nameless(window) == [], spec.name


def test_every_act_has_words_and_a_key(qtbot: QtBot, shell: Shell) -> None:
    for place in actions.places():
        for act in actions.acts(place):
            assert act.words, act.name
            assert act.key or (place, act.name) in BY_MENU, f"{place}: {act.name} has no key"


def test_no_key_means_two_things(qtbot: QtBot, window: Window, shell: Shell) -> None:
    for spec in shell.specs.values():
        shell.go(Place(spec.name, 1) if spec.name == "dossier" else Place(spec.name))
        seen: dict[str, str] = {}
        for widget in [window, *window.findChildren(QWidget)]:
            if not widget.isVisible():
                continue
            for act in widget.actions():
                for key in act.shortcuts() if act.isEnabled() and act.isVisible() else []:
                    name = key.toString()
                    wide = act.shortcutContext() != Qt.ShortcutContext.WidgetShortcut
                    assert not wide or seen.setdefault(name, act.text()) == act.text(), (spec.name, name)


def test_the_key_sheet_shows_every_act_of_the_place(qtbot: QtBot, shell: Shell) -> None:
    from PySide6.QtWidgets import QLabel

    from ui.dialogs.keys import KeySheet

    sheet = KeySheet("review", shell.specs)
    qtbot.addWidget(sheet)
    said = [w.text() for w in sheet.findChildren(QLabel)]
    for place in ("review", "shell", "table"):
        for act in actions.acts(place):
            assert act.words in said and actions.key_text(act.key) in said
    assert leaks(sheet, english()) == []


def test_the_window_fits_the_offices_screen(qtbot: QtBot, window: Window, shell: Shell) -> None:
    for spec in shell.specs.values():
        shell.go(Place(spec.name, 1) if spec.name == "dossier" else Place(spec.name))
    QApplication.processEvents()
    hint = window.minimumSizeHint()
    assert hint.width() <= 1366 and hint.height() <= 740, hint


def test_the_reading_pane_is_never_wider_than_its_room(qtbot: QtBot, shell: Shell) -> None:
    for name in ("review", "dossiers"):
        shell.go(Place(name))
        page: Any = shell.page
        qtbot.waitUntil(lambda page=page: page.pane.shown is not None)
        QApplication.processEvents()
        assert page.pane._body.width() <= page.pane._scroll.viewport().width(), name


def test_geometry_is_remembered(qtbot: QtBot, window: Window, speaking: Callable[[str], None]) -> None:
    window._begun = True
    window.show()
    window.resize(1101, 688)
    window.close()
    again = Window(Seat(window.seat.path), "", lambda _e: None)
    qtbot.addWidget(again)
    assert again.height() == 688, "the width is held to this platform's narrow screen"
