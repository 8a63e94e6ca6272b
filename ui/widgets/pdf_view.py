"""The real pages of a letter under each other, as wide as there is room. Drawn when they come in sight, without threads."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui import theme

GAP = 8  # around and between pages


class _Sheets(QWidget):
    """The pages as pictures."""

    def __init__(self) -> None:
        super().__init__()
        self._buffer: QBuffer | None = None
        self.document: QPdfDocument | None = None
        self._pictures: dict[int, QImage] = {}

    def show_pdf(self, data: bytes) -> None:
        """Other pages."""
        self._pictures.clear()
        self.document = None
        if data:
            self._buffer = QBuffer()
            self._buffer.setData(QByteArray(data))
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self.document = QPdfDocument(None)  # pyright: ignore[reportArgumentType]
            self.document.load(self._buffer)
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """Makes the pages as wide as there is room."""
        self._pictures.clear()
        tall = sum(area.height() + GAP for area in self._areas(width)) + GAP
        self.resize(width, max(tall, 1))
        self.update()

    def _areas(self, width: int) -> list[QRect]:
        """Where each page lies at that width."""
        found: list[QRect] = []
        top = GAP
        for number in range(self.document.pageCount() if self.document else 0):
            size = self.document.pagePointSize(number) if self.document else None
            if size is None or size.width() <= 0:
                continue
            room = max(width - 2 * GAP, 40)
            area = QRect(GAP, top, room, round(room * size.height() / size.width()))
            found.append(area)
            top = area.bottom() + 1 + GAP
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.qcolour("sunken"))
        for number, area in enumerate(self._areas(self.width())):
            if area.intersects(event.rect()):
                painter.fillRect(area, Qt.GlobalColor.white)
                painter.drawImage(area, self._picture(number, area.size()))

    def _picture(self, number: int, size: QSize) -> QImage:
        if number not in self._pictures and self.document is not None:
            self._pictures[number] = self.document.render(number, size * self.devicePixelRatioF())
        return self._pictures.get(number, QImage())


class PdfView(QScrollArea):
    """Shows a PDF from its bytes; without any it is an empty ground."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._sheets = _Sheets()
        self.setWidget(self._sheets)

    def show_pdf(self, data: bytes) -> None:
        """Shows these pages from the first one on."""
        self._sheets.show_pdf(data)
        self.verticalScrollBar().setValue(0)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self._sheets.document.pageCount() if self._sheets.document else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sheets.fit(self.viewport().width())
