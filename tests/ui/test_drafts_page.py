"""Drafts wait where they can be found, also for the next morning."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.catalogue.workflows import Role
from models.reading.drafts import drafts_of
from models.records import User
from models.store.units import Actor
from models.work import dossiers
from tests.forms import samples
from ui.desk import Desk
from ui.pages import Place
from ui.pages.drafts import Drafts, count

ME = Actor(1, "Hoàng Thị Mai", frozenset(Role))


@pytest.fixture
def shown(qtbot: QtBot, make_desk: Callable[..., Desk]) -> Drafts:
    desk = make_desk(ME)
    with desk.store.writing(ME) as w:
        w.session.add(User(id=1, login="officer", full_name=ME.name, roles={"roles": ["officer"]}))
    dossiers.save_draft(desk.store, samples.outgoing(), by=ME)
    dossiers.save_draft(desk.store, samples.incoming(), by=ME)
    made = Drafts(desk)
    qtbot.addWidget(made)
    made.show()
    made.arrive(Place("drafts"))
    return made


def test_enter_goes_on_writing(shown: Drafts) -> None:
    places: list[Place] = []
    shown.go.connect(places.append)
    shown.home()
    QTest.keyClick(shown.list, Qt.Key.Key_Return)
    assert places[0].options == {"draft": "sample-incoming"}
    with shown.desk.store.reading() as read:
        assert count(read, ME) == 2


def test_a_draft_is_thrown_away_only_when_sure(shown: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.pages.drafts.confirm", lambda *_a, **_k: False)
    shown.discard()
    assert shown.list.count() == 2
    monkeypatch.setattr("ui.pages.drafts.confirm", lambda *_a, **_k: True)
    shown.discard()
    assert shown.list.count() == 1
    with shown.desk.store.reading() as read:
        assert [d.key for d in drafts_of(read, 1)] == ["sample-outgoing"]
