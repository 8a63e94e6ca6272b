"""Number and date printed onto the signed paper: at their place on every kind of letter that has a number, touching nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from models.catalogue.letter_kinds import letter_kinds
from models.letters.composing import compose
from models.letters.content import LetterContent
from models.letters.overprinting import issued
from models.letters.rendering import overprint, render
from models.letters.samples import sample
from tests.letters.paper import Paper

NUMBERED = sorted(code for code, kind in letter_kinds().items() if kind.symbol)
PLACES = ("Cao Bằng", "Thành phố Hồ Chí Minh")


def unsigned(code: str, place: str) -> LetterContent:
    """The sample as it is printed for signature: number, day and month open."""
    facts = sample(code)
    facts = replace(facts, issued_on=None, office=replace(facts.office, place=place))
    return compose(letter_kinds()[code], facts, number=None)


def ink(data: bytes) -> list[list[tuple[float, float, float, float]]]:
    """The box (left, bottom, right, top) of every character that leaves ink, by page."""
    document = pypdfium2.PdfDocument(data)
    pages: list[list[tuple[float, float, float, float]]] = []
    for page in document:
        text = page.get_textpage()
        said = text.get_text_range()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())] if said else []
        pages.append([box for box in boxes if box[2] - box[0] > 0.2 and box[3] - box[1] > 0.2])
    document.close()
    return pages


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("code", NUMBERED)
def test_figures_fall_into_the_room_left_for_them(code: str, place: str) -> None:
    content = unsigned(code, place)
    on = date(content.issued_year or 2018, 12, 29)
    signed, figures = render(content), overprint(content, 1234, on)
    said = [line.text for line in Paper(figures).lines]
    times = 1 + sum(bool(annex.attached_to) for annex in content.annexes)
    assert sorted(said) == sorted(["1234", "29", "12"] * times)
    for paper, over in zip(ink(signed), ink(figures), strict=True):
        for left, low, right, high in over:
            for x0, y0, x1, y1 in paper:
                if y0 < high and y1 > low:
                    assert x1 < left - 1 or x0 > right + 1, (code, (left, right), (x0, x1))


@pytest.mark.parametrize("code", NUMBERED)
def test_the_issued_letter_says_what_was_overprinted_and_keeps_its_pages(code: str) -> None:
    content = unsigned(code, "Cao Bằng")
    on = date(content.issued_year or 2018, 2, 9)
    before, after = Paper(render(content)), Paper(render(issued(content, 7, on)))
    assert len(after.sizes) == len(before.sizes)
    assert after.line("Số:").text == f"Số: 07/{content.number.symbol if content.number else ''}"
    assert f"ngày 09 tháng 02 năm {on.year}" in " ".join(line.text for line in after.lines)
