"""Vietnamese for Qt's own buttons, dialogs and menus, which Qt does not bring along: data in ``lists/qt_words.toml``."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QTranslator

import resources


@cache
def _tables() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    data = resources.load_toml("lists/qt_words.toml")
    return data["words"], data.get("context", {})


class QtWords(QTranslator):
    """Answers Qt's questions for its own words; what it does not know stays as Qt wrote it."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        words, contexts = _tables()
        found = contexts.get(context, {}).get(source) or words.get(source)
        return found  # pyright: ignore[reportReturnType] - None is Qt's "I do not know"

    def isEmpty(self) -> bool:
        return False


@cache
def _translator() -> QtWords:
    return QtWords()


def install(language: str) -> None:
    """Makes Qt speak the language of the interface: its words are English by nature, Vietnamese by ours."""
    QCoreApplication.removeTranslator(_translator())
    if language == "vi":
        QCoreApplication.installTranslator(_translator())
