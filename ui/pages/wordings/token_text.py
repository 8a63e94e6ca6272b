"""A text of a letter whose fields stand as tokens (⟦Trưởng đoàn⟧): set off, jumped over and deleted as a whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

from forms.fields.texts import GrowingText
from models.catalogue.wording_tokens import TOKEN, Choice, shown, typed
from models.text import nfc
from ui import theme

HISTORY_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class _Tokens(QSyntaxHighlighter):
    """Sets tokens off by ground and weight; one that names no field is underlined besides."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.labels: frozenset[str] = frozenset()

    def highlightBlock(self, text: str) -> None:
        for found in TOKEN.finditer(text):
            form = QTextCharFormat()
            known = found[1].removesuffix("?").strip() in self.labels
            form.setForeground(theme.qcolour("accent" if known else "stop"))
            form.setBackground(theme.qcolour("accent_soft" if known else "stop_soft"))
            form.setFontUnderline(not known)
            self.setFormat(found.start(), found.end() - found.start(), form)


class TokenText(GrowingText):
    """One text. ``changed`` says it differs, ``list_wanted`` asks for the fields, ``part_wanted`` for a part below (Enter)."""

    changed = Signal()
    list_wanted = Signal()
    part_wanted = Signal()
    entered = Signal()

    least, most = 1, 12

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUndoRedoEnabled(False)  # the page has one history for texts and parts
        self._choices: tuple[Choice, ...] = ()
        self._tokens = _Tokens(self.document())
        self._is_showing = False
        self.textChanged.connect(self._say)

    def _grow(self, *_size: object) -> None:
        """Exactly as high as its lines: many stand under each other."""
        needed = int(self.document().size().height())
        lines = max(self.least, min(self.most, needed))
        bar = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if needed > lines else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setVerticalScrollBarPolicy(bar)
        around = round(self.document().documentMargin() * 2) + self.contentsMargins().top() * 2 + 1
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + around)

    def _say(self) -> None:
        if not self._is_showing:
            self.changed.emit()

    # --- the wording behind ---------------------------------------------------------------------------------------------

    def show_wording(self, text: str, known: tuple[Choice, ...]) -> None:
        """Shows a wording; the cursor goes to where it differs from what stood there."""
        self._choices = known
        self._tokens.labels = frozenset(c.label for c in known)
        words = shown(text, known)
        if words == self.toPlainText() or self.wording() == text:
            return
        before = self.toPlainText()
        self._is_showing = True
        self.setPlainText(words)
        self._is_showing = False
        cursor = self.textCursor()
        cursor.setPosition(_end_of_difference(before, words))
        self.setTextCursor(cursor)

    def wording(self) -> str:
        """What was typed, as the letter's file has it: one line, composed, words in braces."""
        return typed(nfc(self.toPlainText().replace("\n", " ").replace("\t", " ")), self._choices)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The fields that may stand here."""
        return self._choices

    def insert_field(self, choice: Choice, *, optional: bool = False) -> None:
        """Puts a field in where the cursor is."""
        self.textCursor().insertText(shown(f"{{{choice.name}{'?' if optional else ''}}}", self._choices))

    # --- keys -----------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and _is_history(event)
        ):
            event.ignore()  # the page's own acts take it
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Space and control:
            self.list_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.part_wanted.emit()
        elif _is_history(event) or (
            key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            event.ignore()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._delete_token(key):
            return
        else:
            super().keyPressEvent(event)
            self._leave_token(back=key in (Qt.Key.Key_Left, Qt.Key.Key_Backspace))

    def _delete_token(self, key: int) -> bool:
        """Deletes the whole token before or after the cursor, when there is one."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            return False
        at = cursor.position()
        for found in TOKEN.finditer(self.toPlainText()):
            behind, before = found.end() == at, found.start() == at
            if found.start() < at < found.end() or (behind if key == Qt.Key.Key_Backspace else before):
                cursor.setPosition(found.start())
                cursor.setPosition(found.end(), QTextCursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
                return True
        return False

    def _leave_token(self, *, back: bool) -> None:
        """The cursor never stays inside a token."""
        cursor = self.textCursor()
        at = cursor.position()
        for found in TOKEN.finditer(self.toPlainText()):
            if found.start() < at < found.end():
                keep = (
                    QTextCursor.MoveMode.KeepAnchor
                    if cursor.hasSelection()
                    else QTextCursor.MoveMode.MoveAnchor
                )
                cursor.setPosition(found.start() if back else found.end(), keep)
                self.setTextCursor(cursor)
                return

    def mouseReleaseEvent(self, event: object) -> None:
        super().mouseReleaseEvent(event)  # pyright: ignore[reportArgumentType]
        self._leave_token(back=False)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # pyright: ignore[reportArgumentType]
        self.entered.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted text is plain, composed and in one line."""
        self.insertPlainText(nfc(source.text()).replace("\n", " ").replace("\t", " "))


def _is_history(event: QKeyEvent) -> bool:
    return any(event.matches(key) for key in HISTORY_KEYS)


def _end_of_difference(before: str, after: str) -> int:
    """Where the changed piece of *after* ends."""
    most = min(len(before), len(after))
    n = 0
    while n < most and before[-1 - n] == after[-1 - n]:
        n += 1
    return len(after) - n
