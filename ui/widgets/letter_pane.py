"""The pages of a letter beside a list, with what one can do with it under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.catalogue.letter_kinds import letter_kinds
from models.reading.letters import LetterLink, LetterRow
from resources.i18n import _
from ui.actions import with_key
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import ShortLabel, label
from ui.widgets.pdf_view import PdfView
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.work.letters import Preview


def kind_words(row: LetterRow) -> str:
    """What sort of letter it is, as its kind is called."""
    spec = letter_kinds().get(row.kind)
    return str(spec.label) if spec else row.type_name


class LetterPane(QWidget):
    """The pages of a letter with what one can do with it under them."""

    def __init__(self, acts: Sequence[tuple[str, str, Callable[[], None], str, str]]) -> None:
        """*acts*: name, words, what it does, kind of button, hint."""
        super().__init__()
        self.setMinimumWidth(320)
        self.title = ShortLabel("", "strong")
        self.about = label("", "muted", wrap=True)
        self.links = label("", "note", wrap=True)
        self.view = PdfView(_("Pages of the letter"))
        self.buttons = {
            name: foot_button(words, act, kind=kind, hint=hint) for name, words, act, kind, hint in acts
        }
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.about)
        head.addWidget(self.links)
        self.foot = foot = FlowLayout(spacing=8)
        foot.setContentsMargins(12, 8, 12, 8)
        for button in self.buttons.values():
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self.show_letter(None, set())

    def show_letter(self, row: LetterRow | None, allowed: set[str]) -> None:
        """Shows whose pages they are and which acts are open; the pages follow."""
        self.title.show_text("" if row is None else " ".join(x for x in (kind_words(row), row.number) if x))
        self.about.setText(_("Choose a letter to see its pages here.") if row is None else _about(row))
        self.show_links(())
        self.show_acts(allowed)

    def show_acts(self, allowed: set[str]) -> None:
        """Shows which acts are open."""
        for name, button in self.buttons.items():
            button.setVisible(name in allowed)

    def show_links(self, links: Sequence[LetterLink]) -> None:
        """Shows what the letter does to an earlier one, and what later ones do to it."""
        self.links.setText("\n".join(link.words for link in links))
        self.links.setVisible(bool(links))

    def show_pages(self, found: Preview | None) -> None:
        """Shows the pages, or which facts are missing before there can be any."""
        self.view.show_pdf(found.pdf if found else b"")
        for name in ("issue", "sign"):
            self.buttons[name].setEnabled(found is None or not found.missing)
        if found and found.missing:
            missing = ", ".join(m.label for m in found.missing)
            self.about.setText(with_key(_("The letter still lacks: {what}").format(what=missing), "F6"))


def _about(row: LetterRow) -> str:
    if row.state == "void":
        return _("Voided: {reason}").format(reason=row.void_reason)
    parts = [row.subject, row.signatory, row.reference or ""]
    return " · ".join(p for p in parts if p)
