"""The pages of a letter as they will print: the very bytes, to look at, print at 100 % on A4, and save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QIcon, QImage, QKeySequence, QPageLayout, QPageSize, QPainter, QPixmap, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.errors import OfficeError
from models.letters.content import LetterContent
from resources.i18n import _
from ui import actions, icons
from ui.dialogs.error import show_refusal
from ui.widgets.labels import caption, label, tip

MM = 25.4
MOST_DPI = 600  # more than a laser printer shows in a letter


class Pages:
    """A PDF held in memory. Keep it as long as its document is shown."""

    def __init__(self, pdf: bytes) -> None:
        self._bytes = QByteArray(pdf)
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(self._buffer)
        self.document.load(self._buffer)

    @property
    def count(self) -> int:
        """How many pages."""
        return self.document.pageCount()

    def picture(self, page: int, width: int, ratio: float = 1.0) -> QImage:
        """A page as a picture of *width* points, on white."""
        size = self.document.pagePointSize(page)
        height = round(width * size.height() / size.width()) if size.width() else width
        drawn = self.document.render(page, QSize(round(width * ratio), round(height * ratio)))
        white = QImage(drawn.size(), QImage.Format.Format_RGB32)
        white.fill(Qt.GlobalColor.white)
        painter = QPainter(white)
        painter.drawImage(QPoint(0, 0), drawn)
        painter.end()
        white.setDevicePixelRatio(ratio)
        return white


def print_pages(pages: Pages, printer: QPrinter) -> None:
    """Prints pages on *printer* at exactly 100 %: each page fills its own paper size from the paper's corner."""
    printer.setFullPage(True)
    painter = QPainter()
    first, last = printer.fromPage() or 1, printer.toPage() or pages.count
    for number in range(first - 1, min(last, pages.count)):
        size = pages.document.pagePointSize(number)
        page = QPageSize(QSizeF(size.width() / 72 * MM, size.height() / 72 * MM), QPageSize.Unit.Millimeter)
        printer.setPageLayout(
            QPageLayout(page, QPageLayout.Orientation.Portrait, printer.pageLayout().margins())
        )
        printer.setFullPage(True)
        if not painter.isActive():
            painter.begin(printer)
        else:
            printer.newPage()
        dpi = min(printer.resolution(), MOST_DPI)
        pixels = QSize(round(size.width() / 72 * dpi), round(size.height() / 72 * dpi))
        whole = QRectF(
            0, 0, size.width() / 72 * printer.resolution(), size.height() / 72 * printer.resolution()
        )
        painter.drawImage(whole, pages.document.render(number, pixels))
    if painter.isActive():
        painter.end()


