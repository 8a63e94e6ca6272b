"""Everything the page asks the store about one dossier, in one question."""

from __future__ import annotations

from dataclasses import dataclass

from models.appraisal.facts import DossierFacts
from models.appraisal.findings import Finding
from models.draft import Draft
from models.reading.dossiers import DossierRow, dossier_row, draft_of
from models.reading.drafts import saved_draft
from models.reading.findings import current_findings
from models.reading.journal import JournalRow, journal
from models.reading.letters import LetterRow, letters_of
from models.reading.overview import AskView, asks_of
from models.store.units import Actor, Reading
from models.work.facts import facts_for
from models.work.review import Step, steps_for


@dataclass(frozen=True, slots=True)
class Seen:
    """A stored dossier as its page shows it. *unsaved* is this person's own draft of changes, when there is one."""

    row: DossierRow
    draft: Draft
    facts: DossierFacts
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    letters: tuple[LetterRow, ...]
    acts: tuple[JournalRow, ...]
    asks: tuple[AskView, ...]
    unsaved: Draft | None


def draft_key(dossier_id: int, actor: Actor) -> str:
    """Under which key a person's changes to a stored dossier are kept."""
    return f"dossier:{dossier_id}:{actor.user_id}"


def see(read: Reading, dossier_id: int, actor: Actor) -> Seen | None:
    """The dossier for *actor*, or None when it is not there."""
    row = dossier_row(read, dossier_id)
    if row is None:
        return None
    draft = draft_of(read, dossier_id)
    return Seen(
        row=row,
        draft=draft,
        facts=facts_for(read, draft),
        findings=current_findings(read, dossier_id),
        steps=steps_for(read, actor, dossier_id),
        letters=letters_of(read, dossier_id),
        acts=journal(read, dossier_id=dossier_id, count=200),
        asks=asks_of(read, dossier_id, open_only=True),
        unsaved=saved_draft(read, draft_key(dossier_id, actor)),
    )
