"""Letters that are begun on the page Letters, about no dossier, and drafts that are filled in again there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog, QMenu
from pytestqt.qtbot import QtBot

from models import clock
from models.catalogue.letter_kinds import letter_kinds
from models.reading.letters import letter_detail
from models.store.units import Actor
from models.work import letters
from tests.makers import DAY, make_office
from tests.ui.leaks import english, leaks, nameless
from ui.desk import Desk
from ui.dialogs.fields_dialog import FieldsDialog
from ui.dialogs.letter_fields import ask_fields, first_values, own_tables
from ui.pages import Place, load_all, new_letter
from ui.pages.dossier.lending import surroundings
from ui.pages.letters import Letters

Make = Callable[..., Desk]


@pytest.fixture
def office(desk: Desk) -> Iterator[dict[str, Actor]]:
    """An office that told its name."""
    with clock.at(DAY):
        yield make_office(desk.store)


@pytest.fixture
def page(qtbot: QtBot, make_desk: Make, office: dict[str, Actor]) -> Letters:
    load_all()
    made = Letters(make_desk(office["officer"]))
    qtbot.addWidget(made)
    made.resize(1158, 617)
    made.arrive(Place("letters"))
    made.show()
    return made


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[FieldsDialog]:
    """Every dialog of fields is taken as it stands; the dialogs are kept."""
    seen: list[FieldsDialog] = []

    def taken(dialog: FieldsDialog) -> int:
        seen.append(dialog)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(FieldsDialog, "exec", taken)
    return seen


def test_the_button_offers_what_needs_no_dossier(page: Letters, qtbot: QtBot) -> None:
    button = page.findChild(QAbstractButton, "new")
    assert isinstance(button, QAbstractButton) and button.isVisible() and button.accessibleName()
    button.click()
    menu = next(m for m in page.findChildren(QMenu) if m.isVisible())
    words = [a.text() for a in menu.actions()]
    menu.close()
    assert "Báo cáo định kỳ đoàn ra, đoàn vào" in words
    assert "Công văn đôn đốc báo cáo" in words
    assert "Công văn đính chính văn bản" not in words  # it begins at the letter that it corrects


def test_who_may_not_prepare_letters_has_no_button(
    qtbot: QtBot, make_desk: Make, office: dict[str, Actor]
) -> None:
    load_all()
    made = Letters(make_desk(office["director"]))
    qtbot.addWidget(made)
    assert made.findChild(QAbstractButton, "new") is None


def test_a_report_is_drafted_for_this_year_and_shown(page: Letters, answers: list[FieldsDialog]) -> None:
    went: list[Place] = []
    page.go.connect(went.append)
    new_letter.begin(page, "periodic_report")
    (dialog,) = answers
    assert leaks(dialog, english()) == []
    assert nameless(dialog) == []
    (place,) = went
    assert place.page == "letters" and place.key is not None
    with page.desk.store.reading() as read:
        detail = letter_detail(read, place.key)
        seen = letters.preview(read, place.key)
    assert detail is not None and detail.fields["year"] == DAY.year and detail.row.dossier_id is None
    assert seen.missing == () and seen.content is not None
    assert seen.content.title == "Báo cáo"


def test_reminders_begin_where_the_reports_owed_are(page: Letters) -> None:
    went: list[Place] = []
    page.go.connect(went.append)
    new_letter.begin(page, "report_reminder")
    assert went == [Place("owed")]


def test_a_draft_is_filled_in_again(page: Letters, answers: list[FieldsDialog], qtbot: QtBot) -> None:
    made = letters.prepare(
        page.desk.store, None, "periodic_report", by=page.desk.actor, fields={"year": 2016, "part": "Q2"}
    )
    page.refresh()
    page.table.go_to(made.letter_id)
    qtbot.wait(60)
    assert page.pane.buttons["fill"].isVisible()
    new_letter.fill_in(page)
    (dialog,) = answers
    shown = dialog.values()
    assert shown["year"] == 2016 and shown["part"] == "Q2" and shown["mode"] == "nd09"


def test_a_table_of_a_letter_is_asked_with_its_fields(page: Letters, answers: list[FieldsDialog]) -> None:
    spec = letter_kinds()["correction"]
    (table,) = own_tables(spec)
    row: dict[str, Any] = {c.name: "x" for c in table.columns}
    around = surroundings(page.desk, page, guests=False)
    found = ask_fields(spec, {table.table: [row]}, around, verb="Soạn", parent=page)
    assert found is not None and found[table.table] == [row]
    assert leaks(answers[0], english()) == []


def test_a_plan_is_made_for_the_year_to_come(office: dict[str, Actor]) -> None:
    assert first_values(letter_kinds()["yearly_plan"])["year"] == DAY.year + 1
    assert first_values(letter_kinds()["refusal"]).get("year") is None
