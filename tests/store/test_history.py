"""What the past says about a dossier: trips, overdue reports, absences of key leaders; each one look-up by index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from models import clock
from models.reading.dossiers import draft_of
from models.reading.history import history_for, history_of, trips_of
from models.reading.people import find_people
from models.store.units import Actor, Store
from models.work import appraising, dossiers, journey, reports, review
from tests.makers import DAY, make_draft, make_office, member


@pytest.fixture
def now() -> Iterator[None]:
    """The clock stands on the day of the tests."""
    with clock.at(DAY):
        yield


@pytest.fixture
def desk(store: Store, now: None) -> dict[str, Actor]:
    """The office of these tests."""
    return make_office(store)


def _person(store: Store, name: str) -> int:
    with store.reading() as read:
        return find_people(read, name)[0].id


def test_trips_of_the_year_pending_ones_too_but_not_those_that_will_not_be(
    store: Store, desk: dict[str, Actor]
) -> None:
    officer = desk["officer"]
    hoa = member("Đàm Thị Hoa", role="head")
    pending = dossiers.lodge(store, make_draft(members=[hoa], departs_in=40), by=officer)
    gone = dossiers.lodge(store, make_draft(members=[hoa], departs_in=60), by=officer)
    review.advance(store, gone.dossier_id, "withdraw", by=officer, reason="Hoãn")
    next_year = dossiers.lodge(store, make_draft(members=[hoa], departs_in=320), by=officer)
    person = _person(store, "dam hoa")
    new = make_draft(members=[hoa | {"person_id": person}], departs_in=80)
    with store.reading() as read:
        known = history_for(read, new)
        (trip,) = known.trips[person]
        assert (trip.reference, trip.is_pending, trip.countries) == (pending.reference, True, ("LA",))
        own = history_for(read, draft_of(read, pending.dossier_id))
        assert own.trips == {}
        assert [t.reference for t in trips_of(read, person)] == [next_year.reference, pending.reference]


def test_the_third_trip_is_found_by_the_rule(store: Store, desk: dict[str, Actor]) -> None:
    hoa = member("Đàm Thị Hoa", role="head", management_tier="people_committee")
    for n in range(2):
        dossiers.lodge(store, make_draft(members=[hoa], departs_in=30 + 20 * n), by=desk["officer"])
    third = make_draft(members=[hoa | {"person_id": _person(store, "dam hoa")}], departs_in=90, country="CN")
    with store.reading() as read:
        findings = {f.rule: f for f in appraising.findings_for(read, third) if not f.passed}
    assert "RA-01" in findings
    counted = str(findings["RA-01"].facts)
    assert "ĐR-2018-001" in counted and "ĐR-2018-002" in counted


def test_overdue_reports_of_person_and_unit(store: Store, desk: dict[str, Actor]) -> None:
    done = dossiers.lodge(store, make_draft(), by=desk["officer"])
    for step in ("accept", "forward", "endorse", "approve"):
        review.advance(store, done.dossier_id, step, by=desk["all"])
    reports.record_decision(store, done.dossier_id, "1/QĐ-UBND", DAY, by=desk["clerk"])
    with clock.at(date(2018, 7, 1)):
        journey.tick(store)
        person = _person(store, "dam hoa")
        with store.reading() as read:
            unit = draft_of(read, done.dossier_id).values["requester_id"]
            assert isinstance(unit, int)
            known = history_of(read, person_ids=[person], requester_id=unit)
            assert [r.reference for r in known.overdue_of_person[person]] == [done.reference]
            assert [r.reference for r in known.overdue_of_unit] == [done.reference]
            early = history_of(read, person_ids=[person], requester_id=unit, on=date(2018, 4, 15))
            assert early.overdue_of_unit == () and early.overdue_of_person == {}


def test_absences_of_other_key_leaders(store: Store, desk: dict[str, Actor]) -> None:
    leader = member("Hoàng Văn An", role="head", is_key_post=True, passport_number="S11")
    plain = member("Nguyễn Văn Bình", passport_number="S12")
    away = dossiers.lodge(
        store, make_draft(members=[leader, plain], departs_in=40, days=5), by=desk["officer"]
    )
    second = member("Lý Thị Chi", role="head", is_key_post=True, passport_number="S13")
    with store.reading() as read:
        meets = history_for(read, make_draft(members=[second], departs_in=44, days=3))
        assert [(n, t.reference) for n, t in meets.absences["Sở Công Thương"]] == [
            ("Hoàng Văn An", away.reference)
        ]
        later = history_for(read, make_draft(members=[second], departs_in=45, days=3))
        assert later.absences == {}
        other = history_for(read, make_draft(members=[second | {"organisation": "Sở Y tế"}], departs_in=42))
        assert other.absences == {}
        itself = history_for(
            read, make_draft(members=[leader | {"person_id": _person(store, "hoang an")}], departs_in=42)
        )
        assert itself.absences == {}


def test_history_takes_four_look_ups_each_by_an_index(sqlite_store: Store, now: None) -> None:
    desk = make_office(sqlite_store)
    dossiers.lodge(
        sqlite_store, make_draft(members=[member(role="head", is_key_post=True)]), by=desk["officer"]
    )
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            sent.append((statement, parameters))

    with sqlite_store.reading() as read:
        event.listen(Engine, "before_cursor_execute", note)
        try:
            history_of(
                read, person_ids=[1, 2], key_organisations=["Sở Y tế"], requester_id=1,
                departs_on=date(2018, 4, 1), returns_on=date(2018, 4, 9),
            )  # fmt: skip
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        assert len(sent) == 4
        plans = [
            " ".join(str(r) for r in read.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {s}", p))
            for s, p in sent
        ]
    assert "ix_member_person_id" in plans[0] and "ix_member_person_id" in plans[1]
    assert "ix_delegation_owed" in plans[2] and "ix_member_key_post" in plans[3]
    assert not any("SCAN member" in p or "SCAN delegation" in p or "SCAN dossier" in p for p in plans)
