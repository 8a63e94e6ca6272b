"""The Word copy says what the letter says, in the prescribed frame, and says that it is a copy."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.shared import Mm, Pt

from models.catalogue.letter_kinds import letter_kinds
from models.exchange.word_copy import to_docx
from models.letters import head
from models.letters import prescribed as law
from models.letters.composing import compose
from models.letters.content import LetterContent, Table
from models.letters.fonts import faces
from models.letters.rendering import render
from models.letters.samples import sample
from resources.i18n import _


def content(code: str) -> LetterContent:
    return compose(letter_kinds()[code], sample(code), number=None)


def opened(code: str) -> Any:
    return Document(BytesIO(to_docx(content(code))))


def texts(document: Any) -> list[str]:
    """Every paragraph in reading order, cells of tables too."""
    return [said(p) for p in document.element.body.iter(f"{W}p")]


def said(paragraph: Any) -> str:
    """The words of a paragraph; a break of line reads as a space."""
    parts = paragraph.iter(f"{W}t", f"{W}br")
    return "".join(" " if part.tag == f"{W}br" else part.text or "" for part in parts)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("code", sorted(letter_kinds()))
def test_the_copy_says_all_that_the_letter_says(code: str) -> None:
    made = content(code)
    there = texts(opened(code))
    whole = "\n".join(there)
    assert there[: len(made.governing_body)] == [n.upper() for n in made.governing_body]
    for block in [*made.body, *(b for a in made.annexes for b in a.blocks)]:
        if isinstance(block, Table):
            for row in block.rows:
                assert all(cell in there for cell in row.cells)
        elif isinstance(text := getattr(block, "text", ""), str):
            assert text.rstrip(" .;") in whole
    for name in (*made.addressees, *(made.recipients.names if made.recipients else ())):
        assert name in whole
    assert law.NATION in there and law.MOTTO in there
    if made.signature:
        assert there.index(made.signature.name) > there.index(made.signature.capacity[-1].upper())
    for annex in made.annexes:
        assert annex.title.upper() in there
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
        for edge in (section.first_page_header, section.header):
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


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_same_pages_and_the_same_lines_in_the_frames(tmp_path: Path) -> None:
    codes = sorted(letter_kinds())
    for code in codes:
        (tmp_path / f"{code}.docx").write_bytes(to_docx(content(code)))
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *(f"{code}.docx" for code in codes)],
        cwd=tmp_path, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for code in codes:
        made = content(code)
        issued, copy = render(made), (tmp_path / f"{code}.pdf").read_bytes()
        ours, theirs = lines(issued), lines(copy)
        assert len(ours) == len(theirs), f"{code}: pages"
        edge = law.TEXT_RIGHT - head.frames(made, faces())[1] - law.FRAME_GAP / 2
        bottom = law.PAGE_HEIGHT - law.MARGIN_TOP - head.head(made, faces()).height - 2
        top = law.PAGE_HEIGHT - law.MARGIN_TOP + 6
        for frame in ((0.0, bottom, edge, top), (edge, bottom, law.PAGE_WIDTH, top)):
            assert lines(issued, frame)[0] == lines(copy, frame)[0], f"{code}: the head"
        if made.signature:
            page = next(n for n, page in enumerate(ours) if made.signature.name in page)
            for each in (made.signature.name, *made.signature.capacity):
                assert any(each.upper() in line.upper() for line in theirs[page]), f"{code}: {each}"


def lines(pdf: bytes, frame: tuple[float, ...] = ()) -> list[list[str]]:
    """The lines of each page or of a *frame* on it, without the note that only a copy carries."""
    document = pdfium.PdfDocument(pdf)
    note = _("Copy for editing – not the issued letter")
    pages = [page.get_textpage().get_text_bounded(*frame).splitlines() for page in document]
    document.close()
    return [[" ".join(x.split()) for x in page if x.strip() and note not in x] for page in pages]
