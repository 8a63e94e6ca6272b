"""Signing a letter from the page Letters, and what the signatures of a file are worth, in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from models.catalogue.workflows import Role as Who
from models.letters.rendering import render
from models.reading.letters import LETTERS
from models.reading.signatures import signed_copies
from models.reading.spine import Question
from models.signatures.keys import KeyFile
from models.signatures.signing import Role, sign
from models.signatures.verifying import Trust, Verdict, verify
from models.work.signatures import trust_issuer
from tests.letters import samples
from tests.signatures import keys
from tests.ui.leaks import english, leaks, nameless
from ui.desk import Desk
from ui.dialogs.signature_report import VERDICTS, SignatureReportDialog
from ui.dialogs.signing import SignDialog
from ui.panels.trust import TrustPanel

Make = Callable[..., Desk]


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "khóa.p12"
    path.write_bytes(keys.holder().p12)
    (tmp_path / "chữ ký.png").write_bytes(keys.picture(keys.BLUE))
    return path


def issued_letter(desk: Desk) -> int:
    with desk.store.reading() as read:
        found = LETTERS.spine(read, Question("letters", {"state": "issued"}))
        return int(found[0])


def texts(dialog: QDialog) -> str:
    return "\n".join(x.text() for x in dialog.findChildren(QLabel))


def test_a_clerk_signs_with_a_key_file(qtbot: QtBot, small_desk: Make, key_file: Path) -> None:
    desk = small_desk(Who.CLERK)
    letter_id, done = issued_letter(desk), []
    dialog = SignDialog(None, desk, letter_id, "Tờ trình số 05/TTr-SNgV", done.append)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    assert leaks(dialog, english()) == [] and nameless(dialog) == []
    dialog.act()
    assert "chọn khóa" in dialog.refusal.text()
    dialog.key_file.setText(str(key_file))
    dialog.secret.setText("sai")
    dialog.act()
    qtbot.waitUntil(lambda: "mật khẩu" in dialog.refusal.text())
    assert dialog.secret.text() == "", "a secret is asked for anew"
    dialog.picture.setText(str(key_file.with_name("chữ ký.png")))
    dialog.secret.setText(keys.PASSPHRASE)
    dialog.act()
    qtbot.waitUntil(lambda: bool(done), timeout=10_000)
    with desk.store.reading() as read:
        (copy,) = signed_copies(read, letter_id)
    assert copy.signers == ("Nông Thị Thu",)
    assert keys.PASSPHRASE not in str(dict.fromkeys(desk.seat.text("signing/key_file")))


def test_the_fields_follow_the_choice(qtbot: QtBot, small_desk: Make) -> None:
    dialog = SignDialog(None, small_desk(Who.CLERK), 1, "", lambda _kept: None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.key_file.isVisible() and not dialog.driver.isVisible() and not dialog.diameter.isVisible()
    dialog.kind.setCurrentIndex(1)
    dialog.role.setCurrentIndex(1)
    assert dialog.driver.isVisible() and not dialog.key_file.isVisible() and dialog.diameter.isVisible()
    dialog.driver.setText("/không/có.dll")
    dialog.look()
    qtbot.waitUntil(lambda: "có.dll" in dialog.refusal.text())


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_sentence(
    qtbot: QtBot, speaking: object, key_file: Path, verdict: Verdict
) -> None:
    signed = sign(render(samples.official_letter()), KeyFile(key_file, keys.PASSPHRASE), Role.SIGNATORY)
    root, lists = keys.issuer().root, keys.issuer().revocations
    trust = {
        Verdict.VALID: Trust((root,), (lists(),)),
        Verdict.UNCHECKED: Trust((root,)),
        Verdict.UNKNOWN_ISSUER: Trust(),
        Verdict.REVOKED: Trust((root,), (lists((2,)),)),
        Verdict.ALTERED: Trust((root,)),
    }[verdict]
    if verdict is Verdict.ALTERED:
        signed = signed.replace(b"/PrintScaling /None", b"/PrintScaling /Nond", 1)
    reports = verify(signed, trust)
    assert [r.verdict for r in reports] == [verdict]
    dialog = SignatureReportDialog(None, "đã ký.pdf", reports)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    said = texts(dialog)
    assert "Nông Thị Thu" in said and leaks(dialog, english()) == []
    assert VERDICTS[verdict][2] not in said, "in Vietnamese"


def test_the_administrator_sees_whom_the_office_trusts(
    qtbot: QtBot, small_desk: Make, tmp_path: Path
) -> None:
    desk = small_desk(Who.ADMINISTRATOR)
    panel = TrustPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(930, 560)
    panel.show()
    panel.refresh()
    qtbot.waitUntil(lambda: panel.empty.isVisible())
    path = tmp_path / "goc.cer"
    path.write_bytes(keys.issuer().der)
    panel.take(path, trust_issuer)
    qtbot.waitUntil(lambda: panel.model.count == 1)
    assert panel.table.isVisible() and leaks(panel, english()) == []
