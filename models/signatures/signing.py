"""Signing a finished PDF: PAdES (ETSI.CAdES.detached, SHA-256) as an addition to the file, so that what was there stays byte
for byte and an earlier signature stays good."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from PIL import Image
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment as Axis
from pyhanko.pdf_utils.layout import InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle

from models.errors import OfficeError
from models.signatures.keys import KeySource

MM = 72 / 25.4
_HAND_HEIGHT = 22 * MM  # at most, of the picture of a signature
_HAND_WIDTH = 55 * MM


class Role(StrEnum):
    """Whose signature it is."""

    SIGNATORY = "signatory"  # người có thẩm quyền
    OFFICE = "office"  # cơ quan, tổ chức


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page (from 0), in points from the lower left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


def hand_box(room: Box, picture: tuple[int, int]) -> Box:
    """Where the picture of a signature stands: in the middle between post and name, as large as fits (II.7d)."""
    width, height = picture
    scale = min(min(_HAND_WIDTH, room.x1 - room.x0) / width, min(_HAND_HEIGHT, room.y1 - room.y0) / height)
    x, y = (room.x0 + room.x1) / 2, (room.y0 + room.y1) / 2
    half_w, half_h = width * scale / 2, height * scale / 2
    return Box(room.page, x - half_w, y - half_h, x + half_w, y + half_h)


def seal_box(hand: Box, diameter: float) -> Box:
    """Where the seal stands, *diameter* mm as in truth: over about a third of the signature, on its left (II.8a)."""
    size = diameter * MM
    right = hand.x0 + (hand.x1 - hand.x0) / 3
    middle = (hand.y0 + hand.y1) / 2
    return Box(hand.page, right - size, middle - size / 2, right, middle + size / 2)


def sign(
    pdf: bytes,
    key: KeySource,
    role: Role,
    *,
    box: Box | None = None,
    picture: Image.Image | None = None,
) -> bytes:
    """*pdf* with one more signature; with *box* and *picture* it shows on the page. The bytes given come first, unchanged.

    Raises OfficeError: pdf_unreadable, pdf_encrypted, what the key source raises, signing_failed.
    """
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
        if writer.prev.encrypted:
            raise OfficeError("pdf_encrypted")
        name = _free_field(writer, role)
        shown = picture is not None and box is not None
        spec = SigFieldSpec(
            name,
            on_page=box.page if box else 0,
            box=(round(box.x0), round(box.y0), round(box.x1), round(box.y1)) if shown and box else None,
        )
        metadata = PdfSignatureMetadata(
            field_name=name, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        style = _style(picture) if shown and picture else None
        with key.opened() as signer:
            signature: Any = PdfSigner(metadata, signer, stamp_style=style, new_field_spec=spec)
            signed = signature.sign_pdf(writer)
        return bytes(signed.getbuffer())
    except OfficeError:
        raise
    except SigningError as error:
        raise OfficeError("signing_failed") from error
    except (PdfError, ValueError, KeyError, IndexError, TypeError) as error:
        raise OfficeError("pdf_unreadable") from error


def _free_field(writer: Any, role: Role) -> str:
    there = {s.field_name for s in writer.prev.embedded_signatures}
    base = "ThamQuyen" if role is Role.SIGNATORY else "CoQuan"
    return next(n for n in (base, *(f"{base}{i}" for i in range(2, 1000))) if n not in there)


def _style(picture: Image.Image) -> StaticStampStyle:
    fill = SimpleBoxLayoutRule(
        x_align=Axis.ALIGN_MID,
        y_align=Axis.ALIGN_MID,
        margins=Margins(0, 0, 0, 0),
        inner_content_scaling=InnerScaling.STRETCH_TO_FIT,
    )
    return StaticStampStyle(
        border_width=0, background=PdfImage(picture), background_layout=fill, background_opacity=1.0
    )
