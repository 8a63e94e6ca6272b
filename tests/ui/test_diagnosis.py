"""Faults: the program goes on, and the file that is carried to us holds nothing about people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.errors import OfficeError
from ui import app, diagnosis, places
from ui.dialogs import error as dialogs


def fail_with_secrets() -> BaseException:
    passport = "B1234567"
    try:
        try:
            raise ValueError(f"Nông Thị Hằng {passport}")
        except ValueError as cause:
            raise KeyError(passport) from cause
    except KeyError as error:
        return error


def test_a_diagnosis_has_types_and_places_and_no_values(speaking: Callable[[str], None]) -> None:
    written = diagnosis.write(fail_with_secrets())
    assert written is not None and written.parent == places.diagnosis_folder()
    text = written.read_text(encoding="utf-8")
    assert "builtins.KeyError" in text and "builtins.ValueError" in text
    assert "tests/ui/test_diagnosis.py" in text and "fail_with_secrets" in text
    for secret in ("Hằng", "B1234567", str(places.home())):
        assert secret not in text


def test_only_so_many_are_kept(speaking: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "KEPT", 3)
    for _ in range(6):
        assert diagnosis.write(ValueError()) is not None
    assert len(list(places.diagnosis_folder().glob("*.txt"))) <= 3


def test_faults_and_refusals_are_told_differently(
    qtbot: QtBot, qapp: QApplication, speaking: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, object]] = []
    monkeypatch.setattr(dialogs, "show_refusal", lambda parent, error: told.append(("refusal", error.code)))
    monkeypatch.setattr(dialogs, "show_fault", lambda parent, path: told.append(("fault", path)))
    app.tell_fault(OfficeError("not_allowed", act="ký"))
    app.tell_fault(fail_with_secrets())
    assert told[0] == ("refusal", "not_allowed")
    assert told[1][0] == "fault" and str(told[1][1]).endswith(".txt")
