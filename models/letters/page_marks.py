"""The small square code in the foot of each page, by which a scan of the signed paper finds its letter again.

It stands in the bottom margin below the middle of the text, where Nghị định 30/2020 (Phụ lục I, IV) places no component, and moves
nothing: the text of a page is laid out before the code is put on it. It is drawn squares, no text. In a corner it would be lost:
a sheet that goes through the scanner 5° askew loses 8 mm of its corners and nothing of the middle of its edges.

The code reads ``SD1:<mark>:<page>/<pages>:<check>``. The *mark* names a print of a letter: its number in the store, a part of
its key (so that a paper of another office is told apart) and a part of what it says (so that an earlier print is). The pages of
the annexes count on. The *check* tells a code of ours from look-alikes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from models.letters import prescribed as law
from models.letters.content import LetterContent
from models.letters.pages import Page

SIZE = 13 * law.MM  # of the square, without the white around it
EDGE = 5 * law.MM  # to the lower edge of the sheet: most printers reach so far; 2 mm of white remain above
LEFT = law.CENTRE - SIZE / 2
VERSION = 2  # of the QR code: 25×25 squares of 0.52 mm, four points wide in a scan of 200 dpi

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: nothing that looks like another
_OF_KEY, _OF_PRINT, _OF_CHECK = 4, 3, 4
_CODE = re.compile(rf"SD1:([{_DIGITS}]{{8,20}}):([1-9]\d{{0,3}})/([1-9]\d{{0,3}}):([{_DIGITS}]{{4}})")


class PageCode(NamedTuple):
    """What the code of a page says: which print of which letter, and the page of how many."""

    mark: str
    page: int
    pages: int

    @property
    def text(self) -> str:
        """As it is printed, with its check."""
        return f"{self._bare}:{_digest(self._bare, _OF_CHECK)}"

    @property
    def _bare(self) -> str:
        return f"SD1:{self.mark}:{self.page}/{self.pages}"

    @classmethod
    def read(cls, text: str) -> PageCode | None:
        """The code that was read from a page; None for one that is not ours or was misread."""
        found = _CODE.fullmatch(text)
        if found is None:
            return None
        code = cls(found[1], int(found[2]), int(found[3]))
        return code if code.page <= code.pages and code.text == text else None


def mark_of(letter_id: int, key: str, content: LetterContent) -> str:
    """The mark of a print: the letter's number in the store, a part of its key, a part of what the print says."""
    says = replace(content, mark="").to_json()
    return _base32(letter_id) + key_part(key) + _digest(says, _OF_PRINT)


def letter_id_of(mark: str) -> int:
    """The letter's number in the store."""
    number = 0
    for digit in mark[: -_OF_KEY - _OF_PRINT]:
        number = number * 32 + _DIGITS.index(digit)
    return number


def key_part(key: str) -> str:
    """What a mark keeps of a letter's key."""
    return _digest(key, _OF_KEY)


def is_of_key(mark: str, key: str) -> bool:
    """Whether the mark belongs to the letter of that key, whichever print it names."""
    return mark[-_OF_KEY - _OF_PRINT : -_OF_PRINT] == key_part(key)


def mark_pages(pages: Sequence[Page], mark: str) -> None:
    """Puts the code on each page of a letter; without a mark nothing is put there."""
    if mark:
        for number, page in enumerate(pages, 1):
            page.squares = _squares(PageCode(mark, number, len(pages)).text)


@lru_cache(maxsize=256)
def _squares(text: str) -> bytes:
    """The code as PDF drawing operators: one black path of rows of squares, in the middle of the foot."""
    import segno  # only where the office wants codes

    code = segno.make_qr(text, error="m", version=VERSION if len(text) <= 38 else None, boost_error=True)
    rows = [bytes(row) for row in code.matrix]
    step = SIZE / len(rows)
    ops = [b"q 0 g %.5f 0 0 %.5f %.3f %.3f cm" % (step, -step, LEFT, EDGE + SIZE)]
    for y, row in enumerate(rows):
        for stretch in re.finditer(b"\x01+", row):
            ops.append(b"%d %d %d 1 re" % (stretch.start(), y, stretch.end() - stretch.start()))
    return b"\n".join([*ops, b"f Q"])


def _base32(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 32)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _digest(text: str, length: int) -> str:
    value = int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8])
    return "".join(_DIGITS[value >> 5 * n & 31] for n in range(length))
