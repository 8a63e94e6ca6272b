"""The tour as a person would start it: every step succeeds, and what it leaves can be looked at and read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image

from tests.house.walking import ROOT

SCREEN = (1366, 768)


@pytest.mark.slow
def test_the_tour_walks_through_the_whole_day(tmp_path: Path) -> None:
    surroundings = {
        **os.environ,
        "SODOAN_ENVIRONMENT": "own",
        "QT_QPA_PLATFORM": "offscreen",
        "TMPDIR": str(tmp_path),
    }
    told = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "tour", "--out", str(tmp_path / "tour")],
        cwd=ROOT, env=surroundings, capture_output=True, encoding="utf-8", timeout=400,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]

    pictures = sorted((tmp_path / "tour").glob("*.png"))
    assert len(pictures) >= 40
    assert [p.name[:2] for p in pictures] == [f"{n:02d}" for n in range(1, len(pictures) + 1)]
    for picture in pictures:
        assert re.fullmatch(r"\d\d-[a-z-]+\.png", picture.name)
        with Image.open(picture) as image:
            assert image.size == SCREEN
            shades = set(image.convert("L").resize((64, 36)).tobytes())
            assert max(shades) - min(shades) > 60, f"{picture.name} is blank"

    letters = {p.stem: p for p in (tmp_path / "tour" / "letters").glob("*.pdf")}
    assert len(letters) >= 7
    draft, issued = words_of(letters["submission-draft"]), words_of(letters["submission-issued"])
    assert re.search(r"Số: \d{2,}/TTr-SNgV", issued) and not re.search(r"Số: \d", draft)
    assert "ngày 11 tháng 6 năm 2018" in issued
    assert "1712/QĐ-UBND" in words_of(letters["decision-issued"])

    listed = (tmp_path / "tour" / "README.md").read_text(encoding="utf-8")
    named = [*(p.name for p in pictures), *(p.name for p in letters.values())]
    assert [n for n in named if n not in listed] == []
    assert [p.name for p in tmp_path.iterdir()] == ["tour"], "the tour cleans up after itself"


def words_of(pdf: Path) -> str:
    """The text of a letter."""
    with pdfplumber.open(pdf) as opened:
        return " ".join((page.extract_text() or "").replace("\n", " ") for page in opened.pages)
