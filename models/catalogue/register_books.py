"""Books that are printed and bound: their titles, columns and remarks, from ``resources/lists/register_books.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import resources
from models.catalogue.reading import Block, CatalogueError, unique

_PLACE = "lists/register_books.toml"


@dataclass(frozen=True, slots=True)
class BookForm:
    """The form of a book: the lines of its title, and heading and width (in characters) of each column."""

    name: str
    basis: str
    title: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A part of the slip on which a received paper is decided; *room* is how many empty lines each of *lines* gets."""

    title: str
    lines: tuple[str, ...]
    room: int


@cache
def books() -> dict[str, BookForm]:
    """The forms by name: sent, posted, received, handling. Raises CatalogueError."""
    found: list[BookForm] = []
    for block in Block({"book": resources.load_toml(_PLACE).get("book", [])}, _PLACE).blocks("book"):
        columns = block.get("columns", list)
        if not all(len(c) == 2 and isinstance(c[0], str) and isinstance(c[1], int) for c in columns):
            raise block.fail("a column is [heading, width]")
        form = BookForm(
            block.text("name"), block.text("basis"), block.texts("title"), tuple((str(c[0]), int(c[1])) for c in columns)
        )  # fmt: skip
        block.done()
        found.append(form)
    unique((f.name for f in found), _PLACE)
    return {f.name: f for f in found}


def word(name: str, **facts: object) -> str:
    """A remark of the books with its facts filled in. Raises CatalogueError for an unknown one."""
    words = resources.load_toml(_PLACE).get("words", {})
    if name not in words:
        raise CatalogueError(f"{_PLACE}: no word {name}")
    return str(words[name]).format(**facts)


@cache
def opinions() -> tuple[Opinion, ...]:
    """The parts of the slip, in order."""
    blocks = Block({"opinion": resources.load_toml(_PLACE).get("opinion", [])}, _PLACE).blocks("opinion")
    return tuple(Opinion(b.text("title"), b.texts("lines"), b.get("room", int)) for b in blocks)
