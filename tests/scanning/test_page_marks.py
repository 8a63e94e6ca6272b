"""The square code of a page: what it says, that it moves nothing, where it stands."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pdfplumber
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from models.letters.content import LetterContent, LetterNumber
from models.letters.page_marks import SIZE, PageCode, is_of_key, letter_id_of, mark_of
from models.letters.prescribed import CENTRE, MARGIN_BOTTOM, MM
from models.letters.rendering import overprint, render, render_together
from models.linting.linter import lint
from tests.letters.samples import ALL, decision, worst_case


def marked(content: LetterContent, letter_id: int = 4711, key: str = "khóa") -> LetterContent:
    """The letter with its mark."""
    return replace(content, mark=mark_of(letter_id, key, content))


def codes_of(data: bytes) -> list[str]:
    """The codes on the pages, in order."""
    with pypdfium2.PdfDocument(data) as pdf:
        pictures = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in pdf]
    return [found.text for picture in pictures for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_code_moves_nothing_and_stands_below_the_text(name: str) -> None:
    content = ALL[name]()
    with (
        pdfplumber.open(io.BytesIO(render(content))) as without,
        pdfplumber.open(io.BytesIO(render(marked(content)))) as with_code,
    ):
        assert len(without.pages) == len(with_code.pages)
        chosen = sorted({*range(3), *range(-3, 0)} if len(without.pages) > 6 else range(len(without.pages)))
        for bare, page in ((without.pages[n], with_code.pages[n]) for n in chosen):
            places = [
                [(c["text"], c["x0"], c["top"], c["fontname"], c["size"]) for c in p.chars]
                for p in (bare, page)
            ]
            assert places[0] == places[1]
            assert [(r["x0"], r["top"], r["x1"]) for r in bare.lines] == [
                (r["x0"], r["top"], r["x1"]) for r in page.lines
            ]
            squares = page.rects[len(bare.rects) :]
            assert len(squares) > 100
            # In the bottom margin, below the middle of the text, with 2 mm of white towards it; 5 mm from the edge.
            middle = (min(r["x0"] for r in squares) + max(r["x1"] for r in squares)) / 2
            assert middle == pytest.approx(CENTRE, abs=0.05)
            assert max(r["x1"] for r in squares) - min(r["x0"] for r in squares) == pytest.approx(
                SIZE, abs=0.05
            )
            assert max(r["bottom"] for r in squares) == pytest.approx(float(page.height) - 5 * MM, abs=0.01)
            assert min(r["top"] for r in squares) >= float(page.height) - MARGIN_BOTTOM + 1.99 * MM


def test_every_page_says_which_of_how_many_annexes_included() -> None:
    content = marked(decision(40))
    codes = [PageCode.read(text) for text in codes_of(render(content))]
    assert codes == [PageCode(content.mark, n, len(codes)) for n in range(1, len(codes) + 1)]
    assert len(codes) >= 3


def test_without_a_mark_no_byte_changes_and_letters_together_keep_their_own() -> None:
    plain = decision(2)
    assert render(plain) == render(replace(marked(plain), mark=""))
    both = render_together([marked(plain, 1, "một"), marked(plain, 2, "hai")])
    found = [PageCode.read(text) for text in codes_of(both)]
    assert [(c.page, c.pages) for c in found if c] == [(1, 2), (2, 2), (1, 2), (2, 2)]
    assert [letter_id_of(c.mark) for c in found if c] == [1, 1, 2, 2]


def test_an_overprint_carries_no_second_code() -> None:
    open_number = LetterNumber(None, "QĐ-UBND")
    content = marked(replace(decision(2), number=open_number, issued_on=None, issued_year=2018))
    assert len(codes_of(render(content))) == 2
    assert codes_of(overprint(content, 7, date(2018, 3, 1))) == []


def test_the_mark_is_kept_with_the_content() -> None:
    content = marked(worst_case())
    assert LetterContent.from_json(content.to_json()) == content
    assert render(LetterContent.from_json(content.to_json())) == render(content)


def test_a_mark_names_store_number_key_and_print() -> None:
    first, later = decision(2), replace(decision(2), subject="Trích yếu khác")
    mark = mark_of(77, "a", first)
    assert letter_id_of(mark) == 77
    assert is_of_key(mark, "a") and not is_of_key(mark, "b")
    assert mark_of(77, "a", replace(first, mark="X")) == mark
    assert mark_of(77, "a", later)[:-3] == mark[:-3] and mark_of(77, "a", later) != mark


@given(
    letter_id=st.integers(1, 2**40),
    key=st.text(max_size=40),
    page=st.integers(1, 200),
    more=st.integers(0, 200),
)
def test_codes_read_back_and_any_changed_letter_is_noticed(
    letter_id: int, key: str, page: int, more: int
) -> None:
    mark = mark_of(letter_id, key, _CONTENT)
    code = PageCode(mark, page, page + more)
    assert PageCode.read(code.text) == code and letter_id_of(mark) == letter_id
    assert code.text.isascii() and code.text == code.text.upper()
    for place in range(len(code.text)):
        other = "2" if code.text[place] != "2" else "3"
        assert PageCode.read(code.text[:place] + other + code.text[place + 1 :]) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SD1:",
        "https://vi.example/SD1",
        "SD1:3RJ0AZK3DHK:0/3:3RPC",
        "SD1:3RJ0AZK3DHK:4/3:3RPC",
        "SD2:3RJ0AZK3DHK:1/3:3RPC",
    ],
)
def test_codes_of_others_are_none(text: str) -> None:
    assert PageCode.read(text) is None


_CONTENT = decision(1)


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_linter_sees_the_same_paper_with_and_without(name: str) -> None:
    plain = ALL[name]()
    with_code, without = lint(render(marked(plain))), lint(render(plain))
    assert with_code == without
