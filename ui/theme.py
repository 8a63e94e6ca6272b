"""How everything looks: two sets of colours, one palette and one stylesheet made from them.

Steps of 4 px, one accent for the primary act and the selection, and four meanings only: stop, warn, note, done. Each
meaning has its own shape of icon and its word (``MEANINGS``), so nothing depends on colour alone. A test computes every
contrast. To change a look, change it here; no other module holds a colour or a stylesheet.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette

from resources import as_path
from resources.i18n import N_

if TYPE_CHECKING:
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QApplication

STEP = 4  # inside 4, between 8, between groups 16, around a page 24
ROW = 30  # a row of a list
FIELD_ROW = 36  # a row of a form
TITLE, SECTION, SMALL = 1.35, 1.1, 0.9  # sizes of type against the system's


class Colours(NamedTuple):
    """The colours of one theme by what they are for. *…_soft* is the ground behind its meaning."""

    window: str  # around everything
    surface: str  # lists, fields, sheets
    sunken: str  # headers, rail
    line: str  # hairlines
    edge: str  # the border of something that can be filled in or pressed
    text: str
    muted: str  # captions, hints
    faint: str  # disabled; not held to the contrast of text
    accent: str
    on_accent: str
    accent_soft: str  # selection
    hover: str
    stop: str
    stop_soft: str
    warn: str
    warn_soft: str
    note: str
    note_soft: str
    done: str
    done_soft: str


LIGHT = Colours(
    window="#f4f5f7", surface="#ffffff", sunken="#eceef1", line="#dfe3e8", edge="#7b8693",
    text="#1d2630", muted="#566270", faint="#98a2ae", accent="#1c5d9f", on_accent="#ffffff",
    accent_soft="#d9e7f6", hover="#e6ebf1",
    stop="#a8201a", stop_soft="#fbe7e5", warn="#7d5000", warn_soft="#fdf0d2",
    note="#2b557f", note_soft="#e4eef8", done="#1a6b3c", done_soft="#e0f2e6",
)  # fmt: skip
DARK = Colours(
    window="#1a1e23", surface="#20252b", sunken="#171b1f", line="#343b44", edge="#76818e",
    text="#e5e9ed", muted="#a8b2bd", faint="#69737e", accent="#7db2ea", on_accent="#0d1b29",
    accent_soft="#2a4461", hover="#2a3139",
    stop="#ff958c", stop_soft="#46231f", warn="#f0c356", warn_soft="#3f3315",
    note="#94c0ee", note_soft="#22364c", done="#82cf9f", done_soft="#1d3b2a",
)  # fmt: skip

# What a meaning looks like without colour: its icon and its word.
MEANINGS: dict[str, tuple[str, str]] = {
    "stop": ("octagon-x", N_("Not met")),
    "warn": ("triangle-alert", N_("To explain")),
    "note": ("info", N_("Note")),
    "silent": ("circle-help", N_("Officer's judgement")),
    "done": ("circle-check", N_("Met")),
}


def meaning_colour(meaning: str) -> str:
    """The word of ``Colours`` for a meaning; where the rules are silent it is a note."""
    return "note" if meaning == "silent" else meaning


class Theme(QObject):
    """The theme in force. ``changed`` is emitted after everything has been repainted in the other one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.colours = LIGHT
        self.choice = "system"
        self._follows = False

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self.colours is DARK

    def ground(self, app: QApplication, choice: str) -> None:
        """Only the colours of the empty window, before its first paint; ``apply`` follows behind it.

        Qt's enumerations are not touched here: making them takes a fifth of the time to a bare window.
        """
        is_dark = choice == "dark" or (
            choice == "system" and app.palette().window().color().lightness() < 128
        )
        self.colours = DARK if is_dark else LIGHT
        app.setPalette(palette(self.colours))

    def apply(self, app: QApplication, choice: str = "system") -> None:
        """Puts a theme in force: "light", "dark" or "system" (what the desktop says, followed when it changes)."""
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QGuiApplication

        self.choice = choice
        hints = QGuiApplication.styleHints()
        if not self._follows:
            self._follows = True
            app.setStyle("Fusion")
            hints.colorSchemeChanged.connect(lambda: self.choice == "system" and self.apply(app))
        dark = choice == "dark" or (choice == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
        self.colours = DARK if dark else LIGHT
        app.setPalette(palette(self.colours))
        app.setStyleSheet(stylesheet(self.colours, app.font().pointSizeF()))
        self.changed.emit()


@cache
def current() -> Theme:
    """The program's theme; one, because a QApplication has one palette."""
    return Theme()


def colour(word: str) -> str:
    """A colour of the theme in force, as "#rrggbb"."""
    return getattr(current().colours, word)


def qcolour(word: str) -> QColor:
    """A colour of the theme in force."""
    return QColor(colour(word))


def scaled(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """*font* in another step of the type scale."""
    from PySide6.QtGui import QFont

    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def palette(c: Colours) -> QPalette:
    """The palette of one set of colours."""
    made = QPalette()
    role = QPalette.ColorRole
    for where, code in (
        (role.Window, c.window), (role.WindowText, c.text), (role.Base, c.surface), (role.AlternateBase, c.sunken),
        (role.Text, c.text), (role.Button, c.surface), (role.ButtonText, c.text), (role.BrightText, c.stop),
        (role.ToolTipBase, c.surface), (role.ToolTipText, c.text), (role.PlaceholderText, c.muted),
        (role.Highlight, c.accent_soft), (role.HighlightedText, c.text), (role.Link, c.accent), (role.LinkVisited, c.accent),
        (role.Mid, c.line), (role.Midlight, c.hover), (role.Dark, c.edge), (role.Light, c.surface), (role.Shadow, c.line),
        (role.Accent, c.accent),
    ):  # fmt: skip
        made.setColor(where, QColor(code))
    for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(c.faint))
    return made


_SHEET = """
* { outline: none; }
QToolTip { background: $surface; color: $text; border: 1px solid $edge; padding: 4px; }
QLabel[kind="title"] { font-size: $title; font-weight: 600; }
QLabel[kind="section"] { font-size: $section; font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="small"] { font-size: $small; color: $muted; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="group"] { font-size: $small; color: $muted; font-weight: 600; padding: 12px 12px 4px 12px; }
QLabel[kind="stop"] { color: $stop; } QLabel[kind="warn"] { color: $warn; }
QLabel[kind="note"] { color: $note; } QLabel[kind="done"] { color: $done; }
QLabel[kind="empty"] { color: $muted; padding: 24px; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $surface; color: $text; border: 1px solid $edge; border-radius: 4px; padding: 4px 8px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 20px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; border: none; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid $accent; padding: 3px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $faint; border-color: $line; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $window; border-color: $line; }
QLineEdit[meaning="stop"], QComboBox[meaning="stop"], QPlainTextEdit[meaning="stop"] { border-color: $stop; }
QLineEdit[meaning="warn"], QComboBox[meaning="warn"], QPlainTextEdit[meaning="warn"] { border-color: $warn; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url($chevron); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; padding: 4px; }
QAbstractItemView { selection-background-color: $accent_soft; selection-color: $text; }

QPushButton { background: $surface; color: $text; border: 1px solid $edge; border-radius: 4px;
  padding: 5px 14px; min-height: 20px; }
QPushButton:hover { background: $hover; } QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:disabled { color: $faint; border-color: $line; background: $window; }
QPushButton[kind="primary"], QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover, QPushButton:default:hover { background: $accent; border-color: $text; }
QPushButton[kind="primary"]:focus, QPushButton:default:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled, QPushButton:default:disabled {
  background: $window; color: $faint; border-color: $line; }
QPushButton[kind="danger"] { color: $stop; border-color: $stop; }
QPushButton[kind="link"] { background: transparent; border: none; color: $accent; padding: 2px 4px; text-align: left; }
QPushButton[kind="link"]:hover, QPushButton[kind="link"]:focus { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; padding: 1px 3px; }
QPushButton[kind="chip"] { border-radius: 13px; padding: 2px 12px; min-height: 20px; border-color: $line; }
QPushButton[kind="chip"]:checked, QPushButton[kind="chip"][set="true"] {
  background: $accent_soft; border-color: $accent; }
QPushButton[kind="chip"]:focus { border: 2px solid $accent; padding: 1px 11px; }
QPushButton::menu-indicator { image: none; width: 0; }

QToolButton { border: 1px solid transparent; border-radius: 4px; padding: 4px; background: transparent; color: $text; }
QToolButton:hover { background: $hover; } QToolButton:pressed { background: $accent_soft; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="rail"] { text-align: left; padding: 0 8px; border-radius: 4px; border: 1px solid transparent; }
QToolButton[kind="rail"]:checked { background: $accent_soft; font-weight: 600; }

QCheckBox, QRadioButton { spacing: 8px; } QCheckBox:focus, QRadioButton:focus { color: $accent; }

QTableView { background: $surface; border: none; gridline-color: $line; }
QTableView::item { border-bottom: 1px solid $line; padding: 0 4px; }
QTableView::item:selected { background: $accent_soft; color: $text; }
QHeaderView { background: $sunken; }
QHeaderView::section { background: $sunken; color: $muted; border: none; border-bottom: 1px solid $line;
  border-right: 1px solid $line; padding: 0 8px; min-height: 28px; }
QTableCornerButton::section { background: $sunken; border: none; }
QListView, QTreeView { background: $surface; border: 1px solid $line; border-radius: 4px; }
QListView::item { padding: 4px 8px; } QListView::item:selected { background: $accent_soft; color: $text; }
QListView::item:hover:!selected { background: $hover; }

QMenu { background: $surface; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 8px; border-radius: 4px; } QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $accent_soft; } QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle { background: $faint; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; border: none; width: 0; height: 0; }
QSplitter::handle { background: $line; } QSplitter::handle:hover { background: $accent; }
QSplitter::handle:horizontal { width: 1px; } QSplitter::handle:vertical { height: 1px; }
QProgressBar { border: none; background: $line; max-height: 3px; border-radius: 1px; }
QProgressBar::chunk { background: $accent; border-radius: 1px; }
QTabBar::tab { padding: 6px 16px; border-bottom: 2px solid transparent; color: $muted; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; } QTabBar::tab:focus { color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }

QFrame[kind="rail"] { background: $sunken; border: none; border-right: 1px solid $line; }
QFrame[kind="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[kind="foot"] { background: $sunken; border: none; border-top: 1px solid $line; }
QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[kind="pane"] { background: $surface; border: none; }
QFrame[kind="sheet"] { background: $surface; border: none; }
QFrame[kind="hairline"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QWidget#paneBody, QWidget#listBody { background: $surface; }
QFrame[kind="popup"] QListView { border: none; }
QFrame[kind="popup"] { background: $surface; border: 1px solid $edge; border-radius: 6px; }
QFrame[ground="stop"] { background: $stop_soft; border: none; border-left: 3px solid $stop; border-radius: 2px; }
QFrame[ground="warn"] { background: $warn_soft; border: none; border-left: 3px solid $warn; border-radius: 2px; }
QFrame[ground="note"] { background: $note_soft; border: none; border-left: 3px solid $note; border-radius: 2px; }
QFrame[ground="done"] { background: $done_soft; border: none; border-left: 3px solid $done; border-radius: 2px; }
"""


def stylesheet(c: Colours, points: float) -> str:
    """The one stylesheet in the given colours, its type scaled from the system's *points*."""
    words = c._asdict()
    words |= {"title": _pt(points * TITLE), "section": _pt(points * SECTION), "small": _pt(points * SMALL)}
    # A stylesheet cannot tint an icon, so this one lies there in both colours.
    words["chevron"] = as_path(f"icons/tinted/chevron-down-{'dark' if c is DARK else 'light'}.svg").as_posix()
    sheet = _SHEET
    for word in sorted(words, key=len, reverse=True):
        sheet = sheet.replace("$" + word, words[word])
    return sheet


def _pt(size: float) -> str:
    return f"{size:.1f}pt"


def contrast(a: str, b: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, from 1 to 21."""

    def light(code: str) -> float:
        parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)
