"""The start page: which office, who works here. Painted before anything else is loaded; knows no store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.text import nfc
from resources.i18n import _
from ui.widgets.labels import caption, label

if TYPE_CHECKING:
    from ui.opening import Login, Office

WIDTH = 460
SHORTEST = 15  # characters of a password; the model layer has the last word


class LoginPage(QWidget):
    """Four faces: opening, signing in, no office yet, making an office.

    Signals carry what was typed: ``sign_in`` (login, password), ``set_up`` (office, login, name, password).
    """

    sign_in = Signal(str, str)
    open_other = Signal()
    sample_wanted = Signal()
    set_up = Signal(str, str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(4)
        column.addWidget(label("Sổ Đoàn", "title"))
        self.office = label(_("Delegations going abroad and coming in"), "muted", wrap=True)
        column.addWidget(self.office)
        column.addSpacing(16)
        self._opening, self._signing = self._opening_face(), self._sign_in_face()
        self._choosing, self._creating = self._choice_face(), self._create_face()
        self._faces = (self._opening, self._signing, self._choosing, self._creating)
        for face in self._faces:
            column.addWidget(face)
        self.problem = label("", "stop", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addLayout(row)
        page.addStretch(3)
        self._face(self._signing)

    # --- faces --------------------------------------------------------------------------------------------------------

    def _opening_face(self) -> QWidget:
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        self._doing = label("", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress"))
        column.addWidget(self._doing)
        column.addWidget(self._bar)
        return face

    def _sign_in_face(self) -> QWidget:
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.login, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for field, words in ((self.login, _("User name")), (self.password, _("Password"))):
            field.setAccessibleName(words)
            field.setMaxLength(200)
            column.addWidget(label(words, buddy=field))
            column.addWidget(field)
            column.addSpacing(8)
        self.enter = QPushButton(caption(_("Start work")))
        self.enter.setProperty("kind", "primary")
        self.enter.setAutoDefault(True)  # Enter works here as in the fields
        self.enter.clicked.connect(self._sign_in)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._sign_in)
        row = QHBoxLayout()
        row.addWidget(self.enter)
        row.addStretch(1)
        other = QPushButton(caption(_("Open another office…")))
        other.setProperty("kind", "link")
        other.clicked.connect(self.open_other)
        row.addWidget(other)
        column.addSpacing(4)
        column.addLayout(row)
        self._sample = QFrame()
        self._sample_grid = QGridLayout(self._sample)
        self._sample_grid.setContentsMargins(0, 16, 0, 0)
        self._sample_grid.setVerticalSpacing(2)
        self._sample.hide()
        column.addWidget(self._sample)
        return face

    def _choice_face(self) -> QWidget:
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("There is no office here yet. What would you like to do?"), wrap=True))
        self._missing_at = label("", "small", wrap=True)
        column.addWidget(self._missing_at)
        for words, hint, act, kind in (
            (_("Set up our office here"), _("An empty office on this computer, with you as its first user."),
             lambda: self._face(self._creating), "primary"),
            (_("Open another office…"), _("One that is already kept somewhere else."), self.open_other.emit, ""),
            (_("Make the sample office"), _("An invented province in 2018, to look around and to practise."),
             self.sample_wanted.emit, ""),
        ):  # fmt: skip
            button = QPushButton(caption(words))
            button.setProperty("kind", kind)
            button.setAccessibleDescription(hint)
            button.clicked.connect(lambda _checked=False, act=act: act())
            column.addSpacing(4)
            column.addWidget(button)
            column.addWidget(label(hint, "small", wrap=True))
        return face

    def _create_face(self) -> QWidget:
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._new: list[QLineEdit] = []
        for words, hidden in (
            (_("Name of the office"), False), (_("User name"), False), (_("Your name"), False),
            (_("Password"), True), (_("Password once more"), True),
        ):  # fmt: skip
            field = QLineEdit()
            field.setAccessibleName(words)
            field.setMaxLength(200)
            if hidden:
                field.setEchoMode(QLineEdit.EchoMode.Password)
            form.addRow(label(words, buddy=field), field)
            self._new.append(field)
        column.addLayout(form)
        column.addWidget(
            label(
                _("At least {n} characters; a short sentence is easy to remember.").format(n=SHORTEST),
                "small",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        make = QPushButton(caption(_("Set up the office")))
        make.setProperty("kind", "primary")
        make.clicked.connect(self._create)
        back = QPushButton(caption(_("Back")))
        back.clicked.connect(lambda: self._face(self._choosing))
        row.addWidget(make)
        row.addWidget(back)
        row.addStretch(1)
        column.addSpacing(8)
        column.addLayout(row)
        return face

    def _face(self, face: QWidget) -> None:
        for other in self._faces:
            other.setVisible(other is face)
        self.say("")
        if face is self._signing:
            (self.password if self.login.text() else self.login).setFocus()
        elif face is self._creating:
            self._new[0].setFocus()

    # --- what happens -------------------------------------------------------------------------------------------------

    def wait(self, words: str) -> None:
        """Says what is being done meanwhile."""
        self._face(self._opening)
        self._doing.setText(words)
        self._bar.setRange(0, 0)

    def show_missing(self, where: str) -> None:
        """Offers what can be done when there is no office at *where*."""
        self._missing_at.setText(where)
        self._face(self._choosing)

    def show_office(self, office: Office, login: str = "") -> None:
        """Asks who works here."""
        self.office.setText(office.name)
        self._show_sample(office.users if office.is_sample else ())
        if login:
            self.login.setText(login)
        self._face(self._signing)

    def show_empty_office(self, office: Office) -> None:
        """The office stands but nobody can sign in: asks for its first user."""
        self.office.setText(office.name)
        self._face(self._creating)

    def fail_opening(self, where: str, problem: str) -> None:
        """Nothing could be opened: says why, and offers what can be done; what was typed stays."""
        if any(field.text() for field in self._new):
            self._face(self._creating)
        else:
            self.show_missing(where)
        self.say(problem)

    def _show_sample(self, users: Sequence[Login]) -> None:
        from ui.opening import SAMPLE_PASSWORD

        while (item := self._sample_grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._sample.setVisible(bool(users))
        if not users:
            return
        says = _("Sample office. The password of every user: {password}").format(password=SAMPLE_PASSWORD)
        self._sample_grid.addWidget(label(says, "small", wrap=True, selectable=True), 0, 0, 1, 2)
        for row, user in enumerate(users, 1):
            take = QPushButton(caption(user.login))
            take.setProperty("kind", "link")
            take.setAccessibleDescription(f"{user.name}, {user.position}")
            take.clicked.connect(lambda _checked=False, u=user: self._take(u.login, SAMPLE_PASSWORD))
            self._sample_grid.addWidget(take, row, 0, Qt.AlignmentFlag.AlignLeft)
            self._sample_grid.addWidget(label(f"{user.name}, {user.position}", "small", wrap=True), row, 1)
        self._sample_grid.setColumnStretch(1, 1)

    def _take(self, login: str, password: str) -> None:
        self.login.setText(login)
        self.password.setText(password)
        self.enter.setFocus()

    def say(self, problem: str) -> None:
        """Shows a problem under the fields; "" clears it."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.enter.setEnabled(True)

    def fail(self, problem: str) -> None:
        """Back to the fields with the reason why not; the password is to be typed again."""
        self._face(self._signing)
        self.password.clear()
        self.password.setFocus()
        self.say(problem)

    def _sign_in(self) -> None:
        login, password = nfc(self.login.text()).strip(), nfc(self.password.text())
        if not login or not password:
            self.say(_("Please type your user name and your password."))
            (self.password if login else self.login).setFocus()
            return
        self.say("")
        self.enter.setEnabled(False)
        self.sign_in.emit(login, password)

    def _create(self) -> None:
        office, login, name, password, again = (nfc(f.text()) for f in self._new)
        office, login, name = office.strip(), login.strip(), name.strip()
        if not all((office, login, name, password)):
            self.say(_("Please fill in every field."))
        elif password != again:
            self.say(_("The two passwords differ; please type them again."))
        else:
            self.set_up.emit(office, login, name, password)
