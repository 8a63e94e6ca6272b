"""No false alarm: our own letters in every kind and variant, and correct papers made in a word processor."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.catalogue.letter_kinds import letter_kinds
from models.letters.rendering import render
from models.linting.linter import lint
from models.linting.reading import read
from resources import i18n
from tests.letters.every import made

PAPERS = sorted((Path(__file__).parent / "papers").glob("*.pdf"))


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    i18n.install("vi")


@pytest.mark.parametrize("kind", sorted(letter_kinds()))
def test_our_letters(kind: str) -> None:
    for variant, content in made(kind).items():
        if variant == "long":  # the worst is the long one with more around it
            continue
        report = lint(render(content))
        assert [(d.page, d.says) for d in report.deviations] == [], variant


def test_a_draft_mark_is_no_part_of_the_paper() -> None:
    content = made("decision_send")["sample"]
    assert not lint(render(content, draft=True)).deviations


@pytest.mark.parametrize("path", PAPERS, ids=lambda p: p.stem)
def test_papers_of_a_word_processor(path: Path) -> None:
    assert path.stat().st_size < 60_000
    report = lint(path)
    assert [(d.page, d.says) for d in report.deviations] == []
    assert {"nation", "motto", "issuer", "number", "place_date", "capacity", "signatory", "recipients"} <= {
        c.name for c in report.components
    }


def test_the_papers_are_there() -> None:
    assert {p.stem for p in PAPERS} >= {"official_letter", "decision", "submission", "report"}
    assert [len(read(p)) for p in PAPERS if p.stem == "decision"] == [3]
