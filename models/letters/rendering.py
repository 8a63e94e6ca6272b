"""The last clothes of a letter: placed words become PDF bytes, the same bytes for the same content every time.

reportlab keeps the document (objects, cross references, information); the fonts are ours (``fonts``), trimmed once per
process, because making them anew for each letter would cost three quarters of the time.
"""

from __future__ import annotations

import codecs
import math
import zlib
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc

from models.letters import prescribed as law
from models.letters.archiving import Particulars, colour_profile, metadata
from models.letters.content import LetterContent
from models.letters.fonts import Further, Shown, Style, Subset, Typeface, faces
from models.letters.layout import LAYOUT_VERSION, lay_out
from models.letters.lines import safe, type_at
from models.letters.overprinting import overprint_pages
from models.letters.page_marks import mark_pages
from models.letters.pages import Page, Slab

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
    for page in _pages(content, typeface):
        document.add(page, draft=draft)
    return document.finished()


def _pages(content: LetterContent, typeface: Typeface) -> list[Page]:
    pages = lay_out(content, typeface)
    mark_pages(pages, content.mark)
    return pages


def render_together(
    contents: Sequence[LetterContent], *, draft: bool = False, typeface: Typeface | None = None
) -> bytes:
    """Several letters in one file for printing, with the fonts only once. Raises ValueError when there is none."""
    if not contents:
        raise ValueError("nothing to print")
    typeface = typeface or faces()
    document = _Document(contents[0], typeface)
    for content in contents:
        for page in _pages(content, typeface):
            document.add(page, draft=draft)
    return document.finished()


def overprint(
    content: LetterContent, number: int, issued_on: date, *, typeface: Typeface | None = None
) -> bytes:
    """Number and date alone, at their exact places on the paper that was printed from *content* for signature.

    Raises ValueError when *content* left no room for them.
    """
    typeface = typeface or faces()
    document = _Document(content, typeface)
    for page in overprint_pages(content, number, issued_on, typeface):
        document.add(page, draft=False)
    return document.finished()


def unprintable(content: LetterContent, *, typeface: Typeface | None = None) -> str:
    """The characters of *content* that the typeface has no glyph for (each once): to be told before printing."""
    typeface = typeface or faces()
    return typeface.lacking("".join(page.text for page in lay_out(content, typeface)))


class _Raw(pdfdoc.PDFObject):
    """A PDF object whose bytes are known; references are kept as objects until their numbers are given."""

    __RefOnly__ = 1

    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def format(self, document: Any) -> bytes:
        """The bytes, with the numbers of the objects referred to."""
        return b"".join([part if isinstance(part, bytes) else part.format(document) for part in self.parts])

    def digest(self, signature: Any) -> None:
        """What reportlab asks of the information dictionary: its part in the file's identity."""
        signature.update(self.format(None))


class _File(pdfdoc.PDFDocument):
    """reportlab's document with a quick last step: all large objects are bytes already and only need their places."""

    def format(self) -> bytes:
        """The finished file: objects in order of number, cross references, trailer."""
        model: Any = self
        root, info = model.Reference(model.Catalog).format(self), model.Reference(model.info).format(self)
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        places: list[bytes] = []
        at, number = len(parts[0]), 1
        while number in model.numberToId:
            body: bytes = model.idToObject[model.numberToId[number]].format(self)
            head = b"%d 0 obj\n" % number
            places.append(b"%010d 00000 n \n" % at)
            parts += [head, body, b"\nendobj\n"]
            at += len(head) + len(body) + 8
            number += 1
        identity: bytes = model.signature.hexdigest().encode()
        parts.append(
            b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root %s /Info %s /ID [<%s> <%s>] >>\n"
            b"startxref\n%d\n%%%%EOF\n"
            % (number, b"".join(places), number, root, info, identity, identity, at)
        )
        return b"".join(parts)


def _string(text: str) -> bytes:
    return b"<feff%s>" % text.encode("utf-16-be").hex().encode()


def _packed(head: bytes, packed: bytes) -> bytes:
    return b"<< %s/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (head, len(packed), packed)


@cache
def _colours() -> bytes:
    return _packed(b"/N 3 ", zlib.compress(colour_profile(), 9))


def _particulars(content: LetterContent, typeface: Typeface) -> Particulars:
    number = content.number.text if content.number else ""
    return Particulars(
        safe(content.subject or content.title),
        safe(", ".join(content.issuer)),
        safe(f"{content.title} {number}".strip()),
        f"layout {LAYOUT_VERSION}; typeface {typeface.fingerprint[:16]}",
        "Sổ Đoàn",
    )


