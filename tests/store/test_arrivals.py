"""Received papers: numbered in the order they come in, changed, passed on, linked with dossiers, stamped, voided; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO

import pdfplumber
import pytest

from models import clock
from models.errors import OfficeError
from models.exchange.arrival_papers import labels, overprint, slip_pdf
from models.reading.arrivals import (
    ARRIVALS_LIST,
    ArrivalRow,
    arrival_row,
    arrival_years,
    arrivals_of,
    dossiers_for,
    receivers,
)
from models.reading.dossiers import draft_of
from models.reading.journal import journal
from models.reading.registers import register_book, registers
from models.reading.search import search
from models.reading.spine import Question
from models.records import Dossier
from models.store.backup import check
from models.store.units import Actor, Store
from models.work import dossiers, review
from models.work.arrivals import (
    Registered,
    attach_scan,
    change_arrival,
    draft_values,
    link_arrival,
    pass_on,
    register_arrival,
    values_of_dossier,
    void_arrival,
)
from models.work.books import paper_words, progress, slip_of, stamp_of
from tests.makers import DAY, make_dossier, make_draft, make_office

PAPER = {
    "sender": "Sở Công Thương", "paper_number": "125/SCT-VP", "paper_on": DAY - timedelta(days=1),
    "subject": "Công văn đề nghị cử đoàn đi Lào", "receiver": "Phòng Nghiệp vụ - Lãnh sự", "due_on": DAY + timedelta(days=5),
}  # fmt: skip


@pytest.fixture
def office(store: Store) -> Iterator[dict[str, Actor]]:
    """An office that told its name; the clock stands."""
    with clock.at(DAY):
        yield make_office(store)


@pytest.fixture
def clerk(office: dict[str, Actor]) -> Actor:
    return office["clerk"]


def register(store: Store, by: Actor, **more: object) -> Registered:
    options = {k: more.pop(k) for k in ("on", "key", "anyway", "dossier_id") if k in more}
    return register_arrival(store, {**PAPER, **more}, by=by, **options)  # type: ignore[arg-type]


def seen(store: Store, arrival_id: int) -> ArrivalRow:
    with store.reading() as read:
        row = arrival_row(read, arrival_id)
    assert row is not None
    return row


def asked(store: Store, text: str = "", **filters: object) -> list[int]:
    with store.reading() as read:
        question = Question("arrivals", filters, "number", text)
        keys = list(ARRIVALS_LIST.spine(read, question))
        assert [r.id for r in ARRIVALS_LIST.first_rows(read, question, 100)] == keys
        return [ARRIVALS_LIST.rows(read, keys)[k].number for k in keys]


def refused(act: object) -> str:
    with pytest.raises(OfficeError) as error:
        act()  # type: ignore[operator]
    assert str(error.value)
    return error.value.code


def test_in_the_order_they_come_in(store: Store, clerk: Actor) -> None:
    first = register(store, clerk, key="once")
    assert register(store, clerk, key="once") == Registered(first.arrival_id, 1, 2018, DAY, is_again=True)
    assert register(store, clerk, paper_number="126/SCT-VP").number == 2
    row = seen(store, first.arrival_id)
    assert (row.number, row.sender, row.paper_on, row.made_by) == (
        1,
        "Sở Công Thương",
        DAY - timedelta(days=1),
        clerk.name,
    )
    assert row.sender_id is not None  # the ledger of organisations knows the sender
    with clock.at(DAY + timedelta(days=1)):
        assert register(store, clerk, paper_number="127/SCT-VP").number == 3
        assert refused(lambda: register(store, clerk, paper_number="1/X", on=DAY)) == "date_before_last"
    with clock.at(date(2019, 1, 2)):
        assert register(store, clerk, paper_number="1/SCT-VP", on=date(2019, 1, 2), due_on=None).number == 1
    with store.reading() as read:
        assert arrival_years(read) == (2019, 2018)
        assert next(r.last for r in registers(read, 2018) if r.code == "arrivals") == 3
        assert len(journal(read, act="register_arrival")) == 4
        (hit,) = search(read, "126/sct", topics=["arrival"])
        assert hit.title == "02 126/SCT-VP"
    assert check(store).ok


def test_what_is_wrong_is_said_and_takes_no_number(
    store: Store, clerk: Actor, office: dict[str, Actor]
) -> None:
    for more, code in (
        ({"sender": " "}, "arrival_incomplete"), ({"subject": ""}, "arrival_incomplete"), ({"subject": "dài " * 30_000}, "text_long"),
        ({"sender": "S" * 201}, "text_long"), ({"paper_number": "1" * 42}, "text_long"), ({"paper_on": DAY + timedelta(days=1)}, "paper_before"),
        ({"due_on": DAY - timedelta(days=1)}, "due_before_arrival"), ({"passed_on": DAY - timedelta(days=1)}, "passed_before_arrival"),
        ({"paper_on": "hôm qua"}, "not_a_date"), ({"urgency": "gấp"}, "not_a_choice"), ({"on": DAY + timedelta(days=1)}, "date_in_future"),
    ):  # fmt: skip
        assert refused(lambda m=more: register(store, clerk, **m)) == code, more
    assert refused(lambda: register(store, office["officer"])) == "not_allowed"
    assert register(store, clerk).number == 1
    assert refused(lambda: register(store, clerk)) == "arrival_known"
    assert refused(lambda: register(store, clerk, paper_number="125/sct-vp")) == "arrival_known"
    assert register(store, clerk, anyway=True).number == 2
    assert register(store, clerk, sender="Sở Y tế").number == 3
    assert register(store, clerk, paper_number="").number == 4  # papers without a number are never twins
    assert register(store, clerk, paper_number="").number == 5
    hostile = register(
        store, clerk, paper_number="9/X", subject="<b>\u202eđảo</b>\u0000 😀 \t nhiều   dòng\n nữa"
    )
    assert seen(store, hostile.arrival_id).subject == "<b>đảo</b> 😀 nhiều dòng nữa"


def test_eight_clerks_register_at_once(store: Store, clerk: Actor) -> None:
    def desk(n: int) -> int:
        with clock.at(DAY):
            return register(store, clerk, paper_number=f"{n}/SCT-VP").number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(desk, range(24))) == list(range(1, 25))


def test_changes_are_journalled_and_the_number_stays(store: Store, clerk: Actor) -> None:
    made = register(store, clerk)
    change_arrival(
        store,
        made.arrival_id,
        {"subject": "Công văn đề nghị cử đoàn đi Trung Quốc", "reply_number": "05/QĐ-UBND"},
        by=clerk,
    )
    change_arrival(store, made.arrival_id, {"reply_number": "05/QĐ-UBND"}, by=clerk)  # nothing new: no entry
    row = seen(store, made.arrival_id)
    assert (row.number, row.subject[-10:], row.reply, row.is_done) == (1, "Trung Quốc", "05/QĐ-UBND", True)
    with store.reading() as read:
        (entry,) = journal(read, act="change_arrival")
        assert entry.changes["reply_number"] == ["", "05/QĐ-UBND"]
        assert search(read, "trung quoc", topics=["arrival"])
    assert (
        refused(lambda: change_arrival(store, made.arrival_id, {"sender": ""}, by=clerk))
        == "arrival_incomplete"
    )
    assert refused(lambda: change_arrival(store, 10**6, {}, by=clerk)) == "gone"
    assert seen(store, made.arrival_id).sender == "Sở Công Thương"


def test_passed_on_and_overdue(store: Store, clerk: Actor) -> None:
    ids = [register(store, clerk, paper_number=f"{n}/SCT", receiver="").arrival_id for n in range(3)]
    assert asked(store, not_passed_on=True) == [1, 2, 3]
    assert refused(lambda: pass_on(store, ids[:2], " ", by=clerk)) == "receiver_needed"
    early = DAY - timedelta(days=1)
    assert refused(lambda: pass_on(store, ids, "Văn phòng", by=clerk, on=early)) == "passed_before_arrival"
    assert (
        refused(lambda: pass_on(store, ids, "Văn phòng", by=clerk, on=DAY + timedelta(days=1)))
        == "date_in_future"
    )
    assert asked(store, not_passed_on=True) == [1, 2, 3]
    assert pass_on(store, ids[:2], "Văn phòng", by=clerk, due_on=DAY + timedelta(days=2)) == 2
    assert asked(store, not_passed_on=True) == [3]
    assert asked(store, receiver="Văn phòng") == [1, 2]
    with store.reading() as read:
        assert receivers(read) == ("Văn phòng",)
    with clock.at(DAY + timedelta(days=3)):
        assert asked(store, overdue=True) == [1, 2]
        change_arrival(store, ids[0], {"reply_number": "12/SNgV"}, by=clerk)
        assert asked(store, overdue=True) == [2]
        assert progress(seen(store, ids[0]), clock.today()) == "Đã giải quyết"
        assert progress(seen(store, ids[1]), clock.today()) == "Quá hạn"
    assert progress(seen(store, ids[2]), DAY) == "Chưa chuyển"
    assert asked(store, text="sct 2") == [3] and asked(store, text="không có gì") == []


def test_voided_once_and_never_given_again(store: Store, clerk: Actor) -> None:
    first = register(store, clerk)
    assert refused(lambda: void_arrival(store, first.arrival_id, " ", by=clerk)) == "reason_needed"
    void_arrival(store, first.arrival_id, "Ghi nhầm sổ", by=clerk)
    for act in (
        lambda: void_arrival(store, first.arrival_id, "lại", by=clerk), lambda: change_arrival(store, first.arrival_id, {}, by=clerk),
        lambda: pass_on(store, [first.arrival_id], "Ai", by=clerk), lambda: attach_scan(store, first.arrival_id, "0" * 64, by=clerk),
    ):  # fmt: skip
        assert refused(act) == "arrival_is_void"
    assert register(store, clerk).number == 2  # the same paper may come again
    with store.reading() as read:
        rid = next(r.id for r in registers(read, 2018) if r.code == "arrivals")
        assert [(x.number, x.state) for x in register_book(read, rid, 2018)] == [(1, "void"), (2, "")]
    assert check(store).ok


def test_a_new_dossier_from_a_received_paper(store: Store, clerk: Actor, office: dict[str, Actor]) -> None:
    made = register(store, clerk)
    draft = make_draft()
    draft.values |= draft_values(seen(store, made.arrival_id))
    lodged = dossiers.lodge(store, draft, by=office["officer"])
    row = seen(store, made.arrival_id)
    assert (row.dossier_id, row.reference, row.dossier_state) == (
        lodged.dossier_id,
        lodged.reference,
        "received",
    )
    with store.reading() as read:
        values = draft_of(read, lodged.dossier_id).values
        assert (values["arrival_number"], values["received_paper_number"]) == ("01", "125/SCT-VP")
        assert [r.number for r in arrivals_of(read, lodged.dossier_id)] == [1]
        assert journal(read, act="link_arrival")[0].dossier_id == lodged.dossier_id
    assert progress(row, DAY) == f"Đã tiếp nhận ({lodged.reference})"
    with clock.at(DAY + timedelta(days=9)):
        assert asked(store, overdue=True) == [1]
        review.advance(store, lodged.dossier_id, "withdraw", by=office["officer"], reason="Xin rút")
        assert asked(store, overdue=True) == []


def test_the_paper_of_a_dossier_is_registered_afterwards(
    store: Store, clerk: Actor, office: dict[str, Actor]
) -> None:
    lodged = make_dossier(store, office["officer"], arrival_number="")
    with store.reading() as read:
        shown = draft_of(read, lodged.dossier_id)  # somebody has the form open meanwhile
        values = values_of_dossier(read, lodged.dossier_id)
    assert (values["sender"], values["paper_number"]) == ("Sở Công Thương", "125/SCT-VP")
    made = register_arrival(store, values, by=clerk, dossier_id=lodged.dossier_id)
    with store.reading() as read:
        assert draft_of(read, lodged.dossier_id).values["arrival_number"] == "01"
    shown.values["contact"] = "Anh Tài"
    saved = dossiers.amend(store, shown, by=office["officer"])
    assert saved.is_saved and (saved.draft.values["arrival_number"], saved.draft.values["contact"]) == (
        "01",
        "Anh Tài",
    )
    assert seen(store, made.arrival_id).dossier_id == lodged.dossier_id


def test_linked_once_and_taken_off_again(store: Store, clerk: Actor, office: dict[str, Actor]) -> None:
    first = make_dossier(store, office["officer"], arrival_number="")
    second = make_dossier(
        store, office["officer"], arrival_number="77", received_paper_number="9/KHAC", title="Đoàn khác"
    )
    made = register(store, clerk)
    with store.reading() as read:
        row = arrival_row(read, made.arrival_id)
        assert row is not None
        found = dossiers_for(read, row)
    assert [c.id for c in found] == [
        first.dossier_id,
        second.dossier_id,
    ]  # the one that names the paper comes first
    link_arrival(store, made.arrival_id, first.dossier_id, by=office["officer"])
    link_arrival(store, made.arrival_id, first.dossier_id, by=office["officer"])  # again: nothing happens
    assert (
        refused(lambda: link_arrival(store, made.arrival_id, second.dossier_id, by=clerk)) == "arrival_linked"
    )
    link_arrival(store, made.arrival_id, None, by=clerk)
    with store.reading() as read:
        assert draft_of(read, first.dossier_id).values["arrival_number"] == ""
    link_arrival(store, made.arrival_id, second.dossier_id, by=clerk)
    with store.reading() as read:  # another paper of that dossier: its own arrival number stays
        assert draft_of(read, second.dossier_id).values["arrival_number"] == "77"
    void_arrival(store, made.arrival_id, "Ghi nhầm", by=clerk)
    assert seen(store, made.arrival_id).dossier_id is None
    assert (
        refused(lambda: link_arrival(store, made.arrival_id, first.dossier_id, by=clerk)) == "arrival_is_void"
    )


def test_a_dossier_of_another_paper_is_not_linked_by_its_number_alone(
    store: Store, clerk: Actor, office: dict[str, Actor]
) -> None:
    made = register(store, clerk, sender="Sở Y tế", paper_number="5/SYT")
    make_dossier(store, office["officer"], arrival_number="01", title="Đoàn khác")
    make_dossier(store, office["officer"], arrival_number="số 1", title="Đoàn nữa")
    assert seen(store, made.arrival_id).dossier_id is None


def test_who_travels_does_not_link_his_own_paper(
    store: Store, clerk: Actor, office: dict[str, Actor]
) -> None:
    lodged = make_dossier(store, office["officer"], arrival_number="")
    with store.reading() as read:
        person = draft_of(read, lodged.dossier_id).rows["members"][0]["person_id"]
    assert isinstance(person, int)
    himself = Actor(clerk.user_id, clerk.name, clerk.roles, person)
    made = register(store, clerk)
    assert refused(lambda: link_arrival(store, made.arrival_id, lodged.dossier_id, by=himself)) == "own_trip"
    with store.reading() as read:
        dossier = read.session.get(Dossier, lodged.dossier_id)
        assert dossier is not None and dossier.arrival_number == ""


def test_the_scan_is_filed(store: Store, clerk: Actor) -> None:
    made = register(store, clerk)
    assert refused(lambda: attach_scan(store, made.arrival_id, "0" * 64, by=clerk)) == "vault_missing"
    picture = store.vault.put(b"GIF89a")
    assert refused(lambda: attach_scan(store, made.arrival_id, picture, by=clerk)) == "scan_not_pdf"
    kept = store.vault.put(b"%PDF-1.4 scan")
    attach_scan(store, made.arrival_id, kept, by=clerk)
    assert seen(store, made.arrival_id).scan_sha256 == kept
    assert check(store).ok


def test_stamp_and_slip_have_their_prescribed_form(store: Store, clerk: Actor) -> None:
    made = register(store, clerk)
    row = seen(store, made.arrival_id)
    assert (
        paper_words(row)
        == "Công văn đề nghị cử đoàn đi Lào, số 125/SCT-VP, ngày 28/02/2018 của Sở Công Thương"
    )
    with store.reading() as read:
        stamp, slip = stamp_of(read, row), slip_of(read, row)
    millimetre = 72 / 25.4
    with pdfplumber.open(BytesIO(labels([stamp, stamp]))) as pdf:
        assert len(pdf.pages) == 2
        page = pdf.pages[0]
        assert (page.width / millimetre, page.height / millimetre) == pytest.approx((50, 35), abs=0.01)
        words = " ".join((page.extract_text() or "").split())
        frame = page.rects[0]
    for part in (
        "SỞ NGOẠI VỤ",
        "ĐẾN",
        "Số:01",
        "Ngày:01/03/2018",
        "Chuyển:Phòng Nghiệp vụ - Lãnh sự",
        "Số và ký hiệu HS:.....",
    ):
        assert part in words
    assert 49 <= (frame["x1"] - frame["x0"]) / millimetre <= 50
    with pdfplumber.open(BytesIO(overprint([stamp], left=30, top=70))) as pdf:
        frame = pdf.pages[0].rects[0]
        assert frame["x0"] / millimetre == pytest.approx(30, abs=0.2)
        assert frame["top"] / millimetre == pytest.approx(70, abs=0.2)
    with pdfplumber.open(BytesIO(slip_pdf(slip))) as pdf:
        assert len(pdf.pages) == 1
        words = " ".join((pdf.pages[0].extract_text() or "").split())
    for part in ("PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", "Cao Bằng, ngày 01 tháng 3 năm 2018", "1. Ý kiến của lãnh đạo cơ quan, tổ chức",
                 "chủ trì: Phòng Nghiệp vụ - Lãnh sự", "2. Ý kiến của lãnh đạo đơn vị", "3. Ý kiến đề xuất của người giải quyết"):  # fmt: skip
        assert part in words


def test_a_stamp_holds_names_of_any_length(store: Store, clerk: Actor) -> None:
    long = "Trung tâm Dịch vụ đối ngoại và Hợp tác quốc tế thuộc Sở Ngoại vụ tỉnh Cao Bằng " * 2
    made = register(store, clerk, receiver=long)
    with store.reading() as read:
        stamp = stamp_of(read, seen(store, made.arrival_id))
    with pdfplumber.open(BytesIO(labels([stamp]))) as pdf:
        page = pdf.pages[0]
        assert max(c["x1"] for c in page.chars) <= page.width and "…" in (page.extract_text() or "")
