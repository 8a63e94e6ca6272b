"""Acts on the ledger of people and organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from models import dates
from models.draft import Row
from models.errors import OfficeError
from models.reading.people import PersonRow, best_match, people_by_id
from models.records import Organisation, Person
from models.store.units import Actor, Store, Topic, Writing
from models.text import fold, name_key, nfc, sort_key, squeeze
from models.work import indexing
from models.work.rights import require

# What a person's row in a form tells the ledger, by the record's name for it.
_FROM_ROW = {
    "native_name": "native_name", "nationality": "nationality", "born_on": "born_on", "sex": "sex", "position": "position",
    "party_post": "party_post", "organisation": "organisation_name", "employment": "employment", "grade_code": "grade_code",
    "grade_step": "grade_step", "category": "category", "management_tier": "management_tier", "retires_on": "retires_on",
    "discipline": "discipline", "is_key_post": "is_key_post", "is_party_member": "is_party_member",
}  # fmt: skip
_PASSPORT = ("passport_kind", "passport_number", "passport_expires_on")
_DATES = ("passport_expires_on", "retires_on")
EDITABLE = ("full_name", "is_guest", *_FROM_ROW.values(), *_PASSPORT)


def save_person(
    store: Store,
    values: Mapping[str, Any],
    *,
    by: Actor,
    person_id: int | None = None,
    version: int | None = None,
) -> int:
    """Adds a person or changes one, and gives the id. *values* are columns of ``EDITABLE``; *version* is what was seen.

    Raises OfficeError("changed_meanwhile") when someone changed the person after that version.
    """
    require(by, "save_person")
    clean = _clean(values)
    with store.writing(by) as w:
        if person_id is None:
            person = Person(full_name="", folded="", sort_key="")
            w.session.add(person)
        else:
            person = _person(w, person_id)
            if version is not None and person.version != version:
                raise OfficeError("changed_meanwhile", reference=person.full_name, who="…")
        changes = _apply(person, clean)
        if not person.full_name:
            raise OfficeError("name_missing")
        if changes or person_id is None:
            w.session.flush()
            indexing.keep_entries(w, "person", [indexing.person_entry(person)])
            w.note("save_person", person, changes=changes)
            w.touched(Topic.PEOPLE)
        return person.id


def save_organisation(
    store: Store,
    name: str,
    *,
    by: Actor,
    organisation_id: int | None = None,
    abbreviation: str = "",
    kind: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    successor_id: int | None = None,
) -> int:
    """Adds an organisation or changes one, and gives the id. Old papers keep the name they were written with."""
    require(by, "save_organisation")
    if not squeeze(name):
        raise OfficeError("name_missing")
    if valid_from and valid_to and valid_to < valid_from:
        raise OfficeError("days_reversed")
    with store.writing(by) as w:
        if organisation_id is None:
            organisation = Organisation(name="", folded="", sort_key="")
            w.session.add(organisation)
        else:
            organisation = w.session.get(Organisation, organisation_id)
            if organisation is None:
                raise OfficeError("gone")
        given = {
            "name": squeeze(name), "abbreviation": squeeze(abbreviation), "kind": kind, "valid_from": valid_from,
            "valid_to": valid_to, "successor_id": successor_id,
        }  # fmt: skip
        changes = {
            k: [getattr(organisation, k), v]
            for k, v in given.items()
            if (getattr(organisation, k) or "") != (v or "")
        }
        for key, value in given.items():
            setattr(organisation, key, value)
        organisation.folded, organisation.sort_key = fold(organisation.name), sort_key(organisation.name)
        w.session.flush()
        indexing.keep_entries(w, "organisation", [indexing.organisation_entry(organisation)])
        w.note("save_organisation", organisation, changes=changes)
        w.touched(Topic.ORGANISATIONS)
        return organisation.id


def _person(w: Writing, person_id: int) -> Person:
    person = w.session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise OfficeError("gone")
    return person


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in values.items():
        if name not in EDITABLE:
            raise KeyError(name)
        if name in _DATES and isinstance(value, str):
            value = dates.read_date(value)
        if name == "born_on":
            value = dates.read_partial(str(value)) or "" if value else ""
        out[name] = squeeze(nfc(value)) if isinstance(value, str) else value
    return out


def _apply(person: Person, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Sets what differs and gives {column: [was, is]}; passport numbers are noted as changed, not spelled out."""
    changes: dict[str, list[Any]] = {}
    for name, value in values.items():
        was = getattr(person, name)
        if value is None and name not in _DATES:
            continue
        if (was if was is not None else "") != (value if value is not None else ""):
            setattr(person, name, value)
            changes[name] = ["…", "…"] if name == "passport_number" else [was, value]
    if "full_name" in changes:
        person.folded, person.sort_key = fold(person.full_name), name_key(person.full_name)
    return changes


