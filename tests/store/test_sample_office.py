"""The sample office: the seed's figures to the unit, plausible to the last line, the same each time."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models import clock
from models.errors import OfficeError
from models.records import Record
from models.statistics import periods, summary
from models.store import backup, engine
from models.store.units import Actor, Store
from models.work import users
from models.work.people import organisation_for
from models.work.sample import PASSWORD, USERS, make_office
from models.work.sample.year import _Year  # pyright: ignore[reportPrivateUsage]

SEED = {"outgoing": 223, "person_trips": 731, "private": 126, "incoming": 123, "guests": 969}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample office of 2018, made once; do not change it."""
    path = tmp_path_factory.mktemp("sample") / "co-quan-mau.sodoan"
    made = make_office(path)
    assert (made.outgoing, made.person_trips, made.private_person_trips, made.incoming, made.guests) == tuple(
        SEED.values()
    )
    store = Store.open(path)
    yield store
    store.close()


def rows(store: Store, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with store.reading() as r:
        return [tuple(row) for row in r.session.execute(text(sql), values)]


def one(store: Store, sql: str) -> Any:
    return rows(store, sql)[0][0]


@pytest.mark.slow
class TestYear:
    """One year, looked at from every side."""

    def test_the_figures_of_the_seed_by_plain_counting(self, office: Store) -> None:
        members = "SELECT count(*) FROM member m JOIN delegation d ON d.id = m.delegation_id WHERE d.counts AND d.departs_on LIKE '2018-%' AND d.counts_as = "
        delegations = (
            "SELECT count(*) FROM delegation WHERE counts AND departs_on LIKE '2018-%' AND counts_as = "
        )
        assert {
            "outgoing": one(office, f"{delegations}'outgoing'"),
            "person_trips": one(office, f"{members}'outgoing'"),
            "private": one(office, f"{members}'private'"),
            "incoming": one(office, f"{delegations}'incoming'"),
            "guests": one(office, f"{members}'incoming'"),
        } == SEED

    def test_the_program_counts_the_same(self, office: Store) -> None:
        with office.reading() as r:
            told = summary.summary(r, periods.parse("2018"))
        assert (told.outgoing.delegations, told.outgoing.person_trips) == (223, 731)
        assert (told.private.person_trips, told.incoming.delegations, told.incoming.person_trips) == (
            126,
            123,
            969,
        )
        assert told.by_country[0].country == "CN"
        assert told.reports.on_time > told.reports.late > 20
        assert told.reports.owed > 10

    def test_what_does_not_count_is_there_too(self, office: Store) -> None:
        states = dict(
            rows(office, "SELECT state, count(*) FROM dossier WHERE relation = 'original' GROUP BY state")
        )
        assert states["cancelled"] >= 8 and states["refused"] >= 3 and states["withdrawn"] >= 6
        assert (
            one(
                office,
                "SELECT count(*) FROM delegation WHERE counts AND status IN ('planned', 'cancelled', 'refused', 'withdrawn')",
            )
            == 0
        )
        amended = rows(
            office,
            "SELECT a.delegation_id, p.delegation_id FROM dossier a JOIN dossier p ON p.id = a.parent_id WHERE a.relation = 'amendment'",
        )
        assert len(amended) == 7
        assert all(mine == parents for mine, parents in amended)
        assert one(office, "SELECT count(*) FROM dossier WHERE supplements = 1") >= 15
        assert one(office, "SELECT count(*) FROM finding WHERE waived_by <> ''") >= 3

    def test_every_desk_has_work_on_the_last_day(self, office: Store) -> None:
        live = {s for (s,) in rows(office, "SELECT DISTINCT state FROM dossier")}
        assert live >= {
            "received",
            "supplement",
            "appraisal",
            "division",
            "director",
            "approved",
            "submitted",
            "decided",
            "under_way",
            "awaiting_report",
        }
        assert (
            one(office, "SELECT value FROM setting WHERE name = 'sample.today'") == '{"value":"2018-12-28"}'
        )

    def test_everything_is_whole(self, office: Store) -> None:
        found = backup.check(office)
        assert found.ok
        assert found.journal.entries > 7000
        assert {r.register for r in found.registers} >= {"decisions", "submissions", "letters"}

    def test_numbers_follow_the_days_of_issue(self, office: Store) -> None:
        for (register,) in rows(office, "SELECT DISTINCT register_id FROM letter"):
            given = rows(
                office,
                "SELECT number, issued_on FROM letter WHERE register_id = :r ORDER BY number",
                r=register,
            )
            assert [day for _, day in given] == sorted(day for _, day in given)
        first = rows(
            office,
            "SELECT r.code, min(t.number) FROM taken_number t JOIN register r ON r.id = t.register_id WHERE NOT r.is_external GROUP BY r.code",
        )
        assert {n for _, n in first} == {1}

    def test_every_permitted_journey_has_its_decision(self, office: Store) -> None:
        without = rows(
            office,
            "SELECT d.reference FROM dossier d JOIN delegation e ON e.id = d.delegation_id WHERE e.counts AND NOT EXISTS (SELECT 1 FROM letter l "
            "WHERE l.dossier_id = d.id AND l.state = 'issued' AND l.kind IN ('decision_send', 'decision_private', 'consent_receive'))",
        )
        assert without == []

    def test_days_are_in_order(self, office: Store) -> None:
        for column, later in (
            ("d.received_paper_on", "d.received_on"), ("d.received_on", "e.permitted_on"), ("e.permitted_on", "e.departs_on"),
            ("e.departs_on", "e.returns_on"), ("e.returns_on", "e.report_due_on"), ("e.returns_on", "e.report_received_on"),
        ):  # fmt: skip
            wrong = f"SELECT d.reference FROM dossier d JOIN delegation e ON e.id = d.delegation_id WHERE d.relation = 'original' AND {column} > {later}"
            assert rows(office, wrong) == [], (column, later)
        assert one(office, "SELECT max(at) FROM journal") < "2018-12-28 01:00"

    def test_every_delegation_has_its_members(self, office: Store) -> None:
        wrong = "SELECT id FROM delegation d WHERE member_count <> (SELECT count(*) FROM member m WHERE m.delegation_id = d.id) OR member_count = 0"
        assert rows(office, wrong) == []

    def test_nobody_is_in_two_places_at_once(self, office: Store) -> None:
        twice = rows(
            office,
            "SELECT a.full_name FROM member a JOIN member b ON a.person_id = b.person_id AND a.id < b.id JOIN delegation d ON d.id = a.delegation_id "
            "JOIN delegation e ON e.id = b.delegation_id WHERE d.counts AND e.counts AND a.departs_on <= b.returns_on AND b.departs_on <= a.returns_on",
        )
        assert twice == []

    def test_no_official_shares_a_name_and_no_passport_is_used_twice(self, office: Store) -> None:
        assert (
            rows(office, "SELECT full_name FROM person WHERE NOT is_guest GROUP BY 1 HAVING count(*) > 1")
            == []
        )
        assert (
            rows(
                office,
                "SELECT passport_number FROM person WHERE passport_number <> '' GROUP BY 1 HAVING count(*) > 1",
            )
            == []
        )

    def test_text_is_composed_plain_vietnamese(self, office: Store) -> None:
        with office.reading() as r:
            for table in Record.metadata.sorted_tables:
                columns = [c for c in table.columns if c.name not in ("folded", "sort_key")]  # never shown
                for row in r.session.execute(table.select().with_only_columns(*columns)):
                    for value in row:
                        shown = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
                        if isinstance(shown, str):
                            assert unicodedata.is_normalized("NFC", shown), shown
                            assert "<" not in shown and "&" not in shown, shown

    def test_every_user_can_log_in(self, office: Store, tmp_path: Path) -> None:
        made = backup.make(office, tmp_path)
        backup.restore(made.path, tmp_path / "a.sodoan")
        store = Store.open(tmp_path / "a.sodoan")
        for login, role, *_ in USERS:
            actor = users.login(store, login, PASSWORD)
            assert actor.roles == {role}
            assert " " in actor.name
        store.close()


def tables(store: Store, *, without: dict[str, set[str]] | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, ids included."""
    left_out = without or {}
    out: dict[str, list[tuple[Any, ...]]] = {}
    with store.reading() as r:
        for table in Record.metadata.sorted_tables:
            columns = [c for c in table.columns if c.name not in left_out.get(table.name, set())]
            if columns:
                out[table.name] = [tuple(x) for x in r.session.execute(table.select().with_only_columns(*columns).order_by(*table.primary_key.columns))]  # fmt: skip
    return out


def part_of_year(where: Path | str, until: date, *, short: bool = True) -> Store:
    store = Store.open(where, create=True)
    _Year(store, 2018, until, lambda done, of: None, short).live()
    return store


@pytest.mark.slow
def test_the_same_office_each_time(tmp_path: Path) -> None:
    until = date(2018, 2, 1)
    assert make_office(tmp_path / "a.sodoan", on=until) == make_office(tmp_path / "b.sodoan", on=until)
    one_, two = Store.open(tmp_path / "a.sodoan"), Store.open(tmp_path / "b.sodoan")
    assert tables(one_) == tables(two)
    assert list(one_.vault.names()) == list(two.vault.names())
    one_.close()
    two.close()


@pytest.mark.slow
def test_shortcuts_write_what_the_acts_write(tmp_path: Path) -> None:
    until = date(2018, 3, 10)
    by_shortcuts = part_of_year(tmp_path / "a.sodoan", until)
    by_acts = part_of_year(tmp_path / "b.sodoan", until, short=False)
    # Acts appraise again at every review, which makes findings of more stages and versions of the dossier.
    every = {c.name for c in Record.metadata.tables["finding"].columns}
    apart = {"finding": every, "dossier": {"version", "stops", "warnings", "waivers"}}
    mine, theirs = tables(by_shortcuts, without=apart), tables(by_acts, without=apart)
    for table, content in theirs.items():
        assert mine[table] == content, table
    closed = one(by_acts, "SELECT count(*) FROM dossier WHERE state = 'closed'")
    assert closed > 5
    by_shortcuts.close()
    by_acts.close()


@pytest.mark.slow
def test_an_office_on_postgres(bare_postgres: str, actor: Actor) -> None:
    made = make_office(bare_postgres, on=date(2018, 1, 31))
    assert made.dossiers > 20 and made.letters > 20
    store = Store.open(bare_postgres)
    assert backup.check(store).ok
    with store.writing(actor) as w:
        body = organisation_for(w, "Một cơ quan mới")
        assert body is not None and body.id > 46
    store.close()


def test_a_store_that_holds_something_is_left_alone(sqlite_store: Store, actor: Actor) -> None:
    with sqlite_store.writing(actor) as w:
        w.note("look", None)
    place = sqlite_store.place.file
    sqlite_store.close()
    with pytest.raises(OfficeError) as refused:
        make_office(place)
    assert refused.value.code == "sample_not_empty"
    assert str(place) in str(refused.value)


def test_a_year_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    def stop(done: int, of: int) -> None:
        if done == 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_office(tmp_path / "a.sodoan", progress=stop)
    store = Store.open(tmp_path / "a.sodoan")
    assert one(store, "SELECT count(*) FROM dossier") == 0
    assert one(store, "SELECT count(*) FROM journal") == 0
    store.close()
    assert engine.free_of_others(tmp_path / "a.sodoan")
    assert clock.today().year > 2018
