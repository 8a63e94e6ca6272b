"""The project's files keep the habits of the house: readable sizes, clean text, doors with names, links that lead."""

from __future__ import annotations

import ast
import re
import unicodedata
from urllib.parse import unquote

from tests.house.walking import PROGRAM, ROOT, functions, python_files, shown, text_files, tree

# A file or function may be longer where splitting would hide something; the reason stands beside it.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
# The floor of forms lies below that of ui, so it makes its own plain labels.
LABEL_FACTORIES = ("ui/widgets/labels.py", "forms/fields/base.py")


def test_no_file_is_too_long_to_read_in_one_sitting() -> None:
    long = {
        shown(file) for file in python_files() if len(file.read_text(encoding="utf-8").splitlines()) > 500
    }
    assert long == set(LONG_FILES), "split these, give a reason, or drop a reason no longer needed"


def test_no_function_is_too_long() -> None:
    long = {
        f"{shown(file)}:{node.name}"
        for file in python_files()
        for node in functions(file)
        if (node.end_lineno or 0) - node.lineno + 1 > 60
        and file.parent.name != "versions"  # a migration is a list of tables, read from top to bottom
    }
    assert long == set(LONG_FUNCTIONS), "split these, give a reason, or drop a reason no longer needed"


def test_no_path_of_a_machine() -> None:
    path = re.compile(r"(?<![\w.~}-])/(?:" + "|".join(["tmp", "work", "home", "root"]) + r")/\w")
    found = [
        f"{shown(file)}:{number}: {line.strip()[:80]}"
        for file in text_files()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if path.search(line)
    ]
    assert found == []


def test_text_is_composed_utf8_without_stray_marks() -> None:
    wrong = []
    for file in text_files():
        text = file.read_bytes().decode("utf-8")  # raises where it is not UTF-8
        if not unicodedata.is_normalized("NFC", text) or text.startswith("\ufeff"):
            wrong.append(shown(file))
    assert wrong == [], "write these as composed UTF-8 (NFC) without a byte order mark"


def test_every_package_says_on_its_door_what_lives_there() -> None:
    folders = {file.parent for file in python_files("ui", "forms", "models", "resources", "tests")}
    silent = []
    for folder in sorted(folders):
        door = folder / "__init__.py"
        if "migrations" in folder.parts:
            continue  # alembic loads these files by path, they are no package
        if not door.exists() or not (ast.get_docstring(tree(door)) or "").strip():
            silent.append(shown(folder))
    assert silent == []


def test_texts_on_screen_come_from_the_label_factory() -> None:
    """Qt takes content for markup in labels, message boxes and tooltips; only the factory knows how to prevent it."""
    found = []
    for file in python_files("ui", "forms"):
        if shown(file) in LABEL_FACTORIES:
            continue
        for node in ast.walk(tree(file)):
            match node:
                case ast.Call(func=ast.Name(id="QLabel" | "QMessageBox" as name)):
                    found.append(f"{shown(file)}:{node.lineno}: {name}(")
                case ast.Call(func=ast.Attribute(attr="QLabel" | "QMessageBox" | "setToolTip" as name)):
                    found.append(f"{shown(file)}:{node.lineno}: {name}(")
                case ast.Call(
                    func=ast.Attribute(
                        value=ast.Name(id="QMessageBox"),
                        attr="information" | "warning" | "critical" | "question" | "about" as name,
                    )
                ):
                    found.append(f"{shown(file)}:{node.lineno}: QMessageBox.{name}(")
    assert found == [], f"use the functions of {LABEL_FACTORIES}"


def test_links_in_documents_lead_somewhere() -> None:
    link = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
    dead = []
    for file in text_files():
        if file.suffix != ".md":
            continue
        for target in link.findall(file.read_text(encoding="utf-8")):
            place = unquote(target.split("#")[0])
            if (
                place
                and "://" not in place
                and not place.startswith("mailto:")
                and not (file.parent / place).exists()
            ):
                dead.append(f"{shown(file)}: {target}")
    assert dead == []


def test_decisions_have_a_number_each_and_say_why() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages if page.name != "README.md"]
    assert len(numbers) == len(set(numbers)) >= 3
    for page in pages:
        if page.name != "README.md":
            text = page.read_text(encoding="utf-8")
            assert "Decision" in text and "Why" in text, page.name


def test_documents_name_only_decisions_that_exist() -> None:
    named = re.compile(r"docs/decisions/(\d{4})")
    for file in text_files():
        if file.suffix in {".md", ".py", ".toml"}:
            for number in named.findall(file.read_text(encoding="utf-8")):
                assert list((ROOT / "docs" / "decisions").glob(f"{number}-*.md")), (
                    f"{shown(file)}: decision {number}"
                )


def test_the_program_imports_nothing_from_the_furniture() -> None:
    furniture = {"tests", "bench", "packaging", "docs", "main"}
    found = []
    for file in python_files(*PROGRAM):
        for node in ast.walk(tree(file)):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )
            found += [f"{shown(file)}: {name}" for name in names if name.split(".")[0] in furniture]
    assert found == []


def test_our_packaging_folder_does_not_hide_the_library_of_that_name() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
