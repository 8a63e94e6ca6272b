"""Digitally signed letters in the office's store: kept beside the issued bytes, checked with what the office trusts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asn1crypto import pem

from models import clock
from models.errors import OfficeError
from models.letters.rendering import render
from models.reading.journal import journal
from models.reading.letters import pdf_of
from models.reading.signatures import signed_copies, trust_items
from models.signatures.keys import KeyFile
from models.signatures.signing import Role, sign
from models.signatures.verifying import Verdict
from models.store.checking import check
from models.store.units import Actor, Store
from models.work import letters, signatures
from models.work.signatures import Shown
from tests.letters import samples
from tests.makers import DAY, make_office
from tests.signatures import keys
from tests.store.test_issuing import approve


@pytest.fixture
def office(store: Store) -> Iterator[dict[str, Actor]]:
    with clock.at(DAY):
        yield make_office(store)


@pytest.fixture
def key(tmp_path: Path) -> KeyFile:
    path = tmp_path / "khóa.p12"
    path.write_bytes(keys.holder().p12)
    return KeyFile(path, keys.PASSPHRASE)


def issued(store: Store, office: dict[str, Actor]) -> int:
    dossier_id = approve(store, office)
    made = letters.prepare(store, dossier_id, "submission_send", by=office["officer"])
    letters.issue(store, made.letter_id, by=office["clerk"])
    return made.letter_id


def refused(code: str, run: object, *args: object, **more: object) -> None:
    with pytest.raises(OfficeError) as caught:
        run(*args, **more)  # type: ignore[operator]
    assert caught.value.code == code


def trust(store: Store, office: dict[str, Actor]) -> None:
    signatures.trust_issuer(store, pem.armor("CERTIFICATE", keys.issuer().der), by=office["admin"])
    signatures.add_revocations(store, keys.issuer().revocations().dump(), by=office["admin"])


def test_a_letter_is_signed_by_authority_and_office(
    store: Store, office: dict[str, Actor], key: KeyFile
) -> None:
    letter_id = issued(store, office)
    trust(store, office)
    with store.reading() as read:
        before = pdf_of(read, letter_id)
        once = signatures.signed_bytes(read, letter_id, key, Role.SIGNATORY, Shown(keys.picture(keys.BLUE)))
    kept = signatures.keep_signed(store, letter_id, once, by=office["clerk"])
    assert not kept.rewritten and [r.verdict for r in kept.signatures] == [Verdict.VALID]
    with store.reading() as read:
        twice = signatures.signed_bytes(read, letter_id, key, Role.OFFICE, Shown(keys.seal_picture(), 36))
    signatures.keep_signed(store, letter_id, twice, by=office["clerk"])
    again = signatures.keep_signed(store, letter_id, twice, by=office["clerk"])
    with store.reading() as read:
        copies = signed_copies(read, letter_id)
        assert [len(c.signers) for c in copies] == [2, 1], "the newest first, nothing twice"
        assert copies[0].id == again.copy_id
        assert pdf_of(read, letter_id) == before, "the issued bytes stay"
        assert [r.verdict for r in signatures.verified(read, twice)] == [Verdict.VALID] * 2
        assert [e.act for e in journal(read)].count("sign_letter") == 2
    assert check(store).ok


def test_what_was_signed_elsewhere_is_compared(store: Store, office: dict[str, Actor], key: KeyFile) -> None:
    letter_id = issued(store, office)
    with store.reading() as read:
        ours = signatures.to_sign(read, letter_id)
    stranger = sign(render(samples.official_letter()), key, Role.OFFICE)
    clerk = office["clerk"]
    refused("signed_other_content", signatures.keep_signed, store, letter_id, stranger, by=clerk)
    refused("signed_by_nobody", signatures.keep_signed, store, letter_id, ours, by=clerk)
    refused("pdf_unreadable", signatures.keep_signed, store, letter_id, b"%PDF-1.4 x", by=clerk)
    signed = sign(ours, key, Role.OFFICE)
    broken = signed[: len(ours) // 2] + b"\x00" + signed[len(ours) // 2 + 1 :]
    with pytest.raises(OfficeError) as caught:
        signatures.keep_signed(store, letter_id, broken, by=clerk)
    assert caught.value.code in {"signature_altered", "pdf_unreadable"}
    refused("not_allowed", signatures.keep_signed, store, letter_id, signed, by=office["officer"])
    rewritten = sign(_rewritten(ours), key, Role.OFFICE)
    assert signatures.keep_signed(store, letter_id, rewritten, by=clerk, source="đã ký.pdf").rewritten


def _rewritten(pdf: bytes) -> bytes:
    """The same pages as another program would write them."""
    from io import BytesIO

    import pypdfium2 as pdfium

    with_all, out = pdfium.PdfDocument.new(), BytesIO()
    with_all.import_pages(pdfium.PdfDocument(pdf))
    with_all.save(out)
    return out.getvalue()


def test_a_draft_is_not_signed(store: Store, office: dict[str, Actor], key: KeyFile) -> None:
    dossier_id = approve(store, office)
    made = letters.prepare(store, dossier_id, "submission_send", by=office["officer"])
    with store.reading() as read:
        refused(
            "letter_not_issued_yet", signatures.signed_bytes, read, made.letter_id, key, Role.OFFICE, None
        )


def test_trust_is_the_administrators(store: Store, office: dict[str, Actor], key: KeyFile) -> None:
    der = keys.issuer().der
    refused("not_allowed", signatures.trust_issuer, store, der, by=office["clerk"])
    refused("certificate_unreadable", signatures.trust_issuer, store, b"\x00", by=office["admin"])
    first = signatures.trust_issuer(store, der, by=office["admin"])
    assert signatures.trust_issuer(store, der, by=office["admin"]) == first
    for _ in range(2):
        signatures.add_revocations(store, keys.issuer().revocations((9,)).dump(), by=office["admin"])
    with store.reading() as read:
        assert [i.sort for i in trust_items(read)] == ["issuer", "revocations"], (
            "a newer list takes the old one's place"
        )
        assert trust_items(read)[0].name == "Cơ quan chứng thực mẫu"
    signatures.distrust(store, first, by=office["admin"])
    with store.reading() as read:
        assert [i.sort for i in trust_items(read)] == ["revocations"]
        signed = sign(render(samples.official_letter()), key, Role.OFFICE)
        assert signatures.verified(read, signed)[0].verdict is Verdict.UNKNOWN_ISSUER
