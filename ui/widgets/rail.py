"""The navigation: pages in groups, collapsible to icons; a badge counts work and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from resources.i18n import _
from ui import actions, icons, theme
from ui.pages import GROUP_LABELS, Group, PageSpec
from ui.widgets.labels import label, tip

WIDE, NARROW = 208, 52


class RailButton(QAbstractButton):
    """One page in the navigation: icon, words, badge."""

    def __init__(self, spec: PageSpec, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = spec.name
        self._words, self._icon, self._key = _(spec.label), spec.icon, key
        self._badge = 0
        self.is_narrow = False
        self.setText(self._words)
        self.setCheckable(True)
        self.setFixedHeight(34)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        tip(self, actions.with_key(self._words, key))
        self.show_badge(0)

    def show_badge(self, count: int) -> None:
        """Shows how much work waits there; 0 shows nothing."""
        self._badge = count
        self.setAccessibleName(f"{self._words}: {count}" if count else self._words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROW - 12, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(0, 1, 0, -1)
        ground = "accent_soft" if self.isChecked() else "hover" if self.underMouse() else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.qcolour(ground))
            painter.drawRoundedRect(area, 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.qcolour("accent"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)
        ratio = self.devicePixelRatioF()
        tint = "accent" if self.isChecked() else "muted"
        painter.drawPixmap(
            10, (self.height() - icons.LARGE) // 2, icons.pixmap(self._icon, icons.LARGE, tint, ratio)
        )
        right = self._paint_badge(painter)
        if not self.is_narrow:
            painter.setFont(theme.scaled(self.font(), 1.0, bold=self.isChecked()))
            painter.setPen(theme.qcolour("text"))
            room = QRect(40, 0, right - 44, self.height())
            shown = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_badge(self, painter: QPainter) -> int:
        if not self._badge:
            return self.width()
        words = str(self._badge) if self._badge < 1000 else "999+"
        painter.setFont(theme.scaled(self.font(), theme.SMALL * (0.85 if self.is_narrow else 1), bold=True))
        width = max(painter.fontMetrics().horizontalAdvance(words) + 10, 18)
        top = 2 if self.is_narrow else (self.height() - 18) // 2
        pill = QRect(self.width() - width - (1 if self.is_narrow else 8), top, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.qcolour("accent"))
        painter.drawRoundedRect(pill, 9, 9)
        painter.setPen(theme.qcolour("on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
        return pill.left()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step:
            self.focusNextPrevChild(step > 0)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class Rail(QFrame):
    """All pages that the person may see. ``chosen`` names the page pressed, ``folded`` tells that it was collapsed."""

    chosen = Signal(str)
    folded = Signal(bool)

    def __init__(self, specs: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.buttons: dict[str, RailButton] = {}
        self._group_labels: list[QWidget] = []
        self._one = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 8, 6, 8)
        column.setSpacing(0)
        column.addLayout(self._head())
        inner = QWidget()
        inner.setObjectName("railInner")
        pages = QVBoxLayout(inner)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(1)
        self._fill(pages, specs)
        pages.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        column.addWidget(scroll, 1)
        self.fold(False)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 0, 4)
        self._name = label("Sổ Đoàn", "section")
        row.addWidget(self._name, 1)
        self._folder = QToolButton()
        self._folder.setAutoRaise(True)
        self._folder.setIcon(icons.icon("panel-left", "muted"))
        self._folder.setAccessibleName(_("Collapse or open the navigation"))
        tip(self._folder, actions.with_key(_("Collapse or open the navigation"), "Ctrl+B"))
        self._folder.clicked.connect(self.switch)
        row.addWidget(self._folder)
        return row

    def _fill(self, column: QVBoxLayout, specs: Sequence[PageSpec]) -> None:
        number, group = 0, None
        for spec in specs:
            if spec.group is Group.HIDDEN:
                continue
            if spec.group is not group:
                group = spec.group
                title = label(_(GROUP_LABELS[group]), "group")
                self._group_labels.append(title)
                column.addWidget(title)
            number += 1
            button = RailButton(spec, f"Alt+{number}" if number < 10 else "")
            button.clicked.connect(lambda _checked=False, name=spec.name: self.chosen.emit(name))
            self._one.addButton(button)
            self.buttons[spec.name] = button
            column.addWidget(button)

    @property
    def is_folded(self) -> bool:
        """Whether only the icons are shown."""
        return self.width() == NARROW or self.maximumWidth() == NARROW

    def fold(self, narrow: bool) -> None:
        """Collapses to icons, or opens again."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._name.setVisible(not narrow)
        for title in self._group_labels:
            title.setVisible(not narrow)
        for button in self.buttons.values():
            button.is_narrow = narrow
            button.update()

    def switch(self) -> None:
        """Collapses when open, opens when collapsed."""
        self.fold(not self.is_folded)
        self.folded.emit(self.is_folded)

    def show_page(self, name: str) -> None:
        """Marks the page one stands on; pages outside the navigation leave the mark where it is."""
        if name in self.buttons:
            self.buttons[name].setChecked(True)

    def show_badge(self, name: str, count: int) -> None:
        """Shows how much work waits on a page."""
        if name in self.buttons:
            self.buttons[name].show_badge(count)
