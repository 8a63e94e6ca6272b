"""Acts of the page Letters on an issued letter: amend, replace, revoke, correct it, tell of a change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor

from forms.spec import Surroundings
from models.catalogue.letter_kinds import LetterKind
from resources.i18n import N_, _
from ui import icons, theme
from ui.actions import action
from ui.dialogs.change_letter import begin_change, change_menu, changes_for
from ui.pages import Place

if TYPE_CHECKING:
    from models.reading.letters import LetterRow
    from models.work.letters import Prepared
    from ui.pages.letters import Letters


def change(page: Letters, relation: str = "") -> None:
    """Begins the letter that does this to the letter in sight; where several may, or any is wanted, the person chooses."""
    row = page.can("change")
    if row is None:
        return

    def found(kinds: Sequence[LetterKind]) -> None:
        fitting = [k for k in kinds if relation in ("", k.relation)]
        if relation and len(fitting) == 1:
            _begin(page, row, fitting[0])
        elif fitting:
            change_menu(page, fitting, lambda kind: _begin(page, row, kind)).popup(QCursor.pos())
        else:
            page.said.emit(_("No letter of that sort can change this one."), None)

    page.desk.jobs.ask(lambda read: changes_for(read, row), owner=page, then=found)


def _begin(page: Letters, row: LetterRow, kind: LetterKind) -> None:
    def begun(made: Prepared, kind: LetterKind) -> None:
        page.said.emit(_("Drafted: {letter}.").format(letter=kind.label), None)
        if made.missing and row.dossier_id is not None:
            page.go.emit(Place("dossier", row.dossier_id))

    around = Surroundings(icon=icons.icon, colour=theme.colour)
    begin_change(page, page.desk, row, kind, around, begun)


@action("amend", N_("Amend the letter"), "", "pencil", where="letters")
def _amend(page: Letters) -> None:
    change(page, "amends")


@action("replace", N_("Replace the letter"), "", "refresh-cw", where="letters")
def _replace(page: Letters) -> None:
    change(page, "replaces")


@action("revoke", N_("Revoke the letter"), "", "ban", where="letters")
def _revoke(page: Letters) -> None:
    change(page, "revokes")


@action("correct", N_("Correct the letter"), "", "file-check", where="letters")
def _correct(page: Letters) -> None:
    change(page, "corrects")


@action("change", N_("Amend, replace, correct"), "Ctrl+Shift+E", "file-text", where="letters")
def _change(page: Letters) -> None:
    change(page)
