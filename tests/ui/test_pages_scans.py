"""The page of scans and the watch over the scanner's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from models import clock
from models.errors import OfficeError
from models.reading.scans import scan_lines, scan_of
from models.reading.spine import Question
from models.store.units import Actor, Store
from models.work import letters
from models.work.office import set_settings
from models.work.scan_folder import DONE, ODD, file_all, look, settled
from tests.makers import DAY, make_dossier, make_office
from tests.scanning.scanner import Fault, scan, to_pdf
from tests.ui.leaks import english, leaks, nameless
from tests.ui.test_pages_letters import approved
from ui.desk import Desk
from ui.pages import Place
from ui.pages.letters import Letters
from ui.pages.scans import Scans, waiting
from ui.scan_watch import FOLDER, ScanWatch, end_watch, watch_of
from ui.shell import Shell

Make = Callable[..., Desk]
QUICK = Fault(dpi=200, jpeg=60)


@pytest.fixture
def office(desk: Desk) -> Iterator[dict[str, Actor]]:
    """An office that prints the square code."""
    with clock.at(DAY):
        who = make_office(desk.store)
        set_settings(desk.store, {"page_marks": True}, by=who["admin"], valid_from=date(2016, 1, 1))
        yield who


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The scanner's folder."""
    made = tmp_path / "Máy quét"
    made.mkdir()
    return made


def issued(store: Store, who: dict[str, Actor], **more: object) -> int:
    """An issued letter."""
    dossier = approved(store, who, **more)
    made = letters.prepare(store, dossier, "submission_send", by=who["clerk"])
    letters.mark_printed(store, made.letter_id, by=who["clerk"])
    letters.issue(store, made.letter_id, by=who["clerk"])
    return made.letter_id


def pages(store: Store, letter_id: int) -> list[Image.Image]:
    """Its scanned pages."""
    with store.reading() as read:
        pdf = letters.reprint(read, letter_id)
    with pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
    return [scan(pdf, n, QUICK) for n in range(count)]


def put(folder: Path, name: str, pictures: list[Image.Image]) -> Path:
    """A file of the scanner."""
    path = folder / name
    path.write_bytes(to_pdf(pictures, 200))
    return path


def lying(folder: Path) -> set[str]:
    """The files of the folder and its subfolders."""
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def watching(desk: Desk, folder: Path) -> tuple[ScanWatch, list[str]]:
    """A watch over the folder, and what it says."""
    watch = watch_of(desk)
    said: list[str] = []
    watch.said.connect(said.append)
    watch.choose(str(folder))
    return watch, said


# --- the watch --------------------------------------------------------------------------------------------------------


def test_new_scans_are_filed_once_they_stand_still_and_put_aside(
    make_desk: Make, office: dict[str, Actor], folder: Path
) -> None:
    desk = make_desk(office["clerk"])
    letter_id = issued(desk.store, office)
    watch, said = watching(desk, folder)
    path = put(folder, "Quét 01.pdf", pages(desk.store, letter_id))
    (folder / "ghi chú.txt").write_text("không phải bản quét", "utf-8")
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7 x")
    watch.look()
    assert lying(folder) == {"Quét 01.pdf", "ghi chú.txt", "hỏng.pdf"} and said == []
    path.write_bytes(path.read_bytes() + b"\n")  # the scanner still writes
    watch.look()
    assert "Quét 01.pdf" in lying(folder)
    watch.look()
    assert lying(folder) == {f"{DONE}/Quét 01.pdf", "ghi chú.txt", f"{ODD}/hỏng.pdf"}
    assert any("Đã lưu 1 bản quét" in words for words in said) and any("hỏng.pdf" in words for words in said)
    with desk.store.reading() as read:
        assert scan_of(read, letter_id)
    end_watch(desk)


