"""The editions of a wording and what each changed: what went is struck out, what came is underlined, both in colour besides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from models.catalogue.wording_differences import Change, Difference, Fate, differences
from models.clock import VIETNAM
from models.reading.wordings import EditionRow, editions_of, wording_of_edition
from models.store.units import Reading
from resources.i18n import N_, _, ngettext
from ui import theme
from ui.actions import with_key
from ui.desk import Desk
from ui.widgets.labels import label
from ui.widgets.reading_pane import foot_button

_EDITION = Qt.ItemDataRole.UserRole
CHANGES = {
    Change.ADDED: N_("added"), Change.REMOVED: N_("removed"), Change.REWORDED: N_("reworded"), Change.MOVED: N_("moved"),
}  # fmt: skip
AGAINST = {
    "before": N_("the edition before it"),
    "in_force": N_("the edition in force"),
    "shipped": N_("the shipped wording"),
}


def edition_words(row: EditionRow) -> str:
    """An edition in two lines: its number, when and by whom it was made."""
    name = (
        _("Edition {n}").format(n=row.edition)
        if row.is_own
        else _("Edition {n}: as shipped").format(n=row.edition)
    )
    return f"{name}\n{row.made_at.astimezone(VIETNAM):%d/%m/%Y %H:%M} · {row.made_by}"


class DifferencesView(QTextEdit):
    """Differences to read: plain text, marked by strike-out and underline."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(_("Differences"))
        self.setTabChangesFocus(True)

    def show_differences(self, found: Sequence[Difference], nothing: str) -> None:
        """Shows each part that differs."""
        self.clear()
        cursor = self.textCursor()
        plain = QTextCharFormat()
        if not found:
            plain.setForeground(theme.qcolour("muted"))
            cursor.insertText(nothing, plain)
        for n, difference in enumerate(found):
            head = QTextCharFormat()
            head.setFontWeight(QFont.Weight.DemiBold)
            if n:
                cursor.insertText("\n\n", plain)
            title = f"{difference.place} · {difference.label} · {_(CHANGES[difference.change])}"
            cursor.insertText(title + "\n", head)
            for piece in difference.pieces:
                cursor.insertText(piece.text, _format(piece.fate))
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)


def _format(fate: Fate) -> QTextCharFormat:
    form = QTextCharFormat()
    if fate is Fate.GONE:
        form.setFontStrikeOut(True)
        form.setForeground(theme.qcolour("stop"))
        form.setBackground(theme.qcolour("stop_soft"))
    elif fate is Fate.NEW:
        form.setFontUnderline(True)
        form.setFontWeight(QFont.Weight.DemiBold)
        form.setForeground(theme.qcolour("done"))
        form.setBackground(theme.qcolour("done_soft"))
    else:
        form.setForeground(theme.qcolour("text"))
    return form


class HistoryPart(QWidget):
    """The editions to the left, what they changed to the right. ``restore`` carries the edition to use again (0: shipped)."""

    restore = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.code = ""
        self.rows: tuple[EditionRow, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Editions"))
        self.list.currentRowChanged.connect(lambda _n: self.compare())
        self.against = QComboBox()
        self.against.setAccessibleName(_("Compared with"))
        for name, words in AGAINST.items():
            self.against.addItem(_(words), name)
        self.against.currentIndexChanged.connect(lambda _n: self.compare())
        self.view = DifferencesView()
        self.note = label("", wrap=True, selectable=True)
        self.use = foot_button(
            _("Use this edition again"),
            self._use,
            hint=with_key(_("Makes a new edition with this wording"), "Ctrl+Return"),
        )
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(label(_("Compared with"), buddy=self.against))
        line.addWidget(self.against)
        line.addStretch(1)
        line.addWidget(self.use)
        column.addLayout(line)
        column.addWidget(self.note)
        column.addWidget(self.view, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setSizes([280, 640])
        splitter.setStretchFactor(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)

    def show_kind(self, code: str) -> None:
        """The editions of a kind of letter."""
        self.code = code
        self.desk.jobs.ask(
            lambda read: editions_of(read, code), owner=self, then=self._show, outranks="editions"
        )

    def _show(self, rows: tuple[EditionRow, ...]) -> None:
        self.rows = rows
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            self._add(edition_words(row), row.edition, row.note)
        self._add(_("Shipped wording"), 0, _("as it came with the program"))
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self.compare()

    def _add(self, words: str, edition: int, note: str) -> None:
        item = QListWidgetItem(f"{words}\n{note}")
        item.setData(_EDITION, edition)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {note}".replace("\n", ", "))
        item.setSizeHint(QSize(0, 66))
        self.list.addItem(item)

    @property
    def edition(self) -> int:
        """The edition chosen, 0 for the shipped wording."""
        item = self.list.currentItem()
        return int(item.data(_EDITION)) if item is not None else 0

    def compare(self) -> None:
        """Asks what the edition chosen differs in."""
        code, edition, other = self.code, self.edition, self._other()
        row = next((r for r in self.rows if r.edition == edition), None)
        self.note.setText(_("Reason: {note}").format(note=row.note) if row else "")
        self.note.setVisible(row is not None)
        newest = self.rows[0] if self.rows else None
        in_force = newest.edition if newest and newest.is_own else 0
        self.use.setEnabled(edition != in_force and not (newest is None and not edition))

        def found(read: Reading) -> tuple[Difference, ...]:
            return differences(wording_of_edition(read, code, other), wording_of_edition(read, code, edition))

        self.desk.jobs.ask(
            found, owner=self, then=self._compared, failed=self._cannot, outranks="differences"
        )

    def _other(self) -> int:
        newest = self.rows[0].edition if self.rows else 0
        match self.against.currentData():
            case "in_force":
                return newest
            case "shipped":
                return 0
            case _:
                return max(0, self.edition - 1)

    def _compared(self, found: tuple[Difference, ...]) -> None:
        self.view.show_differences(found, _("No difference."))
        n = len(found)
        self.view.setAccessibleDescription(ngettext("{n} part differs", "{n} parts differ", n).format(n=n))

    def _cannot(self, error: Exception) -> None:
        self.view.setPlainText(str(error))

    def _use(self) -> None:
        self.restore.emit(self.edition)
