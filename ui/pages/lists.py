"""What pages with a list share: chips above, the table, the reading pane beside it, the status line's words.

Not a page itself. A page with a list names its columns, its chips and its pane::

    class Letters(ListPage):
        list_name = "letters"
        columns = (Column(...), ...)
        def chips(self) -> Sequence[Chip]: ...
        def counted(self, n: int) -> str: ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from models.reading.lists import source_of
from models.reading.spine import Question
from resources.i18n import _
from ui import actions
from ui.desk import Desk
from ui.pages import Page, Place
from ui.tables.columns import Column
from ui.tables.spine_model import ListSource, SpineTableModel
from ui.tables.table import RecordTable
from ui.widgets.chips import Chip, FilterBar
from ui.widgets.labels import label


class ListPage(Page):
    """A list with its reading pane."""

    list_name: ClassVar[str] = ""
    columns: ClassVar[Sequence[Column]] = ()
    default_order: ClassVar[str] = ""
    words_hint: ClassVar[str] = ""  # msgid of the field for words; empty: no field
    first_act: ClassVar[str] = ""  # the act whose button stands beside the filters, for those who may
    split: ClassVar[tuple[int, int]] = (812, 346)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = SpineTableModel(desk.jobs, self.columns, self.source())
        self.model.setParent(self)
        self.order = self.default_order
        self.bar = FilterBar(self.chips(), words=_(self.words_hint) if self.words_hint else "")
        self.table = RecordTable(self.model, desk.seat, self.name, self.title())
        self.pane = self.make_pane()
        self.empty = label(self.nothing(), "empty", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        self.acts = actions.attach(self, self.name, desk.actor.roles)
        self._lay_out()
        self.bar.changed.connect(self.ask)
        self.table.sorted.connect(self._sort)
        self.table.opened.connect(self.open_row)
        self.table.moved.connect(self.show_row)
        self.model.answered.connect(self._answered)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.status_changed.emit())
        for key, act in (("Ctrl+F", self.bar.words.setFocus),):
            QShortcut(QKeySequence(key), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._shown_key: int | None = None

    # --- what a page says of itself -----------------------------------------------------------------------------------

    def title(self) -> str:
        """What a screen reader calls the list."""
        return self.name

    def source(self) -> ListSource:
        """Where the rows come from."""
        return source_of(self.list_name, self.desk.actor)

    def chips(self) -> Sequence[Chip]:
        """The filters."""
        return ()

    def counted(self, n: int) -> str:
        """So many rows, in words."""
        return str(n)

    def nothing(self) -> str:
        """What would stand here, and the act that fills it."""
        return _("Nothing here.")

    def make_pane(self) -> QWidget | None:
        """The reading pane; None for a list without one."""
        return None

    def first_filters(self) -> Mapping[str, Any]:
        """The filters when the page is opened for the first time."""
        return {}

    def show_row(self, key: int | None) -> None:
        """The person stands on a row: show it in the pane."""

    def open_row(self, key: int) -> None:
        """The person opened a row."""

    # --- layout -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        if self.first_act in self.acts:
            button = actions.button(self.acts[self.first_act], text=True)
            button.setObjectName(self.first_act)
            self.bar.add(button)
        lists = QWidget()
        lists.setObjectName("listBody")
        inner = QVBoxLayout(lists)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.empty, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(lists)
        if self.pane is not None:
            self.splitter.addWidget(self.pane)
            sizes = self.desk.seat.numbers(f"split/{self.name}") or list(self.split)
            self.splitter.setSizes(sizes)
            self.splitter.setStretchFactor(0, 3)
            self.splitter.setStretchFactor(1, 2)
            self._keep = QTimer(self, interval=500, singleShot=True)
            self._keep.timeout.connect(
                lambda: self.desk.seat.put(f"split/{self.name}", self.splitter.sizes())
            )
            self.splitter.splitterMoved.connect(lambda *_: self._keep.start())
        column.addWidget(self.splitter, 1)

    # --- asking -------------------------------------------------------------------------------------------------------

    def arrive(self, place: Place) -> None:
        question = place.options.get("question")
        if isinstance(question, Question):
            self.order = question.order or self.default_order
            self.bar.show_filters(dict(question.filters), question.text)
            self.ask()
        elif self.model.question is None:
            self.bar.show_filters(self.first_filters())
            self.ask()
        if place.key is not None:
            self.table.go_to(place.key)

    def ask(self) -> None:
        """Asks the list that the chips describe."""
        if self.order:
            self.table.show_order(self.order)
        self.model.ask(self.asked())
        self.status_changed.emit()

    def asked(self) -> Question:
        """The question that the chips, the words and the header make."""
        filters = {n: tuple(v) if isinstance(v, list) else v for n, v in self.bar.filters.items()}
        return Question(self.list_name, MappingProxyType(filters), self.order, self.bar.text)

    def refresh(self) -> None:
        self._shown_key = None
        self.model.refresh()

    def _sort(self, order: str) -> None:
        self.order = order
        self.ask()

    def _answered(self) -> None:
        is_empty = self.model.count == 0
        self.table.setVisible(not is_empty)
        self.empty.setVisible(is_empty)
        self.empty.setText(
            _("Nothing fits these filters. Clear them to see everything.")
            if is_empty and (self.bar.filters or self.bar.text)
            else self.nothing()
        )
        self.status_changed.emit()

    def home(self) -> None:
        (self.table if self.model.count or not self.model.is_complete else self.bar.words).setFocus()

    def status(self) -> str:
        if not self.model.is_complete:
            return ""
        parts = [self.counted(self.model.count)]
        if said := self.bar.said():
            parts.append(_("filter: {filters}").format(filters=", ".join(said)))
        if (chosen := len(self.table.selectionModel().selectedRows())) > 1:
            parts.append(_("{n} selected").format(n=chosen))
        return " · ".join(parts)
