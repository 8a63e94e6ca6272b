"""Nghị định 30/2020, Phụ lục I, measured on the finished PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from models.letters.content import (
    Article,
    Dash,
    LetterContent,
    LetterNumber,
    Paragraph,
    Recipients,
    Row,
    Signature,
    Signatures,
    Urgency,
)
from models.letters.rendering import render
from tests.letters import samples
from tests.letters.paper import BLACK, MM, Line, Paper

LEFT, RIGHT = 30 * MM, 210 * MM - 15 * MM


@cache
def paper(name: str) -> Paper:
    return Paper(render(samples.ALL[name]()))


every_letter = pytest.mark.parametrize("name", samples.ALL)


@every_letter
def test_every_page_is_a4_with_nothing_outside_the_margins(name: str) -> None:
    sheet = paper(name)
    assert all(abs(w - 210 * MM) < 0.1 and abs(h - 297 * MM) < 0.1 for w, h in sheet.sizes)
    for line in sheet.lines:
        if line.text.isdigit() and line.top < 20 * MM or line.text == "LƯU HÀNH NỘI BỘ":
            continue  # page number and ô số 11 belong into the top margin
        assert line.x0 >= LEFT - 0.05, line
        assert line.x1 <= 210 * MM - 15 * MM + 0.05, line
        assert line.top >= 20 * MM - 0.6, line
        assert line.bottom <= 297 * MM - 20 * MM + 0.05, line
    body = [line for line in sheet.lines if line.size == 14]
    assert min(line.x0 for line in sheet.lines) <= 35 * MM
    assert max(line.x1 for line in body) >= 210 * MM - 20 * MM


@every_letter
def test_nation_and_motto(name: str) -> None:
    sheet = paper(name)
    nation, motto = (
        sheet.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        sheet.line("Độc lập - Tự do - Hạnh phúc"),
    )
    assert (nation.font, motto.font) == ("Bold", "Bold")
    assert 12 <= nation.size <= 13 <= motto.size <= 14
    assert abs(nation.middle - motto.middle) < 0.1
    assert 1.1 < (motto.base - nation.base) / motto.size < 1.3, "single spaced"
    rule = sheet.rule_under(motto)
    assert abs(rule.length - (motto.x1 - motto.x0)) < 0.1
    assert abs(rule.x0 - motto.x0) < 0.1


@every_letter
def test_number_and_date_stand_on_one_line(name: str) -> None:
    sheet = paper(name)
    number, when = sheet.line("Số:"), next(x for x in sheet.lines if ", ngày" in x.text)
    assert number.size == 13 and number.font == "Regular"
    assert 13 <= when.size <= 14 and when.font == "Italic"
    assert abs(number.base - when.base) < 0.1
    assert abs(when.middle - sheet.line("Độc lập").middle) < 0.1
    above = [x for x in sheet.lines if x.page == 0 and x.base < number.base - 1 and x.x1 < 300]
    assert abs(number.middle - above[-1].middle) < 0.1, "centred under the name of the issuer"


@pytest.mark.parametrize(
    ("number", "on", "printed", "dated"),
    [
        (5, date(2018, 1, 5), "Số: 05/QĐ-UBND", "Cao Bằng, ngày 05 tháng 01 năm 2018"),
        (12, date(2018, 2, 28), "Số: 12/QĐ-UBND", "Cao Bằng, ngày 28 tháng 02 năm 2018"),
        (1234, date(2018, 3, 9), "Số: 1234/QĐ-UBND", "Cao Bằng, ngày 09 tháng 3 năm 2018"),
    ],
)
def test_number_and_date_formats(number: int, on: date, printed: str, dated: str) -> None:
    content = replace(samples.decision(), number=LetterNumber(number, "QĐ-UBND"), issued_on=on, annexes=())
    sheet = Paper(render(content))
    assert sheet.line("Số:").text == printed
    assert any(line.text == dated for line in sheet.lines)


def test_a_long_place_keeps_the_date_on_one_line() -> None:
    content = replace(samples.decision(), place="Thành phố Hồ Chí Minh", issued_on=date(2019, 12, 29))
    sheet = Paper(render(content))
    assert sheet.line("Thành phố Hồ Chí Minh").text == "Thành phố Hồ Chí Minh, ngày 29 tháng 12 năm 2019"


def test_open_number_and_date_leave_room_to_write() -> None:
    sheet = paper("submission")
    number = sheet.line("Số:")
    chars = [
        c for c in sheet.chars if abs(c["matrix"][5] - (297 * MM - number.base)) < 0.1 and c["page"] == 0
    ]
    stroke = next(n for n, c in enumerate(chars) if c["text"] == "/")
    colon = next(n for n, c in enumerate(chars) if c["text"] == ":")
    assert chars[stroke]["x0"] - chars[colon]["x1"] > 10 * MM
    when = next(x for x in sheet.lines if ", ngày" in x.text)
    assert "năm 2018" in when.text and not any(c.isdigit() for c in when.text.replace("2018", ""))


def test_issuer_and_governing_body() -> None:
    for name in ("submission", "official_letter", "worst_case"):
        sheet = paper(name)
        left = [x for x in sheet.lines if x.page == 0 and x.base < sheet.line("Số:").base - 1 and x.x1 < 290]
        upper = [x for x in left if x.font == "Regular"]
        issuer = [x for x in left if x.font == "Bold"]
        assert upper and issuer and upper[-1].base < issuer[0].base
        assert all(12 <= x.size <= 13 and x.text == x.text.upper() for x in left)
        assert max(x.middle for x in left) - min(x.middle for x in left) < 0.1
        rule, last = sheet.rule_under(issuer[-1]), issuer[-1]
        assert 1 / 3 <= rule.length / (last.x1 - last.x0) <= 1 / 2
        assert abs((rule.x0 + rule.x1) / 2 - last.middle) < 0.1
    assert len([x for x in left if x.font == "Bold"]) >= 3, "the long name wraps"


def _titles(sheet: Paper) -> list[Line]:
    number, body = (
        sheet.line("Số:"),
        sheet.line("CHỦ TỊCH ỦY BAN" if sheet is not paper("submission") else "Kính gửi:"),
    )
    return [
        x
        for x in sheet.lines
        if x.page == 0 and number.base < x.base < body.base and x.colour == BLACK and x.font == "Bold"
    ]


@pytest.mark.parametrize("name", ["decision", "submission", "worst_case"])
def test_title_and_subject(name: str) -> None:
    sheet = paper(name)
    title, *subject = _titles(sheet)
    assert title.text == title.text.upper()
    centre = (LEFT + 210 * MM - 18 * MM) / 2
    for line in (title, *subject):
        assert 13 <= line.size <= 14 and line.font == "Bold"
        assert abs(line.middle - centre) < 0.5
    assert " ".join(x.text for x in subject) == samples.ALL[name]().subject
    rule, last = sheet.rule_under(subject[-1]), subject[-1]
    assert 1 / 3 <= rule.length / (last.x1 - last.x0) <= 1 / 2
    assert abs((rule.x0 + rule.x1) / 2 - last.middle) < 0.1


def test_subject_of_an_official_letter() -> None:
    sheet = paper("official_letter")
    number, about = sheet.line("Số:"), sheet.line("V/v lấy ý kiến")
    assert 12 <= about.size <= 13 and about.font == "Regular"
    assert abs(about.middle - number.middle) < 0.1
    single = 1.15 * about.size
    assert 5 <= about.base - number.base - single <= 8, "6 pt under the number"
    assert not any(line.font == "Bold" and line.size == 14 and line.base < 250 for line in sheet.lines)


def test_addressees() -> None:
    one, two = paper("submission"), paper("official_letter")
    assert one.line("Kính gửi:").text == "Kính gửi: Ủy ban nhân dân tỉnh Cao Bằng"
    label = two.line("Kính gửi:")
    assert label.text == "Kính gửi:" and label.size == 14 and label.font == "Regular"
    first, second = two.line("- Công an tỉnh;"), two.line("- Bộ Chỉ huy Bộ đội Biên phòng tỉnh.")
    assert label.base < first.base < second.base
    colon = next(
        c for c in two.chars if c["text"] == ":" and abs(c["matrix"][5] - (297 * MM - label.base)) < 0.1
    )
    assert abs(first.x0 - colon["x0"]) < 0.1 and abs(second.x0 - colon["x0"]) < 0.1


def test_bases_are_italic_and_end_as_prescribed() -> None:
    sheet = paper("decision")
    lines = [x for x in sheet.lines if x.font == "Italic" and x.size == 14 and x.page == 0]
    text = " ".join(x.text for x in lines)
    assert text.count(";") == 2 and text.endswith("năm 2018.")
    assert text.index("2015;") < text.index("Cao Bằng;") < text.index("2018.")
    assert sheet.line("QUYẾT ĐỊNH:").font == "Bold"
    assert sheet.line("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẰNG").font == "Bold"


def _body_lines(sheet: Paper) -> list[Line]:
    start, end = sheet.line("QUYẾT ĐỊNH:"), sheet.line("Nơi nhận:")
    return [
        x
        for x in sheet.lines
        if (start.page, start.base) < (x.page, x.base) < (end.page, end.base - 1) and x.top > 20 * MM - 1
    ]


@pytest.mark.parametrize("name", ["decision", "worst_case"])
def test_body_is_justified_with_indent_gap_and_pitch(name: str) -> None:
    lines = _body_lines(paper(name))
    right = 210 * MM - 18 * MM
    starts = [x.x0 > LEFT + 1 for x in lines]
    assert any(starts) and not all(starts)
    for n, line in enumerate(lines):
        assert line.sizes == {14.0}
        assert abs(line.x0 - LEFT) < 0.1 or abs(line.x0 - LEFT - 12.7 * MM) < 0.1
        follows = n + 1 < len(lines) and not starts[n + 1]
        if follows:
            assert abs(line.ink[1] - right) < 1.3, f"justified: {line.text}"
        if n and lines[n - 1].page == line.page:
            pitch = line.base - lines[n - 1].base
            if starts[n]:
                assert pitch >= 1.15 * 14 + 6, "at least 6 pt between paragraphs"
            else:
                assert 1.15 * 14 - 0.01 <= pitch <= 1.5 * 1.15 * 14
    labels = [x for x in lines if x.text.startswith("Điều")]
    assert labels and all("Bold" in x.fonts and abs(x.x0 - LEFT - 12.7 * MM) < 0.1 for x in labels)


def test_clauses_points_and_headings() -> None:
    sheet = paper("submission")
    assert sheet.line("I. TÓM TẮT ĐỀ NGHỊ").font == "Bold"
    assert sheet.line("1. Mục đích").font == "Regular"
    assert sheet.line("đ) Bà").font == "Regular"
    assert sheet.line("1. Kết quả").font == "Bold"
    assert {"Bold", "Regular"} <= sheet.line("Ý kiến của Sở:").fonts


@every_letter
def test_signature_block(name: str) -> None:
    sheet, content = paper(name), samples.ALL[name]()
    assert content.signature is not None and content.recipients is not None
    capacity = [sheet.line(line.upper()) for line in content.signature.capacity[:1]]
    signed = sheet.line(content.signature.name)
    second = [x for x in sheet.lines if x.text == content.signature.capacity[-1].upper()][-1]
    for line in (*capacity, second, signed):
        assert 13 <= line.size <= 14 and line.font == "Bold"
        assert abs(line.middle - signed.middle) < 0.1
    assert signed.base - second.base > 20 * MM, "room to sign and seal"
    head = sheet.line("Nơi nhận:")
    assert (head.size, head.font) == (12, "BoldItalic")
    assert head.page == signed.page
    first = capacity[0]
    assert abs(head.base - first.base) < 0.5, "on the line of the capacity"
    below = [
        x
        for x in sheet.lines
        if x.page == head.page and x.base > head.base and x.x0 < LEFT + 1 and x.size == 11
    ]
    listed = [x for x in below if x.base < 265 * MM]  # further down stands the address
    assert abs(head.x0 - LEFT) < 0.1 and all(x.font == "Regular" for x in listed)
    text = " ".join(x.text for x in listed)
    assert text.removesuffix(" LTM.(05)").endswith(f"- {content.recipients.filing}.")
    assert text.count(";") == len(content.recipients.names)
    assert text.count("- ") == len(content.recipients.names) + 1


def test_other_post_stands_over_the_name() -> None:
    content = replace(
        samples.official_letter(),
        signature=Signature(("TM. Hội đồng", "Chủ tịch"), "Hoàng Văn Thử", ("Phó Chủ tịch UBND tỉnh",)),
    )
    sheet = Paper(render(content))
    post, name = sheet.line("PHÓ CHỦ TỊCH UBND TỈNH"), sheet.line("Hoàng Văn Thử")
    assert 0 < name.base - post.base < 20
    assert post.base - sheet.line("CHỦ TỊCH").base > 20 * MM


@every_letter
def test_letter_and_annexes_end_with_the_end_mark(name: str) -> None:
    content = samples.ALL[name]()
    assert paper(name).text.count("./.") == 1 + len(content.annexes)
    end = paper(name).line("Nơi nhận:")
    before = [
        x
        for x in paper(name).lines
        if (x.page, x.base) < (end.page, end.base - 1) and x.size == 14 and x.top > 20 * MM - 1
    ]
    assert before[-1].text.endswith("./.")


@pytest.mark.parametrize(
    ("last", "printed"),
    [
        ("xong", "xong./."),
        ("xong.", "xong./."),
        ("xong./.", "xong./."),
        ("xong;", "xong./."),
        ("(xong)", "(xong)./."),
    ],
)
def test_end_mark_is_never_doubled(last: str, printed: str) -> None:
    for block in (Paragraph(last), Dash(last), Article(1, last), Article(2, title=last)):
        sheet = Paper(render(replace(samples.submission(), body=(block,))))
        assert printed in sheet.text and sheet.text.count("/.") == 1


@every_letter
def test_pages_are_numbered_from_the_second_on_and_annexes_anew(name: str) -> None:
    sheet, content = paper(name), samples.ALL[name]()
    starts = [0] + [sheet.page_of(f"Phụ lục{f' {a.numeral}' if a.numeral else ''}") for a in content.annexes]
    expected = 0
    for page in range(len(sheet.sizes)):
        expected = 1 if page in starts else expected + 1
        numbers = [x for x in sheet.lines if x.page == page and x.bottom < 20 * MM and x.text.isdigit()]
        if expected == 1:
            assert not numbers
        else:
            (number,) = numbers
            assert number.text == str(expected)
            assert 13 <= number.size <= 14 and number.font == "Regular"
            assert abs(number.middle - (LEFT + 210 * MM - 18 * MM) / 2) < 0.1


def test_annex_head_and_reference() -> None:
    sheet = paper("worst_case")
    label = sheet.line("Phụ lục I")
    assert (label.size, label.font) == (14, "Bold")
    title = sheet.line("DANH SÁCH")
    assert 13 <= title.size <= 14 and title.font == "Bold"
    reference = [x for x in sheet.lines if x.page == label.page and x.font == "Italic"]
    text = " ".join(x.text for x in reference)
    assert (
        text
        == "(Kèm theo Quyết định số 12345/QĐ-BCĐHNQT-VP ngày 05 tháng 01 năm 2018 của Trưởng Ban Chỉ đạo)"
    )
    assert all(13 <= x.size <= 14 for x in reference)


def test_table_head_is_repeated_on_every_page() -> None:
    sheet = paper("worst_case")
    first, after = sheet.page_of("Phụ lục I"), sheet.page_of("Phụ lục II")
    assert after - first >= 3
    for page in range(first, after):
        assert [x.text for x in sheet.lines if x.page == page and x.text == "Họ và tên"] == ["Họ và tên"]
    rows = [sheet.text.index(f"{n}NôngThịMẫu{n}PhóTrưởngphòng") for n in range(1, 121)]
    assert rows == sorted(rows)


def test_a_row_taller_than_a_page_is_cut_between_its_lines() -> None:
    sheet = paper("worst_case")
    assert sheet.text.count(samples.SENTENCE.replace(" ", "")) >= 30
    assert "Cộng" in sheet.text


@pytest.mark.parametrize(
    ("urgency", "mark", "width"),
    [
        (Urgency.URGENT, "KHẨN", 20),
        (Urgency.VERY_URGENT, "THƯỢNG KHẨN", 40),
        (Urgency.EXPRESS, "HOẢ TỐC", 30),
    ],
)
def test_urgency_is_a_red_frame_of_the_prescribed_size(urgency: Urgency, mark: str, width: float) -> None:
    sheet = Paper(render(replace(samples.submission(), urgency=urgency)))
    (frame,) = sheet.frames
    assert abs(frame.x1 - frame.x0 - width * MM) < 0.1 and abs(frame.bottom - frame.top - 8 * MM) < 0.1
    red = next(x for x in sheet.lines if x.colour != BLACK)
    assert red.text == mark and red.font == "Bold" and 13 <= red.size <= 14
    assert red.colour[0] > 200 and max(red.colour[1:]) < 50
    assert frame.colour == red.colour
    assert frame.x0 < red.x0 and red.x1 < frame.x1
    assert abs(red.middle - (frame.x0 + frame.x1) / 2) < 0.1
    assert abs((red.top + red.bottom) / 2 - (frame.top + frame.bottom) / 2) < 2


@pytest.mark.parametrize("count", range(12, 34))
def test_signature_is_whole_and_carries_at_least_two_lines_of_body(count: int) -> None:
    """The body ends at every place near the foot of the page, with last paragraphs of one and of two lines."""
    bodies: list[tuple[Paragraph, ...]] = [
        tuple(Paragraph(f"Dòng thứ {n} của văn bản.") for n in range(count)),
        tuple(Paragraph(f"Đoạn {n}. " + samples.SENTENCE[:110]) for n in range(count // 2)),
    ]
    for body in bodies:
        sheet = Paper(render(replace(samples.official_letter(), body=body, contact=(), circulation="")))
        head, signed = sheet.line("Nơi nhận:"), sheet.line("Hoàng Văn Thử")
        assert head.page == signed.page == sheet.page_of("GIÁM ĐỐC") == sheet.page_of("- Lưu: VT")
        with_it = {
            round(x.base) for x in sheet.lines
            if x.page == head.page and x.top > 20 * MM - 1 and x.base < head.base - 1 and x.size == 14
        }  # fmt: skip
        assert len(with_it) >= 2
        assert len([x for x in sheet.lines if x.size == 14 and not x.text.isdigit()]) >= len(body)


def test_no_line_of_a_paragraph_stands_alone_on_a_page() -> None:
    for extra in range(8):
        body = (
            *[Paragraph("Một dòng.") for _ in range(extra)],
            *[Paragraph(samples.SENTENCE * 2) for _ in range(14)],
        )
        sheet = Paper(render(replace(samples.submission(), body=body)))
        for page in range(len(sheet.sizes) - 1):
            foot = [x for x in sheet.lines if x.page == page and x.size == 14][-1]
            head = next(x for x in sheet.lines if x.page == page + 1 and x.size == 14 and x.top > 20 * MM - 1)
            cut_before_last_line = head.x0 < LEFT + 1 and head.x1 < 210 * MM - 18 * MM - 1
            cut_after_first_line = foot.x0 > LEFT + 1 and head.x0 < LEFT + 1
            assert not cut_before_last_line and not cut_after_first_line


def test_long_list_of_recipients_goes_on_over_the_page() -> None:
    names = tuple(f"Ủy ban nhân dân xã số {n}" for n in range(1, 151))
    sheet = Paper(render(replace(samples.submission(), recipients=Recipients(names, "Lưu: VT, NV"))))
    text = sheet.text
    assert all(f"số{n};" in text for n in range(1, 151)) and text.count("Lưu:VT,NV.") == 1
    assert all(x.bottom <= 297 * MM - 20 * MM + 0.05 for x in sheet.lines)


def test_signers_side_by_side_in_a_slip() -> None:
    pair = Signatures(
        (
            Signature(("Người nộp",), "Nông Thị Mẫu", hint="Ký, ghi rõ họ tên"),
            Signature(("Người nhận",), "Lý Văn Thử"),
        )
    )
    content = replace(samples.submission(), body=(Paragraph("Đã nhận đủ hồ sơ."), pair), signature=None, recipients=None,
                      end_mark=False)  # fmt: skip
    sheet = Paper(render(content))
    left, right = sheet.line("NGƯỜI NỘP"), sheet.line("NGƯỜI NHẬN")
    assert left.base == right.base and left.x1 < right.x0
    assert sheet.line("(Ký, ghi rõ họ tên)").font == "Italic"
    assert abs(sheet.line("Nông Thị Mẫu").middle - left.middle) < 0.1


def test_address_and_circulation_mark_stand_where_the_chart_puts_them() -> None:
    sheet = paper("official_letter")
    address = sheet.line("Số 30, phố Mẫu")
    assert 11 <= address.size <= 12 and address.page == 0 and address.bottom > 297 * MM - 35 * MM
    rule = [r for r in sheet.rules if abs(r.length - (210 - 30 - 18) * MM) < 0.1 and r.top < address.top]
    assert rule
    mark = sheet.line("LƯU HÀNH NỘI BỘ")
    assert mark.bottom < 20 * MM and 13 <= mark.size <= 14 and mark.font == "Bold"


@pytest.mark.parametrize("make", samples.ALL.values(), ids=samples.ALL)
def test_draft_mark_changes_nothing_else(make: Callable[[], LetterContent]) -> None:
    plain, draft = Paper(render(make())), Paper(render(make(), draft=True))
    marks = [x for x in draft.chars if x["size"] > 50 or not x["upright"]]
    assert len([c for c in marks if c["text"] == "D"]) == len(draft.sizes)
    assert all(c["non_stroking_color"][0] >= 0.85 for c in marks)
    rest = [(c["text"], c["x0"], c["top"], c["fontname"]) for c in draft.chars if c not in marks]
    assert rest == [(c["text"], c["x0"], c["top"], c["fontname"]) for c in plain.chars]
    assert draft.rules == plain.rules


def test_group_row_spans_the_table() -> None:
    table = replace(
        samples.members(1), rows=(Row(("Khối cơ quan của tỉnh",), bold=True), *samples.members(2).rows)
    )
    sheet = Paper(render(replace(samples.submission(), body=(table, Paragraph("Hết.")))))
    line = sheet.line("Khối cơ quan của tỉnh")
    assert line.font == "Bold" and line.x0 < LEFT + 6
