"""The typeface of letters: Times New Roman of the machine, else the bundled Liberation Serif of the same widths.

A ``Typeface`` measures text and turns it into the bytes that a PDF shows. Characters of the fixed repertoire (ASCII, the
Vietnamese letters, a few signs) share one trimmed font per face, made once per process and the same for every letter;
whatever else a text holds goes into a further font of that document only. Chinese and Japanese names, which no Times New Roman
has, are drawn with a second bundled face (``resources/fonts/README.md``), read only when a text asks for it.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from models.letters.truetype import Face, FontError
from resources import read_bytes


class Style(IntEnum):
    """The four faces, in the order in which they are kept."""

    REGULAR = 0
    BOLD = 1
    ITALIC = 2
    BOLD_ITALIC = 3


_BUNDLED = ("Regular", "Bold", "Italic", "BoldItalic")
_NAMES = "fonts/UMingCN-names.ttf.z"
_SYSTEM = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")

_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_VIETNAMESE = (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)
_SIGNS = "\u00a0–—“”‘’…°²×§•äöüßçñåë"
REPERTOIRE = _ASCII + _VIETNAMESE + _SIGNS
_KNOWN = frozenset(REPERTOIRE)
_REPERTOIRES = (REPERTOIRE, REPERTOIRE, REPERTOIRE, " Nơi nhận:")

# Codes free for what is not ASCII: none that a reader of PDF takes for a line end or other white space.
_FREE = [code for code in (*range(0x7F, 0x100), *range(0x01, 0x20)) if code not in (8, 9, 10, 12, 13)]
_UNUSED = "\ufffe"
_WORDS_KEPT = 40_000
_NAMES_FROM = "\u2e80"  # no character before this one is looked for in the face of Chinese and Japanese names
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@cache
def names_face() -> Face:
    """The face of Chinese and Japanese names, read once per process: 15 MB, a tenth of a second."""
    return Face(zlib.decompress(read_bytes(_NAMES)))


@dataclass(frozen=True)
class Shown:
    """Bytes to be shown with one font: the fixed one of a face (*extra* None) or a further one of the document."""

    code: bytes
    extra: Subset | None = None


class Subset:
    """Up to 250 characters of one face with a byte for each, and what a PDF needs to embed them."""

    def __init__(self, face: Face, chars: str = "") -> None:
        self.face = face
        self._table = [_UNUSED] * 256
        self._free = list(reversed(_FREE))
        self._codes: dict[str, int] = {}
        for char in chars:
            self.add(char)

    def add(self, char: str) -> bool:
        """Gives *char* a byte; False when there is none left."""
        if char in self._codes:
            return True
        if char in _ASCII:
            code = ord(char)
        elif self._free:
            code = self._free.pop()
        else:
            return False
        self._codes[char] = code
        self._table[code] = char
        return True

    def code(self, char: str) -> int:
        """The byte of *char*."""
        return self._codes[char]

    @cached_property
    def encoding(self) -> Any:
        """For ``codecs.charmap_encode``; only asked for when the subset is complete."""
        return codecs.charmap_build("".join(self._table))

    @cached_property
    def file(self) -> bytes:
        """The trimmed font file."""
        face = self.face
        return face.trimmed([0 if char == _UNUSED else face.glyph(char) for char in self._table])

    @cached_property
    def packed_file(self) -> bytes:
        """The trimmed font file, compressed."""
        return zlib.compress(self.file, 9)

    @cached_property
    def widths(self) -> bytes:
        """The /Widths array for codes 0 to 255."""
        face = self.face
        return b"[%s]" % b" ".join(b"0" if c == _UNUSED else b"%d" % face.width(c) for c in self._table)

    @cached_property
    def name(self) -> str:
        """The name of the embedded font: six letters that tell this subset from others, then the face's own."""
        digest = hashlib.sha256(self.face.name.encode() + "".join(self._table).encode()).digest()
        return "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+" + self.face.name

    @cached_property
    def packed_to_unicode(self) -> bytes:
        """The compressed character map by which readers copy text out."""
        pairs = [
            f"<{n:02x}><{c.encode('utf-16-be').hex()}>" for n, c in enumerate(self._table) if c != _UNUSED
        ]
        blocks = [pairs[n : n + 100] for n in range(0, len(pairs), 100)]
        listed = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
        cmap = (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<00><ff>\nendcodespacerange\n{listed}\n"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        )
        return zlib.compress(cmap.encode("ascii"), 9)


class Typeface:
    """Four faces of one family: measures, and knows the bytes of the fixed repertoire."""

    def __init__(self, files: Sequence[bytes]) -> None:
        """Raises FontError when a file cannot be used or lacks a Vietnamese letter."""
        self.faces = tuple(Face(data) for data in files)
        for face in self.faces:
            lacking = [char for char in _ASCII + _VIETNAMESE if not face.glyph(char)]
            if lacking or face.width(" ") != self.faces[0].width(" "):
                raise FontError(f"{face.name} cannot print Vietnamese")
        self.space = self.faces[0].width(" ") / 1000
        self.fixed = tuple(Subset(f, chars) for f, chars in zip(self.faces, _REPERTOIRES, strict=True))
        self._chars: tuple[dict[str, int], ...] = ({}, {}, {}, {})
        self.known: tuple[dict[str, float], ...] = ({}, {}, {}, {})  # widths of words already measured

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the four files: kept with each issued letter."""
        return hashlib.sha256("".join(face.digest for face in self.faces).encode()).hexdigest()

    def measure(self, word: str, style: int) -> float:
        """The width of *word* at size 1."""
        words = self.known[style]
        width = words.get(word)
        if width is None:
            chars = self._chars[style]
            total = 0
            for char in word:
                advance = chars.get(char)
                if advance is None:
                    advance = chars[char] = self.face_of(char, style).width(char)
                total += advance
            if len(words) > _WORDS_KEPT:
                words.clear()
            width = words[word] = total / 1000
        return width

    def face_of(self, char: str, style: int) -> Face:
        """The face that draws *char* in that style; one without it (an empty box is printed) when there is none."""
        own = self.faces[style]
        if char >= _NAMES_FROM and not own.glyph(char) and names_face().glyph(char):
            return names_face()
        return own

    def lacking(self, text: str) -> str:
        """The characters of *text* that cannot be printed, each once: those without a glyph, of which an empty box is drawn,
        and those of scripts written from right to left, which would stand in the wrong order."""
        odd = (char for char in dict.fromkeys(text) if char not in _KNOWN)
        return "".join(char for char in odd if not self._prints(char))

    def _prints(self, char: str) -> bool:
        if unicodedata.bidirectional(char) in _RIGHT_TO_LEFT:
            return False
        return bool(self.face_of(char, Style.REGULAR).glyph(char))


class Further:
    """The characters of one document outside the fixed repertoire, in fonts of their own."""

    def __init__(self, typeface: Typeface) -> None:
        self._typeface = typeface
        self._subsets: dict[Face, list[Subset]] = {}

    def split(self, text: str, style: int) -> list[Shown]:
        """*text* cut into pieces of one font each."""
        fixed = self._typeface.fixed[style]
        pieces: list[tuple[Subset | None, bytearray]] = []
        for char in text:
            subset = None
            if char in _REPERTOIRES[style]:
                code = fixed.code(char)
            else:
                subset = self._subset(char, style)
                code = subset.code(char)
            if not pieces or pieces[-1][0] is not subset:
                pieces.append((subset, bytearray()))
            pieces[-1][1].append(code)
        return [Shown(bytes(code), subset) for subset, code in pieces]

    def _subset(self, char: str, style: int) -> Subset:
        face = self._typeface.face_of(char, style)
        subsets = self._subsets.setdefault(face, [])
        for subset in subsets:
            if subset.add(char):
                return subset
        subsets.append(Subset(face, char))
        return subsets[-1]


def _system_folders() -> list[Path]:
    windows = os.environ.get("WINDIR") or os.environ.get("SYSTEMROOT")
    local = os.environ.get("LOCALAPPDATA")
    folders = [Path(windows) / "Fonts"] if windows else []
    return folders + ([Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else [])


@cache
def faces(prefer_system: bool = False) -> Typeface:
    """The typeface to print with, read once per process.

    With *prefer_system* Times New Roman of the machine when all four faces are there and hold every Vietnamese letter;
    otherwise the bundled one, which tests and goldens always use.
    """
    for folder in _system_folders() if prefer_system else []:
        try:
            return Typeface([(folder / name).read_bytes() for name in _SYSTEM])
        except (OSError, FontError):
            continue
    return Typeface([read_bytes(f"fonts/LiberationSerif-{face}.ttf") for face in _BUNDLED])


def font_fingerprint(prefer_system: bool = False) -> str:
    """The fingerprint of the typeface in use, to be kept with an issued letter."""
    return faces(prefer_system).fingerprint
