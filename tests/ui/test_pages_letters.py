"""The clerk's home and what follows: numbers after the signature, the register book, reminders, reports, voiding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from models import clock
from models.catalogue.register_books import books
from models.catalogue.workflows import Role
from models.reading.dossiers import dossier_row
from models.reading.letters import letter_row
from models.reading.registers import gaps
from models.store.units import Actor, Store
from models.work import letters, review
from models.work.journey import tick
from tests.makers import DAY, make_dossier, make_office
from tests.ui.leaks import english, leaks, nameless
from ui import saving
from ui.desk import Desk
from ui.dialogs.issue import IssueDialog, plan
from ui.dialogs.report import ReportDialog
from ui.pages import Place
from ui.pages.letters import Letters, waiting
from ui.pages.owed import Owed, overdue
from ui.pages.registers import Registers, book_table, state_text

Make = Callable[..., Desk]
ISSUE_DAY = date(2018, 3, 5)


def approved(store: Store, office: dict[str, Actor], **more: object) -> int:
    """A dossier that the director approved."""
    dossier_id = make_dossier(store, office["officer"], **more).dossier_id
    for step, who in (
        ("accept", "officer"),
        ("forward", "officer"),
        ("endorse", "head"),
        ("approve", "director"),
    ):
        review.advance(store, dossier_id, step, by=office[who])
    return dossier_id


@pytest.fixture
def office(desk: Desk) -> Iterator[dict[str, Actor]]:
    """An office that told its name; the clock stands on a Monday."""
    with clock.at(DAY):
        made = make_office(desk.store)
    with clock.at(ISSUE_DAY):
        yield made


@pytest.fixture
def dossier(desk: Desk, office: dict[str, Actor]) -> int:
    """An approved dossier whose submission is prepared."""
    made = approved(desk.store, office)
    letters.prepare(desk.store, made, "submission_send", by=office["clerk"])
    return made


def page_of(qtbot: QtBot, desk: Desk, kind: type) -> Letters | Owed | Registers:
    """A page of that sort, visited."""
    page = kind(desk)
    qtbot.addWidget(page)
    page.resize(1158, 617)
    page.arrive(Place(page.name))
    page.show()
    qtbot.wait(60)  # the pane follows when the row has rested
    return page


class TestLetters:
    """What waits for a number, and the number."""

    @pytest.fixture
    def page(self, qtbot: QtBot, make_desk: Make, office: dict[str, Actor], dossier: int) -> Letters:
        return page_of(qtbot, make_desk(office["clerk"]), Letters)  # type: ignore[return-value]

    def test_the_clerk_comes_home_to_what_waits(self, page: Letters, office: dict[str, Actor]) -> None:
        assert page.bar.filters == {"to_issue": True}
        assert page.model.count == 1
        assert "1 văn bản" in page.status()
        assert page.pane.view.page_count >= 1
        with page.desk.store.reading() as read:
            assert waiting(read, office["clerk"]) == 1
            assert waiting(read, office["officer"]) == 0

    def test_a_letter_of_an_unapproved_dossier_does_not_wait(
        self, page: Letters, office: dict[str, Actor]
    ) -> None:
        with clock.at(DAY):
            early = make_dossier(page.desk.store, office["officer"], title="Đoàn khác").dossier_id
        letters.prepare(page.desk.store, early, "submission_send", by=office["officer"])
        page.refresh()
        assert page.model.count == 1
        page.bar.clear()
        assert page.model.count == 2

    def test_issuing_says_what_it_does_and_does_it(self, page: Letters, qtbot: QtBot, dossier: int) -> None:
        said: list[str] = []
        page.said.connect(lambda words, _undo: said.append(words))
        qtbot.keyClick(page.table, Qt.Key.Key_F9)
        dialog = next(d for d in page.findChildren(IssueDialog) if d.isVisible())
        words = dialog.says.text()
        assert "01/TTr-SNgV ngày 05/03/2018 trong “Sổ đăng ký tờ trình”" in words
        assert "ĐR-2018-001 chuyển sang “Đã trình cấp có thẩm quyền”" in words
        assert leaks(dialog, english()) == []
        assert nameless(dialog) == []
        dialog.verb.click()
        assert said == ["Đã ban hành: 01/TTr-SNgV ngày 05/03/2018."]
        with page.desk.store.reading() as read:
            row = dossier_row(read, dossier)
        assert row is not None and row.state == "submitted"
        assert page.model.count == 0  # nothing waits any more

    def test_a_refusal_stays_in_the_dialog(self, page: Letters) -> None:
        page.issue()
        dialog = next(d for d in page.findChildren(IssueDialog) if d.isVisible())
        dialog.on.setText("6/3/2018")
        dialog.on.changed.emit()
        dialog.verb.click()
        assert dialog.isVisible() and dialog.refusal.isVisible()
        assert "06/03/2018" in dialog.refusal.text()
        dialog.on.setText("hôm nào đó")
        dialog.on.changed.emit()
        assert not dialog.verb.isEnabled()
        assert page.model.count == 1

    def test_a_number_of_another_body_is_asked_for(
        self, page: Letters, office: dict[str, Actor], dossier: int
    ) -> None:
        store, clerk = page.desk.store, office["clerk"]
        letters.issue(store, page.model.key_at(0), by=clerk)
        made = letters.prepare(store, dossier, "decision_send", by=clerk)
        with store.reading() as read:
            found = plan(read, made.letter_id, ISSUE_DAY)
        assert found.is_external and found.next_state == "decided"
        dialog = IssueDialog(page, page.desk, found)
        assert not dialog.verb.isEnabled()
        dialog.number.setValue(312)
        assert "312/QĐ-UBND" in dialog.says.text()
        dialog.act()
        with store.reading() as read:
            row = letter_row(read, made.letter_id)
        assert row is not None and row.number == "312/QĐ-UBND"

    def test_voiding_needs_a_reason(
        self, page: Letters, office: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        letters.issue(page.desk.store, page.model.key_at(0), by=office["clerk"])
        page.bar.show_filters({"state": "issued"})
        page.ask()
        page.show_row(page.table.current_key())
        assert page.allowed(page.table.current_row()) == {"open", "set", "figures", "change", "void"}
        from ui.dialogs import decide

        monkeypatch.setattr(decide, "ask_reason", lambda *_a, **_k: "Sai trích yếu")
        page.void()
        with page.desk.store.reading() as read:
            row = letter_row(read, page.model.key_at(0) if page.model.count else 1)
        assert row is not None and (row.state, row.void_reason) == ("void", "Sai trích yếu")

    def test_print_for_signature_shows_the_frozen_pages(self, page: Letters) -> None:
        from ui.dialogs.letter_preview import LetterPreview

        page.print_for_signature()
        shown = next(d for d in page.findChildren(LetterPreview) if d.isVisible())
        with page.desk.store.reading() as read:
            assert shown.pdf == letters.reprint(read, page.model.key_at(0))
        shown.reject()

    def test_missing_facts_are_named_and_nothing_can_be_issued(
        self, page: Letters, desk: Desk, office: dict[str, Actor], qtbot: QtBot
    ) -> None:
        from models.work.office import set_settings

        set_settings(desk.store, {"place": "", "authority": {}}, by=office["admin"], valid_from=DAY)
        page.show_row(None)
        page.show_row(page.table.current_key())
        assert page.pane.about.text().startswith("Văn bản còn thiếu:")
        assert not page.pane.buttons["issue"].isEnabled()

    def test_who_may_not_number_has_no_button(
        self, qtbot: QtBot, make_desk: Make, office: dict[str, Actor], dossier: int
    ) -> None:
        page = page_of(qtbot, make_desk(office["inspector"]), Letters)
        assert isinstance(page, Letters)
        assert page.allowed(page.table.current_row()) == set()

    def test_vietnamese_and_named(self, page: Letters) -> None:
        assert leaks(page, english()) == []
        assert nameless(page) == []


class TestRegisters:
    """The book of a register."""

    @pytest.fixture
    def page(self, qtbot: QtBot, small_desk: Make) -> Registers:
        return page_of(qtbot, small_desk(), Registers)  # type: ignore[return-value]

    def test_the_book_stands_in_order_with_voided_numbers(self, page: Registers) -> None:
        assert [e.line.number for e in page.lines] == [1, 2, 4]
        assert [e.line.note for e in page.lines] == ["", "Đã hủy: Sai thể thức", ""]
        assert [state_text(e) for e in page.lines] == ["", "đã hủy", ""]
        assert (
            len(page.columns) == len(books()["sent"].columns) + 1 == 11
        )  # and what is special about a number
        assert gaps([e.line for e in page.lines]) == [3]
        QAbstractItemModelTester(page.model)

    def test_printed_as_the_decree_words_it(
        self, page: Registers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(saving, "ask_file", lambda _page, _name: tmp_path / "book.pdf")
        page.save_pdf()
        with pdfplumber.open(BytesIO((tmp_path / "book.pdf").read_bytes())) as pdf:
            assert pdf.pages[0].width > pdf.pages[0].height
            rows = pdf.pages[1].extract_tables()[0]
        headings = [heading for heading, _width in books()["sent"].columns]
        assert [" ".join((cell or "").split()) for cell in rows[0]] == headings
        assert rows[1][-1] == "(10)"
        assert [row[0] for row in rows[2:]] == ["01/QĐ-UBND", "02/QĐ-UBND", "04/QĐ-UBND"]
        assert book_table(page.lines).title == "Quyết định, năm 2018"

    def test_what_goes_by_post_on_a_day(
        self, page: Registers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(saving, "ask_file", lambda _page, name: tmp_path / name)
        page.table.go_to(4)
        page.acts["post"].trigger()
        with pdfplumber.open(BytesIO((tmp_path / "so-gui-buu-dien-2018-05-14.pdf").read_bytes())) as pdf:
            (only,) = pdf.pages
            assert "SỔ GỬI VĂN BẢN ĐI BƯU ĐIỆN" in (only.extract_text() or "")
            rows = only.extract_tables()[0]
        assert rows[1] == [f"({n})" for n in range(1, 7)]
        assert rows[2][:3] == ["14/05/2018", "04/QĐ-UBND", "Như Điều 3; Lưu: VT"]

    def test_a_line_opens_its_letter(self, page: Registers) -> None:
        places: list[Place] = []
        page.go.connect(places.append)
        page.open_row(1)
        assert (places[0].page, places[0].key) == ("letters", 1)

    def test_vietnamese_and_named(self, page: Registers) -> None:
        assert leaks(page, english()) == []
        assert nameless(page) == []


class TestOwed:
    """Reports that are owed."""

    @pytest.fixture
    def page(self, qtbot: QtBot, small_desk: Make) -> Owed:
        return page_of(qtbot, small_desk(), Owed)  # type: ignore[return-value]

    def test_units_stand_together_the_longest_delay_first(self, page: Owed) -> None:
        rows = [page.model.row_at(n) for n in range(page.model.count)]
        assert [r.report.requester for r in rows if r.is_first] == ["UBND huyện Trà Lĩnh", "Sở Công Thương"]
        assert sum(r.of_unit for r in rows if r.is_first) == len(rows)
        assert page.status().startswith("9 báo cáo của 2 đơn vị")
        with page.desk.store.reading() as read:
            assert overdue(read, page.desk.actor) == len(rows)

    def test_recording_a_report_closes_the_dossier(self, page: Owed, qtbot: QtBot) -> None:
        key = page.table.current_key()
        before = page.model.count
        qtbot.keyClick(page.table, Qt.Key.Key_F9)
        dialog = next(d for d in page.findChildren(ReportDialog) if d.isVisible())
        assert "chậm 102 ngày" in dialog.says.text()
        assert leaks(dialog, english()) == [] and nameless(dialog) == []
        dialog.received.setText("2/3/2018")
        dialog.received.changed.emit()
        assert "đúng hạn" in dialog.says.text()
        dialog.verb.click()
        assert dialog.result() == QDialog.DialogCode.Accepted
        assert page.model.count == before - 1
        with page.desk.store.reading() as read:
            row = dossier_row(read, key or 0)
        assert row is not None and (row.state, row.report_received_on) == ("closed", date(2018, 3, 2))

    def test_all_units_are_reminded_in_one_click(self, page: Owed) -> None:
        places: list[Place] = []
        said: list[str] = []
        page.go.connect(places.append)
        page.said.connect(lambda words, _undo: said.append(words))
        page.remind_all()
        assert said == ["Đã soạn 2 công văn đôn đốc."]
        ids = places[0].options["question"].filters["ids"]
        with page.desk.store.reading() as read:
            assert [(letter_row(read, i) or pytest.fail("no letter")).kind for i in ids] == [
                "report_reminder"
            ] * 2

    def test_reminding_twice_on_a_day_gives_the_same_letters(self, page: Owed) -> None:
        places: list[Place] = []
        page.go.connect(places.append)
        page.remind_all()
        page.remind_all()
        first, second = (p.options["question"].filters["ids"] for p in places)
        assert first == second

    def test_one_unit_is_reminded_alone(self, page: Owed) -> None:
        places: list[Place] = []
        page.go.connect(places.append)
        page.remind()
        assert len(places[0].options["question"].filters["ids"]) == 1

    def test_inspectors_only_look(self, qtbot: QtBot, small_desk: Make) -> None:
        page = page_of(qtbot, small_desk(Role.INSPECTOR), Owed)
        assert page.pane.foot.count() == 0

    def test_vietnamese_and_named(self, page: Owed) -> None:
        assert leaks(page, english()) == []
        assert nameless(page) == []


def test_a_journey_comes_to_the_ledger_of_reports_by_itself(
    qtbot: QtBot, desk: Desk, office: dict[str, Actor], dossier: int
) -> None:
    store, clerk = desk.store, office["clerk"]
    for kind, number in (("submission_send", None), ("decision_send", 312)):
        made = letters.prepare(store, dossier, kind, by=clerk)
        letters.issue(store, made.letter_id, by=clerk, number=number)
    with clock.at(date(2018, 6, 1)):
        tick(store)
        page = page_of(qtbot, desk, Owed)
        assert page.model.count == 1
