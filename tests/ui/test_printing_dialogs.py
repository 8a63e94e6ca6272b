"""What is chosen before printing: the set of a letter, the sheets of the signed paper, a batch from the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, cast

import pdfplumber
import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from models import clock
from models.reading.letters import letter_row
from models.store.units import Actor
from models.work import letters
from models.work.printing import overprint_of, print_set_of
from tests.makers import DAY, make_office
from tests.ui.leaks import english, leaks, nameless
from tests.ui.test_pages_letters import approved
from ui import printing
from ui.desk import Desk
from ui.pages import Place
from ui.pages.letters import Letters
from ui.printing_batch import BatchDialog
from ui.printing_overprint import OverprintDialog
from ui.printing_set import PrintSetDialog

Make = Callable[..., Desk]
MM = 72 / 25.4
ISSUE_DAY = date(2018, 3, 5)


class Tray:
    """A printer that lays its sheets into files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.resolution = 300
        self.files: list[Path] = []

    def ask(self, _dialog: object, printer: QPrinter, _pages: int = 0) -> bool:
        """In place of the system's dialog."""
        self.files.append(self.folder / f"in {len(self.files) + 1}.pdf")
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.files[-1]))
        printer.setResolution(self.resolution)
        return True

    def sheets(self, n: int = -1) -> list[tuple[int, int]]:
        """The sizes of the sheets of a job, in millimetres."""
        with pdfplumber.open(self.files[n]) as pdf:
            return [(round(float(p.width) / MM), round(float(p.height) / MM)) for p in pdf.pages]

    def ink(self, n: int = -1) -> list[tuple[float, ...]]:
        """Where the black of each sheet begins and ends, in millimetres."""
        with pdfplumber.open(self.files[n]) as pdf:
            found = [
                page.to_image(resolution=254).original.convert("L").point(lambda v: 255 if v < 128 else 0)
                for page in pdf.pages
            ]
        return [tuple(v / 10 for v in cast(Any, picture.getbbox())) for picture in found]


@pytest.fixture
def tray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tray:
    made = Tray(tmp_path)
    monkeypatch.setattr(printing, "ask_printer", made.ask)
    return made


@pytest.fixture
def office(desk: Desk) -> Iterator[dict[str, Actor]]:
    """An office that told its name; the clock stands on a Monday."""
    with clock.at(DAY):
        made = make_office(desk.store)
    with clock.at(ISSUE_DAY):
        yield made


@pytest.fixture
def dossier(desk: Desk, office: dict[str, Actor]) -> int:
    return approved(desk.store, office)


@pytest.fixture
def page(qtbot: QtBot, make_desk: Make, office: dict[str, Actor]) -> Letters:
    made = Letters(make_desk(office["clerk"]))
    qtbot.addWidget(made)
    made.resize(1158, 617)
    made.arrive(Place("letters"))
    made.show()
    return made


@pytest.fixture
def issued(desk: Desk, office: dict[str, Actor], dossier: int) -> int:
    """A submission that was printed for signature and issued as number 1."""
    made = letters.prepare(desk.store, dossier, "submission_send", by=office["clerk"]).letter_id
    letters.mark_printed(desk.store, made, by=office["clerk"])
    letters.issue(desk.store, made, by=office["clerk"])
    return made


def said(page: Letters) -> list[str]:
    heard: list[str] = []
    page.said.connect(lambda words, _undo: heard.append(words))
    return heard


