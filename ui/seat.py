"""What this workstation remembers. Light: it is needed before the first window is painted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings


class Seat:
    """What this workstation remembers (window, columns, language), in an INI file beside the user's other settings."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ini = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, name: str, default: Any = None) -> Any:
        """The remembered value, or *default*. Numbers and lists may come back as text."""
        return self._ini.value(name, default)

    def text(self, name: str, default: str = "") -> str:
        """The remembered text."""
        value = self._ini.value(name, default)
        return value if isinstance(value, str) else default

    def numbers(self, name: str) -> list[int]:
        """A remembered list of whole numbers; empty when there is none or it cannot be read."""
        value = self.text(name)
        try:
            return [int(part) for part in value.split()]
        except ValueError:
            return []

    def put(self, name: str, value: Any) -> None:
        """Remembers *value*; lists of numbers are kept as one line of text."""
        self._ini.setValue(name, " ".join(map(str, value)) if isinstance(value, list) else value)
