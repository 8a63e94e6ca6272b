"""The sample office of one year: people and bodies set up, then every case led through the year by the office's own acts."""

from __future__ import annotations

import gc
import hashlib
import heapq
import random
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import cast

from argon2.low_level import Type, hash_secret
from sqlalchemy import Table, func, insert, select

from models import clock
from models.catalogue.workflows import Role
from models.clock import VIETNAM
from models.errors import OfficeError
from models.records import Delegation, Dossier, JournalEntry, Letter, Organisation, Person, Setting, User
from models.store import engine
from models.store.units import Actor, Reading, Store, Writing
from models.text import fold, name_key, sort_key
from models.work import indexing, journey, office
from models.work.facts import calendar_around
from models.work.office import SAMPLE_DAY
from models.work.sample.lives import Life, Lives, Staff
from models.work.sample.names import Namer, Official, bodies, officials
from models.work.sample.papers import Clerk
from models.work.sample.plan import Planner

PASSWORD = "so-doan-mau-2018"  # of every user of a sample office; shown at its login
_SEED = 2018
Progress = Callable[[int, int], None]  # done, of how many

# Login, role, position and which of the office's officials (by place in its list) the user is; None is nobody of the ledger.
USERS: tuple[tuple[str, Role, str, int | None], ...] = (
    ("admin", Role.ADMINISTRATOR, "Quản trị hệ thống", None),
    ("officer", Role.OFFICER, "Chuyên viên Phòng Lãnh sự - Lễ tân", 5),
    ("head", Role.DIVISION_HEAD, "Trưởng phòng Lãnh sự - Lễ tân", 3),
    ("director", Role.DIRECTOR, "Giám đốc Sở Ngoại vụ", 0),
    ("clerk", Role.CLERK, "Văn thư", 6),
    ("inspector", Role.INSPECTOR, "Thanh tra Sở", None),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sample office holds. The first five are the seed's figures of the year."""

    outgoing: int
    person_trips: int
    private_person_trips: int
    incoming: int
    guests: int
    dossiers: int
    letters: int
    journal: int
    today: date


class Together:
    """A store whose acts all join one unit, so that a year is written whole or not at all. Stands in for ``Store``."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.vault, self.place, self.is_file = store.vault, store.place, store.is_file
        self.unit: Writing | None = None

    @contextmanager
    def one_unit(self) -> Generator[None]:
        """Within the block every act belongs to one unit."""
        with self.store.writing(Actor(None, "", frozenset())) as w:
            self.unit = w
            try:
                yield
            finally:
                self.unit = None

    @contextmanager
    def writing(self, by: Actor) -> Generator[Writing]:
        """The common unit, acting for *by*."""
        assert self.unit is not None
        self.unit.by = by
        yield self.unit
        self.unit.session.flush()

    @contextmanager
    def reading(self) -> Generator[Reading]:
        """The common unit, as far as it has come."""
        assert self.unit is not None
        yield self.unit


def make_office(
    where: str | Path, *, year: int = 2018, on: date | None = None, progress: Progress = lambda done, of: None
) -> Summary:
    """Makes the sample office in a new store and lets it stand on the day *on* (28 December of the year).

    The same content every time. Raises OfficeError("sample_not_empty") where a store already holds something.
    """
    today = on or date(year, 12, 28)
    store = Store.open(where, create=True)
    try:
        refuse_filled(store)
        with _without_gc():
            _Year(store, year, today, progress).live()
        with store.reading() as r:
            return summary(r, year, today)
    finally:
        store.close()


@contextmanager
def _without_gc() -> Generator[None]:
    """Hundreds of thousands of short-lived objects: looking for cycles among them all the time costs a tenth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def refuse_filled(store: Store) -> None:
    """Raises OfficeError("sample_not_empty") when the store holds anything."""
    with store.reading() as r:
        for record in (User, Dossier, Delegation, JournalEntry):
            if r.session.scalar(select(func.count()).select_from(record)):
                raise OfficeError("sample_not_empty", place=str(store.place))


def summary(read: Reading, year: int, today: date) -> Summary:
    """What the store holds, counted."""
    s = read.session

    def counted(family: str) -> tuple[int, int]:
        row = s.execute(
            select(func.count(), func.coalesce(func.sum(Delegation.member_count), 0)).where(
                Delegation.counts, Delegation.counts_as == family, Delegation.year == year
            )
        ).one()
        return row[0], row[1]

    def all_of(record: type[Dossier] | type[Letter] | type[JournalEntry]) -> int:
        return s.scalar(select(func.count()).select_from(record)) or 0

    (outgoing, trips), (_, private), (incoming, guests) = (
        counted("outgoing"),
        counted("private"),
        counted("incoming"),
    )
    return Summary(
        outgoing,
        trips,
        private,
        incoming,
        guests,
        all_of(Dossier),
        all_of(Letter),
        all_of(JournalEntry),
        today,
    )


class _Year:
    """Sets the office up and lets the year go by, event after event in the order of time."""

    def __init__(self, store: Store, year: int, today: date, progress: Progress, short: bool = True) -> None:
        self.together = Together(store)
        self.store = cast(Store, self.together)
        self.year, self.today, self.progress, self.short = year, today, progress, short
        chance = random.Random(_SEED + year)
        self.namer = Namer(chance)
        self.people = officials(self.namer, year)
        self.own = [p for p in self.people if p.body.name == "Sở Ngoại vụ"]
        self.working = calendar_around(date(year, 6, 30))
        users = {self.own[place].id for _, _, _, place in USERS if place is not None}
        travellers = [p for p in self.people if p.id not in users]
        self.journeys = Planner(year, chance, self.namer, travellers, self.working).journeys()
        self.chance = random.Random(_SEED - year)

    def live(self) -> None:
        first = datetime(self.year, 1, 2, 7, tzinfo=VIETNAM)
        with self.together.one_unit():
            with clock.at(first):
                staff = self._set_up()
            self._go_by(staff)

    def _go_by(self, staff: Staff) -> None:
        clerk = Clerk(self.chance, self.working)
        lives = Lives(self.store, staff, clerk, self.chance, self.working, self.short)
        queue: list[tuple[datetime, int, Life]] = []
        for n, j in enumerate(self.journeys):
            life = lives.of(j)
            queue.append((next(life), n, life))
        ends = [(j.departs_on, j.returns_on) for j in self.journeys]
        days = {
            day + timedelta(days=n)
            for pair in ends
            for day, n in ((pair[0], 0), (pair[0], 1), (pair[1], 1), (pair[1], 2))
        }
        calendar = self._calendar(sorted(days))
        queue.append((next(calendar), len(queue), calendar))
        reminders = lives.reminders([self.working.add(date(self.year, month, 10), 1) for month in (5, 8, 11)])
        queue.append((next(reminders), len(queue), reminders))
        heapq.heapify(queue)
        end = datetime.combine(self.today, time(8), VIETNAM)
        of, done = len(self.journeys) * 11, 0
        while queue and queue[0][0] < end:
            moment, n, life = heapq.heappop(queue)
            with clock.at(moment):
                then = next(life, None)
            if then is not None:
                heapq.heappush(queue, (max(then, moment + timedelta(minutes=1)), n, life))
            done += 1
            self.progress(min(done, of), of)

    def _calendar(self, days: list[date]) -> Life:
        """Journeys begin and end by themselves, every night."""
        for day in days:
            yield datetime.combine(day, time(0, 5), VIETNAM)
            journey.tick(self.store, day)

    def _set_up(self) -> Staff:
        with self.together.writing(Actor(None, "Sổ Đoàn", frozenset())) as w:
            keep_bodies(w)
            _people(w, self.people)
            actors: dict[str, Actor] = {}
            for n, (login, role, post, place) in enumerate(USERS, 1):
                himself = None if place is None else self.own[place]
                name = himself.full_name if himself else self.namer.vietnamese()[0]
                actors[login] = keep_user(w, n, login, name, role, post, himself.id if himself else None)
            engine.settle_sequences(
                w.session.connection(), [cast(Table, r.__table__) for r in (Organisation, Person, User)]
            )
        furnish(
            self.store, actors["admin"], self.year, self.namer, actors["director"].name, actors["head"].name
        )
        with self.together.writing(actors["admin"]) as w:
            w.session.add(
                Setting(
                    name=SAMPLE_DAY, valid_from=date(self.year, 1, 1), value={"value": self.today.isoformat()}
                )
            )
        return Staff(actors["officer"], actors["head"], actors["director"], actors["clerk"], actors["admin"])


def keep_user(
    w: Writing, key: int, login: str, name: str, role: Role, position: str, person_id: int | None
) -> Actor:
    """Adds a user of a sample office and gives him as an actor."""
    user = User(
        id=key, login=login, full_name=name, position=position, roles={"roles": [role.value]}, person_id=person_id,
        password_hash=password_hash(),
    )  # fmt: skip
    w.session.add(user)
    w.session.flush()
    w.note("create_user", user, changes={"login": ["", login], "roles": [[], [role.value]]})
    return Actor(key, name, frozenset({role}), person_id)


@cache
def password_hash() -> str:
    """The hash of the sample password; its salt is fixed, so that a sample office is the same each time."""
    salt = hashlib.sha256(b"sample office").digest()[:16]
    made = hash_secret(
        PASSWORD.encode(), salt, time_cost=3, memory_cost=64 * 1024, parallelism=4, hash_len=32, type=Type.ID
    )
    return made.decode()


def keep_bodies(w: Writing) -> None:
    """Adds the province's bodies."""
    rows = [
        {
            "id": b.id, "name": b.name, "abbreviation": b.abbreviation, "kind": b.kind, "parent_id": None, "successor_id": None,
            "valid_from": date(2004, 1, 1), "valid_to": None, "folded": fold(b.name), "sort_key": sort_key(b.name),
        }
        for b in bodies()
    ]  # fmt: skip
    w.session.execute(insert(Organisation), rows)
    entries = [
        {
            "key": b.id,
            "title": b.name,
            "detail": b.abbreviation,
            "folded": indexing.folded([b.name, b.abbreviation]),
        }
        for b in bodies()
    ]
    indexing.keep_entries(w, "organisation", entries)


def _people(w: Writing, people: list[Official]) -> None:
    w.session.execute(
        insert(Person),
        [
            {
                "id": p.id, "full_name": p.full_name, "folded": fold(p.full_name), "sort_key": name_key(p.full_name), "is_guest": False,
                "native_name": "", "nationality": "VN", "born_on": p.born_on, "sex": p.sex, "position": p.position, "party_post": p.party_post,
                "organisation_id": p.body.id, "organisation_name": p.body.name, "employment": p.employment, "grade_code": p.grade_code,
                "grade_step": p.grade_step, "category": p.category, "management_tier": p.tier, "is_key_post": p.is_key_post,
                "is_party_member": bool(p.party_post) or p.id % 3 != 0, "passport_kind": p.passport_kind,
                "passport_number": p.passport_number, "passport_expires_on": p.passport_expires_on, "retires_on": p.retires_on,
                "discipline": "none", "version": 1,
            }
            for p in people
        ],
    )  # fmt: skip
    entries = [
        {
            "key": p.id, "title": p.full_name, "detail": f"{p.position}, {p.body.name}",
            "folded": indexing.folded([p.full_name, p.position, p.body.name, p.passport_number]),
        }
        for p in people
    ]  # fmt: skip
    indexing.keep_entries(w, "person", entries)


def furnish(store: Store, admin: Actor, year: int, namer: Namer, director: str, head: str) -> None:
    """The office's profile, as its letters print it."""
    signers = ("chairman", "vice_chairman", "chief_of_office_by_order", "deputy_director")
    names = {capacity: namer.vietnamese()[0] for capacity in signers}
    names |= {"committee_chairman": names["chairman"], "committee_vice_chairman": names["vice_chairman"]}
    names |= {"director": director, "director_by_authorisation": director}
    office.set_settings(
        store,
        {
            "office_name": "Sở Ngoại vụ", "office_symbol": "SNgV", "office_head": "Giám đốc Sở Ngoại vụ",
            "governing_body": ["UBND TỈNH CAO BẰNG"], "issuer": ["SỞ NGOẠI VỤ"], "place": "Cao Bằng", "province": "tỉnh Cao Bằng",
            "committee": "Ủy ban nhân dân tỉnh Cao Bằng", "contact": [], "unit_name": "Phòng Lãnh sự - Lễ tân", "unit_symbol": "LSLT",
            "signatory": "director", "authority": names, "division_head": head,
            "committee_issuer": ["ỦY BAN NHÂN DÂN", "TỈNH CAO BẰNG"], "committee_head": "Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng",
            "committee_symbol": "UBND", "committee_unit_symbol": "NC",
        },
        by=admin, valid_from=date(year, 1, 1),
    )  # fmt: skip
    for code, name, outside in (
        ("submissions", "Sổ đăng ký tờ trình", False), ("letters", "Sổ đăng ký công văn đi", False),
        ("decisions", "Sổ đăng ký quyết định", False), ("committee_decisions", "Quyết định của UBND tỉnh", True),
        ("committee_letters", "Công văn của UBND tỉnh", True),
    ):  # fmt: skip
        office.save_register(store, code, name, by=admin, is_external=outside)
