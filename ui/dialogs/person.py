"""A person of the ledger to fill in: the same fields and inputs as a member's row in a dossier."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from forms.fields_form import FieldsForm
from forms.spec import Surroundings
from models.catalogue.kinds import Field, kinds
from models.errors import OfficeError
from resources.i18n import _
from ui import actions, icons, theme
from ui.widgets.labels import caption, label, tip

if TYPE_CHECKING:
    from models.reading.people import PersonRow
    from models.store.units import Store
    from ui.desk import Desk

KIND = {False: "outgoing_official", True: "incoming"}  # whose member columns describe an official, a guest
OF_THE_JOURNEY = {
    "person_id",
    "role",
    "funding_source",
    "note",
}  # columns about a journey, not about the person
COLUMN_OF = {"organisation": "organisation_name"}  # the ledger's name of a column


def person_fields(is_guest: bool) -> list[Field]:
    """The fields of a person, from the kind of dossier in which he travels."""
    from models.work.people import EDITABLE

    section = next(s for s in kinds()[KIND[is_guest]].sections if s.table == "members")
    found = [
        c
        for c in section.columns
        if c.name not in OF_THE_JOURNEY and COLUMN_OF.get(c.name, c.name) in EDITABLE
    ]
    return [replace(c, input="line") if c.input == "person" else c for c in found]


class PersonDialog(QDialog):
    """Saves with the button; a refusal stands in the dialog and nothing typed is lost. ``saved`` carries id and name."""

    saved = Signal(int, str)

    def __init__(self, parent: QWidget, desk: Desk, row: PersonRow | None, *, is_guest: bool = False) -> None:
        super().__init__(parent)
        self._desk, self._row = desk, row
        self._is_guest = row.is_guest if row else is_guest
        title = row.full_name if row else _("A new person")
        self.setWindowTitle(title)
        self.resize(720, 560)
        around = Surroundings(icon=icons.icon, colour=theme.colour)
        self.form = FieldsForm(person_fields(self._is_guest), around)
        self.form.show_values(row.as_member() if row else {})
        scroll = QScrollArea()
        scroll.setWidget(self.form)
        scroll.setWidgetResizable(True)
        self._says = label("", "stop", wrap=True)
        self._says.hide()
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._save = QPushButton(caption(_("Save")))
        self._save.setProperty("kind", "primary")
        self._save.setShortcut("Ctrl+Return")
        tip(self._save, actions.with_key(_("Save"), "Ctrl+Return"))
        box.addButton(self._save, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self.save)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.addWidget(label(title, "section", wrap=True))
        column.addWidget(scroll, 1)
        column.addWidget(self._says)
        column.addWidget(box)

    def save(self) -> None:
        """Performs the act with what differs from what was shown."""
        from models.work.people import save_person

        changed = {COLUMN_OF.get(n, n): now for n, (_was, now) in self.form.changed_fields().items()}
        if self._row is not None and not changed:
            self.reject()
            return
        values: dict[str, Any] = {**changed, **({} if self._row else {"is_guest": self._is_guest})}
        row, by = self._row, self._desk.actor

        def act(store: Store) -> int:
            return save_person(
                store, values, by=by, person_id=row.id if row else None, version=row.version if row else None
            )

        self._save.setEnabled(False)
        self._desk.jobs.do(act, owner=self, then=self._done, failed=self._refused)

    def _done(self, person_id: int) -> None:
        name = self.form.values().get("full_name")
        self.saved.emit(person_id, str(name or ""))
        self.accept()

    def _refused(self, error: OfficeError) -> None:
        self._save.setEnabled(True)
        self._says.setText(str(error))
        self._says.show()
