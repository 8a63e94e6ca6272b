"""The register of sent papers as Phụ lục IV of Nghị định 30/2020/NĐ-CP prescribes it: one line per number given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from models import clock
from models.reading.registers import RegisterInfo, RegisterLine, register_book, register_years, registers
from models.reading.spine import Question
from models.table import Column as TableColumn
from models.table import Table
from resources.i18n import N_, _, ngettext
from ui.actions import action, with_key
from ui.desk import Desk
from ui.pages import Group, Place, page
from ui.pages.lists import ListPage
from ui.saving import save_as
from ui.tables.columns import CENTRE, RIGHT, Column, day
from ui.tables.spine_model import ListSource
from ui.tables.whole import Whole
from ui.widgets.chips import Chip
from ui.widgets.labels import label
from ui.widgets.pictures import Picture
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.store.units import Reading, Store
    from ui.jobs import Progress

# The ten columns of the book in its own order and words; the hand writes "Ký nhận". Width is of the print, in characters.
BOOK = (
    ("Số, ký hiệu văn bản", 16), ("Ngày tháng văn bản", 11), ("Tên loại và trích yếu nội dung văn bản", 33),
    ("Người ký", 16), ("Nơi nhận văn bản", 20), ("Đơn vị, người nhận bản lưu", 14), ("Số lượng bản", 7),
    ("Ngày chuyển", 10), ("Ký nhận", 9), ("Ghi chú", 16),
)  # fmt: skip
COLUMNS = (
    Column("number", N_("Number and symbol"), lambda r: r.line.number_text or f"{r.line.number:02d}", 124),
    Column("day", N_("Date of the letter"), lambda r: day(r.line.issued_on), 108, CENTRE),
    Column("what", N_("Kind and subject"), lambda r: r.line.type_and_subject, 220, stretch=True,
           tip=lambda r: r.line.type_and_subject),
    Column("signatory", N_("Signed by"), lambda r: r.line.signatory, 126, tip=lambda r: r.line.signatory),
    Column("to", N_("Recipients"), lambda r: r.line.recipients, 126, tip=lambda r: r.line.recipients),
    Column("keeper", N_("Kept by"), lambda r: r.line.keeper, 108, tip=lambda r: r.line.keeper),
    Column("copies", N_("Copies"), lambda r: str(r.line.copies or ""), 66, RIGHT),
    Column("sent", N_("Sent on"), lambda r: day(r.line.sent_on), 102, CENTRE),
    Column("received", N_("Signature"), lambda r: "", 76),
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
    found = registers(read, year)
    wanted = question.filters.get("register")
    return (
        next((r for r in found if r.id == wanted), None)
        or next((r for r in found if r.last), None)
        or next(iter(found), None)
    )


def book(read: Reading, question: Question) -> list[BookLine]:
    """The lines of the book that a question opens."""
    register = chosen(read, question)
    return (
        [BookLine(line, register) for line in register_book(read, register.id, register.year)]
        if register
        else []
    )


def gaps(lines: Sequence[BookLine]) -> list[int]:
    """The numbers of our own register that are missing between 1 and the last."""
    if not lines or lines[0].register.is_external:
        return []
    there = {entry.line.number for entry in lines}
    return [n for n in range(1, max(there) + 1) if n not in there]


def book_table(lines: Sequence[BookLine]) -> Table:
    """The book to print: Vietnamese, as the decree words its columns."""
    rows = [
        (e.line.number_text or f"{e.line.number:02d}", e.line.issued_on, e.line.type_and_subject, e.line.signatory, e.line.recipients,
         e.line.keeper, e.line.copies or None, e.line.sent_on, "", e.line.note)
        for e in lines
    ]  # fmt: skip
    register = lines[0].register
    return Table(f"{register.name}, năm {register.year}", tuple(TableColumn(*c) for c in BOOK), rows)


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
        row.addWidget(self.xlsx_button)
        row.addWidget(self.pdf_button)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, line)
        self.model.answered.connect(self._tell)
        self.model.arrived.connect(self._tell)

    def title(self) -> str:
        return _("Register of sent papers")

    def source(self) -> ListSource:
        return Whole(book, lambda entry: entry.line.number)

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
        lines = self.lines
        for button in (self.pdf_button, self.xlsx_button):
            button.setEnabled(bool(lines))
        self._icon.setVisible(bool(lines))
        if not lines:
            self.heading.setText("")
            self._check.setText("")
            return
        register, missing = lines[0].register, gaps(lines)
        self.heading.setText(f"{register.name} · {register.year}")
        voided = sum(bool(e.line.note) for e in lines)
        numbers = ", ".join(f"{n:02d}" for n in missing[:12]) + ("…" if len(missing) > 12 else "")
        if missing:
            self._check.setText(
                _("Missing numbers: {numbers}. Ask the administrator to check the store.").format(
                    numbers=numbers
                )
            )
        elif register.is_external:
            self._check.setText(_("Numbered by another body; gaps are its own letters."))
        else:
            last = lines[-1].line
            words = _("Without gaps from 01 to {last} of {day}; {n} voided.")
            self._check.setText(words.format(last=f"{last.number:02d}", day=day(last.issued_on), n=voided))
        self._icon.show_icon("triangle-alert" if missing else "circle-check", "warn" if missing else "done")

    # --- carrying out ---------------------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """Saves the book as PDF, A4 landscape."""
        lines, office = self.lines, self.desk.office
        if not lines:
            return

        def make(_store: Store, _progress: Progress) -> bytes:
            from models.exchange.table_pdf import document

            return document("SỔ ĐĂNG KÝ VĂN BẢN ĐI", office, [book_table(lines)])

        save_as(self, f"so-van-ban-di-{lines[0].register.year}.pdf", _("Making the book…"), make)

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


def _choices(read: Reading) -> tuple[tuple[int, ...], dict[int, str]]:
    years = register_years(read) or (clock.today().year,)
    return years, {r.id: r.name for r in registers(read, years[0])}


@action("print", N_("Save the book as PDF to print"), "Ctrl+P", "printer", where="registers")
def _print(page: Registers) -> None:
    page.save_pdf()


@action("letter", N_("Open the letter"), "F2", "file-text", where="registers")
def _letter(page: Registers) -> None:
    key = page.table.current_key()
    if key is not None:
        page.open_row(key)
