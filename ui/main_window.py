"""The window: empty and painted first, then the start page, then the desk. Users, lock and language are changed here.

At the top of this module stands only what the first paint needs; everything else is imported where it is used, because
Qt's enumerations, the labels and the start page would make the first paint wait.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from resources.i18n import _

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent

    from models.errors import OfficeError
    from models.store.units import Actor
    from ui.desk import Desk
    from ui.jobs import Jobs
    from ui.opening import Office, Opener
    from ui.pages.login import LoginPage
    from ui.seat import Seat
    from ui.shell import Shell

SMALLEST = (1024, 640)
USUAL = (1340, 700)  # fits 1366×768 with a task bar


class Window(QMainWindow):
    """The program's one window. *say_fault* is given every exception that is ours, *prepare* runs after the first paint."""

    def __init__(
        self,
        seat: Seat,
        where: str,
        say_fault: Callable[[BaseException], None],
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self.seat, self.where = seat, where
        self._say_fault, self._prepare = say_fault, prepare
        self.office: Office | None = None
        self.jobs: Jobs | None = None
        self.shell: Shell | None = None
        self._opener: Opener | None = None
        self._actor: Actor | None = None
        self._begun = False
        self._login: LoginPage | None = None
        self.setWindowTitle("Sổ Đoàn")
        self.setMinimumSize(*SMALLEST)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._take_place()

    @property
    def login(self) -> LoginPage:
        """The start page; made after the first paint, or when first asked for."""
        if self._login is None:
            self._prepare()
            self._login = self._login_page()
            self._stack.insertWidget(0, self._login)
        return self._login

    def _login_page(self) -> LoginPage:
        from ui.pages.login import LoginPage

        page = LoginPage()
        page.sign_in.connect(self._sign_in)
        page.open_other.connect(self._open_other)
        page.sample_wanted.connect(self._make_sample)
        page.set_up.connect(self._create)
        page.wait(_("Opening the office…"))
        return page

    def _take_place(self) -> None:
        kept = self.seat.get("window/geometry")
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            screen = QApplication.primaryScreen().availableGeometry()
            self.resize(min(USUAL[0], screen.width()), min(USUAL[1], screen.height()))

    # --- opening ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._begun:
            self._begun = True
            QTimer.singleShot(0, self, self.begin)

    def begin(self) -> None:
        """Shows the start page and loads what the office needs behind it; an office that is open already stays."""
        self._begun = True
        if self.office is None:
            self._stack.setCurrentWidget(self.login)
            self.opener.open(self.where)

    @property
    def opener(self) -> Opener:
        """What opens offices; made when first needed."""
        if self._opener is None:
            from ui.opening import Opener

            made = self._opener = Opener()
            made.opened.connect(self.show_office)
            made.missing.connect(self.login.show_missing)
            made.refused.connect(self._opening_refused)
            made.broke.connect(self._opening_broke)
            made.signed_in.connect(self._signed_in)
        return self._opener

    def show_office(self, office: Office) -> None:
        """An office is open: asks who works here."""
        self._leave_office()
        self.office, self.where = office, office.where
        self.seat.put("office/where", office.where)
        if office.users:
            self.login.show_office(office, self.seat.text("office/login"))
        else:
            self.login.show_empty_office(office)
        self.setWindowTitle(f"Sổ Đoàn – {office.name}" if office.name else "Sổ Đoàn")

    def _opening_refused(self, error: OfficeError) -> None:
        if self.office is None:
            self.login.fail_opening(self.where, str(error))
        else:
            self.login.fail(str(error))

    def _opening_broke(self, error: BaseException) -> None:
        if self.office is None:
            self.login.show_missing(self.where)
        else:
            self.login.fail("")
        self._say_fault(error)

    def _open_other(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        kinds = _("Offices of Sổ Đoàn (*.sodb *.sodoan);;All files (*)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Open another office"), "", kinds)
        if chosen:
            self.where = chosen
            self.login.wait(_("Opening the office…"))
            self._leave_office()
            self.opener.open(chosen)

    def _make_sample(self) -> None:
        from ui import places

        self.login.wait(_("Making the sample office; this takes a moment…"))
        self.opener.make_sample(str(places.sample_office()))

    def _create(self, office: str, login: str, name: str, password: str) -> None:
        self.login.wait(_("Setting up the office…"))
        self.seat.put("office/login", login)
        if self.office is not None:  # it stands already, but nobody can sign in yet
            self._leave_office()
        self.opener.create(self.where, office, login, name, password)

    def restore_backup(self, file: Path) -> None:
        """Puts a backup in the place of this office, in the name of who sits here; everybody signs in again."""
        by, where = self._actor, self.where
        if by is None:
            return
        self.login.wait(_("Restoring the backup…"))
        self._stack.setCurrentWidget(self.login)

        def leave() -> None:
            self._leave_office()
            self.opener.restore(file, where, by)

        QTimer.singleShot(0, self, leave)  # after the page that asked has returned

    # --- signing in and out -------------------------------------------------------------------------------------------

    def _sign_in(self, login: str, password: str) -> None:
        if self.office is None:
            return
        self.seat.put("office/login", login)
        self.opener.sign_in(self.office.store, login, password)

    def _signed_in(self, actor: Actor) -> None:
        self.login.password.clear()
        self.login.say("")
        if self.shell is not None and self._actor == actor:
            self._stack.setCurrentWidget(self.shell)  # unlocked: everything as it was
            return
        self.sit_down(actor)

    def sit_down(self, actor: Actor) -> None:
        """Puts the desk of *actor* before him."""
        from ui.desk import Desk
        from ui.jobs import Jobs

        assert self.office is not None
        self._clear_desk()
        self._actor = actor
        if self.jobs is None:
            from ui.opening import last_entry

            self.jobs = Jobs(self.office.store, last_entry=last_entry)
            self.jobs.refused.connect(self.show_refusal)
            self.jobs.broke.connect(self._say_fault)
        self.lay_desk(
            Desk(
                self.office.store, self.jobs, actor, self.seat, self.office.name, self.office.is_sample, self.where
            )
        )  # fmt: skip

    def lay_desk(self, desk: Desk) -> None:
        """Builds the pages around a desk and opens the first."""
        from ui.shell import Shell
        from ui.user_menu import UserMenu

        _start_page = self.login  # below the desk, for lock and change of user
        self._actor = desk.actor
        self.shell = Shell(desk, UserMenu(self))
        self._stack.addWidget(self.shell)
        self._stack.setCurrentWidget(self.shell)
        self.shell.start()

    def _clear_desk(self) -> None:
        if self.shell is not None:
            self.shell.close_down()
            self._stack.removeWidget(self.shell)
            self.shell.deleteLater()
            self.shell = None

    def _leave_office(self) -> None:
        self._clear_desk()
        if self.jobs is not None:
            self.jobs.close()
            self.jobs = None
        if self.office is not None:
            self.office.store.close()
            self.office = None
        self._actor = None

    def _may_leave(self) -> bool:
        """Whether nothing would be lost, or the person said that it may be."""
        return self.shell is None or all(page.leave() for page in self.shell.pages.values())

    def lock(self) -> None:
        """Hides the desk until the same person signs in again; another person gets his own."""
        if self.office is not None and self._actor is not None:
            self.login.show_office(self.office, self.seat.text("office/login"))
            self._stack.setCurrentWidget(self.login)

    def switch_user(self) -> None:
        """Ends this person's work; the next one signs in."""
        if self.office is not None and self._may_leave():
            office = self.office
            self._clear_desk()
            self._actor = None
            self.login.show_office(office, "")
            self.login.login.clear()
            self._stack.setCurrentWidget(self.login)
            self.login.login.setFocus()

    # --- appearance and language ---------------------------------------------------------------------------------------

    def choose_theme(self, choice: str) -> None:
        """Light, dark, or as the system; remembered by the seat."""
        from ui import theme

        self.seat.put("seat/theme", choice)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.current().apply(app, choice)

    def choose_language(self, language: str) -> None:
        """Vietnamese or English; the desk is laid anew, on the same page."""
        from ui import app
        from ui.pages import Place

        self.seat.put("seat/locale", language)
        app.speak(language)
        shell, desk = self.shell, self.shell.desk if self.shell else None
        here = shell.page.place() if shell and shell.page else None
        self._renew_login()
        if desk is not None:
            self._clear_desk()
            self.lay_desk(desk)
            if here is not None and self.shell is not None:
                self.shell.go(Place(here.page, here.key, here.options))

    def _renew_login(self) -> None:
        old, self._login = self.login, self._login_page()
        self._stack.insertWidget(0, self._login)
        self._stack.removeWidget(old)
        old.deleteLater()
        if self._opener is not None:
            self._opener.missing.connect(self.login.show_missing)

    def show_keys(self) -> None:
        """The sheet of keys, as F1 does."""
        if self.shell is not None:
            self.shell.acts["keys"].trigger()

    def show_about(self) -> None:
        """What program this is."""
        from ui.dialogs.about import show_about

        show_about(self, self.office)

    # --- errors, keys, closing ----------------------------------------------------------------------------------------

    def show_refusal(self, error: OfficeError) -> None:
        """The sentence of a refusal that no page took."""
        from ui.dialogs.error import show_refusal

        show_refusal(self, error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Ctrl+Z come here only when no field used them."""
        from PySide6.QtCore import Qt

        if self.shell is not None and self._stack.currentWidget() is self.shell:
            if event.key() == Qt.Key.Key_Escape and not event.modifiers():
                self.shell.back()
                return
            if event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self.shell.status.undo()
                return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        self.seat.put("window/geometry", self.saveGeometry())
        self._leave_office()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """What paints itself in the theme's colours is painted anew when they change."""
        super().changeEvent(event)
        if self._login is not None and event.type() == event.Type.PaletteChange:
            for widget in self.findChildren(QWidget):
                widget.update()