class TestSet:
    """Copies, list of members, envelopes."""

    @pytest.fixture
    def dialog(self, page: Letters, issued: int) -> PrintSetDialog:
        with page.desk.store.reading() as read:
            made = PrintSetDialog(page, print_set_of(read, issued))
        made.show()
        return made

    def test_the_sum_follows_what_is_chosen(self, dialog: PrintSetDialog) -> None:
        pages, receivers = dialog.found.pages, len(dialog.found.receivers)
        assert (dialog.original.value(), dialog.kept.value(), dialog.sent.value()) == (1, 2, receivers)
        assert (
            dialog.says.text() == f"Bản chính 1, lưu 2, nơi nhận {receivers}: {(3 + receivers) * pages} tờ."
        )
        dialog.original.setValue(1)
        dialog.kept.setValue(2)
        dialog.sent.setValue(5)
        dialog.envelope.setCurrentIndex(dialog.envelope.findData("dl"))
        dialog.names.setPlainText("Công an tỉnh\n\n  Sở Nội vụ ")
        assert dialog.to == ("Công an tỉnh", "Sở Nội vụ")
        assert dialog.says.text() == f"Bản chính 1, lưu 2, nơi nhận 5, bì 2: {8 * pages + 2} tờ."
        for box in (dialog.original, dialog.kept, dialog.sent):
            box.setValue(0)
        dialog.envelope.setCurrentIndex(0)
        assert not dialog.verb.isEnabled()

    def test_one_press_prints_everything_and_the_choice_is_remembered(
        self, dialog: PrintSetDialog, page: Letters, tray: Tray
    ) -> None:
        heard = said(page)
        dialog.sent.setValue(0)
        dialog.kept.setValue(1)
        dialog.members.setChecked(True)
        dialog.act()
        count = 2 * (dialog.found.pages + dialog.found.members_pages)
        assert heard == [f"Đã gửi {count} tờ tới máy in."]
        assert not dialog.isVisible()
        again = PrintSetDialog(page, dialog.found)
        assert (again.kept.value(), again.members.isChecked()) == (1, True)
        assert again.sent.value() == len(dialog.found.receivers)

    def test_saved_as_one_file(
        self, dialog: PrintSetDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "bộ.pdf"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
        dialog.envelope.setCurrentIndex(dialog.envelope.findData("c5"))
        dialog.save()
        with pdfplumber.open(path) as pdf:
            assert len(pdf.pages) == dialog.found.pages + len(dialog.found.receivers)
            assert round(float(pdf.pages[-1].width) / MM) == 229

    def test_vietnamese_and_named(self, dialog: PrintSetDialog) -> None:
        assert leaks(dialog, english()) == []
        assert nameless(dialog) == []

    def test_a_letter_that_was_voided_meanwhile(
        self, page: Letters, issued: int, office: dict[str, Actor], tray: Tray
    ) -> None:
        refused: list[object] = []
        page.desk.jobs.refused.connect(refused.append)
        page.bar.show_filters({"state": "issued"})
        page.ask()
        page.show_row(page.table.current_key())
        letters.void(page.desk.store, issued, "Sai", by=office["clerk"])
        page._row = page._row  # the list has not heard of it yet
        from ui.printing_set import print_set

        print_set(page, issued)
        assert [str(error) for error in refused] == ["Văn bản này đã hủy. Soạn văn bản mới."]
        assert tray.files == []


class TestFigures:
    """Number and date on the signed paper."""

    @pytest.fixture
    def dialog(self, page: Letters, issued: int) -> OverprintDialog:
        with page.desk.store.reading() as read:
            made = OverprintDialog(page, overprint_of(read, issued))
        made.show()
        return made

    def test_sheet_after_sheet_each_where_it_belongs(
        self, dialog: OverprintDialog, page: Letters, tray: Tray
    ) -> None:
        heard = said(page)
        count = len(dialog.found.sheets)
        assert "tờ 1 của bản đã ký" in dialog.says.text() and f"lượt 1 trên {count}" in dialog.says.text()
        x, y = (v / MM for v in dialog.found.places[0])
        dialog.act()
        assert tray.sheets() == [(210, 297)]
        left, top, _right, bottom = tray.ink()[0]
        assert left == pytest.approx(x, abs=0.5) and top < y and bottom == pytest.approx(y, abs=0.5)
        for _n in range(count - 1):
            dialog.act()
        assert heard[-1] == "Đã gửi số, ngày của văn bản 01/TTr-SNgV tới máy in."
        assert not dialog.isVisible()

    def test_what_was_measured_is_taken_back_and_kept(
        self, dialog: OverprintDialog, page: Letters, tray: Tray
    ) -> None:
        dialog.act()
        plain = tray.ink()[0]
        with page.desk.store.reading() as read:
            second = OverprintDialog(page, overprint_of(read, dialog.found.letter_id))
        second.right.setValue(1.5)
        second.down.setValue(-2.0)
        assert second.shift == (-1.5, 2.0)
        second.act()
        moved = tray.ink()[0]
        assert [round(b - a, 1) for a, b in zip(plain, moved, strict=True)] == pytest.approx(
            [-1.5, 2.0] * 2, abs=0.15
        )
        assert second.printer is not None
        assert printing.offset_of(page.desk.seat, second.printer.printerName()) == (1.5, -2.0)
        with page.desk.store.reading() as read:
            third = OverprintDialog(page, overprint_of(read, dialog.found.letter_id))
        assert third.offset == (1.5, -2.0)

    def test_the_test_page_is_printed_without_any_shift(self, dialog: OverprintDialog, tray: Tray) -> None:
        dialog.right.setValue(5.0)
        dialog.print_test()
        assert tray.sheets() == [(210, 297)]
        x, _y = dialog.found.places[0]
        assert tray.ink()[0][0] == pytest.approx(min(x / MM - 10, 20), abs=3)
        assert dialog.at == 0

    def test_saved_as_pdf_for_another_printer(
        self, dialog: OverprintDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "số.pdf"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
        dialog.save()
        assert path.read_bytes() == dialog.found.pdf

    def test_a_person_who_thinks_better_of_it_prints_nothing(
        self, dialog: OverprintDialog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(printing, "ask_printer", lambda *_a: False)
        dialog.act()
        dialog.print_test()
        assert dialog.at == 0 and dialog.isVisible()

    def test_vietnamese_and_named(self, dialog: OverprintDialog) -> None:
        assert leaks(dialog, english()) == []
        assert nameless(dialog) == []


class TestBatch:
    """Many letters from the list."""

    @pytest.fixture
    def many(self, desk: Desk, office: dict[str, Actor], dossier: int) -> list[int]:
        """Three drafts and a letter that is void."""
        clerk = office["clerk"]
        ids = [
            letters.prepare(
                desk.store, dossier, "appraisal_sheet", by=clerk, fields={"view": f"Ý kiến {n}."}
            ).letter_id
            for n in range(4)
        ]
        letters.issue(desk.store, ids[3], by=clerk)
        letters.void(desk.store, ids[3], "Nhầm", by=clerk)
        return ids

    def choose(self, page: Letters) -> BatchDialog:
        page.bar.show_filters({})
        page.ask()
        model = page.table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for n in range(page.model.count):
            model.select(page.model.index(n, 0), flags)
        page.print_several()
        return next(d for d in page.findChildren(BatchDialog) if d.isVisible())

    def test_chosen_letters_offer_one_act(self, page: Letters, many: list[int]) -> None:
        self.choose(page).reject()
        shown = {name for name, button in page.pane.buttons.items() if not button.isHidden()}
        assert shown == {"several"}
        page.table.clearSelection()
        assert "several" not in {name for name, button in page.pane.buttons.items() if not button.isHidden()}

    def test_one_job_with_a_control_list_names_what_failed(
        self, page: Letters, many: list[int], tray: Tray, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            printing, "LEAST_DPI", 50
        )  # which sheets come is asked here, not how sharp they are
        monkeypatch.setattr(tray, "resolution", 50)
        heard = said(page)
        dialog = self.choose(page)
        dialog.copies.setValue(2)
        assert leaks(dialog, english()) == [] and nameless(dialog) == []
        dialog.act()
        assert heard == ["Đã xong 3 văn bản. Còn 1 văn bản chưa xong."]
        box = next(b for b in page.findChildren(QMessageBox) if b.isVisible())
        assert "đã hủy" in box.informativeText()
        box.accept()
        assert len(tray.files) == 1
        sizes = tray.sheets()
        assert sizes[-1] == (297, 210) and set(sizes[:-1]) == {(210, 297)} and len(sizes) >= 7
        with page.desk.store.reading() as read:
            rows = [letter_row(read, n) for n in many]
        assert [row.state for row in rows if row] == ["printed", "printed", "printed", "void"]

    def test_saved_as_one_file_with_the_control_list_at_its_end(
        self, page: Letters, many: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "tất cả.pdf"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
        monkeypatch.setattr(QMessageBox, "open", lambda _self: None)
        dialog = self.choose(page)
        dialog.save()
        with pdfplumber.open(path) as pdf:
            assert pdf.pages[-1].width > pdf.pages[-1].height
            assert "DANH SÁCH KIỂM SOÁT VĂN BẢN" in pdf.pages[-1].extract_text()
            words = "".join(p.extract_text() for p in pdf.pages[:-1])
        assert all(f"Ý kiến {n}." in words for n in range(3))

    def test_each_into_a_folder(
        self, page: Letters, many: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "ra"
        folder.mkdir()
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(folder))
        monkeypatch.setattr(QMessageBox, "open", lambda _self: None)
        self.choose(page).save_folder()
        assert len(list(folder.glob("*.pdf"))) == len(many)
        with page.desk.store.reading() as read:
            row = letter_row(read, many[0])
        assert row is not None and row.state == "draft"

    def test_a_folder_that_is_gone_is_a_sentence(
        self, page: Letters, many: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        refused: list[str] = []
        page.desk.jobs.refused.connect(lambda error: refused.append(str(error)))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(tmp_path / "không có"))
        self.choose(page).save_folder()
        assert len(refused) == 1 and "không có" in refused[0]


@pytest.mark.slow
def test_forty_letters_do_not_stop_the_window(
    qtbot: QtBot,
    make_desk: Make,
    office: dict[str, Actor],
    dossier: int,
    tray: Tray,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Coarse dots, because many sheets are drawn; everything else is as at the desk."""
    monkeypatch.setattr(printing, "LEAST_DPI", 50)
    monkeypatch.setattr(tray, "resolution", 50)
    clerk = office["clerk"]
    desk = make_desk(clerk, at_once=False)
    for n in range(40):
        letters.prepare(desk.store, dossier, "appraisal_sheet", by=clerk, fields={"view": f"Ý kiến {n}."})
    page = Letters(desk)
    qtbot.addWidget(page)
    page.show()
    with desk.store.reading() as read:
        from models.reading.letters import LETTERS
        from models.reading.spine import Question

        rows = LETTERS.first_rows(read, Question("letters"), 40)
    progress: list[int] = []
    desk.jobs.long_work.connect(lambda p: p.moved.connect(lambda done, _of, _w: progress.append(done)))
    heard = said(page)
    dialog = BatchDialog(page, rows)
    dialog.copies.setValue(1)
    dialog.control.setChecked(True)
    dialog.act()
    longest, beats, last = 0.0, 0, perf_counter()
    while not heard:
        QApplication.processEvents()
        now = perf_counter()
        longest, beats, last = max(longest, now - last), beats + 1, now
        qtbot.wait(5)
    assert heard == ["Đã xong 40 văn bản."]
    assert len(progress) > 40 and beats > 40 and longest < 1.5
    assert len(tray.sheets()) >= 40
    assert not [d for d in page.findChildren(QDialog) if d.isVisible()]
