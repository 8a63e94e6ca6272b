"""The envelope of a letter (mẫu bì văn bản, Nghị định 30/2020/NĐ-CP, Phụ lục IV, mục II) as a PDF of its exact size.

Sender at the top left over a rule, the number and symbol of the letter below, "Kính gửi" in the right half; the mark of urgency,
in the frame and red that Phụ lục I (III.2b) prescribes for the letter itself, under the number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from models.exchange.table_pdf import fonts
from models.letters import prescribed as law
from models.letters.content import LetterContent, Urgency
from models.letters.lines import safe
from resources import as_path

MM = law.MM
SIZES: dict[str, tuple[float, float]] = {
    "dl": (220, 110),
    "c5": (229, 162),
    "a5": (210, 148),
    "c4": (324, 229),
}
"""Width and height in millimetres, by the name one buys them under."""

# Places of the model page as shares of its envelope, measured on the official file.
_NAME_X, _NUMBER_X, _TO_X, _WHOM_X = 0.115, 0.082, 0.400, 0.535
_RULE_X0, _RULE_X1 = 0.018, 0.610
_TOP, _TO_Y = 0.068, 0.570
_RIGHT = 0.035
_NAME_SIZE, _CONTACT_SIZE, _NUMBER_SIZE, _TO_SIZE = 13.0, 11.0, 13.0, 14.0
_LEAST_SIZE = 8.0
_RED = (0.87, 0.05, 0.05)

# "Nơi nhận" that names nobody to write to, and the purpose in brackets behind a name.
_NOBODY = re.compile(r"^(như (trên|điều|kính gửi)|lưu\b)", re.IGNORECASE)
_PURPOSE = re.compile(
    r"\s*\((?:để\s+)?(?:b/c|p/h|báo cáo|phối hợp|biết|thực hiện|chỉ đạo|theo dõi)[^)]*\)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands on one envelope."""

    sender: tuple[str, ...]
    contact: tuple[str, ...]
    number: str
    receiver: str
    urgency: Urgency | None = None


def receivers(content: LetterContent) -> tuple[str, ...]:
    """Who gets the letter by post: those it addresses, then the others of "Nơi nhận", each once."""
    others = content.recipients.names if content.recipients else ()
    names = (_PURPOSE.sub("", n).strip(" ;.,") for n in (*content.addressees, *others))
    return tuple(dict.fromkeys(n for n in names if n and not _NOBODY.match(n)))


def envelopes_of(content: LetterContent, to: Sequence[str], contact: Sequence[str] = ()) -> list[Envelope]:
    """One envelope for each receiver; *contact* are address lines where the letter itself prints none."""
    number = content.number.text if content.number and content.number.number is not None else ""
    sender = (*content.governing_body, " ".join(content.issuer))
    lines = content.contact or tuple(contact)
    return [Envelope(sender, lines, number, name, content.urgency) for name in to]


def document(envelopes: Sequence[Envelope], size: str) -> bytes:
    """The envelopes, one to a page of that size. Byte-identical runs. Raises ValueError when there is none."""
    from reportlab.pdfgen.canvas import Canvas

    if not envelopes:
        raise ValueError("no envelope to print")
    width, height = (side * MM for side in SIZES[size])
    out = BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1, initialFontName=fonts()[0])  # pyright: ignore[reportArgumentType] - typed wrongly there
    canvas.setTitle(safe(envelopes[0].number or envelopes[0].receiver))
    for each in envelopes:
        _Sheet(canvas, width, height).draw(each)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def _bold_italic() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = "SoDoanEnvelope-BoldItalic"
    pdfmetrics.registerFont(TTFont(name, str(as_path("fonts/LiberationSerif-BoldItalic.ttf"))))
    return name


class _Sheet:
    def __init__(self, canvas: Any, width: float, height: float) -> None:
        self.canvas, self.width, self.height = canvas, width, height
        self.regular, self.bold, _italic = fonts()
        self.larger = min(
            max(width / (SIZES["dl"][0] * MM), 0.9), 1.35
        )  # type grows a little with the envelope

    def draw(self, envelope: Envelope) -> None:
        """Everything on one envelope."""
        y = self._sender(envelope)
        y -= 7 * MM
        if envelope.number:
            words = f"Số/ký hiệu văn bản: {envelope.number}"
            self._line(words, _NUMBER_X, y, self.regular, _NUMBER_SIZE * self.larger)
        if envelope.urgency is not None:
            self._urgency(envelope.urgency, y - 4 * MM)
        self._receiver(envelope.receiver)

    def _sender(self, envelope: Envelope) -> float:
        """The sender over its rule; the height of the rule."""
        room = self.width * (_RULE_X1 - _NAME_X)
        y = self.height * (1 - _TOP) + _NAME_SIZE
        *over, name = envelope.sender
        small, large = _CONTACT_SIZE * self.larger, _NAME_SIZE * self.larger
        lines = [(text.upper(), self.regular, small) for text in over if text]
        lines.append((name.upper(), self.bold, large))
        lines += [(text, self.regular, small) for text in envelope.contact]
        for text, face, size in lines:
            for line in self._wrapped(text, face, size, room):
                y -= size * law.SINGLE
                self._line(line, _NAME_X, y, face, size)
        y -= 0.55 * small
        self.canvas.setLineWidth(law.RULE_THICKNESS)
        self.canvas.line(self.width * _RULE_X0, y, self.width * _RULE_X1, y)
        return y

    def _receiver(self, name: str) -> None:
        top = self.height * (1 - _TO_Y)
        size = _TO_SIZE * self.larger
        self._line("Kính gửi:", _TO_X, top, _bold_italic(), size)
        room = self.width * (1 - _RIGHT - _WHOM_X)
        lines = self._wrapped(name, self.bold, size, room)
        while (
            len(lines) * size * law.PITCH > top - 5 * MM and size > _LEAST_SIZE
        ):  # a name that would run off the paper
            size -= 1
            lines = self._wrapped(name, self.bold, size, room)
        for n, line in enumerate(lines):
            self._line(line, _WHOM_X, top - n * size * law.PITCH, self.bold, size)

    def _urgency(self, urgency: Urgency, top: float) -> None:
        words, wide = law.URGENCY[urgency.value]
        x, canvas = self.width * _NUMBER_X, self.canvas
        canvas.saveState()
        canvas.setStrokeColorRGB(*_RED)
        canvas.setFillColorRGB(*_RED)
        canvas.setLineWidth(1)
        canvas.rect(x, top - law.URGENCY_HEIGHT, wide, law.URGENCY_HEIGHT)
        canvas.setFont(self.bold, law.URGENCY_SIZE)
        middle = top - law.URGENCY_HEIGHT / 2 - 0.33 * law.URGENCY_SIZE
        canvas.drawCentredString(x + wide / 2, middle, words)
        canvas.restoreState()

    def _line(self, text: str, x: float, y: float, face: str, size: float) -> None:
        self.canvas.setFont(face, size)
        self.canvas.drawString(self.width * x, y, safe(text))

    def _wrapped(self, text: str, face: str, size: float, room: float) -> list[str]:
        """On lines that fit; a word wider than the room is cut between its letters."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        lines: list[str] = []
        for word in safe(text).split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and stringWidth(longer, face, size) <= room:
                lines[-1] = longer
                continue
            while stringWidth(word, face, size) > room and len(word) > 1:
                at = next(
                    n for n in range(len(word), 0, -1) if n == 1 or stringWidth(word[:n], face, size) <= room
                )
                lines.append(word[:at])
                word = word[at:]
            lines.append(word)
        return lines
