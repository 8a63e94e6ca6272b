"""Fields in two columns where there is room, else in one; wide ones over both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from forms.blocks import FieldBlock

COLUMN = 27  # least width of a column of fields, in widths of an average letter
BESIDE, BELOW = 16, 12


class FieldGrid(QWidget):
    """Places blocks itself: Qt's grid keeps heights for widths and would cut a field whose sentence appears later."""

    def __init__(self, blocks: Sequence[FieldBlock], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocks = list(blocks)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for block in self.blocks:
            block.setParent(self)

    def columns_for(self, width: int) -> int:
        """How many columns fit."""
        return 2 if width >= 2 * COLUMN * self.fontMetrics().averageCharWidth() + BESIDE else 1

    def _rows(self, columns: int) -> Iterator[list[FieldBlock]]:
        row: list[FieldBlock] = []
        for block in (b for b in self.blocks if not b.isHidden()):
            wide = columns == 1 or block.spec.wide or block.spec.input in {"text", "choices"}
            if row and (wide or len(row) == columns):
                yield row
                row = []
            row.append(block)
            if wide:
                yield row
                row = []
        if row:
            yield row

    def _place(self, width: int, *, apply: bool) -> int:
        columns = self.columns_for(width)
        narrow = (width - BESIDE * (columns - 1)) // columns
        top = 0
        for row in self._rows(columns):
            wide = len(row) == 1 and (
                columns == 1 or row[0].spec.wide or row[0].spec.input in {"text", "choices"}
            )
            each = width if wide else narrow
            high = max(block.height_for(each) for block in row)
            if apply:
                for n, block in enumerate(row):
                    block.setGeometry(n * (narrow + BESIDE), top, each, block.height_for(each))
            top += high + BELOW
        return max(0, top - BELOW)

    def arrange(self) -> None:
        """Places the shown fields; called when what is shown changes."""
        self._place(self.width(), apply=True)
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """What all rows need."""
        return self._place(width, apply=False)

    def sizeHint(self) -> QSize:
        """As high as the present width asks for."""
        return QSize(320, self._place(max(self.width(), 320), apply=False))

    def minimumSizeHint(self) -> QSize:
        """Never lower than its rows."""
        return QSize(200, self._place(max(self.width(), 200), apply=False))

    def event(self, event: QEvent) -> bool:
        """A field became higher or lower."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may mean another number of columns."""
        super().resizeEvent(event)
        self._place(self.width(), apply=True)
