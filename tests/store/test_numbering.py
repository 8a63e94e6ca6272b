"""Official numbers: gapless, unique, in order of date, one per letter; on both databases."""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from models import clock
from models.errors import OfficeError
from models.records import Register, RegisterYear, TakenNumber
from models.store.backup import check
from models.store.units import Actor, Store
from models.work.numbering import Taken, raised, register_for, take_number, void_number
from models.work.registers import reserve_number
from tests.makers import DAY


def _register(store: Store, by: Actor, code: str = "decisions", *, is_external: bool = False) -> int:
    with store.writing(by) as w:
        return register_for(w, code, is_external=is_external).id


def _take(
    store: Store, by: Actor, register_id: int, on: date, key: str = "", number: int | None = None
) -> Taken:
    with store.writing(by) as w:
        register = w.session.get(Register, register_id)
        assert register is not None
        return take_number(w, register, on, key or str(uuid4()), number)


@pytest.mark.slow
def test_eight_clerks_at_once_leave_no_gap(store: Store, actor: Actor) -> None:
    register = _register(store, actor)
    aborted = random.Random(7)

    def clerk(_n: int) -> list[int]:
        got: list[int] = []
        while len(got) < 50:
            try:
                with store.writing(actor) as w:
                    number = raised(w, register, DAY)
                    if aborted.random() < 0.05:
                        raise KeyError("the printer jammed")
                    w.session.add(
                        TakenNumber(
                            register_id=register,
                            year=2018,
                            number=number,
                            taken_on=DAY,
                            letter_key=str(uuid4()),
                        )
                    )
                got.append(number)
            except KeyError:
                continue
        return got

    with ThreadPoolExecutor(8) as pool:
        got = sorted(n for part in pool.map(clerk, range(8)) for n in part)
    assert got == list(range(1, 401))
    with store.reading() as read:
        kept = read.session.scalars(select(TakenNumber.number).order_by(TakenNumber.number)).all()
        assert list(kept) == got
        assert read.session.scalar(select(RegisterYear.last)) == 400


def _desk(place: str, actor: Actor, seed: int, register: int, wanted: int) -> list[int]:
    """One seat in a process of its own: takes and sets aside numbers, some units failing, and gives the numbers it got."""
    chance, got = random.Random(seed), list[int]()
    store = Store.open(place, wait=60)
    try:
        with clock.at(DAY):
            while len(got) < wanted:
                try:
                    with store.writing(actor) as w:
                        found = w.session.get(Register, register)
                        assert found is not None
                        taken = take_number(w, found, DAY, str(uuid4()))
                        if chance.random() < 0.15:
                            raise KeyError("the printer jammed")
                    got.append(taken.number)
                    if chance.random() < 0.2:
                        got.append(reserve_number(store, register, "Thư mời", by=actor).number)
                except KeyError:
                    continue
    finally:
        store.close()
    return got


@pytest.mark.slow
def test_eight_processes_on_one_store_leave_no_gap(place: Path | str, actor: Actor) -> None:
    store = Store.open(place, wait=60)
    register = _register(store, actor)
    with ProcessPoolExecutor(8, mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(_desk, str(place), actor, n, register, 25) for n in range(8)]
        got = sorted(number for part in parts for number in part.result())
    assert got == list(range(1, len(got) + 1)) and len(got) >= 200
    with store.reading() as read:
        assert read.session.scalar(select(RegisterYear.last)) == len(got)
    assert check(store).ok
    store.close()


def test_years_change_under_two_registers_each_for_itself(store: Store, actor: Actor) -> None:
    first, second = _register(store, actor), _register(store, actor, "letters")
    with clock.at(date(2018, 12, 31)):
        assert [_take(store, actor, r, date(2018, 12, 31)).number for r in (first, first, second)] == [
            1,
            2,
            1,
        ]
    with clock.at(date(2019, 1, 1)):
        kept = reserve_number(store, first, "Văn bản ký cuối năm", by=actor, on=date(2018, 12, 31))
        assert (kept.number, kept.on) == (3, date(2018, 12, 31))
        assert [_take(store, actor, r, date(2019, 1, 1)).number for r in (first, second)] == [1, 1]
        assert reserve_number(store, first, "Thư mời", by=actor).number == 2
    with store.reading() as read:
        assert {(y.year, y.last) for y in read.session.scalars(select(RegisterYear).where(RegisterYear.register_id == first))} == {
            (2018, 3), (2019, 2)}  # fmt: skip


