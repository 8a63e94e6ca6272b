"""Whether the store is whole: its file, the kept files, the registers, the journal; said plainly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from models import clock
from resources.i18n import _, ngettext
from ui import icons
from ui.panels import Panel
from ui.widgets.labels import label
from ui.widgets.pictures import Picture
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.store.checking import Check
    from models.store.units import Store
    from ui.desk import Desk

Line = tuple[bool, str, str]  # whole or not, what was looked at, what was found


def look(store: Store) -> tuple[Check, dict[str, str]]:
    """Looks through a store; the names of its registers by code come along, for the sentences."""
    from models.reading.registers import registers
    from models.store.checking import check

    found = check(store)
    with store.reading() as read:
        return found, {r.code: r.name for r in registers(read, clock.today().year)}


def lines_of(found: Check, names: Mapping[str, str]) -> list[Line]:
    """The result in sentences."""
    faults: list[str] = found.store["integrity"]
    tables: dict[str, int] = found.store["tables"]
    vault, journal = found.vault, found.journal
    holds = _("{dossiers} dossiers, {letters} letters, {people} people")
    store = holds.format(
        dossiers=tables.get("dossier", 0), letters=tables.get("letter", 0), people=tables.get("person", 0)
    )
    out: list[Line] = [(not faults, _("Store"), "; ".join(faults) or store)]
    lost = len(vault.missing) + len(vault.damaged)
    files = ngettext("{n} kept file is whole", "{n} kept files are whole", vault.kept).format(n=vault.kept)
    broken = _("{missing} kept files are missing, {damaged} damaged. Restore a backup or attach them again.")
    out.append(
        (
            not lost,
            _("Kept files"),
            broken.format(missing=len(vault.missing), damaged=len(vault.damaged)) if lost else files,
        )
    )
    wrong = [r for r in found.registers if r.gaps or r.duplicates]
    for r in wrong:
        numbers = ", ".join(map(str, [*r.gaps, *r.duplicates][:12]))
        words = _("missing or double numbers: {numbers}").format(numbers=numbers)
        out.append(
            (
                False,
                _("Register {name} {year}").format(name=names.get(r.register, r.register), year=r.year),
                words,
            )
        )
    if not wrong:
        out.append((True, _("Registers"), _("no number is missing or double")))
    whole = ngettext("{n} entry, unbroken chain", "{n} entries, unbroken chain", journal.entries).format(
        n=journal.entries
    )
    broken = _("The chain is broken from entry {entry}. Keep this store as it is and tell support.")
    out.append((journal.ok, _("Journal"), whole if journal.ok else broken.format(entry=journal.first_bad)))
    return out


class ChecksPanel(Panel):
    """The button and what it found last."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Check of the store"),
            _("Looks through everything without changing anything; it may take minutes in a large office."),
        )
        self.button = foot_button(_("Check now"), self.run, kind="primary")
        self.head.addWidget(self.button)
        self.result = QWidget()
        self.grid = QGridLayout(self.result)
        self.grid.setContentsMargins(0, 12, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(12)
        self.grid.setColumnStretch(2, 1)
        self.verdict = label(
            _("Nothing was checked yet in this sitting. Press “Check now”."), "empty", wrap=True
        )
        box = QVBoxLayout()
        box.addWidget(self.verdict)
        box.addWidget(self.result)
        box.addStretch(1)
        self.column.addLayout(box, 1)
        self.lines: list[Line] = []

    def run(self) -> None:
        """Checks now."""
        self.button.setEnabled(False)
        self.desk.jobs.long(
            lambda store, _progress: look(store), title=_("Checking the store…"), owner=self, then=self._show,
            failed=self._failed,
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self.verdict.setText(str(error))

    def _show(self, answer: tuple[Check, dict[str, str]]) -> None:
        found, names = answer
        self.button.setEnabled(True)
        self.lines = lines_of(found, names)
        while item := self.grid.takeAt(0):
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        when = f"{clock.now().astimezone(clock.VIETNAM):%H:%M}"
        self.verdict.setProperty("kind", "strong")
        self.verdict.style().polish(self.verdict)
        self.verdict.setText(
            _("Everything is whole (checked at {when}).").format(when=when)
            if found.ok
            else _("Something is wrong (checked at {when}). Look at the lines with a warning.").format(
                when=when
            )
        )
        for row, (is_whole, what, words) in enumerate(self.lines):
            picture = Picture("circle-check", icons.SMALL)
            picture.show_icon("circle-check" if is_whole else "octagon-x", "done" if is_whole else "stop")
            self.grid.addWidget(picture, row, 0)
            self.grid.addWidget(label(what, "strong"), row, 1)
            self.grid.addWidget(label(words, "" if is_whole else "stop", wrap=True, selectable=True), row, 2)
