"""Letters: number, content, bytes, journal and the dossier's step in one unit, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from models import clock
from models.errors import OfficeError
from models.letters.content import LetterContent
from models.letters.rendering import render
from models.reading.dossiers import dossier_row, draft_of
from models.reading.journal import journal
from models.reading.letters import LETTERS, letter_detail, letters_of, pdf_of
from models.reading.registers import register_book, registers
from models.reading.search import search
from models.reading.spine import Question
from models.records import Letter, Member, Register, RegisterYear, TakenNumber
from models.store.units import Actor, Store
from models.work import dossiers, letters, reports, review
from models.work.office import set_settings
from tests.makers import DAY, make_draft, make_office, member


@pytest.fixture
def now() -> Iterator[None]:
    """The clock stands on the day of the tests."""
    with clock.at(DAY):
        yield


@pytest.fixture
def office(store: Store, now: None) -> dict[str, Actor]:
    """The office of these tests."""
    return make_office(store)


def approve(store: Store, office: dict[str, Actor], **more: Any) -> int:
    """An approved dossier."""
    lodged = dossiers.lodge(store, make_draft(**more), by=office["officer"])
    for step, who in (
        ("accept", "officer"),
        ("forward", "officer"),
        ("endorse", "head"),
        ("approve", "director"),
    ):
        review.advance(store, lodged.dossier_id, step, by=office[who])
    return lodged.dossier_id


def _state(store: Store, dossier_id: int) -> str:
    with store.reading() as read:
        row = dossier_row(read, dossier_id)
        assert row is not None
        return row.state


def test_what_was_printed_for_signature_is_what_is_issued(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    dossier = approve(store, office)
    made = letters.prepare(
        store, dossier, "submission_send", by=clerk, fields={"proposal": "Đề nghị xem xét sớm"}
    )
    printed = letters.mark_printed(store, made.letter_id, by=clerk)
    assert letters.mark_printed(store, made.letter_id, by=clerk) == printed
    with store.reading() as read:
        detail = letter_detail(read, made.letter_id)
        assert detail is not None and detail.row.state == "printed" and detail.row.number == ""
    # The office renames itself meanwhile: the signed paper does not change.
    set_settings(store, {"office_name": "Sở Ngoại vụ và Hợp tác"}, by=office["admin"])
    issued = letters.issue(store, made.letter_id, by=clerk)
    with store.reading() as read:
        detail = letter_detail(read, made.letter_id)
        assert detail is not None
        content = LetterContent.from_json(json.dumps(detail.content))
        assert content.number is not None and content.number.text == issued.text == "01/TTr-SNgV"
        assert content.issued_on == DAY and "Hợp tác" not in detail.row.subject
        assert "Đề nghị xem xét sớm" in str(content.body)
        assert pdf_of(read, made.letter_id) == render(content) != printed
        assert search(read, "01 ttr sngv", topics=["letter"])[0].key == made.letter_id


def test_a_lost_answer_gives_the_same_number_again(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    dossier = approve(store, office)
    made = letters.prepare(store, dossier, "submission_send", by=clerk)
    first = letters.issue(store, made.letter_id, by=clerk)
    for _n in range(3):
        again = letters.issue(store, made.letter_id, by=clerk)
        assert again.is_again and (again.number, again.pdf_sha256) == (first.number, first.pdf_sha256)
    with store.reading() as read:
        assert len(journal(read, act="issue_letter")) == 1
        assert read.session.scalar(select(func.count()).select_from(TakenNumber)) == 1


def test_a_disk_that_fills_up_while_issuing_leaves_the_number_free(sqlite_store: Store, now: None) -> None:
    office = make_office(sqlite_store)
    clerk = office["clerk"]
    dossier = approve(sqlite_store, office)
    made = letters.prepare(
        sqlite_store, dossier, "submission_send", by=clerk, fields={"proposal": "Đề xuất. " * 4000}
    )
    engine = sqlite_store.engines.writing

    def limit(pages: int) -> None:
        with engine.connect() as c:
            c.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    with engine.connect() as c:
        pages = c.exec_driver_sql("PRAGMA page_count").scalar_one()
    refused = 0
    for more in range(60):
        limit(pages + more)
        try:
            issued = letters.issue(sqlite_store, made.letter_id, by=clerk)
            break
        except OfficeError as error:
            assert error.code == "disk_full"
            refused += 1
            with sqlite_store.reading() as read:
                letter = read.session.get(Letter, made.letter_id)
                assert letter is not None and (letter.state, letter.number, letter.pdf_sha256) == (
                    "draft",
                    None,
                    "",
                )
                assert read.session.scalar(select(func.count()).select_from(TakenNumber)) == 0
                taken = select(RegisterYear.last).join(Register, Register.id == RegisterYear.register_id)
                assert not read.session.scalar(taken.where(Register.code == "submissions"))
            assert _state(sqlite_store, dossier) == "approved"
    else:
        pytest.fail("never enough room")
    limit(1_000_000)
    assert refused > 0
    assert issued.number == 1 and _state(sqlite_store, dossier) == "submitted"


@contextmanager
def _failing(monkeypatch: pytest.MonkeyPatch, where: str) -> Iterator[None]:
    def fail(*_args: Any, **_more: Any) -> Any:
        raise ZeroDivisionError(where)

    with monkeypatch.context() as patch:
        patch.setattr(f"models.work.letters.{where}", fail)
        yield


@pytest.mark.parametrize("where", ["render", "take_number", "indexing.letter_entry", "follow"])
def test_any_failure_means_nothing_happened(
    store: Store, office: dict[str, Actor], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    clerk = office["clerk"]
    dossier = approve(store, office)
    made = letters.prepare(store, dossier, "submission_send", by=clerk)
    with _failing(monkeypatch, where), pytest.raises(ZeroDivisionError):
        letters.issue(store, made.letter_id, by=clerk)
    assert _state(store, dossier) == "approved"
    with store.reading() as read:
        assert [x.state for x in letters_of(read, dossier)] == ["draft"]
        assert read.session.scalar(select(func.count()).select_from(TakenNumber)) == 0
    assert letters.issue(store, made.letter_id, by=clerk).number == 1


def test_issued_letters_do_not_change_and_voided_numbers_stay(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    dossier = approve(store, office)
    made = letters.prepare(store, dossier, "submission_send", by=clerk)
    letters.issue(store, made.letter_id, by=clerk)
    for act in (
        lambda: letters.revise(store, made.letter_id, {"proposal": "khác"}, by=clerk),
        lambda: letters.discard(store, made.letter_id, by=clerk),
        lambda: letters.mark_printed(store, made.letter_id, by=clerk),
    ):
        with pytest.raises(OfficeError) as refused:
            act()
        assert refused.value.code == "letter_is_issued"
    with pytest.raises(OfficeError) as silent:
        letters.void(store, made.letter_id, " ", by=clerk)
    assert silent.value.code == "reason_needed"
    letters.void(store, made.letter_id, "In sai nơi nhận", by=clerk)
    assert _state(store, dossier) == "approved"
    with pytest.raises(OfficeError) as dead:
        letters.issue(store, made.letter_id, by=clerk)
    assert dead.value.code == "letter_is_void"
    second = letters.prepare(store, dossier, "submission_send", by=clerk)
    assert letters.issue(store, second.letter_id, by=clerk).number == 2
    with store.reading() as read:
        info = next(r for r in registers(read, 2018) if r.code == "submissions")
        book = register_book(read, info.id, 2018)
        assert [(x.number_text, x.note) for x in book] == [
            ("01/TTr-SNgV", "Đã hủy: In sai nơi nhận"),
            ("02/TTr-SNgV", ""),
        ]
        assert info.last == 2 and all("reference" not in r.code for r in registers(read, 2018))


def test_a_letter_is_not_voided_under_a_dossier_that_went_on(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    dossier = approve(store, office)
    submission = letters.prepare(store, dossier, "submission_send", by=clerk)
    letters.issue(store, submission.letter_id, by=clerk)
    decision = letters.prepare(store, dossier, "decision_send", by=clerk)
    letters.issue(store, decision.letter_id, by=clerk, number=10)
    with pytest.raises(OfficeError) as used:
        letters.void(store, submission.letter_id, "Nhầm", by=clerk)
    assert used.value.code == "letter_in_use"
    letters.void(store, decision.letter_id, "Nhầm số", by=clerk)
    with store.reading() as read:
        row = dossier_row(read, dossier)
        assert row is not None and (row.state, row.counts, row.permitted_by) == ("submitted", False, "")


def test_letters_wait_for_approval_and_for_open_stops(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    lodged = dossiers.lodge(store, make_draft(), by=office["officer"])
    made = letters.prepare(store, lodged.dossier_id, "submission_send", by=clerk)
    with pytest.raises(OfficeError) as early:
        letters.issue(store, made.letter_id, by=clerk)
    assert early.value.code == "not_approved_yet"
    with store.reading() as read:
        assert read.session.scalar(select(func.count()).select_from(TakenNumber)) == 0
    # A stop that came up after the approval (the traveller got a third trip meanwhile) is seen at the moment of issue.
    dossier = approve(store, office)
    late = letters.prepare(store, dossier, "submission_send", by=clerk)
    with store.writing(office["all"]) as w:
        for row in w.session.scalars(select(Member)):
            row.data = {**row.data, "passport_expires_on": "2018-03-30"}
    with pytest.raises(OfficeError) as stopped:
        letters.issue(store, late.letter_id, by=clerk)
    assert stopped.value.code == "open_stop" and "hộ chiếu" in str(stopped.value)


def test_a_missing_fact_is_told_before_anything_is_drawn(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    lodged = dossiers.lodge(store, make_draft(host_name=""), by=office["officer"])
    made = letters.prepare(store, lodged.dossier_id, "decision_send", by=clerk)
    assert "host_name" in {m.field for m in made.missing}
    with store.reading() as read:
        assert letters.preview(read, made.letter_id).content is None
    with pytest.raises(OfficeError) as refused:
        letters.mark_printed(store, made.letter_id, by=clerk)
    assert refused.value.code == "letter_incomplete"


def test_lost_bytes_are_drawn_again_from_the_frozen_content(sqlite_store: Store, now: None) -> None:
    office = make_office(sqlite_store)
    dossier = approve(sqlite_store, office)
    made = letters.prepare(sqlite_store, dossier, "submission_send", by=office["clerk"])
    issued = letters.issue(sqlite_store, made.letter_id, by=office["clerk"])
    path = sqlite_store.vault.path_of(issued.pdf_sha256)  # type: ignore[attr-defined]
    kept = path.read_bytes()
    path.unlink()
    with sqlite_store.reading() as read:
        assert letters.reprint(read, made.letter_id) == kept


def test_a_decision_from_elsewhere_is_recorded_once(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    first, second = (
        approve(store, office),
        approve(store, office, members=[member("Lục Văn Bảo", role="head")]),
    )
    done = reports.record_decision(store, first, "77/QĐ-UBND", DAY, by=clerk)
    assert done.to_state == "decided"
    with pytest.raises(OfficeError) as twin:
        reports.record_decision(store, second, "77/QĐ-UBND", DAY, by=clerk)
    assert twin.value.code == "decision_known" and "ĐR-2018-001" in str(twin.value)
    with store.reading() as read:
        row = dossier_row(read, first)
        assert row is not None and row.counts and row.permitted_by == "77/QĐ-UBND"
        assert draft_of(read, second).values["title"]


def test_the_list_of_letters(store: Store, office: dict[str, Actor], count_sql: Any) -> None:
    dossier = approve(store, office)
    made = letters.prepare(store, dossier, "submission_send", by=office["clerk"])
    letters.prepare(store, dossier, "appraisal_sheet", by=office["officer"], fields={"view": "Đồng ý"})
    letters.issue(store, made.letter_id, by=office["clerk"])
    with store.reading() as read:
        with count_sql(2):
            keys = LETTERS.spine(read, Question("letters", {"dossier": dossier}))
            rows = LETTERS.rows(read, keys)
        assert [rows[k].kind for k in keys] == ["appraisal_sheet", "submission_send"]
        assert list(
            LETTERS.spine(read, Question("letters", {"state": "issued", "from_on": date(2018, 1, 1)}))
        ) == [made.letter_id]
        assert list(LETTERS.spine(read, Question("letters", text="ttr sngv"))) == [made.letter_id]
