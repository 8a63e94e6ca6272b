"""Spine and window: how lists of any length are asked for (docs/decisions).

The *spine* is the ordered ids of one question, fetched once; the *window* is frozen rows for a few ids. Two statements,
whatever the length. A list is one ``ListSource``; see ``models.reading.lists`` for all of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias, TypeVar

from sqlalchemy import Select

from models.store.units import Reading


def _no_filters() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Question:
    """What a list is asked: its name, filters by name, an order of that list ("" is its own), and words to find.

    A filter that is None, empty or False narrows nothing. Figures carry the question that opens the list behind them.
    """

    list: str
    filters: Mapping[str, Any] = field(default_factory=_no_filters)
    order: str = ""
    text: str = ""

    def where(self, **filters: Any) -> Question:
        """The same question with more or other filters; None takes one away."""
        merged = {**self.filters, **filters}
        return replace(self, filters=MappingProxyType({k: v for k, v in merged.items() if v is not None}))

    def __hash__(self) -> int:
        return hash(
            (self.list, tuple(sorted((k, str(v)) for k, v in self.filters.items())), self.order, self.text)
        )


R_co = TypeVar("R_co", covariant=True)


class ListSource(Protocol[R_co]):
    """A list that can be scrolled: its orders, its spine, its first rows, and rows by id."""

    @property
    def name(self) -> str:
        """The name that questions use."""
        ...

    @property
    def orders(self) -> tuple[str, ...]:
        """The names of its orders, its own first; a leading "-" turns one around."""
        ...

    def spine(self, read: Reading, question: Question) -> array[int]:
        """The ids that answer *question*, in order. One statement (searching for words adds one)."""
        ...

    def first_rows(self, read: Reading, question: Question, count: int) -> Sequence[R_co]:
        """The first *count* rows without waiting for the spine."""
        ...

    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, R_co]:
        """The rows of some ids; ids that are gone are left out. One statement."""
        ...


Asked: TypeAlias = Select[*tuple[Any, ...]]  # a statement with any columns


def ids_of(read: Reading, statement: Asked) -> array[int]:
    """The ids a statement gives, as a compact array."""
    ids: Iterable[int] = read.session.connection().execute(statement).scalars()
    return array("q", ids)


def codes(value: Any) -> tuple[Any, ...]:
    """A filter's value as a tuple: one code or several; nothing for None, "" and empty."""
    if value is None or value == "" or value is False:
        return ()
    if isinstance(value, str | int):
        return (value,)
    return tuple(value) if isinstance(value, Iterable) else (value,)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
