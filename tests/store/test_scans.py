"""Scans of signed letters on both databases: filed once, to the right letter, or waiting for a person."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import func, select

from models import clock
from models.errors import OfficeError
from models.letters.page_marks import PageCode, mark_of
from models.reading.journal import journal
from models.reading.letters import letter_detail, pdf_of
from models.reading.scans import scan_lines, scan_of, scan_pages, suggestions, unscanned, waiting_count
from models.reading.spine import Question
from models.records import Letter, LetterCopy
from models.scanning.reading import ScanRead, read_scan, read_scan_data
from models.store.units import Actor, Store
from models.store.vault import hash_of
from models.work import letters, scans
from models.work.office import set_settings
from tests.makers import DAY, make_office
from tests.scanning.scanner import Fault, blank, scan, to_pdf
from tests.store.test_issuing import approve

WAITING = Question("scans", {"show": "waiting"})
QUICK = Fault(dpi=200, jpeg=60)


@pytest.fixture
def office(store: Store) -> Iterator[dict[str, Actor]]:
    """An office that prints the square code; the clock stands."""
    with clock.at(DAY):
        who = make_office(store)
        set_settings(store, {"page_marks": True}, by=who["admin"], valid_from=date(2016, 1, 1))
        yield who


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The block is refused with that code."""
    with pytest.raises(OfficeError) as met:
        yield
    assert met.value.code == code


def printed(store: Store, office: dict[str, Actor], kind: str = "submission_send", **more: object) -> int:
    """A letter that was printed for signature."""
    dossier = approve(store, office, **more)
    made = letters.prepare(store, dossier, kind, by=office["clerk"])
    letters.mark_printed(store, made.letter_id, by=office["clerk"])
    return made.letter_id


def pages(store: Store, letter_id: int, fault: Fault = QUICK) -> list[Image.Image]:
    """The scanned pages of a letter."""
    with store.reading() as read:
        pdf = letters.reprint(read, letter_id)
    with pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
    return [scan(pdf, n, fault) for n in range(count)]


def read_of(pictures: list[Image.Image], name: str = "Bản quét 01.pdf") -> ScanRead:
    """Those pictures as a scanner's PDF, read."""
    return read_scan_data(to_pdf(pictures, 200), name)


def copies(store: Store) -> int:
    """How many copies the store names."""
    with store.reading() as read:
        return read.session.scalar(select(func.count()).select_from(LetterCopy)) or 0


def test_print_for_signature_and_issued_bytes_carry_the_same_mark(
    store: Store, office: dict[str, Actor]
) -> None:
    letter_id = printed(store, office)
    before = _codes(store, letter_id)
    letters.issue(store, letter_id, by=office["clerk"])
    assert _codes(store, letter_id) == before and all(before)
    with store.reading() as read:
        issued = pdf_of(read, letter_id)
        detail = letter_detail(read, letter_id)
        assert detail and before[0] and detail.content["letter"]["mark"] == before[0].mark
        row = read.session.get(Letter, letter_id)
        assert row is not None
        store.vault.path_of(row.pdf_sha256).unlink() if store.is_file else None  # type: ignore[attr-defined, func-returns-value]
        assert letters.reprint(read, letter_id) == issued


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # pages, not rows: the same on both databases
def test_without_the_setting_no_letter_has_a_code(store: Store) -> None:
    with clock.at(DAY):
        who = make_office(store)
        letter_id = printed(store, who)
        assert _codes(store, letter_id) == [None] * len(_codes(store, letter_id))


def _codes(store: Store, letter_id: int) -> list[PageCode | None]:
    with store.reading() as read:
        pdf = letters.reprint(read, letter_id)
    return [page.code for page in read_scan_data(pdf, "bản in").pages]


def test_a_whole_scan_is_filed_to_its_letter_and_only_once(store: Store, office: dict[str, Actor]) -> None:
    letter_id = printed(store, office)
    number = letters.issue(store, letter_id, by=office["clerk"]).text
    with store.reading() as read:
        bytes_before = pdf_of(read, letter_id)
        assert [row.id for row in unscanned(read)] == [letter_id]
    found = read_of([*pages(store, letter_id), blank(QUICK)])
    filed = scans.file_scan(store, found, by=office["clerk"])
    assert (filed.filed, filed.waiting, filed.is_again) == (1, 0, False)
    assert filed.copies[0].number == number and filed.copies[0].letter_id == letter_id
    again = scans.file_scan(store, found, by=office["officer"])
    assert again.is_again and again.copies == filed.copies and copies(store) == 1
    with store.reading() as read:
        assert pdf_of(read, letter_id) == bytes_before
        assert unscanned(read) == () and waiting_count(read) == 0
        assert store.vault.get(found.sha256) == found.data  # the file itself, once
        kept = scan_of(read, letter_id)
        assert kept is not None
        assert [p.code and p.code.page for p in read_scan_data(kept, "lưu").pages] == list(
            range(1, len(found.pages))
        )
        acts = [entry.act for entry in journal(read, dossier_id=_dossier(store, letter_id))]
    assert acts.count("file_scan") == 1


