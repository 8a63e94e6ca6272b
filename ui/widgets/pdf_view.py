"""The real pages of a letter, as wide as there is room."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMargins
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from ui import theme


class PdfView(QPdfView):
    """Shows a PDF from its bytes; without any it is an empty ground."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._buffer = QBuffer(self)
        self._document = QPdfDocument(self)
        self.setDocument(self._document)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.setDocumentMargins(QMargins(8, 8, 8, 8))
        self.setPageSpacing(8)
        self.setFrameShape(QPdfView.Shape.NoFrame)
        theme.current().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        """The view paints its ground in the palette's dark colour; here it is the theme's sunken one."""
        own = self.palette()
        own.setColor(QPalette.ColorRole.Dark, theme.qcolour("sunken"))
        self.setPalette(own)

    def show_pdf(self, data: bytes) -> None:
        """Shows these pages from the first one on."""
        self._document.close()
        self._buffer.close()
        if data:
            self._buffer.setData(QByteArray(data))
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self._document.load(self._buffer)
        self.verticalScrollBar().setValue(0)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self._document.pageCount()
