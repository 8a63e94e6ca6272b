"""The sheet under F1: every key of the place one stands on and of the window, made from the registry of acts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from resources.i18n import N_, _
from ui import actions
from ui.pages import Group, PageSpec
from ui.widgets.labels import label

SECTIONS = {"shell": N_("Everywhere"), "table": N_("Lists")}


class KeySheet(QDialog):
    """Keys and what they do, for the page *here* first. Nothing in it is written by hand."""

    def __init__(self, here: str, specs: Mapping[str, PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        self.resize(860, 560)
        self._specs = specs
        columns = QHBoxLayout()
        columns.setSpacing(32)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(4)
            columns.addLayout(column, 1)
        if here in actions.places():
            self._section(left, _(specs[here].label) if here in specs else here, here)
        self._section(left, self._title("table"), "table")
        self._section(right, self._title("shell"), "shell")
        self._sections_of_pages(right)
        for place in actions.places():
            if place not in (here, *SECTIONS) and place in specs:
                self._section(left, _(specs[place].label), place)
        left.addStretch(1)
        right.addStretch(1)
        inner = QWidget()
        inner.setLayout(columns)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.addWidget(scroll, 1)
        column.addWidget(box)

    def _section(self, column: QVBoxLayout, title: str, *places: str) -> None:
        lines = [(a.key, a.words) for place in places for a in actions.acts(place) if a.key]
        if lines:
            self._lines(column, title, lines)

    def _title(self, place: str) -> str:
        words = SECTIONS[place]
        return _(words)

    def _sections_of_pages(self, column: QVBoxLayout) -> None:
        shown = [s for s in self._specs.values() if s.group is not Group.HIDDEN][:9]
        self._lines(column, _("Sections"), [(f"Alt+{n}", _(s.label)) for n, s in enumerate(shown, 1)])

    @staticmethod
    def _lines(column: QVBoxLayout, title: str, lines: list[tuple[str, str]]) -> None:
        column.addWidget(label(title, "section"))
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 88)
        grid.setColumnStretch(1, 1)
        for row, (key, words) in enumerate(lines):
            grid.addWidget(label(actions.key_text(key), "strong"), row, 0)
            grid.addWidget(label(words), row, 1)
        column.addLayout(grid)