def _dossier(store: Store, letter_id: int) -> int:
    with store.reading() as read:
        letter = read.session.get(Letter, letter_id)
        assert letter is not None and letter.dossier_id is not None
        return letter.dossier_id


def test_the_signed_paper_may_be_scanned_before_it_has_its_number(
    store: Store, office: dict[str, Actor]
) -> None:
    letter_id = printed(store, office)
    assert scans.file_scan(store, read_of(pages(store, letter_id)), by=office["clerk"]).filed == 1
    letters.issue(store, letter_id, by=office["clerk"])
    with store.reading() as read:
        assert unscanned(read) == () and scan_of(read, letter_id) is not None


def test_several_letters_in_one_file_in_any_order(store: Store, office: dict[str, Actor]) -> None:
    first, second = printed(store, office), printed(store, office, title="Đoàn dự hội thảo")
    a, b = pages(store, first), pages(store, second, Fault(dpi=200, turn=180))
    filed = scans.file_scan(store, read_of([b[-1], *a, *b[:-1]]), by=office["clerk"])
    assert {copy.letter_id: copy.state for copy in filed.copies} == {first: "filed", second: "filed"}
    with store.reading() as read:
        for letter_id in (first, second):
            kept = read_scan_data(scan_of(read, letter_id) or b"", "lưu")
            assert [p.code.page for p in kept.pages if p.code] == list(range(1, len(a) + 1))
            assert all(p.turn == 0 for p in kept.pages)


def test_doubtful_scans_wait_and_a_person_places_them(store: Store, office: dict[str, Actor]) -> None:
    letter_id = printed(store, office)
    stack = pages(store, letter_id)
    half = scans.file_scan(store, read_of(stack[:1]), by=office["clerk"])
    assert half.waiting == 1 and len(stack) > 1
    with store.reading() as read:
        (line,) = scan_lines(read, WAITING)
        assert line.remarks == (("missing", tuple(range(2, len(stack) + 1))),)
        best = suggestions(read, line.id)[0]
        assert best.by_code and best.letter.id == letter_id and best.pages == len(stack)
    placed = scans.place_by_hand(store, line.id, letter_id, by=office["clerk"])
    assert placed.state == "filed" and placed.letter_id == letter_id
    whole = scans.file_scan(store, read_of(stack, "lần hai.pdf"), by=office["clerk"])
    with store.reading() as read:
        (line,) = scan_lines(read, WAITING)
        assert whole.waiting == 1 and line.doubt == "has_scan" and line.source == "lần hai.pdf"
    scans.refuse(store, line.id, "  quét   trùng ", by=office["clerk"])
    with store.reading() as read:
        (refused,) = scan_lines(read, Question("scans", {"show": "refused"}))
        assert refused.reason == "quét trùng" and waiting_count(read) == 0
        assert scan_pages(read, refused.id)
    scans.place_by_hand(store, line.id, letter_id, by=office["clerk"])  # a refusal is not the last word
    with store.reading() as read:
        assert len(scan_lines(read, Question("scans", {"show": ("filed",)}))) == 2


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # pages, not rows: the same on both databases
def test_pages_without_a_code_are_suggested_by_their_number_and_may_be_parted(
    store: Store, office: dict[str, Actor]
) -> None:
    letter_id = printed(store, office)
    stack = pages(store, letter_id)
    bare = [picture.crop((0, 0, picture.width, round(picture.height * 0.93))) for picture in stack]
    filed = scans.file_scan(store, read_of([*bare, *bare[:1]]), by=office["clerk"])
    assert filed.waiting == 1 and filed.copies[0].pages == len(stack) + 1
    placed = scans.place_by_hand(store, filed.copies[0].id, letter_id, by=office["clerk"], first=len(stack))
    assert placed.pages == len(stack)
    with store.reading() as read:
        (rest,) = scan_lines(read, WAITING)
        assert rest.pages == 1 and rest.remarks == (("no_code", (len(stack) + 1,)),)
        with pypdfium2.PdfDocument(scan_pages(read, rest.id)) as document:
            assert len(document) == 1


def test_an_earlier_print_and_the_paper_of_another_office_wait(
    store: Store, office: dict[str, Actor]
) -> None:
    letter_id = printed(store, office)
    old = read_of(pages(store, letter_id), "cũ.pdf")
    letters.revise(store, letter_id, {"remark": "sửa"}, by=office["clerk"])
    assert _doubt(store, office, old) == "letter_draft"
    with store.writing(office["all"]) as w:
        letter = w.session.get(Letter, letter_id)
        assert letter is not None
        letter.fields = {}
    set_settings(
        store,
        {"division_head": "Người Khác", "place": "Hà Giang"},
        by=office["admin"],
        valid_from=date(2017, 1, 1),
    )
    letters.mark_printed(store, letter_id, by=office["clerk"])
    again = ScanRead("cũ 2.pdf", old.data + b"\n", hash_of(old.data + b"\n"), old.pages)
    assert _doubt(store, office, again) == "other_print"
    foreign = mark_of(letter_id, "của cơ quan khác", letters_content(store, letter_id))
    other = ScanRead("khác.pdf", old.data + b"\n\n", hash_of(old.data + b"\n\n"), tuple(
        type(p)(p.number, PageCode(foreign, p.code.page, p.code.pages)) for p in old.pages if p.code))  # fmt: skip
    assert _doubt(store, office, other) == "unknown_letter"
    letters.issue(store, letter_id, by=office["clerk"])
    current = read_of(pages(store, letter_id), "mới.pdf")
    letters.void(store, letter_id, "nhầm", by=office["clerk"])
    assert _doubt(store, office, current) == "letter_void"
    with refused("letter_not_printed"):
        scans.place_by_hand(store, _newest(store), letter_id, by=office["clerk"])


