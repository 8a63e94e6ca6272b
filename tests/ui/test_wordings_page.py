"""The page of wordings: parts changed in place, fields as tokens, the test print beside, editions and their differences."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.catalogue.letter_kinds import letter_kinds
from models.catalogue.wording_parts import parts_of
from models.catalogue.workflows import Role
from models.reading.wordings import editions_of, letter_kind_in_force
from tests.ui.leaks import english, leaks, nameless
from ui.desk import Desk
from ui.pages import Place, spec
from ui.pages.wordings import WordingsPage
from ui.pages.wordings import page as page_module
from ui.pages.wordings.conditions import ConditionsDialog
from ui.pages.wordings.field_list import FieldList
from ui.pages.wordings.part_row import PartRow
from ui.pages.wordings.token_text import TokenText

CODE = "submission_send"
Make = Callable[..., Desk]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> WordingsPage:
    """The page with one kind of letter open."""
    return opened(qtbot, desk)


@pytest.fixture(autouse=True)
def _pages_before_are_gone(qapp: QApplication) -> None:
    """Qt deletes later, in an event loop that quick tests never enter."""
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def opened(qtbot: QtBot, desk: Desk, code: str = CODE) -> WordingsPage:
    made = WordingsPage(desk)
    qtbot.addWidget(made)
    made.resize(1158, 640)
    made.show()
    made.activateWindow()
    made.arrive(Place("wordings", None, {"kind": code}))
    qtbot.waitUntil(lambda: made.trial.is_current)
    return made


def row_of(page: WordingsPage, section: str, n: int = 0) -> PartRow:
    return [row for row in page.editor.rows if row.part.section == section][n]


def text_of(row: PartRow, n: int = 0) -> TokenText:
    made = row.inputs[n]
    assert isinstance(made, TokenText)
    return made


def write(page: WordingsPage, text: TokenText, words: str) -> None:
    """Words at the end of a text, as typed, and the pause after them."""
    text.setFocus()
    text.moveCursor(QTextCursor.MoveOperation.End)
    text.insertPlainText(words)
    page.trial._print()


def test_who_answers_for_letters_finds_it(make_desk: Make) -> None:
    roles = spec("wordings").roles
    assert roles == {Role.DIVISION_HEAD, Role.DIRECTOR, Role.ADMINISTRATOR}


def test_everything_is_vietnamese_and_named(page: WordingsPage) -> None:
    assert nameless(page) == []
    labels = {text for row in page.editor.rows if row.part.section == "fields" for text in _english(row)}
    assert [x for x in leaks(page, english()) if not any(text in str(x) for text in labels)] == []


def _english(row: PartRow) -> list[str]:
    """The English label of an own field is English."""
    return [spot.text for spot in row.part.spots if spot.path[-1] == "en"]


def test_every_letter_opens_part_by_part_and_prints(page: WordingsPage) -> None:
    for code, kind in letter_kinds().items():
        page.show_kind(code)
        assert [row.part.path for row in page.editor.rows] == [p.path for p in parts_of(kind)]
        assert page.trial.view.page_count > 0 and page.trial.faults == (), code
        for row in page.editor.rows:
            for spot, made in zip(row.part.spots, row.inputs, strict=True):
                assert not isinstance(made, TokenText) or made.wording() == spot.text
        assert not page.steps[code].is_changed


class TestWriting:
    """Texts, fields, parts."""

    def test_what_is_typed_prints_at_once(self, page: WordingsPage) -> None:
        before = page.trial.view.pages
        write(page, text_of(row_of(page, "recipients")), " và lưu hồ sơ")
        assert page.steps[CODE].is_changed and page.trial.is_current
        assert page.trial.view.pages is not before
        assert page.save_button.isEnabled() and "chưa lưu" in page.about.text()

    def test_a_field_that_does_not_exist_is_named_beside_its_text(self, page: WordingsPage) -> None:
        row = row_of(page, "recipients")
        write(page, text_of(row), " {Truong doan}")
        assert row.fault.isVisible() and "gần nhất là “Trưởng đoàn" in row.fault.text()
        assert not page.trial.is_current and "còn 1 chỗ" in page.trial.says.text()
        said: list[str] = []
        page.said.connect(lambda words, _undo: said.append(words))
        page.save()
        assert len(said) == 1 and said[0].startswith("Nơi nhận, phần 1: ")
        page.editor.undo()
        page.trial._print()
        assert not row_of(page, "recipients").fault.isVisible() and page.trial.is_current

    def test_a_fact_the_sample_lacks_is_named_beside_its_text(self, page: WordingsPage) -> None:
        row = row_of(page, "recipients")
        write(page, text_of(row), " {guest_organisation}")
        assert row.fault.isVisible() and "Cơ quan, tổ chức nước ngoài" in row.fault.text()
        assert not any(other.fault.isVisible() for other in page.editor.rows if other is not row)

    def test_fields_are_found_by_typing_and_taken_with_enter(self, page: WordingsPage, qtbot: QtBot) -> None:
        text = text_of(row_of(page, "recipients"))
        text.setFocus()
        text.moveCursor(QTextCursor.MoveOperation.End)
        qtbot.keyClick(text, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
        fields = page.window().findChild(FieldList)
        assert fields is not None
        fields.line.setText("truong doan trong cau")
        assert "Nguyễn" in fields.list.currentItem().text()  # what it says in the sample
        qtbot.keyClick(fields.line, Qt.Key.Key_Return)
        assert text.wording().endswith("{head}") and text.toPlainText().endswith("⟦Trưởng đoàn, trong câu⟧")
        page.editor.open_fields(text)
        fields = next(f for f in page.window().findChildren(FieldList) if f.isVisible())
        fields.line.setText("chi tra")
        qtbot.keyClick(fields.line, Qt.Key.Key_Escape)
        page.editor.open_fields(text)
        fields = next(f for f in page.window().findChildren(FieldList) if f.isVisible())
        fields.line.setText("cua khau")
        qtbot.keyClick(fields.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        assert text.wording().endswith("{head}{crossing?}")

    def test_a_token_is_jumped_over_and_deleted_whole(self, page: WordingsPage, qtbot: QtBot) -> None:
        text = text_of(row_of(page, "recipients"))
        was = text.wording()
        write(page, text, "{head}")
        page.editor.go_to(("recipients", 0, "text"))
        text.show_wording(was + "{head}", text.choices)
        text.insertPlainText("")
        text.show_wording("", text.choices)
        text.show_wording(was + "{head}", text.choices)
        text.moveCursor(QTextCursor.MoveOperation.End)
        qtbot.keyClick(text, Qt.Key.Key_Left)
        assert text.textCursor().position() == len(was)
        qtbot.keyClick(text, Qt.Key.Key_Right)
        assert text.textCursor().position() == len(text.toPlainText())
        qtbot.keyClick(text, Qt.Key.Key_Backspace)
        assert text.wording() == was

    def test_parts_come_go_and_move_with_one_way_back(self, page: WordingsPage, qtbot: QtBot) -> None:
        shipped, editor = letter_kinds()[CODE], page.editor
        text_of(row_of(page, "recipients")).setFocus()
        qtbot.keyClick(text_of(row_of(page, "recipients")), Qt.Key.Key_Return)
        assert editor.kind is not None and len(editor.kind.recipients) == len(shipped.recipients) + 1
        assert editor.current is not None and editor.current.part.path == ("recipients", 1)
        page.trial._print()
        assert "còn trống" in editor.current.fault.text()
        text_of(editor.current).insertPlainText("Sở Tài chính")
        page.acts["up"].trigger()
        assert editor.kind.recipients[0].text == "Sở Tài chính"
        assert editor.current.part.path == ("recipients", 0)
        page.acts["up"].trigger()  # it is the first already
        page.acts["remove"].trigger()
        assert editor.kind == shipped
        for _n in range(3):
            page.acts["undo"].trigger()
        assert [r.text for r in editor.kind.recipients][1] == ""
        page.acts["redo"].trigger()
        assert editor.kind.recipients[1].text == "Sở Tài chính"
        while page.steps[CODE].can_undo:
            page.acts["undo"].trigger()
        assert editor.kind == shipped and not page.acts["save"].isEnabled()

    def test_everything_has_its_key(self, page: WordingsPage, qtbot: QtBot) -> None:
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        with qtbot.waitActive(page):
            page.activateWindow()
        text = text_of(row_of(page, "recipients"))
        text.setFocus()
        was, first = text.wording(), letter_kinds()[CODE].recipients[0]
        text.moveCursor(QTextCursor.MoveOperation.End)
        qtbot.keyClicks(text, " abc")
        assert text.wording() == f"{was} abc"
        qtbot.keyClick(text, Qt.Key.Key_Z, control)
        assert text.wording() == was
        qtbot.keyClick(text, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert page.editor.kind is not None and page.editor.kind.recipients[1] == first
        assert page.editor.current is not None and page.editor.current.part.path == ("recipients", 1)
        qtbot.keyClick(text_of(page.editor.current), Qt.Key.Key_Delete, control | shift)
        assert first not in page.editor.kind.recipients
        qtbot.keyClick(text_of(page.editor.current), Qt.Key.Key_F6)
        assert page.trial.data.currentData() == "short"
        qtbot.keyClick(text_of(page.editor.current), Qt.Key.Key_F7)
        assert page.tabs.currentIndex() == 1

    def test_typing_without_a_pause_is_one_step(self, page: WordingsPage) -> None:
        text = text_of(row_of(page, "recipients"))
        was = text.wording()
        for letter in "abc":
            write(page, text, letter)
        page.acts["undo"].trigger()
        assert text_of(row_of(page, "recipients")).wording() == was

    def test_the_only_subject_and_fixed_parts_stay(self, page: WordingsPage) -> None:
        page.editor.go_to(("filing",))
        page.acts["remove"].trigger()
        page.editor.shift(-1)
        assert page.editor.kind == letter_kinds()[CODE]
        while page.editor.kind is not None and len(page.editor.kind.subject) > 1:
            page.editor.go_to(("subject", 0))
            page.editor.remove()
        page.editor.go_to(("subject", 0))
        page.editor.remove()
        assert page.editor.kind is not None and len(page.editor.kind.subject) == 1

    def test_what_may_be_added_where(self, page: WordingsPage) -> None:
        page.editor.go_to(("body", 0, "text"))
        page.editor.add("body", "point")
        assert page.editor.kind is not None and page.editor.kind.body[1].type == "point"
        page.editor.add("bases", "staff")
        assert page.editor.kind.bases[-1].law == "staff"
        page.editor.add("subject", "")
        assert (
            page.editor.kind.subject[-1] == letter_kinds()[CODE].subject[-1]
        )  # the last one stands for every case
        page.open_menu("add")
        assert not page.add_menu.isEmpty()
        page.add_menu.hide()
        page.editor.go_to(("body", 1))
        page.open_menu("sort")
        assert [a.text() for a in page.sort_menu.actions() if a.isChecked()] == ["Điểm"]
        page.sort_menu.hide()

    def test_when_a_part_appears_is_chosen_from_a_list(self, page: WordingsPage, qtbot: QtBot) -> None:
        row = next(r for r in page.editor.rows if r.part.section == "body" and not r.part.when)
        assert page.editor.kind is not None
        dialog = ConditionsDialog(page.editor.kind, row.part, may_repeat=True, parent=page)
        qtbot.addWidget(dialog)
        assert leaks(dialog, english()) == [] and nameless(dialog) == []
        dialog.line.setText("cap uy")
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
        assert (
            dialog.when == ("needs_party_opinion",)
            and "chỉ khi: Phải xin ý kiến cấp ủy" in dialog.says.text()
        )
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
        assert dialog.when == ("!needs_party_opinion",) and "trừ khi" in dialog.list.currentItem().text()
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
        assert dialog.when == () and "luôn" in dialog.says.text()


class TestBadInput:
    """What comes by paste."""

    def paste(self, page: WordingsPage, words: str) -> TokenText:
        text = text_of(row_of(page, "recipients"))
        text.setFocus()
        text.moveCursor(QTextCursor.MoveOperation.End)
        mime = QMimeData()
        mime.setText(words)
        text.insertFromMimeData(mime)
        page.trial._print()
        return text

    def test_a_whole_book(self, page: WordingsPage) -> None:
        self.paste(page, "Lời văn rất dài. " * 6_000)
        assert "dài hơn" in row_of(page, "recipients").fault.text()

    def test_markup_is_text(self, page: WordingsPage) -> None:
        text = self.paste(page, "<b>Sở Tài chính</b>")
        assert text.toPlainText().endswith("<b>Sở Tài chính</b>") and page.trial.is_current

    def test_lines_and_marks_of_direction(self, page: WordingsPage) -> None:
        text = self.paste(page, "\nSở\u202e Tài\tchính")
        assert "\n" not in text.wording() and "\u202e" not in text.wording() and page.trial.is_current

    def test_characters_without_a_shape_are_named(self, page: WordingsPage) -> None:
        self.paste(page, " 😀")
        row = row_of(page, "recipients")
        assert "😀" in row.fault.text() and "số liệu" not in row.fault.text().lower()

    def test_braces_and_half_tokens(self, page: WordingsPage) -> None:
        self.paste(page, "{")
        assert "ngoặc nhọn" in row_of(page, "recipients").fault.text()
        page.editor.undo()
        self.paste(page, "⟦Trưởng")
        assert "gõ dở" in row_of(page, "recipients").fault.text()


class TestEditions:
    """Saved, compared, restored, kept unsaved."""

    @pytest.fixture
    def reasons(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The reasons the person gives; the last one again and again."""
        given = ["Theo ý kiến Giám đốc"]
        monkeypatch.setattr(page_module, "ask_reason", lambda *_a, **_k: given[-1])
        return given

    def saved(self, page: WordingsPage, words: str) -> None:
        write(page, text_of(row_of(page, "recipients")), words)
        page.save()

    def test_saving_makes_an_edition(self, page: WordingsPage, reasons: list[str]) -> None:
        self.saved(page, " (để biết)")
        with page.desk.store.reading() as read:
            kind, edition = letter_kind_in_force(read, CODE)
            assert edition == 1 and kind.recipients[0].text.endswith(" (để biết)")
        assert not page.steps[CODE].is_changed and "bản 1" in page.about.text()
        assert page.unsaved.codes() == set()
        assert "1 mẫu" in page.status()

    def test_history_strikes_what_went_and_underlines_what_came(
        self, page: WordingsPage, reasons: list[str], qtbot: QtBot
    ) -> None:
        self.saved(page, " (để biết)")
        page.acts["history"].trigger()
        history = page.history
        assert history.list.count() == 2 and history.edition == 1
        assert "Theo ý kiến Giám đốc" in history.note.text() and not history.use.isEnabled()
        words = history.view.toPlainText()
        assert "Nơi nhận, phần 1" in words and "sửa lời" in words
        cursor = history.view.document().find("(để")
        assert cursor.charFormat().fontUnderline()
        history.against.setCurrentIndex(history.against.findData("in_force"))
        assert history.view.toPlainText() == "Không có chỗ nào khác."
        history.list.setCurrentRow(1)
        assert history.edition == 0 and history.use.isEnabled()
        cursor = history.view.document().find("(để")
        assert cursor.charFormat().fontStrikeOut()
        history.use.click()
        with page.desk.store.reading() as read:
            assert letter_kind_in_force(read, CODE) == (letter_kinds()[CODE], 0)
            assert [e.edition for e in editions_of(read, CODE)] == [2, 1]
        assert page.editor.kind == letter_kinds()[CODE]
        assert leaks(history, english()) == [] and nameless(history) == []

    def test_somebody_was_quicker(
        self, page: WordingsPage, make_desk: Make, qtbot: QtBot, reasons: list[str]
    ) -> None:
        refused: list[str] = []
        page.desk.jobs.refused.connect(lambda error: refused.append(error.code))
        write(page, text_of(row_of(page, "recipients")), " một")
        other = opened(qtbot, page.desk)
        other.unsaved.forget(CODE)
        other.steps.clear()
        other._show_kind(CODE, letter_kinds()[CODE])
        self.saved(other, " hai")
        assert page.steps[CODE].is_changed  # what the other one is still writing stays
        page.save()
        assert refused == ["wording_changed"]
        page.tabs.setCurrentIndex(0)
        page.save()
        with page.desk.store.reading() as read:
            kind, edition = letter_kind_in_force(read, CODE)
        assert edition == 2 and kind.recipients[0].text.endswith(" một")

    def test_unsaved_words_survive_a_crash(self, page: WordingsPage, qtbot: QtBot) -> None:
        write(page, text_of(row_of(page, "recipients")), " chưa kịp lưu")
        page.keep()  # the pause in typing; then the machine stops
        again = opened(qtbot, page.desk)
        assert text_of(row_of(again, "recipients")).wording().endswith("chưa kịp lưu")
        assert again.steps[CODE].is_changed
        again.discard()
        again.keep()
        assert again.unsaved.codes() == set() and not again.steps[CODE].is_changed

    @pytest.mark.parametrize(
        ("answer", "goes", "kept"), [("stay", False, True), ("later", True, True), ("drop", True, False)]
    )
    def test_leaving_asks(
        self, page: WordingsPage, monkeypatch: pytest.MonkeyPatch, answer: str, goes: bool, kept: bool
    ) -> None:
        assert page.leave()
        write(page, text_of(row_of(page, "recipients")), " chưa lưu")
        asked: list[list[str]] = []

        def ask(_page: QWidget, names: list[str]) -> str:
            asked.append(names)
            return answer

        monkeypatch.setattr(page_module, "ask_leave", ask)
        assert page.leave() is goes
        assert asked == [[str(letter_kinds()[CODE].label)]]
        assert page.steps[CODE].is_changed is kept and (page.unsaved.codes() == {CODE}) is kept

    def test_another_letter_keeps_what_is_unsaved_of_this_one(self, page: WordingsPage) -> None:
        write(page, text_of(row_of(page, "recipients")), " chưa lưu")
        page.show_kind("refusal")
        assert page.editor.kind == letter_kinds()["refusal"]
        page.show_kind(CODE)
        assert text_of(row_of(page, "recipients")).wording().endswith("chưa lưu")


def test_the_last_word_typed_is_the_one_that_prints(qtbot: QtBot, make_desk: Make) -> None:
    """Off the event loop: older prints under way are dropped, and the last one is there soon after the pause."""
    page = opened(qtbot, make_desk(at_once=False))
    for n in range(8):
        text = text_of(row_of(page, "recipients"))
        text.insertPlainText(f" {n}")
        page.trial._print()
    judged: list[object] = []
    page.trial.judged.connect(judged.append)
    qtbot.waitUntil(lambda: page.trial.is_current and page.desk.jobs.is_idle, timeout=20_000)
    assert len(judged) == 1
    page.trial.next_data()
    page.trial.next_data()
    qtbot.waitUntil(lambda: page.trial.is_current and page.trial.view.page_count > 3, timeout=20_000)
