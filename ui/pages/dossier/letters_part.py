"""The letters of a dossier: their first pages, and what can be done with each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from models.catalogue.letter_kinds import letter_kinds
from models.reading.dossiers import DossierRow
from models.reading.letters import LetterLink, LetterRow, links_of
from models.work import letters
from models.work.rights import may
from resources.i18n import N_, _
from ui import icons
from ui.desk import Desk
from ui.pages.dossier.letter_menu import fill, offer_of
from ui.pages.dossier.seen import Seen
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import caption, label, tip
from ui.widgets.pdf_pages import Pages

if TYPE_CHECKING:
    from models.store.units import Reading

THUMB = QSize(92, 130)
STATES = {
    "draft": N_("being drafted"),
    "printed": N_("out for signature"),
    "issued": N_("issued"),
    "void": N_("void"),
}


class LetterCard(QFrame):
    """One letter. ``wanted`` carries what the person wants with it: show, fill, print, issue, change, discard, void."""

    wanted = Signal(str, object)

    def __init__(self, row: LetterRow, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setProperty("kind", "card")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 12, 12, 12)
        line.setSpacing(12)
        self.thumb = QPushButton()
        self.thumb.setFixedSize(THUMB.width() + 8, THUMB.height() + 8)
        self.thumb.setIconSize(THUMB)
        self.thumb.setProperty("kind", "link")
        name = str(letter_kinds()[row.kind].label)
        self.thumb.setAccessibleName(_("Show: {letter}").format(letter=name))
        self.thumb.clicked.connect(lambda _on=False: self.wanted.emit("show", row))
        line.addWidget(self.thumb, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label(name, "strong", wrap=True))
        state = _(STATES.get(row.state, row.state))
        number = " · ".join(
            t for t in (row.number, f"{row.issued_on:%d/%m/%Y}" if row.issued_on else "", state) if t
        )
        column.addWidget(label(number, "muted", wrap=True))
        if row.subject:
            column.addWidget(label(row.subject, wrap=True))
        if row.void_reason:
            column.addWidget(label(_("Voided: {reason}").format(reason=row.void_reason), "warn", wrap=True))
        self.links = label("", "note", wrap=True)
        self.links.hide()
        column.addWidget(self.links)
        acts = FlowLayout(spacing=4)
        for words, what, act in _acts_of(row):
            if may(desk.actor, act) if act else True:
                acts.addWidget(self._button(words, what))
        column.addLayout(acts)
        column.addStretch(1)
        line.addLayout(column, 1)

    def _button(self, words: str, what: str) -> QPushButton:
        made = QPushButton(caption(words))
        if what == "issue":
            made.setProperty("kind", "primary")
        made.setAutoDefault(False)
        made.clicked.connect(lambda _on=False: self.wanted.emit(what, self.row))
        return made

    def show_links(self, links: Sequence[LetterLink]) -> None:
        """What the letter does to an earlier one, and what later ones do to it."""
        self.links.setText("\n".join(link.words for link in links))
        self.links.setVisible(bool(links))

    def show_page(self, picture: QImage) -> None:
        """The real first page as thumbnail."""
        self.thumb.setIcon(QIcon(QPixmap.fromImage(picture)))


def _acts_of(row: LetterRow) -> list[tuple[str, str, str]]:
    show = (_("Show"), "show", "")
    match row.state:
        case "draft":
            own = [(_("Fill in"), "fill", "revise_letter")] if letter_kinds()[row.kind].fields else []
            signing = [(_("Print for signature"), "print", "print_letter")]
            unsigned = (
                []
                if letter_kinds()[row.kind].is_signed
                else [(_("Number and issue"), "issue", "issue_letter")]
            )
            return [show, *own, *signing, *unsigned, (_("Discard"), "discard", "discard_letter")]
        case "printed":
            return [
                show,
                (_("Print the set"), "set", ""),
                (_("Number and issue"), "issue", "issue_letter"),
                (_("Discard"), "discard", "discard_letter"),
            ]
        case "issued":
            return [
                (_("Show and reprint"), "show", ""),
                (_("Print the set"), "set", ""),
                *([(_("Number on the signed paper"), "figures", "print_letter")] if row.number else []),
                (_("Amend, replace, correct"), "change", "prepare_letter"),
                (_("Void the number"), "void", "void_letter"),
            ]
        case _:
            return [show]


class LettersPart(QWidget):
    """All letters and the button that begins another."""

    wanted = Signal(str, object)
    begin = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row: DossierRow | None = None
        self._shown: tuple[LetterRow, ...] | None = None
        self.cards: list[LetterCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._empty = label(
            _("No letter yet. The letters of this dossier will stand here with their pages."),
            "muted",
            wrap=True,
        )
        self._column.addWidget(self._empty)
        self.new = QPushButton(caption(_("Draft a letter")), self)
        self.new.setIcon(icons.icon("plus"))
        self.menu = QMenu(self.new)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.new.setMenu(self.menu)
        self.new.setVisible(may(desk.actor, "prepare_letter"))
        row = QHBoxLayout()
        row.addWidget(self.new)
        row.addStretch(1)
        self._column.addLayout(row)

    def _fill_menu(self) -> None:
        if self._row is not None:
            offer = offer_of(self._row, self._shown or ())
            fill(self.menu, offer.now, offer.groups, self.begin.emit)

    def show_letters(self, seen: Seen | None) -> None:
        """Shows the letters of a stored dossier, none of one that is not lodged yet; their first pages follow."""
        rows = seen.letters if seen else ()
        self._row = seen.row if seen else None
        self.new.setEnabled(seen is not None)
        tip(self.new, "" if seen else _("Letters can be drafted once the dossier is lodged."))
        if self._shown == rows:
            return
        self._shown = rows
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [LetterCard(row, self._desk, self) for row in rows]
        for n, card in enumerate(self.cards):
            card.wanted.connect(self.wanted)
            self._column.insertWidget(n, card)
            self._ask_page(card)
        self._empty.setVisible(not rows)
        self._ask_links()

    def _ask_links(self) -> None:
        cards = {card.row.id: card for card in self.cards}

        def show(found: Mapping[int, Sequence[LetterLink]]) -> None:
            for letter_id, links in found.items():
                cards[letter_id].show_links(links)

        if cards:
            self._desk.jobs.ask(
                lambda read: links_of(read, list(cards)), owner=self, then=show, outranks="links"
            )

    def _ask_page(self, card: LetterCard) -> None:
        letter_id, ratio = card.row.id, card.devicePixelRatioF()

        def first_page(read: Reading) -> QImage | None:
            pages = Pages(letters.preview(read, letter_id).pdf)
            return pages.picture(0, THUMB.width(), ratio) if pages.count else None

        def show(picture: QImage | None) -> None:
            if picture is not None:
                card.show_page(picture)
            else:
                tip(card.thumb, _("Something the letter needs is missing."))

        failed: Callable[[object], None] = lambda _error: (
            None
        )  # the card itself says its state; opening it says why
        self._desk.jobs.ask(first_page, owner=card, then=show, failed=failed)
