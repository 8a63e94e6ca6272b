"""A PDF to work with: small pages at the side, the pages themselves, page number, size, search in the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from resources.i18n import _
from ui import actions, icons
from ui.desk import jobs_of
from ui.widgets.labels import caption, label, tip
from ui.widgets.pdf_pages import Pages
from ui.widgets.pdf_view import STEP, PdfView

THUMB = QSize(84, 119)


class Thumbnails(QListWidget):
    """The pages small; only those in sight are drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Pages"))
        self.setIconSize(THUMB)
        self.setFixedWidth(132)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages = Pages(b"")
        self._drawn: set[int] = set()
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._draw)
        self.verticalScrollBar().valueChanged.connect(lambda _v: self._later.start())

    def show_pages(self, pages: Pages) -> None:
        """Lists these pages, still blank."""
        self._pages = pages
        self._drawn.clear()
        self.clear()
        blank = QPixmap(THUMB)
        blank.fill(Qt.GlobalColor.white)
        for number in range(1, pages.count + 1):
            item = QListWidgetItem(_icon(blank), str(number))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _("Page {number}").format(number=number))
            self.addItem(item)
        self._later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    def _draw(self) -> None:
        first = self.row(item) if (item := self.itemAt(QPoint(8, 8))) else 0
        last = self.row(item) if (item := self.itemAt(QPoint(8, self.height() - 12))) else self.count() - 1
        wanted = [n for n in range(first, last + 1) if n not in self._drawn]
        pages, jobs, ratio = self._pages, jobs_of(self), self.devicePixelRatioF()
        for n in wanted:
            self._drawn.add(n)
            if jobs is None:
                self._take(pages, n, pages.picture(n, THUMB.width(), ratio))
            else:
                jobs.aside(
                    lambda n=n: pages.picture(n, THUMB.width(), ratio),
                    owner=self,
                    then=lambda made, n=n: self._take(pages, n, made),
                )

    def _take(self, pages: Pages, number: int, made: QImage) -> None:
        item = self.item(number) if pages is self._pages else None
        if item is not None:
            item.setIcon(_icon(QPixmap.fromImage(made)))


def _icon(picture: QPixmap) -> QIcon:
    """The picture as it is, also where it is chosen."""
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made


class FindField(QLineEdit):
    """Words to find; Escape empties it and goes back to the pages."""

    def __init__(self, back: Callable[[], None]) -> None:
        super().__init__()
        self._back = back
        self.setPlaceholderText(_("Find in the pages"))
        self.setAccessibleName(_("Find in the pages"))
        self.setMaxLength(200)
        self.setFixedWidth(200)
        tip(self, actions.with_key(_("Find in the pages"), "Ctrl+F"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self._back()
            event.accept()
        else:
            super().keyPressEvent(event)


class PdfReader(QWidget):
    """Shows a PDF with everything one needs to read it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PdfView(name, self)
        self.list = Thumbnails(self)
        self.number = QSpinBox()
        self.count = label("", "muted")
        self.size_label = label("", "muted")
        self.find_field = FindField(self.view.setFocus)
        self.found = label("", "muted")
        self._wait = QTimer(self, interval=200, singleShot=True)
        self._wait.timeout.connect(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._strip())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.list)
        row.addWidget(self.view, 1)
        column.addLayout(row, 1)
        self.view.page_changed.connect(self._page_changed)
        self.view.zoomed.connect(lambda zoom: self.size_label.setText(f"{zoom:.0%}".replace("%", " %")))
        self.list.currentRowChanged.connect(self._chosen)
        self.number.valueChanged.connect(lambda n: n - 1 != self.view.page and self.view.go_to(n - 1))
        self.find_field.textEdited.connect(lambda _t: self._wait.start())
        self.find_field.returnPressed.connect(self.find_next)
        self._keys()

    def _strip(self) -> QHBoxLayout:
        self.number.setAccessibleName(_("Page number"))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setFixedWidth(64)
        tip(self.number, _("Page number"))
        strip = QHBoxLayout()
        strip.setSpacing(4)
        strip.addWidget(label(_("Page"), buddy=self.number))
        strip.addWidget(self.number)
        strip.addWidget(self.count)
        strip.addSpacing(12)
        strip.addWidget(self._button(_("Smaller"), "Ctrl+-", lambda: self.zoom(1 / STEP), "zoom-out"))
        strip.addWidget(self.size_label)
        strip.addWidget(self._button(_("Larger"), "Ctrl++", lambda: self.zoom(STEP), "zoom-in"))
        strip.addWidget(self._button(_("Page width"), "Ctrl+0", self.view.fit_width))
        strip.addWidget(self._button(_("As on paper"), "Ctrl+1", lambda: self.view.set_zoom(1.0)))
        strip.addStretch(1)
        strip.addWidget(self.found)
        strip.addWidget(self.find_field)
        strip.addWidget(self._button(_("Next place"), "F3", self.find_next, "chevron-down"))
        return strip

    def _button(self, text: str, key: str, act: Callable[[], None], icon: str = "") -> QPushButton:
        button = QPushButton("" if icon else caption(text))
        if icon:
            button.setIcon(icons.icon(icon))
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        tip(button, actions.with_key(text, key))
        button.clicked.connect(lambda _on=False: act())
        return button

    def _keys(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "Ctrl+F": self.start_finding, "F3": self.find_next, "Shift+F3": lambda: self.find_next(-1),
            "Ctrl++": lambda: self.zoom(STEP), "Ctrl+=": lambda: self.zoom(STEP), "Ctrl+-": lambda: self.zoom(1 / STEP),
            "Ctrl+0": self.view.fit_width, "Ctrl+1": lambda: self.view.set_zoom(1.0),
        }  # fmt: skip
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self, act)

    # --- what is shown ------------------------------------------------------------------------------------------------

    def show_pages(self, pages: Pages) -> None:
        """Shows these pages from the first one on."""
        self.number.setRange(1, max(1, pages.count))
        self.count.setText(_("of {count}").format(count=pages.count))
        self.list.show_pages(pages)
        self.list.setVisible(pages.count > 1)
        self.view.show_pages(pages)
        self._page_changed(self.view.page)
        self.found.setText("")

    def zoom(self, factor: float) -> None:
        """Larger or smaller; from then on not fitted to the width."""
        self.view.set_zoom(self.view.zoom * factor)

    def _page_changed(self, page: int) -> None:
        for of, value in ((self.number, page + 1), (self.list, page)):
            of.blockSignals(True)
            (of.setValue if isinstance(of, QSpinBox) else of.setCurrentRow)(value)
            of.blockSignals(False)

    def _chosen(self, row: int) -> None:
        if row >= 0:
            self.view.go_to(row)

    # --- searching ----------------------------------------------------------------------------------------------------

    def start_finding(self) -> None:
        """The person wants to find words."""
        self.find_field.setFocus()
        self.find_field.selectAll()

    def search(self) -> None:
        """Marks the words wherever they stand."""
        self._wait.stop()
        self._searched = self.find_field.text().strip()
        self.view.search(self._searched, self._count)

    _searched = ""

    def find_next(self, by: int = 1) -> None:
        """The next place, or the one before; the first time all places."""
        if self.find_field.text().strip() != self._searched:
            self.search()
        elif self.view.hits:
            self.view.show_hit(self.view.hit + by)
            self._count(len(self.view.hits))

    def _count(self, count: int) -> None:
        if not self._searched:
            self.found.setText("")
        elif not count:
            self.found.setText(_("Not found."))
        else:
            self.found.setText(_("{number} of {count}").format(number=self.view.hit + 1, count=count))
