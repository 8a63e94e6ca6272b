"""An office's own wording of a letter: kept as the text of a ``letter.toml``, read back, held to what an office may change.

Wording is the office's: subject, addressees, bases, body, recipients, filing, copies, annexes, and what its own fields are
called and hold at first. What makes the letter that letter (form, name, symbol, register, issuer) stays as shipped.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, cast

from models.catalogue.letter_kinds import ExtraField, LetterKind, WordingFault, faults_of_letter
from models.catalogue.reading import CatalogueError
from resources.i18n import Words

# Attributes of a kind that an office may write anew.
OWN = ("subject", "addressees", "bases", "body", "recipients", "filing", "copies", "annexes")
# How entries of the file are called where it is not the attribute's name.
KEYS = {
    "offered_for": "for", "about": "of", "addressees": "addressee", "bases": "basis", "recipients": "recipient", "annexes": "annex",
    "fields": "field", "blocks": "block", "columns": "column", "signers": "signer",
}  # fmt: skip
LONGEST_SOURCE = 400_000  # characters; the longest shipped letter has a twentieth of it


def source_of(kind: LetterKind) -> str:
    """The text of a ``letter.toml`` that reads back as *kind*."""
    out: list[str] = []
    for key, value in data_of(kind).items():
        rows = cast("list[object]", value) if isinstance(value, list) else []
        if rows and isinstance(rows[0], dict):
            lines = "".join(f"    {_toml(row)},\n" for row in rows)
            out.append(f"{key} = [\n{lines}]\n")
        else:
            out.append(f"{key} = {_toml(cast(object, value))}\n")
    return "".join(out)


def data_of(kind: LetterKind) -> dict[str, Any]:
    """The entries of a ``letter.toml`` as ``tomllib`` would give them; what stands at its default is left out."""
    return _table(kind)


def _table(record: object) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for spec in fields(cast(Any, record)):
        value: object = getattr(record, spec.name)
        if value is not None and value != _default(spec):
            out[KEYS.get(spec.name, spec.name)] = _plain(spec.name, value)
    return out


def _default(spec: Field[Any]) -> object:
    if spec.default_factory is not MISSING:
        return spec.default_factory()
    return None if spec.default is MISSING else spec.default


def _plain(name: str, value: object) -> object:
    if isinstance(value, Words):
        return {"vi": value.vi, "en": value.en}
    if name == "signers":
        pairs = cast("tuple[tuple[str, str], ...]", value)
        return [{"capacity": capacity, "name": signer} for capacity, signer in pairs]
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[str]", value))
    if isinstance(value, tuple):
        return [_plain("", item) for item in cast("tuple[object, ...]", value)]
    return _table(value) if is_dataclass(value) else value


def _toml(value: object) -> str:
    if isinstance(value, dict):
        pairs = cast("dict[str, object]", value).items()
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in cast("list[object]", value)) + "]"
    # A string of JSON is a string of TOML, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_source(source: str, where: str = "") -> tuple[LetterKind, tuple[WordingFault, ...]]:
    """The letter that a source describes, with every name in it that means nothing. Raises CatalogueError for what is no letter."""
    if len(source) > LONGEST_SOURCE:
        raise CatalogueError(f"{where}: longer than {LONGEST_SOURCE} characters")
    try:
        data: Mapping[str, Any] = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise CatalogueError(f"{where}: {fault}") from fault
    return faults_of_letter(data, where)


@lru_cache(maxsize=256)
def office_kind(shipped: LetterKind, source: str) -> LetterKind:
    """The letter with the office's wording *source*; empty, as shipped. Raises CatalogueError when it cannot be used (any more)."""
    if not source:
        return shipped
    own, faults = read_source(source, shipped.code)
    if faults:
        first = faults[0]
        raise CatalogueError(f"{first.where}: unknown {first.what} {first.name}")
    return with_wording(shipped, own)


def with_wording(shipped: LetterKind, own: LetterKind) -> LetterKind:
    """*shipped* with the wording of *own*, its own fields called as there; fields it cannot do without stay."""
    kept = {f.name: f for f in shipped.fields}
    named = {f.name for f in own.fields}
    both = [_named_as(kept[f.name], f) if f.name in kept else f for f in own.fields]
    needed = [f for f in shipped.fields if f.required and f.name not in named]
    return replace(shipped, fields=(*both, *needed), **{name: getattr(own, name) for name in OWN})


def _named_as(shipped: ExtraField, own: ExtraField) -> ExtraField:
    return replace(shipped, label=own.label, default=own.default)


def trespasses(shipped: LetterKind, own: LetterKind) -> tuple[str, ...]:
    """What *own* changes though only we may: entries of the file by name, own fields as ``field <name>``."""
    free = {*OWN, "fields"}
    found = [
        KEYS.get(spec.name, spec.name)
        for spec in fields(LetterKind)
        if spec.name not in free and getattr(own, spec.name) != getattr(shipped, spec.name)
    ]
    known = {f.name: f for f in shipped.fields}
    there = {f.name for f in own.fields}
    found += [
        f"field {f.name}" for f in own.fields if f.name not in known or _named_as(known[f.name], f) != f
    ]
    return (*found, *(f"field {f.name}" for f in shipped.fields if f.required and f.name not in there))
