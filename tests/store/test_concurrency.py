"""Killed at any moment, with others at work: what was acknowledged is there, nothing is half."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from models.records import JournalEntry, Setting
from models.store import checking
from models.store.units import Actor, Store

ROOT = Path(__file__).parents[2]

NURSERY = """
import os, sys
from datetime import date
from models.records import Setting
from models.store.units import Actor, Store

def work(place, name):
    said = os.open(f"{sys.argv[1]}/{name}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    store = Store.open(place)
    me = Actor(None, name, frozenset())
    n = 0
    os.write(said, b"0 ")
    while True:
        n += 1
        sha = store.vault.put(f"{name} {n}".encode() * 50)
        with store.writing(me) as w:
            w.session.add(Setting(name=f"{name}.{n}", valid_from=date(2018, 1, 1), value={"sha": sha}))
            w.note("save", None, reason=sha)
        os.write(said, f"{n} ".encode())

for line in sys.stdin:
    place, name = line.rstrip("\\n").split("\\t")
    pid = os.fork()
    if not pid:
        work(place, name)
    print(pid, flush=True)
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")


class Writers:
    """Processes that save without end and write down each acknowledged save. Forked from one, so they start at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.nursery = subprocess.Popen(
            [sys.executable, "-c", NURSERY, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, place: Path | str, name: str) -> int:
        """A writer that was told of its first save; gives its process id."""
        assert self.nursery.stdin and self.nursery.stdout
        self.nursery.stdin.write(f"{place}\t{name}\n")
        self.nursery.stdin.flush()
        pid = int(self.nursery.stdout.readline())
        until = time.monotonic() + 60  # of a busy machine
        while not self.acknowledged(name):
            assert time.monotonic() < until, "the writer did not start"
            time.sleep(0.002)
        return pid

    def wait_for(self, name: str, saves: int) -> None:
        """Waits until a writer was told of so many saves."""
        until = time.monotonic() + 30
        while self.acknowledged(name) < saves:
            assert time.monotonic() < until, "the writer does not get on"
            time.sleep(0.001)

    def acknowledged(self, name: str) -> int:
        """The last save that a writer was told had been kept."""
        file = self.folder / name
        return int((file.read_text().split() or ["0"])[-1]) if file.exists() else 0


@pytest.fixture
def writers(tmp_path: Path) -> Iterator[Writers]:
    """A place to start writers from."""
    folder = tmp_path / "said"
    folder.mkdir()
    out = Writers(folder)
    yield out
    out.nursery.communicate()


def test_kill_at_any_moment(place: Path | str, writers: Writers) -> None:
    """Three writers at a time; each kill falls at a random moment of the work."""
    chance = random.Random(2018)
    names: list[str] = []
    for turn in range(12 if isinstance(place, Path) else 6):  # a process takes its time to reach a server
        several = {f"{turn}.{n}": writers.start(place, f"{turn}.{n}") for n in range(3)}
        writers.wait_for(next(iter(several)), chance.randint(0, 6))
        for pid in several.values():
            time.sleep(chance.uniform(0, 0.03))
            os.kill(pid, signal.SIGKILL)
        names += several
    time.sleep(0.2)
    said = {name: writers.acknowledged(name) for name in names}
    store = Store.open(place)
    with store.reading() as r:
        rows = r.session.execute(select(Setting.name, Setting.value)).all()
        reasons = set(r.session.scalars(select(JournalEntry.reason)))
    found = checking.check(store)
    assert found.ok, found
    kept = {row.name for row in rows}
    for name, last in said.items():
        assert {f"{name}.{n}" for n in range(1, last + 1)} <= kept
        assert (
            len([k for k in kept if k.startswith(f"{name}.")]) <= last + 1
        )  # kept, and killed before it was told
    assert {row.value["sha"] for row in rows} == reasons
    assert all(store.vault.has(row.value["sha"]) for row in rows)
    assert all(said.values())
    store.close()


def test_seats_on_one_server_append_to_one_chain(postgres_place: str, writers: Writers) -> None:
    several = {f"w{n}": writers.start(postgres_place, f"w{n}") for n in range(3)}
    time.sleep(0.5)
    for pid in several.values():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    done = [writers.acknowledged(name) for name in several]
    assert all(done)
    store = Store.open(postgres_place)
    journal = checking.check(store).journal
    store.close()
    assert journal.ok
    assert sum(done) <= journal.entries <= sum(done) + 3


def test_two_seats_cannot_overwrite_each_other(postgres_place: str, actor: Actor) -> None:
    from sqlalchemy.orm.exc import StaleDataError

    from models.records import Person

    one, two = Store.open(postgres_place), Store.open(postgres_place)
    try:
        with one.writing(actor) as w:
            w.session.add(Person(id=1, full_name="Lục Văn Bế", folded="luc van be", sort_key="b"))
        with pytest.raises(StaleDataError), one.writing(actor) as mine:
            person = mine.session.get_one(Person, 1)
            with two.engines.writing.begin() as c:
                c.execute(text("UPDATE person SET position = 'Phó Chủ tịch', version = version + 1"))
            person.position = "Chủ tịch"
        with two.reading() as r:
            assert r.session.get_one(Person, 1).position == "Phó Chủ tịch"
    finally:
        one.close()
        two.close()
