"""Vietnamese text: one normal form, one way to search, one way to sort."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_MARKS = {ord(c): None for c in map(chr, range(0x300, 0x370))}
_WORD = re.compile(
    r"[^\W_]+"
)  # letters and digits of any script: guests' names in their own writing are found too
_D = str.maketrans({"đ": "d", "Đ": "D"})

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER = {c: f"{n:02d}" for n, c in enumerate(ALPHABET, 1)}
# Tones in the order of Vietnamese dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def nfc(text: str) -> str:
    """Composed Vietnamese without control and invisible characters; line breaks and tabs stay. Use at every entrance."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", _INVISIBLE.sub("", text)))


def squeeze(text: str) -> str:
    """One line: composed, trimmed, single spaces."""
    return _SPACES.sub(" ", nfc(text).replace("\n", " ").replace("\t", " ")).strip()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text as search compares it: lower case, no tones or marks, đ as d, single spaces ("Đặng Thị Hoà" → "dang thi hoa")."""
    bare = unicodedata.normalize("NFD", nfc(text).translate(_D)).translate(_MARKS)
    return _SPACES.sub(" ", bare.replace("\n", " ").casefold()).strip()


def tokens(text: str) -> list[str]:
    """The folded words and numbers of a text, in order: what search indexes and asks for."""
    return _WORD.findall(fold(text))


def _collate(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for base in unicodedata.normalize("NFC", word.lower()):
        tone = "0"
        plain = base
        if base not in _LETTER:
            parts = unicodedata.normalize("NFD", base)
            for mark in parts[1:]:
                tone = _TONES.get(mark, tone)
            plain = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        letters.append(_LETTER.get(plain, "00" + plain if plain.isalnum() else "0"))
        tones.append(tone)
    return "".join(letters) + " " + "".join(tones)


@lru_cache(maxsize=65536)
def sort_key(text: str) -> str:
    """A key that orders Vietnamese text by its alphabet (a ă â b … d đ …), tones last, as dictionaries do."""
    return "\x1f".join(_collate(w) for w in squeeze(text).split(" ") if w)


@lru_cache(maxsize=65536)
def name_key(full_name: str) -> str:
    """A key that orders people as Vietnamese offices do: given name first, then family and middle names."""
    words = squeeze(full_name).split(" ")
    return sort_key(" ".join([words[-1], *words[:-1]]))
