"""main.py on a machine with only Python: prepares itself once, quietly the next time, and never half.

The preparation is real (a process, a virtual environment, pip), with one tiny package from a folder ``wheels``, so
that it needs no network and takes a second or two.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import main
from tests.house.walking import ROOT
from ui import system_libraries

PYTHON = getattr(sys, "_base_executable", sys.executable)  # the machine's Python, not the environment's


def tiny_wheel(folder: Path) -> str:
    """Writes a wheel with one module and returns its SHA-256."""
    folder.mkdir()
    files = {
        "tiny.py": "WORDS = 'Sổ Đoàn'\n",
        "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for name, words in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(words.encode()).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(words.encode())}\n"
    files["tiny-1.0.dist-info/RECORD"] = record + "tiny-1.0.dist-info/RECORD,,\n"
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, words in files.items():
            archive.writestr(name, words)
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the bootstrap with a one-line program and one requirement."""
    house = tmp_path / "nhà có dấu"
    (house / "ui").mkdir(parents=True)
    for name in ("main.py", "ui/system_libraries.py"):
        shutil.copy(ROOT / name, house / name)
    (house / "ui" / "__init__.py").touch()
    (house / "ui" / "commands.py").write_text(
        "import sys\n"
        "def main(words):\n"
        "    import tiny\n"
        "    print(tiny.WORDS, *words, *(p for p in sys.path if 'site-packages' in p), sep='\\n')\n"
        "    return 1 if 'fail' in words else 0\n",
        encoding="utf-8",
    )
    requirements = house / "packaging" / "requirements"
    requirements.mkdir(parents=True)
    digest = tiny_wheel(house / "wheels")
    (requirements / "run.txt").write_text(f"tiny==1.0 \\\n    --hash=sha256:{digest}\n", encoding="utf-8")
    return house


def command(house: Path, *words: str) -> tuple[list[str], dict[str, str]]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "TEMP")}
    return [PYTHON, str(house / "main.py"), *words], {
        **kept,
        "HOME": str(house.parent),
        "PYTHONPATH": str(ROOT),
    }


