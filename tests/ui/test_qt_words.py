"""Qt's own buttons, dialogs and menus speak Vietnamese."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

import resources
from tests.ui.leaks import plain, texts

WORDS = resources.load_toml("lists/qt_words.toml")["words"]
ENGLISH = {plain(w) for w, vi in WORDS.items() if plain(w) != plain(vi)}


def test_every_standard_button_is_vietnamese(qtbot: QtBot, speaking: Callable[[str], None]) -> None:
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    for button in QDialogButtonBox.StandardButton:
        if button.value in (0, QDialogButtonBox.StandardButton.FirstButton.value):
            continue
        made = box.addButton(button)
        if made is not None:
            assert plain(made.text()) not in ENGLISH, made.text()
    speaking("en")
    other = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(other)
    assert [plain(b.text()) for b in other.buttons()] == ["Cancel"]


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_the_menus_of_fields_are_vietnamese(
    qtbot: QtBot, speaking: Callable[[str], None], make: type[QLineEdit] | type[QPlainTextEdit]
) -> None:
    field = make()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    assert menu is not None
    said = [plain(a.text()) for a in menu.actions() if a.text()]
    assert "Sao chép" in said and "Dán" in said
    assert not set(said) & ENGLISH
    menu.deleteLater()


def test_the_file_dialog_is_vietnamese(
    qtbot: QtBot, speaking: Callable[[str], None], tmp_path: object
) -> None:
    dialog = QFileDialog(None, "Mở", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.wait(10)
    assert not [f"{type(w).__name__} {t}" for w, t in texts(dialog) if t in ENGLISH]


def test_the_print_dialog_is_vietnamese(qtbot: QtBot, speaking: Callable[[str], None]) -> None:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    assert not [f"{type(w).__name__} {t}" for w, t in texts(dialog) if t in ENGLISH]


def test_words_are_paired_with_their_keys_and_figures(qapp: QApplication) -> None:
    for source, vietnamese in WORDS.items():
        assert vietnamese, source
        for mark in ("%1", "%2"):
            assert source.count(mark) == vietnamese.count(mark), source


def test_what_is_not_known_stays_as_qt_wrote_it(qapp: QApplication, speaking: Callable[[str], None]) -> None:
    assert QCoreApplication.translate("QWidget", "Never heard of") == "Never heard of"
