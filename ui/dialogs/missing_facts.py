"""What a letter still lacks, each with a way to the field; what is no field says in a sentence how it comes about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from models.catalogue.letter_kinds import LetterKind
from models.letters.composing import MissingFact
from models.work.rights import may
from resources.i18n import N_, _
from ui.desk import Desk
from ui.pages import Place
from ui.widgets.labels import caption, label

SETTINGS = "settings."
LETTER = "letter."
# Settings that letters name as facts of their own.
_SETTINGS_TOO = {"letter.division_head": "division_head"}
# Facts that come about by an act, not in a field.
_ACTS = {
    "submission": N_("The submission has to be issued first."),
    "officer": N_("Assign an officer to the dossier first."),
    "findings": N_("The dossier has to be appraised first."),
    "verdict": N_("The dossier has to be appraised first."),
    "asks": N_("Say in the dossier, with the step of supplement, what is to be supplied."),
    "owed": N_("Begin this letter on the page of reports owed."),
    "previous": N_("An earlier letter has to be issued first."),
    "earlier": N_("Begin this letter from the issued one that it changes."),
}


def is_own(spec: LetterKind, field: str) -> bool:
    """Whether a missing fact is filled in with the letter itself."""
    return field.removeprefix(LETTER).split(".")[0] in {f.name for f in spec.fields}


def place_in_settings(field: str) -> Place | None:
    """The place of a setting in the administration; None for what is no setting."""
    name = _SETTINGS_TOO.get(field, field.removeprefix(SETTINGS) if field.startswith(SETTINGS) else "")
    return Place("office", None, {"part": "profile", "field": name}) if name else None


def hint(spec: LetterKind, fact: MissingFact, desk: Desk) -> str:
    """How a fact comes about that this person cannot fill in; empty for one he can go to."""
    if is_own(spec, fact.field):
        return ""
    if place_in_settings(fact.field) is not None:
        words = _("The administrator fills this in under Administration, Office and signatories.")
        return "" if may(desk.actor, "set_setting") else words
    if fact.field == "letter":
        return _("It stands in the wording of the letter; it is changed on the page Wording of letters.")
    if fact.field.startswith(LETTER):
        words = _ACTS.get(fact.field.removeprefix(LETTER))
        return _(words) if words else _("It follows from other facts of the letter.")
    return ""


class MissingFactsDialog(QDialog):
    """The list. ``chosen`` is the field the person wants to go to, empty when he only closed it."""

    def __init__(
        self, parent: QWidget, desk: Desk, spec: LetterKind, missing: tuple[MissingFact, ...]
    ) -> None:
        super().__init__(parent)
        self.chosen = ""
        self.setWindowTitle(_("The letter is not complete"))
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        words = _("The letter still needs the following. Choose an entry to go to its field.")
        column.addWidget(label(words, wrap=True))
        self.links: dict[str, QPushButton] = {}
        for fact in missing:
            says = hint(spec, fact, desk)
            if says:
                column.addWidget(label(fact.label, "strong", wrap=True))
                column.addWidget(label(says, "muted", wrap=True))
                continue
            link = self.links[fact.field] = QPushButton(caption(fact.label))
            link.setProperty("kind", "link")
            link.setAutoDefault(False)
            link.clicked.connect(lambda _on=False, field=fact.field: self._choose(field))
            column.addWidget(link)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def _choose(self, field: str) -> None:
        self.chosen = field
        self.accept()


def show_missing(
    parent: QWidget,
    desk: Desk,
    spec: LetterKind,
    missing: tuple[MissingFact, ...],
    *,
    fill: Callable[[], None],
    go: Callable[[Place], None],
    go_to_field: Callable[[str], None],
) -> None:
    """Shows the list and takes the person where he wants: *fill* the letter's own fields, *go* to the settings, or to a field."""
    dialog = MissingFactsDialog(parent, desk, spec, missing)
    dialog.exec()
    if not dialog.chosen:
        return
    settings = place_in_settings(dialog.chosen)
    if is_own(spec, dialog.chosen):
        fill()
    elif settings is not None:
        go(settings)
    else:
        go_to_field(dialog.chosen)
