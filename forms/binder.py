"""The binder: a form holds a draft, shows it in inputs, and changes it only when a person does.

The draft is the truth and the inputs are its view; no signal of an input is connected to a save. Showing a draft emits
nothing and changes nothing, so what is collected right after is what was shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QUndoStack
from PySide6.QtWidgets import QWidget

from forms.blocks import RANK, FieldBlock
from forms.commands import FieldChange, TableChange, Values, put_values, values_now
from forms.fields import values
from forms.spec import Surroundings, is_shown
from forms.table_input import TableInput
from models.appraisal.facts import Problem
from models.appraisal.findings import Finding
from models.catalogue.kinds import Field
from models.draft import Draft, Row, Value
from resources.i18n import _


class Form(QWidget):
    """Inputs bound to a draft. Subclasses make the blocks and tables and lay them out; ``_bind`` connects them.

    ``edited`` comes from the person only. ``focused`` names the field or table where the keyboard is.
    """

    edited = Signal()
    focused = Signal(str)
    shown_changed = Signal()  # which fields are on screen, or their marks

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.around = around
        self.blocks: dict[str, FieldBlock] = {}
        self.tables: dict[str, TableInput] = {}
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(500)
        self.read_only = False
        self.findings: tuple[Finding, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self._draft = Draft("")
        self._original = Draft("")
        self._visit = 0
        self._left: set[str] = set()
        self._all_shown = False

    # binding

    def _bind_block(self, block: FieldBlock) -> None:
        name = block.spec.name
        self.blocks[name] = block
        block.input.edited.connect(lambda: self._typed(name))
        targets = {block.input.target(), *getattr(block.input, "ticks", [])}
        for target in targets:
            target.setProperty("field", name)
            target.installEventFilter(self)

    def _bind_table(self, table: TableInput) -> None:
        name = table.section.table
        self.tables[name] = table

        def wanted(rows: object, words: str) -> None:
            self._wanted(name, cast("list[Row]", rows), words)

        table.wanted.connect(wanted)
        table.typing.connect(self.edited)
        table.focused.connect(lambda: self.focused.emit(name))
        table.grid.installEventFilter(self)

    # showing and collecting

    def show_draft(self, draft: Draft) -> None:
        """Shows *draft*. Nothing is emitted and nothing is written."""
        self._draft, self._original = draft.copy(), draft.copy()
        self._left, self._all_shown, self._visit = set(), False, self._visit + 1
        self.findings, self.problems = (), ()
        self.undo_stack.clear()
        for name in self.blocks:
            self._show_field(name)
        for name, table in self.tables.items():
            table.show_rows(self._draft.table(name))
        self._arrange()
        self._mark()

    def collect(self) -> Draft:
        """The draft as it stands: what was shown and what the person changed since, also in a cell he is still typing in."""
        draft = self._draft.copy()
        for name, table in self.tables.items():
            rows = table.rows_typed()
            if rows is not None:
                draft.rows[name] = rows
        return draft

    def changed_fields(self) -> Mapping[str, tuple[object, object]]:
        """Fields and tables that differ from what was shown, with what stood before and what stands now."""
        found: dict[str, tuple[object, object]] = {}
        before, now = self._original, self._draft
        for name in {*before.values, *now.values}:
            if before.values.get(name) != now.values.get(name):
                found[name] = (before.values.get(name), now.values.get(name))
        for name in {*before.rows, *now.rows}:
            if before.table(name) != now.table(name):
                found[name] = (before.table(name), now.table(name))
        return found

    def set_read_only(self, read_only: bool) -> None:
        """Whether the person may only read."""
        self.read_only = read_only
        for block in self.blocks.values():
            block.input.set_read_only(read_only)
        for table in self.tables.values():
            table.set_read_only(read_only)

    def _show_field(self, name: str) -> None:
        block = self.blocks[name]
        block.input.show_value(self._draft.values.get(name))
        known = getattr(block.input, "show_known", None)
        if known is not None:
            known(self._draft.values.get(f"{name}_id") is not None or self.read_only)

    # what a person changes

    def _typed(self, name: str) -> None:
        block = self.blocks[name]
        after: dict[str, object] = {**block.input.companions, name: block.input.value()}
        before = values_now(self._draft.values, list(after))
        if before == after:
            return
        words = _("Change: {label}").format(label=block.spec.label)
        self.undo_stack.push(FieldChange(name, before, after, self._put, self._visit, words))

    def _put(self, changed: Values) -> None:
        put_values(self._draft.values, changed)
        for name in changed:
            block = self.blocks.get(name)
            if block is None:
                continue
            if block.input.value() != self._draft.values.get(name):
                self._show_field(name)
            elif f"{name}_id" in changed:
                self._show_known(block)
        self._arrange()
        self._mark()
        self.edited.emit()

    def _show_known(self, block: FieldBlock) -> None:
        known = getattr(block.input, "show_known", None)
        if known is not None:
            known(self._draft.values.get(f"{block.spec.name}_id") is not None)

    def _wanted(self, table: str, rows: Sequence[Row], words: str) -> None:
        before = self._draft.rows.get(table)

        def put(fresh: list[Row] | None) -> None:
            if fresh is None:
                self._draft.rows.pop(table, None)
            else:
                self._draft.rows[table] = [dict(r) for r in fresh]
            self.tables[table].show_rows(self._draft.table(table))
            self._mark()
            self.edited.emit()

        self.undo_stack.push(TableChange(before, rows, put, words))

    def set_value(self, name: str, value: Value) -> None:
        """Changes a field on the person's word from elsewhere (a button of the page): undoable like typing."""
        self._visit += 1
        before = values_now(self._draft.values, [name])
        self.undo_stack.push(FieldChange(name, before, {name: value}, self._put, self._visit, _("Change")))

    # keys and focus

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Undo and redo are the form's; Enter goes to the next field; leaving a field shows what is wrong with it."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _undo_key(event):
            event.accept()
            return True
        name = str(watched.property("field") or "")
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(name, event)
        if kind == QEvent.Type.FocusIn and name:
            self.focused.emit(name)
            self._bring_to_sight(self.blocks[name])
        elif kind == QEvent.Type.FocusOut and name:
            self._visit += 1
            self._left.add(name)
            self._mark()
        return super().eventFilter(watched, event)

    def _key(self, name: str, event: QKeyEvent) -> bool:
        which = _undo_key(event)
        if which:
            if which == "undo":
                self.undo_stack.undo()
            else:
                self.undo_stack.redo()
            return True
        block = self.blocks.get(name)
        if block is None:
            return False
        if block.input.handles_key(event):
            return True
        if event.key() == Qt.Key.Key_F1:
            block.show_help()
            return True
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers()
            and block.spec.input != "text"
        ):
            self.focusNextChild()
            return True
        return False

    def focus_field(self, name: str) -> bool:
        """The keyboard to a field (``name``), a table or a cell (``table.row.column``). False when there is no such place."""
        parts = name.split(".")
        table = self.tables.get(parts[0])
        if table is not None:
            row = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
            self._bring_to_sight(table)
            table.go_to(row, parts[2] if len(parts) > 2 else "")
            return True
        block = self.blocks.get(name)
        if block is None or not block.isVisibleTo(self):
            return False
        self._bring_to_sight(block)
        block.input.target().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # findings and problems

    def show_findings(self, findings: Sequence[Finding], problems: Sequence[Problem] = ()) -> None:
        """Marks fields and cells that findings and problems speak about."""
        self.findings, self.problems = tuple(findings), tuple(problems)
        self._mark()

    def show_all_problems(self) -> None:
        """Marks what is missing also where the person has not been yet (he wants to lodge)."""
        self._all_shown = True
        self._mark()

    def marks(self) -> dict[str, tuple[str, str]]:
        """For each place that something speaks about, the weightiest meaning and its sentence."""
        found: dict[str, tuple[str, str]] = {}
        for finding in self.findings:
            if finding.passed or finding.waived_by:
                continue
            for place in finding.fields:
                _weigh(found, place, finding.severity.value, finding.title)
        for problem in self.problems:
            base = problem.field.split(".")[0]
            if not problem.is_missing or self._all_shown or base in self._left:
                _weigh(found, problem.field, "stop", problem.says)
        return found

    def _mark(self) -> None:
        marks = self.marks()
        for name, block in self.blocks.items():
            meaning, sentence = marks.get(name, ("", ""))
            if name in self._left or self._all_shown or not block.input.target().hasFocus():
                own = values.fault(block.spec, self._draft.values.get(name))
                if own:
                    meaning, sentence = "stop", own
            block.show_state(meaning, sentence)
        for name, table in self.tables.items():
            cells: dict[tuple[int, str], tuple[str, str]] = {}
            for place, said in marks.items():
                parts = place.split(".")
                if parts[0] == name and len(parts) == 3 and parts[1].isdigit():
                    cells[int(parts[1]), parts[2]] = said
            table.model.marks = cells
            table.refresh()
        self.shown_changed.emit()

    # for subclasses

    def _arrange(self) -> None:
        """Shows and hides fields as their ``shown_when`` says."""
        for block in self.blocks.values():
            shown = is_shown(block.spec, self._draft.values)
            if shown == block.isHidden():
                block.setVisible(shown)

    def _bring_to_sight(self, widget: QWidget) -> None:
        """Scrolls so that *widget* can be seen."""

    def shown_fields(self) -> list[Field]:
        """The fields on screen with the present values, in order."""
        return [b.spec for b in self.blocks.values() if is_shown(b.spec, self._draft.values)]


def _weigh(found: dict[str, tuple[str, str]], place: str, meaning: str, sentence: str) -> None:
    if RANK[meaning] < RANK[found.get(place, ("", ""))[0]]:
        found[place] = (meaning, sentence)


def _undo_key(event: QKeyEvent) -> str:
    if event.matches(QKeySequence.StandardKey.Undo):
        return "undo"
    again = event.matches(QKeySequence.StandardKey.Redo)
    shifted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    if again or (event.key() == Qt.Key.Key_Z and event.modifiers() == shifted):
        return "redo"
    return (
        "redo"
        if event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        else ""
    )
