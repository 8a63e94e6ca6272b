"""What surrounds the pages once somebody works: navigation, search, menus, status line, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models import clock
from models.catalogue.kinds import kinds
from models.catalogue.workflows import Role
from resources.i18n import N_, _
from ui import actions, icons, pages
from ui.pages import Group, Page, Place
from ui.widgets.labels import caption, tip
from ui.widgets.rail import Rail
from ui.widgets.search_box import SearchBox
from ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from models.reading.search import Hit
    from ui.desk import Desk

# The page that shows a thing found, where it is not named like its topic.
PAGE_OF_TOPIC = {
    "dossier": "dossier",
    "person": "people",
    "letter": "letters",
    "organisation": "organisations",
    "arrival": "arrivals",
}
HISTORY = 50


class Shell(QWidget):
    """The desk with its pages; *user_menu* is the window's own menu under the person's name."""

    went = Signal(object)  # the Place one came to

    def __init__(self, desk: Desk, user_menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.specs = {s.name: s for s in pages.specs() if desk.may(s.roles)}
        self.pages: dict[str, Page] = {}
        self._history: list[Place] = []
        self.acts = actions.attach(self, "shell", desk.actor.roles)
        self.rail = Rail([s for s in self.specs.values() if s.group is not Group.HIDDEN])
        self.stack = QStackedWidget()
        self.status = StatusLine()
        self._lay_out(user_menu)
        self.rail.chosen.connect(lambda name: self.go(Place(name)))
        self.rail.folded.connect(lambda narrow: desk.seat.put("window/rail", "narrow" if narrow else "wide"))
        if desk.seat.text("window/rail") == "narrow":
            self.rail.fold(True)
        desk.jobs.waiting.connect(self._show_waiting)
        desk.jobs.long_work.connect(self.status.follow)
        desk.jobs.changed.connect(self._something_changed)
        self._count_soon = QTimer(self, interval=150, singleShot=True)
        self._count_soon.timeout.connect(self._count)
        self._day: date | None = None
        self._new_day = QTimer(self, interval=60_000)
        self._new_day.timeout.connect(self._turn_page)
        self._new_day.start()
        for number, name in enumerate(list(self.rail.buttons)[:9], 1):
            jump = QShortcut(QKeySequence(f"Alt+{number}"), self)
            jump.activated.connect(lambda name=name: self.go(Place(name)))

    # --- layout -----------------------------------------------------------------------------------------------------

    def _lay_out(self, user_menu: QMenu) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._bar(user_menu))
        self._wait = QProgressBar()
        self._wait.setRange(0, 0)
        self._wait.setTextVisible(False)
        self._wait.setFixedHeight(3)
        self._wait.setAccessibleName(_("Waiting for the store"))
        keeps_room = self._wait.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self._wait.setSizePolicy(keeps_room)
        self._wait.hide()
        right.addWidget(self._wait)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)

    def _bar(self, user_menu: QMenu) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        bar.setFixedHeight(48)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        topics = [topic for topic, name in PAGE_OF_TOPIC.items() if name in self.specs]
        self.search = SearchBox(self.desk.jobs, topics)
        self.search.chosen.connect(self._open_hit)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        if "new" in self.acts and "dossier" in self.specs:
            row.addWidget(self._new_button())
        self.backup = QPushButton()
        self.backup.setProperty("kind", "link")
        self.backup.clicked.connect(lambda: self.go(Place("office")))
        self.backup.hide()
        row.addWidget(self.backup)
        self.user = QPushButton(icons.icon("user"), caption(self.desk.actor.name))
        self.user.setProperty("kind", "chip")
        self.user.setMenu(user_menu)
        self.user.setAccessibleName(_("Menu of {name}").format(name=self.desk.actor.name))
        tip(self.user, _("Change user, lock, appearance, language, help"))
        row.addWidget(self.user)
        return bar

    def _new_button(self) -> QPushButton:
        menu = QMenu(self)
        for kind in kinds().values():
            start = QAction(caption(str(kind.label)), menu)
            start.triggered.connect(
                lambda _checked=False, code=kind.code: self.go(Place("dossier", None, {"kind": code}))
            )
            menu.addAction(start)
        self.new = QPushButton(icons.icon("plus"), caption(_("New dossier")))
        self.new.setMenu(menu)
        tip(self.new, actions.with_key(_("Begin a dossier of the kind you choose"), "Ctrl+N"))
        return self.new

    # --- going about --------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page in sight."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def go(self, place: Place) -> None:
        """Opens a place and remembers where one came from."""
        if place.page not in self.specs:
            return
        before = self.page
        if before is not None:
            here = before.place()
            if here == place and not place.options:
                before.home()
                return
            if not before.leave():
                self.rail.show_page(before.name)
                return
            self._history.append(here)
            del self._history[:-HISTORY]
        self._show(place, arriving=True)

    def back(self) -> None:
        """Goes back to where one came from, to the same row."""
        before = self.page
        if before is None or not self._history or not before.leave():
            return
        self._show(self._history.pop(), arriving=False)

    def _show(self, place: Place, *, arriving: bool) -> None:
        page = self._page(place.page)
        self.stack.setCurrentWidget(page)
        if arriving or page.place() != place:
            page.arrive(place)
        self.rail.show_page(place.page)
        page.home()
        self._show_status()
        self.desk.seat.put("window/page", place.page)
        self.went.emit(page.place())

    def _page(self, name: str) -> Page:
        made = self.pages.get(name)
        if made is None:
            made = self.pages[name] = self.specs[name].make(self.desk)
            made.go.connect(self.go)
            made.said.connect(self.say)
            made.status_changed.connect(self._show_status)
            made.setAccessibleName(_(self.specs[name].label))
            self.stack.addWidget(made)
        return made

    def start(self) -> None:
        """Opens the page where this person's day begins."""
        first = next(iter(self.rail.buttons), None)
        if first is not None:
            self.go(Place(first))
        self._count()
        self._ask_backup()
        self._turn_page()
        self._watch_scans()

    def _watch_scans(self) -> None:
        """Scans that come into the folder of this seat are filed by themselves while somebody works here who may."""
        from ui.scan_watch import watch_of

        watch = watch_of(self.desk)
        watch.said.connect(self.say)
        watch.begin()

    def _turn_page(self) -> None:
        """At the start and on every new day journeys begin and end, and reports become due, by themselves."""
        if self._day == clock.today():
            return
        self._day = clock.today()
        from models.work.journey import tick

        self.desk.jobs.do(tick, owner=self)

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Says in the status line what was done, and how to take it back."""
        self.status.say(text, undo)

    def close_down(self) -> None:
        """Lets every page keep what is unsaved; scans wait in their folder for whoever comes next."""
        from ui.scan_watch import end_watch

        end_watch(self.desk)
        for page in self.pages.values():
            page.close_down()

    def _open_hit(self, hit: Hit) -> None:
        self.go(Place(PAGE_OF_TOPIC[hit.topic], hit.key))

    def _show_status(self) -> None:
        if self.page is not None:
            self.status.show_about(self.page.status())

    def _show_waiting(self, busy: bool) -> None:
        self._wait.setVisible(busy)

    # --- figures of the frame -------------------------------------------------------------------------------------------

    def _something_changed(self, _changed: object) -> None:
        self._count_soon.start()

    def _count(self) -> None:
        """Asks how much work waits on each page that says so."""
        asked = {name: s.badge for name, s in self.specs.items() if s.badge is not None}
        actor = self.desk.actor
        if asked:
            self.desk.jobs.ask(
                lambda read: {name: badge(read, actor) for name, badge in asked.items()},
                owner=self, then=self._show_counts, outranks="badges",
            )  # fmt: skip

    def _show_counts(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            self.rail.show_badge(name, count)

    def _ask_backup(self) -> None:
        from ui import opening

        opening.last_backup(self.desk, self, self.show_backup)

    def show_backup(self, at: Any) -> None:
        """Shows when the last good backup was made (a datetime, or None for never)."""
        if at is None:
            words, symbol, colour = _("no backup yet"), "triangle-alert", "warn"
        else:
            local = QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
            today = local.date() == QDateTime.currentDateTime().date()
            shown = QLocale().toString(local, "HH:mm" if today else "dd/MM/yyyy")
            words = _("backup {when}").format(when=shown)
            symbol, colour = ("circle-check", "done") if today else ("triangle-alert", "warn")
        self.backup.setIcon(icons.icon(symbol, colour))
        self.backup.setText(caption(words))
        tip(self.backup, _("When the last verified backup of this office was made"))
        self.backup.show()


# --- acts of the frame -------------------------------------------------------------------------------------------------


@actions.action("search", N_("Search"), "Ctrl+K", "search", where="shell")
def _search(shell: Shell) -> None:
    shell.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    shell.search.selectAll()


@actions.action(
    "new", N_("New dossier"), "Ctrl+N", "plus", roles=frozenset({Role.OFFICER, Role.CLERK}), where="shell"
)
def _new(shell: Shell) -> None:
    shell.new.showMenu()


@actions.action("refresh", N_("Refresh"), "F5", "refresh-cw", where="shell")
def _refresh(shell: Shell) -> None:
    if shell.page is not None:
        shell.page.refresh()
    shell._count()
    shell._ask_backup()


@actions.action("back", N_("Back to where you came from"), "Esc", "arrow-left", where="shell", bound=False)
def _back(shell: Shell) -> None:
    shell.back()


@actions.action("undo", N_("Take back what was just done"), "Ctrl+Z", "undo-2", where="shell", bound=False)
def _undo(shell: Shell) -> None:
    shell.status.undo()


@actions.action("save", N_("Save"), "Ctrl+S", "check", where="shell")
def _save(shell: Shell) -> None:
    shell.say(_("Nothing to do: everything is kept as you type."), None)


@actions.action("fold", N_("Collapse or open the navigation"), "Ctrl+B", "panel-left", where="shell")
def _fold(shell: Shell) -> None:
    shell.rail.switch()


@actions.action("keys", N_("Help and keys"), "F1", "keyboard", where="shell")
def _keys(shell: Shell) -> None:
    from ui.dialogs.keys import KeySheet

    page = shell.page
    KeySheet(page.name if page else "", shell.specs, shell).exec()
