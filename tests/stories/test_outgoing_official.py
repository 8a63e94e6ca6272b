"""The main job of the office in office words: a delegation to Laos from the paper that comes in to the report after the journey."""

from __future__ import annotations

from datetime import date

import pytest

from models import clock
from models.appraisal.findings import Severity
from models.errors import OfficeError
from models.reading.dashboard import dashboard
from models.reading.dossiers import DOSSIERS, draft_of
from models.reading.drafts import drafts_of
from models.reading.journal import journal
from models.reading.overview import overview
from models.reading.queues import queue_for
from models.reading.registers import register_book, registers
from models.reading.search import search
from models.statistics.periods import parse
from models.statistics.summary import summary
from models.store.units import Actor, Store
from models.work import appraising, dossiers, letters, reports, review
from models.work.guards import Ask
from models.work.journey import tick
from tests.makers import DAY, make_draft, make_office, member

Office = dict[str, Actor]


def test_a_delegation_to_laos(store: Store) -> None:
    with clock.at(DAY):
        office = make_office(store)
        dossier = an_officer_fills_in_is_warned_corrects_and_lodges(store, office)
    with clock.at(date(2018, 3, 2)):
        the_head_returns_it_once_and_the_director_approves(store, office, dossier)
    with clock.at(date(2018, 3, 5)):
        the_clerk_prints_and_issues_the_submission(store, office, dossier)
    with clock.at(date(2018, 3, 8)):
        the_decision_comes_with_the_number_of_the_committee(store, office, dossier)
    the_delegation_goes_and_comes_home(store, office, dossier)
    with clock.at(date(2018, 6, 1)):
        the_unit_is_reminded_and_the_report_arrives(store, office, dossier)
        the_year_counts_one_delegation_to_laos(store, dossier)


def an_officer_fills_in_is_warned_corrects_and_lodges(store: Store, office: Office) -> int:
    """The passport of the head would run out on the journey; the officer reads it while she types."""
    officer = office["officer"]
    draft = make_draft(
        title="Đoàn xúc tiến thương mại tại Lào",
        members=[
            member("Đàm Thị Hoa", role="head", passport_expires_on="2018-04-01"),
            member("Lục Văn Bảo", sex="male", born_on="1985-02-03"),
        ],
    )
    dossiers.save_draft(store, draft, by=officer)
    with store.reading() as read:
        warned = [f for f in appraising.findings_for(read, draft) if not f.passed]
        assert [d.title for d in drafts_of(read, officer.user_id or 0)] == [
            "Đoàn xúc tiến thương mại tại Lào"
        ]
    assert any(f.severity is Severity.STOP and "Đàm Thị Hoa" in f.says for f in warned)

    draft.rows["members"][0]["passport_expires_on"] = "2023-05-01"
    lodged = dossiers.lodge(store, draft, by=officer)
    assert lodged.reference == "ĐR-2018-001"
    assert not [f for f in lodged.findings if not f.passed and f.severity is Severity.STOP]
    with store.reading() as read:
        assert drafts_of(read, officer.user_id or 0) == ()
        assert [q.dossier.reference for q in queue_for(read, officer)] == ["ĐR-2018-001"]
        assert queue_for(read, office["head"]) == ()
    review.advance(store, lodged.dossier_id, "accept", by=officer)
    review.advance(store, lodged.dossier_id, "forward", by=officer)
    return lodged.dossier_id


def the_head_returns_it_once_and_the_director_approves(store: Store, office: Office, dossier: int) -> None:
    """Returning needs a reason; the officer adds what was asked for and forwards again."""
    head, officer = office["head"], office["officer"]
    with pytest.raises(OfficeError) as silent:
        review.advance(store, dossier, "return_to_officer", by=head)
    assert silent.value.code == "reason_needed"
    review.advance(store, dossier, "return_to_officer", by=head, reason="Bổ sung địa chỉ bên mời")
    with store.reading() as read:
        again = draft_of(read, dossier)
    again.values["host_address"] = "Đường Sisavangvong, Luang Prabang"
    amended = dossiers.amend(store, again, by=officer)
    assert amended.is_saved and amended.draft.values["host_address"] == "Đường Sisavangvong, Luang Prabang"
    review.advance(store, dossier, "forward", by=officer)
    review.advance(store, dossier, "endorse", by=head)
    review.advance(store, dossier, "approve", by=office["director"])


def the_clerk_prints_and_issues_the_submission(store: Store, office: Office, dossier: int) -> None:
    """Printed for signature without a number, then numbered 01."""
    clerk = office["clerk"]
    submission = letters.prepare(store, dossier, "submission_send", by=clerk)
    assert submission.missing == ()
    assert letters.mark_printed(store, submission.letter_id, by=clerk).startswith(b"%PDF")
    first = letters.issue(store, submission.letter_id, by=clerk)
    assert (first.number, first.text, first.state) == (1, "01/TTr-SNgV", "submitted")


