"""Whole numbers and đồng."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from forms.fields import values
from forms.fields.base import register
from forms.fields.texts import LineInput
from forms.spec import Surroundings
from models.catalogue.kinds import Field


@register("number", "money")
class NumberInput(LineInput):
    """A whole number, right aligned; money is grouped (12.345.678) once it is left."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.edit.editingFinished.connect(self._tidy)

    def _tidy(self) -> None:
        shown = values.show(self.spec, self.value())
        if shown != self.edit.text() and not self.edit.isReadOnly():
            self.edit.setText(shown)
