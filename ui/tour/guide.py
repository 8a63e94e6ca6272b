"""The everyday moves of the tour: opening the window, signing in, finding a dossier, filling a form, letting days go by."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QListWidget, QTableView, QWidget

import resources
from models import clock
from models.catalogue import lists
from models.catalogue.kinds import kinds
from models.clock import VIETNAM
from models.store.files import atomic_write
from models.text import fold
from resources.i18n import _
from ui import app as program
from ui.dialogs.letter_preview import LetterPreview
from ui.pages.dossier.page import DossierPage
from ui.pages.lists import ListPage
from ui.shell import Shell
from ui.tables.table import RecordTable
from ui.tour.hands import Hands, Lost


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of the tour; *words* is a msgid that says what is done."""

    words: str
    walk: Callable[[Guide], None]


class Guide:
    """One walk: the program, its hands, the plan of what is typed, and what was learnt on the way."""

    def __init__(
        self, folder: Path, home: Path, where: Path, theme: str, language: str, say: Callable[[str], None]
    ) -> None:
        self.plan: dict[str, Any] = resources.load_toml("sample/tour.toml")
        self.folder, self.home, self.language = folder, home, language
        self._arguments = ["--office", str(where), "--theme", theme, "--locale", language]
        self._say = say
        self._clock = ExitStack()
        self._day: date = self.plan["day"]
        self.faults: list[BaseException] = []
        self.reference = ""
        self.letters: list[tuple[str, str]] = []
        self.open_window(first=True)

    # --- the program --------------------------------------------------------------------------------------------------

    def open_window(self, *, first: bool = False) -> None:
        """Starts the program as ``main.py`` does, with its faults kept instead of shown."""
        app, window = program.make(self._arguments)
        window._say_fault = self.faults.append  # pyright: ignore[reportPrivateUsage]
        sys.excepthook = lambda _kind, fault, _trace: self.faults.append(fault)
        if first:
            app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
            app.setQuitOnLastWindowClosed(False)
            app.setEffectEnabled(Qt.UIEffect.UI_AnimateMenu, False)
            self.hands = Hands(self.folder, self._say)
        self.hands.take(window)
        self.hands.until(lambda: window.office is not None, "the office opens")
        self.days_go_by(self._day)
        self.hands.settle()

    def close_window(self) -> None:
        """As one closes it; what is typed is kept by the program itself."""
        self.hands.put_down()

    def go_home(self) -> None:
        """Ends the walk; the clock runs again."""
        if self.hands.is_holding:
            self.close_window()
        self._clock.close()
        clock.stand_on(None)

    def raise_fault(self) -> None:
        """A fault that the program would have shown ends the tour."""
        if self.faults:
            raise self.faults[0]

    def days_go_by(self, to: date, hour: int = 8) -> None:
        """The clock stands at another moment, instead of running from the sample office's day on."""
        self._day = to
        self._clock.close()
        self._clock.enter_context(clock.at(datetime(to.year, to.month, to.day, hour, tzinfo=VIETNAM)))

    # --- people and pages ---------------------------------------------------------------------------------------------

    @property
    def shell(self) -> Shell:
        """The desk in sight."""
        shell = self.hands.window.shell
        if shell is None:
            raise Lost("nobody is signed in")
        return shell

    def sign_in(self, login: str) -> None:
        """Signs in from the start page with the sample office's password."""
        window = self.hands.window
        self.hands.click(self.hands.find(QAbstractButton, login, window.login))
        self.hands.press("Return")
        self.hands.until(
            lambda: window.shell is not None and window.shell.isVisible(), f"{login} is signed in"
        )
        self.hands.settle()

    def change_user(self, login: str) -> None:
        """Another person sits down."""
        self.hands.choose(self.shell.user, _("Switch user"))
        self.sign_in(login)

    def visit(self, name: str) -> QWidget:
        """Opens a page of the navigation."""
        self.hands.click(self.shell.rail.buttons[name])
        self.hands.settle()
        page = self.shell.page
        if page is None or page.name != name:
            raise Lost(f"the page {name} does not open")
        return page

    def list_page(self, name: str) -> ListPage:
        """Opens a page with a list."""
        page = self.visit(name)
        if not isinstance(page, ListPage):
            raise Lost(f"the page {name} has no list")
        return page

    def find_in_list(self, name: str, words: str) -> ListPage:
        """Opens a list, narrows it by words and stands on the first row."""
        page = self.list_page(name)
        self.hands.press("Ctrl+F")
        self.hands.fill(words, "")
        self.hands.until(lambda: page.model.is_complete and page.model.count == 1, f"the list shows {words}")
        self.first_row(page.table)
        return page

    def first_row(self, table: RecordTable) -> None:
        """Clicks the first row of a list."""
        self.hands.cell(table, 0, 1)

    def open_dossier(self, reference: str) -> DossierPage:
        """Finds a dossier by the one search box and opens it."""
        self.hands.press("Ctrl+K")
        self.hands.type(reference)
        self.hands.until(
            lambda: self.shell.search.is_showing and self.shell.search.results.rowCount(),
            "the search answers",
        )
        self.hands.press("Return")
        self.hands.until(lambda: isinstance(self.shell.page, DossierPage), f"{reference} opens")
        self.hands.until(lambda: self.dossier.seen is not None, f"{reference} is read")
        self.hands.settle()
        return self.dossier

    @property
    def dossier(self) -> DossierPage:
        """The dossier's page in sight."""
        page = self.shell.page
        if not isinstance(page, DossierPage):
            raise Lost("no dossier is in sight")
        return page

    @property
    def state(self) -> str:
        """The state of the dossier in sight."""
        seen = self.dossier.seen
        return seen.row.state if seen else ""

    def new(self, kind: str) -> None:
        """Begins a dossier of a kind."""
        self.hands.choose(self.shell.new, str(kinds()[kind].label))
        self.hands.settle()

    # --- forms --------------------------------------------------------------------------------------------------------

    def fields(self, entries: Sequence[dict[str, str]]) -> None:
        """Fills fields of the form in sight, in the order given."""
        for entry in entries:
            self.hands.stand_in(entry["name"])
            if "type" in entry:
                self.hands.fill(entry["type"])
                continue
            spec = kinds()[self.form_kind].field(entry["name"])
            words = entry.get("pick") or label(spec.list or "countries", entry["code"])
            self.hands.press("Ctrl+A")
            self.hands.type(words)
            self.hands.until(lambda: self.is_offering, f"the list of {entry['name']} opens")
            self.hands.press("Return")

    @property
    def is_offering(self) -> bool:
        """Whether the list below a field is open."""
        return any(w.accessibleName() == _("Suggestions") for w in self.hands.all(QListWidget))

    def row(self, table: str, values: Sequence[str], first: int = 0) -> None:
        """Types cells from the one with the keyboard on; "=code" is an entry of the column's list."""
        columns = [c for c in kinds()[self.form_kind].section_of(table).columns if not c.hidden]
        for column, value in zip(columns[first:], values, strict=False):
            if value.startswith("="):
                self.hands.type(label(column.list if column.input == "choice" else "countries", value[1:]))
                self.hands.until(lambda: self.is_offering, f"the list of {column.name} opens")
            else:
                self.hands.type(value)
            self.hands.press("Tab")

    @property
    def form_kind(self) -> str:
        """The kind of the form in sight."""
        form = self.dossier.form
        if form is None:
            raise Lost("no form is in sight")
        return form.kind.code

    def table(self, name: str) -> QTableView:
        """The cells of a table of the form."""
        form = self.dossier.form
        if form is None:
            raise Lost("no form is in sight")
        return form.tables[name].grid

    def stand_on(self, table: str, row: int, column: str) -> None:
        """Clicks a cell; *row* -1 is the empty one at the end."""
        grid, columns = self.table(table), kinds()[self.form_kind].section_of(table).columns
        place = [c.name for c in columns if not c.hidden].index(column)
        rows = grid.model().rowCount()
        self.part(table)
        self.hands.cell(grid, row if row >= 0 else rows + row, place)

    def part(self, table: str) -> None:
        """Goes to a part of the form by its entry in the contents."""
        form = self.dossier.form
        if form is None:
            raise Lost("no form is in sight")
        name = next((s.name for s in form.kind.sections if table in (s.name, s.table)), table)
        item = form.contents.item(form.contents.names.index(name))
        self.hands.click_at(form.contents.viewport(), form.contents.visualItemRect(item).center())

    # --- dialogs ------------------------------------------------------------------------------------------------------

    def taking(self, fill: Callable[[], None]) -> Callable[[], None]:
        """Fills a dialog and takes it with Ctrl+Enter."""

        def answer() -> None:
            fill()
            self.hands.press("Ctrl+Return")

        return answer

    # --- letters ------------------------------------------------------------------------------------------------------

    def save_letter(self, name: str, sentence: str) -> None:
        """Saves the pages in the preview in front as a file of the tour."""
        path = self.folder / "letters" / f"{name}.pdf"
        path.unlink(missing_ok=True)
        self.hands.during(
            lambda: self.hands.press("Ctrl+Shift+S"), (QFileDialog, lambda: self.hands.file(path))
        )
        self.hands.until(path.exists, f"{path.name} is written")
        self.letters.append((path.name, sentence))

    def print_letter(self, opens: Callable[[], None], name: str, sentence: str) -> None:
        """Prints to a file instead of through the system's dialog."""
        path = self.folder / "letters" / f"{name}.pdf"

        def to_file(self: LetterPreview, printer: QPrinter) -> bool:
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(path))
            printer.setResolution(150)
            return True

        asked, LetterPreview.ask_printer = LetterPreview.ask_printer, to_file
        try:
            opens()
            self.hands.until(path.exists, f"{path.name} is printed")
        finally:
            LetterPreview.ask_printer = asked
        self.letters.append((path.name, sentence))

    # --- the end ------------------------------------------------------------------------------------------------------

    def write_list(self) -> None:
        """The list of pictures and letters."""
        lines = [f"# {_('A dossier’s whole day')}", ""]
        lines += [f"- [{name}]({name}): {_(words)}" for name, words in self.hands.pictures]
        lines += ["", f"## {_('Letters')}", ""]
        lines += [f"- [{name}](letters/{name}): {_(words)}" for name, words in self.letters]
        atomic_write(self.folder / "README.md", ("\n".join(lines) + "\n").encode())


def label(list_name: str, code: str) -> str:
    """An entry of a reference list as one types it: its first words, without tones."""
    words = lists.country(code) if list_name == "countries" else lists.label(list_name, code)
    return " ".join(fold(words).replace(",", " ").split()[:3])
