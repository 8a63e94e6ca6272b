"""Printing: the system's dialog, then the very bytes at 100 % page by page, off the event loop, with progress and a way to stop.

A printer's own paper feed may lie a little aside; how far is measured once with the test page (``models.exchange.offset_page``),
kept for that printer at this seat, and taken back when figures are printed on a signed sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from models.errors import OfficeError
from models.exchange.print_set import Part
from resources.i18n import _
from ui.desk import jobs_of
from ui.dialogs.decide import confirm
from ui.dialogs.error import show_refusal
from ui.widgets.pdf_pages import POINTS, Pages, bands, pixels

if TYPE_CHECKING:
    from models.store.units import Store
    from ui.jobs import Progress
    from ui.seat import Seat

MM = 25.4  # in an inch
LEAST_DPI, MOST_DPI = 300, 600  # more than a laser printer shows in a letter
FURTHEST = 20.0  # millimetres; a feed further aside is a fault of the printer
Shift = tuple[float, float]  # millimetres to the right and down


def new_printer(title: str) -> QPrinter:
    """The default printer, set to A4 at full size."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setDocName(title)
    return printer


def ask_printer(parent: QWidget, printer: QPrinter, pages: int = 0) -> bool:
    """Lets the person choose printer, copies and (with *pages*) a range; False when he thinks better of it."""
    if not QPrinterInfo.availablePrinterNames():
        show_refusal(parent, OfficeError("no_printer"))
        return False
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, pages > 1)
    if pages:
        dialog.setMinMax(1, pages)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    doubt = objection(printer)
    return not doubt or confirm(parent, title=_("Print"), says=doubt, verb=_("Print all the same"))


def objection(printer: QPrinter) -> str:
    """What speaks against that printer as it is set, in a sentence; "" for nothing."""
    if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:
        return _(
            "This printer makes a file and no paper, and the file gets pictures of the pages only. “Save as PDF” keeps the letter itself."
        )
    size = printer.pageLayout().pageSize()
    if size.id() != QPageSize.PageSizeId.A4:
        return _(
            "The printer is set to {paper}, but letters print at 100 % on A4. Please put A4 paper in."
        ).format(paper=size.name())
    return ""


# The offset of a printer, kept at this seat.


def _key(printer: str) -> str:
    return f"printing/offset/{quote(printer, safe='')}"


def offset_of(seat: Seat, printer: str) -> Shift:
    """How far to the right and down a printer prints, in millimetres; (0, 0) when it was never measured."""
    try:
        right, down = (float(part) for part in seat.text(_key(printer)).split())
    except ValueError:
        return 0.0, 0.0
    return (right, down) if max(abs(right), abs(down)) <= FURTHEST else (0.0, 0.0)


def keep_offset(seat: Seat, printer: str, offset: Shift) -> None:
    """Remembers what was measured on the test page of a printer."""
    seat.put(_key(printer), f"{offset[0]:.1f} {offset[1]:.1f}")


# Sending pages.


def send(
    parent: QWidget,
    printer: QPrinter,
    parts: Sequence[Part],
    *,
    shift: Shift = (0.0, 0.0),
    then: Callable[[int], None] = lambda _sheets: None,
    failed: Callable[[OfficeError], None] | None = None,
) -> Progress | None:
    """Prints parts one after the other off the event loop; *then* gets the number of sheets. The window shows progress.

    *failed* hears why it could not be; without it the window says so.
    """
    jobs = jobs_of(parent)
    if jobs is None:  # a window that belongs to no desk
        then(print_parts(parts, printer, shift=shift))
        return None

    def work(_store: Store, progress: Progress) -> int:
        return print_parts(parts, printer, shift=shift, report=progress.report)

    return jobs.long(work, title=_("Printing"), owner=parent, then=then, failed=failed)


