"""Tens of thousands of invented people, for stores made for measuring."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import resources
from models.text import fold, name_key
from models.work.sample.names import Body

_COUNTRIES = ("CN", "CN", "KR", "JP", "US")


@dataclass(frozen=True, slots=True)
class Someone:
    """An official of a body, or a guest (*body* is None). *data* is the JSON of a member's other columns."""

    id: int
    name: str
    folded: str
    sex: str
    born_on: str
    country: str
    post: str
    unit: str
    body: Body | None
    is_key_post: bool
    passport: str
    data: str

    @property
    def tier(self) -> str:
        """By whom he is managed."""
        return "people_committee" if self.is_key_post else "unit"

    def row(self, year: int) -> tuple[Any, ...]:
        """Himself in the ledger of people, in the order of its columns; passports outlast *year*."""
        guest = self.body is None
        return (
            self.id, self.name, self.folded, name_key(self.name), int(guest), "", self.country, self.born_on, self.sex, self.post, "",
            self.body.id if self.body else None, self.unit, "" if guest else "civil_servant", "" if guest else "01.003", "", "", self.tier,
            int(self.is_key_post), int(self.id % 3 > 0), "ordinary" if guest else "official", self.passport,
            f"{year + 1 + self.id % 9}-06-30", None, "none", 1,
        )  # fmt: skip


class Crowd:
    """Officials, colleagues beside each other, and guests: a quarter are guests."""

    def __init__(self, chance: random.Random, bodies: Sequence[Body], count: int) -> None:
        self.chance, self.bodies = chance, bodies
        self._told = resources.load_toml("sample/names.toml")
        self._posts = resources.load_toml("sample/bodies.toml")["posts"]
        self._families = [f for f, weight in self._told["families"].items() for _ in range(weight)]
        by_body: list[list[Someone]] = [[] for _ in bodies]
        self.guests: list[Someone] = []
        self.everyone: list[Someone] = []
        for key in range(1, count + 1):
            place = (len(self.everyone) - len(self.guests)) % len(bodies)
            someone = (
                self._guest(key) if key % 4 == 0 else self._official(key, bodies[place], len(by_body[place]))
            )
            (self.guests if someone.body is None else by_body[place]).append(someone)
            self.everyone.append(someone)
        self.officials: list[Someone] = []
        self._starts: list[tuple[int, int]] = []  # where the people of a body begin, and how many they are
        for some in by_body:
            self._starts.append((len(self.officials), max(1, len(some))))
            self.officials += some

    def travellers(self, kind: str, place: int) -> list[Someone]:
        """The members of a delegation of a body: neighbours, so that nobody stands twice and colleagues travel together."""
        r = self.chance.random
        count = 1 + int(r() * 3) if kind == "outgoing_private" else 4 + int(r() * 17)
        pool = self.guests if kind == "incoming" else self.officials
        begin, size = (0, len(pool)) if kind == "incoming" else self._starts[place]
        first = begin + int(r() * size)
        return [pool[(first + n) % len(pool)] for n in range(min(count, len(pool)))]

    def _official(self, key: int, body: Body, place: int) -> Someone:
        chance, sex, posts = self.chance, self._sex(), self._posts[body.kind]
        told = self._told[sex]
        name = (
            f"{chance.choice(self._families)} {chance.choice(told['middle'])} {chance.choice(told['given'])}"
        )
        leading = (posts["head"], posts["deputies"][0], posts["deputies"][-1])
        is_key = place < len(leading)
        return self._someone(
            key,
            name,
            sex,
            "VN",
            leading[place] if is_key else chance.choice(posts["staff"]),
            body.name,
            body,
            is_key,
        )

    def _guest(self, key: int) -> Someone:
        sex, country = self._sex(), _COUNTRIES[key % len(_COUNTRIES)]
        told = self._told["guests"][country]
        name = " ".join(self.chance.choice(told[part]).split("|")[0] for part in ("family", sex))
        return self._someone(key, name, sex, country, "Chuyên viên", "Văn phòng Ngoại vụ", None, False)

    def _sex(self) -> str:
        return "female" if self.chance.random() < 0.45 else "male"

    def _someone(
        self,
        key: int,
        name: str,
        sex: str,
        country: str,
        post: str,
        unit: str,
        body: Body | None,
        is_key: bool,
    ) -> Someone:
        passport = f"{'D' if body else 'E'}{10_000_000 + key}"
        born = f"{1950 + key % 45}-{1 + key % 12:02d}-{1 + key % 28:02d}"
        tier = "people_committee" if is_key else "unit"
        data = {
            "sex": sex,
            "born_on": born,
            "passport_number": passport,
            "management_tier": tier,
            "nationality": country,
        }
        return Someone(
            key,
            name,
            fold(name),
            sex,
            born,
            country,
            post,
            unit,
            body,
            is_key,
            passport,
            json.dumps(data, ensure_ascii=False),
        )
