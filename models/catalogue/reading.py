"""How data files are read: strictly, with the place in every complaint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from resources.i18n import Words


class CatalogueError(ValueError):
    """A data file of the house is wrong; the message names the file, the place and the fault. Ours to repair."""


class Block:
    """One TOML table being read. ``done()`` complains about keys nobody asked for."""

    def __init__(self, data: Mapping[str, Any], where: str) -> None:
        self._data = data
        self._left = set(data)
        self.where = where

    def fail(self, fault: str) -> CatalogueError:
        """The complaint to raise."""
        return CatalogueError(f"{self.where}: {fault}")

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """The value of *key*; complains when it is missing without a default or of another type."""
        self._left.discard(key)
        if key not in self._data:
            if default is ...:
                raise self.fail(f"{key} is missing")
            return default
        value = self._data[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise self.fail(f"{key} is {type(value).__name__}")
        return value

    def text(self, key: str, default: Any = ...) -> str:
        """A text."""
        return self.get(key, str, default)

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """A list of texts."""
        found = self.get(key, (list, tuple), default)
        if not all(isinstance(x, str) for x in found):
            raise self.fail(f"{key} holds something that is not a text")
        return tuple(found)

    def words(self, key: str, default: Any = ...) -> Words:
        """A label in both languages."""
        value = self.get(key, (dict, Words), default)
        if isinstance(value, Words) or value is None:
            return value  # pyright: ignore[reportReturnType]
        try:
            return Words.of(value, f"{self.where}: {key}")
        except ValueError as fault:
            raise CatalogueError(str(fault)) from fault

    def blocks(self, key: str, default: Any = ...) -> list[Block]:
        """A list of tables, each named by its ``name``, ``code`` or place."""
        out: list[Block] = []
        for n, item in enumerate(self.get(key, list, default)):
            name = item.get("name") or item.get("code") or str(n + 1)
            out.append(Block(item, f"{self.where}: {key} {name}"))
        return out

    def done(self) -> None:
        """Complain about keys that nothing reads."""
        if self._left:
            raise self.fail(f"unknown {', '.join(sorted(self._left))}")


def unique(names: Iterable[str], where: str) -> None:
    """Complain when a name stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise CatalogueError(f"{where}: {name} stands twice")
        seen.add(name)
