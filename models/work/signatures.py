"""Acts on digital signatures: sign an issued letter, take in one signed elsewhere, keep what the office trusts.

The signed PDF is a further paper of the letter: the issued bytes stay as they are and stand at its beginning. Authority signs
first, then the office's clerk for the office (Nghị định 30/2020/NĐ-CP, Điều 13, 17; Phụ lục I, II.7d, II.8).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from sqlalchemy import select

from models import clock
from models.errors import OfficeError
from models.letters.content import LetterContent
from models.letters.signing_place import signing_place
from models.pdfium import PDFIUM
from models.reading.letters import number_text
from models.reading.signatures import ISSUER, REVOCATIONS, SIGNED, signed_copies, trust_items
from models.records import Letter, LetterCopy
from models.signatures.keys import KeySource
from models.signatures.pictures import Hue, read_picture
from models.signatures.signing import Box, Role, hand_box, seal_box, sign
from models.signatures.verifying import (
    SignatureReport,
    Trust,
    Verdict,
    read_certificate,
    read_revocation_list,
    verify,
)
from models.store.units import Actor, Reading, Store, Topic
from models.text import nfc
from models.work.letters import frozen_content, reprint
from models.work.rights import require


@dataclass(frozen=True, slots=True)
class Shown:
    """What a signature shows on the page: a PNG in the prescribed colour; *diameter* of a seal in mm."""

    picture: bytes
    diameter: float = 0.0


@dataclass(frozen=True, slots=True)
class SignedKept:
    """A signed PDF that was kept. *rewritten*: another tool wrote the file anew; only its text was compared."""

    copy_id: int
    sha256: str
    signatures: tuple[SignatureReport, ...]
    rewritten: bool = False


def trust_of(read: Reading) -> Trust:
    """What signatures are checked with."""
    roots: list[Any] = []
    lists: list[Any] = []
    for item in trust_items(read):
        data = read.vault.get(item.sha256)
        if item.sort == ISSUER:
            roots.append(read_certificate(data))
        else:
            lists.append(read_revocation_list(data))
    return Trust(tuple(roots), tuple(lists))


def verified(read: Reading, pdf: bytes) -> tuple[SignatureReport, ...]:
    """What every signature of a file is worth to this office. Raises OfficeError."""
    return verify(pdf, trust_of(read))


def to_sign(read: Reading, letter_id: int) -> bytes:
    """The bytes that the next signature goes on: the newest signed copy, else the issued letter."""
    copies = signed_copies(read, letter_id)
    return read.vault.get(copies[0].pdf_sha256) if copies else reprint(read, letter_id)


def signed_bytes(read: Reading, letter_id: int, key: KeySource, role: Role, shown: Shown | None) -> bytes:
    """The letter with one more signature; nothing is kept yet. Slow: a token may take seconds.

    Raises OfficeError: what the key source and the picture raise, "letter_not_issued_yet".
    """
    letter = _issued(read, letter_id)
    pdf = to_sign(read, letter_id)
    content = frozen_content(letter)
    if shown is None or content is None:
        return sign(pdf, key, role)
    return sign(pdf, key, role, **_appearance(content, role, shown))


def _appearance(content: LetterContent, role: Role, shown: Shown) -> dict[str, Any]:
    place = signing_place(content)
    if place is None:
        return {}
    room = Box(place.page, place.x0, place.y0, place.x1, place.y1)
    if role is Role.SIGNATORY:
        picture = read_picture(shown.picture, Hue.BLUE)
        return {"box": hand_box(room, picture.size), "picture": picture}
    picture = read_picture(shown.picture, Hue.RED)
    return {"box": seal_box(hand_box(room, _USUAL_HAND), shown.diameter), "picture": picture}


_USUAL_HAND = (5, 2)  # proportions of a signature's picture, where the seal goes by itself


def keep_signed(store: Store, letter_id: int, pdf: bytes, *, by: Actor, source: str = "") -> SignedKept:
    """Keeps a signed PDF with its letter. Idempotent by its bytes.

    Raises OfficeError: "letter_not_issued_yet", "signed_by_nobody", "signature_altered", "signed_other_content",
    "pdf_unreadable".
    """
    require(by, "sign_letter")
    with store.writing(by) as w:
        letter = _issued(w, letter_id)
        reports = verified(w, pdf)
        if not reports:
            raise OfficeError("signed_by_nobody")
        if any(r.verdict is Verdict.ALTERED for r in reports):
            raise OfficeError("signature_altered")
        original = reprint(w, letter_id)
        rewritten = not pdf.startswith(original)
        if rewritten and _texts(pdf) != _texts(original):
            raise OfficeError("signed_other_content", number=number_text(letter.number, letter.symbol))
        sha256 = w.vault.put(pdf)
        known = w.session.scalars(
            select(LetterCopy).where(LetterCopy.letter_id == letter_id, LetterCopy.pdf_sha256 == sha256)
        ).first()
        if known is not None:
            return SignedKept(known.id, sha256, reports, rewritten)
        copy = LetterCopy(
            letter_id=letter_id, sort=SIGNED, state="filed", pdf_sha256=sha256, pages=len(_texts(pdf)), source=nfc(source),
            source_sha256=sha256, made_at=clock.now(), made_by=by.name,
            details={"signers": [r.signer for r in reports], "rewritten": rewritten},
        )  # fmt: skip
        w.session.add(copy)
        w.session.flush()
        w.note(
            "sign_letter",
            letter,
            dossier_id=letter.dossier_id,
            changes={"signers": ["", ", ".join(r.signer for r in reports)]},
        )
        w.touched(Topic.LETTERS)
        return SignedKept(copy.id, sha256, reports, rewritten)


def _issued(read: Reading, letter_id: int) -> Letter:
    letter = read.session.get(Letter, letter_id)
    if letter is None:
        raise OfficeError("gone")
    if letter.state != "issued":
        raise OfficeError("letter_not_issued_yet")
    return letter


def _texts(pdf: bytes) -> list[str]:
    """The words of each page, without regard to how they are broken into lines."""
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(pdf)
        except pdfium.PdfiumError as error:
            raise OfficeError("pdf_unreadable") from error
        try:
            return ["".join(nfc(page.get_textpage().get_text_bounded()).split()) for page in document]
        finally:
            document.close()


def trust_issuer(store: Store, data: bytes, *, by: Actor) -> int:
    """Adds an issuer's certificate to those the office trusts. Raises OfficeError("certificate_unreadable")."""
    certificate = read_certificate(data)
    names = certificate.subject.native
    details = {
        "name": str(names.get("common_name") or certificate.subject.human_friendly),
        "ends_on": certificate.not_valid_after.date().isoformat(),
        "fingerprint": certificate.sha256_fingerprint,
    }
    return _trust(store, ISSUER, certificate.dump(), details, by)


