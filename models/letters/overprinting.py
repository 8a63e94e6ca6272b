"""Number and date printed onto the signed paper, into the room that the letter printed for signature left for them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from models.letters import prescribed as law
from models.letters.content import LetterContent
from models.letters.fonts import Typeface
from models.letters.layout import lay_out
from models.letters.lines import type_at
from models.letters.pages import Page, Slab, Words
from models.letters.vietnamese import official_day, official_month, padded

_ROOM = re.compile(f"(số|ngày|tháng|năm):?({law.ROOM}{{3,}})", re.IGNORECASE)


def overprint_pages(content: LetterContent, number: int, issued_on: date, typeface: Typeface) -> list[Page]:
    """Pages with nothing but the figures, each in the middle of its room; annexes carry them in their reference line.

    *content* is the letter as it was printed for signature. Raises ValueError when it left no room, or says another year.
    """
    if content.number is None or content.number.number is not None or content.issued_on is not None:
        raise ValueError("the letter was printed with its number and date")
    if content.issued_year not in (None, issued_on.year):
        raise ValueError("the letter was printed for another year")
    figures = {
        "số": padded(number),
        "ngày": official_day(issued_on.day),
        "tháng": official_month(issued_on.month),
        "năm": str(issued_on.year),
    }
    return [_only_figures(page, figures, typeface) for page in lay_out(content, typeface)]


def issued(content: LetterContent, number: int, issued_on: date) -> LetterContent:
    """The letter with its number and date: what is registered and kept."""
    if content.number is None:
        raise ValueError("the letter has no number line")
    return replace(content, number=replace(content.number, number=number), issued_on=issued_on)


def _only_figures(page: Page, figures: dict[str, str], typeface: Typeface) -> Page:
    kept = Page()
    for at, slab in page.placed:
        words = [figure for each in slab.words for figure in _figures(each, figures, typeface)]
        if words:
            kept.lay(Slab(0.0, words), at)
    return kept


def _figures(words: Words, figures: dict[str, str], typeface: Typeface) -> list[Words]:
    setter = type_at(typeface, words.size)
    found: list[Words] = []
    for match in _ROOM.finditer(words.text):
        figure = figures[match[1].lower()]
        before = setter.width(words.text[: match.start(2)], words.style)
        room = setter.width(match[2], words.style)
        x = words.x + before + (room - setter.width(figure, words.style)) / 2
        found.append(words._replace(x=x, text=figure))
    return found
