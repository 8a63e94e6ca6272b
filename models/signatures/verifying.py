"""What a signed PDF is worth, in words: for each signature one verdict with its reason.

Only pyHanko's whole judgement counts (a file changed after signing has a signature that is intact in itself). Revocation is
checked against lists that were brought along; without one that speaks, the verdict says that it was not checked. Nothing is
fetched from a network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from typing import Any, TypeAlias

import asn1crypto.crl
import asn1crypto.pem
import asn1crypto.x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from models.errors import OfficeError
from models.signatures.keys import Certificate, owner_of

crl: Any = asn1crypto.crl  # no types come with it
pem: Any = asn1crypto.pem
x509: Any = asn1crypto.x509
RevocationList: TypeAlias = Any


class Verdict(StrEnum):
    """What a signature is worth."""

    VALID = "valid"
    UNCHECKED = "unchecked"  # good in itself, but no revocation list speaks, or the certificate ran out since
    UNKNOWN_ISSUER = "unknown_issuer"
    REVOKED = "revoked"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature of a file. *signed_at* is what the signer's machine said."""

    field: str
    signer: str
    organisation: str
    issuer: str
    signed_at: datetime | None
    verdict: Verdict
    covers_all: bool
    valid_until: datetime | None = None
    revocation_list_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """What the office trusts: issuers' certificates, and the revocation lists it has."""

    roots: tuple[Certificate, ...] = ()
    lists: tuple[RevocationList, ...] = ()


def read_certificate(data: bytes) -> Certificate:
    """A certificate file (PEM or DER). Raises OfficeError("certificate_unreadable")."""
    try:
        if pem.detect(data):
            _kind, _headers, data = pem.unarmor(data)
        found = x509.Certificate.load(data, strict=True)
        _ = found.subject.native, found.not_valid_after
        return found
    except (ValueError, TypeError, KeyError) as error:
        raise OfficeError("certificate_unreadable") from error


def read_revocation_list(data: bytes) -> RevocationList:
    """A revocation list (PEM or DER). Raises OfficeError("revocation_list_unreadable")."""
    try:
        if pem.detect(data):
            _kind, _headers, data = pem.unarmor(data)
        found = crl.CertificateList.load(data, strict=True)
        _ = found.issuer.native
        return found
    except (ValueError, TypeError, KeyError) as error:
        raise OfficeError("revocation_list_unreadable") from error


def verify(pdf: bytes, trust: Trust) -> tuple[SignatureReport, ...]:
    """A report for every signature, in the order they were made; none for an unsigned file.

    Raises OfficeError: pdf_unreadable, pdf_encrypted.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        if reader.encrypted:
            raise OfficeError("pdf_encrypted")
        embedded = list(reader.embedded_regular_signatures)
        return tuple(_report(each, trust, last=each is embedded[-1]) for each in embedded)
    except OfficeError:
        raise
    except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise OfficeError("pdf_unreadable") from error


def _report(embedded: Any, trust: Trust, *, last: bool) -> SignatureReport:
    certificate: Certificate = embedded.signer_cert
    signed_at: datetime | None = embedded.self_reported_timestamp
    verdict, covers = _verdict(embedded, trust, certificate, signed_at)
    spoken = _list_for(certificate, trust.lists)
    names: dict[str, Any] = certificate.subject.native
    return SignatureReport(
        field=str(embedded.field_name),
        signer=owner_of(certificate),
        organisation=str(names.get("organization_name") or ""),
        issuer=_issuer(certificate),
        signed_at=signed_at,
        verdict=verdict,
        covers_all=covers,
        valid_until=certificate.not_valid_after,
        revocation_list_of=spoken,
    )


def _verdict(
    embedded: Any, trust: Trust, certificate: Certificate, signed_at: datetime | None
) -> tuple[Verdict, bool]:
    now = datetime.now(UTC)
    first = _status(embedded, trust, "soft-fail", None)
    if first is None or not (first.intact and first.valid) or not first.docmdp_ok:
        return Verdict.ALTERED, False
    if first.modification_level == ModificationLevel.OTHER:
        return Verdict.ALTERED, False
    covers = first.modification_level == ModificationLevel.NONE
    if _is_revoked(certificate, trust.lists):
        return Verdict.REVOKED, covers
    if first.bottom_line:
        checked = _status(embedded, trust, "require", None)
        return (Verdict.VALID if checked is not None and checked.bottom_line else Verdict.UNCHECKED), covers
    if signed_at is not None and certificate.not_valid_after < now:
        then = _status(embedded, trust, "soft-fail", signed_at)
        if then is not None and then.bottom_line:
            return Verdict.UNCHECKED, covers
    return Verdict.UNKNOWN_ISSUER, covers


def _status(embedded: Any, trust: Trust, mode: str, moment: datetime | None) -> Any:
    context = ValidationContext(
        trust_roots=list(trust.roots),
        crls=list(trust.lists),
        allow_fetching=False,
        revocation_mode=mode,
        moment=moment,
    )
    try:
        return validate_pdf_signature(embedded, context)
    except (SignatureValidationError, PathError, PdfError, ValueError):
        return None


def _is_revoked(certificate: Certificate, lists: Iterable[RevocationList]) -> bool:
    """Whether any list of its issuer names it: looked at apart, so that a soft check can never overlook it."""
    for each in lists:
        if each.issuer != certificate.issuer:
            continue
        revoked = each["tbs_cert_list"]["revoked_certificates"]
        if any(entry["user_certificate"].native == certificate.serial_number for entry in revoked):
            return True
    return False


def _list_for(certificate: Certificate, lists: Sequence[RevocationList]) -> datetime | None:
    """The day of the newest list that speaks about the certificate's issuer."""
    days = [
        each["tbs_cert_list"]["this_update"].native for each in lists if each.issuer == certificate.issuer
    ]
    return max(days, default=None)


def _issuer(certificate: Certificate) -> str:
    names: dict[str, Any] = certificate.issuer.native
    return str(names.get("common_name") or certificate.issuer.human_friendly)
