"""Administration: who the office is, who works here, backups, rules and days, the check of the store, the journal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.catalogue.workflows import Role
from resources.i18n import N_, _
from ui import icons
from ui.desk import Desk
from ui.pages import Group, Page, Place, page
from ui.panels import Panel
from ui.panels.backups import BackupsPanel
from ui.panels.checks import ChecksPanel
from ui.panels.journal import JournalPanel
from ui.panels.profile import ProfilePanel
from ui.panels.rules import HolidaysPanel, RulesPanel
from ui.panels.trust import TrustPanel
from ui.panels.users import UsersPanel

PARTS: tuple[tuple[str, str, str, Callable[[Desk], Panel]], ...] = (
    ("profile", N_("Office and signatories"), "building-2", ProfilePanel),
    ("users", N_("Users"), "users", UsersPanel),
    ("backups", N_("Backups"), "archive", BackupsPanel),
    ("checks", N_("Check of the store"), "shield-check", ChecksPanel),
    ("rules", N_("Rule book in force"), "scale", RulesPanel),
    ("holidays", N_("Working days"), "calendar", HolidaysPanel),
    ("trust", N_("Digital signatures"), "stamp", TrustPanel),
    ("journal", N_("Journal"), "history", JournalPanel),
)


@page(
    "office",
    N_("Administration"),
    icon="settings",
    group=Group.OFFICE,
    order=10,
    roles=frozenset({Role.ADMINISTRATOR}),
)
class OfficePage(Page):
    """The parts to the left, the one chosen to the right; each is built when first visited."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.panels: dict[str, Panel] = {}
        self.list = QListWidget()
        self.list.setAccessibleName(_("Parts of the administration"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        for _name, words, icon, _make in PARTS:
            item = QListWidgetItem(icons.icon(icon, "muted"), _(words))
            item.setSizeHint(QSize(0, 34))
            self.list.addItem(item)
        self.stack = QStackedWidget()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.stack)
        splitter.setSizes([220, 930])
        splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(splitter)
        self.list.currentRowChanged.connect(self._choose)

    def arrive(self, place: Place) -> None:
        wanted = place.options.get("part")
        names = [name for name, *_rest in PARTS]
        row = names.index(wanted) if wanted in names else max(self.list.currentRow(), 0)
        if row == self.list.currentRow():
            self._choose(row)
        self.list.setCurrentRow(row)
        field = place.options.get("field")
        if field and isinstance(self.panel, ProfilePanel):
            self.panel.go_to_field(str(field))

    def _choose(self, row: int) -> None:
        name, _words, _icon, make = PARTS[row]
        if name not in self.panels:
            made = self.panels[name] = make(self.desk)
            made.said.connect(self.said)
            made.go.connect(self.go)
            self.stack.addWidget(made)
        self.stack.setCurrentWidget(self.panels[name])
        self.panels[name].refresh()

    @property
    def panel(self) -> Panel | None:
        """The part in sight."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Panel) else None

    def refresh(self) -> None:
        if self.panel is not None and not isinstance(self.panel, ProfilePanel):  # what is typed there stays
            self.panel.refresh()

    def home(self) -> None:
        self.list.setFocus()
