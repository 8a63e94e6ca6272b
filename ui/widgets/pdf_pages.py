"""The pages of a PDF held in memory: their sizes, pictures and words, asked for from any thread.

Every question opens the bytes anew (a few milliseconds for 200 pages), so no document outlives a question and nothing can be
destroyed while another thread draws. Pictures are drawn in bands: PySide holds Python's lock while Qt draws, and a whole page
at 600 dots per inch would stop the window for a fifth of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfSelection

from models.text import fold

BAND = 1_000_000  # pixels drawn in one go
MOST_HITS = 2_000
POINTS = 72.0  # in an inch
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of text on a page (from 0) and the boxes around it, in points from the top left."""

    page: int
    text: str
    boxes: tuple[QRectF, ...]


class Pages:
    """A PDF. Without pages when the bytes are damaged, encrypted or none."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        with self.opened() as document:
            self.sizes = tuple(document.pagePointSize(n) for n in range(document.pageCount()))

    @property
    def count(self) -> int:
        """How many pages."""
        return len(self.sizes)

    @contextmanager
    def opened(self) -> Iterator[QPdfDocument]:
        """The document, for a few questions of one thread."""
        data = QByteArray(self.pdf)
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument(None)  # pyright: ignore[reportArgumentType] - no parent: another thread may be asking
        try:
            if self.pdf:
                document.load(buffer)
            yield document
        finally:
            document.close()
            del document
            buffer.close()

    def picture(self, page: int, width: int, ratio: float = 1.0) -> QImage:
        """A page as a picture of *width* points of the screen, on white."""
        size = self.sizes[page]
        height = round(width * size.height() / size.width()) if size.width() else width
        with self.opened() as document:
            drawn = draw(document, page, QSize(round(width * ratio), round(height * ratio)))
        drawn.setDevicePixelRatio(ratio)
        return drawn

    def text(self, page: int) -> str:
        """The words of a page, in the order they are drawn."""
        with self.opened() as document:
            return document.getAllText(page).text()

    def find(self, words: str) -> tuple[Marked, ...]:
        """Where *words* stand, tones, capitals and line breaks apart; at most MOST_HITS."""
        parts = [re.escape(_flat(part)) for part in words.split()]
        if not parts:
            return ()
        wanted = re.compile(r"\s+".join(parts))
        found: list[Marked] = []
        with self.opened() as document:
            for page in range(document.pageCount()):
                text = document.getAllText(page).text()
                for hit in wanted.finditer(_flat(text)):
                    found.append(
                        _marked(
                            page, document.getSelectionAtIndex(page, hit.start(), hit.end() - hit.start())
                        )
                    )
                    if len(found) == MOST_HITS:
                        return tuple(found)
        return tuple(found)

    def between(self, page: int, start: QPointF, end: QPointF) -> Marked:
        """What a drag of the mouse marks, from one place of a page to another (points)."""
        with self.opened() as document:
            return _marked(page, document.getSelection(page, start, end))

    def whole(self, page: int) -> Marked:
        """All text of a page as marked."""
        with self.opened() as document:
            return _marked(page, document.getAllText(page))


def draw(document: QPdfDocument, page: int, size: QSize) -> QImage:
    """A page in *size* pixels on white."""
    picture = QImage(size, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    for top, band in bands(document, page, size):
        painter.drawImage(0, top, band)
    painter.end()
    return picture


def bands(document: QPdfDocument, page: int, size: QSize) -> Iterator[tuple[int, QImage]]:
    """A page of *size* pixels from top to bottom, in strips with their distance from the top."""
    wide, tall = size.width(), size.height()
    step = max(16, BAND // max(wide, 1))
    for top in range(0, tall, step):
        strip = QSize(wide, min(step, tall - top))
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(size)
        # Qt takes right and bottom of the clip, one less than its width and height, for its size.
        options.setScaledClipRect(QRect(0, top, strip.width() + 1, strip.height() + 1))
        yield top, document.render(page, strip, options)


def pixels(size: QSizeF, dpi: float) -> QSize:
    """A page of *size* points in pixels."""
    return QSize(round(size.width() / POINTS * dpi), round(size.height() / POINTS * dpi))


def words_of(marks: Sequence[Marked]) -> str:
    """The text of stretches, as the clipboard gets it."""
    return "\n".join(m.text.replace("\r\n", "\n").strip("\n") for m in marks)


def _marked(page: int, found: QPdfSelection) -> Marked:
    return Marked(page, found.text(), tuple(polygon.boundingRect() for polygon in found.bounds()))


def _flat(text: str) -> str:
    """Folded letter by letter, so that every place stays where it is."""
    return "".join(f if len(f := fold(char)) == 1 else char for char in _SPACES.sub(_blanks, text))


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found.group())
