"""Acts on accounts: logging in, making users, roles, passwords. Passwords are kept as argon2id and compared composed (NFC).

Checking one takes a few tenths of a second on purpose: call ``login`` on a worker thread.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select

from models import clock
from models.catalogue.workflows import Role
from models.errors import OfficeError
from models.records import Person, User
from models.store.units import Actor, Reading, Store, Topic, Writing
from models.text import fold, squeeze
from models.work.office import sample_day
from models.work.rights import require

SHORTEST_PASSWORD = 15  # NIST SP 800-63B-4: length instead of rules of composition
SAMPLE_PASSWORD = "so-doan-mau-2018"  # of every user of the sample office; shown where one signs in
_FREE_TRIES = 5
_LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class UserRow:
    """An account as the administrator sees it."""

    id: int
    login: str
    full_name: str
    position: str
    roles: frozenset[Role]
    is_active: bool
    person_id: int | None


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)


@cache
def _nobody() -> str:
    """A hash to compare with when nobody has that name, so that the answer takes as long."""
    return _hasher().hash("nobody has this name")


def _composed(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _hash(password: str, login: str) -> str:
    password = _composed(password)
    if len(password) < SHORTEST_PASSWORD:
        raise OfficeError("password_short", least=SHORTEST_PASSWORD)
    if fold(login) and fold(password).replace(fold(login), "").strip() == "" or len(set(password)) < 5:
        raise OfficeError("password_weak")
    return _hasher().hash(password)


def users(read: Reading) -> tuple[UserRow, ...]:
    """Every account, the active ones first."""
    rows = read.session.scalars(select(User).order_by(User.is_active.desc(), User.full_name, User.id))
    return tuple(_row(u) for u in rows)


def _row(user: User) -> UserRow:
    return UserRow(
        user.id, user.login, user.full_name, user.position, _roles(user), user.is_active, user.person_id
    )


def _roles(user: User) -> frozenset[Role]:
    return frozenset(Role(r) for r in user.roles["roles"])


def has_users(read: Reading) -> bool:
    """Whether anybody can log in; a new store asks for its first administrator."""
    return read.session.scalar(select(User.id).where(User.is_active).limit(1)) is not None


def is_sample(store: Store) -> bool:
    """Whether it is the invented office, whose password everybody may know: only that one stands on a day of its own."""
    with store.reading() as read:
        return sample_day(read) is not None


def actor_of(read: Reading, login: str) -> Actor:
    """The actor behind an active account. Raises OfficeError("login_wrong")."""
    user = read.session.scalars(select(User).where(User.login == login, User.is_active)).first()
    if user is None:
        raise OfficeError("login_wrong")
    return Actor(user.id, user.full_name, _roles(user), user.person_id)


def login(store: Store, name: str, password: str) -> Actor:
    """Who that is. Raises OfficeError("login_wrong"), or "login_locked" after repeated failures, with the seconds to wait."""
    name = squeeze(name).lower()
    with store.reading() as read:
        user = read.session.scalars(select(User).where(User.login == name)).first()
    if user is not None and user.locked_until is not None and user.locked_until > clock.now():
        wait = user.locked_until - clock.now()
        raise OfficeError("login_locked", seconds=max(1, round(wait.total_seconds())))
    is_right = _verify(user.password_hash if user and user.password_hash else _nobody(), password)
    if user is None or not user.password_hash or not user.is_active:
        raise OfficeError("login_wrong")
    if not is_right:
        _note_failure(store, user.id, user.full_name)
        raise OfficeError("login_wrong")
    if user.failed_logins or _hasher().check_needs_rehash(user.password_hash):
        _note_success(store, user.id, password)
    return Actor(user.id, user.full_name, _roles(user), user.person_id)


def _verify(known: str, password: str) -> bool:
    try:
        return _hasher().verify(known, _composed(password))
    except (VerificationError, InvalidHashError):
        return False


def _note_failure(store: Store, user_id: int, name: str) -> None:
    """Counts a failed try: from the sixth on each doubles the wait, up to a quarter of an hour."""
    with store.writing(Actor(user_id, name, frozenset())) as w:
        user = _user(w, user_id)
        user.failed_logins += 1
        over = user.failed_logins - _FREE_TRIES
        if over > 0:
            user.locked_until = clock.now() + min(timedelta(seconds=2 ** min(over, 12)), _LONGEST_WAIT)
        w.note("login_failed", user, changes={"failed_logins": [user.failed_logins - 1, user.failed_logins]})


def _note_success(store: Store, user_id: int, password: str) -> None:
    with store.writing(Actor(user_id, "", frozenset())) as w:
        user = _user(w, user_id)
        user.failed_logins, user.locked_until = 0, None
        if _hasher().check_needs_rehash(user.password_hash):
            user.password_hash = _hasher().hash(_composed(password))


def create_user(
    store: Store,
    name: str,
    full_name: str,
    roles: Collection[Role],
    password: str,
    *,
    by: Actor,
    position: str = "",
    person_id: int | None = None,
) -> int:
    """Makes an account and gives its id. In a store without accounts the first one must be an administrator."""
    require(by, "create_user")
    name = squeeze(name).lower()
    if not name or not squeeze(full_name):
        raise OfficeError("name_missing")
    hashed = _hash(password, name)
    with store.writing(by) as w:
        if w.session.scalar(select(User.id).where(User.login == name)) is not None:
            raise OfficeError("login_taken", login=name)
        if not has_users(w) and Role.ADMINISTRATOR not in roles:
            raise OfficeError("last_admin")
        _person_exists(w, person_id)
        user = User(
            login=name, full_name=squeeze(full_name), position=squeeze(position), password_hash=hashed,
            roles={"roles": sorted(roles)}, person_id=person_id,
        )  # fmt: skip
        w.session.add(user)
        w.session.flush()
        w.note("create_user", user, changes={"login": ["", name], "roles": [[], sorted(roles)]})
        w.touched(Topic.USERS)
        return user.id


def change_user(
    store: Store,
    user_id: int,
    *,
    by: Actor,
    full_name: str | None = None,
    position: str | None = None,
    roles: Collection[Role] | None = None,
    is_active: bool | None = None,
) -> UserRow:
    """Changes an account; what is not given stays. Raises OfficeError("last_admin") when nobody could administer any more."""
    require(by, "change_user")
    with store.writing(by) as w:
        user = _user(w, user_id)
        given: dict[str, object] = {
            "full_name": squeeze(full_name) if full_name else None,
            "position": squeeze(position) if position is not None else None,
            "roles": {"roles": sorted(roles)} if roles is not None else None,
            "is_active": is_active,
        }
        changes: dict[str, object] = {}
        for column, value in given.items():
            if value is not None and getattr(user, column) != value:
                changes[column] = [getattr(user, column), value]
                setattr(user, column, value)
        w.session.flush()
        if not any(
            Role.ADMINISTRATOR in _roles(u) for u in w.session.scalars(select(User).where(User.is_active))
        ):
            raise OfficeError("last_admin")
        w.note("change_user", user, changes=changes)
        w.touched(Topic.USERS)
        return _row(user)


def link_person(store: Store, user_id: int, person_id: int | None, *, by: Actor) -> None:
    """Says who of the ledger a user is (or that he is none), so that he never handles his own trip."""
    require(by, "change_user")
    with store.writing(by) as w:
        user = _user(w, user_id)
        _person_exists(w, person_id)
        was, user.person_id = user.person_id, person_id
        w.note("change_user", user, changes={"person_id": [was, person_id]})
        w.touched(Topic.USERS)


def reset_password(store: Store, user_id: int, password: str, *, by: Actor) -> None:
    """Gives another user a new password and lifts a lock."""
    require(by, "reset_password")
    with store.reading() as read:
        name = read.session.scalar(select(User.login).where(User.id == user_id)) or ""
    _set_password(store, user_id, _hash(password, name), by, "reset_password")


def change_password(store: Store, old: str, new: str, *, by: Actor) -> None:
    """Changes one's own password. Raises OfficeError("login_wrong") when the old one is not right."""
    with store.reading() as read:
        user = read.session.scalars(select(User).where(User.id == by.user_id)).first()
    if user is None or not _verify(user.password_hash or _nobody(), old):
        raise OfficeError("login_wrong")
    _set_password(store, user.id, _hash(new, user.login), by, "change_password")


def _set_password(store: Store, user_id: int, hashed: str, by: Actor, act: str) -> None:
    with store.writing(by) as w:
        user = _user(w, user_id)
        user.password_hash, user.failed_logins, user.locked_until = hashed, 0, None
        w.note(act, user)
        w.touched(Topic.USERS)


def _user(w: Writing, user_id: int) -> User:
    user = w.session.get(User, user_id, with_for_update=True)
    if user is None:
        raise OfficeError("gone")
    return user


def _person_exists(w: Writing, person_id: int | None) -> None:
    if person_id is not None and not w.session.scalar(select(func.count()).where(Person.id == person_id)):
        raise OfficeError("gone")
