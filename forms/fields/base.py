"""What every input is: a widget that shows a value and says when a *person* changed it."""

from __future__ import annotations

import html
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from forms.spec import Surroundings
from models.catalogue.kinds import Field
from models.draft import Value
from models.text import nfc


def plain_label(text: str, kind: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows text as it is; markup in a name is never interpreted. *kind* is a word of the theme."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    if kind:
        label.setProperty("kind", kind)
    label.setWordWrap(True)
    return label


def tip_text(text: str) -> str:
    """A tooltip's text as Qt must get it so that nothing in it counts as markup."""
    return f"<qt>{html.escape(text)}</qt>".replace("\n", "<br/>") if text else ""


class _Tipped(Protocol):
    def setToolTip(self, text: str, /) -> None: ...


def tip(thing: _Tipped, text: str) -> None:
    """Gives a widget or an item a tooltip that shows *text* as it is."""
    thing.setToolTip(tip_text(text))


def mark_label(parent: QWidget) -> QLabel:
    """A label for an icon; it never shows text."""
    return QLabel(parent)


class Input(QWidget):
    """The base of all inputs. ``show_value`` never emits; ``edited`` is emitted by the person only.

    *companions* are values of other fields that came with the last edit (the ledger id of a picked organisation, all known
    columns of a picked person). ``taken`` says that a whole entry was picked, so that a table may move on.
    """

    edited = Signal()
    taken = Signal()

    def __init__(self, spec: Field, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.around = around
        self.companions: dict[str, Value] = {}
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(4)

    def show_value(self, value: Value) -> None:
        """Show *value*; nothing is emitted."""
        raise NotImplementedError

    def value(self) -> Value:
        """What stands in the input now, read."""
        raise NotImplementedError

    def set_read_only(self, read_only: bool) -> None:
        """Whether the person may only read."""
        raise NotImplementedError

    def target(self) -> QWidget:
        """The widget that takes the keyboard."""
        raise NotImplementedError

    def set_names(self, name: str, description: str) -> None:
        """What a screen reader says."""
        self.target().setAccessibleName(name)
        self.target().setAccessibleDescription(description)

    def set_compact(self) -> None:
        """Stand inside a table cell: no frame of its own."""
        return None

    def handles_key(self, event: QKeyEvent) -> bool:
        """Takes a key that belongs to an open list of the input; True when it was used."""
        return False

    def leave(self) -> None:
        """The keyboard goes elsewhere: what is open closes, what is typed is tidied."""
        return None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offers the keys of the target to ``handles_key`` and notices when it is left."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.handles_key(event)
        if (
            event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() != Qt.FocusReason.PopupFocusReason
        ):
            self.leave()
        return super().eventFilter(watched, event)

    def clean(self, text: str) -> str:
        """Composed and trimmed."""
        return nfc(text).strip()


InputMaker = Callable[[Field, Surroundings, QWidget | None], Input]
_makers: dict[str, InputMaker] = {}


T = TypeVar("T", bound=Input)


def register(*names: str) -> Callable[[type[T]], type[T]]:
    """Makes an input class known under the input names of the catalogue."""

    def keep(cls: type[T]) -> type[T]:
        for name in names:
            _makers[name] = cls
        return cls

    return keep


@cache
def makers() -> Mapping[str, InputMaker]:
    """All inputs by the name a kind's file uses."""
    folder = Path(__file__).parent
    for module in pkgutil.iter_modules([str(folder)]):
        import_module(f"forms.fields.{module.name}")  # each registers its inputs
    return _makers


def make_input(spec: Field, around: Surroundings, parent: QWidget | None = None) -> Input:
    """The input for a field. Raises KeyError when nobody made one for its name."""
    return makers()[spec.input](spec, around, parent)