def the_decision_comes_with_the_number_of_the_committee(store: Store, office: Office, dossier: int) -> None:
    """The committee numbers its own decision; ours is registered beside it."""
    clerk = office["clerk"]
    decision = letters.prepare(store, dossier, "decision_send", by=clerk)
    assert decision.missing == ()
    with pytest.raises(OfficeError) as refused:
        letters.issue(store, decision.letter_id, by=clerk)
    assert refused.value.code == "number_needed"
    given = letters.issue(store, decision.letter_id, by=clerk, number=312)
    assert (given.text, given.state) == ("312/QĐ-UBND", "decided")
    with store.reading() as read:
        assert letters.reprint(read, decision.letter_id).startswith(b"%PDF")
        own = next(r for r in registers(read, 2018) if r.code == "submissions")
        assert own.last == 1
        assert [line.number_text for line in register_book(read, own.id, 2018)] == ["01/TTr-SNgV"]
        assert dossier in [h.key for h in search(read, "hoa dam", topics=["dossier"])]


def the_delegation_goes_and_comes_home(store: Store, office: Office, dossier: int) -> None:
    """The calendar moves the dossier, and a report is owed from then on."""
    with clock.at(date(2018, 4, 12)):
        assert tick(store).departed == (dossier,)
        with store.reading() as read:
            assert [d.reference for d in dashboard(read, office["director"]).abroad] == ["ĐR-2018-001"]
    with clock.at(date(2018, 4, 20)):
        assert tick(store).returned == (dossier,)
        with store.reading() as read:
            due = DOSSIERS.rows(read, [dossier])[dossier].report_due_on
        assert due is not None and due > date(2018, 4, 14)


def the_unit_is_reminded_and_the_report_arrives(store: Store, office: Office, dossier: int) -> None:
    """One reminder letter for everything the unit owes; then the report, which closes the dossier."""
    reminder = reports.prepare_reminders(store, by=office["officer"])
    assert len(reminder) == 1 and reminder[0].missing == ()
    letters.issue(store, reminder[0].letter_id, by=office["clerk"])
    closed = reports.record_report(store, dossier, by=office["officer"], note="Ký biên bản ghi nhớ")
    assert closed.to_state == "closed"


def the_year_counts_one_delegation_to_laos(store: Store, dossier: int) -> None:
    """Statistics, the whole picture and the journal tell the same story."""
    with store.reading() as read:
        year = summary(read, parse("2018"))
        assert (year.outgoing.delegations, year.outgoing.person_trips, year.outgoing.persons) == (1, 2, 2)
        assert [(c.country, c.delegations, c.person_trips) for c in year.by_country] == [("LA", 1, 2)]
        picture = overview(read, dossier)
        assert picture is not None
        assert [x.state for x in picture.letters] == ["issued", "issued"]
        acts = [row.act for row in reversed(journal(read, dossier_id=dossier))]
    told = [
        "lodge",
        "forward",
        "return_to_officer",
        "forward",
        "approve",
        "submit",
        "permit",
        "record_report",
    ]
    assert [a for a in acts if a in told] == told


def test_the_second_supplement_needs_a_reason(store: Store) -> None:
    with clock.at(DAY):
        office = make_office(store)
        officer = office["officer"]
        lodged = dossiers.lodge(store, make_draft(host_name=""), by=officer)
        with store.reading() as read:
            steps = {s.name: s for s in review.steps_for(read, officer, lodged.dossier_id)}
        assert steps["accept"].is_allowed and steps["ask_supplement"].is_allowed
        ask = Ask("host_name", "Ghi tên cơ quan mời", "Chỉ thị 38-CT/TW")
        with pytest.raises(OfficeError) as nothing:
            review.ask_supplement(store, lodged.dossier_id, (), by=officer)
        assert nothing.value.code == "asks_needed"
        review.ask_supplement(store, lodged.dossier_id, [ask], by=officer)
        slip = letters.prepare(
            store, lodged.dossier_id, "supplement_slip", by=officer, fields={"due_on": "2018-03-09"}
        )
        with store.reading() as read:
            assert "Ghi tên cơ quan mời" in str(letters.preview(read, slip.letter_id).content)
        with pytest.raises(OfficeError) as early:
            review.advance(store, lodged.dossier_id, "supplemented", by=officer)
        assert early.value.code == "not_complete"
        with store.reading() as read:
            draft = draft_of(read, lodged.dossier_id)
        draft.values["host_name"] = "Sở Công Thương tỉnh Luang Prabang"
        assert dossiers.amend(store, draft, by=officer).is_saved
        review.advance(store, lodged.dossier_id, "supplemented", by=officer)
        with pytest.raises(OfficeError) as twice:
            review.ask_supplement(store, lodged.dossier_id, [ask], by=officer)
        assert twice.value.code == "second_supplement_needs_reason"
        review.ask_supplement(store, lodged.dossier_id, [ask], by=officer, reason="Cơ quan mời đổi tên")
        with store.reading() as read:
            picture = overview(read, lodged.dossier_id)
        assert picture is not None
        assert [(a.round, bool(a.answered_on)) for a in picture.asks] == [(1, True), (2, False)]
