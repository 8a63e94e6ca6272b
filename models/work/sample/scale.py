"""Stores of any size for measuring: N delegations over twenty years, written by the thousand."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Engine

import resources
from models import clock
from models.catalogue.kinds import kinds
from models.reading.registers import INTERNAL
from models.records import Record, Setting
from models.store import bulk, chain
from models.store.units import Actor, Store
from models.text import fold, name_key, tokens
from models.work.numbering import register_for
from models.work.office import SAMPLE_DAY
from models.work.sample.names import Body, Namer, bodies
from models.work.sample.year import USERS, Progress, furnish, keep_bodies, keep_user, refuse_filled

YEARS = 20
LAST_YEAR = 2025
_BATCH = 5_000  # delegations per transaction
_SEED = 100_000
_KINDS = ("outgoing_official", "outgoing_official", "outgoing_official", "outgoing_private", "incoming")
_OPEN = ("received", "appraisal", "division", "director", "approved", "submitted")
_TABLES = (
    "person",
    "delegation",
    "dossier",
    "leg",
    "member",
    "funding",
    "journal",
    "search_entry",
    "letter",
    "taken_number",
)

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Scale:
    """What was made."""

    delegations: int
    members: int
    people: int


@dataclass(frozen=True, slots=True)
class _Someone:
    id: int
    name: str
    folded: str
    post: str
    body: Body
    is_key_post: bool
    data: str


def make_scale(where: str | Path, size: int, *, progress: Progress = lambda done, of: None) -> Scale:
    """Makes a store with *size* delegations of about ten members each, from 60 people per hundred delegations.

    The same content every time. Raises OfficeError("sample_not_empty") where a store already holds something.
    """
    store = Store.open(where, create=True)
    try:
        refuse_filled(store)
        with clock.at(date(LAST_YEAR - YEARS + 1, 1, 2)):
            _office(store)
        return _Maker(store, size, progress).make()
    finally:
        store.close()


def _office(store: Store) -> None:
    namer = Namer(random.Random(_SEED))
    actors: dict[str, Actor] = {}
    with store.writing(Actor(None, "Sổ Đoàn", frozenset())) as w:
        keep_bodies(w)
        for n, (login, role, post, _) in enumerate(USERS, 1):
            actors[login] = keep_user(w, n, login, namer.vietnamese()[0], role, post, None)
        for kind in kinds().values():
            register_for(w, f"{INTERNAL}{kind.code}", kind.label.vi)
        stands_on = date(LAST_YEAR, 12, 31).isoformat()
        w.session.add(
            Setting(name=SAMPLE_DAY, valid_from=date(LAST_YEAR - YEARS + 1, 1, 1), value={"value": stands_on})
        )
    furnish(
        store, actors["admin"], LAST_YEAR - YEARS + 1, namer, actors["director"].name, actors["head"].name
    )


class _Maker:
    def __init__(self, store: Store, size: int, progress: Progress) -> None:
        self.store, self.size, self.progress = store, size, progress
        self.chance = random.Random(_SEED + size)
        self.bodies = [b for b in bodies() if b.weight]
        self.told = resources.load_toml("sample/journeys.toml")
        self.pdf = store.vault.put(b"%PDF-1.4\n% one page for every letter of a store made for measuring\n")
        self.numbers: dict[tuple[str, int], int] = {}
        self.decisions: dict[int, int] = {}
        self.members = 0
        self.officials: list[_Someone] = []
        self.starts: list[int] = []
        self.sizes: list[int] = []
        self.guests: list[_Someone] = []
        self.entries = 0
        with store.reading() as r:
            c = r.session.connection()
            self.journal, self.head = c.exec_driver_sql(
                "SELECT id, hash FROM journal ORDER BY id DESC"
            ).first() or (0, chain.ROOT)
            self.entries = c.exec_driver_sql("SELECT coalesce(max(id), 0) FROM search_entry").scalar_one()
            self.registers: dict[str, int] = {
                r.code: r.id for r in c.exec_driver_sql("SELECT code, id FROM register")
            }
            self.register = self.registers["decisions"]

    def make(self) -> Scale:
        """Writes everything."""
        people = max(40, self.size * 6 // 10)
        with bulk.loading(self.store.engines) as writing:
            self._people(writing, people)
            days = self._days()
            for first in range(0, self.size, _BATCH):
                rows: Rows = {name: [] for name in _TABLES}
                for n in range(first, min(first + _BATCH, self.size)):
                    self._case(rows, n + 1, days[n])
                self._write(writing, rows)
                self.progress(min(first + _BATCH, self.size), self.size)
            years: list[tuple[int, int, int, str | None]] = [
                (self.register, year, last, f"{year}-12-31") for year, last in self.decisions.items()
            ]
            years += [
                (self.registers[f"{INTERNAL}{kind}"], year, last, None)
                for (kind, year), last in self.numbers.items()
            ]
            with writing.begin() as c:
                bulk.load(c, _table("register_year"), ("register_id", "year", "last", "last_on"), years)
        return Scale(self.size, self.members, people)

    def _write(self, writing: Engine, rows: Rows) -> None:
        with writing.begin() as c:
            for name in _TABLES:
                if rows[name]:
                    bulk.load(c, _table(name), COLUMNS[name], rows[name])

    def _days(self) -> list[date]:
        first = date(LAST_YEAR - YEARS + 1, 1, 1).toordinal()
        span = date(LAST_YEAR, 12, 31).toordinal() - first + 1
        r = self.chance.random
        return [date.fromordinal(first + d) for d in sorted(int(r() * span) for _ in range(self.size))]

    def _people(self, writing: Engine, count: int) -> None:
        """Officials, colleagues beside each other, and guests; a quarter are guests."""
        told, chance = resources.load_toml("sample/names.toml"), self.chance
        posts = resources.load_toml("sample/bodies.toml")["posts"]
        families = [f for f, weight in told["families"].items() for _ in range(weight)]
        locals_: list[list[_Someone]] = [[] for _ in self.bodies]
        guests: list[_Someone] = []
        rows: Rows = {name: [] for name in _TABLES}
        officials = 0
        for key in range(1, count + 1):
            sex = "female" if chance.random() < 0.45 else "male"
            is_guest = key % 4 == 0
            place = officials % len(self.bodies)
            body = self.bodies[place]
            officials += 0 if is_guest else 1
            if is_guest:
                country = ("CN", "CN", "KR", "JP", "US")[key % 5]
                whose = told["guests"][country]
                name = f"{chance.choice(whose['family']).split('|')[0]} {chance.choice(whose[sex]).split('|')[0]}"
                post, unit, is_key = "Chuyên viên", "Văn phòng Ngoại vụ", False
            else:
                country, unit = "VN", body.name
                name = f"{chance.choice(families)} {chance.choice(told[sex]['middle'])} {chance.choice(told[sex]['given'])}"
                is_key = len(locals_[place]) < 3
                kind = posts[body.kind]
                post = (
                    (kind["head"], kind["deputies"][0], kind["deputies"][-1])[len(locals_[place])]
                    if is_key
                    else chance.choice(kind["staff"])
                )
            passport = f"{'E' if is_guest else 'D'}{10_000_000 + key}"
            born = f"{1950 + key % 45}-{1 + key % 12:02d}-{1 + key % 28:02d}"
            tier = "people_committee" if is_key else "unit"
            data = {
                "sex": sex,
                "born_on": born,
                "passport_number": passport,
                "management_tier": tier,
                "nationality": country,
            }
            someone = _Someone(
                key, name, fold(name), post, body, is_key, json.dumps(data, ensure_ascii=False)
            )
            (guests if is_guest else locals_[place]).append(someone)
            rows["person"].append(
                (
                    key, name, someone.folded, name_key(name), int(is_guest), "", country, born, sex, post, "", None if is_guest else body.id, unit,
                    "" if is_guest else "civil_servant", "" if is_guest else "01.003", "", "", tier, int(is_key), int(key % 3 > 0),
                    "ordinary" if is_guest else "official", passport, f"{LAST_YEAR + 1 + key % 9}-06-30", None, "none", 1,
                )
            )  # fmt: skip
            self._entry(
                rows,
                "person",
                key,
                name,
                f"{post}, {unit}",
                f"{someone.folded} {fold(post)} {fold(unit)} {passport.lower()}",
            )
        self._write(writing, rows)
        for some in locals_:
            self.starts.append(len(self.officials))
            self.sizes.append(max(1, len(some)))
            self.officials += some
        self.guests = guests

    def _entry(self, rows: Rows, topic: str, key: int, title: str, detail: str, folded: str) -> None:
        self.entries += 1
        rows["search_entry"].append((self.entries, topic, key, title, detail, folded))

    def _travellers(self, kind: str, body: int) -> list[_Someone]:
        """Neighbours in a list, so that nobody stands twice in a delegation and colleagues travel together."""
        r = self.chance.random
        count = 1 + int(r() * 3) if kind == "outgoing_private" else 4 + int(r() * 17)
        pool = self.guests if kind == "incoming" else self.officials
        first = (
            int(r() * len(pool)) if kind == "incoming" else self.starts[body] + int(r() * self.sizes[body])
        )
        return [pool[(first + n) % len(pool)] for n in range(min(count, len(pool)))]

    def _case(self, rows: Rows, key: int, departs: date) -> None:
        chance = self.chance
        kind = _KINDS[int(chance.random() * len(_KINDS))]
        spec = kinds()[kind]
        place = int(chance.random() * len(self.bodies))
        body = self.bodies[place]
        entries = self.told[
            {"outgoing_official": "outgoing", "outgoing_private": "private", "incoming": "incoming"}[kind]
        ]
        told = entries[min(int(chance.random() ** 2 * len(entries)), len(entries) - 1)]
        people = self._travellers(kind, place)
        returns = departs + timedelta(days=int(chance.random() * 9))
        received = departs - timedelta(days=14 + int(chance.random() * 20))
        category, what, *why = chance.choice(told["purposes"]).split("|")
        host = chance.choice(told.get("hosts") or told.get("bodies") or [""])
        what = what.format(host=host, place=chance.choice(told.get("places", [""])))
        title = f"Đoàn {host if kind == 'incoming' else body.name} {what}"[:300]
        state, status, counts = self._state(departs)
        number = self.numbers[kind, received.year] = self.numbers.get((kind, received.year), 0) + 1
        reference = spec.reference.format(year=received.year, number=number)
        permitted = (
            departs - timedelta(days=5) if counts else None
        )  # in the order of departure, as registers want it
        due = returns + timedelta(days=15) if counts else None
        reported = (
            None
            if due is None or chance.random() < 0.01
            else due + timedelta(days=int(chance.random() * 40) - 14)
        )
        money = len(people) * 5_000_000
        symbol = f"{self.decisions.get(permitted.year, 0) + 1}/QĐ-SNgV" if permitted else ""
        rows["delegation"].append(
            (
                key, spec.counts_as, kind, status, int(counts), title, category, why[0] if why else what, host, body.id, body.name,
                departs.isoformat(), returns.isoformat(), (returns - departs).days + 1, departs.year, people[0].name,
                "department" if people[0].is_key_post else "staff", len(people), told["country"], 1, "none", money, money,
                _iso(permitted), symbol, _iso(due), _iso(reported if state == "closed" else None), "", 0, None,
            )
        )  # fmt: skip
        at = f"{received.isoformat()} 01:30:00.000000"
        rows["dossier"].append(
            (
                key, reference, kind, spec.workflow, "original", None, key, state, at, _iso(received + timedelta(days=3) if state in _OPEN else None),
                1, body.id, body.name, f"{number}/{body.abbreviation}-VP", received.isoformat(), str(number), received.isoformat(), "normal", 2,
                at, f"{(reported or returns).isoformat()} 02:00:00.000000" if state == "closed" else None, 0, 0, 0, 0, "{}",
            )
        )  # fmt: skip
        rows["leg"].append(
            (
                key,
                key,
                0,
                told["country"],
                "",
                departs.isoformat(),
                returns.isoformat(),
                host,
                0,
                int(kind == "incoming" and key % 3 == 0),
                0,
            )
        )
        rows["funding"].append((key, key, 0, "state", money, body.name, ""))
        out, back = departs.isoformat(), returns.isoformat()
        for n, p in enumerate(people):
            self.members += 1
            rows["member"].append(
                (
                    self.members,
                    key,
                    p.id,
                    n,
                    "member" if n else "head",
                    p.name,
                    p.post,
                    p.body.name,
                    int(p.is_key_post),
                    out,
                    back,
                    p.data,
                )
            )
        self._journal(rows, key, received, reference)
        if permitted:
            self._letter(rows, key, permitted, title)
        names = " ".join(dict.fromkeys(word for p in people for word in p.folded.split(" ")))
        folded = f"{' '.join(tokens(reference))} {fold(title)} {fold(body.name)} {names}"
        self._entry(rows, "dossier", key, f"{reference} {title}", f"{body.name} · {people[0].name}", folded)

    def _state(self, departs: date) -> tuple[str, str, bool]:
        if departs > date(LAST_YEAR, 12, 1):
            n = int(self.chance.random() * (len(_OPEN) + 2))
            return (_OPEN[n], "planned", False) if n < len(_OPEN) else ("decided", "permitted", True)
        draw = self.chance.random()
        if draw < 0.03:
            return "cancelled", "cancelled", False
        return ("awaiting_report", "awaiting_report", True) if draw < 0.04 else ("closed", "closed", True)

    def _journal(self, rows: Rows, key: int, received: date, reference: str) -> None:
        self.journal += 1
        at = datetime(received.year, received.month, received.day, 1, 30, tzinfo=UTC)
        entry: dict[str, Any] = {
            "id": self.journal, "at": at, "user_id": 2, "user_name": "Cán bộ tiếp nhận", "act": "lodge", "about": "dossier", "about_id": key,
            "dossier_id": key, "from_state": "", "to_state": "received", "changes": {"reference": ["", reference]}, "reason": "",
        }  # fmt: skip
        made = chain.hash_of(self.head, entry)
        rows["journal"].append(
            (
                self.journal, f"{received.isoformat()} 01:30:00.000000", 2, entry["user_name"], "lodge", "dossier", key, key, "", "received",
                json.dumps(entry["changes"], ensure_ascii=False), "", self.head, made,
            )
        )  # fmt: skip
        self.head = made

    def _letter(self, rows: Rows, key: int, on: date, title: str) -> None:
        number = self.decisions[on.year] = self.decisions.get(on.year, 0) + 1
        at, day, name = f"{on.isoformat()} 03:00:00.000000", on.isoformat(), f"scale-{key}"
        rows["letter"].append(
            (
                key, name, key, "decision_send", "issued", self.register, on.year, number, "QĐ-SNgV", day, 0, f"Về việc {title}", "QUYẾT ĐỊNH",
                "", "", "", 3, "{}", "{}", self.pdf, "", "", "{}", at, "Văn thư", at, "Văn thư", "",
            )
        )  # fmt: skip
        rows["taken_number"].append((key, self.register, on.year, number, day, name, ""))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _table(name: str) -> Table:
    return Record.metadata.tables[name]


def _columns() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in _TABLES:
        yield name, tuple(c.name for c in _table(name).columns)


COLUMNS = dict(_columns())  # rows are written in the order of the records' own columns
