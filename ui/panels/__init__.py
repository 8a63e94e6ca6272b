"""Parts of the page Administration, one module each: they ask and act like a page, but stand inside one.

A new part is a new module with a ``Panel`` and one line in ``ui.pages.office``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.tables.columns import Column
from ui.tables.spine_model import SpineTableModel
from ui.tables.table import RecordTable
from ui.tables.whole import Whole
from ui.widgets.labels import label

if TYPE_CHECKING:
    from models.store.units import Reading
    from ui.desk import Desk


class Panel(QWidget):
    """A titled part. ``said`` is for the status line, ``go`` opens a place."""

    said = Signal(str, object)
    go = Signal(object)

    def __init__(self, desk: Desk, title: str, under: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.title = title
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 16, 24, 12)
        self.column.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(label(title, "section"))
        self.head.addStretch(1)
        self.column.addLayout(self.head)
        if under:
            self.column.addWidget(label(under, "muted", wrap=True))

    def refresh(self) -> None:
        """Asks again for what it shows."""


def short_table(
    desk: Desk,
    owner: QWidget,
    name: str,
    title: str,
    columns: Sequence[Column],
    find: Callable[[Reading, Any], Sequence[Any]],
) -> tuple[SpineTableModel, RecordTable]:
    """A table over a list that is fetched whole; its rows have an ``id``."""
    model = SpineTableModel(desk.jobs, columns, Whole(find, lambda row: row.id))
    model.setParent(owner)
    return model, RecordTable(model, desk.seat, f"office-{name}", title)
