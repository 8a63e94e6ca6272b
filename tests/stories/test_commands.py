"""The commands as a scheduler, a supporter and a careless hand use them: exit status, one sentence, nothing made by mistake."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from models.catalogue.workflows import Role
from models.errors import OfficeError
from models.store.units import Actor, Store
from models.store.vault import hash_of
from models.work import letters, users
from resources import i18n
from tests.plugins.lived_in import PASSWORD, LivedIn, quick_hasher
from ui import commands

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    def refuses(self, *words: str) -> None:
        """Status 2, nothing on stdout, one sentence with these words on stderr, in Vietnamese."""
        assert (self.status, self.out) == (2, ""), self
        assert self.err.count("\n") == 1 and self.err.strip(), self
        assert "Traceback" not in self.err and "Error" not in self.err and "No such" not in self.err, self
        for word in words:
            assert word in self.err, (word, self.err)


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in this process; the user's data folder is one of the test that does not exist."""
    monkeypatch.setenv("SODOAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SODOAN_USER", "inspector")
    monkeypatch.setenv("SODOAN_PASSWORD", PASSWORD)
    monkeypatch.setattr(users, "_hasher", quick_hasher)
    before = i18n.language()

    def go(*words: object, user: str = "", password: str = "") -> Said:
        if user:
            monkeypatch.setenv("SODOAN_USER", user)
        if password:
            monkeypatch.setenv("SODOAN_PASSWORD", password)
        capsys.readouterr()
        try:
            status = commands.main([str(w) for w in words])
        finally:
            i18n.install(before)
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return go


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


# --- where the store should be ----------------------------------------------------------------------------------------

NOT_STORES = (
    "empty",
    "words",
    "picture",
    "folder",
    "cut",
    "newer",
    "missing",
    "no folder",
    "in a file",
    "long",
    "address",
    "silent server",
)