def test_from_01_each_year_and_never_before_the_last_day(store: Store, actor: Actor) -> None:
    register = _register(store, actor)
    with clock.at(date(2019, 1, 3)):
        assert [
            _take(store, actor, register, on).number
            for on in (date(2018, 12, 28), date(2018, 12, 31), date(2018, 12, 31))
        ] == [1, 2, 3]
        assert _take(store, actor, register, date(2019, 1, 2)).number == 1
        with pytest.raises(OfficeError) as late:
            _take(store, actor, register, date(2018, 12, 29))
        assert late.value.code == "date_before_last" and "31/12/2018" in str(late.value)
        assert _take(store, actor, register, date(2018, 12, 31)).number == 4
        with pytest.raises(OfficeError) as early:
            _take(store, actor, register, date(2019, 1, 4))
        assert early.value.code == "date_in_future"


def test_asking_again_gives_the_same_number(store: Store, actor: Actor) -> None:
    register = _register(store, actor)
    with clock.at(DAY):
        first = _take(store, actor, register, DAY, "letter-1")
        again = _take(store, actor, register, DAY, "letter-1")
        assert (again.number, again.is_again) == (first.number, True)
        assert _take(store, actor, register, DAY, "letter-2").number == first.number + 1


def test_two_who_issue_the_same_letter_at_once_get_one_number(store: Store, actor: Actor) -> None:
    from sqlalchemy.exc import IntegrityError

    register = _register(store, actor)

    def take(_n: int) -> int:
        while True:
            try:
                with clock.at(DAY):
                    return _take(store, actor, register, DAY, "the one letter").number
            except IntegrityError:
                continue

    with clock.at(DAY), ThreadPoolExecutor(4) as pool:
        assert set(pool.map(take, range(12))) == {1}
    with store.reading() as read:
        assert read.session.scalar(select(RegisterYear.last)) == 1


def test_voided_numbers_stay_and_are_not_given_again(store: Store, actor: Actor) -> None:
    register = _register(store, actor)
    with clock.at(DAY):
        _take(store, actor, register, DAY, "a")
        with store.writing(actor) as w:
            void_number(w, "a", "In sai tên")
        assert _take(store, actor, register, DAY, "b").number == 2
        with store.reading() as read:
            assert read.session.scalars(
                select(TakenNumber.void_reason).order_by(TakenNumber.number)
            ).all() == ["In sai tên", ""]


def test_numbers_of_another_body_are_checked(store: Store, actor: Actor) -> None:
    register = _register(store, actor, "committee_decisions", is_external=True)
    own = _register(store, actor)
    with clock.at(DAY):
        assert _take(store, actor, register, DAY, number=312).number == 312
        assert _take(store, actor, register, date(2018, 2, 1), number=200).number == 200
        for number, code in (
            (312, "number_taken"),
            (None, "number_needed"),
            (0, "number_wrong"),
            (100_000, "number_wrong"),
        ):
            with pytest.raises(OfficeError) as refused:
                _take(store, actor, register, DAY, number=number)
            assert refused.value.code == code and str(refused.value)
        with pytest.raises(OfficeError) as ours:
            _take(store, actor, own, DAY, number=5)
        assert ours.value.code == "number_not_ours"


def test_a_unit_that_fails_gives_the_number_back(store: Store, actor: Actor) -> None:
    register = _register(store, actor)
    with clock.at(DAY):
        with pytest.raises(ZeroDivisionError), store.writing(actor) as w:
            found = w.session.get(Register, register)
            assert found is not None and take_number(w, found, DAY, "x").number == 1
            raise ZeroDivisionError
        assert _take(store, actor, register, DAY, "y").number == 1
