"""Who is away and who is here, as spans of days around today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.tables.columns import day
from ui.widgets.figures import Pressable, paint_bar
from ui.widgets.labels import label, tip

BEFORE, AFTER = 7, 14  # days shown around today
ROW = 26
_WORDS = 0.46  # share of the width for the words


@dataclass(frozen=True, slots=True)
class Span:
    """A delegation on its way: *inward* when it comes to us. *key* is what pressing it gives back."""

    words: str
    says: str
    start: date
    end: date
    inward: bool
    key: int


def _scale(width: int, on: date) -> tuple[int, float]:
    """Where the days begin, and how wide one is."""
    left = int(width * _WORDS) + 8
    return left, max(width - left - 8, 1) / (BEFORE + AFTER + 1)


class _Ruler(QWidget):
    """The days above the spans: each Monday, and today."""

    def __init__(self, on: date) -> None:
        super().__init__()
        self._on = on
        self.setFixedHeight(20)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.scaled(self.font(), theme.SMALL))
        left, step = _scale(self.width(), self._on)
        for n in range(BEFORE + AFTER + 1):
            here = self._on + timedelta(days=n - BEFORE)
            is_today = n == BEFORE
            if here.weekday() and not is_today or (not is_today and abs(n - BEFORE) < 3):
                continue
            painter.setPen(theme.qcolour("accent" if is_today else "muted"))
            place = QRect(round(left + (n + 0.5) * step) - 24, 0, 48, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, day(here)[:5])


class SpanLine(Pressable):
    """One delegation: icon of its direction, words, and its days; solid goes out, hatched comes in."""

    def __init__(self, span: Span, on: date) -> None:
        super().__init__()
        self.span, self._on = span, on
        self.setFixedHeight(ROW)
        self.setAccessibleName(span.says)
        tip(self, span.says)

    def sizeHint(self) -> QSize:
        return QSize(400, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        left, step = _scale(self.width(), self._on)
        symbol = "plane-landing" if self.span.inward else "plane-takeoff"
        painter.drawPixmap(
            QPoint(8, (ROW - 16) // 2), icons.pixmap(symbol, 16, "muted", self.devicePixelRatioF())
        )
        self.write(painter, QRect(32, 0, left - 40, ROW), self.span.words)
        first = max((self.span.start - self._on).days + BEFORE, 0)
        last = min((self.span.end - self._on).days + BEFORE, BEFORE + AFTER)
        bar = QRect(round(left + first * step), 7, max(round((last - first + 1) * step), 3), ROW - 14)
        paint_bar(painter, bar, hatched=self.span.inward)
        painter.setPen(QPen(theme.qcolour("accent"), 1, Qt.PenStyle.DashLine))
        today = round(left + (BEFORE + 0.5) * step)
        painter.drawLine(today, 0, today, ROW)


class Timeline(QWidget):
    """The spans of the day. ``opened`` carries the key of the one that was pressed."""

    opened = Signal(int)

    def __init__(self, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._empty = empty
        self.lines: list[SpanLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_spans(self, spans: Sequence[Span], on: date) -> None:
        """Shows these spans around the day *on*."""
        while item := self._column.takeAt(0):
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self.lines = [SpanLine(span, on) for span in spans]
        if spans:
            self._column.addWidget(_Ruler(on))
        else:
            self._column.addWidget(label(self._empty, "empty", wrap=True))
        for line in self.lines:
            line.clicked.connect(lambda _checked=False, key=line.span.key: self.opened.emit(key))
            self._column.addWidget(line)
        self._column.addStretch(1)
