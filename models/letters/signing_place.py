"""Where on a letter the hand of its signatory belongs: the room between post and name (Phụ lục I, II.7)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from models.letters import prescribed as law
from models.letters.content import LetterContent, Signature
from models.letters.fonts import Typeface, faces
from models.letters.layout import lay_out
from models.letters.pages import Slab


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """A rectangle on a page (from 0), in points from the lower left corner of the sheet."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


def signing_place(content: LetterContent, typeface: Typeface | None = None) -> SigningPlace | None:
    """The room to sign of the letter itself; None for a paper that nobody signs."""
    signer = content.signature
    if signer is None or not signer.capacity:
        return None
    typeface = typeface or faces()
    for number, page in enumerate(lay_out(content, typeface)):
        for at, slab in page.placed:
            room = _room(slab, signer)
            if room is not None:
                upper, lower = room
                return SigningPlace(
                    number,
                    law.TEXT_RIGHT - _WIDTH,
                    law.PAGE_HEIGHT - at - lower,
                    law.TEXT_RIGHT,
                    law.PAGE_HEIGHT - at - upper,
                )
    return None


_WIDTH = 0.56 * law.TEXT_WIDTH  # the share of the signature beside "Nơi nhận"


def _room(slab: Slab, signer: Signature) -> tuple[float, float] | None:
    """From where to where the room goes in the slab that carries the signature, down from its top."""
    right = [w for w in slab.words if w.size == law.SIGNATORY_SIZE and w.x >= law.TEXT_RIGHT - _WIDTH - 1]
    if not right or right[0].text.split()[0] != signer.capacity[0].upper().split()[0]:
        return None
    gaps = [(low.y - high.y, high, low) for high, low in pairwise(right)]
    widest = max(gaps, key=lambda gap: gap[0], default=None)
    if widest is not None and widest[0] >= law.SIGNING_ROOM:
        _gap, high, low = widest
        return high.y + 4, low.y - 0.85 * law.SIGNATORY_SIZE
    return right[-1].y + 4, right[-1].y + law.SIGNING_ROOM  # no name is printed: the room below the post
