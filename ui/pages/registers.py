"""The register of sent papers as Phụ lục IV of Nghị định 30/2020/NĐ-CP prescribes it: one line per number given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from models import clock
from models.catalogue.register_books import books
from models.reading.registers import (
    ARRIVALS,
    RegisterInfo,
    RegisterLine,
    gaps,
    register_book,
    register_years,
    registers,
)
from models.reading.spine import Question
from models.table import Column as TableColumn
from models.table import Table
from resources.i18n import N_, _, ngettext
from ui import icons
from ui.actions import action, with_key
from ui.desk import Desk
from ui.pages import Group, Place, page
from ui.pages.lists import ListPage
from ui.pages.register_acts import MENU
from ui.saving import save_as
from ui.tables.columns import CENTRE, RIGHT, Column, Paint, day
from ui.tables.delegates import Cell
from ui.tables.spine_model import ListSource
from ui.tables.whole import Whole
from ui.widgets.chips import Chip
from ui.widgets.labels import caption, label, tip
from ui.widgets.pictures import Picture
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.store.units import Reading, Store
    from ui.jobs import Progress

LOOKS = {
    "void": ("ban", N_("voided"), "stop", "stop_soft"),
    "reserved": ("hourglass", N_("set aside"), "warn", "warn_soft"),
    "paper": ("book-open", N_("on paper"), "muted", "sunken"),
}  # fmt: skip


def state_cell(entry: BookLine) -> Cell | None:
    """What is special about a number, as the table paints it; a letter's number has nothing special."""
    look = LOOKS.get(entry.line.state)
    return Cell(((look[0], _(look[1]), look[2]),), look[3]) if look else None


def state_text(entry: BookLine) -> str:
    """The same in words."""
    look = LOOKS.get(entry.line.state)
    return _(look[1]) if look else ""


