"""What was written and not saved, put by on this workstation for the same person: a crash or a closed window loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QMessageBox, QWidget

from models.catalogue.letter_kinds import LetterKind, letter_kinds
from models.catalogue.reading import CatalogueError
from models.catalogue.wording_source import read_source, source_of, with_wording
from resources.i18n import _
from ui.desk import Desk
from ui.widgets.labels import caption, message

LATER, DROP, STAY = "later", "drop", "stay"


@dataclass(frozen=True, slots=True)
class Kept:
    """An unsaved wording and the edition it started from."""

    kind: LetterKind
    edition: int


class Unsaved:
    """Unsaved wordings by kind of letter. Nothing in them is about a person."""

    def __init__(self, desk: Desk) -> None:
        self._seat = desk.seat
        self._at = f"wordings/{desk.actor.user_id or 0}"

    def keep(self, kind: LetterKind, edition: int) -> None:
        """Puts a wording by."""
        self._seat.put(f"{self._at}/{kind.code}", f"{edition}\n{source_of(kind)}")

    def forget(self, code: str) -> None:
        """Nothing is unsaved of a kind any more."""
        if self._seat.text(f"{self._at}/{code}"):
            self._seat.put(f"{self._at}/{code}", "")

    def of(self, shipped: LetterKind) -> Kept | None:
        """What was put by of a kind; None when there is nothing, or nothing that can be read."""
        edition, _line, source = self._seat.text(f"{self._at}/{shipped.code}").partition("\n")
        try:
            own, _unknown = read_source(source)
            return Kept(with_wording(letter_kinds()[shipped.code], own), int(edition))
        except (CatalogueError, ValueError):
            return None

    def codes(self) -> set[str]:
        """The kinds of which something was put by."""
        return {code for code in letter_kinds() if self._seat.text(f"{self._at}/{code}")}


def ask_leave(page: QWidget, letters: Sequence[str]) -> str:
    """What becomes of the unsaved wording of *letters* when the person goes: LATER, DROP, or he would rather STAY."""
    words = _("The wording of {letters} is not in force yet. It stays here until you save it.")
    box = message(page, _("Unsaved wording"), words.format(letters=", ".join(letters)), severity="warn")
    box.setStandardButtons(QMessageBox.StandardButton.NoButton)
    later = box.addButton(caption(_("Keep for later")), QMessageBox.ButtonRole.AcceptRole)
    drop = box.addButton(caption(_("Discard changes")), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(caption(_("Stay here")), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(later)
    box.setEscapeButton(stay)
    box.exec()
    pressed = box.clickedButton()
    return DROP if pressed is drop else LATER if pressed is later else STAY
