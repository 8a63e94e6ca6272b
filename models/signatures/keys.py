"""Where the key is that signs: a PKCS#12 file (.p12, .pfx), or a token reached through its PKCS#11 driver.

A passphrase or PIN is used once and never kept. A wrong PIN is never tried again by the program: tokens lock themselves after
a few wrong ones.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import asn1crypto.x509
import pkcs11 as pkcs11_library
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import Signer

from models.errors import OfficeError

x509: Any = asn1crypto.x509  # no types come with these two
pkcs11: Any = pkcs11_library
Certificate: TypeAlias = Any
_LARGEST = 1_000_000  # bytes of a key file; real ones have a few thousand


class KeySource(Protocol):
    """Something that can open a signer for the length of one signature."""

    def opened(self) -> Any:
        """A context manager with pyHanko's signer. Raises OfficeError with one sentence on what to do."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A PKCS#12 file with its passphrase."""

    path: Path
    passphrase: str = field(repr=False)

    @contextmanager
    def opened(self) -> Generator[Signer]:
        """The signer. Raises OfficeError: key_file_missing, key_file_unusable."""
        try:
            if self.path.stat().st_size > _LARGEST:
                raise OfficeError("key_file_unusable", file=self.path.name)
            data = self.path.read_bytes()
        except OSError as error:
            raise OfficeError("key_file_missing", file=self.path.name) from error
        try:
            signer = SimpleSigner.load_pkcs12_data(data, [], passphrase=self.passphrase.encode())
        except ValueError as error:  # pyHanko does not tell a wrong passphrase from damaged bytes
            raise OfficeError("key_file_unusable", file=self.path.name) from error
        yield signer


@dataclass(frozen=True, slots=True)
class TokenKeyInfo:
    """A certificate with its key on a token."""

    token: str
    serial: str
    key_id: bytes
    owner: str


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key on a token. *key_id* chooses it: labels of key and certificate differ on some tokens."""

    driver: Path
    pin: str = field(repr=False)
    token: str = ""  # label of the token; the only one when empty
    key_id: bytes = b""  # the only one when empty

    @contextmanager
    def opened(self) -> Generator[Signer]:
        """The signer. Raises OfficeError: driver_missing, token_missing, token_pin_wrong, token_locked, token_key_missing."""
        token = _token(self.driver, self.token)
        try:
            session = token.open(user_pin=self.pin)
        except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as error:
            raise OfficeError("token_pin_wrong", token=token.label.strip(), left=_left(token)) from error
        except pkcs11.PinLocked as error:
            raise OfficeError("token_locked", token=token.label.strip()) from error
        except pkcs11.PKCS11Error as error:
            raise OfficeError("token_missing") from error
        try:
            certificate, key_id = _certificate(session, self.key_id)
            yield PKCS11Signer(session, signing_cert=certificate, key_id=key_id, cert_id=key_id)
        except pkcs11.PKCS11Error as error:
            raise OfficeError("token_key_missing", token=token.label.strip()) from error
        finally:
            session.close()


def keys_on(driver: Path) -> tuple[TokenKeyInfo, ...]:
    """The certificates that can be seen on all tokens of a driver, without a PIN. Raises OfficeError."""
    found: list[TokenKeyInfo] = []
    for token in _tokens(driver):
        with token.open() as session:
            for certificate, key_id in _certificates(session):
                serial = token.serial
                found.append(
                    TokenKeyInfo(
                        token.label.strip(),
                        serial.decode("ascii", "replace").strip()
                        if isinstance(serial, bytes)
                        else str(serial),
                        key_id,
                        owner_of(certificate),
                    )
                )
    return tuple(found)


def owner_of(certificate: Certificate) -> str:
    """The holder's name as the certificate gives it."""
    names: dict[str, Any] = certificate.subject.native
    return str(names.get("common_name") or certificate.subject.human_friendly)


def _tokens(driver: Path) -> list[Any]:
    try:
        library: Any = pkcs11.lib(str(driver))
    except (pkcs11.PKCS11Error, OSError, RuntimeError) as error:
        raise OfficeError("driver_missing", file=driver.name) from error
    try:
        return [t for t in library.get_tokens() if t.label.strip()]
    except pkcs11.PKCS11Error as error:
        raise OfficeError("token_missing") from error


def _token(driver: Path, label: str) -> Any:
    found = [t for t in _tokens(driver) if not label or t.label.strip() == label]
    if not found:
        raise OfficeError("token_missing")
    if len(found) > 1:
        raise OfficeError("token_several")
    return found[0]


def _left(token: Any) -> str:
    """A hint on how many tries are left: tokens tell only that the next one is the last."""
    try:
        flags = token.flags
    except AttributeError:
        return ""
    last = getattr(pkcs11.TokenFlag, "USER_PIN_FINAL_TRY", None)
    return "final" if last is not None and last in flags else ""


def _certificates(session: Any) -> list[tuple[Certificate, bytes]]:
    found: list[tuple[Certificate, bytes]] = []
    asked = {
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
    }
    for kept in session.get_objects(asked):
        certificate = x509.Certificate.load(kept[pkcs11.Attribute.VALUE])
        if not certificate.ca:
            found.append((certificate, bytes(kept[pkcs11.Attribute.ID])))
    return found


def _certificate(session: Any, key_id: bytes) -> tuple[Certificate, bytes]:
    found = [(c, k) for c, k in _certificates(session) if not key_id or k == key_id]
    if len(found) != 1:
        raise pkcs11.NoSuchKey
    return found[0]
