"""Taking number and date for a signed letter: says in figures and names what issuing will do, then does it in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from models import clock
from models.catalogue.kinds import kinds
from models.catalogue.letter_kinds import letter_kinds
from models.catalogue.lists import label as list_label
from models.catalogue.workflows import workflows
from models.errors import OfficeError
from models.letters import composing
from models.reading.dossiers import dossier_row
from models.reading.letters import letter_detail, number_text
from models.reading.registers import registers
from models.settings import COMMITTEE
from models.work.letter_facts import Source, letter_facts
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

STEP_OF = {
    "submission": "submission_issued",
    "decision": "decision_issued",
}  # which guard an issued letter satisfies


@dataclass(frozen=True, slots=True)
class Plan:
    """What issuing a letter would do: its register with the last number, and the dossier's next state ("" for none)."""

    letter_id: int
    title: str
    register: str
    is_external: bool
    has_number: bool
    last: int
    last_on: date | None
    symbol: str
    reference: str
    next_state: str


def plan(read: Reading, letter_id: int, on: date) -> Plan:
    """The plan for issuing on a day. Raises OfficeError("gone")."""
    detail = letter_detail(read, letter_id)
    if detail is None:
        raise OfficeError("gone")
    row, spec = detail.row, letter_kinds()[detail.row.kind]
    facts = letter_facts(read, spec, Source(row.dossier_id, detail.fields, detail.about))
    code = composing.register(spec, facts)
    known = next((r for r in registers(read, on.year) if r.code == code), None)
    title = " ".join(x for x in (row.type_name, row.subject) if x) if row.subject else str(spec.label)
    return Plan(
        letter_id, title, known.name if known else list_label("registers", code), bool(code and code.startswith(COMMITTEE)), bool(code),
        known.last if known else 0, known.last_on if known else None, composing.symbol(spec, facts) if spec.symbol else "",
        row.reference, _next_state(read, row.dossier_id, row.kind),
    )  # fmt: skip


def _next_state(read: Reading, dossier_id: int | None, letter_kind: str) -> str:
    row = dossier_row(read, dossier_id) if dossier_id is not None else None
    if row is None:
        return ""
    kind = kinds()[row.kind]
    guards = {guard for occasion, guard in STEP_OF.items() if kind.letters.get(occasion) == letter_kind}
    steps = workflows()[kind.workflow].steps_from(row.state)
    return next((t.to for t in steps if guards & set(t.guards)), "")


class IssueDialog(Asking):
    """The clerk's act after the signature. ``issued`` carries what was issued."""

    issued = Signal(object)

    def __init__(self, parent: QWidget, desk: Desk, found: Plan) -> None:
        super().__init__(parent, desk, _("Number and issue"), _("Issue"), width=520)
        self._plan = found
        self.body.addWidget(label(found.title, wrap=True))
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

    def _tell(self) -> None:
        found, on = self._plan, self.on.date
        self.verb.setEnabled(on is not None and (not found.is_external or bool(self.wanted)))
        if on is None:
            self.says.setText(_("Write the day as 12/3/2018."))
            return
        lines: list[str] = []
        if found.has_number:
            number = self.wanted if found.is_external else found.last + 1
            lines.append(
                _("The letter gets number {number} of {day} in the register “{register}”.").format(
                    number=number_text(number, found.symbol) or "…", day=day(on), register=found.register
                )
            )
            if found.last and found.last_on:
                lines.append(_("The last one there is {number} of {day}.").format(
                    number=number_text(found.last, found.symbol), day=day(found.last_on)))  # fmt: skip
        if found.next_state:
            lines.append(_("Dossier {reference} goes on to “{state}”.").format(
                reference=found.reference, state=state_words(found.next_state)))  # fmt: skip
        lines.append(_("An issued letter cannot be changed any more; it can only be voided with a reason."))
        self.says.setText("\n".join(lines))

    def act(self) -> None:
        from models.work.letters import issue

        found, on, number, by = self._plan, self.on.date, self.wanted, self.desk.actor
        self.perform(lambda store: issue(store, found.letter_id, by=by, on=on, number=number), self._done)

    def _done(self, answer: Issued) -> None:
        self.issued.emit(answer)
