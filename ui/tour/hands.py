"""Hands and eyes of the tour: finds what is on the screen by its words, clicks and types as a person does, waits, takes pictures.

Nothing here calls an act of the program. Keys go to whatever has the keyboard; a dialog is answered inside its own event loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QGuiApplication, QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QWidget,
)  # fmt: skip

from models.text import fold
from ui.main_window import Window
from ui.tour.heart import Heart

W = TypeVar("W", bound=QWidget)

SIZE = (1366, 768)  # the office's screen
QUIET_MS = 50  # so long nothing may be under way before the next step
PATIENCE_S = 30.0
STRANGE_S = 6.0  # so long may a dialog stand that no step answers


class Lost(Exception):
    """Something that should be on the screen is not, or what was waited for did not come."""


def words_of(widget: QWidget | QAction) -> str:
    """What is written on something, without its key and mnemonic signs."""
    text = widget.text() if isinstance(widget, QAction | QAbstractButton | QLabel) else ""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


class Hands:
    """Drives one window at a time. *folder* takes the pictures; ``pictures`` says what each shows."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.folder, self.say = folder, say
        self.pictures: list[tuple[str, str]] = []
        self.heart = Heart()
        self._window: Window | None = None
        self._trouble: BaseException | None = None
        self._answering = 0
        self._unasked = 0.0  # since when a dialog stands there that no step waits for
        self._guard = QTimer(interval=250)
        self._guard.timeout.connect(self._look_for_strangers)
        self._guard.start()

    @property
    def window(self) -> Window:
        """The window that is driven."""
        if self._window is None:
            raise Lost("there is no window")
        return self._window

    def take(self, window: Window) -> None:
        """Puts a window on the screen in the office's size and waits for it."""
        self._window = window
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        self.until(window.isActiveWindow, "the window is active")

    @property
    def is_holding(self) -> bool:
        """Whether there is a window."""
        return self._window is not None

    def put_down(self) -> None:
        """Closes the window as a person does."""
        window, self._window = self.window, None
        window.close()
        window.deleteLater()
        QApplication.processEvents()

    def _look_for_strangers(self) -> None:
        """A dialog that no step waits for is pictured and closed; the step fails with its words."""
        front = QApplication.activeModalWidget()
        if front is None or self._answering:
            self._unasked = 0.0
        elif not self._unasked:
            self._unasked = time.perf_counter()
        elif time.perf_counter() - self._unasked > STRANGE_S and self._trouble is None:
            said = " ".join(
                words_of(w) for w in front.findChildren(QWidget) if isinstance(w, QLabel | QAbstractButton)
            )
            self._trouble = Lost(f"a dialog opened that nobody waited for: {front.windowTitle()}: {said}")
            self._send_away(front)

    # --- waiting ------------------------------------------------------------------------------------------------------

    def _busy(self) -> bool:
        jobs = self._window.jobs if self._window is not None else None
        return jobs is not None and not jobs.is_idle

    def wait(self, milliseconds: int) -> None:
        """Lets the program work for a while."""
        end = time.perf_counter() + milliseconds / 1000
        while time.perf_counter() < end:
            QApplication.processEvents()
            time.sleep(0.002)

    def settle(self, quiet: int = QUIET_MS) -> None:
        """Waits until no job has been under way for *quiet* milliseconds."""
        end = time.perf_counter() + PATIENCE_S
        since = time.perf_counter()
        while (now := time.perf_counter()) - since < quiet / 1000:
            QApplication.processEvents()
            time.sleep(0.002)
            if self._busy():
                since = time.perf_counter()
            if now > end:
                raise Lost("the program does not come to rest")

    def until(self, true: Callable[[], object], what: str, seconds: float = PATIENCE_S) -> None:
        """Waits until something is so."""
        end = time.perf_counter() + seconds
        while not true():
            if time.perf_counter() > end:
                raise Lost(f"waited in vain: {what}")
            self.wait(10)

    # --- looking ------------------------------------------------------------------------------------------------------

    def front(self) -> QWidget:
        """The menu, dialog or window in front."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def all(self, kind: type[W], words: str = "", inside: QWidget | None = None) -> list[W]:
        """Everything in sight of a kind whose name, words or object name are *words* (a key written behind them is no matter)."""
        found: list[W] = []
        for widget in (inside or self.front()).findChildren(kind):
            if not widget.isVisible():
                continue
            names = (widget.accessibleName(), words_of(widget), widget.objectName())
            if not words or any(n == words or n.startswith((f"{words} (", f"{words}  ")) for n in names if n):
                found.append(widget)
        return found

    def find(self, kind: type[W], words: str = "", inside: QWidget | None = None) -> W:
        """The first of ``all``; waits for it a little. Raises Lost."""
        end = time.perf_counter() + 5
        while not (found := self.all(kind, words, inside)):
            if time.perf_counter() > end:
                raise Lost(f"there is no {kind.__name__} “{words}” in sight")
            self.wait(20)
        return found[0]

    def says(self, part: str) -> bool:
        """Whether a label or button in sight has these words in it (tones and marks ignored)."""
        wanted = fold(part)
        return any(wanted in fold(words_of(w)) for k in (QLabel, QAbstractButton) for w in self.all(k))

    # --- mouse and keys -----------------------------------------------------------------------------------------------

    def click(self, what: str | QWidget, kind: type[QWidget] = QAbstractButton) -> None:
        """Clicks something, named by its words."""
        widget = self.find(kind, what) if isinstance(what, str) else what
        self.heart.doing = widget.accessibleName() or words_of(widget)
        if not widget.isEnabled():
            raise Lost(f"“{self.heart.doing}” is greyed out: {widget.toolTip()}")
        place = QPoint(10, widget.height() // 2) if isinstance(widget, QCheckBox) else widget.rect().center()
        self.click_at(widget, place)

    def press(self, keys: str) -> None:
        """Presses a key or a combination ("Ctrl+K")."""
        self.heart.doing = keys
        combination = QKeySequence(keys)[0]  # pyright: ignore[reportIndexIssue]
        target = self._typed_into()
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        self.settle()

    def type(self, text: str) -> None:
        """Types letter after letter into whatever has the keyboard."""
        for letter in text:
            self.heart.doing = letter
            code = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown
            shift = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else Qt.KeyboardModifier.NoModifier
            QTest.sendKeyEvent(QTest.KeyAction.Click, self._typed_into(), code, letter, shift)
            QApplication.processEvents()

    def _typed_into(self) -> QWidget:
        front = self.front()
        if not front.isActiveWindow():
            front.activateWindow()  # as a window manager does when a dialog has closed
            self.until(front.isActiveWindow, "the window in front is active", 5)
        return QApplication.focusWidget() or front

    def fill(self, text: str, then: str = "Tab") -> None:
        """Types over what stands in the field with the keyboard and goes on."""
        self.press("Ctrl+A")
        self.type(text)
        self.settle()
        self.press(then)

    def field(self, name: str) -> QWidget:
        """The input of a field of the form in sight."""
        for widget in self.front().findChildren(QWidget):
            if widget.property("field") == name and widget.isVisible():
                return widget
        raise Lost(f"there is no field “{name}” in sight")

    def stand_in(self, name: str) -> None:
        """Puts the keyboard into a field, as a click into it does."""
        field = self.field(name)
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        self.settle()
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
        self.settle()

    def copy(self, text: str) -> None:
        """Puts a text on the clipboard, as another program does."""
        QGuiApplication.clipboard().setText(text)

    @staticmethod
    def _press_at(widget: QWidget, place: QPoint) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def click_at(self, widget: QWidget, place: QPoint) -> None:
        """Clicks a place of a widget."""
        self._press_at(widget, place)
        self.settle()

    def cell(self, table: QTableView, row: int, column: int) -> None:
        """Clicks a cell of a table."""
        place = table.model().index(row, column)
        table.scrollTo(place)
        self.settle()
        self.click_at(table.viewport(), table.visualRect(place).center())

    # --- menus and dialogs --------------------------------------------------------------------------------------------

    def choose(
        self, opener: QWidget, *words: str, then: tuple[type[QWidget], Callable[[], None]] | None = None
    ) -> None:
        """Opens the menu of a button and chooses an entry, through submenus; *then* answers the dialog that the entry opens."""

        def pick() -> None:
            for n, entry in enumerate(words):
                menu = self._menu(n)
                action = next((a for a in menu.actions() if words_of(a) == entry), None)
                if action is None:
                    raise Lost(f"the menu has no “{entry}”, only {[words_of(a) for a in menu.actions()]}")
                place, last = menu.actionGeometry(action).center(), n == len(words) - 1
                # The last entry may open a dialog, which is answered when this answer is over.
                QTimer.singleShot(0, menu, lambda menu=menu, place=place: self._press_at(menu, place))
                if not last:
                    self.wait(60)

        self.during(
            lambda: QTest.mouseClick(opener, Qt.MouseButton.LeftButton, pos=QPoint(8, 8)),
            (QMenu, pick),
            *([then] if then else []),
        )

    def _menu(self, depth: int) -> QMenu:
        shown: list[QMenu] = []

        def there() -> bool:
            shown[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()]
            return len(shown) > depth

        self.until(there, "the menu opens", 5)
        front = QApplication.activePopupWidget()
        return front if isinstance(front, QMenu) else shown[-1]

    def during(self, opens: Callable[[], None], *answers: tuple[type[QWidget], Callable[[], None]]) -> None:
        """Does something that opens dialogs or a menu, one after the other, and answers each inside its own event loop."""
        self._trouble = None
        left = list(answers)
        before, busy = self.front(), False

        def look() -> None:
            nonlocal busy
            front = self.front()
            if busy or not left or not isinstance(front, left[0][0]):
                return
            busy = True
            self._answering += 1
            _kind, answer = left.pop(0)
            try:
                self.settle()
                answer()
            except BaseException as trouble:  # carried out of the event loop of the dialog
                self._trouble = trouble
                left.clear()
                self._send_away(front)
            self._answering -= 1
            busy = False

        watch = QTimer(interval=20)
        watch.timeout.connect(look)
        watch.start()
        try:
            opens()
            self.until(lambda: not left, f"{[kind.__name__ for kind, _answer in answers]} open", 15)
            self.until(lambda: self.front() is before or self._trouble, "what was opened closes", 15)
        finally:
            watch.stop()
        if self._trouble is not None:
            raise self._trouble
        self.settle()

    def _send_away(self, front: QWidget) -> None:
        self.photograph(self.folder / "failure.png")
        for _ in range(5):
            (QApplication.activePopupWidget() or QApplication.activeModalWidget() or front).close()
            QApplication.processEvents()

    def file(self, path: Path) -> None:
        """Names a file in the file dialog in front and takes it."""
        dialog = self.front()
        if not isinstance(dialog, QFileDialog):
            raise Lost("no file dialog is in front")
        line = self.find(QLineEdit, "fileNameEdit", dialog)
        line.setFocus()
        line.selectAll()
        self.type(str(path))
        self.press("Return")

    # --- pictures -----------------------------------------------------------------------------------------------------

    def shot(self, name: str, sentence: str) -> None:
        """Saves a picture of what is on the screen; numbered, with a sentence for the list."""
        self.settle()
        file = f"{len(self.pictures) + 1:02d}-{name}.png"
        self.photograph(self.folder / file)
        self.pictures.append((file, sentence))
        self.say(f"  {file}")

    def photograph_failure(self) -> None:
        """A picture of where the tour came to grief, unless a dialog left one already."""
        path = self.folder / "failure.png"
        if self._trouble is None:
            self.photograph(path)
        self.say(f"  {path.name}")

    def photograph(self, path: Path) -> None:
        """The window, with dialogs and menus before it."""
        with self.heart.resting():
            if self._window is None:
                return
            picture = self._window.grab()
            over = self._over(self._window)
            if over:
                painter = QPainter(picture)
                if any(isinstance(w, QDialog) for w in over):
                    painter.fillRect(self._window.rect(), QColor(0, 0, 0, 70))
                for widget in over:
                    painter.drawPixmap(self._place(widget), widget.grab())
                painter.end()
            picture.save(str(path), "PNG")

    def _over(self, window: Window) -> Sequence[QWidget]:
        shown = [
            w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window and w.width() > 8
        ]
        dialogs = [w for w in shown if isinstance(w, QDialog)]
        return [*dialogs, *(w for w in shown if isinstance(w, QMenu))]

    def _place(self, widget: QWidget) -> QPoint:
        """Where it stands over the window; dialogs in its middle, as window managers put them."""
        if isinstance(widget, QDialog):
            size = self.window.rect().center() - widget.rect().center()
            return QPoint(max(0, size.x()), max(0, size.y()))
        return widget.mapToGlobal(QPoint(0, 0)) - self.window.mapToGlobal(QPoint(0, 0))
