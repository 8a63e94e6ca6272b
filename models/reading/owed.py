"""Reports that are owed, by unit: what the reminder letters are made from."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from models import clock
from models.reading.dossiers import DELEGATION, DOSSIER, conditions_of
from models.reading.history import GONE
from models.reading.spine import Asked, Question, ids_of
from models.records import Delegation, Dossier
from models.store.units import Reading


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A report that is owed. *days_late* counts calendar days after the due date; 0 or less while it is not late."""

    id: int  # of the dossier
    delegation_id: int
    reference: str
    kind: str
    title: str
    requester_id: int | None
    requester: str
    head_name: str
    departs_on: date | None
    returns_on: date | None
    due_on: date
    reminders: int
    reminded_on: date | None
    days_late: int


@dataclass(frozen=True, slots=True)
class OwedByUnit:
    """Everything one unit owes, the longest overdue first."""

    requester_id: int | None
    requester: str
    reports: tuple[OwedRow, ...]

    @property
    def most_late(self) -> int:
        """The days of the report that is late longest."""
        return max(r.days_late for r in self.reports)


_COLUMNS = (
    DOSSIER.id, DELEGATION.id, DOSSIER.reference, DOSSIER.kind, DELEGATION.title, DOSSIER.requester_id, DOSSIER.requester,
    DELEGATION.head_name, DELEGATION.departs_on, DELEGATION.returns_on, DELEGATION.report_due_on, DELEGATION.reminders,
    DELEGATION.reminded_on,
)  # fmt: skip
_JOINED = Dossier.__table__.join(Delegation.__table__, DELEGATION.id == DOSSIER.delegation_id)
_OWED = (
    DELEGATION.report_due_on.is_not(None),
    DELEGATION.report_received_on.is_(None),
    DELEGATION.status.not_in(GONE),
    DOSSIER.relation == "original",
)
_ROWS = select(*_COLUMNS).select_from(_JOINED).where(DOSSIER.id.in_(bindparam("ids", expanding=True)))


def _row(row: Sequence[Any], on: date) -> OwedRow:
    return OwedRow(*row, days_late=(on - row[10]).days)


class OwedList:
    """The list ``owed``: reports that are owed, the longest overdue first. Filters: ``late`` (due before today), and those of
    the list ``dossiers``."""

    name = "owed"
    orders = ("due",)

    def spine(self, read: Reading, question: Question) -> array[int]:
        return ids_of(read, self._asked(select(DOSSIER.id).select_from(_JOINED), question))

    def first_rows(self, read: Reading, question: Question, count: int) -> Sequence[OwedRow]:
        on = clock.today()
        statement = self._asked(select(*_COLUMNS).select_from(_JOINED), question).limit(count)
        return [_row(r, on) for r in read.session.connection().execute(statement)]

    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, OwedRow]:
        on = clock.today()
        return {r[0]: _row(r, on) for r in read.session.connection().execute(_ROWS, {"ids": list(keys)})}

    def _asked(self, base: Asked, question: Question) -> Asked:
        filters = dict(question.filters)
        if filters.pop("late", False):
            base = base.where(DELEGATION.report_due_on < clock.today())
        return base.where(*_OWED, *conditions_of(filters)).order_by(DELEGATION.report_due_on, DOSSIER.id)


OWED = OwedList()


def owed_by_unit(read: Reading, on: date | None = None, *, late_only: bool = True) -> tuple[OwedByUnit, ...]:
    """What each unit owes, the unit with the longest delay first; *late_only* leaves out what is not due before *on*."""
    on = on or clock.today()
    statement = select(*_COLUMNS).select_from(_JOINED).where(*_OWED)
    if late_only:
        statement = statement.where(DELEGATION.report_due_on < on)
    found = read.session.connection().execute(statement.order_by(DELEGATION.report_due_on, DOSSIER.id))
    units: dict[tuple[int | None, str], list[OwedRow]] = {}
    for row in (_row(r, on) for r in found):
        key = (row.requester_id, "" if row.requester_id is not None else row.requester)
        units.setdefault(key, []).append(row)
    return tuple(OwedByUnit(key[0], rows[0].requester, tuple(rows)) for key, rows in units.items())
