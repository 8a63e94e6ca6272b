"""The dialog that chooses what is printed of a letter: copies, the list of members, envelopes; with the sum of sheets."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QGridLayout,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
)

from models.exchange.envelope import SIZES
from models.exchange.file_names import file_name
from models.exchange.print_set import MOST_COPIES, Choice, joined
from models.text import squeeze
from models.work.printing import PrintSet, print_set_of
from resources.i18n import _, ngettext
from ui import printing
from ui.dialogs.asking import Asking
from ui.pages import Page
from ui.saving import ask_file, save
from ui.widgets.labels import caption, label


def print_set(page: Page, letter_id: int) -> None:
    """Asks what is to be printed of a letter and prints it."""
    page.desk.jobs.ask(
        lambda read: print_set_of(read, letter_id),
        owner=page,
        then=lambda found: PrintSetDialog(page, found).open(),
    )


class PrintSetDialog(Asking):
    """How many of each; what was chosen last for this kind of letter is proposed again."""

    def __init__(self, page: Page, found: PrintSet) -> None:
        super().__init__(page, page.desk, _("Print the set"), _("Print"), width=560)
        self.page, self.found = page, found
        self.body.addWidget(label(" ".join(x for x in (found.number, found.title) if x), wrap=True))
        first = found.choice.remembered(page.desk.seat.text(_key(found)))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        self.original = self._number(grid, 0, _("Originals"), first.original)
        self.kept = self._number(grid, 1, _("Copies to keep"), first.kept)
        self.sent = self._number(grid, 2, _("Copies for receivers"), first.receivers)
        self.body.addLayout(grid)
        self.members = QCheckBox(_("List of members on landscape pages, with each copy"))
        self.members.setChecked(first.with_members and bool(found.members))
        self.members.setVisible(bool(found.members))
        self.members.toggled.connect(self._tell)
        self.body.addWidget(self.members)
        self.envelope = QComboBox()
        self.envelope.addItem(_("No envelope"), "")
        for code, (wide, tall) in SIZES.items():
            self.envelope.addItem(f"{code.upper()} – {wide} × {tall} mm", code)
        self.envelope.setCurrentIndex(max(0, self.envelope.findData(first.envelope)))
        self.envelope.currentIndexChanged.connect(self._tell)
        self.field(_("Envelopes"), self.envelope)
        self.names = QPlainTextEdit("\n".join(found.receivers))
        self.names.setTabChangesFocus(True)
        self.names.setFixedHeight(92)
        self.names.textChanged.connect(self._tell)
        self.field(_("Receivers on the envelopes, one per line"), self.names)
        self.save_button = QPushButton(caption(_("Save as PDF")))
        self.save_button.setAutoDefault(False)
        self.save_button.clicked.connect(lambda _on=False: self.save())
        box = self.findChild(QDialogButtonBox)
        if box is not None:
            box.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        self._tell()

    def _number(self, grid: QGridLayout, column: int, words: str, value: int) -> QSpinBox:
        made = QSpinBox()
        made.setRange(0, MOST_COPIES)
        made.setValue(value)
        made.setAccessibleName(words)
        made.valueChanged.connect(lambda _v: self._tell())
        grid.addWidget(label(words, buddy=made), 0, column)
        grid.addWidget(made, 1, column)
        return made

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return Choice(
            self.original.value(), self.kept.value(), self.sent.value(),
            self.members.isChecked(), str(self.envelope.currentData() or ""),
        )  # fmt: skip

    @property
    def to(self) -> tuple[str, ...]:
        """Who gets an envelope."""
        lines = (squeeze(line) for line in self.names.toPlainText().splitlines())
        return tuple(line for line in lines if line)

    def _tell(self) -> None:
        choice, to = self.choice, self.to
        self.names.setEnabled(bool(choice.envelope))
        sheets = self.found.paper(choice, to)
        parts = [
            _("originals {original}, to keep {kept}, receivers {receivers}").format(
                original=choice.original, kept=choice.kept, receivers=choice.receivers
            )
        ]
        if choice.with_members:
            parts.append(_("list of members {n}").format(n=choice.copies))
        if choice.envelope:
            parts.append(_("envelopes {n}").format(n=len(to)))
        total = ngettext("{n} sheet", "{n} sheets", sheets).format(n=sheets)
        words = ", ".join(parts)
        self.says.setText(f"{words[:1].upper()}{words[1:]}: {total}.")
        self.verb.setEnabled(sheets > 0)
        self.save_button.setEnabled(sheets > 0)

    def act(self) -> None:
        printer = printing.new_printer(self.found.title)
        if not self.ask_printer(printer):
            return
        self.remember()
        found, choice, to, page = self.found, self.choice, self.to, self.page
        printing.send(page, printer, found.parts(choice, to), then=lambda n: page.said.emit(_said(n), None))
        self.accept()

    def ask_printer(self, printer: printing.QPrinter) -> bool:
        """Lets the person choose the printer."""
        return printing.ask_printer(self, printer)

    def save(self) -> None:
        """One copy of everything in a PDF."""
        found, choice, to = self.found, self.choice, self.to
        stem = " ".join(x for x in (found.number, found.title) if x)
        path = ask_file(self.page, file_name(stem, "pdf"))
        if path is not None:
            self.remember()
            save(
                self.page,
                path,
                _("Save as PDF"),
                lambda _s, _p: joined([p.pdf for p in found.parts(choice, to)]),
            )
            self.accept()

    def remember(self) -> None:
        """Keeps the choice for letters of this kind at this seat."""
        self.desk.seat.put(_key(self.found), self.choice.to_text())


def _key(found: PrintSet) -> str:
    return f"printing/set/{found.kind}"


def _said(sheets: int) -> str:
    return ngettext("{n} sheet went to the printer.", "{n} sheets went to the printer.", sheets).format(
        n=sheets
    )
