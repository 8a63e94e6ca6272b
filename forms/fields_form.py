"""A small form of single fields and plain tables, for dialogs: the same inputs, the same undo, the same sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.binder import Form
from forms.blocks import FieldBlock
from forms.field_grid import FieldGrid
from forms.fields import values
from forms.fields.base import plain_label
from forms.spec import Surroundings
from forms.table_input import TableInput
from forms.table_model import TableLook
from models.catalogue.kinds import Field, Section
from models.draft import Draft, Row, Value


class FieldsForm(Form):
    """Single fields and, below them, tables of rows without any look of their own."""

    def __init__(
        self,
        fields: Sequence[Field],
        around: Surroundings,
        parent: QWidget | None = None,
        *,
        tables: Sequence[Section] = (),
    ) -> None:
        super().__init__(around, parent)
        blocks = [FieldBlock(spec, around, self) for spec in fields if not spec.hidden]
        for block in blocks:
            self._bind_block(block)
        self.grid = FieldGrid(blocks, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        if blocks:
            box.addWidget(self.grid)
        for section in tables:
            table = TableInput(section, TableLook(), around, parent=self)
            self._bind_table(table)
            box.addWidget(plain_label(str(section.label), "muted", self))
            box.addWidget(table)

    def show_values(
        self, shown: Mapping[str, Value], rows: Mapping[str, Sequence[Row]] | None = None
    ) -> None:
        """Shows values and the rows of tables; nothing is emitted."""
        held = {name: [dict(row) for row in table] for name, table in (rows or {}).items()}
        self.show_draft(Draft("", values=dict(shown), rows=held))

    def values(self) -> dict[str, Value]:
        """What stands in the form."""
        return self.collect().values

    def rows(self) -> dict[str, list[Row]]:
        """What stands in the tables."""
        held = self.collect()
        return {name: held.table(name) for name in self.tables}

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
