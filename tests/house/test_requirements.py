"""The pinned packages: hashed, without addresses, in step with pyproject.toml, and a Qt that does not harm Python."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from PySide6.QtCore import QObject

from tests.house.walking import ROOT

FILES = ("run", "develop")


def text(kind: str) -> str:
    return (ROOT / "packaging" / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")


def pins(kind: str) -> dict[str, Version]:
    """Name and version of each pinned package."""
    found = {}
    for line in re.findall(r"^[^\s#].*?(?=\s*\\?$)", text(kind), re.MULTILINE):
        requirement = Requirement(line)
        (pin,) = requirement.specifier
        assert pin.operator == "==", line
        found[canonicalize_name(requirement.name)] = Version(pin.version)
    return found


def project() -> dict[str, list[str]]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = table["dependencies"]
    return {"run": needed, "develop": needed + table["optional-dependencies"]["develop"]}


@pytest.mark.parametrize("kind", FILES)
def test_every_package_has_hashes(kind: str) -> None:
    blocks = re.split(r"^(?=[a-z])", text(kind), flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(kind)) > 20
    for block in blocks:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]


@pytest.mark.parametrize("kind", FILES)
def test_no_address_of_an_index(kind: str) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host|@ ", text(kind))


@pytest.mark.parametrize("kind", FILES)
def test_pins_fit_the_project(kind: str) -> None:
    pinned = pins(kind)
    for line in project()[kind]:
        requirement = Requirement(line)
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None and version in requirement.specifier, line


def test_tests_run_with_the_programs_own_versions() -> None:
    develop = pins("develop")
    assert {name: develop.get(name) for name in pins("run")} == pins("run")


def test_qt_stays_below_6_12_while_python_3_11_is_allowed() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert SpecifierSet(table["requires-python"]).contains("3.11.2")
    for name in ("pyside6-essentials", "pyside6-addons", "shiboken6"):
        assert pins("run")[name] < Version("6.12")
    for line in table["dependencies"]:
        if line.startswith("PySide6"):
            assert not Requirement(line).specifier.contains("6.12.0"), line


def test_calls_that_return_nothing_keep_their_hands_off_none() -> None:
    """PySide6 6.12.0 takes one reference to None per call on Python 3.10 and 3.11, until the process dies."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(200):
        thing.setObjectName("x")
    assert before - sys.getrefcount(None) < 20
