"""A unit is whole or nothing, reads see one moment, the journal only grows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import clock
from models.catalogue.workflows import Role
from models.errors import OfficeError
from models.records import (
    JournalEntry,
    Letter,
    Organisation,
    Register,
    SearchEntry,
    Setting,
    TakenNumber,
    User,
)
from models.store import checking, engine
from models.store.units import Actor, Changed, Store, Topic
from models.text import fold, sort_key


def organisation(name: str) -> Organisation:
    return Organisation(name=name, folded=fold(name), sort_key=sort_key(name))


def letter(**given: Any) -> Letter:
    values: dict[str, Any] = {
        "key": "k1", "kind": "decision", "state": "issued", "year": 2018, "number": 12, "issued_on": date(2018, 3, 12),
        "pdf_sha256": "0" * 64, "fields": {}, "content": {"blocks": ["Điều 1"]}, "about": {},
        "made_at": datetime(2018, 3, 12, tzinfo=UTC), "made_by": "Văn thư", "subject": "V/v cử đoàn", "copies": 1,
    }  # fmt: skip
    return Letter(**(values | given))


def test_what_a_unit_wrote_is_there_afterwards(store: Store, actor: Actor) -> None:
    with store.writing(actor) as w:
        w.session.add(organisation("Sở Ngoại vụ"))
    with store.reading() as r:
        assert r.session.scalars(select(Organisation.name)).all() == ["Sở Ngoại vụ"]


def test_a_unit_that_fails_leaves_nothing(store: Store, actor: Actor) -> None:
    heard: list[Changed] = []
    store.listeners.append(heard.append)
    with pytest.raises(ZeroDivisionError), store.writing(actor) as w:
        body = organisation("Sở Y tế")
        w.session.add(body)
        w.note("add", body)
        w.touched(Topic.ORGANISATIONS)
        w.session.flush()
        _ = 1 / 0
    with store.reading() as r:
        assert r.session.scalar(select(func.count()).select_from(Organisation)) == 0
        assert r.session.scalar(select(func.count()).select_from(JournalEntry)) == 0
    assert heard == []


def test_listeners_hear_what_was_touched_after_the_commit(store: Store, actor: Actor) -> None:
    heard: list[tuple[Changed, int | None]] = []

    def listen(changed: Changed) -> None:
        with store.reading() as r:
            heard.append((changed, r.session.scalar(select(func.count()).select_from(Organisation))))

    store.listeners.append(listen)
    with store.writing(actor) as w:
        w.session.add(organisation("Sở Y tế"))
        w.touched(Topic.ORGANISATIONS, Topic.PEOPLE, dossier_id=7)
    with store.writing(actor):
        pass
    assert heard == [(Changed(frozenset({Topic.ORGANISATIONS, Topic.PEOPLE}), frozenset({7})), 1)]


def test_a_reading_unit_cannot_write(store: Store) -> None:
    with pytest.raises(OfficeError) as refused, store.reading() as r:
        r.session.execute(text("DELETE FROM organisation"))
    assert refused.value.code == "store_read_only"


def test_a_reading_unit_sees_one_moment(store: Store, actor: Actor) -> None:
    with store.reading() as r:
        before = r.session.scalar(select(func.count()).select_from(Organisation))
        with store.writing(actor) as w:
            w.session.add(organisation("Sở Y tế"))
        assert r.session.scalar(select(func.count()).select_from(Organisation)) == before


def test_a_unit_inside_a_unit_is_a_mistake_of_ours_and_said_at_once(store: Store, actor: Actor) -> None:
    with (
        pytest.raises(RuntimeError, match="open in this thread"),
        store.writing(actor),
        store.writing(actor),
    ):
        pass
    with store.writing(actor) as w:  # and the store goes on
        w.session.add(organisation("Sở Y tế"))


def test_the_journal_says_who_what_when_and_chains(store: Store) -> None:
    by = Actor(None, "Nông Thị Hoà", frozenset({Role.OFFICER}))
    with clock.at(date(2018, 3, 12)), store.writing(by) as w:
        body = organisation("Sở Ngoại vụ")
        w.session.add(body)
        w.note(
            "add_organisation",
            body,
            changes={"name": ["", "Sở Ngoại vụ"], "valid_from": [None, date(2018, 1, 1)]},
        )
        w.note("send", body, from_state="received", to_state="appraisal", reason="đủ hồ sơ", dossier_id=None)
    with store.writing(by) as w:
        w.note("export", None)
    with store.reading() as r:
        first, second, third = r.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
        body_id = r.session.scalar(select(Organisation.id))
        journal = checking.check_journal(r.session.connection())
    assert (first.user_name, first.act, first.about, first.about_id) == (
        "Nông Thị Hoà",
        "add_organisation",
        "organisation",
        body_id,
    )
    assert first.at == datetime(2018, 3, 12, 1, tzinfo=UTC)
    assert first.changes == {"name": ["", "Sở Ngoại vụ"], "valid_from": [None, "2018-01-01"]}
    assert (second.from_state, second.to_state, second.reason) == ("received", "appraisal", "đủ hồ sơ")
    assert (third.about, third.about_id) == ("", None)
    assert [first.id, second.id, third.id] == [1, 2, 3]
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert (journal.entries, journal.ok, journal.first_bad, journal.head) == (3, True, None, third.hash)


def test_an_entry_about_a_dossier_touches_it(store: Store, actor: Actor) -> None:
    heard: list[Changed] = []
    store.listeners.append(heard.append)
    with store.writing(actor) as w:
        w.note("look", None, dossier_id=5)
    assert heard == [Changed(frozenset({Topic.DOSSIERS}), frozenset({5}))]


REPLACED = (
    "INSERT OR REPLACE INTO journal SELECT id, at, user_id, 'Kẻ khác', act, about, about_id, dossier_id, from_state, "
    "to_state, changes, reason, previous_hash, hash FROM journal"
)


@pytest.mark.parametrize(
    ("which", "attack"),
    [
        ("sqlite_store", "UPDATE journal SET reason = 'khác'"),
        ("sqlite_store", "DELETE FROM journal"),
        ("sqlite_store", REPLACED),
        ("postgres_store", "UPDATE journal SET reason = 'khác'"),
        ("postgres_store", "DELETE FROM journal"),
        ("postgres_store", "TRUNCATE journal"),
    ],
)
def test_the_journal_refuses_every_change(
    which: str, attack: str, request: pytest.FixtureRequest, actor: Actor
) -> None:
    store: Store = request.getfixturevalue(which)
    with store.writing(actor) as w:
        w.note("look", None)
    with pytest.raises(DBAPIError, match="append-only"), store.writing(actor) as w:
        w.session.execute(text(attack))
    with store.reading() as r:
        assert r.session.scalars(select(JournalEntry.user_name)).all() == [actor.name]


def test_a_changed_entry_shows_even_past_the_triggers(sqlite_store: Store, actor: Actor) -> None:
    for n in range(5):
        with sqlite_store.writing(actor) as w:
            w.note("look", None, reason=str(n))
    raw = engine.connect_file(sqlite_store.place.file)
    raw.execute("DROP TRIGGER journal_no_update")
    raw.execute("UPDATE journal SET reason = 'sửa lén' WHERE id = 3")
    raw.close()
    with sqlite_store.reading() as r:
        journal = checking.check_journal(r.session.connection())
    assert (journal.entries, journal.ok, journal.first_bad) == (5, False, 3)


def test_an_entry_cut_out_shows(sqlite_store: Store, actor: Actor) -> None:
    for n in range(5):
        with sqlite_store.writing(actor) as w:
            w.note("look", None, reason=str(n))
    raw = engine.connect_file(sqlite_store.place.file)
    raw.execute("DROP TRIGGER journal_no_delete")
    raw.execute("DELETE FROM journal WHERE id = 2")
    raw.close()
    with sqlite_store.reading() as r:
        assert checking.check_journal(r.session.connection()).first_bad == 3


FROZEN: dict[str, Any] = {"number": 13, "content": {"blocks": ["Điều 2"]}, "pdf_sha256": "1" * 64, "issued_on": date(2018, 3, 13),
                          "subject": "khác", "symbol": "QĐ", "state": "draft"}  # fmt: skip


@pytest.mark.parametrize("column", FROZEN)
def test_an_issued_letter_never_changes(store: Store, actor: Actor, column: str) -> None:
    with store.writing(actor) as w:
        w.session.add(letter())
    with pytest.raises(DBAPIError, match="never changes|append-only"), store.writing(actor) as w:
        setattr(w.session.scalars(select(Letter)).one(), column, FROZEN[column])
    with store.reading() as r:
        assert r.session.scalars(select(Letter)).one().number == 12


def test_an_issued_letter_cannot_be_deleted_but_voided_with_its_reason(store: Store, actor: Actor) -> None:
    with store.writing(actor) as w:
        w.session.add(letter())
    with pytest.raises(DBAPIError), store.writing(actor) as w:
        w.session.delete(w.session.scalars(select(Letter)).one())
    with store.writing(actor) as w:
        kept = w.session.scalars(select(Letter)).one()
        kept.state, kept.void_reason = "void", "Sai tên thành viên đoàn"
    with store.reading() as r:
        kept = r.session.scalars(select(Letter)).one()
        assert (kept.state, kept.void_reason, kept.number) == ("void", "Sai tên thành viên đoàn", 12)


def test_a_draft_letter_changes_freely(store: Store, actor: Actor) -> None:
    with store.writing(actor) as w:
        w.session.add(letter(state="draft", issued_on=None, number=None))
    with store.writing(actor) as w:
        w.session.scalars(select(Letter)).one().subject = "khác"
    with store.writing(actor) as w:
        w.session.delete(w.session.scalars(select(Letter)).one())


def test_a_taken_number_stays(store: Store, actor: Actor) -> None:
    with store.writing(actor) as w:
        w.session.add(Register(id=1, code="QD", name="Quyết định"))
        w.session.flush()
        w.session.add(
            TakenNumber(register_id=1, year=2018, number=1, taken_on=date(2018, 1, 2), letter_key="k1")
        )
    for statement in ("DELETE FROM taken_number", "UPDATE taken_number SET number = 2"):
        with pytest.raises(DBAPIError), store.writing(actor) as w:
            w.session.execute(text(statement))
    with store.writing(actor) as w:
        w.session.execute(text("UPDATE taken_number SET void_reason = 'in nhầm'"))


def test_foreign_keys_hold(store: Store, actor: Actor) -> None:
    with pytest.raises(IntegrityError), store.writing(actor) as w:
        w.session.add(User(login="x", full_name="X", roles={"roles": []}, person_id=99))


def test_vietnamese_text_and_data_come_back_as_they_went_in(store: Store, actor: Actor) -> None:
    value = {"value": ["Đoàn cán bộ tỉnh Cao Bằng", 12_345_678_901, True, None, {"ưu": "ử"}]}
    with store.writing(actor) as w:
        w.session.add(Setting(name="thử", valid_from=date(2018, 1, 1), value=value))
    with store.reading() as r:
        assert r.session.scalars(select(Setting.value)).one() == value


def test_the_search_index_follows_its_entries(sqlite_store: Store, actor: Actor) -> None:
    def found(query: str) -> list[int]:
        with sqlite_store.reading() as r:
            return list(
                r.session.scalars(
                    text("SELECT rowid FROM search_index WHERE search_index MATCH :q"), {"q": query}
                )
            )

    with sqlite_store.writing(actor) as w:
        w.session.add(SearchEntry(topic="person", key=1, title="Đàm Thị Hoà", folded=fold("Đàm Thị Hoà")))
    assert found("dam hoa*") == [1]
    with sqlite_store.writing(actor) as w:
        w.session.scalars(select(SearchEntry)).one().folded = fold("Đàm Thị Huệ")
    assert (found("hoa*"), found("hue")) == ([], [1])
    with sqlite_store.writing(actor) as w:
        w.session.delete(w.session.scalars(select(SearchEntry)).one())
    assert found("hue") == []


def test_postgres_finds_by_prefix_through_its_index(postgres_store: Store, actor: Actor) -> None:
    with postgres_store.writing(actor) as w:
        w.session.add(SearchEntry(topic="person", key=1, title="Đàm Thị Hoà", folded=fold("Đàm Thị Hoà")))
    with postgres_store.reading() as r:
        query = "SELECT title FROM search_entry WHERE to_tsvector('simple', folded) @@ to_tsquery('simple', 'dam & ho:*')"
        assert r.session.scalars(text(query)).all() == ["Đàm Thị Hoà"]
        r.session.execute(text("SET LOCAL enable_seqscan = off"))
        assert "search_index" in "\n".join(r.session.scalars(text(f"EXPLAIN {query}")))


def test_sqlite_is_set_up_to_keep_its_promises(sqlite_store: Store) -> None:
    with sqlite_store.reading() as r:
        asked = {
            name: r.session.scalar(text(f"PRAGMA {name}"))
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "recursive_triggers",
                "cache_size",
                "query_only",
            )
        }
    assert asked == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "cache_size": -65536, "query_only": 1,
    }  # fmt: skip


def test_opening_an_up_to_date_store_does_not_load_alembic(sqlite_place: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from models.store.units import Store; s = Store.open(sys.argv[1])\n"
        "with s.reading() as r: pass\n"
        "s.close(); sys.exit('alembic' in sys.modules or 'psycopg' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(sqlite_place)], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_count_sql_counts(store: Store, count_sql: Callable[[int], Any]) -> None:
    with store.reading() as r:
        r.session.connection()
        with count_sql(1) as sent:
            r.session.scalar(select(func.count()).select_from(Organisation))
        assert len(sent) == 1
        with pytest.raises(AssertionError), count_sql(0):
            r.session.scalar(select(func.count()).select_from(Organisation))


def test_writers_in_threads_wait_for_each_other_and_the_chain_holds(store: Store, actor: Actor) -> None:
    errors: list[BaseException] = []

    def work(n: int) -> None:
        try:
            for i in range(5):
                with store.writing(actor) as w:
                    body = organisation(f"Đơn vị {n}.{i}")
                    w.session.add(body)
                    w.note("add", body)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert errors == []
    with store.reading() as r:
        journal = checking.check_journal(r.session.connection())
        named = r.session.scalars(select(JournalEntry.about_id)).all()
    assert (journal.entries, journal.ok) == (30, True)
    assert len(set(named)) == 30
