"""The menu of letters that can be begun: those of the dossier's present state first, then all there are, under headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QMenu

from models.catalogue.letter_kinds import LetterKind
from models.catalogue.letter_offer import Group, Offer, offered
from models.reading.dossiers import DossierRow
from models.reading.letters import LetterRow
from ui.widgets.labels import caption

Begin = Callable[[str], None]


def offer_of(row: DossierRow, letters: Sequence[LetterRow]) -> Offer:
    """What a stored dossier offers now."""
    issued = [x.kind for x in letters if x.state == "issued"]
    return offered(row.kind, row.state, issued, is_original=row.relation == "original")


def fill(menu: QMenu, now: Iterable[LetterKind], groups: Iterable[Group], begin: Begin) -> None:
    """Puts the letters into *menu* anew; *begin* gets the code of the one that is chosen."""
    menu.clear()
    _entries(menu, now, begin)
    if menu.actions():
        menu.addSeparator()
    for group in groups:
        _entries(menu.addMenu(caption(str(group.label))), group.letters, begin)


def _entries(menu: QMenu, letters: Iterable[LetterKind], begin: Begin) -> None:
    for letter in letters:
        menu.addAction(caption(str(letter.label)), lambda code=letter.code: begin(code))
