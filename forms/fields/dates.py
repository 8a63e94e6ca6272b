"""Dates typed freely, with a calendar when one asks for it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QVBoxLayout, QWidget

from forms.fields import values
from forms.fields.base import register, tip
from forms.fields.texts import LineInput
from forms.spec import Surroundings
from models import clock
from models.catalogue.kinds import Field
from models.dates import read_date
from resources.i18n import _, language


class CalendarPopup(QWidget):
    """A month to choose a day from; Enter or a click takes it, Esc closes."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget(self)
        vietnamese = QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam)
        self.calendar.setLocale(vietnamese if language() == "vi" else QLocale(QLocale.Language.English))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setAccessibleName(_("Calendar"))
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.calendar)
        self.calendar.installEventFilter(self)

    def _take(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes without taking."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.close()
            return True
        return super().eventFilter(watched, event)


class _DayInput(LineInput):
    """What typed dates have in common: tidy on leaving, calendar on F4 or Alt+Down."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        icon = around.icon("calendar")
        if not icon.isNull():
            opener = self.edit.addAction(icon, self.edit.ActionPosition.TrailingPosition)
            tip(opener, _("Calendar (F4)"))
            opener.triggered.connect(self.open_calendar)
        self.edit.installEventFilter(self)

    def handles_key(self, event: QKeyEvent) -> bool:
        """F4 and Alt+Down open the calendar."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_F4 or (event.key() == Qt.Key.Key_Down and alt):
            self.open_calendar()
            return True
        return False

    def open_calendar(self) -> None:
        """The month of what is typed, or this month."""
        if self.edit.isReadOnly():
            return
        day = read_date(self.edit.text()) or clock.today()
        popup = CalendarPopup(self)
        popup.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        popup.picked.connect(self._picked)
        popup.move(self.edit.mapToGlobal(QPoint(0, self.edit.height())))
        popup.show()
        popup.calendar.setFocus()

    def _picked(self, day: date) -> None:
        self.edit.setText(values.show_date(day.isoformat()))
        self.edited.emit()
        self.taken.emit()

    def leave(self) -> None:
        """12/3/18 becomes 12/03/2018; what is no date stays as typed."""
        shown = values.show(self.spec, self.value())
        if shown != self.edit.text() and not self.edit.isReadOnly():
            self.edit.setText(shown)


@register("date")
class DateInput(_DayInput):
    """A day."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        self.edit.setPlaceholderText(_("dd/mm/yyyy"))


@register("partial_date")
class PartialDateInput(_DayInput):
    """A day, a month or a year, as far as known."""

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        self.edit.setPlaceholderText(_("day, month or year"))
