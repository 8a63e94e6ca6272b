"""Closing a register: what stands in the way, the kept book, and that nothing is numbered afterwards; the books read back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO

import pdfplumber
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models import clock
from models.catalogue.register_books import books
from models.errors import OfficeError
from models.reading.journal import journal
from models.reading.registers import closed_book, registers, type_and_subject
from models.records import Register
from models.store.backup import check
from models.store.units import Actor, Store
from models.work import closing
from models.work.arrivals import register_arrival, void_arrival
from models.work.books import book_pdf, handling_pdf
from models.work.closing import close_register, closed_pdf
from models.work.numbering import register_for, take_number, void_number
from models.work.registers import begin_register, release_number, reserve_number
from tests.makers import make_office

END = date(2018, 12, 31)
JANUARY = date(2018, 1, 3)


@pytest.fixture
def clerk(store: Store) -> Iterator[Actor]:
    """The clerk of an office that told its name, on the last day of the year."""
    with clock.at(END):
        yield make_office(store)["clerk"]


def take(store: Store, by: Actor, register_id: int, on: date, key: str) -> int:
    with store.writing(by) as w:
        found = w.session.get(Register, register_id)
        assert found is not None
        return take_number(w, found, on, key).number


def filled(store: Store, by: Actor, code: str = "letters", count: int = 3) -> int:
    with store.writing(by) as w:
        made = register_for(w, code).id
    for n in range(count):
        take(store, by, made, JANUARY + timedelta(days=n), f"{code}-{n}")
    return made


def refused(act: object) -> str:
    with pytest.raises(OfficeError) as error:
        act()  # type: ignore[operator]
    assert str(error.value)
    return error.value.code


def pages(pdf: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(pdf)) as read:
        return [" ".join((p.extract_text() or "").split()) for p in read.pages]


def test_a_closed_year_gives_no_number_and_its_book_stays(store: Store, clerk: Actor) -> None:
    rid = filled(store, clerk)
    with store.writing(clerk) as w:
        void_number(w, "letters-1", "In sai tên")
    closed = close_register(store, rid, 2018, by=clerk)
    assert (closed.last, closed.given, closed.voided, closed.closed_on) == (3, 3, 1, END)
    assert refused(lambda: take(store, clerk, rid, END, "late")) == "register_closed"
    assert refused(lambda: reserve_number(store, rid, "giữ", by=clerk)) == "register_closed"
    assert refused(lambda: close_register(store, rid, 2018, by=clerk)) == "register_closed"
    assert refused(lambda: begin_register(store, rid, 9, END, by=clerk)) == "register_closed"
    with store.reading() as read:
        first = closed_pdf(read, rid, 2018)
        kept = closed_book(read, rid, 2018)
        assert kept is not None and kept.closed_by == clerk.name
        assert next(r.closed_on for r in registers(read, 2018) if r.id == rid) == END
        (entry,) = journal(read, act="close_register")
        assert entry.changes["pdf_sha256"] == ["", closed.pdf_sha256]
    with clock.at(date(2019, 1, 2)):
        assert take(store, clerk, rid, date(2019, 1, 2), "new year") == 1
        assert refused(lambda: take(store, clerk, rid, END, "back")) == "register_closed"
        with store.reading() as read:
            assert closed_pdf(read, rid, 2018) == first
    assert check(store).ok
    for act in ("UPDATE register_closing SET last = 9", "DELETE FROM register_closing"):
        with pytest.raises((DBAPIError, OfficeError)), store.writing(clerk) as w:
            w.session.execute(text(act))


def test_what_stands_in_the_way_of_closing(store: Store, clerk: Actor) -> None:
    with store.writing(clerk) as w:
        empty = register_for(w, "decisions").id
    assert refused(lambda: close_register(store, empty, 2018, by=clerk)) == "register_empty"
    assert refused(lambda: close_register(store, 10**6, 2018, by=clerk)) == "gone"
    rid = filled(store, clerk)
    kept = reserve_number(store, rid, "Thư mời", by=clerk)
    assert refused(lambda: close_register(store, rid, 2018, by=clerk)) == "register_has_reserved"
    release_number(store, kept.id, "Không dùng", by=clerk)
    with store.writing(clerk) as w:
        w.session.execute(text(f"UPDATE register_year SET last = 6 WHERE register_id = {rid}"))
    take(store, clerk, rid, END, "after a gap")
    with pytest.raises(OfficeError) as gap:
        close_register(store, rid, 2018, by=clerk)
    assert gap.value.code == "register_has_gaps" and "05, 06" in str(gap.value)
    with store.reading() as read:
        assert refused(lambda: closed_pdf(read, rid, 2018)) == "not_closed_yet"
        assert closed_book(read, rid, 2018) is None


def test_closing_before_the_end_of_the_year_needs_a_reason(store: Store, clerk: Actor) -> None:
    rid = filled(store, clerk)
    with clock.at(date(2018, 6, 30)):
        assert refused(lambda: close_register(store, rid, 2018, by=clerk)) == "close_early_reason"
        close_register(store, rid, 2018, by=clerk, reason="Hợp nhất cơ quan từ 01/7/2018")
    with store.reading() as read:
        assert "Hợp nhất cơ quan từ 01/7/2018" in pages(closed_pdf(read, rid, 2018))[-1]
        (entry,) = journal(read, act="close_register")
        assert entry.reason == "Hợp nhất cơ quan từ 01/7/2018"


def test_only_the_clerk_closes(store: Store, clerk: Actor) -> None:
    rid = filled(store, clerk)
    other = Actor(None, "Ai Đó", frozenset())
    assert refused(lambda: close_register(store, rid, 2018, by=other)) == "not_allowed"


def test_a_number_taken_while_the_book_is_drawn_is_in_it(
    store: Store, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    rid = filled(store, clerk)
    draw, drawn = closing.pdf_of_book, []

    def drawing(book: object) -> bytes:
        if not drawn:
            take(store, clerk, rid, END, "meanwhile")
        drawn.append(book)
        return draw(book)  # type: ignore[arg-type]

    monkeypatch.setattr(closing, "pdf_of_book", drawing)
    assert close_register(store, rid, 2018, by=clerk).last == 4
    assert len(drawn) == 2
    other = filled(store, clerk, "decisions")

    def always(book: object) -> bytes:
        take(store, clerk, other, END, f"again-{len(drawn)}")
        drawn.append(book)
        return draw(book)  # type: ignore[arg-type]

    monkeypatch.setattr(closing, "pdf_of_book", always)
    assert refused(lambda: close_register(store, other, 2018, by=clerk)) == "register_moving"


@pytest.mark.slow
def test_clerks_who_number_while_another_closes(store: Store, clerk: Actor) -> None:
    """Whoever comes after the closing is refused; the closed book counts exactly the numbers that were given."""
    rid = filled(store, clerk)

    def number(n: int) -> int:
        with clock.at(END):
            try:
                return take(store, clerk, rid, END, f"race-{n}")
            except OfficeError as error:
                assert error.code == "register_closed"
                return 0

    def shut() -> int:
        with clock.at(END):
            for _try in range(20):
                try:
                    return close_register(store, rid, 2018, by=clerk).last
                except OfficeError as error:
                    assert error.code == "register_moving"
            return -1

    with ThreadPoolExecutor(4) as pool:
        given = [pool.submit(number, n) for n in range(30)]
        last = pool.submit(shut).result()
        numbers = [n for f in given if (n := f.result())]
    assert last == 3 + len(numbers) == max([3, *numbers])
    assert check(store).ok


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # pages, not rows: the same on both databases
def test_the_book_of_sent_papers_as_the_decree_draws_it(store: Store, clerk: Actor) -> None:
    rid = filled(store, clerk, count=80)
    with store.writing(clerk) as w:
        void_number(w, "letters-4", "In sai ngày")
    kept = reserve_number(store, rid, "Thư mời đoàn Quảng Tây", by=clerk)
    with store.reading() as read:
        pdf = book_pdf(read, rid, 2018, who=clerk.name)
        assert pdf == book_pdf(read, rid, 2018, who=clerk.name)
        found = pages(pdf)
        with pdfplumber.open(BytesIO(pdf)) as book:
            sizes = {(round(p.width), round(p.height)) for p in book.pages}
            tables = [p.extract_tables()[0] for p in book.pages[1:-1]]
            frames = book.pages[0].rects
    assert sizes == {(842, 595)}
    cover = found[0]
    for words in ("UBND TỈNH CAO BẰNG SỞ NGOẠI VỤ SỔ ĐĂNG KÝ VĂN BẢN ĐI (Sổ đăng ký công văn đi)", "Năm: 2018",
                  "Từ ngày 03/01/2018 đến ngày 31/12/2018", "Từ số 01 đến số 81", "Quyển số: 01"):  # fmt: skip
        assert words in cover
    assert len(frames) == 2  # the double frame of the model
    headings = [heading for heading, _width in books()["sent"].columns]
    assert len(tables) > 1
    for table in tables:  # headings and their numbers stand on every page
        assert [" ".join((c or "").split()) for c in table[0]] == headings
        assert table[1] == [f"({n})" for n in range(1, 11)]
    numbers = [row[0] for table in tables for row in table[2:]]
    assert numbers == [f"{n:02d}" for n in range(1, 82)]
    assert tables[0][2][1] == "03/01/2018"  # a day stands on one line
    last = found[-1]
    for words in ("TRANG KẾT THÚC", "Sổ ghi 81 số, từ số 01 đến số 81", "Số đã hủy (1): 05 (In sai ngày).",
                  "Số đang giữ, chưa dùng (1): 81 ngày 31/12/2018", "Sổ chưa khóa", "Mốc nhật ký",
                  f"Sổ này có {len(found)} trang", "NGƯỜI LẬP SỔ", "GIÁM ĐỐC", clerk.name, "Bế Thị Lan"):  # fmt: skip
        assert words in last, words
    release_number(store, kept.id, "thôi", by=clerk)


def test_the_page_of_one_day(store: Store, clerk: Actor) -> None:
    rid = filled(store, clerk)
    with store.reading() as read:
        (page,) = pages(book_pdf(read, rid, 2018, who=clerk.name, day=JANUARY))
        assert (
            "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in page and "Ngày 03/01/2018" in page and "Trong ngày ghi 1 số." in page
        )
        (empty,) = pages(book_pdf(read, rid, 2018, who=clerk.name, day=date(2018, 5, 5)))
        assert "Trong ngày ghi 0 số." in empty


def test_the_books_of_received_papers(store: Store, clerk: Actor) -> None:
    for n in range(3):
        register_arrival(
            store,
            {"sender": "Sở Y tế", "paper_number": f"{n + 7}/SYT", "paper_on": END, "subject": "Công văn xin ý kiến",
             "receiver": "Phòng Lãnh sự", "passed_on": END},
            by=clerk,
        )  # fmt: skip
    void_arrival(store, 2, "Ghi trùng", by=clerk)
    with store.reading() as read:
        rid = next(r.id for r in registers(read, 2018) if r.code == "arrivals")
        with pdfplumber.open(BytesIO(book_pdf(read, rid, 2018, who=clerk.name))) as pdf:
            assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in (pdf.pages[0].extract_text() or "")
            table = pdf.pages[1].extract_tables()[0]
        assert [" ".join((c or "").split()) for c in table[0]] == [h for h, _w in books()["received"].columns]
        assert [(row[0], row[1], row[3]) for row in table[2:]] == [
            ("31/12/2018", f"{n:02d}", f"{n + 6}/SYT") for n in (1, 2, 3)
        ]
        assert " ".join(str(table[3][9]).split()) == "Đã hủy: Ghi trùng"
        with pdfplumber.open(BytesIO(handling_pdf(read, 2018, who=clerk.name))) as pdf:
            cover = " ".join((pdf.pages[0].extract_text() or "").split())
            rows = pdf.pages[1].extract_tables()[0]
        assert "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN" in cover and "Từ số" not in cover
        assert len(rows[0]) == 7 and rows[1][6] == "(7)"
        assert "7/SYT" in str(rows[2][1]) and "Đang giải quyết" in str(rows[2][4])
        assert refused(lambda: handling_pdf(read, 2017, who=clerk.name)) == "register_empty_year"
    assert close_register(store, rid, 2018, by=clerk).voided == 1
    assert (
        refused(lambda: register_arrival(store, {"sender": "A", "subject": "B"}, by=clerk))
        == "register_closed"
    )


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # pages, not rows: the same on both databases
def test_a_remark_longer_than_a_page_still_prints(store: Store, clerk: Actor) -> None:
    rid = filled(store, clerk)
    with store.writing(clerk) as w:
        void_number(w, "letters-1", "sai " * 2000)
    with store.reading() as read:
        found = pages(book_pdf(read, rid, 2018, who=clerk.name))
    assert len(found) > 4 and "TRANG KẾT THÚC" in " ".join(found[-3:])


@pytest.mark.parametrize(
    ("type_name", "subject", "written"),
    [
        ("", "bổ sung hồ sơ", "Công văn V/v bổ sung hồ sơ"),
        ("Tờ trình", "Về việc cử đoàn", "Tờ trình về việc cử đoàn"),
        ("Quyết định", "Cử đoàn", "Quyết định Cử đoàn"),
        ("Giấy mời", "", "Giấy mời"),
        ("", "", ""),
    ],
)
def test_kind_and_subject_as_a_book_words_them(type_name: str, subject: str, written: str) -> None:
    assert type_and_subject(type_name, subject) == written
