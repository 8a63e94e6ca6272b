"""Acts of the screen, each declared once: words, key, icon, who may. Menus, buttons, tooltips and F1 come from here.

To add one, write a function beside what it acts on and decorate it::

    @action("refresh", N_("Refresh"), "F5", "refresh-cw")
    def refresh(window: Window) -> None: ...

A page's own acts name the page (``where="dossiers"``) and get the page. ``attach`` makes the QActions of one place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from resources.i18n import _
from ui.widgets.labels import caption, tip

WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the screen. *roles* None means everybody; *key* may name several, joined by ``, ``.

    Not *bound*, its key is listed and shown, but handled by the window itself after every field had its chance (Esc, Ctrl+Z).
    """

    name: str
    text: str
    key: str
    icon: str
    roles: frozenset[str] | None
    where: str
    run: Callable[[Any], None]
    bound: bool = True

    @property
    def words(self) -> str:
        """The act in the language of the interface."""
        return _(self.text)


_registry: dict[tuple[str, str], Act] = {}


def action(
    name: str,
    text: str,
    key: str = "",
    icon: str = "",
    *,
    roles: frozenset[str] | None = None,
    where: str = WINDOW,
    bound: bool = True,
) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Declares an act; *text* is a msgid marked with ``N_``. The function gets the window, or the page it belongs to."""

    def register(run: Callable[[Any], None]) -> Callable[[Any], None]:
        _registry[where, name] = Act(name, text, key, icon, roles, where, run, bound)
        return run

    return register


def acts(where: str = WINDOW) -> list[Act]:
    """The acts of one place, in the order of their declaration."""
    return [a for a in _registry.values() if a.where == where]


def places() -> list[str]:
    """Every place that has acts, the window first."""
    return list(dict.fromkeys([WINDOW, *(a.where for a in _registry.values())]))


def key_text(key: str) -> str:
    """A key as the desk writes it ("Ctrl+K", "F9")."""
    text = QKeySequence(key.split(", ")[0]).toString(QKeySequence.SequenceFormat.PortableText) if key else ""
    return text.replace("Return", "Enter")


def with_key(words: str, key: str) -> str:
    """Words followed by their key in brackets, for tooltips."""
    return f"{words} ({key_text(key)})" if key else words


def attach(target: QWidget, where: str = WINDOW, roles: frozenset[Any] | None = None) -> dict[str, QAction]:
    """Makes the acts of *where* for *target* and adds them to it, so that their keys work inside it.

    Acts for which *roles* (of the person) do not suffice are left out.
    """
    made: dict[str, QAction] = {}
    for act in acts(where):
        if act.roles is not None and roles is not None and not (act.roles & roles):
            continue
        made[act.name] = build(act, target)
        target.addAction(made[act.name])
    return made


def build(act: Act, target: QWidget) -> QAction:
    """One act as a QAction of *target*."""
    from ui import icons

    made = QAction(caption(act.words), target)
    made.setObjectName(act.name)
    tip(made, with_key(act.words, act.key))
    if act.icon:
        made.setIcon(icons.icon(act.icon))
    if act.key and act.bound:
        made.setShortcuts([QKeySequence(part) for part in act.key.split(", ")])
        made.setShortcutContext(
            Qt.ShortcutContext.WindowShortcut
            if act.where == WINDOW
            else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
    made.triggered.connect(lambda _checked=False: act.run(target))
    return made


def button(of: QAction, *, text: bool = False, parent: QWidget | None = None) -> QToolButton:
    """A flat button for an act: its icon, or icon and words."""
    made = QToolButton(parent)
    made.setDefaultAction(of)
    made.setAutoRaise(True)
    made.setToolButtonStyle(
        Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
    )
    made.setAccessibleName(of.text().replace("&&", "&"))
    return made
