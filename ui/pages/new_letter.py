"""New letters on the page Letters: those about no dossier (reports, plans), and filling in a draft that stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractButton, QMenu

from models.catalogue.letter_kinds import OWED, LetterKind, letter_kinds
from models.catalogue.letter_offer import about_nothing
from models.reading.letters import LetterDetail, letter_detail
from models.reading.spine import Question
from models.reading.wordings import letter_kind_in_force
from models.work import letters
from models.work.rights import RIGHTS
from resources.i18n import N_, _
from ui.actions import action
from ui.dialogs.letter_fields import ask_fields
from ui.pages import Place
from ui.pages.dossier.lending import surroundings
from ui.pages.dossier.letter_menu import fill

if TYPE_CHECKING:
    from ui.pages.letters import Letters


def begin(page: Letters, code: str) -> None:
    """Begins a letter about no dossier; reminders begin where the reports owed are listed."""
    if OWED in letter_kinds()[code].offered_for:
        page.go.emit(Place("owed"))
        return
    page.desk.jobs.ask(
        lambda read: letter_kind_in_force(read, code)[0], owner=page, then=lambda spec: _begin(page, spec)
    )


def _begin(page: Letters, spec: LetterKind) -> None:
    around = surroundings(page.desk, page, guests=False)
    answered = ask_fields(spec, {}, around, verb=_("Draft the letter"), parent=page)
    if answered is None:
        return
    by = page.desk.actor
    page.desk.jobs.do(
        lambda store: letters.prepare(store, None, spec.code, by=by, fields=answered),
        owner=page,
        then=lambda made: _prepared(page, spec, made),
    )


def _prepared(page: Letters, spec: LetterKind, made: letters.Prepared) -> None:
    page.said.emit(_("Drafted: {letter}.").format(letter=spec.label), None)
    page.go.emit(
        Place("letters", made.letter_id, {"question": Question("letters", {"ids": (made.letter_id,)})})
    )


@action(
    "new",
    N_("New letter about no dossier"),
    "Ctrl+Shift+N",
    "plus",
    roles=RIGHTS["prepare_letter"][1],
    where="letters",
)
def new(page: Letters) -> None:
    """Shows the letters that can be begun without a dossier, under their headings."""
    menu = QMenu(page)
    groups = about_nothing()
    fill(menu, [x for g in groups for x in g.letters], (), lambda code: begin(page, code))
    button = page.findChild(QAbstractButton, "new")
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()) if button else QCursor.pos())


@action(
    "fill",
    N_("Fill in the draft in sight"),
    "F4",
    "pencil",
    roles=RIGHTS["revise_letter"][1],
    where="letters",
)
def fill_in(page: Letters) -> None:
    """Changes the own fields of the draft in sight."""
    row = page.table.current_row()
    if row is None or row.state not in {"draft", "printed"} or not letter_kinds()[row.kind].fields:
        page.said.emit(_("Only a letter that has no number yet can be filled in again."), None)
        return
    by = page.desk.actor

    def known(found: tuple[LetterKind, LetterDetail | None]) -> None:
        spec, detail = found
        around = surroundings(page.desk, page, guests=False)
        answered = ask_fields(spec, detail.fields if detail else {}, around, verb=_("Keep"), parent=page)
        if answered is not None:
            page.desk.jobs.do(
                lambda store: letters.revise(store, row.id, answered, by=by),
                owner=page,
                then=lambda _made: page.said.emit(_("Kept: {letter}.").format(letter=spec.label), None),
            )

    page.desk.jobs.ask(
        lambda read: (letter_kind_in_force(read, row.kind)[0], letter_detail(read, row.id)),
        owner=page,
        then=known,
    )
