"""Acts on dossiers: drafts, lodging, changing, attaching files, checking papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models import clock
from models.appraisal.facts import DossierFacts, Problem
from models.appraisal.findings import Finding
from models.appraisal.reading_drafts import canonical
from models.catalogue.kinds import kinds
from models.catalogue.lists import items
from models.catalogue.workflows import workflows
from models.draft import Draft, to_json
from models.errors import OfficeError
from models.reading.dossiers import draft_of
from models.records import Delegation, Dossier, JournalEntry, Line, SavedDraft
from models.store.units import Actor, Store, Topic, Writing
from models.text import nfc, squeeze
from models.work import merging
from models.work.appraising import findings_of, keep_findings
from models.work.arrivals import link_lodged
from models.work.cases import changed_meanwhile, dossier_and_delegation, due_of, keep_attachment, write_case
from models.work.facts import facts_for
from models.work.merging import Conflict
from models.work.numbering import next_reference
from models.work.rights import not_his_own, require

OPEN_STATES = frozenset({"received", "supplement", "appraisal"})  # where a dossier may still be changed
NEEDED_TO_LODGE = ("requester", "title", "received_on")  # without these nobody could ask for the rest
_LARGEST = 100 * 2**20


@dataclass(frozen=True, slots=True)
class Lodged:
    """A dossier that was lodged, with what the rules said at that moment."""

    dossier_id: int
    reference: str
    findings: tuple[Finding, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Amended:
    """What came of changing a dossier. With *conflicts* nothing was written: settle them and save again on *version*."""

    dossier_id: int
    version: int
    draft: Draft
    conflicts: tuple[Conflict, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_saved(self) -> bool:
        """Whether the change was written."""
        return not self.conflicts


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the vault, to be named in a row of papers."""

    name: str
    size: int
    sha256: str


def save_draft(store: Store, draft: Draft, *, by: Actor) -> None:
    """Keeps a draft as typed, over what was kept under its key. Not an act of the office: the journal does not know drafts.

    Raises OfficeError("not_your_draft") when another user's draft has that key.
    """
    require(by, "save_draft")
    row = {
        "key": draft.key, "user_id": by.user_id, "kind": draft.kind, "dossier_id": draft.dossier_id,
        "title": squeeze(str(draft.values.get("title") or ""))[:300], "content": to_json(draft), "saved_at": clock.now(),
    }  # fmt: skip
    with store.writing(by) as w:
        dialect = sqlite if w.session.connection().dialect.name == "sqlite" else postgresql
        statement = dialect.insert(SavedDraft).values(row)
        changed = {k: statement.excluded[k] for k in ("kind", "dossier_id", "title", "content", "saved_at")}
        done = w.session.connection().execute(
            statement.on_conflict_do_update(
                index_elements=["key"], set_=changed, where=SavedDraft.user_id == by.user_id
            ).returning(SavedDraft.id)
        )
        if done.first() is None:
            raise OfficeError("not_your_draft")
        w.touched(Topic.DRAFTS)


def discard_draft(store: Store, key: str, *, by: Actor) -> None:
    """Forgets a draft of one's own; one that is not there is forgotten already."""
    require(by, "discard_draft")
    with store.writing(by) as w:
        _forget_draft(w, key)


def _forget_draft(w: Writing, key: str) -> None:
    w.session.execute(delete(SavedDraft).where(SavedDraft.key == key, SavedDraft.user_id == w.by.user_id))
    w.touched(Topic.DRAFTS)


def lodge(store: Store, draft: Draft, *, by: Actor, on: date | None = None) -> Lodged:
    """Takes a dossier in: writes it whole with its people and findings, and starts its workflow on *on* (today).

    What is missing may stay missing and be asked for; what cannot be right, and secret papers, are refused with
    OfficeError("draft_has_problems" or "secret_refused").
    """
    require(by, "lodge")
    with store.writing(by) as w:
        lodged = lodge_in(w, draft, on or clock.today())
        _forget_draft(w, draft.key)
        return lodged


