"""Letters: what waits for number and date, what was issued, with the real pages beside the list. The clerk's home."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QPushButton

from models import clock
from models.catalogue.letter_kinds import letter_kinds
from models.catalogue.workflows import Role, workflows
from models.reading.dossiers import DOSSIERS
from models.reading.letters import LETTERS, LetterRow, links_of
from models.reading.spine import Question
from models.work.rights import may
from resources.i18n import N_, _, ngettext
from ui.actions import action, with_key
from ui.pages import Group, page
from ui.pages.lists import ListPage
from ui.tables.columns import CENTRE, Column, Paint, day
from ui.tables.delegates import Cell
from ui.tables.spine_model import ListSource
from ui.widgets.chips import Chip
from ui.widgets.dossier_pane import LETTER_STATES
from ui.widgets.labels import caption, tip
from ui.widgets.letter_pane import LetterPane, kind_words

if TYPE_CHECKING:
    from models.store.units import Actor, Reading
    from models.work.letters import Issued
    from ui.dialogs.issue import Plan

MOST = 5_000  # open letters; an office has a few dozen
OPEN = ("draft", "printed")
YEARS_BACK = 8
LOOKS = {
    "draft": ("pencil", "muted", "sunken"),
    "printed": ("stamp", "warn", "warn_soft"),
    "issued": ("circle-check", "done", "done_soft"),
    "void": ("ban", "stop", "stop_soft"),
}  # fmt: skip


@cache
def issuing_states() -> frozenset[str]:
    """The states of a dossier from which an issued letter leads on."""
    guards = {"submission_issued", "decision_issued"}
    return frozenset(
        s
        for w in workflows().values()
        for t in w.transitions
        if guards & set(t.guards)
        for s in t.from_states
    )


def to_issue(read: Reading, question: Question) -> list[LetterRow]:
    """The letters that wait for their number: of dossiers approved so far, and letters about no single dossier."""
    rows = LETTERS.first_rows(read, question.where(state=OPEN), MOST)
    dossiers = DOSSIERS.rows(read, [r.dossier_id for r in rows if r.dossier_id is not None])
    ready = {key for key, row in dossiers.items() if row.state in issuing_states()}
    return [r for r in rows if r.dossier_id is None or r.dossier_id in ready]


class LetterSource:
    """The list ``letters`` with one filter more: ``to_issue``."""

    def spine(self, read: Reading, question: Question) -> array[int]:
        if question.filters.get("to_issue"):
            return array("q", [r.id for r in to_issue(read, question.where(to_issue=None))])
        return LETTERS.spine(read, question)

    def first_rows(self, read: Reading, question: Question, count: int) -> Sequence[LetterRow]:
        if question.filters.get("to_issue"):
            return to_issue(read, question.where(to_issue=None))[:count]
        return LETTERS.first_rows(read, question, count)

    def rows(self, read: Reading, keys: Sequence[int]) -> Mapping[int, LetterRow]:
        return LETTERS.rows(read, keys)


def waiting(read: Reading, actor: Actor) -> int:
    """How many letters wait for a number, for those who give one."""
    return len(to_issue(read, Question("letters"))) if may(actor, "issue_letter") else 0


def state_cell(row: LetterRow) -> Cell:
    """The state as a table paints it."""
    symbol, colour, ground = LOOKS[row.state]
    return Cell(((symbol, _(LETTER_STATES[row.state]), colour),), ground)


COLUMNS = (
    Column("number", N_("Number and symbol"), lambda r: r.number, 116, sort="number"),
    Column("day", N_("Date"), lambda r: day(r.issued_on), 92, CENTRE, sort="issued"),
    Column("kind", N_("Kind"), kind_words, 150, tip=kind_words),
    Column("subject", N_("Subject"), lambda r: r.subject, 180, stretch=True, tip=lambda r: r.subject),
    Column("dossier", N_("Dossier"), lambda r: r.reference or "", 96),
    Column("state", N_("State"), lambda r: _(LETTER_STATES[r.state]), 130, paint=Paint.STATE, cell=state_cell,
           tip=lambda r: r.void_reason),
)  # fmt: skip


# What stands in the menu "More"; the acts are declared beside what they do. "" is a line between.
IN_MENU = (
    "check_layout", "missing", "dossier", "", "scan", "open_signed", "", "sign_digitally", "take_signed", "check_signatures",
)  # fmt: skip


@page("letters", N_("Letters"), icon="file-text", group=Group.FIND, order=10, badge=waiting)
class Letters(ListPage):
    """The list of letters."""

    topics = frozenset({"letters", "dossiers", "registers"})
    list_name = "letters"
    columns = COLUMNS
    default_order = "-made"
    words_hint = N_("Find a letter")
    first_act = "new"
    split = (760, 390)
    pane: LetterPane

    def title(self) -> str:
        return _("Letters")

    def source(self) -> ListSource:
        return LetterSource()

    def chips(self) -> Sequence[Chip]:
        this = clock.today().year
        return (
            Chip("to_issue", _("Waiting"), lambda: [(True, _("for number and date"))]),
            Chip("state", _("State"), lambda: [(code, _(words)) for code, words in LETTER_STATES.items()]),
            Chip("kind", _("Kind"), lambda: [(k.code, str(k.label)) for k in letter_kinds().values()]),
            Chip("year", _("Year"), lambda: [(y, str(y)) for y in range(this, this - YEARS_BACK, -1)]),
        )

    def first_filters(self) -> Mapping[str, Any]:
        return {"to_issue": True} if Role.CLERK in self.desk.actor.roles else {}

    def counted(self, n: int) -> str:
        return ngettext("{n} letter", "{n} letters", n).format(n=f"{n:,}".replace(",", "."))

    def nothing(self) -> str:
        return _("Letters stand here once they are prepared in a dossier.")

    def make_pane(self) -> LetterPane:
        self._row: LetterRow | None = None
        return LetterPane((
            ("issue", _("Number and issue"), self.issue, "primary", with_key(_("After the signature: take number and date"), "F9")),
            ("fill", _("Fill in"), self.fill, "", with_key(_("What this letter asks for besides the dossier"), "F4")),
            ("sign", _("Print for signature"), self.print_for_signature, "", _("Prints with room for number and date")),
            ("open", _("Open, print, save"), self.open_pages, "", with_key(_("The pages alone, to print or save"), "Ctrl+P")),
            ("set", _("Print the set"), self.print_set, "", with_key(_("Copies, list of members, envelopes in one go"), "Ctrl+Shift+P")),
            ("figures", _("Number on the signed paper"), self.print_figures, "",
             _("Prints number and date on the paper that was signed without them")),
            ("several", _("Print or save several letters"), self.print_several, "primary",
             with_key(_("All chosen letters in one job, with a control list"), "Ctrl+Alt+P")),
            ("change", _("Amend, replace, correct"), self.change, "",
             with_key(_("Begins the letter that changes this one; the pages of this one stay as they are"), "Ctrl+Shift+E")),
            ("void", _("Void"), self.void, "danger", _("Void the letter with a reason; its number stays in the register")),
        ))  # fmt: skip

    def _lay_out(self) -> None:
        super()._lay_out()
        self.more = QPushButton(caption(_("More")))
        self.more.setMenu(QMenu(self.more))
        tip(self.more, _("Layout, scan, digital signature, dossier"))
        self.more.menu().aboutToShow.connect(self._fill_menu)
        self.pane.foot.addWidget(self.more)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_several())
        self.table.menu_for = lambda keys: [
            self.acts[name] for name in (("several",) if len(keys) > 1 else ("print", "set", "change"))
        ]

    def _fill_menu(self) -> None:
        """The acts that have no button of their own; they say why when the letter in sight does not allow them."""
        menu = self.more.menu()
        menu.clear()
        for name in IN_MENU:
            if name:
                menu.addAction(self.acts[name])
            else:
                menu.addSeparator()

    def _show_several(self) -> None:
        """The act for many letters stands in the pane while many are chosen."""
        several = len(self.table.selectionModel().selectedRows()) > 1
        allowed = self.allowed(self._row) if self._row is not None else set[str]()
        self.pane.show_acts({"several"} if several else allowed)

    # --- the pane -----------------------------------------------------------------------------------------------------

    def show_row(self, key: int | None) -> None:
        row = self.table.current_row() if key is not None else None
        if row is None:
            self._row = None
            self.pane.show_letter(None, set())
            self.pane.show_pages(None)
        elif row != self._row:
            self._row = row
            self.pane.show_letter(row, self.allowed(row))
            from models.work.letters import preview

            self.desk.jobs.ask(
                lambda read: preview(read, row.id), owner=self, then=self.pane.show_pages, failed=self._no_pages,
                outranks="pane",
            )  # fmt: skip
            self.desk.jobs.ask(
                lambda read: links_of(read, [row.id]).get(row.id, ()), owner=self, then=self.pane.show_links,
                outranks="pane links",
            )  # fmt: skip

    def _no_pages(self, error: Exception) -> None:
        self.pane.show_pages(None)
        self.pane.about.setText(str(error))

    def allowed(self, row: LetterRow) -> set[str]:
        """The acts that are open for a letter in its state."""
        actor = self.desk.actor
        found: set[str] = set()
        if row.state in OPEN:
            found |= {"issue"} if may(actor, "issue_letter") else set()
            found |= {"sign"} if may(actor, "print_letter") else set()
            found |= {"fill"} if letter_kinds()[row.kind].fields and may(actor, "revise_letter") else set()
        if row.pdf_sha256:
            found |= {"open"}
        if row.pdf_sha256 and row.state != "void":
            found |= {"set"}
        if row.state == "issued":
            found |= {"figures"} if row.number and may(actor, "print_letter") else set()
            found |= {"change"} if may(actor, "prepare_letter") else set()
            found |= {"void"} if may(actor, "void_letter") else set()
        return found

    def open_row(self, key: int) -> None:
        self.open_pages()

    def open_its_dossier(self) -> None:
        """Opens the dossier that the letter is about."""
        if self._row is not None and self._row.dossier_id is not None:
            self.open_dossier(self._row.dossier_id)

    # --- acts -----------------------------------------------------------------------------------------------------------

    def can(self, act: str) -> LetterRow | None:
        """The letter in sight, when that act is open for it."""
        return self._row if self._row is not None and act in self.allowed(self._row) else None

    def issue(self) -> None:
        """Shows what issuing will do, then does it."""
        if (row := self.can("issue")) is not None:
            from ui.dialogs.issue import plan

            on = clock.today()
            self.desk.jobs.ask(lambda read: plan(read, row.id, on), owner=self, then=self._ask_issue)

    def _ask_issue(self, found: Plan) -> None:
        from ui.dialogs.issue import IssueDialog

        dialog = IssueDialog(self, self.desk, found)
        dialog.issued.connect(self._issued)
        dialog.open()

    def _issued(self, answer: Issued) -> None:
        words = _("Issued: {number} of {day}.").format(number=answer.text or "", day=day(answer.issued_on))
        self.said.emit(words, None)

    def print_for_signature(self) -> None:
        """Freezes the letter and shows its pages, with room for number and date, to be printed."""
        if (row := self.can("sign")) is not None:
            from models.work.letters import mark_printed

            by = self.desk.actor
            self.desk.jobs.do(
                lambda store: mark_printed(store, row.id, by=by), owner=self, then=self._show_pages
            )

    def open_pages(self) -> None:
        """Shows the kept pages, to print or save them."""
        if (row := self.can("open")) is not None:
            from models.work.letters import reprint

            self.desk.jobs.ask(lambda read: reprint(read, row.id), owner=self, then=self._show_pages)

    def _show_pages(self, data: bytes) -> None:
        from ui.dialogs.letter_preview import LetterPreview

        title = self.pane.title.whole_text()
        LetterPreview(data, title, name=title, parent=self).open()

    def print_set(self) -> None:
        """Chooses copies, list of members and envelopes, and prints them."""
        if (row := self.can("set")) is not None:
            from ui.printing_set import print_set

            print_set(self, row.id)

    def print_figures(self) -> None:
        """Prints number and date on the signed paper."""
        if (row := self.can("figures")) is not None:
            from ui.printing_overprint import print_figures

            print_figures(self, row.id)

    def print_several(self) -> None:
        """Prints or saves all letters that are chosen in the list."""
        keys = self.table.selected_keys()

        def ask(rows: Mapping[int, LetterRow]) -> None:
            from ui.printing_batch import BatchDialog

            found = [rows[key] for key in keys if key in rows]
            if found:
                BatchDialog(self, found).open()

        self.desk.jobs.ask(lambda read: LETTERS.rows(read, keys), owner=self, then=ask)

    def fill(self) -> None:
        """Changes the own fields of the draft in sight."""
        from ui.pages.new_letter import fill_in

        fill_in(self)

    def change(self) -> None:
        """Chooses the letter that amends, replaces, revokes, corrects or recalls the one in sight, and begins it."""
        from ui.pages.letter_changes import change

        change(self)

    def void(self) -> None:
        """Asks for the reason and voids the letter."""
        if (row := self.can("void")) is not None:
            from models.work.letters import void
            from ui.dialogs.decide import ask_reason

            says = _(
                "Letter {number} of {day} becomes void. Its number stays in the register with your reason."
            ).format(number=row.number, day=day(row.issued_on))
            reason = ask_reason(self, title=_("Void the letter"), says=says, verb=_("Void"), is_danger=True)
            if reason is not None:
                by = self.desk.actor
                said = _("Letter {number} is void.").format(number=row.number)
                self.desk.jobs.do(
                    lambda store: void(store, row.id, reason, by=by), owner=self,
                    then=lambda _answer: self.said.emit(said, None),
                )  # fmt: skip


@action("issue", N_("Number and issue"), "F9", "stamp", where="letters")
def _issue(page: Letters) -> None:
    page.issue()


@action("print", N_("Print the letter"), "Ctrl+P", "printer", where="letters")
def _print(page: Letters) -> None:
    if len(page.table.selected_keys()) > 1:
        page.print_several()
    elif page.can("open"):
        page.open_pages()
    else:
        page.print_for_signature()


@action("set", N_("Print the set"), "Ctrl+Shift+P", "printer", where="letters")
def _set(page: Letters) -> None:
    page.print_set()


@action("several", N_("Print or save several letters"), "Ctrl+Alt+P", "printer", where="letters")
def _several(page: Letters) -> None:
    page.print_several()


@action("dossier", N_("Open the dossier"), "F2", "folder-open", where="letters")
def _dossier(page: Letters) -> None:
    page.open_its_dossier()