@pytest.fixture
def bad_place(request: pytest.FixtureRequest, lived_in: LivedIn, tmp_path: Path) -> tuple[str, str]:
    """A place that is no store, and a word of the sentence about it."""
    how = request.param
    path = tmp_path / f"{how}.sodoan"
    if how == "cut":
        data = lived_in.path.read_bytes()
        path.write_bytes(data[: len(data) // 3])
        return str(path), "bị hỏng"
    if how == "newer":
        shutil.copyfile(lived_in.path, path)
        store = Store.open(path)
        with store.engines.writing.begin() as c:
            c.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        store.close()
        return str(path), "phiên bản mới hơn"
    contents = {
        "empty": b"",
        "words": "xin chào".encode(),
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    }
    if how in contents:
        path.write_bytes(contents[how])
        return str(path), "không phải là kho dữ liệu"
    if how == "folder":
        path.mkdir()
        return str(path), "không phải là kho dữ liệu"
    if how == "in a file":
        (tmp_path / "tệp").write_text("x")
        return str(tmp_path / "tệp" / "x.sodoan"), "Không có thư mục"
    return {
        "missing": (str(path), "Không tìm thấy"),
        "no folder": (str(tmp_path / "không có" / "x.sodoan"), "Không có thư mục"),
        "long": (str(tmp_path / ("x" * 300)), "quá dài"),
        "address": ("mysql://user:secret@server/office", "Không hiểu địa chỉ"),
        "silent server": ("postgresql://user:secret@127.0.0.1:1/office", "Không kết nối được"),
    }[how]


@pytest.mark.parametrize("bad_place", NOT_STORES, indirect=True)
def test_a_place_without_a_store_is_one_sentence_for_every_command(
    run: Run, bad_place: tuple[str, str], tmp_path: Path
) -> None:
    where, word = bad_place
    before = names(tmp_path)
    out = tmp_path / "out"
    for words in (
        ("check", "--json"), ("appraise", "ĐR-2018-001", "--json"), ("letter", "ĐR-2018-001", "decision", "--out", out),
        ("statistics", "--period", "2018", "--json"), ("statistics", "--period", "2018", "--xlsx", out), ("backup", "--to", out),
    ):  # fmt: skip
        said = run(*words, "--office", where)
        said.refuses(word)
        assert "secret" not in said.err
    assert names(tmp_path) == before


@pytest.mark.parametrize(
    "bad_place", ["words", "picture", "folder", "cut", "newer", "no folder", "long", "address"], indirect=True
)
def test_no_sample_office_is_made_over_something(
    run: Run, bad_place: tuple[str, str], tmp_path: Path
) -> None:
    where, _word = bad_place
    path = Path(where)
    kept = path.read_bytes() if path.is_absolute() and len(path.name) < 200 and path.is_file() else None
    before = names(tmp_path)
    run("demo", "--office", where).refuses()
    run("demo", "--office", where, "--size", "3").refuses()
    assert names(tmp_path) == before
    assert kept is None or path.read_bytes() == kept


def test_no_sample_office_in_an_office_that_is_lived_in(run: Run, lived_in: LivedIn) -> None:
    for words in (("demo",), ("demo", "--size", "3")):
        run(*words, "--office", lived_in.path).refuses("đã có dữ liệu")
    assert run("check", "--office", lived_in.path).status == 0


@pytest.mark.parametrize(
    "words",
    [
        ("demo", "--size", "0"), ("demo", "--size", "-1"), ("demo", "--size", "abc"), ("demo", "--size", ""), ("demo", "--year", "99999"),
        ("demo", "--year", "1800"), ("demo", "--year", "0"), ("demo", "--year", "x"), ("demo", "--size", "1.5"), ("demo", "extra"),
    ],
)  # fmt: skip
def test_a_sample_office_of_impossible_size_or_year_is_not_begun(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    run(*words, "--office", tmp_path / "new.sodb").refuses()
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "words",
    [
        (), ("bogus",), ("--bogus",), ("check", "--bogus"), ("check", "extra"), ("appraise",), ("letter", "x"), ("letter", "x", "y"),
        ("statistics",), ("backup",), ("restore",), ("tour",), ("check", "--locale", "fr"), ("check", "--office"), ("check", "--office", ""),
        ("backup", "--to", ""), ("restore", ""), ("letter", "x", "decision", "--out", " "), ("check", "--js\x00on"),
    ],
)  # fmt: skip
def test_arguments_that_are_not_understood(run: Run, words: tuple[str, ...]) -> None:
    said = run(*words)
    said.refuses("--help")
    assert "COMMAND" not in said.err


def test_help_is_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    for words, sign in ((["--help"], "cách dùng"), (["check", "--help", "--locale", "en"], "usage")):
        before = i18n.language()
        with pytest.raises(SystemExit) as end:
            commands.main(words)
        i18n.install(before)
        assert end.value.code == 0 and sign in capsys.readouterr().out


# --- who asks -----------------------------------------------------------------------------------------------------------


def test_who_may_not_is_told_and_nothing_is_made(
    run: Run, lived_in: LivedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(tmp_path)
    here = ("--office", lived_in.path)
    for user in ("officer", "head", "director", "clerk", "inspector"):
        run("backup", "--to", tmp_path / "usb", *here, user=user).refuses("sao lưu")
    run("check", *here, user="nobody").refuses("Tên đăng nhập hoặc mật khẩu")
    run("check", *here, "--as", "officer", password="wrong").refuses("Tên đăng nhập hoặc mật khẩu")
    monkeypatch.delenv("SODOAN_PASSWORD")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    run("check", *here, user="officer").refuses("SODOAN_PASSWORD")
    monkeypatch.delenv("SODOAN_USER")
    run("check", *here).refuses("--as")
    assert names(tmp_path) == before


def test_who_left_the_office_cannot_ask(run: Run, lived_in: LivedIn) -> None:
    store = Store.open(lived_in.path)
    with store.reading() as read:
        clerk = users.actor_of(read, "clerk")
    users.change_user(store, clerk.user_id or 0, is_active=False, by=Actor(None, "x", frozenset(Role)))
    store.close()
    run("check", "--office", lived_in.path, user="clerk").refuses("Tên đăng nhập hoặc mật khẩu")


def test_wrong_passwords_one_after_the_other_have_to_wait(run: Run, lived_in: LivedIn) -> None:
    for _ in range(6):
        run("check", "--office", lived_in.path, user="officer", password="wrong").refuses("chưa đúng")
    run("check", "--office", lived_in.path, user="officer", password=PASSWORD).refuses("chờ")


# --- dossiers, letters, statistics ----------------------------------------------------------------------------------------


def test_appraising_answers_with_its_exit_status(run: Run, lived_in: LivedIn) -> None:
    here = ("--office", lived_in.path)
    good, bad = (
        run("appraise", lived_in.issued, "--json", *here),
        run("appraise", lived_in.wrong, "--json", *here),
    )
    assert (good.status, bad.status) == (0, 1) and good.err == bad.err == ""
    stops = [f for f in json.loads(bad.out)["findings"] if f["severity"] == "stop" and not f["passed"]]
    assert [f["rule"] for f in stops] == ["RA-22"] and json.loads(good.out)["dossier"] == lived_in.issued
    assert run("appraise", lived_in.wrong, *here).status == 1
    for odd in (lived_in.issued.lower().replace("đ", "d"), f" {lived_in.issued}\n"):
        assert run("appraise", odd, *here).status == 0
    for reference in ("ĐR-2018-999", "", "<b>{x}%s\x00", "Đ" * 5000):
        run("appraise", reference, "--json", *here).refuses("Không có hồ sơ")
    for day in ("31/02/2018", "29/2/2019", "0001-01-01", "hôm nay", "2018-13-01", "{x}"):
        run("appraise", lived_in.issued, "--on", day, *here).refuses(day, "không phải là ngày")
    assert run("appraise", lived_in.issued, "--on", "29/2/2016", *here).status in (0, 1)


def test_letters_go_where_they_can(run: Run, lived_in: LivedIn, tmp_path: Path) -> None:
    here = ("--office", lived_in.path)
    (tmp_path / "file").write_text("kept")
    before = names(tmp_path)
    for bad, word in (
        (tmp_path / "none" / "a.pdf", "Không có thư mục"), (tmp_path, "là một thư mục"), (tmp_path / "file" / "a.pdf", "Không có thư mục"),
        (tmp_path / ("x" * 300 + ".pdf"), "Không ghi được"),
    ):  # fmt: skip
        run("letter", lived_in.approved, "submission", "--out", bad, *here).refuses(word)
    run("letter", lived_in.approved, "submission", "--out", tmp_path / "a.docx", "--docx", *here).refuses(
        ".pdf"
    )
    for kind in ("nonsense", "{x}", "", "decision\x00"):
        run("letter", lived_in.approved, kind, "--out", tmp_path / "a.pdf", *here).refuses("submission")
    lacking = run("letter", lived_in.approved, "supplement_slip", "--out", tmp_path / "a.pdf", *here)
    assert (lacking.status, lacking.out) == (1, "") and "Nội dung cần bổ sung" in lacking.err
    assert names(tmp_path) == before
    made = run("letter", lived_in.approved, "submission", "--out", tmp_path / "Tờ trình.pdf", "--docx", *here)
    assert made.status == 0 and (tmp_path / "Tờ trình.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.ZipFile(tmp_path / "Tờ trình.docx").testzip() is None


def test_statistics_of_what_is_no_period(run: Run, lived_in: LivedIn, tmp_path: Path) -> None:
    here = ("--office", lived_in.path)
    before = names(tmp_path)
    for period in (
        "2018-Q5",
        "2018-13",
        "abc",
        "",
        "99999",
        "1800",
        "0000",
        "2018-H0",
        "{x}",
        "2018-ND10",
        "２０１８\x00",
    ):
        run("statistics", "--period", period, "--json", *here).refuses("2018-ND09")
    run("statistics", "--period", "2018", "--json", "--xlsx", tmp_path / "none" / "a.xlsx", *here).refuses(
        "Không có thư mục"
    )
    run("statistics", "--period", "2018", "--json", "--pdf", tmp_path, *here).refuses("là một thư mục")
    assert names(tmp_path) == before
    said = run(
        "statistics",
        "--period",
        "2018",
        "--json",
        "--xlsx",
        tmp_path / "a.xlsx",
        "--pdf",
        tmp_path / "a.pdf",
        *here,
    )
    assert said.status == 0 and json.loads(said.out)["period"]["mode"] == "calendar"
    assert zipfile.ZipFile(tmp_path / "a.xlsx").testzip() is None and (
        tmp_path / "a.pdf"
    ).read_bytes().startswith(b"%PDF")


# --- check, backup, restore -----------------------------------------------------------------------------------------------


def test_a_vanished_attachment_is_found_and_does_not_hinder_the_backup(
    run: Run, lived_in: LivedIn, tmp_path: Path
) -> None:
    here = ("--office", lived_in.path)
    kept = lived_in.path.with_name("office.sodb.vault") / lived_in.scan_sha256[:2] / lived_in.scan_sha256[2:]
    kept.unlink()
    plain, machine = run("check", *here), run("check", "--json", *here)
    assert plain.status == machine.status == 1 and lived_in.scan_sha256 in plain.err
    assert json.loads(machine.out)["vault"]["missing"] == [lived_in.scan_sha256] and machine.err == ""
    assert run("backup", "--to", tmp_path / "usb", *here, user="admin").status == 0
    kept.write_bytes(b"something else")
    assert json.loads(run("check", "--json", *here).out)["vault"]["damaged"] == [lived_in.scan_sha256]
    said = run("backup", "--to", tmp_path / "usb", *here)
    assert said.status == 0 and "1 tệp đính kèm" in said.out
    backup = sorted((tmp_path / "usb").iterdir())[-1]
    assert run("restore", backup, "--office", tmp_path / "again.sodb").status == 0


def test_a_backup_comes_back_and_anything_else_changes_nothing(
    run: Run, lived_in: LivedIn, tmp_path: Path
) -> None:
    run("backup", "--to", tmp_path / "usb" / "2018", "--office", lived_in.path, user="admin")
    backup = next((tmp_path / "usb" / "2018").glob("*.sdbak"))
    target = tmp_path / "restored.sodb"
    data = backup.read_bytes()
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 255
    bad = tmp_path / "bad" / backup.name
    bad.parent.mkdir()
    for damaged in (data[:-200], data[:100], b"", bytes(flipped)):
        bad.write_bytes(damaged)
        run("restore", bad, "--office", target).refuses("bị hỏng")
    for other in (tmp_path / "none.sdbak", tmp_path, lived_in.path, bad / "x"):
        run("restore", other, "--office", target).refuses("không phải là bản sao lưu")
    run("restore", backup, "--office", target, user="officer").refuses("phục hồi")
    run("restore", backup, "--office", tmp_path / "none" / "x.sodb", user="admin").refuses("Không có thư mục")
    assert names(tmp_path) == ["bad", "usb", lived_in.path.parent.name]
    assert run("restore", backup, "--office", target).status == 0
    assert run("check", "--office", target, user="inspector").status == 0


def test_an_office_in_use_is_not_restored_over(run: Run, lived_in: LivedIn, tmp_path: Path) -> None:
    run("backup", "--to", tmp_path, "--office", lived_in.path, user="admin")
    backup = next(tmp_path.glob("*.sdbak"))
    window = Store.open(lived_in.path)
    window.sit()  # it has asked nothing yet, so no connection is open
    try:
        run("restore", backup, "--office", lived_in.path).refuses("đang")
    finally:
        window.close()
    said = run("restore", backup, "--office", lived_in.path)
    assert said.status == 0 and "before-restore" in said.out


def test_a_backup_to_what_is_no_folder(run: Run, lived_in: LivedIn, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    run("backup", "--to", tmp_path / "file", "--office", lived_in.path, user="admin").refuses(
        "Không dùng được thư mục"
    )
    run("backup", "--to", tmp_path / "file" / "x", "--office", lived_in.path).refuses(
        "Không dùng được thư mục"
    )
    run("tour", "--out", tmp_path / "file").refuses("Không dùng được thư mục")
    assert (tmp_path / "file").read_text() == "kept"


def test_an_issued_letter_whose_bytes_vanished_is_printed_again_to_the_byte(lived_in: LivedIn) -> None:
    store = Store.open(lived_in.path)
    with store.reading() as read:
        issued = letters.reprint(read, lived_in.letter_id)
    sha256 = hash_of(issued)
    kept = store.place.beside(".vault") / sha256[:2] / sha256[2:]
    for ruin in (kept.unlink, lambda: kept.write_bytes(b"%PDF damaged")):
        ruin()
        with store.reading() as read:
            assert letters.reprint(read, lived_in.letter_id) == issued
    store.close()


def test_a_backup_that_the_journal_cannot_note_is_told(
    run: Run, lived_in: LivedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is when a backup is wanted most: it is made, and the sentence says what could not be done."""

    def full(*_: object, **__: object) -> None:
        raise OfficeError("disk_full", place="x")

    monkeypatch.setattr("models.store.units.Writing.note", full)
    run("backup", "--to", tmp_path / "usb", "--office", lived_in.path, user="admin").refuses("đã tạo", "đầy")
    assert len(list((tmp_path / "usb").glob("*.sdbak"))) == 1


# --- faults of ours, pipes, languages of machines ---------------------------------------------------------------------------


def test_a_fault_of_ours_is_a_sentence_and_a_diagnosis(
    run: Run, lived_in: LivedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("Nông Thị Hằng")

    monkeypatch.setattr("models.store.checking.check", broken)
    said = run("check", "--office", lived_in.path)
    said.refuses("chẩn đoán", str(tmp_path / "home" / "diagnosis"))
    written = next((tmp_path / "home" / "diagnosis").iterdir()).read_text()
    assert "ZeroDivisionError" in written and "Hằng" not in written


BARE = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "PYTHON", "LANG"))} | {
    "LANG": "C", "LC_ALL": "C", "SODOAN_ENVIRONMENT": "own", "SODOAN_USER": "inspector", "SODOAN_PASSWORD": PASSWORD,
    "PYTHONIOENCODING": "ascii",
}  # fmt: skip


def start(*words: object, **more: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "main.py"), *map(str, words)]
    return subprocess.Popen(
        command, cwd=ROOT, env=BARE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more
    )  # type: ignore[call-overload, no-any-return]


def test_a_machine_that_speaks_only_ascii(lived_in: LivedIn) -> None:
    several = [
        start("appraise", lived_in.issued, "--json", "--office", lived_in.path),
        start("check", "--office", lived_in.path.with_name("không có.sodb")),
    ]
    (out, err), (none, sentence) = [p.communicate(timeout=60) for p in several]
    assert [p.returncode for p in several] == [0, 2], (err, sentence)
    assert json.loads(out.decode())["dossier"] == lived_in.issued and not err
    assert not none and "Không tìm thấy" in sentence.decode() and "không có.sodb" in sentence.decode()


def test_a_reader_that_goes_away_is_no_fault(lived_in: LivedIn) -> None:
    working = start("appraise", lived_in.issued, "--json", "--office", lived_in.path)
    assert working.stdout and working.stderr
    working.stdout.close()
    assert working.wait(60) == 0
    assert working.stderr.read() == b""
    working.stderr.close()
