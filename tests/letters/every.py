"""What the tests over every kind of letter share: the cases, each made and read once, and how to find the parts of a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

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
    Paragraph,
    Point,
    Text,
)
from models.letters.rendering import render
from models.letters.samples import contents
from tests.letters.paper import MM, Line, Paper, Rule

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
    """What a kind of letter says in every length."""
    return contents(code)


@cache
def paper(code: str, variant: str) -> Paper:
    """Its finished PDF, read."""
    return Paper(render(made(code)[variant]))


Case = tuple[LetterContent, Paper]


def one_style(lines: list[Line], font: str, least: float, most: float) -> None:
    """All *lines* are set in one face, in a size of that range."""
    for line in lines:
        assert line.font == font and least <= line.size <= most, line


def centred(lines: list[Line], middle: float, off: float = 0.15) -> None:
    """All *lines* stand around that middle."""
    for line in lines:
        assert abs(line.middle - middle) < off, line


def plain(text: Text) -> str:
    """The words of a text without their emphasis."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


def share(rule: Rule, line: Line) -> float:
    """How long a rule is, in lines of words."""
    return rule.length / (line.x1 - line.x0)


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


def paragraph(sheet: Paper, text: str, at: int, *, closed: bool) -> tuple[list[Line], int]:
    """The lines of a paragraph from a line on, and the number after them; *closed*: it ends with "./."."""
    if not closed:
        return sheet.block(text, at)
    return sheet.block(re.sub(r"[ .;,]*$", "", text.removesuffix("./.")) + "./.", at)


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
