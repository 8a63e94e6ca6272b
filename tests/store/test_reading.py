"""Lists, figures and pictures: right rows, two statements, answered by indexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from models import clock
from models.reading.dashboard import dashboard
from models.reading.dossiers import DOSSIERS
from models.reading.journal import journal
from models.reading.lists import LISTS, source_of
from models.reading.owed import OWED, owed_by_unit
from models.reading.people import ORGANISATIONS, PEOPLE, find_organisations
from models.reading.spine import Question
from models.store.units import Actor, Store
from models.work import dossiers, journey, people, reports, review
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


def lodge(store: Store, desk: dict[str, Actor], **more: Any) -> int:
    """A lodged dossier."""
    return dossiers.lodge(store, make_draft(**more), by=desk["officer"]).dossier_id


def permitted(store: Store, desk: dict[str, Actor], number: str, **more: Any) -> int:
    """A dossier with its decision."""
    dossier = lodge(store, desk, **more)
    for step in ("accept", "forward", "endorse", "approve"):
        review.advance(store, dossier, step, by=desk["all"])
    reports.record_decision(store, dossier, number, DAY, by=desk["clerk"])
    return dossier


def ask(store: Store, **filters: Any) -> list[int]:
    """The ids a question about dossiers gives, in order of id."""
    with store.reading() as read:
        return sorted(DOSSIERS.spine(read, Question("dossiers", filters)))


def test_filters(store: Store, desk: dict[str, Actor]) -> None:
    laos = permitted(store, desk, "1/QĐ-UBND", title="Đoàn đi Lào", days=3)
    china = lodge(
        store, desk, country="CN", requester="Sở Y tế", members=[member("Lục Văn Bảo", role="head")]
    )
    guests = lodge(store, desk, kind="incoming", country="CN")
    assert ask(store, state="decided") == [laos]
    assert ask(store, state=("decided", "received")) == [laos, china, guests]
    assert ask(store, counts_as="incoming") == ask(store, kind="incoming") == [guests]
    assert ask(store, country="CN") == [china, guests] and ask(store, country=("LA",)) == [laos]
    assert ask(store, requester="Sở Y tế") == [china]
    assert ask(store, counts=True) == [laos] and ask(store, counts=None, year=2018) == [laos, china, guests]
    assert ask(store, from_on=date(2018, 4, 10), to_on=date(2018, 4, 10), year=2018, state="decided") == [
        laos
    ]
    assert ask(store, abroad_on=date(2018, 4, 11), counts=True) == [laos]
    assert ask(store, owed=True) == [] and ask(store, ids=(laos, china)) == [laos, china]
    with store.reading() as read:
        person = PEOPLE.spine(read, Question("people", text="luc bao"))
        assert ask(store, person=person[0]) == [china]
        found = DOSSIERS.spine(read, Question("dossiers", text="BẢO lục"))
        assert list(found) == [china]
        with pytest.raises(KeyError):
            DOSSIERS.spine(read, Question("dossiers", {"colour": "red"}))


def test_every_list_takes_two_statements_whatever_its_length(
    store: Store, desk: dict[str, Actor], count_sql: Any
) -> None:
    for n in range(4):
        lodge(store, desk, members=[member(f"Người Thứ {n}", passport_number=f"S{n:07d}", role="head")])
    with store.reading() as read:
        for name in (*LISTS, "queue"):
            source = source_of(name, desk["all"])
            for order in source.orders:
                for turned in ("", "-"):
                    question = Question(name, order=turned + order)
                    with count_sql(2):
                        spine = source.spine(read, question)
                        rows = source.rows(read, list(spine)[:128])
                    assert set(rows) == set(spine) and spine.typecode == "q"
                    with count_sql(1):
                        first = source.first_rows(read, question, 2)
                    assert [r.id for r in first] == list(spine)[:2]


def test_orders_of_the_list(store: Store, desk: dict[str, Actor]) -> None:
    a = lodge(store, desk, title="Đoàn B", departs_in=50)
    b = lodge(store, desk, title="Đoàn A", departs_in=40)
    with store.reading() as read:
        assert list(DOSSIERS.spine(read, Question("dossiers", order="departs"))) == [b, a]
        assert list(DOSSIERS.spine(read, Question("dossiers", order="-departs"))) == [a, b]
        assert list(DOSSIERS.spine(read, Question("dossiers"))) == [b, a]
        (first,) = DOSSIERS.first_rows(read, Question("dossiers", order="title"), 1)
        assert (first.title, first.countries, first.member_count, first.days) == ("Đoàn A", ("LA",), 1, 5)


def test_the_first_page_and_the_lists_behind_its_figures(
    store: Store, desk: dict[str, Actor], count_sql: Any
) -> None:
    laos = permitted(store, desk, "1/QĐ-UBND")
    guests = permitted(store, desk, "2/UBND-NC", kind="incoming", country="CN", departs_in=40)
    lodge(store, desk)  # not permitted: does not count
    with clock.at(date(2018, 4, 12)), store.reading() as read:
        with count_sql(12):
            page = dashboard(read, desk["all"])
        figures = {f.name: f for f in page.figures}
        assert (figures["outgoing.delegations"].value, figures["incoming.person_trips"].value) == (1, 1)
        assert figures["private.delegations"].value == 0
        for figure in (f for f in page.figures if f.name.endswith("delegations")):
            assert len(DOSSIERS.spine(read, figure.question)) == figure.value
        assert {(c.country, c.family) for c in page.countries} == {("LA", "outgoing"), ("CN", "incoming")}
        for country in page.countries:
            assert len(DOSSIERS.spine(read, country.question)) == country.delegations
        assert [d.id for d in page.abroad] == [laos] and [d.id for d in page.visiting] == [guests]
        for figure in (page.work.overdue, page.work.owed):
            source = source_of(figure.question.list, desk["all"])
            assert len(source.spine(read, figure.question)) == figure.value
    with clock.at(date(2019, 4, 12)), store.reading() as read:
        before = {f.name: f for f in dashboard(read, desk["all"]).figures}
        assert (before["outgoing.delegations"].value, before["outgoing.delegations"].before) == (0, 1)


def test_reports_owed_are_grouped_by_unit(store: Store, desk: dict[str, Actor]) -> None:
    one = permitted(store, desk, "1/QĐ-UBND")
    two = permitted(store, desk, "2/QĐ-UBND", departs_in=60, members=[member("Lục Văn Bảo", role="head")])
    other = permitted(
        store, desk, "3/QĐ-UBND", requester="Sở Y tế", members=[member("Nông Văn Tài", role="head")]
    )
    with clock.at(date(2018, 7, 1)):
        journey.tick(store)
        with store.reading() as read:
            units = owed_by_unit(read)
            assert {u.requester: [r.id for r in u.reports] for u in units} == {
                "Sở Công Thương": [one, two],
                "Sở Y tế": [other],
            }
            assert units[0].most_late > 0 and units[0].requester == "Sở Công Thương"
            assert list(OWED.spine(read, Question("owed", {"late": True}))) == [one, other, two]
        first = reports.prepare_reminders(store, by=desk["clerk"])
        assert len(first) == 2
        reports.record_report(store, one, by=desk["officer"], received_on=date(2018, 6, 30))
        with store.reading() as read:
            assert [r.id for u in owed_by_unit(read) for r in u.reports] == [other, two]


def test_organisations_are_found_by_abbreviation_while_they_live(
    store: Store, desk: dict[str, Actor]
) -> None:
    admin = desk["admin"]
    new = people.save_organisation(
        store, "Sở Nông nghiệp và Môi trường", by=admin, abbreviation="SNNMT", valid_from=date(2018, 1, 1)
    )
    people.save_organisation(
        store,
        "Sở Tài nguyên và Môi trường",
        by=admin,
        abbreviation="STNMT",
        valid_to=date(2017, 12, 31),
        successor_id=new,
    )
    with store.reading() as read:
        assert [o.id for o in find_organisations(read, "môi trường")] == [new]
        assert [o.id for o in find_organisations(read, "snnmt")] == [new]
        assert len(find_organisations(read, "moi truong so", on=date(2017, 6, 1))) == 1
        assert list(ORGANISATIONS.spine(read, Question("organisations", {"living_on": DAY}))) == [new]


def test_the_journal_is_read_page_by_page(store: Store, desk: dict[str, Actor]) -> None:
    dossier = lodge(store, desk)
    review.advance(store, dossier, "accept", by=desk["officer"])
    review.advance(store, dossier, "forward", by=desk["officer"])
    with store.reading() as read:
        whole = journal(read, dossier_id=dossier)
        first = journal(read, dossier_id=dossier, count=2)
        rest = journal(read, dossier_id=dossier, before=first[-1].id)
        assert (*first, *rest) == whole and whole[0].act == "forward"
        assert {r.act for r in whole} >= {"lodge", "accept", "forward"}


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("SELECT id FROM dossier WHERE state IN ('received', 'appraisal') ORDER BY state, due_on, id", "ix_dossier_queue"),
        ("SELECT id FROM dossier ORDER BY received_on DESC, id DESC LIMIT 100", "ix_dossier_received_on"),
        ("SELECT person_id FROM member WHERE person_id = 3 AND departs_on BETWEEN '2018-01-01' AND '2018-12-31'", "ix_member_person_id"),
        ("SELECT id FROM journal WHERE dossier_id = 4 ORDER BY id DESC LIMIT 50", "ix_journal_dossier_id"),
    ],
)  # fmt: skip
def test_big_questions_have_an_index(sqlite_store: Store, statement: str, index: str) -> None:
    with sqlite_store.reading() as read:
        plan = " ".join(str(r) for r in read.session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
    assert index in plan
