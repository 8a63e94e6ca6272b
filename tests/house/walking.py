"""The project's own files, for the tests that read them. Walks the tree, so that it needs no git."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("main.py", "ui", "forms", "models", "resources")
NOT_OURS = {
    ".git",
    ".environment",
    ".hypothesis",
    ".import_linter_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "build",
    "dist",
    "wheels",
}
BINARY = {
    ".ttf",
    ".z",
    ".icc",
    ".png",
    ".pdf",
    ".mo",
    ".db",
    ".sqlite",
    ".sodoan",
    ".ico",
    ".xlsx",
    ".docx",
    ".gz",
    ".zip",
    ".sdbak",
}


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that belongs to the project."""
    found: list[Path] = []
    for folder, names, files in os.walk(ROOT):
        names[:] = sorted(name for name in names if name not in NOT_OURS)
        found += [Path(folder, name) for name in sorted(files)]
    return tuple(found)


def text_files() -> list[Path]:
    """The project's files that hold text."""
    return [file for file in project_files() if file.suffix not in BINARY]


def python_files(*parts: str) -> list[Path]:
    """Python files below the named top-level files and folders, or all of them."""
    return [
        file
        for file in project_files()
        if file.suffix == ".py" and (not parts or file.relative_to(ROOT).parts[0] in parts)
    ]


def shown(file: Path) -> str:
    """A file's path as it stands in messages and exception lists."""
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    """A Python file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, nested ones and methods included."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
