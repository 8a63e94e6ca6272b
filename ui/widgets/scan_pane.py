"""A scan beside the letter it may belong to, the letters to choose from, and what one can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from models.catalogue.letter_kinds import letter_kinds
from models.text import squeeze
from resources.i18n import _, ngettext
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import ShortLabel, caption, label, tip_text
from ui.widgets.pdf_view import PdfView
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.reading.scans import ScanLine, Suggestion

ROWS = 4  # suggestions in sight
Act = tuple[str, str, Callable[[], None], str, str]  # name, words, what it does, kind of button, hint


def suggestion_words(number: int, found: Suggestion) -> str:
    """A suggested letter in one line."""
    letter = found.letter
    spec = letter_kinds().get(letter.kind)
    pages = ngettext("{n} page", "{n} pages", found.pages).format(n=found.pages)
    parts = (
        letter.number or _("no number yet"),
        str(spec.label) if spec else letter.type_name,
        pages,
        letter.subject,
    )
    why = f" – {_('by its code')}" if found.by_code else ""
    return squeeze(f"{number}. " + " · ".join(p for p in parts if p) + why)


def first_pages(n: int) -> str:
    """The act that takes only so many pages."""
    return ngettext("Only the first page", "Only the first {n} pages", n).format(n=n)


class ScanPane(QWidget):
    """Left the scan, right the letter; ``chosen`` tells which suggested letter is looked at (a Suggestion or None)."""

    chosen = Signal(object)

    def __init__(self, acts: Sequence[Act]) -> None:
        super().__init__()
        self.setMinimumWidth(520)
        self.title = ShortLabel("", "strong")
        self.about = label("", "muted", wrap=True)
        self.scan = PdfView(_("Pages of the scan"))
        self.letter = PdfView(_("Pages of the letter"))
        self.buttons = {
            name: foot_button(words, act, kind=kind, hint=hint) for name, words, act, kind, hint in acts
        }
        self.scan.page_changed.connect(self._follow)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Letters it may belong to"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(lambda _row: self.chosen.emit(self.suggestion))
        self._found: Sequence[Suggestion] = ()
        self.choose_from = label(_("Letters it may belong to: press a number"), "muted", buddy=self.list)
        self._lay_out()
        self.show_line(None, "", set())

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 10, 16, 6)
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.about)
        views = QSplitter(Qt.Orientation.Horizontal)
        views.setHandleWidth(1)
        views.setChildrenCollapsible(False)
        self.sides: list[QWidget] = []
        for words, view in ((_("Scan"), self.scan), (_("Letter"), self.letter)):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            over = ShortLabel(words, "muted")
            over.setContentsMargins(16, 2, 8, 2)
            self.sides.append(side)
            column.addWidget(over)
            column.addWidget(view, 1)
            views.addWidget(side)
        views.setSizes([370, 370])
        choice = QVBoxLayout()
        choice.setContentsMargins(16, 6, 16, 0)
        choice.setSpacing(2)
        choice.addWidget(self.choose_from)
        choice.addWidget(self.list)
        foot = FlowLayout(spacing=8)
        foot.setContentsMargins(12, 8, 12, 8)
        for button in self.buttons.values():
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(views, 1)
        column.addLayout(choice)
        column.addLayout(foot)

    @property
    def suggestion(self) -> Suggestion | None:
        """The suggested letter that is looked at."""
        row = self.list.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _follow(self, number: int) -> None:
        """The letter is leafed through with its scan."""
        if 0 <= number != self.letter.page:
            self.letter.go_to(number)

    def choose(self, row: int) -> None:
        """Looks at another suggested letter."""
        if 0 <= row < len(self._found):
            self.list.setCurrentRow(row)

    def show_line(self, line: ScanLine | None, trouble: str, allowed: set[str]) -> None:
        """Whose scan it is and what is doubtful; the pages follow."""
        self.show_suggestions(())
        self.sides[0].setVisible(line is None or line.state != "missing")
        self.show_scan(b"")
        self.show_letter(b"")
        if line is None:
            self.title.show_text("")
            self.about.setText(_("Choose a scan to see its pages here."))
        else:
            pages = ngettext("{n} page", "{n} pages", line.pages).format(n=line.pages) if line.pages else ""
            self.title.show_text(" · ".join(w for w in (line.source or line.number, pages) if w))
            self.about.setText(trouble[:1].upper() + trouble[1:] if trouble else line.subject)
        self.show_acts(allowed)

    def show_acts(self, allowed: set[str]) -> None:
        """Shows which acts are open."""
        for name, button in self.buttons.items():
            button.setVisible(name in allowed)
        if self.suggestion is not None and "part" in allowed:
            self.buttons["part"].setText(caption(first_pages(self.suggestion.pages)))

    def show_scan(self, data: bytes) -> None:
        """The pages of the scan."""
        self.scan.show_pdf(data)

    def show_letter(self, data: bytes) -> None:
        """The pages of the letter."""
        self.letter.show_pdf(data)

    def show_suggestions(self, found: Sequence[Suggestion]) -> None:
        """The letters to choose from, the likeliest first and chosen."""
        self._found = found
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for number, each in enumerate(found, 1):
            words = suggestion_words(number, each)
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.ToolTipRole, tip_text(words))
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)
        self.list.blockSignals(blocked)
        rows = max(min(len(found), ROWS), 1)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 22) + 4)
        for widget in (self.list, self.choose_from):
            widget.setVisible(bool(found))
        if found:
            self.chosen.emit(self.suggestion)
