"""Received papers to fill in, one after the other; to pass on; and to link with the dossier they belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QWidget,
)

from forms.fields_form import FieldsForm
from forms.spec import Surroundings
from models import clock
from models.catalogue.kinds import Field
from models.errors import OfficeError
from resources.i18n import _
from ui.dialogs.asking import Asking
from ui.dialogs.fields_dialog import field
from ui.tables.columns import day
from ui.widgets.date_field import DateField
from ui.widgets.labels import caption, label

if TYPE_CHECKING:
    from models.draft import Value
    from models.reading.arrivals import ArrivalRow, DossierChoice
    from models.work.arrivals import Registered
    from ui.desk import Desk

KEPT = ("receiver", "urgency")  # what the next paper of the same pile has in common with the last one
TALLEST = 450  # pixels of the form in two columns; the dialog stays on a screen of 768
_ID = int(Qt.ItemDataRole.UserRole)


def fields_of(is_new: bool) -> list[Field]:
    """The fields of a received paper; a new one has its day of arrival first, an old one its reply."""
    from models.work.arrivals import TEXTS

    most = {name: length for name, (_label, length) in TEXTS.items()}
    arrived = [field("arrived_on", _("Arrived on"), "date", required=True)] if is_new else []
    later = [field("reply_number", _("Number of the reply"), "line", max_length=most["reply_number"])]
    return [
        *arrived,
        field("sender", _("Sender"), "organisation", required=True, max_length=most["sender"]),
        field("paper_number", _("Number and symbol"), "line", max_length=most["paper_number"]),
        field("paper_on", _("Date of the paper"), "date"),
        field("subject", _("Kind and subject"), "text", required=True, wide=True, max_length=most["subject"]),
        field("receiver", _("Unit or person that receives it"), "line", max_length=most["receiver"]),
        field("due_on", _("To be dealt with by"), "date"),
        field("urgency", _("Urgency"), "choice", list="urgencies", default="normal"),
        field("file_code", _("Code of the file"), "line", max_length=most["file_code"]),
        *([] if is_new else later),
        field("note", _("Remark"), "line", wide=True, max_length=most["note"]),
    ]


class _PaperDialog(Asking):
    """The fields of a paper over the buttons."""

    def __init__(
        self, parent: QWidget, desk: Desk, title: str, verb: str, around: Surroundings, *, is_new: bool
    ) -> None:
        super().__init__(parent, desk, title, verb, width=720)
        self.form = FieldsForm(fields_of(is_new), around)
        self.form.resize(672, TALLEST)  # its fields lie in two columns from the start
        if (column := self.form.layout()) is not None:
            column.setAlignment(self.form.grid, Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidget(self.form)
        scroll.setWidgetResizable(True)
        scroll.setMinimumHeight(TALLEST)
        scroll.setAccessibleName(title)
        self.body.addWidget(scroll, 1)


class NewArrival(_PaperDialog):
    """Registers one paper after the other: the verb registers and empties the form for the next. ``registered`` tells of each."""

    registered = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        around: Surroundings,
        next_number: int,
        *,
        values: Mapping[str, Value] | None = None,
        dossier_id: int | None = None,
    ) -> None:
        """*values* and *dossier_id* come from the dossier that was lodged with the paper; then it is this one paper."""
        words = _("Register") if dossier_id is not None else _("Register, then the next one")
        super().__init__(parent, desk, _("Register a received paper"), words, around, is_new=True)
        self._dossier_id, self._next = dossier_id, next_number
        self._key, self._count = str(uuid4()), 0
        self.anyway = QCheckBox(caption(_("This is another paper; register it all the same")))
        self.anyway.hide()
        self.body.addWidget(self.anyway)
        today = clock.today().isoformat()
        self.form.show_values({"arrived_on": today, "urgency": "normal", **(values or {})})
        self._tell("")
        self.form.focus_field("sender")

    def _tell(self, before: str) -> None:
        words = _("The paper gets arrival number {number}.").format(number=f"{self._next:02d}")
        self.says.setText(" ".join(x for x in (before, words) if x))

    def act(self) -> None:
        from models.work.arrivals import register_arrival

        if not self.form.is_complete():
            self.refuse("")
            return
        values: dict[str, Any] = dict(self.form.values())
        on = _date(values.pop("arrived_on", None))
        by, key, anyway, dossier = self.desk.actor, self._key, self.anyway.isChecked(), self._dossier_id
        self.verb.setEnabled(False)
        self.desk.jobs.do(
            lambda store: register_arrival(
                store, values, by=by, on=on, key=key, anyway=anyway, dossier_id=dossier
            ),
            owner=self,
            then=self._done,
            failed=self._refused,
        )

    def _refused(self, error: OfficeError) -> None:
        self.refuse(error)
        if error.code == "arrival_known":
            self.anyway.show()
            self.anyway.setFocus()

    def _done(self, made: Registered) -> None:
        self.registered.emit(made)
        if self._dossier_id is not None:
            self.accept()
            return
        held = self.form.values()
        self._key, self._next = str(uuid4()), made.number + 1
        self.refusal.hide()
        self.anyway.setChecked(False)
        self.anyway.hide()
        self.verb.setEnabled(True)
        kept = {name: held.get(name) for name in ("arrived_on", *KEPT)}
        self.form.show_values({n: v for n, v in kept.items() if v is not None})
        said = _("Registered: arrival number {number} of {day}.")
        self._tell(said.format(number=f"{made.number:02d}", day=day(made.arrived_on)))
        self.form.focus_field("sender")


def _date(value: object) -> Any:
    from datetime import date

    return date.fromisoformat(str(value)) if value else None


class ChangeArrival(_PaperDialog):
    """Changes what is written about a paper; its number and day of arrival stay."""

    def __init__(
        self, parent: QWidget, desk: Desk, around: Surroundings, row: ArrivalRow, said: Callable[[str], None]
    ) -> None:
        title = _("Arrival number {number} of {day}").format(
            number=f"{row.number:02d}", day=day(row.arrived_on)
        )
        super().__init__(parent, desk, title, _("Save"), around, is_new=False)
        self._row, self._said, self._title = row, said, title
        days = {n: v.isoformat() if (v := getattr(row, n)) else None for n in ("paper_on", "due_on")}
        names = (
            "sender",
            "sender_id",
            "paper_number",
            "subject",
            "receiver",
            "urgency",
            "file_code",
            "reply_number",
            "note",
        )
        self.form.show_values({**{n: getattr(row, n) for n in names}, **days})
        self.says.hide()

    def act(self) -> None:
        from models.work.arrivals import change_arrival

        if not self.form.is_complete():
            self.refuse("")
            return
        changed = {name: now for name, (_was, now) in self.form.changed_fields().items()}
        row, by = self._row, self.desk.actor
        if not changed:
            self.reject()
            return
        words = _("Saved: {name}").format(name=self._title)
        self.perform(
            lambda store: change_arrival(store, row.id, changed, by=by), lambda _a: self._said(words)
        )


class PassOnDialog(Asking):
    """Notes to whom papers go and by when they are to be dealt with."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        rows: Sequence[ArrivalRow],
        receivers: Sequence[str],
        said: Callable[[str], None],
    ) -> None:
        super().__init__(parent, desk, _("Pass on"), _("Pass on"), width=520)
        self._rows, self._said = rows, said
        numbers = ", ".join(f"{r.number:02d}" for r in rows[:12]) + ("…" if len(rows) > 12 else "")
        self.body.addWidget(label(_("Arrival numbers: {numbers}").format(numbers=numbers), wrap=True))
        self.receiver = QComboBox()
        self.receiver.setEditable(True)
        self.receiver.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        with QSignalBlocker(self.receiver):
            self.receiver.addItems(list(receivers))
            own = {r.receiver for r in rows if r.receiver}
            self.receiver.setCurrentText(own.pop() if len(own) == 1 else "")
        if (line := self.receiver.lineEdit()) is not None:
            line.setMaxLength(200)
            line.setAccessibleName(_("Unit or person that receives it"))
        self.field(_("Unit or person that receives it") + " *", self.receiver)
        self.on = DateField(_("Passed on"), clock.today())
        self.field(_("Passed on") + " *", self.on)
        dues = {r.due_on for r in rows}
        self.due = DateField(_("To be dealt with by"), dues.pop() if len(dues) == 1 else None)
        self.field(_("To be dealt with by"), self.due)
        self.says.setText(_("Whoever receives the papers signs for them in the printed register."))
        self.receiver.setFocus()

    def act(self) -> None:
        from models.work.arrivals import pass_on

        on, due, by = self.on.date, self.due.date, self.desk.actor
        receiver, ids = self.receiver.currentText(), [r.id for r in self._rows]
        if on is None or (due is None and self.due.text().strip()):
            self.refuse(_("Write the day as 12/3/2018."))
            return
        words = _("Passed on to {receiver}.").format(receiver=receiver.strip())
        self.perform(
            lambda store: pass_on(store, ids, receiver, by=by, on=on, due_on=due),
            lambda _n: self._said(words),
        )


