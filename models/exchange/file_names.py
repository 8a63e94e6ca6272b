"""Names of files that people recognise and every system takes."""

from __future__ import annotations

from collections.abc import Iterable

from models.text import squeeze

LONGEST = 150  # letters before the ending; Windows counts the folders too
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "-"))


def file_name(stem: str, ending: str) -> str:
    """A file name from words: "05/QĐ-UBND Quyết định" → "05-QĐ-UBND Quyết định.pdf"."""
    clean = squeeze(stem).translate(_FORBIDDEN)[:LONGEST].strip(" .")
    return f"{clean or '-'}.{ending}"


def file_names(stems: Iterable[str], ending: str) -> list[str]:
    """As ``file_name`` for files of one folder; names that would meet get a number."""
    taken: set[str] = set()
    found: list[str] = []
    for stem in stems:
        name, n = file_name(stem, ending), 2
        while name.casefold() in taken:
            name, n = file_name(f"{squeeze(stem)[: LONGEST - 6]} ({n})", ending), n + 1
        taken.add(name.casefold())
        found.append(name)
    return found
