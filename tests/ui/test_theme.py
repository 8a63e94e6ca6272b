"""Two themes that can be read: every contrast computed, every meaning with its own shape and word."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import resources
from ui import icons, theme
from ui.theme import DARK, LIGHT, Colours, contrast

TEXTS = ("text", "muted")
GROUNDS = ("window", "surface", "sunken", "accent_soft", "hover")
MEANINGS = ("stop", "warn", "note", "done")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(colours: Colours) -> None:
    for text, ground in product(TEXTS, GROUNDS):
        assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5, (text, ground)
    for meaning in MEANINGS:
        soft = getattr(colours, f"{meaning}_soft")
        for ground in (colours.window, colours.surface, colours.sunken, colours.accent_soft, soft):
            assert contrast(getattr(colours, meaning), ground) >= 4.5, (meaning, ground)
        for text in TEXTS:
            assert contrast(getattr(colours, text), soft) >= 4.5, (text, soft)
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    for ground in (colours.window, colours.surface, colours.sunken):
        assert contrast(colours.accent, ground) >= 4.5, "links"
        assert contrast(colours.edge, ground) >= 3, "the border of a field"


def test_contrast_is_computed_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_each_meaning_has_its_own_shape_and_word() -> None:
    shapes = [symbol for symbol, _word in theme.MEANINGS.values()]
    words = [word for _symbol, word in theme.MEANINGS.values()]
    assert len(set(shapes)) == len(shapes) and len(set(words)) == len(words)


def test_a_theme_is_changed_while_the_program_runs(
    qapp: QApplication, speaking: Callable[[str], None]
) -> None:
    icon = icons.icon("search")
    light = icon.pixmap(16, 16).toImage()
    theme.current().apply(qapp, "dark")
    try:
        assert theme.current().is_dark
        assert qapp.palette().window().color().name() == DARK.window
        assert DARK.stop in qapp.styleSheet() and LIGHT.stop not in qapp.styleSheet()
        assert icon.pixmap(16, 16).toImage() != light, "icons follow without being made anew"
    finally:
        theme.current().apply(qapp, "light")
    assert icon.pixmap(16, 16).toImage() == light


def test_the_stylesheet_has_no_colour_of_its_own() -> None:
    assert "#" not in theme._SHEET.replace("QWidget#", "").replace("QListView#", "")
    assert "$" not in theme.stylesheet(LIGHT, 9.0)


def test_icons_are_one_family_and_all_are_used(qapp: QApplication) -> None:
    root = Path(__file__).parents[2]
    code = "\n".join(p.read_text(encoding="utf-8") for d in ("ui", "forms") for p in (root / d).rglob("*.py"))
    data = "\n".join(resources.read_text(n) for n in resources.names("kinds") + resources.names("workflows"))
    kept = {p.stem for p in resources.as_path(icons.FOLDER).glob("*.svg")}
    unused = {name for name in kept if f'"{name}"' not in code + data}
    assert not unused
    for name in kept:
        text = resources.read_text(f"{icons.FOLDER}/{name}.svg")
        assert 'stroke="currentColor"' in text and 'viewBox="0 0 24 24"' in text, name
        assert not icons.pixmap(name, 20).toImage().isNull()
    assert "ISC License" in resources.read_text(f"{icons.FOLDER}/LICENSE.txt")
