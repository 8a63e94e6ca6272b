"""The last clothes of a letter: placed words become PDF bytes, the same bytes for the same content every time.

reportlab keeps the document (objects, cross references, information); the fonts are ours (``fonts``), trimmed once per
process, because making them anew for each letter would cost three quarters of the time.
"""

from __future__ import annotations

import codecs
import math
import zlib
from collections.abc import Sequence
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc

from models.letters import prescribed as law
from models.letters.content import LetterContent
from models.letters.fonts import Further, Shown, Style, Subset, Typeface, faces
from models.letters.layout import LAYOUT_VERSION, lay_out
from models.letters.lines import Setter
from models.letters.pages import Page, Words

rl_config.pdfComments = 0
rl_config.pdfMultiLine = 0

DRAFT_MARK = "DỰ THẢO"
_DRAFT_SIZE = 110.0
_DRAFT_GREY = b"0.9"
_RED = b"0.87 0.05 0.05"
_encode = codecs.charmap_encode


def render(content: LetterContent, *, draft: bool = False, typeface: Typeface | None = None) -> bytes:
    """The letter as PDF bytes: A4, every size and place of Nghị định 30/2020, byte for byte the same for equal content.

    With *draft* a light grey mark lies under the text of each page and nothing else changes. The bundled typeface is used
    unless another one is given (``fonts.faces(prefer_system=True)``).
    """
    typeface = typeface or faces()
    document = _Document(content, typeface)
    for page in lay_out(content, typeface):
        document.add(page, draft=draft)
    return document.finished()


def unprintable(content: LetterContent, *, typeface: Typeface | None = None) -> str:
    """The characters of *content* that the typeface has no glyph for (each once): to be told before printing."""
    typeface = typeface or faces()
    text = "".join(words.text for page in lay_out(content, typeface) for words in (*page.words, *page.red))
    return typeface.lacking(text)


class _Raw(pdfdoc.PDFObject):
    """A PDF object whose bytes are known; references are kept as objects until their numbers are given."""

    __RefOnly__ = 1

    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def format(self, document: Any) -> bytes:
        """The bytes, with the numbers of the objects referred to."""
        return b"".join(part if isinstance(part, bytes) else part.format(document) for part in self.parts)


def _stream(head: bytes, packed: bytes) -> _Raw:
    return _Raw(
        b"<< %s/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\n" % (head, len(packed), packed)
    )


