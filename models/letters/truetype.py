"""A TrueType file: which characters it has, how wide they are, and a trimmed copy with only the glyphs asked for.

The trimmed copy is what goes into the PDF: outlines as drawn by the foundry, hinting left out, one byte per character.
Trimming here takes a few milliseconds a face, so nothing needs to be kept on disk between runs.
"""

from __future__ import annotations

import hashlib
import struct
from bisect import bisect_left
from collections.abc import Sequence

_ARGS_ARE_WORDS, _HAS_SCALE, _MORE, _HAS_XY, _HAS_2X2, _HAS_CODE = 0x01, 0x08, 0x20, 0x40, 0x80, 0x100


class FontError(Exception):
    """The file is not a TrueType font that can be embedded."""


class Face:
    """One face of a typeface, read from the bytes of its file."""

    def __init__(self, data: bytes) -> None:
        """Raises FontError when *data* is not a TrueType font with outlines and a Unicode character map."""
        self.data = data
        try:
            self._tables = self._directory()
            self._read_metrics()
            self._read_cmap()
        except (struct.error, KeyError, IndexError) as error:
            raise FontError("not a usable TrueType font") from error

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.data).hexdigest()

    def _directory(self) -> dict[bytes, bytes]:
        if self.data[:4] not in (b"\0\1\0\0", b"true"):
            raise FontError("not a TrueType font")
        tables: dict[bytes, bytes] = {}
        for n in range(struct.unpack_from(">H", self.data, 4)[0]):
            tag, _, offset, length = struct.unpack_from(">4sLLL", self.data, 12 + 16 * n)
            tables[tag] = self.data[offset : offset + length]
        return tables

    def _read_metrics(self) -> None:
        head, hhea = self._tables[b"head"], self._tables[b"hhea"]
        self._units: int = struct.unpack_from(">H", head, 18)[0]
        box = struct.unpack_from(">4h", head, 36)
        self.box: tuple[int, ...] = tuple(self._thousandths(v) for v in box)
        ascent, descent = struct.unpack_from(">hh", hhea, 4)
        self.ascent, self.descent = self._thousandths(ascent), self._thousandths(descent)
        metrics: int = struct.unpack_from(">H", hhea, 34)[0]
        self._glyphs: int = struct.unpack_from(">H", self._tables[b"maxp"], 4)[0]
        pairs = struct.unpack_from(f">{2 * metrics}H", self._tables[b"hmtx"])
        self._advances: tuple[int, ...] = pairs[0::2]
        self._bearings = pairs[1::2]
        if struct.unpack_from(">h", head, 50)[0]:
            self._loca: tuple[int, ...] = struct.unpack_from(f">{self._glyphs + 1}L", self._tables[b"loca"])
        else:
            self._loca = tuple(
                2 * v for v in struct.unpack_from(f">{self._glyphs + 1}H", self._tables[b"loca"])
            )
        self.italic_angle: float = struct.unpack_from(">l", self._tables[b"post"], 4)[0] / 65536
        os2 = self._tables[b"OS/2"]
        has_heights = struct.unpack_from(">H", os2)[0] >= 2 and len(os2) >= 90
        self.cap_height = self._thousandths(struct.unpack_from(">h", os2, 88)[0]) if has_heights else 660
        self.name = self._postscript_name()

    def _postscript_name(self) -> str:
        names = self._tables[b"name"]
        _, count, start = struct.unpack_from(">HHH", names)
        for n in range(count):
            platform, _, _, what, length, offset = struct.unpack_from(">6H", names, 6 + 12 * n)
            if what == 6 and platform == 3:
                return names[start + offset : start + offset + length].decode("utf-16-be")
        return "Letter"

    def _read_cmap(self) -> None:
        cmap = self._tables[b"cmap"]
        for n in range(struct.unpack_from(">H", cmap, 2)[0]):
            platform, encoding, offset = struct.unpack_from(">HHL", cmap, 4 + 8 * n)
            if (platform, encoding) == (3, 1) and struct.unpack_from(">H", cmap, offset)[0] == 4:
                self._cmap, self._segments = cmap[offset:], struct.unpack_from(">H", cmap, offset + 6)[0] // 2
                count = self._segments
                self._ends: tuple[int, ...] = struct.unpack_from(f">{count}H", self._cmap, 14)
                self._starts: tuple[int, ...] = struct.unpack_from(f">{count}H", self._cmap, 16 + 2 * count)
                return
        raise FontError("no Unicode character map")

    def _thousandths(self, units: int) -> int:
        return round(units * 1000 / self._units)

    def glyph(self, char: str) -> int:
        """The number of the glyph that draws *char*; 0 (an empty box) when the face has none."""
        code = ord(char)
        if code > 0xFFFF:
            return 0
        segment = bisect_left(self._ends, code)
        if segment >= self._segments or self._starts[segment] > code:
            return 0
        count = self._segments
        delta: int = struct.unpack_from(">h", self._cmap, 16 + 4 * count + 2 * segment)[0]
        at = 16 + 6 * count + 2 * segment
        offset: int = struct.unpack_from(">H", self._cmap, at)[0]
        if not offset:
            return (code + delta) & 0xFFFF
        glyph: int = struct.unpack_from(">H", self._cmap, at + offset + 2 * (code - self._starts[segment]))[0]
        return (glyph + delta) & 0xFFFF if glyph else 0

    def width(self, char: str) -> int:
        """The advance of *char* in thousandths of the size."""
        return self._thousandths(self._advance(self.glyph(char)))

    def _advance(self, glyph: int) -> int:
        return self._advances[min(glyph, len(self._advances) - 1)]

    def _bearing(self, glyph: int) -> int:
        if glyph < len(self._bearings):
            return self._bearings[glyph]
        extra = 4 * len(self._advances) + 2 * (glyph - len(self._advances))
        return int(struct.unpack_from(">H", self._tables[b"hmtx"], extra)[0])

    def trimmed(self, glyphs: Sequence[int]) -> bytes:
        """A font file in which code n draws ``glyphs[n]`` (at most 256), without hinting."""
        order: list[int] = [0]
        place: dict[int, int] = {0: 0}
        for glyph in glyphs:
            if glyph not in place:
                place[glyph] = len(order)
                order.append(glyph)
        outlines: list[bytes] = []
        for glyph in order:  # grows while composite glyphs ask for their parts
            outlines.append(self._outline(glyph, place, order))
        lengths = [len(outline) for outline in outlines]
        loca = [0]
        for length in lengths:
            loca.append(loca[-1] + length)
        head = bytearray(self._tables[b"head"])
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        hhea = bytearray(self._tables[b"hhea"])
        struct.pack_into(">H", hhea, 34, len(order))
        maxp = bytearray(self._tables[b"maxp"])
        struct.pack_into(">H", maxp, 4, len(order))
        codes = bytes(place[glyph] for glyph in glyphs).ljust(256, b"\0")
        tables = {
            b"cmap": struct.pack(">HHHHLHHH", 0, 1, 1, 0, 12, 0, 262, 0) + codes,
            b"glyf": b"".join(outlines),
            b"head": bytes(head),
            b"hhea": bytes(hhea),
            b"hmtx": b"".join(struct.pack(">HH", self._advance(g), self._bearing(g)) for g in order),
            b"loca": struct.pack(f">{len(loca)}L", *loca),
            b"maxp": bytes(maxp),
        }
        return _font_file(tables)

    def _outline(self, glyph: int, place: dict[int, int], order: list[int]) -> bytes:
        """The outline without its hinting program; parts of composites are added to *order* and renumbered."""
        outline = self._tables[b"glyf"][self._loca[glyph] : self._loca[glyph + 1]]
        if not outline:
            return b""
        contours = struct.unpack_from(">h", outline)[0]
        if contours >= 0:
            code_at = 10 + 2 * contours
            code = struct.unpack_from(">H", outline, code_at)[0]
            outline = outline[:code_at] + b"\0\0" + outline[code_at + 2 + code :]
        else:
            outline = _composite(bytearray(outline), place, order)
        return outline + b"\0" * (-len(outline) % 4)


def _composite(outline: bytearray, place: dict[int, int], order: list[int]) -> bytes:
    at = 10
    while True:
        flags, part = struct.unpack_from(">HH", outline, at)
        if part not in place:
            place[part] = len(order)
            order.append(part)
        struct.pack_into(">HH", outline, at, flags & ~_HAS_CODE, place[part])
        at += 4 + (4 if flags & _ARGS_ARE_WORDS else 2)
        at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_XY else 8 if flags & _HAS_2X2 else 0
        if not flags & _MORE:
            return bytes(outline[:at])


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(">LHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    offset = 12 + 16 * count
    body = b""
    for tag, table in tables.items():
        padded = table + b"\0" * (-len(table) % 4)
        directory += struct.pack(">4sLLL", tag, _checksum(padded), offset + len(body), len(table))
        body += padded
    font = bytearray(directory + body)
    head = struct.unpack_from(">L", directory, 12 + 16 * list(tables).index(b"head") + 8)[0]
    struct.pack_into(">L", font, head + 8, (0xB1B0AFBA - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _checksum(data: bytes) -> int:
    return sum(struct.unpack(f">{len(data) // 4}L", data)) & 0xFFFFFFFF
