"""Letters that amend, replace, revoke, correct: what they may change, both ends linked, old bytes kept, changes found out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from models import clock
from models.catalogue.letter_kinds import letter_kinds
from models.draft import Row
from models.errors import OfficeError
from models.letters.content import LetterContent
from models.reading.dossiers import draft_of
from models.reading.journal import journal
from models.reading.letters import frozen_content, letter_detail, links_of
from models.records import Delegation, Dossier, Letter
from models.store.units import Actor, Store
from models.work import dossiers, letters, reports, review
from models.work.cases import write_case
from models.work.earlier import choices
from models.work.facts import facts_for
from models.work.office import set_settings
from tests.letters.test_composing import body_of, text_of
from tests.makers import DAY, OFFICE, guest, make_draft, make_office, member

LATER = DAY + timedelta(days=7)


@pytest.fixture
def now() -> Iterator[None]:
    """The clock stands on the day of the tests."""
    with clock.at(DAY):
        yield


@pytest.fixture
def office(store: Store, now: None) -> dict[str, Actor]:
    """The office of these tests; here consents are signed too."""
    made = make_office(store)
    names = {**OFFICE["authority"], "committee_vice_chairman": "Lý Thị Hòa"}  # type: ignore[dict-item]
    set_settings(store, {"authority": names}, by=made["admin"], valid_from=date(2016, 1, 1))
    return made


def decide(
    store: Store, office: dict[str, Actor], kind: str = "outgoing_official", **more: Any
) -> tuple[int, int]:
    """A dossier with its decision or consent issued: the ids of both."""
    draft = make_draft(kind, **more)
    for asked in draft.rows["consultations"]:
        asked["answer_number"] = "45/CAT-PA01"
    lodged = dossiers.lodge(store, draft, by=office["officer"])
    advance(store, office, lodged.dossier_id)
    submission = "submission_receive" if kind == "incoming" else "submission_send"
    decision = "consent_receive" if kind == "incoming" else "decision_send"
    for code in (submission, decision):
        made = letters.prepare(store, lodged.dossier_id, code, by=office["clerk"])
        assert made.missing == ()
        issue(store, office, made.letter_id)
    return lodged.dossier_id, made.letter_id


def advance(store: Store, office: dict[str, Actor], dossier_id: int) -> None:
    for step, who in (
        ("accept", "officer"),
        ("forward", "officer"),
        ("endorse", "head"),
        ("approve", "director"),
    ):
        review.advance(store, dossier_id, step, by=office[who])


_numbers = iter(range(100, 10_000))


def issue(store: Store, office: dict[str, Actor], letter_id: int, on: date | None = None) -> letters.Issued:
    """Issues a letter; where another body numbers it, a number of that body."""
    try:
        return letters.issue(store, letter_id, by=office["clerk"], on=on)
    except OfficeError as error:
        if error.code != "number_needed":
            raise
        return letters.issue(store, letter_id, by=office["clerk"], on=on, number=next(_numbers))


def said(store: Store, letter_id: int) -> LetterContent:
    """What a letter says, drawn up now or frozen."""
    with store.reading() as read:
        letter = read.session.get(Letter, letter_id)
        assert letter is not None
        content = frozen_content(letter) or letters.preview(read, letter_id).content
        assert content is not None
        return content


def words(store: Store, letter_id: int) -> list[str]:
    with store.reading() as read:
        return [link.words for link in links_of(read, [letter_id]).get(letter_id, ())]


def permitted_by(store: Store, dossier_id: int) -> str:
    with store.reading() as read:
        dossier = read.session.get(Dossier, dossier_id)
        assert dossier is not None
        delegation = read.session.get(Delegation, dossier.delegation_id)
        assert delegation is not None
        return delegation.permitted_by


def test_both_ends_are_linked_and_the_old_bytes_stay(store: Store, office: dict[str, Actor]) -> None:
    dossier, decision = decide(store, office)
    with store.reading() as read:
        before, old = letters.reprint(read, decision), letter_detail(read, decision)
    assert old is not None
    change = {
        "changes": [
            {"what": "Kinh phí", "was": "do phía mời đài thọ", "becomes": "tự túc"},
            {"what": " ", "was": ""},
        ]
    }
    with clock.at(LATER):
        made = letters.prepare(
            store, dossier, "decision_amend", by=office["clerk"], fields=change, earlier_id=decision
        )
        assert made.missing == ()
        assert words(store, decision) == []  # a draft changes nothing yet
        issued = issue(store, office, made.letter_id)
    with store.reading() as read:
        new, after = letter_detail(read, made.letter_id), letter_detail(read, decision)
        assert letters.reprint(read, decision) == before
        assert after is not None and new is not None
        assert (after.row, after.content, after.fields) == (old.row, old.content, old.fields)
        assert (new.row.relation, new.row.earlier_id) == ("amends", decision)
        assert [link.letter_id for link in new.links] == [decision]
        assert [(x.relation, x.letter_id, x.is_later) for x in after.links] == [
            ("amends", made.letter_id, True)
        ]
        begun = next(e for e in journal(read, act="prepare_letter") if e.about_id == made.letter_id)
        assert begun.changes["amends"] == ["", old.row.number]
    reference = f"Quyết định số {old.row.number} ngày 01 tháng 3 năm 2018"
    assert words(store, made.letter_id) == [f"Amends {reference}"]
    assert words(store, decision) == [f"Amended by Quyết định số {issued.text} ngày 08 tháng 3 năm 2018"]
    text = body_of(said(store, made.letter_id))
    assert f"{reference} của Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng về việc cử" in text or reference in text
    assert "Kinh phí: từ “do phía mời đài thọ” điều chỉnh thành “tự túc”" in text
    assert permitted_by(store, dossier) == old.row.number  # an amendment leaves the decision in force


def test_without_a_choice_the_decision_of_the_dossier_is_changed(
    store: Store, office: dict[str, Actor]
) -> None:
    dossier, decision = decide(store, office)
    made = letters.prepare(
        store, dossier, "decision_revoke", by=office["clerk"], fields={"reason": "đối tác hủy lịch"}
    )
    assert made.missing == ()
    with store.reading() as read:
        row = letter_detail(read, made.letter_id)
        assert row is not None and row.row.earlier_id == decision
    issue(store, office, made.letter_id)
    with pytest.raises(OfficeError) as ended:
        letters.prepare(store, dossier, "decision_amend", by=office["clerk"], earlier_id=decision)
    assert ended.value.code == "earlier_has_ended"
    correction = {"slips": [{"place": "trang 1", "was": "a", "becomes": "b"}]}
    letters.prepare(store, dossier, "correction", by=office["clerk"], fields=correction, earlier_id=decision)


def test_a_replacing_decision_permits_the_journey_until_it_is_void(
    store: Store, office: dict[str, Actor]
) -> None:
    dossier, decision = decide(store, office)
    first = permitted_by(store, dossier)
    made = letters.prepare(store, dossier, "decision_replace", by=office["clerk"], earlier_id=decision)
    assert permitted_by(store, dossier) == first
    replaced = issue(store, office, made.letter_id)
    assert permitted_by(store, dossier) == replaced.text != first
    with pytest.raises(OfficeError) as used:
        letters.void(store, decision, "Nhầm", by=office["clerk"])
    assert used.value.code == "letter_has_later" and replaced.text in str(used.value)
    letters.void(store, made.letter_id, "Ban hành nhầm", by=office["clerk"])
    assert permitted_by(store, dossier) == first
    assert words(store, decision) == []  # what is void changes nothing


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("decision_amend", "earlier_of_another"),
        ("consent_amend", "earlier_wrong_kind"),
        ("decision_send", "earlier_wrong_kind"),
    ],
)
def test_a_wrong_earlier_letter_is_refused(
    store: Store, office: dict[str, Actor], kind: str, refused: str
) -> None:
    _dossier, decision = decide(store, office)
    other = dossiers.lodge(
        store,
        make_draft(requester="Sở Y tế", members=[member("Lục Văn Bảo", role="head")]),
        by=office["officer"],
    )
    with pytest.raises(OfficeError) as error:
        letters.prepare(store, other.dossier_id, kind, by=office["clerk"], earlier_id=decision)
    assert error.value.code == refused
    with store.reading() as read:
        assert [e.about_id for e in journal(read, act="prepare_letter", dossier_id=other.dossier_id)] == []


def test_only_issued_letters_are_changed_and_not_before_their_day(
    store: Store, office: dict[str, Actor]
) -> None:
    dossier, decision = decide(store, office)
    clerk = office["clerk"]
    draft = letters.prepare(
        store, dossier, "appraisal_sheet", by=office["officer"], fields={"view": "Đồng ý"}
    )
    for earlier, code in ((draft.letter_id, "earlier_not_issued"), (10**6, "gone")):
        with pytest.raises(OfficeError) as error:
            letters.prepare(store, dossier, "correction", by=clerk, earlier_id=earlier)
        assert error.value.code == code
    made = letters.prepare(
        store, dossier, "decision_revoke", by=clerk, fields={"reason": "x"}, earlier_id=decision
    )
    with pytest.raises(OfficeError) as early:
        issue(store, office, made.letter_id, on=DAY - timedelta(days=1))
    assert early.value.code == "earlier_is_later"
    letters.void(store, decision, "Nhầm", by=clerk)
    with pytest.raises(OfficeError) as gone:
        issue(store, office, made.letter_id)
    assert gone.value.code == "earlier_not_issued"


def test_what_differs_from_another_dossier_of_the_unit_is_found_out(
    store: Store, office: dict[str, Actor]
) -> None:
    people: list[Row] = [member("Đàm Thị Hoa", role="head"), member("Nông Văn Tú", sex="male")]
    _old, decision = decide(store, office, members=people)
    with clock.at(LATER):
        again = make_draft(
            members=[people[0], member("Bế Văn Sơn", sex="male")], received_on=LATER, departs_in=33, days=6
        )
        lodged = dossiers.lodge(store, again, by=office["officer"])
        advance(store, office, lodged.dossier_id)
        made = letters.prepare(
            store, lodged.dossier_id, "decision_replace", by=office["clerk"], earlier_id=decision
        )
        asking = letters.prepare(store, lodged.dossier_id, "submission_amend", by=office["clerk"],
                                 fields={"reason": "đối tác đề nghị"}, earlier_id=decision)  # fmt: skip
        assert made.missing == asking.missing == ()
        text = body_of(said(store, asking.letter_id))
        assert (
            "ông Bế Văn Sơn, Phó Trưởng phòng Sở Công Thương (mã ngạch 01.003, bậc 3, loại A1) tham gia thay ông Nông Văn Tú"
            in text
        )
        assert (
            "Thời gian: từ “05 ngày, từ ngày 10 đến ngày 14 tháng 4 năm 2018” điều chỉnh thành “06 ngày, từ ngày 10 đến ngày 15 tháng 4"
            in text
        )
        assert "đề nghị điều chỉnh 02 nội dung" in text
        issue(store, office, asking.letter_id)  # in a dossier of its own it is the submission
        replaced = issue(store, office, made.letter_id)
        assert replaced.state == "decided" and permitted_by(store, lodged.dossier_id) == replaced.text
        letters.void(store, made.letter_id, "Nhầm", by=office["clerk"])
        assert permitted_by(store, lodged.dossier_id) == ""


def test_a_journey_written_over_in_silence_asks_the_person(store: Store, office: dict[str, Actor]) -> None:
    dossier, decision = decide(store, office)
    with store.writing(office["all"]) as w:
        draft = draft_of(w, dossier)
        parent = w.session.get(Dossier, dossier)
        assert parent is not None
        delegation = w.session.get(Delegation, parent.delegation_id)
        assert delegation is not None
        draft.rows["legs"][0]["place"] = "Viêng Chăn"
        child = Dossier(
            reference="ĐR-2018-900", kind=parent.kind, workflow=parent.workflow, state="approved", state_since=clock.now(),
            lodged_at=clock.now(), extra={}, relation="amendment", parent_id=dossier,
        )  # fmt: skip
        write_case(w, child, delegation, draft, facts_for(w, draft))
        w.note("lodge", child, dossier_id=child.id, changes={"reference": ["", child.reference]})
        child_id = child.id
    made = letters.prepare(store, child_id, "decision_amend", by=office["clerk"])
    assert [m.field for m in made.missing] == ["letter.changes"]
    with store.reading() as read:
        row = letter_detail(read, made.letter_id)
        assert row is not None and row.row.earlier_id == decision  # of the dossier that the new one amends


def test_a_change_that_the_journal_tells_is_found_out(store: Store, office: dict[str, Actor]) -> None:
    """A dossier that went back to its officer after the print for signature; and one amended by a dossier that said what it changed."""
    dossier, decision = decide(store, office)
    with store.writing(office["all"]) as w:
        draft, row = draft_of(w, dossier), w.session.get(Dossier, dossier)
        assert row is not None
        delegation = w.session.get(Delegation, row.delegation_id)
        assert delegation is not None
        was = draft.rows["legs"][0]["place"]
        draft.rows["legs"][0]["place"] = "Viêng Chăn"
        write_case(w, row, delegation, draft, facts_for(w, draft))
        w.note(
            "amend",
            row,
            dossier_id=dossier,
            changes={"legs.0.place": [was, "Viêng Chăn"], "version": [9, 10]},
        )
    made = letters.prepare(store, dossier, "decision_amend", by=office["clerk"], earlier_id=decision)
    assert made.missing == ()
    text = body_of(said(store, made.letter_id))
    assert "Nơi đến: từ “Luang Prabang, Lào” điều chỉnh thành “Viêng Chăn, Lào”" in text
    issue(store, office, made.letter_id)
    with clock.at(LATER):  # the next amendment goes on from this one; a notice tells of the decision itself
        again = letters.prepare(store, dossier, "decision_amend", by=office["clerk"], earlier_id=decision)
        assert [m.field for m in again.missing] == ["letter.changes"]
        notice = letters.prepare(store, dossier, "notice_change", by=office["clerk"], earlier_id=decision)
        assert notice.missing == ()
        assert "Viêng Chăn" in text_of(said(store, notice.letter_id))


def test_notices_go_to_all_who_had_the_consent(store: Store, office: dict[str, Actor]) -> None:
    dossier, consent = decide(store, office, "incoming", members=[guest(role="head"), guest("Khamla")])
    made = letters.prepare(
        store,
        dossier,
        "notice_cancel",
        by=office["clerk"],
        fields={"reason": "khách hoãn"},
        earlier_id=consent,
    )
    assert made.missing == ()
    content, earlier = said(store, made.letter_id), said(store, consent)
    assert content.addressees == ("Sở Công Thương",)
    assert content.recipients is not None and earlier.recipients is not None
    had = {*earlier.addressees, *earlier.recipients.names} - {"Như trên", "Sở Công Thương", "Sở Ngoại vụ"}
    assert had and had <= set(content.recipients.names)


def test_a_correction_comes_from_the_body_that_issued(store: Store, office: dict[str, Actor]) -> None:
    dossier, decision = decide(store, office)
    slips = {"slips": [{"place": "trang 1, dòng 5", "was": "ngày 6 tháng 3", "becomes": "ngày 06 tháng 3"}]}
    made = letters.prepare(
        store, dossier, "correction", by=office["clerk"], fields=slips, earlier_id=decision
    )
    assert made.missing == ()
    one, other = said(store, made.letter_id), said(store, decision)
    assert one.issuer == other.issuer and one.signature == other.signature
    assert "Tại trang 1, dòng 5, đã in: “ngày 6 tháng 3”; nay sửa lại là: “ngày 06 tháng 3”." in body_of(one)
    submission = next(e.about_id for e in _issued(store) if e.changes["number"][1].endswith("TTr-SNgV"))
    ours = letters.prepare(store, dossier, "recall", by=office["clerk"], earlier_id=submission,
                           fields={"reason": "gửi nhầm", "return_by": DAY.isoformat()})  # fmt: skip
    assert said(store, ours.letter_id).issuer == ("SỞ NGOẠI VỤ",)


def _issued(store: Store) -> Any:
    with store.reading() as read:
        return journal(read, act="issue_letter")


def test_a_decision_recorded_from_elsewhere_can_be_revoked(store: Store, office: dict[str, Actor]) -> None:
    lodged = dossiers.lodge(store, make_draft(), by=office["officer"])
    advance(store, office, lodged.dossier_id)
    reports.record_decision(store, lodged.dossier_id, "77/QĐ-UBND", DAY, by=office["clerk"])
    made = letters.prepare(
        store, lodged.dossier_id, "decision_revoke", by=office["clerk"], fields={"reason": "hoãn"}
    )
    assert made.missing == ()
    assert "Hủy bỏ Quyết định số 77/QĐ-UBND ngày 01 tháng 3 năm 2018" in body_of(said(store, made.letter_id))
    assert words(store, made.letter_id) == []


def test_a_letter_that_has_nothing_to_change_is_not_begun(store: Store, office: dict[str, Actor]) -> None:
    lodged = dossiers.lodge(store, make_draft(), by=office["officer"])
    for kind in ("decision_amend", "correction"):
        with pytest.raises(OfficeError) as nothing:
            letters.prepare(store, lodged.dossier_id, kind, by=office["clerk"])
        assert nothing.value.code == "earlier_needed"


def test_the_letters_to_choose_from(store: Store, office: dict[str, Actor]) -> None:
    first, decision = decide(store, office)
    second, newer = decide(store, office, members=[member("Lục Văn Bảo", role="head")], departs_in=60)
    decide(store, office, requester="Sở Y tế", members=[member("Bế Văn Sơn", role="head")])
    kinds = letter_kinds()
    with store.reading() as read:
        assert [r.id for r in choices(read, kinds["decision_amend"], first)] == [decision, newer]
        assert [r.id for r in choices(read, kinds["decision_amend"], second)] == [newer, decision]
        assert [r.kind for r in choices(read, kinds["correction"], first)] == [
            "decision_send",
            "submission_send",
        ]
        assert choices(read, kinds["decision_send"], first) == ()
    made = letters.prepare(
        store, first, "decision_revoke", by=office["clerk"], fields={"reason": "x"}, earlier_id=decision
    )
    issue(store, office, made.letter_id)
    with store.reading() as read:
        assert [r.id for r in choices(read, kinds["decision_amend"], first)] == [newer]
        assert decision in [r.id for r in choices(read, kinds["correction"], first)]