def test_the_same_file_again_is_put_aside_under_a_free_name(
    make_desk: Make, office: dict[str, Actor], folder: Path
) -> None:
    desk = make_desk(office["clerk"])
    letter_id = issued(desk.store, office)
    watch, said = watching(desk, folder)
    data = put(folder, "Quét 01.pdf", pages(desk.store, letter_id)).read_bytes()
    watch.look()
    watch.look()
    (folder / "Quét 01.pdf").write_bytes(data)
    watch.look()
    watch.look()
    assert lying(folder) == {f"{DONE}/Quét 01.pdf", f"{DONE}/Quét 01 (2).pdf"}
    assert len(said) == 1
    end_watch(desk)


def test_nothing_is_moved_when_the_store_refuses(
    make_desk: Make, office: dict[str, Actor], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(office["clerk"])
    letter_id = issued(desk.store, office)
    watch, said = watching(desk, folder)
    put(folder, "Quét 01.pdf", pages(desk.store, letter_id))

    def full(*_rest: object, **_more: object) -> None:
        raise OfficeError("disk_full", place="kho")

    with monkeypatch.context() as patch:
        patch.setattr("models.work.scan_folder.file_scan", full)
        watch.look()
        watch.look()
        watch.look()
    assert lying(folder) == {"Quét 01.pdf"} and len(said) == 1  # said once, not at every look
    watch.file_now()
    watch.look()
    assert lying(folder) == {f"{DONE}/Quét 01.pdf"}
    end_watch(desk)


def test_a_folder_that_cannot_be_written_is_told_once_and_nothing_is_filed_twice(
    make_desk: Make, office: dict[str, Actor], folder: Path
) -> None:
    desk = make_desk(office["clerk"])
    letter_id = issued(desk.store, office)
    watch, said = watching(desk, folder)
    (folder / DONE).write_text("một tệp đứng chỗ của thư mục", "utf-8")
    put(folder, "Quét 01.pdf", pages(desk.store, letter_id))
    for _look in range(4):
        watch.look()
    assert len(said) == 1 and "Đã lưu 1 bản quét" in said[0] and "chưa chuyển được tệp" in said[0]
    (folder / DONE).unlink()
    watch.file_now()
    assert lying(folder) == {f"{DONE}/Quét 01.pdf"} and len(said) == 1
    with desk.store.reading() as read:
        assert len(scan_lines(read, Question("scans"))) == 1
    end_watch(desk)


def test_files_that_another_seat_took_meanwhile_are_passed_over(
    make_desk: Make, office: dict[str, Actor], folder: Path
) -> None:
    desk = make_desk(office["clerk"])
    assert file_all(desk.store, [folder / "đã đi.pdf"], by=office["clerk"]) == []


def test_a_stop_lasts_until_one_goes_on(
    make_desk: Make, office: dict[str, Actor], folder: Path, qtbot: QtBot
) -> None:
    desk = make_desk(office["clerk"], at_once=False)
    letter_id = issued(desk.store, office)
    for n in range(3):
        put(folder, f"Quét {n}.pdf", pages(desk.store, letter_id) * 2)
    watch, _said = watching(desk, folder)
    desk.jobs.long_work.connect(lambda progress: progress.stop())
    watch.look()
    qtbot.waitUntil(lambda: not watch.is_busy, timeout=30_000)
    watch.look()
    qtbot.waitUntil(lambda: watch.is_paused, timeout=30_000)
    assert not watch.is_busy and lying(folder) == {f"Quét {n}.pdf" for n in range(3)}
    watch.look()
    assert not watch.is_busy
    desk.jobs.long_work.disconnect()
    watch.file_now()
    qtbot.waitUntil(lambda: not watch.is_busy, timeout=30_000)
    watch.look()
    qtbot.waitUntil(lambda: lying(folder) == {f"{DONE}/Quét {n}.pdf" for n in range(3)}, timeout=30_000)
    end_watch(desk)


def test_a_folder_that_went_is_told_and_watched_again(
    make_desk: Make, office: dict[str, Actor], folder: Path
) -> None:
    desk = make_desk(office["clerk"])
    watch, _said = watching(desk, folder)
    folder.rmdir()
    watch.look()
    assert str(folder) in watch.fault
    folder.mkdir()
    watch.look()
    assert watch.fault == ""
    end_watch(desk)


def test_another_person_at_the_desk_gets_a_watch_of_his_own(
    make_desk: Make, office: dict[str, Actor], folder: Path
) -> None:
    from dataclasses import replace

    desk = make_desk(office["clerk"])
    first, _said = watching(desk, folder)
    assert watch_of(desk) is first and first._timer.isActive()
    other = replace(desk, actor=office["director"])
    second = watch_of(other)
    second.begin()
    assert second is not first and not first._timer.isActive()
    assert not second._timer.isActive()  # a director files no scans
    end_watch(other)


def test_the_shell_watches_and_ends_with_it(
    make_desk: Make, office: dict[str, Actor], folder: Path, qtbot: QtBot
) -> None:
    desk = make_desk(office["clerk"])
    desk.seat.put(FOLDER, str(folder))
    shell = Shell(desk, QMenu())
    qtbot.addWidget(shell)
    shell.start()
    watch = watch_of(desk)
    assert watch._timer.isActive()
    watch.said.emit("đã lưu")
    assert shell.status.said == "đã lưu"
    shell.close_down()
    assert not watch._timer.isActive()


def test_looks_and_what_stands_still(folder: Path) -> None:
    put(folder, "b.pdf", [Image.new("L", (50, 50))])
    first = look(folder)
    (folder / "a.PNG").write_bytes(b"x")
    (folder / ".ẩn.pdf").write_bytes(b"x")
    (folder / "~tạm.pdf").write_bytes(b"x")
    (folder / "thư mục.pdf").mkdir()
    assert {p.name for p in look(folder)} == {"b.pdf", "a.PNG"}
    assert [p.name for p in settled(first, look(folder))] == ["b.pdf"]
    with pytest.raises(OfficeError) as refused:
        look(folder / "không có")
    assert refused.value.code == "no_scan_folder"


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def doubtful(make_desk: Make, office: dict[str, Actor], folder: Path) -> tuple[Desk, list[int]]:
    """Two letters; of the first a page is missing, of the second the codes are cut off."""
    desk = make_desk(office["clerk"])
    ids = [issued(desk.store, office), issued(desk.store, office, title="Đoàn dự hội thảo")]
    first, second = (pages(desk.store, i) for i in ids)
    bare = [p.crop((0, 0, p.width, round(p.height * 0.93))) for p in second]
    files = [put(folder, "thiếu.pdf", first[:1]), put(folder, "không mã.pdf", [*bare, *bare[:1]])]
    assert [o.filed.waiting for o in file_all(desk.store, files, by=office["clerk"]) if o.filed] == [1, 1]
    return desk, ids


def opened(desk: Desk, qtbot: QtBot) -> Scans:
    """The page as it is first opened."""
    page = Scans(desk)
    qtbot.addWidget(page)
    page.resize(1160, 640)
    page.show()
    page.arrive(Place("scans"))
    return page


def test_a_scan_stands_beside_its_letter_and_enter_files_it(
    doubtful: tuple[Desk, list[int]], qtbot: QtBot
) -> None:
    desk, ids = doubtful
    page = opened(desk, qtbot)
    assert page.model.count == 2
    with desk.store.reading() as read:
        assert waiting(read, desk.actor) == 2
    page.table.selectRow(1)
    qtbot.waitUntil(lambda: page._line is not None and page._line.source == "thiếu.pdf")
    assert "Thiếu trang 2" in page.pane.about.text()
    assert page.pane.scan.page_count == 1 and page.pane.letter.page_count == 2
    assert page.pane.suggestion is not None and page.pane.suggestion.letter.id == ids[0]
    assert "theo mã trên giấy" in page.pane.list.item(0).text()
    assert leaks(page, english()) == [] and nameless(page) == []
    said: list[str] = []
    page.said.connect(lambda words, _undo: said.append(words))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.model.count == 1 and "01/TTr-SNgV" in said[0]
    with desk.store.reading() as read:
        assert scan_of(read, ids[0])
    page.close_down()
    end_watch(desk)


def test_numbers_choose_and_the_first_pages_may_be_taken(
    doubtful: tuple[Desk, list[int]], qtbot: QtBot
) -> None:
    desk, ids = doubtful
    page = opened(desk, qtbot)
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page._line is not None and page._line.source == "không mã.pdf")
    assert page.pane.list.count() == 2
    page.pane.choose(7)  # no such suggestion: nothing happens
    page.pane.choose(1)
    chosen = page.pane.suggestion
    assert chosen is not None and page.pane.buttons["part"].isVisible()
    assert page.pane.buttons["part"].text() == "Chỉ lấy 2 trang đầu"
    page.accept_first()
    with desk.store.reading() as read:
        assert scan_of(read, chosen.letter.id)
    assert page.model.count == 2  # the third page goes on waiting
    end_watch(desk)


