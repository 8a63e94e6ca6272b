"""A scanned file, page by page: which page of which letter each one is, how it lies, whether it is blank."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from models.letters.page_marks import PageCode
from models.scanning.codes import FIRST_DPI, find_code, is_blank
from models.scanning.pictures import open_source, read_bytes


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page of a scanned file, from 1. *turn*: degrees clockwise that put it upright, 0 where nothing tells.

    *is_foreign*: it carries a code, but none of ours; *is_double*: codes of two pages at once.
    """

    number: int
    code: PageCode | None = None
    turn: int = 0
    is_blank: bool = False
    is_foreign: bool = False
    is_double: bool = False


@dataclass(frozen=True, slots=True)
class ScanRead:
    """A scanned file that was read: its name, its bytes with their SHA-256, its pages."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    pages: tuple[ScannedPage, ...]


def read_scan(path: Path, *, progress: Callable[[int, int], None] = lambda done, of: None) -> ScanRead:
    """The pages of a scanned file with their codes.

    *progress* hears how many pages are done of how many, and may raise to stop. Raises OfficeError for a file that cannot be
    read: empty, damaged, encrypted, too large, no scan at all.
    """
    return read_scan_data(read_bytes(path), path.name, progress=progress)


def read_scan_data(
    data: bytes, name: str, *, progress: Callable[[int, int], None] = lambda done, of: None
) -> ScanRead:
    """As ``read_scan``, from bytes."""
    source = open_source(data, name)
    pages: list[ScannedPage] = []
    try:
        for index in range(source.count):
            progress(index, source.count)

            def draw(dpi: int, colour: bool, index: int = index) -> Image.Image:
                return source.picture(index, dpi, colour=colour)

            first = source.picture(index, FIRST_DPI)
            if is_blank(first):
                pages.append(ScannedPage(index + 1, is_blank=True))
                continue
            found = find_code(first, draw)
            pages.append(
                ScannedPage(index + 1, found.code, found.turn, False, found.is_foreign, found.is_double)
            )
        progress(source.count, source.count)
    finally:
        source.close()
    return ScanRead(name, data, hashlib.sha256(data).hexdigest(), tuple(pages))