class LetterPreview(QDialog):
    """The pages with their list, zoom, print, save. *extra* are further acts of whoever opened it: words, key, act."""

    def __init__(
        self,
        pdf: bytes,
        title: str,
        *,
        content: LetterContent | None = None,
        doubts: tuple[str, ...] = (),
        name: str = "",
        printable: bool = True,
        extra: tuple[tuple[str, str, Callable[[], None]], ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.pdf, self.content, self.name = pdf, content, name or _("letter")
        self.pages = Pages(pdf)
        self.setWindowTitle(title)
        self.resize(1080, 700)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(self._bar(printable, extra))
        for doubt in doubts:
            column.addWidget(label(doubt, "warn", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.list = self._page_list()
        self.view = QPdfView(self)
        self.view.setDocument(self.pages.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(title)
        row.addWidget(self.list)
        row.addWidget(self.view, 1)
        column.addLayout(row, 1)
        for keys, factor in (("Ctrl++", 1.2), ("Ctrl+=", 1.2), ("Ctrl+-", 1 / 1.2)):
            QShortcut(QKeySequence(keys), self, lambda f=factor: self.zoom(f))
        QShortcut(QKeySequence("Ctrl+0"), self, lambda: self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth))
        self.view.setFocus()

    def _bar(self, printable: bool, extra: tuple[tuple[str, str, Callable[[], None]], ...]) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for words, key, act in extra:
            button = self._button(words, key, act)
            button.setProperty("kind", "primary")
            bar.addWidget(button)
        if printable:
            bar.addWidget(self._button(_("Print"), "Ctrl+P", self.print_letter, "printer"))
        bar.addWidget(self._button(_("Save as PDF"), "Ctrl+Shift+S", self.save_pdf, "file-text"))
        if self.content is not None:
            bar.addWidget(self._button(_("Save a Word copy"), "", self.save_word, "file-text"))
        bar.addStretch(1)
        bar.addWidget(
            self._button(_("Smaller"), "Ctrl+-", lambda: self.zoom(1 / 1.2), "zoom-out", words=False)
        )
        bar.addWidget(self._button(_("Larger"), "Ctrl++", lambda: self.zoom(1.2), "zoom-in", words=False))
        bar.addWidget(self._button(_("Close"), "Esc", self.reject))
        return bar

    def _button(
        self, text: str, key: str, act: Callable[[], None], icon: str = "", *, words: bool = True
    ) -> QPushButton:
        button = QPushButton(caption(text) if words else "")
        if icon:
            button.setIcon(icons.icon(icon))
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        tip(button, actions.with_key(text, key))
        if key and key not in {"Esc", "Ctrl++", "Ctrl+-"}:
            button.setShortcut(key)
        button.clicked.connect(lambda _on=False: act())
        return button

    def _page_list(self) -> QListWidget:
        pages = QListWidget(self)
        pages.setAccessibleName(_("Pages"))
        pages.setIconSize(QSize(84, 119))
        pages.setFixedWidth(132)
        for number in range(self.pages.count):
            item = QListWidgetItem(QIcon(QPixmap.fromImage(self.pages.picture(number, 84))), str(number + 1))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _("Page {number}").format(number=number + 1))
            pages.addItem(item)
        pages.currentRowChanged.connect(lambda n: self.view.pageNavigator().jump(n, QPointF(0, 0)))
        pages.setVisible(self.pages.count > 1)
        return pages

    def zoom(self, factor: float) -> None:
        """Larger or smaller; from then on not fitted to the width."""
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom:
            size = self.pages.document.pagePointSize(0)
            fitted = (self.view.viewport().width() - 24) / max(
                1.0, size.width() / 72 * self.view.logicalDpiX()
            )
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
            self.view.setZoomFactor(fitted)
        self.view.setZoomFactor(max(0.25, min(4.0, self.view.zoomFactor() * factor)))

    def print_letter(self) -> None:
        """Through the system's dialog, at 100 % on the paper of the letter."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setDocName(self.windowTitle())
        if self.ask_printer(printer):
            print_pages(self.pages, printer)

    def ask_printer(self, printer: QPrinter) -> bool:
        """Lets the person choose printer and pages; False when he thinks better of it. The tour prints to a file instead."""
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, self.pages.count > 1)
        dialog.setMinMax(1, max(1, self.pages.count))
        return dialog.exec() == QDialog.DialogCode.Accepted

    def save_pdf(self) -> None:
        """The very bytes."""
        self._save(f"{self.name}.pdf", _("PDF files"), lambda: self.pdf)

    def save_word(self) -> None:
        """An editable copy that is not the issued letter."""
        from models.exchange.word_copy import to_docx

        content = self.content
        if content is not None:
            self._save(f"{self.name}.docx", _("Word documents"), lambda: to_docx(content))

    def _save(self, name: str, kind: str, make: Callable[[], bytes]) -> None:
        from models.store.files import write_chosen

        ending = name.rpartition(".")[2]
        safe = "".join("-" if c in '<>:"/\\|?*' else c for c in name)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save as"), str(Path.home() / safe), f"{kind} (*.{ending})"
        )
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(f".{ending}")
        try:
            write_chosen(path, make())
        except OfficeError as error:
            show_refusal(self, error)
