"""A computer that goes dark: what was typed in the real window is there again, and no act that was told of is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models import clock
from models.draft import to_json
from models.reading.drafts import drafts_of, saved_draft
from models.records import Dossier, Letter, TakenNumber
from models.store import checking
from models.store.units import Store
from models.work import users
from tests.makers import DAY
from tests.plugins.lived_in import LivedIn, copy_of

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are killed")

# The real window, from its start page on; it types and then works on until it is killed.
WINDOW = """
import json, sys
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from models import clock
from models.draft import to_json
from tests.makers import DAY
from ui import app
from ui.pages import Place

what, where = sys.argv[1:]
qt, window = app.make(["--office", where, "--locale", "vi"])

def until(ready, seconds=60):
    for _ in range(seconds * 100):
        if ready():
            return
        QTest.qWait(10)
    print("waited in vain", flush=True); raise SystemExit(1)

window.show()
until(lambda: window.login.enter.isVisible())
window.login.login.setText("officer"); window.login.password.setText("so-doan-mau-2018"); window.login.enter.click()
until(lambda: window.shell is not None)
moment = clock.at(DAY); moment.__enter__()
window.shell.go(Place("dossier", None, {"kind": "outgoing_official"}))
page = window.shell.page
until(lambda: page.mode == "new")
if what == "type":
    line = page.form.blocks["title"].input.target()
    line.setFocus()
    QTest.keyClicks(line, "Doan di Lao <b> & con nua")
    purpose = page.form.blocks["purpose"].input.target()
    purpose.setFocus()
    purpose.insertPlainText("D\\u00f2ng m\\u1ed9t\\nd\\u00f2ng hai")
    table = page.form.tables["members"]
    table.go_to(0, "full_name")
    QTest.keyClicks(table.grid, "N")  # opens the cell
    QTest.keyClicks(table.grid.focusWidget() or qt.focusWidget(), "ong Van An")  # and it stays open
    QTest.qWait(0)
    print(to_json(page.form.collect()), flush=True)
    qt.exec()
else:
    until(lambda: page.banner.isVisible())
    from PySide6.QtWidgets import QAbstractButton
    page.banner.findChildren(QAbstractButton)[0].click()
    until(lambda: page.form.collect().values.get("title"))
    print(to_json(page.form.collect()), flush=True)
    import os; os._exit(0)
"""


def start(script: str, *words: object, **more: Any) -> subprocess.Popen[str]:
    """A process of ours in its own folder of the user's data."""
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen", **more}
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)], cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True,
        stdin=subprocess.PIPE,
    )  # fmt: skip


