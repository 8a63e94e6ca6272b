"""Sổ Đoàn starts here: ``python main.py`` opens the window, ``python main.py COMMAND`` runs one command.

This file knows only Python's standard library. On first use it prepares a private environment beside itself
(``.environment/``, or the user's cache folder when the program's folder may not be written to), fills it with the
pinned and hashed packages of ``packaging/requirements/``, and goes on in the same process. Nothing is installed
into the Python that runs it. It must stay readable for Python 3.8, so that an old Python gets a sentence instead of
a syntax error.
"""

# pyright: standard

from __future__ import annotations

import os
import sys
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, NoReturn

ROOT = os.path.dirname(os.path.abspath(__file__))
MARKER = "so-doan-environment.txt"  # written last: an environment without it does not count
VALUE_OPTIONS = ("--office", "--locale", "--theme", "--as")  # options that take the next word


def say(vietnamese: str, english: str) -> None:
    """One line on stderr in the language asked for; the catalogue of ``resources`` is not yet at hand here."""
    words = " ".join(sys.argv[1:]).replace("=", " ")
    print(english if "--locale en" in words else vietnamese, file=sys.stderr, flush=True)


def give_up(vietnamese: str, english: str) -> NoReturn:
    """Ends the program with one sentence and exit status 2."""
    say(vietnamese, english)
    raise SystemExit(2)


# --- the private environment -------------------------------------------------------------------------------------


def requirements(kind: str) -> str:
    """The pinned list of packages: ``run`` for the program, ``develop`` for the program and its tests."""
    return os.path.join(ROOT, "packaging", "requirements", kind + ".txt")


