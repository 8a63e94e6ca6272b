"""Questions and acts off the event loop: answered on the main thread, dropped when nobody wants them, never in a wrong order."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from models.errors import OfficeError
from models.store.units import Actor, Changed, Store, Topic
from ui.jobs import Jobs, Progress, Stopped


@pytest.fixture
def jobs(qtbot: QtBot, sqlite_store: Store) -> Iterator[Jobs]:
    made = Jobs(sqlite_store)
    yield made
    made.close()


def test_answers_come_on_the_main_thread(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[tuple[object, object]] = []
    owner = QObject()
    jobs.ask(
        lambda read: threading.current_thread(),
        owner=owner,
        then=lambda t: seen.append((t, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    worker, here = seen[0]
    assert worker is not threading.main_thread()
    assert here is threading.main_thread()


def test_the_answer_of_a_destroyed_owner_is_dropped(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[int] = []
    owner, other, gate = QObject(), QObject(), threading.Event()
    jobs.ask(lambda read: gate.wait(5), owner=owner, then=lambda _: seen.append(1))
    owner.deleteLater()
    qtbot.wait(20)
    gate.set()
    jobs.ask(lambda read: 2, owner=other, then=seen.append)
    qtbot.waitUntil(lambda: 2 in seen)
    qtbot.wait(30)
    assert seen == [2]


def test_a_newer_question_silences_the_older_one(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[int] = []
    owner, gate = QObject(), threading.Event()
    jobs.ask(lambda read: gate.wait(5) and 1, owner=owner, then=seen.append, outranks="list")
    jobs.ask(lambda read: 2, owner=owner, then=seen.append, outranks="list")
    qtbot.waitUntil(lambda: seen == [2])
    gate.set()
    qtbot.wait(50)
    assert seen == [2]


def test_acts_follow_each_other(qtbot: QtBot, jobs: Jobs) -> None:
    order: list[int] = []
    owner, running, most = QObject(), [0], [0]

    def act(n: int) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.005)
        order.append(n)
        running[0] -= 1

    for n in range(8):
        jobs.do(lambda store, n=n: act(n), owner=owner)
    qtbot.waitUntil(lambda: len(order) == 8)
    assert order == list(range(8))
    assert most[0] == 1


def test_refusals_go_to_the_asker_or_the_window_and_faults_to_us(qtbot: QtBot, jobs: Jobs) -> None:
    own: list[OfficeError] = []
    owner = QObject()

    def refuse(store: Store) -> None:
        raise OfficeError("not_allowed", act="ký")

    jobs.do(refuse, owner=owner, failed=own.append)
    qtbot.waitUntil(lambda: len(own) == 1)
    with qtbot.waitSignal(jobs.refused) as refused:
        jobs.do(refuse, owner=owner)
    assert refused.args[0].code == "not_allowed"
    with qtbot.waitSignal(jobs.broke) as broke:
        jobs.ask(lambda read: 1 // 0, owner=owner, then=lambda _: None)
    assert isinstance(broke.args[0], ZeroDivisionError)


def test_an_act_tells_the_house_what_it_changed(qtbot: QtBot, jobs: Jobs, actor: Actor) -> None:
    def act(store: Store) -> None:
        with store.writing(actor) as w:
            w.touched(Topic.PEOPLE)

    threads: list[object] = []
    jobs.changed.connect(lambda changed: threads.append(threading.current_thread()))
    with qtbot.waitSignal(jobs.changed) as told:
        jobs.do(act, owner=jobs)
    assert told.args[0] == Changed(frozenset({Topic.PEOPLE}), frozenset())
    assert threads == [threading.main_thread()]


def test_other_seats_are_noticed_by_the_journal(qtbot: QtBot, sqlite_store: Store) -> None:
    last = [5]
    jobs = Jobs(sqlite_store, at_once=True, last_entry=lambda read: last[0])
    seen: list[Changed] = []
    jobs.changed.connect(seen.append)
    jobs._look_for_others()
    jobs._look_for_others()
    assert seen == []
    last[0] = 6
    jobs._look_for_others()
    assert [c.topics for c in seen] == [frozenset(Topic)]
    jobs.close()


def test_long_work_reports_and_can_be_stopped(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[tuple[int, int, str]] = []
    ended: list[int] = []

    def work(store: Store, progress: Progress) -> str:
        for n in range(10_000):
            progress.report(n, 10_000, "dòng")
            time.sleep(0.001)
        raise AssertionError("was not stopped")

    progress = jobs.long(work, title="Sao lưu", owner=jobs, then=lambda _: ended.append(1))
    progress.moved.connect(lambda *far: seen.append(far))
    qtbot.waitUntil(lambda: len(seen) > 2)
    with qtbot.waitSignal(progress.ended):
        progress.stop()
    assert progress.is_stopped
    with pytest.raises(Stopped):
        progress.report(1)
    assert ended == []


def test_waiting_is_told_only_after_a_while(qtbot: QtBot, jobs: Jobs) -> None:
    told: list[bool] = []
    jobs.waiting.connect(told.append)
    done: list[int] = []
    jobs.ask(lambda read: 1, owner=jobs, then=done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert True not in told
    jobs.ask(lambda read: time.sleep(0.25), owner=jobs, then=lambda _: done.append(2))
    qtbot.waitUntil(lambda: len(done) == 2)
    assert told[-2:] == [True, False]


def test_nothing_comes_back_after_closing(qtbot: QtBot, sqlite_store: Store) -> None:
    jobs = Jobs(sqlite_store)
    seen: list[int] = []
    jobs.ask(lambda read: 1, owner=jobs, then=seen.append)
    jobs.close()
    jobs.ask(lambda read: 2, owner=jobs, then=seen.append)
    qtbot.wait(50)
    assert seen == []
    assert sqlite_store.listeners == []
