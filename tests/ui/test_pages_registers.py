"""Acts on a register from its page: set aside, use when issuing, release, begin, close, name, say what counts where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from models import clock
from models.reading.letters import letter_row
from models.reading.registers import open_reservations, registers
from models.settings import office_settings
from models.store.units import Actor
from models.work import letters
from models.work import registers as work_registers
from models.work.numbering import register_for
from tests.makers import make_office
from tests.ui.leaks import english, leaks, nameless
from tests.ui.test_pages_letters import DAY, ISSUE_DAY, approved
from ui import saving
from ui.desk import Desk
from ui.dialogs import decide
from ui.dialogs.issue import IssueDialog, plan
from ui.dialogs.register_acts import BeginDialog, CloseDialog, NameDialog, ReserveDialog, SeriesDialog
from ui.pages import Place
from ui.pages.registers import Registers, state_text

Make = Callable[..., Desk]


@pytest.fixture
def office(desk: Desk) -> Iterator[dict[str, Actor]]:
    """An office that told its name, with a register of submissions; the clock stands on a Monday."""
    with clock.at(DAY):
        made = make_office(desk.store)
        with desk.store.writing(made["clerk"]) as w:
            register_for(w, "submissions")
    with clock.at(ISSUE_DAY):
        yield made


@pytest.fixture
def page(qtbot: QtBot, make_desk: Make, office: dict[str, Actor]) -> Registers:
    page = Registers(make_desk(office["all"]))
    qtbot.addWidget(page)
    page.resize(1158, 617)
    page.arrive(Place("registers"))
    page.show()
    qtbot.wait(60)
    return page


def dialog_of(page: Registers, act: str, kind: type) -> QDialog:
    """The dialog that an act opens, without a word of English and with a name for every control."""
    page.acts[act].trigger()
    made = next(d for d in page.findChildren(kind) if d.isVisible())
    assert leaks(made, english()) == [] and nameless(made) == []
    return made


def settle() -> None:
    """Lists follow a little after an act."""
    QTest.qWait(80)


def reserve(page: Registers, why: str = "Tờ trình ký sau") -> None:
    dialog = dialog_of(page, "reserve", ReserveDialog)
    assert isinstance(dialog, ReserveDialog) and not dialog.verb.isEnabled()
    dialog.why.setText(why)
    dialog.verb.click()
    assert not dialog.isVisible()
    settle()


def test_a_number_is_set_aside_in_an_empty_register_and_released(
    page: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.model.count == 0 and page.register is not None
    assert not page.acts["release"].isEnabled() and not page.acts["close"].isEnabled()
    reserve(page)
    assert [(e.line.number, state_text(e)) for e in page.lines] == [(1, "đang giữ")]
    assert "Đang giữ: 01." in page._check.text()
    page.table.go_to(1)
    monkeypatch.setattr(decide, "ask_reason", lambda *_a, **_k: "Không ký nữa")
    page.acts["release"].trigger()
    settle()
    assert [state_text(e) for e in page.lines] == ["đã hủy"]
    assert page.lines[0].line.note == "Đã hủy: Không ký nữa"
    assert not page.acts["begin"].isEnabled()


def test_the_clerk_issues_with_a_reserved_number(
    page: Registers, office: dict[str, Actor], qtbot: QtBot
) -> None:
    with clock.at(DAY):
        dossier = approved(page.desk.store, office)
    reserve(page)
    later = date(2018, 3, 7)
    with clock.at(later):
        made = letters.prepare(page.desk.store, dossier, "submission_send", by=office["clerk"])
        with page.desk.store.reading() as read:
            found = plan(read, made.letter_id, later)
        assert [kept.number for kept in found.reserved] == [1]
        dialog = IssueDialog(page, page.desk, found)
        dialog.show()
        assert "02/TTr-SNgV ngày 07/03/2018" in dialog.says.text()
        dialog.choice.setCurrentIndex(1)
        assert dialog.on.text() == "05/03/2018" and dialog.on.isReadOnly()
        assert "01/TTr-SNgV ngày 05/03/2018" in dialog.says.text()
        assert leaks(dialog, english()) == [] and nameless(dialog) == []
        dialog.choice.setCurrentIndex(0)
        assert dialog.on.text() == "07/03/2018" and not dialog.on.isReadOnly()
        dialog.choice.setCurrentIndex(1)
        dialog.verb.click()
        with page.desk.store.reading() as read:
            row = letter_row(read, made.letter_id)
            assert row is not None and (row.number, row.issued_on) == ("01/TTr-SNgV", ISSUE_DAY)
            assert page.register is not None and open_reservations(read, page.register.id) == ()


def test_the_paper_book_and_the_end_of_the_year(
    page: Registers, office: dict[str, Actor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = dialog_of(page, "begin", BeginDialog)
    assert isinstance(begin, BeginDialog)
    begin.last.setValue(41)
    assert "cấp tiếp từ số 42" in begin.says.text()
    begin.verb.click()
    settle()
    assert [e.line.number_text for e in page.lines] == ["01-41"]
    reserve(page, "Tờ trình đoàn Lào")
    close = dialog_of(page, "close", CloseDialog)
    assert isinstance(close, CloseDialog)
    close.reason.setPlainText("Hợp nhất cơ quan")
    assert "Còn giữ số: 42" in close.says.text() and not close.verb.isEnabled()
    close.reject()
    monkeypatch.setattr(decide, "ask_reason", lambda *_a, **_k: "Không ký nữa")
    page.acts["release"].trigger()
    settle()
    with clock.at(date(2018, 12, 31)):
        close = dialog_of(page, "close", CloseDialog)
        assert (
            isinstance(close, CloseDialog) and close.verb.isEnabled()
        )  # no reason is asked for at the end of the year
        close.verb.click()
        settle()
    assert "Đã khóa sổ ngày 31/12/2018." in page._check.text()
    for act in ("reserve", "begin", "close"):
        assert not page.acts[act].isEnabled()
    saved: list[bytes] = []
    for name in ("first.pdf", "again.pdf"):
        monkeypatch.setattr(saving, "ask_file", lambda _page, _name, n=name: tmp_path / n)
        page.save_pdf()
        saved.append((tmp_path / name).read_bytes())
    assert saved[0] == saved[1]
    with pdfplumber.open(BytesIO(saved[0])) as pdf:
        assert "Khóa sổ ngày 31/12/2018" in (pdf.pages[-1].extract_text() or "")


def test_a_closed_year_is_said_before_issuing(page: Registers, office: dict[str, Actor]) -> None:
    with clock.at(DAY):
        dossier = approved(page.desk.store, office)
    reserve(page)
    page_register = page.register
    assert page_register is not None
    with page.desk.store.reading() as read:
        (kept,) = open_reservations(read, page_register.id)
    work_registers.release_number(page.desk.store, kept.id, "thôi", by=office["clerk"])
    from models.work.closing import close_register

    close_register(page.desk.store, page_register.id, 2018, by=office["clerk"], reason="Hợp nhất")
    made = letters.prepare(page.desk.store, dossier, "submission_send", by=office["clerk"])
    with page.desk.store.reading() as read:
        found = plan(read, made.letter_id, ISSUE_DAY)
    dialog = IssueDialog(page, page.desk, found)
    assert "đã khóa ngày 05/03/2018" in dialog.says.text() and not dialog.verb.isEnabled()


def test_registers_are_added_renamed_and_assigned(page: Registers) -> None:
    name = dialog_of(page, "add", NameDialog)
    assert isinstance(name, NameDialog) and not name.verb.isEnabled()
    name.name.setText("Sổ giấy mời")
    name.verb.click()
    page.bar.set_filter("register", 1)
    settle()
    rename = dialog_of(page, "rename", NameDialog)
    assert isinstance(rename, NameDialog) and rename.name.text() == "Sổ đăng ký tờ trình"
    rename.name.setText("Sổ tờ trình")
    rename.verb.click()
    with page.desk.store.reading() as read:
        assert {r.name for r in registers(read, 2018)} == {"Sổ tờ trình", "Sổ giấy mời"}
    series = dialog_of(page, "series", SeriesDialog)
    assert isinstance(series, SeriesDialog)
    series.count_together()
    series.verb.click()
    with page.desk.store.reading() as read:
        kept = office_settings(read)["letter_registers"]
    assert set(kept.values()) == {"general"} and "submission_send" in kept


def test_who_is_no_clerk_has_none_of_these_acts(
    qtbot: QtBot, make_desk: Make, office: dict[str, Actor]
) -> None:
    page = Registers(make_desk(office["inspector"]))
    qtbot.addWidget(page)
    assert {"reserve", "release", "begin", "close", "rename", "add", "series"} & set(page.acts) == set()
    assert "day" in page.acts


def test_the_page_of_a_day(page: Registers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reserve(page)
    page.table.go_to(1)
    monkeypatch.setattr(saving, "ask_file", lambda _page, name: tmp_path / name)
    page.acts["day"].trigger()
    with pdfplumber.open(BytesIO((tmp_path / "so-van-ban-di-2018-03-05.pdf").read_bytes())) as pdf:
        words = pdf.pages[0].extract_text() or ""
    assert "Ngày 05/03/2018" in words and "Tờ trình ký sau" in words
    assert leaks(page, english()) == [] and nameless(page) == []
