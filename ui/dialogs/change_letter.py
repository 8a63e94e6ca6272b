"""Changing an issued letter by another one: which letters may do it, and what a person fills in for the one he chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from forms.spec import Surroundings
from models.catalogue.letter_kinds import LetterKind
from models.catalogue.letter_offer import changing
from models.catalogue.lists import items
from models.reading.dossiers import dossier_row
from models.reading.letters import LetterRow
from models.reading.wordings import letter_kind_in_force
from models.work import letters
from models.work.letter_facts import changes_found
from resources.i18n import N_, _
from ui.desk import Desk
from ui.dialogs.letter_fields import ask_fields
from ui.widgets.labels import caption, tip

if TYPE_CHECKING:
    from models.store.units import Reading

_WIDEST = 90  # letters of a line in a menu
ACTS = {
    "amends": N_("Amend"),
    "replaces": N_("Replace"),
    "revokes": N_("Revoke"),
    "corrects": N_("Correct"),
    "recalls": N_("Recall"),
    "announces": N_("Notify of a change"),
    "proposes": N_("Propose a change"),
}


def changes_for(read: Reading, row: LetterRow) -> tuple[LetterKind, ...]:
    """The kinds of letter that may change this one, in the order of the list of relations."""
    dossier = dossier_row(read, row.dossier_id) if row.dossier_id is not None else None
    order = list(items("letter_relations"))
    return tuple(
        sorted(
            changing(row.kind, dossier.kind if dossier else ""),
            key=lambda k: (order.index(k.relation), k.code),
        )
    )


def words_of(kind: LetterKind, among: Sequence[LetterKind]) -> str:
    """What the act is called: its verb, with the letter behind it where several letters do the same."""
    verb = _(ACTS[kind.relation])
    same = [k for k in among if k.relation == kind.relation]
    return f"{verb}…" if len(same) == 1 else f"{kind.label}…"


def change_menu(parent: QWidget, found: Sequence[LetterKind], chosen: Callable[[LetterKind], None]) -> QMenu:
    """The letters that may change another one, to choose from."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    for kind in found:
        entry = menu.addAction(caption(words_of(kind, found)), lambda kind=kind: chosen(kind))
        tip(entry, str(kind.label))
    return menu


def earlier_menu(parent: QWidget, found: Sequence[LetterRow], chosen: Callable[[LetterRow], None]) -> QMenu:
    """The letters that may be changed, to choose from."""
    menu = QMenu(parent)
    for row in found:
        words = f"{row.number} · {row.issued_on:%d/%m/%Y} · {row.subject}" if row.issued_on else row.subject
        entry = menu.addAction(caption(words[:_WIDEST]), lambda row=row: chosen(row))
        tip(entry, words)
    return menu


def which_way(row: LetterRow, kind: LetterKind) -> str:
    """What the person should know before he chooses: what is changed, and which fault asks for which letter."""
    first = {
        "corrects": _("An official letter corrects form and misprints; what is wrong in content is amended or replaced instead."),
        "recalls": _("Those who received the paper send it back; what is to hold instead needs a letter of its own."),
        "announces": _("A notice only tells what changes; a decision or consent is amended or replaced by one of the same form."),
    }.get(kind.relation, _("Wrong content is amended, replaced or revoked by a letter of the same form; wrong form or a misprint is corrected by an official letter (Decree 30/2020, Article 18)."))  # fmt: skip
    about = _("It is about {number} of {day}, whose pages stay as they are.")
    return (
        f"{first} {about.format(number=row.number, day=f'{row.issued_on:%d/%m/%Y}' if row.issued_on else '')}"
    )


def begin_change(
    owner: QWidget,
    desk: Desk,
    row: LetterRow,
    kind: LetterKind,
    around: Surroundings,
    then: Callable[[letters.Prepared, LetterKind], None],
    *,
    dossier_id: int | None = None,
) -> None:
    """Asks for what the letter needs and begins it; nothing happens when the person gives up.

    It is about the dossier of the changed letter, or about another one of the same unit (*dossier_id*).

    What the facts themselves tell has changed is said beside the fields, so that nobody types it again.
    """
    about, by = dossier_id or row.dossier_id, desk.actor

    def ask(known: tuple[LetterKind, Sequence[str]]) -> None:
        worded, found = known
        says = which_way(row, kind)
        if found:
            says += "\n" + _("Found in the dossier, not to be typed again: {changes}.").format(
                changes="; ".join(found)
            )
        answered = ask_fields(worded, {}, around, verb=_("Draft the letter"), parent=owner, says=says)
        if answered is not None:
            desk.jobs.do(
                lambda store: letters.prepare(
                    store, about, kind.code, by=by, fields=answered, earlier_id=row.id
                ),
                owner=owner,
                then=lambda made: then(made, kind),
            )

    desk.jobs.ask(
        lambda read: (
            letter_kind_in_force(read, kind.code)[0],
            changes_found(read, kind.code, about, row.id),
        ),
        owner=owner,
        then=ask,
    )
