"""What search finds: entries for dossiers, people, letters and organisations, kept in the same unit as the thing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from models.catalogue.lists import countries
from models.draft import Draft
from models.reading.letters import number_text
from models.records import Delegation, Dossier, Letter, Organisation, Person, SearchEntry
from models.store.units import Writing
from models.text import tokens

_MOST_WORDS = 400  # of one entry: a delegation of hundreds keeps its first names


def folded(parts: Iterable[str]) -> str:
    """The words that search compares, each once, in order."""
    words = dict.fromkeys(word for part in parts for word in tokens(part))
    return " ".join(list(words)[:_MOST_WORDS])


def keep_entries(w: Writing, topic: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Writes entries of one topic ({key, title, detail, folded}) in place of the ones that stand there."""
    if not entries:
        return
    table = SearchEntry.__table__.c
    keys = [e["key"] for e in entries]
    there = dict(
        w.session.execute(select(table.key, table.id).where(table.topic == topic, table.key.in_(keys))).all()
    )
    new = [{"topic": topic, **e} for e in entries if e["key"] not in there]
    if new:
        w.session.execute(insert(SearchEntry), new)
    for entry in entries:
        if entry["key"] in there:
            w.session.execute(
                update(SearchEntry).where(SearchEntry.id == there[entry["key"]]).values(**entry)
            )


def forget(w: Writing, topic: str, key: int) -> None:
    """Takes an entry out of search."""
    w.session.execute(delete(SearchEntry).where(SearchEntry.topic == topic, SearchEntry.key == key))


def dossier_entry(dossier: Dossier, delegation: Delegation, draft: Draft) -> dict[str, Any]:
    """The entry of a dossier: found by reference, title, requester, paper numbers, countries and who travels."""
    names = [c.label for code in delegation.countries.split() if (c := countries().get(code))]
    travellers = [str(r.get("full_name") or "") for r in draft.table("members")]
    others = [str(r.get("native_name") or "") for r in draft.table("members")]
    parts = [
        dossier.reference, delegation.title, dossier.requester, dossier.received_paper_number, delegation.host_name,
        delegation.permitted_by, *(n.vi for n in names), *(n.en for n in names), *travellers, *others,
    ]  # fmt: skip
    detail = " · ".join(
        x for x in (dossier.requester, ", ".join(n.vi for n in names), delegation.head_name) if x
    )
    return {
        "key": dossier.id,
        "title": f"{dossier.reference} {delegation.title}",
        "detail": detail,
        "folded": folded(parts),
    }


def person_entry(person: Person) -> dict[str, Any]:
    """The entry of a person: found by name, own script, position, unit and passport number (which is not shown)."""
    detail = ", ".join(x for x in (person.position, person.organisation_name) if x)
    parts = [
        person.full_name,
        person.native_name,
        person.position,
        person.organisation_name,
        person.passport_number,
    ]
    return {"key": person.id, "title": person.full_name, "detail": detail, "folded": folded(parts)}


def organisation_entry(organisation: Organisation) -> dict[str, Any]:
    """The entry of an organisation: found by name and abbreviation."""
    parts = [organisation.name, organisation.abbreviation]
    return {
        "key": organisation.id,
        "title": organisation.name,
        "detail": organisation.abbreviation,
        "folded": folded(parts),
    }


def letter_entry(letter: Letter) -> dict[str, Any]:
    """The entry of a letter: found by number and symbol, subject and recipients."""
    number = number_text(letter.number, letter.symbol)
    title = " ".join(x for x in (letter.type_name, number) if x)
    parts = [number, letter.type_name, letter.subject, letter.recipients]
    return {"key": letter.id, "title": title, "detail": letter.subject, "folded": folded(parts)}
