"""The pages of a scanned file as pictures, one at a time: PDF, PNG, JPEG, TIFF with several pages.

Never more than one page is in memory. pdfium works for one thread at a time; everything here that touches it holds ``PDFIUM``.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Protocol

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdfium2 import raw

from models.errors import OfficeError
from models.pdfium import PDFIUM

SUFFIXES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
MOST_BYTES = 400 * 2**20  # of a file: hundreds of pages in colour
MOST_PIXELS = 80_000_000  # of a picture in a file: A3 at 600 dpi has 70 million
_DRAWN_PIXELS = 40_000_000  # of a drawn PDF page, whatever size it claims
_POINTS = 72
_A4_INCHES = 210 / 25.4
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_MODES = {"1", "L", "RGB"}
_ORIENTATION = 0x0112  # of Exif: how the camera was held


class Source(Protocol):
    """A file with pages, open."""

    @property
    def count(self) -> int:
        """How many pages it has."""
        ...

    def picture(self, index: int, dpi: int, *, colour: bool = False) -> Image.Image:
        """A page (from 0) at about that resolution, grey or in colour. Raises OfficeError for a damaged one."""
        ...

    def close(self) -> None:
        """Lets the file go."""
        ...


def open_source(data: bytes, name: str) -> Source:
    """The pages of a file's bytes. Raises OfficeError for an empty, damaged, encrypted, too large or unknown one."""
    if not data:
        raise OfficeError("scan_empty", name=name)
    if len(data) > MOST_BYTES:
        raise OfficeError("scan_too_large", name=name)
    if data[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return PdfSource(data, name)
    return PictureSource(data, name)


def read_bytes(path: Path) -> bytes:
    """The file as it is now. Raises OfficeError when it cannot be read or is too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise OfficeError("scan_too_large", name=path.name)
        return path.read_bytes()
    except OSError as error:
        raise OfficeError("scan_not_readable", name=path.name) from error


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


class PdfSource:
    """A PDF from a scanner."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        with PDFIUM:
            try:
                self.document: Any = pypdfium2.PdfDocument(data)
            except pypdfium2.PdfiumError as error:
                locked = getattr(error, "err_code", 0) == raw.FPDF_ERR_PASSWORD
                raise OfficeError("scan_encrypted" if locked else "scan_damaged", name=name) from error
            self.count = len(self.document)
        if not self.count:
            self.close()
            raise OfficeError("scan_damaged", name=name)

    def picture(self, index: int, dpi: int, *, colour: bool = False) -> Image.Image:
        with PDFIUM:
            try:
                page: Any = self.document[index]
                try:
                    width, height = page.get_size()
                    scale = min(dpi / _POINTS, (_DRAWN_PIXELS / max(width * height, 1.0)) ** 0.5)
                    bitmap: Any = page.render(scale=scale, grayscale=not colour)
                    picture: Image.Image = bitmap.to_pil().convert("RGB" if colour else "L")
                    bitmap.close()
                finally:
                    page.close()
            except pypdfium2.PdfiumError as error:
                raise OfficeError("scan_damaged", name=self._name) from error
        return picture

    def close(self) -> None:
        with PDFIUM:
            self.document.close()


class PictureSource:
    """A picture file, of one page or several."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._dpi = 0.0
        try:
            self._file = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
        except UnidentifiedImageError as error:
            raise OfficeError("scan_unknown", name=name) from error
        except _BOMBS as error:
            raise OfficeError("scan_too_large", name=name) from error
        except (OSError, ValueError, SyntaxError) as error:
            raise OfficeError("scan_damaged", name=name) from error
        self.count = int(getattr(self._file, "n_frames", 1))
        self._data = data

    def jpeg(self) -> bytes | None:
        """The bytes of a JPEG that can go into a PDF as they are; None for anything else."""
        turned = self._file.getexif().get(_ORIENTATION, 1) != 1
        return (
            self._data if self._file.format == "JPEG" and self._file.mode in _MODES and not turned else None
        )

    def frame(self, index: int) -> tuple[Image.Image, float]:
        """A page as it stands in the file, upright as the camera meant it, and its resolution."""
        try:
            self._file.seek(index)
            width, height = self._file.size
            if width * height > MOST_PIXELS:
                raise OfficeError("scan_too_large", name=self._name)
            self._file.load()
            dpi = float(self._file.info.get("dpi", (0, 0))[0])
            picture = ImageOps.exif_transpose(self._file)
        except _BOMBS as error:
            raise OfficeError("scan_too_large", name=self._name) from error
        except (OSError, ValueError, SyntaxError, EOFError, TypeError) as error:
            raise OfficeError("scan_damaged", name=self._name) from error
        if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
            white = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")
        elif picture.mode.startswith("I"):
            picture = picture.convert("I").point(lambda value: value / 256).convert("L")
        elif picture.mode not in _MODES:
            picture = picture.convert("RGB")
        if not 50 <= dpi <= 2400:  # no word about it: the short side of a sheet is that of A4
            dpi = max(min(picture.size) / _A4_INCHES, 50.0)
        return picture, dpi

    def picture(self, index: int, dpi: int, *, colour: bool = False) -> Image.Image:
        picture, has = self.frame(index)
        picture = picture.convert("RGB" if colour else "L")
        if has > 1.2 * dpi:
            share = dpi / has
            picture = picture.resize(
                (max(round(picture.width * share), 1), max(round(picture.height * share), 1)),
                Image.Resampling.BOX,
                reducing_gap=2.0,
            )
        return picture

    def close(self) -> None:
        self._file.close()
