"""What lies behind the words of a page: how it is turned, which fonts it uses, which rules and frames are drawn."""

from __future__ import annotations

import ctypes
import math
import re
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_P: Any = pdfium  # the raw calls have no types
_THIN = 2.6  # a filled bar up to this thick is a rule
_SHORT = 6.0  # nothing shorter is a rule (dots, squares of a QR code)
_MOST_POINTS = 400  # of one path: more is a drawing
_BOLD_FROM = 600
_ITALIC, _FORCE_BOLD = 1 << 6, 1 << 18
_STYLE_WORDS = re.compile(
    r"(?i)(semi|demi|extra|ultra|bold|black|heavy|italic|oblique|roman|regular|normal|book|psmt|mt|ps)+"
)
_TAIL = re.compile(r"(?i)(semi|demi|bold|black|heavy|italic|oblique|psmt|mt|ps)+$")


class Font(NamedTuple):
    """A font of the file: its name without the subset's prefix, weight and slant as names and flags tell."""

    name: str
    family: str
    bold: bool
    italic: bool
    embedded: bool


class Stroke(NamedTuple):
    """A drawn straight line, lying or standing; *solid* when it is not dashed. For a lying one y0 equals y1."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float
    solid: bool

    @property
    def lies(self) -> bool:
        """Whether it runs from left to right."""
        return self.y0 == self.y1

    @property
    def length(self) -> float:
        """From end to end."""
        return self.x1 - self.x0 if self.lies else self.y1 - self.y0

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2


class Box(NamedTuple):
    """A drawn frame, with the colour of its line as (red, green, blue)."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: tuple[int, int, int]


