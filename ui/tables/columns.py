"""What a column shows: words from a row, how wide, how aligned, which order it asks for, who paints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt

from resources.i18n import _

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class Paint(StrEnum):
    """Who paints a column; everything but TEXT gets the row itself."""

    TEXT = "text"
    STATE = "state"
    DUE = "due"
    FINDINGS = "findings"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    *text* makes the cell's words from a row; it is called once per row when the row arrives, never while painting. *sort* is
    the order the list asks the store for when the header is pressed; empty where there is none. *cell* gives a painter the
    thing it draws (a ``Cell`` of ``ui.tables.delegates``). The column with *stretch* takes the space that is left.
    """

    name: str
    label: str  # msgid
    text: Callable[[Any], str]
    width: int = 120
    align: int = LEFT
    sort: str = ""
    paint: Paint = Paint.TEXT
    cell: Callable[[Any], Any] | None = None
    tip: Callable[[Any], str] | None = None
    stretch: bool = False
    starts_hidden: bool = False  # shown when the person asks for it in the header's menu

    @property
    def words(self) -> str:
        """The header in the language of the interface."""
        return _(self.label)


def day(value: date | None) -> str:
    """A date as the desk writes it, dd/MM/yyyy; empty for None."""
    return f"{value.day:02d}/{value.month:02d}/{value.year}" if value else ""


def days(start: date | None, end: date | None) -> str:
    """A span of dates without repeating the year: 12/03 – 16/03/2018."""
    if start is None or end is None or start == end:
        return day(start or end)
    first = f"{start.day:02d}/{start.month:02d}" if start.year == end.year else day(start)
    return f"{first} – {day(end)}"
