"""A finished PDF as a person with a ruler sees it: pages, pieces of text with font, size and place, drawn rules and frames.

Lengths are points from the upper left corner of the sheet as it is read. Text is composed Unicode. The text of a page is read
object by object, which costs a few milliseconds; single characters are asked for only where an object holds more than one
stretch of words. PDFium is not safe for threads, so one file is read at a time (``models.pdfium``).
"""

from __future__ import annotations

import ctypes
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from models.errors import OfficeError
from models.linting.ink import Box, Font, Paths, Stroke, Transform, font_of
from models.pdfium import PDFIUM
from models.text import nfc

MOST_BYTES = 64 * 1024 * 1024
MOST_PAGES = 300
MOST_OBJECTS = 20_000  # on one page: a drawing, not a letter
_LONGEST = 8192  # bytes of one text object
_MANY = 600  # objects on a page: from here on it is quicker to go through its characters once
_WIDEST = 1.25  # of the usual width: a wider stretch of words hides a gap
_SCAN_SHARE = 0.5  # of the sheet covered by pictures

_P: Any = pdfium  # the raw calls have no types


class Piece(NamedTuple):
    """Words drawn in one go in one font: left and right end, baseline, size, colour as (red, green, blue)."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    font: Font
    colour: tuple[int, int, int]


@dataclass(slots=True)
class Sheet:
    """One page as it was read. *turned* holds words that do not run from left to right (a mark across the page)."""

    number: int
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list[Piece])
    strokes: list[Stroke] = field(default_factory=list[Stroke])
    boxes: list[Box] = field(default_factory=list[Box])
    turned: list[str] = field(default_factory=list[str])
    pictured: float = 0.0  # share of the sheet under pictures


def read(pdf: bytes | Path) -> list[Sheet]:
    """The pages of a PDF. Raises OfficeError for what cannot be read or measured; a scan says so."""
    data, name = _bytes_of(pdf)
    with PDFIUM, _opened(data, name) as document:
        count: int = _P.FPDF_GetPageCount(document)
        if count > MOST_PAGES:
            raise OfficeError("paper_too_long", name=name, count=count, most=MOST_PAGES)
        sheets = [_sheet(document, n, name) for n in range(count)]
    if not any(sheet.pieces for sheet in sheets):
        code = "paper_is_scan" if any(s.pictured > _SCAN_SHARE for s in sheets) else "paper_without_text"
        raise OfficeError(code, name=name)
    return sheets


def _bytes_of(pdf: bytes | Path) -> tuple[bytes, str]:
    if isinstance(pdf, bytes):
        name, data = "PDF", pdf
    else:
        name = pdf.name
        try:
            if pdf.stat().st_size > MOST_BYTES:
                raise OfficeError("file_too_large", name=name, most=MOST_BYTES // 1024 // 1024)
            data = pdf.read_bytes()
        except OSError as error:
            raise OfficeError("paper_unreadable", name=name) from error
    if not data:
        raise OfficeError("paper_empty", name=name)
    if len(data) > MOST_BYTES:
        raise OfficeError("file_too_large", name=name, most=MOST_BYTES // 1024 // 1024)
    if b"%PDF-" not in data[:1024]:
        raise OfficeError("paper_not_pdf", name=name)
    return data, name


@contextmanager
def _opened(data: bytes, name: str) -> Generator[Any]:
    _P.FPDF_InitLibrary()
    buffer = ctypes.create_string_buffer(data, len(data))
    document = _P.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        locked = _P.FPDF_GetLastError() in (_P.FPDF_ERR_PASSWORD, _P.FPDF_ERR_SECURITY)
        raise OfficeError("paper_encrypted" if locked else "paper_damaged", name=name)
    try:
        yield document
    finally:
        _P.FPDF_CloseDocument(document)


def _sheet(document: Any, index: int, name: str) -> Sheet:
    page = _P.FPDF_LoadPage(document, index)
    if not page:
        raise OfficeError("paper_damaged", name=name)
    try:
        words = _P.FPDFText_LoadPage(page)
        if not words:
            raise OfficeError("paper_damaged", name=name)
        try:
            return _Reader(page, words, index + 1, name).sheet
        finally:
            _P.FPDFText_ClosePage(words)
    finally:
        _P.FPDF_ClosePage(page)


class _Reader:
    """Reads one page; the calls write into the same few C variables again and again."""

    def __init__(self, page: Any, words: Any, number: int, name: str) -> None:
        self.words = words
        self.name = name
        self.seen = 0
        self.fonts: dict[int, Font] = {}
        self.split: list[tuple[int, Piece]] = []  # objects whose characters have to be looked at
        self.buffer = ctypes.create_string_buffer(_LONGEST)
        self.text_at: Any = ctypes.cast(self.buffer, ctypes.POINTER(ctypes.c_ushort))
        self.floats = [ctypes.c_float() for _ in range(4)]
        self.bounds = [ctypes.byref(x) for x in self.floats]
        self.size = ctypes.c_float()
        self.channels = [ctypes.c_uint() for _ in range(4)]
        self.colour = [ctypes.byref(x) for x in self.channels]
        self.matrix = _P.FS_MATRIX()
        self.sight = Transform.of_page(page)
        self.sheet = Sheet(number, self.sight.width, self.sight.height)
        self.paths = Paths(self.sight, self.sheet.strokes, self.sheet.boxes)
        many = _P.FPDFPage_CountObjects(page) > _MANY
        self.texts: dict[int, str] | None = self._texts() if many else None
        self._objects(page, _P.FPDFPage_CountObjects, _P.FPDFPage_GetObject, self.sight)
        if self.split:
            self._characters()

    def _objects(self, holder: Any, count: Any, get: Any, sight: Transform) -> None:
        total: int = count(holder)
        self.seen += total
        if self.seen > MOST_OBJECTS:
            raise OfficeError("paper_too_busy", name=self.name, page=self.sheet.number)
        for i in range(total):
            thing = get(holder, i)
            kind = _P.FPDFPageObj_GetType(thing)
            if kind == _P.FPDF_PAGEOBJ_TEXT:
                self._text(thing, sight)
            elif kind == _P.FPDF_PAGEOBJ_PATH:
                self.paths.add(thing, sight)
            elif kind == _P.FPDF_PAGEOBJ_IMAGE:
                x0, y0, x1, y1 = sight.box(*self._box(thing))
                self.sheet.pictured += (x1 - x0) * (y1 - y0) / max(1.0, self.sheet.width * self.sheet.height)
            elif kind == _P.FPDF_PAGEOBJ_FORM:
                _P.FPDFPageObj_GetMatrix(thing, self.matrix)
                inner = sight.within(self.matrix)
                self._objects(thing, _P.FPDFFormObj_CountObjects, _P.FPDFFormObj_GetObject, inner)

    def _box(self, thing: Any) -> tuple[float, float, float, float]:
        if not _P.FPDFPageObj_GetBounds(thing, *self.bounds):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = (x.value for x in self.floats)
        return left, bottom, right, top

    def _texts(self) -> dict[int, str]:
        """The words of every object, by its address."""
        found: dict[int, list[str]] = {}
        before: list[str] | None = None
        gap = False
        for i in range(_P.FPDFText_CountChars(self.words)):
            code: int = _P.FPDFText_GetUnicode(self.words, i)
            thing = _P.FPDFText_GetTextObject(self.words, i)
            if not thing:
                gap = gap or code == 32  # a space that PDFium read out of a move
                continue
            chars = found.setdefault(ctypes.addressof(thing.contents), [])
            if gap and chars is before:
                chars.append(" ")
            chars.append(chr(code) if code else "")
            before, gap = chars, False
        return {address: "".join(chars) for address, chars in found.items()}

    def _words_of(self, thing: Any) -> str:
        if self.texts is not None:
            return self.texts.get(ctypes.addressof(thing.contents), "")
        length: int = _P.FPDFTextObj_GetText(thing, self.words, self.text_at, _LONGEST)
        if length > _LONGEST:  # nothing was written: too long for the buffer
            self.texts = self._texts()
            return self.texts.get(ctypes.addressof(thing.contents), "")
        return ctypes.string_at(self.buffer, max(0, length - 2)).decode("utf-16-le", "replace")

    def _text(self, thing: Any, sight: Transform) -> None:
        text = nfc(self._words_of(thing).replace("\r", "").replace("\n", "").replace("\x02", "-"))
        if not text.strip():
            return
        _P.FPDFPageObj_GetMatrix(thing, self.matrix)
        m = sight.within(self.matrix)
        _P.FPDFTextObj_GetFontSize(thing, self.size)
        size = m.rise * self.size.value
        if m.is_turned:
            self.sheet.turned.append(text)
            return
        font = self._font(
            _P.FPDFTextObj_GetFont(thing), m.is_slanted, _P.FPDFTextObj_GetTextRenderMode(thing)
        )
        _P.FPDFPageObj_GetFillColor(thing, *self.colour)
        x0, _y0, x1, _y1 = sight.box(*self._box(thing))
        colour = (self.channels[0].value, self.channels[1].value, self.channels[2].value)
        piece = Piece(text, x0, x1, m.origin_y, round(size, 2), font, colour)
        if self._is_several(piece):
            self.split.append((ctypes.addressof(thing.contents), piece))
        else:
            front = 0.25 * piece.size if text[0] == " " else 0.0
            self.sheet.pieces.append(piece._replace(text=text.strip(" "), x0=x0 + front))

    @staticmethod
    def _is_several(piece: Piece) -> bool:
        """Spaces at the ends belong to no width, and a wide stretch may hide a gap between two columns.

        One space at the end is harmless: it has no ink, and PDFium ends the box where the space begins. One at the front is
        counted off, at the quarter of the size that a space of Times takes.
        """
        text = piece.text
        return (
            "  " in text
            or "\t" in text
            or (" " in text and piece.x1 - piece.x0 > _WIDEST * _usual_width(text) * piece.size)
        )

    def _font(self, font: Any, slanted: bool, mode: int) -> Font:
        key = ctypes.addressof(font.contents) if font else 0
        known = self.fonts.get(key)
        if known is None:
            known = self.fonts[key] = font_of(font)
        if slanted and not known.italic:
            known = known._replace(italic=True)
        if mode == _P.FPDF_TEXTRENDERMODE_FILL_STROKE and not known.bold:
            known = known._replace(bold=True)  # bold made by drawing the outline too
        return known

    def _characters(self) -> None:
        """The stretches of words of the objects that hold several, by the boxes of their characters."""
        wanted = dict(self.split)
        found: dict[int, list[tuple[str, float, float]]] = {address: [] for address in wanted}
        edges = [ctypes.c_double() for _ in range(4)]
        refs = [ctypes.byref(x) for x in edges]
        for i in range(_P.FPDFText_CountChars(self.words)):
            thing = _P.FPDFText_GetTextObject(self.words, i)
            if not thing:
                continue
            chars = found.get(ctypes.addressof(thing.contents))
            if chars is None or not _P.FPDFText_GetCharBox(self.words, i, *refs):
                continue
            code: int = _P.FPDFText_GetUnicode(self.words, i)
            x0, _y0, x1, _y1 = self.sight.box(edges[0].value, edges[2].value, edges[1].value, edges[3].value)
            chars.append((chr(code) if code else "", x0, x1))
        for address, piece in wanted.items():
            self.sheet.pieces += _stretches(piece, found[address])


def _usual_width(text: str) -> float:
    """About how wide words are in a serif, in parts of the size."""
    spaces = text.count(" ")
    capitals = sum(map(str.isupper, text))
    return 0.25 * spaces + 0.72 * capitals + 0.46 * (len(text) - spaces - capitals)


def _stretches(piece: Piece, chars: list[tuple[str, float, float]]) -> list[Piece]:
    made: list[Piece] = []
    text, x0, x1 = "", 0.0, 0.0
    for char, left, right in chars:
        if not char.strip():
            text += " " if text and not text.endswith(" ") else ""
            continue
        if text and left - x1 > 1.2 * piece.size:
            made.append(piece._replace(text=nfc(text).strip(), x0=x0, x1=x1))
            text = ""
        if not text:
            x0 = left
        text, x1 = text + char, right
    if text:
        made.append(piece._replace(text=nfc(text).strip(), x0=x0, x1=x1))
    return made or [piece._replace(text=piece.text.strip())]
