"""Number and date on the signed paper: sheet after sheet, at their exact place, with what the printer's feed lies aside."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialogButtonBox, QDoubleSpinBox, QGridLayout, QPushButton

from models.exchange.file_names import file_name
from models.exchange.offset_page import offset_page
from models.exchange.print_set import Part
from models.work.printing import Overprint, overprint_of
from resources.i18n import _
from ui import printing
from ui.dialogs.asking import Asking
from ui.pages import Page
from ui.saving import ask_file, save
from ui.widgets.labels import caption, label


def print_figures(page: Page, letter_id: int) -> None:
    """Prints number and date on the signed paper of an issued letter."""
    page.desk.jobs.ask(
        lambda read: overprint_of(read, letter_id),
        owner=page,
        then=lambda found: OverprintDialog(page, found).open(),
    )


class OverprintDialog(Asking):
    """One sheet after the other; each press prints one."""

    def __init__(self, page: Page, found: Overprint) -> None:
        super().__init__(
            page, page.desk, _("Print number and date on the signed paper"), _("Print"), width=640
        )
        self.page, self.found, self.at = page, found, 0
        self.printer: QPrinter | None = None
        self.body.addWidget(label(_("Letter {number}").format(number=found.number), "strong"))
        self.where = label("", "muted", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        self.right = self._measure(grid, 0, _("Prints too far right (mm)"))
        self.down = self._measure(grid, 1, _("Prints too far down (mm)"))
        self.body.addLayout(grid)
        self.body.addWidget(
            label(
                _("Measured once on the test page; a minus says left or up. It is kept for each printer."),
                "muted",
                wrap=True,
            )
        )
        self.body.addWidget(self.where)
        box = self.findChild(QDialogButtonBox)
        self.buttons: dict[str, QPushButton] = {}
        for name, words, act in (
            ("choose", _("Choose the printer"), self.choose),
            ("test", _("Print the test page"), self.print_test),
            ("save", _("Save as PDF"), self.save),
        ):
            button = QPushButton(caption(words))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, act=act: act())
            self.buttons[name] = button
            if box is not None:
                box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self._show_printer(printing.new_printer(found.number))
        self._tell()

    def _measure(self, grid: QGridLayout, column: int, words: str) -> QDoubleSpinBox:
        made = QDoubleSpinBox()
        made.setRange(-printing.FURTHEST, printing.FURTHEST)
        made.setSingleStep(0.1)
        made.setDecimals(1)
        made.setAccessibleName(words)
        grid.addWidget(label(words, buddy=made), 0, column)
        grid.addWidget(made, 1, column)
        return made

    def _show_printer(self, printer: QPrinter) -> None:
        """The offset that is known of it."""
        name = printer.printerName()
        right, down = printing.offset_of(self.desk.seat, name)
        self.right.setValue(right)
        self.down.setValue(down)
        self.where.setText(
            _("Printer: {printer}").format(printer=name) if name else _("No printer is chosen yet.")
        )

    def _tell(self) -> None:
        sheet = self.found.sheets[self.at]
        place = _("sheet {number}").format(number=sheet.page + 1)
        if sheet.annex:
            place = f"{place} ({sheet.annex})"
        self.says.setText(
            _(
                "Put {place} of the signed paper into the tray, as the printer takes it, then print: {at} of {count}."
            ).format(place=place, at=self.at + 1, count=len(self.found.sheets))
        )

    @property
    def offset(self) -> printing.Shift:
        """What was measured, in millimetres to the right and down."""
        return round(self.right.value(), 1), round(self.down.value(), 1)

    @property
    def shift(self) -> printing.Shift:
        """What takes it back."""
        right, down = self.offset
        return -right, -down

    # --- acts ---------------------------------------------------------------------------------------------------------

    def choose(self) -> bool:
        """Another printer, with the offset known of it."""
        printer = printing.new_printer(self.found.number)
        if not self.ask_printer(printer):
            return False
        is_first, self.printer = self.printer is None, printer
        if not (is_first and self.offset != (0.0, 0.0)):
            self._show_printer(printer)
        return True

    def ask_printer(self, printer: QPrinter) -> bool:
        """Lets the person choose the printer."""
        return printing.ask_printer(self, printer)

    def act(self) -> None:
        """Prints the figures of the sheet in the tray."""
        if self.printer is None and not self.choose():
            return
        assert self.printer is not None
        printing.keep_offset(self.desk.seat, self.printer.printerName(), self.offset)
        self.verb.setEnabled(False)
        part = Part(self.found.number, self.found.pdf, sheets=(self.at,))
        printing.send(self, self.printer, [part], shift=self.shift, then=self._printed, failed=self.refuse)

    def _printed(self, _sheets: int) -> None:
        self.verb.setEnabled(True)
        self.at += 1
        if self.at < len(self.found.sheets):
            self._tell()
            return
        self.page.said.emit(
            _("Number and date of {number} were sent to the printer.").format(number=self.found.number), None
        )
        self.accept()

    def print_test(self) -> None:
        """The page with the ruled crosses, without any shift."""
        if self.printer is None and not self.choose():
            return
        assert self.printer is not None
        page = offset_page(self.found.places[:2])
        printing.send(self, self.printer, [Part(_("Test page"), page)], failed=self.refuse)

    def save(self) -> None:
        """The figured pages as PDF, for another printer."""
        found = self.found
        path = ask_file(self.page, file_name(f"{found.number} {_('number and date')}", "pdf"))
        if path is not None:
            save(self.page, path, _("Save as PDF"), lambda _store, _progress: found.pdf)
