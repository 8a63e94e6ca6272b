"""Printing into a file instead of a printer, and reading back: paper, place, pages, copies, offsets, refusals."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from models.errors import OfficeError
from models.exchange import envelope
from models.exchange.print_set import Choice, Part
from ui import printing
from ui.desk import Desk
from ui.dialogs.letter_preview import LetterPreview
from ui.jobs import Stopped

Make = Callable[..., Desk]
MM = 72 / 25.4


def paper(count: int, size: tuple[float, float] = A4) -> bytes:
    """Pages with a black bar 85 points from the left and 92 from the top, 200 × 50."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=size)
    for _n in range(count):
        canvas.rect(85, size[1] - 142, 200, 50, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def to_file(path: Path, resolution: int = 300) -> QPrinter:
    """A printer that is a file."""
    printer = printing.new_printer("Văn bản")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(resolution)
    return printer


def bars(path: Path) -> list[tuple[tuple[int, int], tuple[float, float, float, float]]]:
    """Of each printed page its size and where the bar stands (points)."""
    found: list[Any] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            dark = page.to_image(resolution=288).original.convert("L").point(lambda v: 255 if v < 100 else 0)
            box = dark.getbbox()
            found.append(
                ((round(page.width), round(page.height)), tuple(v / 4 for v in box) if box else None)
            )
    return found


def near(box: tuple[float, ...], wanted: tuple[float, ...], within: float = 0.5) -> bool:
    return all(abs(a - b) <= within for a, b in zip(box, wanted, strict=True))


BAR = (85.0, 92.0, 285.0, 142.0)


class TestPlace:
    """At exactly 100 %, from the corner of the paper."""

    def test_a_letter_prints_at_full_size(self, qapp: object, tmp_path: Path) -> None:
        path = tmp_path / "in.pdf"
        assert printing.print_parts([Part("Tờ trình", paper(2))], to_file(path)) == 2
        printed = bars(path)
        assert [size for size, _box in printed] == [(595, 842)] * 2
        assert all(near(box, BAR) for _size, box in printed)

    @pytest.mark.parametrize("resolution", [150, 600, 1200])
    def test_whatever_the_printers_resolution(self, qapp: object, tmp_path: Path, resolution: int) -> None:
        path = tmp_path / "in.pdf"
        printing.print_parts([Part("a", paper(1))], to_file(path, resolution))
        ((size, box),) = bars(path)
        assert size == (595, 842) and near(box, BAR)
        with pdfplumber.open(path) as pdf:
            image = pdf.pages[0].images[0]
            wide = image["srcsize"][0] / (image["x1"] - image["x0"]) * 72
        assert 299 <= wide <= 601

    def test_the_offset_moves_the_page_to_the_tenth_of_a_millimetre(
        self, qapp: object, tmp_path: Path
    ) -> None:
        path = tmp_path / "in.pdf"
        printing.print_parts([Part("a", paper(1))], to_file(path, 600), shift=(-1.5, 2.0))
        ((_size, box),) = bars(path)
        moved = (BAR[0] - 1.5 * MM, BAR[1] + 2 * MM, BAR[2] - 1.5 * MM, BAR[3] + 2 * MM)
        assert near(box, moved, 0.28)  # a tenth of a millimetre

    def test_landscape_pages_and_envelopes_get_their_own_paper(self, qapp: object, tmp_path: Path) -> None:
        one = envelope.Envelope(("Sở Ngoại vụ",), (), "05/TTr-SNgV", "Công an tỉnh")
        printer = to_file(tmp_path / "list.pdf")
        printing.print_parts([Part("Danh sách", paper(1, landscape(A4)))], printer)
        printer = to_file(tmp_path / "bì.pdf")
        printing.print_parts([Part("Bì", envelope.document([one], "dl"))], printer)
        mixed = to_file(tmp_path / "cả.pdf")
        parts = [
            Part("a", paper(1)),
            Part("b", paper(1, landscape(A4))),
            Part("c", envelope.document([one], "dl")),
        ]
        assert printing.print_parts(parts, mixed) == 3
        with pdfplumber.open(tmp_path / "cả.pdf") as pdf:
            assert [round(p.width / MM) for p in pdf.pages] == [210, 297, 220]
        assert all(near(box, BAR) for _size, box in bars(tmp_path / "cả.pdf")[:2])
        with pdfplumber.open(tmp_path / "list.pdf") as pdf:
            assert (round(pdf.pages[0].width), round(pdf.pages[0].height)) == (842, 595)
        with pdfplumber.open(tmp_path / "bì.pdf") as pdf:
            assert abs(pdf.pages[0].width - 220 * MM) < 1 and abs(pdf.pages[0].height - 110 * MM) < 1


class TestCopies:
    """How many of what."""

    def test_copies_follow_each_other_and_sheets_are_chosen(self, qapp: object, tmp_path: Path) -> None:
        path = tmp_path / "in.pdf"
        heard: list[tuple[int, int]] = []
        parts = [Part("a", paper(3), 2), Part("b", paper(4), 1, (0, 3))]
        done = printing.print_parts(parts, to_file(path), report=lambda n, of: heard.append((n, of)))
        assert done == 8 and len(bars(path)) == 8
        assert heard[0] == (0, 8) and heard[-1] == (8, 8)
        assert [p.paper for p in parts] == [6, 2]

    def test_the_range_of_the_dialog_holds_for_a_letter(self, qapp: object, tmp_path: Path) -> None:
        printer = to_file(tmp_path / "in.pdf")
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(2, 3)
        assert printing.print_parts([Part("a", paper(5))], printer) == 2

    def test_a_printer_that_does_not_repeat_is_repeated_for(self, qapp: object, tmp_path: Path) -> None:
        printer = to_file(tmp_path / "in.pdf")
        printer.setCopyCount(3)
        if not printer.supportsMultipleCopies():
            assert printing.print_parts([Part("a", paper(2))], printer) == 6

    def test_stopping_ends_between_sheets(self, qapp: object, tmp_path: Path) -> None:
        def report(done: int, _of: int) -> None:
            if done == 2:
                raise Stopped

        with pytest.raises(Stopped):
            printing.print_parts([Part("a", paper(9))], to_file(tmp_path / "in.pdf"), report=report)

    def test_the_choice_is_remembered_for_the_kind_of_letter(self) -> None:
        first = Choice(1, 2, 5)
        kept = Choice(2, 3, 9, True, "c5").to_text()
        assert first.remembered(kept) == Choice(2, 3, 5, True, "c5")
        assert first.remembered("9999 x") == first and first.remembered("") == first
        assert first.copies == 8


class TestRefusals:
    """What can go wrong is said in a sentence."""

    @pytest.mark.qt_log_ignore("QPainter::begin")
    def test_a_place_that_cannot_be_written(self, qapp: object, tmp_path: Path) -> None:
        with pytest.raises(OfficeError) as refused:
            printing.print_parts([Part("a", paper(1))], to_file(tmp_path / "no" / "in.pdf"))
        assert refused.value.code == "printer_failed"

    @pytest.mark.parametrize("pdf", [b"", b"no pdf"])
    def test_nothing_to_print(self, qapp: object, tmp_path: Path, pdf: bytes) -> None:
        with pytest.raises(OfficeError) as refused:
            printing.print_parts([Part("a", pdf)], to_file(tmp_path / "in.pdf"))
        assert refused.value.code == "nothing_to_print"

    def test_no_printer_at_all(self, qtbot: QtBot, make_desk: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        make_desk()
        said: list[str] = []
        monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
        monkeypatch.setattr(printing, "show_refusal", lambda _parent, error: said.append(str(error)))
        parent = QWidget()
        qtbot.addWidget(parent)
        assert not printing.ask_printer(parent, printing.new_printer("a"))
        assert "chưa cài máy in" in said[0]

    def test_a_printer_that_makes_files_and_another_paper_are_doubted(
        self, make_desk: Make, tmp_path: Path
    ) -> None:
        make_desk()
        assert "chỉ tạo tệp" in printing.objection(to_file(tmp_path / "in.pdf"))

        class Letter:
            """A printer set to the paper of another country."""

            def outputFormat(self) -> QPrinter.OutputFormat:
                return QPrinter.OutputFormat.NativeFormat

            def pageLayout(self) -> Any:
                printer = printing.new_printer("a")
                printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
                return printer.pageLayout()

        assert "Letter" in printing.objection(Letter())  # type: ignore[arg-type]
        good = Letter()
        good.pageLayout = lambda: printing.new_printer("a").pageLayout()  # type: ignore[method-assign]
        assert printing.objection(good) == ""  # type: ignore[arg-type]


class TestOffsets:
    """Kept for each printer at this seat."""

    def test_kept_and_found_again_whatever_the_printer_is_called(self, make_desk: Make) -> None:
        seat = make_desk().seat
        for name in ("HP LaserJet", r"\\may-chu\Máy in/phòng 2", "", "100 %"):
            assert printing.offset_of(seat, name) == (0.0, 0.0)
            printing.keep_offset(seat, name, (1.25, -0.5))
            assert printing.offset_of(seat, name) == (1.2, -0.5)
        assert printing.offset_of(seat, "Canon") == (0.0, 0.0)

    def test_nonsense_in_the_seats_file_counts_as_never_measured(self, make_desk: Make) -> None:
        seat = make_desk().seat
        for text in ("x y", "1", "500 2", "1 2 3"):
            seat.put("printing/offset/Canon", text)
            assert printing.offset_of(seat, "Canon") == (0.0, 0.0)


class TestFromThePreview:
    """The button of the pages."""

    def test_it_prints_off_the_event_loop_and_says_how_many_sheets(
        self, qtbot: QtBot, make_desk: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk = make_desk(at_once=False)
        board = QWidget()
        board.desk = desk  # type: ignore[attr-defined]
        qtbot.addWidget(board)
        dialog = LetterPreview(paper(3), "Tờ trình", parent=board)
        path = tmp_path / "in.pdf"

        def chosen(_self: LetterPreview, printer: QPrinter) -> bool:
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(path))
            return True

        monkeypatch.setattr(LetterPreview, "ask_printer", chosen)
        dialog.show()
        dialog.print_letter()
        assert dialog.bar.isVisible() and dialog.stop.isVisible()
        qtbot.waitUntil(lambda: dialog.said.text() == "Đã gửi 3 tờ tới máy in.", timeout=15000)
        qtbot.waitUntil(lambda: not dialog.bar.isVisible())
        assert len(bars(path)) == 3
