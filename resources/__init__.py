"""The lowest floor: files that come with the program, and the only doors to them.

Kinds of dossier, workflows, the rule book, letters, lists, fonts, icons, the interface catalogue and the handbook
live here as data. Nothing of ours is imported. To add a kind, a rule, a letter or a list, add a file in its folder.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

_ROOT = Path(__file__).resolve().parent


def as_path(name: str) -> Path:
    """The place on disk of a file that comes with the program; *name* is relative, with forward slashes."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name:
        raise ValueError(f"not a resource name: {name!r}")
    return _ROOT / pure


def read_bytes(name: str) -> bytes:
    """The bytes of a resource."""
    return as_path(name).read_bytes()


def read_text(name: str) -> str:
    """The text of a resource (UTF-8)."""
    return as_path(name).read_text(encoding="utf-8")


@cache
def load_toml(name: str) -> dict[str, Any]:
    """A TOML resource, read once per process. Do not change what you get."""
    import tomllib  # not before the first window is painted

    return tomllib.loads(read_text(name))


def names(folder: str, suffix: str = ".toml") -> list[str]:
    """The resources of one folder with the given ending, in order of name."""
    return sorted(f"{folder}/{p.name}" for p in as_path(folder).iterdir() if p.name.endswith(suffix))
