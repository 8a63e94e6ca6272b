"""Vietnamese text: the same word is found however it is typed, and sorted as a Vietnamese reader expects."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text import ALPHABET, fold, name_key, nfc, sort_key, squeeze, tokens


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn Thị Hoà", "nguyen thi hoa"),
        ("nguyễn thị hòa", "nguyen thi hoa"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hoà"), "nguyen thi hoa"),
        ("ĐẶNG ĐỨC ĐẠO", "dang duc dao"),
        ("Đắk Lắk", "dak lak"),
        ("  Ủy   ban  nhân\tdân\u00a0tỉnh ", "uy ban nhan dan tinh"),
    ],
)
def test_folding_finds_every_spelling(typed: str, kept: str) -> None:
    assert fold(typed) == kept


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_entrance_gives_composed_text_without_controls(text: str) -> None:
    clean = nfc(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert nfc(clean) == clean
    assert not {c for c in clean if unicodedata.category(c) in {"Cs", "Cc"}} - {"\n", "\t"}


def test_zero_width_and_direction_signs_are_dropped() -> None:
    assert nfc("Công\u200b ty\u202e A\ufeff") == "Công ty A"


def test_squeezing_gives_one_line() -> None:
    assert squeeze(" Sở\r\n Ngoại   vụ ") == "Sở Ngoại vụ"


def test_tokens_are_words_and_numbers() -> None:
    assert tokens("Số 512/SCT-VP, Đoàn đi Lào") == ["so", "512", "sct", "vp", "doan", "di", "lao"]


def test_alphabet_orders_words() -> None:
    words = ["đá", "da", "dã", "ăn", "an", "ân", "ô", "o", "ơ", "ư", "u", "ê", "e"]
    assert sorted(words, key=sort_key) == [
        "an",
        "ăn",
        "ân",
        "da",
        "dã",
        "đá",
        "e",
        "ê",
        "o",
        "ô",
        "ơ",
        "u",
        "ư",
    ]
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_tones_follow_the_dictionary() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_people_are_ordered_by_given_name() -> None:
    people = ["Nông Văn Đức", "Bế Thị Ông", "Hoàng Văn An", "Lục Thị Ân", "Đàm Văn Dũng"]
    assert sorted(people, key=name_key) == [
        "Hoàng Văn An",
        "Lục Thị Ân",
        "Đàm Văn Dũng",
        "Nông Văn Đức",
        "Bế Thị Ông",
    ]


@given(st.text(max_size=60))
def test_any_text_has_sort_keys(text: str) -> None:
    assert sort_key(text) == sort_key(squeeze(text))
    assert isinstance(name_key(text), str)
