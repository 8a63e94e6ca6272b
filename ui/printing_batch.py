"""Many letters at once: printed in one job with a control list, saved as one PDF, or each into a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QFileDialog, QPushButton, QSpinBox

from models.clock import today
from models.errors import OfficeError
from models.exchange.file_names import file_name, file_names
from models.exchange.print_set import MOST_COPIES, Part, joined
from models.reading.letters import LetterRow
from models.work import printing as papers
from models.work.printing import Batch
from resources.i18n import _, ngettext
from ui import printing
from ui.dialogs.asking import Asking
from ui.pages import Page
from ui.saving import ask_file
from ui.widgets.labels import caption, label, message

if TYPE_CHECKING:
    from models.store.units import Actor, Store
    from ui.jobs import Progress

MOST_NAMED = 12  # failed letters in a message; the control list has them all


class BatchDialog(Asking):
    """What to do with the letters chosen in a list."""

    def __init__(self, page: Page, rows: Sequence[LetterRow]) -> None:
        super().__init__(page, page.desk, _("Print several letters"), _("Print"), width=640)
        self.page = page
        self.ids = [row.id for row in rows]
        drafts = sum(row.state == "draft" for row in rows)
        void = sum(row.state == "void" for row in rows)
        lines = [ngettext("{n} letter is chosen.", "{n} letters are chosen.", len(rows)).format(n=len(rows))]
        if drafts:
            lines.append(
                ngettext(
                    "{n} draft is printed for signature, with room for number and date; what it says is frozen.",
                    "{n} drafts are printed for signature, with room for number and date; what they say is frozen.",
                    drafts,
                ).format(n=drafts)
            )
        if void:
            lines.append(
                ngettext("{n} is void and is not printed.", "{n} are void and are not printed.", void).format(
                    n=void
                )
            )
        for line in lines:
            self.body.addWidget(label(line, wrap=True))
        self.copies = QSpinBox()
        self.copies.setRange(0, MOST_COPIES)
        self.copies.setSpecialValueText(_("as each letter says"))
        self.field(_("Copies of each letter"), self.copies)
        self.control = QCheckBox(_("With a control list to sign for"))
        self.control.setChecked(True)
        self.body.addWidget(self.control)
        box = self.findChild(QDialogButtonBox)
        self.save_one = self._other(box, _("Save as one PDF"), self.save)
        self.save_each = self._other(box, _("Save each into a folder"), self.save_folder)

    def _other(self, box: QDialogButtonBox | None, words: str, act: Callable[[], None]) -> QPushButton:
        made = QPushButton(caption(words))
        made.setAutoDefault(False)
        made.clicked.connect(lambda _on=False: act())
        if box is not None:
            box.addButton(made, QDialogButtonBox.ButtonRole.ActionRole)
        return made

    def _gather(self, store: Store, progress: Progress) -> tuple[Batch, list[Part]]:
        """On another thread: the pages of every letter, and the control list."""
        batch = papers.gather_batch(
            store, self.ids, by=self._by, copies=self._copies, report=lambda n, of: progress.report(n, of)
        )
        printed = [line for line in batch.lines if not line.fault]
        parts = [Part(line.about, pdf, line.copies) for line, pdf in zip(printed, batch.pdfs, strict=True)]
        if self._control:
            with store.reading() as read:
                parts.append(Part(_("Control list"), papers.control_list_of(read, batch, by=self._by)))
        return batch, parts

    def _freeze(self) -> None:
        """What is asked of the widgets, for the thread that has none."""
        self._by: Actor = self.desk.actor
        self._copies, self._control = self.copies.value(), self.control.isChecked()

    # --- acts ---------------------------------------------------------------------------------------------------------

    def act(self) -> None:
        printer = printing.new_printer(_("Letters of {day}").format(day=f"{today():%d/%m/%Y}"))
        if not self.ask_printer(printer):
            return
        self._freeze()

        def work(store: Store, progress: Progress) -> Batch:
            batch, parts = self._gather(store, progress)
            if batch.pdfs:
                printing.print_parts(parts, printer, report=lambda n, of: progress.report(n, of))
            return batch

        self._run(work, _("Printing"))

    def ask_printer(self, printer: printing.QPrinter) -> bool:
        """Lets the person choose the printer."""
        return printing.ask_printer(self, printer)

    def save(self) -> None:
        """All pages in one PDF, the control list at its end."""
        path = ask_file(self.page, file_name(_("Letters of {day}").format(day=f"{today():%Y-%m-%d}"), "pdf"))
        if path is None:
            return
        self._freeze()

        def work(store: Store, progress: Progress) -> Batch:
            from models.store.files import write_chosen

            batch, parts = self._gather(store, progress)
            if batch.pdfs:
                last = [parts[-1].pdf] if self._control else []
                write_chosen(path, joined([batch.one_file(), *last]))
            return batch

        self._run(work, _("Save as one PDF"))

    def save_folder(self) -> None:
        """Each letter as a file of its own as it stands now, drafts marked as such; nothing is frozen."""
        start = self.desk.seat.text("saving/folder") or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, _("Save each into a folder"), start)
        if not chosen:
            return
        folder, ids = Path(chosen), self.ids
        self.desk.seat.put("saving/folder", chosen)

        def work(store: Store, progress: Progress) -> Batch:
            return write_each(store, ids, folder, report=lambda n, of: progress.report(n, of))

        self._run(work, _("Save each into a folder"))

    def _run(self, work: Callable[[Store, Progress], Batch], title: str) -> None:
        page = self.page
        page.desk.jobs.long(work, title=title, owner=page, then=lambda batch: tell(page, batch))
        self.accept()


def write_each(
    store: Store,
    ids: Sequence[int],
    folder: Path,
    *,
    report: Callable[[int, int], None] = lambda _n, _of: None,
) -> Batch:
    """Writes the pages of letters into a folder under names one can read. A letter that cannot be is named; the rest is done.

    A full disk or a folder that is gone ends it: OfficeError says so, and no file is a half.
    """
    from models.store.files import write_chosen

    with store.reading() as read:
        found = papers.letters_to_write(read, ids)
    names = iter(file_names([stem for stem, _line in found], "pdf"))
    pdfs: list[bytes] = []
    lines = [line for _stem, line in found]
    for n, letter_id in enumerate(ids):
        report(n, len(ids))
        name = next(names)
        try:
            with store.reading() as read:
                pdf = papers.pages_now(read, letter_id)
        except OfficeError as error:
            lines[n] = papers.failed(lines[n], str(error))
            continue
        write_chosen(folder / name, pdf)
        pdfs.append(pdf)
    report(len(ids), len(ids))
    return Batch(tuple(pdfs), (None,) * len(pdfs), tuple(lines))


def tell(page: Page, batch: Batch) -> None:
    """Says what a batch came to; letters that failed are named with their reason."""
    done = len(batch.pdfs)
    words = ngettext("{n} letter is done.", "{n} letters are done.", done).format(n=done)
    failed = batch.failed
    if not failed:
        page.said.emit(words, None)
        return
    title = ngettext("{n} letter is left", "{n} letters are left", len(failed)).format(n=len(failed))
    detail = "\n".join(f"• {line.about}: {line.fault}" for line in failed[:MOST_NAMED])
    if len(failed) > MOST_NAMED:
        more = len(failed) - MOST_NAMED
        detail += "\n" + ngettext("… and {n} more", "… and {n} more", more).format(n=more)
    page.said.emit(f"{words} {title}.", None)
    message(page, title, words, detail=detail, severity="warn").open()