def print_parts(
    parts: Sequence[Part],
    printer: QPrinter,
    *,
    shift: Shift = (0.0, 0.0),
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Prints parts at exactly 100 %, each page filling its own paper from the corner, moved by *shift*; how many sheets.

    Paper of another size begins another job of the printer. *report* hears sheets done and may raise to stop: what was sent
    to the printer until then is printed. Raises OfficeError("printer_failed" | "nothing_to_print").
    """
    opened = [(part, Pages(part.pdf)) for part in parts]
    wanted = list(_sheets(opened, printer))
    if not wanted:
        raise OfficeError("nothing_to_print")
    painter = QPainter()
    done, before = 0, None
    try:
        for pages, page in wanted:
            report(done, len(wanted))
            layout = _layout(pages.sizes[page])
            _turn_to(painter, printer, pages.sizes[page], is_next=layout == before)
            _paint(painter, printer, pages, page, shift)
            done, before = done + 1, layout
        report(done, len(wanted))
    except BaseException as error:
        if not isinstance(error, OfficeError):
            printer.abort()
        if painter.isActive():
            painter.end()
        raise
    if not painter.end() or printer.printerState() == QPrinter.PrinterState.Error:
        raise _failed(printer)
    return done


def _failed(printer: QPrinter) -> OfficeError:
    return OfficeError("printer_failed", printer=printer.printerName() or printer.outputFileName())


def _sheets(opened: Sequence[tuple[Part, Pages]], printer: QPrinter) -> Iterator[tuple[Pages, int]]:
    """Every sheet in the order of printing. What the printer repeats itself is not repeated here."""
    times = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    first, last = printer.fromPage() or 1, printer.toPage() or 10**6
    is_range = len(opened) == 1 and printer.printRange() == QPrinter.PrintRange.PageRange
    for _n in range(times):
        for part, pages in opened:
            numbers = part.sheets or range(pages.count)
            for _copy in range(part.copies):
                yield from ((pages, n) for n in numbers if not is_range or first <= n + 1 <= last)


def _layout(size: QSizeF) -> tuple[QPageSize.PageSizeId, QPageLayout.Orientation, float, float]:
    """The paper a page is for, and how it lies."""
    lies = (
        QPageLayout.Orientation.Landscape
        if size.width() > size.height()
        else QPageLayout.Orientation.Portrait
    )
    paper = _paper(size)
    upright = paper.size(QPageSize.Unit.Point)
    return paper.id(), lies, upright.width(), upright.height()


def _paper(size: QSizeF) -> QPageSize:
    short, long = sorted((size.width(), size.height()))
    return QPageSize(QSizeF(short / POINTS * MM, long / POINTS * MM), QPageSize.Unit.Millimeter)


def _turn_to(painter: QPainter, printer: QPrinter, size: QSizeF, *, is_next: bool) -> None:
    """A new sheet of that size: the next of this job, or the first of another; a file is never begun twice."""
    is_file = printer.outputFormat() == QPrinter.OutputFormat.PdfFormat
    turned = True
    if painter.isActive() and not is_next and not is_file:
        turned = painter.end()
    if not is_next:
        printer.setPageLayout(QPageLayout(_paper(size), _layout(size)[1], QMarginsF(0, 0, 0, 0)))
        printer.setFullPage(True)
    if painter.isActive():
        turned = printer.newPage()
    elif turned:
        if printer.resolution() < LEAST_DPI:
            printer.setResolution(LEAST_DPI)
        turned = painter.begin(printer)
    if not turned:
        raise _failed(printer)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)


def _paint(painter: QPainter, printer: QPrinter, pages: Pages, page: int, shift: Shift) -> None:
    size, fine = pages.sizes[page], printer.resolution()
    drawn = pixels(size, min(fine, MOST_DPI))
    by = size.width() / POINTS * fine / drawn.width()
    corner = QPointF(shift[0] / MM * fine, shift[1] / MM * fine)
    with pages.opened() as document:
        for top, band in bands(document, page, drawn):
            if (ink := _ink(band)) is not None:
                place = QRectF(corner.x(), corner.y() + top * by, ink.width() * by, ink.height() * by)
                painter.drawImage(place, ink)


def _ink(band: QImage) -> QImage | None:
    """A strip as the printer gets it: black dots where nothing is coloured (greys as the printer itself would scatter them),
    which is a tenth of the bytes of greys; None where the paper stays white."""
    paper = QImage(band.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, band)
    painter.end()
    if not paper.allGray():
        return paper
    scatter = Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.DiffuseDither
    dots = paper.convertToFormat(QImage.Format.Format_Mono, scatter)
    blank = QImage(dots.size(), QImage.Format.Format_Mono)
    blank.setColorTable(dots.colorTable())
    blank.fill(dots.colorTable().index(0xFFFFFFFF) if 0xFFFFFFFF in dots.colorTable() else 1)
    return None if dots == blank else dots
