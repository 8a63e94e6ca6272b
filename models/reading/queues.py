"""Desks: whose work a dossier is, sorted by its due date.

Whose desk a dossier lies on follows from its state (``work_of`` in the workflow); nothing is stored about it.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, select

from models import clock
from models.catalogue.workflows import Role, workflows
from models.reading.dossiers import (
    DELEGATION,
    DOSSIER,
    DossierRow,
    conditions_of,
    row_of,
    row_statement,
    travels,
)
from models.reading.search import keys_of
from models.reading.spine import Asked, Question, ids_of
from models.records import Delegation, Dossier
from models.store.units import Actor, Reading

# The order of a desk: by due date, what has none last, then by age.
ORDER: tuple[ColumnElement[Any], ...] = (DOSSIER.due_on.is_(None), DOSSIER.due_on, DOSSIER.id)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A dossier on a desk. *is_own_trip*: the person at the desk travels in it himself and may not work on it."""

    dossier: DossierRow
    is_own_trip: bool
    is_mine: bool

    @property
    def id(self) -> int:
        """The id of the dossier."""
        return self.dossier.id


@dataclass(frozen=True, slots=True)
class DeskCount:
    """What lies on the desk of a role, as badges show it. *overdue* and *today* are part of *total*; *own* trips are not."""

    role: Role
    total: int = 0
    today: int = 0
    overdue: int = 0
    waiting: int = 0


def states_of(roles: Sequence[Role] | frozenset[Role], *, waiting: bool = False) -> tuple[str, ...]:
    """The states whose dossiers lie on the desk of any of *roles*; *waiting* adds those that wait for others."""
    out: dict[str, None] = {}
    for flow in workflows().values():
        for state in flow.states.values():
            if set(state.work_of) & set(roles) and (waiting or not state.is_waiting):
                out[state.name] = None
    return tuple(out)


class QueueSource:
    """The list ``queue`` of one person.

    Filters: ``role`` (one desk only), ``mine`` (assigned to him or to nobody), ``waiting`` (True: also what waits for others,
    "only": nothing else), ``own`` (False leaves out journeys he takes himself), and every filter of the list ``dossiers``.
    In order of due date.
    """

    name = "queue"
    orders = ("due",)

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        own = travels(DOSSIER.id, actor.person_id).label("is_own_trip")
        self._rows = row_statement().add_columns(own)
        self._by_id = self._rows.where(DOSSIER.id.in_(bindparam("ids", expanding=True)))

    def spine(self, read: Reading, question: Question) -> array[int]:
        base = select(DOSSIER.id).join(Delegation.__table__, DELEGATION.id == DOSSIER.delegation_id)
        return ids_of(read, self._asked(read, base, question))

    def first_rows(self, read: Reading, question: Question, count: int) -> Sequence[QueueRow]:
        statement = self._asked(read, self._rows, question).limit(count)
        return [self._row(r) for r in read.session.connection().execute(statement)]

    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, QueueRow]:
        return {
            r[0]: self._row(r) for r in read.session.connection().execute(self._by_id, {"ids": list(keys)})
        }

    def _row(self, row: Sequence[Any]) -> QueueRow:
        dossier = row_of(row)
        return QueueRow(dossier, bool(row[-1]), dossier.officer_id in (None, self.actor.user_id))

    def _asked(self, read: Reading, base: Asked, question: Question) -> Asked:
        filters = dict(question.filters)
        role, mine = filters.pop("role", None), filters.pop("mine", False)
        waiting, own = filters.pop("waiting", False), filters.pop("own", True)
        roles = frozenset([Role(role)] if role else self.actor.roles)
        states = states_of(roles, waiting=bool(waiting))
        if waiting == "only":
            states = tuple(s for s in states if s not in states_of(roles))
        base = base.where(DOSSIER.state.in_(states), *conditions_of(filters))
        if not own:
            base = base.where(~travels(DOSSIER.id, self.actor.person_id))
        if mine:
            base = base.where(DOSSIER.officer_id.is_(None) | (DOSSIER.officer_id == self.actor.user_id))
        if question.text:
            base = base.where(DOSSIER.id.in_(keys_of(read, question.text, "dossier") or []))
        return base.order_by(*ORDER)


def queue_for(read: Reading, actor: Actor, count: int = 500, **filters: Any) -> tuple[QueueRow, ...]:
    """What lies on a person's desks, most urgent first. One statement."""
    return tuple(QueueSource(actor).first_rows(read, Question("queue", filters), count))


def desk_counts(read: Reading, actor: Actor, on: date | None = None) -> tuple[DeskCount, ...]:
    """How much lies on each desk of a person, own trips left out. One statement."""
    on = on or clock.today()
    found = read.session.connection().execute(
        select(
            DOSSIER.state,
            func.count(),
            func.sum(case((DOSSIER.due_on == on, 1), else_=0)),
            func.sum(case((DOSSIER.due_on < on, 1), else_=0)),
        )
        .select_from(Dossier.__table__)
        .where(DOSSIER.state.in_(states_of(actor.roles, waiting=True)), ~travels(DOSSIER.id, actor.person_id))
        .group_by(DOSSIER.state)
    )
    by_state = {r[0]: (r[1], r[2] or 0, r[3] or 0) for r in found}
    out: list[DeskCount] = []
    for role in Role:
        if role not in actor.roles:
            continue
        active = [by_state[s] for s in states_of([role]) if s in by_state]
        everything = [by_state[s] for s in states_of([role], waiting=True) if s in by_state]
        total, today, overdue = (sum(x[n] for x in active) for n in range(3))
        out.append(DeskCount(role, total, today, overdue, sum(x[0] for x in everything) - total))
    return tuple(out)
