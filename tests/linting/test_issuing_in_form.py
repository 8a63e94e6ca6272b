"""A letter that leaves the decree is neither printed nor issued; its number stays free."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from models import clock
from models.errors import OfficeError
from models.letters import prescribed as law
from models.records import Letter, TakenNumber
from models.store.units import Store
from models.work import letters
from tests.makers import DAY, make_office
from tests.store.test_issuing import approve


@pytest.fixture
def now() -> Iterator[None]:
    with clock.at(DAY):
        yield


def test_such_a_letter_is_stopped_before_paper(
    store: Store, now: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(store)
    clerk = office["clerk"]
    made = letters.prepare(store, approve(store, office), "submission_send", by=clerk)
    with monkeypatch.context() as wrong:
        wrong.setattr(law, "TITLE_SIZE", 16.0)
        with pytest.raises(OfficeError) as printing:
            letters.mark_printed(store, made.letter_id, by=clerk)
        with pytest.raises(OfficeError) as issuing:
            letters.issue(store, made.letter_id, by=clerk)
    assert printing.value.code == issuing.value.code == "letter_not_in_form"
    assert "Tên loại văn bản" in str(printing.value)
    with store.reading() as read:
        letter = read.session.get(Letter, made.letter_id)
        assert letter is not None and (letter.state, letter.pdf_sha256, letter.number) == ("draft", "", None)
        assert read.session.scalar(select(func.count()).select_from(TakenNumber)) == 0
    assert letters.issue(store, made.letter_id, by=clerk).number == 1
