"""What the tables of a dossier show besides their cells: days, totals, what is known of a member, the names of papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forms.fields import values
from forms.table_model import Computed, TableLook
from models.appraisal.facts import History
from models.catalogue.kinds import DossierKind, Section
from models.dates import read_date
from models.draft import Row, Value
from resources.i18n import _, ngettext

HistoryNow = Callable[[], History | None]


def look_of(kind: DossierKind, section: Section, history: HistoryNow) -> TableLook:
    """The look of a table of a kind."""
    hint = _("Type here, or paste from a spreadsheet (Ctrl+V)")
    match section.table:
        case "legs":
            return TableLook(computed=(Computed(_("Days"), _days_of),), hint=hint)
        case "members":
            return TableLook(note=lambda row: member_note(row, history()), has_notes=True, hint=hint)
        case "papers":
            labels = {p.code: p for p in kind.papers}

            def words(value: Value) -> str:
                paper = labels.get(str(value))
                return str(paper.label) if paper else str(value or "")

            return TableLook(
                words={"code": words},
                fixed=lambda row, column: (
                    column == "file_name" or (column == "code" and row.get("code") in labels)
                ),
                hint=_("Another paper"),
            )
        case _:
            return TableLook(hint=hint)


def total_of(section: Section) -> Callable[[Sequence[Row]], str]:
    """What the table adds up to, in words."""
    match section.table:
        case "legs":
            return journey
        case "funding":
            return _money
        case "members" | "papers":
            return lambda rows: _count(section.table, rows)
        case _:
            return lambda _rows: ""


def _days(row: Row) -> int:
    start, end = read_date(str(row.get("from_on") or "")), read_date(str(row.get("to_on") or ""))
    return (end - start).days + 1 if start and end and end >= start else 0


def _days_of(row: Row) -> str:
    days = _days(row)
    return str(days) if days else ""


def journey(rows: Sequence[Row]) -> str:
    """First and last day and how many days that is, both counted ("02/04/2018 – 09/04/2018: 8 days")."""
    starts = [d for r in rows if (d := read_date(str(r.get("from_on") or "")))]
    ends = [d for r in rows if (d := read_date(str(r.get("to_on") or "")))]
    if not starts or not ends or max(ends) < min(starts):
        return ""
    days = (max(ends) - min(starts)).days + 1
    first, last = (values.show_date(d.isoformat()) for d in (min(starts), max(ends)))
    counted = ngettext("{count} day", "{count} days", days).format(count=days)
    return _("{first} – {last}: {days}, the days of leaving and returning counted").format(
        first=first, last=last, days=counted
    )


def _money(rows: Sequence[Row]) -> str:
    amounts = [a for r in rows if isinstance(a := r.get("amount"), int)]
    return _("Total: {amount} đồng").format(amount=values.show_money(sum(amounts))) if amounts else ""


def _count(table: str, rows: Sequence[Row]) -> str:
    if table == "members":
        people = sum(1 for r in rows if r.get("full_name"))
        return ngettext("{count} person", "{count} people", people).format(count=people) if people else ""
    missing = sum(1 for r in rows if r.get("state") in ("missing", "expired", "wrong_date"))
    return (
        ngettext("{count} paper missing or wrong", "{count} papers missing or wrong", missing).format(
            count=missing
        )
        if missing
        else ""
    )


def member_note(row: Row, history: History | None) -> str:
    """In small type under a name: trips this year, passport, key post."""
    parts: list[str] = []
    person = row.get("person_id")
    if isinstance(person, int) and history is not None:
        trips = len(history.trips.get(person, ()))
        parts.append(
            ngettext("{count} other trip this year", "{count} other trips this year", trips).format(
                count=trips
            )
            if trips
            else _("no other trip this year")
        )
        late = len(history.overdue_of_person.get(person, ()))
        if late:
            parts.append(ngettext("{count} report owed", "{count} reports owed", late).format(count=late))
    elif row.get("full_name") and not isinstance(person, int):
        parts.append(_("not in the ledger"))
    expires = row.get("passport_expires_on")
    if row.get("passport_number") and expires:
        parts.append(_("passport until {day}").format(day=values.show_date(expires)))
    if row.get("is_key_post") is True:
        parts.append(_("key post"))
    return " · ".join(parts)
