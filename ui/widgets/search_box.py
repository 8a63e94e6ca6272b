"""The one search box: results as one types, walked with the arrow keys, opened with Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from resources.i18n import N_, _
from ui import actions, icons, theme
from ui.widgets.labels import label, tip

if TYPE_CHECKING:
    from models.reading.search import Hit
    from ui.jobs import Jobs

HIT_ROLE = int(Qt.ItemDataRole.UserRole)
MOST = 12
TOPIC_ICONS = {
    "dossier": "folder",
    "person": "user",
    "letter": "file-text",
    "organisation": "building-2",
    "arrival": "mail",
}
TOPIC_WORDS = {
    "dossier": N_("Dossier"), "person": N_("Person"), "letter": N_("Letter"), "organisation": N_("Organisation"),
    "arrival": N_("Received paper"),
}  # fmt: skip


class _HitDelegate(QStyledItemDelegate):
    """One result: icon of its kind, title, detail in small type."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = index.data(HIT_ROLE)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # pyright: ignore[reportAttributeAccessIssue]
            painter.fillRect(rect, theme.qcolour("accent_soft"))
        picture = icons.pixmap(
            TOPIC_ICONS.get(hit.topic, "file-text"),
            icons.SMALL,
            "muted",
            painter.device().devicePixelRatioF(),
        )
        painter.drawPixmap(rect.left() + 10, rect.center().y() - 7, picture)
        line = rect.adjusted(36, 4, -10, -rect.height() // 2)
        font = option.font  # pyright: ignore[reportAttributeAccessIssue]
        for words, face, colour, where in (
            (hit.title, font, "text", line),
            (hit.detail, theme.scaled(font, theme.SMALL), "muted", line.translated(0, line.height())),
        ):
            painter.setFont(face)
            painter.setPen(theme.qcolour(colour))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, where.width())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(300, 44)


class SearchBox(QLineEdit):
    """Search over dossiers, people, letters and organisations. ``chosen`` carries the Hit that was opened."""

    chosen = Signal(object)

    def __init__(self, jobs: Jobs, topics: Sequence[str], parent: QWidget | None = None) -> None:
        """*topics* are the kinds of thing that can be opened here."""
        super().__init__(parent)
        self._jobs, self._topics = jobs, tuple(topics)
        self.setPlaceholderText(_("Find dossiers, people, letters…") + "  Ctrl+K")
        self.setAccessibleName(_("Search"))
        tip(self, actions.with_key(_("Search"), "Ctrl+K"))
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(False)
        self.setMaxLength(200)
        self.setMinimumWidth(260)
        self.setMaximumWidth(560)
        self.results = QStandardItemModel(self)
        self._popup: QFrame | None = None
        self._answered = ""
        self._is_opening = False
        self.textEdited.connect(self._ask)

    def _ask(self, words: str) -> None:
        self._is_opening = False
        if not words.strip():
            self.hide_results()
            return
        from models.reading.search import search

        topics = self._topics
        self._jobs.ask(
            lambda read: search(read, words, MOST, topics),
            owner=self,
            then=lambda hits: self._show(words, hits),
            outranks="search",
        )

    def _show(self, words: str, hits: Sequence[Hit]) -> None:
        if not self.text().strip():
            return
        self._answered = words
        popup = self._made_popup()
        self.results.clear()
        for hit in hits:
            item = QStandardItem(hit.title)
            item.setData(hit, HIT_ROLE)
            item.setAccessibleText(f"{_(TOPIC_WORDS.get(hit.topic, hit.topic))}: {hit.title}, {hit.detail}")
            self.results.appendRow(item)
        self._nothing.setVisible(not hits)
        self._list.setVisible(bool(hits))
        if hits:
            self._list.setCurrentIndex(self.results.index(0, 0))
        popup.setFixedSize(max(self.width(), 520), min(len(hits), MOST) * 44 + 16 if hits else 60)
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        popup.move(corner)
        popup.show()
        popup.raise_()
        if self._is_opening:
            self._is_opening = False
            if hits:
                self._open(self.results.index(0, 0))

    def _made_popup(self) -> QFrame:
        if self._popup is None:
            popup = QFrame(self.window())
            popup.setProperty("kind", "popup")
            popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            column = QVBoxLayout(popup)
            column.setContentsMargins(4, 4, 4, 4)
            self._list = QListView()
            self._list.setModel(self.results)
            self._list.setItemDelegate(_HitDelegate(self._list))
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setFrameShape(QFrame.Shape.NoFrame)
            self._list.setUniformItemSizes(True)
            self._list.setAccessibleName(_("Search results"))
            self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            self._list.clicked.connect(lambda index: self._open(index))
            self._nothing = label(_("Nothing found. Try fewer letters or another word."), "muted")
            self._nothing.setContentsMargins(12, 8, 12, 8)
            column.addWidget(self._list)
            column.addWidget(self._nothing)
            self._popup = popup
            self.window().installEventFilter(self)
        return self._popup

    def hide_results(self) -> None:
        """Closes the list of results."""
        if self._popup is not None:
            self._popup.hide()

    @property
    def is_showing(self) -> bool:
        """Whether results are in sight."""
        return self._popup is not None and self._popup.isVisible()

    def _open(self, index: QModelIndex) -> None:
        hit = index.data(HIT_ROLE)
        if hit is not None:
            self.hide_results()
            self.clear()
            self.chosen.emit(hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step and self.is_showing:
            row = self._list.currentIndex().row() + step
            if 0 <= row < self.results.rowCount():
                self._list.setCurrentIndex(self.results.index(row, 0))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text() != self._answered:
                self._is_opening = (
                    True  # typed faster than answered: what was typed is opened, not what is in sight
                )
            elif self.is_showing:
                self._open(self._list.currentIndex())
            return
        if event.key() == Qt.Key.Key_Escape and (self.is_showing or self.text()):
            self.hide_results()
            self.clear()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.hide_results()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.is_showing:
            self.hide_results()
        return super().eventFilter(watched, event)
