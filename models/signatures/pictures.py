"""The pictures that a signature shows: the signatory's hand in blue, the seal in red, both PNG with a clear ground.

Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7d and II.8a.
"""

from __future__ import annotations

from enum import StrEnum
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from models.errors import OfficeError

_LARGEST_SIDE = 4000  # pixels
_LARGEST_FILE = 8_000_000
_SMALL = 200  # pixels to judge the colour by


class Hue(StrEnum):
    """The prescribed colour."""

    BLUE = "blue"
    RED = "red"


def read_picture(data: bytes, hue: Hue) -> Image.Image:
    """The picture, cut to what is drawn. Raises OfficeError: picture_unreadable, picture_not_clear, picture_not_blue,
    picture_not_red."""
    if len(data) > _LARGEST_FILE:
        raise OfficeError("picture_unreadable")
    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as opened:
            if max(opened.size) > _LARGEST_SIDE:
                raise OfficeError("picture_unreadable")
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise OfficeError("picture_unreadable") from error
    ink = picture.getchannel("A").point([255 if a > 40 else 0 for a in range(256)])
    box = ink.getbbox()
    if box is None or ink.getextrema()[0] == 255:
        raise OfficeError("picture_not_clear")
    picture = picture.crop(box)
    if _hue(picture) != hue:
        raise OfficeError(f"picture_not_{hue}")
    return picture


def _hue(picture: Image.Image) -> Hue | None:
    """What most of the ink is: clearly more blue than red, clearly more red than blue, or neither."""
    small = picture.copy()
    small.thumbnail((_SMALL, _SMALL))
    raw = small.tobytes()
    red = blue = ink = 0
    for n in range(0, len(raw), 4):
        r, g, b, a = raw[n : n + 4]
        if a > 40:
            ink += 1
            red += r > b + 40 and r > g + 40
            blue += b > r + 40 and b > g
    if blue > 0.6 * ink:
        return Hue.BLUE
    return Hue.RED if red > 0.6 * ink else None
