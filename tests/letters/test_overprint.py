"""The figures for a signed sheet stand in the middle of the room that was left for them, on its line, for every letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import NamedTuple

import pdfplumber
import pytest

from models.catalogue.letter_kinds import letter_kinds
from models.exchange.offset_page import offset_page
from models.letters import prescribed as law
from models.letters.content import LetterContent, LetterNumber
from models.letters.fonts import faces
from models.letters.overprinting import issued, overprint_pages
from models.letters.rendering import overprint, render
from tests.letters.every import made

ON = date(2018, 3, 6)
NEAR = 0.3 * law.MM
NUMBERED = [code for code, kind in letter_kinds().items() if kind.symbol]


class Char(NamedTuple):
    """A character of a PDF: its left and right edge and its baseline, in points."""

    text: str
    x0: float
    x1: float
    base: float


def chars(pdf: bytes, only: Sequence[int] | None = None) -> list[list[Char]]:
    """Every character, page by page (all of them, or *only* these), spaces and rooms included."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        return [
            [Char(c["text"], c["x0"], c["x1"], c["matrix"][5]) for c in document.pages[n].chars]
            for n in (range(len(document.pages)) if only is None else only)
        ]


def rooms(page: list[Char]) -> list[tuple[float, float, float]]:
    """The rooms left open on a page: left and right edge and baseline of each run of no-break spaces."""
    found: list[tuple[float, float, float]] = []
    for before, char in zip([None, *page], page, strict=False):
        if char.text != law.ROOM:
            continue
        if before is not None and before.text == law.ROOM and abs(before.base - char.base) < 0.1:
            x0, _x1, base = found.pop()
            found.append((x0, char.x1, base))
        else:
            found.append((char.x0, char.x1, char.base))
    return [room for room in found if room[1] - room[0] > 10]


def figures(page: list[Char]) -> list[Char]:
    """The figures on a page: digits that stand side by side are one."""
    found: list[Char] = []
    for char in page:
        last = found[-1] if found else None
        if last is not None and abs(last.base - char.base) < 0.1 and abs(last.x1 - char.x0) < 0.5:
            found[-1] = Char(last.text + char.text, last.x0, char.x1, last.base)
        else:
            found.append(char)
    return found


def signed_sheet(content: LetterContent) -> LetterContent:
    """The letter as it goes out for signature."""
    assert content.number is not None
    return replace(
        content, number=LetterNumber(None, content.number.symbol), issued_on=None, issued_year=ON.year
    )


@pytest.mark.parametrize("variant", ["sample", "worst"])
@pytest.mark.parametrize("code", NUMBERED)
def test_every_figure_stands_in_the_middle_of_its_room(code: str, variant: str) -> None:
    signed = signed_sheet(made(code)[variant])
    pdf = render(signed)
    carrying = [n for n, p in enumerate(overprint_pages(signed, 5, ON, faces())) if p.placed]
    paper = chars(pdf, carrying)
    for number in (5, 12345):  # the narrowest and the widest
        for sheet, figured in zip(paper, chars(overprint(signed, number, ON), carrying), strict=True):
            open_rooms, printed = rooms(sheet), figures(figured)
            assert len(open_rooms) == len(printed), printed
            for (x0, x1, base), figure in zip(open_rooms, printed, strict=True):
                assert abs((x0 + x1) / 2 - (figure.x0 + figure.x1) / 2) < NEAR, figure
                assert abs(base - figure.base) < NEAR, figure
                assert x0 <= figure.x0 and figure.x1 <= x1, figure


@pytest.mark.parametrize("code", NUMBERED)
def test_the_figures_are_those_of_the_issued_letter_on_the_same_line(code: str) -> None:
    signed = signed_sheet(made(code)["sample"])
    over, whole = chars(overprint(signed, 5, ON), [0]), chars(render(issued(signed, 5, ON)), [0])
    first = figures(over[0])
    assert [f.text for f in first] == (["05", "06", "3"] if signed.place else ["05"])
    lines = {round(c.base, 1) for c in whole[0] if c.text in "0563"}
    assert all(min(abs(f.base - line) for line in lines) < NEAR for f in first)


def test_only_the_first_page_and_the_heads_of_annexes_carry_figures() -> None:
    signed = signed_sheet(made("decision_send")["long"])
    pages = overprint_pages(signed, 5, ON, faces())
    carrying = [n for n, page in enumerate(pages) if page.placed]
    heads = [
        n
        for n, page in enumerate(chars(render(signed)))
        if "".join(c.text for c in page).find("Kèm theo") >= 0
    ]
    assert carrying == [0, *heads[-1:]]
    assert len(pages) > 3


def test_the_test_page_has_a_cross_at_each_figure_and_says_where() -> None:
    pages = overprint_pages(signed_sheet(made("decision_send")["sample"]), 5, ON, faces())
    places = [(w.x, at + w.y) for at, slab in pages[0].placed for w in slab.words][:2]
    with pdfplumber.open(BytesIO(offset_page(places))) as document:
        (page,) = document.pages
        assert (round(page.width), round(page.height)) == (595, 842)
        long = [line for line in page.lines if max(line["width"], line["height"]) > 19 * law.MM]
        assert len(long) == 4
        for n, (x, y) in enumerate(places):
            across, down = long[2 * n : 2 * n + 2]
            assert abs((across["x0"] + across["x1"]) / 2 - x) < 0.1
            assert abs(across["top"] - y) < 0.1
            assert abs(down["x0"] - x) < 0.1
        text = page.extract_text()
        assert f"{places[0][0] / law.MM:.1f} mm".replace(".", ",") in text