def python_of(folder: str) -> str:
    """The interpreter of an environment."""
    return os.path.join(folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def _ready(folder: str) -> bool:
    return os.path.isfile(os.path.join(folder, MARKER)) and os.path.exists(python_of(folder))


def _places(kind: str) -> list[str]:
    """Where the environment may lie, best place first. The name changes with Python, machine and packages."""
    with open(requirements(kind), "rb") as file:
        mark = zlib.crc32(file.read().replace(b"\r\n", b"\n"))
    machine = os.environ.get("PROCESSOR_ARCHITECTURE", "") if os.name == "nt" else os.uname().machine
    python = sys.implementation.cache_tag + getattr(sys, "abiflags", "")
    name = f"{kind}-{python}-{sys.platform}-{machine}-{mark:08x}".lower()
    cache = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    homes = (
        os.path.join(ROOT, ".environment"),
        os.path.join(os.path.expanduser(cache), "so-doan", "environment"),
    )
    return [os.path.join(home, name) for home in homes]


def environment(kind: str = "run") -> str:
    """The folder of the private environment, prepared first where it is missing.

    Raises SystemExit(2) after one clear sentence when it cannot be prepared.
    """
    if _ready(sys.prefix) and kind == "run":
        return sys.prefix  # started by an environment's own interpreter
    places = _places(kind)
    for place in places:
        if _ready(place):
            return place
    for place in places:
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            lock = open(os.path.join(os.path.dirname(place), "lock"), "a+b")  # noqa: SIM115 - held by _alone
        except OSError:
            continue
        with lock, _alone(lock):
            return place if _ready(place) else _build(kind, place)
    give_up(
        "Không ghi được vào thư mục chương trình lẫn thư mục riêng của người dùng, nên chưa chuẩn bị được chương trình.",
        "Neither the program's folder nor the user's own folder can be written to, so nothing could be prepared.",
    )


def environment_python() -> str:
    """The interpreter to start child processes with: it sees the private environment and nothing else."""
    return python_of(environment())


@contextmanager
def _alone(lock: IO[bytes]) -> Iterator[None]:
    """Only one process prepares at a time; the others wait for it here."""
    import time

    told = False
    while True:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError:
            if not told:
                say(
                    "Một cửa sổ khác đang chuẩn bị chương trình, xin chờ…",
                    "Another process is preparing; waiting…",
                )
            told = True
            time.sleep(0.5)
    yield  # the lock goes with the file


def _build(kind: str, place: str) -> str:
    """Builds under another name and renames at the end: a killed first run leaves nothing that looks complete."""
    import shutil
    import time
    import venv

    home, began = os.path.dirname(place), time.monotonic()
    say(
        "Lần chạy đầu tiên: đang chuẩn bị môi trường riêng cho Sổ Đoàn (chỉ làm một lần, mất vài phút).",
        "First start: preparing a private environment for Sổ Đoàn (done once, takes a few minutes).",
    )
    for name in os.listdir(home):  # leftovers of killed runs
        if name.endswith(".new"):
            shutil.rmtree(os.path.join(home, name), ignore_errors=True)
    fresh = f"{place}.{os.getpid()}.new"
    try:
        if os.path.exists(place):  # incomplete or its Python is gone
            os.rename(place, f"{place}.old.{os.getpid()}.new")
        venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(fresh)
        _install(kind, fresh, home)
        with open(os.path.join(fresh, MARKER), "w", encoding="utf-8") as file:
            file.write(f"{os.path.basename(place)}\n")
        if hasattr(os, "sync"):
            os.sync()  # a power cut must not leave the marker without the packages
        for attempt in range(40):
            try:
                os.rename(fresh, place)
                break
            except PermissionError:  # Windows: a virus scanner still reads the new files
                if attempt == 39:
                    raise
                time.sleep(0.5)
    except OSError as error:
        give_up(
            f"Chưa chuẩn bị được môi trường: {error}.", f"The environment could not be prepared: {error}."
        )
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    seconds = round(time.monotonic() - began)
    say(f"Đã chuẩn bị xong sau {seconds} giây.", f"Prepared in {seconds} seconds.")
    return place


def _pip(python: str) -> list[str]:
    """The command that installs into the new environment, without needing a pip inside it."""
    import importlib.util
    import subprocess

    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", python]
    if not importlib.util.find_spec("ensurepip") and sys.executable.startswith("/usr/bin/"):
        from ui import system_libraries

        refusal = system_libraries.install([("python3-venv",)], say)
        if refusal:
            give_up(*refusal)
        importlib.invalidate_caches()
    if subprocess.run([python, "-m", "ensurepip"], capture_output=True).returncode:
        give_up(
            "Python này không có pip; xin cài pip cho Python rồi chạy lại.",
            "This Python has no pip; please install pip for it and start again.",
        )
    return [python, "-m", "pip"]


def _install(kind: str, folder: str, home: str) -> None:
    """Installs the pinned packages; progress on stderr, pip's own words in ``install.log``."""
    import re
    import subprocess

    diverting = {"PIP_" + name for name in ("USER", "TARGET", "PREFIX", "ROOT", "CONSTRAINT", "NO_BINARY")}
    surroundings = {
        name: value for name, value in os.environ.items() if name not in {*diverting, "PYTHONPATH"}
    }
    surroundings.update(PIP_USER="0", PYTHONUNBUFFERED="1", PYTHONUTF8="1", PYTHONNOUSERSITE="1")
    command = [*_pip(python_of(folder)), "install", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    command += "--no-input --no-warn-script-location --disable-pip-version-check --progress-bar off".split()
    if os.path.isdir(os.path.join(ROOT, "wheels")):  # brought along for a machine without internet
        command += ["--no-index", "--find-links", os.path.join(ROOT, "wheels")]
    with open(requirements(kind), encoding="utf-8") as file:
        total = sum(1 for line in file if "==" in line and line[0].isalnum())
    number, words = 0, []
    command += ["-r", requirements(kind)]
    step = re.compile(
        r"(?:Collecting|Ignoring) ([^\s:;]+)|Processing .*?[/\\]([^-/\\]+)-([^-/\\]+)-[^/\\]*\.whl"
    )
    pip = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with pip, open(os.path.join(home, "install.log"), "wb") as log:
        for raw in pip.stdout or ():
            log.write(raw)
            line = raw.decode("utf-8", "replace")
            words.append(line.strip())
            if found := step.match(line):
                number += 1
                name = " ".join(filter(None, found.groups())).replace("==", " ")
                say(f"  [{number}/{total}] {name}", f"  [{number}/{total}] {name}")
            elif size := re.search(r"Downloading .*\((\d+(?:\.\d+)? MB)\)", line):
                say(f"          đang tải {size[1]}…", f"          downloading {size[1]}…")
            elif line.startswith("Installing collected"):
                say(f"  Đang cài đặt {total} gói…", f"  Installing {total} packages…")
    if pip.returncode:
        give_up(*_reason("\n".join(words)))


def _reason(words: str) -> tuple[str, str]:
    """pip's failure as one sentence that says what to do."""
    if "No space left" in words or "not enough space" in words:
        return (
            "Ổ đĩa đầy: xin giải phóng khoảng 2 GB rồi chạy lại.",
            "The disk is full: please free about 2 GB.",
        )
    if "DO NOT MATCH THE HASHES" in words:
        return (
            "Một gói tải về không đúng mã kiểm tra nên không được cài; xin thử lại hoặc báo người quản trị.",
            "A downloaded package does not match its recorded hash and was refused; please try again.",
        )
    if os.path.isdir(os.path.join(ROOT, "wheels")):
        return (
            "Thư mục wheels thiếu gói cho bản Python này; xin chép lại đủ thư mục wheels.",
            "The folder wheels lacks a package for this Python; please copy the complete folder again.",
        )
    if any(sign in words for sign in ("Failed to establish", "NewConnectionError", "Retrying", "timed out")):
        return (
            "Không tải được các gói cần thiết: xin kiểm tra kết nối mạng, hoặc chép thư mục wheels cạnh main.py.",
            "The packages could not be downloaded: check the network, or copy a folder wheels beside main.py.",
        )
    last = [line for line in words.splitlines() if line.startswith("ERROR")] or words.splitlines() or ["?"]
    return (
        f"Không cài được các gói cần thiết ({last[-1]}).",
        f"The packages could not be installed ({last[-1]}).",
    )


def activate(folder: str) -> None:
    """Makes this process see the private environment, and no package of the Python that runs it."""
    import site

    if os.path.realpath(sys.prefix) == os.path.realpath(folder):
        return
    foreign = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    sys.path[:] = [
        path
        for path in sys.path
        if path not in foreign and os.path.basename(path) not in ("site-packages", "dist-packages")
    ]
    if ROOT not in sys.path:
        sys.path.insert(0, ROOT)
    lib = ("Lib",) if os.name == "nt" else ("lib", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    site.addsitedir(os.path.join(folder, *lib, "site-packages"))


# --- the start -----------------------------------------------------------------------------------------------------


def first_word(arguments: list[str]) -> str | None:
    """The command: the first word that is neither an option nor an option's value. None asks for the window."""
    skip = False
    for word in arguments:
        if skip:
            skip = False
        elif word in VALUE_OPTIONS:
            skip = True
        elif not word.startswith("-"):
            return word
    return "help" if {"-h", "--help"} & set(arguments) else None


def main(arguments: list[str]) -> int:
    """Prepares what is missing and hands over to the window or to a command; the answer is the exit status."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # under pythonw there is no stream at all
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.version_info < (3, 11):  # noqa: UP036 - this is the sentence for an older Python
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Sổ Đoàn cần Python 3.11 trở lên (máy đang dùng {found}).", file=sys.stderr)
        print(f"Sổ Đoàn needs Python 3.11 or later (this is {found}).", file=sys.stderr)
        return 2
    command = first_word(arguments)
    with_qt = command in (None, "tour") and sys.platform.startswith("linux")
    if with_qt:
        from ui import system_libraries

        refusal = system_libraries.choose_platform(window=command is None)
        if refusal:
            give_up(*refusal)
    # The installed program brings its packages along; it says so by being frozen or by this variable.
    if not getattr(sys, "frozen", False) and os.environ.get("SODOAN_ENVIRONMENT") != "own":
        activate(environment())
    if with_qt:
        from ui import system_libraries

        refusal = system_libraries.ensure(say)
        if refusal:
            give_up(*refusal)
    if command is None:
        from ui import app

        return app.run(arguments)
    from ui import commands

    return commands.main(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
