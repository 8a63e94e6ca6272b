"""People and organisations of the ledger: what pickers offer while one types, and what lists show."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from models import clock
from models.draft import Row as DraftRow
from models.reading.dossiers import DELEGATION, MEMBER
from models.reading.history import GONE
from models.reading.search import keys_of, search
from models.reading.spine import Asked, Question, codes, ids_of
from models.records import Delegation, Member, Organisation, Person
from models.store.units import Reading
from models.text import fold

PERSON = Person.__table__.c
ORGANISATION = Organisation.__table__.c


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in one line, with the trips of this calendar year (pending ones too)."""

    id: int
    full_name: str
    is_guest: bool
    native_name: str
    nationality: str
    born_on: str
    sex: str
    position: str
    party_post: str
    organisation_id: int | None
    organisation: str
    employment: str
    grade_code: str
    grade_step: str
    category: str
    management_tier: str
    is_key_post: bool
    is_party_member: bool
    passport_kind: str
    passport_number: str
    passport_expires_on: date | None
    retires_on: date | None
    discipline: str
    version: int
    trips_this_year: int = 0

    def as_member(self) -> DraftRow:
        """The columns of a member's row that the ledger knows."""
        return {
            "person_id": self.id,
            "full_name": self.full_name,
            "native_name": self.native_name,
            "nationality": self.nationality,
            "born_on": self.born_on,
            "sex": self.sex,
            "position": self.position,
            "organisation": self.organisation,
            "party_post": self.party_post,
            "employment": self.employment,
            "grade_code": self.grade_code,
            "grade_step": self.grade_step,
            "category": self.category,
            "management_tier": self.management_tier,
            "is_key_post": self.is_key_post,
            "is_party_member": self.is_party_member,
            "passport_kind": self.passport_kind,
            "passport_number": self.passport_number,
            "passport_expires_on": self.passport_expires_on.isoformat() if self.passport_expires_on else None,
            "retires_on": self.retires_on.isoformat() if self.retires_on else None,
            "discipline": self.discipline,
        }


_PERSON = (
    PERSON.id, PERSON.full_name, PERSON.is_guest, PERSON.native_name, PERSON.nationality, PERSON.born_on, PERSON.sex,
    PERSON.position, PERSON.party_post, PERSON.organisation_id, PERSON.organisation_name, PERSON.employment,
    PERSON.grade_code, PERSON.grade_step, PERSON.category, PERSON.management_tier, PERSON.is_key_post,
    PERSON.is_party_member, PERSON.passport_kind, PERSON.passport_number, PERSON.passport_expires_on, PERSON.retires_on,
    PERSON.discipline, PERSON.version,
)  # fmt: skip
_TRIPS = (
    select(func.count())
    .select_from(Member.__table__.join(Delegation.__table__, DELEGATION.id == MEMBER.delegation_id))
    .where(
        MEMBER.person_id == PERSON.id,
        MEMBER.departs_on.between(bindparam("year_first"), bindparam("year_last")),
        DELEGATION.status.not_in(GONE),
    )
    .correlate(Person.__table__)
    .scalar_subquery()
)
_ROWS = select(*_PERSON, _TRIPS).where(PERSON.id.in_(bindparam("ids", expanding=True)))


def _year(on: date | None) -> dict[str, date]:
    year = (on or clock.today()).year
    return {"year_first": date(year, 1, 1), "year_last": date(year, 12, 31)}


def people_by_id(read: Reading, ids: Sequence[int], on: date | None = None) -> dict[int, PersonRow]:
    """The persons of some ids, with their trips in the calendar year of *on*. One statement."""
    found = read.session.connection().execute(_ROWS, {"ids": list(ids), **_year(on)})
    return {r[0]: PersonRow(*r) for r in found}


def find_people(
    read: Reading, text: str, limit: int = 12, *, guests: bool | None = None, on: date | None = None
) -> tuple[PersonRow, ...]:
    """Who fits a few letters: words in any order, each a beginning, tones and marks ignored, exact accents first.

    Name, position, unit and passport number are looked at; *guests* narrows to guests or to officials. Two statements.
    """
    hits = search(read, text, 200, ("person",))
    rows = people_by_id(read, [h.key for h in hits], on)
    found = [rows[h.key] for h in hits if h.key in rows and guests in (None, rows[h.key].is_guest)]
    first = fold(text).split(" ")[-1] if text else ""
    found.sort(
        key=lambda p: not fold(p.full_name).split(" ")[-1].startswith(first)
    )  # given names before the rest; stable
    return tuple(found[:limit])


def match_people(read: Reading, rows: Sequence[DraftRow]) -> tuple[PersonRow | None, ...]:
    """The known person for each pasted row of members, or None: the same passport, or the same name and birth date or unit."""
    names = {fold(str(r.get("full_name") or "")) for r in rows} - {""}
    passports = {str(r.get("passport_number") or "") for r in rows} - {""}
    if not names and not passports:
        return tuple(None for _row in rows)
    found = read.session.connection().execute(
        select(*_PERSON, _TRIPS).where(
            PERSON.folded.in_(sorted(names)) | PERSON.passport_number.in_(sorted(passports))
        ),
        _year(None),
    )
    known = [PersonRow(*r) for r in found]
    return tuple(best_match(r, known) for r in rows)


def best_match(row: Mapping[str, Any], known: Sequence[PersonRow]) -> PersonRow | None:
    """The one person of *known* that a row of members is about; None when nobody or more than one fits."""
    passport = str(row.get("passport_number") or "")
    name = fold(str(row.get("full_name") or ""))
    if passport:
        same = [p for p in known if p.passport_number == passport and fold(p.full_name) == name]
        if len(same) == 1:
            return same[0]
    named = [p for p in known if fold(p.full_name) == name]
    for column in ("born_on", "organisation"):
        wanted = fold(str(row.get(column) or ""))
        same = [p for p in named if wanted and fold(getattr(p, column)) == wanted]
        if len(same) == 1 and not _contradicts(row, same[0]):
            return same[0]
    return None


