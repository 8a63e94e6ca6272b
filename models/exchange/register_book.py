"""Register books as Nghị định 30/2020/NĐ-CP, Phụ lục IV prints them: cover, numbered columns, closing page; A4 landscape.

Also what stands beside the book of received papers: the stamp "ĐẾN" (mục V) and the slip on which a paper is decided (mục VII).
The same book gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from models.catalogue.register_books import word
from models.exchange.table_pdf import fonts, grid, paragraph, styles
from models.letters.lines import safe
from models.table import Table

MM = 72 / 25.4
MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM = 25 * MM, 15 * MM, 15 * MM, 17 * MM
FRAME = (150 * MM, 172 * MM)  # of the cover: width and height


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover: who keeps the book, what it is, and from where to where it goes. *lines* stand in italics under the title."""

    governing_body: tuple[str, ...]
    issuer: tuple[str, ...]
    title: tuple[str, ...]
    series: str  # which of several books of that title; "" when there is one
    lines: tuple[str, ...]
    volume: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs at the end of a book: the lines of his post, what he puts there, his name."""

    post: tuple[str, ...]
    how: str
    name: str


@dataclass(frozen=True, slots=True)
class Book:
    """A book to print. Without *cover* its title stands over the table (the page of one day).

    *closing* are the sentences that end it, under *closing_title*, which begins a page of its own.
    """

    cover: Cover | None
    head: Cover
    table: Table
    closing: tuple[str, ...]
    closing_title: str
    signers: tuple[Signer, ...]


def pdf_of_book(book: Book) -> bytes:
    """The pages of a book."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate, Spacer

    page, out, styled = landscape(A4), BytesIO(), styles()
    regular = fonts()[0]
    width = page[0] - MARGIN_LEFT - MARGIN_RIGHT

    def numbered(canvas: Any, doc: Any) -> None:
        canvas.setFont(regular, 11)
        canvas.drawCentredString(page[0] / 2, 9 * MM, str(doc.page))

    def covered(canvas: Any, _doc: Any) -> None:
        if book.cover is not None:
            _draw_cover(canvas, book.cover, page)

    def room() -> Any:
        height = page[1] - MARGIN_TOP - MARGIN_BOTTOM
        return Frame(MARGIN_LEFT, MARGIN_BOTTOM, width, height, 0, 0, 0, 0)

    doc = BaseDocTemplate(
        out, pagesize=page, title=safe(" ".join((*book.head.title, book.head.series))), invariant=1, initialFontName=regular
    )  # fmt: skip
    templates = [
        PageTemplate("cover", [room()], onPage=covered),
        PageTemplate("pages", [room()], onPage=numbered),
    ]
    doc.addPageTemplates(templates if book.cover else templates[1:])
    story: list[Any] = []
    if book.cover:
        story += [Spacer(1, 1), NextPageTemplate("pages"), PageBreak()]
    else:
        story += _heading(book.head, styled)
    story.append(grid(book.table, width, styled, is_numbered=True))
    if book.closing_title:
        story.append(PageBreak())
    story += _closing(book, styled, width)
    doc.build(story)
    return out.getvalue()


def _draw_cover(canvas: Any, cover: Cover, page: tuple[float, float]) -> None:
    """The cover as the model page draws it: a double frame, everything centred in it."""
    regular, bold, italic = fonts()
    wide, high = FRAME
    x, y, centre = (page[0] - wide) / 2, (page[1] - high) / 2, page[0] / 2
    for inset in (0, 3):
        canvas.setLineWidth(0.9)
        canvas.rect(x + inset, y + inset, wide - 2 * inset, high - 2 * inset)
    room = wide - 16 * MM

    def put(text: str, face: str, size: float, at: float) -> float:
        for line in _wrapped(safe(text), face, size, room):
            canvas.setFont(face, size)
            canvas.drawCentredString(centre, at, line)
            at -= size * 1.25
        return at

    at = y + high - 14 * MM
    for text in cover.governing_body:
        at = put(text.upper(), regular, 13, at)
    for text in cover.issuer:
        at = put(text.upper(), bold, 13, at)
    at = min(at - 12 * MM, y + high - 52 * MM)
    for text in cover.title:
        at = put(text, bold, 17, at)
    if cover.series:
        at = put(f"({cover.series})", regular, 14, at)
    at -= 14 * MM
    for text in cover.lines:
        at = put(text, italic, 15, at) - 2 * MM
    if cover.volume:
        words = word("volume")
        both = _width(f"{words} ", bold, 15) + _width(cover.volume, regular, 15)
        canvas.setFont(bold, 15)
        canvas.drawString(centre - both / 2, y + 14 * MM, f"{words} ")
        canvas.setFont(regular, 15)
        canvas.drawRightString(centre + both / 2, y + 14 * MM, safe(cover.volume))


def _heading(head: Cover, styled: dict[str, Any]) -> list[Any]:
    """What stands over the table of a book without a cover."""
    from reportlab.platypus import Spacer

    owner = ", ".join((*head.governing_body, *head.issuer))
    lines = [paragraph(owner, styled["centre"]), paragraph(" ".join(head.title), styled["title"])]
    lines += [paragraph(f"({head.series})", styled["centre"])] if head.series else []
    return [*lines, *(paragraph(x, styled["under"]) for x in head.lines), Spacer(1, 8)]


def _closing(book: Book, styled: dict[str, Any], width: float) -> list[Any]:
    """The sentences that end a book, the number of its pages, and room for the signatures; these stay together."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import KeepTogether, Spacer, Table, TableStyle

    text = ParagraphStyle("closing", parent=styled["text"], fontSize=12, leading=16, spaceBefore=4)
    said = [paragraph(sentence, text) for sentence in book.closing]
    last: list[Any] = [_pages_line(text)] if book.cover else []
    if book.signers:
        cells = [[_signature(s, styled) for s in book.signers]]
        made = Table(cells, colWidths=[width / len(book.signers)] * len(book.signers))
        made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
        last += [Spacer(1, 14), made]
    title = [paragraph(book.closing_title, styled["title"]), Spacer(1, 8)] if book.closing_title else []
    return [*title, *([] if title else [Spacer(1, 6)]), *said, KeepTogether(last)]


def _signature(signer: Signer, styled: dict[str, Any]) -> list[Any]:
    from reportlab.platypus import Spacer

    head, centre = styled["head"], styled["centre"]
    return [
        *(paragraph(line, head) for line in signer.post),
        paragraph(signer.how, styled["under"]),
        Spacer(1, 22 * MM),
        paragraph(signer.name, head if signer.name else centre),
    ]


def _pages_line(style: Any) -> Any:
    """A line that says on which page it stands: the last one, so how many there are."""
    from reportlab.platypus import Flowable

    class Pages(Flowable):
        def wrap(self, aW: float, aH: float) -> tuple[float, float]:
            return aW, style.leading + style.spaceBefore

        def draw(self) -> None:
            self.canv.setFont(style.fontName, style.fontSize)
            self.canv.drawString(0, 4, word("pages", n=self.canv.getPageNumber()))

    return Pages()


def _width(text: str, face: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return stringWidth(text, face, size)


def _wrapped(text: str, face: str, size: float, room: float) -> Sequence[str]:
    from reportlab.lib import utils

    return cast("list[str]", utils.simpleSplit(text, face, size, room))
