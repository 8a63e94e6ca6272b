"""The first page of the day: my work, who is abroad and who is visiting, and the year's figures with the lists behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from models import clock
from models.reading.dossiers import DELEGATION, DOSSIER, DossierRow, row_of, row_statement
from models.reading.owed import OWED
from models.reading.queues import DeskCount, QueueSource, desk_counts
from models.reading.spine import Question
from models.store.units import Actor, Reading

FAMILIES = ("outgoing", "private", "incoming")
TRAVELLING = ("decided", "under_way")  # states of a permitted delegation that is not known to be back


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the one of the same period of the year before, and the question that opens the list behind it."""

    name: str
    value: int
    before: int
    question: Question


@dataclass(frozen=True, slots=True)
class CountryFigure:
    """What went to one country (outgoing and private) or came from it (incoming) in the period."""

    country: str
    family: str
    delegations: int
    person_trips: int
    question: Question


@dataclass(frozen=True, slots=True)
class Work:
    """What asks for attention. *overdue*, *today* and *waiting* count dossiers on my desks; *owed* reports that are late."""

    desks: tuple[DeskCount, ...]
    overdue: Figure
    today: Figure
    waiting: Figure
    owed: Figure


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything on the first page. *abroad* are delegations of ours on their way today, *visiting* those who are here."""

    on: date
    work: Work
    abroad: tuple[DossierRow, ...]
    visiting: tuple[DossierRow, ...]
    figures: tuple[Figure, ...]
    countries: tuple[CountryFigure, ...]
    years: tuple[int, ...]


def dashboard(read: Reading, actor: Actor, on: date | None = None, year: int | None = None) -> Dashboard:
    """The first page for one person on a day; the figures run from 1 January to *on* (or to the end of an earlier *year*)."""
    on = on or clock.today()
    year = year or on.year
    first, last = date(year, 1, 1), on if year == on.year else date(year, 12, 31)
    under_way = _under_way(read, on)
    figures, countries = _figures(read, first, last)
    return Dashboard(
        on=on,
        work=_work(read, actor, on),
        abroad=tuple(r for r in under_way if r.counts_as != "incoming"),
        visiting=tuple(r for r in under_way if r.counts_as == "incoming"),
        figures=figures,
        countries=countries,
        years=_years(read, on),
    )


def _work(read: Reading, actor: Actor, on: date) -> Work:
    """Each figure counts its own question, so that the list behind it cannot show another number."""
    queue = QueueSource(actor)

    def figure(name: str, question: Question) -> Figure:
        source = OWED if question.list == OWED.name else queue
        return Figure(name, len(source.spine(read, question)), 0, question)

    return Work(
        desk_counts(read, actor, on),
        figure("overdue", Question("queue", {"overdue": True, "own": False})),
        figure("today", Question("queue", {"due_on": on, "own": False})),
        figure("waiting", Question("queue", {"waiting": "only", "own": False})),
        figure("owed", Question("owed", {"late": True})),
    )


def _years(read: Reading, on: date) -> tuple[int, ...]:
    """The years in which delegations departed, newest first; this year always."""
    connection = read.session.connection()
    first = connection.scalar(select(func.min(DELEGATION.departs_on)))
    last = connection.scalar(select(func.max(DELEGATION.departs_on)))
    return tuple(
        range(max(on.year, last.year if last else 0), min(on.year, first.year if first else on.year) - 1, -1)
    )


def _under_way(read: Reading, on: date) -> tuple[DossierRow, ...]:
    """Who is on the way on a day. For today the state says it (an index away); for an earlier day only the dates do."""
    statement = row_statement().where(
        DELEGATION.counts.is_(True),
        DELEGATION.departs_on <= on,
        DELEGATION.returns_on >= on,
        DOSSIER.relation == "original",
    )
    if on >= clock.today():
        statement = statement.where(DOSSIER.state.in_(TRAVELLING))
    found = read.session.connection().execute(statement.order_by(DELEGATION.returns_on, DOSSIER.id))
    return tuple(row_of(r) for r in found)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _by_family_and_countries(read: Reading, first: date, last: date) -> list[tuple[str, str, int, int]]:
    """Delegations and person-trips of a period by family and countries: a stretch of one covering index for each family."""
    found = read.session.connection().execute(
        select(DELEGATION.counts_as, DELEGATION.countries, func.count(), func.sum(DELEGATION.member_count))
        .where(
            DELEGATION.counts.is_(True),
            DELEGATION.counts_as.in_(FAMILIES),
            DELEGATION.departs_on.between(first, last),
        )
        .group_by(DELEGATION.counts_as, DELEGATION.countries)
    )
    return [(family, countries, n, int(trips or 0)) for family, countries, n, trips in found]


def _figures(read: Reading, first: date, last: date) -> tuple[tuple[Figure, ...], tuple[CountryFigure, ...]]:
    """The figures by family with those of the year before, and by country: each delegation once per country, no transit."""
    now = _by_family_and_countries(read, first, last)
    before = _by_family_and_countries(read, _year_before(first), _year_before(last))
    figures: list[Figure] = []
    for family in FAMILIES:
        question = _counted(first, last, counts_as=family)
        for name, column in (("delegations", 2), ("person_trips", 3)):
            value, earlier = (
                sum(int(row[column]) for row in rows if row[0] == family) for rows in (now, before)
            )
            figures.append(Figure(f"{family}.{name}", value, earlier, question))
    sums: dict[tuple[str, str], list[int]] = {}
    for family, countries, delegations, trips in now:
        for country in countries.split():
            figure = sums.setdefault((country, family), [0, 0])
            figure[0] += delegations
            figure[1] += trips
    ordered = sorted(sums.items(), key=lambda x: (-x[1][0], x[0]))
    by_country = tuple(
        CountryFigure(c, family, n, trips, _counted(first, last, counts_as=family, country=c))
        for (c, family), (n, trips) in ordered
    )
    return tuple(figures), by_country


def _counted(first: date, last: date, **filters: Any) -> Question:
    return Question(
        "dossiers", {"counts": True, "relation": "original", "from_on": first, "to_on": last, **filters}
    )
