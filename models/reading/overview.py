"""One dossier in one picture: everything a reading pane shows, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from models.appraisal.facts import Trip
from models.appraisal.findings import Finding
from models.catalogue.kinds import kinds
from models.draft import Draft
from models.reading.dossiers import DossierRow, dossier_row, draft_of
from models.reading.findings import STAGES, findings_by_stage
from models.reading.history import history_for
from models.reading.journal import JournalRow, journal
from models.reading.letters import LetterRow, letters_of
from models.records import Attachment, Consultation, Line
from models.store.units import Reading


@dataclass(frozen=True, slots=True)
class MemberView:
    """Someone who travels, with his other trips of that calendar year."""

    person_id: int | None
    full_name: str
    role: str
    position: str
    organisation: str
    is_key_post: bool
    trips: tuple[Trip, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of the checklist. *label* is the one of the kind; a paper the kind does not know shows its code."""

    code: str
    label: str
    state: str
    dated_on: str | None
    note: str
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FileView:
    """An attachment."""

    id: int
    paper: str
    name: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """An opinion asked of another body."""

    id: int
    asked_of: str
    asked_on: date | None
    due_on: date | None
    answer: str
    answer_number: str
    answered_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class AskView:
    """Something a supplement was asked for, in which round, and whether it came."""

    round: int
    field: str
    says: str
    basis: str
    asked_on: str
    answered_on: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """A whole dossier. *findings* are those of its latest stage; *acts* the newest entries of its journal."""

    row: DossierRow
    draft: Draft
    findings: tuple[Finding, ...]
    stage: str
    members: tuple[MemberView, ...]
    papers: tuple[PaperView, ...]
    files: tuple[FileView, ...]
    letters: tuple[LetterRow, ...]
    consultations: tuple[ConsultationView, ...]
    asks: tuple[AskView, ...]
    acts: tuple[JournalRow, ...]


def overview(read: Reading, dossier_id: int, *, acts: int = 50) -> Overview | None:
    """Everything about one dossier, or None when it is not there."""
    row = dossier_row(read, dossier_id)
    if row is None:
        return None
    draft = draft_of(read, dossier_id)
    by_stage = findings_by_stage(read, dossier_id)
    stage = next((s for s in reversed(STAGES) if s in by_stage), "")
    return Overview(
        row=row,
        draft=draft,
        findings=by_stage.get(stage, ()),
        stage=stage,
        members=_members(read, draft),
        papers=_papers(draft),
        files=_files(read, dossier_id),
        letters=letters_of(read, dossier_id),
        consultations=_consultations(read, dossier_id),
        asks=asks_of(read, dossier_id),
        acts=journal(read, dossier_id=dossier_id, count=acts),
    )


def _members(read: Reading, draft: Draft) -> tuple[MemberView, ...]:
    trips = history_for(read, draft).trips
    out: list[MemberView] = []
    for r in draft.table("members"):
        person = r.get("person_id")
        person = person if isinstance(person, int) else None
        out.append(
            MemberView(
                person,
                str(r["full_name"]),
                str(r["role"]),
                str(r["position"] or ""),
                str(r["organisation"] or ""),
                bool(r.get("is_key_post")),
                trips.get(person, ()) if person is not None else (),
                r,
            )  # fmt: skip
        )
    return tuple(out)


def _papers(draft: Draft) -> tuple[PaperView, ...]:
    labels = {p.code: str(p.label) for p in kinds()[draft.kind].papers}
    out: list[PaperView] = []
    for r in draft.table("papers"):
        code = str(r.get("code") or "")
        texts = [str(r.get(n) or "") for n in ("note", "file_name", "sha256")]
        dated = r.get("dated_on")
        out.append(
            PaperView(
                code,
                labels.get(code, code),
                str(r.get("state") or "missing"),
                str(dated) if dated else None,
                *texts,
            )
        )
    return tuple(out)


def _files(read: Reading, dossier_id: int) -> tuple[FileView, ...]:
    a = Attachment.__table__.c
    found = read.session.connection().execute(
        select(a.id, a.paper, a.name, a.size, a.sha256, a.added_at, a.added_by)
        .where(a.dossier_id == dossier_id)
        .order_by(a.id)
    )
    return tuple(FileView(*row) for row in found)


def _consultations(read: Reading, dossier_id: int) -> tuple[ConsultationView, ...]:
    c = Consultation.__table__.c
    found = read.session.connection().execute(
        select(c.id, c.asked_of, c.asked_on, c.due_on, c.answer, c.answer_number, c.answered_on, c.note)
        .where(c.dossier_id == dossier_id)
        .order_by(c.position, c.id)
    )
    return tuple(ConsultationView(*row) for row in found)


def asks_of(read: Reading, dossier_id: int, *, open_only: bool = False) -> tuple[AskView, ...]:
    """What supplements of a dossier were asked for, in their order."""
    line = Line.__table__.c
    found = read.session.connection().execute(
        select(line.data).where(line.dossier_id == dossier_id, line.table == "asks").order_by(line.id)
    )
    views = [
        AskView(d["round"], d["field"], d["says"], d["basis"], d["asked_on"], d["answered_on"])
        for (d,) in found
    ]
    return tuple(v for v in views if not open_only or not v.answered_on)
