"""A report has come: the day and a note, then the dossier is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from models import clock
from models.text import nfc
from resources.i18n import _, ngettext
from ui.dialogs.asking import Asking
from ui.widgets.date_field import DateField
from ui.widgets.labels import label

if TYPE_CHECKING:
    from models.reading.owed import OwedRow
    from ui.desk import Desk

LONGEST = 2000  # letters of a note


class ReportDialog(Asking):
    """Records one report. ``recorded`` carries the sentence for the status line."""

    recorded = Signal(str)

    def __init__(self, parent: QWidget, desk: Desk, report: OwedRow) -> None:
        super().__init__(parent, desk, _("Record the report"), _("Record the report"))
        self._report = report
        self.body.addWidget(label(f"{report.reference} · {report.title}", wrap=True))
        self.body.addWidget(label(report.requester, "muted", wrap=True))
        self.received = DateField(_("Received on"), clock.today())
        self.received.changed.connect(self._tell)
        self.field(_("Received on") + " *", self.received)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(80)
        self.field(_("Note (number of the report, what to remember)"), self.note)
        self._tell()
        self.received.setFocus()

    def _tell(self) -> None:
        on = self.received.date
        self.verb.setEnabled(on is not None)
        if on is None:
            self.says.setText(_("Write the day as 12/3/2018."))
            return
        late = (on - self._report.due_on).days
        when = _("on time") if late <= 0 else ngettext("{n} day late", "{n} days late", late).format(n=late)
        self.says.setText(
            _("The report counts as {when}; dossier {reference} is closed then.").format(
                when=when, reference=self._report.reference
            )
        )

    def act(self) -> None:
        from models.work.reports import record_report

        report, on, by = self._report, self.received.date, self.desk.actor
        note = nfc(self.note.toPlainText()).strip()[:LONGEST]
        words = _("The report of {reference} is recorded.").format(reference=report.reference)
        self.perform(
            lambda store: record_report(store, report.id, by=by, received_on=on, note=note),
            lambda _answer: self.recorded.emit(words),
        )
