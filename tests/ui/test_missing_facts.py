"""What a letter lacks: every entry leads to its field, or says how it comes about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from models.catalogue.letter_kinds import letter_kinds
from models.catalogue.letter_vocabulary import vocabulary
from models.catalogue.workflows import Role
from models.letters.composing import MissingFact
from tests.ui.leaks import english, leaks, nameless
from ui.desk import Desk
from ui.dialogs import missing_facts
from ui.dialogs.missing_facts import MissingFactsDialog, hint, place_in_settings, show_missing
from ui.pages import Place
from ui.pages.office import OfficePage
from ui.panels.profile import ProfilePanel

Make = Callable[..., Desk]
SPEC = letter_kinds()["decision_send"]
LACKING = (
    MissingFact("purpose", "Mục đích, nội dung"),
    MissingFact("members.1.position", "Thành viên, dòng 2"),
    MissingFact("letter.report_days", "Số ngày phải báo cáo"),
    MissingFact("settings.place", "Địa danh trước ngày tháng"),
    MissingFact("letter.submission", "Tờ trình đã ban hành"),
)


@pytest.mark.parametrize(
    ("field", "where"),
    [
        ("purpose", "field purpose"),
        ("members.1.position", "field members.1.position"),
        ("letter.report_days", "fill"),
        ("settings.place", "office place"),
    ],
)
def test_each_entry_leads_to_its_field(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch, field: str, where: str
) -> None:
    class Pressed(MissingFactsDialog):
        def exec(self) -> int:
            qtbot.addWidget(self)
            self.links[field].click()
            return 1

    monkeypatch.setattr(missing_facts, "MissingFactsDialog", Pressed)
    went: list[str] = []
    parent = OfficePage(desk)
    qtbot.addWidget(parent)
    show_missing(
        parent, desk, SPEC, LACKING,
        fill=lambda: went.append("fill"),
        go=lambda place: went.append(f"{place.page} {place.options['field']}"),
        go_to_field=lambda name: went.append(f"field {name}"),
    )  # fmt: skip
    assert went == [where]


def test_what_no_field_holds_says_how_it_comes_about(qtbot: QtBot, desk: Desk) -> None:
    parent = OfficePage(desk)
    qtbot.addWidget(parent)
    dialog = MissingFactsDialog(parent, desk, SPEC, LACKING)
    assert set(dialog.links) == {fact.field for fact in LACKING[:4]}
    assert leaks(dialog, english()) == [] and nameless(dialog) == []


def test_who_may_not_change_settings_is_told_who_does(make_desk: Make) -> None:
    from models.store.units import Actor

    officer = make_desk(Actor(None, "Chuyên viên", frozenset({Role.OFFICER})))
    assert "Người quản trị" in hint(SPEC, LACKING[3], officer)
    assert hint(SPEC, LACKING[0], officer) == ""


def test_every_fact_of_a_letter_can_be_reached_or_explained(desk: Desk) -> None:
    for word in vocabulary().words.values():
        for field in word.fields:
            says = hint(SPEC, MissingFact(field, "x"), desk)
            assert bool(says) == (
                field.startswith("letter.")
                and place_in_settings(field) is None
                and field != "letter.report_days"
            ), field


def test_settings_are_shown_with_the_keyboard_in_the_field(qtbot: QtBot, desk: Desk) -> None:
    page = OfficePage(desk)
    qtbot.addWidget(page)
    page.resize(1158, 640)
    page.show()
    fields = {f for w in vocabulary().words.values() for f in w.fields if f.startswith("settings.")}
    for field in sorted(fields | {"settings.place", "letter.division_head"}):
        place = place_in_settings(field)
        assert isinstance(place, Place)
        page.arrive(place)
        panel = page.panel
        assert isinstance(panel, ProfilePanel)
        held = page.focusWidget()
        assert held is not None and (panel.isAncestorOf(held)), field
