"""The envelope measured on its PDF: size of the paper, places of the model, who it is for, urgency, long names."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pdfplumber
import pytest

from models.catalogue.letter_kinds import letter_kinds
from models.exchange.envelope import SIZES, Envelope, document, envelopes_of, receivers
from models.letters import prescribed as law
from models.letters.composing import compose
from models.letters.content import LetterContent, LetterNumber, Recipients, Urgency
from models.letters.samples import sample

MM = law.MM
ONE = Envelope(
    ("UBND tỉnh Cao Bằng", "Sở Ngoại vụ"),
    ("Địa chỉ: phường Thục Phán, tỉnh Cao Bằng", "Điện thoại: 0206 0000 000"),
    "05/TTr-SNgV",
    "Ủy ban nhân dân tỉnh Cao Bằng",
)


def submission() -> LetterContent:
    """The sample submission, numbered."""
    return compose(
        letter_kinds()["submission_send"], sample("submission_send"), number=LetterNumber(5, "TTr-SNgV")
    )


def read(pdf: bytes) -> list[Any]:
    """The pages of a PDF, read."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return [
            (page, page.extract_words(keep_blank_chars=True, extra_attrs=["fontname", "size"]))
            for page in opened.pages
        ]


def line_of(words: list[Any], begins: str) -> Any:
    """The line that begins so."""
    return next(w for w in words if w["text"].startswith(begins))


@pytest.mark.parametrize("size", sorted(SIZES))
def test_the_paper_has_the_size_and_everything_stands_on_it(size: str) -> None:
    wide, tall = SIZES[size]
    ((page, words),) = read(document([ONE], size))
    assert abs(page.width - wide * MM) < 0.1 and abs(page.height - tall * MM) < 0.1
    assert all(w["x0"] >= 3 * MM and w["x1"] <= (wide - 3) * MM for w in words)
    assert all(w["top"] >= 3 * MM and w["bottom"] <= (tall - 3) * MM for w in words)


def test_the_places_are_those_of_the_model() -> None:
    """Phụ lục IV, mục II: sender top left over its rule, number under it, "Kính gửi" right of two fifths, all read in that order."""
    ((page, words),) = read(document([ONE], "dl"))
    name, number, to = (
        line_of(words, "SỞ NGOẠI VỤ"),
        line_of(words, "Số/ký hiệu"),
        line_of(words, "Kính gửi:"),
    )
    whom = line_of(words, "Ủy ban nhân dân tỉnh")
    (rule,) = page.lines
    assert number["text"] == "Số/ký hiệu văn bản: 05/TTr-SNgV"
    assert name["top"] < line_of(words, "Địa chỉ")["top"] < rule["top"] < number["top"] < to["top"]
    assert abs(name["x0"] / page.width - 0.115) < 0.01
    assert abs(rule["x0"] / page.width - 0.018) < 0.005 and abs(rule["x1"] / page.width - 0.61) < 0.005
    assert abs(number["x0"] / page.width - 0.082) < 0.01
    assert abs(to["x0"] / page.width - 0.40) < 0.01 and abs(to["bottom"] / page.height - 0.57) < 0.03
    assert whom["x0"] > to["x1"] and abs(whom["top"] - to["top"]) < 1
    assert "Bold" in name["fontname"] and "BoldItalic" in to["fontname"]


@pytest.mark.parametrize(("urgency", "words", "wide"), [
    (Urgency.URGENT, "KHẨN", 20), (Urgency.VERY_URGENT, "THƯỢNG KHẨN", 40), (Urgency.EXPRESS, "HOẢ TỐC", 30),
])  # fmt: skip
def test_the_mark_of_urgency_has_its_frame_in_red(urgency: Urgency, words: str, wide: int) -> None:
    ((page, found),) = read(document([replace(ONE, urgency=urgency)], "dl"))
    (frame,) = page.rects
    assert abs(frame["width"] - wide * MM) < 0.1 and abs(frame["height"] - 8 * MM) < 0.1
    red, green, blue = frame["stroking_color"]
    assert red > 0.8 and green < 0.2 and blue < 0.2
    mark = line_of(found, words)
    assert frame["x0"] < mark["x0"] and mark["x1"] < frame["x1"]
    assert frame["top"] < mark["top"] and mark["bottom"] < frame["bottom"]


def test_the_worst_name_stays_on_the_paper() -> None:
    long = (
        "Trường Cao đẳng Sư phạm Cao Bằng và các đơn vị có liên quan đến hợp tác kinh tế, thương mại, du lịch "
        * 4
    )
    sender = (
        "Ủy ban nhân dân tỉnh Cao Bằng, cơ quan chủ quản trực tiếp",
        "Ban Chỉ đạo hội nhập quốc tế " * 3,
    )
    made = replace(ONE, receiver=long + "x" * 80, sender=sender)
    ((page, words),) = read(document([made], "dl"))
    assert all(w["x1"] <= page.width and w["bottom"] <= page.height for w in words)
    assert "".join(w["text"] for w in words).count("x") >= 80


def test_markup_and_invisible_signs_are_printed_as_typed() -> None:
    ((_page, words),) = read(document([replace(ONE, receiver="Công ty <b>A & B</b>\u202e")], "dl"))
    assert line_of(words, "Công ty")["text"] == "Công ty <b>A & B</b>"


def test_each_receiver_once_without_those_who_are_nobody() -> None:
    content = replace(
        submission(),
        addressees=("Ủy ban nhân dân tỉnh Cao Bằng", "Công an tỉnh"),
        recipients=Recipients(
            ("Như trên", "Công an tỉnh (để phối hợp)", "Sở Nội vụ (b/c)", "Như Điều 3"), "Lưu: VT, NV(02)"
        ),
    )
    assert receivers(content) == ("Ủy ban nhân dân tỉnh Cao Bằng", "Công an tỉnh", "Sở Nội vụ")
    made = envelopes_of(content, receivers(content), ("Điện thoại: 0206",))
    assert [e.receiver for e in made] == list(receivers(content))
    assert {e.number for e in made} == {"05/TTr-SNgV"} and made[0].sender[-1] == "Sở Ngoại vụ"
    assert len(read(document(made, "dl"))) == 3


def test_a_letter_that_is_not_numbered_yet_leaves_the_number_out() -> None:
    blank = replace(submission(), number=LetterNumber(None, "TTr-SNgV"))
    ((_page, words),) = read(document(envelopes_of(blank, ("Công an tỉnh",)), "c5"))
    assert not any(w["text"].startswith("Số/ký hiệu") for w in words)


def test_the_same_bytes_every_time() -> None:
    assert document([ONE], "dl") == document([ONE], "dl")
    with pytest.raises(ValueError, match="no envelope"):
        document([], "dl")
