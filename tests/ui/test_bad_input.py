"""The window over bad places and failing disks: a sentence on the page, what was typed stays, and work goes on afterwards."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from forms.paste_preview import PastePreview
from models import clock
from models.catalogue.workflows import Role
from models.draft import to_json
from models.errors import OfficeError
from models.reading.dossiers import DOSSIERS
from models.reading.drafts import drafts_of, saved_draft
from models.reading.spine import Question
from models.records import User
from models.store.units import Actor, Store
from models.work import dossiers
from resources import i18n
from tests.makers import DAY, guest, make_draft
from tests.plugins.lived_in import LivedIn
from ui.desk import Desk
from ui.jobs import Jobs
from ui.main_window import Window
from ui.pages import Place
from ui.pages.dossier import DossierPage
from ui.pages.dossier import page as dossier_page
from ui.seat import Seat

ROOT = Path(__file__).parents[2]
ME = Actor(1, "Hoàng Thị Mai", frozenset(Role))
NASTY = "<b>x</b> A & B {title} %s"


@pytest.fixture(autouse=True)
def office_day() -> Iterator[None]:
    i18n.install("vi")
    with clock.at(DAY):
        yield
    i18n.install("en")


@pytest.fixture
def refusals() -> list[str]:
    """Sentences that the window would show in a box."""
    return []


@pytest.fixture
def desk(sqlite_store: Store, tmp_path: Path, refusals: list[str]) -> Iterator[Desk]:
    with sqlite_store.writing(ME) as w:
        w.session.add(User(id=1, login="officer", full_name=ME.name, roles={"roles": ["officer"]}))
    jobs = Jobs(sqlite_store, at_once=True)
    jobs.refused.connect(lambda error: refusals.append(str(error)))
    jobs.broke.connect(_raise)
    yield Desk(sqlite_store, jobs, ME, Seat(tmp_path / "seat.ini"))
    jobs.close()


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> DossierPage:
    made = DossierPage(desk)
    qtbot.addWidget(made)
    made.resize(1170, 690)
    made.show()
    return made


def line(page: DossierPage, name: str) -> QLineEdit:
    assert page.form is not None
    edit = page.form.blocks[name].input.target()
    assert isinstance(edit, QLineEdit)
    return edit


def room(store: Store, pages: int | None) -> None:
    """Leaves the store's file room for so many pages more; None for as many as there are."""
    with store.engines.writing.connect() as c:
        used = c.exec_driver_sql("PRAGMA page_count").scalar_one()
        c.exec_driver_sql(f"PRAGMA max_page_count={10**6 if pages is None else used + pages}")


def told(page: DossierPage) -> str:
    return " ".join(w.text() for w in page.banner.findChildren(QLabel)) if page.banner.isVisible() else ""


# --- a disk that is full ------------------------------------------------------------------------------------------------


def test_typing_on_a_full_disk_is_said_on_the_page_and_kept_once_there_is_room(
    page: DossierPage, refusals: list[str]
) -> None:
    store = page.desk.store
    page.arrive(Place("dossier", None, {"kind": "incoming"}))
    room(store, 0)
    QTest.keyClicks(line(page, "title"), "Doan khach")
    assert page.form is not None
    page.form.blocks["purpose"].input.target().setPlainText("Nội dung " * 400)
    page.keeper.save()
    assert "đầy" in told(page) and page.saved.text() == "Chưa lưu được"
    QTest.keyClicks(line(page, "title"), " tham")
    assert "đầy" in told(page), "it stays on the page while one types"
    page.keeper.save()
    assert page.keeper.problem is not None and page.keeper.is_dirty
    assert refusals == [], "a box while somebody types would take his keys"
    typed = page.form.collect()
    room(store, None)
    page.keeper.save()  # its own timer does this a few seconds later
    assert page.keeper.problem is None and not page.keeper.is_dirty and not page.banner.isVisible()
    with store.reading() as read:
        kept = saved_draft(read, typed.key)
    assert kept is not None and to_json(kept) == to_json(typed)


def test_lodging_that_fails_leaves_the_form_and_the_reference_as_they_were(
    page: DossierPage, refusals: list[str]
) -> None:
    store = page.desk.store
    draft = make_draft(
        "incoming", members=[guest(f"Khách Thứ {n}", role="member" if n else "head") for n in range(60)]
    )
    dossiers.save_draft(store, draft, by=ME)
    page.arrive(Place("dossier", None, {"draft": draft.key}))
    line(page, "contact").setFocus()
    QTest.keyClicks(line(page, "contact"), " va ba Lan")
    typed = to_json(page.form.collect())  # type: ignore[union-attr]
    room(store, 1)
    page.lodge_draft()
    assert page.mode == "new" and "đầy" in refusals[-1]
    assert to_json(page.form.collect()) == typed and page.keeper.is_dirty  # type: ignore[union-attr]
    room(store, None)
    page.keeper.save()
    with store.reading() as read:
        kept = saved_draft(read, draft.key)
        assert kept is not None and to_json(kept) == typed
        assert len(DOSSIERS.spine(read, Question("dossiers"))) == 0
    page.lodge_draft()
    assert page.seen is not None and page.seen.row.reference == "ĐV-2018-001"
    page.leave()
    with store.reading() as read:
        assert drafts_of(read, 1) == ()


