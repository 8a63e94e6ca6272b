"""Diagnosis files: what our maintainers need to repair a fault, and nothing about people.

Only whitelisted facts are written: versions, the type of the exception, and where in the code it happened. Messages of
exceptions and values of variables may hold names or passport numbers, so they never get here.
"""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path

from models import clock
from models.store.files import atomic_write
from ui import places

KEPT = 50
_ROOT = Path(__file__).resolve().parent.parent


def facts(error: BaseException) -> list[str]:
    """The lines of a diagnosis."""
    lines = [
        f"moment      {clock.now().isoformat(timespec='seconds')}",
        f"python      {platform.python_version()} {sys.platform} {platform.machine()}",
    ]
    for name in ("PySide6", "sqlalchemy", "reportlab"):
        if name in sys.modules:
            lines.append(
                f"{name:<11} {getattr(sys.modules[name], '__version__', getattr(sys.modules[name], 'Version', '?'))}"
            )
    seen: BaseException | None = error
    while seen is not None:
        lines.append("")
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {_place(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return lines


def _place(filename: str) -> str:
    """A file of ours by its place in the program; any other by its name alone (a path may hold a person's name)."""
    path = Path(filename)
    try:
        return path.resolve().relative_to(_ROOT).as_posix()
    except ValueError:
        return path.name


def write(error: BaseException) -> Path | None:
    """Writes a diagnosis file and gives its place; None when even that is impossible."""
    folder = places.diagnosis_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.txt"))[: -KEPT + 1]:
            old.unlink()
        target = folder / f"{clock.now():%Y%m%d-%H%M%S-%f}.txt"
        atomic_write(target, ("\n".join(facts(error)) + "\n").encode())
    except OSError:
        return None
    return target
