"""Acts on opinions: asking another body, and recording what it answered."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from models import clock
from models.catalogue.letter_kinds import letter_kinds
from models.catalogue.lists import items
from models.errors import OfficeError
from models.reading.dossiers import draft_of
from models.records import Consultation, Letter
from models.store.units import Actor, Store, Writing
from models.text import squeeze
from models.work import merging
from models.work.cases import dossier_and_delegation, flow_of
from models.work.dossiers import change_rows
from models.work.rights import not_his_own, require

ASKED = "asked"  # the list of a letter whose rows are the bodies that it asks


def ask_opinion(
    store: Store,
    dossier_id: int,
    asked_of: str,
    *,
    by: Actor,
    asked_on: date | None = None,
    due_on: date | None = None,
    note: str = "",
) -> int:
    """Notes that a body of the list ``consulted`` was asked, and gives the id of the consultation.

    The dossier is not approved while it is open. An entry of that body that was only planned is the one that is asked.
    """
    require(by, "ask_opinion")
    asked_on = asked_on or clock.today()
    if asked_of not in items("consulted"):
        raise OfficeError("not_a_choice", text=asked_of)
    if due_on is not None and due_on < asked_on:
        raise OfficeError("days_reversed")
    with store.writing(by) as w:
        dossier, delegation = dossier_and_delegation(w, dossier_id, lock=True)
        not_his_own(w, delegation.id, by)
        if flow_of(dossier).states[dossier.state].is_final:
            raise OfficeError("past_changing", reference=dossier.reference)
        before = merging.flat(draft_of(w, dossier.id))
        asked = w.session.scalars(
            select(Consultation).where(
                Consultation.dossier_id == dossier.id,
                Consultation.asked_of == asked_of,
                Consultation.asked_on.is_(None),
            )
        ).first()
        if asked is None:
            place = w.session.scalar(
                select(func.count()).select_from(Consultation).where(Consultation.dossier_id == dossier.id)
            )
            asked = Consultation(dossier_id=dossier.id, position=place or 0, asked_of=asked_of)
            w.session.add(asked)
        asked.asked_on, asked.due_on, asked.note = asked_on, due_on, squeeze(note)
        change_rows(w, dossier, "ask_opinion", before, asked)
        return asked.id


def mark_asked(w: Writing, letter: Letter, on: date) -> None:
    """Part of acts: an issued letter that asks for opinions has asked every body whose answer is open and not asked yet."""
    kind = letter_kinds()[letter.kind]
    if letter.dossier_id is None or all(line.each != ASKED for line in kind.addressees):
        return
    dossier, _delegation = dossier_and_delegation(w, letter.dossier_id, lock=True)
    before = merging.flat(draft_of(w, dossier.id))
    fresh = w.session.scalars(
        select(Consultation)
        .where(
            Consultation.dossier_id == dossier.id,
            Consultation.answer.in_(("open", "")),
            Consultation.asked_on.is_(None),
        )
        .order_by(Consultation.position)
    ).all()
    for asked in fresh:
        asked.asked_on = on
    if fresh:
        change_rows(w, dossier, "ask_opinion", before, fresh[0])


def record_opinion(
    store: Store,
    consultation_id: int,
    answer: str,
    *,
    by: Actor,
    answered_on: date | None = None,
    number: str = "",
    note: str | None = None,
) -> None:
    """Notes the answer of a body (list ``consultation_answers``) with its number and date."""
    require(by, "record_opinion")
    answered_on = answered_on or clock.today()
    if answer not in items("consultation_answers") or answer == "open":
        raise OfficeError("not_a_choice", text=answer)
    with store.writing(by) as w:
        asked = w.session.get(Consultation, consultation_id)
        if asked is None:
            raise OfficeError("gone")
        dossier, delegation = dossier_and_delegation(w, asked.dossier_id, lock=True)
        not_his_own(w, delegation.id, by)
        if asked.asked_on is not None and answered_on < asked.asked_on:
            raise OfficeError("days_reversed")
        before = merging.flat(draft_of(w, dossier.id))
        asked.answer, asked.answered_on, asked.answer_number = answer, answered_on, squeeze(number)
        if note is not None:
            asked.note = squeeze(note)
        change_rows(w, dossier, "record_opinion", before, asked)