class _Document:
    def __init__(self, content: LetterContent, typeface: Typeface) -> None:
        self.typeface = typeface
        self.pdf: Any = _File(compression=0, invariant=1)
        told = _particulars(content, typeface)
        maker = _string(told.maker)
        self.pdf.info = _Raw(
            b"<< /Title ", _string(told.title), b" /Author ", _string(told.author), b" /Subject ", _string(told.subject),
            b" /Keywords ", _string(told.keywords), b" /Creator ", maker, b" /Producer ", maker, b" >>",
        )  # fmt: skip
        pages = self.pdf.Reference(self.pdf.Pages)
        self.pdf.Catalog = _Raw(
            b"<< /Type /Catalog /Pages ", pages, b" /Lang (vi-VN) /Metadata ", self._metadata(told),
            b" /OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB)"
            b" /DestOutputProfile ", self.pdf.Reference(_Raw(_colours())), b" >>]"
            b" /ViewerPreferences << /DisplayDocTitle true /PrintScaling /None >> >>",
        )  # fmt: skip
        self.further = Further(typeface)
        self.fonts: dict[object, bytes] = {}
        self.kept: list[Subset] = []
        self.resources = _Raw()
        self.resources_at: Any = self.pdf.Reference(self.resources, "letterResources")

    def _metadata(self, told: Particulars) -> Any:
        packet = metadata(told)
        head = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n" % len(packet)
        return self.pdf.Reference(_Raw(head, packet, b"\nendstream"))

    def add(self, page: Page, *, draft: bool) -> None:
        """A page with everything on it."""
        ops: list[bytes] = []
        if draft:
            ops.append(self._draft_mark())
        red: list[tuple[float, Slab]] = []
        for at, slab in page.placed:
            top = law.PAGE_HEIGHT - at
            for x0, y0, x1, y1, thickness in slab.rules:
                ops.append(b"%.2f w %.2f %.2f m %.2f %.2f l S" % (thickness, x0, top - y0, x1, top - y1))
            for x, y, width, height, is_red in slab.frames:
                box = b"1 w %.2f %.2f %.2f %.2f re S" % (x, top - y - height, width, height)
                ops.append(b"%s RG %s 0 G" % (_RED, box) if is_red else box)
            if slab.red:
                red.append((at, Slab(0.0, slab.red)))
        ops += self._text(page.placed)
        if red:
            ops += [_RED + b" rg", *self._text(red)]
        if page.squares:
            ops.append(page.squares)
        packed = zlib.compress(b"\n".join(ops), 6)
        self.pdf.updateSignature(packed)
        stream = self.pdf.Reference(_Raw(_packed(b"", packed)))
        box = b"[0 0 %.2f %.2f]" % (law.PAGE_WIDTH, law.PAGE_HEIGHT)
        parent = self.pdf.Reference(self.pdf.Pages)
        self.pdf.addPage(
            _Raw(b"<< /Type /Page /MediaBox ", box, b" /Parent ", parent, b" /Contents ", stream,
                 b" /Resources ", self.resources_at, b" >>")
        )  # fmt: skip

    def _text(self, placed: Sequence[tuple[float, Slab]]) -> list[bytes]:
        ops = [b"BT"]
        add = ops.append
        fixed = self.typeface.fixed
        now_style, now_size, now_stretch = -1, 0.0, 0.0
        for at, slab in placed:
            top = law.PAGE_HEIGHT - at
            for x, y, style, size, text, stretch in slab.words:
                if style != now_style or size != now_size:
                    add(b"%s %g Tf" % (self._font(fixed[style]), size))
                    now_style, now_size = style, size
                if stretch != now_stretch:
                    add(b"%.3f Tw" % stretch)
                    now_stretch = stretch
                try:
                    code: bytes = _encode(text, "strict", fixed[style].encoding)[0]
                except UnicodeEncodeError:
                    add(b"1 0 0 1 %.2f %.2f Tm" % (x, top - y))
                    ops += [
                        self._piece(shown, fixed[style], size) for shown in self.further.split(text, style)
                    ]
                    now_style = -1
                    continue
                if b"\\" in code or b"(" in code or b")" in code:
                    code = _escaped(code)
                add(b"1 0 0 1 %.2f %.2f Tm (%s) Tj" % (x, top - y, code))
        if now_stretch:
            add(b"0 Tw")  # outlives the text block otherwise
        add(b"ET")
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
        at = type_at(self.typeface, _DRAFT_SIZE)
        fixed = self.typeface.fixed[Style.BOLD]
        width = at.width(DRAFT_MARK, int(Style.BOLD))
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
        known = _objects(subset)
        file = self.pdf.Reference(_Raw(known.file))
        unicode = self.pdf.Reference(_Raw(known.to_unicode))
        descriptor = self.pdf.Reference(_Raw(known.descriptor, file, b" >>"))
        return self.pdf.Reference(_Raw(known.font, descriptor, b" /ToUnicode ", unicode, b" >>"))


class _Objects(NamedTuple):
    """The PDF objects of one font as bytes, up to the references in them."""

    file: bytes
    to_unicode: bytes
    descriptor: bytes
    font: bytes


@lru_cache(maxsize=8)
def _objects(subset: Subset) -> _Objects:
    face, name = subset.face, subset.name.encode()
    flags = 4 | 2 | (64 if face.italic_angle else 0)  # symbolic, serif, italic
    stem = 140 if "Bold" in face.name else 80
    return _Objects(
        _packed(b"/Length1 %d " % len(subset.file), subset.packed_file),
        _packed(b"", subset.packed_to_unicode),
        b"<< /Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle %g /Ascent %d"
        b" /Descent %d /CapHeight %d /StemV %d /FontFile2 "
        % (name, flags, *face.box, face.italic_angle, face.ascent, face.descent, face.cap_height, stem),
        b"<< /Type /Font /Subtype /TrueType /BaseFont /%s /FirstChar 0 /LastChar 255 /Widths %s /FontDescriptor "
        % (name, subset.widths),
    )


def _escaped(code: bytes) -> bytes:
    return code.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
