"""The line above the list of scans: which folder is watched, whether it is, and how to change that."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout

from resources.i18n import _
from ui.desk import Desk
from ui.scan_watch import watch_of
from ui.widgets.labels import ShortLabel
from ui.widgets.reading_pane import foot_button


class FolderBar(QFrame):
    """Which folder is watched, and whether it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.watch = watch_of(desk)
        self.words = ShortLabel("", "muted")
        self.choose_button = foot_button(
            _("Scanner folder…"),
            self.choose,
            hint=_("The folder into which the scanner writes; this seat watches it"),
        )
        self.now_button = foot_button(
            _("File now"), self.watch.file_now, hint=_("Looks into the folder at once; goes on after a stop")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.now_button)
        row.addWidget(self.choose_button)
        self.watch.changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Says which folder it is, or why it is not watched."""
        watch = self.watch
        self.now_button.setVisible(watch.folder is not None)
        if watch.folder is None:
            words = _("No scanner folder is watched yet. Choose the folder into which the scanner writes.")
        elif watch.fault:
            words = watch.fault
        elif watch.is_paused:
            words = _("Stopped. Press “File now” to go on: {folder}").format(folder=watch.folder)
        else:
            words = _("Watched folder: {folder}").format(folder=watch.folder)
        self.words.show_text(words)

    def choose(self) -> None:
        """Another folder."""
        chosen = QFileDialog.getExistingDirectory(self, _("Scanner folder"), str(self.watch.folder or ""))
        if chosen:
            self.watch.choose(chosen)
