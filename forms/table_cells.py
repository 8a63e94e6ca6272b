"""How a cell of a table is painted and edited: the same inputs as in the form, without their frame."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPalette, QPolygon
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from forms.fields.base import Input, make_input
from forms.spec import Surroundings
from forms.table_model import MARK, NOTE, SPEC, RowsModel
from models.catalogue.kinds import Field

Index = QModelIndex | QPersistentModelIndex
_ROOMY = frozenset({"choice", "country", "person", "organisation", "place", "partial_date", "date"})


class CellDelegate(QStyledItemDelegate):
    """Paints plain text with the small note below and a corner mark; opens the input of the column's sort."""

    went = Signal(str)  # "next", "previous" or "down": where the person goes after this cell
    typing = Signal()  # the open cell says something else than before; it is not part of the rows yet

    def __init__(self, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.around = around
        self._touched: set[int] = set()
        self._open: Input | None = None
        self._open_row = 0

    @property
    def open_cell(self) -> tuple[int, Input] | None:
        """The row and the input of a cell in which the person typed and which he has not left."""
        editor = self._open
        return (self._open_row, editor) if editor is not None and id(editor) in self._touched else None

    # painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, its note, its mark, and a frame around the current cell."""
        note = str(index.data(NOTE) or "")
        if note:
            self._paint_with_note(painter, option, index, note)
        else:
            super().paint(painter, option, index)
        if index.row() < len(cast("RowsModel", index.model()).rows):  # the empty row shows its hint instead
            painter.setPen(QColor(self.around.colour("line")))
            painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        mark = str(index.data(MARK) or "")
        if mark:
            self._paint_mark(painter, option.rect, mark)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(QColor(self.around.colour("accent")))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
            painter.restore()

    def _paint_with_note(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, note: str
    ) -> None:
        opt = QStyleOptionViewItem(option)
        self.initStyleOption(opt, index)
        text, opt.text = opt.text, ""
        style = opt.widget.style() if opt.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, opt, painter, opt.widget)
        box = opt.rect.adjusted(8, 3, -8, -3)
        painter.save()
        painter.setFont(opt.font)
        painter.setPen(opt.palette.color(QPalette.ColorRole.Text))
        line = painter.fontMetrics().height()
        fit = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top(), box.width(), line), Qt.AlignmentFlag.AlignVCenter, fit)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        painter.setPen(opt.palette.color(QPalette.ColorRole.PlaceholderText))
        fit = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, box.width())
        below = QRect(box.left(), box.top() + line, box.width(), painter.fontMetrics().height())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, fit)
        painter.restore()

    def _paint_mark(self, painter: QPainter, rect: QRect, mark: str) -> None:
        """A corner in the colour of the meaning; the icon and the sentence are in tooltip and panel."""
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.around.colour(mark)))
        right, top = rect.right() + 1, rect.top()
        painter.drawPolygon(QPolygon([QPoint(right - 9, top), QPoint(right, top), QPoint(right, top + 9)]))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Wide enough for the text and its note."""
        size = super().sizeHint(option, index)
        note = str(index.data(NOTE) or "")
        wide = int(option.fontMetrics.horizontalAdvance(note) * 0.9) + 24 if note else 0
        return QSize(max(size.width() + 16, wide), size.height())

    # editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The input of the column."""
        spec = cast("Field", index.data(SPEC))
        editor = make_input(spec, self.around, parent)
        editor.set_compact()
        editor.set_names(str(spec.label), str(spec.help or ""))
        editor.setAutoFillBackground(True)
        target = editor.target()
        if target is not editor:
            target.installEventFilter(self)
            target.setProperty("cell", True)
        editor.edited.connect(lambda: self._typed(editor))
        editor.taken.connect(lambda: self._done(editor, QStyledItemDelegate.EndEditHint.NoHint))
        self._touched.discard(id(editor))
        self._open, self._open_row = editor, index.row()
        return editor

    def _typed(self, editor: Input) -> None:
        self._touched.add(id(editor))
        if editor is self._open:
            self.typing.emit()

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Shows the draft's value."""
        model = cast("RowsModel", index.model())
        if isinstance(editor, Input) and id(editor) not in self._touched:
            editor.show_value(model.value_at(index.row(), index.column()))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Wants the value, when the person changed it."""
        if isinstance(editor, Input) and isinstance(model, RowsModel) and id(editor) in self._touched:
            self._touched.discard(id(editor))
            model.put(index.row(), editor.spec.name, editor.value(), dict(editor.companions))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the cell, wider where one picks or types a date in a narrow column."""
        rect = QRect(option.rect)
        spec = cast("Field", index.data(SPEC))
        if spec.input in _ROOMY:
            rect.setWidth(max(rect.width(), 150))
        editor.setGeometry(rect)
        if isinstance(editor, Input):
            editor.target().setMinimumHeight(rect.height())

    def _editor_of(self, target: QObject) -> Input | None:
        up = target.parent()
        return up if isinstance(up, Input) else None

    def _done(self, editor: Input, hint: QStyledItemDelegate.EndEditHint) -> None:
        if editor is self._open:
            self._open = None
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, hint)

    def _go_on(self, editor: Input, way: str) -> None:
        self._done(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.went.emit(way)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab and Enter end the cell and go on, Esc gives it up; an open list gets its keys first."""
        editor = self._editor_of(watched)
        if editor is None:
            return super().eventFilter(watched, event)
        hints = QStyledItemDelegate.EndEditHint
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if editor.handles_key(event):
                return True
            match event.key():
                case Qt.Key.Key_Tab:
                    self._go_on(editor, "next")
                case Qt.Key.Key_Backtab:
                    self._go_on(editor, "previous")
                case Qt.Key.Key_Return | Qt.Key.Key_Enter if (
                    not event.modifiers() & Qt.KeyboardModifier.ControlModifier
                ):
                    self._go_on(editor, "down")
                case Qt.Key.Key_Escape:
                    self._touched.discard(id(editor))
                    self._open = None
                    self.closeEditor.emit(editor, hints.RevertModelCache)
                    self.typing.emit()
                case _:
                    return False
            return True
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            away = event.reason() not in (
                Qt.FocusReason.PopupFocusReason,
                Qt.FocusReason.ActiveWindowFocusReason,
            )
            focus = QApplication.focusWidget()
            if away and editor is self._open and not (focus and editor.isAncestorOf(focus)):
                editor.leave()
                self._done(editor, hints.NoHint)
        return False