def lodge_in(
    w: Writing, draft: Draft, on: date, *, parent_id: int | None = None, relation: str = "original"
) -> Lodged:
    """Part of acts: lodges a draft within a unit. *parent_id* and *relation* name the dossier it amends or cancels."""
    kind = kinds()[draft.kind]
    draft = canonical(draft)
    draft.dossier_id = draft.base_version = None
    facts = facts_for(w, draft, on)
    refuse_problems(facts)
    flow = workflows()[kind.workflow]
    received = facts.on("received_on") or on
    delegation = Delegation(counts_as=kind.counts_as, kind=kind.code, title=facts.text("title"))
    dossier = Dossier(
        reference=next_reference(w, kind, received.year), kind=kind.code, workflow=flow.name, state=flow.start,
        state_since=clock.now(), due_on=due_of(flow.states[flow.start], on), lodged_at=clock.now(), extra={},
        relation=relation, parent_id=parent_id, officer_id=w.by.user_id,
    )  # fmt: skip
    write_case(w, dossier, delegation, draft, facts)
    findings = keep_findings(w, dossier, findings_of(w, facts, on), "lodged")
    w.session.flush()
    w.note(
        "lodge",
        dossier,
        dossier_id=dossier.id,
        to_state=flow.start,
        changes={"reference": ["", dossier.reference]},
    )
    link_lodged(w, dossier)
    return Lodged(dossier.id, dossier.reference, findings, dossier.version)


def refuse_problems(facts: DossierFacts, *, needs: tuple[str, ...] = NEEDED_TO_LODGE) -> None:
    """Raises OfficeError when something typed cannot be right, is secret, or one of the *needs* is missing."""
    if "secret" in (facts.values.get("content_flags") or ()):
        raise OfficeError("secret_refused")
    serious = [p for p in facts.problems if not p.is_missing or p.field in needs]
    if serious:
        raise OfficeError("draft_has_problems", count=len(serious), first=serious[0].says)


def missing_of(facts: DossierFacts) -> tuple[Problem, ...]:
    """What is still missing, in the order of the form."""
    return tuple(p for p in facts.problems if p.is_missing)


def amend(store: Store, draft: Draft, *, by: Actor, on: date | None = None) -> Amended:
    """Changes a stored dossier (``draft.dossier_id``) that was shown in version ``draft.base_version``.

    When others changed it since, both sets of changes are merged field by field; where they disagree nothing is written and
    the conflicts are given back. Raises OfficeError when the dossier is past changing, or the result cannot be right.
    """
    require(by, "amend")
    if draft.dossier_id is None:
        raise KeyError("dossier_id")
    with store.writing(by) as w:
        dossier, delegation = dossier_and_delegation(w, draft.dossier_id, lock=True)
        not_his_own(w, delegation.id, by)
        if dossier.state not in OPEN_STATES:
            raise OfficeError("past_changing", reference=dossier.reference)
        mine = canonical(draft)
        stored = draft_of(w, dossier.id)
        now, wanted = merging.flat(stored), merging.flat(mine)
        merged, conflicts = merging.merge(_base(w, dossier, draft.base_version, now), now, wanted)
        whole = canonical(merging.unflat(merged, stored))
        if conflicts:
            return Amended(dossier.id, dossier.version, whole, conflicts)
        findings: tuple[Finding, ...] = ()
        if merging.differences(now, merging.flat(whole)):
            facts = facts_for(w, whole, on)
            refuse_problems(facts)
            before = dossier.version
            write_case(w, dossier, delegation, whole, facts)
            findings = keep_findings(w, dossier, findings_of(w, facts, on), "review")
            _bump(w, dossier, before)
            changes = merging.differences(now, merging.flat(draft_of(w, dossier.id)))
            w.note(
                "amend",
                dossier,
                dossier_id=dossier.id,
                changes={**changes, "version": [before, dossier.version]},
            )
        _forget_draft(w, draft.key)
        saved = draft_of(w, dossier.id)
        return Amended(dossier.id, dossier.version, saved, (), findings)


def _bump(w: Writing, dossier: Dossier, before: int) -> None:
    """Makes sure that a change of rows alone raises the dossier's version by exactly one."""
    w.session.flush()
    if dossier.version == before:
        w.session.execute(update(Dossier).where(Dossier.id == dossier.id).values(version=before + 1))
        w.session.refresh(dossier)


