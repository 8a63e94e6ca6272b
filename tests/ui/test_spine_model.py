"""Lists of any length: filled at once, honest about what has not arrived, in their place after a change."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.desk import Seat
from ui.jobs import Jobs
from ui.tables.columns import RIGHT, Column
from ui.tables.spine_model import KEPT, KEY_ROLE, PAGE, ROW_ROLE, SpineTableModel
from ui.tables.table import RecordTable


@dataclass(frozen=True)
class Row:
    id: int
    name: str


class Rows:
    """A list in memory that counts what it was asked for."""

    def __init__(self, count: int) -> None:
        self.keys = list(range(1, count + 1))
        self.gone: set[int] = set()
        self.asked: list[int] = []

    def spine(self, read: object, question: Any) -> array[int]:
        return array("q", reversed(self.keys) if question == "-id" else self.keys)

    def first_rows(self, read: object, question: Any, count: int) -> Sequence[Row]:
        return [self.row(k) for k in list(self.spine(read, question))[:count]]

    def rows(self, read: object, keys: Sequence[int]) -> Mapping[int, Row]:
        self.asked.append(len(keys))
        return {k: self.row(k) for k in keys if k not in self.gone}

    def row(self, key: int) -> Row:
        return Row(key, f"hồ sơ {key}")


class LateJobs:
    """Jobs that answer only when told to."""

    def __init__(self) -> None:
        self.open: list[tuple[Callable[[Any], Any], Callable[[Any], None]]] = []

    def ask(
        self, query: Callable[[Any], Any], *, owner: object, then: Callable[[Any], None], **_more: Any
    ) -> None:
        self.open.append((query, then))

    def answer(self, number: int = 0) -> None:
        query, then = self.open.pop(number)
        then(query(None))


COLUMNS = (
    Column("id", "Id", lambda r: str(r.id), align=RIGHT, sort="id"),
    Column("name", "Name", lambda r: r.name, stretch=True),
)


def cell(model: SpineTableModel, row: int, column: int = 1) -> Any:
    return model.index(row, column).data()


def pages(model: SpineTableModel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: model._asking is None and not model._soon.isActive() and not model._wanted)


def test_the_model_keeps_qts_rules(
    qtbot: QtBot, qtmodeltester: ModelTester, make_desk: Callable[..., Any]
) -> None:
    model = SpineTableModel(make_desk().jobs, COLUMNS, Rows(300))
    model.ask("id")
    qtmodeltester.check(model)
    pages(model, qtbot)


def test_the_first_rows_stand_there_before_the_spine(qtbot: QtBot) -> None:
    jobs = LateJobs()
    model = SpineTableModel(jobs, COLUMNS, Rows(1000))  # pyright: ignore[reportArgumentType]
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    model.ask("id")
    jobs.answer()
    assert model.count == PAGE and not model.is_complete
    assert cell(model, 0) == "hồ sơ 1"
    jobs.answer()
    assert model.count == 1000 and model.is_complete
    assert inserted == [(PAGE, 999)], "the rows in sight stay; the rest comes after them"
    assert cell(model, 0) == "hồ sơ 1"


def test_a_row_that_has_not_arrived_shows_dots_and_then_itself(qtbot: QtBot) -> None:
    jobs = LateJobs()
    model = SpineTableModel(jobs, COLUMNS, Rows(1000))  # pyright: ignore[reportArgumentType]
    model.ask("id")
    jobs.answer()
    jobs.answer()
    assert cell(model, 700) == "…"
    qtbot.waitUntil(lambda: bool(jobs.open))
    changed: list[int] = []
    model.dataChanged.connect(lambda top, bottom: changed.append(top.row()))
    jobs.answer()
    assert cell(model, 700) == "hồ sơ 701"
    assert changed == [700 // PAGE * PAGE]


def test_a_deleted_row_is_shown_as_gone(qtbot: QtBot) -> None:
    jobs, rows = LateJobs(), Rows(400)
    model = SpineTableModel(jobs, COLUMNS, rows)  # pyright: ignore[reportArgumentType]
    model.ask("id")
    jobs.answer()
    jobs.answer()
    rows.gone = {301}
    cell(model, 300)
    qtbot.waitUntil(lambda: bool(jobs.open))
    jobs.answer()
    assert cell(model, 300) == "—"
    assert model.row_at(300) is None
    assert cell(model, 301) == "hồ sơ 302"


def test_an_answer_to_an_older_question_is_dropped() -> None:
    jobs = LateJobs()
    model = SpineTableModel(jobs, COLUMNS, Rows(500))  # pyright: ignore[reportArgumentType]
    model.ask("id")
    model.ask("-id")
    jobs.answer(2)
    jobs.answer(2)
    jobs.answer()
    jobs.answer()
    assert model.key_at(0) == 500
    assert cell(model, 0) == "hồ sơ 500"


def test_flags_and_tooltips_never_fetch(qtbot: QtBot) -> None:
    jobs = LateJobs()
    model = SpineTableModel(jobs, COLUMNS, Rows(100_000))  # pyright: ignore[reportArgumentType]
    model.ask("id")
    jobs.answer()
    jobs.answer()
    for row in (0, 50_000, 99_999):
        index = model.index(row, 0)
        assert model.flags(index) & Qt.ItemFlag.ItemIsSelectable
        for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.FontRole):
            index.data(role)
        assert index.data(KEY_ROLE) == row + 1
        index.data(ROW_ROLE)
    qtbot.wait(20)
    assert jobs.open == []


def test_only_so_many_pages_stay_and_scrolling_past_fetches_little(qtbot: QtBot) -> None:
    jobs, rows = LateJobs(), Rows(100_000)
    model = SpineTableModel(jobs, COLUMNS, rows)  # pyright: ignore[reportArgumentType]
    model.ask("id")
    jobs.answer()
    jobs.answer()
    for row in range(0, 100_000, PAGE):  # dragged from top to bottom before anything arrives
        cell(model, row)
    qtbot.waitUntil(lambda: bool(jobs.open))
    while jobs.open:
        jobs.answer()
        qtbot.wait(2)
    assert len(rows.asked) <= 5, "pages that were only scrolled past are not fetched"
    assert cell(model, 99_999) == "hồ sơ 100000"
    assert len(model._pages) <= KEPT


def test_a_change_elsewhere_keeps_row_selection_and_words(
    qtbot: QtBot, make_desk: Callable[..., Any], tmp_path: Path
) -> None:
    rows = Rows(1000)
    jobs: Jobs = make_desk().jobs
    model = SpineTableModel(jobs, COLUMNS, rows)
    table = RecordTable(model, Seat(tmp_path / "s.ini"), "test", "Danh sách")
    qtbot.addWidget(table)
    table.resize(500, 400)
    table.show()
    model.ask("id")
    assert table.current_key() == 1, "a list begins on its first row"
    table.go_to(500)
    pages(model, qtbot)
    before = table.verticalScrollBar().value()
    rows.keys = [k for k in rows.keys if k not in (3, 700)]
    model.refresh()
    assert table.current_key() == 500
    assert abs(table.verticalScrollBar().value() - before) <= 31
    rows.keys.remove(500)
    model.refresh()
    assert table.current_key() == 501, "the neighbour takes the place of a row that left"


def test_enter_opens_headers_sort_and_columns_are_remembered(
    qtbot: QtBot, make_desk: Callable[..., Any], tmp_path: Path
) -> None:
    seat = Seat(tmp_path / "s.ini")
    model = SpineTableModel(make_desk().jobs, COLUMNS, Rows(30))
    table = RecordTable(model, seat, "test", "Danh sách")
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()
    model.ask("id")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [2]
    orders: list[str] = []
    table.sorted.connect(orders.append)
    table.horizontalHeader().sectionClicked.emit(0)
    table.horizontalHeader().sectionClicked.emit(0)
    table.horizontalHeader().sectionClicked.emit(1)
    assert orders == ["id", "-id"]
    table.setColumnWidth(0, 91)
    table.remember_columns()
    table.show_column(0, False)
    again = RecordTable(model, Seat(tmp_path / "s.ini"), "test", "Danh sách")
    qtbot.addWidget(again)
    assert again.isColumnHidden(0)
    again.show_column(0, True)
    assert again.columnWidth(0) == 91


def test_copying_gives_lines_for_a_spreadsheet(
    qtbot: QtBot, make_desk: Callable[..., Any], tmp_path: Path
) -> None:
    from PySide6.QtGui import QGuiApplication

    model = SpineTableModel(make_desk().jobs, COLUMNS, Rows(5))
    table = RecordTable(model, Seat(tmp_path / "s.ini"), "test", "Danh sách")
    qtbot.addWidget(table)
    model.ask("id")
    table.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text().splitlines()[0] == "1\thồ sơ 1"
    assert len(QGuiApplication.clipboard().text().splitlines()) == 5
    assert model.rowCount(QModelIndex()) == 5
