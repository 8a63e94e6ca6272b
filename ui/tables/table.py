"""RecordTable: the list of every page. Keyboard, columns remembered, place kept by key, sorting by a new question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from resources.i18n import N_, _
from ui import actions, theme
from ui.tables.columns import Paint
from ui.tables.delegates import ShapeDelegate
from ui.tables.spine_model import SpineTableModel
from ui.widgets.labels import caption

if TYPE_CHECKING:
    from ui.desk import Seat

ACTIVATE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RecordTable(QTableView):
    """A table over a ``SpineTableModel``.

    ``opened`` (id) on Enter or double click, ``moved`` (id or None) when the current row changes and rests, ``sorted``
    (an order, "-" before it for descending) when a header is pressed; the page answers the last with a new question.
    """

    opened = Signal(int)
    moved = Signal(object)
    sorted = Signal(str)

    def __init__(
        self, model: SpineTableModel, seat: Seat, name: str, title: str, parent: QWidget | None = None
    ) -> None:
        """*name* is the word under which the seat remembers the columns, *title* what a screen reader says."""
        super().__init__(parent)
        self._model, self._seat, self._name = model, seat, name
        self._kept: tuple[int, list[int], int] | None = None  # current key, selected keys, row height offset
        self.menu_for: Callable[[list[int]], Sequence[QAction]] | None = None
        self.setAccessibleName(title)
        self.setModel(model)
        self._set_up()
        self._set_up_columns()
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._find_place)
        model.answered.connect(self._find_place)
        model.answered.connect(self._start_somewhere)
        model.arrived.connect(self._tell)
        self._rest = QTimer(self, interval=40, singleShot=True)
        self._rest.timeout.connect(self._tell)
        self.selectionModel().currentRowChanged.connect(lambda *_: self._rest.start())
        self.doubleClicked.connect(lambda index: self.opened.emit(model.key_at(index.row())))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        copy = QAction(_("Copy"), self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.addAction(copy)
        self._copy = copy

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.ROW)
        rows.setDefaultSectionSize(theme.ROW)

    def _set_up_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(40)
        header.setAccessibleName(_("Columns"))
        shapes = ShapeDelegate(self)
        widths = self._seat.numbers(f"columns/{self._name}")
        if len(widths) != len(self._model.columns):
            widths = [c.width for c in self._model.columns]
        for number, column in enumerate(self._model.columns):
            self.setColumnWidth(number, max(widths[number], 40))
            if column.paint is not Paint.TEXT:
                self.setItemDelegateForColumn(number, shapes)
            if column.stretch:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        kept = self._seat.text(f"hidden/{self._name}")
        hidden = kept.split() if kept else [c.name for c in self._model.columns if c.starts_hidden]
        for number, column in enumerate(self._model.columns):
            self.setColumnHidden(number, column.name in hidden)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._columns_menu)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.sectionClicked.connect(self._header_pressed)
        header.sectionResized.connect(lambda *_: self._remember.start())
        self._remember = QTimer(self, interval=500, singleShot=True)
        self._remember.timeout.connect(self.remember_columns)

    def remember_columns(self) -> None:
        """Tells the seat how wide the columns are."""
        widths = [self.columnWidth(n) or c.width for n, c in enumerate(self._model.columns)]
        self._seat.put(f"columns/{self._name}", widths)

    # --- the row one stands on ------------------------------------------------------------------------------------

    def current_key(self) -> int | None:
        """The id of the current row, or None."""
        row = self.currentIndex().row()
        return self._model.key_at(row) if 0 <= row < self._model.count else None

    def current_row(self) -> Any:
        """The current row itself, or None while it has not arrived."""
        row = self.currentIndex().row()
        return self._model.row_at(row) if row >= 0 else None

    def selected_keys(self) -> list[int]:
        """The ids of the selected rows, in the order of the list."""
        rows = sorted(i.row() for i in self.selectionModel().selectedRows())
        return [self._model.key_at(row) for row in rows]

    def go_to(self, key: int | None) -> bool:
        """Makes the row with this id current and brings it in sight. False when it is not in the list (yet)."""
        row = self._model.row_of(key) if key is not None else None
        if row is None:
            self._kept = (key, [key], -1) if key is not None and not self._model.is_complete else None
            return False
        self.selectRow(row)
        self.scrollTo(self._model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def go_to_row(self, row: int) -> None:
        """Makes the row at this height current, or the last one when the list is shorter."""
        if self._model.count:
            self.selectRow(max(0, min(row, self._model.count - 1)))

    def _keep_place(self) -> None:
        key = self.current_key()
        if key is None:
            return
        top = self.rowViewportPosition(self.currentIndex().row())
        self._kept = (key, self.selected_keys()[:500], top)
        self._kept_row = self.currentIndex().row()

    def _find_place(self) -> None:
        if self._kept is None:
            return
        key, selected, top = self._kept
        row = self._model.row_of(key)
        if row is None:
            if self._model.is_complete:  # the row left the list: its neighbour takes its place
                self._kept = None
                self.go_to_row(getattr(self, "_kept_row", 0))
            return
        self._kept = None
        chosen = self.selectionModel()
        chosen.setCurrentIndex(
            self._model.index(row, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        for other in selected:
            if other != key and (found := self._model.row_of(other)) is not None:
                chosen.select(
                    self._model.index(found, 0),
                    QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
                )
        if top >= 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(row) - top)
        self.scrollTo(self._model.index(row, 0))

    def _start_somewhere(self) -> None:
        if not self.currentIndex().isValid() and self._model.count:
            self.go_to_row(0)
        self._tell()

    def _tell(self) -> None:
        self.moved.emit(self.current_key())

    # --- keyboard, menu, header -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ACTIVATE and not event.modifiers():
            key = self.current_key()
            if key is not None:
                self.opened.emit(key)
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def copy(self) -> None:
        """Puts the selected rows into the clipboard, as a spreadsheet takes them."""
        columns = range(len(self._model.columns))
        lines = [
            "\t".join(str(self._model.data(self._model.index(i.row(), c))) for c in columns)
            for i in sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        if self.menu_for is not None:
            menu.addActions(list(self.menu_for(self.selected_keys())))
            menu.addSeparator()
        menu.addAction(self._copy)
        menu.exec(self.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _columns_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        for number, column in enumerate(self._model.columns):
            entry = menu.addAction(caption(column.words))
            entry.setCheckable(True)
            entry.setChecked(not self.isColumnHidden(number))
            entry.setEnabled(not column.stretch)
            entry.toggled.connect(lambda shown, number=number: self.show_column(number, shown))
        menu.exec(self.horizontalHeader().viewport().mapToGlobal(at))
        menu.deleteLater()

    def show_column(self, number: int, shown: bool) -> None:
        """Shows or hides a column; the seat remembers."""
        self.setColumnHidden(number, not shown)
        hidden = [c.name for n, c in enumerate(self._model.columns) if self.isColumnHidden(n)]
        self._seat.put(f"hidden/{self._name}", " ".join(hidden) or "-")

    def _header_pressed(self, section: int) -> None:
        order = self._model.columns[section].sort
        if not order:
            return
        header = self.horizontalHeader()
        again = header.isSortIndicatorShown() and header.sortIndicatorSection() == section
        descending = again and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        asked = "-" + order if descending else order
        self.show_order(asked)
        self.sorted.emit(asked)

    def show_order(self, asked: str) -> None:
        """Marks the column by which the list is sorted; "-" before the order means descending."""
        header, descending = self.horizontalHeader(), asked.startswith("-")
        for number, column in enumerate(self._model.columns):
            if column.sort == asked.removeprefix("-"):
                header.setSortIndicatorShown(True)
                header.setSortIndicator(
                    number, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
                )


@actions.action("table_open", N_("Open"), "Return", where="table")
def _open(table: RecordTable) -> None:
    key = table.current_key()
    if key is not None:
        table.opened.emit(key)


@actions.action("table_copy", N_("Copy the selected rows"), "Ctrl+C", where="table")
def _copy(table: RecordTable) -> None:
    table.copy()
