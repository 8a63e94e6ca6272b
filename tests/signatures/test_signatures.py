"""A letter signed with a key file or a token, read back, altered, revoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2 as pdfium
import pytest
from asn1crypto import pem

from models.errors import OfficeError
from models.letters.rendering import render
from models.letters.signing_place import signing_place
from models.signatures.keys import KeyFile, TokenKey, keys_on
from models.signatures.pictures import Hue, read_picture
from models.signatures.signing import Box, Role, hand_box, seal_box, sign
from models.signatures.verifying import (
    Trust,
    Verdict,
    read_certificate,
    read_revocation_list,
    verify,
)
from tests.letters import samples
from tests.signatures import keys

MM = 72 / 25.4


@cache
def letter() -> bytes:
    return render(samples.official_letter())


@pytest.fixture
def key(tmp_path: Path) -> KeyFile:
    path = tmp_path / "khóa.p12"
    path.write_bytes(keys.holder().p12)
    return KeyFile(path, keys.PASSPHRASE)


def trusted(*revoked: int) -> Trust:
    return Trust((keys.issuer().root,), (keys.issuer().revocations(revoked),))


def refused(code: str, run: object, *args: object, **more: object) -> None:
    with pytest.raises(OfficeError) as caught:
        run(*args, **more)  # type: ignore[operator]
    assert caught.value.code == code
    assert str(caught.value) and "{" not in str(caught.value)


def test_a_signed_letter_keeps_its_bytes_and_is_valid(key: KeyFile) -> None:
    signed = sign(letter(), key, Role.SIGNATORY)
    assert signed.startswith(letter())
    (report,) = verify(signed, trusted())
    assert report.verdict is Verdict.VALID
    assert (report.signer, report.organisation) == ("Nông Thị Thu", "Sở Ngoại vụ tỉnh Cao Bằng")
    assert report.covers_all and report.signed_at and report.revocation_list_of
    assert verify(letter(), trusted()) == ()


def test_a_second_signature_leaves_the_first_valid(key: KeyFile) -> None:
    twice = sign(sign(letter(), key, Role.SIGNATORY), key, Role.OFFICE)
    first, second = verify(twice, trusted())
    assert (first.field, second.field) == ("ThamQuyen", "CoQuan")
    assert (first.verdict, second.verdict) == (Verdict.VALID, Verdict.VALID)
    assert not first.covers_all and second.covers_all
    thrice = sign(twice, key, Role.OFFICE)
    assert [r.field for r in verify(thrice, trusted())] == ["ThamQuyen", "CoQuan", "CoQuan2"]


def test_the_pictures_stand_where_the_decree_wants_them(key: KeyFile) -> None:
    content = samples.official_letter()
    place = signing_place(content)
    assert place is not None
    hand = read_picture(keys.picture(keys.BLUE), Hue.BLUE)
    seal = read_picture(keys.seal_picture(), Hue.RED)
    box = hand_box(Box(place.page, place.x0, place.y0, place.x1, place.y1), hand.size)
    assert abs((box.x0 + box.x1) / 2 - (place.x0 + place.x1) / 2) < 0.01
    round_box = seal_box(box, 36)
    assert abs(round_box.x1 - round_box.x0 - 36 * MM) < 0.01
    assert abs(round_box.x1 - (box.x0 + (box.x1 - box.x0) / 3)) < 0.01
    signed = sign(letter(), key, Role.SIGNATORY, box=box, picture=hand)
    sealed = sign(signed, key, Role.OFFICE, box=round_box, picture=seal)
    assert all(r.verdict is Verdict.VALID for r in verify(sealed, trusted()))
    blue, red = coloured(sealed, place.page)
    assert abs(blue[0] - box.x0) < 2 and abs(blue[2] - box.x1) < 2
    assert abs(red[0] - round_box.x0) < 2 and abs(red[2] - round_box.x1) < 2
    assert abs(red[3] - red[1] - 36 * MM) < 2


def coloured(pdf: bytes, page: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The boxes of what is blue and what is red on a page, in points from the lower left."""
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    drawn = document[page].render(scale=2, may_draw_forms=True).to_pil().convert("RGB")
    document.close()
    bands = drawn.split()
    raw = list(zip(*(band.tobytes() for band in bands), strict=True))
    found: list[tuple[float, ...]] = []
    for wanted in (2, 0):
        at = [
            (n % drawn.width / 2, (drawn.height - n // drawn.width) / 2)
            for n, rgb in enumerate(raw)
            if rgb[wanted] > 120 and all(rgb[o] < 100 for o in range(3) if o != wanted)
        ]
        xs, ys = [x for x, _ in at], [y for _, y in at]
        found.append((min(xs), min(ys), max(xs), max(ys)))
    return found[0], found[1]


def test_no_altered_file_is_called_valid(key: KeyFile) -> None:
    signed, chance = sign(letter(), key, Role.SIGNATORY), Random(30)
    begin = len(letter())
    for _ in range(60):
        at, bit = chance.randrange(20, begin), 1 << chance.randrange(8)
        broken = signed[:at] + bytes([signed[at] ^ bit]) + signed[at + 1 :]
        try:
            reports = verify(broken, trusted())
        except OfficeError as error:
            assert error.code == "pdf_unreadable"
            continue
        assert all(r.verdict not in (Verdict.VALID, Verdict.UNCHECKED) for r in reports)


def test_a_page_changed_after_signing_is_altered(key: KeyFile) -> None:
    from pyhanko.pdf_utils.generic import FloatObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(sign(letter(), key, Role.SIGNATORY)))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/UserUnit")] = FloatObject("1.1")
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))
    out = BytesIO()
    writer.write(out)
    (report,) = verify(out.getvalue(), trusted())
    assert report.verdict is Verdict.ALTERED


