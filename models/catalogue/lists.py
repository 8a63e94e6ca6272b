"""Reference lists: the choices of a form, and countries by their Vietnamese name.

A list is ``resources/lists/<name>.toml`` with ``[[item]]`` blocks; countries come from the CLDR through Babel, with the
office's own names and the regions of ``countries.toml`` over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import resources
from models.catalogue.reading import Block, unique
from models.text import fold, sort_key
from resources.i18n import Words


@dataclass(frozen=True, slots=True)
class Item:
    """One choice of a list. *data* holds what else the file says about it."""

    code: str
    label: Words
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])


@cache
def items(name: str) -> dict[str, Item]:
    """The choices of a list by code, in the order of the file. Raises CatalogueError or FileNotFoundError."""
    place = f"lists/{name}.toml"
    found: list[Item] = []
    for raw in resources.load_toml(place).get("item", []):
        block = Block({k: raw[k] for k in raw if k in {"code", "label"}}, f"{place}: {raw.get('code')}")
        rest = {k: v for k, v in raw.items() if k not in {"code", "label"}}
        found.append(Item(block.text("code"), block.words("label"), rest))
    unique((i.code for i in found), place)
    return {i.code: i for i in found}


def label(name: str, code: object) -> str:
    """The words of one choice in the language of the interface; the code itself when the list does not know it."""
    item = items(name).get(str(code))
    return str(item.label) if item else str(code or "")


@cache
def countries() -> dict[str, Item]:
    """Countries by ISO 3166 alpha-2 code, with ``data["region"]`` (a code of the list ``regions``), in Vietnamese order."""
    from babel import Locale

    own = resources.load_toml("lists/countries.toml")
    vi, en = (
        cast("dict[str, str]", Locale("vi").territories),
        cast("dict[str, str]", Locale("en").territories),
    )
    region_of: dict[str, str] = {c: region for region, codes in own["regions"].items() for c in codes}
    names: dict[str, str] = own["names"]
    codes = [c for c in vi if len(c) == 2 and c.isalpha() and c not in own["left_out"]]
    found = [
        Item(c, Words(names.get(c, vi[c]), en.get(c, vi[c])), {"region": region_of.get(c, "other")})
        for c in codes
    ]
    return {i.code: i for i in sorted(found, key=lambda i: sort_key(i.label.vi))}


def country(code: str) -> str:
    """The office's Vietnamese name of a country; the code itself when unknown."""
    item = countries().get(code)
    return str(item.label) if item else code


@cache
def _country_names() -> dict[str, str]:
    own: dict[str, str] = resources.load_toml("lists/countries.toml")["aliases"]
    table = {fold(alias): code for alias, code in own.items()}
    for code, item in countries().items():
        table.setdefault(fold(item.label.vi), code)
        table.setdefault(fold(item.label.en), code)
        table.setdefault(code.lower(), code)
    return table


def country_code(name: str) -> str | None:
    """The ISO code for a country as people write it ("TQ", "Trung Quốc", "han quoc"), or None."""
    return _country_names().get(fold(name))
