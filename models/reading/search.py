"""One search box over dossiers, people, letters and organisations: words in any order, tones and marks ignored.

The newest few that fit are taken from the index and the ones whose accents agree exactly are put first; ranking by the
index itself would visit every hit of a common syllable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import TextClause, bindparam, text

from models.store.units import Reading
from models.text import squeeze, tokens

TOPICS = ("dossier", "person", "letter", "organisation", "arrival")
CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. *key* is the id in the table of its *topic* (dossier, person, letter, organisation)."""

    topic: str
    key: int
    title: str
    detail: str
    is_exact: bool


_SELECT = "SELECT e.topic, e.key, e.title, e.detail FROM "
_SQLITE = _SELECT + "search_index i JOIN search_entry e ON e.id = i.rowid WHERE search_index MATCH :query"
_POSTGRES = _SELECT + "search_entry e WHERE to_tsvector('simple', e.folded) @@ to_tsquery('simple', :query)"
_TOPIC = " AND e.topic IN :topics"
_NEWEST = {"sqlite": " ORDER BY i.rowid DESC LIMIT :most", "postgresql": " ORDER BY e.id DESC LIMIT :most"}


def _statement(dialect: str, by_topic: bool) -> TextClause:
    base = _SQLITE if dialect == "sqlite" else _POSTGRES
    if not by_topic:
        return text(base + _NEWEST[dialect])
    return text(base + _TOPIC + _NEWEST[dialect]).bindparams(bindparam("topics", expanding=True))


_STATEMENTS = {(d, t): _statement(d, t) for d in ("sqlite", "postgresql") for t in (False, True)}


# People among the oldest that fit: they were in the ledger before most dossiers. Bounded, so that no keystroke walks far.
_OLDEST = 200
_PEOPLE = {
    "sqlite": text(
        _SELECT + f"(SELECT rowid AS n FROM search_index WHERE search_index MATCH :query ORDER BY rowid LIMIT {_OLDEST}) i "
        "JOIN search_entry e ON e.id = i.n WHERE e.topic = 'person' ORDER BY e.id LIMIT :most"
    ),
    "postgresql": text(
        _SELECT + "(SELECT * FROM search_entry WHERE to_tsvector('simple', folded) @@ to_tsquery('simple', :query) "
        f"ORDER BY id LIMIT {_OLDEST}) e WHERE e.topic = 'person' ORDER BY e.id LIMIT :most"
    ),
}  # fmt: skip


def index_query(words: str, dialect: str) -> str:
    """The words as the search index of a database asks for them: each as a prefix, all of them; "" when there are none."""
    found = tokens(words)
    if dialect == "sqlite":
        return " ".join(f'"{t}"*' for t in found)
    return " & ".join(f"'{t}':*" for t in found)


def search(read: Reading, words: str, limit: int = 20, topics: Sequence[str] = ()) -> tuple[Hit, ...]:
    """What fits *words*, newest first, people first among equals, exact accents before folded ones. Two statements; nothing
    typed finds nothing."""
    connection = read.session.connection()
    dialect = connection.dialect.name
    query = index_query(words, dialect)
    if not query:
        return ()
    values: dict[str, object] = {"query": query, "most": max(limit, CANDIDATES)}
    if topics:
        values["topics"] = list(topics)
    rows = connection.execute(_STATEMENTS[dialect, bool(topics)], values)
    hits = _hits(rows.all(), words)
    if len(topics) != 1 and (not topics or "person" in topics):
        # Names of people stand in the titles of many dossiers, which are newer: the people themselves must not drown.
        oldest = connection.execute(_PEOPLE[dialect], {"query": query, "most": limit // 2})
        people = _hits(oldest.all(), words)
        hits = people + [h for h in hits if h not in people]
    hits.sort(key=lambda h: not h.is_exact)
    return tuple(hits[:limit])


def _hits(rows: Sequence[Any], words: str) -> list[Hit]:
    wanted = squeeze(words).casefold().split(" ")
    hits: list[Hit] = []
    for topic, key, title, detail in rows:
        there = f"{title} {detail}".casefold()  # kept composed
        hits.append(Hit(topic, key, title, detail, all(w in there for w in wanted)))
    return hits


def keys_of(read: Reading, words: str, topic: str, most: int = 100_000) -> list[int] | None:
    """The ids of one topic that fit *words*, for the text filter of a list; None when nothing was typed."""
    dialect = read.session.connection().dialect.name
    query = index_query(words, dialect)
    if not query:
        return None
    values = {"query": query, "most": most, "topics": [topic]}
    return [row.key for row in read.session.connection().execute(_STATEMENTS[dialect, True], values)]
