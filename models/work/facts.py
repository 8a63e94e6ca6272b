"""Typed facts of a draft or a stored dossier, with what the office knows about the past: what rules and letters work on."""

from __future__ import annotations

from datetime import date

from models import clock
from models.appraisal.facts import DossierFacts
from models.appraisal.reading_drafts import facts_of
from models.catalogue.holidays import calendar
from models.clock import WorkingCalendar
from models.draft import Draft
from models.errors import OfficeError
from models.reading.dossiers import draft_of
from models.reading.history import history_for
from models.store.units import Reading

_YEARS_AROUND = 2  # deadlines reach over the turn of a year, never further


def calendar_around(on: date | None) -> WorkingCalendar:
    """The working days of the years around a day (today)."""
    year = (on or clock.today()).year
    return calendar(year - _YEARS_AROUND, year + _YEARS_AROUND)


def facts_for(read: Reading, draft: Draft, on: date | None = None) -> DossierFacts:
    """The facts of a draft with the history that bears on it; *on* is the day from which reports are late (today)."""
    received = draft.values.get("received_on")
    day = date.fromisoformat(received) if isinstance(received, str) and _is_iso(received) else on
    return facts_of(draft, history_for(read, draft, on), calendar_around(day))


def facts_of_dossier(read: Reading, dossier_id: int, on: date | None = None) -> DossierFacts:
    """The facts of a stored dossier. Raises OfficeError("gone")."""
    try:
        return facts_for(read, draft_of(read, dossier_id), on)
    except KeyError as missing:
        raise OfficeError("gone") from missing


def _is_iso(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
