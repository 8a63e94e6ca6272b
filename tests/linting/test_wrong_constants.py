"""The check is independent of the program that draws: a wrong measure there is found on the finished pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.errors import OfficeError
from models.letters import prescribed as law
from models.letters.rendering import render
from models.linting.linter import lint
from models.work.letter_form import in_form
from resources import i18n
from tests.letters.every import made

WRONG: list[tuple[str, Any, str]] = [
    ("PAGE_NUMBER_SIZE", 11.0, "size"),
    ("NATION", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.", "nation_words"),
    ("MOTTO", "Độc lập – Tự do – Hạnh phúc", "motto_words"),
    ("NATION_SIZE", 11.0, "size"),
    ("MOTTO_SIZE", 15.0, "size"),
    ("GOVERNING_SIZE", 11.0, "size"),
    ("ISSUER_SIZE", 14.0, "size"),
    ("NUMBER_SIZE", 12.0, "size"),
    ("DATE_SIZE", 12.0, "size"),
    ("TITLE_SIZE", 16.0, "size"),
    ("SUBJECT_SIZE", 12.0, "size"),
    ("ABOUT_SIZE", 14.0, "size"),
    ("ABOUT_GAP", 20.0, "about_gap"),
    ("BODY_SIZE", 12.0, "size"),
    ("PITCH", 1.05, "line_pitch"),
    ("PITCH", 2.0, "line_pitch"),
    ("INDENT", 20 * law.MM, "body_indent"),
    ("PARAGRAPH_GAP", 2.0, "paragraph_gap"),
    ("SIGNATORY_SIZE", 12.0, "size"),
    ("RECIPIENTS_HEAD_SIZE", 14.0, "size"),
    ("RECIPIENTS_SIZE", 14.0, "size"),
    ("ADDRESSEE_SIZE", 12.0, "size"),
    ("ANNEX_SIZE", 12.0, "size"),
    ("REFERENCE_SIZE", 12.0, "size"),
    ("END_MARK", ".", "end_mark"),
    ("PAGE_WIDTH", 216 * law.MM, "paper_size"),
    ("PAGE_NUMBER_BASELINE", 280 * law.MM, "page_number_place"),
]


def rules() -> set[str]:
    """What is wrong with a decision and a công văn."""
    letters = (made(kind)["sample"] for kind in ("decision_send", "supplement_slip"))
    return {d.rule for content in letters for d in lint(render(content)).deviations}


def test_nothing_is_wrong_before() -> None:
    i18n.install("vi")
    assert rules() == set()


@pytest.mark.parametrize(("name", "value", "rule"), WRONG, ids=[f"{n}-{r}" for n, _v, r in WRONG])
def test_a_wrong_measure_is_found(name: str, value: Any, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = [made(kind)["sample"] for kind in ("decision_send", "supplement_slip")]
    monkeypatch.setattr(law, name, value)
    found = {d.rule for content in contents for d in lint(render(content)).deviations}
    assert rule in found


def test_such_a_letter_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    content = made("decision_send")["sample"]
    monkeypatch.setattr(law, "TITLE_SIZE", 16.0)
    pdf = render(content)
    with pytest.raises(OfficeError, match="Tên loại văn bản in cỡ chữ 16; quy định cỡ 13–14") as caught:
        i18n.install("vi")
        in_form(pdf)
    assert caught.value.code == "letter_not_in_form"


def test_the_square_code_for_scans_is_no_deviation() -> None:
    content = replace(made("decision_send")["over"], mark="0123ABCDEFG")
    assert not lint(in_form(render(content))).deviations
