"""S4, S5, S6: search as one types, opening the queue, a page of the list and the year's figures, at 100,000 delegations.

Beside them: ``LIKE`` over the member rows, the same rows by the bare driver, and the same count without any index. The office
for it is made once (``main.py demo --size 100000``) and kept in the folder named on the command line.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from bench.pairs import Result, compare
from models.catalogue.workflows import Role
from models.reading.dossiers import DOSSIERS
from models.reading.queues import QueueSource
from models.reading.search import search
from models.reading.spine import Question
from models.statistics.periods import parse
from models.statistics.summary import families
from models.store.units import Actor, Store

# What people type; every prefix of each is one keystroke.
TYPED = (
    "nguyen van",
    "nong thi ha",
    "hoang",
    "dam van d",
    "be thi",
    "so giao duc",
    "lao",
    "trieu quang",
    "luc",
    "dr-2015",
)


def prefixes() -> list[str]:
    """Every keystroke of everything typed."""
    return [text[:n] for text in TYPED for n in range(1, len(text) + 1)]


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95) - 1]


def _each(run: Callable[[str], Any]) -> list[float]:
    out: list[float] = []
    for text in prefixes():
        start = time.perf_counter()
        run(text)
        out.append((time.perf_counter() - start) * 1000)
    return out


def _search(store: Store, raw: dbapi2.Connection, rounds: int) -> Result:
    ours: list[float] = []
    other: list[float] = []
    ratios: list[float] = []
    like = "SELECT id, full_name FROM member WHERE full_name LIKE ? ORDER BY id DESC LIMIT 50"

    def by_like(text: str) -> None:
        raw.execute(like, (f"%{text}%",)).fetchall()

    def by_index(text: str) -> None:
        with store.reading() as read:
            search(read, text)

    _each(by_index)
    for n in range(rounds):
        if n % 2:
            b, a = _each(by_like), _each(by_index)
        else:
            a, b = _each(by_index), _each(by_like)
        ratios.append(_p95(a) / _p95(b))
        ours += a
        other += b
    ratios.sort()
    return Result(
        "S4 search, worst keystrokes (p95)", _p95(ours), _p95(other), statistics.median(ratios), ratios[0], ratios[-1],
        "≤ 1/50 and ≤ 16 ms", "LIKE '%q%' over the member rows", rounds,
    )  # fmt: skip


def _lists(store: Store, raw: dbapi2.Connection, pairs: int) -> list[Result]:
    actor = Actor(None, "bench", frozenset(Role))
    queue, asked, everything = QueueSource(actor), Question("queue"), Question("dossiers")
    states = "('received','appraisal','division','director','approved')"
    bare = (
        "SELECT d.*, g.* FROM dossier d JOIN delegation g ON g.id = d.delegation_id {where} "
        "ORDER BY {order} LIMIT 100"
    )  # fmt: skip

    def open_queue() -> None:
        with store.reading() as read:
            queue.first_rows(read, asked, 100)
            queue.spine(read, asked)

    def bare_queue() -> None:
        raw.execute(
            bare.format(where=f"WHERE d.state IN {states}", order="d.due_on IS NULL, d.due_on, d.id")
        ).fetchall()
        raw.execute(
            f"SELECT id FROM dossier WHERE state IN {states} ORDER BY due_on IS NULL, due_on, id"
        ).fetchall()

    def first_page() -> None:
        with store.reading() as read:
            DOSSIERS.first_rows(read, everything, 100)

    def bare_page() -> None:
        raw.execute(bare.format(where="", order="d.received_on DESC, d.id DESC")).fetchall()

    return [
        compare("S5 opening the queue", open_queue, bare_queue, beside="bare driver, same rows", target="≤ 1.3 ×", pairs=pairs),
        compare("S5 first page of the list", first_page, bare_page, beside="bare driver, same rows", target="≤ 1.3 ×", pairs=pairs),
    ]  # fmt: skip


def _figures(store: Store, raw: dbapi2.Connection, pairs: int) -> Result:
    period = parse("2015")
    scan = (
        "SELECT counts_as, COUNT(*), SUM(member_count) FROM delegation NOT INDEXED "
        "WHERE counts AND departs_on BETWEEN '2015-01-01' AND '2015-12-31' GROUP BY counts_as"
    )
    persons = (
        "SELECT d.counts_as, COUNT(DISTINCT m.person_id) FROM delegation d NOT INDEXED JOIN member m NOT INDEXED "
        "ON m.delegation_id = d.id WHERE d.counts AND d.departs_on BETWEEN '2015-01-01' AND '2015-12-31' GROUP BY d.counts_as"
    )

    def ours() -> None:
        with store.reading() as read:
            families(read, period)

    def unindexed() -> None:
        raw.execute(scan).fetchall()
        raw.execute(persons).fetchall()

    return compare(
        "S6 figures of a year", ours, unindexed, beside="scan without index", target="≤ 1/10", pairs=pairs
    )


def run(office: Path, pairs: int = 9) -> list[Result]:
    """All figures on the large office."""
    store = Store.open(office)
    raw = dbapi2.connect(f"file:{office}?mode=ro", uri=True)
    raw.execute("PRAGMA cache_size=-65536")
    try:
        return [
            _search(store, raw, max(3, pairs // 3)),
            *_lists(store, raw, pairs),
            _figures(store, raw, pairs),
        ]
    finally:
        raw.close()
        store.close()
