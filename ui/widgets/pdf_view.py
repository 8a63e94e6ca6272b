"""The one view of a PDF: its very bytes under each other, drawn off the event loop, to read, search and copy from."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from resources.i18n import _
from ui import theme
from ui.desk import jobs_of
from ui.widgets.pdf_pages import POINTS, Marked, Pages, draw, words_of

if TYPE_CHECKING:
    from ui.jobs import Jobs

T = TypeVar("T")

GAP = 8  # around and between pages
KEPT = 96_000_000  # bytes of drawn pages that stay
LEAST, MOST = 0.25, 4.0
STEP = 1.2
# Laid over white paper, which is white in both themes.
HIT, HIT_NOW, CHOSEN = QColor(255, 236, 120), QColor(255, 186, 92), QColor(186, 214, 244)


class PdfView(QAbstractScrollArea):
    """Shows a PDF from its bytes; without any it is an empty ground. As wide as there is room until one zooms."""

    page_changed = Signal(int)  # the page in sight, from 0
    zoomed = Signal(float)  # 1.0: as large as on paper

    def __init__(self, name: str, parent: QWidget | None = None, *, jobs: Jobs | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._jobs = jobs
        self.pages = Pages(b"")
        self.fitted = True  # to the width
        self.zoom = 1.0
        self._tops: list[int] = []
        self._drawn: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._asked: set[tuple[int, int]] = set()
        self._page = -1
        self.hits: Sequence[Marked] = ()
        self.hit = -1
        self.marked: Marked | None = None
        self._from: tuple[int, QPointF] | None = None
        self.verticalScrollBar().valueChanged.connect(self._moved)
        self.horizontalScrollBar().valueChanged.connect(lambda _v: self.viewport().update())

    # --- what is shown ------------------------------------------------------------------------------------------------

    def show_pdf(self, data: bytes) -> None:
        """Shows these pages from the first one on."""
        self.show_pages(Pages(data))

    def show_pages(self, pages: Pages) -> None:
        """Shows pages that are open already."""
        self.pages = pages
        self._drawn.clear()
        self._asked.clear()
        self.hits, self.hit, self.marked, self._page = (), -1, None, -2
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._moved()

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self.pages.count

    @property
    def page(self) -> int:
        """The page in sight, from 0; -1 without pages."""
        return self._page

    def go_to(self, page: int, y: float = 0.0) -> None:
        """Brings a page, or a place *y* points down on it, to the top."""
        if 0 <= page < self.page_count:
            self.verticalScrollBar().setValue(round(self._tops[page] - GAP + y * self._scale))

    # --- size ---------------------------------------------------------------------------------------------------------

    @property
    def _scale(self) -> float:
        """Pixels of the screen in a point of the page."""
        return self.zoom * self.logicalDpiX() / POINTS

    def fit_width(self) -> None:
        """As wide as there is room."""
        self.fitted = True
        self._keep_place(self._lay_out)

    def set_zoom(self, zoom: float, at: QPoint | None = None) -> None:
        """Another size; what stands at *at* of the view (its middle) stays there."""
        was, self.fitted = self._scale, False
        self.zoom = max(LEAST, min(MOST, zoom))
        held = at or self.viewport().rect().center()
        down, right = self.verticalScrollBar(), self.horizontalScrollBar()
        before = QPointF(right.value() + held.x(), down.value() + held.y())
        self._lay_out()
        grown = self._scale / was if was else 1.0
        right.setValue(round(before.x() * grown - held.x()))
        down.setValue(round(before.y() * grown - held.y()))

    def _keep_place(self, change: Callable[[], None]) -> None:
        page, was = max(self._page, 0), self._scale
        inside = self.verticalScrollBar().value() - (self._tops[page] if page < len(self._tops) else 0)
        change()
        if page < len(self._tops):
            grown = self._scale / was if was else 1.0
            self.verticalScrollBar().setValue(round(self._tops[page] + inside * grown))

    def _lay_out(self) -> None:
        sizes = self.pages.sizes
        room = self.viewport().width()
        widest = max((s.width() for s in sizes), default=0.0)
        if self.fitted and widest > 0:
            self.zoom = max(0.05, (room - 2 * GAP) / (widest * self.logicalDpiX() / POINTS))
        self._tops, top = [], GAP
        for size in sizes:
            self._tops.append(top)
            top += round(size.height() * self._scale) + GAP
        tall, wide = self.viewport().height(), round(widest * self._scale) + 2 * GAP
        down, right = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(tall)
        down.setSingleStep(40)
        down.setRange(0, max(0, top - tall))
        right.setPageStep(room)
        right.setSingleStep(40)
        right.setRange(0, 0 if self.fitted else max(0, wide - room))
        self.zoomed.emit(self.zoom)
        self.viewport().update()

    def _area(self, page: int) -> QRect:
        """Where a page lies in the view."""
        size = self.pages.sizes[page]
        wide = round(size.width() * self._scale)
        spare = self.viewport().width() - wide
        left = spare // 2 if spare >= 2 * GAP or self.fitted else GAP - self.horizontalScrollBar().value()
        top = self._tops[page] - self.verticalScrollBar().value()
        return QRect(left, top, wide, round(size.height() * self._scale))

    def _in_sight(self) -> range:
        if not self._tops:
            return range(0)
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_right(self._tops, top + self.viewport().height())
        return range(first, last)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_place(self._lay_out)

    def _moved(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = bisect_right(self._tops, middle) - 1 if self._tops else -1
        self.viewport().update()
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
            self._tell()

    def _tell(self) -> None:
        """What a screen reader hears: which page, and its words."""
        page, pages = self._page, self.pages
        if page < 0:
            self.setAccessibleName(self.name)
            self.setAccessibleDescription("")
            return
        where = _("Page {number} of {count}").format(number=page + 1, count=pages.count)
        self.setAccessibleName(f"{self.name}: {where}")
        self._aside(lambda: pages.text(page), self.setAccessibleDescription, "words")

    # --- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.qcolour("sunken"))
        for page in self._in_sight():
            area = self._area(page)
            if area.intersects(event.rect()):
                painter.fillRect(area, Qt.GlobalColor.white)
                picture = self._picture(page, area.size())
                if picture is not None:
                    painter.drawImage(area, picture)
                self._paint_marks(painter, page, area)

    def _paint_marks(self, painter: QPainter, page: int, area: QRect) -> None:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for n, hit in enumerate(self.hits):
            if hit.page == page:
                colour = HIT if n != self.hit else HIT_NOW
                for box in hit.boxes:
                    painter.fillRect(self._on_screen(box, area), colour)
        if self.marked is not None and self.marked.page == page:
            for box in self.marked.boxes:
                painter.fillRect(self._on_screen(box, area), CHOSEN)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _on_screen(self, box: QRectF, area: QRect) -> QRectF:
        by = self._scale
        return QRectF(area.x() + box.x() * by, area.y() + box.y() * by, box.width() * by, box.height() * by)

    def _picture(self, page: int, size: QSize) -> QImage | None:
        """A page as it was drawn; a drawing of another size until the right one is there."""
        whole = size * self.devicePixelRatioF()
        key = (page, whole.width())
        if key not in self._drawn and key not in self._asked:
            self._asked.add(key)
            self._aside(lambda: self._draw(key, whole), lambda made: self._take(key, made))
        if key in self._drawn:
            self._drawn.move_to_end(key)
            return self._drawn[key]
        return next((made for (n, _wide), made in reversed(self._drawn.items()) if n == page), None)

    def _draw(self, key: tuple[int, int], size: QSize) -> QImage | None:
        """On another thread. A page that is out of sight by now is not drawn."""
        if key not in self._asked:
            return None
        with self.pages.opened() as document:
            return draw(document, key[0], size)

    def _take(self, key: tuple[int, int], made: QImage | None) -> None:
        self._asked.discard(key)
        if made is None or key[0] >= self.page_count:
            return
        self._drawn[key] = made
        held = sum(p.sizeInBytes() for p in self._drawn.values())
        while held > KEPT and len(self._drawn) > len(self._in_sight()):
            _key, old = self._drawn.popitem(last=False)
            held -= old.sizeInBytes()
        self.viewport().update()

    def _aside(self, work: Callable[[], T], then: Callable[[T], None], outranks: str = "") -> None:
        jobs = self._jobs or jobs_of(self)
        if jobs is None:  # a view that belongs to no desk: tests, tools
            then(work())
        else:
            jobs.aside(work, owner=self, then=then, outranks=outranks)

    # --- searching ----------------------------------------------------------------------------------------------------

    def search(self, words: str, then: Callable[[int], None]) -> None:
        """Marks where *words* stand and goes to the first place; *then* gets how many there are."""
        pages = self.pages

        def found(hits: tuple[Marked, ...]) -> None:
            if pages is self.pages:
                self.hits, self.hit = hits, -1
                start = next((n for n, h in enumerate(hits) if h.page >= max(self._page, 0)), 0)
                self.show_hit(start)
                then(len(hits))

        self._aside(lambda: pages.find(words), found, "find")

    def show_hit(self, number: int) -> None:
        """Goes to a hit; after the last one comes the first."""
        if self.hits:
            self.hit = number % len(self.hits)
            hit = self.hits[self.hit]
            top = hit.boxes[0].top() if hit.boxes else 0.0
            y = self._tops[hit.page] + round(top * self._scale)
            seen = self.verticalScrollBar().value()
            if not seen + GAP <= y <= seen + self.viewport().height() - 60:
                self.verticalScrollBar().setValue(y - self.viewport().height() // 3)
        self.viewport().update()

    # --- marking and copying ------------------------------------------------------------------------------------------

    def _place(self, at: QPoint) -> tuple[int, QPointF] | None:
        """The page under the mouse and the place on it, in points."""
        for page in self._in_sight():
            area = self._area(page)
            if area.adjusted(-GAP, -GAP // 2, GAP, GAP // 2).contains(at):
                return page, QPointF((at.x() - area.x()) / self._scale, (at.y() - area.y()) / self._scale)
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from, self.marked = self._place(event.position().toPoint()), None
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        to = self._place(event.position().toPoint())
        if self._from is not None and to is not None and to[0] == self._from[0]:
            page, start, end, pages = to[0], self._from[1], to[1], self.pages
            self._aside(lambda: pages.between(page, start, end), self._mark, "mark")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None

    def _mark(self, marked: Marked) -> None:
        self.marked = marked
        self.viewport().update()

    def copy(self) -> None:
        """The marked text to the clipboard."""
        if self.marked is not None and self.marked.text:
            QGuiApplication.clipboard().setText(words_of([self.marked]))

    # --- keys and wheel -----------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.set_zoom(self.zoom * STEP ** (turned / 120), event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down, right = self.verticalScrollBar(), self.horizontalScrollBar()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        plain: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Home: lambda: down.setValue(0),
            Qt.Key.Key_End: lambda: down.setValue(down.maximum()),
            Qt.Key.Key_PageUp: lambda: down.setValue(down.value() - down.pageStep()),
            Qt.Key.Key_PageDown: lambda: down.setValue(down.value() + down.pageStep()),
            Qt.Key.Key_Up: lambda: down.setValue(down.value() - down.singleStep()),
            Qt.Key.Key_Down: lambda: down.setValue(down.value() + down.singleStep()),
            Qt.Key.Key_Left: lambda: right.setValue(right.value() - right.singleStep()),
            Qt.Key.Key_Right: lambda: right.setValue(right.value() + right.singleStep()),
        }
        with_control: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_0: self.fit_width,
            Qt.Key.Key_1: lambda: self.set_zoom(1.0),
            Qt.Key.Key_Plus: lambda: self.set_zoom(self.zoom * STEP),
            Qt.Key.Key_Equal: lambda: self.set_zoom(self.zoom * STEP),
            Qt.Key.Key_Minus: lambda: self.set_zoom(self.zoom / STEP),
            Qt.Key.Key_C: self.copy,
            Qt.Key.Key_A: lambda: self._aside(lambda: self.pages.whole(max(self._page, 0)), self._mark),
            Qt.Key.Key_Home: lambda: self.go_to(0),
            Qt.Key.Key_End: lambda: self.go_to(self.page_count - 1),
        }
        act = (with_control if control else plain).get(key)
        if act is None or not self.page_count:
            super().keyPressEvent(event)
        else:
            act()
            event.accept()
