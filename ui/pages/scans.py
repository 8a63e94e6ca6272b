"""Scans of signed letters: the doubtful ones beside the letter they may belong to, and the letters that still lack theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from models import clock
from models.catalogue.letter_kinds import letter_kinds
from models.reading.scans import ScanLine, Suggestion, scan_lines, scan_pages, suggestions, waiting_count
from models.reading.spine import Question
from models.work.rights import may
from resources.i18n import N_, _, ngettext
from ui.actions import action, with_key
from ui.desk import Desk
from ui.pages import Group, Place, page
from ui.pages.lists import ListPage
from ui.tables.columns import CENTRE, Column, Paint
from ui.tables.delegates import Cell
from ui.tables.spine_model import ListSource
from ui.tables.whole import Whole
from ui.widgets.chips import Chip
from ui.widgets.folder_bar import FolderBar
from ui.widgets.scan_pane import ScanPane, first_pages

if TYPE_CHECKING:
    from models.store.units import Actor, Reading
    from models.work.scans import FiledCopy
    from ui.pages.letters import Letters

STATES = {
    "waiting": N_("Waiting"),
    "filed": N_("Filed"),
    "refused": N_("Refused"),
    "missing": N_("No scan yet"),
}
LOOKS = {
    "waiting": ("clock-alert", "warn", "warn_soft"),
    "filed": ("circle-check", "done", "done_soft"),
    "refused": ("ban", "muted", "sunken"),
    "missing": ("file-text", "text", ""),
}
REMARKS = {
    "missing": N_("page {pages} is missing"),
    "repeated": N_("page {pages} came twice, the later one is kept"),
    "presumed": N_("the code of page {pages} of the file cannot be read"),
    "reordered": N_("the pages were put in order"),
    "no_code": N_("no code on page {pages} of the file"),
    "foreign_code": N_("another code on page {pages} of the file"),
    "two_codes": N_("two sheets on page {pages} of the file"),
}
DOUBTS = {
    "unknown_letter": N_("its code belongs to no letter here: paper of another office"),
    "other_print": N_("the letter was printed again since"),
    "letter_void": N_("the letter is void"),
    "letter_draft": N_("the letter was changed since it was printed"),
    "has_scan": N_("the letter has a scan already"),
    "own_trip": N_("who filed it travels in this delegation"),
}


def trouble(line: ScanLine) -> str:
    """What is doubtful about a scan, in words."""
    if line.reason:
        return line.reason
    words = [_(DOUBTS[line.doubt])] if line.doubt else []
    words += [_(REMARKS[name]).format(pages=", ".join(map(str, pages))) for name, pages in line.remarks]
    return "; ".join(words)


def whose(line: ScanLine) -> str:
    """Whose scan it is: number and kind."""
    spec = letter_kinds().get(line.kind)
    return " ".join(w for w in (line.number, str(spec.label) if spec else "") if w)


def what(line: ScanLine) -> str:
    """What the line is about: the letter and the file, as far as there are."""
    return " · ".join(w for w in (whose(line), line.source) if w)


def state_cell(line: ScanLine) -> Cell:
    """The state as a table paints it."""
    symbol, colour, ground = LOOKS[line.state]
    return Cell(((symbol, _(STATES[line.state]), colour),), ground)


def moment(line: ScanLine) -> str:
    """When it was scanned."""
    return f"{line.at.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}" if line.at else ""


def waiting(read: Reading, actor: Actor) -> int:
    """How many scans wait, for those who may place them."""
    return waiting_count(read) if may(actor, "place_scan") else 0


COLUMNS = (
    Column("state", N_("State"), lambda r: _(STATES[r.state]), 140, paint=Paint.STATE, cell=state_cell),
    Column("what", N_("Scan"), what, 160, stretch=True, tip=lambda r: trouble(r) or r.subject),
    Column("pages", N_("Number of pages"), lambda r: str(r.pages or ""), 76, CENTRE),
    Column("trouble", N_("To look at"), trouble, 190, tip=trouble, starts_hidden=True),
    Column("at", N_("Scanned"), moment, 124, starts_hidden=True),
)  # fmt: skip


@page("scans", N_("Scans"), icon="scan-line", group=Group.WORK, order=50, badge=waiting)
class Scans(ListPage):
    """The list of scans."""

    topics = frozenset({"letters"})
    list_name = "scans"
    columns = COLUMNS
    split = (430, 740)
    pane: ScanPane

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.folder_bar = FolderBar(desk)
        self.layout().insertWidget(1, self.folder_bar)  # type: ignore[union-attr]
        self.folder_bar.setVisible(may(desk.actor, "file_scan"))
        for number in range(1, 10):
            key = QShortcut(QKeySequence(str(number)), self.table, lambda n=number: self.pane.choose(n - 1))
            key.setContext(Qt.ShortcutContext.WidgetShortcut)

    def title(self) -> str:
        return _("Scans")

    def source(self) -> ListSource:
        return Whole(scan_lines, lambda line: line.id)

    def chips(self) -> Sequence[Chip]:
        return (Chip("show", _("Show"), lambda: [(code, _(words)) for code, words in STATES.items()]),)

    def first_filters(self) -> Mapping[str, Any]:
        return {"show": "waiting"}

    def counted(self, n: int) -> str:
        if self.bar.filters.get("show") == "missing":
            return ngettext("{n} letter without a scan", "{n} letters without a scan", n).format(n=n)
        return ngettext("{n} scan", "{n} scans", n).format(n=n)

    def nothing(self) -> str:
        return _("Scans of signed letters stand here when a person has to look at them.")

    def _answered(self) -> None:
        super()._answered()
        if not self.model.count:
            if self.bar.filters.get("show") == "waiting":
                self.empty.setText(
                    _("Nothing waits. Scans whose code can be read go to their letters by themselves.")
                )
            self.show_row(None)

    def make_pane(self) -> ScanPane:
        self._line: ScanLine | None = None
        pane = ScanPane((
            ("accept", _("File with this letter"), self.accept, "primary", with_key(_("The scan belongs to the letter on the right"), "Return")),
            ("part", first_pages(1), self.accept_first, "", _("The further pages go on waiting")),
            ("open", _("Open the scan"), self.open_scan, "", with_key(_("The pages alone, to print or save"), "Ctrl+P")),
            ("letter", _("Open the letter"), self.open_letter, "", with_key(_("Its line in the list of letters"), "F2")),
            ("refuse", _("Put the scan aside"), self.refuse, "danger", with_key(_("Puts the scan aside with a reason"), "Del")),
        ))  # fmt: skip
        pane.chosen.connect(self._show_letter)
        return pane

    # --- the pane -----------------------------------------------------------------------------------------------------

    def show_row(self, key: int | None) -> None:
        line = self.table.current_row() if key is not None else None
        if line is not None and key == self._shown_key and line == self._line:
            return
        self._shown_key, self._line = key, line
        self.pane.show_line(line, trouble(line) if line else "", self._allowed())
        if line is None:
            return
        if line.state == "missing":
            self._ask_letter(line.letter_id)
            return
        self.desk.jobs.ask(
            lambda read: (scan_pages(read, line.id), suggestions(read, line.id) if line.state != "filed" else ()),
            owner=self, then=self._found, failed=self._not_found, outranks="scan",
        )  # fmt: skip

    def _found(self, found: tuple[bytes, Sequence[Suggestion]]) -> None:
        data, letters = found
        self.pane.show_scan(data)
        self.pane.show_suggestions(letters)
        if not letters and self._line is not None:
            self._ask_letter(self._line.letter_id)

    def _not_found(self, error: Exception) -> None:
        self.pane.show_scan(b"")
        self.pane.about.setText(str(error))

    def _show_letter(self, found: Suggestion | None) -> None:
        self._ask_letter(found.letter.id if found else None)
        self.pane.show_acts(self._allowed())

    def _ask_letter(self, letter_id: int | None) -> None:
        if letter_id is None:
            self.pane.show_letter(b"")
            return
        from models.work.letters import reprint

        self.desk.jobs.ask(
            lambda read: reprint(read, letter_id), owner=self, then=self.pane.show_letter, outranks="letter"
        )

    def _allowed(self) -> set[str]:
        """The acts that are open for the line in sight."""
        line, actor, found = self._line, self.desk.actor, set[str]()
        if line is None:
            return found
        chosen = self.pane.suggestion
        if line.state in {"waiting", "refused"} and chosen is not None and may(actor, "place_scan"):
            found.add("accept")
            if not line.has_mark and chosen.pages < line.pages:
                found.add("part")
        if line.state in {"waiting", "filed"} and may(actor, "refuse_scan"):
            found.add("refuse")
        if line.state != "missing":
            found.add("open")
        if line.letter_id is not None:
            found.add("letter")
        return found

    def can(self, act: str) -> ScanLine | None:
        """The line in sight, when that act is open for it."""
        return self._line if self._line is not None and act in self._allowed() else None

    def open_row(self, key: int) -> None:
        if self.can("accept"):
            self.accept()
        elif self.can("letter"):
            self.open_letter()

    # --- acts -----------------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Files the scan with the letter beside it."""
        if self.can("accept") is not None:
            self._place(0)

    def accept_first(self) -> None:
        """Files as many pages as the letter has; the others go on waiting."""
        if self.can("part") is not None and self.pane.suggestion is not None:
            self._place(self.pane.suggestion.pages)

    def _place(self, first: int) -> None:
        from models.work.scans import place_by_hand

        line, chosen, by = self._line, self.pane.suggestion, self.desk.actor
        if line is not None and chosen is not None:
            self.desk.jobs.do(
                lambda store: place_by_hand(store, line.id, chosen.letter.id, by=by, first=first),
                owner=self, then=self._placed,
            )  # fmt: skip

    def _placed(self, copy: FiledCopy) -> None:
        words = (
            _("The scan is filed with letter {number}.")
            if copy.number
            else _("The scan is filed with its letter.")
        )
        self.said.emit(words.format(number=copy.number), None)

    def refuse(self) -> None:
        """Asks for the reason and puts the scan aside."""
        if (line := self.can("refuse")) is not None:
            from models.work.scans import refuse
            from ui.dialogs.decide import ask_reason

            says = _(
                "The scan “{file}” is put aside with your reason and belongs to no letter. Its pages are kept."
            )
            reason = ask_reason(
                self,
                title=_("Put the scan aside"),
                says=says.format(file=line.source),
                verb=_("Put aside"),
                is_danger=True,
            )
            if reason is not None:
                by, said = self.desk.actor, _("The scan was put aside.")
                self.desk.jobs.do(
                    lambda store: refuse(store, line.id, reason, by=by), owner=self,
                    then=lambda _answer: self.said.emit(said, None),
                )  # fmt: skip

    def open_scan(self) -> None:
        """Shows the scanned pages, to print or save them."""
        if (line := self.can("open")) is not None:
            self.desk.jobs.ask(
                lambda read: scan_pages(read, line.id), owner=self,
                then=lambda data: _show(self, data, what(line)),
            )  # fmt: skip

    def open_letter(self) -> None:
        """Opens the letter in the list of letters."""
        if (line := self.can("letter")) is not None:
            question = Question("letters", {"ids": (line.letter_id,)})
            self.go.emit(Place("letters", line.letter_id, {"question": question}))


