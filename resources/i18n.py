"""The interface's languages: Vietnamese first, English complete.

Interface strings are English in the code and go through ``_``; the Vietnamese catalogue is complete by test. Words that
come from data files (kinds, states, fields) carry both languages themselves, see ``Words``. Wording of law and letters is
Vietnamese data and never passes here.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from resources import as_path

LANGUAGES: Final = ("vi", "en")

_current: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def install(language: str) -> None:
    """Make *language* ("vi" or "en") the language of the interface, for this process."""
    global _current, _language
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language
    _current = (
        _gettext.translation("interface", str(as_path("locale")), [language])
        if language != "en"
        else _gettext.NullTranslations()
    )


def language() -> str:
    """The language of the interface now: "vi" or "en"."""
    return _language


def _(message: str) -> str:
    """*message* in the language of the interface."""
    return _current.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a message for *n* things, in the language of the interface."""
    return _current.ngettext(one, many, n)


def N_(message: str) -> str:
    """Marks *message* for the catalogue where it is declared; translate it with ``_`` where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Words:
    """A label from a data file in both languages; ``str()`` gives the one of the interface."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.vi if _language == "vi" else self.en

    @classmethod
    def of(cls, value: object, where: str) -> Words:
        """From TOML: ``{vi = "…", en = "…"}``. Raises ValueError that names the place when a language is missing."""
        if isinstance(value, Mapping):
            vi, en = value.get("vi"), value.get("en")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            if isinstance(vi, str) and isinstance(en, str) and vi and en:
                return cls(vi, en)
        raise ValueError(f"{where}: needs a text in both languages, {{vi = …, en = …}}")
