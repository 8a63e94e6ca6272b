"""Accounts: logging in, the wait after failures, who may be whom, settings by date."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from models import clock
from models import settings as office_settings
from models.catalogue.workflows import Role
from models.errors import OfficeError
from models.reading.journal import journal
from models.settings import SETTINGS, Kept, SeatSettings
from models.store.units import Actor, Store
from models.work import office, users
from tests.makers import make_office

PASSWORD = "một câu dài mà chỉ mình biết"
BOSS = Actor(None, "Người cài đặt", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes cost little here; one test looks at the real ones."""
    users._nobody.cache_clear()
    monkeypatch.setattr(users, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    yield
    users._nobody.cache_clear()


@pytest.fixture
def officer(store: Store) -> int:
    """An officer with a password, beside an administrator."""
    users.create_user(store, "admin", "Quản Trị", [Role.ADMINISTRATOR], PASSWORD, by=BOSS)
    return users.create_user(store, "Hoa", "Đàm Thị Hoa", [Role.OFFICER], PASSWORD, by=BOSS)


def refused(act: Any) -> str:
    """The code of a refusal."""
    with pytest.raises(OfficeError) as error:
        act()
    assert str(error.value)
    return error.value.code


def test_logging_in_however_the_password_is_composed(store: Store, officer: int) -> None:
    for password in (PASSWORD, unicodedata.normalize("NFD", PASSWORD)):
        actor = users.login(store, "HOA ", password)
        assert actor == Actor(officer, "Đàm Thị Hoa", frozenset({Role.OFFICER}), None)
    assert refused(lambda: users.login(store, "hoa", PASSWORD + " ")) == "login_wrong"
    assert refused(lambda: users.login(store, "nobody", PASSWORD)) == "login_wrong"


def test_each_failure_after_the_fifth_doubles_the_wait(store: Store, officer: int) -> None:
    moment = datetime(2018, 3, 1, 8, tzinfo=timezone(timedelta(hours=7)))
    with clock.at(moment):
        for _n in range(6):
            assert refused(lambda: users.login(store, "hoa", "sai mật khẩu rồi nhé")) == "login_wrong"
        assert refused(lambda: users.login(store, "hoa", PASSWORD)) == "login_locked"
    with clock.at(moment + timedelta(seconds=3)):
        assert refused(lambda: users.login(store, "hoa", "sai mật khẩu rồi nhé")) == "login_wrong"
        with pytest.raises(OfficeError) as locked:
            users.login(store, "hoa", PASSWORD)
        assert locked.value.facts["seconds"] == 4
    with clock.at(moment + timedelta(minutes=1)):
        assert users.login(store, "hoa", PASSWORD).user_id == officer
        assert refused(lambda: users.login(store, "hoa", "sai mật khẩu rồi nhé")) == "login_wrong"
        assert users.login(store, "hoa", PASSWORD).user_id == officer
    with store.reading() as read:
        assert len(journal(read, act="login_failed")) == 8


def test_passwords_are_long_and_not_the_name(store: Store, officer: int) -> None:
    def create(password: str) -> Any:
        return users.create_user(store, "bao", "Lục Văn Bảo", [Role.CLERK], password, by=BOSS)

    assert refused(lambda: create("ngắn quá")) == "password_short"
    assert refused(lambda: create("aaaaaaaaaaaaaaaaaaaa")) == "password_weak"
    assert (
        refused(lambda: users.create_user(store, "hoa", "Khác", [Role.CLERK], PASSWORD, by=BOSS))
        == "login_taken"
    )
    users.reset_password(store, officer, "một câu hoàn toàn khác", by=BOSS)
    me = users.login(store, "hoa", "một câu hoàn toàn khác")
    assert refused(lambda: users.change_password(store, "sai", PASSWORD, by=me)) == "login_wrong"
    users.change_password(store, "một câu hoàn toàn khác", PASSWORD, by=me)
    assert users.login(store, "hoa", PASSWORD).user_id == officer


def test_the_office_keeps_an_administrator(store: Store) -> None:
    assert (
        refused(lambda: users.create_user(store, "a", "A", [Role.OFFICER], PASSWORD, by=BOSS)) == "last_admin"
    )
    first = users.create_user(store, "a", "A", [Role.ADMINISTRATOR], PASSWORD, by=BOSS)
    assert refused(lambda: users.change_user(store, first, by=BOSS, is_active=False)) == "last_admin"
    assert refused(lambda: users.change_user(store, first, by=BOSS, roles=[Role.CLERK])) == "last_admin"
    second = users.create_user(store, "b", "B", [Role.ADMINISTRATOR], PASSWORD, by=BOSS)
    users.change_user(store, first, by=BOSS, is_active=False)
    assert refused(lambda: users.login(store, "a", PASSWORD)) == "login_wrong"
    with store.reading() as read:
        assert [(u.id, u.is_active) for u in users.users(read)] == [(second, True), (first, False)]
        assert refused(lambda: users.actor_of(read, "a")) == "login_wrong"
        assert users.actor_of(read, "b").roles == {Role.ADMINISTRATOR}


def test_the_real_hash_is_argon2id_of_the_recommended_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert users._hash(PASSWORD, "hoa").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_settings_speak_from_their_day(store: Store) -> None:
    admin = make_office(store)["admin"]
    office.set_settings(
        store,
        {"authority": {"director": "Người Mới"}, "place": " Cao   Bằng "},
        by=admin,
        valid_from=date(2018, 6, 1),
    )
    with store.reading() as read:
        before = office_settings.office_settings(read, date(2018, 5, 31))
        after = office_settings.office_settings(read, date(2018, 6, 1))
        assert before["authority"]["director"] == "Bế Thị Lan"
        assert (after["authority"], after["place"]) == ({"director": "Người Mới"}, "Cao Bằng")
        assert office_settings.profile_of(after, date(2018, 6, 1)).signing.name == "Người Mới"
        assert [d for d, _v in office_settings.setting_dates(read, "authority")] == [
            date(2018, 6, 1),
            date(2016, 1, 1),
        ]
        assert office_settings.is_furnished(after)
        assert not office_settings.is_furnished({s.name: s.default for s in SETTINGS.values()})
    for wrong in ({"place": 3}, {"backup_days": 0}, {"issuer": "một dòng"}):
        assert refused(lambda w=wrong: office.set_settings(store, w, by=admin)) == "setting_wrong"
    with pytest.raises(KeyError):
        office.set_settings(store, {"theme": "dark"}, by=admin)


def test_every_setting_accepts_its_own_default() -> None:
    for name, spec in SETTINGS.items():
        assert office_settings.checked(name, spec.default) == spec.default
        assert spec.label.vi and spec.label.en and spec.group


def test_seat_settings_survive_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "cài đặt" / "seat.ini"
    seat = SeatSettings(path)
    assert seat.get("locale") == "vi"
    seat.put("locale", "en")
    seat.put("font_size", 12)
    seat.put("backup_folder", "E:\\Sao lưu 100%")
    again = SeatSettings(path)
    assert (again.get("locale"), again.get("font_size"), again.get("backup_folder")) == (
        "en",
        12,
        "E:\\Sao lưu 100%",
    )
    path.write_text("[seat]\nlocale = martian\nfont_size = many\n", encoding="utf-8")
    assert (SeatSettings(path).get("locale"), SeatSettings(path).get("font_size")) == ("vi", 0)
    path.write_bytes(b"\xff\xfe\x00 not an ini")
    assert SeatSettings(path).get("theme") == "system"
    with pytest.raises(KeyError):
        seat.get("place")
    assert all(s.kept in Kept for s in SETTINGS.values())


def test_registers_keep_their_code(store: Store) -> None:
    admin = make_office(store)["admin"]
    one = office.save_register(store, "letters", "Sổ công văn", by=admin)
    office.save_register(store, "letters", "Sổ công văn đi", by=admin, register_id=one)
    assert refused(lambda: office.save_register(store, "letters", "Sổ khác", by=admin)) == "register_known"
