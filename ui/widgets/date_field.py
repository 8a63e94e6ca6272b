"""A date to type the Vietnamese way: 12/3/2018, 12.3, 12032018. Read when the field is left; shown as dd/MM/yyyy."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from models.dates import read_date
from resources.i18n import _
from ui.tables.columns import day


class DateField(QLineEdit):
    """One date. ``changed`` tells that ``date`` may be another now."""

    changed = Signal()

    def __init__(self, name: str, value: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(_("dd/mm/yyyy"))
        self.setMaxLength(20)
        self.setText(day(value))
        self.textEdited.connect(lambda _text: self.changed.emit())
        self.editingFinished.connect(self._tidy)

    @property
    def date(self) -> date | None:
        """The date that stands there; None when it is none."""
        return read_date(self.text())

    def _tidy(self) -> None:
        if self.date is not None:
            self.setText(day(self.date))
