"""Many letters in one job, the set of papers of one, and the figures for a signed sheet: from the store to the bytes."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from models import clock
from models.errors import OfficeError
from models.exchange.file_names import file_name, file_names
from models.exchange.print_set import Choice, joined
from models.letters.rendering import render
from models.reading.letters import letter_row
from models.scanning.pictures import page_count
from models.store import files
from models.store.units import Actor, Store
from models.work import dossiers, letters, review
from models.work.printing import control_list_of, gather_batch, overprint_of, print_set_of
from tests.makers import DAY, make_draft, make_office
from ui.printing_batch import write_each


@pytest.fixture
def now() -> Iterator[None]:
    """The clock stands on the day of the tests."""
    with clock.at(DAY):
        yield


@pytest.fixture
def office(store: Store, now: None) -> dict[str, Actor]:
    """The office of these tests."""
    return make_office(store)


@pytest.fixture
def dossier(store: Store, office: dict[str, Actor]) -> int:
    """An approved dossier."""
    lodged = dossiers.lodge(store, make_draft(), by=office["officer"])
    for step, who in (
        ("accept", "officer"),
        ("forward", "officer"),
        ("endorse", "head"),
        ("approve", "director"),
    ):
        review.advance(store, lodged.dossier_id, step, by=office[who])
    return lodged.dossier_id


def texts(pdf: bytes) -> list[str]:
    """The words of each page."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return [page.extract_text() for page in opened.pages]


def sheets(store: Store, dossier: int, count: int, by: Actor) -> list[int]:
    """So many letters that need no number."""
    made = [
        letters.prepare(store, dossier, "appraisal_sheet", by=by, fields={"view": f"Ý kiến {n}."})
        for n in range(count)
    ]
    return [m.letter_id for m in made]