def _show(parent: QWidget, data: bytes | None, title: str) -> None:
    from ui.dialogs.letter_preview import LetterPreview

    if data:
        LetterPreview(data, title, name=title, parent=parent).open()


@action("accept", N_("File with this letter"), "F9", "check", where="scans")
def _accept(page: Scans) -> None:
    page.accept()


@action(
    "choose", N_("Choose a suggested letter by its number"), "1", "list-filter", where="scans", bound=False
)
def _choose(page: Scans) -> None:
    page.pane.choose(0)


@action("refuse", N_("Put the scan aside"), "Del", "ban", where="scans")
def _refuse(page: Scans) -> None:
    page.refuse()


@action("open", N_("Open the scan"), "Ctrl+P", "printer", where="scans")
def _open(page: Scans) -> None:
    page.open_scan()


@action("letter", N_("Open the letter"), "F2", "file-text", where="scans")
def _letter(page: Scans) -> None:
    page.open_letter()


@action("scan", N_("Open the signed scan"), "F8", "scan-line", where="letters")
def _scan(page: Letters) -> None:
    """From the list of letters: the scan of the letter in sight."""
    row = page.table.current_row()
    if row is None:
        return
    from models.reading.scans import scan_of

    def shown(data: bytes | None) -> None:
        if data is None:
            page.said.emit(_("No scan of the signed letter is filed yet."), None)
        else:
            _show(page, data, page.pane.title.whole_text())

    page.desk.jobs.ask(lambda read: scan_of(read, row.id), owner=page, then=shown)
