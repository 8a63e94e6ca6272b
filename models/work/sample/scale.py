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
from models.catalogue.kinds import DossierKind, kinds
from models.reading.registers import INTERNAL
from models.records import Record, Setting
from models.store import bulk, chain
from models.store.units import Actor, Store
from models.text import fold, tokens
from models.work.numbering import register_for
from models.work.office import SAMPLE_DAY
from models.work.sample.crowd import Crowd, Someone
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
class _Case:
    """One invented case before it is written."""

    key: int
    kind: DossierKind
    body: Body
    country: str
    host: str
    category: str
    purpose: str
    title: str
    people: list[Someone]
    departs: date
    returns: date
    received: date
    state: str
    status: str
    counts: bool
    number: int
    permitted: date | None
    due: date | None
    reported: date | None

    @property
    def reference(self) -> str:
        """The dossier's own reference."""
        return self.kind.reference.format(year=self.received.year, number=self.number)


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
                    self._case(rows, self._draw(n + 1, days[n]))
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
        rows: Rows = {name: [] for name in _TABLES}
        self.crowd = Crowd(self.chance, self.bodies, count)
        for p in self.crowd.everyone:
            rows["person"].append(p.row(LAST_YEAR))
            words = f"{p.folded} {fold(p.post)} {fold(p.unit)} {p.passport.lower()}"
            self._entry(rows, "person", p.id, p.name, f"{p.post}, {p.unit}", words)
        self._write(writing, rows)

    def _entry(self, rows: Rows, topic: str, key: int, title: str, detail: str, folded: str) -> None:
        self.entries += 1
        rows["search_entry"].append((self.entries, topic, key, title, detail, folded))

    def _draw(self, key: int, departs: date) -> _Case:
        """Invents one case."""
        chance = self.chance
        kind = kinds()[_KINDS[int(chance.random() * len(_KINDS))]]
        place = int(chance.random() * len(self.bodies))
        entries: list[dict[str, Any]] = self.told[kind.counts_as]
        told = entries[min(int(chance.random() ** 2 * len(entries)), len(entries) - 1)]
        returns = departs + timedelta(days=int(chance.random() * 9))
        received = departs - timedelta(days=14 + int(chance.random() * 20))
        category, what, *why = chance.choice(told["purposes"]).split("|")
        host = chance.choice(told.get("hosts") or told.get("bodies") or [""])
        what = what.format(host=host, place=chance.choice(told.get("places", [""])))
        body = self.bodies[place]
        state, status, counts = self._state(departs)
        number = self.numbers[kind.code, received.year] = self.numbers.get((kind.code, received.year), 0) + 1
        due = returns + timedelta(days=15) if counts else None
        return _Case(
            key=key, kind=kind, body=body, country=told["country"], host=host, category=category, purpose=why[0] if why else what,
            title=f"Đoàn {host if kind.code == 'incoming' else body.name} {what}"[:300], people=self.crowd.travellers(kind.code, place),
            departs=departs, returns=returns, received=received, state=state, status=status, counts=counts, number=number,
            permitted=departs - timedelta(days=5) if counts else None,  # in the order of departure, as registers want it
            due=due, reported=due + timedelta(days=int(chance.random() * 40) - 14) if due and state == "closed" else None,
        )  # fmt: skip

    def _case(self, rows: Rows, c: _Case) -> None:
        """Writes one case into the rows of every table."""
        people, departs, returns = c.people, c.departs.isoformat(), c.returns.isoformat()
        money = len(people) * 5_000_000
        symbol = f"{self.decisions.get(c.permitted.year, 0) + 1}/QĐ-SNgV" if c.permitted else ""
        rows["delegation"].append(
            (
                c.key, c.kind.counts_as, c.kind.code, c.status, int(c.counts), c.title, c.category, c.purpose, c.host, c.body.id, c.body.name,
                departs, returns, (c.returns - c.departs).days + 1, c.departs.year, people[0].name,
                "department" if people[0].is_key_post else "staff", len(people), c.country, 1, "none", money, money,
                _iso(c.permitted), symbol, _iso(c.due), _iso(c.reported), "", 0, None,
            )
        )  # fmt: skip
        received, at = c.received.isoformat(), f"{c.received.isoformat()} 01:30:00.000000"
        rows["dossier"].append(
            (
                c.key, c.reference, c.kind.code, c.kind.workflow, "original", None, c.key, c.state, at,
                _iso(c.received + timedelta(days=3)) if c.state in _OPEN else None, 1, c.body.id, c.body.name,
                f"{c.number}/{c.body.abbreviation}-VP", received, str(c.number), received, "normal", 2, at,
                f"{c.reported.isoformat()} 02:00:00.000000" if c.reported else None, 0, 0, 0, 0, "{}",
            )
        )  # fmt: skip
        border = int(c.kind.code == "incoming" and c.key % 3 == 0)
        rows["leg"].append((c.key, c.key, 0, c.country, "", departs, returns, c.host, 0, border, 0))
        rows["funding"].append((c.key, c.key, 0, "state", money, c.body.name, ""))
        first, self.members = self.members + 1, self.members + len(people)
        rows["member"] += [
            (
                first + n,
                c.key,
                p.id,
                n,
                "member" if n else "head",
                p.name,
                p.post,
                p.unit,
                int(p.is_key_post),
                departs,
                returns,
                p.data,
            )
            for n, p in enumerate(people)
        ]
        self._journal(rows, c.key, c.received, c.reference)
        if c.permitted:
            self._letter(rows, c.key, c.permitted, c.title)
        names = " ".join(dict.fromkeys(word for p in people for word in p.folded.split(" ")))
        folded = f"{' '.join(tokens(c.reference))} {fold(c.title)} {fold(c.body.name)} {names}"
        self._entry(
            rows, "dossier", c.key, f"{c.reference} {c.title}", f"{c.body.name} · {people[0].name}", folded
        )

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
                "", "", "", 3, "{}", "{}", self.pdf, "", "", "{}", at, "Văn thư", at, "Văn thư", "", "", None, 0,
            )
        )  # fmt: skip
        rows["taken_number"].append((key, self.register, on.year, number, day, name, "", "", ""))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _table(name: str) -> Table:
    return Record.metadata.tables[name]


def _columns() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in _TABLES:
        yield name, tuple(c.name for c in _table(name).columns)


COLUMNS = dict(_columns())  # rows are written in the order of the records' own columns
