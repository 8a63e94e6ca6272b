"""What goes with a received paper: the stamp "ĐẾN" and the slip for its handling (Nghị định 30/2020/NĐ-CP, Phụ lục IV, V and VII)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from models.catalogue.register_books import opinions, word
from models.exchange.register_book import MM
from models.exchange.table_pdf import fonts, paragraph, styles
from models.letters.lines import safe

WIDTH, HEIGHT = 50 * MM, 35 * MM  # of the stamp, prescribed
HEAD = 8.2 * MM  # the part with the name of the office
_DOTS = "." * 80


@dataclass(frozen=True, slots=True)
class Stamp:
    """What stands in a stamp; what is empty stays a dotted line for the pen."""

    office: tuple[str, ...]
    number: str
    day: str
    receiver: str = ""
    file_code: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on a slip before anybody wrote on it."""

    office: tuple[str, ...]
    place_and_day: str
    paper: str
    arrival: str
    receiver: str
    due: str


def labels(stamps: Sequence[Stamp]) -> bytes:
    """The stamps for a printer of labels: one to a page of 50 × 35 mm."""
    return _stamped(stamps, (WIDTH, HEIGHT), (0.0, 0.0))


def overprint(stamps: Sequence[Stamp], *, left: float = 25.0, top: float = 62.0) -> bytes:
    """The stamps to be printed onto the received papers: one to an A4 page with nothing else on it.

    *left* and *top* (mm from the corner of the sheet) put it into the empty room under number and subject.
    """
    page = (210 * MM, 297 * MM)
    return _stamped(stamps, page, (left * MM, page[1] - top * MM - HEIGHT))


def _stamped(stamps: Sequence[Stamp], page: tuple[float, float], corner: tuple[float, float]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=page, invariant=1, initialFontName=fonts()[0])  # pyright: ignore[reportArgumentType] - typed wrongly there
    canvas.setTitle(word("arrived"))
    for stamp in stamps:
        canvas.saveState()
        canvas.translate(*corner)
        _draw(canvas, stamp)
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Any, stamp: Stamp) -> None:
    """One stamp with its lower left corner at the origin; the frame lies inside the 50 × 35 mm."""
    _regular, bold, _italic = fonts()
    line = 0.8
    canvas.setLineWidth(line)
    canvas.rect(line / 2, line / 2, WIDTH - line, HEIGHT - line)
    canvas.line(0, HEIGHT - HEAD, WIDTH, HEIGHT - HEAD)
    names = [safe(x.upper()) for x in stamp.office][:2]
    size = min(9.0 if len(names) > 1 else 10.5, *(_fitting(x, bold, WIDTH - 3 * MM) for x in names))
    at = HEIGHT - HEAD / 2 + (len(names) - 1) * size * 0.575 - size * 0.35
    for name in names:
        canvas.setFont(bold, size)
        canvas.drawCentredString(WIDTH / 2, at, name)
        at -= size * 1.15
    left, second, right = 1.6 * MM, 15 * MM, WIDTH - 1.6 * MM
    canvas.setFont(bold, 13.5)
    canvas.drawString(left, HEIGHT - HEAD - 8.6 * MM, word("arrived"))
    rows = (
        (second, 5.2, "arrived_number", stamp.number), (second, 11.4, "arrived_on", stamp.day),
        (left, 18.2, "passed_to", stamp.receiver), (left, 24.4, "file", stamp.file_code),
    )  # fmt: skip
    for x, down, name, value in rows:
        _filled(canvas, x, HEIGHT - HEAD - down * MM, right, word(name), value)


def _filled(canvas: Any, x: float, y: float, right: float, label: str, value: str) -> None:
    """A label and its value, or dots to the right edge."""
    regular, bold, _italic = fonts()
    canvas.setFont(bold, 10.5)
    canvas.drawString(x, y, label)
    x += canvas.stringWidth(f"{label} ", bold, 10.5)
    value = safe(value)
    size = min(10.5, _fitting(value, regular, right - x)) if value else 10.5
    if value and size >= 6:
        canvas.setFont(regular, size)
        canvas.drawString(x, y, value)
        return
    dots = _DOTS
    while canvas.stringWidth(dots, regular, 9) > right - x:
        dots = dots[:-1]
    if value:  # too long even when small: what fits, for the rest there is the register
        dots = value
        while canvas.stringWidth(dots + "…", regular, 6.5) > right - x:
            dots = dots[:-1]
        dots = dots.rstrip() + "…"
    canvas.setFont(regular, 6.5 if value else 9)
    canvas.drawString(x, y, dots)


def _fitting(text: str, face: str, room: float) -> float:
    """The size at which *text* is as wide as *room*."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    wide = stringWidth(text, face, 1)
    return room / wide if wide else 99.0


def slip_pdf(slip: Slip) -> bytes:
    """The slip on which leaders decide how a received paper is handled: A4, opinions to be written by hand."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import KeepTogether, SimpleDocTemplate, Spacer, Table, TableStyle

    regular, bold, italic = fonts()
    styled = styles()
    centre = ParagraphStyle("c", parent=styled["centre"], fontSize=13, leading=16)
    strong = ParagraphStyle("b", parent=centre, fontName=bold)
    slanted = ParagraphStyle("i", parent=centre, fontName=italic)
    text = ParagraphStyle(
        "t",
        parent=styled["text"],
        fontSize=13,
        leading=17,
        spaceBefore=5,
        firstLineIndent=28,
        alignment=TA_JUSTIFY,
    )
    out = BytesIO()
    doc = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=30 * MM, rightMargin=17 * MM, topMargin=20 * MM, bottomMargin=20 * MM,
        title=safe(word("slip_title")), invariant=1, initialFontName=regular,
    )  # fmt: skip
    left = [*(paragraph(x.upper(), strong) for x in slip.office), _rule(50)]
    motto = ParagraphStyle("m", parent=strong, fontSize=13)
    nation = ParagraphStyle("n", parent=strong, fontSize=12)
    wide = 13 / _fitting(word("motto"), bold, 1)  # as long as the words over it
    right = [
        paragraph(word("nation"), nation), paragraph(word("motto"), motto), _rule(wide),
        Spacer(1, 6), paragraph(slip.place_and_day, slanted),
    ]  # fmt: skip
    head = Table([[left, right]], colWidths=[66 * MM, 97 * MM])
    head.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    story: list[Any] = [
        head, Spacer(1, 14), paragraph(word("slip_title"), ParagraphStyle("T", parent=strong, fontSize=14, leading=18)),
        paragraph(slip.paper, centre), paragraph(slip.arrival, slanted), _rule(60), Spacer(1, 8),
    ]  # fmt: skip
    title = ParagraphStyle("o", parent=text, fontName=bold)
    for opinion in opinions():
        part: list[Any] = [paragraph(opinion.title, title)]
        for words in opinion.lines:
            part += [
                paragraph(words.format(receiver=slip.receiver, due=slip.due).rstrip(), text),
                Spacer(1, opinion.room * 8),
            ]
        story.append(KeepTogether(part))
    doc.build(story)
    return out.getvalue()


def _rule(width: float) -> Any:
    """A rule in the middle of its column."""
    from reportlab.platypus import Flowable

    class Rule(Flowable):
        def wrap(self, aW: float, aH: float) -> tuple[float, float]:
            self.room = aW
            return aW, 4

        def draw(self) -> None:
            self.canv.setLineWidth(0.6)
            self.canv.line((self.room - width) / 2, 2, (self.room + width) / 2, 2)

    return Rule()
