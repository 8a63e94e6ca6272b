"""Who works with the program: accounts, their roles, new passwords."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from models.catalogue.workflows import Role
from models.work.users import SHORTEST_PASSWORD, UserRow, users
from resources.i18n import N_, _
from ui.acts_words import role_words
from ui.dialogs.asking import Asking
from ui.panels import Panel, short_table
from ui.tables.columns import Column, Paint
from ui.tables.delegates import Cell
from ui.widgets.labels import label
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.store.units import Store
    from ui.desk import Desk


def roles_words(row: UserRow) -> str:
    """The roles of an account in words."""
    return ", ".join(role_words(str(r)) for r in Role if r in row.roles)


def _active(row: UserRow) -> Cell:
    words = _("active") if row.is_active else _("disabled")
    return Cell((("circle-check" if row.is_active else "ban", words, "done" if row.is_active else "muted"),))


COLUMNS = (
    Column("login", N_("Sign-in name"), lambda r: r.login, 130),
    Column("name", N_("Full name"), lambda r: r.full_name, 190),
    Column("position", N_("Position"), lambda r: r.position, 170),
    Column("roles", N_("Roles"), roles_words, 240, stretch=True, tip=roles_words),
    Column("active", N_("Account"), lambda r: _("active") if r.is_active else _("disabled"), 130, paint=Paint.STATE, cell=_active),
)  # fmt: skip


class UserDialog(Asking):
    """A new account, or another's name, position and roles."""

    def __init__(self, parent: QWidget, desk: Desk, row: UserRow | None, done: Callable[[str], None]) -> None:
        title = _("Change {name}").format(name=row.full_name) if row else _("New user")
        super().__init__(parent, desk, title, _("Save"))
        self._row, self._tell_done = row, done
        self.login, self.name, self.position = (
            QLineEdit(),
            QLineEdit(row.full_name if row else ""),
            QLineEdit(row.position if row else ""),
        )
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        if row is None:
            self.field(_("Sign-in name") + " *", self.login)
        self.field(_("Full name") + " *", self.name)
        self.field(_("Position"), self.position)
        self.body.addWidget(label(_("Roles") + " *"))
        self.roles = {role: QCheckBox(role_words(str(role))) for role in Role}
        for role, box in self.roles.items():
            box.setChecked(row is not None and role in row.roles)
            self.body.addWidget(box)
        if row is None:
            self.field(
                _("First password, at least {n} letters").format(n=SHORTEST_PASSWORD) + " *", self.password
            )
            self.says.setText(
                _("Tell the person this password yourself. It can be changed after signing in.")
            )

    def act(self) -> None:
        from models.work.users import change_user, create_user

        row, by = self._row, self.desk.actor
        roles = [role for role, box in self.roles.items() if box.isChecked()]
        name, position = self.name.text(), self.position.text()
        if not name.strip() or not roles or (row is None and not self.login.text().strip()):
            self.refuse(_("Please fill in what has a star and choose at least one role."))
            return
        login, password = self.login.text(), self.password.text()

        def work(store: Store) -> Any:
            if row is None:
                return create_user(store, login, name, roles, password, by=by, position=position)
            return change_user(store, row.id, by=by, full_name=name, position=position, roles=roles)

        self.perform(work, lambda _answer: self._tell_done(_("Saved: {name}").format(name=name.strip())))


class PasswordDialog(Asking):
    """A new password for somebody."""

    def __init__(self, parent: QWidget, desk: Desk, row: UserRow, done: Callable[[str], None]) -> None:
        super().__init__(
            parent, desk, _("New password for {name}").format(name=row.full_name), _("Set the password")
        )
        self._row, self._tell_done = row, done
        self.password, self.again = QLineEdit(), QLineEdit()
        for words, entry in (
            (_("New password, at least {n} letters").format(n=SHORTEST_PASSWORD), self.password),
            (_("The same once more"), self.again),
        ):
            entry.setEchoMode(QLineEdit.EchoMode.Password)
            self.field(words + " *", entry)
        self.says.setText(
            _("The old password stops working at once, and a lock after failed tries is lifted.")
        )

    def act(self) -> None:
        from models.work.users import reset_password

        if self.password.text() != self.again.text():
            self.refuse(_("The two passwords differ. Please type them again."))
            return
        row, by, password = self._row, self.desk.actor, self.password.text()
        words = _("{name} has a new password.").format(name=row.full_name)
        self.perform(
            lambda store: reset_password(store, row.id, password, by=by),
            lambda _answer: self._tell_done(words),
        )


class UsersPanel(Panel):
    """The list of accounts with what can be done about one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, _("Users"), _("Nobody can handle a dossier about his own journey, whatever his roles.")
        )
        self.model, self.table = short_table(
            desk, self, "users", _("Users"), COLUMNS, lambda read, _q: users(read)
        )
        self.column.addWidget(self.table, 1)
        self.buttons = {
            "new": foot_button(_("New user"), self.add, kind="primary"),
            "edit": foot_button(_("Change"), self.edit),
            "password": foot_button(_("New password"), self.new_password),
            "switch": foot_button(_("Disable"), self.switch),
        }
        for button in self.buttons.values():
            self.head.addWidget(button)
        self.table.opened.connect(lambda _key: self.edit())
        self.table.moved.connect(lambda _key: self._tell())

    @property
    def row(self) -> UserRow | None:
        """The account one stands on."""
        return self.table.current_row()

    def refresh(self) -> None:
        self.model.ask("users") if self.model.question is None else self.model.refresh()

    def _tell(self) -> None:
        row = self.row
        for name in ("edit", "password", "switch"):
            self.buttons[name].setEnabled(row is not None)
        self.buttons["switch"].setText(_("Disable") if row is None or row.is_active else _("Enable"))

    def _done(self, words: str) -> None:
        self.said.emit(words, None)
        self.refresh()

    def add(self) -> None:
        """A new account."""
        UserDialog(self, self.desk, None, self._done).open()

    def edit(self) -> None:
        """Name, position and roles of the account."""
        if self.row is not None:
            UserDialog(self, self.desk, self.row, self._done).open()

    def new_password(self) -> None:
        """Another password for the account."""
        if self.row is not None:
            PasswordDialog(self, self.desk, self.row, self._done).open()

    def switch(self) -> None:
        """Disables the account, or enables it again; undoable."""
        if self.row is not None:
            self._switch(self.row, not self.row.is_active)

    def _switch(self, row: UserRow, active: bool) -> None:
        from models.work.users import change_user

        by = self.desk.actor
        words = _("{name} can sign in again.") if active else _("{name} cannot sign in any more.")

        def done(_answer: Any) -> None:
            self.said.emit(words.format(name=row.full_name), lambda: self._switch(row, not active))
            self.refresh()

        self.desk.jobs.do(
            lambda store: change_user(store, row.id, by=by, is_active=active), owner=self, then=done
        )
