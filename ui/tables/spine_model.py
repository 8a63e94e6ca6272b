"""A table over any number of rows: the ids of the question in order (the spine), and pages of rows around what is in sight.

The spine is asked once per question, off the event loop; the first rows are asked at the same moment, so the screen is
filled before the spine is there. Rows come in pages of 128 and are kept least-recently-used; a cell whose row has not
arrived shows "…". Sorting and filtering are new questions, never a proxy (ARCHITECTURE §3.6).
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from ui.tables.columns import Column

if TYPE_CHECKING:
    from models.store.units import Reading
    from ui.jobs import Jobs

PAGE = 128
KEPT = 24  # pages in memory: some 3,000 rows
FIRST = PAGE  # rows asked for before the spine is there
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
KEY_ROLE = ROW_ROLE + 1
CELL_ROLE = ROW_ROLE + 2  # what a painter draws
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_RARE = frozenset({_TIP, _SPOKEN})
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_GONE = "—"

Index = QModelIndex | QPersistentModelIndex


class ListSource(Protocol):
    """What a list asks of ``models.reading``."""

    def spine(self, read: Reading, question: Any) -> array[int]: ...
    def first_rows(self, read: Reading, question: Any, count: int) -> Sequence[Any]: ...
    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, Any]: ...


@dataclass(slots=True)
class _Line:
    """A row as it is painted: its words ready; *row* is None when it was deleted meanwhile."""

    row: Any
    cells: tuple[str, ...]
    shapes: dict[int, Any]  # what painters draw, made when first painted


class SpineTableModel(QAbstractTableModel):
    """The rows that answer one question.

    ``answered`` tells that the spine is there (``count`` is true then); ``arrived`` that rows came; ``about_to_change`` and
    ``changed_rows`` frame a new spine, so that the view can keep its place by key.
    """

    answered = Signal()
    arrived = Signal()

    def __init__(
        self,
        jobs: Jobs,
        columns: Sequence[Column],
        source: ListSource,
        *,
        key: Callable[[Any], int] = attrgetter("id"),
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._jobs = jobs
        self._source = source
        self._key = key
        self._align = tuple(c.align for c in self.columns)
        self._spine: array[int] = array("q")
        self._pages: OrderedDict[int, list[_Line]] = OrderedDict()
        self._wanted: dict[int, None] = {}
        self._asking: int | None = None
        self._generation = 0
        self.question: Any = None
        self.is_complete = False  # whether the spine of the present question is there
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._fetch)

    # --- the question ---------------------------------------------------------------------------------------------

    def ask(self, question: Any) -> None:
        """Shows the answer to a new question; answers to older ones are dropped."""
        self._generation += 1
        self.question = question
        self.is_complete = False
        generation, source = self._generation, self._source
        self._jobs.ask(
            lambda read: source.first_rows(read, question, FIRST),
            owner=self, then=lambda rows: self._show_first(generation, rows), outranks="first",
        )  # fmt: skip
        self._ask_spine(generation)

    def refresh(self) -> None:
        """Asks the same question again; the view keeps its place, rows in sight are fetched anew."""
        if self.question is None:
            return
        self._generation += 1
        self._ask_spine(self._generation)

    def _ask_spine(self, generation: int) -> None:
        source, question = self._source, self.question
        self._jobs.ask(
            lambda read: source.spine(read, question),
            owner=self, then=lambda spine: self._show_spine(generation, spine), outranks="spine",
        )  # fmt: skip

    def _show_first(self, generation: int, rows: Sequence[Any]) -> None:
        if generation != self._generation or self.is_complete:
            return
        self.beginResetModel()
        self._spine = array("q", [self._key(row) for row in rows])
        self._pages.clear()
        self._put_page(0, rows)
        self.endResetModel()
        self.arrived.emit()

    def _show_spine(self, generation: int, spine: array[int]) -> None:
        if generation != self._generation:
            return
        had = len(self._spine)
        is_first = not self.is_complete
        self.is_complete = True
        if is_first and 0 < had < len(spine) and spine[:had] == self._spine:
            self.beginInsertRows(QModelIndex(), had, len(spine) - 1)
            self._spine = spine
            if had % PAGE:
                self._pages.pop(had // PAGE, None)
            self.endInsertRows()
        elif spine == self._spine:
            if not is_first:
                self._renew()
        else:
            self.beginResetModel()
            self._spine = spine
            self._pages.clear()
            self._asking = None
            self.endResetModel()
        self.answered.emit()

    def _renew(self) -> None:
        """The same ids in the same order: fetch what is kept again, painting the old words meanwhile."""
        for number in list(self._pages)[-4:]:
            self._wanted[number] = None
        for number in list(self._pages)[:-4]:
            del self._pages[number]
        self._soon.start()

    # --- rows by key ----------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many rows are known of; all of them when ``is_complete``."""
        return len(self._spine)

    def key_at(self, row: int) -> int:
        """The id of a row. Raises IndexError."""
        return self._spine[row]

    def row_of(self, key: int) -> int | None:
        """Where the row with this id stands, or None."""
        try:
            return self._spine.index(key)
        except ValueError:
            return None

    def row_at(self, row: int) -> Any:
        """The row itself, or None while it has not arrived or when it is gone; never fetches."""
        page = self._pages.get(row // PAGE)
        if page is None or row % PAGE >= len(page):
            return None
        return page[row % PAGE].row

    # --- what the view asks ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._spine)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        # never fetches: a view asks for the flags of whole selections
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role:
            if role == _ALIGN:
                return self._align[index.column()]
            return self._other(index, role) if role >= ROW_ROLE or role in _RARE else None
        row = index.row()
        try:
            return self._pages[row // PAGE][row % PAGE].cells[index.column()]
        except (KeyError, IndexError):
            self._want(row // PAGE)
            return "…"

    def _other(self, index: Index, role: int) -> Any:
        row = index.row()
        if not 0 <= row < len(self._spine):
            return None
        if role == KEY_ROLE:
            return self._spine[row]
        page = self._pages.get(row // PAGE)
        line = page[row % PAGE] if page and row % PAGE < len(page) else None
        if line is None or line.row is None:
            return None
        column = self.columns[index.column()]
        if role == ROW_ROLE:
            return line.row
        if role == CELL_ROLE:
            if column.cell is None:
                return None
            section = index.column()
            if section not in line.shapes:
                line.shapes[section] = column.cell(line.row)
            return line.shapes[section]
        if role == _SPOKEN:
            return f"{column.words}: {line.cells[index.column()]}"
        if role == _TIP and column.tip is not None:
            from ui.widgets.labels import tip_text

            return tip_text(column.tip(line.row)) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _DISPLAY:
            return self.columns[section].words
        return self._align[section] if role == _ALIGN else None

    # --- fetching -------------------------------------------------------------------------------------------------

    def _want(self, page: int) -> None:
        self._wanted.pop(page, None)
        self._wanted[page] = None
        if self._asking is None and not self._soon.isActive():
            self._soon.start()

    def _fetch(self) -> None:
        if self._asking is not None or not self._wanted:
            return
        number, _ = self._wanted.popitem()  # what was looked at last comes first
        while len(self._wanted) > 3:  # pages that were only scrolled past
            del self._wanted[next(iter(self._wanted))]
        keys = self._spine[number * PAGE : (number + 1) * PAGE].tolist()
        if not keys:
            self._soon.start()
            return
        self._asking = number
        source = self._source
        self._jobs.ask(
            lambda read: source.rows(read, keys),
            owner=self, then=lambda rows: self._show_rows(number, keys, rows), failed=self._no_rows,
        )  # fmt: skip

    def _show_rows(self, number: int, keys: list[int], rows: Mapping[int, Any]) -> None:
        self._asking = None
        if self._spine[number * PAGE : (number + 1) * PAGE].tolist() == keys:
            self._put_page(number, [rows.get(key) for key in keys])
            top = number * PAGE
            self.dataChanged.emit(self.index(top, 0), self.index(top + len(keys) - 1, len(self.columns) - 1))
            self.arrived.emit()
        if self._wanted:
            self._soon.start()

    def _no_rows(self, error: Exception) -> None:
        self._asking = None
        self._wanted.clear()
        self._jobs.refused.emit(error)

    def _put_page(self, number: int, rows: Sequence[Any]) -> None:
        texts = [c.text for c in self.columns]
        gone = (_GONE,) * len(texts)
        self._pages[number] = [
            _Line(row, gone if row is None else tuple(text(row) for text in texts), {}) for row in rows
        ]
        self._pages.move_to_end(number)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
