"""What a form holds while a person types: plain values, kept as typed.

A value that does not parse (a date that does not exist) stays in the draft as the person typed it; ``appraisal.facts`` turns
a draft into typed facts and says what it could not read. So nothing typed is ever thrown away.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

Value = str | int | bool | list[str] | None
Row = dict[str, Value]


@dataclass(slots=True)
class Draft:
    """A dossier as its form holds it.

    *values* are the single fields by name, *rows* the tables by name (``legs``, ``members``, ``funding``, ``programme``,
    ``papers``, …), each row a mapping of column name to value. Dates are ISO text when they are real dates ("2018-03-12"),
    otherwise the text as typed; money is a whole number of đồng. Attachments appear in ``papers`` rows by their SHA-256.
    *key* names the draft for autosave; *dossier_id* and *base_version* say which stored dossier it edits and what it saw.
    """

    kind: str
    values: Row = field(default_factory=dict[str, Value])
    rows: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    key: str = field(default_factory=lambda: str(uuid4()))
    dossier_id: int | None = None
    base_version: int | None = None

    def table(self, name: str) -> list[Row]:
        """The rows of one table; an empty list when there are none."""
        return self.rows.get(name, [])

    def copy(self) -> Draft:
        """An independent copy, same key."""
        return from_json(to_json(self))


def to_json(draft: Draft) -> str:
    """The draft as JSON text, keys in a stable order. Half a character (a lone surrogate, pasted) is written as an escape."""
    text = json.dumps(
        {
            "kind": draft.kind,
            "values": draft.values,
            "rows": draft.rows,
            "key": draft.key,
            "dossier_id": draft.dossier_id,
            "base_version": draft.base_version,
        },
        ensure_ascii=False,
        sort_keys=True,
    )
    return text.encode("utf-8", "backslashreplace").decode()


def from_json(text: str) -> Draft:
    """The draft that ``to_json`` wrote."""
    data: dict[str, Any] = json.loads(text)
    return Draft(
        kind=data["kind"],
        values=dict(data["values"]),
        rows={name: [dict(row) for row in rows] for name, rows in data["rows"].items()},
        key=data["key"],
        dossier_id=data.get("dossier_id"),
        base_version=data.get("base_version"),
    )
