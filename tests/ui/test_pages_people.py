"""The ledger of people: order and search the Vietnamese way, the person's year, who sees a passport, and the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from models import clock
from models.catalogue.workflows import Role
from models.reading.people import people_by_id
from tests.ui.leaks import english, leaks, nameless
from ui.desk import Desk
from ui.dialogs.person import PersonDialog
from ui.pages import Place
from ui.pages.people import People, Seen, masked, seen, trips_limit
from ui.widgets.labels import label

Make = Callable[..., Desk]


@pytest.fixture
def page(qtbot: QtBot, small_desk: Make) -> People:
    """The ledger of somebody with every role."""
    made = People(small_desk())
    qtbot.addWidget(made)
    made.resize(1158, 617)
    made.arrive(Place("people"))
    made.show()
    qtbot.wait(60)
    return made


def words(page: People) -> str:
    """Everything that stands in the pane."""
    kind = type(label())
    return "\n".join(w.text() for w in page.pane.findChildren(kind))


def test_given_names_lead_the_order(page: People) -> None:
    names = [page.model.row_at(n).full_name for n in range(page.model.count)]
    assert names == [
        "Đàm Minh An",
        "Bế Thị Ánh",
        "Triệu Thị Đào",
        "Hoàng Văn Đức",
        "Nông Thị Hằng",
        "Lý Văn Ôn",
    ]
    QAbstractItemModelTester(page.model)


def test_search_needs_no_tones(page: People) -> None:
    page.bar.words.setText("hoang duc")
    page.ask()
    assert [page.model.row_at(n).full_name for n in range(page.model.count)] == ["Hoàng Văn Đức"]


def test_the_pane_tells_the_year_against_the_limit(page: People) -> None:
    page.table.go_to(1)
    page.show_row(1)
    limit, basis = trips_limit(clock.today())
    assert limit == 2 and "38-CT/TW" in basis
    said = words(page)
    assert "quy định hiện hành nêu 2 chuyến một năm" in said and basis in said
    assert "Nợ báo cáo" in said


def test_a_journey_opens_its_dossier(page: People, qtbot: QtBot) -> None:
    from ui.widgets.reading_pane import LinkLine

    places: list[Place] = []
    page.go.connect(places.append)
    page.show_row(1)
    with page.desk.store.reading() as read:
        found = seen(read, 1)
    assert isinstance(found, Seen)
    lines = page.pane.findChildren(LinkLine)
    assert len(lines) >= len(found.trips) + len(found.owed)
    lines[-1].click()
    assert places[0] == Place("dossier", found.trips[-1].dossier_id)


def test_only_who_keeps_the_ledger_sees_passports(qtbot: QtBot, small_desk: Make) -> None:
    page = People(small_desk(Role.INSPECTOR))
    qtbot.addWidget(page)
    page.arrive(Place("people"))
    page.show_row(1)
    assert masked("B0123451", may_see=False) == "B•••••51"
    assert "B•••••51" in words(page) and "B0123451" not in words(page)
    assert page.pane.foot.count() == 0


def test_editing_keeps_what_was_changed_and_nothing_else(page: People, qtbot: QtBot) -> None:
    page.table.go_to(2)
    page.show_row(2)
    page.edit()
    dialog = next(d for d in page.findChildren(PersonDialog) if d.isVisible())
    assert leaks(dialog, english()) == []
    assert nameless(dialog) == []
    dialog.form.set_value("position", "Phó Trưởng phòng")
    dialog.form.set_value("organisation", "Sở Y tế tỉnh")
    dialog.save()
    with page.desk.store.reading() as read:
        row = people_by_id(read, [2])[2]
    assert (row.position, row.organisation, row.passport_number) == (
        "Phó Trưởng phòng",
        "Sở Y tế tỉnh",
        "B0123452",
    )


def test_a_refusal_keeps_what_was_typed(page: People) -> None:
    page.add()
    dialog = next(d for d in page.findChildren(PersonDialog) if d.isVisible())
    dialog.form.set_value("position", "Chuyên viên")
    dialog.save()
    assert dialog.isVisible()
    assert dialog.form.values()["position"] == "Chuyên viên"
    dialog.form.set_value("full_name", "Lục Thị Mai")
    dialog.save()
    with page.desk.store.reading() as read:
        assert (
            people_by_id(read, [page.table.current_key() or 0])[page.table.current_key() or 0].full_name
            == "Lục Thị Mai"
        )


def test_vietnamese_and_named(page: People) -> None:
    page.show_row(1)
    assert leaks(page, english()) == []
    assert nameless(page) == []
