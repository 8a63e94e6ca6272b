"""The program with its window: QApplication, language, theme, faults; then the window paints and the rest is loaded.

Before the first paint nothing heavy may be imported here or below (SQLAlchemy, reportlab, Babel): a test looks at the list
of modules at that moment.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import NoReturn

from PySide6.QtWidgets import QApplication

from resources import i18n
from ui import places, theme
from ui.main_window import Window
from ui.seat import Seat


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        from ui import command_line

        command_line.refuse_arguments(sys.argv[1:], self.prog)


def options(argv: Sequence[str]) -> argparse.Namespace:
    """The options of the window. Unusable ones end the program with status 2 and a sentence."""
    parser = _Parser(prog="main.py", add_help=False)
    parser.add_argument("--office", default="")
    parser.add_argument("--locale", choices=i18n.LANGUAGES, default="")
    parser.add_argument("--theme", choices=("light", "dark", "system"), default="")
    parser.add_argument("--as", dest="login", default="")
    return parser.parse_args(list(argv))


def speak(language: str) -> None:
    """Makes *language* the one of the interface, of Qt's own buttons, and of numbers and dates."""
    from PySide6.QtCore import QLocale

    from ui import qt_words

    i18n.install(language)
    vietnamese = QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam)
    english = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    QLocale.setDefault(vietnamese if language == "vi" else english)
    qt_words.install(language)


def make(argv: Sequence[str]) -> tuple[QApplication, Window]:
    """The application and its window, not yet shown."""
    asked = options(argv)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["so-doan"])
    app.setApplicationName("so-doan")
    app.setApplicationDisplayName("Sổ Đoàn")
    with suppress(OSError):  # then the seat remembers nothing; the office may lie elsewhere
        places.home().mkdir(parents=True, exist_ok=True)
    seat = Seat(places.seat_file())
    language = asked.locale or seat.text("seat/locale", "vi")
    if asked.locale:
        seat.put("seat/locale", asked.locale)
    choice = asked.theme or seat.text("seat/theme", "system")
    where = asked.office or seat.text("office/where") or str(places.default_office())
    if asked.login:
        seat.put("office/login", asked.login)
    theme.current().ground(app, choice)

    def prepare() -> None:
        speak(language if language in i18n.LANGUAGES else "vi")
        theme.current().apply(app, choice)

    return app, Window(seat, where, tell_fault, prepare)


def run(argv: Sequence[str]) -> int:
    """Opens the window and works until it is closed; the answer is the exit status."""
    app, window = make(argv)
    sys.excepthook = _hook
    window.show()
    return app.exec()


def _hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    tell_fault(error.with_traceback(trace))


_telling = False


def tell_fault(error: BaseException) -> None:
    """A sentence where the person can act; otherwise a diagnosis file without personal data. The program goes on."""
    global _telling
    from models.errors import OfficeError
    from ui import diagnosis
    from ui.dialogs.error import show_fault, show_refusal

    parent = QApplication.activeWindow()
    if isinstance(error, OfficeError):
        show_refusal(parent, error)
        return
    written = diagnosis.write(error)
    if _telling:  # a fault while telling of one: it is in its own file, one window is enough
        return
    _telling = True
    try:
        show_fault(parent, written)
    finally:
        _telling = False
