"""Invented issuers, certificates, key files, pictures and a software token for the tests. Nothing here is secret."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from asn1crypto import crl as asn_crl
from asn1crypto import x509 as asn_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw

PASSPHRASE = "mật khẩu khóa mẫu"
BEGIN = datetime(2020, 1, 1)


def _name(who: str, organisation: str = "Sở Ngoại vụ tỉnh Cao Bằng") -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, who),
        ]
    )


@dataclass(frozen=True)
class Issuer:
    """A certification authority of the tests."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def root(self) -> asn_x509.Certificate:
        return asn_x509.Certificate.load(self.der)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def revocations(self, serials: Sequence[int] = (), on: datetime | None = None) -> asn_crl.CertificateList:
        """A revocation list that names these serial numbers."""
        on = on or datetime.now() - timedelta(days=1)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(on)
            .next_update(on + timedelta(days=30))
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
            )
        )
        for serial in serials:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(on).build()
            )
        made = builder.sign(self.key, hashes.SHA256())
        return asn_crl.CertificateList.load(made.public_bytes(serialization.Encoding.DER))


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and a certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    issuer: Issuer

    @property
    def p12(self) -> bytes:
        """The key file, locked with ``PASSPHRASE``."""
        return pkcs12.serialize_key_and_certificates(
            b"khoa", self.key, self.certificate, [self.issuer.certificate],
            serialization.BestAvailableEncryption(PASSPHRASE.encode()),
        )  # fmt: skip


def issuer(who: str = "Cơ quan chứng thực mẫu") -> Issuer:
    return _issuer(who)


@cache
def _issuer(who: str) -> Issuer:
    key = rsa.generate_private_key(65537, 2048)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(who, "Cơ quan chứng thực mẫu"))
        .issuer_name(_name(who, "Cơ quan chứng thực mẫu"))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(BEGIN)
        .not_valid_after(BEGIN + timedelta(days=365 * 30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Issuer(key, certificate)


@cache
def holder(who: str = "Nông Thị Thu", *, serial: int = 2, ends: datetime | None = None) -> Holder:
    made_by = issuer()
    key = rsa.generate_private_key(65537, 2048)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(who))
        .issuer_name(made_by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(BEGIN)
        .not_valid_after(ends or BEGIN + timedelta(days=365 * 30))
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(made_by.key.public_key()), critical=False
        )
        .sign(made_by.key, hashes.SHA256())
    )
    return Holder(key, certificate, made_by)


def picture(colour: tuple[int, int, int], *, clear: bool = True, size: tuple[int, int] = (400, 160)) -> bytes:
    """A scrawl in one colour, as PNG with or without a clear ground."""
    drawn = Image.new("RGBA", size, (255, 255, 255, 0 if clear else 255))
    pen = ImageDraw.Draw(drawn)
    pen.line([(10, 120), (90, 20), (160, 130), (250, 30), (380, 110)], fill=(*colour, 255), width=9)
    out = BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def seal_picture() -> bytes:
    """A round red seal, as PNG with a clear ground."""
    drawn = Image.new("RGBA", (400, 400), (255, 255, 255, 0))
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((6, 6, 394, 394), outline=(214, 20, 24, 255), width=12)
    pen.polygon([(200, 90), (230, 170), (310, 170), (245, 220), (270, 300), (200, 250), (130, 300), (155, 220),
                 (90, 170), (170, 170)], fill=(214, 20, 24, 255))  # fmt: skip
    out = BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


BLUE, RED, BLACK = (20, 40, 190), (214, 20, 24), (10, 10, 10)
SOFTHSM = next(
    (
        Path(p)
        for p in ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
        if Path(p).exists()
    ),
    None,
)


def soft_token(folder: Path, who: Holder, *, label: str = "Token mau", pin: str = "123456") -> Path:
    """A token made of software with the holder's key and certificate; returns its driver. Needs SoftHSM 2."""
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key

    assert SOFTHSM is not None
    tokens = folder / "tokens"
    tokens.mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    tool = shutil.which("softhsm2-util")
    assert tool
    subprocess.run(
        [tool, "--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", "12345678"],
        check=True, capture_output=True,
    )  # fmt: skip
    library = pkcs11.lib(str(SOFTHSM))
    library.reinitialize()
    token = library.get_token(token_label=label)
    der = who.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    with token.open(rw=True, user_pin=pin) as session:
        session.create_object(
            decode_rsa_private_key(der)
            | {
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: "khoa rieng",
                pkcs11.Attribute.ID: b"\x07",
                pkcs11.Attribute.PRIVATE: True,
                pkcs11.Attribute.SENSITIVE: True,
            }
        )
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: "chung thu",  # another label than the key's, as on real tokens
                pkcs11.Attribute.ID: b"\x07",
                pkcs11.Attribute.SUBJECT: who.certificate.subject.public_bytes(),
                pkcs11.Attribute.VALUE: who.certificate.public_bytes(serialization.Encoding.DER),
            }
        )
    return SOFTHSM
