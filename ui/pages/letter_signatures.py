"""Acts of the page Letters on digital signatures: sign, take in what was signed elsewhere, see what a signature is worth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from models.errors import OfficeError
from models.reading.signatures import signed_copies
from models.work.rights import may
from resources.i18n import N_, _
from ui.actions import action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.reading.letters import LetterRow
    from models.signatures.verifying import SignatureReport
    from models.store.units import Reading, Store
    from models.work.signatures import SignedKept
    from ui.pages.letters import Letters

_LARGEST = 200_000_000  # bytes; more is no letter


def _chosen(page: Letters) -> LetterRow | None:
    """The issued letter in sight; the page says why when there is none."""
    row: LetterRow | None = page.table.current_row()
    if row is None or row.state != "issued":
        page.said.emit(_("Choose an issued letter first."), None)
        return None
    if not may(page.desk.actor, "sign_letter"):
        page.said.emit(str(OfficeError("not_allowed", act=_("sign a letter digitally"))), None)
        return None
    return row


def _open_file(page: Letters, title: str) -> Path | None:
    found, _kind = QFileDialog.getOpenFileName(page, title, "", _("PDF files") + " (*.pdf)")
    return Path(found) if found else None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise OfficeError("pdf_unreadable")
        return path.read_bytes()
    except OSError as error:
        raise OfficeError("pdf_unreadable") from error


def _kept(page: Letters, answer: SignedKept) -> None:
    words = _("Kept with the letter: signed by {who}.")
    if answer.rewritten:
        words = _(
            "Kept with the letter: signed by {who}. The other tool wrote the file anew; its text is the issued one's."
        )
    page.said.emit(words.format(who=", ".join(r.signer for r in answer.signatures)), None)


@action("sign_digitally", N_("Sign digitally…"), "Ctrl+Shift+D", "stamp", where="letters")
def sign_digitally(page: Letters) -> None:
    """Asks for the key and signs the letter in sight."""
    row = _chosen(page)
    if row is not None:
        from ui.dialogs.signing import SignDialog

        title = " ".join(x for x in (row.type_name, row.number, row.subject) if x)
        SignDialog(page, page.desk, row.id, title, lambda answer: _kept(page, answer)).open()


@action("take_signed", N_("Take in the signed PDF…"), "", "download", where="letters")
def take_signed(page: Letters) -> None:
    """Keeps a PDF that was signed with another tool with the letter in sight."""
    row = _chosen(page)
    path = _open_file(page, _("The signed PDF")) if row is not None else None
    if row is not None and path is not None:
        letter_id, by = row.id, page.desk.actor

        def work(store: Store) -> SignedKept:
            from models.work.signatures import keep_signed

            return keep_signed(store, letter_id, _read(path), by=by, source=path.name)

        page.desk.jobs.do(work, owner=page, then=lambda answer: _kept(page, answer))


@action("check_signatures", N_("Check the signatures of a file…"), "", "shield-check", where="letters")
def check_signatures(page: Letters) -> None:
    """Says what the digital signatures of any PDF are worth."""
    path = _open_file(page, _("The PDF to check"))
    if path is not None:
        show_signatures(page, path)


def show_signatures(page: Letters, path: Path) -> None:
    """Reads the signatures of a file and shows their worth."""

    def ask(read: Reading) -> Sequence[SignatureReport]:
        from models.work.signatures import verified

        return verified(read, _read(path))

    def show(reports: Sequence[SignatureReport]) -> None:
        from ui.dialogs.signature_report import SignatureReportDialog

        SignatureReportDialog(page, path.name, reports).open()

    page.desk.jobs.ask(ask, owner=page, then=show)


@action("open_signed", N_("Open the signed PDF"), "", "file-check", where="letters")
def open_signed(page: Letters) -> None:
    """Shows the newest signed PDF of the letter in sight."""
    row: LetterRow | None = page.table.current_row()
    if row is None:
        return
    letter_id = row.id

    def ask(read: Reading) -> bytes:
        copies = signed_copies(read, letter_id)
        return read.vault.get(copies[0].pdf_sha256) if copies else b""

    def show(data: bytes) -> None:
        if data:
            page._show_pages(data)  # pyright: ignore[reportPrivateUsage]
        else:
            page.said.emit(_("This letter has no signed PDF yet."), None)

    page.desk.jobs.ask(ask, owner=page, then=show)
