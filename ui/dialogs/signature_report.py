"""What the digital signatures of a PDF are worth, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from models import clock
from models.signatures.verifying import SignatureReport, Verdict
from resources.i18n import N_, _
from ui.widgets.labels import label
from ui.widgets.pictures import Picture

# verdict → icon, meaning (kind of the theme), headline
VERDICTS: dict[Verdict, tuple[str, str, str]] = {
    Verdict.VALID: ("circle-check", "done", N_("The signature is valid")),
    Verdict.UNCHECKED: ("triangle-alert", "warn", N_("The signature is whole; revocation was not checked")),
    Verdict.UNKNOWN_ISSUER: (
        "triangle-alert",
        "warn",
        N_("The signature is whole; its issuer is not known here"),
    ),
    Verdict.REVOKED: ("ban", "stop", N_("The certificate was revoked")),
    Verdict.ALTERED: ("ban", "stop", N_("The file was changed after signing, or the signature is damaged")),
}
_ADVICE: dict[Verdict, str] = {
    Verdict.VALID: N_("Nothing was changed since this signature."),
    Verdict.UNCHECKED: N_("Import a new revocation list of the issuer in Administration to check it."),
    Verdict.UNKNOWN_ISSUER: N_("If the issuer is to be trusted, the administrator adds its certificate."),
    Verdict.REVOKED: N_("Do not rely on this signature; ask the sender."),
    Verdict.ALTERED: N_("Do not rely on this file; ask the sender for the original."),
}
_MORE = N_("Something was added to the file afterwards, as a later signature does.")


def lines_of(report: SignatureReport) -> list[str]:
    """The facts of a signature, one sentence each."""
    found = [_("Signed by: {who}").format(who=report.signer)]
    if report.organisation:
        found.append(_("Organisation: {name}").format(name=report.organisation))
    if report.signed_at:
        when = report.signed_at.astimezone(clock.VIETNAM)
        found.append(_("Time, as the signer's machine said: {when}").format(when=f"{when:%d/%m/%Y %H:%M:%S}"))
    found.append(_("Certificate issued by: {name}").format(name=report.issuer))
    if report.valid_until:
        found.append(
            _("Certificate valid until: {day}").format(
                day=f"{report.valid_until.astimezone(clock.VIETNAM):%d/%m/%Y}"
            )
        )
    if report.revocation_list_of:
        found.append(
            _("Checked with the revocation list of {day}").format(
                day=f"{report.revocation_list_of.astimezone(clock.VIETNAM):%d/%m/%Y}"
            )
        )
    if report.verdict is Verdict.VALID and not report.covers_all:
        found.append(_(_MORE))
    else:
        found.append(_(_ADVICE[report.verdict]))
    return found


class SignatureReportDialog(QDialog):
    """The signatures of one file, the first one first."""

    def __init__(self, parent: QWidget, name: str, reports: Sequence[SignatureReport]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Digital signatures"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(_("Digital signatures of {file}").format(file=name), "section"))
        if not reports:
            column.addWidget(label(_("This file carries no digital signature."), wrap=True))
        for report in reports:
            column.addLayout(self._one(report))
        column.addStretch(1)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def _one(self, report: SignatureReport) -> QHBoxLayout:
        icon, meaning, words = VERDICTS[report.verdict]
        row = QHBoxLayout()
        row.setSpacing(12)
        picture = Picture(icon)
        picture.show_icon(icon, meaning)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(label(_(words), "strong", wrap=True))
        for text in lines_of(report):
            lines.addWidget(label(text, wrap=True, selectable=True))
        row.addLayout(lines, 1)
        return row