class LinkDialog(Asking):
    """Chooses the dossier a paper belongs to."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        row: ArrivalRow,
        choices: Sequence[DossierChoice],
        said: Callable[[str], None],
    ) -> None:
        super().__init__(parent, desk, _("Link to a dossier"), _("Link"), width=640)
        self._row, self._said = row, said
        self._choices = [(c.id, f"{c.reference} · {c.title}") for c in choices]
        self.body.addWidget(label(f"{row.number:02d} · {row.sender} · {row.subject}", wrap=True))
        self.words = QLineEdit()
        self.words.setMaxLength(200)
        self.field(_("Find another dossier by its reference or a few words"), self.words)
        self._typing = QTimer(self, interval=200, singleShot=True)
        self._typing.timeout.connect(self._find)
        self.words.textEdited.connect(lambda _text: self._typing.start())
        self.list = QListWidget()
        self.list.setAccessibleName(_("Dossiers"))
        self.list.setMinimumHeight(180)
        self.list.itemActivated.connect(lambda _item: self.act())
        self.body.addWidget(self.list)
        self._show(self._choices)
        (self.list if choices else self.words).setFocus()

    def _find(self) -> None:
        """Looks for what was typed; nothing typed shows the dossiers of the sender again."""
        from models.reading.search import search

        text = self.words.text()
        if not text.strip():
            self._show(self._choices)
            return
        self.desk.jobs.ask(
            lambda read: [(hit.key, hit.title) for hit in search(read, text, 20, ("dossier",))], owner=self, then=self._show,
            outranks="find",
        )  # fmt: skip

    def _show(self, choices: Sequence[tuple[int, str]]) -> None:
        self.list.clear()
        for key, words in choices:
            item = QListWidgetItem(words)
            item.setData(_ID, key)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.verb.setEnabled(bool(choices))
        self.says.setText(
            _("The dossier then carries this arrival number.")
            if choices
            else _("No dossier fits. Look for another, or begin one from the paper.")
        )

    def act(self) -> None:
        from models.work.arrivals import link_arrival

        item = self.list.currentItem()
        if item is None:
            return
        dossier_id, by, row = int(item.data(_ID)), self.desk.actor, self._row
        words = _("Arrival number {number} is linked to {dossier}.").format(
            number=f"{row.number:02d}", dossier=item.text()
        )
        self.perform(
            lambda store: link_arrival(store, row.id, dossier_id, by=by), lambda _answer: self._said(words)
        )