class TestBatch:
    """Drafts printed for signature, printed and issued ones as kept."""

    def test_one_failed_letter_is_named_and_the_rest_is_done(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        clerk = office["clerk"]
        issued = letters.prepare(store, dossier, "submission_send", by=clerk).letter_id
        letters.mark_printed(store, issued, by=clerk)
        letters.issue(store, issued, by=clerk)
        first, second, voided = sheets(store, dossier, 3, clerk)
        letters.issue(store, voided, by=clerk)
        letters.void(store, voided, "Nhầm", by=clerk)
        heard: list[tuple[int, int]] = []
        ids = [first, issued, 99_999, voided, second]
        batch = gather_batch(store, ids, by=clerk, report=lambda n, of: heard.append((n, of)))
        assert [bool(line.fault) for line in batch.lines] == [False, False, True, True, False]
        assert batch.failed[1].fault == str(OfficeError("letter_is_void"))
        assert len(batch.pdfs) == 3 and heard[-1] == (5, 5)
        with store.reading() as read:
            assert batch.pdfs[1] == letters.reprint(read, issued)
            states = [letter_row(read, n).state for n in (first, second)]  # type: ignore[union-attr]
        assert states == ["printed", "printed"]
        assert batch.lines[1].number == "01/TTr-SNgV" and batch.lines[1].copies == 2
        # Again: what was printed stays as it is.
        again = gather_batch(store, [first], by=clerk)
        assert again.pdfs[0] == batch.pdfs[0] and again.contents == (None,)

    @pytest.mark.parametrize(
        "store", ["sqlite"], indirect=True
    )  # pages, not rows: the same on both databases
    def test_the_file_of_all_holds_every_page_in_order(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        clerk = office["clerk"]
        ids = sheets(store, dossier, 4, clerk)
        letters.mark_printed(store, ids[2], by=clerk)
        batch = gather_batch(store, ids, by=clerk)
        assert [content is None for content in batch.contents] == [False, False, True, False]
        whole = texts(batch.one_file())
        apart = [page for pdf in batch.pdfs for page in texts(pdf)]
        assert whole == apart
        assert [n for n in range(4) if any(f"Ý kiến {n}." in page for page in whole)] == [0, 1, 2, 3]

    def test_the_control_list_counts(self, store: Store, office: dict[str, Actor], dossier: int) -> None:
        clerk = office["clerk"]
        ids = sheets(store, dossier, 3, clerk)
        batch = gather_batch(store, [*ids, 99_999], by=clerk, copies=4)
        with store.reading() as read:
            pdf = control_list_of(read, batch, by=clerk)
            assert pdf == control_list_of(read, batch, by=clerk)
        words = " ".join(texts(pdf)).replace("\n", " ")
        pages = sum(page_count(p) for p in batch.pdfs)
        assert "DANH SÁCH KIỂM SOÁT VĂN BẢN" in words and clerk.name in words
        assert f"3 văn bản, 12 bản, {pages * 4} tờ" in words
        assert "Chưa in được 1 văn bản:" in words
        with pdfplumber.open(BytesIO(pdf)) as opened:
            assert opened.pages[0].width > opened.pages[0].height
            heads = opened.pages[0].extract_tables()[0][0]
        assert [h.replace("\n", " ") for h in heads if h] == [
            "STT", "Số, ký hiệu", "Ngày", "Tên loại và trích yếu nội dung", "Nơi nhận", "Số trang", "Số bản", "Ký nhận",
        ]  # fmt: skip

    def test_who_may_not_print_for_signature_prints_what_is_there(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        first, second = sheets(store, dossier, 2, office["clerk"])
        letters.mark_printed(store, first, by=office["clerk"])
        batch = gather_batch(store, [first, second], by=office["inspector"])
        assert len(batch.pdfs) == 1 and len(batch.failed) == 1

    def test_stopping_keeps_what_was_printed(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        class Enough(Exception):
            """The person stopped it."""

        def report(done: int, _of: int) -> None:
            if done == 2:
                raise Enough

        ids = sheets(store, dossier, 4, office["clerk"])
        with pytest.raises(Enough):
            gather_batch(store, ids, by=office["clerk"], report=report)
        with store.reading() as read:
            assert [letter_row(read, n).state for n in ids] == ["printed", "printed", "draft", "draft"]  # type: ignore[union-attr]


class TestFiles:
    """Each letter as a file of its own."""

    def test_names_are_readable_and_nothing_is_frozen(
        self, store: Store, office: dict[str, Actor], dossier: int, tmp_path: Path
    ) -> None:
        clerk = office["clerk"]
        issued = letters.prepare(store, dossier, "submission_send", by=clerk).letter_id
        letters.issue(store, issued, by=clerk)
        drafts = sheets(store, dossier, 2, clerk)
        folder = tmp_path / "ra"
        folder.mkdir()
        batch = write_each(store, [issued, *drafts, 99_999], folder)
        found = sorted(p.name for p in folder.iterdir())
        assert len(found) == len(batch.pdfs) == 3 and len(batch.failed) == 1
        assert found[0].startswith("01-TTr-SNgV") and found[0].endswith(".pdf")
        with store.reading() as read:
            assert (folder / found[0]).read_bytes() == letters.reprint(read, issued)
            assert [letter_row(read, n).state for n in drafts] == ["draft", "draft"]  # type: ignore[union-attr]
        assert found[2] == found[1].replace(".pdf", " (2).pdf") or found[1] == found[2].replace(
            ".pdf", " (2).pdf"
        )

    def test_a_full_disk_ends_it_in_a_sentence_without_halves(
        self,
        store: Store,
        office: dict[str, Actor],
        dossier: int,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        ids = sheets(store, dossier, 3, office["clerk"])
        folder = tmp_path / "ra"
        folder.mkdir()
        real, written = files.atomic_write, list[Path]()

        def filling(path: Path, data: bytes) -> None:
            if len(written) == 1:
                raise OSError(errno.ENOSPC, "full")
            written.append(path)
            real(path, data)

        monkeypatch.setattr(files, "atomic_write", filling)
        with pytest.raises(OfficeError) as refused:
            write_each(store, ids, folder)
        assert refused.value.code == "file_disk_full"
        assert list(folder.iterdir()) == written

    def test_file_names(self) -> None:
        assert file_name('05/QĐ-UBND Quyết định "A": x?', "pdf") == "05-QĐ-UBND Quyết định -A-- x-.pdf"
        assert file_name("  . ", "pdf") == "-.pdf"
        assert len(file_name("x" * 400, "pdf")) == 154
        assert file_names(["a", "A", "a"], "pdf") == ["a.pdf", "A (2).pdf", "a (3).pdf"]
        names = file_names(["y" * 300] * 3, "pdf")
        assert len({n.casefold() for n in names}) == 3


class TestDrafts:
    """A draft in a list says what it is about."""

    def test_from_the_beginning_and_after_a_change(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        made = letters.prepare(store, dossier, "submission_send", by=office["clerk"])
        with store.reading() as read:
            row = letter_row(read, made.letter_id)
            seen = letters.preview(read, made.letter_id)
        assert row is not None and seen.content is not None
        assert row.subject == seen.content.subject != ""
        letters.revise(store, made.letter_id, {"proposal": "Thêm"}, by=office["clerk"])
        with store.reading() as read:
            again = letter_row(read, made.letter_id)
        assert again is not None and again.subject == row.subject


class TestSet:
    """Copies, the list of members, envelopes."""

    def test_what_the_letter_suggests_and_its_sums(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        clerk = office["clerk"]
        made = letters.prepare(store, dossier, "submission_send", by=clerk).letter_id
        with store.reading() as read, pytest.raises(OfficeError) as refused:
            print_set_of(read, made)
        assert refused.value.code == "print_set_draft"
        letters.mark_printed(store, made, by=clerk)
        letters.issue(store, made, by=clerk)
        with store.reading() as read:
            found = print_set_of(read, made)
        assert found.choice == Choice(1, 2, len(found.receivers)) and found.receivers
        assert found.members_pages >= 1
        wanted = Choice(1, 2, 5, True, "dl")
        parts = found.parts(wanted, found.receivers)
        assert sum(p.paper for p in parts) == found.paper(wanted, found.receivers)
        assert sum(p.paper for p in parts) == 8 * (found.pages + found.members_pages) + len(found.receivers)
        assert parts[0].pdf == found.pdf and parts[0].copies == 8
        first = texts(parts[-1].pdf)[0]
        assert "Số/ký hiệu văn bản: 01/TTr-SNgV" in first and found.receivers[0] in first.replace("\n", " ")
        assert "01/TTr-SNgV" in texts(parts[1].pdf)[0]
        assert found.parts(Choice(0, 0, 0), ()) == ()


class TestFigures:
    """Number and date for the signed sheet."""

    def test_the_signed_sheet_gets_its_figures(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        clerk = office["clerk"]
        made = letters.prepare(store, dossier, "submission_send", by=clerk).letter_id
        letters.mark_printed(store, made, by=clerk)
        with store.reading() as read, pytest.raises(OfficeError) as refused:
            overprint_of(read, made)
        assert refused.value.code == "letter_not_issued"
        letters.issue(store, made, by=clerk)
        with store.reading() as read:
            found = overprint_of(read, made)
        assert found.sheets[0].page == 0 and page_count(found.pdf) == len(found.sheets)
        words = texts(found.pdf)[0].split()
        assert words[0] == "01" and f"{DAY.day:02d}" in words
        assert len(found.places) >= 2
        letters.void(store, made, "Sai", by=clerk)
        with store.reading() as read, pytest.raises(OfficeError) as refused:
            overprint_of(read, made)
        assert refused.value.code == "letter_is_void"

    def test_what_was_never_printed_has_no_room(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        clerk = office["clerk"]
        made = letters.prepare(store, dossier, "submission_send", by=clerk).letter_id
        letters.mark_printed(store, made, by=clerk)
        letters.revise(store, made, {"proposal": "Khác"}, by=clerk)
        letters.issue(store, made, by=clerk)
        with store.reading() as read, pytest.raises(OfficeError) as refused:
            overprint_of(read, made)
        assert refused.value.code == "overprint_not_printed"

    def test_a_sheet_of_another_year_is_refused(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        clerk = office["clerk"]
        made = letters.prepare(store, dossier, "submission_send", by=clerk).letter_id
        letters.mark_printed(store, made, by=clerk)
        with clock.at(date(DAY.year + 1, 1, 1) + timedelta(days=3)):
            letters.issue(store, made, by=clerk)
            with store.reading() as read, pytest.raises(OfficeError) as refused:
                overprint_of(read, made)
        assert refused.value.code == "overprint_other_year"

    def test_a_sheet_of_an_earlier_layout_is_refused(
        self, store: Store, office: dict[str, Actor], dossier: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clerk = office["clerk"]
        made = letters.prepare(store, dossier, "submission_send", by=clerk).letter_id
        monkeypatch.setattr(letters, "LAYOUT_VERSION", 1)
        letters.mark_printed(store, made, by=clerk)
        monkeypatch.undo()
        letters.issue(store, made, by=clerk)
        with store.reading() as read, pytest.raises(OfficeError) as refused:
            overprint_of(read, made)
        assert refused.value.code == "overprint_other_layout"

    def test_a_letter_without_a_number_has_none(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        (sheet,) = sheets(store, dossier, 1, office["clerk"])
        letters.issue(store, sheet, by=office["clerk"])
        with store.reading() as read, pytest.raises(OfficeError) as refused:
            overprint_of(read, sheet)
        assert refused.value.code == "overprint_no_number"


def test_joined_files_keep_their_pages(store: Store, office: dict[str, Actor], dossier: int) -> None:
    from models.letters.samples import contents

    made = contents("decision_send")["sample"]
    pdf = render(made)
    count = page_count(pdf)
    assert page_count(joined([pdf, pdf])) == 2 * count
    assert texts(joined([pdf], [count - 1])) == texts(pdf)[-1:]
    with pytest.raises(ValueError, match="nothing"):
        joined([])
