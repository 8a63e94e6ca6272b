"""A dialog of a few fields, or of fields and a small table, and what will happen when they are taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from forms.fields_form import FieldsForm
from forms.spec import Surroundings
from models.catalogue.kinds import Field, Section
from models.draft import Row, Value
from resources.i18n import Words
from ui import actions
from ui.widgets.labels import caption, label, tip


def field(name: str, words: str, kind: str = "line", **more: object) -> Field:
    """A field of a dialog; *words* are already in the language of the interface."""
    return Field(name, Words(words, words), kind, **more)  # pyright: ignore[reportArgumentType]


class FieldsDialog(QDialog):
    """Fields, a sentence that says in figures and names what will happen (it follows the fields), and a verb."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        shown: Mapping[str, Value],
        around: Surroundings,
        *,
        verb: str,
        says: Callable[[Mapping[str, Value]], str] = lambda _values: "",
        tables: Sequence[Section] = (),
        rows: Mapping[str, Sequence[Row]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._says = says
        self.form = FieldsForm(fields, around, self, tables=tables)
        self.form.show_values(shown, rows)
        self.form.edited.connect(self._tell)
        self.told = label("", "note", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(title, "section", wrap=True))
        column.addWidget(self.form)
        column.addWidget(self.told)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.act = QPushButton(caption(verb))
        self.act.setProperty("kind", "primary")
        self.act.setShortcut("Ctrl+Return")
        tip(self.act, actions.with_key(verb, "Ctrl+Return"))
        box.addButton(self.act, QDialogButtonBox.ButtonRole.ActionRole)
        self.act.clicked.connect(lambda _on=False: self._take())
        box.rejected.connect(self.reject)
        column.addWidget(box)
        self._tell()

    def values(self) -> dict[str, Value]:
        """What was filled in."""
        return self.form.values()

    def rows(self) -> dict[str, list[Row]]:
        """The rows of its tables."""
        return self.form.rows()

    def _tell(self) -> None:
        words = self._says(self.form.values())
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _take(self) -> None:
        if self.form.is_complete():
            self.accept()
