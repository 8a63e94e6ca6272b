"""Dialogs about a register: set a number aside, take over the paper book, close a year, name a series, say what counts where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from models import clock
from models.catalogue.letter_kinds import letter_kinds
from models.reading.registers import RegisterInfo, RegisterLine
from models.settings import COMMITTEE
from resources.i18n import _, ngettext
from ui.dialogs.asking import Asking
from ui.tables.columns import day
from ui.widgets.date_field import DateField
from ui.widgets.labels import caption, label
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.work.closing import Closed
    from models.work.registers import Reserved
    from ui.desk import Desk

Said = Callable[[str], None]  # told when the act was done, in words for the status line
LONGEST = 500


class ReserveDialog(Asking):
    """Sets the next number aside for a letter to come."""

    def __init__(self, parent: QWidget, desk: Desk, register: RegisterInfo, said: Said) -> None:
        super().__init__(parent, desk, _("Set a number aside"), _("Set aside"), width=520)
        self._register, self._said = register, said
        self.why = QLineEdit()
        self.why.setMaxLength(LONGEST)
        self.why.textChanged.connect(lambda _text: self._tell())
        self.field(_("For which letter, for whom") + " *", self.why)
        self.on = DateField(_("Date of the letter"), clock.today())
        self.on.changed.connect(self._tell)
        self.field(_("Date of the letter") + " *", self.on)
        self._tell()

    def _tell(self) -> None:
        on, info = self.on.date, self._register
        self.verb.setEnabled(on is not None and bool(self.why.text().strip()))
        if on is None:
            self.says.setText(_("Write the day as 12/3/2018."))
            return
        number = f"{info.last + 1:02d}" if on.year == info.year else "…"
        words = _(
            "Number {number} of “{register}” is kept for a letter dated {day}. It stands in the book at once; if it is not"
            " needed, release it with a reason."
        )
        self.says.setText(words.format(number=number, register=info.name, day=day(on)))

    def act(self) -> None:
        from models.work.registers import reserve_number

        on, why, by, rid = self.on.date, self.why.text(), self.desk.actor, self._register.id
        self.perform(lambda store: reserve_number(store, rid, why, by=by, on=on), self._done)

    def _done(self, kept: Reserved) -> None:
        self._said(
            _("Number {number} of {day} is set aside.").format(number=f"{kept.number:02d}", day=day(kept.on))
        )


class BeginDialog(Asking):
    """Takes over where the book on paper ended, once in a year."""

    def __init__(self, parent: QWidget, desk: Desk, register: RegisterInfo, said: Said) -> None:
        super().__init__(parent, desk, _("Last number of the paper book"), _("Take over"), width=520)
        self._register, self._said = register, said
        self.last = QSpinBox()
        self.last.setRange(1, 99_999)
        self.last.valueChanged.connect(lambda _value: self._tell())
        self.field(_("Last number of the paper book") + " *", self.last)
        self.on = DateField(_("Day of that number"), clock.today())
        self.on.changed.connect(self._tell)
        self.field(_("Day of that number") + " *", self.on)
        self._tell()
        self.last.setFocus()
        self.last.selectAll()

    def _tell(self) -> None:
        on = self.on.date
        self.verb.setEnabled(on is not None)
        if on is None:
            self.says.setText(_("Write the day as 12/3/2018."))
            return
        words = _(
            "Numbers 01 to {last} of {year} stand in the book on paper; “{register}” goes on with {next}. This is said once"
            " and cannot be changed."
        )
        last = self.last.value()
        self.says.setText(
            words.format(
                last=f"{last:02d}", year=on.year, register=self._register.name, next=f"{last + 1:02d}"
            )
        )

    def act(self) -> None:
        from models.work.registers import begin_register

        on, last, by, rid = self.on.date, self.last.value(), self.desk.actor, self._register.id
        assert on is not None  # the verb is off without a day
        words = _("The register goes on after number {last} of the paper book.").format(last=f"{last:02d}")
        self.perform(
            lambda store: begin_register(store, rid, last, on, by=by), lambda _answer: self._said(words)
        )


class CloseDialog(Asking):
    """Closes a register of a year; a reason is asked for before 31 December."""

    def __init__(
        self, parent: QWidget, desk: Desk, register: RegisterInfo, lines: Sequence[RegisterLine], said: Said
    ) -> None:
        super().__init__(parent, desk, _("Close the register"), _("Close the register"), width=560)
        self._register, self._said = register, said
        self._is_early = clock.today() < date(register.year, 12, 31)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setAccessibleName(_("Reason for closing before 31 December"))
        self.reason.setFixedHeight(72)
        self.reason.textChanged.connect(self._check)
        voided = sum(x.state == "void" for x in lines)
        words = _(
            "“{register}” of {year} is closed at number {last} ({n} voided). No number of {year} is given in it any more. The"
            " book is printed with its closing page and kept as it is."
        )
        said_so = [
            words.format(register=register.name, year=register.year, last=f"{register.last:02d}", n=voided)
        ]
        open_ones = [f"{x.number:02d}" for x in lines if x.state == "reserved"]
        if open_ones:
            asked = _("Still set aside: {numbers}. Use or release them first.")
            said_so.append(asked.format(numbers=", ".join(open_ones)))
        if self._is_early:
            self.field(_("Reason for closing before 31 December") + " *", self.reason)
        else:
            self.reason.setParent(self)
            self.reason.hide()
        self._is_free = not open_ones and bool(lines)
        self.says.setText("\n".join(said_so))
        self._check()

    def _check(self) -> None:
        has_reason = not self._is_early or bool(self.reason.toPlainText().strip())
        self.verb.setEnabled(self._is_free and has_reason)

    def act(self) -> None:
        from models.work.closing import close_register

        info, by, reason = self._register, self.desk.actor, self.reason.toPlainText()
        self.perform(
            lambda store: close_register(store, info.id, info.year, by=by, reason=reason), self._done
        )

    def _done(self, closed: Closed) -> None:
        words = ngettext("Closed with {n} number.", "Closed with {n} numbers.", closed.given)
        self._said(words.format(n=closed.given))


class NameDialog(Asking):
    """Renames a register, or adds a series."""

    def __init__(self, parent: QWidget, desk: Desk, register: RegisterInfo | None, said: Said) -> None:
        title = _("Rename the register") if register else _("Add a register")
        super().__init__(parent, desk, title, _("Save"), width=520)
        self._register, self._said = register, said
        self.name = QLineEdit(register.name if register else "")
        self.name.setMaxLength(200)
        self.name.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))
        self.field(_("Name of the register") + " *", self.name)
        self.outside = QCheckBox(caption(_("Another body gives its numbers")))
        self.outside.setVisible(register is None)
        self.body.addWidget(self.outside)
        self.says.setText(
            _("Its numbers stay; the new name stands on books printed from now on.")
            if register
            else _(
                "The new series begins with 01. Say under “Which letters count where” what is counted in it."
            )
        )
        self.verb.setEnabled(bool(self.name.text().strip()))

    def act(self) -> None:
        from models.work.registers import add_register, rename_register

        register, name, by, outside = (
            self._register,
            self.name.text(),
            self.desk.actor,
            self.outside.isChecked(),
        )
        words = _("Saved: {name}").format(name=name.strip())
        if register is not None:
            self.perform(
                lambda store: rename_register(store, register.id, name, by=by), lambda _a: self._said(words)
            )
        else:
            self.perform(
                lambda store: add_register(store, name, by=by, is_external=outside),
                lambda _a: self._said(words),
            )


class SeriesDialog(Asking):
    """Which kinds of letter count in which register of our own; one button counts them all in one."""

    GENERAL = "general"

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        registers: Sequence[RegisterInfo],
        now: Mapping[str, str],
        said: Said,
    ) -> None:
        super().__init__(parent, desk, _("Which letters count where"), _("Save"), width=640)
        from models.catalogue.lists import items

        self._said = said
        names = {code: str(item.label) for code, item in items("registers").items()}
        names |= {r.code: r.name for r in registers if not r.is_external}
        names = {c: n for c, n in names.items() if not c.startswith(COMMITTEE) and c != "arrivals"}
        self.boxes: dict[str, QComboBox] = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setColumnStretch(0, 1)
        kinds = [k for k in letter_kinds().values() if k.register]
        for row, kind in enumerate(sorted(kinds, key=lambda k: str(k.label))):
            box = self.boxes[kind.code] = QComboBox()
            box.setAccessibleName(str(kind.label))
            for code, name in names.items():
                box.addItem(name, code)
            box.setCurrentIndex(max(box.findData(now.get(kind.code, kind.register)), 0))
            grid.addWidget(label(str(kind.label), wrap=True, buddy=box), row, 0)
            grid.addWidget(box, row, 1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setMinimumHeight(320)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("Which letters count where"))
        self.body.addWidget(scroll)
        one = foot_button(
            _("All in one general series"),
            self.count_together,
            hint=_("Every letter of ours in one register"),
        )
        self.body.addWidget(one, alignment=Qt.AlignmentFlag.AlignLeft)
        self.says.setText(
            _(
                "This counts from today on; numbers that were given stay where they are. The head of the office decides it."
            )
        )

    def count_together(self) -> None:
        """Chooses the general series for every kind."""
        for box in self.boxes.values():
            box.setCurrentIndex(box.findData(self.GENERAL))

    def act(self) -> None:
        from models.work.registers import assign_registers

        chosen, by = {code: str(box.currentData()) for code, box in self.boxes.items()}, self.desk.actor
        words = _("Saved: {name}").format(name=_("Which letters count where"))
        self.perform(lambda store: assign_registers(store, chosen, by=by), lambda _answer: self._said(words))
