"""Numbers set aside: taken at once, used once for a letter of their day, or released with a reason; also the paper book's last."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models import clock
from models.errors import OfficeError
from models.reading.journal import journal
from models.reading.letters import letter_row
from models.reading.registers import gaps, open_reservations, register_book, registers
from models.records import Register, RegisterYear, TakenNumber
from models.settings import office_settings
from models.store.backup import check
from models.store.units import Actor, Store
from models.work import letters, review
from models.work.numbering import register_for, take_number, void_number
from models.work.registers import (
    Reserved,
    add_register,
    assign_registers,
    begin_register,
    release_number,
    rename_register,
    reserve_number,
)
from tests.makers import DAY, make_dossier, make_office

WHY = "Công văn gửi Cục Lãnh sự"


@pytest.fixture
def now() -> Iterator[None]:
    with clock.at(DAY):
        yield


@pytest.fixture
def office(store: Store, now: None) -> dict[str, Actor]:
    return make_office(store)


def register(store: Store, by: Actor, code: str = "letters", *, is_external: bool = False) -> int:
    with store.writing(by) as w:
        return register_for(w, code, is_external=is_external).id


def take(
    store: Store, by: Actor, register_id: int, on: date, key: str, reserved_id: int | None = None
) -> int:
    with store.writing(by) as w:
        found = w.session.get(Register, register_id)
        assert found is not None
        return take_number(w, found, on, key, reserved_id=reserved_id).number


def refused(act: object) -> str:
    with pytest.raises(OfficeError) as error:
        act()  # type: ignore[operator]
    assert str(error.value)
    return error.value.code


def prepared(store: Store, office: dict[str, Actor]) -> int:
    """A submission that waits for its number."""
    dossier = make_dossier(store, office["officer"]).dossier_id
    for step, who in (
        ("accept", "officer"),
        ("forward", "officer"),
        ("endorse", "head"),
        ("approve", "director"),
    ):
        review.advance(store, dossier, step, by=office[who])
    return letters.prepare(store, dossier, "submission_send", by=office["clerk"]).letter_id


def test_a_reserved_number_goes_to_one_letter(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    letter = prepared(store, office)
    rid = register(store, clerk, "submissions")
    kept = reserve_number(store, rid, WHY, by=clerk)
    assert take(store, clerk, rid, DAY, "another") == kept.number + 1
    with store.reading() as read:
        (one,) = open_reservations(read, rid)
        assert (one.number, one.why, one.by, one.on) == (1, WHY, clerk.name, DAY)
        line = register_book(read, rid, 2018)[0]
        assert (line.state, line.type_and_subject, line.note) == ("reserved", WHY, f"Giữ số: {clerk.name}")
    issued = letters.issue(store, letter, by=clerk, reserved_id=kept.id)
    with store.reading() as read:
        row = letter_row(read, letter)
        assert row is not None and issued.number == 1 and row.number.startswith("01/")
        assert open_reservations(read, rid) == ()
        assert [x.number for x in register_book(read, rid, 2018)] == [1, 2]
    assert letters.issue(store, letter, by=clerk, reserved_id=kept.id).is_again
    assert refused(lambda: take(store, clerk, rid, DAY, "third", kept.id)) == "reserved_gone"
    assert refused(lambda: release_number(store, kept.id, "thôi", by=clerk)) == "reserved_gone"
    assert check(store).ok


def test_a_released_number_keeps_its_place(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    rid = register(store, clerk)
    kept = reserve_number(store, rid, WHY, by=clerk, key="once")
    assert reserve_number(store, rid, WHY, by=clerk, key="once") == kept
    release_number(store, kept.id, "Đoàn hoãn", by=clerk)
    assert refused(lambda: release_number(store, kept.id, "Đoàn hoãn", by=clerk)) == "reserved_gone"
    assert refused(lambda: take(store, clerk, rid, DAY, "late", kept.id)) == "reserved_gone"
    assert take(store, clerk, rid, DAY, "next") == 2
    with store.reading() as read:
        line = register_book(read, rid, 2018)[0]
        assert (line.state, line.note) == ("void", "Đã hủy: Đoàn hoãn")
        (entry,) = journal(read, act="release_number")
        assert entry.reason == "Đoàn hoãn"


def test_numbers_and_days_keep_one_order(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    rid = register(store, clerk)
    later = DAY + timedelta(days=4)
    kept = reserve_number(store, rid, WHY, by=clerk, on=DAY)
    with clock.at(later):
        assert take(store, clerk, rid, later, "later") == 2
        # A letter signed later takes the reserved number only with the day that was reserved.
        assert refused(lambda: take(store, clerk, rid, later, "x", kept.id)) == "reserved_other_day"
        assert refused(lambda: reserve_number(store, rid, WHY, by=clerk, on=DAY)) == "date_before_last"
        future = later + timedelta(days=1)
        assert refused(lambda: reserve_number(store, rid, WHY, by=clerk, on=future)) == "date_in_future"
        assert take(store, clerk, rid, DAY, "x", kept.id) == 1
    with store.reading() as read:
        days = [line.issued_on for line in register_book(read, rid, 2018)]
        assert days == sorted(days) == [DAY, later]


def test_what_cannot_be_reserved(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    outside = register(store, clerk, "committee_letters", is_external=True)
    own, other = register(store, clerk), register(store, clerk, "decisions")
    kept = reserve_number(store, own, WHY, by=clerk)
    for act, code in (
        (lambda: reserve_number(store, outside, WHY, by=clerk), "reserve_not_ours"),
        (lambda: reserve_number(store, own, "  ", by=clerk), "reason_needed"),
        (lambda: reserve_number(store, own, "dài " * 30_000, by=clerk), "text_long"),
        (lambda: release_number(store, kept.id, "", by=clerk), "reason_needed"),
        (lambda: reserve_number(store, own, WHY, by=office["officer"]), "not_allowed"),
        (lambda: take(store, clerk, other, DAY, "elsewhere", kept.id), "reserved_gone"),
        (lambda: take(store, clerk, own, DAY, "nowhere", 10**6), "reserved_gone"),
        (lambda: reserve_number(store, 10**6, WHY, by=clerk), "gone"),
    ):
        assert refused(act) == code
    with store.reading() as read:
        assert read.session.scalar(select(RegisterYear.last).where(RegisterYear.register_id == own)) == 1


def test_two_who_want_the_same_reserved_number(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    rid = register(store, clerk)
    kept = reserve_number(store, rid, WHY, by=clerk)

    def want(n: int) -> int | str:
        with clock.at(DAY):
            try:
                return take(store, clerk, rid, DAY, f"letter-{n}", kept.id)
            except OfficeError as error:
                return error.code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(want, range(8)))
    assert sorted(map(str, answers)) == ["1", *["reserved_gone"] * 7]


def test_the_store_itself_keeps_a_given_number_from_moving(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    rid = register(store, clerk)
    kept = reserve_number(store, rid, WHY, by=clerk)
    take(store, clerk, rid, DAY, "mine", kept.id)
    for change in ("letter_key = 'reserved:again'", "number = 9", "taken_on = '2018-01-01'"):
        with pytest.raises((DBAPIError, OfficeError)), store.writing(clerk) as w:
            w.session.execute(text(f"UPDATE taken_number SET {change} WHERE id = {kept.id}"))


def test_an_office_that_begins_in_the_middle_of_a_year(store: Store, office: dict[str, Actor]) -> None:
    clerk = office["clerk"]
    rid = register(store, clerk)
    begin_register(store, rid, 57, DAY - timedelta(days=3), by=clerk)
    assert refused(lambda: take(store, clerk, rid, DAY - timedelta(days=4), "early")) == "date_before_last"
    assert take(store, clerk, rid, DAY, "first here") == 58
    assert refused(lambda: begin_register(store, rid, 60, DAY, by=clerk)) == "register_begun"
    other = register(store, clerk, "decisions")
    assert refused(lambda: begin_register(store, other, 0, DAY, by=clerk)) == "number_wrong"
    tomorrow = DAY + timedelta(days=1)
    assert refused(lambda: begin_register(store, other, 5, tomorrow, by=clerk)) == "date_in_future"
    with store.reading() as read:
        lines = register_book(read, rid, 2018)
        assert [(x.number_text, x.state) for x in lines] == [("01-57", "paper"), ("58", "")]
        assert gaps(lines) == []
        (entry,) = journal(read, act="begin_register")
        assert entry.changes["number"] == ["", 57]
    found = check(store)
    assert found.ok and [(r.year, r.last, r.gaps) for r in found.registers] == [(2018, 58, [])]
    with clock.at(date(2019, 1, 2)):
        assert take(store, clerk, rid, date(2019, 1, 2), "next year") == 1


def test_one_general_series_or_one_for_each_sort(store: Store, office: dict[str, Actor]) -> None:
    clerk, admin = office["clerk"], office["admin"]
    first, second = prepared(store, office), prepared(store, office)
    issued = letters.issue(store, first, by=clerk)
    assign_registers(store, {"submission_send": "general"}, by=admin)
    again = letters.issue(store, second, by=clerk)
    assert (issued.number, again.number) == (1, 1)
    with store.reading() as read:
        row = letter_row(read, second)
        assert row is not None and row.register == "general"
        assert (
            next(r.name for r in registers(read, 2018) if r.code == "general")
            == "Sổ đăng ký văn bản đi chung"
        )
    assert (
        refused(lambda: assign_registers(store, {"submission_send": "nowhere"}, by=admin)) == "series_unknown"
    )
    assert refused(lambda: assign_registers(store, {}, by=clerk)) == "not_allowed"
    assign_registers(store, {"submission_send": "submissions"}, by=admin)  # as shipped: nothing to keep
    with store.reading() as read:
        assert office_settings(read)["letter_registers"] == {}


def test_series_are_added_and_renamed(store: Store, office: dict[str, Actor]) -> None:
    admin = office["admin"]
    made = add_register(store, "Sổ giấy mời, thư mời", by=admin)
    assert refused(lambda: add_register(store, "sổ giấy mời thư mời", by=admin)) == "register_known"
    assert refused(lambda: add_register(store, " ", by=admin)) == "name_missing"
    assert refused(lambda: add_register(store, "Sổ " * 200, by=admin)) == "text_long"
    rename_register(store, made, "Sổ giấy mời", by=admin)
    with store.reading() as read:
        (one,) = registers(read, 2018)
        assert (one.code, one.name) == ("so-giay-moi-thu-moi", "Sổ giấy mời")
        assert len(journal(read, act="save_register")) == 2


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["take", "take", "reserve", "use", "release", "void", "abort"]), st.integers(0, 2)
    ),
    max_size=25,
)


@pytest.mark.slow
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_whatever_happens_numbers_stay_whole(
    store: Store, actor: Actor, steps: list[tuple[str, int]]
) -> None:
    """Random sequences of taking, reserving, using, releasing, voiding and failing: unique, gapless, days in order."""
    day = DAY
    with store.writing(actor) as w:
        made = len(w.session.scalars(select(Register.id)).all())
        rid = register_for(w, f"series-{made}").id
    waiting: list[Reserved] = []
    given_keys: list[str] = []
    for count, (what, pause) in enumerate(steps):
        day += timedelta(days=pause)
        with clock.at(day):
            if what == "take":
                take(store, actor, rid, day, key := f"{rid}-{count}")
                given_keys.append(key)
            elif what == "reserve":
                waiting.append(reserve_number(store, rid, WHY, by=actor))
            elif what == "use" and waiting:
                kept = waiting.pop(pause % len(waiting))
                assert take(store, actor, rid, kept.on, key := f"{rid}-{count}", kept.id) == kept.number
                given_keys.append(key)
            elif what == "release" and waiting:
                release_number(store, waiting.pop().id, "không dùng", by=actor)
            elif what == "void" and given_keys:
                with store.writing(actor) as w:
                    void_number(w, given_keys[pause % len(given_keys)], "in sai")
            elif what == "abort":
                with pytest.raises(ZeroDivisionError), store.writing(actor) as w:
                    found = w.session.get(Register, rid)
                    assert found is not None
                    take_number(w, found, day, f"{rid}-{count}")
                    raise ZeroDivisionError
    with store.reading() as read:
        rows = read.session.execute(
            select(TakenNumber.year, TakenNumber.number, TakenNumber.taken_on)
            .where(TakenNumber.register_id == rid)
            .order_by(TakenNumber.year, TakenNumber.number)
        ).all()
    for year in {r.year for r in rows}:
        of_year = [r for r in rows if r.year == year]
        assert [r.number for r in of_year] == list(range(1, len(of_year) + 1))
        days = [r.taken_on for r in of_year]
        assert days == sorted(days)
