"""Administration: settings by date, accounts, backups that can be put back, the check, the rules, the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from models import clock
from models.catalogue.rulebook import in_force
from models.catalogue.workflows import Role
from models.settings import office_settings
from models.work.users import login, users
from tests.ui.leaks import english, leaks, nameless
from ui.desk import Desk
from ui.pages import Place, spec
from ui.pages.office import PARTS, OfficePage
from ui.panels.backups import BackupsPanel, rows_in
from ui.panels.checks import ChecksPanel
from ui.panels.journal import JournalPanel
from ui.panels.profile import ProfilePanel, from_form, to_form
from ui.panels.rules import HolidaysPanel, RulesPanel, sentence
from ui.panels.users import PasswordDialog, UserDialog, UsersPanel

Make = Callable[..., Desk]
PASSWORD = "một mật khẩu đủ dài"


@pytest.fixture
def page(qtbot: QtBot, small_desk: Make) -> OfficePage:
    """The administration of the small office."""
    made = OfficePage(small_desk())
    qtbot.addWidget(made)
    made.resize(1158, 617)
    made.arrive(Place("office"))
    made.show()
    return made


def part(page: OfficePage, name: str, qtbot: QtBot) -> object:
    """One part of the page, visited."""
    page.arrive(Place("office", None, {"part": name}))
    qtbot.wait(60)
    assert page.panel is not None
    return page.panel


def test_only_administrators_find_it(small_desk: Make) -> None:
    assert not small_desk(Role.OFFICER).may(spec("office").roles)
    assert small_desk(Role.ADMINISTRATOR).may(spec("office").roles)


@pytest.mark.parametrize("name", [name for name, *_rest in PARTS])
def test_every_part_is_vietnamese_and_named(page: OfficePage, qtbot: QtBot, name: str) -> None:
    panel = part(page, name, qtbot)
    assert leaks(panel, english()) == []  # type: ignore[arg-type]
    assert nameless(panel) == []  # type: ignore[arg-type]


class TestProfile:
    """The office's own words."""

    def test_what_is_shown_is_what_was_kept(self, page: OfficePage) -> None:
        with page.desk.store.reading() as read:
            values = office_settings(read)
        assert from_form(to_form(values), values) == {}

    def test_a_change_speaks_from_its_day(self, page: OfficePage, qtbot: QtBot) -> None:
        panel = part(page, "profile", qtbot)
        assert isinstance(panel, ProfilePanel) and not panel.save_button.isEnabled()
        panel.forms["office"].set_value("place", "Cao Bằng")
        panel.forms["office"].set_value("issuer", "SỞ NGOẠI VỤ\nTỈNH CAO BẰNG")
        panel.forms["signing"].set_value("authority:director", "Bế Thị Lan")
        assert panel.changes == {
            "place": "Cao Bằng",
            "issuer": ["SỞ NGOẠI VỤ", "TỈNH CAO BẰNG"],
            "authority": {"director": "Bế Thị Lan"},
        }
        panel.from_on.setText("1/7/2018")
        panel.save_button.click()
        with page.desk.store.reading() as read:
            assert office_settings(read)["place"] == ""
            assert office_settings(read, date(2018, 7, 1))["authority"] == {"director": "Bế Thị Lan"}


class TestUsers:
    """Accounts."""

    @pytest.fixture
    def panel(self, page: OfficePage, qtbot: QtBot) -> UsersPanel:
        return part(page, "users", qtbot)  # type: ignore[return-value]

    def test_a_new_user_can_sign_in(self, panel: UsersPanel) -> None:
        panel.add()
        dialog = next(d for d in panel.findChildren(UserDialog) if d.isVisible())
        assert leaks(dialog, english()) == [] and nameless(dialog) == []
        dialog.login.setText("mai")
        dialog.name.setText("Lục Thị Mai")
        dialog.roles[Role.ADMINISTRATOR].setChecked(True)
        dialog.password.setText("ngắn")
        dialog.verb.click()
        assert dialog.isVisible() and "15" in dialog.refusal.text()
        dialog.password.setText(PASSWORD)
        dialog.verb.click()
        assert login(panel.desk.store, "mai", PASSWORD).roles == {Role.ADMINISTRATOR}

    def test_a_new_password_is_typed_twice(self, panel: UsersPanel) -> None:
        panel.table.go_to(1)
        panel.new_password()
        dialog = next(d for d in panel.findChildren(PasswordDialog) if d.isVisible())
        dialog.password.setText(PASSWORD)
        dialog.again.setText("khác")
        dialog.verb.click()
        assert dialog.isVisible() and dialog.refusal.text()
        dialog.again.setText(PASSWORD)
        dialog.verb.click()
        assert login(panel.desk.store, "officer", PASSWORD).user_id == 1

    def test_disabling_can_be_taken_back_but_not_for_the_last_administrator(
        self, panel: UsersPanel, qtbot: QtBot
    ) -> None:
        refused: list[str] = []
        panel.desk.jobs.refused.connect(lambda error: refused.append(error.code))
        panel.table.go_to(1)
        panel.switch()
        assert refused == ["last_admin"]
        from models.work.users import create_user

        create_user(
            panel.desk.store, "quan-tri", "Lý Thị Sen", [Role.ADMINISTRATOR], PASSWORD, by=panel.desk.actor
        )
        undo: list[Callable[[], None]] = []
        panel.said.connect(lambda _words, act: undo.append(act))
        qtbot.waitUntil(lambda: panel.row is not None)
        panel.table.go_to(1)
        panel.switch()
        with panel.desk.store.reading() as read:
            assert [u.is_active for u in users(read) if u.id == 1] == [False]
        undo[0]()
        with panel.desk.store.reading() as read:
            assert [u.is_active for u in users(read) if u.id == 1] == [True]


