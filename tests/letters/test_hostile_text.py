"""Text that people paste: other scripts, markup, invisible signs, emoji, a hundred thousand characters."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import replace

import pytest

from models.catalogue.letter_kinds import letter_kinds
from models.errors import OfficeError
from models.letters.composing import compose, missing
from models.letters.content import (
    Article,
    Block,
    Clause,
    Column,
    LetterContent,
    Paragraph,
    Recipients,
    Run,
    Table,
)
from models.letters.facts import LetterFacts
from models.letters.fonts import faces, names_face
from models.letters.lines import safe
from models.letters.rendering import render, unprintable
from models.letters.samples import sample
from tests.letters import samples
from tests.letters.paper import MM, Paper

LONG = ((samples.SENTENCE + " ") * 500)[:100_000]
INVISIBLE = "\u200e\u200f\u202a\u202e\u2066\u2069\u200b\u200d\ufeff\u00ad\u061c\ufe0f\U000e0041"


def typed(name: str, purpose: str = "Khảo sát") -> LetterFacts:
    """The sample of a decision with a name and a purpose as somebody typed them."""
    facts = sample("decision_send")
    dossier = facts.dossier
    assert dossier is not None
    members = list(dossier.members)
    members[2] = replace(members[2], full_name=name)
    return replace(
        facts,
        dossier=replace(dossier, members=tuple(members), values={**dossier.values, "purpose": purpose}),
    )


def test_chinese_and_japanese_names_are_printed_and_copied_out() -> None:
    names = "张伟明 堃喆玥 漢字 さくら カナ 〇"
    content = replace(samples.submission(), body=(Paragraph(f"Ông {names} dẫn đầu."),))
    assert unprintable(content) == ""
    sheet = Paper(render(content))
    assert sheet.line("Ông").text == f"Ông {names} dẫn đầu./."
    assert b"+UMingCN" in sheet.data and sheet.data.count(b"/FontFile2 ") == sheet.data.count(b"/ToUnicode")
    assert len(sheet.data) < 80_000, "only the characters that are used"
    assert all(names_face().width(char) == 1000 for char in "张伟明")


def test_letters_without_such_names_neither_read_nor_carry_the_second_face() -> None:
    before = names_face.cache_info()
    assert b"UMing" not in render(samples.worst_case())
    after = names_face.cache_info()
    assert (after.hits, after.misses) == (before.hits, before.misses)


def test_every_character_of_gb2312_and_big5_can_be_printed() -> None:
    simplified = (
        bytes([a, b]).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)
    )
    low = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    traditional = (bytes([a, b]).decode("big5", "ignore") for a in range(0xA4, 0xF9) for b in low)
    chars = {c for c in (*simplified, *traditional) if c and "\u4e00" <= c <= "\u9fff"}
    assert len(chars) > 15_000 and faces().lacking("".join(sorted(chars))) == ""


@pytest.mark.parametrize("name", ["ສຸກສະຫວັນ", "สมชาย", "សុខ", "김철수", "محمد", "דוד", "Lan 😀", "🇻🇳"])
def test_what_cannot_be_printed_is_named_with_its_field(name: str) -> None:
    kind = letter_kinds()["decision_send"]
    (gap,) = missing(kind, typed(name))
    assert gap.field == "members.2.full_name" and "3" in gap.label
    assert next(c for c in unicodedata.normalize("NFC", name) if ord(c) > 0x500) in gap.label
    with pytest.raises(OfficeError) as refused:
        compose(kind, typed(name), number=None)
    assert refused.value.code == "letter_unprintable" and gap.label.split(": ")[-1] in str(refused.value)


def test_every_field_with_such_characters_is_named_once() -> None:
    gaps = missing(letter_kinds()["decision_send"], typed("ສຸກ ສຸກ", "thăm ไทย ไทย"))
    assert sorted(gap.field for gap in gaps) == ["members.2.full_name", "purpose"]


def test_fields_that_the_letter_does_not_print_are_left_in_peace() -> None:
    facts = sample("decision_send")
    assert facts.dossier is not None
    quiet = replace(facts, dossier=replace(facts.dossier, values={**facts.dossier.values, "remark": "😀"}))
    assert missing(letter_kinds()["decision_send"], quiet) == ()


def test_markup_is_printed_as_typed_and_invisible_signs_are_left_out() -> None:
    kind = letter_kinds()["decision_send"]
    made = compose(kind, typed(f"<b>Lương</b>{INVISIBLE} & {{x}} Đức", "&lt;i&gt; \u202eabc"), number=None)
    read = Paper(render(made)).copied
    assert "<b>Lương</b>&{x}Đức" in read and "&lt;i&gt;abc" in read
    assert safe(INVISIBLE) == "" and not any(char in read for char in INVISIBLE)


def _holding(*body: Block) -> LetterContent:
    return replace(samples.submission(), body=body)


@pytest.mark.parametrize(
    "content",
    [
        _holding(Paragraph(LONG)),
        _holding(Article(1, LONG), Clause(1, LONG)),
        _holding(Paragraph((Run(LONG, bold=True), Run("x")))),
        _holding(Paragraph("x" * 100_000)),
        _holding(Paragraph("张" * 20_000)),
        _holding(Paragraph("dòng\n" * 2_000)),
        _holding(Table.of((Column("A"), Column("B", 3)), [("1", LONG)])),
        _holding(Table.of((Column("A"), Column("B", 3)), [("1", "y" * 100_000)])),
        replace(samples.decision(), bases=(LONG,)),
        replace(samples.submission(), subject=LONG),
        replace(samples.submission(), recipients=Recipients((LONG,), "Lưu: VT")),
    ],
    ids=["paragraph", "article", "runs", "word", "chinese", "lines", "cell", "cell-word", "basis", "subject", "recipient"],
)  # fmt: skip
def test_a_hundred_thousand_characters_run_over_pages_within_seconds(content: LetterContent) -> None:
    started = time.perf_counter()
    data = render(content)
    assert time.perf_counter() - started < 5
    sheet = Paper(data)
    assert len(sheet.sizes) > 10
    for line in sheet.lines:
        assert line.is_page_number or line.top > 19 * MM and line.bottom < (297 - 20) * MM + 1, line
        assert line.ink[0] > 30 * MM - 1 and line.ink[1] < (210 - 15) * MM, line


@pytest.mark.parametrize("lines", [2, 3, 4])
def test_a_subject_of_several_lines_stands_balanced(lines: int) -> None:
    subject = "Về việc cử đoàn cán bộ lãnh đạo đi công tác nước ngoài " * (3 * lines)
    subject = subject[: 54 * lines].rsplit(" ", 1)[0]
    sheet = Paper(render(replace(samples.submission(), subject=subject)))
    shown, _ = sheet.block(subject)
    widths = [line.x1 - line.x0 for line in shown]
    assert len(shown) == lines and min(widths) > 0.6 * max(widths)
