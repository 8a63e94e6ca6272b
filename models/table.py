"""A table to carry out: what statistics and registers hand to spreadsheets, PDF and screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its width in characters."""

    heading: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table with a note under it; *rows* hold numbers and dates as such, so that a spreadsheet can count."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    note: str = ""