class TestBackups:
    """Backups of this seat."""

    def test_made_listed_and_tried(self, page: OfficePage, qtbot: QtBot, tmp_path: Path) -> None:
        folder = tmp_path / "usb"
        folder.mkdir()
        page.desk.seat.put("seat/backup_folder", str(folder))
        panel = part(page, "backups", qtbot)
        assert isinstance(panel, BackupsPanel)
        assert panel.empty.isVisible()
        said: list[str] = []
        panel.said.connect(lambda words, _undo: said.append(words))
        panel.make()
        assert len(rows_in(folder)) == panel.model.count == 1
        panel.table.go_to_row(0)
        panel.verify()
        assert said[0].startswith("Đã sao lưu và kiểm tra: sodoan-")
        assert "40 hồ sơ, 6 văn bản" in said[1]
        QAbstractItemModelTester(panel.model)

    def test_a_stick_that_was_pulled_is_one_sentence(
        self, page: OfficePage, qtbot: QtBot, tmp_path: Path
    ) -> None:
        page.desk.seat.put("seat/backup_folder", str(tmp_path / "gone"))
        panel = part(page, "backups", qtbot)
        refused: list[str] = []
        page.desk.jobs.refused.connect(lambda error: refused.append(error.code))
        assert isinstance(panel, BackupsPanel)
        panel.make()
        assert refused == ["backup_no_folder"]

    def test_restore_says_what_happens_before_anything_does(
        self, page: OfficePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from ui.panels import backups

        page.desk.seat.put("seat/backup_folder", str(tmp_path))
        panel = part(page, "backups", qtbot)
        assert isinstance(panel, BackupsPanel)
        panel.make()
        panel.table.go_to_row(0)
        asked: list[str] = []
        monkeypatch.setattr(backups, "confirm", lambda *_a, says, **_k: asked.append(says) is not None)
        panel.restore()
        assert "12/06/2018 08:00" in asked[0] and "không mất" in asked[0]


def test_the_check_says_plainly_what_is_wrong(page: OfficePage, qtbot: QtBot) -> None:
    panel = part(page, "checks", qtbot)
    assert isinstance(panel, ChecksPanel)
    panel.run()
    found = {what: (whole, words) for whole, what, words in panel.lines}
    assert found["Sổ Quyết định năm 2018"] == (False, "số thiếu hoặc trùng: 3")
    assert found["Nhật ký"][0] and found["Tệp lưu"][0]
    assert panel.verdict.text().startswith("Có điểm bất thường")
    assert leaks(panel, english()) == []


def test_the_rule_book_reads_as_on_the_day(page: OfficePage, qtbot: QtBot) -> None:
    panel = part(page, "rules", qtbot)
    assert isinstance(panel, RulesPanel)
    assert panel.model.count == len(in_force(clock.today()))
    for rule in in_force(clock.today()):
        assert "{" not in sentence(rule)
    panel.on.setText("1/8/2025")
    panel.on.editingFinished.emit()
    assert panel.model.count == len(in_force(date(2025, 8, 1)))
    QAbstractItemModelTester(panel.model)


def test_days_off_are_those_due_dates_leave_out(page: OfficePage, qtbot: QtBot) -> None:
    panel = part(page, "holidays", qtbot)
    assert isinstance(panel, HolidaysPanel)
    days = [panel.model.row_at(n).on for n in range(panel.model.count)]
    assert date(2018, 9, 3) in days and days == sorted(days)


def test_the_journal_is_narrowed_and_opens_the_dossier(page: OfficePage, qtbot: QtBot) -> None:
    from models.work.people import save_person

    save_person(page.desk.store, {"position": "Phó phòng"}, by=page.desk.actor, person_id=1)
    panel = part(page, "journal", qtbot)
    assert isinstance(panel, JournalPanel)
    assert panel.model.count == 2
    assert panel.model.row_at(0).act == "save_person"
    panel.act.setCurrentIndex(panel.act.findData("save_person"))
    panel.act.activated.emit(0)
    assert panel.model.count == 1
    qtbot.wait(60)
    assert any("Chuyên viên → Phó phòng" in w.text() for w in panel.pane.findChildren(type(panel.shown)))
