"""The vocabulary of letters: every ``{word}``, condition and list that their wording may use.

It is one data file, ``resources/lists/letter_words.toml``; a new word is written there and filled by ``models.letters``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import resources
from models.catalogue.reading import Block, CatalogueError, unique
from resources.i18n import Words

_WORD = re.compile(r"\{([a-z][a-z_]*(?:\.[a-z][a-z_]*)?)(\?)?\}")
_WORDS_FILE = "lists/letter_words.toml"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary: its label, and the form fields it needs; one goes to the first that is empty."""

    name: str
    label: Words
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowList:
    """A list that ``each`` may go through. *words* maps the words of a row to the column to go to when one is empty;
    *labels* are what the editor of wording calls them."""

    name: str
    row: str
    label: Words
    words: Mapping[str, str]
    labels: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that wording may say: words, conditions and lists, by name."""

    words: Mapping[str, Word]
    conditions: Mapping[str, Words]
    lists: Mapping[str, RowList]


def words_in(text: str, where: str = "") -> list[tuple[str, bool]]:
    """The words a wording uses, each with whether it may stay empty. Raises CatalogueError for a brace that is none."""
    if "{" in _WORD.sub("", text) or "}" in _WORD.sub("", text):
        raise CatalogueError(f"{where}: a brace without a word in {text!r}")
    return [(found[1], bool(found[2])) for found in _WORD.finditer(text)]


@cache
def vocabulary() -> Vocabulary:
    """Everything that wording may say. Raises CatalogueError."""
    top = Block(resources.load_toml(_WORDS_FILE), _WORDS_FILE)
    words = [
        Word(b.text("name"), b.words("label"), tuple(b.text("field").split())) for b in top.blocks("word")
    ]
    conditions = {b.text("name"): b.words("label") for b in top.blocks("condition")}
    row_words = {b.text("name"): b.words("label") for b in top.blocks("row_word")}
    lists: list[RowList] = []
    for b in top.blocks("list"):
        columns = {str(k): str(v) for k, v in b.get("words", dict).items()}
        name = b.text("name")
        labels = {
            w: found
            for w in columns
            if (found := row_words.get(f"{name}.{w}") or row_words.get(w)) is not None
        }
        lists.append(RowList(name, b.text("row"), b.words("label"), columns, labels))
        b.done()
    top.done()
    unique((w.name for w in words), _WORDS_FILE)
    unique((x.name for x in lists), _WORDS_FILE)
    return Vocabulary({w.name: w for w in words}, conditions, {x.name: x for x in lists})
