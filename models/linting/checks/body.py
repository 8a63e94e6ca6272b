"""The body: justified, indented, spaced; articles, clauses, points; the end mark (Phụ lục I, mục II, khoản 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from models.linting.components import Kind, Paper, Paragraph
from models.linting.lines import SINGLE
from models.linting.rules import (
    MM,
    Fault,
    at,
    between,
    check,
    figure,
    mm,
    phrase,
    points,
    rule,
    sample,
    tolerance,
)

_RUNNING = (Kind.TEXT, Kind.ARTICLE, Kind.CLAUSE, Kind.POINT, Kind.DASH)
_POINTS = "abcdđeghiklmnopqrstuvxy"
_FEW_LINES = 3


def _running(paper: Paper) -> list[Paragraph]:
    return [p for p in (*paper.bases, *paper.body) if p.kind in _RUNNING]


@check("body_justified")
def body_justified(paper: Paper) -> Iterator[Fault]:
    """Lines that others follow end at the right edge."""
    lines = [x for p in _running(paper) for x in p.lines[:-1]]
    if len(lines) < _FEW_LINES:
        return
    right = paper.area.right or max(x.x1 for x in lines)
    short = [x for x in lines if x.x1 < right - tolerance("justified")]
    if len(short) > tolerance("ragged_share") * len(lines):
        worst = min(short, key=lambda x: x.x1)
        facts = {"sample": sample(worst.text)}
        yield Fault("body_justified", found=mm(right - worst.x1), expected="0 mm", facts=facts, **at(worst))


@check("body_indent")
def body_indent(paper: Paper) -> Iterator[Fault]:
    """The first line stands in by 1 or 1.27 cm; lists may stand further in."""
    low, high = rule("body_indent")["mm"]
    off = tolerance("indent_mm")
    seen: set[int] = set()
    for paragraph in _running(paper):
        line = paragraph.first
        indent = (line.x0 - paper.area.left) / MM
        right = abs(indent - low) <= off or abs(indent - high) <= off
        further = paragraph.kind is Kind.DASH and indent > low
        far = line.x0 > paper.area.left + 0.35 * paper.area.extent  # a line of its own on the right
        if right or further or far or line.page in seen:
            continue
        seen.add(line.page)
        facts = {"sample": sample(line.text)}
        expected = f"{figure(low / 10)} / {figure(high / 10, 2)} cm"
        yield Fault(
            "body_indent", found=f"{figure(indent / 10, 2)} cm", expected=expected, facts=facts, **at(line)
        )


@check("paragraph_gap")
def paragraph_gap(paper: Paper) -> Iterator[Fault]:
    """At least 6 pt between paragraphs."""
    least = rule("paragraph_gap")["points"]
    if not paper.pitch:
        return
    seen: set[int] = set()
    for group in (paper.bases, paper.body):
        for before, paragraph in pairwise(group):
            kinds = {before.kind, paragraph.kind}
            if not paragraph.gap or kinds & {Kind.CENTRED, Kind.PART, Kind.PART_TITLE, Kind.COLUMNS}:
                continue
            gap = paragraph.gap - paper.pitch
            if gap < least - tolerance("gap") and paragraph.first.page not in seen:
                seen.add(paragraph.first.page)
                facts = {"sample": sample(paragraph.text)}
                yield Fault("paragraph_gap", found=points(max(0.0, gap)), expected=points(least), facts=facts,
                            **at(paragraph.first))  # fmt: skip


@check("line_pitch")
def line_pitch(paper: Paper) -> Iterator[Fault]:
    """Single to 1.5 lines inside paragraphs."""
    low, high = rule("line_pitch")["lines"]
    off = tolerance("pitch")
    seen: set[int] = set()
    for paragraph in _running(paper):
        steps = [b.base - a.base for a, b in pairwise(paragraph.lines) if a.page == b.page]
        line = paragraph.first
        if not steps or line.page in seen:
            continue
        lines = median(steps) / (SINGLE * line.size)
        if not low - off <= lines <= high + off:
            seen.add(line.page)
            yield Fault("line_pitch", found=figure(lines, 2), expected=between(low, high), **at(line))


@check("article_number", "article_form")
def articles(paper: Paper) -> Iterator[Fault]:
    """ "Điều 1." upright and bold, with a full stop."""
    for paragraph in paper.body:
        if paragraph.kind is not Kind.ARTICLE:
            continue
        line = paragraph.first
        head = re.match(r"(?i)điều\s+\d+\s*[.:]?", line.text)
        words = head[0] if head else ""
        if not re.match(r"Điều \d+\.", line.text):
            number = re.sub(r"\D", "", words)
            yield Fault("article_form", found=words, expected=f"Điều {number}.", **at(line))
        reached = 0
        for piece in line.pieces:
            if reached < len(words.rstrip(". :")) and not piece.font.bold:
                yield Fault("article_number", facts={"sample": sample(words)}, **at(line))
                break
            reached += len(piece.text) + 1


@check("order")
def order(paper: Paper) -> Iterator[Fault]:
    """Articles count 1, 2, 3; points go by the Vietnamese alphabet."""
    last_article, last_point = 0, ""
    for paragraph in paper.body:
        line = paragraph.first
        if paragraph.kind is Kind.ARTICLE:
            number = int(re.sub(r"\D", "", line.text[:12].split(".")[0]) or 0)
            if number != last_article + 1:
                yield Fault("order", found=f"Điều {number}", expected=f"Điều {last_article + 1}",
                            component="body_article", **at(line))  # fmt: skip
            last_article, last_point = number, ""
        elif paragraph.kind is Kind.CLAUSE:
            last_point = ""
        elif paragraph.kind is Kind.POINT:
            letter = line.text[0].lower()
            follows = _POINTS[_POINTS.find(last_point) + 1 :][:1] if last_point else "a"
            if letter not in ("a", follows):
                yield Fault(
                    "order", found=f"{letter})", expected=f"{follows})", component="body_point", **at(line)
                )
            last_point = letter if letter in _POINTS else follows


@check("part_numeral")
def part_numeral(paper: Paper) -> Iterator[Fault]:
    """Roman numerals for parts and chapters, Arabic ones for sections."""
    for paragraph in paper.body:
        if paragraph.kind is Kind.PART:
            word, _space, number = paragraph.text.rpartition(" ")
            roman = not number.strip(".").isdigit()
            if roman != (word.lower() in ("phần", "chương")):
                yield Fault("part_numeral", found=paragraph.text, **at(paragraph.first))


@check("end_mark")
def end_mark(paper: Paper) -> Iterator[Fault]:
    """The body ends in "./."; a slip, or a body that ends in a table, needs none."""
    if paper.is_slip or not paper.body:
        return
    line = paper.body[-1].lines[-1]
    if any(y0 > line.base for _x0, y0, _x1, _y1 in paper.leaf(line.page).tables):
        return
    later = [n for n in paper.parts[0] if n > line.page and paper.leaf(n).tables]
    text = line.text.replace(" ", "")
    if not later and not text.endswith("./."):
        yield Fault("end_mark", found=line.text[-12:], expected="./.", **at(line))


@check("signature_alone")
def signature_alone(paper: Paper) -> Iterator[Fault]:
    """Words of the body stand on the page of the signature."""
    if not paper.capacity:
        return
    page = paper.capacity[0].page
    lines = {x.page for p in (*paper.bases, *paper.body) for x in p.lines}
    if page > 1 and page not in lines and not paper.leaf(page).tables:
        yield Fault("signature_alone", expected=phrase("two_lines"), **at(paper.capacity[0]))
