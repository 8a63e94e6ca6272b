"""One box finds everything: folded, words in any order, exact accents first, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import clock
from models.reading.people import find_people, match_people
from models.reading.search import search
from models.records import SearchEntry
from models.store.units import Actor, Store
from models.text import tokens
from models.work import dossiers, people
from models.work.indexing import folded, keep_entries
from tests.makers import DAY, guest, make_draft, make_office, member


@pytest.fixture
def now() -> Iterator[None]:
    """The clock stands on the day of the tests."""
    with clock.at(DAY):
        yield


@pytest.fixture
def desk(store: Store, now: None) -> dict[str, Actor]:
    """The office of these tests."""
    return make_office(store)


def titles(store: Store, words: str, *topics: str) -> list[str]:
    """The titles found for some words."""
    with store.reading() as read:
        return [h.title for h in search(read, words, 20, topics)]


def test_words_in_any_order_without_marks(store: Store, desk: dict[str, Actor]) -> None:
    by = desk["officer"]
    for name in ("Đặng Thị Hoà", "Đặng Thị Hoa", "Dương Văn Tài"):
        people.save_person(store, {"full_name": name}, by=by)
    for words in ("dang hoa", "HOA ĐẶNG", "hoà đ", "Đặng Thị Hoà", "h d t"):
        assert set(titles(store, words)) == {"Đặng Thị Hoà", "Đặng Thị Hoa"}, words
    assert titles(store, "Hoà")[0] == "Đặng Thị Hoà" and titles(store, "Hoa")[0] == "Đặng Thị Hoa"
    assert titles(store, "duong") == ["Dương Văn Tài"]
    assert titles(store, "") == titles(store, "  ·– ") == titles(store, "khongcoai") == []


def test_everything_about_a_dossier_finds_it(store: Store, desk: dict[str, Actor]) -> None:
    rows = [member("Lục Văn Bảo", role="head", passport_number="C4477001")]
    lodged = dossiers.lodge(
        store, make_draft(title="Đoàn dự Hội chợ mùa xuân", members=rows), by=desk["officer"]
    )
    wanted = f"{lodged.reference} Đoàn dự Hội chợ mùa xuân"
    for words in (
        lodged.reference,
        "hoi cho",
        "xuan mua",
        "bao luc",
        "so cong thuong",
        "125/SCT-VP",
        "lao",
        "Laos",
    ):
        assert wanted in titles(store, words, "dossier"), words
    assert titles(store, "c4477", "person") == ["Lục Văn Bảo"]
    assert titles(store, "c4477", "dossier") == []


def test_guests_are_found_in_their_own_writing(store: Store, desk: dict[str, Actor]) -> None:
    dossiers.lodge(
        store,
        make_draft("incoming", members=[guest("Wang Wei", native_name="王伟", role="head")]),
        by=desk["officer"],
    )
    assert titles(store, "王伟", "person") == ["Wang Wei"]
    with store.reading() as read:
        assert [p.native_name for p in find_people(read, "wei", guests=True)] == ["王伟"]
        assert find_people(read, "wei", guests=False) == ()


def test_pasted_rows_meet_the_people_they_name(store: Store, desk: dict[str, Actor]) -> None:
    by = desk["officer"]
    hoa = people.save_person(
        store, {"full_name": "Đàm Thị Hoa", "born_on": "12/5/1980", "passport_number": "S1"}, by=by
    )
    people.save_person(store, {"full_name": "Lục Văn Bảo", "born_on": "1985"}, by=by)
    people.save_person(store, {"full_name": "Lục Văn Bảo", "born_on": "1990"}, by=by)
    with store.reading() as read:
        found = match_people(
            read,
            [
                {"full_name": "ĐÀM THỊ HOA", "born_on": "1980-05-12"},
                {"full_name": "Dam Thi Hoa", "passport_number": "S1"},
                {"full_name": "Đàm Thị Hoa", "born_on": "1971-01-01"},
                {"full_name": "Lục Văn Bảo"},
                {"full_name": ""},
            ],
        )
    assert [p.id if p else None for p in found] == [hoa, hoa, None, None, None]


def test_a_person_is_found_by_new_data_only(store: Store, desk: dict[str, Actor]) -> None:
    by = desk["officer"]
    one = people.save_person(store, {"full_name": "Đàm Thị Hoa"}, by=by)
    people.save_person(store, {"full_name": "Đàm Thị Huệ"}, by=by, person_id=one)
    assert titles(store, "hue") == ["Đàm Thị Huệ"] and titles(store, "hoa", "person") == []


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_nothing_typed_breaks_search(sqlite_store: Store, words: str) -> None:
    with sqlite_store.reading() as read:
        assert search(read, words) == ()


@pytest.mark.parametrize(
    "words", ['"', "a'b", "a:*", "NEAR(a b)", "a AND", "%_", "!", "(", "& |", "\x00", "ổ" * 500, "' OR 1=1"]
)
def test_signs_of_the_index_are_only_signs(store: Store, words: str) -> None:
    with store.reading() as read:
        assert search(read, words) == ()


def test_the_same_words_find_the_same_on_both_databases(
    sqlite_store: Store, postgres_store: Store, actor: Actor
) -> None:
    names = [
        "Nông Văn Dền",
        "Nông Đức Mạnh-Hùng",
        "O'Brien, Seán",
        "Số 12/TTr-SNgV 2018",
        "e-mail a.b@c.vn",
        "3.5 tỷ đồng",
        "x_y",
        "Lê-Nguyễn",
    ]
    stores: list[Any] = [sqlite_store, postgres_store]
    for store in stores:
        with store.writing(actor) as w:
            keep_entries(
                w,
                "person",
                [{"key": n, "title": t, "detail": "", "folded": folded([t])} for n, t in enumerate(names, 1)],
            )
    asked = (
        {t for name in names for t in tokens(name)}
        | {t[:2] for name in names for t in tokens(name)}
        | {"nong duc", "12 ttr", "a b c vn"}
    )
    for words in sorted(asked):
        assert titles(sqlite_store, words) == titles(postgres_store, words) != [], words


def test_an_entry_is_replaced_not_doubled(store: Store, actor: Actor) -> None:
    for name in ("Một", "Hai"):
        with store.writing(actor) as w:
            keep_entries(w, "person", [{"key": 7, "title": name, "detail": "", "folded": folded([name])}])
    assert titles(store, "hai") == ["Hai"] and titles(store, "mot") == []
    with store.reading() as read:
        assert read.session.query(SearchEntry).count() == 1
