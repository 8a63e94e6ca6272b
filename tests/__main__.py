"""``python -m tests``: prepares what is missing, then runs every check and every test of the house.

    python -m tests                 all stages in order; stops at the first that fails
    python -m tests --all           goes on after a failing stage
    python -m tests --quick         only what takes seconds: format, lint, import contracts
    python -m tests -- ARGUMENTS    only pytest, with these arguments

Any Python from 3.11 on will do: the checks run in a private development environment that is prepared on first use.
The last line printed is pytest's own summary.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

import main as bootstrap

CODE = ["main.py", "ui", "forms", "models", "resources", "tests", "bench", "packaging"]
CONTRACTS = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"


def stages(python: str, paths: list[str]) -> dict[str, list[str]]:
    """Name of each stage before pytest and the arguments for the environment's Python."""
    return {
        "format": ["-m", "ruff", "format", "--check", "--output-format", "concise", *paths],
        "lint": ["-m", "ruff", "check", "--output-format", "concise", *paths],
        "import contracts": ["-c", CONTRACTS, "--no-cache", "--no-logo"],
        "types": ["-m", "pyright", "--pythonpath", python],
    }


def surroundings(python: str) -> dict[str, str]:
    """Environment variables of the stages: the private environment only, no window, nothing fetched."""
    dropped = (
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTEST_ADDOPTS",
        "SODOAN_ENVIRONMENT",
        "SODOAN_USER",
        "SODOAN_PASSWORD",
    )
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    own = os.path.dirname(python)
    return {
        **kept,
        "PATH": own + os.pathsep + kept.get("PATH", ""),
        "VIRTUAL_ENV": os.path.dirname(own),
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",  # else pyright asks the internet for a newer one
    }


def run(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Runs one stage and says how long it took."""
    print(f"== {name}", flush=True)
    began = time.monotonic()
    status = subprocess.run(command, cwd=bootstrap.ROOT, env=environment).returncode
    print(f"== {name}: {'ok' if status == 0 else 'FAILED'}, {time.monotonic() - began:.1f} s", flush=True)
    return status == 0


def pytest_command(python: str, arguments: list[str]) -> list[str]:
    """pytest on every core when nobody asked for something special."""
    if not arguments and (cores := os.cpu_count() or 1) > 1:
        arguments = ["-n", str(min(cores, 8)), "--dist", "loadfile", "--no-loadscope-reorder", "-q"]
    return [python, "-m", "pytest", *arguments]


def main(words: list[str]) -> int:
    """Exit status 0 when every stage that ran was clean."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    ours, arguments = words, []
    if "--" in words:
        cut = words.index("--")
        ours, arguments = words[:cut], words[cut + 1 :]
    parser = argparse.ArgumentParser(
        prog="python -m tests", description="Every check and every test of the house."
    )
    parser.add_argument("--all", action="store_true", help="go on after a failing stage")
    parser.add_argument("--quick", action="store_true", help="only format, lint and import contracts")
    options = parser.parse_args(ours)

    python = bootstrap.python_of(bootstrap.environment("develop"))
    environment = surroundings(python)
    if "--" not in words:
        paths = [path for path in CODE if os.path.exists(os.path.join(bootstrap.ROOT, path))]
        chosen = stages(python, paths)
        if options.quick:
            del chosen["types"]
        failed = []
        for name, command in chosen.items():
            if not run(name, [python, *command], environment):
                failed.append(name)
                if not options.all:
                    return 1
        if options.quick:
            return int(bool(failed))
        if failed:
            print(f"== failed so far: {', '.join(failed)}", flush=True)
    else:
        failed = []
    prepare_qt(environment)
    print("== pytest", flush=True)
    status = subprocess.run(pytest_command(python, arguments), cwd=bootstrap.ROOT, env=environment).returncode
    return status or int(bool(failed))


def prepare_qt(environment: dict[str, str]) -> None:
    """The libraries Qt needs to draw without a screen; the window's own libraries are not asked for here."""
    if not sys.platform.startswith("linux"):
        return
    from ui import system_libraries

    os.environ["QT_QPA_PLATFORM"] = environment["QT_QPA_PLATFORM"]
    refusal = system_libraries.ensure(bootstrap.say)
    if refusal:
        bootstrap.give_up(*refusal)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
