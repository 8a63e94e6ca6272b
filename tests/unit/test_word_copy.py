"""The Word copy says what the letter says, in the prescribed frame, and says that it is a copy."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm, Pt

from models.catalogue.letter_kinds import letter_kinds
from models.exchange.word_copy import to_docx
from models.letters import prescribed as law
from models.letters.composing import compose
from models.letters.content import LetterContent, Table
from models.letters.samples import sample
from resources.i18n import _


def content(code: str) -> LetterContent:
    return compose(letter_kinds()[code], sample(code), number=None)


def opened(code: str) -> Any:
    return Document(BytesIO(to_docx(content(code))))


def texts(document: Any) -> list[str]:
    """Every paragraph in reading order, cells of tables too."""
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in document.element.body.iter(f"{W}p")]


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("code", sorted(letter_kinds()))
def test_the_copy_says_all_that_the_letter_says(code: str) -> None:
    made = content(code)
    said = texts(opened(code))
    whole = "\n".join(said)
    assert said[: len(made.governing_body)] == [n.upper() for n in made.governing_body]
    for block in [*made.body, *(b for a in made.annexes for b in a.blocks)]:
        if isinstance(block, Table):
            for row in block.rows:
                assert all(cell in said for cell in row.cells)
        elif isinstance(text := getattr(block, "text", ""), str):
            assert text.rstrip(" .;") in whole
    for name in (*made.addressees, *(made.recipients.names if made.recipients else ())):
        assert name in whole
    assert law.NATION in said and law.MOTTO in said
    if made.signature:
        assert said.index(made.signature.name) > said.index(made.signature.capacity[-1])
    for annex in made.annexes:
        assert annex.title.upper() in said
    assert whole.count("./.") == (1 if made.end_mark else 0) + len(made.annexes)


def test_the_page_is_the_prescribed_one_and_numbered_from_the_second() -> None:
    document = opened("decision_send")
    for section in document.sections:
        assert section.page_width == pytest.approx(Mm(210), abs=Pt(0.1))
        assert section.page_height == pytest.approx(Mm(297), abs=Pt(0.1))
        assert section.left_margin == pytest.approx(Mm(30), abs=Pt(0.1))
        assert section.right_margin == pytest.approx(Mm(18), abs=Pt(0.1))
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
    assert len(document.sections) == 2
    assert 'w:start="1"' in document.sections[1]._sectPr.xml


def test_every_page_says_that_it_is_not_the_issued_letter() -> None:
    for section in opened("decision_send").sections:
        for edge in (section.first_page_header, section.footer):
            assert edge.paragraphs[0].text == _("Copy for editing – not the issued letter")


def test_parts_stand_in_the_order_that_word_wants() -> None:
    document = opened("decision_send")
    order = ["pBdr", "spacing", "ind", "jc"]
    for shape in document.element.body.iter(f"{W}pPr"):
        seen = [order.index(part.tag.removeprefix(W)) for part in shape if part.tag.removeprefix(W) in order]
        assert seen == sorted(seen)
    last = [part.tag.removeprefix(W) for part in document.sections[1]._sectPr]
    assert last.index("pgMar") < last.index("pgNumType") < last.index("cols") < last.index("titlePg")


def test_the_same_letter_gives_the_same_words_twice() -> None:
    assert texts(opened("consent_receive")) == texts(opened("consent_receive"))
