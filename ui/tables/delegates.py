"""Cells with a shape: state chip, due badge, counts of findings. Icon and word always, colour besides."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import icons, theme
from ui.tables.spine_model import CELL_ROLE


@dataclass(frozen=True, slots=True)
class Cell:
    """Something painted: parts of (icon, words, colour word), and whether it stands on a soft ground (a chip)."""

    parts: tuple[tuple[str, str, str], ...]
    ground: str = ""


class ShapeDelegate(QStyledItemDelegate):
    """Paints the ``Cell`` of a column; without one it is an ordinary cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            super().paint(painter, option, index)
            return
        self._ground(painter, option, index)
        painter.save()
        painter.setFont(option.font)  # pyright: ignore[reportAttributeAccessIssue]
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        left = rect.left() + 8
        if cell.ground:
            left = self._chip(painter, rect, cell)
        for symbol, words, colour in cell.parts:
            left = self._part(painter, rect, left, symbol, words, colour)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, theme.ROW)

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Selection, hover and hairline as every other cell has them, without its words."""
        self.initStyleOption(option, index)
        option.text = ""  # pyright: ignore[reportAttributeAccessIssue]
        widget = option.widget  # pyright: ignore[reportAttributeAccessIssue]
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)

    def _chip(self, painter: QPainter, rect: QRect, cell: Cell) -> int:
        metrics = painter.fontMetrics()
        width = 12
        for symbol, words, _colour in cell.parts:
            width += (icons.SMALL + 4 if symbol else 0) + metrics.horizontalAdvance(words) + 4
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
            metrics = painter.fontMetrics()
            room = rect.right() - left - 4
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.setPen(QPen(theme.qcolour(colour)))
            painter.drawText(
                QRect(left, rect.top(), room, rect.height() - 3), Qt.AlignmentFlag.AlignVCenter, shown
            )
            left += metrics.horizontalAdvance(shown) + 8
        return left
