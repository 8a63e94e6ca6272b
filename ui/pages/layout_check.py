"""Kiểm tra thể thức: any PDF beside what in it leaves the decree, each place marked on its page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.errors import OfficeError
from models.linting.linter import Deviation, Report, lint
from resources.i18n import N_, _
from ui import icons
from ui.actions import action, attach, with_key
from ui.desk import Desk
from ui.layout_words import found_words, report_lines, summary
from ui.pages import Group, Page, Place, page
from ui.saving import save_as
from ui.widgets.labels import ShortLabel, caption, label, tip
from ui.widgets.pdf_pages import Marked, Pages
from ui.widgets.pdf_reader import PdfReader

if TYPE_CHECKING:
    from models.store.units import Reading
    from ui.pages.letters import Letters

PAD = 3.0  # points around a marked place
REPORT_WIDTH = 400
Checked = tuple[Pages, Report]


@page("layout_check", N_("Check the layout"), icon="file-check", group=Group.FIND, order=60)
class LayoutCheck(Page):
    """A PDF and its deviations. A file comes by the button or is dropped here; a letter comes from the page Letters."""

    topics = frozenset({"none"})  # no act changes a finished file

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self.acts = attach(self, self.name, desk.actor.roles)
        self.report: Report | None = None
        self._name = ""
        self.file = ShortLabel("", "strong")
        self.says = label("", "muted", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Deviations"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._go_to)
        self.reader = PdfReader(_("Pages"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._invitation())
        self.stack.addWidget(self._result())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(self._bar())
        column.addWidget(self.stack, 1)
        self._tell()

    # --- how it looks -------------------------------------------------------------------------------------------------

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(label(_("Check the layout"), "title"))
        bar.addWidget(self.file, 1)
        self.copy_button = self._button(_("Copy the report"), "Ctrl+Shift+C", self.copy)
        self.save_button = self._button(_("Save the report…"), "Ctrl+Shift+S", self.save)
        bar.addWidget(self.copy_button)
        bar.addWidget(self.save_button)
        self.open_button = self._button(_("Choose a PDF…"), "Ctrl+O", self.choose)
        self.open_button.setProperty("kind", "primary")
        bar.addWidget(self.open_button)
        return bar

    def _button(self, text: str, key: str, act: Any) -> QPushButton:
        button = QPushButton(caption(text))
        button.setAccessibleName(text)
        tip(button, with_key(text, key))
        button.clicked.connect(lambda _on=False: act())
        return button

    def _invitation(self) -> QWidget:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addStretch(1)
        for words, kind in (
            (_("Choose a PDF or drop it here."), "section"),
            (
                _(
                    "Its paper, margins, type, rules and components are measured against Decree 30/2020, Annex I. Nothing is kept."
                ),
                "muted",
            ),
        ):
            line = label(words, kind, wrap=True)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
        column.addStretch(2)
        return empty

    def _result(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.says)
        column.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.reader)
        split.addWidget(right)
        split.setSizes([760, REPORT_WIDTH])
        split.setStretchFactor(0, 1)
        return split

    # --- coming here --------------------------------------------------------------------------------------------------

    def arrive(self, place: Place) -> None:
        letter_id = place.options.get("letter")
        if letter_id is not None:
            self.check_letter(int(letter_id), str(place.options.get("name", "")))
        elif place.options.get("file"):
            self.check_file(Path(str(place.options["file"])))
        self._tell()

    def status(self) -> str:
        return summary(self.report) if self.report is not None else ""

    def home(self) -> None:
        (self.list if self.list.count() else self.open_button).setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = self._dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.check_file(path)

    @staticmethod
    def _dropped(event: QDropEvent) -> Path | None:
        urls = event.mimeData().urls()
        files = [Path(u.toLocalFile()) for u in urls if u.isLocalFile()]
        return files[0] if len(files) == 1 and files[0].suffix.lower() == ".pdf" else None

    # --- acts ---------------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Asks for a file and checks it."""
        kinds = _("PDF files") + " (*.pdf)"
        folder = self.desk.seat.text("saving/folder")
        found, _kind = QFileDialog.getOpenFileName(self, _("The PDF to check"), folder, kinds)
        if found:
            self.check_file(Path(found))

    def check_file(self, path: Path) -> None:
        """Measures a file off the event loop."""

        def work() -> Checked:
            report = lint(path)
            return Pages(path.read_bytes()), report

        self._begin(path.name)
        self.desk.jobs.aside(work, owner=self, then=self._show, failed=self._refused, outranks="check")

    def check_letter(self, letter_id: int, name: str) -> None:
        """Measures a letter of this office: what is kept of it, or how it would look now."""

        def ask(read: Reading) -> Checked:
            from models.work.letters import preview

            found = preview(read, letter_id)
            if not found.pdf:
                raise OfficeError("letter_incomplete", what="; ".join(str(m.label) for m in found.missing))
            return Pages(found.pdf), lint(found.pdf)

        self._begin(name)
        self.desk.jobs.ask(ask, owner=self, then=self._show, failed=self._refused, outranks="check")

    def copy(self) -> None:
        """The report to the clipboard."""
        if self.report is not None:
            QGuiApplication.clipboard().setText(self._text())
            self.said.emit(_("The report is on the clipboard."), None)

    def save(self) -> None:
        """The report as a text file."""
        if self.report is not None:
            text = self._text()
            stem = Path(self._name).stem or _("report")
            save_as(self, f"{stem}.txt", _("Saving the report"), lambda _s, _p: text.encode("utf-8-sig"))

    def _text(self) -> str:
        assert self.report is not None
        return "\n".join([self._name, *report_lines(self.report)]) + "\n"

    # --- showing ------------------------------------------------------------------------------------------------------

    def _begin(self, name: str) -> None:
        self._name, self.report = name, None
        self.file.show_text(name)
        self.stack.setCurrentIndex(0)
        self._tell()

    def _refused(self, error: OfficeError) -> None:
        self._begin("")
        self.desk.jobs.refused.emit(error)

    def _show(self, checked: Checked) -> None:
        pages, self.report = checked
        self.reader.show_pages(pages)
        self.reader.view.hits = tuple(_marked(d) for d in self.report.deviations)
        self.says.setText(summary(self.report))
        self.says.setProperty("kind", "done" if self.report.is_right else "warn")
        self.says.style().polish(self.says)
        self.list.blockSignals(True)
        self.list.clear()
        for deviation in self.report.deviations:
            self.list.addItem(_item(deviation))
        self.list.blockSignals(False)
        self.list.setVisible(bool(self.report.deviations))
        self.stack.setCurrentIndex(1)
        self._tell()
        if self.report.deviations:
            self.list.setCurrentRow(0)
        self.home()

    def _tell(self) -> None:
        for button in (self.copy_button, self.save_button):
            button.setEnabled(self.report is not None)
        self.status_changed.emit()

    def _go_to(self, row: int) -> None:
        """Shows the place of a deviation; one without a place shows its page."""
        if self.report is None or row < 0:
            return
        view = self.reader.view
        view.hits = tuple(_marked(d) for d in self.report.deviations)
        deviation = self.report.deviations[row]
        if deviation.box is None:
            view.hit = -1
            view.go_to(deviation.page - 1)
        else:
            view.show_hit(row)