COLUMNS = (
    Column("number", N_("Number and symbol"), lambda r: r.line.number_text or f"{r.line.number:02d}", 124),
    Column("day", N_("Date of the letter"), lambda r: day(r.line.issued_on), 108, CENTRE),
    Column("state", N_("State"), state_text, 112, paint=Paint.STATE, cell=state_cell, tip=lambda r: r.line.note),
    Column("what", N_("Kind and subject"), lambda r: r.line.type_and_subject, 220, stretch=True,
           tip=lambda r: r.line.type_and_subject),
    Column("signatory", N_("Signed by"), lambda r: r.line.signatory, 126, tip=lambda r: r.line.signatory),
    Column("to", N_("Recipients"), lambda r: r.line.recipients, 126, tip=lambda r: r.line.recipients),
    Column("keeper", N_("Kept by"), lambda r: r.line.keeper, 108, tip=lambda r: r.line.keeper, starts_hidden=True),
    Column("copies", N_("Copies"), lambda r: str(r.line.copies or ""), 66, RIGHT),
    Column("sent", N_("Sent on"), lambda r: day(r.line.sent_on), 102, CENTRE),
    Column("received", N_("Signature"), lambda r: "", 76, starts_hidden=True),
    Column("note", N_("Remark"), lambda r: r.line.note, 130, tip=lambda r: r.line.note),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line with the register it stands in."""

    line: RegisterLine
    register: RegisterInfo

    @property
    def id(self) -> int:
        """The number."""
        return self.line.number


def chosen(read: Reading, question: Question) -> RegisterInfo | None:
    """The register and year of a question: the one it names, else the first in which numbers were given."""
    year = question.filters.get("year") or next(iter(register_years(read)), clock.today().year)
    found = [r for r in registers(read, year) if r.code != ARRIVALS]
    wanted = question.filters.get("register")
    return (
        next((r for r in found if r.id == wanted), None)
        or next((r for r in found if r.last), None)
        or next(iter(found), None)
    )


class Book:
    """The lines of the book that a question opens; *register* is the one that was found last, with its lines or without."""

    def __init__(self) -> None:
        self.register: RegisterInfo | None = None

    def find(self, read: Reading, question: Question) -> list[BookLine]:
        """The lines of the register and year of a question."""
        register = self.register = chosen(read, question)
        if register is None:
            return []
        return [BookLine(line, register) for line in register_book(read, register.id, register.year)]


def book_table(lines: Sequence[BookLine]) -> Table:
    """The book as a sheet to carry out: Vietnamese, as the decree words its columns."""
    from models.work.books import sent_content

    rows = sent_content([entry.line for entry in lines]).rows
    register = lines[0].register
    columns = tuple(TableColumn(*c) for c in books()["sent"].columns)
    return Table(f"{register.name}, năm {register.year}", columns, rows)


@page("registers", N_("Registers"), icon="book-open", group=Group.FIND, order=20)
class Registers(ListPage):
    """One register of one year."""

    topics = frozenset({"registers", "letters"})
    list_name = "registers"
    columns = COLUMNS
    default_order = ""

    def __init__(self, desk: Desk) -> None:
        self._names: dict[int, str] = {}
        self._years: tuple[int, ...] = (clock.today().year,)
        self._book = Book()
        super().__init__(desk)
        self._icon, self._check = Picture("circle-check"), label("")
        self.heading = label("", "strong")
        line = QFrame()
        row = QHBoxLayout(line)
        row.setContentsMargins(16, 0, 12, 8)
        row.setSpacing(8)
        for widget in (self.heading, self._icon, self._check):
            row.addWidget(widget)
        row.addStretch(1)
        self.pdf_button = foot_button(
            _("Print the book (PDF)"), self.save_pdf, hint=with_key(_("The book on A4 landscape"), "Ctrl+P")
        )
        self.xlsx_button = foot_button(_("Excel"), self.save_xlsx, hint=_("The book as an Excel workbook"))
        self.more = self._menu()
        for button in (self.more, self.xlsx_button, self.pdf_button):
            row.addWidget(button)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, line)
        self.model.answered.connect(self._tell)
        self.model.arrived.connect(self._tell)

    def _menu(self) -> QPushButton:
        """What can be done about the register in sight."""
        menu = QMenu(self)
        for name in MENU:
            if name is None:
                menu.addSeparator()
            elif name in self.acts:
                menu.addAction(self.acts[name])
        made = QPushButton(icons.icon("stamp"), caption(_("Manage the register")))
        made.setMenu(menu)
        tip(made, _("Set numbers aside, close the year, name registers"))
        return made

    @property
    def register(self) -> RegisterInfo | None:
        """The register in sight, in its year; it may hold no number yet."""
        return self._book.register

    def title(self) -> str:
        return _("Register of sent papers")

    def source(self) -> ListSource:
        return Whole(self._book.find, lambda entry: entry.line.number)

    def chips(self) -> Sequence[Chip]:
        return (
            Chip("register", _("Register"), lambda: list(self._names.items())),
            Chip("year", _("Year"), lambda: [(y, str(y)) for y in self._years]),
        )

    def arrive(self, place: Place) -> None:
        self.desk.jobs.ask(
            _choices, owner=self, then=lambda found: self._begin(place, found), outranks="choices"
        )

    def _begin(self, place: Place, found: tuple[tuple[int, ...], Mapping[int, str]]) -> None:
        self._years, self._names = found[0], dict(found[1])
        super().arrive(place)

    def counted(self, n: int) -> str:
        return ngettext("{n} number", "{n} numbers", n).format(n=n)

    def nothing(self) -> str:
        return _("Numbers stand here once letters are issued with F9 on the page Letters.")

    def open_row(self, key: int) -> None:
        row = self.table.current_row()
        if row is not None and row.line.letter_id is not None:
            question = Question("letters", {"ids": (row.line.letter_id,)})
            self.go.emit(Place("letters", row.line.letter_id, {"question": question}))

    @property
    def lines(self) -> list[BookLine]:
        """The lines in sight."""
        found: list[Any] = [self.model.row_at(n) for n in range(self.model.count)]
        return [entry for entry in found if entry is not None]

    def _tell(self) -> None:
        lines, register = self.lines, self.register
        for button in (self.pdf_button, self.xlsx_button):
            button.setEnabled(bool(lines))
        self._enable(lines)
        self._icon.setVisible(bool(lines))
        if register is None or not lines:
            self.heading.setText(f"{register.name} · {register.year}" if register else "")
            self._check.setText("")
            return
        missing = [] if register.is_external else gaps([entry.line for entry in lines])
        self.heading.setText(f"{register.name} · {register.year}")
        self._check.setText(self._check_words(register, [entry.line for entry in lines], missing))
        self._icon.show_icon("triangle-alert" if missing else "circle-check", "warn" if missing else "done")

    def _enable(self, lines: Sequence[BookLine]) -> None:
        """Acts that are not open for this register stand in the menu, but cannot be pressed."""
        register = self.register
        is_open = register is not None and register.closed_on is None
        own = register is not None and not register.is_external
        now = {
            "reserve": is_open and own, "release": any(e.line.state == "reserved" for e in lines),
            "begin": is_open and own and register is not None and not register.last, "close": is_open and bool(lines),
            "day": bool(lines), "post": bool(lines), "rename": register is not None,
        }  # fmt: skip
        for name, can in now.items():
            if name in self.acts:
                self.acts[name].setEnabled(can)

    def _check_words(self, register: RegisterInfo, lines: Sequence[RegisterLine], missing: list[int]) -> str:
        """Whether the book is whole, what is set aside, and whether the year is closed."""
        if missing:
            numbers = ", ".join(f"{n:02d}" for n in missing[:12]) + ("…" if len(missing) > 12 else "")
            words = _("Missing numbers: {numbers}. Ask the administrator to check the store.")
            return words.format(numbers=numbers)
        if register.is_external:
            said = [_("Numbered by another body; gaps are its own letters.")]
        else:
            voided = sum(line.state == "void" for line in lines)
            words = _("Without gaps from 01 to {last} of {day}; {n} voided.")
            said = [words.format(last=f"{lines[-1].number:02d}", day=day(lines[-1].issued_on), n=voided)]
        if kept := [f"{line.number:02d}" for line in lines if line.state == "reserved"]:
            shown = ", ".join(kept[:8]) + ("…" if len(kept) > 8 else "")
            said.append(_("Set aside: {numbers}.").format(numbers=shown))
        if register.closed_on is not None:
            said.append(_("Closed on {day}.").format(day=day(register.closed_on)))
        return " ".join(said)

    # --- carrying out ---------------------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """Saves the book as PDF, A4 landscape; a closed one as it was kept, byte for byte."""
        register, who = self.register, self.desk.actor.name
        if register is None or not self.lines:
            return

        def make(store: Store, _progress: Progress) -> bytes:
            from models.work.books import book_pdf
            from models.work.closing import closed_pdf

            with store.reading() as read:
                if register.closed_on is not None:
                    return closed_pdf(read, register.id, register.year)
                return book_pdf(read, register.id, register.year, who=who)

        save_as(self, f"so-van-ban-di-{register.year}.pdf", _("Making the book…"), make)

    def save_day(self, *, is_post: bool = False) -> None:
        """Saves the page of the day on which the number in sight was given, or that of what was sent by post that day."""
        register, row, who = self.register, self.table.current_row(), self.desk.actor.name
        if register is None or row is None:
            return
        on = row.line.issued_on

        def make(store: Store, _progress: Progress) -> bytes:
            from models.work.books import book_pdf, posted_pdf

            draw = posted_pdf if is_post else book_pdf
            with store.reading() as read:
                return draw(read, register.id, register.year, who=who, day=on)

        name = "so-gui-buu-dien" if is_post else "so-van-ban-di"
        save_as(self, f"{name}-{on:%Y-%m-%d}.pdf", _("Making the book…"), make)

    def save_xlsx(self) -> None:
        """Saves the book as an Excel workbook."""
        lines, office = self.lines, self.desk.office
        if not lines:
            return

        def make(_store: Store, progress: Progress) -> bytes:
            from models.exchange.spreadsheet import workbook

            return workbook(
                "Sổ đăng ký văn bản đi",
                office,
                [book_table(lines)],
                progress=lambda n: progress.report(n, len(lines)),
            )

        save_as(self, f"so-van-ban-di-{lines[0].register.year}.xlsx", _("Making the book…"), make)

    def said_and_done(self, words: str) -> None:
        """An act on the register was done: say so, and ask again for names that may be others now."""
        self.said.emit(words, None)
        self.desk.jobs.ask(_choices, owner=self, then=self._take_choices, outranks="choices")

    def _take_choices(self, found: tuple[tuple[int, ...], Mapping[int, str]]) -> None:
        self._years, self._names = found[0], dict(found[1])
        self.bar.show_filters(self.bar.filters, self.bar.text)


def _choices(read: Reading) -> tuple[tuple[int, ...], dict[int, str]]:
    years = register_years(read) or (clock.today().year,)
    return years, {r.id: r.name for r in registers(read, years[0]) if r.code != ARRIVALS}


@action("print", N_("Save the book as PDF to print"), "Ctrl+P", "printer", where="registers")
def _print(page: Registers) -> None:
    page.save_pdf()


@action("letter", N_("Open the letter"), "F2", "file-text", where="registers")
def _letter(page: Registers) -> None:
    key = page.table.current_key()
    if key is not None:
        page.open_row(key)


@action("post", N_("Print what goes by post this day"), "Ctrl+Shift+P", "mail", where="registers")
def _post(page: Registers) -> None:
    page.save_day(is_post=True)