def start(house: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    line, environment = command(house, *words)
    environment.update(more)
    return subprocess.run(line, env=environment, capture_output=True, encoding="utf-8", timeout=120)


def test_first_start_prepares_and_the_second_is_quiet(house: Path) -> None:
    leftover = house / ".environment" / "run-old.1234.new"
    leftover.mkdir(parents=True)
    first = start(house, "check", "--json")
    assert first.returncode == 0, first.stderr
    assert "[1/1] tiny 1.0" in first.stderr and "Đã chuẩn bị xong" in first.stderr
    assert not leftover.exists()
    second = start(house, "check", "--json")
    assert (second.returncode, second.stderr) == (0, "")
    words, *arguments, path = second.stdout.splitlines()
    assert (words, arguments) == ("Sổ Đoàn", ["check", "--json"])
    assert Path(path).is_relative_to(house), "only the private environment's packages are in sight"
    assert start(house, "fail").returncode == 1
    # The environment's own interpreter is for child processes: it goes on without preparing anything.
    (own,) = (house / ".environment").glob(
        "run-*/bin/python" if os.name != "nt" else "run-*/Scripts/python.exe"
    )
    line, environment = command(house, "check")
    child = subprocess.run([str(own), *line[1:]], env=environment, capture_output=True, encoding="utf-8")
    assert (child.returncode, child.stderr) == (0, "")


def test_two_first_starts_at_once_share_one_preparation(house: Path) -> None:
    line, environment = command(house, "check")
    both = [
        subprocess.Popen(
            line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("Đã chuẩn bị xong" in errors for _, errors in said) == 1
    assert len(list((house / ".environment").glob("run-*"))) == 1


def test_a_package_with_another_hash_is_refused_in_one_sentence(house: Path) -> None:
    requirements = house / "packaging" / "requirements" / "run.txt"
    requirements.write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    refused = start(house, "--locale", "en", "check")
    assert refused.returncode == 2 and refused.stdout == ""
    assert "does not match its recorded hash" in refused.stderr.splitlines()[-1]
    assert list((house / ".environment").glob("run-*")) == [], "nothing half-finished stays behind"


def test_a_folder_without_its_packages_says_what_to_do(house: Path) -> None:
    (house / "wheels" / "tiny-1.0-py3-none-any.whl").unlink()
    refused = start(house, "check")
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1].startswith("Thư mục wheels thiếu gói")


def test_a_program_folder_that_cannot_be_written_to_uses_the_users_own(house: Path, tmp_path: Path) -> None:
    (house / ".environment").write_text("in the way, as on a read-only share", encoding="utf-8")
    cache = tmp_path / "cache"
    done = start(house, "check", XDG_CACHE_HOME=str(cache), LOCALAPPDATA=str(cache))
    assert done.returncode == 0, done.stderr
    assert list((cache / "so-doan" / "environment").glob("run-*"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux runs without a display")
@pytest.mark.parametrize(
    ("words", "start_of_sentence"), [([], "Máy này"), (["--locale", "en"], "This machine")]
)
def test_without_a_display_one_sentence_names_the_tour(
    house: Path, words: list[str], start_of_sentence: str
) -> None:
    refused = start(house, *words)
    assert (refused.returncode, refused.stdout) == (2, "")
    (sentence,) = refused.stderr.splitlines()
    assert sentence.startswith(start_of_sentence) and "python main.py tour --out DIR" in sentence
    assert not (house / ".environment").exists()


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ([], None),
        (["--office", "hồ sơ.db", "--locale=en", "--theme", "dark"], None),
        (["--office", "x", "statistics", "--period", "2018"], "statistics"),
        (["tour", "--out", "x"], "tour"),
        (["--help"], "help"),
    ],
)
def test_the_first_word_decides_between_window_and_command(words: list[str], command: str | None) -> None:
    assert main.first_word(words) == command


def test_an_old_python_can_read_the_file_and_its_sentence() -> None:
    ast.parse((ROOT / "main.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_starting_loads_none_of_what_only_preparing_needs() -> None:
    code = "import sys, main; main.activate(main.environment()); print(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"pip", "venv", "subprocess", "ctypes", "shutil", "hashlib"} & set(answer.stdout.split())


class Apt:
    """Stands in for subprocess: knows some packages and notes what was run."""

    def __init__(self, known: set[str]) -> None:
        self.known, self.ran = known, []

    def __call__(self, line: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        self.ran.append(line)
        if line[0] == "apt-cache":
            good = line[-1] in self.known
            return subprocess.CompletedProcess(line, 0 if good else 100, b"Package: x" if good else b"")
        return subprocess.CompletedProcess(line, 0, b"")


@pytest.mark.skipif(os.name == "nt", reason="Debian only")
@pytest.mark.parametrize("user", [0, 1000])
def test_missing_libraries_are_installed_by_root_and_named_to_others(
    user: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    apt = Apt({"libegl1", "libglib2.0-0t64", "libcups2t64", "fonts-dejavu-core"})
    monkeypatch.setattr(subprocess, "run", apt)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    missing = {"libEGL.so.1", "libglib-2.0.so.0"}
    monkeypatch.setattr(system_libraries, "_loads", lambda library: library not in missing)
    said: list[str] = []
    refusal = system_libraries.ensure(lambda vietnamese, english: said.append(english))
    install = (
        "apt-get install -y --no-install-recommends fonts-dejavu-core libcups2t64 libegl1 libglib2.0-0t64"
    )
    if user == 0:
        assert refusal is None and apt.ran[-1] == install.split()
    else:
        assert refusal is not None and all(sentence.endswith(f"sudo {install}") for sentence in refusal)
        assert not [line for line in apt.ran if line[0] == "apt-get"]
