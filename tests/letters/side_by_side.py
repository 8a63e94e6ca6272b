"""Pictures of each letter's first page beside the model page of the decree, for a person to judge.

``python -m tests.letters.side_by_side OUT_DIR --models FILE`` writes one PNG per kind of letter: left ours, right the page of
Phụ lục III of Nghị định 30/2020 that its form follows, both at the same scale; and one per annex. *FILE* is the official PDF
of Phụ lục III, which is not kept in this repository. ``--variant worst`` takes another length of the example.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from models.catalogue.letter_kinds import LetterKind, letter_kinds
from models.letters.rendering import render
from models.letters.samples import contents

SCALE = 110 / 72
GAP = 24
# The words by which a model page is found: the pages move when the decree is amended, its captions hardly do.
_BY_FORM = {"decision": "Mẫu 1.2", "official_letter": "Mẫu 1.5", "named": "Mẫu 1.4"}
_BY_TYPE = {
    "giấy mời": "Mẫu 1.7", "giấy giới thiệu": "Mẫu 1.8", "biên bản": "Mẫu 1.9", "công điện": "Mẫu 1.6",
    "nghị quyết": "Mẫu 1.1",
}  # fmt: skip
_ANNEX = "Mẫu 2.1"


def model_of(kind: LetterKind) -> str:
    """The caption of the model page that a kind of letter follows."""
    return _BY_TYPE.get(kind.type_name.lower(), _BY_FORM[kind.form])


def _model_page(models: pypdfium2.PdfDocument, caption: str) -> Image.Image:
    """The model under that caption; where it begins at the foot of a page, that strip is put over the page it goes on."""
    pages = list(models)
    for n, page in enumerate(pages[2:], 2):
        text = page.get_textpage()
        if f"{caption} - " not in text.get_text_range().replace("–", "-"):
            continue
        picture = page.render(scale=SCALE).to_pil()
        at = text.search(caption).get_next()
        top = int((page.get_height() - text.get_charbox(at[0])[3]) * SCALE) - 8
        if top < picture.height / 2:
            return picture
        foot = int((page.get_height() - 60) * SCALE)
        strip = picture.crop((0, top, picture.width, foot))
        following = pages[n + 1].render(scale=SCALE).to_pil()
        head = int(62 * SCALE)  # below its page number
        whole = Image.new("RGB", (picture.width, picture.height), "white")
        whole.paste(strip, (0, head))
        whole.paste(following.crop((0, head, following.width, following.height)), (0, head + strip.height))
        return whole
    raise SystemExit(f"{caption} is not in the file of models")


def _beside(left: Image.Image, right: Image.Image) -> Image.Image:
    sheet = Image.new(
        "RGB", (left.width + right.width + 3 * GAP, max(left.height, right.height) + 2 * GAP), "#777"
    )
    sheet.paste(left, (GAP, GAP))
    sheet.paste(right, (left.width + 2 * GAP, GAP))
    return sheet


def _margins(page: Image.Image) -> Image.Image:
    """The page with the margins of the decree as thin lines: outer and inner limits."""
    draw = ImageDraw.Draw(page)
    for mm in (30, 35, 210 - 15, 210 - 20):
        x = mm * 72 / 25.4 * SCALE
        draw.line((x, 0, x, page.height), fill="#cfe3f5" if mm in (30, 195) else "#e9f3fb")
    return page


def pictures(models: pypdfium2.PdfDocument, variant: str) -> Iterator[tuple[str, Image.Image]]:
    """Names and pictures, one kind after the other."""
    for code, kind in sorted(letter_kinds().items()):
        content = contents(code)[variant]
        document = pypdfium2.PdfDocument(render(content))
        ours = _margins(document[0].render(scale=SCALE).to_pil())
        yield code, _beside(ours, _model_page(models, model_of(kind)))
        for n, page in enumerate(document):
            if content.annexes and page.get_textpage().get_text_range().startswith("Phụ lục"):
                yield (
                    f"{code}-annex-{n}",
                    _beside(page.render(scale=SCALE).to_pil(), _model_page(models, _ANNEX)),
                )
        document.close()


def main(arguments: list[str]) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.letters.side_by_side", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("--models", type=Path, required=True, help="the official PDF of Phụ lục III")
    parser.add_argument("--variant", default="sample", help="sample, short, long, foot, over or worst")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    models = pypdfium2.PdfDocument(given.models)
    for name, picture in pictures(models, given.variant):
        picture.save(given.out / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