class Transform:
    """From the coordinates of a file to points from the upper left corner of the sheet as it is read."""

    __slots__ = ("height", "m", "width")

    def __init__(
        self, m: tuple[float, float, float, float, float, float], width: float, height: float
    ) -> None:
        self.m, self.width, self.height = m, width, height

    @classmethod
    def of_page(cls, page: Any) -> Transform:
        """How the page is cut and turned."""
        box = _P.FS_RECTF()
        _P.FPDF_GetPageBoundingBox(page, box)
        left, right = sorted((box.left, box.right))
        bottom, top = sorted((box.bottom, box.top))
        wide, high = right - left, top - bottom
        turn: int = _P.FPDFPage_GetRotation(page) % 4
        if turn == 1:
            return cls((0, 1, 1, 0, -bottom, -left), high, wide)
        if turn == 2:
            return cls((-1, 0, 0, 1, right, -bottom), wide, high)
        if turn == 3:
            return cls((0, -1, -1, 0, top, right), high, wide)
        return cls((1, 0, 0, -1, -left, top), wide, high)

    def within(self, matrix: Any) -> Transform:
        """The same for what is drawn under a further matrix."""
        a, b, c, d, e, f = self.m
        p, q, r, s, t, u = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
        return Transform(
            (
                a * p + c * q,
                b * p + d * q,
                a * r + c * s,
                b * r + d * s,
                a * t + c * u + e,
                b * t + d * u + f,
            ),
            self.width,
            self.height,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file on the sheet."""
        a, b, c, d, e, f = self.m
        return a * x + c * y + e, b * x + d * y + f

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of the file as left, top, right, bottom on the sheet."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    @property
    def rise(self) -> float:
        """How much larger an upright letter gets."""
        return abs(self.m[3]) if not self.is_turned else math.hypot(self.m[2], self.m[3])

    @property
    def is_turned(self) -> bool:
        """Whether words do not run from left to right."""
        a, b, _c, d, _e, _f = self.m
        return a <= 0 or abs(b) > 0.01 * abs(a) or d >= 0

    @property
    def is_slanted(self) -> bool:
        """Whether upright letters are made to lean."""
        return abs(self.m[2]) > 0.1 * abs(self.m[3])

    @property
    def origin_y(self) -> float:
        """Where the baseline lies."""
        return self.m[5]


def font_of(font: Any) -> Font:
    """What can be known of a font of the file."""
    if not font:
        return Font("", "", False, False, False)
    name = _name(_P.FPDFFont_GetBaseFontName, font)
    plain = re.sub(r"^[A-Z]{6}\+", "", name)
    low = plain.lower()
    flags: int = max(0, _P.FPDFFont_GetFlags(font))
    angle = ctypes.c_int()
    _P.FPDFFont_GetItalicAngle(font, angle)
    named_bold = any(word in low for word in ("bold", "black", "heavy"))
    bold = named_bold or bool(flags & _FORCE_BOLD)
    italic = "italic" in low or "oblique" in low or bool(flags & _ITALIC) or angle.value != 0
    return Font(plain, family_of(plain), bold, italic, bool(_P.FPDFFont_GetIsEmbedded(font)))


def family_of(name: str) -> str:
    """The family in a font's name, in lower case without spaces ("TimesNewRomanPS-BoldMT" → "timesnewroman")."""
    bare = re.sub(r"[\s_]", "", name.split(",")[0])
    stem, _dash, style = bare.partition("-")
    if style and not _STYLE_WORDS.fullmatch(style.replace("-", "")):
        stem += style  # "VNI-Times": the dash belongs to the name
    short = _TAIL.sub("", stem)
    return (short or stem).lower().lstrip(".")


def _name(call: Any, font: Any) -> str:
    buffer = ctypes.create_string_buffer(256)
    length: int = call(font, buffer, 256)
    return buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")


class Paths:
    """Collects rules and frames from the paths of a page."""

    def __init__(self, sight: Transform, strokes: list[Stroke], boxes: list[Box]) -> None:
        self.strokes, self.boxes = strokes, boxes
        self.matrix = _P.FS_MATRIX()
        self.width = ctypes.c_float()
        self.mode = ctypes.c_int()
        self.stroked = ctypes.c_int()
        self.channels = [ctypes.c_uint() for _ in range(4)]
        self.colour = [ctypes.byref(c) for c in self.channels]

    def add(self, path: Any, sight: Transform) -> None:
        """One path object."""
        points: int = _P.FPDFPath_CountSegments(path)
        if not 2 <= points <= _MOST_POINTS:
            return
        _P.FPDFPath_GetDrawMode(path, self.mode, self.stroked)
        colour = self._colour(path)
        if not (self.mode.value or self.stroked.value) or min(colour) > 235:
            return  # invisible, or white
        _P.FPDFPageObj_GetMatrix(path, self.matrix)
        m = sight.within(self.matrix)
        _P.FPDFPageObj_GetStrokeWidth(path, self.width)
        thick = self.width.value * max(m.rise, 0.01) if self.stroked.value else 0.0
        solid = not self.stroked.value or _P.FPDFPageObj_GetDashCount(path) <= 0
        for corners, closed in self._subpaths(path, points, m):
            self._shape(corners, closed, thick, solid, colour)

    def _colour(self, path: Any) -> tuple[int, int, int]:
        ask = _P.FPDFPageObj_GetStrokeColor if self.stroked.value else _P.FPDFPageObj_GetFillColor
        ask(path, *self.colour)
        return self.channels[0].value, self.channels[1].value, self.channels[2].value

    @staticmethod
    def _subpaths(path: Any, points: int, m: Transform) -> list[tuple[list[tuple[float, float]], bool]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        made: list[tuple[list[tuple[float, float]], bool]] = []
        now: list[tuple[float, float]] = []
        curved = False
        for i in range(points):
            segment = _P.FPDFPath_GetPathSegment(path, i)
            kind = _P.FPDFPathSegment_GetType(segment)
            curved = curved or kind == _P.FPDF_SEGMENT_BEZIERTO
            if kind == _P.FPDF_SEGMENT_MOVETO:
                if len(now) > 1:
                    made.append((now, False))
                now = []
            _P.FPDFPathSegment_GetPoint(segment, x, y)
            now.append(m.point(x.value, y.value))
            if _P.FPDFPathSegment_GetClose(segment) and len(now) > 1:
                made.append((now, True))
                now = []
        if len(now) > 1:
            made.append((now, False))
        return [] if curved else made

    def _shape(
        self,
        corners: list[tuple[float, float]],
        closed: bool,
        thick: float,
        solid: bool,
        colour: tuple[int, int, int],
    ) -> None:
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        wide, high = x1 - x0, y1 - y0
        if high <= _THIN and wide >= _SHORT:
            middle = (y0 + y1) / 2
            self.strokes.append(Stroke(x0, middle, x1, middle, thick or high, solid))
        elif wide <= _THIN and high >= _SHORT:
            middle = (x0 + x1) / 2
            self.strokes.append(Stroke(middle, y0, middle, y1, thick or wide, solid))
        elif self.stroked.value and len(corners) >= 4 and wide >= _SHORT and high >= _SHORT:
            upright = all(x in (x0, x1) or abs(x - x0) < 0.1 or abs(x - x1) < 0.1 for x in xs)
            if upright and closed:
                self.boxes.append(Box(x0, y0, x1, y1, colour))
