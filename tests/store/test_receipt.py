"""The appointment slip: what was handed in, and the day on which the answer is due."""

from __future__ import annotations

from datetime import date

from models import clock
from models.store.units import Store
from models.work import letters
from models.work.answer_day import answer_day
from tests.makers import DAY, make_dossier, make_office


def test_the_days_of_all_stages_up_to_the_decision_are_counted() -> None:
    # Thursday 1 March 2018; received 1, appraisal 2, division 1, director 1, issuing 1, with the other body 3 working days.
    assert answer_day("standard", DAY, office_decides=False) == date(2018, 3, 14)
    assert answer_day("standard", DAY, office_decides=True) == date(2018, 3, 9)
    assert answer_day("standard", None, office_decides=True) is None


def test_the_slip_names_papers_reference_and_day(store: Store) -> None:
    with clock.at(DAY):
        office = make_office(store)
        lodged = make_dossier(store, office["officer"])
        made = letters.prepare(store, lodged.dossier_id, "receipt", by=office["officer"], fields={"sets": 1})
        assert made.missing == ()
        with store.reading() as read:
            content = letters.preview(read, made.letter_id).content
    assert content is not None
    said = str(content.body)
    assert "ĐR-2018-001" in content.subject
    assert "Văn bản đề nghị của cơ quan" in said
    assert "trả kết quả giải quyết hồ sơ: ngày 14 tháng 3 năm 2018" in said
    assert content.number is None and not content.end_mark
