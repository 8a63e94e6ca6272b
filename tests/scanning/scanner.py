"""A scanner for tests: pages of PDFs become pictures as a desk scanner makes them, with everything that goes wrong there."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from models.letters.content import LetterContent
from models.letters.page_marks import EDGE, LEFT, SIZE, mark_of
from models.letters.rendering import render

Stack = Sequence[tuple[bytes, int]]  # pages: a PDF and which of its pages, from 0


@dataclass(frozen=True)
class Fault:
    """How a sheet is scanned. *stamp*: 0 none, else how far (0 to 1) a red seal reaches over the code; *pen*: a blue stroke."""

    dpi: int = 300
    turn: int = 0
    skew: float = 0.0
    noise: float = 0.0
    paper: int = 255
    blur: float = 0.0
    jpeg: int = 0
    stamp: float = 0.0
    pen: bool = False
    colour: bool = False

    @classmethod
    def at_random(cls, dice: random.Random) -> Fault:
        """Something a desk scanner does on a bad day."""
        return cls(
            dpi=dice.choice((200, 240, 300)),
            turn=dice.choice((0, 0, 90, 180, 270)),
            skew=dice.uniform(-5, 5),
            noise=dice.uniform(0, 40),
            paper=dice.randint(215, 255),
            blur=dice.uniform(0, 0.9),
            jpeg=dice.choice((40, 40, 60, 85)),
            stamp=dice.choice((0, 0, dice.uniform(0.1, 0.5))),
            pen=dice.random() < 0.2,
            colour=dice.random() < 0.4,
        )


def scan(pdf: bytes, index: int, fault: Fault = Fault()) -> Image.Image:
    """The picture of a page."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[index].render(scale=fault.dpi / 72).to_pil().convert("RGB")
    _spoil(picture, fault)
    if not fault.colour:
        picture = picture.convert("L")
    if fault.skew:
        picture = picture.rotate(fault.skew, Image.Resampling.BICUBIC, fillcolor="white")
    if fault.paper < 255:
        ground = Image.new(
            picture.mode,
            picture.size,
            (fault.paper,) * len(picture.getbands()) if fault.colour else fault.paper,
        )
        picture = ImageChops.multiply(picture, ground)
    if fault.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(fault.blur * fault.dpi / 300))
    if fault.noise:
        picture = ImageChops.add(picture, _grain(picture.size, fault.noise).convert(picture.mode), 1, -128)
    if fault.turn:
        picture = picture.rotate(-fault.turn, expand=True)
    if fault.jpeg:
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=fault.jpeg, dpi=(fault.dpi, fault.dpi))
        picture = Image.open(packed)
        picture.load()
    return picture


def _spoil(picture: Image.Image, fault: Fault) -> None:
    """The seal and the pen, as ink that lets black through."""
    step = fault.dpi / 72
    left, top, size = LEFT * step, picture.height - (EDGE + SIZE) * step, SIZE * step
    if fault.stamp:
        ink = Image.new("RGB", picture.size, "white")
        wide = 36 / 25.4 * fault.dpi  # a seal of 36 mm
        x, y = left + size * fault.stamp - wide, top + size / 2 - wide / 2
        draw = ImageDraw.Draw(ink)
        for ring in (0.0, 0.12, 0.3):
            draw.ellipse((x + wide * ring, y + wide * ring, x + wide * (1 - ring), y + wide * (1 - ring)),
                         outline=(226, 60, 60), width=round(wide * 0.04))  # fmt: skip
        picture.paste(ImageChops.multiply(picture, ink))
    if fault.pen:
        ink = Image.new("RGB", picture.size, "white")
        ImageDraw.Draw(ink).line((left - size, top + size * 0.2, left + size * 1.2, top + size * 0.55),
                                 fill=(40, 50, 170), width=round(0.5 / 25.4 * fault.dpi))  # fmt: skip
        picture.paste(ImageChops.multiply(picture, ink))


def blank(fault: Fault = Fault()) -> Image.Image:
    """The empty back of a sheet, grey and noisy."""
    sheet = Image.new("L", (round(210 / 25.4 * fault.dpi), round(297 / 25.4 * fault.dpi)), fault.paper)
    return ImageChops.add(sheet, _grain(sheet.size, max(fault.noise, 1)), 1, -128)


def _grain(size: tuple[int, int], noise: float) -> Image.Image:
    """Grain over a sheet, laid as tiles: the grain of every point of its own takes as long as all the rest."""
    tile = Image.effect_noise((389, 397), noise).convert("L")  # no multiple of anything a code is made of
    grain = Image.new("L", size)
    for left in range(0, size[0], tile.width):
        for top in range(0, size[1], tile.height):
            grain.paste(tile, (left, top))
    return grain


def to_pdf(pictures: Iterable[Image.Image], dpi: int = 300, quality: int = 70) -> bytes:
    """Pictures as the PDF a scanner makes."""
    first, *rest = pictures
    out = io.BytesIO()
    first.save(out, "PDF", resolution=dpi, save_all=True, append_images=rest, quality=quality)
    return out.getvalue()


def to_tiff(pictures: Iterable[Image.Image], dpi: int = 300) -> bytes:
    """Pictures as one TIFF."""
    first, *rest = [picture.convert("L") for picture in pictures]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=rest, compression="tiff_lzw", dpi=(dpi, dpi))
    return out.getvalue()


def to_file(picture: Image.Image, sort: str, dpi: int = 300, **more: object) -> bytes:
    """One picture as PNG or JPEG."""
    out = io.BytesIO()
    picture.save(out, sort, dpi=(dpi, dpi), **more)
    return out.getvalue()


def marked(content: LetterContent, letter_id: int = 4711, key: str = "khóa") -> LetterContent:
    """A letter with its mark."""
    return replace(content, mark=mark_of(letter_id, key, content))


@cache
def printed(content: LetterContent) -> bytes:
    """Its pages."""
    return render(content)
