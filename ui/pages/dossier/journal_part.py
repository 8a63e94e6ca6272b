"""The journal of a dossier, newest first: when, who, what, and what changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from models.clock import VIETNAM
from models.reading.journal import JournalRow
from resources.i18n import _
from ui.acts_words import act_words
from ui.widgets.labels import label
from ui.widgets.state_chip import state_words

SHOWN = 60


class JournalPart(QWidget):
    """Lines of the journal; an empty one says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)

    def show_acts(self, acts: Sequence[JournalRow]) -> None:
        """Shows the newest acts."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not acts:
            self._grid.addWidget(
                label(_("Nothing has been done with this dossier yet."), "muted", wrap=True), 0, 0, 1, 3
            )
        for n, act in enumerate(acts[:SHOWN]):
            moment = act.at.astimezone(VIETNAM)
            self._grid.addWidget(label(f"{moment:%d/%m/%Y %H:%M}", "muted"), n, 0)
            self._grid.addWidget(label(act.user), n, 1)
            self._grid.addWidget(label(words_of(act), wrap=True), n, 2)


def words_of(act: JournalRow) -> str:
    """An act in a sentence: what was done, from where to where, why."""
    parts = [act_words(act.act)]
    if act.from_state and act.to_state:
        parts.append(f"{state_words(act.from_state)} → {state_words(act.to_state)}")
    fields = [name for name in act.changes if name != "version"]
    if act.act == "amend" and fields:
        parts.append(_("{count} entries changed").format(count=len(fields)))
    if act.reason:
        parts.append(_("reason: {reason}").format(reason=act.reason))
    return " · ".join(parts)