def _marked(deviation: Deviation) -> Marked:
    if deviation.box is None:
        return Marked(deviation.page - 1, deviation.says, ())
    x0, y0, x1, y1 = deviation.box
    box = QRectF(x0 - PAD, y0 - PAD, x1 - x0 + 2 * PAD, y1 - y0 + 2 * PAD)
    return Marked(deviation.page - 1, deviation.says, (box,))


def _item(deviation: Deviation) -> QListWidgetItem:
    where = _("Page {page}").format(page=deviation.page) + f" · {deviation.component}"
    parts = [where, deviation.says, found_words(deviation), deviation.clause]
    item = QListWidgetItem(icons.icon("triangle-alert", "warn"), "\n".join(p for p in parts if p))
    item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(p.rstrip(".") for p in parts if p))
    return item


@action("choose", N_("Choose a PDF…"), "Ctrl+O", "folder-open", where="layout_check")
def _choose(page: LayoutCheck) -> None:
    page.choose()


@action("copy_report", N_("Copy the report"), "Ctrl+Shift+C", "file-text", where="layout_check")
def _copy(page: LayoutCheck) -> None:
    page.copy()


@action("save_report", N_("Save the report…"), "Ctrl+Shift+S", "download", where="layout_check")
def _save(page: LayoutCheck) -> None:
    page.save()


@action("check_layout", N_("Check the layout"), "Ctrl+Shift+K", "file-check", where="letters")
def _check_letter(page: Letters) -> None:
    """The letter in sight, whatever state it is in."""
    row = page.table.current_row()
    if row is None:
        page.said.emit(_("Choose a letter first."), None)
        return
    name = " ".join(part for part in (row.type_name, row.number, row.subject) if part)
    page.go.emit(Place("layout_check", None, {"letter": row.id, "name": name}))