def test_what_was_typed_a_second_before_the_kill_comes_back(lived_in: LivedIn, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    working = start(WINDOW, "type", lived_in.path, SODOAN_HOME=str(tmp_path / "home"))
    assert working.stdout
    typed = working.stdout.readline().strip()
    assert typed.startswith("{"), typed
    time.sleep(1.0)
    assert working.poll() is None
    working.kill()
    working.communicate()
    store = Store.open(lived_in.path)
    with store.reading() as read:
        officer = users.actor_of(read, "officer")
        (row,) = drafts_of(read, officer.user_id or 0)
        kept = saved_draft(read, row.key)
    assert kept is not None and to_json(kept) == typed
    assert (
        kept.values["title"] == "Doan di Lao <b> & con nua"
        and kept.rows["members"][0]["full_name"] == "Nong Van An"
    )
    store.close()
    again = start(WINDOW, "look", lived_in.path, SODOAN_HOME=str(tmp_path / "home"))
    out, _ = again.communicate(timeout=120)
    assert out.strip() == typed


# Lodges, approves, prepares and issues without end; says each act when it was told that it had been kept.
ACTS = """
import os, sys
from models import clock
from models.catalogue.letter_kinds import letter_kinds
from models.store.units import Store
from models.work import dossiers, letters, review, users
from tests.makers import DAY, make_draft

def work(place):
    store = Store.open(place)
    with store.reading() as read:
        who = {n: users.actor_of(read, n) for n in ("officer", "head", "director", "clerk")}
    def say(*words):
        os.write(1, (" ".join(map(str, words)) + "\\n").encode())
    say("ready")
    with clock.at(DAY):
        while True:
            made = dossiers.lodge(store, make_draft(title=f"Đoàn {os.getpid()}"), by=who["officer"])
            say("lodged", made.dossier_id, made.reference)
            for step, name in (("accept", "officer"), ("forward", "officer"), ("endorse", "head"), ("approve", "director")):
                review.advance(store, made.dossier_id, step, by=who[name])
            letter = letters.prepare(store, made.dossier_id, "submission_send", by=who["clerk"])
            done = letters.issue(store, letter.letter_id, by=who["clerk"])
            say("issued", done.letter_id, done.number)

letter_kinds()
for line in sys.stdin:
    pid = os.fork()
    if not pid:
        work(line.strip())
    print("pid", pid, flush=True)
"""


def test_twenty_kills_while_lodging_and_issuing(lived_in_template: LivedIn, tmp_path: Path) -> None:
    """Every act that was told of is there, whole; no number is missing or stands twice; a lost answer is asked for again."""
    office = copy_of(lived_in_template, tmp_path)
    chance = random.Random(2)
    nursery = start(ACTS)
    assert nursery.stdin and nursery.stdout
    told: list[list[str]] = []
    for _ in range(20):
        nursery.stdin.write(f"{office.path}\n")
        nursery.stdin.flush()
        pid = 0
        acts = 0
        until = time.monotonic() + 120
        wanted = chance.choice((1, 1, 2))
        while acts < wanted or not pid:
            words = nursery.stdout.readline().split()
            assert words and time.monotonic() < until
            if words[0] == "pid":
                pid = int(words[1])
            elif words[0] != "ready":
                told.append(words)
                acts += 1
        time.sleep(chance.uniform(0, 0.08))
        os.kill(pid, signal.SIGKILL)
    nursery.stdin.close()
    told += [
        line.split() for line in nursery.stdout.read().splitlines() if line.split()[0] in {"lodged", "issued"}
    ]
    nursery.stdout.close()
    nursery.wait(30)
    look(office, told)


def look(office: LivedIn, told: list[list[str]]) -> None:
    store = Store.open(office.path)
    found = checking.check(store)
    assert found.ok, json.dumps(found.as_dict(), ensure_ascii=False)
    with store.reading() as read:
        references = {r.id: r.reference for r in read.session.execute(select(Dossier.id, Dossier.reference))}
        letters_there = {
            r.id: r
            for r in read.session.execute(select(Letter.id, Letter.number, Letter.state, Letter.pdf_sha256))
        }
        taken = sorted(read.session.scalars(select(TakenNumber.number)))
    for words in told:
        if words[0] == "lodged":
            assert references[int(words[1])] == words[2]
        else:
            letter = letters_there[int(words[1])]
            assert (letter.number, letter.state) == (int(words[2]), "issued") and store.vault.has(
                letter.pdf_sha256
            )
    assert taken == list(range(1, len(taken) + 1)), "a number is missing or stands twice"
    assert sorted(references.values()) == sorted(set(references.values()))
    outgoing = sorted(int(r[-3:]) for r in references.values() if r.startswith("ĐR"))
    assert outgoing == list(range(1, len(outgoing) + 1))
    assert sum(w[0] == "issued" for w in told) >= 3 and sum(w[0] == "lodged" for w in told) >= 15
    resume(store, {r.id for r in letters_there.values() if r.state == "issued"})


def resume(store: Store, issued: set[int]) -> None:
    """Issuing again what was issued, after an answer that never came, takes no second number."""
    from models.work import letters

    with store.reading() as read:
        clerk = users.actor_of(read, "clerk")
    with clock.at(DAY):
        again = [letters.issue(store, key, by=clerk) for key in sorted(issued)[-2:]]
    assert all(a.is_again for a in again)
    store.close()