def test_refusing_asks_why_and_the_list_shows_it(
    doubtful: tuple[Desk, list[int]], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _ids = doubtful
    page = opened(desk, qtbot)
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page._line is not None)
    monkeypatch.setattr("ui.dialogs.decide.ask_reason", lambda *_rest, **_more: None)
    page.refuse()
    assert page.model.count == 2
    monkeypatch.setattr("ui.dialogs.decide.ask_reason", lambda *_rest, **_more: "Giấy của Sở khác")
    page.acts["refuse"].trigger()
    assert page.model.count == 1
    page.bar.set_filter("show", "refused")
    qtbot.waitUntil(
        lambda: page.model.count == 1 and page._line is not None and page._line.state == "refused"
    )
    assert page.pane.about.text() == "Giấy của Sở khác"
    assert "refuse" not in page._allowed() and "accept" in page._allowed()
    end_watch(desk)


def test_letters_without_a_scan_are_listed_and_lead_to_their_line(
    doubtful: tuple[Desk, list[int]], qtbot: QtBot
) -> None:
    desk, ids = doubtful
    page = opened(desk, qtbot)
    page.bar.set_filter("show", "missing")
    assert page.model.count == 2 and page.status().startswith("2 văn bản chưa có bản quét")
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page._line is not None and page.pane.letter.page_count == 2)
    went: list[Place] = []
    page.go.connect(went.append)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert went[0].page == "letters" and went[0].key == ids[1]
    assert leaks(page, english()) == [] and nameless(page) == []
    end_watch(desk)


