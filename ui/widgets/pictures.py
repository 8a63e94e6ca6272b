"""An icon that stands by itself, drawn in the theme's colour of the moment."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import icons


class Picture(QWidget):
    """One icon of the family at a fixed size."""

    def __init__(
        self, name: str, size: int = icons.SMALL, colour: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.show_icon(name, colour)
        self.setFixedSize(size, size)

    def show_icon(self, name: str, colour: str = "text") -> None:
        """Shows another icon."""
        self._name, self._colour = name, colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icons.pixmap(self._name, self._size, self._colour, self.devicePixelRatioF()))