def organisation_for(w: Writing, name: str, organisation_id: int | None = None) -> Organisation | None:
    """The organisation a form names: by id, by name or abbreviation, else a new one; None for no name."""
    if organisation_id is not None:
        found = w.session.get(Organisation, organisation_id)
        if found is not None and fold(found.name) == fold(name):
            return found
    if not name:
        return None
    found = w.session.scalars(
        select(Organisation)
        .where((Organisation.folded == fold(name)) | (Organisation.abbreviation == name))
        .order_by(Organisation.valid_to.is_not(None), Organisation.id)
        .limit(1)
    ).first()
    if found is None:
        found = Organisation(name=name, folded=fold(name), sort_key=sort_key(name))
        w.session.add(found)
        w.session.flush()
        indexing.keep_entries(w, "organisation", [indexing.organisation_entry(found)])
        w.note("save_organisation", found, changes={"name": ["", name]})
        w.touched(Topic.ORGANISATIONS)
    return found


def people_for(w: Writing, rows: Sequence[Row], *, guests: bool, dossier_id: int | None) -> list[int]:
    """The ids of the people a table of members names, in its order; unknown ones are added, newer data reach the ledger."""
    given = [p for r in rows if isinstance(p := r.get("person_id"), int)]
    named = [fold(str(r.get("full_name") or "")) for r in rows]
    passports = [str(r["passport_number"]) for r in rows if r.get("passport_number")]
    candidates = w.session.scalars(
        select(Person.id).where(
            Person.id.in_(given) | Person.folded.in_(named) | Person.passport_number.in_(passports)
        )
    ).all()
    known = people_by_id(w, candidates)
    records = {p.id: p for p in w.session.scalars(select(Person).where(Person.id.in_(candidates)))}
    bodies = _bodies(w, {fold(str(r.get("organisation") or "")) for r in rows})
    out: list[int] = []
    changed: list[Person] = []
    for row in rows:
        person = _match(row, known, records, guests, set(out))
        is_new = person is None
        if person is None:
            person = Person(
                full_name="", folded="", sort_key="", is_guest=guests, nationality="" if guests else "VN"
            )
            w.session.add(person)
        changes = _apply(person, _from_row(row, person))
        if "organisation_name" in changes:
            person.organisation_id = bodies.get(fold(person.organisation_name))
        if is_new or changes:
            changed.append(person)
            w.session.flush()
            w.note("save_person", person, dossier_id=dossier_id, changes=changes)
        out.append(person.id)
    if changed:
        indexing.keep_entries(w, "person", [indexing.person_entry(p) for p in changed])
        w.touched(Topic.PEOPLE)
    return out


def _bodies(w: Writing, names: set[str]) -> dict[str, int]:
    """The ids of organisations by folded name; the youngest of several with one name."""
    found = w.session.execute(
        select(Organisation.folded, Organisation.id)
        .where(Organisation.folded.in_(sorted(names - {""})))
        .order_by(Organisation.id)
    )
    return dict(found.all())


def _match(
    row: Row, known: Mapping[int, PersonRow], records: Mapping[int, Person], guests: bool, taken: set[int]
) -> Person | None:
    """The person a row names: the one picked, unless the name was overwritten since; else the one that fits."""
    picked = row.get("person_id")
    if (
        isinstance(picked, int)
        and picked in records
        and fold(records[picked].full_name) == fold(str(row.get("full_name")))
    ):
        return records[picked]
    best = best_match(row, [p for p in known.values() if p.is_guest == guests and p.id not in taken])
    return records[best.id] if best else None


def _from_row(row: Row, person: Person) -> dict[str, Any]:
    """What a row tells the ledger: everything filled in; a passport only when it is not older than the known one."""
    told: dict[str, Any] = {"full_name": row.get("full_name")}
    told |= {
        column: row[name] for name, column in _FROM_ROW.items() if row.get(name) not in (None, "", False)
    }
    expires = dates.read_date(str(row.get("passport_expires_on") or ""))
    known = person.passport_expires_on
    if row.get("passport_number") and (known is None or (expires is not None and expires >= known)):
        told |= {name: row[name] for name in _PASSPORT if row.get(name)}
    return _clean(told)
