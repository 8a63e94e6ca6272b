"""One A4 page of figures to lay on a desk: sections of lines, bars drawn in outline, everything black on white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from models.exchange.table_pdf import fonts
from models.letters.lines import safe


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section: words, its numbers as they print, and the length of its bar from 0 to 1 (None: no bar)."""

    words: str
    numbers: tuple[str, ...] = ()
    bar: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the page; *heads* stand over the numbers."""

    title: str
    lines: Sequence[Line]
    heads: tuple[str, ...] = ()
    empty: str = ""


_MARGIN, _COLUMN, _SIZE = 57.0, 62.0, 10.0  # points


def page(title: str, under: str, sections: Sequence[Section]) -> bytes:
    """The page as PDF; lines draw closer together when there are many, so that it stays one page. Byte-identical runs."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    regular, bold, italic = fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, initialFontName=regular)  # pyright: ignore[reportArgumentType] - typed wrongly there
    canvas.setTitle(safe(title))
    width, top = A4[0], A4[1] - _MARGIN
    canvas.setFont(bold, 15)
    canvas.drawCentredString(width / 2, top, _fit(safe(title), bold, 15, width - 2 * _MARGIN))
    canvas.setFont(italic, 10)
    canvas.drawCentredString(width / 2, top - 16, _fit(safe(under), italic, 10, width - 2 * _MARGIN))
    rows = sum(len(s.lines) or 1 for s in sections) + 2.4 * len(sections)
    step = min(15.0, (top - 36 - _MARGIN) / max(rows, 1))
    y = top - 36
    for section in sections:
        y = _section(canvas, section, y, step, (regular, bold, italic))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _section(canvas: Any, section: Section, y: float, step: float, faces: tuple[str, str, str]) -> float:
    regular, bold, italic = faces
    size = min(_SIZE, step * 0.75)
    right = 595.28 - _MARGIN
    y -= step * 1.4
    canvas.setFont(bold, size + 1)
    canvas.drawString(_MARGIN, y, safe(section.title))
    canvas.setFont(italic, size - 1)
    for n, head in enumerate(reversed(section.heads)):
        canvas.drawRightString(right - n * _COLUMN, y, _fit(safe(head), italic, size - 1, _COLUMN - 4))
    canvas.setLineWidth(0.5)
    canvas.line(_MARGIN, y - step * 0.25, right, y - step * 0.25)
    if not section.lines:
        y -= step
        canvas.setFont(italic, size)
        canvas.drawString(_MARGIN, y, safe(section.empty))
    for line in section.lines:
        y -= step
        numbers = len(line.numbers) * _COLUMN
        words = (right - _MARGIN - numbers) * (0.45 if line.bar is not None else 1)
        canvas.setFont(regular, size)
        canvas.drawString(_MARGIN, y, _fit(safe(line.words), regular, size, words - 6))
        for n, number in enumerate(reversed(line.numbers)):
            canvas.drawRightString(right - n * _COLUMN, y, safe(number))
        if line.bar:
            room = right - numbers - 8 - _MARGIN - words
            canvas.setFillGray(0.8)
            canvas.rect(
                _MARGIN + words, y - size * 0.15, max(room * line.bar, 1), size * 0.8, stroke=1, fill=1
            )
            canvas.setFillGray(0)
    return y - step


def _fit(text: str, face: str, size: float, width: float) -> str:
    """*text*, ended with … where it is wider than *width* points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if stringWidth(text, face, size) <= width:
        return text
    while text and stringWidth(text + "…", face, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"
