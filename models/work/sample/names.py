"""Invented people: officials of the province's bodies and foreign guests."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

import resources

_NAMES = "sample/names.toml"
_BODIES = "sample/bodies.toml"


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the province that asks for journeys. *weight* is how often it does."""

    id: int
    name: str
    abbreviation: str
    kind: str
    weight: int


@dataclass(frozen=True, slots=True)
class Official:
    """An invented official. *rank* is head, deputy or staff."""

    id: int
    full_name: str
    sex: str
    born_on: str
    body: Body
    position: str
    rank: str
    party_post: str
    employment: str
    grade_code: str
    grade_step: str
    category: str
    passport_kind: str
    passport_number: str
    passport_expires_on: date
    retires_on: date

    @property
    def tier(self) -> str:
        """By whom he is managed: management_tiers."""
        if self.body.kind == "province":
            return (
                "standing" if self.rank == "head" else "party_committee" if self.rank == "deputy" else "unit"
            )
        return {"head": "party_committee", "deputy": "people_committee"}.get(self.rank, "unit")

    @property
    def is_key_post(self) -> bool:
        """Whether he leads his body or stands in for who does."""
        return self.rank != "staff"


@dataclass(frozen=True, slots=True)
class Guest:
    """An invented foreign guest."""

    full_name: str
    native_name: str
    sex: str
    nationality: str
    position: str
    organisation: str
    born_on: str
    passport_number: str
    passport_expires_on: date


class Namer:
    """Invents people, the same ones for the same seed; nobody twice."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._told = resources.load_toml(_NAMES)
        self._families = list(self._told["families"])
        self._weights = list(self._told["families"].values())
        self._taken: set[str] = set()
        self._passports: set[str] = set()

    def vietnamese(self) -> tuple[str, str]:
        """A full name and a sex (male, female)."""
        while True:
            sex = "female" if self.chance.random() < 0.44 else "male"
            family = self.chance.choices(self._families, self._weights)[0]
            middle, given = (self.chance.choice(self._told[sex][part]) for part in ("middle", "given"))
            name = f"{family} {middle} {given}"
            if given not in middle.split() and name not in self._taken:
                self._taken.add(name)
                return name, sex

    def foreign(self, country: str) -> tuple[str, str, str]:
        """A full name, the name in its own script (or ""), and a sex."""
        told: dict[str, Any] = self._told["guests"][country]
        while True:
            sex = "female" if self.chance.random() < 0.4 else "male"
            family, _, family_own = self.chance.choice(told["family"]).partition("|")
            given, _, given_own = self.chance.choice(told[sex]).partition("|")
            first = told.get("family_first", False)
            name = f"{family} {given}" if first else f"{given} {family}"
            if name not in self._taken or self.chance.random() < 0.02:
                self._taken.add(name)
                return name, f"{family_own}{given_own}", sex
            if self.chance.random() < 0.3:  # families share names: make room
                self._taken.discard(name)

    def passport(self, letters: str, digits: int) -> str:
        """A passport number of an invented pattern that nobody has yet."""
        while True:
            number = f"{letters}{self.chance.randrange(10 ** (digits - 1), 10**digits)}"
            if number not in self._passports:
                self._passports.add(number)
                return number

    def day(self, first: int, last: int) -> date:
        """A day of a year between two."""
        return date(self.chance.randint(first, last), self.chance.randint(1, 12), self.chance.randint(1, 28))


def bodies() -> list[Body]:
    """The province's bodies in the order of their file; ids from 1."""
    return [
        Body(n, b["name"], b["abbreviation"], b["kind"], b.get("weight", 0))
        for n, b in enumerate(resources.load_toml(_BODIES)["body"], 1)
    ]


def officials(namer: Namer, year: int) -> list[Official]:
    """The officials of all bodies; ids from 1."""
    out: list[Official] = []
    for body in bodies():
        posts = resources.load_toml(_BODIES)["posts"][body.kind]
        wanted = [
            ("head", posts["head"]),
            *(("deputy", p) for p in [*posts["deputies"], posts["deputies"][0]]),
        ]
        size = 4 if body.kind == "province" else 5 + body.weight
        wanted += [("staff", posts["staff"][n % len(posts["staff"])]) for n in range(size)]
        for rank, position in wanted:
            if body.name.startswith("UBND thành phố"):
                position = position.replace("huyện", "thành phố")
            out.append(_official(namer, year, len(out) + 1, body, rank, position, posts))
    return out


def _official(
    namer: Namer, year: int, key: int, body: Body, rank: str, position: str, posts: dict[str, Any]
) -> Official:
    chance = namer.chance
    name, sex = namer.vietnamese()
    age = {"head": (48, 56), "deputy": (42, 54), "staff": (26, 52)}[rank]
    born = namer.day(year - age[1], year - age[0])
    public = body.kind in ("school", "hospital", "press")
    senior = rank != "staff" or chance.random() < 0.25
    if public:
        grade = {"school": "V.07.05.15", "hospital": "V.08.01.03", "press": "V.11.02.06"}[body.kind]
    else:
        grade = "01.002" if senior else "01.003"
    retires = (born.year + (60 if sex == "male" else 55), born.month)
    ordinary = rank == "staff" and key % 3 == 0  # travels privately, keeps no official passport
    party = {"head": posts["party_head"], "deputy": posts["party_deputy"]}.get(rank, "")
    return Official(
        id=key, full_name=name, sex=sex, born_on=born.isoformat(), body=body, position=position, rank=rank, party_post=party,
        employment="cadre" if body.kind in ("union", "province") and rank != "staff" else "public_employee" if public else "civil_servant",
        grade_code=grade, grade_step=f"{chance.randint(2, 8)}/{8 if senior else 9}", category="A2.1" if senior else "A1",
        passport_kind="ordinary" if ordinary else "official",
        passport_number=namer.passport("C" if ordinary else "D", 7),
        passport_expires_on=namer.day(year + 1 if chance.random() < 0.05 else year + 2, year + 5),
        retires_on=date(retires[0], retires[1], 1),
    )  # fmt: skip


def guest(namer: Namer, country: str, position: str, organisation: str, year: int) -> Guest:
    """A guest of a country."""
    name, own, sex = namer.foreign(country)
    letters = {"CN": "E", "KR": "M", "JP": "T", "AU": "P", "US": "5"}.get(country, "X")
    return Guest(
        name, own, sex, country, position, organisation, namer.day(year - 64, year - 21).isoformat(),
        namer.passport(letters, 8), namer.day(year + 2, year + 8),
    )  # fmt: skip