def test_verdicts_about_the_certificate(tmp_path: Path, key: KeyFile) -> None:
    signed = sign(letter(), key, Role.SIGNATORY)
    assert verify(signed, Trust())[0].verdict is Verdict.UNKNOWN_ISSUER
    assert verify(signed, Trust((keys.issuer("Người lạ").root,)))[0].verdict is Verdict.UNKNOWN_ISSUER
    assert verify(signed, Trust((keys.issuer().root,)))[0].verdict is Verdict.UNCHECKED
    assert verify(signed, trusted(2))[0].verdict is Verdict.REVOKED
    assert verify(signed, trusted(77))[0].verdict is Verdict.VALID
    old = Trust((keys.issuer().root,), (keys.issuer().revocations((), datetime(2021, 1, 1)),))
    assert verify(signed, old)[0].verdict is Verdict.UNCHECKED, "a list that ran out says nothing"


def test_bad_key_files(tmp_path: Path) -> None:
    path = tmp_path / "khóa.p12"
    refused("key_file_missing", sign, letter(), KeyFile(path, "x"), Role.SIGNATORY)
    path.write_bytes(keys.holder().p12)
    refused("key_file_unusable", sign, letter(), KeyFile(path, "sai"), Role.SIGNATORY)
    path.write_bytes(b"\x30\x82" + bytes(200))
    refused("key_file_unusable", sign, letter(), KeyFile(path, keys.PASSPHRASE), Role.SIGNATORY)
    assert keys.PASSPHRASE not in repr(KeyFile(path, keys.PASSPHRASE))


def test_bad_files_to_sign_and_to_check(key: KeyFile) -> None:
    for bad in (b"", b"%PDF-1.7", b"khong phai pdf", letter()[: len(letter()) // 2]):
        refused("pdf_unreadable", sign, bad, key, Role.SIGNATORY)
        refused("pdf_unreadable", verify, bad, trusted())
    from reportlab.pdfgen.canvas import Canvas

    locked = BytesIO()
    page = Canvas(locked, encrypt="mật khẩu")
    page.drawString(100, 100, "khoa")
    page.save()
    refused("pdf_encrypted", sign, locked.getvalue(), key, Role.SIGNATORY)
    refused("pdf_encrypted", verify, locked.getvalue(), trusted())


def test_pictures_are_checked() -> None:
    refused("picture_unreadable", read_picture, b"khong phai anh", Hue.BLUE)
    refused("picture_not_clear", read_picture, keys.picture(keys.BLUE, clear=False), Hue.BLUE)
    refused("picture_not_blue", read_picture, keys.picture(keys.BLACK), Hue.BLUE)
    refused("picture_not_blue", read_picture, keys.picture(keys.RED), Hue.BLUE)
    refused("picture_not_red", read_picture, keys.picture(keys.BLUE), Hue.RED)


def test_certificates_and_lists_are_read_in_both_forms() -> None:
    der = keys.issuer().der
    assert read_certificate(pem.armor("CERTIFICATE", der)).dump() == der
    made = keys.issuer().revocations((5,)).dump()
    assert read_revocation_list(pem.armor("X509 CRL", made)).dump() == made
    for bad in (b"", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n", made[:40]):
        refused("certificate_unreadable", read_certificate, bad)
        refused("revocation_list_unreadable", read_revocation_list, bad)


needs_token = pytest.mark.skipif(keys.SOFTHSM is None, reason="SoftHSM 2 is not installed")


@needs_token
def test_a_token_signs_and_its_faults_are_told_apart(tmp_path: Path) -> None:
    driver = keys.soft_token(tmp_path, keys.holder("Hoàng Văn Sơn", serial=9))
    (found,) = keys_on(driver)
    assert (found.owner, found.token, found.key_id) == ("Hoàng Văn Sơn", "Token mau", b"\x07")
    token = TokenKey(driver, "123456", found.token, found.key_id)
    (report,) = verify(sign(letter(), token, Role.SIGNATORY), trusted())
    assert (report.verdict, report.signer) == (Verdict.VALID, "Hoàng Văn Sơn")
    refused("token_pin_wrong", sign, letter(), replace(token, pin="000000"), Role.SIGNATORY)
    refused("token_missing", sign, letter(), replace(token, token="Token khác"), Role.SIGNATORY)
    refused("token_key_missing", sign, letter(), replace(token, key_id=b"\x01"), Role.SIGNATORY)
    assert "123456" not in repr(token)


def test_a_driver_that_is_none(tmp_path: Path) -> None:
    refused("driver_missing", keys_on, tmp_path / "không có.dll")
    (tmp_path / "chữ.so").write_text("không phải thư viện")
    refused("driver_missing", keys_on, tmp_path / "chữ.so")
