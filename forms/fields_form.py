"""A small form of single fields, for dialogs: the same inputs, the same undo, the same sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.binder import Form
from forms.blocks import FieldBlock
from forms.field_grid import FieldGrid
from forms.fields import values
from forms.spec import Surroundings
from models.catalogue.kinds import Field
from models.draft import Draft, Value


class FieldsForm(Form):
    """Single fields without tables."""

    def __init__(self, fields: Sequence[Field], around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        blocks = [FieldBlock(spec, around, self) for spec in fields if not spec.hidden]
        for block in blocks:
            self._bind_block(block)
        self.grid = FieldGrid(blocks, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.grid)

    def show_values(self, shown: Mapping[str, Value]) -> None:
        """Shows values; nothing is emitted."""
        self.show_draft(Draft("", values=dict(shown)))

    def values(self) -> dict[str, Value]:
        """What stands in the form."""
        return self.collect().values

    def is_complete(self) -> bool:
        """Whether every required field is filled and every value can be read; marks what is not."""
        self.show_all_problems()
        held = self.values()
        for spec in self.shown_fields():
            value = held.get(spec.name)
            if values.fault(spec, value) or (spec.required and value in (None, "", [])):
                self.focus_field(spec.name)
                return False
        return True

    def _arrange(self) -> None:
        super()._arrange()
        self.grid.arrange()
