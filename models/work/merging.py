"""Two people changed one dossier: their changes are put together field by field; only true conflicts are shown.

A draft is laid out as {path: value}. Rows of tables that have a natural key (a member, a paper, an asked body) go by it, the
others by their place. Pure functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.draft import Draft, Row, Value
from models.text import fold

Flat = dict[str, Value]
_ORDER = "#"  # the path "members.#" holds the keys of the rows in order


def _member_key(row: Row) -> str:
    return str(row.get("person_id") or fold(str(row.get("full_name") or "")))


_KEYS: dict[str, Callable[[Row], str]] = {
    "members": _member_key,
    "papers": lambda r: str(r.get("code") or ""),
    "consultations": lambda r: str(r.get("asked_of") or ""),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both changed differently: what it was, what the other made of it, what I want."""

    path: str
    was: Value
    theirs: Value
    mine: Value


def flat(draft: Draft) -> Flat:
    """A draft as one mapping of paths to values."""
    out: Flat = dict(draft.values)
    for table, rows in draft.rows.items():
        keys: list[str] = []
        for n, row in enumerate(rows):
            key = _key(table, row, n, keys)
            keys.append(key)
            for name, value in row.items():
                out[f"{table}.{key}.{name}"] = value
        out[f"{table}.{_ORDER}"] = keys
    return out


def _key(table: str, row: Row, place: int, taken: list[str]) -> str:
    key = _KEYS[table](row).replace(".", " ") if table in _KEYS else str(place)
    key = key or f"~{place}"
    while key in taken:
        key += "'"
    return key


def unflat(values: Mapping[str, Value], like: Draft) -> Draft:
    """The draft laid out in *values*; kind, key, dossier and version are those of *like*."""
    draft = Draft(like.kind, {}, {}, like.key, like.dossier_id, like.base_version)
    cells: dict[str, dict[str, Row]] = {}
    orders: dict[str, list[str]] = {}
    for path, value in values.items():
        parts = path.split(".")
        if len(parts) == 1:
            draft.values[path] = value
        elif parts[1] == _ORDER:
            orders[parts[0]] = list(value) if isinstance(value, list) else []
        else:
            cells.setdefault(parts[0], {}).setdefault(parts[1], {})[parts[2]] = value
    for table, order in orders.items():
        rows = cells.get(table, {})
        draft.rows[table] = [rows[key] for key in order if key in rows]
    return draft


def differences(was: Flat, now: Flat) -> dict[str, list[Value]]:
    """What changed as {path: [was, is]}."""
    return {
        path: [was.get(path), now.get(path)]
        for path in sorted(was.keys() | now.keys())
        if was.get(path) != now.get(path)
    }


def undo(now: Flat, changes: Mapping[str, list[Value]]) -> Flat:
    """What *now* was before *changes*."""
    out = dict(now)
    for path, (was, _is) in changes.items():
        if was is None:
            out.pop(path, None)
        else:
            out[path] = was
    return _whole(out)


def merge(base: Flat, theirs: Flat, mine: Flat) -> tuple[Flat, tuple[Conflict, ...]]:
    """Both sets of changes together, and the fields where they disagree (these hold mine in the result)."""
    out = dict(theirs)
    conflicts: list[Conflict] = []
    for path in sorted(base.keys() | theirs.keys() | mine.keys()):
        was, they, me = base.get(path), theirs.get(path), mine.get(path)
        if path.endswith(f".{_ORDER}"):
            out[path] = list(_orders(_texts(was), _texts(they), _texts(me)))
            continue
        if me in (was, they):
            continue
        if they != was:
            conflicts.append(Conflict(path, was, they, me))
        if me is None:
            out.pop(path, None)
        else:
            out[path] = me
    return _whole(out), tuple(conflicts)


def _whole(values: Flat) -> Flat:
    """Without the cells of rows that no order names."""
    kept = {
        f"{p.split('.')[0]}.{key}"
        for p, order in values.items()
        if p.endswith(f".{_ORDER}")
        for key in _texts(order)
    }
    return {
        p: v
        for p, v in values.items()
        if "." not in p or p.endswith(f".{_ORDER}") or p.rsplit(".", 1)[0] in kept
    }


def _texts(value: Value) -> list[str]:
    return list(value) if isinstance(value, list) else []


def _orders(was: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    """Rows of both: removed by one is removed unless the other changed the order, added by one is added."""
    gone = (set(was) - set(theirs)) | (set(was) - set(mine))
    out = [key for key in mine if key not in gone or key not in was]
    out += [key for key in theirs if key not in out and key not in was]
    return out
