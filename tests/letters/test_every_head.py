"""Every rule of Nghị định 30/2020, Phụ lục I that has a number or a style, over every kind of letter in every length: the page and its head.

A new kind of letter is measured here as soon as it has a sample: nothing names a kind.
"""

from __future__ import annotations

import re

from models.letters.content import LetterForm
from tests.letters.every import (
    COLON,
    HAIR,
    MIDDLE,
    SINGLE,
    Case,
    annex_lines,
    centred,
    head_lines,
    one_style,
    share,
)
from tests.letters.paper import MM, squash

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
