"""Figures: delegations, person-trips and persons, counted by the database and again by hand."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from models.records import Delegation, Funding, Member, Person
from models.statistics import tables
from models.statistics.breakdowns import (
    outgoing_by_funding,
    outgoing_by_organisation,
    outgoing_by_plan,
    outgoing_by_purpose,
    outgoing_by_region,
)
from models.statistics.periods import parse
from models.statistics.registry import statistics
from models.statistics.summary import Counts, ReportCount, summary
from models.store.units import Actor, Store

Y2018 = parse("2018")


def _delegation(key: int, family: str, start: date, members: list[int | None], **more: Any) -> dict[str, Any]:
    return {
        "id": key, "counts_as": family, "kind": family, "status": "closed", "counts": True, "title": f"Đoàn {key}",
        "purpose_category": "survey", "organisation_name": "Sở Công Thương", "departs_on": start,
        "returns_on": start + timedelta(days=3), "days": 4, "year": start.year, "head_name": "Nông Văn Mẫu",
        "member_count": len(members), "countries": "CN", "is_planned": True, "_members": members, **more,
    }  # fmt: skip


def _keep(store: Store, actor: Actor, rows: list[dict[str, Any]], people: int = 40) -> None:
    with store.writing(actor) as w:
        w.session.execute(
            insert(Person),
            [
                {"id": n, "full_name": f"Người {n}", "folded": f"nguoi {n}", "sort_key": str(n)}
                for n in range(1, people + 1)
            ],
        )
        w.session.execute(insert(Delegation), [{k: v for k, v in r.items() if k[0] != "_"} for r in rows])
        members = [
            {"delegation_id": r["id"], "person_id": p, "position": n, "full_name": f"Người {p}", "title": "Phó Giám đốc",
             "departs_on": r["departs_on"], "returns_on": r["returns_on"], "data": {}}
            for r in rows
            for n, p in enumerate(r["_members"])
        ]  # fmt: skip
        if members:
            w.session.execute(insert(Member), members)


def test_three_units_are_never_mixed(store: Store, actor: Actor) -> None:
    _keep(store, actor, [
        _delegation(1, "outgoing", date(2018, 3, 5), [1, 2, 3]),
        _delegation(2, "outgoing", date(2018, 5, 7), [1, 2]),
        _delegation(3, "outgoing", date(2018, 6, 1), [4], counts=False, status="cancelled"),
        _delegation(4, "private", date(2018, 7, 1), [1]),
        _delegation(5, "incoming", date(2018, 8, 1), [10, 11, None]),
    ])  # fmt: skip
    with store.reading() as read:
        found = summary(read, Y2018)
    assert found.outgoing == Counts(2, 5, 3)
    assert found.private == Counts(1, 1, 1)
    assert found.incoming == Counts(1, 3, 3)


def test_a_journey_over_new_year_belongs_to_the_year_it_departs(store: Store, actor: Actor) -> None:
    _keep(store, actor, [_delegation(1, "outgoing", date(2018, 12, 30), [1, 2])])
    with store.reading() as read:
        assert summary(read, Y2018).outgoing.delegations == 1
        assert summary(read, parse("2019")).outgoing.delegations == 0
        assert summary(read, parse("2019-ND09")).outgoing.delegations == 1


def test_three_countries_count_once_in_total_and_once_each(store: Store, actor: Actor) -> None:
    _keep(store, actor, [
        _delegation(1, "outgoing", date(2018, 3, 5), [1, 2], countries="LA TH CN"),
        _delegation(2, "outgoing", date(2018, 4, 5), [3], countries="CN"),
        _delegation(3, "incoming", date(2018, 4, 5), [4, 5], countries="KR"),
    ])  # fmt: skip
    with store.reading() as read:
        found = summary(read, Y2018)
        regions = {f.label: f.values for f in outgoing_by_region(read, Y2018)}
    assert found.outgoing.delegations == 2
    countries = {(c.direction, c.country): (c.delegations, c.person_trips) for c in found.by_country}
    assert countries == {
        ("outgoing", "CN"): (2, 3), ("outgoing", "LA"): (1, 2), ("outgoing", "TH"): (1, 2), ("incoming", "KR"): (1, 2),
    }  # fmt: skip
    assert sorted(regions.values()) == [(1, 2), (2, 3)]


def test_reports_are_due_on_time_late_or_owed(store: Store, actor: Actor) -> None:
    due = date(2018, 4, 1)
    _keep(store, actor, [
        _delegation(1, "outgoing", date(2018, 3, 5), [1], report_due_on=due, report_received_on=due),
        _delegation(2, "outgoing", date(2018, 3, 5), [1], report_due_on=due, report_received_on=date(2018, 4, 2)),
        _delegation(3, "outgoing", date(2018, 3, 5), [1], report_due_on=due),
        _delegation(4, "outgoing", date(2018, 12, 5), [1], report_due_on=date(2018, 12, 30)),
        _delegation(5, "outgoing", date(2018, 3, 5), [1], report_due_on=due, counts=False),
    ])  # fmt: skip
    with store.reading() as read:
        assert summary(read, Y2018, on=date(2018, 12, 28)).reports == ReportCount(
            due=4, on_time=1, late=1, owed=1
        )


def test_money_is_counted_by_source(store: Store, actor: Actor) -> None:
    _keep(store, actor, [_delegation(n, "outgoing", date(2018, 3, 5), [1]) for n in (1, 2)])
    with store.writing(actor) as w:
        w.session.execute(insert(Funding), [
            {"delegation_id": 1, "position": 0, "source": "state", "amount": 50_000_000},
            {"delegation_id": 1, "position": 1, "source": "host", "amount": 7},
            {"delegation_id": 2, "position": 0, "source": "state", "amount": 30_000_000},
        ])  # fmt: skip
    with store.reading() as read:
        assert [f.values for f in outgoing_by_funding(read, Y2018)] == [(2, 80_000_000), (1, 7)]


@pytest.mark.parametrize("seed", range(6))
def test_random_years_agree_with_counting_by_hand(store: Store, actor: Actor, seed: int) -> None:
    rng = random.Random(seed)
    rows = [
        _delegation(
            key, rng.choice(["outgoing", "outgoing", "private", "incoming"]),
            date(2017, 11, 1) + timedelta(days=rng.randrange(460)),
            rng.sample(range(1, 41), rng.randrange(1, 9)),
            countries=" ".join(rng.sample(["CN", "LA", "TH", "FR", "JP", "US"], rng.randrange(1, 4))),
            counts=rng.random() > 0.2, is_planned=rng.random() > 0.3,
            organisation_name=rng.choice(["Sở Y tế", "Sở Công Thương", "UBND huyện Trùng Khánh"]),
            purpose_category=rng.choice(["survey", "research", "conference", ""]),
        )
        for key in range(1, 61)
    ]  # fmt: skip
    _keep(store, actor, rows)
    for code in ("2018", "2018-ND09", "2018-Q2", "2018-H2-ND09"):
        period = parse(code)
        mine = [r for r in rows if r["counts"] and period.from_on <= r["departs_on"] <= period.to_on]
        with store.reading() as read:
            found = summary(read, period)
            by = {
                "organisation_name": outgoing_by_organisation(read, period),
                "is_planned": outgoing_by_plan(read, period),
                "purpose_category": outgoing_by_purpose(read, period),
            }
        for family, got in (
            ("outgoing", found.outgoing),
            ("private", found.private),
            ("incoming", found.incoming),
        ):
            of = [r for r in mine if r["counts_as"] == family]
            persons = {p for r in of for p in r["_members"]}
            assert got == Counts(len(of), sum(len(r["_members"]) for r in of), len(persons))
            countries = Counter(c for r in of for c in r["countries"].split())
            assert {c.country: c.delegations for c in found.by_country if c.direction == family} == dict(
                countries
            )
        outgoing = [r for r in mine if r["counts_as"] == "outgoing"]
        for key, figures in by.items():
            assert sorted(f.values[0] for f in figures) == sorted(Counter(r[key] for r in outgoing).values())
            assert sum(f.values[1] for f in figures) == sum(len(r["_members"]) for r in outgoing)


def test_every_registered_statistic_runs_and_explains_itself(store: Store, actor: Actor) -> None:
    _keep(
        store,
        actor,
        [
            _delegation(1, "outgoing", date(2018, 3, 5), [1]),
            _delegation(2, "incoming", date(2018, 3, 5), [2]),
        ],
    )
    with store.reading() as read:
        for entry in statistics().values():
            assert str(entry.title) and str(entry.definition)
            for figure in entry.count(read, Y2018):
                assert len(figure.values) == len(entry.columns)
        assert len(tables.breakdown_tables(read, Y2018)) == len(statistics())
        lists = tables.lists(read, Y2018)
    assert [len(t.rows) for t in lists] == [1, 0, 1]
    for table in lists:
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_the_printed_object_has_the_promised_keys(store: Store, actor: Actor) -> None:
    _keep(store, actor, [_delegation(1, "outgoing", date(2018, 3, 5), [1])])
    with store.reading() as read:
        data = summary(read, Y2018).as_json()
    assert set(data) >= {"period", "outgoing", "private", "incoming", "by_country", "reports"}
    assert set(data["period"]) >= {"from", "to", "mode"}
    assert set(data["outgoing"]) == {"delegations", "person_trips", "persons"}
    assert set(data["by_country"][0]) == {"country", "name", "direction", "delegations", "person_trips"}
    assert set(data["reports"]) == {"due", "on_time", "late", "owed"}
