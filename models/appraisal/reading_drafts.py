"""From what a person typed to typed facts. Pure: no database, any thread, so forms call it while one types.

``facts_of`` never fails on what was typed: what it cannot read becomes a ``Problem`` that names the field, and the rest
still counts. ``canonical`` writes the same understanding back as a draft, which is what the store keeps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from models import clock, dates
from models.appraisal.facts import (
    Consultation,
    DossierFacts,
    Funding,
    History,
    Leg,
    Member,
    Paper,
    Problem,
)
from models.catalogue import lists
from models.catalogue.kinds import DossierKind, Field, kinds
from models.clock import WorkingCalendar
from models.draft import Draft, Row, Value
from models.text import fold, nfc, squeeze
from resources.i18n import _

Report = Callable[[str, str, bool], None]  # field, sentence, is it missing
_SECRET = re.compile(r"\b(tối mật|tuyệt mật|độ mật\s*:)", re.IGNORECASE)
MOST_MONEY = 10**15


def facts_of(
    draft: Draft, history: History | None = None, calendar: WorkingCalendar | None = None
) -> DossierFacts:
    """The typed facts of a draft, with its problems in the order of the form. Raises KeyError for an unknown kind."""
    return _Reader(draft, history or History(), calendar or WorkingCalendar()).facts()


def canonical(draft: Draft) -> Draft:
    """The same draft as the store would give it back: every field of the kind, composed, typed, dates as ISO text.

    What cannot be read stays as typed. Fields and columns that the kind does not know are left out.
    """
    kind = kinds()[draft.kind]
    values: Row = {}
    for spec in kind.fields:
        values[spec.name] = _plain(_typed(spec, draft.values.get(spec.name), _silent))
        if spec.input == "organisation":
            values[f"{spec.name}_id"] = _number(draft.values.get(f"{spec.name}_id"))
    rows: dict[str, list[Row]] = {}
    for section in kind.sections:
        if section.table:
            rows[section.table] = [
                {c.name: _plain(_typed(c, row.get(c.name), _silent)) for c in section.columns}
                for row in draft.table(section.table)
                if not is_empty(row)
            ]
    return Draft(draft.kind, values, rows, draft.key, draft.dossier_id, draft.base_version)


def is_empty(row: Mapping[str, Value]) -> bool:
    """Whether a row of a table holds nothing (the line offered for the next entry)."""
    return all(v in (None, "", False, []) for v in row.values())


def is_shown(condition: str, values: Mapping[str, Any]) -> bool:
    """Whether a field with that ``shown_when`` is on the form: ``name``, ``!name`` or ``name=value``; empty is always."""
    if not condition:
        return True
    if condition.startswith("!"):
        return not is_shown(condition[1:], values)
    name, _sep, wanted = condition.partition("=")
    value = values.get(name)
    return str(value) == wanted if wanted else bool(value)


def _silent(_field: str, _says: str, _is_missing: bool) -> None:
    return None


def _plain(value: Any) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [str(x) for x in value]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return value


def _number(value: Value) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value
    bare = re.sub(r"\s", "", nfc(str(value)))
    if re.fullmatch(r"-?[0-9]{1,3}([.,][0-9]{3})+", bare):
        bare = bare.replace(".", "").replace(",", "")
    return int(bare) if re.fullmatch(r"-?[0-9]{1,15}", bare) else None


def _typed(spec: Field, value: Value, report: Report, at: str = "") -> Any:
    """The typed value of one field; what cannot be read is reported and given back as typed."""
    at = at or spec.name
    label = str(spec.label)
    match spec.input:
        case "flag":
            return value is True or str(value).lower() in {"1", "true", "x"}
        case "choices":
            return _choices(spec, value, report, at)
        case "number" | "money":
            return _counted(spec, value, report, at)
        case _:
            pass
    text = nfc(str(value)).strip() if spec.input == "text" else squeeze("" if value is None else str(value))
    if value is None:
        text = ""
    if len(text) > spec.max_length:
        says = _("{label} is too long: {length} characters, at most {limit}. Please shorten it.")
        report(at, says.format(label=label, length=len(text), limit=spec.max_length), False)
    if not text:
        return None if spec.input == "date" else ""
    return _special(spec, text, report, at)


def _short(text: str) -> str:
    """What was typed, as a sentence can bear it."""
    return text if len(text) <= 60 else f"{text[:60]}…"


def _special(spec: Field, text: str, report: Report, at: str) -> Any:
    label = str(spec.label)
    if spec.input == "date":
        found = dates.read_date(text)
        if found is None:
            says = _("{label}: “{text}” is not a day of the calendar. Write it as day/month/year.")
            report(at, says.format(label=label, text=_short(text)), False)
            return text
        return found
    if spec.input == "partial_date":
        partial = dates.read_partial(text)
        if partial is None:
            says = _("{label}: “{text}” is not a date. Write day/month/year, month/year or the year alone.")
            report(at, says.format(label=label, text=_short(text)), False)
        return partial or text
    if spec.input == "choice" and text not in lists.items(spec.list):
        says = _("{label}: “{text}” is not one of the choices. Please choose from the list.")
        report(at, says.format(label=label, text=_short(text)), False)
    if spec.input == "country" and text not in lists.countries():
        code = lists.country_code(text)
        if code:
            return code
        says = _("{label}: “{text}” is not a country of the list. Please choose from the list.")
        report(at, says.format(label=label, text=_short(text)), False)
    return text


def _choices(spec: Field, value: Value, report: Report, at: str) -> tuple[str, ...]:
    chosen = value if isinstance(value, list) else [str(value)] if value else []
    known = lists.items(spec.list)
    for code in chosen:
        if code not in known:
            says = _("{label}: “{text}” is not one of the choices. Please choose from the list.")
            report(at, says.format(label=str(spec.label), text=_short(str(code))), False)
    return tuple(code for code in known if code in chosen) + tuple(c for c in chosen if c not in known)


def _counted(spec: Field, value: Value, report: Report, at: str) -> Any:
    if value is None or value == "":
        return None
    number = _number(value)
    if number is None or not 0 <= number <= MOST_MONEY:
        says = _("{label}: “{text}” is not a whole number of at least 0.")
        report(at, says.format(label=str(spec.label), text=_short(str(value))), False)
        return squeeze(str(value)) if number is None else number
    return number


class _Reader:
    """Reads one draft once."""

    def __init__(self, draft: Draft, history: History, calendar: WorkingCalendar) -> None:
        self.draft = draft
        self.kind: DossierKind = kinds()[draft.kind]
        self.history = history
        self.calendar = calendar
        self.problems: list[Problem] = []

    def report(self, field: str, says: str, is_missing: bool = False) -> None:
        self.problems.append(Problem(field, says, is_missing))

    def facts(self) -> DossierFacts:
        values: dict[str, Any] = {}
        rows: dict[str, tuple[Mapping[str, Any], ...]] = {}
        for section in self.kind.sections:
            for spec in section.fields:
                values[spec.name] = _typed(spec, self.draft.values.get(spec.name), self.report)
                if spec.input == "organisation":
                    values[f"{spec.name}_id"] = _number(self.draft.values.get(f"{spec.name}_id"))
            if section.table:
                rows[section.table] = self._rows(section.table, section.columns)
        self._missing(values)
        self._impossible(values, rows)
        return DossierFacts(
            kind=self.kind.code,
            direction=self.kind.direction,
            values=values,
            legs=tuple(_leg(r) for r in rows.get("legs", ())),
            members=tuple(self._member(r) for r in rows.get("members", ())),
            funding=tuple(
                Funding(
                    r.get("source") or "", _int(r.get("amount")), r.get("payer") or "", r.get("note") or ""
                )
                for r in rows.get("funding", ())
            ),
            papers=tuple(_paper(r) for r in rows.get("papers", ())),
            consultations=tuple(_consultation(r) for r in rows.get("consultations", ())),
            rows=rows,
            history=self.history,
            calendar=self.calendar,
            problems=self._in_order(),
        )

    def _rows(self, table: str, columns: tuple[Field, ...]) -> tuple[Mapping[str, Any], ...]:
        out: list[Mapping[str, Any]] = []
        for n, row in enumerate(self.draft.table(table)):
            if is_empty(row):
                continue
            typed: dict[str, Any] = {}
            for spec in columns:
                at = f"{table}.{n}.{spec.name}"
                typed[spec.name] = _typed(spec, row.get(spec.name), self.report, at)
                if spec.required and typed[spec.name] in (None, ""):
                    says = _("Row {row}: {label} is missing.")
                    self.report(at, says.format(row=n + 1, label=str(spec.label)), True)
            out.append(typed)
        return tuple(out)

    def _missing(self, values: Mapping[str, Any]) -> None:
        for spec in self.kind.fields:
            if spec.required and is_shown(spec.shown_when, values) and values[spec.name] in (None, "", ()):
                self.report(spec.name, _("{label} is missing.").format(label=str(spec.label)), True)
        for table in ("legs", "members"):
            if all(is_empty(r) for r in self.draft.table(table)):
                label = str(self.kind.section_of(table).label)
                self.report(table, _("{label}: there is no row yet.").format(label=label), True)

    def _impossible(
        self, values: Mapping[str, Any], rows: Mapping[str, tuple[Mapping[str, Any], ...]]
    ) -> None:
        sent, came = values.get("received_paper_on"), values.get("received_on")
        if isinstance(sent, date) and isinstance(came, date) and came < sent:
            self.report("received_on", _("The paper cannot arrive before the day it was written."))
        if isinstance(came, date) and came > clock.today():
            self.report("received_on", _("The day of arrival lies in the future."))
        for n, row in self._numbered("legs"):
            start, end = _date(row.get("from_on")), _date(row.get("to_on"))
            if start and end and end < start:
                self.report(
                    f"legs.{n}.to_on", _("Row {row}: the stay ends before it begins.").format(row=n + 1)
                )
        self._twice()
        self._unborn()
        self._secret(values)

    def _numbered(self, table: str) -> list[tuple[int, Row]]:
        return [(n, r) for n, r in enumerate(self.draft.table(table)) if not is_empty(r)]

    def _twice(self) -> None:
        """The same person in two rows: by ledger id, else by name with the same birth date; or one passport in two rows."""
        seen: dict[tuple[str, ...], int] = {}
        for n, row in self._numbered("members"):
            name, text = fold(str(row.get("full_name") or "")), squeeze(str(row.get("full_name") or ""))
            marks: list[tuple[str, ...]] = [("id", str(row["person_id"]))] if row.get("person_id") else []
            if name and row.get("born_on"):
                born = str(row["born_on"])
                marks.append((name, dates.read_partial(born) or fold(born)))
            number = fold(str(row.get("passport_number") or "")).replace(" ", "")
            passport = (
                "passport",
                number,
                str(row.get("nationality") or ""),
            )  # states number their own passports
            before = next((seen[m] for m in marks if m in seen), None)
            if before is not None:
                says = _("Row {row}: {name} already stands in row {before}.")
                self.report(f"members.{n}.full_name", says.format(row=n + 1, name=text, before=before + 1))
            elif number and passport in seen:
                says = _("Row {row}: passport {number} already stands in row {before}.")
                text = says.format(
                    row=n + 1, number=squeeze(str(row["passport_number"])), before=seen[passport] + 1
                )
                self.report(f"members.{n}.passport_number", text)
            for mark in (*marks, passport):
                seen.setdefault(mark, n)

    def _unborn(self) -> None:
        for n, row in self._numbered("members"):
            born = dates.first_day(dates.read_partial(str(row.get("born_on") or "")) or "")
            if born and born > clock.today():
                self.report(
                    f"members.{n}.born_on",
                    _("Row {row}: the birth date lies in the future.").format(row=n + 1),
                )

    def _secret(self, values: Mapping[str, Any]) -> None:
        says = _(
            "Secret papers have no place here. Keep them on the machine meant for them, and leave them out."
        )
        if "secret" in (values.get("content_flags") or ()):
            self.report("content_flags", says)
        for name, value in values.items():
            if isinstance(value, str) and (_SECRET.search(value) or value == "MẬT"):
                self.report(name, says)

    def _member(self, row: Mapping[str, Any]) -> Member:
        known = {f for f in Member.__dataclass_fields__ if f not in {"trips", "overdue"}}
        data = {k: v for k, v in row.items() if k in known and v is not None}
        for name in ("passport_expires_on", "retires_on"):
            if not isinstance(data.get(name), date):
                data.pop(name, None)
        if "born_on" in data:
            data["born_on"] = _date(data["born_on"])
        person = row.get("person_id")
        person = person if isinstance(person, int) else None
        data["person_id"] = person
        trips = self.history.trips.get(person, ()) if person is not None else ()
        overdue = self.history.overdue_of_person.get(person, ()) if person is not None else ()
        return Member(**data, trips=trips, overdue=overdue)

    def _in_order(self) -> tuple[Problem, ...]:
        """Problems as the eye meets them on the form."""
        place: dict[str, int] = {}
        for section in self.kind.sections:
            for name in [f.name for f in section.fields] + ([section.table] if section.table else []):
                place[name] = len(place)

        def key(problem: Problem) -> tuple[int, int]:
            parts = problem.field.split(".")
            return place.get(parts[0], len(place)), int(parts[1]) if len(parts) > 1 else -1

        return tuple(sorted(self.problems, key=key))


def _date(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    text = str(value or "")
    return dates.read_date(text) if text else None


def _int(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _leg(row: Mapping[str, Any]) -> Leg:
    return Leg(
        country=row.get("country") or "",
        place=row.get("place") or "",
        from_on=_only_date(row.get("from_on")),
        to_on=_only_date(row.get("to_on")),
        host=row.get("host") or "",
        is_transit=bool(row.get("is_transit")),
        is_border_commune=bool(row.get("is_border_commune")),
        stays_overnight=bool(row.get("stays_overnight")),
    )


def _only_date(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _paper(row: Mapping[str, Any]) -> Paper:
    return Paper(
        code=row.get("code") or "",
        state=row.get("state") or "missing",
        dated_on=_only_date(row.get("dated_on")),
        note=row.get("note") or "",
        file_name=row.get("file_name") or "",
        sha256=row.get("sha256") or "",
    )


def _consultation(row: Mapping[str, Any]) -> Consultation:
    return Consultation(
        asked_of=row.get("asked_of") or "",
        asked_on=_only_date(row.get("asked_on")),
        due_on=_only_date(row.get("due_on")),
        answer=row.get("answer") or "open",
        answer_number=row.get("answer_number") or "",
        answered_on=_only_date(row.get("answered_on")),
    )
