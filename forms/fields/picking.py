"""Picking from what fits a few typed letters: a line with a list below it that never takes the keyboard.

The list is a child of the window, not a popup window: the keyboard and the input method stay with the line, so UniKey and
other Vietnamese typing work undisturbed. Nothing is ever completed inside the line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from forms.fields import values
from forms.fields.base import tip
from forms.fields.texts import LineInput
from forms.spec import Match, Matches, Surroundings
from models.catalogue.kinds import Field
from models.draft import Value
from models.text import fold
from resources.i18n import _

_DETAIL = Qt.ItemDataRole.UserRole + 1
_ROWS = 8


class _TwoLines(QStyledItemDelegate):
    """A name with its detail in small type below."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Background by the style, then the two lines as plain text."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        pal = option.palette
        painter.save()
        painter.fillRect(option.rect, pal.highlight() if chosen else pal.base())
        box = option.rect.adjusted(8, 4, -8, -4)
        painter.setPen(pal.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text))
        line = option.fontMetrics.height()
        fit = option.fontMetrics.elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top(), box.width(), line), Qt.AlignmentFlag.AlignVCenter, fit)
        detail = str(index.data(_DETAIL) or "")
        if detail:
            font = painter.font()
            font.setPointSizeF(max(font.pointSizeF() * 0.9, 6.0))
            painter.setFont(font)
            if not chosen:
                ink = QColor(pal.color(QPalette.ColorRole.Text))
                ink.setAlphaF(0.72)
                painter.setPen(ink)
            below = QRect(box.left(), box.top() + line, box.width(), painter.fontMetrics().height())
            fit = painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, fit)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One or two lines with 4 px around."""
        lines = 1.9 if index.data(_DETAIL) else 1
        return QSize(200, int(option.fontMetrics.height() * lines) + 8)


class MatchList(QListWidget):
    """The list below the line; a row of the mouse takes it, the keyboard stays in the line."""

    taken = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setItemDelegate(_TwoLines(self))
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Suggestions"))
        self.itemClicked.connect(self._clicked)
        self.hide()

    def _clicked(self, item: QListWidgetItem) -> None:
        self.taken.emit(self.row(item))

    def fill(self, rows: Matches, current: int) -> None:
        """Shows *rows*; *current* is highlighted."""
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.label)
            item.setData(_DETAIL, row.detail)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{row.label}, {row.detail}" if row.detail else row.label
            )
            self.addItem(item)
        self.setCurrentRow(current)

    def stand_below(self, line: QWidget) -> None:
        """Below the line where there is room, else above it."""
        window = cast("QWidget", self.parentWidget())
        top_left = line.mapTo(window, QPoint(0, 0))
        wanted = (
            sum(self.sizeHintForRow(n) for n in range(min(self.count(), _ROWS))) + 2 * self.frameWidth() + 2
        )
        below = window.height() - top_left.y() - line.height() - 4
        above = top_left.y() - 4
        height = min(wanted, max(below, above) if below < wanted else wanted)
        width = min(max(line.width(), 340), window.width() - 8)
        left = max(4, min(top_left.x(), window.width() - width - 4))
        y = top_left.y() + line.height() if below >= height else top_left.y() - height
        self.setGeometry(left, y, width, height)
        self.raise_()
        self.show()


class PickInput(LineInput):
    """A line that offers matches. *free* inputs take any text; the others want an entry of their list.

    Typing asks after a short pause; F4 or Alt+Down shows the whole list. Enter takes the highlighted row; Tab leaves what was
    typed (free) or takes the highlighted row (closed list); Esc closes the list first.
    """

    free = False
    new_words = ""  # what stands under the row that keeps the typed words
    pause = 90  # milliseconds between the last key and the question

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spec, around, parent)
        self._matches: list[Match] = []
        self._list: MatchList | None = None
        self._asked = 0
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(self.pause)
        self._wait.timeout.connect(lambda: self._search(self.edit.text()))
        icon = around.icon("chevron-down")
        if not icon.isNull():
            opener = self.edit.addAction(icon, self.edit.ActionPosition.TrailingPosition)
            tip(opener, _("Show the list (F4)"))
            opener.triggered.connect(self.open_list)
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._wait_to_ask)

    def _wait_to_ask(self, _text: str) -> None:
        self._wait.start()

    # what a sort of picking differs in

    def ask(self, text: str, then: Callable[[Matches], None]) -> None:
        """Answers *then* with what fits *text*; all there is when *text* is empty."""
        raise NotImplementedError

    def offers(self, text: str, found: Matches) -> list[Match]:
        """The rows to show for what was found."""
        return list(found)

    def values_of(self, match: Match) -> dict[str, Value]:
        """What taking a match fills in besides the field itself."""
        return {}

    # the list

    def _search(self, text: str) -> None:
        self._asked += 1
        mine = self._asked

        def answered(found: Matches) -> None:
            if mine == self._asked and self.edit.hasFocus() and not self.edit.isReadOnly():
                self._show(self.offers(text, found), text)

        self.ask(text, answered)

    def open_list(self) -> None:
        """All entries, whatever stands in the line."""
        if not self.edit.isReadOnly():
            self.edit.setFocus()
            self._search("")

    def _show(self, rows: list[Match], text: str) -> None:
        self._matches = rows
        if not rows:
            self.close_list()
            return
        if self._list is None or self._list.parentWidget() is not self.window():
            self._list = MatchList(self.window())
            self._list.taken.connect(self._take)
            self.destroyed.connect(self._list.deleteLater)
            for area in self._areas():
                area.verticalScrollBar().valueChanged.connect(self.close_list)
                area.horizontalScrollBar().valueChanged.connect(self.close_list)
        here = fold(text or self.edit.text())
        known = (
            n
            for n, m in enumerate(rows)
            if fold(m.label) == here and (m.detail != self.new_words or not m.detail)
        )
        at = next(known, 0)
        self._list.fill(rows, at)
        self._list.stand_below(self)

    def _areas(self) -> list[QAbstractScrollArea]:
        found: list[QAbstractScrollArea] = []
        up = self.parentWidget()
        while up is not None:
            if isinstance(up, QAbstractScrollArea):
                found.append(up)
            up = up.parentWidget()
        return found

    def is_open(self) -> bool:
        """Whether the list is on screen."""
        return self._list is not None and self._list.isVisible()

    def close_list(self) -> None:
        """Puts the list away; a late answer no longer opens it."""
        self._asked += 1
        self._wait.stop()
        if self._list is not None:
            self._list.hide()

    def _take(self, row: int) -> None:
        if not 0 <= row < len(self._matches):
            return
        match = self._matches[row]
        self.close_list()
        self.edit.setText(match.label)
        self.companions = self.values_of(match)
        self.edited.emit()
        self.taken.emit()

    def handles_key(self, event: QKeyEvent) -> bool:
        """F4 and Alt+Down open; with the list open the arrows walk, Enter takes, Esc closes."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and alt):
            self.open_list()
            return True
        shown = self._list if self.is_open() else None
        if shown is None:
            return False
        count, row = shown.count(), shown.currentRow()
        match key:
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                shown.setCurrentRow((row + (1 if key == Qt.Key.Key_Down else -1)) % count)
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                shown.setCurrentRow(
                    max(0, min(count - 1, row + (_ROWS if key == Qt.Key.Key_PageDown else -_ROWS)))
                )
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if (
                not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self._take(row)
            case Qt.Key.Key_Escape:
                self.close_list()
            case Qt.Key.Key_Tab if not self.free and self.edit.text().strip():
                self._take(row)
                return False
            case _:
                return False
        return True

    def leave(self) -> None:
        """The list goes with the keyboard."""
        self.close_list()
        if not self.edit.isReadOnly():
            shown = values.show(self.spec, self.value())
            if shown != self.edit.text():
                self.edit.setText(shown)
