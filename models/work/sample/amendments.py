"""Amendments of permitted journeys, as further dossiers about the same delegation."""

from __future__ import annotations

from datetime import date, timedelta

from models import clock
from models.appraisal.reading_drafts import canonical
from models.catalogue.kinds import kinds
from models.catalogue.workflows import workflows
from models.draft import Draft, Row
from models.reading.dossiers import draft_of
from models.records import Dossier
from models.store.units import Actor, Store
from models.work.appraising import findings_of, keep_findings
from models.work.cases import dossier_and_delegation, due_of, write_case
from models.work.facts import facts_for
from models.work.numbering import next_reference
from models.work.sample.names import Official

_DATES = ("from_on", "to_on", "on")


def amend(
    store: Store,
    parent_id: int,
    *,
    by: Actor,
    on: date,
    days: int = 0,
    goes: Row | None = None,
    stays: Official | None = None,
) -> int:
    """Lodges an amendment: the journey *days* later, or *goes* in the place of *stays*. Gives the new dossier's id."""
    with store.writing(by) as w:
        parent, delegation = dossier_and_delegation(w, parent_id, lock=True)
        draft = draft_of(w, parent_id)
        draft.values["received_on"] = draft.values["received_paper_on"] = on.isoformat()
        _later(draft, days)
        if goes is not None and stays is not None:
            members = draft.rows["members"]
            place = next(n for n, row in enumerate(members) if row["person_id"] == stays.id)
            members[place] = {
                **goes,
                "role": members[place]["role"],
                "funding_source": members[place]["funding_source"],
            }
        draft = canonical(draft)
        facts = facts_for(w, draft, on)
        flow = workflows()[parent.workflow]
        dossier = Dossier(
            reference=next_reference(w, kinds()[parent.kind], on.year), kind=parent.kind, workflow=flow.name, state=flow.start,
            state_since=clock.now(), due_on=due_of(flow.states[flow.start], on), lodged_at=clock.now(), extra={},
            relation="amendment", parent_id=parent_id, officer_id=by.user_id,
        )  # fmt: skip
        write_case(w, dossier, delegation, draft, facts)
        keep_findings(w, dossier, findings_of(w, facts, on), "lodged")
        w.session.flush()
        changes = {"reference": ["", dossier.reference], "amends": ["", parent.reference]}
        w.note("lodge", dossier, dossier_id=dossier.id, to_state=flow.start, changes=changes)
        return dossier.id


def _later(draft: Draft, days: int) -> None:
    for rows in draft.rows.values():
        for row in rows:
            for name in _DATES:
                value = row.get(name)
                if isinstance(value, str) and value:
                    row[name] = (date.fromisoformat(value) + timedelta(days=days)).isoformat()