def _contradicts(row: Mapping[str, Any], person: PersonRow) -> bool:
    born = str(row.get("born_on") or "")
    return bool(
        born and person.born_on and not (born.startswith(person.born_on) or person.born_on.startswith(born))
    )


_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "name": (PERSON.sort_key, PERSON.id),
    "organisation": (PERSON.organisation_name, PERSON.sort_key, PERSON.id),
    "passport": (PERSON.passport_expires_on, PERSON.id),
}
_EQUAL: dict[str, ColumnElement[Any]] = {
    "organisation_id": PERSON.organisation_id,
    "organisation": PERSON.organisation_name,
    "nationality": PERSON.nationality,
    "management_tier": PERSON.management_tier,
    "ids": PERSON.id,
}


class PersonList:
    """The list ``people``. Filters: ``guests``, ``key_posts``, ``organisation`` or ``organisation_id``, ``nationality``,
    ``management_tier``, ``passport_before`` (a date), ``ids``."""

    name = "people"
    orders = tuple(_ORDERS)

    def spine(self, read: Reading, question: Question) -> array[int]:
        return ids_of(read, self._asked(read, select(PERSON.id), question))

    def first_rows(self, read: Reading, question: Question, count: int) -> Sequence[PersonRow]:
        statement = self._asked(read, select(*_PERSON, _TRIPS), question).limit(count)
        return [PersonRow(*r) for r in read.session.connection().execute(statement, _year(None))]

    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, PersonRow]:
        return people_by_id(read, keys)

    def _asked(self, read: Reading, base: Asked, question: Question) -> Asked:
        conditions: list[ColumnElement[bool]] = []
        for name, value in question.filters.items():
            if value is None or value == "" or value == ():
                continue
            if name == "guests":
                conditions.append(PERSON.is_guest.is_(bool(value)))
            elif name == "key_posts":
                conditions.append(PERSON.is_key_post.is_(bool(value)))
            elif name == "passport_before":
                conditions.append(PERSON.passport_expires_on < value)
            else:
                conditions.append(_EQUAL[name].in_(codes(value)))
        if question.text:
            conditions.append(PERSON.id.in_(keys_of(read, question.text, "person") or []))
        order = question.order or "name"
        columns = _ORDERS[order.lstrip("-")]
        return base.where(*conditions).order_by(*(c.desc() if order.startswith("-") else c for c in columns))


PEOPLE = PersonList()


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in one line; *valid_to* is the last day of a body that was merged or renamed."""

    id: int
    name: str
    abbreviation: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    successor_id: int | None


_ORGANISATION = (
    ORGANISATION.id, ORGANISATION.name, ORGANISATION.abbreviation, ORGANISATION.kind, ORGANISATION.valid_from,
    ORGANISATION.valid_to, ORGANISATION.successor_id,
)  # fmt: skip


def find_organisations(
    read: Reading, text: str, limit: int = 12, on: date | None = None
) -> tuple[OrganisationRow, ...]:
    """Organisations that fit a few letters of name or abbreviation and exist on *on* (today), exact accents first."""
    on = on or clock.today()
    hits = search(read, text, 100, ("organisation",))
    rows = organisations_by_id(read, [h.key for h in hits])
    living = [rows[h.key] for h in hits if h.key in rows and _lives(rows[h.key], on)]
    wanted = fold(text)
    living.sort(key=lambda o: fold(o.abbreviation) != wanted)
    return tuple(living[:limit])


def _lives(row: OrganisationRow, on: date) -> bool:
    return (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or row.valid_to >= on)


def organisations_by_id(read: Reading, ids: Sequence[int]) -> dict[int, OrganisationRow]:
    """The organisations of some ids."""
    found = read.session.connection().execute(select(*_ORGANISATION).where(ORGANISATION.id.in_(ids)))
    return {r[0]: OrganisationRow(*r) for r in found}


class OrganisationList:
    """The list ``organisations``. Filters: ``kind``, ``living_on`` (a date), ``ids``."""

    name = "organisations"
    orders = ("name",)

    def spine(self, read: Reading, question: Question) -> array[int]:
        return ids_of(read, self._asked(read, select(ORGANISATION.id), question))

    def first_rows(self, read: Reading, question: Question, count: int) -> Sequence[OrganisationRow]:
        statement = self._asked(read, select(*_ORGANISATION), question).limit(count)
        return [OrganisationRow(*r) for r in read.session.connection().execute(statement)]

    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, OrganisationRow]:
        return organisations_by_id(read, keys)

    def _asked(self, read: Reading, base: Asked, question: Question) -> Asked:
        filters = question.filters
        if filters.get("kind"):
            base = base.where(ORGANISATION.kind.in_(codes(filters["kind"])))
        if filters.get("ids"):
            base = base.where(ORGANISATION.id.in_(codes(filters["ids"])))
        if on := filters.get("living_on"):
            base = base.where(
                ORGANISATION.valid_from.is_(None) | (ORGANISATION.valid_from <= on),
                ORGANISATION.valid_to.is_(None) | (ORGANISATION.valid_to >= on),
            )
        if question.text:
            base = base.where(ORGANISATION.id.in_(keys_of(read, question.text, "organisation") or []))
        columns = (ORGANISATION.sort_key, ORGANISATION.id)
        return base.order_by(*(c.desc() if question.order.startswith("-") else c for c in columns))


ORGANISATIONS = OrganisationList()
