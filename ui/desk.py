"""Desk: what a person at work has before him. Handed down to every page, never global."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings

if TYPE_CHECKING:
    from models.catalogue.workflows import Role
    from models.store.units import Actor, Store
    from ui.jobs import Jobs


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


@dataclass(frozen=True, slots=True)
class Desk:
    """The store, the jobs, who sits here and what this seat remembers.

    *office* is the office's name as the top of the window shows it, *is_sample* whether the store is the invented one.
    """

    store: Store
    jobs: Jobs
    actor: Actor
    seat: Seat
    office: str = ""
    is_sample: bool = False
    where: str = field(default="")

    def may(self, roles: frozenset[Role] | None) -> bool:
        """Whether the person may do what *roles* may; None means everybody."""
        return roles is None or bool(roles & self.actor.roles)
