"""``python -m bench [--office FOLDER] [--size N] [letters start data]``: runs the benches and writes RESULTS.md beside this file."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

HEAD = """# Speed, measured

Made by `python -m bench`. Milliseconds are medians on this run's machine and drift with it; read the ratios (median of the pairs,
with their inner range). {when}, {machine}.

| what | ours, ms | beside it, ms | ratio | target | pairs |
|---|---|---|---|---|---|
"""


def main() -> int:
    """Runs what was asked for and writes the table."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument(
        "which", nargs="*", choices=["letters", "start", "data"], default=["letters", "start", "data"]
    )
    parser.add_argument("--folder", type=Path, help="where the large office is kept between runs")
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=9)
    options = parser.parse_args()
    from main import activate, environment

    activate(environment("develop"))
    sys.path.insert(0, str(ROOT))
    from bench.pairs import Result

    rows: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="so-doan-bench-") as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        from models.work import sample

        small, large = folder / "small.sodoan", folder / f"large-{options.size}.sodoan"
        if "start" in options.which and not small.exists():
            sample.make_office(small)
        if "data" in options.which and not large.exists():
            sample.make_scale(large, options.size)
        for name in options.which:
            if name == "letters":
                from bench import letters

                rows += letters.run(options.pairs)
            elif name == "start":
                from bench import start

                rows += start.run(small, options.pairs)
            else:
                from bench import data

                rows += data.run(large, options.pairs)
    lines = [r.line() for r in rows]
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    text = HEAD.format(when=f"{datetime.now(UTC):%d/%m/%Y}", machine=machine) + "\n".join(lines) + "\n"
    (ROOT / "bench" / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
