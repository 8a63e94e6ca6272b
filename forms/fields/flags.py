"""Yes or no, and several choices to tick."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from forms.fields.base import Input, register
from forms.spec import Surroundings
from models.catalogue import lists
from models.catalogue.kinds import Field
from models.draft import Value
from resources.i18n import _


@register("flag")
class FlagInput(Input):
    """A box to tick; its own text says yes, the label above says what."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        self.check = QCheckBox(_("Yes"), self)
        self.setFocusProxy(self.check)
        self.box.addWidget(self.check)
        self.check.clicked.connect(self._clicked)

    def _clicked(self, _on: bool) -> None:
        self.edited.emit()

    def show_value(self, value: Value) -> None:
        """Ticked when true."""
        self.check.setChecked(value is True)

    def value(self) -> Value:
        """True or False."""
        return self.check.isChecked()

    def set_read_only(self, read_only: bool) -> None:
        """Greyed when only to be read."""
        self.check.setEnabled(not read_only)

    def target(self) -> QWidget:
        """The box."""
        return self.check

    def set_compact(self) -> None:
        """Only the box."""
        self.check.setText("")


class _Tick(QCheckBox):
    """One entry of the list; an ampersand in its words is text, not a shortcut."""

    def __init__(self, code: str, words: str, parent: QWidget) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        self.code = code
        self.setAccessibleName(words)


@register("choices")
class ChoicesInput(Input):
    """Several entries of a list, each a box to tick, in columns."""

    columns = 2

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        self.ticks: list[_Tick] = []
        self._others: list[str] = []
        found = list(lists.items(spec.list).values())
        for n, item in enumerate(found):
            tick = _Tick(item.code, str(item.label), self)
            tick.clicked.connect(self._clicked)
            grid.addWidget(tick, n // self.columns, n % self.columns)
            self.ticks.append(tick)
        self.setFocusProxy(self.ticks[0])
        self.box.addLayout(grid)

    def _clicked(self, _on: bool) -> None:
        self.edited.emit()

    def show_value(self, value: Value) -> None:
        """Ticks what the value holds; codes that the list no longer knows are kept."""
        codes: list[str] = value if isinstance(value, list) else [str(value)] if value else []
        self._others = [c for c in codes if c not in lists.items(self.spec.list)]
        for tick in self.ticks:
            tick.setChecked(tick.code in codes)

    def value(self) -> Value:
        """The ticked codes in the order of the list, unknown ones last."""
        return [t.code for t in self.ticks if t.isChecked()] + self._others

    def set_read_only(self, read_only: bool) -> None:
        """Greyed when only to be read."""
        for tick in self.ticks:
            tick.setEnabled(not read_only)

    def target(self) -> QWidget:
        """The first box."""
        return self.ticks[0]

    def set_names(self, name: str, description: str) -> None:
        """The group carries the field's name, each box its own words."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for tick in self.ticks:
            tick.setAccessibleDescription(name)
