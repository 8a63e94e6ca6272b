"""On the page Letters: what the letter in sight still lacks, with the way to each field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.letter_kinds import LetterKind
from models.letters.composing import MissingFact
from models.reading.letters import LetterRow
from models.reading.wordings import letter_kind_in_force
from models.store.units import Reading
from models.work import letters
from resources.i18n import N_, _
from ui.actions import action
from ui.dialogs.missing_facts import show_missing
from ui.pages import Place
from ui.pages.new_letter import fill_in

if TYPE_CHECKING:
    from ui.pages.letters import Letters

Lacking = tuple[LetterKind, tuple[MissingFact, ...]]


@action("missing", N_("What the letter still lacks"), "F6", "circle-help", where="letters")
def missing(page: Letters) -> None:
    """Lists what the letter in sight lacks; each entry leads to its field."""
    row = page.table.current_row()
    if row is None:
        return

    def ask(read: Reading) -> Lacking:
        return letter_kind_in_force(read, row.kind)[0], letters.preview(read, row.id).missing

    page.desk.jobs.ask(ask, owner=page, then=lambda found: _show(page, row, found))


def _show(page: Letters, row: LetterRow, found: Lacking) -> None:
    spec, lacking = found
    if not lacking:
        page.said.emit(_("Nothing is missing: {letter}.").format(letter=spec.label), None)
        return

    def go_to_field(field: str) -> None:
        if row.dossier_id is not None:
            page.go.emit(Place("dossier", row.dossier_id, {"field": field}))

    show_missing(
        page, page.desk, spec, lacking, fill=lambda: fill_in(page), go=page.go.emit, go_to_field=go_to_field
    )