def _base(w: Writing, dossier: Dossier, seen: int | None, now: merging.Flat) -> merging.Flat:
    """What the form showed in version *seen*: today's content with every change noted since taken back."""
    if seen is None or seen > dossier.version:
        raise changed_meanwhile(w, dossier)
    later = w.session.scalars(
        select(JournalEntry.changes)
        .where(JournalEntry.dossier_id == dossier.id, JournalEntry.act.in_(CONTENT_ACTS))
        .order_by(JournalEntry.id.desc())
    )
    base = now
    for changes in later:
        was, _is = changes["version"]
        if was < seen:
            break
        base = merging.undo(base, {path: change for path, change in changes.items() if path != "version"})
    return base


CONTENT_ACTS = (
    "amend",
    "check_paper",
    "ask_opinion",
    "record_opinion",
)  # acts whose changes are fields of the form


def change_rows(w: Writing, dossier: Dossier, act: str, before: merging.Flat, about: Any) -> None:
    """Part of acts that change rows of the form one by one: raises the version and notes the fields, for later merging."""
    version = dossier.version
    w.session.flush()
    _bump(w, dossier, version)
    changes = merging.differences(before, merging.flat(draft_of(w, dossier.id)))
    w.note(act, about, dossier_id=dossier.id, changes={**changes, "version": [version, dossier.version]})


def read_file(path: Path) -> bytes:
    """The bytes of a file that a person chose. Raises OfficeError("file_gone", "file_empty" or "file_too_large")."""
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise OfficeError("file_too_large", name=path.name, most=_LARGEST // 2**20)
        data = path.read_bytes()
    except OSError as error:
        raise OfficeError("file_gone", name=path.name) from error
    if not data:
        raise OfficeError("file_empty", name=path.name)
    return data


def keep_file(store: Store, path: Path, *, by: Actor) -> KeptFile:
    """Puts a chosen file into the vault, for a row of papers in a draft. Bytes alone change no record and no journal."""
    require(by, "keep_file")
    data = read_file(path)
    return KeptFile(squeeze(nfc(path.name)), len(data), store.vault.put(data))


def add_attachment(store: Store, dossier_id: int, path: Path, *, by: Actor, paper: str = "") -> int:
    """Attaches a file to a stored dossier in any state, for the required paper *paper* or none; gives the attachment's id."""
    require(by, "add_attachment")
    kept = keep_file(store, path, by=by)
    with store.writing(by) as w:
        dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True)
        not_his_own(w, delegation.id, by)
        attachment = keep_attachment(w, dossier, paper=paper, name=kept.name, sha256=kept.sha256)
        w.session.flush()
        changes = {"file": ["", kept.name], "paper": ["", paper], "sha256": ["", kept.sha256]}
        w.note("add_attachment", attachment, dossier_id=dossier.id, changes=changes)
        return attachment.id


def check_paper(
    store: Store,
    dossier_id: int,
    code: str,
    state: str,
    *,
    by: Actor,
    dated_on: date | None = None,
    note: str = "",
) -> int:
    """Notes the state of one required paper (list ``paper_states``) and gives the dossier's new version."""
    require(by, "check_paper")
    if state not in items("paper_states"):
        raise OfficeError("not_a_choice", text=state)
    with store.writing(by) as w:
        dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True)
        not_his_own(w, delegation.id, by)
        if dossier.state not in OPEN_STATES:
            raise OfficeError("past_changing", reference=dossier.reference)
        before = merging.flat(draft_of(w, dossier.id))
        lines = w.session.scalars(
            select(Line).where(Line.dossier_id == dossier_id, Line.table == "papers")
        ).all()
        line = next((x for x in lines if x.data.get("code") == code), None)
        if line is None:
            line = Line(dossier_id=dossier.id, table="papers", position=len(lines), data={"code": code})
            w.session.add(line)
        line.data = {
            **dict.fromkeys(("file_name", "sha256"), ""),
            **line.data,
            "state": state,
            "dated_on": dated_on.isoformat() if dated_on else None,
            "note": squeeze(note),
        }
        change_rows(w, dossier, "check_paper", before, line)
        facts = facts_for(w, draft_of(w, dossier.id))
        keep_findings(w, dossier, findings_of(w, facts), "review")
        w.session.flush()
        return dossier.version
