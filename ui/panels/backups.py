"""Backups: made now to a folder, listed with their age, tried, and put back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from models import clock
from models.store.backup import Backup, backups_in, verify
from resources.i18n import N_, _, ngettext
from ui import places
from ui.dialogs.decide import confirm
from ui.panels import Panel, short_table
from ui.tables.columns import RIGHT, Column
from ui.widgets.labels import ShortLabel, label
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.store.units import Reading, Store
    from ui.desk import Desk
    from ui.jobs import Progress

FOLDER = "seat/backup_folder"


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup file as it lies in the folder."""

    id: int
    made_at: datetime
    path: Path
    size: int


def backup_folder(desk: Desk) -> Path:
    """Where this seat keeps its backups."""
    kept = desk.seat.text(FOLDER)
    return Path(kept) if kept else places.backup_folder()


def rows_in(folder: Path) -> list[BackupRow]:
    """The backups of a folder, newest first; none when it is not there (a stick that was pulled)."""
    if not folder.is_dir():
        return []
    return [BackupRow(n, at, path, path.stat().st_size) for n, (at, path) in enumerate(backups_in(folder), 1)]


def age_words(made_at: datetime) -> str:
    """How old a backup is."""
    days = (clock.today() - made_at.astimezone(clock.VIETNAM).date()).days
    return _("today") if days <= 0 else ngettext("{n} day ago", "{n} days ago", days).format(n=days)


COLUMNS = (
    Column("made", N_("Made"), lambda r: f"{r.made_at.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}", 150),
    Column("age", N_("Age"), lambda r: age_words(r.made_at), 130),
    Column("size", N_("Size"), lambda r: f"{max(r.size // 1024, 1):,} KB".replace(",", "."), 110, RIGHT),
    Column("file", N_("File"), lambda r: r.path.name, 260, stretch=True),
)  # fmt: skip


class BackupsPanel(Panel):
    """The folder of this seat with its backups."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Backups"),
            _("Each backup holds the whole office in one file and is read back before it counts."),
        )
        self.where = ShortLabel("", "muted")
        self.column.addWidget(self.where)
        self.model, self.table = short_table(desk, self, "backups", _("Backups"), COLUMNS, self._find)
        self.empty = label(
            _(
                "Backups of this folder stand here. Press “Back up now”, best onto a stick that is kept elsewhere."
            ),
            "empty",
            wrap=True,
        )
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.buttons = {
            "make": foot_button(_("Back up now"), self.make, kind="primary"),
            "folder": foot_button(_("Other folder…"), self.choose_folder),
            "try": foot_button(
                _("Try this backup"),
                self.verify,
                hint=_("Reads all of it and opens the office in it, without changing anything"),
            ),
            "restore": foot_button(_("Restore…"), self.restore, kind="danger"),
        }
        for button in self.buttons.values():
            self.head.addWidget(button)
        self.table.moved.connect(lambda _key: self._tell())
        self.model.answered.connect(self._tell)
        self._tell()

    def _find(self, read: Reading, question: Path) -> list[BackupRow]:
        return rows_in(question)

    def refresh(self) -> None:
        folder = backup_folder(self.desk)
        self.where.show_text(_("Folder of this seat: {folder}").format(folder=folder))
        self.model.ask(folder)

    @property
    def row(self) -> BackupRow | None:
        """The backup one stands on."""
        return self.table.current_row()

    def _tell(self) -> None:
        for name in ("try", "restore"):
            self.buttons[name].setVisible(self.row is not None)
        is_empty = self.model.is_complete and not self.model.count
        self.table.setVisible(not is_empty)
        self.empty.setVisible(is_empty)

    def choose_folder(self) -> None:
        """Another folder for the backups of this seat, such as a stick."""
        chosen = QFileDialog.getExistingDirectory(
            self, _("Folder for backups"), str(backup_folder(self.desk))
        )
        if chosen:
            self.desk.seat.put(FOLDER, chosen)
            self.refresh()

    def make(self) -> None:
        """A backup now."""
        from models.store.files import make_folder
        from models.work.safekeeping import back_up

        folder, by = backup_folder(self.desk), self.desk.actor
        is_ours = folder == places.backup_folder()

        def work(store: Store, _progress: Progress) -> Backup:
            return back_up(store, make_folder(folder) if is_ours else folder, by=by)

        self.desk.jobs.long(
            work,
            title=_("Backing up…"),
            owner=self,
            then=self._made,
        )

    def _made(self, made: Backup) -> None:
        self.said.emit(_("Backup made and tried: {file}").format(file=made.path.name), None)
        self.refresh()

    def verify(self) -> None:
        """Reads a whole backup and opens the office in it aside."""
        if self.row is not None:
            path = self.row.path
            self.desk.jobs.long(
                lambda _store, _progress: verify(path),
                title=_("Trying the backup…"),
                owner=self,
                then=self._tried,
            )

    def _tried(self, found: Backup) -> None:
        words = _("{file} is whole: {dossiers} dossiers, {letters} letters, {entries} journal entries.")
        self.said.emit(
            words.format(
                file=found.path.name, dossiers=found.tables.get("dossier", 0), letters=found.tables.get("letter", 0),
                entries=found.journal_entries,
            ), None,
        )  # fmt: skip

    def restore(self) -> None:
        """Says plainly what will happen, then puts the backup in the place of the office."""
        row = self.row
        if row is None:
            return
        says = _(
            "The office goes back to how it was on {when}. What was entered since then is not in it; the present office is kept "
            "aside as a file, so nothing is lost. The backup is tried first, and you sign in again afterwards."
        ).format(when=f"{row.made_at.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}")
        if confirm(self, title=_("Restore the backup"), says=says, verb=_("Restore"), is_danger=True):
            self.window().restore_backup(row.path)  # type: ignore[attr-defined]  # only the window can close its store
