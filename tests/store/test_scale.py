"""Stores made for measuring: whole, the same each time, and ready for work."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models import clock
from models.catalogue.kinds import kinds
from models.errors import OfficeError
from models.records import SearchEntry
from models.store import backup
from models.store.units import Actor, Store
from models.work.numbering import next_reference
from models.work.sample import make_scale


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.reading() as r:
        return {
            table: [tuple(row) for row in r.session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]
            for table in ("delegation", "dossier", "member", "person", "journal", "letter", "search_entry")
        }


@pytest.mark.parametrize("where", ["sqlite", "postgres"])
def test_a_small_store_made_for_measuring(
    where: str, tmp_path: Path, request: pytest.FixtureRequest, actor: Actor
) -> None:
    place = tmp_path / "a.sodoan" if where == "sqlite" else request.getfixturevalue("bare_postgres")
    said: list[tuple[int, int]] = []
    made = make_scale(place, 500, progress=lambda done, of: said.append((done, of)))
    assert (made.delegations, made.people, said[-1]) == (500, 300, (500, 500))
    assert 8 < made.members / made.delegations < 12
    store = Store.open(place)
    found = backup.check(store)
    assert found.ok, found
    tables = found.store["tables"]
    assert tables["delegation"] == tables["dossier"] == 500
    assert tables["member"] == made.members
    with store.reading() as r:
        wrong = "SELECT count(*) FROM delegation d WHERE member_count <> (SELECT count(*) FROM member m WHERE m.delegation_id = d.id)"
        assert r.session.scalar(text(wrong)) == 0
        years = r.session.execute(
            text("SELECT min(year), max(year), count(DISTINCT year) FROM delegation")
        ).one()
        assert tuple(years) == (2006, 2025, 20)
    with clock.at(date(2025, 12, 31)), store.writing(actor) as w:  # new work goes on behind what was loaded
        assert next_reference(w, kinds()["incoming"], 2025)
        w.session.add(
            SearchEntry(topic="person", key=10_000, title="Sầm Thị Thử Nghiệm", folded="sam thi thu nghiem")
        )
        w.note("look", None)
    assert backup.check(store).ok
    store.close()


def test_indexes_and_search_are_as_in_any_store(tmp_path: Path, sqlite_store: Store) -> None:
    make_scale(tmp_path / "a.sodoan", 60)
    store = Store.open(tmp_path / "a.sodoan")
    made = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1, 2"
    with store.reading() as r, sqlite_store.reading() as other:
        assert r.session.execute(text(made)).all() == other.session.execute(text(made)).all()
        name = r.session.scalar(text("SELECT folded FROM person WHERE id = 7"))
        found = r.session.scalars(
            text(
                "SELECT e.key FROM search_index i JOIN search_entry e ON e.id = i.rowid WHERE search_index MATCH :q"
            ),
            {"q": name},
        )
        assert 7 in set(found)
        assert r.session.scalar(text("PRAGMA synchronous")) == 2
    store.close()


def test_the_same_store_each_time(tmp_path: Path) -> None:
    made: list[dict[str, list[tuple[Any, ...]]]] = []
    for name in ("a", "b"):
        make_scale(tmp_path / f"{name}.sodoan", 40)
        store = Store.open(tmp_path / f"{name}.sodoan")
        made.append(content(store))
        store.close()
    assert made[0] == made[1]


def test_a_filled_store_is_left_alone(tmp_path: Path) -> None:
    make_scale(tmp_path / "a.sodoan", 40)
    with pytest.raises(OfficeError) as refused:
        make_scale(tmp_path / "a.sodoan", 40)
    assert refused.value.code == "sample_not_empty"
