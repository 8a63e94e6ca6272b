"""Steps of the workflow: who may, when, what is written; waivers, supplements, assignments, taking back; the random walk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models import clock
from models.catalogue.rulebook import edition
from models.catalogue.workflows import GUARDS, Role, workflows
from models.errors import OfficeError
from models.reading.dossiers import dossier_row, draft_of
from models.reading.findings import current_findings
from models.reading.journal import journal
from models.reading.overview import overview
from models.reading.queues import desk_counts, queue_for
from models.scanning.reading import ScanRead
from models.store.units import Actor, Store
from models.work import (
    arrivals,
    closing,
    consultations,
    dossiers,
    guards,
    journey,
    letters,
    office,
    people,
    registers,
    reports,
    review,
    scans,
    signatures,
    users,
    wordings,
)
from models.work.guards import Ask
from models.work.rights import RIGHTS
from tests.makers import DAY, make_draft, make_office, make_user, member
from tests.signatures import keys

FLOW = workflows()["standard"]


@pytest.fixture
def now() -> Iterator[None]:
    """The clock stands on the day of the tests."""
    with clock.at(DAY):
        yield


@pytest.fixture
def desk(store: Store, now: None) -> dict[str, Actor]:
    """The office of these tests."""
    return make_office(store)


def lodge(store: Store, desk: dict[str, Actor], **more: Any) -> int:
    """A lodged dossier."""
    return dossiers.lodge(store, make_draft(**more), by=desk["officer"]).dossier_id


def walk(store: Store, desk: dict[str, Actor], dossier: int, *steps: str, **more: Any) -> None:
    """Takes steps, each as a person who may."""
    for step in steps:
        role = FLOW.transition(step).roles[0].value
        review.advance(store, dossier, step, by=desk[role], reason=more.get("reason", "Có lý do"))


def refused(act: Callable[[], Any]) -> str:
    """The code with which an act is refused; "" when it goes through."""
    try:
        act()
    except OfficeError as error:
        assert str(error)
        return error.code
    return ""


def test_every_guard_of_the_files_is_known() -> None:
    assert set(guards.GUARDS) == GUARDS


def test_every_step_by_every_role(store: Store, desk: dict[str, Actor]) -> None:
    """No step succeeds for a role that the workflow does not name; for the others the first complaint is not about rights."""
    dossier = lodge(store, desk)
    for transition in FLOW.transitions:
        for role in Role:
            code = refused(
                lambda t=transition, r=role: review.advance(
                    store, dossier, t.name, by=desk[r.value], version=0
                )
            )
            assert code == "changed_meanwhile"
            if role not in transition.roles:
                got = refused(
                    lambda t=transition, r=role: review.advance(
                        store, dossier, t.name, by=desk[r.value], reason="x"
                    )
                )
                assert got == "not_allowed", (transition.name, role)
    with store.reading() as read:
        row = dossier_row(read, dossier)
        assert row is not None and row.state == "received"


def _acts(
    store: Store, dossier: int, letter: int, consultation: int, user: int, tmp: Any
) -> dict[str, Callable[[Actor], Any]]:
    draft = make_draft()
    with store.reading() as read:
        stored = draft_of(read, dossier)
    file = tmp / "a.txt"
    file.write_text("x")
    return {
        "save_draft": lambda a: dossiers.save_draft(store, make_draft(), by=a),
        "discard_draft": lambda a: dossiers.discard_draft(store, draft.key, by=a),
        "keep_file": lambda a: dossiers.keep_file(store, file, by=a),
        "lodge": lambda a: dossiers.lodge(store, make_draft(), by=a),
        "amend": lambda a: dossiers.amend(store, stored, by=a),
        "add_attachment": lambda a: dossiers.add_attachment(store, dossier, file, by=a),
        "check_paper": lambda a: dossiers.check_paper(store, dossier, "request", "present", by=a),
        "assign": lambda a: review.assign(store, dossier, user, by=a),
        "ask_opinion": lambda a: consultations.ask_opinion(store, dossier, "police", by=a),
        "record_opinion": lambda a: consultations.record_opinion(store, consultation, "agreed", by=a),
        "prepare_letter": lambda a: letters.prepare(store, dossier, "submission_send", by=a),
        "revise_letter": lambda a: letters.revise(store, letter, {}, by=a),
        "discard_letter": lambda a: letters.discard(store, 10**9, by=a),
        "print_letter": lambda a: letters.mark_printed(store, letter, by=a),
        "issue_letter": lambda a: letters.issue(store, letter, by=a),
        "void_letter": lambda a: letters.void(store, letter, "x", by=a),
        "record_report": lambda a: reports.record_report(store, dossier, by=a),
        "prepare_reminders": lambda a: reports.prepare_reminders(store, by=a),
        "save_person": lambda a: people.save_person(store, {"full_name": "Ai Đó"}, by=a),
        "save_organisation": lambda a: people.save_organisation(store, "Sở Nào Đó", by=a),
        "set_setting": lambda a: office.set_settings(store, {"place": "Cao Bằng"}, by=a),
        "save_register": lambda a: office.save_register(store, f"r-{min(a.roles)}", "Sổ", by=a),
        "reserve_number": lambda a: registers.reserve_number(store, 10**6, "x", by=a),
        "release_number": lambda a: registers.release_number(store, 10**6, "x", by=a),
        "begin_register": lambda a: registers.begin_register(store, 10**6, 3, DAY, by=a),
        "close_register": lambda a: closing.close_register(store, 10**6, 2018, by=a, reason="x"),
        "register_arrival": lambda a: arrivals.register_arrival(store, {"sender": "Sở Y tế", "subject": "Công văn"}, by=a),
        "change_arrival": lambda a: arrivals.change_arrival(store, 10**6, {}, by=a),
        "void_arrival": lambda a: arrivals.void_arrival(store, 10**6, "x", by=a),
        "pass_on": lambda a: arrivals.pass_on(store, [10**6], "Văn phòng", by=a),
        "link_arrival": lambda a: arrivals.link_arrival(store, 10**6, dossier, by=a),
        "attach_scan": lambda a: arrivals.attach_scan(store, 10**6, "0" * 64, by=a),
        "file_scan": lambda a: scans.file_scan(store, ScanRead("a.pdf", b"", "0" * 64, ()), by=a),
        "place_scan": lambda a: scans.place_by_hand(store, 10**6, letter, by=a),
        "refuse_scan": lambda a: scans.refuse(store, 10**6, "x", by=a),
        "sign_letter": lambda a: signatures.keep_signed(store, letter, b"", by=a),
        "trust_issuer": lambda a: signatures.trust_issuer(store, keys.issuer().der, by=a),
        "save_wording": lambda a: wordings.back_to_shipped(store, "refusal", "x", by=a),
        "create_user": lambda a: users.create_user(store, f"u-{min(a.roles)}", "Ai Đó", [Role.OFFICER], "một câu đủ dài để nhớ", by=a),
        "change_user": lambda a: users.change_user(store, user, by=a, position="Chuyên viên"),
        "reset_password": lambda a: users.reset_password(store, user, "một câu đủ dài để nhớ", by=a),
    }  # fmt: skip


def test_every_act_by_every_role(sqlite_store: Store, now: None, tmp_path: Any) -> None:
    store, desk = sqlite_store, make_office(sqlite_store)
    dossier = lodge(store, desk)
    letter = letters.prepare(store, dossier, "submission_send", by=desk["clerk"]).letter_id
    asked = consultations.ask_opinion(store, dossier, "military", by=desk["clerk"])
    acts = _acts(store, dossier, letter, asked, desk["officer"].user_id or 0, tmp_path)
    assert set(acts) == set(RIGHTS) - {"back_up", "restore"}  # these have a test of their own
    for name, act in acts.items():
        for role in Role:
            by = make_user(store, f"{name}-{role}"[:32], [role])
            code = refused(lambda a=act, b=by: a(b))
            assert (code == "not_allowed") == (role not in RIGHTS[name][1]), (name, role, code)


def test_nobody_handles_his_own_trip(store: Store, desk: dict[str, Actor]) -> None:
    dossier = lodge(store, desk)
    with store.reading() as read:
        person = draft_of(read, dossier).rows["members"][0]["person_id"]
    assert isinstance(person, int)
    traveller = make_user(store, "traveller", list(Role), person_id=person)
    letter = letters.prepare(store, dossier, "submission_send", by=desk["clerk"]).letter_id
    for act in (
        lambda: review.advance(store, dossier, "accept", by=traveller),
        lambda: review.assign(store, dossier, desk["officer"].user_id or 0, by=traveller),
        lambda: review.assign(store, dossier, traveller.user_id or 0, by=desk["head"]),
        lambda: letters.issue(store, letter, by=traveller),
        lambda: letters.prepare(store, dossier, "submission_send", by=traveller),
        lambda: dossiers.check_paper(store, dossier, "request", "present", by=traveller),
        lambda: consultations.ask_opinion(store, dossier, "police", by=traveller),
        lambda: review.waive(store, dossier, "RA-22", by=traveller, reason="x"),
    ):
        assert refused(act) == "own_trip"
    with store.reading() as read:
        (row,) = queue_for(read, traveller)
        assert row.is_own_trip
        assert [d.total for d in desk_counts(read, traveller)] == [0] * len(Role)
        steps = review.steps_for(read, traveller, dossier)
        assert steps and not any(s.is_allowed for s in steps) and all(s.why_not for s in steps)


def test_the_queue_follows_the_state_and_is_sorted_by_due_date(
    store: Store, desk: dict[str, Actor], count_sql: Any
) -> None:
    with clock.at(DAY):
        late, soon = lodge(store, desk), lodge(store, desk)
        walk(store, desk, soon, "accept")
    with clock.at(DAY + timedelta(days=6)):
        third = lodge(store, desk, received_on=DAY + timedelta(days=6))
        with store.reading() as read:
            with count_sql(2):
                rows = queue_for(read, desk["officer"])
            assert [r.id for r in rows] == [late, soon, third]
            assert [(d.role, d.total, d.overdue) for d in desk_counts(read, desk["officer"])] == [
                (Role.OFFICER, 3, 2)
            ]
            due = rows[0].dossier.due_on
            assert due == date(2018, 3, 2) and rows[0].dossier.is_overdue(clock.today())
            assert queue_for(read, desk["inspector"]) == ()


def test_due_dates_count_working_days(store: Store, desk: dict[str, Actor]) -> None:
    dossier = lodge(store, desk)  # Thursday 1 March 2018: one working day
    with clock.at(date(2018, 3, 2)):
        walk(store, desk, dossier, "accept")  # two working days over a weekend
        with store.reading() as read:
            row = dossier_row(read, dossier)
            assert row is not None and row.due_on == date(2018, 3, 6)


def test_a_stop_is_waived_by_the_named_role_with_a_reason(store: Store, desk: dict[str, Actor]) -> None:
    dossier = lodge(store, desk, members=[member(role="head", passport_expires_on="2018-03-30")])
    with store.reading() as read:
        stops = [f for f in current_findings(read, dossier) if f.is_open_stop]
    assert [f.rule for f in stops] == ["RA-22"]
    walk(store, desk, dossier, "accept", "forward", "endorse")
    assert refused(lambda: review.advance(store, dossier, "approve", by=desk["director"])) == "open_stop"
    waiver = edition("RA-22", "outgoing_official", stops[0].edition)
    if waiver is None or waiver.waiver is None:
        assert (
            refused(lambda: review.waive(store, dossier, "RA-22", by=desk["all"], reason="x"))
            == "not_waivable"
        )
        return
    who = desk[waiver.waiver.value]
    other = desk["inspector"]
    assert (
        refused(lambda: review.waive(store, dossier, "RA-22", by=other, reason="Đã nộp hộ chiếu mới"))
        == "not_allowed"
    )
    assert refused(lambda: review.waive(store, dossier, "RA-22", by=who, reason="  ")) == "reason_needed"
    done = review.waive(store, dossier, "RA-22", by=who, reason="Đã nộp hộ chiếu mới")
    assert done.waived_by == who.name and not done.is_open_stop
    assert refused(lambda: review.waive(store, dossier, "RA-22", by=who, reason="lại")) == "nothing_to_waive"
    review.advance(store, dossier, "approve", by=desk["director"])
    with store.reading() as read:
        row = dossier_row(read, dossier)
        assert row is not None and (row.stops, row.waivers) == (0, 1)
        assert (
            next(f for f in current_findings(read, dossier) if f.rule == "RA-22").waived_reason
            == "Đã nộp hộ chiếu mới"
        )
        assert journal(read, dossier_id=dossier, act="waive")[0].reason == "Đã nộp hộ chiếu mới"


def test_a_waiver_does_not_cover_what_changed_afterwards(store: Store, desk: dict[str, Actor]) -> None:
    dossier = lodge(store, desk, members=[member(role="head", passport_expires_on="2018-03-30")])
    walk(store, desk, dossier, "accept")
    code = refused(lambda: review.waive(store, dossier, "RA-22", by=desk["all"], reason="Có hộ chiếu mới"))
    if code == "not_waivable":
        pytest.skip("the rule book lets nobody waive this rule")
    with store.reading() as read:
        draft = draft_of(read, dossier)
    draft.rows["members"][0]["passport_expires_on"] = "2018-03-29"
    result = dossiers.amend(store, draft, by=desk["officer"])
    assert [f.rule for f in result.findings if f.is_open_stop] == ["RA-22"]


def test_an_unanswered_opinion_holds_the_approval(store: Store, desk: dict[str, Actor]) -> None:
    dossier = lodge(store, desk)
    asked = consultations.ask_opinion(store, dossier, "police", by=desk["officer"])
    walk(store, desk, dossier, "accept", "forward", "endorse")
    assert refused(lambda: review.advance(store, dossier, "approve", by=desk["director"])) == "opinions_open"
    consultations.record_opinion(store, asked, "agreed", by=desk["clerk"], number="9/CAT")
    walk(store, desk, dossier, "approve")


def test_taking_the_last_step_back(store: Store, desk: dict[str, Actor]) -> None:
    dossier = lodge(store, desk)
    assert refused(lambda: review.undo(store, dossier, by=desk["officer"])) == "nothing_to_undo"
    walk(store, desk, dossier, "accept", "forward")
    assert refused(lambda: review.undo(store, dossier, by=desk["head"])) == "not_allowed"
    back = review.undo(store, dossier, by=desk["officer"], reason="Nhầm hồ sơ")
    assert (back.from_state, back.to_state) == ("division", "appraisal")
    assert refused(lambda: review.undo(store, dossier, by=desk["officer"])) == "nothing_to_undo"
    walk(store, desk, dossier, "forward", "endorse", "approve")
    made = letters.prepare(store, dossier, "submission_send", by=desk["clerk"])
    letters.issue(store, made.letter_id, by=desk["clerk"])
    assert refused(lambda: review.undo(store, dossier, by=desk["all"])) == "nothing_to_undo"


def test_assigning(store: Store, desk: dict[str, Actor]) -> None:
    dossier = lodge(store, desk)
    other = make_user(store, "other", [Role.OFFICER])
    assert refused(lambda: review.assign(store, dossier, other.user_id or 0, by=other)) == "not_allowed"
    review.assign(store, dossier, other.user_id or 0, by=desk["head"], reason="Nghỉ phép")
    assert (
        refused(lambda: review.assign(store, dossier, desk["clerk"].user_id or 0, by=desk["head"]))
        == "not_an_officer"
    )
    with store.reading() as read:
        assert [r.is_mine for r in queue_for(read, other)] == [True]
        assert queue_for(read, desk["officer"], mine=True) == ()


def test_the_second_of_two_sees_that_it_changed(store: Store, desk: dict[str, Actor]) -> None:
    dossier = lodge(store, desk)
    with store.reading() as read:
        seen = dossier_row(read, dossier)
    assert seen is not None
    review.advance(store, dossier, "accept", by=desk["officer"], version=seen.version)
    with pytest.raises(OfficeError) as second:
        review.advance(store, dossier, "withdraw", by=desk["all"], reason="x", version=seen.version)
    assert second.value.code == "changed_meanwhile" and desk["officer"].name in str(second.value)


def test_the_calendar_moves_journeys_once(store: Store, desk: dict[str, Actor]) -> None:
    dossier = lodge(store, desk, departs_in=40, days=5)  # 10 to 14 April
    walk(store, desk, dossier, "accept", "forward", "endorse", "approve")
    reports.record_decision(store, dossier, "5/QĐ-UBND", DAY, by=desk["clerk"])
    assert journey.tick(store, date(2018, 4, 9)) == journey.Ticked((), ())
    assert journey.tick(store, date(2018, 4, 10)).departed == (dossier,)
    assert journey.tick(store, date(2018, 4, 14)) == journey.Ticked((), ())
    with clock.at(date(2018, 4, 15)):
        assert journey.tick(store).returned == (dossier,)
        assert journey.tick(store) == journey.Ticked((), ())
        with store.reading() as read:
            row = dossier_row(read, dossier)
            assert row is not None and row.report_due_on == row.due_on and row.due_on is not None
            noted = journal(read, dossier_id=dossier, act="owe_report")
            assert noted[0].changes["rule"][1].startswith("RA-15")
    assert refused(lambda: review.advance(store, dossier, "depart", by=desk["all"])) == "not_allowed"


def test_a_whole_picture_costs_the_same_for_many_members(
    store: Store, desk: dict[str, Actor], count_sql: Any
) -> None:
    small = lodge(store, desk)
    big = lodge(
        store, desk, members=[member(f"Người Thứ {n}", passport_number=f"S{n:07d}") for n in range(40)]
    )
    with store.reading() as read:
        with count_sql(30) as first:
            assert overview(read, small) is not None
        with count_sql(len(first)) as second:
            assert overview(read, big) is not None
        assert len(first) == len(second)


class Walk(RuleBasedStateMachine):
    """Anybody presses anything on any day: no state outside the workflow, every refusal a sentence, counting as the state says."""

    store: Store
    desk: dict[str, Actor]

    @initialize()
    def begin(self) -> None:
        self.day = DAY
        with clock.at(self.day):
            self.dossier = lodge(self.store, self.desk)
        self.letters: list[int] = []

    def _do(self, act: Callable[[], Any]) -> None:
        with clock.at(self.day):
            refused(act)

    @rule(
        step=st.sampled_from([t.name for t in FLOW.transitions]),
        who=st.sampled_from(["all", "officer", "director"]),
    )
    def press(self, step: str, who: str) -> None:
        asks = [Ask("title", "Ghi rõ", "Quy chế")] if step == "ask_supplement" else []
        self._do(
            lambda: review.advance(
                self.store, self.dossier, step, by=self.desk[who], reason="Có lý do", asks=asks
            )
        )

    @rule()
    def go_on(self) -> None:
        """The next main step, so that walks get far."""
        with clock.at(self.day), self.store.reading() as read:
            steps = review.steps_for(read, self.desk["all"], self.dossier)
        for step in steps:
            if step.is_allowed and step.style == "primary":
                self._do(lambda s=step.name: review.advance(self.store, self.dossier, s, by=self.desk["all"]))
                break

    @rule(kind=st.sampled_from(["submission_send", "decision_send"]), number=st.sampled_from([None, 5, 6, 7]))
    def issue(self, kind: str, number: int | None) -> None:
        def act() -> None:
            made = letters.prepare(self.store, self.dossier, kind, by=self.desk["all"])
            self.letters.append(made.letter_id)
            letters.issue(self.store, made.letter_id, by=self.desk["all"], number=number)

        self._do(act)

    @precondition(lambda self: bool(self.letters))
    @rule()
    def void(self) -> None:
        self._do(lambda: letters.void(self.store, self.letters[-1], "Nhầm", by=self.desk["all"]))

    @rule()
    def undo(self) -> None:
        self._do(lambda: review.undo(self.store, self.dossier, by=self.desk["all"]))

    @rule(days=st.sampled_from([1, 30, 60]))
    def wait(self, days: int) -> None:
        self.day += timedelta(days=days)
        with clock.at(self.day):
            journey.tick(self.store)

    @rule()
    def report(self) -> None:
        self._do(lambda: reports.record_report(self.store, self.dossier, by=self.desk["all"]))

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "dossier"):
            return
        with self.store.reading() as read:
            row = dossier_row(read, self.dossier)
            assert row is not None and row.state in FLOW.states
            assert row.counts == (review.STATUS.get(row.state) in review.COUNTED)
            steps = [r for r in journal(read, dossier_id=self.dossier, count=1000) if r.to_state]
            assert steps[0].to_state == row.state
            for later, earlier in zip(steps, steps[1:], strict=False):
                assert later.from_state == earlier.to_state
            if row.state == "closed":
                assert row.report_received_on is not None


def test_a_random_walk_never_leaves_the_workflow(sqlite_store: Store) -> None:
    Walk.store = sqlite_store
    with clock.at(DAY):
        Walk.desk = make_office(sqlite_store)
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
