"""A pane to read in: a title, sections, facts in two columns, lines that can be pressed, acts at its foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from resources.i18n import _
from ui.widgets.figures import Pressable
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import caption, label, tip


class LinkLine(Pressable):
    """A line that opens something: words to the left, a short remark to the right, small words under them."""

    def __init__(self, words: str, remark: str = "", under: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._remark, self._under = words, remark, under
        self.setFixedHeight(42 if under else 28)
        said = ", ".join(x for x in (words, under, remark) if x)
        self.setAccessibleName(said)
        tip(self, said)

    def paintEvent(self, event: object) -> None:
        from PySide6.QtCore import QRect
        from PySide6.QtGui import QPainter

        from ui import theme

        painter = QPainter(self)
        self.paint_ground(painter)
        inner = self.rect().adjusted(8, 2, -8, -2)
        painter.setFont(self.font())
        right = painter.fontMetrics().horizontalAdvance(self._remark) + 8 if self._remark else 0
        line = QRect(
            inner.left(),
            inner.top(),
            inner.width() - right,
            inner.height() // 2 if self._under else inner.height(),
        )
        self.write(painter, line, self._words)
        self.write(
            painter,
            QRect(line.right(), line.top(), right, line.height()),
            self._remark,
            right=True,
            colour="muted",
        )
        if self._under:
            small = QRect(inner.left(), line.bottom(), inner.width(), inner.height() // 2)
            self.write(
                painter, small, self._under, colour="muted", font=theme.scaled(self.font(), theme.SMALL)
            )


class ReadingPane(QFrame):
    """Filled from top to bottom: ``begin``, then ``section``, ``facts``, ``link``, ``sentence``, then ``end``."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "pane")
        self.setMinimumWidth(300)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(_("Reading pane"))
        outer.addWidget(self._scroll, 1)
        self.foot = FlowLayout()
        self.foot.setContentsMargins(12, 8, 12, 8)
        outer.addLayout(self.foot)
        self._body = QFrame()
        self._column = QVBoxLayout(self._body)
        self.show_nothing(hint)

    def show_nothing(self, words: str) -> None:
        """Says why there is nothing to read."""
        self.begin("")
        self.sentence(words, "empty")
        self.end()

    def begin(self, title: str, under: str = "") -> None:
        """Starts a new content with its title."""
        self._body = QFrame()
        self._body.setProperty("kind", "sheet")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(4)
        if title:
            self._column.addWidget(label(title, "section", wrap=True, selectable=True))
        if under:
            self._column.addWidget(label(under, "muted", wrap=True))

    def section(self, title: str) -> None:
        """Starts a part."""
        self._column.addSpacing(8)
        self._column.addWidget(label(title, "strong", wrap=True))

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Names and what is known, empty ones left out."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate([p for p in pairs if p[1]]):
            head = label(name, "muted", wrap=True)
            head.setFixedWidth(128)
            grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, wrap=True, selectable=True), row, 1, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(grid)

    def link(self, words: str, act: Callable[[], None], *, remark: str = "", under: str = "") -> LinkLine:
        """A line that opens something."""
        made = LinkLine(words, remark, under)
        made.clicked.connect(lambda _checked=False: act())
        self._column.addWidget(made)
        return made

    def sentence(self, words: str, kind: str = "") -> None:
        """A sentence."""
        self._column.addWidget(label(words, kind, wrap=True, selectable=True))

    def add(self, widget: QWidget) -> None:
        """Anything else."""
        self._column.addWidget(widget)

    def end(self) -> None:
        """Shows what was put together."""
        self._column.addStretch(1)
        self._scroll.setWidget(self._body)


def foot_button(words: str, act: Callable[[], None], *, kind: str = "", hint: str = "") -> QPushButton:
    """A button for the foot of a pane or page."""
    made = QPushButton(caption(words))
    if kind:
        made.setProperty("kind", kind)
    tip(made, hint)
    made.clicked.connect(lambda _checked=False: act())
    return made
