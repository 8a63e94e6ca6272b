"""Two people changed the same fields: both values side by side, and the person chooses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from forms.fields import values
from models.catalogue.kinds import DossierKind, Field
from models.draft import Draft, Value
from models.work import merging
from models.work.merging import Conflict
from resources.i18n import _
from ui.widgets.labels import caption, label


def _spec(kind: DossierKind, path: str) -> Field | None:
    parts = path.split(".")
    if len(parts) == 1:
        return next((f for f in kind.fields if f.name == path), None)
    section = next((s for s in kind.sections if s.table == parts[0]), None)
    return next((c for c in section.columns if c.name == parts[-1]), None) if section else None


class ConflictDialog(QDialog):
    """One row per field; nothing that was typed is lost until the person has chosen."""

    def __init__(
        self, kind: DossierKind, conflicts: Sequence[Conflict], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Changed by two people"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(720, 420)
        self._kind, self._conflicts = kind, list(conflicts)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        told = _("Somebody changed these fields while you were writing. Choose for each which value stands.")
        column.addWidget(label(told, wrap=True))
        body = QWidget()
        grid = QGridLayout(body)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self._mine: list[QRadioButton] = []
        for n, conflict in enumerate(self._conflicts):
            self._row(grid, n, conflict)
        grid.setRowStretch(len(self._conflicts), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        column.addWidget(area, 1)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        take = QPushButton(caption(_("Save with these values")))
        take.setProperty("kind", "primary")
        box.addButton(take, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def _row(self, grid: QGridLayout, n: int, conflict: Conflict) -> None:
        spec = _spec(self._kind, conflict.path)
        name = str(spec.label) if spec else conflict.path
        grid.addWidget(label(name, "strong", wrap=True), n, 0)
        group = QButtonGroup(self)
        for place, (words, value) in enumerate(
            ((_("mine"), conflict.mine), (_("theirs"), conflict.theirs)), 1
        ):
            shown = values.show(spec, value) if spec else str(value or "")
            choice = QRadioButton(caption(f"{words}: {shown or '–'}"))
            choice.setAccessibleName(f"{name}, {words}: {shown}")
            choice.setChecked(place == 1)
            group.addButton(choice)
            grid.addWidget(choice, n, place)
            if place == 1:
                self._mine.append(choice)

    def settle(self, merged: Draft, version: int) -> Draft:
        """The merged draft with the chosen values, on *version*."""
        flat = merging.flat(merged)
        for conflict, mine in zip(self._conflicts, self._mine, strict=True):
            chosen: Value = conflict.mine if mine.isChecked() else conflict.theirs
            flat[conflict.path] = chosen
        settled = merging.unflat(flat, merged)
        settled.base_version = version
        return settled
