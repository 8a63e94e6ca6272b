"""Figures that open what they count: a big one on a card, a line beside last year's, a bar among others.

Each is a button: Tab reaches it, Up and Down walk among neighbours, Enter opens. Its number, its words and its hint are its
accessible name, so that nothing is said by colour or length alone.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import icons, theme
from ui.widgets.labels import tip

LINE = 26  # height of a line or bar
_VCENTRE = Qt.AlignmentFlag.AlignVCenter
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def grouped(number: int) -> str:
    """A whole number as the language of the interface groups it ("1.024")."""
    return QLocale().toString(number)


def signed(number: int) -> str:
    """A difference with its sign; "=" for none."""
    return "=" if not number else ("+" if number > 0 else "−") + grouped(abs(number))


class Pressable(QAbstractButton):
    """Something painted that can be pressed: hover, focus ring, Enter, and the arrow keys to its neighbours."""

    radius = 4

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paint_ground(self, painter: QPainter, surface: str = "", edge: str = "") -> None:
        """Paints the ground in its state; *surface* and *edge* are words of the theme, empty for none."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = "hover" if self.isEnabled() and (self.underMouse() or self.isDown()) else surface
        painter.setPen(QPen(theme.qcolour(edge)) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(theme.qcolour(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground or edge:
            painter.drawRoundedRect(area, self.radius, self.radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.qcolour("accent"), 2))
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), self.radius, self.radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def write(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        *,
        colour: str = "text",
        right: bool = False,
        font: QFont | None = None,
    ) -> None:
        """One line of text, shortened to its area."""
        painter.setFont(font or self.font())
        painter.setPen(theme.qcolour(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, side | _VCENTRE, shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif step := _STEPS.get(Qt.Key(event.key())):
            self.focusNextPrevChild(step > 0)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            enabled = self.isEnabled()
            self.setCursor(Qt.CursorShape.PointingHandCursor if enabled else Qt.CursorShape.ArrowCursor)


class BigFigure(Pressable):
    """A number on a card: what waits. *meaning* colours it only while there is something (its icon says it too)."""

    radius = 6

    def __init__(self, words: str, icon: str, meaning: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._icon, self._meaning = words, icon, meaning
        self._number = "…"
        self._value = 0
        self.setFixedHeight(68)
        self.setAccessibleName(words)

    def show_value(self, value: int, hint: str = "") -> None:
        """Shows the number; *hint* is the tooltip."""
        self._value, self._number = value, grouped(value)
        self.setAccessibleName(f"{self._words}: {self._number}")
        tip(self, hint)
        self.update()

    @property
    def value(self) -> int:
        """The number shown."""
        return self._value

    def sizeHint(self) -> QSize:
        return QSize(180, 68)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter, "surface", "line")
        colour = self._meaning if self._value else "muted"
        symbol = icons.pixmap(self._icon, 24, colour, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(14, (self.height() - 24) // 2), symbol)
        font = theme.scaled(self.font(), 1.9, bold=True)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(self._number)
        number = QRect(52, 0, width + 4, self.height())
        self.write(painter, number, self._number, colour=colour if self._value else "text", font=font)
        rest = QRect(number.right() + 10, 0, self.width() - number.right() - 20, self.height())
        painter.setFont(self.font())
        painter.setPen(theme.qcolour("text"))
        painter.drawText(rest, int(_VCENTRE | Qt.TextFlag.TextWordWrap), self._words)


class FigureLine(Pressable):
    """A figure of the year: words, this period, the same period of the year before, the difference."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._value, self._before = words, 0, 0
        self.setFixedHeight(32)
        self.setAccessibleName(words)

    def show_values(self, value: int, before: int, says: str) -> None:
        """Shows both numbers; *says* is the whole sentence for tooltip and screen reader."""
        self._value, self._before = value, before
        self.setAccessibleName(says)
        tip(self, says)
        self.update()

    @property
    def value(self) -> int:
        """The number of this period."""
        return self._value

    def sizeHint(self) -> QSize:
        return QSize(320, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        areas = columns_of(self.rect(), 3)
        self.write(painter, areas[0], self._words)
        self.write(
            painter,
            areas[1],
            grouped(self._value),
            right=True,
            font=theme.scaled(self.font(), 1.2, bold=True),
        )
        self.write(painter, areas[2], grouped(self._before), right=True, colour="muted")
        self.write(painter, areas[3], signed(self._value - self._before), right=True, colour="muted")


def columns_of(area: QRect, count: int, width: int = 74) -> list[QRect]:
    """Words to the left, then *count* columns of numbers to the right."""
    inner = area.adjusted(8, 0, -8, 0)
    words = QRect(inner.left(), inner.top(), max(inner.width() - count * width - 8, 40), inner.height())
    left = inner.right() + 1 - count * width
    return [words, *(QRect(left + n * width, inner.top(), width, inner.height()) for n in range(count))]


class BarLine(Pressable):
    """A bar among others: words, the bar with its outline, the numbers. Readable without colour."""

    def __init__(
        self, words: str, values: tuple[int, ...], most: int, hint: str = "", parent: QWidget | None = None
    ) -> None:
        """The bar shows the first of *values* against *most*; the numbers stand to its right."""
        super().__init__(parent)
        self._words, self.values, self._most = words, values, max(most, 1)
        self.setFixedHeight(LINE)
        said = ", ".join(grouped(v) for v in values)
        self.setAccessibleName(f"{words}: {hint or said}")
        tip(self, f"{words}: {hint}" if hint else "")
        self.label_part, self.number_width, self.is_drawn = 0.36, 56, True

    @property
    def words(self) -> str:
        """What it is about."""
        return self._words

    def sizeHint(self) -> QSize:
        return QSize(300, LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        inner = self.rect().adjusted(8, 0, -8, 0)
        numbers = len(self.values) * self.number_width
        part = self.label_part if self.is_drawn else 1
        words = QRect(
            inner.left(), 0, int((inner.width() - (0 if self.is_drawn else numbers)) * part), self.height()
        )
        self.write(painter, words, self._words, colour="text" if self.isEnabled() else "muted")
        if self.is_drawn:
            room = inner.right() + 1 - numbers - words.right() - 16
            length = max(round(room * self.values[0] / self._most), 2 if self.values[0] else 0)
            paint_bar(painter, QRect(words.right() + 8, (LINE - 13) // 2, length, 13))
        for n, value in enumerate(self.values):
            place = QRect(
                inner.right() + 1 - numbers + n * self.number_width, 0, self.number_width, self.height()
            )
            bold = theme.scaled(self.font(), 1.0, bold=not n)
            self.write(painter, place, grouped(value), right=True, font=bold, colour="muted" if n else "text")


def paint_bar(painter: QPainter, area: QRect, *, hatched: bool = False) -> None:
    """A bar with an outline, solid or hatched, so that it can be told on paper."""
    if area.width() <= 0:
        return
    painter.setPen(QPen(theme.qcolour("accent")))
    painter.setBrush(theme.qcolour("accent_soft"))
    painter.drawRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5))
    if hatched:
        soft = QColor(theme.qcolour("accent"))
        soft.setAlpha(130)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.setBrush(Qt.BrushStyle.BDiagPattern)
        painter.fillRect(area.adjusted(1, 1, -1, -1), painter.brush())
    painter.setBrush(Qt.BrushStyle.NoBrush)
