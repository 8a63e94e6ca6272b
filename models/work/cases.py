"""How a draft becomes rows: delegation, dossier, stays, members, money, lines, opinions, attachments, search entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from models import clock
from models.appraisal.facts import DossierFacts
from models.catalogue.kinds import kinds
from models.catalogue.workflows import State, Workflow, workflows
from models.draft import Draft
from models.errors import OfficeError
from models.reading.dossiers import (
    CONSULTATION_FIELDS,
    DELEGATION_FIELDS,
    DOSSIER_FIELDS,
    FUNDING_FIELDS,
    LEG_FIELDS,
    MEMBER_FIELDS,
)  # fmt: skip
from models.records import (
    Attachment,
    Consultation,
    Delegation,
    Dossier,
    Funding,
    JournalEntry,
    Leg,
    Line,
    Member,
)  # fmt: skip
from models.store.units import Reading, Writing
from models.work import indexing
from models.work.facts import calendar_around
from models.work.people import organisation_for, people_for

_OWN_TABLES = {
    "legs",
    "members",
    "funding",
    "consultations",
}  # tables with records of their own; others are lines
_BLANK_LEG: dict[str, Any] = {  # not every kind asks for every column
    "country": "", "place": "", "from_on": None, "to_on": None, "host": "",
    "is_transit": False, "is_border_commune": False, "stays_overnight": False,
}  # fmt: skip
_DATES = {"from_on", "to_on", "asked_on", "due_on", "answered_on"}


def dossier_and_delegation(
    read: Reading, dossier_id: int, *, lock: bool = False, version: int | None = None
) -> tuple[Dossier, Delegation]:
    """A dossier with its delegation; *version* is what was seen. Raises OfficeError "gone" or "changed_meanwhile"."""
    dossier = read.session.get(Dossier, dossier_id, with_for_update=lock)
    if dossier is None:
        raise OfficeError("gone")
    if version is not None and dossier.version != version:
        raise changed_meanwhile(read, dossier)
    delegation = read.session.get(Delegation, dossier.delegation_id, with_for_update=lock)
    if delegation is None:
        raise OfficeError("gone")
    return dossier, delegation


def changed_meanwhile(read: Reading, dossier: Dossier) -> OfficeError:
    """The refusal that names who changed the dossier last."""
    who = read.session.scalar(
        select(JournalEntry.user_name)
        .where(JournalEntry.dossier_id == dossier.id)
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
    return OfficeError("changed_meanwhile", reference=dossier.reference, who=who or "")


def flow_of(dossier: Dossier) -> Workflow:
    """The workflow of a dossier."""
    return workflows()[dossier.workflow]


def due_of(state: State, since: date) -> date | None:
    """The last day on which a dossier may lie in a state that it entered on *since*; None where no limit is set."""
    return None if state.days is None else calendar_around(since).add(since, state.days)


def write_case(
    w: Writing, dossier: Dossier, delegation: Delegation, draft: Draft, facts: DossierFacts
) -> None:
    """Writes what *draft* (canonical) and its *facts* say over the rows of a dossier. The dossier has an id afterwards."""
    _write_heads(w, dossier, delegation, draft, facts)
    w.session.add(delegation)
    w.session.flush()
    dossier.delegation_id = delegation.id
    w.session.add(dossier)
    w.session.flush()
    _write_rows(w, dossier, delegation, draft, facts)
    _write_attachments(w, dossier, draft)
    indexing.keep_entries(w, "dossier", [indexing.dossier_entry(dossier, delegation, draft)])


def _write_heads(
    w: Writing, dossier: Dossier, delegation: Delegation, draft: Draft, facts: DossierFacts
) -> None:
    kind = kinds()[draft.kind]
    extra: dict[str, Any] = {}
    for spec in kind.fields:
        value = facts.values.get(spec.name)
        if spec.name in DOSSIER_FIELDS:
            setattr(dossier, spec.name, value)
        elif spec.name in DELEGATION_FIELDS:
            setattr(delegation, spec.name, value)
        else:
            extra[spec.name] = draft.values.get(spec.name)
        if spec.input == "organisation" and spec.name != "requester":
            extra[f"{spec.name}_id"] = draft.values.get(f"{spec.name}_id")
    dossier.extra = extra
    requester_id = draft.values.get("requester_id")
    body = organisation_for(
        w, facts.text("requester"), requester_id if isinstance(requester_id, int) else None
    )
    dossier.requester_id = delegation.organisation_id = body.id if body else None
    delegation.organisation_name = facts.text("requester")
    home = facts.text("home_country")
    delegation.countries = " ".join(facts.countries or ((home,) if home else ()))
    delegation.host_name = facts.text("host_name") or facts.text("guest_organisation")
    delegation.departs_on, delegation.returns_on = facts.departs_on, facts.returns_on
    delegation.days = facts.days
    year_of = facts.departs_on or facts.on("received_on") or clock.today()
    delegation.year = year_of.year
    head = facts.head
    delegation.head_name = head.full_name if head else ""
    delegation.member_count = len(facts.members)
    delegation.state_money, delegation.total_money = facts.state_money, facts.total_money


def _write_rows(
    w: Writing, dossier: Dossier, delegation: Delegation, draft: Draft, facts: DossierFacts
) -> None:
    for record in (Leg, Member, Funding):
        w.session.execute(delete(record).where(record.delegation_id == delegation.id))
    w.session.execute(delete(Consultation).where(Consultation.dossier_id == dossier.id))
    tables = [s.table for s in kinds()[draft.kind].sections if s.table]
    own = [t for t in tables if t not in _OWN_TABLES]
    w.session.execute(delete(Line).where(Line.dossier_id == dossier.id, Line.table.in_(own)))
    case = {"delegation_id": delegation.id}
    _insert(w, Leg, [case | _BLANK_LEG | _record(r, LEG_FIELDS) for r in draft.table("legs")])
    _insert(w, Member, [case | r for r in _members(w, dossier, delegation, draft)])
    _insert(
        w,
        Funding,
        [
            case | _record(r, FUNDING_FIELDS) | {"amount": r.get("amount") or 0}
            for r in draft.table("funding")
        ],
    )
    asked = [
        {"dossier_id": dossier.id} | _record(r, CONSULTATION_FIELDS) for r in draft.table("consultations")
    ]
    _insert(w, Consultation, asked)
    for table in own:
        _insert(
            w, Line, [{"dossier_id": dossier.id, "table": table, "data": dict(r)} for r in draft.table(table)]
        )


def _insert(w: Writing, record: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        w.session.execute(insert(record), [{**row, "position": n} for n, row in enumerate(rows)])


def _record(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The columns of a record that a form's row fills, dates as dates."""
    out: dict[str, Any] = {}
    for name in names:
        if name in row:
            value = row[name]
            out[name] = (date.fromisoformat(value) if value else None) if name in _DATES else value
    return out


