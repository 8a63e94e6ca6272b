"""The rows of a table as its grid shows them: the draft's rows, and one empty row at the end to type into."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from forms.fields import values
from forms.fields.base import tip_text
from forms.spec import blank_row
from models.catalogue.kinds import Field
from models.draft import Row, Value
from resources.i18n import _

Index = QModelIndex | QPersistentModelIndex
SPEC = Qt.ItemDataRole.UserRole + 1  # the Field of a cell, None in a computed column
MARK = Qt.ItemDataRole.UserRole + 2  # "stop", "warn", "note" or "" for the cell
NOTE = Qt.ItemDataRole.UserRole + 3  # the small type under the first column
NOWHERE = QModelIndex()


def _nothing(_row: Row) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Computed:
    """A column that is reckoned, not typed."""

    label: str
    text: Callable[[Row], str]


@dataclass(slots=True)
class TableLook:
    """What a table shows besides its cells.

    *note* is the small type under the first column; *words* replaces what a cell of a column shows (paper codes by their
    label); *fixed* says that a cell may not be changed; *hint* stands in the empty row.
    """

    note: Callable[[Row], str] = _nothing
    has_notes: bool = False
    computed: Sequence[Computed] = ()
    words: Mapping[str, Callable[[Value], str]] = field(default_factory=dict[str, Callable[[Value], str]])
    fixed: Callable[[Row, str], bool] = lambda _row, _column: False
    hint: str = ""


class RowsModel(QAbstractTableModel):
    """A small editable model over the rows of one table. It never changes rows itself: it asks by ``wanted``.

    ``wanted`` carries the rows as they should become and what happened in words; whoever owns the draft answers with
    ``show_rows``. So every change of a table is one step of the form's undo.
    """

    wanted = Signal(object, str)

    def __init__(self, columns: Sequence[Field], look: TableLook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(c for c in columns if not c.hidden)
        self.all_columns = tuple(columns)
        self.look = look
        self.rows: list[Row] = []
        self.read_only = False
        self.marks: dict[tuple[int, str], tuple[str, str]] = {}  # (row, column) → severity, sentence

    # what Qt asks

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """The rows and the empty one."""
        return 0 if parent.isValid() else len(self.rows) + (0 if self.read_only else 1)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """The shown columns and the computed ones."""
        return 0 if parent.isValid() else len(self.columns) + len(self.look.computed)

    def spec_at(self, column: int) -> Field | None:
        """The field of a column; None for a computed one."""
        return self.columns[column] if 0 <= column < len(self.columns) else None

    def value_at(self, row: int, column: int) -> Value:
        """The draft's value of a cell; None outside and in the empty row."""
        spec = self.spec_at(column)
        return self.rows[row].get(spec.name) if spec and 0 <= row < len(self.rows) else None

    def shown_at(self, row: int, column: int) -> str:
        """What the cell reads on screen."""
        if not 0 <= row < len(self.rows):
            return ""
        spec = self.spec_at(column)
        if spec is None:
            return self.look.computed[column - len(self.columns)].text(self.rows[row])
        value = self.rows[row].get(spec.name)
        words = self.look.words.get(spec.name)
        return words(value) if words else values.show(spec, value)

    def fault_at(self, row: int, column: int) -> tuple[str, str]:
        """The mark of a cell and its sentence: a finding or problem shown there, else why its value cannot be read."""
        spec = self.spec_at(column)
        if spec is None or not 0 <= row < len(self.rows):
            return "", ""
        said = self.marks.get((row, spec.name))
        if said:
            return said
        sentence = "" if spec.name in self.look.words else values.fault(spec, self.rows[row].get(spec.name))
        return ("stop", sentence) if sentence else ("", "")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        row, column = index.row(), index.column()
        spec = self.spec_at(column)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if row >= len(self.rows):
                    return ""
                return self.shown_at(row, column).replace("\n", " ")
            case Qt.ItemDataRole.EditRole:
                return self.shown_at(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(self._alignment(spec) | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                head = str(spec.label) if spec else self.look.computed[column - len(self.columns)].label
                note = self.look.note(self.rows[row]) if column == 0 and row < len(self.rows) else ""
                parts = [head, self.shown_at(row, column) or _("empty"), self.fault_at(row, column)[1], note]
                return ", ".join(p for p in parts if p)
            case _ if role == SPEC:
                return spec
            case _ if role == MARK:
                return self.fault_at(row, column)[0]
            case _ if role == NOTE:
                return self.look.note(self.rows[row]) if column == 0 and row < len(self.rows) else ""
            case _:
                return None

    def _alignment(self, spec: Field | None) -> Qt.AlignmentFlag:
        if spec is None or spec.input in {"money", "number"}:
            return Qt.AlignmentFlag.AlignRight
        return (
            Qt.AlignmentFlag.AlignHCenter
            if spec.input in {"date", "partial_date", "flag"}
            else Qt.AlignmentFlag.AlignLeft
        )

    def _tip(self, row: int, column: int) -> str:
        sentence = self.fault_at(row, column)[1]
        shown = self.shown_at(row, column)
        return tip_text("\n".join(t for t in (shown if len(shown) > 20 else "", sentence) if t))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Labels with a star where required; running numbers at the left."""
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(section + 1) if section < len(self.rows) else "+"
            return None
        spec = self.spec_at(section)
        if role == Qt.ItemDataRole.DisplayRole:
            if spec is None:
                return self.look.computed[section - len(self.columns)].label
            return f"{spec.label} *" if spec.required else str(spec.label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(self._alignment(spec) | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and spec is not None:
            required = _("Must be filled in.") if spec.required else ""
            return tip_text(
                "\n".join(t for t in (str(spec.label), required, str(spec.help or ""), spec.basis) if t)
            )
        return None

    def is_fixed(self, index: Index) -> bool:
        """Whether a cell may not be changed."""
        spec = self.spec_at(index.column())
        if self.read_only or spec is None:
            return True
        return index.row() < len(self.rows) and self.look.fixed(self.rows[index.row()], spec.name)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells can be chosen; most can be typed into."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base if self.is_fixed(index) else base | Qt.ItemFlag.ItemIsEditable

    # what the owner of the draft shows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows *rows*; the current cell stays where it can."""
        before, after = len(self.rows), len(rows)
        fresh = [dict(r) for r in rows]
        if after > before:
            below = 0 if self.read_only else 1  # the empty row becomes the first new one
            self.beginInsertRows(NOWHERE, before + below, after - 1 + below)
            self.rows = fresh
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(NOWHERE, after, before - 1)
            self.rows = fresh
            self.endRemoveRows()
        else:
            self.rows = fresh
        self.refresh()

    def refresh(self) -> None:
        """Says that every cell may look otherwise (rows, marks or notes changed)."""
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def set_read_only(self, read_only: bool) -> None:
        """Without the empty row when only to be read."""
        if read_only != self.read_only:
            self.beginResetModel()
            self.read_only = read_only
            self.endResetModel()

    # what a person wants

    def copy(self) -> list[Row]:
        """The rows to change and want."""
        return [dict(r) for r in self.rows]

    def put(self, row: int, name: str, value: Value, companions: Mapping[str, Value]) -> None:
        """Wants one cell to hold *value*; typing in the empty row makes a row with its defaults."""
        rows = self.rows_with(row, name, value, companions)
        if rows != self.rows:
            self.wanted.emit(rows, _("Change in row {number}").format(number=row + 1))

    def rows_with(self, row: int, name: str, value: Value, companions: Mapping[str, Value]) -> list[Row]:
        """The rows as they would be with *value* in one cell."""
        rows = self.copy()
        while row >= len(rows):
            rows.append(blank_row(self.all_columns))
        known = {c.name for c in self.all_columns}
        rows[row].update({k: v for k, v in companions.items() if k in known})
        rows[row][name] = value
        return rows

    def clear(self, cells: Sequence[tuple[int, int]]) -> None:
        """Wants cells to be empty."""
        rows = self.copy()
        for row, column in cells:
            spec = self.spec_at(column)
            if (
                spec
                and row < len(rows)
                and not self.is_fixed(self.index(row, column))
                and rows[row].get(spec.name) not in (None, "")
            ):
                rows[row][spec.name] = values.read(spec, "")
                if spec.input == "person" and "person_id" in rows[row]:
                    rows[row]["person_id"] = None
        if rows != self.rows:
            self.wanted.emit(rows, _("Clear cells"))

    def remove(self, numbers: Sequence[int]) -> None:
        """Wants rows gone; rows that belong to the kind (its papers) stay."""
        gone = {
            n
            for n in numbers
            if n < len(self.rows) and not self.look.fixed(self.rows[n], self.columns[0].name)
        }
        if gone:
            rows = [r for n, r in enumerate(self.copy()) if n not in gone]
            self.wanted.emit(rows, _("Remove rows"))

    def move(self, row: int, by: int) -> bool:
        """Wants a row further up or down; True when it moves."""
        to = row + by
        if not (0 <= row < len(self.rows) and 0 <= to < len(self.rows)):
            return False
        rows = self.copy()
        rows[row], rows[to] = rows[to], rows[row]
        self.wanted.emit(rows, _("Move a row"))
        return True
