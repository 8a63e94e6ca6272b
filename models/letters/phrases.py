"""Pieces of official Vietnamese that letters put together from facts (``resources/lists/letter_phrases.toml``)."""

from __future__ import annotations

from typing import Any

import resources


def phrase(path: str, **values: str) -> str:
    """A piece of official Vietnamese ("count.people"), with its values put in."""
    found: Any = resources.load_toml("lists/letter_phrases.toml")
    for step in path.split("."):
        found = found[step]
    return str(found).format(**values)
