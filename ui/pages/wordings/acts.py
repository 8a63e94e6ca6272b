"""What one does on the page of wordings, each with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resources.i18n import N_
from ui.actions import action

if TYPE_CHECKING:
    from ui.pages.wordings.page import WordingsPage


@action("insert", N_("Insert a field"), "Ctrl+Space", "list-plus", where="wordings")
def _insert(page: WordingsPage) -> None:
    page.editor.open_fields()


@action("condition", N_("When it appears"), "F4", "list-filter", where="wordings")
def _condition(page: WordingsPage) -> None:
    page.editor.open_conditions()


@action("add", N_("Add a part"), "Ctrl+Shift+N", "plus", where="wordings")
def _add(page: WordingsPage) -> None:
    page.open_menu("add")


@action("sort", N_("Sort of part, bold, italic"), "F8", "settings", where="wordings")
def _sort(page: WordingsPage) -> None:
    page.open_menu("sort")


@action("up", N_("Move up"), "Alt+Up", "arrow-up", where="wordings")
def _up(page: WordingsPage) -> None:
    page.editor.shift(-1)


@action("down", N_("Move down"), "Alt+Down", "arrow-down", where="wordings")
def _down(page: WordingsPage) -> None:
    page.editor.shift(1)


@action("remove", N_("Remove the part"), "Ctrl+Shift+Delete", "trash-2", where="wordings")
def _remove(page: WordingsPage) -> None:
    page.editor.remove()


@action("undo", N_("Undo"), "Ctrl+Z", "undo-2", where="wordings")
def _undo(page: WordingsPage) -> None:
    page.editor.undo()


@action("redo", N_("Redo"), "Ctrl+Y, Ctrl+Shift+Z", "redo-2", where="wordings")
def _redo(page: WordingsPage) -> None:
    page.editor.redo()


@action("data", N_("Other data for the test print"), "F6", where="wordings")
def _data(page: WordingsPage) -> None:
    page.trial.next_data()


@action("history", N_("Wording or history"), "F7", where="wordings")
def _history(page: WordingsPage) -> None:
    page.tabs.setCurrentIndex(1 - page.tabs.currentIndex())


@action("discard", N_("Discard changes"), "", "corner-up-left", where="wordings")
def _discard(page: WordingsPage) -> None:
    page.discard()


@action("save", N_("Save as a new edition"), "Ctrl+Return", "check", where="wordings")
def _save(page: WordingsPage) -> None:
    page.save()
