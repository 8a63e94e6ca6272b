"""The menu under the person's name: change user, lock, appearance, language, help."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from resources import i18n
from resources.i18n import N_, _
from ui import theme
from ui.widgets.labels import caption

if TYPE_CHECKING:
    from ui.main_window import Window

THEMES = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


class UserMenu(QMenu):
    """What a person changes about his own seat."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._entry(_("Switch user"), window.switch_user)
        self._entry(_("Lock"), window.lock, "Ctrl+L")
        self.addSeparator()
        looks = self.addMenu(_("Appearance"))
        self._choices(
            looks, {c: _(w) for c, w in THEMES.items()}, theme.current().choice, window.choose_theme
        )
        self._choices(self.addMenu(_("Language")), LANGUAGES, i18n.language(), window.choose_language)
        self.addSeparator()
        self._entry(_("Help and keys"), window.show_keys)
        self._entry(_("About Sổ Đoàn"), window.show_about)

    def _entry(self, words: str, act: Callable[[], None], key: str = "") -> None:
        entry = QAction(caption(words), self)
        if key:
            entry.setShortcut(key)
            entry.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        entry.triggered.connect(lambda _checked=False: act())
        self.addAction(entry)

    @staticmethod
    def _choices(menu: QMenu, words: dict[str, str], chosen: str, choose: Callable[[str], None]) -> None:
        one = QActionGroup(menu)
        for code, text in words.items():
            entry = QAction(caption(text), menu)
            entry.setCheckable(True)
            entry.setChecked(code == chosen)
            entry.triggered.connect(lambda _checked=False, code=code: choose(code))
            one.addAction(entry)
            menu.addAction(entry)
