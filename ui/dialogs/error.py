"""Refusals as a sentence; and what is shown when the fault is ours: the work is kept, the program goes on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.errors import OfficeError
from resources.i18n import _
from ui.widgets.labels import message


def show_refusal(parent: QWidget | None, error: OfficeError) -> None:
    """Shows the sentence of a refusal and waits until it is read."""
    box = message(parent, _("This cannot be done yet"), str(error), severity="warn")
    box.exec()


def show_fault(parent: QWidget | None, diagnosis: Path | None) -> None:
    """Says that something unforeseen happened, that the work is kept, and where the diagnosis file lies."""
    where = (
        _(
            "A diagnosis file without personal data is at {path}. Please give it to your administrator."
        ).format(path=diagnosis)
        if diagnosis
        else _("Please tell your administrator what you were doing.")
    )
    text = _("Something unforeseen happened. What you typed is kept and you can go on working.")
    message(parent, _("Something unforeseen happened"), text, detail=where, severity="warn").exec()
