"""A grid that behaves like a spreadsheet: type, Tab, Enter, copy, paste, delete, move rows."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QItemSelectionModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from forms import paste
from forms.spec import Surroundings, blank_row
from forms.table_cells import CellDelegate
from forms.table_model import RowsModel
from models.draft import Row
from resources.i18n import _

_STRETCHES = frozenset({"line", "text", "person", "organisation", "place"})
MOST_SHOWN = 14  # rows before the grid scrolls by itself


class Grid(QTableView):
    """The cells of one table. ``pasted`` carries a block that needs to be understood before it is taken."""

    pasted = Signal(object)  # Cells
    focused = Signal()

    def __init__(self, model: RowsModel, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._first_column = 0
        self._own_widths = False
        self._fitting = False
        self.setModel(model)
        self.cells = CellDelegate(around, self)
        self.cells.went.connect(self._go)
        self.setItemDelegate(self.cells)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrap(False)
        self.setShowGrid(False)  # the cells draw their own hairlines
        self.setCornerButtonEnabled(False)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setMinimumSectionSize(48)
        heads.sectionResized.connect(self._resized_by_hand)
        sides = self.verticalHeader()
        sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        sides.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        sides.setHighlightSections(False)
        self._set_row_height()
        model.rowsInserted.connect(self._fit)
        model.rowsRemoved.connect(self._fit)
        model.modelReset.connect(self._fit)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, and in the empty row what one may do there."""
        super().paintEvent(event)
        last = len(self.rows.rows)
        if self.rows.read_only or not self.rows.look.hint:
            return
        top, height = self.rowViewportPosition(last), self.rowHeight(last)
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        room = QRect(8, top, self.viewport().width() - 16, height)
        fit = self.fontMetrics().elidedText(self.rows.look.hint, Qt.TextElideMode.ElideRight, room.width())
        if self.state() != QAbstractItemView.State.EditingState or self.at()[0] != last:
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, fit)
        painter.end()

    def _set_row_height(self) -> None:
        line = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(
            max(30, round(line * (2.1 if self.rows.look.has_notes else 1.2)) + 8)
        )

    # size

    def sizeHint(self) -> QSize:
        """As high as its rows, up to a screenful."""
        shown = min(max(self.rows.rowCount(), 1), MOST_SHOWN)
        height = (
            self.horizontalHeader().sizeHint().height() + shown * self.verticalHeader().defaultSectionSize()
        )
        bar = self.horizontalScrollBar()
        if self.horizontalHeader().length() > self.viewport().width() > 0:
            height += bar.sizeHint().height()
        return QSize(400, height + 2 * self.frameWidth() + 2)

    def minimumSizeHint(self) -> QSize:
        """Never cut vertically."""
        return QSize(200, self.sizeHint().height())

    def fit_columns(self) -> None:
        """Columns as wide as what stands in them, what is left shared among the words; not after the person set them."""
        if self._own_widths or not self.rows.columnCount():
            return
        self._fitting = True
        heads, metrics = self.horizontalHeader(), self.fontMetrics()
        widths: list[int] = []
        least_of: list[int] = []  # how narrow a column may become before the table scrolls sideways
        for n in range(self.rows.columnCount()):
            spec = self.rows.spec_at(n)
            text = max(
                (
                    metrics.horizontalAdvance(self.rows.shown_at(r, n))
                    for r in range(min(len(self.rows.rows), 60))
                ),
                default=0,
            )
            note = self._note_width() if n == 0 else 0
            head = metrics.horizontalAdvance(str(self.rows.headerData(n, Qt.Orientation.Horizontal) or ""))
            least = 150 if spec and spec.input in {"person", "organisation"} else 70
            widths.append(max(head + 28, min(max(text + 28, least), 260), min(note, 330)))
            is_words = spec is not None and spec.input in _STRETCHES
            least_of.append(min(widths[n], max(head + 18, min(note, 330), 0 if is_words else text + 18)))
        spare = self.viewport().width() - sum(widths)
        words = [n for n in range(len(widths)) if (s := self.rows.spec_at(n)) and s.input in _STRETCHES]
        if spare > 0 and words:
            for n in words:
                widths[n] += spare // len(words)
        elif spare < 0 and sum(least_of) <= self.viewport().width():
            share = -spare / (sum(widths) - sum(least_of))
            widths = [w - ceil((w - s) * share) for w, s in zip(widths, least_of, strict=True)]
        for n, width in enumerate(widths):
            heads.resizeSection(n, width)
        self._fitting = False

    def _note_width(self) -> int:
        if not self.rows.look.has_notes:
            return 0
        wide = (self.fontMetrics().horizontalAdvance(self.rows.look.note(r)) for r in self.rows.rows[:60])
        return int(max(wide, default=0) * 0.92) + 28

    def _resized_by_hand(self, *_sizes: int) -> None:
        if not self._fitting and QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._own_widths = True
        self.updateGeometry()

    def _fit(self, *_where: object) -> None:
        self.fit_columns()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width shares the spare room anew."""
        super().resizeEvent(event)
        self._set_row_height()
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arriving by keyboard stands on a cell."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))
        self.focused.emit()

    # walking

    def at(self) -> tuple[int, int]:
        """The current row and column; the empty row when there is none."""
        here = self.currentIndex()
        return (here.row(), here.column()) if here.isValid() else (len(self.rows.rows), 0)

    def go_to(self, row: int, column: int) -> None:
        """Makes a cell the current one and brings it to sight."""
        row = max(0, min(row, self.rows.rowCount() - 1))
        index = self.rows.index(row, max(0, min(column, self.rows.columnCount() - 1)))
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _go(self, way: str) -> None:
        self.setFocus()
        row, column = self.at()
        last = len(self.rows.columns) - 1
        match way:
            case "next":
                self.go_to(*((row, column + 1) if column < last else (row + 1, 0)))
            case "previous":
                self.go_to(*((row, column - 1) if column else (row - 1, last)))
            case _:
                self.go_to(row + 1, self._first_column)

    def _leaves(self, forward: bool) -> bool:
        """Tab on the untouched empty row, and Shift+Tab on the first cell, lead out of the table."""
        row, column = self.at()
        if self.rows.read_only:
            return True
        return row >= len(self.rows.rows) if forward else row == 0 and column == 0

    def chosen(self) -> list[tuple[int, int]]:
        """The selected cells, or the current one."""
        found = sorted((i.row(), i.column()) for i in self.selectionModel().selectedIndexes())
        return found or [self.at()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a spreadsheet; everything else types into the cell."""
        if self._edits(event) or self._walks(event):
            event.accept()
        elif event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        else:
            self._first_column = self.at()[1] if event.key() in _ARROWS else self._first_column
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from cell to cell, and out of the table from its ends."""
        if self._leaves(forward):
            return QWidget.focusNextPrevChild(self, forward)
        self._go("next" if forward else "previous")
        return True

    def _walks(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._go("down")
            return True
        return False

    def _edits(self, event: QKeyEvent) -> bool:
        key = event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return True
        if self.rows.read_only:
            return False
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.rows.clear(self.chosen())
        elif key == Qt.Key.Key_Delete and control:
            self.remove_chosen()
        elif key == Qt.Key.Key_Delete and not event.modifiers():
            self.rows.clear(self.chosen())
        elif control and shift and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = -1 if key == Qt.Key.Key_Up else 1
            row, column = self.at()
            if self.rows.move(row, by):
                self.go_to(row + by, column)
        elif not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier and self._toggles(event):
            pass
        else:
            return False
        return True

    def _toggles(self, event: QKeyEvent) -> bool:
        row, column = self.at()
        spec = self.rows.spec_at(column)
        if (
            spec is None
            or spec.input != "flag"
            or not (event.key() == Qt.Key.Key_Space or event.text() in {"x", "X", "1"})
        ):
            return False
        self.rows.put(row, spec.name, self.rows.value_at(row, column) is not True, {})
        return True

    def remove_chosen(self) -> None:
        """Takes the chosen rows out."""
        row, column = self.at()
        self.rows.remove(sorted({r for r, _c in self.chosen()}))
        self.go_to(row, column)

    # the clipboard

    def copy(self) -> None:
        """The chosen cells as a spreadsheet reads them."""
        cells = self.chosen()
        rows = sorted({r for r, _c in cells})
        columns = range(min(c for _r, c in cells), max(c for _r, c in cells) + 1)
        block = [[self.rows.shown_at(r, c) if (r, c) in cells else "" for c in columns] for r in rows]
        QGuiApplication.clipboard().setText(paste.as_text(block))

    def paste(self) -> None:
        """Takes what was copied: one cell into all chosen ones, a small block where one stands, a list as rows."""
        block = paste.cells(QGuiApplication.clipboard().text())
        if not block or self.rows.read_only:
            return
        row, column = self.at()
        headed = paste.is_headed(self.rows.all_columns, block)
        is_too_wide = len(block[0]) > self.rows.columnCount() - column
        if len(block) == 1 and len(block[0]) == 1 and not headed:
            self._put_into_all(block[0][0])
        elif headed or is_too_wide or (row >= len(self.rows.rows) and column == 0 and len(block[0]) > 1):
            self.pasted.emit(block)
        else:
            self._put_block(block, row, column)

    def _put_into_all(self, text: str) -> None:
        rows = self.rows.copy()
        for r, c in self.chosen():
            self._put_text(rows, r, c, text)
        if rows != self.rows.rows:
            self.rows.wanted.emit(rows, _("Paste"))

    def _put_block(self, block: paste.Cells, row: int, column: int) -> None:
        rows = self.rows.copy()
        for down, line in enumerate(block):
            for along, text in enumerate(line):
                self._put_text(rows, row + down, column + along, text)
        if rows != self.rows.rows:
            self.rows.wanted.emit(rows, _("Paste"))

    def _put_text(self, rows: list[Row], row: int, column: int, text: str) -> None:
        spec = self.rows.spec_at(column)
        if spec is None or self.rows.is_fixed(self.rows.index(row, column)):
            return
        while row >= len(rows):
            rows.append(blank_row(self.rows.all_columns))
        rows[row][spec.name] = paste.read_cell(spec, text)
        if spec.input == "person":
            rows[row]["person_id"] = None


_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
