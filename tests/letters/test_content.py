"""What a letter says is kept as JSON and comes back equal; everything in it is composed Unicode."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.letters.content import LetterContent, LetterForm, LetterNumber, Paragraph, Run, Table
from tests.letters import samples


@pytest.mark.parametrize("make", samples.ALL.values(), ids=samples.ALL)
def test_content_survives_being_kept(make: Callable[[], LetterContent]) -> None:
    content = make()
    kept = content.to_json()
    assert LetterContent.from_json(kept) == content
    assert LetterContent.from_json(kept).to_json() == kept


def test_keys_have_a_fixed_order_and_defaults_are_left_out() -> None:
    kept = json.loads(samples.decision().to_json())["letter"]
    assert list(kept)[:4] == ["is", "form", "issuer", "subject"]
    assert "urgency" not in kept and kept["issued_on"] == "2018-01-05"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2, "letter": {}}', '{"format": 1, "letter": {"is": "Nobody"}}',
                                  '{"format": 1, "letter": {"is": "Run", "text": "a"}}',
                                  '{"format": 1, "letter": {"is": "LetterContent", "strange": 1}}'])  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        LetterContent.from_json(text)


def test_decomposed_input_becomes_composed() -> None:
    loose = unicodedata.normalize("NFD", "Về việc cử đoàn")
    content = LetterContent(LetterForm.NAMED, (loose,), loose, (Paragraph((Run(loose),)), Paragraph(loose)))
    assert unicodedata.is_normalized("NFC", content.to_json())
    assert content.subject == "Về việc cử đoàn"


def test_lists_become_tuples_so_that_content_stays_frozen() -> None:
    row = Table.of(samples.MEMBER_COLUMNS, [("1", "A")]).rows[0]
    assert row.cells == ("1", "A")
    built = LetterContent(LetterForm.NAMED, ["A"], "B", [Paragraph("C")])  # type: ignore[arg-type]
    assert isinstance(built.issuer, tuple) and isinstance(built.body, tuple)
    assert hash(built) == hash(LetterContent(LetterForm.NAMED, ("A",), "B", (Paragraph("C"),)))


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "01/TTr-SNgV"), (45, "45/TTr-SNgV"), (1203, "1203/TTr-SNgV"), (None, "/TTr-SNgV")],
)
def test_number_is_padded(number: int | None, text: str) -> None:
    assert LetterNumber(number, "TTr-SNgV").text == text


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_survives_being_kept(text: str, names: list[str]) -> None:
    content = LetterContent(
        LetterForm.OFFICIAL_LETTER, tuple(names), text, (Paragraph(text),), addressees=tuple(names)
    )
    assert LetterContent.from_json(content.to_json()) == content
