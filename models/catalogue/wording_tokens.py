"""Words of a wording as a person reads them: ``{head}`` is shown as ⟦Trưởng đoàn⟧ and read back from it.

``{word?}``, which may stay empty, is shown as ⟦Trưởng đoàn?⟧.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from models.catalogue.letter_kinds import LetterKind
from models.catalogue.letter_vocabulary import vocabulary
from models.text import fold
from resources.i18n import N_, _

ALIKE = 0.55  # from this likeness on, 0 to 1, a name that does not exist is taken for a slip of another
OPENS, CLOSES = "⟦", "⟧"
TOKEN = re.compile(rf"{OPENS}([^{OPENS}{CLOSES}]*){CLOSES}")
_WORD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Choice:
    """A word one may put in: its name, what it is called, and the group it stands in."""

    name: str
    label: str
    group: str


def choices(kind: LetterKind, each: str = "") -> tuple[Choice, ...]:
    """The words a text of this letter may use, those nearest to it first; no two are called the same.

    *each* is the list a part goes through: then the words of its rows come first, and are the only ones with their label.
    """
    found: list[Choice] = []
    rows = vocabulary().lists.get(each)
    if rows is not None:
        group = str(rows.label)
        found += [Choice(f"{rows.row}.{w}", str(rows.labels.get(w, w)), group) for w in rows.words]
    own = _("Own fields")
    found += [Choice(f"extra.{f.name}", str(f.label), own) for f in kind.fields]
    found += [Choice(w.name, str(w.label), _(_GROUPS[_group(w.fields)])) for w in vocabulary().words.values()]
    seen: set[str] = set()
    out: list[Choice] = []
    for choice in found:
        label = choice.label.replace(OPENS, "(").replace(CLOSES, ")").rstrip("?")
        if label in seen:
            label = f"{label} ({choice.group})"
        if label in seen:
            label = f"{label} · {choice.name}"
        seen.add(label)
        out.append(Choice(choice.name, label, choice.group))
    return tuple(out)


_GROUPS = {
    "dossier": N_("From the dossier"),
    "office": N_("From the office's settings"),
    "letter": N_("From the letters"),
}


def _group(fields: tuple[str, ...]) -> str:
    first = fields[0].partition(".")[0] if fields else "letter"
    return {"settings": "office", "letter": "letter"}.get(first, "dossier")


def shown(text: str, known: tuple[Choice, ...]) -> str:
    """A wording with its words as tokens; what is no word stays as it stands."""
    labels = {c.name: c.label for c in known}

    def token(found: re.Match[str]) -> str:
        name, optional = found[1].removesuffix("?"), "?" if found[1].endswith("?") else ""
        return f"{OPENS}{labels[name]}{optional}{CLOSES}" if name in labels else found[0]

    return _WORD.sub(token, text)


def typed(text: str, known: tuple[Choice, ...]) -> str:
    """The wording behind a text with tokens; a token that names no word becomes a word that does not exist."""
    names = {c.label: c.name for c in known}

    def word(found: re.Match[str]) -> str:
        label, optional = found[1].removesuffix("?").strip(), "?" if found[1].endswith("?") else ""
        return f"{{{names.get(label, label)}{optional}}}"

    return TOKEN.sub(word, text)


def nearest(wanted: str, known: tuple[Choice, ...]) -> Choice | None:
    """The word that a name or label that does not exist most likely meant."""
    by_folded: dict[str, Choice] = {}
    for choice in known:
        by_folded.setdefault(fold(choice.label), choice)
        by_folded.setdefault(fold(choice.name), choice)
    return _near(fold(wanted.strip("{}?")), by_folded)


def _near(wanted: str, known: Mapping[str, Choice]) -> Choice | None:
    """By the whole name or by its beginning: people remember how a label starts."""
    best = max(known, key=lambda key: _alike(wanted, key), default="")
    return known[best] if wanted and _alike(wanted, best) >= ALIKE else None


def _alike(wanted: str, key: str) -> float:
    whole = difflib.SequenceMatcher(None, wanted, key, autojunk=False).ratio()
    start = difflib.SequenceMatcher(None, wanted, key[: len(wanted)], autojunk=False).ratio()
    return max(whole, start - 0.01)
