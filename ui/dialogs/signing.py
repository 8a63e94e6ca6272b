"""Signing a letter digitally: with which key, for whom, and what shows on the page. Nothing that opens the key is remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from models.signatures.keys import KeyFile, KeySource, TokenKey, TokenKeyInfo, keys_on
from models.signatures.signing import Role
from resources.i18n import N_, _
from ui.dialogs.asking import Asking
from ui.widgets.labels import caption, label

if TYPE_CHECKING:
    from models.store.units import Store
    from models.work.signatures import SignedKept
    from ui.desk import Desk

ROLES = {
    Role.SIGNATORY: N_("The signatory (picture of the signature, blue)"),
    Role.OFFICE: N_("The office (picture of the seal, red)"),
}
_SEAL = 36  # mm; the clerk sets what the office's own seal measures


class SignDialog(Asking):
    """One signature. *done* gets what was kept."""

    def __init__(
        self, parent: QWidget, desk: Desk, letter_id: int, title: str, done: Callable[[SignedKept], None]
    ) -> None:
        super().__init__(parent, desk, _("Sign digitally"), _("Sign"), width=560)
        self._letter_id, self._tell_done = letter_id, done
        seat = desk.seat
        self.body.addWidget(label(title, wrap=True))
        self.role = QComboBox()
        for role, words in ROLES.items():
            self.role.addItem(_(words), role)
        self.field(_("Who signs"), self.role)
        self.kind = QComboBox()
        self.kind.addItem(_("Key file (.p12, .pfx)"), "file")
        self.kind.addItem(_("Signing device (PKCS#11)"), "token")
        self.field(_("Where the key is"), self.kind)
        self.key_file, file_part = self._chooser(_("Key file"), "signing/key_file", _KEY_FILES)
        self.driver, driver_part = self._chooser(_("Driver of the device"), "signing/driver", _DRIVERS)
        self.token = QComboBox()
        self.token.setAccessibleName(_("Certificate on the device"))
        look = QPushButton(caption(_("Find the device")))
        look.clicked.connect(lambda _on=False: self.look())
        row = QHBoxLayout()
        row.addWidget(self.token, 1)
        row.addWidget(look)
        self._file_part, self._token_part = file_part, driver_part
        inner = QVBoxLayout()
        inner.setSpacing(4)
        inner.addWidget(label(_("Certificate on the device"), buddy=self.token))
        inner.addLayout(row)
        token_layout = self._token_part.layout()
        assert isinstance(token_layout, QVBoxLayout)
        token_layout.addLayout(inner)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._secret_words = label("", buddy=self.secret)
        self.body.addWidget(self._secret_words)
        self.body.addWidget(self.secret)
        self.picture, picture_part = self._chooser(_("Picture to show (PNG, clear ground)"), "", _PICTURES)
        self.body.addWidget(picture_part)
        self.diameter = QSpinBox()
        self.diameter.setRange(20, 60)
        self.diameter.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.diameter.setSuffix(" mm")
        self.diameter.setValue(int(seat.text("signing/seal_diameter") or _SEAL))
        self._diameter_words = label(_("Diameter of the seal"), buddy=self.diameter)
        self.diameter.setAccessibleName(_("Diameter of the seal"))
        self.body.addWidget(self._diameter_words)
        self.body.addWidget(self.diameter)
        self.says.setText(
            _(
                "The issued letter stays as it is; the signed PDF is kept with it. Passphrase and PIN are not remembered."
            )
        )
        self.role.currentIndexChanged.connect(lambda _n: self._show_role())
        self.kind.currentIndexChanged.connect(lambda _n: self._show_kind())
        self.kind.setCurrentIndex(int(seat.text("signing/kind") or 0))
        self._show_kind()
        self._show_role()

    def _chooser(self, words: str, remembered: str, kinds: str) -> tuple[QLineEdit, QWidget]:
        """A path with its label and a button to choose a file."""
        part, line = QWidget(), QLineEdit(self.desk.seat.text(remembered) if remembered else "")
        line.setAccessibleName(words)
        choose = QPushButton(caption(_("Choose…")))
        choose.setAccessibleName(_("Choose: {what}").format(what=words))

        def pick() -> None:
            found, _kind = QFileDialog.getOpenFileName(self, words, line.text(), _(kinds))
            if found:
                line.setText(found)

        choose.clicked.connect(lambda _on=False: pick())
        row = QHBoxLayout()
        row.addWidget(line, 1)
        row.addWidget(choose)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(words, buddy=line))
        column.addLayout(row)
        if remembered:
            self.body.addWidget(part)
        return line, part

    @property
    def by_token(self) -> bool:
        """Whether the key is on a device."""
        return self.kind.currentData() == "token"

    def _show_kind(self) -> None:
        self._file_part.setVisible(not self.by_token)
        self._token_part.setVisible(self.by_token)
        words = _("PIN of the device") if self.by_token else _("Passphrase of the file")
        self._secret_words.setText(words)
        self.secret.setAccessibleName(words)
        self.secret.clear()
        self.adjustSize()

    def _show_role(self) -> None:
        role = self.role.currentData()
        self.picture.setText(self.desk.seat.text(f"signing/picture_{role}"))
        for widget in (self.diameter, self._diameter_words):
            widget.setVisible(role == Role.OFFICE)
        self.adjustSize()

    def look(self) -> None:
        """Asks the device which certificates it holds; no PIN is needed for that."""
        driver = Path(self.driver.text())
        self.desk.jobs.ask(
            lambda _read: keys_on(driver), owner=self, then=self._found, failed=self.refuse, outranks="look"
        )

    def _found(self, found: tuple[TokenKeyInfo, ...]) -> None:
        self.refusal.hide()
        self.token.clear()
        for each in found:
            self.token.addItem(f"{each.owner} – {each.token}", each)
        if not found:
            self.refuse(_("The device holds no certificate to sign with."))

    def _key(self) -> KeySource | None:
        if self.by_token:
            chosen: TokenKeyInfo | None = self.token.currentData()
            if not self.driver.text() or not self.secret.text():
                return None
            return TokenKey(
                Path(self.driver.text()), self.secret.text(), chosen.token if chosen else "",
                chosen.key_id if chosen else b"",
            )  # fmt: skip
        if not self.key_file.text():
            return None
        return KeyFile(Path(self.key_file.text()), self.secret.text())

    def act(self) -> None:
        from models.errors import OfficeError
        from models.work.signatures import Shown, keep_signed, signed_bytes

        key = self._key()
        if key is None:
            self.refuse(_("Choose the key and write its passphrase or PIN."))
            return
        self._remember()
        letter_id, by, role = self._letter_id, self.desk.actor, Role(self.role.currentData())
        path, diameter = self.picture.text(), float(self.diameter.value())

        def work(store: Store) -> SignedKept:
            shown = None
            if path:
                try:
                    shown = Shown(Path(path).read_bytes(), diameter)
                except OSError as error:
                    raise OfficeError("picture_unreadable") from error
            with store.reading() as read:
                signed = signed_bytes(read, letter_id, key, role, shown)
            return keep_signed(store, letter_id, signed, by=by)

        self.secret.clear()  # asked anew each time: a device locks itself after a few wrong PINs
        self.perform(work, self._tell_done)

    def _remember(self) -> None:
        seat = self.desk.seat
        seat.put("signing/kind", str(self.kind.currentIndex()))
        seat.put("signing/key_file", self.key_file.text())
        seat.put("signing/driver", self.driver.text())
        seat.put(f"signing/picture_{self.role.currentData()}", self.picture.text())
        seat.put("signing/seal_diameter", str(self.diameter.value()))


_KEY_FILES = N_("Key files (*.p12 *.pfx)")
_DRIVERS = N_("Drivers (*.dll *.so *.dylib)")
_PICTURES = N_("Pictures (*.png)")
