"""Walks windows and collects what a person reads, hears or sees in them: for leaks of the other language, and missing names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from babel.messages.pofile import read_po
from PySide6.QtCore import QAbstractItemModel, QModelIndex
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTableView,
    QTabWidget,
    QTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)

import resources

INPUTS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)
# Parts that Qt makes inside its own widgets: spoken of by the widget around them.
INNER = ("qt_spinbox_lineedit", "qt_scrollarea", "qt_toolbar_ext_button", "qt_tableview_cornerbutton")
# The same in both languages.
BOTH = {"Sổ Đoàn", "PDF", "Excel", "Ctrl", "F1", "Enter", "Tiếng Việt", "English"}


def texts(root: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Every text of a window: labels, buttons, hints, tooltips, names for screen readers, headers, menus."""
    for widget in [root, *root.findChildren(QWidget)]:
        for read in (
            "text",
            "title",
            "placeholderText",
            "toolTip",
            "accessibleName",
            "accessibleDescription",
            "windowTitle",
        ):
            if read == "text" and isinstance(widget, (QLineEdit, QTextEdit, QPlainTextEdit)):
                continue  # what a person typed
            getter = getattr(widget, read, None)
            if callable(getter):
                yield widget, plain(str(getter() or ""))
        if isinstance(widget, QComboBox):
            for n in range(widget.count()):
                yield widget, widget.itemText(n)
        if isinstance(widget, QTabWidget):
            for n in range(widget.count()):
                yield widget, plain(widget.tabText(n))
        if isinstance(widget, (QTableView, QTreeView)) and widget.model() is not None:
            yield from ((widget, text) for text in _headers(widget.model()))
        for act in widget.actions():
            yield widget, plain(act.text())
            yield widget, plain(act.toolTip())
        if isinstance(widget, QMenu):
            for act in widget.actions():
                yield widget, plain(act.text())


def _headers(model: QAbstractItemModel) -> Iterator[str]:
    from PySide6.QtCore import Qt

    for section in range(model.columnCount(QModelIndex())):
        yield str(model.headerData(section, Qt.Orientation.Horizontal) or "")


def plain(text: str) -> str:
    """A text without its mnemonics, its key and its tooltip's frame."""
    text = html.unescape(re.sub(r"<br/?>", "\n", text.removeprefix("<qt>").removesuffix("</qt>")))
    text = text.replace("&&", "\0").replace("&", "").replace("\0", "&").split("\t")[0]
    return re.sub(r" \((?:Ctrl|Alt|Shift|F\d+|Enter|Esc|Del)[^)]*\)$|  F\d+$", "", text).strip()


def english() -> set[str]:
    """The English sentences of the interface that have another Vietnamese."""
    with resources.as_path("locale/vi/LC_MESSAGES/interface.po").open("rb") as file:
        catalogue = read_po(file, locale="vi")
    return {
        form for m in catalogue if m.id for form in (m.id if isinstance(m.id, tuple) else (m.id,)) if m.string != m.id
    } - BOTH  # fmt: skip


def vietnamese_letters(text: str) -> bool:
    """Whether a text has letters that only Vietnamese has."""
    return any(c in "ăâđêôơưĂÂĐÊÔƠƯ" or "\u1ea0" <= c <= "\u1ef9" for c in text)


def leaks(root: QWidget, known: set[str]) -> list[str]:
    """English sentences of the catalogue that stand in a Vietnamese window."""
    return [f"{type(w).__name__}: {t!r}" for w, t in texts(root) if t and t in known]


def nameless(root: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    out: list[str] = []
    for widget in root.findChildren(QWidget):
        if any((widget.objectName() or "").startswith(name) for name in INNER) or isinstance(
            widget, (QScrollBar, QHeaderView)
        ):
            continue
        if any(isinstance(over, (QComboBox, QAbstractSpinBox, QLineEdit)) for over in _above(widget)):
            continue
        named = bool(widget.accessibleName() or _buddy(root, widget))
        if isinstance(widget, QAbstractButton):
            named = (
                named
                or bool(widget.text())
                or (isinstance(widget, QToolButton) and widget.defaultAction() is not None)
            )
        elif isinstance(widget, QGroupBox):
            named = named or bool(widget.title())
        elif not isinstance(widget, INPUTS):
            continue
        if not named and not isinstance(widget, QScrollArea):
            out.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return out


def _above(widget: QWidget) -> tuple[QWidget | None, QWidget | None]:
    """The two widgets around one: the list of a combo box stands in a frame of its own."""
    over = widget.parentWidget()
    return over, over.parentWidget() if over is not None else None


def _buddy(root: QWidget, widget: QWidget) -> bool:
    return any(found.buddy() is widget for found in root.findChildren(QLabel))