class _Document:
    def __init__(self, content: LetterContent, typeface: Typeface) -> None:
        self.typeface = typeface
        self.pdf: Any = pdfdoc.PDFDocument(dummyoutline=0, compression=0, invariant=1, lang="vi-VN")
        self.pdf.setTitle(content.subject or content.title)
        self.pdf.setAuthor(", ".join(content.issuer))
        self.pdf.setSubject(
            " ".join(filter(None, (content.title, content.number.text if content.number else "")))
        )
        self.pdf.setCreator("Sổ Đoàn")
        self.pdf.setProducer("Sổ Đoàn")
        self.pdf.setKeywords(f"layout {LAYOUT_VERSION}; typeface {typeface.fingerprint[:16]}")
        self.pdf.Catalog.ViewerPreferences = _Raw(b"<< /DisplayDocTitle true >>")
        self.further = Further(typeface)
        self.fonts: dict[object, bytes] = {}
        self.kept: list[Subset] = []
        self.resources = _Raw()
        self.resources_at: Any = self.pdf.Reference(self.resources, "letterResources")

    def add(self, page: Page, *, draft: bool) -> None:
        """A page with everything on it."""
        ops: list[bytes] = []
        if draft:
            ops.append(self._draft_mark())
        for x0, y0, x1, y1, thickness in page.rules:
            top = law.PAGE_HEIGHT
            ops.append(b"%.2f w %.2f %.2f m %.2f %.2f l S" % (thickness, x0, top - y0, x1, top - y1))
        for x, y, width, height, red in page.frames:
            box = b"1 w %.2f %.2f %.2f %.2f re S" % (x, law.PAGE_HEIGHT - y - height, width, height)
            ops.append(b"%s RG %s 0 G" % (_RED, box) if red else box)
        ops += self._text(page.words)
        if page.red:
            ops += [_RED + b" rg", *self._text(page.red)]
        packed = zlib.compress(b"\n".join(ops), 6)
        stream = self.pdf.Reference(_stream(b"", packed))
        box = b"[0 0 %.2f %.2f]" % (law.PAGE_WIDTH, law.PAGE_HEIGHT)
        parent = self.pdf.Reference(self.pdf.Pages)
        self.pdf.addPage(
            _Raw(b"<< /Type /Page /MediaBox ", box, b" /Parent ", parent, b" /Contents ", stream,
                 b" /Resources ", self.resources_at, b" >>")
        )  # fmt: skip

    def _text(self, placed: Sequence[Words]) -> list[bytes]:
        ops = [b"BT"]
        fixed = self.typeface.fixed
        font, stretched = b"", 0.0
        top = law.PAGE_HEIGHT
        x0 = y0 = 0.0
        for x, y, style, size, text, stretch in placed:
            wanted = b"%s %g Tf" % (self._font(fixed[style]), size)
            move = b"%.2f %.2f Td" % (x - x0, top - y - y0)
            # What was written is what the reader of the file adds up: keep the rounded steps.
            x0, y0 = x0 + round(x - x0, 2), y0 + round(top - y - y0, 2)
            if stretch != stretched:
                move += b" %.3f Tw" % stretch
                stretched = stretch
            try:
                code: bytes = _encode(text, "strict", fixed[style].encoding)[0]
            except UnicodeEncodeError:
                pieces = [self._piece(shown, fixed[style], size) for shown in self.further.split(text, style)]
                ops += [move, *pieces]
                font = b""
                continue
            if wanted != font:
                font = wanted
                ops.append(wanted)
            ops.append(b"%s (%s) Tj" % (move, _escaped(code)))
        ops.append(b"ET")
        return ops

    def _piece(self, shown: Shown, fixed: Subset, size: float) -> bytes:
        font = self._font(shown.extra or fixed)
        return b"%s %g Tf (%s) Tj" % (font, size, _escaped(shown.code))

    def _font(self, subset: Subset) -> bytes:
        name = self.fonts.get(id(subset))
        if name is None:
            name = self.fonts[id(subset)] = b"/F%d" % len(self.fonts)
            self.kept.append(subset)
        return name

    def _draft_mark(self) -> bytes:
        """Grey, turned, under everything: in the middle of the text of the page."""
        setter = Setter(self.typeface, _DRAFT_SIZE)
        fixed = self.typeface.fixed[Style.BOLD]
        width = setter.width(DRAFT_MARK, int(Style.BOLD))
        turn = math.radians(52)
        cos, sin = math.cos(turn), math.sin(turn)
        x = law.PAGE_WIDTH / 2 - cos * width / 2 + sin * _DRAFT_SIZE * 0.33
        y = law.PAGE_HEIGHT / 2 - sin * width / 2 - cos * _DRAFT_SIZE * 0.33
        code: bytes = _encode(DRAFT_MARK, "strict", fixed.encoding)[0]
        return b"q %s g BT %s %g Tf %.4f %.4f %.4f %.4f %.2f %.2f Tm (%s) Tj ET Q" % (
            _DRAFT_GREY, self._font(fixed), _DRAFT_SIZE, cos, sin, -sin, cos, x, y, _escaped(code),
        )  # fmt: skip

    def finished(self) -> bytes:
        """The whole file."""
        parts: list[Any] = [b"<< /ProcSet [/PDF /Text] /Font << "]
        for subset in self.kept:
            parts += [self.fonts[id(subset)] + b" ", self._embedded(subset), b" "]
        self.resources.parts = (*parts, b">> >>")
        finished: bytes = self.pdf.GetPDFData(None)
        return finished

    def _embedded(self, subset: Subset) -> Any:
        face = subset.face
        name = subset.name.encode()
        file = self.pdf.Reference(_stream(b"/Length1 %d " % len(subset.file), subset.packed_file))
        unicode = self.pdf.Reference(_stream(b"", subset.packed_to_unicode))
        flags = 4 | 2 | (64 if face.italic_angle else 0)  # symbolic, serif, italic
        descriptor = self.pdf.Reference(
            _Raw(
                b"<< /Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle %g /Ascent %d"
                b" /Descent %d /CapHeight %d /StemV %d /FontFile2 " % (
                    name, flags, *face.box, face.italic_angle, face.ascent, face.descent, face.cap_height,
                    140 if "Bold" in face.name else 80,
                ),
                file,
                b" >>",
            )
        )  # fmt: skip
        return self.pdf.Reference(
            _Raw(
                b"<< /Type /Font /Subtype /TrueType /BaseFont /%s /FirstChar 0 /LastChar 255 /Widths " % name,
                subset.widths,
                b" /FontDescriptor ",
                descriptor,
                b" /ToUnicode ",
                unicode,
                b" >>",
            )
        )


def _escaped(code: bytes) -> bytes:
    if b"\\" in code:
        code = code.replace(b"\\", rb"\\")
    if b"(" in code or b")" in code:
        code = code.replace(b"(", rb"\(").replace(b")", rb"\)")
    return code
