"""The pages of a letter as they will print: the very bytes, to look at, print at 100 % on A4, and save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.errors import OfficeError
from models.exchange.file_names import file_name
from models.exchange.print_set import Part
from models.letters.content import LetterContent
from resources.i18n import _, ngettext
from ui import actions, icons, printing
from ui.dialogs.error import show_refusal
from ui.widgets.labels import caption, label, tip
from ui.widgets.pdf_pages import Pages
from ui.widgets.pdf_reader import PdfReader


class LetterPreview(QDialog):
    """The pages with their list, zoom, print, save. *extra* are further acts of whoever opened it: words, key, act."""

    def __init__(
        self,
        pdf: bytes,
        title: str,
        *,
        content: LetterContent | None = None,
        doubts: tuple[str, ...] = (),
        name: str = "",
        printable: bool = True,
        extra: tuple[tuple[str, str, Callable[[], None]], ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.pdf, self.content, self.name = pdf, content, name or _("letter")
        self.pages = Pages(pdf)
        self.setWindowTitle(title)
        self.resize(1080, 700)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(self._bar(printable, extra))
        for doubt in doubts:
            column.addWidget(label(doubt, "warn", wrap=True))
        if not self.pages.count:
            column.addWidget(
                label(_("These pages cannot be shown. Save the file and open it elsewhere."), "warn")
            )
        self.reader = PdfReader(title, self)
        self.list, self.view = self.reader.list, self.reader.view
        column.addWidget(self.reader, 1)
        column.addLayout(self._foot())
        self.reader.show_pages(self.pages)
        self.view.setFocus()

    def _bar(self, printable: bool, extra: tuple[tuple[str, str, Callable[[], None]], ...]) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for words, key, act in extra:
            button = self._button(words, key, act)
            button.setProperty("kind", "primary")
            bar.addWidget(button)
        if printable:
            bar.addWidget(self._button(_("Print"), "Ctrl+P", self.print_letter, "printer"))
        bar.addWidget(self._button(_("Save as PDF"), "Ctrl+Shift+S", self.save_pdf, "file-text"))
        if self.content is not None:
            bar.addWidget(self._button(_("Save a Word copy"), "", self.save_word, "file-text"))
        bar.addStretch(1)
        bar.addWidget(self._button(_("Close"), "Esc", self.reject))
        return bar

    def _foot(self) -> QHBoxLayout:
        """What is going on with the printer, and the way to stop it."""
        self.said = label("", "muted")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Printing"))
        self.bar.setFixedWidth(200)
        self.bar.setTextVisible(False)
        self.stop = QPushButton(caption(_("Stop")))
        self.stop.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.said)
        foot.addStretch(1)
        foot.addWidget(self.bar)
        foot.addWidget(self.stop)
        self._show_progress(False)
        return foot

    def _show_progress(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.stop.setVisible(on)

    def _button(self, text: str, key: str, act: Callable[[], None], icon: str = "") -> QPushButton:
        button = QPushButton(caption(text))
        if icon:
            button.setIcon(icons.icon(icon))
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        tip(button, actions.with_key(text, key))
        if key and key != "Esc":
            button.setShortcut(key)
        button.clicked.connect(lambda _on=False: act())
        return button

    # --- printing -----------------------------------------------------------------------------------------------------

    def print_letter(self) -> None:
        """Through the system's dialog, at 100 % on the paper of the letter."""
        printer = printing.new_printer(self.windowTitle())
        if not self.ask_printer(printer):
            return
        self.said.setText(_("Printing"))
        self._show_progress(True)
        part = Part(self.name, self.pdf)
        progress = printing.send(self, printer, [part], then=self._printed, failed=self._not_printed)
        if progress is not None:
            progress.moved.connect(self._moved)
            progress.ended.connect(self._ended)
            self.stop.clicked.connect(progress.stop)

    def ask_printer(self, printer: QPrinter) -> bool:
        """Lets the person choose printer and pages; False when he thinks better of it. The tour prints to a file instead."""
        return printing.ask_printer(self, printer, self.pages.count)

    def _moved(self, done: int, total: int, _words: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _ended(self) -> None:
        """The printer has what it gets; it may have been stopped."""
        self._show_progress(False)
        if self.said.text() == _("Printing"):
            self.said.setText("")

    def _not_printed(self, error: OfficeError) -> None:
        self._show_progress(False)
        self.said.setText("")
        show_refusal(self, error)

    def _printed(self, sheets: int) -> None:
        self._show_progress(False)
        self.said.setText(
            ngettext("{n} sheet went to the printer.", "{n} sheets went to the printer.", sheets).format(
                n=sheets
            )
        )

    # --- saving -------------------------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """The very bytes."""
        self._save(f"{self.name}.pdf", _("PDF files"), lambda: self.pdf)

    def save_word(self) -> None:
        """An editable copy that is not the issued letter."""
        from models.exchange.word_copy import to_docx

        content = self.content
        if content is not None:
            self._save(f"{self.name}.docx", _("Word documents"), lambda: to_docx(content))

    def _save(self, name: str, kind: str, make: Callable[[], bytes]) -> None:
        from models.store.files import write_chosen

        stem, _dot, ending = name.rpartition(".")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save as"), str(Path.home() / file_name(stem, ending)), f"{kind} (*.{ending})"
        )
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(f".{ending}")
        try:
            write_chosen(path, make())
        except OfficeError as error:
            show_refusal(self, error)
