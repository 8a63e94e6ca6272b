"""Tables as a PDF to print: A4 landscape, headings repeated on every page, numbers right, pages counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from models.letters.lines import safe
from models.table import Cell, Table
from resources import as_path

_FAMILY = "SoDoanTable"


@cache
def fonts() -> tuple[str, str, str]:
    """The faces of tables, registered with reportlab: regular, bold, italic."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    names = {"": "Regular", "-Bold": "Bold", "-Italic": "Italic"}
    for suffix, face in names.items():
        pdfmetrics.registerFont(TTFont(_FAMILY + suffix, str(as_path(f"fonts/LiberationSerif-{face}.ttf"))))
    return _FAMILY, f"{_FAMILY}-Bold", f"{_FAMILY}-Italic"


def _markup(text: str) -> str:
    return escape(safe(text)).replace("\n", "<br/>")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def styles() -> dict[str, Any]:
    """The styles of tables and what stands around them, by name."""
    from reportlab.lib.enums import TA_CENTER, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle

    regular, bold, italic = fonts()
    text = ParagraphStyle("text", fontName=regular, bulletFontName=regular, fontSize=10, leading=12)
    return {
        "text": text,
        "number": ParagraphStyle("number", parent=text, alignment=TA_RIGHT),
        "centre": ParagraphStyle("centre", parent=text, alignment=TA_CENTER),
        "head": ParagraphStyle("head", parent=text, fontName=bold, alignment=TA_CENTER),
        "title": ParagraphStyle("title", parent=text, fontName=bold, fontSize=14, leading=18, alignment=TA_CENTER),
        "section": ParagraphStyle("section", parent=text, fontName=bold, fontSize=12, leading=15, spaceBefore=10, keepWithNext=1),
        "under": ParagraphStyle("under", parent=text, fontName=italic, alignment=TA_CENTER),
        "note": ParagraphStyle("note", parent=text, fontName=italic, fontSize=9, leading=11, spaceBefore=3),
    }  # fmt: skip


def paragraph(text: str, style: Any) -> Any:
    """Text as a paragraph; markup in it prints as typed."""
    from reportlab.platypus import Paragraph

    return Paragraph(_markup(text), style)


def grid(table: Table, frame: float, styled: dict[str, Any], *, is_numbered: bool = False) -> Any:
    """The lines of a table over *frame* points; headings repeat on each page, *is_numbered* puts (1), (2) … under them.

    A row that is taller than a page goes on over the next ones.
    """
    from reportlab.platypus import LongTable, TableStyle

    total = sum(c.width for c in table.columns)
    widths = [frame * c.width / total for c in table.columns]
    if total < 90:  # a narrow table stays narrow
        widths = [w * total / 90 for w in widths]
    data = [[paragraph(c.heading, styled["head"]) for c in table.columns]]
    if is_numbered:
        data.append([paragraph(f"({n})", styled["centre"]) for n in range(1, len(table.columns) + 1)])
    heads = len(data)
    data += [[_cell(value, styled) for value in row] for row in table.rows]
    made = LongTable(data, colWidths=widths, repeatRows=heads, hAlign="LEFT", splitInRow=1)
    made.setStyle(
        TableStyle([("FONT", (0, 0), (-1, -1), fonts()[0]), ("GRID", (0, 0), (-1, -1), 0.4, "#000000"), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("VALIGN", (0, 0), (-1, heads - 1), "MIDDLE"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                    ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5)])
    )  # fmt: skip
    return made


def document(title: str, under: str, tables: Sequence[Table]) -> bytes:
    """The tables one after the other, each with its title, its note and *under* below the main title. Byte-identical runs."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate, Spacer

    regular, styled = fonts()[0], styles()
    out = BytesIO()
    page = landscape(A4)
    frame = page[0] - 35 * mm

    def numbered(canvas: Any, doc: Any) -> None:
        canvas.setFont(regular, 10)
        canvas.drawCentredString(page[0] / 2, 10 * mm, str(doc.page))

    doc = SimpleDocTemplate(
        out, pagesize=page, leftMargin=20 * mm, rightMargin=15 * mm, topMargin=18 * mm, bottomMargin=18 * mm,
        title=safe(title), invariant=1, initialFontName=regular,
    )  # fmt: skip
    story: list[Any] = [paragraph(title, styled["title"]), paragraph(under, styled["under"])]
    for table in tables:
        story += [paragraph(table.title, styled["section"]), Spacer(1, 2), grid(table, frame, styled)]
        if table.note:
            story.append(paragraph(table.note, styled["note"]))
    doc.build(story, onFirstPage=numbered, onLaterPages=numbered)
    return out.getvalue()


def _cell(value: Cell, styled: dict[str, Any]) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return paragraph(f"{value:%d/%m/%Y}", styled["centre"])
    if isinstance(value, int):
        return paragraph(_grouped(value), styled["number"])
    return paragraph(value, styled["text"])
