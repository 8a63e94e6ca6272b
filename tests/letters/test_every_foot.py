"""Every rule of Nghị định 30/2020, Phụ lục I that has a number or a style, over every kind of letter in every length: the foot, annexes and tables.

A new kind of letter is measured here as soon as it has a sample: nothing names a kind.
"""

from __future__ import annotations

import re

from models.letters.content import LetterForm, Paragraph, Run, Table
from tests.letters.every import (
    HAIR,
    LEFT,
    MIDDLE,
    RIGHT,
    Case,
    annex_lines,
    centred,
    one_style,
    plain,
)
from tests.letters.paper import MM, Line, squash

# P4, P5: the foot.


def test_signature_block_is_whole_and_never_alone(case: Case) -> None:
    content, sheet = case
    who = content.signature
    if who is None:
        return
    start = sheet.lines.index(sheet.line("Nơi nhận:")) if content.recipients else 0
    capacity: list[Line] = []
    at = start
    for post in who.capacity:
        lines, at = sheet.block(post.upper(), at)
        capacity += lines
    name, _ = sheet.block(who.name, at)
    one_style([*capacity, *name], "Bold", 13, 14)
    centred([*capacity, *name], name[0].middle)
    assert len({x.page for x in (*capacity, *name)}) == 1, "whole"
    assert name[0].base - capacity[-1].base >= 20 * MM, "room to sign and seal"
    assert capacity[0].ink[0] > MIDDLE - 40, "on the right"
    page = capacity[0].page
    body = {
        round(x.base)
        for x in sheet.on(page)
        if x.base < capacity[0].base - 14 and not x.is_page_number and (page or x.base > 200)
    }
    assert len(body) >= 2, "at least two lines of the body on the page of the signature"


def test_recipients(case: Case) -> None:
    content, sheet = case
    who = content.recipients
    if who is None:
        assert "Nơinhận" not in sheet.text
        return
    head = sheet.line("Nơi nhận:")
    one_style([head], "BoldItalic", 12, 12)
    assert head.text == "Nơi nhận:" and abs(head.x0 - LEFT) < 0.1
    if content.signature is not None:
        capacity, _ = sheet.block(content.signature.capacity[0].upper(), sheet.lines.index(head))
        assert abs(head.base - capacity[0].base) < 0.5, "on the line of the capacity"
    at = sheet.lines.index(head)
    entries = [*who.names, who.filing] if who.filing else [*who.names]
    for n, name in enumerate(entries):
        mark = "." if n == len(entries) - 1 else ";"
        lines, at = sheet.block(f"- {name.strip().rstrip(';.')}{mark}", at)
        one_style(lines, "Regular", 11, 11)
        assert lines[0].text.startswith("- ") and abs(lines[0].x0 - LEFT) < 0.1
        assert all(x.page == head.page for x in lines)
        assert max(x.ink[1] for x in lines) < (capacity[0].ink[0] if content.signature else RIGHT)
    if who.filing:
        assert re.fullmatch(r"Lưu: VT(, [\wĐ-]+)*(\(\d{2,}\))?", who.filing), who.filing
    addressed = content.form is LetterForm.OFFICIAL_LETTER or bool(content.addressees)
    assert who.names[:1] == ("Như trên",) or not addressed, "Như trên where there is Kính gửi"


def test_letter_and_annexes_close_with_the_end_mark(case: Case) -> None:
    content, sheet = case
    closed = int(content.end_mark) + sum(annex.end_mark for annex in content.annexes)
    assert sheet.text.count("./.") == closed and sheet.text.count("/.") == closed
    if content.end_mark and content.recipients is not None:
        before = sheet.lines[sheet.lines.index(sheet.line("Nơi nhận:")) - 1]
        assert before.text.endswith("./.")


# Annexes and tables.


def test_head_of_an_annex(case: Case) -> None:
    content, sheet = case
    for annex in content.annexes:
        label, title, reference = annex_lines(sheet, annex)
        one_style(label, "Bold", 14, 14)
        one_style(title, "Bold", 13, 14)
        one_style(reference, "Italic", 13, 14)
        centred([*label, *title, *reference], MIDDLE)
        assert label[0].top < 20 * MM + 20 and len({x.page for x in (*label, *title, *reference)}) == 1
        if annex.attached_to:
            number = content.number.text if content.number else ""
            said = " ".join(x.text for x in reference)
            assert said.startswith(f"(Kèm theo {annex.attached_to} số {number} ngày")
            assert said.endswith(f"của {annex.attached_by})")
            assert title[-1].base < reference[0].base


def test_tables_have_their_head_on_each_page_and_hold_their_words(case: Case) -> None:
    content, sheet = case
    blocks = [*content.body, *(block for annex in content.annexes for block in annex.blocks)]
    heads = [[squash(c.title) for c in b.columns] for b in blocks if isinstance(b, Table)]
    for page in {rule.page for rule in sheet.rules if rule.x0 == rule.x1}:
        said = squash("".join(x.text for x in sheet.on(page)))
        assert any(all(title in said for title in titles) for titles in heads), (page, heads)
    for line in (x for x in sheet.lines if x.sizes <= {12.0, 13.0}):
        cells = [
            r for r in sheet.rules
            if r.page == line.page and r.x0 == r.x1 and r.top <= line.base <= r.bottom + 1
        ]  # fmt: skip
        assert all(r.x0 <= line.ink[0] + HAIR or r.x0 >= line.ink[1] - HAIR for r in cells), line


def test_runs_are_kept_apart(case: Case) -> None:
    """Words of different faces on one line keep their space."""
    content, sheet = case
    for block in content.body:
        if isinstance(block, Paragraph) and not isinstance(block.text, str):
            assert all(isinstance(run, Run) for run in block.text)
            assert squash(plain(block.text)).rstrip(".") in sheet.text
