"""A table to fill in: the grid, its buttons, what it adds up to, and the preview of what is pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from forms import paste
from forms.fields.base import plain_label, tip
from forms.grid import Grid
from forms.paste_preview import PastePreview
from forms.spec import Match, Surroundings, blank_row
from forms.table_model import RowsModel, TableLook
from models.catalogue.kinds import Section
from models.draft import Row
from resources.i18n import _


def _no_total(_rows: Sequence[Row]) -> str:
    return ""


class TableInput(QWidget):
    """One table of a section. ``wanted`` carries rows as a person wants them; ``show_rows`` shows what was decided.

    ``typing`` says that a cell is being typed in, which ``rows_typed`` takes as if it had been left.
    """

    wanted = Signal(object, str)
    typing = Signal()
    focused = Signal()

    def __init__(
        self,
        section: Section,
        look: TableLook,
        around: Surroundings,
        *,
        total: Callable[[Sequence[Row]], str] = _no_total,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.section = section
        self.around = around
        self._total = total
        self.model = RowsModel(section.columns, look, self)
        self.model.wanted.connect(self.wanted)
        self.grid = Grid(self.model, around, self)
        self.grid.setAccessibleName(str(section.label))
        self.grid.pasted.connect(self._understand)
        self.grid.cells.typing.connect(self.typing)
        self.grid.focused.connect(self.focused)
        self.setFocusProxy(self.grid)
        self.has_files = any(c.name == "sha256" for c in section.columns)
        self.buttons: list[QToolButton] = []
        strip = QWidget(self)
        strip.setMinimumWidth(100)  # its buttons lose their words before the form gets too wide
        self.bar = QHBoxLayout(strip)
        self.bar.setContentsMargins(0, 0, 0, 0)
        self.bar.setSpacing(4)
        self._button("list-plus", _("Add a row"), self._add)
        self._button("clipboard-paste", _("Paste from a spreadsheet (Ctrl+V)"), self._paste_rows)
        self._button("trash-2", _("Remove rows (Ctrl+Delete)"), self.grid.remove_chosen)
        if self.has_files:
            self.setAcceptDrops(True)
            self._button("paperclip", _("Attach a file"), self._choose_file)
            self._button("file-text", _("Open the attachment"), self._open_file, always=True)
        self.bar.addStretch(1)
        self.sum = plain_label("", "strong", self)
        self.sum.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.grid)
        box.addWidget(self.sum)
        box.addWidget(strip)

    def _button(self, icon: str, words: str, act: Callable[[], None], *, always: bool = False) -> None:
        made = QToolButton(self)
        picture = self.around.icon(icon)
        made.setIcon(picture)
        made.setText(words.split(" (")[0].replace("&", "&&"))
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly if picture.isNull() else beside)
        made.setAutoRaise(True)
        tip(made, words)
        made.setAccessibleName(words)
        made.clicked.connect(lambda: act())
        made.setProperty("always", always)
        self.buttons.append(made)
        self.bar.addWidget(made)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons with words where there is room."""
        super().resizeEvent(event)
        made = [b for b in self.buttons if not b.isHidden() and not b.icon().isNull()]
        needed = sum(b.fontMetrics().horizontalAdvance(b.text()) + 48 for b in made)
        styles = Qt.ToolButtonStyle
        style = styles.ToolButtonTextBesideIcon if needed <= self.width() else styles.ToolButtonIconOnly
        for button in made:
            button.setToolButtonStyle(style)

    # showing

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows *rows*; nothing is emitted."""
        first = not self.model.rows
        self.model.show_rows(rows)
        if first:
            self.grid.fit_columns()
        self.refresh()

    def rows_typed(self) -> list[Row] | None:
        """The rows with the cell that is open and typed in; None when no such cell is open."""
        found = self.grid.cells.open_cell
        if found is None:
            return None
        row, editor = found
        return self.model.rows_with(row, editor.spec.name, editor.value(), dict(editor.companions))

    def refresh(self) -> None:
        """Marks, notes or totals may have changed."""
        self.model.refresh()
        text = self._total(self.model.rows)
        self.sum.setText(text)
        self.sum.setVisible(bool(text))
        self.grid.updateGeometry()

    def set_read_only(self, read_only: bool) -> None:
        """Only to be read: no empty row, no buttons that change."""
        self.model.set_read_only(read_only)
        for made in self.buttons:
            made.setVisible(not read_only or bool(made.property("always")))

    def go_to(self, row: int, column: str) -> None:
        """The keyboard on one cell."""
        names = [c.name for c in self.model.columns]
        self.grid.setFocus()
        self.grid.go_to(row, names.index(column) if column in names else 0)

    # acts

    def _add(self) -> None:
        self.grid.setFocus()
        self.grid.go_to(len(self.model.rows), 0)

    def _paste_rows(self) -> None:
        self._add()
        self.grid.paste()

    def _understand(self, block: paste.Cells) -> None:
        """Shows what a pasted list would become, and takes it when the person agrees: one step of undo."""
        plan = paste.plan(self.section.columns, block)
        if not plan.rows:
            return
        if any(c.input == "person" for c in self.section.columns):
            self.around.match_rows(plan.rows, lambda found: self._preview(plan, found))
        else:
            self._preview(plan, [None] * len(plan.rows))

    def _preview(self, plan: paste.Plan, found: Sequence[Match | None]) -> None:
        dialog = PastePreview(self.section, plan, found, self)
        if not dialog.exec():
            return
        start = blank_row(self.section.columns)
        names = {c.name for c in self.section.columns}
        fresh: list[Row] = []
        for row, match in zip(dialog.rows(), found, strict=True):
            known: Row = (
                {k: v for k, v in match.values.items() if k in names and v not in (None, "")} if match else {}
            )
            if match and "person_id" in names:
                known["person_id"] = match.id
            fresh.append({**start, **known, **row})
        self.model.wanted.emit([*self.model.copy(), *fresh], _("Paste {count} rows").format(count=len(fresh)))
        self.grid.setFocus()
        self.grid.go_to(len(self.model.rows), 0)

    # files of the papers

    def _choose_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Attach a file"))
        if name:
            self._attach(name, self.grid.at()[0])

    def _attach(self, path: str, row: int) -> None:
        def kept(name: str, sha256: str) -> None:
            rows = self.model.copy()
            while row >= len(rows):
                rows.append({**blank_row(self.section.columns), "code": Path(path).stem})
            rows[row].update({"file_name": name, "sha256": sha256, "state": "present"})
            self.model.wanted.emit(rows, _("Attach a file"))

        self.around.keep_file(path, kept)

    def _open_file(self) -> None:
        row = self.grid.at()[0]
        if row < len(self.model.rows) and self.model.rows[row].get("sha256"):
            entry = self.model.rows[row]
            self.around.open_file(str(entry["sha256"]), str(entry.get("file_name") or ""))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped on papers."""
        if self.has_files and event.mimeData().hasUrls() and not self.model.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file dropped on a paper is attached to it."""
        where = self.grid.viewport().mapFrom(self, event.position().toPoint())
        row = self.grid.rowAt(where.y())
        for n, url in enumerate(event.mimeData().urls()):
            if url.isLocalFile():
                self._attach(url.toLocalFile(), row + n if row >= 0 else len(self.model.rows))
        event.acceptProposedAction()