def test_changes_that_cannot_be_saved_stay(page: DossierPage, refusals: list[str]) -> None:
    made = dossiers.lodge(page.desk.store, make_draft("incoming"), by=ME)
    page.arrive(Place("dossier", made.dossier_id))
    page.change()
    line(page, "contact").setText("Bà Lan")
    line(page, "contact").textEdited.emit("Bà Lan")
    room(page.desk.store, 0)
    page.form.blocks["purpose"].input.target().setPlainText("Nội dung " * 400)  # type: ignore[union-attr]
    page.keep_changes()
    assert page.mode == "changing" and refusals and page.keeper.is_dirty
    room(page.desk.store, None)
    page.keep_changes()
    assert (
        page.mode == "reading"
        and page.seen is not None
        and "Nội dung" in str(page.seen.draft.values["purpose"])
    )


def test_one_leaves_unsaved_work_only_on_purpose(page: DossierPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.arrive(Place("dossier", None, {"kind": "incoming"}))
    QTest.keyClicks(line(page, "title"), "Doan khach")
    asked: list[str] = []
    answer = [False]
    monkeypatch.setattr(dossier_page, "confirm", lambda *_, says, **__: asked.append(says) or answer[0])

    def full(*_: object, **__: object) -> None:
        raise OfficeError("disk_full", place="D:")

    with monkeypatch.context() as patch:
        patch.setattr(dossiers, "save_draft", full)
        assert page.leave(), "the first try is only made on leaving"
        assert not page.leave() and "đầy" in asked[0]
        answer[0] = True
        assert page.leave()
    answer[0] = False
    assert page.leave(), "there is room again: nothing to ask"
    assert len(asked) == 2


def test_the_window_does_not_close_over_unsaved_work(
    qtbot: QtBot,
    speaking: Callable[[str], None],
    make_desk: Callable[..., Desk],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = Window(Seat(tmp_path / "window.ini"), "", _raise)
    qtbot.addWidget(window)
    window._begun = True
    window.lay_desk(make_desk())
    window.show()
    assert window.shell is not None and window.shell.page is not None
    shown = window.shell.page
    with monkeypatch.context() as patch:
        patch.setattr(type(shown), "leave", lambda _self: False)
        assert not window.close() and window.shell.page is shown
    assert window.close()


# --- a kept file that vanished --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["gone", "damaged"])
def test_an_attachment_that_vanished_is_one_sentence(
    page: DossierPage, refusals: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    store = page.desk.store
    (tmp_path / "thư mời.pdf").write_bytes(b"%PDF-1.7 scan")
    kept = dossiers.keep_file(store, tmp_path / "thư mời.pdf", by=ME)
    draft = make_draft("outgoing_official")
    draft.rows["papers"][0] |= {"file_name": kept.name, "sha256": kept.sha256}
    made = dossiers.lodge(store, draft, by=ME)
    page.arrive(Place("dossier", made.dossier_id))
    page.around.open_file(kept.sha256, kept.name)
    assert len(opened) == 1 and refusals == []
    file = store.place.beside(".vault") / kept.sha256[:2] / kept.sha256[2:]
    file.unlink() if how == "gone" else file.write_bytes(b"x")
    page.around.open_file(kept.sha256, kept.name)
    assert len(opened) == 1 and len(refusals) == 1 and kept.sha256[:12] in refusals[0]
    page.arrive(Place("dossier", made.dossier_id))  # the dossier itself still opens
    assert page.mode == "reading"


def test_a_file_that_cannot_be_attached_is_one_sentence(
    page: DossierPage, refusals: list[str], tmp_path: Path
) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    for bad in (tmp_path / "none.pdf", tmp_path, tmp_path / "empty.pdf", tmp_path / ("x" * 300)):
        page.around.keep_file(str(bad), lambda *_: pytest.fail("kept"))
    assert len(refusals) == 4


# --- text that would be markup --------------------------------------------------------------------------------------------


def test_markup_is_shown_as_typed_in_form_panel_and_list(page: DossierPage) -> None:
    draft = make_draft("outgoing_official", title=NASTY)
    draft.rows["members"][0] |= {"full_name": NASTY, "passport_expires_on": "2018-04-01"}
    made = dossiers.lodge(page.desk.store, draft, by=ME)
    page.arrive(Place("dossier", made.dossier_id))
    assert line(page, "title").text() == NASTY and NASTY in page.head.title.text()
    assert any(NASTY in f.text() for c in page.panel.findings.cards for f in c.findChildren(QLabel))
    rich = [
        w.text()
        for w in page.findChildren(QLabel)
        if NASTY in w.text() and w.textFormat() != Qt.TextFormat.PlainText
    ]
    assert rich == []


def test_a_paste_wider_than_the_table_is_looked_at_first(
    page: DossierPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[PastePreview] = []
    monkeypatch.setattr(PastePreview, "exec", lambda dialog: seen.append(dialog) or 0)
    page.arrive(Place("dossier", None, {"kind": "outgoing_official"}))
    assert page.form is not None
    before = to_json(page.form.collect())
    QGuiApplication.clipboard().setText("\n".join("\t".join("abc" for _ in range(40)) for _ in range(3)))
    members = page.form.tables["members"]
    members.go_to(0, "position")
    members.grid.paste()
    assert len(seen) == 1 and to_json(page.form.collect()) == before


# --- the opening page -----------------------------------------------------------------------------------------------------

HOLDER = """
import sys
from models.store.units import Store
store = Store.open(sys.argv[1]); store.sit(); print("sits", flush=True); sys.stdin.read()
"""


@pytest.fixture
def window(qtbot: QtBot, speaking: Callable[[str], None], tmp_path: Path) -> Iterator[Window]:
    faults: list[BaseException] = []
    made = Window(Seat(tmp_path / "window.ini"), str(tmp_path / "home" / "office.sodb"), faults.append)
    qtbot.addWidget(made)
    made._begun = True
    made.show()
    yield made
    made.close()
    assert faults == []


def opens(qtbot: QtBot, window: Window, where: Path | str) -> str:
    """What the opening page says about a place."""
    window.where = str(where)
    window.login.wait("…")
    window.opener.open(str(where))
    qtbot.waitUntil(lambda: not window.login._opening.isVisible(), timeout=60_000)
    return window.login.problem.text()


def test_every_bad_place_is_a_sentence_on_the_opening_page(
    qtbot: QtBot, window: Window, lived_in: LivedIn, tmp_path: Path
) -> None:
    data = lived_in.path.read_bytes()
    made = {
        "empty.sodoan": b"",
        "picture.sodoan": b"\x89PNG\r\n" + bytes(999),
        "cut.sodoan": data[: len(data) // 3],
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.sodoan").mkdir()
    newer = tmp_path / "newer.sodoan"
    shutil.copyfile(lived_in.path, newer)
    store = Store.open(newer)
    with store.engines.writing.begin() as c:
        c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = sorted(p.name for p in tmp_path.iterdir())
    for where, word in (
        ("empty.sodoan", "không phải"), ("picture.sodoan", "không phải"), ("folder.sodoan", "không phải"), ("cut.sodoan", "hỏng"),
        ("newer.sodoan", "mới hơn"),
    ):  # fmt: skip
        assert word in opens(qtbot, window, tmp_path / where), where
    assert "Không kết nối" in opens(qtbot, window, "postgresql://u:secret@127.0.0.1:1/x")
    assert "secret" not in window.login.problem.text()
    assert opens(qtbot, window, tmp_path / "none" / "x.sodoan") == ""
    assert window.login._choosing.isVisible(), "no office there: what would you like to do?"
    opens(qtbot, window, tmp_path / ("x" * 300))
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_an_office_whose_seat_is_taken_and_free_again_after_a_kill(
    qtbot: QtBot, window: Window, lived_in: LivedIn
) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lived_in.path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert other.stdout and other.stdout.readline() == "sits\n"
    assert "đang" in opens(qtbot, window, lived_in.path)
    other.kill()
    other.communicate()
    assert lived_in.path.with_name("office.sodb.seat").exists(), (
        "the note stays, the lock fell with the process"
    )
    window.opener.open(str(lived_in.path))
    qtbot.waitUntil(lambda: window.office is not None, timeout=30_000)


def test_an_office_cannot_be_set_up_where_no_folder_can_be(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("kept")
    window.where = str(tmp_path / "file" / "office.sodb")
    window._create("Sở Ngoại vụ", "admin", "Bế Thị Lan", "một câu dài dễ nhớ")
    qtbot.waitUntil(lambda: bool(window.login.problem.text()), timeout=60_000)
    assert "thư mục" in window.login.problem.text() and (tmp_path / "file").read_text() == "kept"
