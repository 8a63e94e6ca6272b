"""The filed PDF of a letter: its pages out of the scanned file, upright and in order, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from typing import Any

import pypdfium2

from models.errors import OfficeError
from models.pdfium import PDFIUM
from models.scanning.pictures import PdfSource, PictureSource, Source, open_source
from models.scanning.splitting import Leaf

_QUALITY = 85  # of pages that have to be packed anew; JPEG files go in as they are
_POINTS = 72
_DATE = re.compile(rb"/CreationDate\(D:[^)]{10,30}\)")
_IDENTITY = re.compile(rb"/ID\s?\[<[0-9A-Fa-f]{32}><[0-9A-Fa-f]{32}>\]")


def pages_pdf(data: bytes, name: str, leaves: Sequence[Leaf]) -> bytes:
    """These pages of the file as a PDF of their own. Raises OfficeError for a damaged file."""
    source = open_source(data, name)
    try:
        return assemble(source, name, leaves, hashlib.sha256(data).hexdigest())
    finally:
        source.close()


def assemble(source: Source, name: str, leaves: Sequence[Leaf], identity: str) -> bytes:
    """As ``pages_pdf``, from an open file; *identity* (hexadecimal) goes into the PDF instead of one at random."""
    with PDFIUM:
        target = pypdfium2.PdfDocument.new()
        try:
            for leaf in leaves:
                if isinstance(source, PdfSource):
                    target.import_pages(source.document, [leaf.scanned - 1])
                elif isinstance(source, PictureSource):
                    _add_picture(target, source, leaf.scanned - 1)
                page = target[len(target) - 1]
                page.set_rotation((page.get_rotation() + leaf.turn) % 360)
                page.close()
            written = io.BytesIO()
            target.save(written)
        except (pypdfium2.PdfiumError, OSError) as error:
            raise OfficeError("scan_damaged", name=name) from error
        finally:
            target.close()
    places = ",".join(f"{leaf.scanned}/{leaf.turn}" for leaf in leaves)
    return _timeless(written.getvalue(), hashlib.sha256(f"{identity} {places}".encode()).hexdigest()[:32])


def _add_picture(target: pypdfium2.PdfDocument, source: PictureSource, index: int) -> None:
    jpeg = source.jpeg()
    picture, dpi = source.frame(index)
    if jpeg is None:
        packed = io.BytesIO()
        how = {} if picture.mode == "1" else {"quality": _QUALITY}  # black and white is packed without loss
        picture.save(packed, "PDF", resolution=dpi, **how)
        other = pypdfium2.PdfDocument(packed.getvalue())
        try:
            target.import_pages(other)
        finally:
            other.close()
        return
    width, height = (size * _POINTS / dpi for size in picture.size)
    page: Any = target.new_page(width, height)
    image: Any = pypdfium2.PdfImage.new(target)
    image.load_jpeg(io.BytesIO(jpeg), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page.insert_obj(image)
    page.gen_content()
    page.close()


def _timeless(pdf: bytes, identity: str) -> bytes:
    """Without the moment and the random identity that pdfium writes; places in the file stay as they are."""

    def no_date(found: re.Match[bytes]) -> bytes:
        room = len(found[0]) - len(b"/CreationDate(D:)")
        return b"/CreationDate(D:" + b"20000101000000+00'00'"[:room].ljust(room) + b")"

    mark = identity.upper().encode()
    pdf = _DATE.sub(no_date, pdf, count=1)
    return _IDENTITY.sub(
        lambda found: found[0].split(b"<")[0] + b"<" + mark + b"><" + mark + b">]", pdf, count=1
    )
