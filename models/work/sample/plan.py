"""What happens in the invented year, decided before anything is written: who goes where when, and how it ends.

The figures are those of the seed, exactly; cancelled, refused and withdrawn journeys come on top and do not count.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import resources
from models.clock import WorkingCalendar
from models.work.sample.names import Guest, Namer, Official, bodies, guest

OUTGOING, PERSON_TRIPS, PRIVATE_TRIPS, INCOMING, GUESTS = 223, 731, 126, 123, 969

# How a case may end besides counting; the number is how many of each kind (outgoing, private, incoming).
ENDS = {"cancelled": (6, 1, 3), "refused": (3, 0, 1), "withdrawn": (4, 2, 2)}
# Stages in which the live cases of the last days stand, per kind.
LIVE = {
    "outgoing_official": ("received", "supplement", "appraisal", "division", "director", "approved", "submitted", "decided"),
    "incoming": ("received", "appraisal", "director", "decided"),
    "outgoing_private": ("appraisal", "division", "decided"),
}  # fmt: skip
_MONTHS = (3, 3, 9, 10, 11, 10, 8, 8, 10, 11, 11, 7)  # how many journeys leave in each month, roughly


@dataclass(slots=True)
class Journey:
    """One invented case. *ends* is "" when it goes its way, else cancelled, refused, withdrawn or the stage it stands in.

    *amends* is what an amendment changes ("days" or "member"); *report* is on_time, late or owed.
    """

    kind: str
    told: dict[str, Any]
    place: str
    host: str
    purpose: str
    departs_on: date
    returns_on: date
    received_on: date
    requester: Any
    officials: list[Official] = field(default_factory=list[Official])
    guests: list[Guest] = field(default_factory=list[Guest])
    ends: str = ""
    is_urgent: bool = False
    is_planned: bool = True
    needs_supplement: bool = False
    amends: str = ""
    report: str = "on_time"
    border: bool = False
    money: str = "state"
    is_waived: bool = False  # a paper is missing and the director lets it pass
    is_returned: bool = False  # the head of division sends it back once
    substitute: Official | None = None  # who goes in an amendment instead of the last of the officials

    @property
    def is_plain(self) -> bool:
        """Whether nothing out of the ordinary happens to it."""
        return not (self.ends or self.needs_supplement or self.amends or self.is_waived or self.is_returned)

    @property
    def people(self) -> int:
        """How many travel."""
        return len(self.officials) + len(self.guests)


class Planner:
    """Plans the journeys of one year. The same seed gives the same year."""

    def __init__(
        self,
        year: int,
        chance: random.Random,
        namer: Namer,
        people: Sequence[Official],
        working: WorkingCalendar,
    ) -> None:
        self.year, self.chance, self.namer, self.working = year, chance, namer, working
        self.told = resources.load_toml("sample/journeys.toml")
        self.bodies = [b for b in bodies() if b.weight]
        self.by_body: dict[int, list[Official]] = {}
        for person in people:
            self.by_body.setdefault(person.body.id, []).append(person)
        self.busy: dict[int, list[tuple[date, date]]] = {}
        self.trips: dict[int, int] = {}

    def journeys(self) -> list[Journey]:
        """Every case of the year in the order of its receipt."""
        out = [*self._outgoing(), *self._private(), *self._incoming()]
        return sorted(out, key=lambda j: (j.received_on, j.kind, j.departs_on))

    def _days(self, count: int, first: date, last: date) -> list[date]:
        """Days of departure over the year, few around Tết, in order."""
        days: list[date] = []
        tet = (date(self.year, 2, 10), date(self.year, 2, 22))
        while len(days) < count:
            month = self.chance.choices(range(1, 13), _MONTHS)[0]
            day = date(self.year, month, 1) + timedelta(days=self.chance.randrange(31))
            if (
                first <= day <= last
                and day.month == month
                and not tet[0] <= day <= tet[1]
                and (day.weekday() < 5 or self.chance.random() < 0.15)
            ):
                days.append(day)
        return sorted(days)

    def _fates(self, counted: int, which: int) -> list[str]:
        """ "" for every counted case and the ends of the others, mixed."""
        fates = [""] * counted + [end for end, numbers in ENDS.items() for _ in range(numbers[which])]
        self.chance.shuffle(fates)
        return fates

    def _told(self, kind: str, count: int) -> list[dict[str, Any]]:
        """Where *count* cases go, by the shares of the file."""
        entries: list[dict[str, Any]] = self.told[kind]
        whole = sum(e["share"] for e in entries)
        exact = [count * e["share"] / whole for e in entries]
        taken = [int(x) for x in exact]
        for n in sorted(range(len(entries)), key=lambda i: (taken[i] - exact[i], i))[: count - sum(taken)]:
            taken[n] += 1
        out = [e for e, n in zip(entries, taken, strict=True) for _ in range(n)]
        self.chance.shuffle(out)
        return out

    def _sizes(self, counted: int, total: int, draw: Sequence[tuple[int, int]], most: int) -> list[int]:
        """*counted* sizes that make *total* people."""
        sizes = self.chance.choices([s for s, _ in draw], [w for _, w in draw], k=counted)
        while (left := total - sum(sizes)) != 0:
            n = self.chance.randrange(counted)
            step = 1 if left > 0 else -1
            if 1 <= sizes[n] + step <= most:
                sizes[n] += step
        return sizes

    def _received(self, departs: date, least: int, most: int, urgent: int, fate: str) -> tuple[date, bool]:
        """The day a case was received, so many working days before; and whether that is less than is asked for."""
        is_urgent = self.chance.random() < 0.08 and not fate
        least += 3 if fate else 0  # time to think better of it
        lead = self.chance.randint(urgent, least - 1) if is_urgent else self.chance.randint(least, most)
        first = self.working.add(date(self.year, 1, 1), 1)
        day = self.working.add(departs, -lead)
        return max(first, day), is_urgent

    def _outgoing(self) -> list[Journey]:
        live = LIVE["outgoing_official"]
        fates = self._fates(OUTGOING, 0)
        sizes = iter(
            self._sizes(
                OUTGOING,
                PERSON_TRIPS,
                ((1, 22), (2, 26), (3, 20), (4, 12), (5, 8), (6, 6), (7, 3), (8, 2), (10, 1)),
                12,
            )
        )
        days = self._days(len(fates), date(self.year, 1, 22), date(self.year, 12, 27))
        days += [self.working.add(date(self.year + 1, 1, 1), 3 + 2 * n) for n in range(len(live))][::-1]
        fates += list(live)
        out: list[Journey] = []
        for told, departs, fate in zip(self._told("outgoing", len(fates)), days, fates, strict=True):
            size = next(sizes) if fate == "" else self.chance.randint(1, 5)
            returns = departs + timedelta(days=self.chance.randint(*told["days"]) - 1)
            received, urgent = self._received(departs, 11, 24, 6, fate)
            if fate in live:
                received = self._live_since(fate)
                urgent = False
            body = self.chance.choices(self.bodies, [b.weight for b in self.bodies])[0]
            people = self._delegates(body.id, size, departs, returns)
            out.append(
                self._journey(
                    "outgoing_official",
                    told,
                    departs,
                    returns,
                    received,
                    body,
                    officials=people,
                    ends=fate,
                    is_urgent=urgent,
                )
            )
        self._mark(out)
        return out

    def _mark(self, journeys: list[Journey]) -> None:
        """Chooses the cases in which something out of the ordinary happens."""
        for j in journeys:
            if j.ends in ("approved", "submitted"):
                j.money = "state"  # so that it goes up to the people's committee
        for n, j in enumerate(self.chance.sample([j for j in journeys if j.ends == ""], 28)):
            j.needs_supplement, j.is_waived, j.is_returned = n < 16, 16 <= n < 20, n >= 20
        plain = [j for j in journeys if j.is_plain and not j.is_urgent and j.departs_on.month < 12]
        for n, j in enumerate(self.chance.sample(plain, 7)):
            j.amends = "days"
            if n % 3 != 2 or j.people < 2 or j.officials[-1].rank != "staff":
                continue
            for p in self.by_body[j.requester.id]:
                ready = p.rank == "staff" and p.passport_kind == "official" and p not in j.officials
                if ready and self._free(p, j.departs_on, j.returns_on):
                    j.amends, j.substitute = "member", p
                    self._take(p, j.departs_on, j.returns_on)
                    break

    def _live_since(self, stage: str) -> date:
        """When a case was received that stands in a stage on the last working days of the year."""
        last = self.working.add(date(self.year + 1, 1, 1), -1)
        ago = {
            "received": 2,
            "appraisal": 3,
            "supplement": 5,
            "division": 4,
            "director": 5,
            "approved": 6,
            "submitted": 8,
            "decided": 11,
        }[stage]
        return self.working.add(last, -ago)

    def _delegates(self, body_id: int, size: int, departs: date, returns: date) -> list[Official]:
        """Free people of a body, at most one leader, the rest from its staff and other bodies."""
        chosen: list[Official] = []
        own = self.by_body[body_id]
        leaders = [
            p
            for p in own
            if p.rank != "staff" and self.trips.get(p.id, 0) < 2 and self._free(p, departs, returns)
        ]
        if leaders and self.chance.random() < 0.55:
            chosen.append(leaders[0] if self.chance.random() < 0.3 else self.chance.choice(leaders))
        if size > 3 and self.chance.random() < 0.06:
            province = [
                p
                for p in self.by_body[1]
                if p.rank == "deputy" and self.trips.get(p.id, 0) < 2 and self._free(p, departs, returns)
            ]
            chosen = [*province[:1], *[p for p in chosen if p.rank == "staff"]] if province else chosen
        pools = [own, *(self.by_body[b.id] for b in self.chance.sample(self.bodies, 6))]
        for pool in pools:
            staff = [
                p for p in pool
                if p.rank == "staff" and p.passport_kind == "official" and self.trips.get(p.id, 0) < 3 and self._free(p, departs, returns)
                and p not in chosen
            ]  # fmt: skip
            self.chance.shuffle(staff)
            most = size if pool is own else 2
            chosen += staff[: min(most, size - len(chosen))]
            if len(chosen) >= size:
                break
        for p in chosen:
            self._take(p, departs, returns)
        return chosen[:size]

    def _free(self, person: Official, departs: date, returns: date) -> bool:
        near = timedelta(days=2)
        return all(
            back + near < departs or returns + near < out for out, back in self.busy.get(person.id, ())
        )

    def _take(self, person: Official, departs: date, returns: date) -> None:
        self.busy.setdefault(person.id, []).append((departs, returns))
        self.trips[person.id] = self.trips.get(person.id, 0) + 1

    def _private(self) -> list[Journey]:
        pairs = 21  # journeys of two; the others go alone
        fates = self._fates(PRIVATE_TRIPS - pairs, 1)
        sizes = [2] * pairs + [1] * (PRIVATE_TRIPS - 2 * pairs)
        self.chance.shuffle(sizes)
        counted = iter(sizes)
        days = self._days(len(fates), date(self.year, 1, 22), date(self.year, 12, 26))
        live = LIVE["outgoing_private"]
        days += [self.working.add(date(self.year + 1, 1, 1), 4 + 3 * n) for n in range(len(live))][::-1]
        fates += list(live)
        out: list[Journey] = []
        for told, departs, fate in zip(self._told("private", len(fates)), days, fates, strict=True):
            size = next(counted) if fate == "" else 1
            returns = departs + timedelta(days=self.chance.randint(*told["days"]) - 1)
            received, urgent = self._received(departs, 11, 20, 7, fate)
            if fate in live:
                received, urgent = self._live_since(fate), False
            body, people = self._holidaymakers(size, departs, returns)
            out.append(
                self._journey(
                    "outgoing_private",
                    told,
                    departs,
                    returns,
                    received,
                    body,
                    officials=people,
                    ends=fate,
                    is_urgent=urgent,
                )
            )
        return out

    def _holidaymakers(self, size: int, departs: date, returns: date) -> tuple[Any, list[Official]]:
        while True:
            body = self.chance.choices(self.bodies, [b.weight for b in self.bodies])[0]
            free = [
                p for p in self.by_body[body.id]
                if p.passport_kind == "ordinary" and self.trips.get(p.id, 0) < 2 and self._free(p, departs, returns)
            ]  # fmt: skip
            if len(free) >= size:
                people = self.chance.sample(free, size)
                for p in people:
                    self._take(p, departs, returns)
                return body, people

    def _incoming(self) -> list[Journey]:
        fates = self._fates(INCOMING, 2)
        live = LIVE["incoming"]
        days = self._days(len(fates), date(self.year, 1, 15), date(self.year, 12, 27))
        days += [self.working.add(date(self.year + 1, 1, 1), 2 + 2 * n) for n in range(len(live))][::-1]
        fates += list(live)
        chosen = self._told("incoming", len(fates))
        draws = [self.chance.randint(*told["size"]) for told in chosen]
        counted = [n for n, fate in enumerate(fates) if fate == ""]
        while (left := GUESTS - sum(draws[n] for n in counted)) != 0:
            n = self.chance.choice(counted)
            step = 1 if left > 0 else -1
            if 2 <= draws[n] + step <= 40:
                draws[n] += step
        out: list[Journey] = []
        for told, departs, fate, size in zip(chosen, days, fates, draws, strict=True):
            returns = departs + timedelta(days=self.chance.choice((0, 1, 1, 2, 2, 3, 4)))
            received, urgent = self._received(departs, 6, 14, 4, fate)
            if fate in live:
                received, urgent = max(self._live_since(fate), self.working.add(departs, -12)), False
            body = self.chance.choices(self.bodies, [b.weight for b in self.bodies])[0]
            host = self.chance.choice(told["bodies"])
            guests = [
                guest(self.namer, told["country"], told["positions"][0] if n == 0 else self.chance.choice(told["positions"][1:] or told["positions"]), host, self.year)
                for n in range(size)
            ]  # fmt: skip
            journey = self._journey(
                "incoming",
                told,
                departs,
                returns,
                received,
                body,
                guests=guests,
                ends=fate,
                is_urgent=urgent,
                host=host,
            )
            journey.border = self.chance.random() < 0.35
            out.append(journey)
        return out

    def _journey(
        self, kind: str, told: dict[str, Any], departs: date, returns: date, received: date, body: Any, *,
        ends: str, is_urgent: bool, officials: list[Official] | None = None, guests: list[Guest] | None = None, host: str = "",
    ) -> Journey:  # fmt: skip
        draw = self.chance.random()
        return Journey(
            kind=kind, told=told, place=self.chance.choice(told.get("places", [""])), host=host or self.chance.choice(told.get("hosts", [""])),
            purpose=self.chance.choice(told["purposes"]), departs_on=departs, returns_on=returns, received_on=received,
            requester=body, officials=officials or [], guests=guests or [], ends=ends, is_urgent=is_urgent,
            is_planned=self.chance.random() < 0.8, report="on_time" if draw < 0.76 else "late" if draw < 0.93 else "owed",
            money=self.chance.choice(("state", "state", "state", "host", "project", "both")),
        )  # fmt: skip
