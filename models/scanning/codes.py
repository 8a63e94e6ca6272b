"""Finds the square code of a page in its picture: skewed, grey, noisy, turned, with a stamp over a part of it.

Most codes are found in the first look over the whole page. For the others the middle of the four edges, where a code can stand, is
looked at again: sharper, smoothed, in single colours (a red or blue stamp vanishes in its own colour), with other thresholds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

from models.letters.page_marks import PageCode

FIRST_DPI, SECOND_DPI = 200, 300
_QR: Any = zxingcpp.BarcodeFormat.QRCode
_ALONG, _DEEP = 0.26, 0.13  # of the sheet, from the middle of an edge both ways, and inwards: room for skew
_THRESHOLDS = (
    55,
    75,
    95,
    125,
    160,
    195,
)  # seals and pens are lighter than the squares, however grey the scan
_HARDLY = 12  # colours that differ by less are grey
_CELL = 8  # points of a scan that make one cell when ink is looked for: 1 mm at 200 dpi
_INK = 35  # how much darker than the paper a cell with ink is at least
_LEAST_INK = 0.0004  # of the cells: 24 mm² of a sheet of A4
_EDGE = 0.04  # of the sheet that shadows and punch holes may darken

Draw = Callable[[int, bool], Image.Image]  # resolution, in colour → the page


class Found(NamedTuple):
    """What a page carries. *turn*: degrees clockwise that put the page upright. *is_foreign*: a code, but none of ours."""

    code: PageCode | None = None
    turn: int = 0
    is_foreign: bool = False
    is_double: bool = False  # codes of two different pages: two sheets in one picture


def find_code(first: Image.Image, draw: Draw) -> Found:
    """The code of a page; *first* is its grey picture at ``FIRST_DPI``, *draw* gives others."""
    found = _look(first)
    if found.code is not None or found.is_double:
        return found
    is_foreign = found.is_foreign
    for picture in _further(draw):
        found = _look(picture)
        if found.code is not None:
            return found
        is_foreign = is_foreign or found.is_foreign
    return Found(is_foreign=is_foreign)


def is_blank(picture: Image.Image) -> bool:
    """Whether nothing is written on a page: the back of a sheet, grey paper and what shines through included."""
    across, down = round(picture.width * _EDGE), round(picture.height * _EDGE)
    cells = picture.crop((across, down, picture.width - across, picture.height - down)).reduce(_CELL)
    counts = cells.histogram()
    half, seen, paper = cells.width * cells.height / 2, 0, 255
    for paper in range(255, -1, -1):  # the paper is the lighter half
        seen += counts[paper]
        if seen >= half:
            break
    ink = sum(counts[: max(paper - _INK, 0)])
    return ink < _LEAST_INK * cells.width * cells.height


def _look(picture: Image.Image) -> Found:
    codes: dict[PageCode, int] = {}
    is_foreign = False
    for read in zxingcpp.read_barcodes(picture, formats=_QR, try_invert=False):
        code = PageCode.read(read.text)
        if code is None:
            is_foreign = True
        else:
            codes[code] = round(-read.orientation / 90) * 90 % 360
    if len(codes) == 1:
        ((code, turn),) = codes.items()
        return Found(code, turn)
    return Found(is_foreign=is_foreign, is_double=len(codes) > 1)


def _further(draw: Draw) -> Iterator[Image.Image]:
    """The edges of the page once more in other ways, the quickest and most promising first."""
    coloured = draw(SECOND_DPI, True)
    edges = [_channels(coloured.crop(box)) for box in _edges(*coloured.size)]
    for channels in edges:
        for grey in channels:
            yield grey
            yield ImageOps.autocontrast(grey.filter(ImageFilter.GaussianBlur(1.2)), cutoff=2)
    for threshold in _THRESHOLDS:
        for channels in edges:
            for grey in channels[:2]:
                smooth = grey.filter(ImageFilter.GaussianBlur(1))
                yield smooth.point([0] * threshold + [255] * (256 - threshold))
    for channels in edges:
        grey = channels[0]
        for smooth in (ImageFilter.MedianFilter(3), ImageFilter.GaussianBlur(2.2)):
            yield grey.filter(smooth)
        yield grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)


def _channels(edge: Image.Image) -> tuple[Image.Image, ...]:
    """An edge as the eye sees it through a red glass, a blue one, and none; a grey scan is the same through all."""
    red, _green, blue = edge.split()
    if ImageChops.difference(red, blue).getextrema()[1] < _HARDLY:  # type: ignore[operator]
        return (red,)
    return red, blue, edge.convert("L")


def _edges(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """Where a code can stand on a sheet that lies in any of four ways; as printed first."""
    across, down = round(width * _ALONG), round(height * _ALONG)
    deep_x, deep_y = round(width * _DEEP), round(height * _DEEP)
    x, y = width // 2, height // 2
    return [
        (x - across, height - deep_y, x + across, height),
        (x - across, 0, x + across, deep_y),
        (0, y - down, deep_x, y + down),
        (width - deep_x, y - down, width, y + down),
    ]
