"""Cells with a shape: state chip, due badge, counts of findings. Icon and word always, colour besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import icons, theme
from ui.tables.spine_model import CELL_ROLE

KEPT = 1000  # drawn cells: a list says the same states, dates and counts again and again


@dataclass(frozen=True, slots=True)
class Cell:
    """Something painted: parts of (icon, words, colour word), and whether it stands on a soft ground (a chip)."""

    parts: tuple[tuple[str, str, str], ...]
    ground: str = ""


class ShapeDelegate(QStyledItemDelegate):
    """Paints the ``Cell`` of a column; without one it is an ordinary cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: dict[tuple[Any, ...], QPixmap] = {}

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        font: QFont = option.font  # pyright: ignore[reportAttributeAccessIssue]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        ratio = painter.device().devicePixelRatioF()
        key = (cell, rect.width(), rect.height(), chosen, theme.current().is_dark, ratio, font.pointSizeF())
        picture = self._pictures.get(key)
        if picture is None:
            if len(self._pictures) >= KEPT:
                self._pictures.clear()
            picture = self._pictures[key] = self._picture(cell, rect.size(), chosen, ratio, font)
        painter.drawPixmap(rect.topLeft(), picture)

    def _picture(self, cell: Cell, size: QSize, chosen: bool, ratio: float, font: QFont) -> QPixmap:
        """A cell drawn once, with selection and hairline as the stylesheet draws them for every other cell."""
        made = QPixmap(size * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(theme.qcolour("accent_soft" if chosen else "surface"))
        painter = QPainter(made)
        painter.setFont(font)
        rect = QRect(QPoint(0, 0), size)
        painter.fillRect(0, rect.bottom(), rect.width(), 1, theme.qcolour("line"))
        left = self._chip(painter, rect, cell) if cell.ground else 8
        for symbol, words, colour in cell.parts:
            left = self._part(painter, rect, left, symbol, words, colour)
        painter.end()
        return made

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, theme.ROW)

    def _chip(self, painter: QPainter, rect: QRect, cell: Cell) -> int:
        width = 12
        for symbol, words, _colour in cell.parts:
            width += (icons.SMALL + 4 if symbol else 0) + painter.fontMetrics().horizontalAdvance(words) + 4
        chip = QRect(rect.left() + 4, rect.center().y() - 10, min(width, rect.width() - 8), 21)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.qcolour(cell.ground))
        painter.drawRoundedRect(chip, 4, 4)
        return chip.left() + 6

    def _part(self, painter: QPainter, rect: QRect, left: int, symbol: str, words: str, colour: str) -> int:
        if symbol:
            drawn = icons.pixmap(symbol, icons.SMALL, colour, painter.device().devicePixelRatioF())
            painter.drawPixmap(left, rect.center().y() - icons.SMALL // 2 + 1, drawn)
            left += icons.SMALL + 4
        if words:
            room = rect.right() - left - 4
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.setPen(QPen(theme.qcolour(colour)))
            painter.drawText(
                QRect(left, rect.top(), room, rect.height() - 3), Qt.AlignmentFlag.AlignVCenter, shown
            )
            left += metrics.horizontalAdvance(shown) + 8
        return left
