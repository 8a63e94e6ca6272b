"""Changing an issued letter on screen: which letters are offered, what the dialog says, both ends shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot

from forms.spec import Surroundings
from models import clock
from models.catalogue.letter_kinds import LetterKind
from models.catalogue.workflows import Role
from models.reading.letters import LetterRow, letter_row, letters_of
from models.store.units import Actor
from models.work import letters
from tests.makers import DAY, make_dossier, make_office
from tests.store.test_letter_links import decide, issue
from tests.ui.leaks import english, leaks, nameless
from ui.desk import Desk
from ui.dialogs import letter_fields
from ui.dialogs.change_letter import begin_change, change_menu, changes_for, words_of
from ui.dialogs.fields_dialog import FieldsDialog
from ui.pages import Place
from ui.pages.dossier.letters_part import LettersPart
from ui.pages.dossier.page import DossierPage
from ui.pages.letter_changes import change
from ui.pages.letters import Letters


@pytest.fixture
def office(desk: Desk) -> Iterator[dict[str, Actor]]:
    """An office on the day of the tests."""
    with clock.at(DAY):
        yield make_office(desk.store)


@pytest.fixture
def decided(desk: Desk, office: dict[str, Actor]) -> tuple[int, int]:
    """A dossier with its decision."""
    return decide(desk.store, office)


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> list[FieldsDialog]:
    """The dialogs that were opened; each is taken with what its test fills in beforehand (nothing)."""
    opened: list[FieldsDialog] = []

    def taken(self: FieldsDialog) -> QDialog.DialogCode:
        opened.append(self)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(letter_fields.FieldsDialog, "exec", taken)
    return opened


def row_of(desk: Desk, letter_id: int) -> LetterRow:
    with desk.store.reading() as read:
        found = letter_row(read, letter_id)
    assert found is not None
    return found


def offered(desk: Desk, letter_id: int) -> dict[str, LetterKind]:
    with desk.store.reading() as read:
        return {k.code: k for k in changes_for(read, row_of(desk, letter_id))}


def letters_page(qtbot: QtBot, desk: Desk, letter_id: int) -> Letters:
    page = Letters(desk)
    qtbot.addWidget(page)
    page.resize(1158, 617)
    page.arrive(Place("letters"))
    page.show()
    page.bar.show_filters({"state": "issued"})
    page.ask()
    at = next(n for n in range(page.model.count) if page.model.key_at(n) == letter_id)
    page.table.selectRow(at)
    page.show_row(letter_id)
    return page


def test_a_decision_and_a_submission_are_changed_by_different_letters(
    desk: Desk, office: dict[str, Actor], decided: tuple[int, int]
) -> None:
    dossier, decision = decided
    assert list(offered(desk, decision)) == [
        "decision_amend", "decision_replace", "decision_revoke", "correction", "recall", "notice_cancel", "notice_change",
        "notice_postpone", "submission_amend",
    ]  # fmt: skip
    with desk.store.reading() as read:
        submission = next(x for x in letters_of(read, dossier) if x.kind == "submission_send")
    assert list(offered(desk, submission.id)) == ["correction", "recall"]


def test_the_menu_says_what_each_does(
    qtbot: QtBot, desk: Desk, office: dict[str, Actor], decided: tuple[int, int]
) -> None:
    found = tuple(offered(desk, decided[1]).values())
    assert [words_of(k, found) for k in found][:5] == [
        "Sửa đổi…",
        "Thay thế…",
        "Hủy bỏ…",
        "Đính chính…",
        "Thu hồi…",
    ]
    page = letters_page(qtbot, desk, decided[1])
    chosen: list[LetterKind] = []
    menu = change_menu(page, found, chosen.append)
    menu.actions()[3].trigger()
    assert [k.code for k in chosen] == ["correction"]
    assert not leaks(menu, english())


def test_the_dialog_tells_form_from_content_and_names_the_letter(
    qtbot: QtBot, desk: Desk, office: dict[str, Actor], decided: tuple[int, int], dialogs: list[FieldsDialog]
) -> None:
    dossier, decision = decided
    page = letters_page(qtbot, desk, decision)
    change(page, "corrects")
    (dialog,) = dialogs
    told = dialog.told.text()
    assert "sai về nội dung thì sửa đổi hoặc thay thế" in told and row_of(desk, decision).number in told
    assert [c.name for c in dialog.form.tables["slips"].section.columns] == ["place", "was", "becomes"]
    assert not leaks(dialog, english()) and not nameless(dialog)
    with desk.store.reading() as read:
        made = letters_of(read, dossier)[-1]
    assert (made.kind, made.relation, made.earlier_id) == ("correction", "corrects", decision)
    dialog.close()


def test_several_notices_are_chosen_from_a_menu(
    qtbot: QtBot, desk: Desk, office: dict[str, Actor], decided: tuple[int, int], dialogs: list[FieldsDialog]
) -> None:
    page = letters_page(qtbot, desk, decided[1])
    page.change()
    (menu,) = page.findChildren(QMenu, options=_direct())
    assert len(menu.actions()) == 9
    menu.close()
    assert dialogs == []


def _direct() -> Any:
    from PySide6.QtCore import Qt

    return Qt.FindChildOption.FindDirectChildrenOnly


def test_both_ends_stand_beside_the_pages_and_on_the_card(
    qtbot: QtBot, desk: Desk, office: dict[str, Actor], decided: tuple[int, int]
) -> None:
    dossier, decision = decided
    made = letters.prepare(desk.store, dossier, "decision_replace", by=office["clerk"], earlier_id=decision)
    number = issue(desk.store, office, made.letter_id).text
    said = f"Được thay thế bởi Quyết định số {number} ngày 01 tháng 3 năm 2018"
    page = letters_page(qtbot, desk, decision)
    assert page.pane.links.text() == said and not page.pane.links.isHidden()
    page.show_row(None)
    assert page.pane.links.isHidden()
    whole = DossierPage(desk)
    qtbot.addWidget(whole)
    whole.arrive(Place("dossier", dossier))
    part = whole.findChild(LettersPart)
    assert part is not None
    cards = {card.row.id: card for card in part.cards}
    assert cards[decision].links.text() == said
    assert cards[made.letter_id].links.text().startswith("Thay thế Quyết định số")
    whole.close_down()


def test_what_the_facts_tell_is_not_asked_again(
    qtbot: QtBot, desk: Desk, office: dict[str, Actor], decided: tuple[int, int], dialogs: list[FieldsDialog]
) -> None:
    _old, decision = decided
    other = make_dossier(desk.store, office["officer"], days=7).dossier_id
    page = letters_page(qtbot, desk, decision)
    begun: list[letters.Prepared] = []
    kind = offered(desk, decision)["decision_amend"]
    begin_change(
        page,
        desk,
        row_of(desk, decision),
        kind,
        Surroundings(),
        lambda made, _k: begun.append(made),
        dossier_id=other,
    )
    assert "không phải nhập lại: Thời gian: từ “05 ngày" in dialogs[0].told.text()
    assert begun[0].missing == ()


def test_who_may_not_prepare_letters_sees_no_such_act(
    qtbot: QtBot, make_desk: Any, desk: Desk, office: dict[str, Actor], decided: tuple[int, int]
) -> None:
    director = next(a for a in office.values() if a.roles == frozenset({Role.DIRECTOR}))
    page = letters_page(qtbot, make_desk(director), decided[1])
    assert page.can("change") is None and page.pane.buttons["change"].isHidden()


def test_a_dossier_of_its_own_changes_the_decision_of_the_unit(
    qtbot: QtBot, desk: Desk, office: dict[str, Actor], decided: tuple[int, int], dialogs: list[FieldsDialog]
) -> None:
    _old, decision = decided
    other = make_dossier(desk.store, office["officer"], days=7).dossier_id
    page = DossierPage(desk)
    qtbot.addWidget(page)
    page.arrive(Place("dossier", other))
    page.letter_acts.show_missing = lambda *_a: None  # type: ignore[method-assign]
    page.letter_acts.begin("decision_replace")
    (dialog,) = dialogs
    assert row_of(desk, decision).number in dialog.told.text()
    with desk.store.reading() as read:
        (made,) = letters_of(read, other)
    assert (made.kind, made.relation, made.earlier_id) == ("decision_replace", "replaces", decision)
    page.close_down()


def test_of_several_letters_the_person_says_which_is_corrected(
    qtbot: QtBot, desk: Desk, office: dict[str, Actor], decided: tuple[int, int], dialogs: list[FieldsDialog]
) -> None:
    page = DossierPage(desk)
    qtbot.addWidget(page)
    page.arrive(Place("dossier", decided[0]))
    page.letter_acts.show_missing = lambda *_a: None  # type: ignore[method-assign]
    page.letter_acts.begin("correction")
    (menu,) = [m for m in page.findChildren(QMenu, options=_direct()) if m.isVisible()]
    assert len(menu.actions()) == 2 and menu.actions()[0].text().startswith(row_of(desk, decided[1]).number)
    menu.actions()[1].trigger()
    menu.close()
    with desk.store.reading() as read:
        made = letters_of(read, decided[0])[-1]
        earlier = letter_row(read, made.earlier_id or 0)
    assert earlier is not None and earlier.kind == "submission_send"
    page.close_down()