def test_nothing_waits(make_desk: Make, office: dict[str, Actor], qtbot: QtBot) -> None:
    desk = make_desk(office["clerk"])
    page = opened(desk, qtbot)
    assert page.empty.isVisible() and "Không có gì phải xem" in page.empty.text()
    assert page.folder_bar.words.whole_text().startswith("Chưa theo dõi thư mục")
    assert leaks(page, english()) == [] and nameless(page) == []
    reader = opened(make_desk(office["inspector"]), qtbot)
    assert not reader.folder_bar.isVisible()
    end_watch(desk)


def test_the_list_of_letters_opens_the_signed_scan(
    make_desk: Make, office: dict[str, Actor], folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(office["clerk"])
    letter_id = issued(desk.store, office)
    make_dossier(desk.store, office["officer"], title="Đoàn khác")
    page = Letters(desk)
    qtbot.addWidget(page)
    page.show()
    page.arrive(Place("letters"))
    page.bar.clear()
    page.table.go_to(letter_id)
    shown: list[bytes] = []
    said: list[str] = []
    page.said.connect(lambda words, _undo: said.append(words))
    monkeypatch.setattr("ui.pages.scans._show", lambda _parent, data, _title: shown.append(data))
    page.acts["scan"].trigger()
    assert said == ["Chưa lưu bản quét của văn bản đã ký này."] and shown == []
    file_all(desk.store, [put(folder, "a.pdf", pages(desk.store, letter_id))], by=office["clerk"])
    page.acts["scan"].trigger()
    with desk.store.reading() as read:
        assert shown == [scan_of(read, letter_id)]
