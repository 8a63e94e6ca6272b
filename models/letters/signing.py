"""The foot of a letter: who signs, who receives (Phụ lục I, II.7 and II.9)."""

from __future__ import annotations

from collections.abc import Sequence

from models.letters import prescribed as law
from models.letters.content import Recipients, Signature
from models.letters.fonts import Style, Typeface
from models.letters.lines import Setter, type_at
from models.letters.pages import Slab, Words

LEFT_SHARE = 0.44  # of the text width: Nơi nhận; the rest carries the signature
_LONGEST_LIST = 420.0  # a longer list of recipients goes on below the signature, over pages if need be


def _line(
    words: list[Words], setter: Setter, style: int, text: str, x: float, width: float, y: float
) -> float:
    """Adds *text* centred between *x* and *x* + *width* from *y* down; returns where it ends."""
    pitch = setter.size * law.SINGLE
    for line in setter.balanced(text, style, width):
        left = x + (width - line.width) / 2
        words.append(Words(left, y + 0.92 * setter.size, style, setter.size, line.text))
        y += pitch
    return y


def signer_column(signer: Signature, typeface: Typeface, x: float, width: float) -> tuple[list[Words], float]:
    """Capacity, room to sign, name, centred in a column; and how high that is."""
    setter = type_at(typeface, law.SIGNATORY_SIZE)
    words: list[Words] = []
    y = 0.0
    for line in signer.capacity:
        y = _line(words, setter, int(Style.BOLD), line.upper(), x, width, y)
    if signer.hint:
        y = _line(words, type_at(typeface, 13.0), int(Style.ITALIC), f"({signer.hint})", x, width, y)
    y += law.SIGNING_ROOM
    for post in signer.other_post:
        y = _line(words, setter, int(Style.BOLD), post.upper(), x, width, y)
    if signer.name:
        y = _line(words, setter, int(Style.BOLD), signer.name, x, width, y)
    return words, y + 0.1 * setter.size


def signers_side_by_side(signers: Sequence[Signature], typeface: Typeface) -> Slab:
    """Several people who sign in one row."""
    row: list[Words] = []
    height = 0.0
    width = law.TEXT_WIDTH / max(len(signers), 1)
    for n, signer in enumerate(signers):
        words, tall = signer_column(signer, typeface, law.MARGIN_LEFT + n * width, width - law.FRAME_GAP)
        row += words
        height = max(height, tall)
    return Slab(height, row, gap=law.SIGNATURE_GAP)


def recipient_lines(recipients: Recipients, typeface: Typeface, width: float) -> list[list[str]]:
    """The entries of the list of "Nơi nhận:", each in lines of *width*."""
    at = type_at(typeface, law.RECIPIENTS_SIZE)
    entries = [f"- {name.strip().rstrip(';.').rstrip()};" for name in recipients.names]
    if recipients.filing:
        entries.append(f"- {recipients.filing.strip().rstrip(';.')}.")
    elif entries:
        entries[-1] = entries[-1][:-1] + "."
    if recipients.drafter_mark:
        entries.append(recipients.drafter_mark)
    return [[line.text for line in at.plain(entry, int(Style.REGULAR), width)] for entry in entries]


def foot(signature: Signature | None, recipients: Recipients | None, typeface: Typeface) -> list[Slab]:
    """The signature block with Nơi nhận beside it: one slab, never cut; what is left of a very long list follows it."""
    if signature is None and recipients is None:
        return []
    left = law.TEXT_WIDTH * LEFT_SHARE
    row: list[Words] = []
    rest: list[Slab] = []
    height = 0.0
    if recipients is not None:
        height = _recipients(recipients, typeface, left - law.FRAME_GAP, row, rest)
    if signature is not None:
        x = law.MARGIN_LEFT + left
        words, tall = signer_column(signature, typeface, x, law.TEXT_RIGHT - x)
        row += words
        height = max(height, tall)
    return [Slab(height, row, gap=law.SIGNATURE_GAP), *rest]


def _recipients(
    recipients: Recipients, typeface: Typeface, width: float, row: list[Words], rest: list[Slab]
) -> float:
    """Adds "Nơi nhận:" and its list to *row*, what would make it too high to *rest*; returns the height in *row*."""
    size, style = law.RECIPIENTS_SIZE, int(Style.REGULAR)
    head = 0.92 * law.SIGNATORY_SIZE  # on the line of the signatory's capacity
    row.append(Words(law.MARGIN_LEFT, head, int(Style.BOLD_ITALIC), law.RECIPIENTS_HEAD_SIZE, "Nơi nhận:"))
    y, pitch = law.SIGNATORY_SIZE * law.SINGLE, size * law.SINGLE
    lines = [text for entry in recipient_lines(recipients, typeface, width) for text in entry]
    for text in lines:
        if y + pitch <= _LONGEST_LIST:
            row.append(Words(law.MARGIN_LEFT, y + 0.92 * size, style, size, text))
            y += pitch
        else:
            rest.append(Slab(pitch, [Words(law.MARGIN_LEFT, 0.92 * size, style, size, text)]))
    return y