def letters_content(store: Store, letter_id: int):  # type: ignore[no-untyped-def]
    """What the letter says."""
    with store.reading() as read:
        found = letters.preview(read, letter_id).content
    assert found is not None
    return found


def _doubt(store: Store, office: dict[str, Actor], found: ScanRead) -> str:
    assert scans.file_scan(store, found, by=office["clerk"]).waiting == 1
    with store.reading() as read:
        return scan_lines(read, WAITING)[0].doubt


def _newest(store: Store) -> int:
    with store.reading() as read:
        return scan_lines(read, WAITING)[0].id


def test_nobody_files_the_scan_of_his_own_trip(store: Store, office: dict[str, Actor]) -> None:
    from models.records import Delegation, Dossier, Member

    letter_id = printed(store, office)
    with store.reading() as read:
        person = read.session.scalar(
            select(Member.person_id)
            .join(Delegation)
            .join(Dossier, Dossier.delegation_id == Delegation.id)
            .limit(1)
        )
    traveller = Actor(None, "Người đi", office["clerk"].roles, person)
    filed = scans.file_scan(store, read_of(pages(store, letter_id)), by=traveller)
    with store.reading() as read:
        assert filed.waiting == 1 and scan_lines(read, WAITING)[0].doubt == "own_trip"
    with refused("own_trip"):
        scans.place_by_hand(store, filed.copies[0].id, letter_id, by=traveller)
    assert scans.place_by_hand(store, filed.copies[0].id, letter_id, by=office["clerk"]).state == "filed"


def test_rights_blank_files_and_reasons(store: Store, office: dict[str, Actor]) -> None:
    letter_id = printed(store, office)
    found = read_of(pages(store, letter_id))
    for by in (office["director"], office["inspector"]):
        with refused("not_allowed"):
            scans.file_scan(store, found, by=by)
    with refused("scan_blank"):
        scans.file_scan(store, read_of([blank(QUICK)] * 2), by=office["clerk"])
    copy = scans.file_scan(store, read_of(pages(store, letter_id)[:1]), by=office["clerk"]).copies[0]
    with refused("reason_needed"):
        scans.refuse(store, copy.id, "  ", by=office["clerk"])
    with refused("gone"):
        scans.place_by_hand(store, copy.id, 10**6, by=office["clerk"])
    with refused("gone"):
        scans.refuse(store, 10**6, "không có", by=office["clerk"])


def test_stopped_before_the_commit_nothing_is_named_and_the_next_time_all_is(
    store: Store, office: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    letter_id = printed(store, office)
    found = read_of(pages(store, letter_id))

    def die(*_rest: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("models.store.units.Writing.finish", die)
        scans.file_scan(store, found, by=office["clerk"])
    assert copies(store) == 0
    filed = scans.file_scan(store, found, by=office["clerk"])
    assert filed.filed == 1 and not filed.is_again


def test_two_seats_that_file_the_same_bytes_file_them_once(store: Store, office: dict[str, Actor]) -> None:
    letter_id = printed(store, office)
    found = read_of(pages(store, letter_id))
    with ThreadPoolExecutor(4) as seats:
        filed = list(seats.map(lambda _n: scans.file_scan(store, found, by=office["clerk"]), range(4)))
    assert copies(store) == 1 and sum(not f.is_again for f in filed) == 1
    assert {f.copies for f in filed} == {filed[0].copies}


def test_a_file_from_the_folder_and_its_check(store: Store, office: dict[str, Actor], tmp_path: Path) -> None:
    from models.store.checking import check

    letter_id = printed(store, office)
    pictures = pages(store, letter_id, Fault(dpi=200, skew=2.5, jpeg=50))
    path = tmp_path / "Công văn đã ký.tiff"
    out = io.BytesIO()
    pictures[0].save(
        out, "TIFF", save_all=True, append_images=pictures[1:], compression="tiff_lzw", dpi=(200, 200)
    )
    path.write_bytes(out.getvalue())
    filed = scans.file_scan(store, read_scan(path), by=office["clerk"])
    assert filed.filed == 1
    assert check(store).ok
    if store.is_file:
        store.vault.path_of(filed.source_sha256).unlink()  # type: ignore[attr-defined]
        assert check(store).vault.missing == [filed.source_sha256]