def add_revocations(store: Store, data: bytes, *, by: Actor) -> int:
    """Adds a revocation list (brought on a USB stick); it takes the place of an older one of the same issuer."""
    made = read_revocation_list(data)
    names = made.issuer.native
    until = made["tbs_cert_list"]["next_update"].native
    details = {
        "name": str(names.get("common_name") or made.issuer.human_friendly),
        "ends_on": until.date().isoformat() if until else "",
        "fingerprint": "",
    }
    return _trust(store, REVOCATIONS, made.dump(), details, by)


def _trust(store: Store, sort: str, data: bytes, details: dict[str, str], by: Actor) -> int:
    require(by, "trust_issuer")
    with store.writing(by) as w:
        sha256 = w.vault.put(data)
        same = select(LetterCopy).where(LetterCopy.sort == sort, LetterCopy.state == "filed")
        for each in w.session.scalars(same):
            if each.pdf_sha256 == sha256:
                return each.id
            if sort == REVOCATIONS and each.details.get("name") == details["name"]:
                each.state = "removed"
        kept = LetterCopy(
            sort=sort, state="filed", pdf_sha256=sha256, pages=0, source=details["name"][:300], source_sha256=sha256,
            details=details, made_at=clock.now(), made_by=by.name,
        )  # fmt: skip
        w.session.add(kept)
        w.session.flush()
        w.note("trust_issuer", kept, changes={"name": ["", details["name"]]})
        w.touched(Topic.SETTINGS)
        return kept.id


def distrust(store: Store, item_id: int, *, by: Actor) -> None:
    """Takes an issuer or a revocation list away from what the office checks with. Raises OfficeError("gone")."""
    require(by, "trust_issuer")
    with store.writing(by) as w:
        kept = w.session.get(LetterCopy, item_id, with_for_update=True)
        if kept is None or kept.sort not in (ISSUER, REVOCATIONS):
            raise OfficeError("gone")
        kept.state = "removed"
        w.note("distrust_issuer", kept, changes={"name": [str(kept.details.get("name", "")), ""]})
        w.touched(Topic.SETTINGS)
