"""What the nearest desktop program for Vietnamese offices gets wrong on paper: each of its deviations is found by name."""

from __future__ import annotations

import pytest

from models.linting.linter import Deviation, lint
from resources import i18n
from tests.linting import drawing
from tests.linting.drawing import Draft, Para, Part, draw


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    i18n.install("vi")


def only(draft: Draft) -> Deviation:
    """The one deviation of a paper."""
    (deviation,) = lint(draw(draft)).deviations
    return deviation


def letter() -> Draft:
    return drawing.official_letter()


def long_letter() -> Draft:
    draft = letter()
    draft.body[1:-1] = [Para(f"{n}. {drawing.SENTENCE}") for n in range(1, 40)]
    return draft


def test_left_margin_of_20_mm() -> None:
    draft = letter()
    draft.left = 20
    found = only(draft)
    assert (found.rule, found.expected) == ("margin_left", "30–35 mm") and found.found in {"20 mm", "20,1 mm"}


def test_right_margin_of_10_mm() -> None:
    draft = letter()
    draft.right = 10
    assert only(draft).rule == "margin_right"


def test_lower_margin_of_15_mm() -> None:
    draft = long_letter()
    draft.bottom = 15
    assert only(draft).rule == "margin_bottom"


def test_nation_at_14_points() -> None:
    draft = letter()
    draft.parts["nation"].size = 14
    draft.parts["motto"].size = 14
    found = only(draft)
    assert (found.rule, found.component, found.found, found.expected) == ("size", "Quốc hiệu", "14", "12–13")


def test_number_word_in_italics() -> None:
    draft = letter()
    draft.parts["number"].face = "I:R"
    assert (only(draft).rule, only(draft).component) == ("slant", "Số, ký hiệu")


def test_type_name_at_16_points() -> None:
    draft = drawing.decision()
    draft.parts["title"].size = 16
    found = only(draft)
    assert (found.component, found.found, found.expected) == ("Tên loại văn bản", "16", "13–14")


def test_subject_in_italics_instead_of_bold() -> None:
    draft = drawing.decision()
    draft.parts["subject"].face = "I"
    assert {(d.rule, d.component) for d in lint(draw(draft)).deviations} == {
        ("slant", "Trích yếu nội dung"),
        ("weight", "Trích yếu nội dung"),
    }


def test_cong_van_printed_as_a_title() -> None:
    draft = letter()
    draft.parts["title"] = Part(["CÔNG VĂN"], 14, "B")
    assert only(draft).rule == "title_of_letter"


def test_cong_van_as_a_title_with_its_subject_below() -> None:
    draft = letter()
    del draft.parts["about"]
    draft.parts["title"] = Part(["CÔNG VĂN"], 14, "B")
    draft.parts["subject"] = Part(["Về việc báo cáo kết quả công tác nước ngoài"], 14, "B")
    rules = {d.rule for d in lint(draw(draft)).deviations}
    assert rules == {"title_of_letter", "missing"}


def test_date_without_a_place() -> None:
    draft = letter()
    draft.parts["date"].lines = ["Ngày 05 tháng 9 năm 2018"]
    assert only(draft).rule == "place_missing"


def test_place_and_date_again_above_the_signature() -> None:
    draft = letter()
    draft.date_again = "Cao Bằng, ngày 05 tháng 9 năm 2018"
    found = only(draft)
    assert found.rule == "date_twice" and found.page == 2


def test_month_always_with_two_digits() -> None:
    draft = letter()
    draft.parts["date"].lines = ["Cao Bằng, ngày 05 tháng 09 năm 2018"]
    found = only(draft)
    assert (found.rule, found.expected) == ("date_zero", "ngày 05 tháng 9")


def test_receivers_at_14_points() -> None:
    draft = letter()
    draft.parts["recipients_label"].size = 14
    draft.parts["recipients"].size = 14
    assert {(d.component, d.found, d.expected) for d in lint(draw(draft)).deviations} == {
        ("Từ “Nơi nhận”", "14", "12"),
        ("Danh sách nơi nhận", "14", "11"),
    }


def test_no_page_number() -> None:
    draft = letter()
    draft.page_number = None
    found = only(draft)
    assert (found.rule, found.page, found.expected) == ("page_number_missing", 2, "2")


def test_number_below_ten_without_zero() -> None:
    draft = letter()
    draft.parts["number"].lines = ["Số: 5/SNgV-NVLS"]
    found = only(draft)
    assert (found.rule, found.found, found.expected) == ("number_padding", "5", "05")


def test_all_of_them_in_one_paper() -> None:
    draft = long_letter()
    draft.left, draft.right, draft.bottom, draft.page_number = 20, 10, 15, None
    parts = draft.parts
    parts["nation"].size = parts["motto"].size = 14
    parts["number"].lines, parts["number"].face = ["Số: 5/SNgV-NVLS"], "I:R"
    parts["date"].lines = ["ngày 05 tháng 09 năm 2018"]
    parts["title"] = Part(["CÔNG VĂN"], 16, "B")
    parts["recipients_label"].size = parts["recipients"].size = 14
    draft.date_again = "Cao Bằng, ngày 05 tháng 09 năm 2018"
    rules = {d.rule for d in lint(draw(draft)).deviations}
    assert rules >= {
        "margin_left", "margin_right", "margin_bottom", "page_number_missing", "size", "number_padding", "slant",
        "place_missing", "date_zero", "title_of_letter", "date_twice",
    }  # fmt: skip
