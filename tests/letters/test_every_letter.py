"""Every rule of Nghị định 30/2020, Phụ lục I that has a number or a style, over every kind of letter in every length.

A new kind of letter is measured here as soon as it has a sample: nothing names a kind. Each PDF is made and read once.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from models.catalogue.letter_kinds import letter_kinds
from models.letters.content import (
    Align,
    Annex,
    Article,
    Block,
    Clause,
    Dash,
    Heading,
    HeadingLevel,
    LetterContent,
    LetterForm,
    Paragraph,
    Point,
    Run,
    Signatures,
    Table,
    Text,
)
from models.letters.rendering import render
from models.letters.samples import contents
from tests.letters.paper import MM, Line, Paper, Rule, squash

VARIANTS = ("sample", "short", "foot", "over", "worst")  # the worst is the long one with more around it
CASES = [(code, variant) for code in sorted(letter_kinds()) for variant in VARIANTS]
LEFT, RIGHT = 30 * MM, (210 - 18) * MM
MIDDLE = (LEFT + RIGHT) / 2
INDENTS = (10 * MM, 12.7 * MM)
SINGLE = 1.15  # one line of Times New Roman at size 1
COLON = 0.278  # its width in Times New Roman at size 1
HAIR = 0.6  # points that ink may lie off where only bearings say so


@cache
def made(code: str) -> dict[str, LetterContent]:
    return contents(code)


@cache
def paper(code: str, variant: str) -> Paper:
    return Paper(render(made(code)[variant]))


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case))
def case(request: pytest.FixtureRequest) -> tuple[LetterContent, Paper]:
    code, variant = request.param
    return made(code)[variant], paper(code, variant)


Case = tuple[LetterContent, Paper]


def one_style(lines: list[Line], font: str, least: float, most: float) -> None:
    for line in lines:
        assert line.font == font and least <= line.size <= most, line


def centred(lines: list[Line], middle: float, off: float = 0.15) -> None:
    for line in lines:
        assert abs(line.middle - middle) < off, line


def plain(text: Text) -> str:
    return text if isinstance(text, str) else "".join(run.text for run in text)


def share(rule: Rule, line: Line) -> float:
    return rule.length / (line.x1 - line.x0)


# P1: paper and margins.


def test_nothing_stands_outside_the_margins(case: Case) -> None:
    content, sheet = case
    assert all(abs(w - 210 * MM) < 0.1 and abs(h - 297 * MM) < 0.1 for w, h in sheet.sizes)
    for line in sheet.lines:
        if line.is_page_number or squash(line.text) == squash(content.circulation.upper()):
            continue  # these two belong into the top margin
        assert line.ink[0] >= 30 * MM - HAIR and line.ink[1] <= (210 - 15) * MM, line
        assert line.top >= 20 * MM - HAIR and line.bottom <= (297 - 20) * MM + HAIR, line
    for rule in sheet.rules:
        assert rule.x0 >= 30 * MM - 0.1 and rule.x1 <= (210 - 15) * MM, rule
        assert rule.top >= 20 * MM - 0.1 and rule.bottom <= (297 - 20) * MM + 0.1, rule
    edges = [x.ink for x in sheet.lines] + [(r.x0, r.x1) for r in sheet.rules]
    assert min(x0 for x0, _ in edges) <= 35 * MM and max(x1 for _, x1 in edges) >= (210 - 20) * MM


def test_no_two_texts_touch_and_no_rule_strikes_through(case: Case) -> None:
    _, sheet = case
    for page in range(len(sheet.sizes)):
        lines = sorted(sheet.on(page), key=lambda x: x.base)
        for n, line in enumerate(lines):
            for other in lines[n + 1 :]:
                if other.base - line.base > 40:
                    break
                beside = other.ink[0] >= line.ink[1] - 0.5 or line.ink[0] >= other.ink[1] - 0.5
                # Accents over capitals reach up to the feet of the line above in any single-spaced Times.
                assert beside or other.base - line.base >= 0.99 * max(other.sizes), (line, other)
        for rule in (r for r in sheet.rules if r.page == page):
            for line in lines:
                across = rule.top == rule.bottom and line.top + 1 < rule.top < line.bottom - 1
                down = rule.x0 == rule.x1 and line.ink[0] + 0.5 < rule.x0 < line.ink[1] - 0.5
                if across:
                    assert rule.x1 <= line.ink[0] + 0.5 or rule.x0 >= line.ink[1] - 0.5, (rule, line)
                if down:
                    assert rule.bottom <= line.top + 1 or rule.top >= line.bottom - 1, (rule, line)


def test_pages_count_from_the_second_on_and_anew_in_each_annex(case: Case) -> None:
    content, sheet = case
    starts = {0, *(annex_lines(sheet, annex)[0][0].page for annex in content.annexes)}
    count = 0
    for page in range(len(sheet.sizes)):
        count = 1 if page in starts else count + 1
        numbers = [x for x in sheet.on(page) if x.is_page_number]
        assert [x.text for x in numbers] == ([str(count)] if count > 1 else [])
        one_style(numbers, "Regular", 13, 14)
        centred(numbers, MIDDLE)


# P2, P4: the head.


def test_nation_and_motto(case: Case) -> None:
    _, sheet = case
    nation, motto = (
        sheet.block("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")[0],
        sheet.block("Độc lập - Tự do - Hạnh phúc")[0],
    )
    assert len(nation) == len(motto) == 1
    one_style(nation, "Bold", 12, 13)
    one_style(motto, "Bold", 13, 14)
    centred(motto, nation[0].middle)
    assert motto[0].text == "Độc lập - Tự do - Hạnh phúc"
    assert 1.1 < (motto[0].base - nation[0].base) / motto[0].size < 1.3, "single spaced"
    rule = sheet.rule_under(motto[0])
    assert abs(rule.length - (motto[0].x1 - motto[0].x0)) < 0.1 and abs(rule.x0 - motto[0].x0) < 0.1
    assert nation[0].x0 > 210 * MM / 2 - 40, "on the right"


def head_lines(content: LetterContent, sheet: Paper) -> tuple[list[Line], list[Line]]:
    """The lines of the governing body and of the issuer."""
    found: list[list[Line]] = []
    at = 0
    for names in (content.governing_body, content.issuer):
        lines: list[Line] = []
        for name in names:
            part, at = sheet.block(name.upper(), at)
            lines += part
        found.append(lines)
    return found[0], found[1]


def test_names_of_the_bodies(case: Case) -> None:
    content, sheet = case
    over, issuer = head_lines(content, sheet)
    assert issuer
    one_style(over, "Regular", 12, 13)
    one_style(issuer, "Bold", 12, 13)
    centred([*over, *issuer], issuer[0].middle)
    names = [*over, *issuer]
    for above, below in zip(names, names[1:], strict=False):
        assert 0.99 * SINGLE <= (below.base - above.base) / below.size <= 1.1 * SINGLE, "single spaced"
    rule, last = sheet.rule_under(issuer[-1]), issuer[-1]
    assert 1 / 3 <= share(rule, last) <= 1 / 2
    assert abs(rule.middle - last.middle) < 0.1
    assert last.base + 0.217 * last.size + 1 < rule.top, "clear of the letters"
    nation = sheet.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert abs(names[0].base - nation.base) < 0.1, "both frames begin on one line"
    assert max(x.ink[1] for x in names) < nation.ink[0], "side by side"


def test_number_and_date_stand_on_one_line(case: Case) -> None:
    content, sheet = case
    if not content.place:
        return
    when = next(x for x in sheet.lines if x.text.startswith(f"{content.place}, "))
    one_style([when], "Italic", 13, 14)
    centred([when], sheet.line("Độc lập").middle)
    assert "năm" in when.text, "the date is on one line"
    assert when.base > max(x.base for x in head_lines(content, sheet)[1])
    if content.issued_on is not None:
        day, month = content.issued_on.day, content.issued_on.month
        shown = f"ngày {day:02d} tháng {month:02d} năm" if month < 3 else f"ngày {day:02d} tháng {month} năm"
        assert when.text == f"{content.place}, {shown} {content.issued_on.year}"
    if content.number is not None:
        number = sheet.line("Số:")
        assert abs(number.base - when.base) < 0.1
        assert number.ink[1] < when.ink[0], "side by side"


def test_number_line(case: Case) -> None:
    content, sheet = case
    if content.number is None:
        return
    number = sheet.line("Số:")
    one_style([number], "Regular", 13, 13)
    centred([number], head_lines(content, sheet)[1][-1].middle)
    assert re.fullmatch(r"Số: (\d{2,})?/[A-ZĐ]\w*(?:-[A-ZĐ]\w*)*", number.text), number.text
    assert number.text == f"Số: {content.number.text}"


def test_type_and_subject(case: Case) -> None:
    content, sheet = case
    if content.form is LetterForm.OFFICIAL_LETTER:
        return
    title, at = sheet.block(content.title.upper())
    subject, _ = sheet.block(content.subject, at)
    one_style([*title, *subject], "Bold", 13, 14)
    centred([*title, *subject], MIDDLE)
    assert subject[0].base - title[-1].base < 1.5 * SINGLE * 14, "right below the type"
    rule, last = sheet.rule_under(subject[-1]), subject[-1]
    assert 1 / 3 <= share(rule, last) <= 1 / 2 and abs(rule.middle - MIDDLE) < 0.15
    assert last.base + 0.217 * last.size + 1 < rule.top
    assert title[0].base > next(x for x in sheet.lines if x.text.startswith(f"{content.place},")).base + 14


def test_subject_of_an_official_letter(case: Case) -> None:
    content, sheet = case
    if content.form is not LetterForm.OFFICIAL_LETTER:
        return
    number = sheet.line("Số:")
    about, _ = sheet.block(f"V/v {content.subject}")
    one_style(about, "Regular", 12, 13)
    centred(about, number.middle)
    assert about[0].text.startswith("V/v ")
    assert 5 <= about[0].base - number.base - SINGLE * about[0].size <= 8, "6 pt under the number"
    for above, below in zip(about, about[1:], strict=False):
        assert below.base - above.base <= 1.1 * SINGLE * below.size
    assert max(x.ink[1] for x in about) < sheet.line("CỘNG HÒA").ink[0]


def test_addressees(case: Case) -> None:
    content, sheet = case
    names = [name.rstrip(";.") for name in content.addressees]
    if not names:
        assert "Kínhgửi" not in sheet.text
        return
    label = sheet.line("Kính gửi:")
    assert label.base > max(x.base for x in head_lines(content, sheet)[1])
    if len(names) == 1:
        said, _ = sheet.block(f"Kính gửi: {names[0]}")
        one_style(said, "Regular", 13, 14)
        assert said[0] is label and len(label.text) > len("Kính gửi:")
        assert all(abs(x.x0 - said[1].x0) < 0.1 and x.x0 > label.x0 + 40 for x in said[1:])
        return
    assert label.text == "Kính gửi:"
    at = sheet.lines.index(label)
    colon = label.x1 - COLON * label.size
    for n, name in enumerate(names):
        said, at = sheet.block(f"- {name}{'.' if n == len(names) - 1 else ';'}", at)
        one_style(said, "Regular", 13, 14)
        assert said[0].text.startswith("- ") and abs(said[0].x0 - colon) < 0.15, "dash under the colon"
        assert all(x.x0 > said[0].x0 + 3 for x in said[1:])


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


def said_by(block: Block) -> Iterator[tuple[str, bool]]:
    """The paragraphs that a block prints, each with whether its first line goes in."""
    match block:
        case Paragraph():
            parts = plain(block.text).split("\n")
            yield from (
                (p, block.indent and block.align in (Align.JUSTIFY, Align.LEFT)) for p in parts if p.strip()
            )
        case Article():
            label = f"Điều {block.number}. "
            first, *rest = plain(block.text).split("\n")
            yield label + (block.title or first), True
            yield from ((p, True) for p in ([first, *rest] if block.title else rest) if p.strip())
        case Clause():
            yield f"{block.number}. {plain(block.text)}", True
        case Point():
            yield f"{block.letter}) {plain(block.text)}", True
        case Dash():
            yield f"- {plain(block.text)}", True
        case Heading():
            upper = block.level is not HeadingLevel.CLAUSE
            label = f"{block.number}. " if block.number else ""
            if block.level is not HeadingLevel.PART:
                yield label + (block.title.upper() if upper else block.title), True
        case _:
            return


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


def paragraph(sheet: Paper, text: str, at: int, *, closed: bool) -> tuple[list[Line], int]:
    if not closed:
        return sheet.block(text, at)
    return sheet.block(re.sub(r"[ .;,]*$", "", text.removesuffix("./.")) + "./.", at)


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


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    for n, (code, variant) in enumerate(case for case in CASES if case[1] in ("sample", "worst")):
        file = tmp_path / f"{n}.pdf"
        file.write_bytes(paper(code, variant).data)
        checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, (code, checked.stdout, checked.stderr)


def test_two_processes_make_the_same_bytes() -> None:
    program = (
        "import hashlib; from tests.letters.test_every_letter import CASES, made, render;"
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


# P4, P5: the foot.


def main_pages(content: LetterContent, sheet: Paper) -> int:
    """How many pages the letter has without its annexes."""
    return annex_lines(sheet, content.annexes[0])[0][0].page if content.annexes else len(sheet.sizes)


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


def annex_lines(sheet: Paper, annex: Annex) -> tuple[list[Line], list[Line], list[Line]]:
    """Label, title and reference line of an annex."""
    label = f"Phụ lục {annex.numeral}" if annex.numeral else "Phụ lục"
    for n, line in enumerate(sheet.lines):
        if line.text == label:
            title, at = sheet.block(annex.title.upper(), n + 1)
            reference: list[Line] = []
            while annex.attached_to and not (reference and reference[-1].text.endswith(")")):
                reference.append(sheet.lines[at])
                at += 1
            return [line], title, reference
    raise LookupError(label)


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
