"""The registered statistics: each a table with its definition, counted in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from models.statistics.periods import Period
from models.store.units import Reading
from resources.i18n import Words


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a statistic: what it is about and its numbers. *question* are the filters that open the list behind it."""

    label: str
    values: tuple[int, ...]
    question: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Statistic:
    """A registered statistic. *columns* name the numbers, *definition* stands under the table."""

    name: str
    title: Words
    columns: tuple[Words, ...]
    definition: Words
    count: Callable[[Reading, Period], list[Figure]]


_registered: dict[str, Statistic] = {}


def statistic(
    name: str, *, title: Words, columns: tuple[Words, ...], definition: Words
) -> Callable[[Callable[[Reading, Period], list[Figure]]], Callable[[Reading, Period], list[Figure]]]:
    """Registers a counting function under *name*."""

    def register(
        count: Callable[[Reading, Period], list[Figure]],
    ) -> Callable[[Reading, Period], list[Figure]]:
        _registered[name] = Statistic(name, title, columns, definition, count)
        return count

    return register


def statistics() -> dict[str, Statistic]:
    """All statistics by name."""
    import_module("models.statistics.breakdowns")  # registers its functions
    return _registered
