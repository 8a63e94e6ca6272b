"""Official dates, numbers in words, lists, numerals."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.letters import vietnamese as vi


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2018, 1, 5), "ngày 05 tháng 01 năm 2018"),
        (date(2020, 2, 10), "ngày 10 tháng 02 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2018, 3, 9), "ngày 09 tháng 3 năm 2018"),
        (date(2018, 12, 31), "ngày 31 tháng 12 năm 2018"),
    ],
)
def test_zero_stands_before_days_under_ten_and_months_one_and_two_only(day: date, said: str) -> None:
    assert vi.official_date(day) == said


def test_short_date_always_has_two_digits() -> None:
    assert vi.short_date(date(2018, 3, 9)) == "09/03/2018"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2018, 3, 12), date(2018, 3, 19), "từ ngày 12 đến ngày 19 tháng 3 năm 2018"),
        (date(2018, 3, 28), date(2018, 4, 5), "từ ngày 28 tháng 3 đến ngày 05 tháng 4 năm 2018"),
        (date(2018, 12, 30), date(2019, 1, 2), "từ ngày 30 tháng 12 năm 2018 đến ngày 02 tháng 01 năm 2019"),
        (date(2018, 3, 12), date(2019, 3, 12), "từ ngày 12 tháng 3 năm 2018 đến ngày 12 tháng 3 năm 2019"),
        (date(2018, 3, 12), date(2018, 3, 12), "ngày 12 tháng 3 năm 2018"),
    ],
)
def test_period_says_month_and_year_once_where_they_agree(first: date, last: date, said: str) -> None:
    assert vi.period(first, last) == said


def test_period_cannot_run_backwards() -> None:
    with pytest.raises(ValueError, match="before"):
        vi.period(date(2018, 3, 2), date(2018, 3, 1))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (32, "ba mươi hai"),
        (55, "năm mươi lăm"),
        (205, "hai trăm linh năm"),
        (111, "một trăm mười một"),
        (1005, "một nghìn không trăm linh năm"),
        (1_000_000, "một triệu"),
        (12_345_678, "mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám"),
        (2_000_000_015, "hai tỷ không trăm mười lăm"),
        (1_500_000_000_000, "một nghìn năm trăm tỷ"),
    ],
)
def test_numbers_are_read_out(number: int, said: str) -> None:
    assert vi.in_words(number) == said


def _read_back(words: str) -> int:
    """An independent reader of numbers: value of the words, group by group."""
    units = {w: n for n, w in enumerate("không một hai ba bốn năm sáu bảy tám chín".split())}
    units |= {"mốt": 1, "tư": 4, "lăm": 5}
    total = group = 0
    last: int | None = None
    for word in words.split():
        if word == "tỷ":
            total, group, last = (total + group + (last or 0)) * 10**9, 0, None
        elif word in ("nghìn", "triệu"):
            total, group, last = total + (group + (last or 0)) * (1000 if word == "nghìn" else 10**6), 0, None
        elif word == "trăm":
            group, last = group + (last or 0) * 100, None
        elif word == "mươi":
            group, last = group + (last or 0) * 10, None
        elif word == "mười":
            group, last = group + 10, None
        elif word != "linh":
            assert last is None
            last = units[word]
    return total + group + (last or 0)


@given(st.integers(0, 10**15) | st.integers(0, 10_000))
def test_numbers_in_words_read_back(number: int) -> None:
    assert _read_back(vi.in_words(number)) == number


def test_thousands_of_billions_are_said_once() -> None:
    assert vi.in_words(10**18) == "một tỷ tỷ"
    with pytest.raises(ValueError, match="zero"):
        vi.in_words(-1)


@given(st.integers(0, 10**15))
def test_money_keeps_every_digit(amount: int) -> None:
    said = vi.money(amount)
    assert said.endswith(" đồng")
    assert int(said.removesuffix(" đồng").replace(".", "")) == amount
    assert all(len(group) == 3 for group in said.removesuffix(" đồng").split(".")[1:])


def test_money_in_words_begins_with_a_capital() -> None:
    assert vi.money_in_words(12_000_000) == "Mười hai triệu đồng"


@pytest.mark.parametrize(
    ("number", "said"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (1994, "MCMXCIV")]
)
def test_roman_numerals(number: int, said: str) -> None:
    assert vi.roman(number) == said


@given(st.integers(1, 3999))
def test_roman_numerals_read_back(number: int) -> None:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    values = [worth[sign] for sign in vi.roman(number)]
    pairs = zip(values, [*values[1:], 0], strict=True)
    assert sum(-value if value < after else value for value, after in pairs) == number


def test_points_follow_the_vietnamese_alphabet() -> None:
    assert "".join(vi.point_letter(n) for n in range(8)) == "abcdđegh"
    assert vi.point_letter(22) == "y"
    assert vi.point_letter(23) == "aa"


@given(st.integers(0, 2000))
def test_points_never_repeat(index: int) -> None:
    assert vi.point_letter(index) != vi.point_letter(index + 1)


def test_lists_and_people() -> None:
    assert vi.joined([]) == ""
    assert vi.joined(["A"]) == "A"
    assert vi.joined(["A", "B"]) == "A và B"
    assert vi.joined(["A", "B", "C"]) == "A, B và C"
    assert vi.named("Ông", "Hoàng Văn Thử") == "ông Hoàng Văn Thử"
    assert vi.named("bà", "Nông Thị Mẫu", begins=True) == "Bà Nông Thị Mẫu"
    assert vi.named("", "Đàm Mẫu") == "Đàm Mẫu"
    assert vi.padded(5) == "05"
