"""The one view of a PDF: the very bytes, pages in reach of keys, size, search, copying; never in the way of the window."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.leaks import english, leaks, nameless
from ui.desk import Desk, desk_of, jobs_of
from ui.dialogs import letter_preview
from ui.dialogs.letter_preview import LetterPreview
from ui.widgets.pdf_pages import BAND, Pages, bands, draw, pixels
from ui.widgets.pdf_view import CHOSEN, HIT, HIT_NOW, PdfView

Make = Callable[..., Desk]


def paper(count: int, words: str = "Cử đoàn đi công tác tại Quảng Tây") -> bytes:
    """A PDF of so many A4 pages; each says *words* and its number."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from models.exchange.table_pdf import fonts

    made = BytesIO()
    regular = fonts()[0]
    canvas = Canvas(made, pagesize=A4, initialFontName=regular, pageCompression=1)
    for n in range(1, count + 1):
        canvas.setFont(regular, 14)
        canvas.drawString(90, 700, f"{words}, trang số {n}")
        canvas.rect(90, 500, 200, 50, fill=1)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


class Board(QWidget):
    """A page with a desk, as the window has them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk


@pytest.fixture
def board(qtbot: QtBot, make_desk: Make) -> Board:
    made = Board(make_desk())
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def view(board: Board) -> PdfView:
    made = PdfView("Tờ trình", board)
    made.resize(800, 600)
    made.show()
    made.show_pdf(paper(5))
    made.grab()
    return made


def press(view: PdfView, key: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    view.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, modifier))


class TestPages:
    """The pages in memory."""

    def test_bands_make_the_same_picture_as_the_whole(self, qapp: QApplication) -> None:
        pages = Pages(paper(1))
        size = pixels(pages.sizes[0], 150)
        with pages.opened() as document:
            whole = document.render(0, size)
            assert len(list(bands(document, 0, size))) > 1 and size.width() * size.height() > BAND
            drawn = draw(document, 0, size)
        from PySide6.QtGui import QImage, QPainter

        white = QImage(size, QImage.Format.Format_RGB32)
        white.fill(Qt.GlobalColor.white)
        painter = QPainter(white)
        painter.drawImage(0, 0, whole)
        painter.end()
        assert drawn == white

    def test_words_are_found_without_tones_and_over_line_ends(self, qapp: QApplication) -> None:
        pages = Pages(paper(3))
        hits = pages.find("CU DOAN  đi cong tac")
        assert [h.page for h in hits] == [0, 1, 2]
        assert hits[0].text == "Cử đoàn đi công tác"
        box = hits[0].boxes[0]
        assert abs(box.x() - 90) < 2 and abs(box.bottom() - (842 - 700)) < 6
        assert pages.find("Lào") == () and pages.find("   ") == ()

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"\x00" * 100])
    def test_what_is_no_pdf_has_no_pages(self, qapp: QApplication, data: bytes) -> None:
        assert Pages(data).count == 0


class TestView:
    """The pages under each other."""

    def test_it_shows_the_page_as_wide_as_there_is_room(self, view: PdfView) -> None:
        picture = view.grab().toImage()
        assert view.fitted and view.page_count == 5 and view.page == 0
        scale = (view.viewport().width() - 16) / 595
        dark = picture.pixelColor(round(8 + 190 * scale), round(8 + (842 - 525) * scale))
        assert dark.lightness() < 40
        assert picture.pixelColor(round(8 + 400 * scale), round(8 + (842 - 525) * scale)).lightness() > 250

    def test_keys_move_through_the_pages(self, view: PdfView) -> None:
        down = view.verticalScrollBar()
        press(view, Qt.Key.Key_End)
        assert down.value() == down.maximum() and view.page == 4
        press(view, Qt.Key.Key_Home)
        assert down.value() == 0 and view.page == 0
        press(view, Qt.Key.Key_PageDown)
        assert down.value() == down.pageStep()
        press(view, Qt.Key.Key_PageUp)
        press(view, Qt.Key.Key_Down)
        assert down.value() == down.singleStep()
        view.go_to(3)
        assert view.page == 3

    def test_size_by_keys_and_wheel_keeps_the_place(self, view: PdfView) -> None:
        view.go_to(2)
        press(view, Qt.Key.Key_1, control=True)
        assert view.zoom == 1.0 and not view.fitted and view.page == 2
        for _n in range(30):
            press(view, Qt.Key.Key_Plus, control=True)
        assert view.zoom == 4.0 and view.page == 2
        assert view.horizontalScrollBar().maximum() > 0
        turn = QWheelEvent(
            QPointF(100, 100), QPointF(100, 100), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        view.wheelEvent(turn)
        assert view.zoom == pytest.approx(4.0 / 1.2)
        press(view, Qt.Key.Key_0, control=True)
        assert view.fitted and view.horizontalScrollBar().maximum() == 0 and view.page == 2

    def test_hits_are_marked_and_walked_through(self, view: PdfView) -> None:
        counted: list[int] = []
        view.search("quang tay", counted.append)
        assert counted == [5] and view.hit == 0
        shown = view.grab().toImage()
        colours = {shown.pixelColor(x, y).name() for x in range(0, 790, 3) for y in range(150, 230, 3)}
        assert HIT_NOW.name() in colours and HIT.name() not in colours
        view.show_hit(4)
        assert view.page == 4
        view.show_hit(5)
        assert view.hit == 0 and view.page == 0

    def test_marked_text_is_copied(self, view: PdfView) -> None:
        press(view, Qt.Key.Key_A, control=True)
        press(view, Qt.Key.Key_C, control=True)
        assert QGuiApplication.clipboard().text() == "Cử đoàn đi công tác tại Quảng Tây, trang số 1"
        shown = view.grab().toImage()
        colours = {shown.pixelColor(x, y).name() for x in range(0, 790, 3) for y in range(150, 230, 3)}
        assert CHOSEN.name() in colours

    def test_a_drag_marks_the_words_under_it(self, view: PdfView, qtbot: QtBot) -> None:
        scale = (view.viewport().width() - 16) / 595
        at = lambda x: QPoint(round(8 + x * scale), round(8 + (842 - 704) * scale))
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at(92))
        qtbot.mouseMove(view.viewport(), at(180))
        qtbot.mouseMove(view.viewport(), at(181))
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at(181))
        assert view.marked is not None and view.marked.text.startswith("Cử đoàn đi")

    def test_a_screen_reader_hears_page_and_words(self, view: PdfView) -> None:
        view.go_to(1)
        assert view.accessibleName() == "Tờ trình: Trang 2 trên 5"
        assert "trang số 2" in view.accessibleDescription()
        view.show_pdf(b"")
        assert view.accessibleName() == "Tờ trình" and view.page == -1

    def test_without_pages_every_key_does_nothing(self, view: PdfView) -> None:
        view.show_pdf(b"")
        for key in (Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_C, Qt.Key.Key_A, Qt.Key.Key_1):
            press(view, key, control=key in (Qt.Key.Key_C, Qt.Key.Key_A, Qt.Key.Key_1))
        view.search("đoàn", lambda n: None)
        view.grab()

    def test_a_sharp_screen_gets_sharp_pages(self, view: PdfView, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(view, "devicePixelRatioF", lambda: 2.0)
        view.show_pdf(paper(1))
        view.grab()
        assert max(wide for _page, wide in view._drawn) >= 2 * (view.viewport().width() - 17)


class TestNeverInTheWay:
    """With the jobs of a real desk."""

    @pytest.fixture
    def busy(self, qtbot: QtBot, make_desk: Make) -> Board:
        made = Board(make_desk(at_once=False))
        made.resize(900, 700)
        qtbot.addWidget(made)
        made.show()
        return made

    def test_200_pages_scroll_without_stopping_the_window(self, busy: Board, qtbot: QtBot) -> None:
        pages = Pages(paper(200))
        view = PdfView("Danh sách", busy)
        view.resize(880, 680)
        view.show_pages(pages)
        view.show()
        slowest = 0.0
        for page in range(0, 200, 4):
            started = perf_counter()
            view.go_to(page)
            view.grab()
            slowest = max(slowest, perf_counter() - started)
            QApplication.processEvents()
        qtbot.waitUntil(
            lambda: (view.page, round(view.pages.sizes[196].width() * view._scale)) in view._drawn
        )
        assert view.page == 196
        assert len(view._drawn) < 200  # pages flown past were not drawn
        assert slowest < 0.25

    def test_a_view_destroyed_while_it_is_drawn_does_no_harm(self, busy: Board, qtbot: QtBot) -> None:
        data = paper(30)
        for _n in range(25):
            dialog = LetterPreview(data, "Tờ trình", parent=busy)
            dialog.show()
            dialog.view.grab()
            dialog.view.set_zoom(3.0)
            dialog.view.grab()
            dialog.reader.view.search("doan", lambda _n: None)
            dialog.reject()
            dialog.deleteLater()
            QApplication.processEvents()
        qtbot.waitUntil(lambda: busy.desk.jobs.is_idle)


class TestPreview:
    """The dialog around it."""

    @pytest.fixture
    def dialog(self, board: Board) -> LetterPreview:
        made = LetterPreview(paper(3), "Tờ trình", name="05/TTr-SNgV Tờ trình", parent=board)
        made.show()
        QApplication.processEvents()
        return made

    def test_pages_at_the_side_number_and_count(self, dialog: LetterPreview) -> None:
        assert dialog.list.count() == 3 and dialog.list.isVisible()
        dialog.list.setCurrentRow(2)
        assert dialog.view.page == 2 and dialog.reader.number.value() == 3
        dialog.reader.number.setValue(2)
        assert dialog.view.page == 1 and dialog.list.currentRow() == 1
        assert dialog.reader.count.text() == "trên 3"
        dialog.reader.view.set_zoom(1.0)
        assert dialog.reader.size_label.text() == "100 %"

    def test_small_pages_are_drawn_where_they_are_in_sight(self, dialog: LetterPreview, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: len(dialog.list._drawn) > 0)
        picture = dialog.list.item(0).icon().pixmap(84, 119).toImage()
        assert picture.pixelColor(27, 45).lightness() < 100

    def test_searching_by_keys(self, dialog: LetterPreview, qtbot: QtBot) -> None:
        reader = dialog.reader
        reader.start_finding()
        reader.find_field.setText("trang so")
        qtbot.keyClick(reader.find_field, Qt.Key.Key_Return)
        assert reader.found.text() == "1 trên 3"
        reader.find_next()
        assert reader.found.text() == "2 trên 3" and dialog.view.page == 1
        reader.find_next(-1)
        assert reader.found.text() == "1 trên 3"
        reader.find_field.setText("không có")
        reader.find_next()
        assert reader.found.text() == "Không tìm thấy."
        qtbot.keyClick(reader.find_field, Qt.Key.Key_Escape)
        assert reader.find_field.text() == "" and dialog.isVisible()

    def test_what_is_saved_is_the_very_bytes(
        self, dialog: LetterPreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        proposed: list[str] = []

        def chosen(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
            proposed.append(Path(name).name)
            return str(tmp_path / "tờ trình"), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
        dialog.save_pdf()
        assert (tmp_path / "tờ trình.pdf").read_bytes() == dialog.pdf
        assert proposed == ["05-TTr-SNgV Tờ trình.pdf"]

    def test_a_full_disk_is_a_sentence(
        self, dialog: LetterPreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import errno

        from models.store import files

        def full(_path: Path, _data: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        said: list[str] = []
        monkeypatch.setattr(files, "atomic_write", full)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "a.pdf"), ""))
        monkeypatch.setattr(letter_preview, "show_refusal", lambda _parent, error: said.append(str(error)))
        dialog.save_pdf()
        assert len(said) == 1 and "đĩa" in said[0].lower()
        assert not (tmp_path / "a.pdf").exists()

    def test_a_damaged_file_says_so(self, board: Board) -> None:
        dialog = LetterPreview(b"%PDF-1.4 broken", "Bản quét", parent=board)
        dialog.show()
        assert dialog.view.page_count == 0
        assert any("Không hiển thị được" in text for text in _texts(dialog))

    def test_vietnamese_and_named(self, dialog: LetterPreview) -> None:
        assert leaks(dialog, english()) == []
        assert nameless(dialog) == []

    def test_it_belongs_to_the_desk_of_its_page(self, dialog: LetterPreview, board: Board) -> None:
        assert desk_of(dialog.view) is board.desk
        assert jobs_of(dialog.list) is board.desk.jobs
        assert jobs_of(None) is None


def _texts(widget: QWidget) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [found.text() for found in widget.findChildren(QLabel)]
