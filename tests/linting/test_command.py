"""``main.py lint``: fixed keys, exit status, one sentence for what cannot be read; it needs no office."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resources import i18n
from tests.linting import drawing
from ui import commands


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    draft = drawing.official_letter()
    draft.parts["number"].lines = ["Số: 5/SNgV-NVLS"]
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(drawing.draw(draft))
    return path


def test_json_has_the_fixed_keys(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["lint", str(faulty), "--json"]) == 1
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert said.err == "" and answer["file"] == str(faulty)
    (deviation,) = answer["deviations"]
    assert set(deviation) >= {"clause", "component", "page", "found", "expected", "says"}
    assert (deviation["component"], deviation["page"]) == ("Số, ký hiệu", 1)
    assert (deviation["found"], deviation["expected"]) == ("5", "05")


def test_text_in_both_languages(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["lint", str(faulty)]) == 1
    vietnamese = capsys.readouterr().out
    assert "Trang 1: Số văn bản ghi “5”" in vietnamese and "mục II, khoản 3, điểm c" in vietnamese
    assert commands.main(["lint", str(faulty), "--locale", "en"]) == 1
    assert "1 deviation found." in capsys.readouterr().out
    i18n.install("vi")


def test_a_right_paper_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "dung.pdf"
    path.write_bytes(drawing.draw(drawing.decision()))
    assert commands.main(["lint", str(path)]) == 0
    assert capsys.readouterr().out == "Không có chỗ nào sai thể thức.\n"
    assert commands.main(["lint", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["deviations"] == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4 broken", None])
def test_what_cannot_be_read(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "la.pdf"
    if content is not None:
        path.write_bytes(content)
    assert commands.main(["lint", str(path), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "la.pdf" in said.err
