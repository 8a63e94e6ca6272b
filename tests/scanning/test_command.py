"""``main.py scans FOLDER``: exit status, one line per letter, JSON, files put aside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from models import clock
from models.store.units import Store
from models.work import letters, scan_folder, users
from models.work.office import set_settings
from resources import i18n
from tests.makers import DAY
from tests.plugins.lived_in import PASSWORD, LivedIn, quick_hasher
from tests.scanning.scanner import Fault, scan, to_pdf
from ui import commands


@pytest.fixture
def folder(lived_in: LivedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The scanner's folder with the signed paper of a printed letter in it; files stand still at once."""
    monkeypatch.setenv("SODOAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SODOAN_USER", "clerk")
    monkeypatch.setenv("SODOAN_PASSWORD", PASSWORD)
    monkeypatch.setattr(users, "_hasher", quick_hasher)
    monkeypatch.setattr(scan_folder, "SETTLED", 0.0)
    clerk, admin = lived_in.actor("clerk"), lived_in.actor("admin")
    store = Store.open(lived_in.path)
    try:
        with clock.at(DAY):
            set_settings(store, {"page_marks": True}, by=admin, valid_from=date(2016, 1, 1))
            made = letters.prepare(store, lived_in.approved_id, "submission_send", by=clerk)
            pdf = letters.mark_printed(store, made.letter_id, by=clerk)
    finally:
        store.close()
    with pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
    pictures = [scan(pdf, n, Fault(dpi=200, jpeg=60)) for n in range(count)]
    where = tmp_path / "máy quét"
    where.mkdir()
    (where / "Quét 01.pdf").write_bytes(to_pdf(pictures, 200))
    before = i18n.language()
    yield where
    i18n.install(before)


def test_a_clean_folder_is_status_0_and_says_what_it_filed(
    lived_in: LivedIn, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["scans", str(folder), "--office", str(lived_in.path)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == ["Quét 01.pdf", "  chưa có số · 2 trang"] and said.err == ""
    assert (folder / scan_folder.DONE / "Quét 01.pdf").is_file()
    assert commands.main(["scans", str(folder), "--office", str(lived_in.path)]) == 0
    assert capsys.readouterr().out == "Thư mục này không có bản quét nào.\n"


def test_what_waits_or_cannot_be_read_is_status_1(
    lived_in: LivedIn, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7")
    assert commands.main(["scans", str(folder), "--office", str(lived_in.path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {f["file"]: f["refusal"] for f in told["files"]} == {"Quét 01.pdf": "", "hỏng.pdf": "scan_damaged"}
    (letter,) = next(f for f in told["files"] if f["file"] == "Quét 01.pdf")["letters"]
    assert (letter["state"], letter["pages"]) == ("filed", 2)
    assert (folder / scan_folder.ODD / "hỏng.pdf").is_file()


def test_no_folder_or_no_right_is_status_2_and_nothing_moves(
    lived_in: LivedIn, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert commands.main(["scans", str(folder / "không có"), "--office", str(lived_in.path)]) == 2
    assert "Không có thư mục" in capsys.readouterr().err
    monkeypatch.setenv("SODOAN_USER", "inspector")
    assert commands.main(["scans", str(folder), "--office", str(lived_in.path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (folder / "Quét 01.pdf").is_file()
