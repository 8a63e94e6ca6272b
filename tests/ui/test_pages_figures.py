"""The first page and the statistics: every figure opens a list of just that many, in both languages and on paper."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pdfplumber
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.catalogue.workflows import Role
from models.reading.dossiers import DOSSIERS
from models.reading.lists import source_of
from models.reading.spine import Question
from models.statistics.periods import parse
from models.statistics.registry import statistics
from models.statistics.tables import breakdown_tables
from tests.ui.leaks import english, leaks, nameless
from ui import saving
from ui.desk import Desk
from ui.overview_page import overview_pdf
from ui.pages import Place
from ui.pages.dashboard import FAMILIES, DashboardPage, last_backup
from ui.pages.statistics import MAIN, Statistics, main_question, sheet

Make = Callable[..., Desk]


@pytest.fixture
def board(qtbot: QtBot, small_desk: Make) -> DashboardPage:
    """The first page of somebody with every role."""
    page = DashboardPage(small_desk())
    qtbot.addWidget(page)
    page.resize(1158, 617)  # what 1366×768 leaves
    page.arrive(Place("dashboard"))
    page.show()
    return page


def opened(page: DashboardPage | Statistics, press: Callable[[], None]) -> tuple[str, Question]:
    """The page and question that pressing something opens."""
    places: list[Place] = []
    page.go.connect(places.append)
    press()
    page.go.disconnect(places.append)
    assert len(places) == 1
    return places[0].page, places[0].options["question"]


def answer(desk: Desk, question: Question) -> list[int]:
    """The ids in the list that a question opens."""
    with desk.store.reading() as read:
        return list(source_of(question.list, desk.actor).spine(read, question))


def people_in(desk: Desk, ids: list[int]) -> int:
    """How many person-trips the dossiers of a list make."""
    with desk.store.reading() as read:
        return sum(row.member_count for row in DOSSIERS.rows(read, ids).values())


class TestDashboard:
    """Work today, journeys now, the year."""

    @pytest.mark.parametrize("name", ["today", "overdue", "waiting", "owed"])
    def test_work_opens_as_many_as_it_says(self, board: DashboardPage, name: str) -> None:
        where, question = opened(board, board.work[name].click)
        assert where == {"owed": "owed"}.get(name, "review")
        assert len(answer(board.desk, question)) == board.work[name].value > 0

    def test_work_leaves_out_own_journeys(self, board: DashboardPage, make_desk: Make) -> None:
        from tests.ui.small_office import actor_of

        traveller = make_desk(actor_of(person_id=1))
        page = DashboardPage(traveller)
        page.arrive(Place("dashboard"))
        assert page.work["waiting"].value < board.work["waiting"].value
        _where, question = opened(page, page.work["waiting"].click)
        assert len(answer(traveller, question)) == page.work["waiting"].value

    def test_year_opens_as_many_as_it_says(self, board: DashboardPage) -> None:
        for name, line in board.lines.items():
            where, question = opened(board, line.click)
            assert where == "dossiers"
            ids = answer(board.desk, question)
            counted = people_in(board.desk, ids) if name.endswith("person_trips") else len(ids)
            assert counted == line.value > 0, name

    def test_countries_open_as_many_as_they_say(self, board: DashboardPage) -> None:
        for row in range(len(FAMILIES)):
            board.family.setCurrentIndex(row)
            board.family.activated.emit(row)
            assert board.countries.lines
            for bar in board.countries.lines:
                _where, question = opened(board, bar.click)
                ids = answer(board.desk, question)
                assert (len(ids), people_in(board.desk, ids)) == bar.values, bar.words

    def test_units_open_as_many_as_they_say(self, board: DashboardPage) -> None:
        assert sum(bar.values[0] for bar in board.units.lines) == board.work["owed"].value
        for bar in board.units.lines:
            where, question = opened(board, bar.click)
            assert where == "owed"
            assert len(answer(board.desk, question)) == bar.values[0]

    def test_under_way_now_opens_as_many_as_stand_there(self, board: DashboardPage) -> None:
        _where, question = opened(board, board.more_journeys.click)
        assert len(answer(board.desk, question)) == len(board.journeys.lines) > 0
        places: list[Place] = []
        board.go.connect(places.append)
        board.journeys.lines[0].click()
        assert places[0] == Place("dossier", board.journeys.lines[0].span.key)

    def test_another_year_has_its_own_figures(self, board: DashboardPage) -> None:
        now = {name: line.value for name, line in board.lines.items()}
        row = board.year.findData(2017)
        board.year.setCurrentIndex(row)
        board.year.activated.emit(row)
        assert board.lines["outgoing.delegations"].value == 3
        assert now["outgoing.delegations"] != 3
        assert board.status().endswith("31/12/2017")
        _where, question = opened(board, board.lines["outgoing.delegations"].click)
        assert len(answer(board.desk, question)) == 3

    def test_keyboard_walks_and_opens(self, board: DashboardPage, qtbot: QtBot) -> None:
        line = board.lines["outgoing.delegations"]
        line.setFocus()
        qtbot.keyClick(line, Qt.Key.Key_Down)
        assert board.lines["outgoing.person_trips"].hasFocus()
        where, _question = opened(
            board, lambda: qtbot.keyClick(board.lines["outgoing.person_trips"], Qt.Key.Key_Return)
        )
        assert where == "dossiers"

    def test_fits_the_office_screen(self, board: DashboardPage) -> None:
        assert board.minimumSizeHint().height() <= 617
        assert board.minimumSizeHint().width() <= 1158

    def test_says_when_and_where_the_last_backup_was(self, board: DashboardPage, tmp_path: Path) -> None:
        from models.work.safekeeping import back_up

        assert "Chưa có bản sao lưu" in board.backup.whole_text()
        board.desk.seat.put("seat/backup_folder", str(tmp_path))
        back_up(board.desk.store, tmp_path, by=board.desk.actor)
        board.refresh()
        assert board.backup.whole_text() == f"Sao lưu gần nhất: hôm nay, tại {tmp_path}"
        last_backup(board.desk, board, lambda made: None)

    def test_one_page(self, board: DashboardPage) -> None:
        assert board.shown is not None
        made = overview_pdf(board.shown, "Sở Ngoại vụ")
        assert made == overview_pdf(board.shown, "Sở Ngoại vụ")
        with pdfplumber.open(BytesIO(made)) as pdf:
            assert len(pdf.pages) == 1
            words = pdf.pages[0].extract_text()
        assert "Trung Quốc" in words and str(board.lines["outgoing.delegations"].value) in words
        assert "Nợ báo cáo theo đơn vị" in words

    def test_vietnamese_and_named(self, board: DashboardPage) -> None:
        assert leaks(board, english()) == []
        assert nameless(board) == []

    def test_an_empty_office_says_what_will_stand_here(self, qtbot: QtBot, desk: Desk) -> None:
        page = DashboardPage(desk)
        qtbot.addWidget(page)
        page.arrive(Place("dashboard"))
        said = [w.text() for w in page.findChildren(type(page.today)) if w.property("kind") == "empty"]
        assert len(said) == 3 and all(said)


class TestStatistics:
    """Periods, definitions, lists behind rows, carrying out."""

    @pytest.fixture
    def page(self, qtbot: QtBot, small_desk: Make) -> Statistics:
        made = Statistics(small_desk())
        qtbot.addWidget(made)
        made.arrive(Place("statistics"))
        return made

    def test_rows_open_as_many_as_they_say(self, page: Statistics) -> None:
        for number, (name, entry) in enumerate(statistics().items(), 1):
            page.list.setCurrentRow(number)
            assert page.shown is not None and page.chosen == name
            assert page.definition.text() == str(entry.definition)
            for bar in page.chart.lines:
                _where, question = opened(page, bar.click)
                assert len(answer(page.desk, question)) == bar.values[0], (name, bar.words)

    def test_main_figures_open_as_many_as_they_say(self, page: Statistics) -> None:
        assert page.chosen == MAIN
        period = page.period
        for row, line in enumerate(page.chart.lines):
            _where, question = opened(page, line.click)
            assert question == main_question(row, period)
            ids = answer(page.desk, question)
            if row not in (2, 4):  # persons: each once, however often they travel
                counted = people_in(page.desk, ids) if row in (1, 3, 6) else len(ids)
                assert counted == line.values[0], line.words

    def test_periods_follow_the_choice(self, page: Statistics) -> None:
        page.part.setCurrentIndex(page.part.findData("-H1"))
        page.mode.setCurrentIndex(1)
        page.mode.activated.emit(1)
        assert page.shown is not None
        assert page.shown.period == parse("2018-H1-ND09")
        assert page.under.text() == "15/12/2017 – 14/06/2018"

    def test_an_empty_period_says_so(self, page: Statistics) -> None:
        page.list.setCurrentRow(1)
        page.year.setCurrentIndex(page.year.count() - 1)
        page.year.activated.emit(page.year.count() - 1)
        assert page.chart.lines == []

    def test_carried_out(self, page: Statistics, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        said: list[str] = []
        page.said.connect(lambda words, _undo: said.append(words))
        for act, name in ((page.save_xlsx, "a.xlsx"), (page.save_pdf, "a.pdf")):
            monkeypatch.setattr(saving, "ask_file", lambda _page, _name, file=tmp_path / name: file)
            act()
        sheets = [n for n in ZipFile(tmp_path / "a.xlsx").namelist() if n.startswith("xl/worksheets/sheet")]
        with page.desk.store.reading() as read:
            expected = 1 + len(breakdown_tables(read, page.period)) + 3
            assert len(sheet(read, MAIN, page.period).bars) == 11
        assert len(sheets) == expected
        with pdfplumber.open(tmp_path / "a.pdf") as pdf:
            assert "Đoàn ra theo nước" in "".join(p.extract_text() for p in pdf.pages)
        assert said == [f"Đã lưu: {tmp_path / 'a.xlsx'}", f"Đã lưu: {tmp_path / 'a.pdf'}"]

    def test_vietnamese_and_named(self, page: Statistics) -> None:
        assert leaks(page, english()) == []
        assert nameless(page) == []


def test_a_place_that_cannot_be_written_is_one_sentence(
    small_desk: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = small_desk(Role.OFFICER)
    page = Statistics(desk)
    qtbot.addWidget(page)
    refused: list[str] = []
    desk.jobs.refused.connect(lambda error: refused.append(error.code))
    monkeypatch.setattr(saving, "ask_file", lambda _page, _name: tmp_path / "no" / "such" / "a.pdf")
    page.save_pdf()
    assert refused == ["no_folder"]
