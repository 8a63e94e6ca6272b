"""Icons: one outline family (Lucide, ``resources/icons/lucide``), drawn in a colour of the theme.

An icon asks for its colour when it is painted, so a change of theme needs only a repaint. To add one, copy its SVG from
the npm package ``lucide-static`` into the folder.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap

import resources
from ui import theme

FOLDER = "icons/lucide"
SMALL, LARGE = 16, 20

_pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
_icons: dict[tuple[str, str], QIcon] = {}
_engines: list[QIconEngine] = []  # icons borrow their engine; they stay as long as the program runs


@cache
def _svg(name: str) -> str:
    return resources.read_text(f"{FOLDER}/{name}.svg")


def pixmap(name: str, size: int = SMALL, colour: str = "text", ratio: float | None = None) -> QPixmap:
    """The icon as a picture of *size* points; *colour* is a word of ``theme.Colours`` or "#rrggbb"."""
    if ratio is None:
        screen = QGuiApplication.primaryScreen()
        ratio = screen.devicePixelRatio() if screen else 1.0
    code = colour if colour.startswith("#") else theme.colour(colour)
    key = (name, code, size, ratio)
    found = _pixmaps.get(key)
    if found is None:
        from PySide6.QtSvg import QSvgRenderer

        found = QPixmap(round(size * ratio), round(size * ratio))
        found.fill(Qt.GlobalColor.transparent)
        renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", code).encode()))
        painter = QPainter(found)
        renderer.render(painter, QRectF(0, 0, found.width(), found.height()))
        painter.end()
        found.setDevicePixelRatio(ratio)
        _pixmaps[key] = found
    return found


class _Engine(QIconEngine):
    """Paints one Lucide icon in the colour that the theme gives at that moment."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        size = min(rect.width(), rect.height())
        ratio = painter.device().devicePixelRatioF()
        drawn = pixmap(self._name, size, self._word(mode), ratio)
        painter.drawPixmap(
            rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2, drawn
        )

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return pixmap(self._name, min(size.width(), size.height()), self._word(mode), 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return pixmap(self._name, round(min(size.width(), size.height()) / scale), self._word(mode), scale)

    def isNull(self) -> bool:
        return False

    def clone(self) -> QIconEngine:
        made = _Engine(self._name, self._colour)
        _engines.append(made)
        return made

    def _word(self, mode: QIcon.Mode) -> str:
        return "faint" if mode == QIcon.Mode.Disabled else self._colour


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon *name* of the family; *colour* is a word of ``theme.Colours``. Raises FileNotFoundError."""
    found = _icons.get((name, colour))
    if found is None:
        _svg(name)
        engine = _Engine(name, colour)
        _engines.append(engine)
        found = _icons[name, colour] = QIcon(engine)
    return found
