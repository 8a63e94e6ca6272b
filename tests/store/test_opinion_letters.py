"""One letter asks every body whose opinion is open, and its date is the day they were asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models import clock
from models.draft import Row
from models.reading.dossiers import draft_of
from models.reading.journal import journal
from models.store.units import Store
from models.work import letters
from tests.makers import DAY, make_dossier, make_office

DUE = DAY + timedelta(days=15)
ROWS: list[Row] = [
    {"asked_of": "police", "due_on": DUE.isoformat()},
    {"asked_of": "border_guard", "asked_on": DAY.isoformat(), "due_on": DUE.isoformat()},
    {
        "asked_of": "party_organisation", "asked_on": DAY.isoformat(), "answer": "agreed",
        "answer_number": "12-CV/BTCTU", "answered_on": DAY.isoformat(),
    },
]  # fmt: skip


@pytest.mark.parametrize("kind", ["outgoing_official", "outgoing_private", "incoming"])
def test_issuing_the_letter_notes_whom_it_asked(store: Store, kind: str) -> None:
    with clock.at(DAY):
        office = make_office(store)
        dossier_id = make_dossier(
            store, office["officer"], kind=kind, rows={"consultations": ROWS}
        ).dossier_id
        made = letters.prepare(store, dossier_id, "opinion_request", by=office["officer"])
        assert made.missing == ()
        with store.reading() as read:
            seen = letters.preview(read, made.letter_id)
            before = draft_of(read, dossier_id).rows["consultations"]
    assert seen.content is not None
    assert seen.content.addressees == ("Công an tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh")
    assert f"trước ngày {DUE.day:02d} tháng {DUE.month} năm 2018" in str(seen.content.body)
    assert not before[0].get("asked_on")
    on = DAY + timedelta(days=1)
    with clock.at(on):
        letters.mark_printed(store, made.letter_id, by=office["clerk"])
        letters.issue(store, made.letter_id, by=office["clerk"])
        again = letters.issue(store, made.letter_id, by=office["clerk"])
    assert again.is_again
    with store.reading() as read:
        rows = draft_of(read, dossier_id).rows["consultations"]
        noted = [x for x in journal(read, dossier_id=dossier_id, count=50) if x.act == "ask_opinion"]
    asked = [date.fromisoformat(str(row["asked_on"])) for row in rows]
    assert asked == [on, DAY, DAY]
    assert len(noted) == 1


def test_a_dossier_that_asks_nobody_says_so_before_it_is_rendered(store: Store) -> None:
    with clock.at(DAY):
        office = make_office(store)
        dossier_id = make_dossier(store, office["officer"]).dossier_id
        made = letters.prepare(store, dossier_id, "opinion_request", by=office["officer"])
    assert {gap.field for gap in made.missing} == {"consultations"}


def test_another_letter_asks_nobody(store: Store) -> None:
    with clock.at(DAY):
        office = make_office(store)
        rows = {"consultations": ROWS}
        dossier_id = make_dossier(store, office["officer"], rows=rows).dossier_id
        made = letters.prepare(
            store, dossier_id, "supplement_slip", by=office["officer"], fields={"due_on": DUE.isoformat()}
        )
        if not made.missing:
            letters.issue(store, made.letter_id, by=office["clerk"])
    with store.reading() as read:
        assert not draft_of(read, dossier_id).rows["consultations"][0].get("asked_on")
