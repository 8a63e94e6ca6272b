"""Everything a letter is made from, gathered from the store: the dossier's facts, findings, the office, who decides and signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import select

from models import clock, dates, settings
from models.appraisal.authority import decide
from models.appraisal.facts import DossierFacts
from models.appraisal.findings import Finding
from models.catalogue.authority import Authority
from models.catalogue.kinds import kinds
from models.catalogue.letter_kinds import ANY, TABLE, LetterKind, letter_kinds
from models.catalogue.rulebook import chosen, rules
from models.letters.facts import (
    EarlierLetter,
    Item,
    LetterFacts,
    LetterRef,
    OfficeProfile,
    OwedReport,
    SigningAuthority,
)
from models.letters.rows import rows_of
from models.reading.findings import current_findings
from models.reading.letters import LetterRow, letters_of, number_text
from models.reading.overview import asks_of
from models.records import Delegation, Dossier, Letter, User
from models.store.units import Reading
from models.text import squeeze
from models.work.answer_day import answer_day
from models.work.appraising import office_rules
from models.work.earlier import before, earlier_facts, earlier_letter, recorded_elsewhere
from models.work.facts import facts_of_dossier
from models.work.period_facts import figures_for, plan_for

SIGNER = "signer"  # own field of a letter: the code of the capacity that signs instead of the regular one


@dataclass(frozen=True, slots=True)
class Source:
    """What a letter is about and what a person added; *earlier_id* is the letter that it changes."""

    dossier_id: int | None
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    delegations: tuple[int, ...] = ()
    earlier_id: int | None = None


def source_of(letter: Letter) -> Source:
    """What a kept letter is about."""
    return Source(letter.dossier_id, letter.fields, about_of(letter), letter.earlier_id)


def about_of(letter: Letter) -> tuple[int, ...]:
    """The delegations that a letter about several is about."""
    return tuple(letter.about.get("delegations", ()))


def letter_facts(
    read: Reading, kind: LetterKind, source: Source, *, day: date | None = None, issued_on: date | None = None
) -> LetterFacts:
    """The facts of one letter on a day (today); *issued_on* prints as its date. Raises OfficeError("gone")."""
    day = issued_on or day or clock.today()
    values = settings.office_settings(read, day)
    office = settings.profile_of(values, day)
    dossier, delegation, facts, findings, letters = _dossier(read, source)
    signer = str(source.fields.get(SIGNER) or "")
    authority: SigningAuthority | None = None
    if facts is not None:
        row = decider_of(facts, day)
        authority = settings.authority_of(values, row, signer) if row else None
    earlier = earlier_letter(read, kind, dossier, source.earlier_id)
    owed, addressee, step = _owed(read, source.delegations)
    urgency = dossier.urgency if dossier else ""
    officer = _officer(read, dossier)
    return LetterFacts(
        office=office,
        day=day,
        dossier=facts,
        authority=authority,
        findings=findings,
        asks=_asks(read, dossier),
        owed=owed,
        addressee=addressee or (facts.text("requester") if facts else ""),
        step=step if source.delegations else (delegation.reminders + 1 if delegation else 1),
        submission=_submission(kind, letters, dossier, earlier),
        previous=_reminded(read, source.delegations, kind)
        if source.delegations
        else _refs(letters, dossier, "decision"),
        issued_on=issued_on,
        urgency="" if urgency == "normal" else urgency,
        officer=officer,
        division_head=values["division_head"],
        reference=dossier.reference if dossier else "",
        deadline=_answer_day(dossier, authority),
        figures=figures_for(read, kind, source.fields, day),
        plan=plan_for(read, kind, source.fields),
        extra=_of_rules(read, facts, day) | _extra(kind, source.fields),
        earlier=_earlier(read, kind, earlier, dossier, delegation, office, authority),
        before=before(read, kind, earlier) if earlier else None,
    )


def _earlier(
    read: Reading,
    kind: LetterKind,
    earlier: Letter | None,
    dossier: Dossier | None,
    delegation: Delegation | None,
    office: OfficeProfile,
    authority: SigningAuthority | None,
) -> EarlierLetter | None:
    if earlier is not None:
        return earlier_facts(read, kind, earlier, dossier, office, authority)
    if not kind.relation or ANY in kind.about or delegation is None:
        return None
    return recorded_elsewhere(delegation, authority)


def _submission(
    kind: LetterKind, letters: Sequence[LetterRow], dossier: Dossier | None, earlier: Letter | None
) -> LetterRef | None:
    """The submission that proposes what the letter decides: a change has one of its own."""
    if not kind.relation:
        return _ref(letters, dossier, "submission")
    known = letter_kinds()
    proposing = [
        x for x in letters if x.state == "issued" and x.number and known[x.kind].stands_for == "submission"
    ]
    if proposing:
        return LetterRef(proposing[-1].type_name, proposing[-1].number, proposing[-1].issued_on)
    is_own = dossier is not None and earlier is not None and earlier.dossier_id != dossier.id
    return _ref(letters, dossier, "submission") if is_own else None


def _answer_day(dossier: Dossier | None, authority: SigningAuthority | None) -> date | None:
    if dossier is None:
        return None
    own = authority is not None and authority.is_office
    return answer_day(dossier.workflow, dossier.received_on, office_decides=own)


def _of_rules(read: Reading, facts: DossierFacts | None, day: date) -> dict[str, Any]:
    """What letters say that a rule fixes: within how many days the report is due (RA-15, VA-15)."""
    if facts is None:
        return {}
    editions = (*rules(), *office_rules(read))
    speaking = chosen(editions, facts.kind, facts.on("received_on") or day)
    due = next((r for r in speaking if r.check == "report_due"), None)
    return {"report_days": due.parameters["days"]} if due else {}


def _reminded(read: Reading, delegations: Sequence[int], kind: LetterKind) -> tuple[LetterRef, ...]:
    """The reminders already sent about any of these delegations, the first one first."""
    rows = read.session.execute(
        select(Letter.type_name, Letter.number, Letter.symbol, Letter.issued_on, Letter.about)
        .where(Letter.kind == kind.code, Letter.state == "issued")
        .order_by(Letter.issued_on, Letter.id)
    )
    asked = set(delegations)
    return tuple(
        LetterRef(r.type_name, number_text(r.number, r.symbol), r.issued_on)
        for r in rows
        if r.issued_on and r.number and asked & set(r.about.get("delegations", ()))
    )


def decider_of(facts: DossierFacts, day: date) -> Authority | None:
    """Who decides on a dossier, by the matrix of the day it was received."""
    return decide(facts, facts.on("received_on") or day)


def _dossier(
    read: Reading, source: Source
) -> tuple[Dossier | None, Delegation | None, DossierFacts | None, tuple[Finding, ...], Sequence[LetterRow]]:
    if source.dossier_id is None:
        return None, None, None, (), ()
    facts = facts_of_dossier(read, source.dossier_id)
    dossier = read.session.get(Dossier, source.dossier_id)
    delegation = read.session.get(Delegation, dossier.delegation_id) if dossier else None
    letters = letters_of(read, source.dossier_id)
    return dossier, delegation, facts, current_findings(read, source.dossier_id), letters


def _asks(read: Reading, dossier: Dossier | None) -> tuple[Item, ...]:
    return tuple(Item(a.says, a.basis) for a in asks_of(read, dossier.id, open_only=True)) if dossier else ()


def _refs(letters: Sequence[LetterRow], dossier: Dossier | None, occasion: str) -> tuple[LetterRef, ...]:
    if dossier is None:
        return ()
    code = kinds()[dossier.kind].letters.get(occasion, "")
    issued = [x for x in letters if x.kind == code and x.state == "issued" and x.number]
    return tuple(LetterRef(x.type_name, x.number, x.issued_on) for x in issued)


def _ref(letters: Sequence[LetterRow], dossier: Dossier | None, occasion: str) -> LetterRef | None:
    found = _refs(letters, dossier, occasion)
    return found[-1] if found else None


def _officer(read: Reading, dossier: Dossier | None) -> str:
    if dossier is None or dossier.officer_id is None:
        return ""
    return read.session.scalar(select(User.full_name).where(User.id == dossier.officer_id)) or ""


def _owed(read: Reading, delegations: Sequence[int]) -> tuple[tuple[OwedReport, ...], str, int]:
    """The reports that a reminder is about, the unit that owes them, and the how-manieth reminder it is."""
    if not delegations:
        return (), "", 1
    rows = read.session.execute(
        select(Delegation)
        .where(Delegation.id.in_(delegations), Delegation.report_due_on.is_not(None))
        .order_by(Delegation.report_due_on, Delegation.id)
    ).scalars()
    found = list(rows)
    owed = tuple(
        OwedReport(d.title, d.report_due_on, d.returns_on, d.permitted_by) for d in found if d.report_due_on
    )
    step = max((d.reminders for d in found), default=0) + 1
    return owed, found[0].organisation_name if found else "", step


def _extra(kind: LetterKind, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The letter's own fields, typed: dates as dates, numbers as numbers."""
    out: dict[str, Any] = {}
    for spec in kind.fields:
        value = fields.get(spec.name)
        if value in (None, ""):
            continue
        if spec.input == "date":
            value = dates.read_date(str(value))
        elif spec.input == TABLE:
            value = tuple(cast("list[Any]", value)) if isinstance(value, list) else ()
        elif spec.input == "number" and isinstance(value, str) and value.isdigit():
            value = int(value)
        out[spec.name] = value
    return out


def changes_found(read: Reading, kind: str, dossier_id: int | None, earlier_id: int) -> tuple[str, ...]:
    """What a letter of a kind would change of an earlier one without anything typed, each as the letter would say it.

    Empty for a kind that lists no changes.
    """
    spec = letter_kinds()[kind]
    if all(own.name != "changes" for own in spec.fields):
        return ()
    facts = letter_facts(read, spec, Source(dossier_id, earlier_id=earlier_id))
    return tuple(row["says"] for row in rows_of("changes", facts))


def kept_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The own fields of a letter as they are kept with it."""
    return {k: _plain_value(v) for k, v in fields.items()}


def _plain_value(value: Any) -> Any:
    """A value as it is kept: days as ISO text, texts in one line, tables without empty rows."""
    match value:
        case str():
            return squeeze(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            items = cast("list[Any]", value)
            return [
                _plain_value(x)
                for x in items
                if not isinstance(x, dict) or any(cast("dict[str, Any]", x).values())
            ]
        case dict():
            return kept_fields(cast("dict[str, Any]", value))
        case _:
            return value
