"""Received papers on screen: row after row, passed on, linked, a new dossier from one; books, stamps and slips saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from models import clock
from models.catalogue.workflows import Role
from models.reading.arrivals import ArrivalRow, arrival_row
from models.reading.dossiers import draft_of
from models.reading.drafts import drafts_of
from models.reading.registers import registers
from models.store.units import Actor
from models.work.arrivals import register_arrival, void_arrival
from tests.makers import DAY, make_dossier, make_office
from tests.ui.leaks import english, leaks, nameless
from ui import saving
from ui.desk import Desk
from ui.dialogs import decide
from ui.dialogs.arrival import ChangeArrival, LinkDialog, NewArrival, PassOnDialog
from ui.dialogs.letter_preview import LetterPreview
from ui.dialogs.register_acts import BeginDialog, CloseDialog
from ui.pages import Place
from ui.pages.arrivals import Arrivals, state_of, waiting
from ui.pages.dossier.page import DossierPage

Make = Callable[..., Desk]


@pytest.fixture
def office(desk: Desk) -> Iterator[dict[str, Actor]]:
    """An office that told its name, with three papers; the clock stands."""
    with clock.at(DAY):
        made = make_office(desk.store)
        for n, sender in enumerate(("Sở Công Thương", "Sở Y tế", "Báo Cao Bằng"), 1):
            values = {
                "sender": sender,
                "paper_number": f"{n}/VP",
                "subject": f"Công văn về việc số {n}",
                "due_on": DAY + timedelta(days=n),
            }
            register_arrival(desk.store, values, by=made["clerk"])
        yield made


@pytest.fixture
def page(qtbot: QtBot, make_desk: Make, office: dict[str, Actor]) -> Arrivals:
    return opened(qtbot, make_desk(office["clerk"]))


def opened(qtbot: QtBot, desk: Desk) -> Arrivals:
    page = Arrivals(desk)
    qtbot.addWidget(page)
    page.resize(1158, 617)
    page.arrive(Place("arrivals"))
    page.show()
    qtbot.wait(60)
    return page


def settle() -> None:
    """Lists follow a little after an act, panes a little after the row."""
    QTest.qWait(80)


def dialog_of(page: Arrivals, act: str, kind: type) -> QDialog:
    """The dialog that an act of the page opens."""
    page.acts[act].trigger()
    return next(d for d in page.findChildren(kind) if d.isVisible())


def seen(page: Arrivals, arrival_id: int) -> ArrivalRow:
    with page.desk.store.reading() as read:
        row = arrival_row(read, arrival_id)
    assert row is not None
    return row


def test_the_newest_stands_first_with_its_state(page: Arrivals, office: dict[str, Actor]) -> None:
    assert page.model.count == 3 and "3 văn bản" in page.status()
    first = page.model.row_at(0)
    assert (first.number, state_of(first)) == (3, "new")
    with clock.at(DAY + timedelta(days=9)):
        assert state_of(first) == "overdue"
        page.bar.set_filter("overdue", True)
        assert page.model.count == 3
    with page.desk.store.reading() as read:
        assert waiting(read, office["clerk"]) == 3 and waiting(read, office["officer"]) == 0
    QAbstractItemModelTester(page.model)
    assert leaks(page, english()) == [] and nameless(page) == []


def test_row_after_row_without_leaving_the_keyboard(page: Arrivals, qtbot: QtBot) -> None:
    dialog = dialog_of(page, "new", NewArrival)
    assert isinstance(dialog, NewArrival) and "số đến 04" in dialog.says.text()
    assert leaks(dialog, english()) == [] and nameless(dialog) == []
    for n in (4, 5):
        dialog.form.show_values({**dialog.form.values(), "sender": "Sở Tài chính", "paper_number": f"{n}/STC",
                                 "subject": "Công văn về kinh phí", "receiver": "Văn phòng"})  # fmt: skip
        dialog.verb.click()
        assert f"số đến {n:02d} ngày 01/03/2018" in dialog.says.text() and dialog.isVisible()
        held = dialog.form.values()
        assert (
            not held.get("subject") and held["receiver"] == "Văn phòng"
        )  # what the pile has in common stays
    dialog.verb.click()  # nothing filled in: said, nothing registered
    assert dialog.refusal.isVisible()
    dialog.reject()
    settle()
    assert page.model.count == 5 and page.table.current_key() == page.model.row_at(0).id


def test_the_same_paper_twice_is_asked_about(page: Arrivals) -> None:
    dialog = dialog_of(page, "new", NewArrival)
    assert isinstance(dialog, NewArrival) and not dialog.anyway.isVisible()
    values = {
        "arrived_on": DAY.isoformat(),
        "sender": "Sở Y tế",
        "paper_number": "2/VP",
        "subject": "Công văn",
    }
    dialog.form.show_values(values)
    dialog.verb.click()
    assert "đã đăng ký với số đến 02" in dialog.refusal.text() and dialog.anyway.isVisible()
    assert page.model.count == 3
    dialog.anyway.setChecked(True)
    dialog.verb.click()
    settle()
    assert page.model.count == 4 and not dialog.anyway.isVisible()
    dialog.reject()


def test_changing_and_voiding(page: Arrivals, monkeypatch: pytest.MonkeyPatch) -> None:
    row = page.row
    assert row is not None
    dialog = dialog_of(page, "edit", ChangeArrival)
    assert isinstance(dialog, ChangeArrival)
    dialog.form.show_values({**dialog.form.values()})
    block = dialog.form.blocks["reply_number"].input.target()
    block.setText("12/SNgV")  # type: ignore[attr-defined]
    block.textEdited.emit("12/SNgV")  # type: ignore[attr-defined]
    dialog.verb.click()
    assert seen(page, row.id).reply_number == "12/SNgV"
    monkeypatch.setattr(decide, "ask_reason", lambda *_a, **_k: "Ghi nhầm")
    page.table.go_to(row.id)
    page.acts["void"].trigger()
    assert seen(page, row.id).void_reason == "Ghi nhầm"
    settle()
    page.table.go_to(row.id)
    page.show_row(row.id)
    assert not page.acts["edit"].isEnabled() and not page.acts["void"].isEnabled()


def test_several_are_passed_on_at_once(page: Arrivals) -> None:
    page.table.selectAll()
    dialog = dialog_of(page, "pass_on", PassOnDialog)
    assert isinstance(dialog, PassOnDialog)
    assert leaks(dialog, english()) == [] and nameless(dialog) == []
    dialog.verb.click()
    assert "Chưa ghi đơn vị hoặc người nhận" in dialog.refusal.text()
    dialog.receiver.setCurrentText("Phòng Lãnh sự")
    dialog.due.setText("hôm nào đó")
    dialog.verb.click()
    assert dialog.isVisible()
    dialog.due.setText("15/3/2018")
    dialog.verb.click()
    assert [seen(page, n).receiver for n in (1, 2, 3)] == ["Phòng Lãnh sự"] * 3
    page.bar.set_filter("not_passed_on", True)
    settle()
    assert page.model.count == 0


def test_a_new_dossier_begins_from_the_paper(qtbot: QtBot, make_desk: Make, office: dict[str, Actor]) -> None:
    page = opened(qtbot, make_desk(office["officer"]))
    assert "new" not in page.acts and "void" not in page.acts  # the clerk's acts
    places: list[Place] = []
    page.go.connect(places.append)
    page.table.go_to(1)
    page._fill_menu()
    page.begin_dossier("outgoing_official")
    (place,) = places
    with page.desk.store.reading() as read:
        (draft,) = drafts_of(read, office["officer"].user_id or 0)
    assert (place.page, place.options["draft"]) == ("dossier", draft.key)


def test_a_paper_is_linked_with_a_dossier_and_opens_it(page: Arrivals, office: dict[str, Actor]) -> None:
    lodged = make_dossier(page.desk.store, office["officer"], arrival_number="", received_paper_number="1/VP")
    page.table.go_to(1)
    page.show_row(1)
    dialog = dialog_of(page, "link", LinkDialog)
    assert isinstance(dialog, LinkDialog) and dialog.list.count() == 1
    dialog.words.setText("ĐR-2018-001")
    dialog._find()
    assert dialog.list.count() == 1
    dialog.words.setText("không có")
    dialog._find()
    assert dialog.list.count() == 0 and not dialog.verb.isEnabled()
    dialog.words.setText("")
    dialog._find()
    dialog.verb.click()
    assert seen(page, 1).dossier_id == lodged.dossier_id
    settle()
    places: list[Place] = []
    page.go.connect(places.append)
    page.table.go_to(1)
    page.acts["dossier"].trigger()
    assert places[-1] == Place("dossier", lodged.dossier_id)
    page.show_row(1)
    page.acts["unlink"].trigger()
    assert seen(page, 1).dossier_id is None


def test_what_is_printed(page: Arrivals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []

    def ask(_page: object, name: str) -> Path:
        names.append(name)
        return tmp_path / name

    monkeypatch.setattr(saving, "ask_file", ask)
    page.table.selectAll()
    for act in ("stamp", "overprint", "slip", "print", "day", "handling"):
        page.acts[act].trigger()
    assert names == [
        "dau-den-03-01.pdf", "dau-den-03-01.pdf", "phieu-giai-quyet-03.pdf", "so-van-ban-den-2018.pdf", "so-van-ban-den-03-01-2018.pdf",
        "so-theo-doi-giai-quyet-2018.pdf",
    ]  # fmt: skip
    for name in set(names):
        with pdfplumber.open(BytesIO((tmp_path / name).read_bytes())) as pdf:
            assert pdf.pages
    with pdfplumber.open(BytesIO((tmp_path / "so-van-ban-den-2018.pdf").read_bytes())) as pdf:
        assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in (pdf.pages[0].extract_text() or "")


def test_a_scan_is_attached_and_shown(
    page: Arrivals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.exchange.one_page import page as one_page

    scan = tmp_path / "quét.pdf"
    scan.write_bytes(one_page("Văn bản", "bản quét", []))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(scan), ""))
    row = page.row
    assert row is not None and not page.acts["show_scan"].isEnabled()
    page.acts["scan"].trigger()
    assert seen(page, row.id).scan_sha256
    settle()
    page.show_row(row.id)
    assert isinstance(dialog_of(page, "show_scan", LetterPreview), LetterPreview)


def test_the_register_is_begun_and_closed_from_here(page: Arrivals, qtbot: QtBot, make_desk: Make) -> None:
    said: list[str] = []
    page.said.connect(lambda words, _undo: said.append(words))
    begin = dialog_of(page, "begin", BeginDialog)
    assert isinstance(begin, BeginDialog)
    begin.verb.click()
    assert "đã có số 03" in begin.refusal.text()
    begin.reject()
    close = dialog_of(page, "close", CloseDialog)
    assert isinstance(close, CloseDialog) and not close.verb.isEnabled()
    assert leaks(close, english()) == [] and nameless(close) == []
    close.reason.setPlainText("Hợp nhất cơ quan")
    close.verb.click()
    assert said[-1] == "Đã khóa sổ với 3 số."
    with page.desk.store.reading() as read:
        assert next(r.closed_on for r in registers(read, 2018) if r.code == "arrivals") == DAY
    page.acts["close"].trigger()
    assert said[-1] == "Đã khóa sổ ngày 01/03/2018."


def test_keys_reach_the_acts(page: Arrivals, qtbot: QtBot) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_F9)
    dialog = next(d for d in page.findChildren(PassOnDialog) if d.isVisible())
    dialog.reject()
    qtbot.keyClick(
        page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert any(d.isVisible() for d in page.findChildren(NewArrival))


def test_a_page_without_papers_says_what_fills_it(qtbot: QtBot, desk: Desk) -> None:
    page = opened(qtbot, desk)
    assert page.empty.isVisible() and "Ctrl+Shift+N" in page.empty.text()
    for act in ("stamp", "slip", "day", "void", "pass_on", "link", "dossier", "show_scan"):
        page.acts[act].trigger()  # nothing to do, nothing breaks
    said: list[str] = []
    page.said.connect(lambda words, _undo: said.append(words))
    page.acts["close"].trigger()
    assert "chưa đăng ký văn bản đến nào" in said[-1]


def test_voided_ones_are_not_stamped(page: Arrivals, office: dict[str, Actor]) -> None:
    void_arrival(page.desk.store, 2, "Ghi trùng", by=office["clerk"])
    page.refresh()
    settle()
    page.table.selectAll()
    assert [row.number for row in page.rows] == [3, 1]
    assert Role.CLERK in page.desk.actor.roles


def test_the_paper_of_a_dossier_is_registered_from_the_dossier(
    qtbot: QtBot, make_desk: Make, office: dict[str, Actor]
) -> None:
    desk = make_desk(office["all"])
    lodged = make_dossier(desk.store, office["officer"], arrival_number="", received_paper_number="88/SCT")
    page = DossierPage(desk)
    qtbot.addWidget(page)
    said: list[str] = []
    page.said.connect(lambda words, _undo: said.append(words))
    page.arrive(Place("dossier", lodged.dossier_id))
    page.show()
    settle()
    page.acts["register_paper"].trigger()
    dialog = next(d for d in page.findChildren(NewArrival) if d.isVisible())
    held = dialog.form.values()
    assert (held["sender"], held["paper_number"]) == ("Sở Công Thương", "88/SCT")
    dialog.verb.click()
    assert said[-1] == "Đã đăng ký: số đến 04 ngày 01/03/2018." and not dialog.isVisible()
    with desk.store.reading() as read:
        assert draft_of(read, lodged.dossier_id).values["arrival_number"] == "04"
    page.acts["register_paper"].trigger()
    assert "đã đăng ký: số đến 04" in said[-1]
