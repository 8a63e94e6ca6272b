"""Organisations, people and places: found in the ledger by a few letters, or typed freely when they are new."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from forms.fields.base import plain_label, register
from forms.fields.picking import PickInput
from forms.spec import Match, Matches, Surroundings
from models.catalogue.kinds import Field
from models.draft import Value
from models.text import fold, squeeze
from resources.i18n import _


class _LedgerInput(PickInput):
    """Free text with suggestions; the last row keeps the words as typed."""

    free = True

    def offers(self, text: str, found: Matches) -> list[Match]:
        """What was found, then the typed words themselves as a new entry."""
        typed = squeeze(text)
        rows = list(found)
        if rows and typed and all(fold(m.label) != fold(typed) for m in rows):
            rows.append(Match(typed, self.new_words))
        return rows


@register("organisation")
class OrganisationInput(_LedgerInput):
    """An organisation; its ledger id goes to ``<name>_id``, empty when it is new."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        self.new_words = _("New: keep as typed")
        self.hint = plain_label(_("New organisation: it will be added to the ledger."), "small", self)
        self.hint.hide()
        self.box.addWidget(self.hint)

    def ask(self, text: str, then: Callable[[Matches], None]) -> None:
        """Asks the ledger of organisations."""
        self.around.find_organisation(squeeze(text), then)

    def values_of(self, match: Match) -> dict[str, Value]:
        """The ledger id."""
        return {f"{self.spec.name}_id": match.id, **dict(match.values)}

    def show_known(self, known: bool) -> None:
        """The hint that a name is new stands while it has no ledger id."""
        self.hint.setVisible(not known and bool(self.edit.text().strip()))

    def _typed(self, text: str) -> None:
        self.companions = {f"{self.spec.name}_id": None}
        self.edited.emit()


@register("person")
class PersonInput(_LedgerInput):
    """A person in a members table; taking one fills all columns the ledger knows."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        self.new_words = _("New person: keep as typed")

    def ask(self, text: str, then: Callable[[Matches], None]) -> None:
        """Asks the ledger of people."""
        self.around.find_person(squeeze(text), then)

    def values_of(self, match: Match) -> dict[str, Value]:
        """The ledger id and all known columns."""
        return {"person_id": match.id, **dict(match.values)}

    def _typed(self, text: str) -> None:
        self.companions = {"person_id": None}
        self.edited.emit()


@register("place")
class PlaceInput(_LedgerInput):
    """A commune or another place in the province."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        self.new_words = _("Keep as typed")

    def ask(self, text: str, then: Callable[[Matches], None]) -> None:
        """Asks the list of communes."""
        self.around.find_place(squeeze(text), then)

    def values_of(self, match: Match) -> dict[str, Value]:
        """What the list knows of the place (border commune or not)."""
        return dict(match.values)
