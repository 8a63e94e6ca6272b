"""One part of a letter as one changes it: what sort it is and when it appears, its texts, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSpinBox, QVBoxLayout, QWidget

from models import clock
from models.catalogue.legal_bases import bases_on, legal_topics
from models.catalogue.letter_kinds import LetterKind
from models.catalogue.letter_vocabulary import vocabulary
from models.catalogue.wording_checks import MOST_COPIES
from models.catalogue.wording_parts import SECTIONS, Part, Path, Spot, conditions_words, sort_words
from models.catalogue.wording_tokens import Choice
from resources.i18n import _
from ui.pages.wordings.token_text import TokenText
from ui.widgets.labels import label

PAIRED = {"table", "signatures"}  # their texts stand two by two: head and cells, capacity and name


class NumberInput(QSpinBox):
    """A number of a part; nothing stands there as a dash."""

    entered = Signal()

    def __init__(self, name: str, *, may_be_empty: bool) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(0 if may_be_empty else 1, MOST_COPIES * 10 if may_be_empty else MOST_COPIES)
        self.setSpecialValueText("–" if may_be_empty else "")
        self.setFixedWidth(96)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def wheelEvent(self, event: object) -> None:
        """The wheel scrolls the page, it does not count."""
        getattr(event, "ignore", lambda: None)()


class PartRow(QFrame):
    """One part. ``changed`` carries the path and the new text, ``entered`` that the keyboard came here."""

    changed = Signal(object, str)
    entered = Signal()
    list_wanted = Signal(object)  # the TokenText
    part_wanted = Signal()

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self._choices: tuple[Choice, ...] = ()
        self.heading = label("", "section")
        self.heading.setContentsMargins(0, 12, 0, 4)
        self.about = label("", "small", wrap=True)
        self.law = label("", "muted", wrap=True)
        self.fault = label("", "stop", wrap=True)
        self.fault.hide()
        self.inputs = [self._input(n, spot) for n, spot in enumerate(part.spots)]
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 2, 8, 4)
        column.setSpacing(2)
        column.addWidget(self.heading)
        column.addWidget(self.about)
        column.addWidget(self.law)
        column.addLayout(self._grid(part))
        column.addWidget(self.fault)
        if not part.spots:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def fits(self, part: Part) -> bool:
        """Whether this row can show that part as well."""
        mine = [spot.is_number for spot in self.part.spots]
        return mine == [spot.is_number for spot in part.spots] and (
            len(mine) == 1 or self.part.sort == part.sort
        )

    def _input(self, n: int, spot: Spot) -> TokenText | NumberInput:
        if spot.is_number:
            made = NumberInput(spot.label, may_be_empty=spot.path[0] == "fields")
            made.valueChanged.connect(lambda value: self._number(n, value))
        else:
            made = TokenText(spot.label)
            made.changed.connect(lambda: self._typed(n))
            made.list_wanted.connect(lambda: self.list_wanted.emit(made))
            made.part_wanted.connect(self.part_wanted)
        made.entered.connect(self.entered)
        return made

    def _grid(self, part: Part) -> QGridLayout:
        """One text alone, texts two by two, or each beside its label."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        several = len(self.inputs) > 1
        for n, (spot, made) in enumerate(zip(part.spots, self.inputs, strict=True)):
            if part.sort in PAIRED:
                if n < 2:
                    grid.addWidget(label(spot.label.rpartition(", ")[2], "small"), 0, n)
                grid.addWidget(made, 1 + n // 2, n % 2, Qt.AlignmentFlag.AlignTop)
            else:
                if several and spot.label:
                    name = label(spot.label, "small", buddy=made)
                    name.setFixedWidth(112)
                    name.setContentsMargins(0, 8, 0, 0)
                    grid.addWidget(name, n, 0, Qt.AlignmentFlag.AlignTop)
                start = 1 if several and spot.label else 0
                grid.addWidget(made, n, start, 1, 2 - start, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0 if part.sort in PAIRED else 1, 2)
        if part.sort in PAIRED:
            grid.setColumnStretch(1, 3)
        return grid

    # --- showing --------------------------------------------------------------------------------------------------------

    def show_part(self, part: Part, kind: LetterKind, choices: tuple[Choice, ...], *, is_first: bool) -> None:
        """Shows a part of a letter; *is_first* of its section."""
        self.part, self._choices = part, choices
        self.heading.setText(_(SECTIONS[part.section]))
        self.heading.setVisible(is_first)
        said = [str(legal_topics().get(part.law, "")), conditions_words(kind, part.when)]
        if part.sort != "line":  # the heading of the section says it
            said.insert(1, sort_words(part))
        if part.each in vocabulary().lists:
            said.append(_("for each of: {list}").format(list=vocabulary().lists[part.each].label))
        about = " · ".join(x for x in said if x)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.law.setText(_laws(part.law))
        self.law.setVisible(bool(part.law))
        for spot, made in zip(part.spots, self.inputs, strict=True):
            name = f"{part.place}: {spot.label}" if spot.label else part.place
            made.setAccessibleName(name)
            if isinstance(made, TokenText):
                made.show_wording(spot.text, choices)
            else:
                made.blockSignals(True)
                made.setValue(int(spot.text or 0))
                made.blockSignals(False)
        self.setAccessibleName(f"{part.place}, {about}")

    def show_faults(self, faults: Mapping[Path, str]) -> None:
        """Shows what is wrong with the part or one of its texts, nothing when it is not named."""
        mine = [
            faults[path] for path in (self.part.path, *(s.path for s in self.part.spots)) if path in faults
        ]
        self.fault.setText(" ".join(dict.fromkeys(mine)))
        self.fault.setVisible(bool(mine))
        for spot, made in zip(self.part.spots, self.inputs, strict=True):
            meaning = "stop" if spot.path in faults else ""
            if (made.property("meaning") or "") != meaning:
                made.setProperty("meaning", meaning)
                made.style().polish(made)

    def show_current(self, is_current: bool) -> None:
        """Sets the part off in which one works."""
        ground = "note" if is_current else ""
        if (self.property("ground") or "") != ground:
            self.setProperty("ground", ground)
            self.style().polish(self)

    def take_focus(self, path: Path = ()) -> None:
        """The keyboard to one of its texts, the first when it is not named."""
        for spot, made in zip(self.part.spots, self.inputs, strict=True):
            if spot.path == path:
                made.setFocus()
                return
        (self.inputs[0] if self.inputs else self).setFocus()

    # --- what a person does ---------------------------------------------------------------------------------------------

    def _typed(self, n: int) -> None:
        made = self.inputs[n]
        assert isinstance(made, TokenText)
        self.changed.emit(self.part.spots[n].path, made.wording())

    def _number(self, n: int, value: int) -> None:
        may_be_empty = self.part.spots[n].path[0] == "fields"
        self.changed.emit(self.part.spots[n].path, "" if may_be_empty and not value else str(value))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.take_focus()


def _laws(topic: str) -> str:
    if not topic:
        return ""
    cited = [f"– {basis.text}" for basis in bases_on(topic, clock.today())]
    return "\n".join(cited) or _("none in force today")
