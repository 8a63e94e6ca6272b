"""Taking number and date for a signed letter: says in figures and names what issuing will do, then does it in one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from models import clock
from models.catalogue.letter_kinds import letter_kinds
from models.catalogue.lists import label as list_label
from models.errors import OfficeError
from models.letters import composing
from models.reading.letters import letter_detail, number_text
from models.reading.registers import OpenReservation, RegisterInfo, open_reservations, registers
from models.settings import COMMITTEE
from models.work.letter_facts import Source, letter_facts
from models.work.letter_steps import next_state
from models.work.numbering import register_code
from resources.i18n import _
from ui.dialogs.asking import Asking
from ui.tables.columns import day
from ui.widgets.date_field import DateField
from ui.widgets.labels import label
from ui.widgets.state_chip import state_words

if TYPE_CHECKING:
    from models.store.units import Reading
    from models.work.letters import Issued
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Plan:
    """What issuing a letter would do: its register in the years it may be dated in, numbers set aside there, and the dossier's
    next state ("" for none)."""

    letter_id: int
    title: str
    register: str
    is_external: bool
    has_number: bool
    years: Mapping[int, RegisterInfo]
    reserved: tuple[OpenReservation, ...]
    symbol: str
    reference: str
    next_state: str


def plan(read: Reading, letter_id: int, on: date) -> Plan:
    """The plan for issuing on a day. Raises OfficeError("gone")."""
    detail = letter_detail(read, letter_id)
    if detail is None:
        raise OfficeError("gone")
    row, spec = detail.row, letter_kinds()[detail.row.kind]
    facts = letter_facts(read, spec, Source(row.dossier_id, detail.fields, detail.about, row.earlier_id))
    code = register_code(read, spec, facts, on)
    found = (next((r for r in registers(read, y) if r.code == code), None) for y in (on.year, on.year - 1))
    years = {info.year: info for info in found if info is not None}
    known = next(iter(years.values()), None)
    reserved = open_reservations(read, known.id) if known else ()
    title = " ".join(x for x in (row.type_name, row.subject) if x) if row.subject else str(spec.label)
    return Plan(
        letter_id, title, known.name if known else list_label("registers", code),
        known.is_external if known else code.startswith(COMMITTEE), bool(code),
        years, reserved, composing.symbol(spec, facts) if spec.symbol else "",
        row.reference, next_state(read, letter_id),
    )  # fmt: skip


class IssueDialog(Asking):
    """The clerk's act after the signature. ``issued`` carries what was issued."""

    issued = Signal(object)

    def __init__(self, parent: QWidget, desk: Desk, found: Plan) -> None:
        super().__init__(parent, desk, _("Number and issue"), _("Issue"), width=520)
        self._plan = found
        self.body.addWidget(label(found.title, wrap=True))
        self.choice = QComboBox()
        self.choice.addItem(_("the next number"))
        for kept in found.reserved:
            words = _("reserved: {number} of {day}, {why}")
            self.choice.addItem(words.format(number=f"{kept.number:02d}", day=day(kept.on), why=kept.why))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.currentIndexChanged.connect(self._choose)
        if found.reserved:
            self.field(_("Number"), self.choice)
        self.on = DateField(_("Date of the letter"), clock.today())
        self.on.changed.connect(self._tell)
        self.field(_("Date of the letter") + " *", self.on)
        self.number = QSpinBox()
        self.number.setRange(0, 99_999)
        self.number.setSpecialValueText("…")
        self.number.valueChanged.connect(lambda _value: self._tell())
        self.number.setVisible(found.is_external)
        if found.is_external:
            self.field(_("Number that the other body gave") + " *", self.number)
        self._tell()
        (self.number if found.is_external else self.on).setFocus()

    @property
    def wanted(self) -> int | None:
        """The number given by another body; None where our register counts."""
        return self.number.value() or None if self._plan.is_external else None

    @property
    def kept(self) -> OpenReservation | None:
        """The reserved number that is chosen; None for the next one."""
        at = self.choice.currentIndex()
        return self._plan.reserved[at - 1] if at > 0 else None

    def _choose(self) -> None:
        """A reserved number brings its own day."""
        self.on.setText(day(self.kept.on if self.kept else clock.today()))
        self.on.setReadOnly(self.kept is not None)
        self._tell()

    def _tell(self) -> None:
        found, on = self._plan, self.on.date
        info = found.years.get(on.year) if on else None
        is_closed = info is not None and info.closed_on is not None
        has_number = not found.is_external or bool(self.wanted)
        self.verb.setEnabled(on is not None and has_number and not is_closed)
        if on is None:
            self.says.setText(_("Write the day as 12/3/2018."))
            return
        if info is not None and info.closed_on is not None:
            words = _("“{register}” of {year} was closed on {day}: no number of that year is given any more.")
            self.says.setText(words.format(register=found.register, year=info.year, day=day(info.closed_on)))
            return
        lines = self._number_words(on, info) if found.has_number else []
        if found.next_state:
            lines.append(_("Dossier {reference} goes on to “{state}”.").format(
                reference=found.reference, state=state_words(found.next_state)))  # fmt: skip
        lines.append(_("An issued letter cannot be changed any more; it can only be voided with a reason."))
        self.says.setText("\n".join(lines))

    def _number_words(self, on: date, info: RegisterInfo | None) -> list[str]:
        """Which number the letter gets, and which one was the last."""
        found = self._plan
        last = info.last if info else 0
        number = self.kept.number if self.kept else self.wanted if found.is_external else last + 1
        lines = [
            _("The letter gets number {number} of {day} in the register “{register}”.").format(
                number=number_text(number, found.symbol) or "…", day=day(on), register=found.register
            )
        ]
        if last and info is not None and info.last_on:
            lines.append(_("The last one there is {number} of {day}.").format(
                number=number_text(last, found.symbol), day=day(info.last_on)))  # fmt: skip
        return lines

    def act(self) -> None:
        from models.work.letters import issue

        found, on, number, by = self._plan, self.on.date, self.wanted, self.desk.actor
        reserved_id = self.kept.id if self.kept else None
        self.perform(
            lambda store: issue(store, found.letter_id, by=by, on=on, number=number, reserved_id=reserved_id),
            self._done,
        )

    def _done(self, answer: Issued) -> None:
        self.issued.emit(answer)
