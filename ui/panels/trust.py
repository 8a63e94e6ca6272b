"""Whose digital signatures the office trusts, and the revocation lists it checks them with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from models import clock, dates
from models.errors import OfficeError
from models.reading.signatures import ISSUER, TrustItem, trust_items
from resources.i18n import N_, _
from ui.dialogs.decide import confirm
from ui.panels import Panel, short_table
from ui.tables.columns import CENTRE, Column, Paint, day
from ui.tables.delegates import Cell
from ui.widgets.labels import label
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.store.units import Actor, Reading, Store
    from ui.desk import Desk

_LARGEST = 50_000_000  # bytes of a revocation list


def _sort(row: TrustItem) -> str:
    return _("Issuer") if row.sort == ISSUER else _("Revocation list")


def _ends(row: TrustItem) -> str:
    ends = dates.read_date(row.ends_on)
    return day(ends) if ends else ""


def _state(row: TrustItem) -> str:
    ends = dates.read_date(row.ends_on)
    if ends is None or ends >= clock.today():
        return _("in force")
    return _("expired") if row.sort == ISSUER else _("out of date")


def _state_cell(row: TrustItem) -> Cell:
    words = _state(row)
    good = words == _("in force")
    return Cell((("circle-check" if good else "triangle-alert", words, "done" if good else "warn"),))


COLUMNS = (
    Column("sort", N_("Sort of file"), _sort, 190),
    Column("name", N_("Issuer"), lambda r: r.name, 260, stretch=True, tip=lambda r: r.fingerprint),
    Column("ends", N_("Valid until"), _ends, 110, CENTRE),
    Column("state", N_("State"), _state, 140, paint=Paint.STATE, cell=_state_cell),
)  # fmt: skip


class TrustPanel(Panel):
    """Issuers' certificates and revocation lists, brought as files."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Digital signatures"),
            _(
                "Signatures are checked without a network: against the certificates of the issuers that the office trusts, and "
                "their revocation lists brought as files."
            ),
        )
        self.model, self.table = short_table(desk, self, "trust", _("Digital signatures"), COLUMNS, _find)
        self.empty = label(
            _("Nothing is trusted yet. Add the certificate of the issuer, as its web page offers it."),
            "empty",
            wrap=True,
        )
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.buttons = {
            "issuer": foot_button(_("Add an issuer…"), self.add_issuer, kind="primary"),
            "list": foot_button(_("Add a revocation list…"), self.add_list),
            "remove": foot_button(_("Remove"), self.remove, kind="danger"),
        }
        for button in self.buttons.values():
            self.head.addWidget(button)
        self.table.moved.connect(lambda _key: self._tell())
        self.model.answered.connect(self._tell)
        self._tell()

    def refresh(self) -> None:
        self.model.ask(None)

    def _tell(self) -> None:
        self.buttons["remove"].setVisible(self.table.current_row() is not None)
        is_empty = self.model.is_complete and not self.model.count
        self.table.setVisible(not is_empty)
        self.empty.setVisible(is_empty)

    def add_issuer(self) -> None:
        """A certificate from a file."""
        from models.work.signatures import trust_issuer

        self._add(_("Certificate of the issuer"), _("Certificates (*.cer *.crt *.pem *.der)"), trust_issuer)

    def add_list(self) -> None:
        """A revocation list from a file."""
        from models.work.signatures import add_revocations

        self._add(_("Revocation list"), _("Revocation lists (*.crl *.pem)"), add_revocations)

    def _add(self, title: str, kinds: str, act: Callable[..., int]) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, title, "", kinds)
        if chosen:
            self.take(Path(chosen), act)

    def take(self, path: Path, act: Callable[..., int]) -> None:
        """Reads the file and keeps what it says."""
        by = self.desk.actor
        self.desk.jobs.do(
            lambda store: _keep(store, path, act, by), owner=self, then=lambda _id: self.refresh()
        )

    def remove(self) -> None:
        """Takes the chosen one away, after asking."""
        row: TrustItem | None = self.table.current_row()
        if row is None:
            return
        from models.work.signatures import distrust

        says = _("Signatures are no longer checked with “{name}”.").format(name=row.name)
        if confirm(self, title=_("Remove"), says=says, verb=_("Remove"), is_danger=True):
            by = self.desk.actor
            self.desk.jobs.do(
                lambda store: distrust(store, row.id, by=by), owner=self, then=lambda _none: self.refresh()
            )


def _find(read: Reading, _question: None) -> Sequence[TrustItem]:
    return trust_items(read)


def _keep(store: Store, path: Path, act: Callable[..., int], by: Actor) -> int:
    try:
        if path.stat().st_size > _LARGEST:
            raise OfficeError("certificate_unreadable")
        data = path.read_bytes()
    except OSError as error:
        raise OfficeError("certificate_unreadable") from error
    return act(store, data, by=by)
