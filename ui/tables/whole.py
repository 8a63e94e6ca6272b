"""A list that is fetched whole, for a ``SpineTableModel``: short books and groups that no ``ListSource`` needs to page."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.store.units import Reading


class Whole:
    """The answer of one function to the question, kept by key until the next one."""

    def __init__(self, find: Callable[[Reading, Any], Sequence[Any]], key: Callable[[Any], int]) -> None:
        self._find, self._key = find, key
        self._rows: dict[int, Any] = {}

    def first_rows(self, read: Reading, question: Any, count: int) -> Sequence[Any]:
        """All rows; the spine follows."""
        found = self._find(read, question)
        self._rows = {self._key(row): row for row in found}
        return found[:count]

    def spine(self, read: Reading, question: Any) -> array[int]:
        """The keys in order."""
        found = self._find(read, question)
        self._rows = {self._key(row): row for row in found}
        return array("q", self._rows)

    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, Any]:
        """The rows as they were last found."""
        return {key: self._rows[key] for key in keys if key in self._rows}
