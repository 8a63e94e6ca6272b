"""The pages of the window, one module each.

A page shows rows that ``models.reading`` found and calls acts of ``models.work`` through ``ui.jobs``; it holds no rule and
no query. A new page is a new module here that registers itself; nothing else is touched::

    @page("people", N_("People"), icon="users", group=Group.FIND, order=30)
    class People(Page):
        def arrive(self, place: Place) -> None: ...   # shown, maybe with a key to select or a question
        def refresh(self) -> None: ...                # something it shows was changed by an act

Modules are imported after the first window is painted, so they may import ``models.reading`` at the top.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from resources.i18n import N_

if TYPE_CHECKING:
    from models.store.units import Actor, Changed, Reading, Topic
    from ui.desk import Desk


class Group(IntEnum):
    """Groups of the navigation, from top to bottom. HIDDEN pages are opened by other pages only."""

    WORK = 1
    FIND = 2
    FIGURES = 3
    OFFICE = 4
    HIDDEN = 9


GROUP_LABELS = {
    Group.WORK: N_("Work"),
    Group.FIND: N_("Look up"),
    Group.FIGURES: N_("Figures"),
    Group.OFFICE: N_("Administration"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere one can stand: a page, the thing it shows (a dossier's or a row's id), and what else it needs to know.

    *options* are the page's own words, such as ``kind`` for a new dossier or ``question`` for a list; two places with the
    same page and key are the same stop in the history.
    """

    page: str
    key: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any], compare=False)


@dataclass(frozen=True, slots=True)
class PageSpec:
    """What the navigation knows of a page. *roles* None means everybody; *badge* counts the work waiting there."""

    name: str
    label: str
    icon: str
    group: Group
    order: int
    roles: frozenset[Any] | None
    badge: Callable[[Reading, Actor], int] | None
    make: type[Page]


_registry: dict[str, PageSpec] = {}


class Page(QWidget):
    """A page of the window. Subclasses are registered by ``page`` and built when first visited.

    Signals: ``go`` (a Place to open), ``said`` (a sentence for the status line and the act that undoes, or None),
    ``status_changed`` (``status()`` says something new).
    """

    go = Signal(object)
    said = Signal(str, object)
    status_changed = Signal()

    name: ClassVar[str] = ""
    topics: ClassVar[frozenset[str]] = frozenset()  # Topic values that concern it; empty means all

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._is_behind = False
        desk.jobs.changed.connect(self._changed)

    def arrive(self, place: Place) -> None:
        """The person comes here; *place* may name the thing to show. Not called when coming back with Esc."""

    def place(self) -> Place:
        """Where the person stands now, for the history."""
        return Place(self.name)

    def leave(self) -> bool:
        """The person wants to go elsewhere; False keeps him here (the page has said why)."""
        return True

    def close_down(self) -> None:
        """The page will not be used again: keep what is unsaved, end what runs."""

    def refresh(self) -> None:
        """Asks again for what it shows."""

    def status(self) -> str:
        """The left part of the status line: how many and why these."""
        return ""

    def home(self) -> None:
        """Puts the keyboard where work begins (the list, the first field)."""
        self.setFocus()

    def open_dossier(self, dossier_id: int) -> None:
        """Opens a dossier's own page."""
        self.go.emit(Place("dossier", dossier_id))

    def new_dossier(self, kind: str) -> None:
        """Opens the empty form of a kind."""
        self.go.emit(Place("dossier", None, {"kind": kind}))

    def _changed(self, changed: Changed) -> None:
        topics: frozenset[Topic] = changed.topics
        if self.topics and not (self.topics & {str(t) for t in topics}):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_behind = True

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._is_behind:
            self._is_behind = False
            self.refresh()


P = TypeVar("P", bound=Page)


def page(
    name: str,
    label: str,
    *,
    icon: str = "",
    group: Group = Group.HIDDEN,
    order: int = 50,
    roles: frozenset[Any] | None = None,
    badge: Callable[[Reading, Actor], int] | None = None,
) -> Callable[[type[P]], type[P]]:
    """Registers a page under *name*; *label* is a msgid marked with ``N_``."""

    def register(made: type[P]) -> type[P]:
        made.name = name
        _registry[name] = PageSpec(name, label, icon, group, order, roles, badge, made)
        return made

    return register


@cache
def load_all() -> None:
    """Imports every module of this folder; safe to call on a background thread."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")


def specs() -> list[PageSpec]:
    """All pages in the order of the navigation."""
    load_all()
    return sorted(_registry.values(), key=lambda s: (s.group, s.order, s.name))


def spec(name: str) -> PageSpec:
    """The page of that name. Raises KeyError."""
    load_all()
    return _registry[name]
