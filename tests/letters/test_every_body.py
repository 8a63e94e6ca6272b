"""Every rule of Nghị định 30/2020, Phụ lục I that has a number or a style, over every kind of letter in every length: bases and body, and the file.

A new kind of letter is measured here as soon as it has a sample: nothing names a kind.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest

from models.letters.content import Article, Heading, LetterForm, Paragraph, Signatures, Table
from tests.letters.every import (
    CASES,
    INDENTS,
    LEFT,
    MIDDLE,
    RIGHT,
    SINGLE,
    Case,
    centred,
    one_style,
    paper,
    paragraph,
    said_by,
)
from tests.letters.paper import Line, squash

# P3, P4: bases and body.


def test_bases_are_italic_and_end_as_prescribed(case: Case) -> None:
    content, sheet = case
    at = 0
    for n, basis in enumerate(content.bases):
        mark = "." if n == len(content.bases) - 1 else ";"
        said, at = sheet.block(basis.strip().rstrip(";.") + mark, at)
        one_style(said, "Italic", 13, 14)
        assert any(abs(said[0].x0 - LEFT - indent) < 0.1 for indent in INDENTS)
    if content.form is LetterForm.DECISION:
        for line in (*content.authority, f"{content.enacting}:"):
            said, _ = sheet.block(line.upper(), sheet.lines.index(sheet.line("Số:")))
            one_style(said, "Bold", 13, 14)
            centred(said, MIDDLE)


def test_body_is_justified_with_indent_gap_and_pitch(case: Case) -> None:
    content, sheet = case
    at = 0
    parts = [(p, block) for block in content.body for p in said_by(block)]
    above: Line | None = None
    pitch_of_lines = SINGLE * 14
    for n, ((text, indented), block) in enumerate(parts):
        last = n == len(parts) - 1 and block is content.body[-1]
        lines, at = paragraph(sheet, text, at, closed=last and content.end_mark)
        bold = isinstance(block, Heading) or isinstance(block, Paragraph) and block.bold
        italic = isinstance(block, Paragraph) and block.italic
        for k, line in enumerate(lines):
            assert line.sizes == {14.0} or line.sizes == {13.0}, line
            if bold or italic:
                assert line.font == ("Bold" if bold else "Italic")
            elif not isinstance(block, Article) and isinstance(getattr(block, "text", ""), str):
                assert line.font == "Regular"
            if k:
                assert abs(line.x0 - LEFT) < 0.1, line
            elif indented:
                assert any(abs(line.x0 - LEFT - indent) < 0.1 for indent in INDENTS), line
            if k < len(lines) - 1 and indented:
                assert abs(line.ink[1] - RIGHT) < 1.3, ("justified", line)
            if above is not None and above.page == line.page:
                pitch = line.base - above.base
                if k:
                    assert SINGLE * 14 - 0.01 <= pitch <= 1.5 * SINGLE * 14, "single to 1.5"
                    pitch_of_lines = pitch
                else:
                    assert pitch >= pitch_of_lines + 6 - 0.02, ("6 pt between paragraphs", above, line)
            above = line
        if isinstance(block, Article):
            label = next(c for c in [lines[0]] if c.text.startswith(f"Điều {block.number}."))
            assert "Bold" in label.fonts
        if not _alone(lines):
            raise AssertionError(("a line of a paragraph alone on its page", lines))


def _alone(lines: list[Line]) -> bool:
    """Whether no page holds just one line of a paragraph of several."""
    pages = [line.page for line in lines]
    return len(lines) == 1 or all(pages.count(page) > 1 or len(set(pages)) == 1 for page in set(pages))


def test_text_can_be_copied_out_composed_and_whole(case: Case) -> None:
    """P6: by PDFium's own reading of the text, not by where it stands."""
    content, sheet = case
    assert all(unicodedata.is_normalized("NFC", line.text) for line in sheet.lines)
    for blocks in (content.body, *(annex.blocks for annex in content.annexes)):
        for block in blocks:
            if isinstance(block, Table):
                for row in block.rows[:: max(len(block.rows) // 10, 1)]:
                    for cell in row.cells:
                        # A row taller than a third of a page is cut between its lines, cell by cell.
                        assert squash(cell) in sheet.text or all(word in sheet.text for word in cell.split())
            elif isinstance(block, Signatures):
                assert all(squash(s.name) in sheet.text for s in block.signers)


FONT = re.compile(rb"/BaseFont /([A-Z]{6}\+(?:LiberationSerif|UMingCN)[-\w]*) ")


def test_every_font_is_an_embedded_subset(case: Case) -> None:
    _, sheet = case
    fonts = sheet.data.count(b"/BaseFont /")
    assert fonts == len(set(FONT.findall(sheet.data))) == sheet.data.count(b"/FontFile2 ")
    assert fonts == sheet.data.count(b"/ToUnicode ")


def test_every_file_says_what_the_archive_asks(case: Case) -> None:
    """PDF/A-2b: metadata as XML that says what the information dictionary says, colours with a profile, fonts without tricks."""
    _, sheet = case
    data = sheet.data
    packet = ElementTree.fromstring(data[data.index(b"<x:xmpmeta") : data.index(b"</x:xmpmeta>") + 12])
    told = {node.tag.rpartition("}")[2]: "".join(node.itertext()).strip() for node in packet[0][0]}
    assert (told["part"], told["conformance"]) == ("2", "B")
    known = sheet.metadata
    for name, key in (("title", "Title"), ("creator", "Author"), ("description", "Subject"), ("Keywords", "Keywords"),
                      ("Producer", "Producer"), ("CreatorTool", "Creator")):  # fmt: skip
        assert told[name] == known.get(key, ""), name
    assert not {"CreationDate", "ModDate"} & set(known) and "Date" not in "".join(told)
    assert data.count(b"/GTS_PDFA1") == data.count(b"/DestOutputProfile") == 1
    assert len(re.findall(rb"/Metadata \d+ 0 R", data)) == 1
    assert b"/Encoding" not in data and b"/Encrypt" not in data and b"/ID [<" in data


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    for n, (code, variant) in enumerate(case for case in CASES if case[1] in ("sample", "worst")):
        file = tmp_path / f"{n}.pdf"
        file.write_bytes(paper(code, variant).data)
        checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, (code, checked.stdout, checked.stderr)


def test_two_processes_make_the_same_bytes() -> None:
    program = (
        "import hashlib; from tests.letters.every import CASES, made, render;"
        "print(*[hashlib.sha256(render(made(code)[variant])).hexdigest() for code, variant in CASES if variant != 'over'])"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "77"},
    )
    here = [hashlib.sha256(paper(*case).data).hexdigest() for case in CASES if case[1] != "over"]
    assert other.stdout.split() == here