def _members(w: Writing, dossier: Dossier, delegation: Delegation, draft: Draft) -> list[dict[str, Any]]:
    rows = draft.table("members")
    guests = delegation.counts_as == "incoming"
    people = people_for(w, rows, guests=guests, dossier_id=dossier.id)
    out: list[dict[str, Any]] = []
    for row, person_id in zip(rows, people, strict=True):
        named = {column: row.get(name) for name, column in MEMBER_FIELDS.items()}
        out.append(
            {k: v if v is not None else "" for k, v in named.items() if k != "is_key_post"}
            | {
                "role": named["role"] or "member",
                "is_key_post": bool(named["is_key_post"]),
                "person_id": person_id,
                "departs_on": delegation.departs_on,
                "returns_on": delegation.returns_on,
                "data": {k: v for k, v in row.items() if k not in MEMBER_FIELDS},
            }
        )
    return out


def _write_attachments(w: Writing, dossier: Dossier, draft: Draft) -> None:
    """An attachment for each file that a row of papers names and that is not there yet. Files are never forgotten here."""
    there = set(
        w.session.execute(
            select(Attachment.paper, Attachment.sha256).where(Attachment.dossier_id == dossier.id)
        )
    )
    for row in draft.table("papers"):
        sha256, paper = str(row.get("sha256") or ""), str(row.get("code") or "")
        if sha256 and (paper, sha256) not in there:
            keep_attachment(w, dossier, paper=paper, name=str(row.get("file_name") or paper), sha256=sha256)


def keep_attachment(w: Writing, dossier: Dossier, *, paper: str, name: str, sha256: str) -> Attachment:
    """Notes a file of the vault as an attachment. Raises OfficeError when its bytes are not there."""
    kept = Attachment(
        dossier_id=dossier.id, paper=paper[:32], name=name[:300], size=len(w.vault.get(sha256)), sha256=sha256,
        added_at=clock.now(), added_by=w.by.name,
    )  # fmt: skip
    w.session.add(kept)
    return kept
