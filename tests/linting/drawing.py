"""Draws drafts of papers on a bare canvas. Knows nothing of the program's own letters."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import resources
from tests.linting.drafts import (
    SENTENCE,
    Draft,
    Line,
    Para,
    Part,
    annex,
    decision,
    official_letter,
    submission,
)

__all__ = [
    "MM", "SENTENCE", "Draft", "Line", "Para", "Part", "annex", "decision", "draw", "font", "official_letter", "submission",
]  # fmt: skip

MM = 72 / 25.4
FACES = {"R": "Regular", "B": "Bold", "I": "Italic", "BI": "BoldItalic"}


def font(family: str, face: str) -> str:
    """The name under which a face of a family is registered."""
    name = f"{family}-{FACES[face]}"
    if name not in pdfmetrics.getRegisteredFontNames():
        path = resources.as_path(f"fonts/LiberationSerif-{FACES[face]}.ttf")
        if family != "LiberationSerif":
            made = TTFont(name, renamed(path.read_bytes(), family))
        else:
            made = TTFont(name, str(path))
        pdfmetrics.registerFont(made)
    return name


def renamed(data: bytes, family: str) -> Any:
    """The same glyphs as a font of another family."""
    from fontTools.ttLib import TTFont as Tables

    tables = Tables(io.BytesIO(data))
    for record in tables["name"].names:
        text = record.toUnicode().replace("Liberation Serif", family).replace("LiberationSerif", family)
        record.string = text
    out = io.BytesIO()
    tables.save(out)
    out.seek(0)
    return out


class Painter:
    """Puts a draft on pages."""

    def __init__(self, draft: Draft) -> None:
        self.d = draft
        self.out = io.BytesIO()
        self.canvas: Any = Canvas(self.out, pagesize=(draft.width * MM, draft.height * MM), invariant=1)
        self.x0, self.x1 = draft.left * MM, (draft.width - draft.right) * MM
        self.high = draft.height * MM
        self.low = draft.bottom * MM
        self.y = draft.top * MM  # from the top
        self.page = 1
        self.part_page = 1
        self.centre = (self.x0 + self.x1) / 2
        self.right_centre = self.x1 - 131
        self.left_centre = (self.x0 + self.x1 - 262) / 2

    def wide(self, text: str, size: float, face: str) -> float:
        """Width of a text in points."""
        return pdfmetrics.stringWidth(text, font(self.d.family, face), size)

    def put(self, x: float, base: float, text: str, size: float, face: str, colour: str = "#000000") -> None:
        """Words with their baseline *base* points below the top."""
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.setFont(font(self.d.family, face), size)
        self.canvas.drawString(x, self.high - base, text)

    def middle(
        self, centre: float, base: float, text: str, size: float, face: str, colour: str = "#000000"
    ) -> None:
        """Centred words."""
        self.put(centre - self.wide(text, size, face) / 2, base, text, size, face, colour)

    def stroke(self, rule: Line, centre: float, y: float, words: float) -> None:
        """A rule below words of a width."""
        if rule.length is None:
            return
        length = words * rule.length
        self.canvas.saveState()
        self.canvas.setLineWidth(0.75)
        if rule.dash:
            self.canvas.setDash(3, 2)
        x = centre - length / 2 + rule.dx
        self.canvas.line(x, self.high - y, x + length, self.high - y)
        self.canvas.restoreState()

    def column(self, name: str, centre: float, y: float, pitch: float = 1.15) -> float:
        """A component as centred lines from *y* on; returns where it ends."""
        part = self.d.parts.get(name)
        if part is None:
            return y
        y += part.dy
        for text in part.lines:
            self.middle(centre + part.dx, y + 0.93 * part.size, text, part.size, part.face, part.colour)
            y += pitch * part.size
        return y

    def head(self) -> None:
        """Both frames of the head."""
        d, top = self.d, self.y
        if (nation := d.parts.get("nation")) is not None:
            self.right_centre = self.x1 - max(131, self.wide(nation.lines[0], nation.size, nation.face) / 2)
        left = self.column("issuer", self.left_centre, self.column("governing", self.left_centre, top))
        if (part := d.parts.get("issuer")) is not None:
            words = self.wide(part.lines[-1], part.size, part.face)
            self.stroke(d.rules["issuer"], self.left_centre + part.dx, left + 3, words)
        right = self.column("nation", self.right_centre, top)
        motto = d.parts.get("motto")
        if motto is not None:
            right += (d.motto_gap - 1.15) * motto.size
            right = self.column("motto", self.right_centre, right)
            self.stroke(d.rules["motto"], self.right_centre + motto.dx, right + 3,
                        self.wide(motto.lines[0], motto.size, motto.face))  # fmt: skip
        base = max(left, right) + 24
        self.y = base
        for name, centre in (("number", self.left_centre), ("date", self.right_centre)):
            part = d.parts.get(name)
            if part is not None:
                self.mixed(centre + part.dx, base + part.dy, part)
                self.y = base + part.dy + 6 if name == "number" else self.y
        about = d.parts.get("about")
        if about is not None:
            y = base + 0.216 * 13 + d.about_gap - 0.04 * about.size
            self.y = self.column("about", self.left_centre, y)
        if d.urgency is not None:
            self.mark(*d.urgency)
        if d.circulation is not None:
            text, framed = d.circulation
            self.middle(self.right_centre, 40, text, 13, "B")
            if framed:
                wide = self.wide(text, 13, "B") + 12
                self.canvas.rect(self.right_centre - wide / 2, self.high - 46, wide, 20)
        self.y += 14

    def mixed(self, centre: float, base: float, part: Part) -> None:
        """A line whose first word may have a face of its own ("I:Số: 05/…" in *face*)."""
        text = part.lines[0]
        if ":" in part.face:
            first, rest = part.face.split(":")
            word, _space, tail = text.partition(" ")
            x = centre - (self.wide(word + " ", part.size, first) + self.wide(tail, part.size, rest)) / 2
            self.put(x, base, word, part.size, first, part.colour)
            self.put(x + self.wide(word + " ", part.size, first), base, tail, part.size, rest, part.colour)
        else:
            self.middle(centre, base, text, part.size, part.face, part.colour)

    def mark(self, text: str, wide: float, high: float, colour: str) -> None:
        """A framed mark of urgency below the names."""
        self.y += 8
        self.canvas.saveState()
        self.canvas.setStrokeColor(HexColor(colour))
        box = (self.x0 + 10, self.high - self.y - high * MM, wide * MM, high * MM)
        self.canvas.rect(*box)
        self.canvas.restoreState()
        self.middle(self.x0 + 10 + wide * MM / 2, self.y + high * MM / 2 + 4.5, text, 13, "B", colour)
        self.y += high * MM

    def titles(self) -> None:
        """Title and subject with the rule."""
        d = self.d
        if "title" not in d.parts:
            return
        self.y = self.column("title", self.centre, self.y, 1.25)
        if "subject" in d.parts:
            self.y = self.column("subject", self.centre, self.y, 1.25)
            part = d.parts["subject"]
            self.stroke(
                d.rules["subject"], self.centre, self.y + 3, self.wide(part.lines[-1], part.size, part.face)
            )
        self.y += 16

    def addressees(self) -> None:
        """Kính gửi: in one line, or with a list below the colon."""
        label, names = self.d.parts.get("addressee_label"), self.d.parts.get("addressees")
        if label is None:
            return
        x = self.x0 + 100
        base = self.y + 13
        self.put(x, base, label.lines[0], label.size, label.face)
        colon = x + self.wide("Kính gửi", label.size, label.face)
        for text in names.lines if names else []:
            base += 17.5
            assert names is not None
            dx = names.dx if text is names.lines[-1] else 0
            self.put(colon + dx, base, text, names.size, names.face)
        self.y = base + 10

    def lines_of(self, para: Para) -> list[list[tuple[str, str]]]:
        """Words of a paragraph broken into lines."""
        indent = self.indent_of(para)
        lines: list[list[tuple[str, str]]] = [[]]
        used = indent
        for count, word in enumerate(para.text.split(" "), 1):
            face = "B" if count <= para.bold else para.face
            wide = self.wide(word, para.size, face)
            space = self.wide(" ", para.size, face)
            if lines[-1] and used + space + wide > self.x1 - self.x0:
                lines.append([])
                used = 0.0
            used += wide + (space if lines[-1] else 0)
            lines[-1].append((word, face))
        return lines

    def indent_of(self, para: Para) -> float:
        """How far its first line stands in."""
        if para.centred:
            return 0.0
        return (self.d.indent if para.indent is None else para.indent) * MM

    def paragraph(self, para: Para, keep: float = 0.0) -> None:
        """A paragraph, over the page break where it has to; *keep* points have to fit below its last line."""
        pitch = self.d.pitch * para.size
        self.y += self.d.gap
        lines = self.lines_of(para)
        for n, words in enumerate(lines):
            need = pitch + (keep if n >= len(lines) - 2 else 0.0)
            room = len(self.d.contact) * 13 + 10 if self.page == 1 and self.d.contact else 0
            if self.y + need > self.high - self.low - room:
                self.next_page()
            base = self.y + pitch - 0.216 * para.size
            text = " ".join(word for word, _face in words)
            if para.centred:
                self.middle(self.centre, base, text, para.size, para.face if not para.bold else "B")
            else:
                indent = self.indent_of(para) if n == 0 else 0.0
                stretch = self.d.justified and n < len(lines) - 1
                self.words(words, para.size, self.x0 + indent, base, self.x1 if stretch else None)
            self.y += pitch

    def words(
        self, words: list[tuple[str, str]], size: float, x: float, base: float, until: float | None
    ) -> None:
        """Words one by one, spread to the right edge where *until* is given."""
        wide = sum(self.wide(word, size, face) for word, face in words)
        space = self.wide(" ", size, "R")
        if until is not None and len(words) > 1:
            space = (until - x - wide) / (len(words) - 1)
        for word, face in words:
            self.put(x, base, word, size, face)
            x += self.wide(word, size, face) + space

    def next_page(self, *, new_part: bool = False) -> None:
        """Ends the page."""
        if self.page == 1 and self.d.contact:
            y = self.high - self.low - len(self.d.contact) * 13 - 4
            self.canvas.line(self.x0, self.high - y, self.x1, self.high - y)
            for n, text in enumerate(self.d.contact):
                self.put(self.x0, y + 13 * (n + 1), text, self.d.contact_size, "R")
        self.number()
        self.canvas.showPage()
        self.page += 1
        self.part_page = 1 if new_part else self.part_page + 1
        self.y = self.d.top * MM

    def number(self) -> None:
        """The page number."""
        d = self.d
        if d.page_number is None or (self.part_page == 1 and not d.page_number_on_first):
            return
        text = d.page_number.format(n=self.part_page, next=self.part_page + 1)
        base = 38.0 if d.page_number_at == "top" else self.high - 35
        name = d.page_number_font or font(d.family, d.page_number_face)
        self.canvas.setFillColor(HexColor("#000000"))
        self.canvas.setFont(name, d.page_number_size)
        wide = pdfmetrics.stringWidth(text, name, d.page_number_size)
        self.canvas.drawString(self.centre - wide / 2 + d.page_number_dx, self.high - base, text)

    def foot(self) -> None:
        """Signature and receivers side by side."""
        d = self.d
        if d.signature_alone:
            self.next_page()
        self.y += 14
        centre = self.x1 - 115
        if d.date_again:
            self.middle(centre, self.y + 10, d.date_again, 14, "I")
            self.y += 20
        base = self.y + 13
        left = base
        for name in ("recipients_label", "recipients", "drafter"):
            part = d.parts.get(name)
            if part is None:
                continue
            for text in part.lines:
                self.put(self.x0 + part.dx, left + part.dy, text, part.size, part.face)
                left += 13.5
        y = base
        capacity = d.parts.get("capacity")
        for text in capacity.lines if capacity else []:
            assert capacity is not None
            self.middle(centre + capacity.dx, y, text, capacity.size, capacity.face)
            y += 17
        if d.sign_break:
            self.next_page()
            y = self.y - 50
        name_part = d.parts.get("signatory")
        if name_part is not None:
            name = name_part.lines[0]
            self.middle(centre + name_part.dx, y + 70, name, name_part.size, name_part.face, name_part.colour)

    def whole(self) -> bytes:
        """All pages."""
        d = self.d
        self.head()
        self.titles()
        self.addressees()
        if "authority" in d.parts:
            self.y = self.column("authority", self.centre, self.y, 1.25)
        for basis in d.bases:
            self.paragraph(basis)
        if "enacting" in d.parts:
            self.y = self.column("enacting", self.centre, self.y + 10, 1.25)
        for n, para in enumerate(d.body):
            last = n == len(d.body) - 1 and not d.signature_alone
            self.paragraph(para, keep=150.0 if last else 0.0)
        self.foot()
        for head, paragraphs in d.annexes:
            self.next_page(new_part=True)
            for text, size, face in head:
                self.middle(self.centre, self.y + 0.93 * size, text, size, face)
                self.y += 1.25 * size
            self.y += 10
            for para in paragraphs:
                self.paragraph(para)
        if self.page == 1 and d.contact:
            self.next_page()
        else:
            self.number()
            self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()


def draw(draft: Draft) -> bytes:
    """The draft as PDF bytes."""
    return Painter(draft).whole()
