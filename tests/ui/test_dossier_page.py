"""The page of a dossier: kept as typed, judged as typed, lodged by keyboard, taken further."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from forms.paste_preview import PastePreview
from models import clock
from models.appraisal.findings import Severity
from models.catalogue.workflows import Role
from models.draft import Draft, to_json
from models.reading.dossiers import dossier_row
from models.reading.drafts import drafts_of, saved_draft
from models.records import User
from models.store.units import Actor, Store
from models.work import dossiers, letters, review
from resources import i18n
from tests.forms import samples
from ui.desk import Desk, Seat
from ui.dialogs.fields_dialog import FieldsDialog
from ui.dialogs.supplement import SupplementDialog
from ui.jobs import Jobs
from ui.pages import Place
from ui.pages.dossier import DossierPage
from ui.widgets.finding_list import FindingCard

TODAY = date(2018, 4, 6)
ME = Actor(1, "Hoàng Thị Mai", frozenset(Role))


@pytest.fixture(autouse=True)
def office_day() -> Iterator[None]:
    """A day in 2018, in Vietnamese."""
    i18n.install("vi")
    with clock.at(TODAY):
        yield
    i18n.install("en")


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def desk(sqlite_store: Store, tmp_path: Path) -> Iterator[Desk]:
    with sqlite_store.writing(ME) as w:
        w.session.add(User(id=1, login="officer", full_name=ME.name, roles={"roles": ["officer"]}))
        w.session.add(User(id=2, login="other", full_name="Lý Văn Ôn", roles={"roles": ["officer"]}))
    jobs = Jobs(sqlite_store, at_once=True)
    jobs.refused.connect(_raise)
    jobs.broke.connect(_raise)
    yield Desk(sqlite_store, jobs, ME, Seat(tmp_path / "seat.ini"))
    jobs.close()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> DossierPage:
    made = DossierPage(desk)
    qtbot.addWidget(made)
    made.resize(1170, 690)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def sample() -> Draft:
    """The journey to Laos as someone types it who has no ledger yet."""
    draft = samples.outgoing()
    draft.values["requester_id"] = None
    draft.values["content_flags"] = []
    for row in draft.rows["members"]:
        row["person_id"] = None
    for row in draft.rows["papers"]:
        row.pop("sha256", None)
    return draft


def stored(page: DossierPage) -> int:
    made = dossiers.lodge(page.desk.store, sample(), by=ME)
    page.arrive(Place("dossier", made.dossier_id))
    return made.dossier_id


def line(page: DossierPage, name: str) -> QLineEdit:
    assert page.form is not None
    edit = page.form.blocks[name].input.target()
    assert isinstance(edit, QLineEdit)
    return edit


def test_nothing_flashes_as_a_window_of_its_own(qtbot: QtBot, page: DossierPage) -> None:
    shown: list[QWidget] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(watched)
            return False

    watch = Watch()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    stored(page)
    page.change()
    QApplication.processEvents()
    app.removeEventFilter(watch)
    assert shown == []
    assert page.isActiveWindow()


# nothing typed is lost


def test_showing_an_empty_form_keeps_nothing(page: DossierPage) -> None:
    page.arrive(Place("dossier", None, {"kind": "outgoing_official"}))
    page.leave()
    with page.desk.store.reading() as read:
        assert drafts_of(read, 1) == ()


def test_a_key_is_kept_within_a_second_and_comes_back(qtbot: QtBot, page: DossierPage) -> None:
    page.arrive(Place("dossier", None, {"kind": "incoming"}))
    page.go_to_place("title")
    QTest.keyClicks(line(page, "title"), "Doan khach")
    assert page.form is not None
    key = page.form.collect().key
    with qtbot.waitSignal(page.keeper.kept, timeout=1000):
        pass
    with page.desk.store.reading() as read:
        kept = saved_draft(read, key)
    assert kept is not None
    assert to_json(kept) == to_json(page.form.collect())
    assert "Đã lưu lúc" in page.saved.text()
    page.arrive(Place("dossier", None, {"draft": key}))
    assert line(page, "title").text() == "Doan khach"


def test_leaving_keeps_at_once_and_a_new_form_offers_the_draft(page: DossierPage) -> None:
    page.arrive(Place("dossier", None, {"kind": "incoming"}))
    page.go_to_place("title")
    QTest.keyClicks(line(page, "title"), "Doan khach")
    assert page.leave()
    page.arrive(Place("dossier", None, {"kind": "incoming"}))
    assert page.banner.isVisible()
    assert "Doan khach" in " ".join(w.text() for w in page.banner.findChildren(QLabel))
    page.banner.findChildren(QAbstractButton)[0].click()
    assert line(page, "title").text() == "Doan khach"


# the rules beside the form


def test_the_rules_speak_and_a_click_leads_to_the_field(qtbot: QtBot, page: DossierPage) -> None:
    draft = sample()
    dossiers.save_draft(page.desk.store, draft, by=ME)
    page.arrive(Place("dossier", None, {"draft": draft.key}))
    assert page.form is not None
    late = next(c for c in page.panel.findings.cards if "received_on" in c.finding.fields)
    assert page.form.blocks["received_on"].meaning == late.finding.severity.value
    qtbot.mouseClick(late, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert line(page, "received_on").hasFocus()
    before = len(page.panel.findings.cards)
    edit = line(page, "received_on")
    edit.selectAll()
    QTest.keyClicks(edit, "1/3/2018")
    edit2 = line(page, "received_paper_on")
    page.go_to_place("received_paper_on")
    edit2.selectAll()
    QTest.keyClicks(edit2, "28/2/2018")
    qtbot.waitUntil(lambda: len(page.panel.findings.cards) < before)
    assert not any(
        isinstance(c, FindingCard) and c.finding.rule == late.finding.rule for c in page.panel.findings.cards
    )


ROSTER = "Họ và tên\tNgày sinh\tChức vụ\tĐơn vị công tác\n" + "\n".join(
    f"Nông Văn {chr(65 + n)}\t0{n + 1}/3/198{n % 10}\tChuyên viên\tSở Công Thương" for n in range(9)
)


def test_the_main_job_takes_few_keys(
    qtbot: QtBot, page: DossierPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A prepared roster in the clipboard becomes a lodged dossier by keyboard alone; texts count as one key each."""
    keys = 0

    def press(
        widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        nonlocal keys
        keys += 1
        QTest.keyClick(widget, key, modifier)

    def write(text: str) -> None:
        nonlocal keys
        keys += 1
        target = page.window().focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)

    monkeypatch.setattr(PastePreview, "exec", lambda _self: 1)
    page.arrive(Place("dossier", None, {"kind": "outgoing_official"}))
    page.home()
    assert page.form is not None
    write("So Cong Thuong")
    press(page.window().focusWidget(), Qt.Key.Key_Return)
    write("512/SCT-VP")
    press(page.window().focusWidget(), Qt.Key.Key_Return)
    write("3/4/2018")
    page.form.go_to_part(1)
    keys += 1  # Alt+2
    write("Doan cong tac tai Lao")
    page.form.go_to_part(3)
    keys += 1  # Alt+4
    QGuiApplication.clipboard().setText(ROSTER)
    press(page.form.tables["members"].grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    keys += 1  # Enter in the preview
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.mode == "reading"
    assert page.seen is not None
    assert page.seen.row.member_count == 9
    assert keys <= 40


def test_lodging_without_the_needed_fields_leads_to_the_first(page: DossierPage) -> None:
    page.arrive(Place("dossier", None, {"kind": "incoming"}))
    said: list[str] = []
    page.said.connect(lambda words, _undo: said.append(words))
    page.lodge_draft()
    assert page.mode == "new"
    assert line(page, "requester").hasFocus()
    assert said and "Cơ quan" in said[0]


# a stored dossier


def test_a_stored_dossier_is_read_changed_and_saved(page: DossierPage) -> None:
    key = stored(page)
    assert page.mode == "reading"
    assert line(page, "title").isReadOnly()
    QTest.keyClick(page, Qt.Key.Key_F2)
    assert page.mode == "changing"
    page.go_to_place("title")
    edit = line(page, "title")
    edit.selectAll()
    QTest.keyClicks(edit, "Doan moi")
    page.keeper.save()
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.mode == "reading"
    with page.desk.store.reading() as read:
        row = dossier_row(read, key)
        assert row is not None
        assert row.title == "Doan moi"
        assert drafts_of(read, 1) == ()


def test_unsaved_changes_come_back(page: DossierPage) -> None:
    key = stored(page)
    page.change()
    page.go_to_place("contact")
    edit = line(page, "contact")
    edit.selectAll()
    QTest.keyClicks(edit, "Ba Lan")
    page.keeper.save()
    page.arrive(Place("dossier", key))
    assert page.mode == "changing"
    assert line(page, "contact").text() == "Ba Lan"
    assert page.banner.isVisible()


def test_two_people_settle_their_conflict(page: DossierPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.dialogs.conflicts import ConflictDialog

    key = stored(page)
    page.change()
    page.go_to_place("title")
    line(page, "title").selectAll()
    QTest.keyClicks(line(page, "title"), "Cua toi")
    with page.desk.store.reading() as read:
        other = dossiers.draft_of(read, key)
    other.values["title"] = "Của người khác"
    dossiers.amend(page.desk.store, other, by=Actor(2, "Lý Văn Ôn", frozenset(Role)))
    shown: list[ConflictDialog] = []

    def choose(dialog: ConflictDialog) -> int:
        shown.append(dialog)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ConflictDialog, "exec", choose)
    page.keep_changes()
    assert shown
    with page.desk.store.reading() as read:
        row = dossier_row(read, key)
    assert row is not None
    assert row.title == "Cua toi"


def test_steps_are_buttons_with_their_keys(qtbot: QtBot, page: DossierPage) -> None:
    key = stored(page)
    said: list[object] = []
    page.said.connect(lambda _words, undo: said.append(undo))
    assert "F9" in page.steps.buttons[-1].text()
    qtbot.waitUntil(page.steps.buttons[-1].isVisible)
    QTest.keyClick(page, Qt.Key.Key_F9)
    with page.desk.store.reading() as read:
        row = dossier_row(read, key)
        assert row is not None
        assert row.state == "appraisal"
    undo = said[-1]
    assert callable(undo)
    undo()
    assert page.seen is not None
    assert page.seen.row.state == "received"


def test_a_supplement_is_asked_once_with_everything(
    page: DossierPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(page)
    dialogs: list[SupplementDialog] = []

    def accept(dialog: SupplementDialog) -> int:
        dialogs.append(dialog)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(SupplementDialog, "exec", accept)
    monkeypatch.setattr(FieldsDialog, "exec", lambda _self: QDialog.DialogCode.Accepted)
    monkeypatch.setattr("ui.pages.dossier.letter_acts.LetterActs.show_missing", lambda *_given: None)
    assert page.seen is not None
    step = next(s for s in page.seen.steps if s.name == "ask_supplement")
    page.step_acts.take(step)
    assert page.seen.row.state == "supplement"
    assert len(dialogs[0].asks) > 3
    assert all(a.says for a in dialogs[0].asks)
    assert any(a.basis for a in dialogs[0].asks)
    assert [r.kind for r in page.seen.letters] == ["supplement_slip"]


def test_a_stop_is_waived_with_a_reason(page: DossierPage, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(page)
    monkeypatch.setattr(
        "ui.pages.dossier.steps.ask_reason", lambda *_a, **_k: "Cấp bách, đã báo cáo lãnh đạo"
    )
    assert page.seen is not None
    from models.catalogue.rulebook import edition

    stop = next(
        f
        for f in page.seen.findings
        if f.is_open_stop
        and (rule := edition(f.rule, page.seen.row.kind, f.edition)) is not None
        and rule.waiver is not None
    )
    page.panel.waive.emit(stop)
    waived = next(f for f in page.seen.findings if f.rule == stop.rule)
    assert waived.severity is Severity.STOP
    assert waived.waived_by == ME.name
    assert not waived.is_open_stop


# letters


def test_letters_show_their_real_pages(qtbot: QtBot, page: DossierPage) -> None:
    key = stored(page)
    review.advance(page.desk.store, key, "accept", by=ME)
    made = letters.prepare(page.desk.store, key, "appraisal_sheet", by=ME, fields={"view": "Đủ điều kiện."})
    page.refresh()
    cards = page.letters["outgoing_official"].cards
    assert [c.row.id for c in cards] == [made.letter_id]
    with page.desk.store.reading() as read:
        seen = letters.preview(read, made.letter_id)
    if seen.pdf:
        assert not cards[0].thumb.icon().isNull()


# language and access


def words_of(widget: QWidget) -> set[str]:
    found: set[str] = set()
    for child in widget.findChildren(QWidget):
        if isinstance(child, QLabel | QAbstractButton):
            found.add(child.text())
        found |= {child.accessibleName(), child.toolTip()}
    return {w.replace("&&", "&") for w in found if w}


@pytest.mark.parametrize("kind", ["outgoing_official", "incoming", "outgoing_private"])
def test_no_english_in_the_vietnamese_page(page: DossierPage, kind: str) -> None:
    page.arrive(Place("dossier", None, {"kind": kind}))
    vietnamese = words_of(page)
    i18n.install("en")
    other = DossierPage(page.desk)
    other.arrive(Place("dossier", None, {"kind": kind}))
    both = vietnamese & words_of(other)
    other.deleteLater()
    assert not {w for w in both if len(w.split()) > 1 and w.isascii()}, both


def test_every_control_of_the_page_has_a_name(page: DossierPage) -> None:
    stored(page)
    for widget in page.findChildren(QWidget):
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and not widget.objectName().startswith("qt_")
        ):
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert named, widget
