"""The letter part by part, changed in place, with one history for everything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QMenu, QScrollArea, QVBoxLayout, QWidget

from models.catalogue.legal_bases import legal_topics
from models.catalogue.letter_kinds import BodyBlock, LetterKind
from models.catalogue.wording_checks import Fault, part_path
from models.catalogue.wording_parts import (
    ADDED,
    SECTIONS,
    TYPES,
    Part,
    Path,
    at,
    fresh,
    inserted,
    moved,
    parts_of,
    put,
    removed,
)
from models.catalogue.wording_tokens import Choice, choices
from models.work.wordings import examples
from resources.i18n import _
from ui.pages.wordings.conditions import ConditionsDialog
from ui.pages.wordings.field_list import FieldList
from ui.pages.wordings.part_row import PartRow
from ui.pages.wordings.steps import Steps
from ui.pages.wordings.token_text import TokenText
from ui.widgets.labels import caption

LISTS = ("subject", "addressees", "bases", "body", "recipients")  # sections a person may add to
REPEATED = {"addressees", "body", "recipients", "annexes"}


@lru_cache(maxsize=64)
def _choices(kind: LetterKind, each: str, _language: str) -> tuple[Choice, ...]:
    return choices(kind, each)


class PartsEditor(QScrollArea):
    """Shows the parts of a wording and changes them. ``changed`` says that the wording is another one now."""

    changed = Signal()
    moved_on = Signal()  # the keyboard is in another part

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Parts of the letter"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows: list[PartRow] = []
        self.steps: Steps | None = None
        self.current: PartRow | None = None
        self._faults: dict[Path, str] = {}
        self._sheet = QWidget()
        self._sheet.setObjectName("paneBody")
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(16, 0, 16, 24)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self.setWidget(self._sheet)

    # --- showing --------------------------------------------------------------------------------------------------------

    def show_wording(self, steps: Steps) -> None:
        """Shows another wording from its beginning."""
        self.steps = steps
        self._faults = {}
        self._lay()
        self.verticalScrollBar().setValue(0)
        self._enter(self.rows[0] if self.rows else None)

    @property
    def kind(self) -> LetterKind | None:
        """The wording as it stands."""
        return self.steps.kind if self.steps else None

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Each fault beside the text it stands in."""
        kind = self.kind
        parts = parts_of(kind) if kind else ()
        self._faults = {}
        for fault in faults:
            known = {path for part in parts for path in (part.path, *(s.path for s in part.spots))}
            path = fault.path if fault.path in known else part_path(fault.path, parts)
            if path not in known and parts:
                path = next((p.path for p in parts if p.section == "body"), parts[0].path)
            self._faults.setdefault(path, fault.says)
        for row in self.rows:
            row.show_faults(self._faults)

    def _lay(self) -> None:
        """Makes the rows show the parts; rows that can are used again."""
        kind = self.kind
        if kind is None:
            return
        from resources.i18n import language

        parts = parts_of(kind)
        self._sheet.setUpdatesEnabled(False)
        for n, part in enumerate(parts):
            if n >= len(self.rows) or not self.rows[n].fits(part):
                self._replace(n, part)
            known = _choices(kind, part.each, language()) if part.section != "fields" else ()
            is_first = n == 0 or parts[n - 1].section != part.section
            self.rows[n].show_part(part, kind, known, is_first=is_first)
            self.rows[n].show_faults(self._faults)
        for row in self.rows[len(parts) :]:
            self._forget(row)
        del self.rows[len(parts) :]
        self._sheet.setUpdatesEnabled(True)

    def _replace(self, n: int, part: Part) -> None:
        if n < len(self.rows):
            self._forget(self.rows.pop(n))
        row = PartRow(part, self._sheet)
        row.changed.connect(self._typed)
        row.entered.connect(lambda: self._enter(row))
        row.list_wanted.connect(self.open_fields)
        row.part_wanted.connect(self.add_like)
        self.rows.insert(n, row)
        self._column.insertWidget(n, row)

    def _forget(self, row: PartRow) -> None:
        if row is self.current:
            self.current = None
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _enter(self, row: PartRow | None) -> None:
        if row is self.current:
            return
        if self.current is not None:
            self.current.show_current(False)
        self.current = row
        if row is not None:
            row.show_current(True)
            QTimer.singleShot(0, self, lambda: self._show_row(row))
        self.moved_on.emit()

    def _show_row(self, row: PartRow) -> None:
        if row is self.current:
            self.ensureWidgetVisible(row, 0, 24)

    # --- changing -------------------------------------------------------------------------------------------------------

    def _typed(self, path: Path, text: str) -> None:
        if self.steps is not None and self.kind is not None:
            self.steps.put(put(self.kind, path, text), path, typing=True)
            self.changed.emit()

    def _step(self, kind: LetterKind, path: Path) -> None:
        """A change of parts or conditions; the keyboard follows the part."""
        if self.steps is None or kind == self.kind:
            return
        self.steps.put(kind, path)
        self._changed(path)

    def _changed(self, path: Path) -> None:
        self._faults = {}
        self._lay()
        self.go_to(path)
        self.changed.emit()

    def go_to(self, path: Path) -> None:
        """The keyboard to a text or part; to its neighbour when it is gone."""
        known = [
            row for row in self.rows if row.part.path == path or path in {s.path for s in row.part.spots}
        ]
        if not known and path:
            near = [row for row in self.rows if row.part.path[:1] == path[:1]]
            known = near[-1:] if near else self.rows[:1]
        if known:
            known[0].take_focus(path)
            self._enter(known[0])

    def undo(self) -> None:
        """Takes the last change back."""
        if self.steps is not None and self.steps.can_undo:
            self._changed(self.steps.undo())

    def redo(self) -> None:
        """Makes it again."""
        if self.steps is not None and self.steps.can_redo:
            self._changed(self.steps.redo())

    def shift(self, by: int) -> None:
        """Moves the current part up or down within its section."""
        if self.current is not None and self.kind is not None and not self.current.part.stands_fixed:
            kind, path = moved(self.kind, self.current.part.path, by)
            self._step(kind, path)

    def remove(self) -> None:
        """Takes the current part out."""
        if self.current is not None and self.kind is not None and not self.current.part.stands_fixed:
            path = self.current.part.path
            if path[0] == "subject" and len(self.kind.subject) == 1:
                return
            last = max(0, len(at(self.kind, path[:-1])) - 2)
            self._step(removed(self.kind, path), (*path[:-1], min(int(path[-1]), last)))

    def add_like(self) -> None:
        """A part of the same sort below the current one."""
        if self.current is None:
            return
        part = self.current.part
        if part.section in LISTS and not part.stands_fixed:
            self.add(
                part.section,
                part.sort if part.sort in ADDED else "paragraph" if part.section == "body" else "",
            )
        elif part.section == "annexes" and not part.stands_fixed:
            self.add("annexes", part.sort if part.sort in ADDED else "paragraph")

    def add(self, section: str, sort: str) -> None:
        """A new part below the current one, or at the end of its section when the current one is of another."""
        kind = self.kind
        if kind is None:
            return
        here = self.current.part.path if self.current else ()
        if section == "annexes":
            if here[:1] != ("annexes",):
                return
            path: Path = (*here[:4][:3], int(here[3]) + 1) if len(here) > 3 else (*here[:2], "blocks", 0)
        elif here[:1] == (section,) and len(here) > 1:
            path = (section, int(here[1]) + 1)
        else:
            path = (section, len(at(kind, (section,))))
        if section == "subject":
            path = (
                "subject",
                min(int(path[1]), max(0, len(kind.subject) - 1)),
            )  # the last one stands for every case
        self._step(inserted(kind, path, fresh(section, sort)), path)

    # --- choosing -------------------------------------------------------------------------------------------------------

    def open_fields(self, text: TokenText | None = None) -> None:
        """The list of fields for the text in which the keyboard is."""
        row, kind = self.current, self.kind
        if text is None:
            held = self.focusWidget()
            text = held if isinstance(held, TokenText) else None
        if row is None or kind is None or text is None:
            return
        spot = next((s for s, made in zip(row.part.spots, row.inputs, strict=True) if made is text), None)
        if spot is not None and spot.takes_words:
            shown_for = examples(kind, row.part.each)

            def take(choice: Choice, optional: bool) -> None:
                text.setFocus()
                text.insert_field(choice, optional=optional)

            FieldList(text, text.choices, shown_for, take, text.setFocus)

    def open_conditions(self) -> None:
        """Asks when the current part appears."""
        row, kind = self.current, self.kind
        if row is None or kind is None or not row.part.has_conditions:
            return
        part = row.part
        may_repeat = part.section in REPEATED and part.sort not in {"annex", "table"}
        dialog = ConditionsDialog(kind, part, may_repeat=may_repeat, parent=self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            kind = put(kind, (*part.path, "when"), dialog.when)
            if may_repeat:
                kind = put(kind, (*part.path, "each"), dialog.each)
            self._step(kind, part.path)

    def fill_add(self, menu: QMenu) -> None:
        """What may be added, the section of the current part first."""
        menu.clear()
        here = self.current.part.section if self.current else ""
        first = [here] if here in LISTS or here == "annexes" else []
        for section in (*first, *(s for s in LISTS if s not in first)):
            under = menu if section == here else menu.addMenu(caption(_(SECTIONS[section])))
            self._fill_section(under, section)
            if section == here:
                menu.addSeparator()

    def _fill_section(self, menu: QMenu, section: str) -> None:
        if section in {"body", "annexes"}:
            for sort in ADDED:
                menu.addAction(caption(_(TYPES[sort])), lambda s=sort: self.add(section, s))
            return
        menu.addAction(caption(_("A text of one's own")), lambda: self.add(section, ""))
        if section == "bases":
            laws = menu.addMenu(caption(_("Laws in force")))
            for topic, name in legal_topics().items():
                laws.addAction(caption(str(name)), lambda t=topic: self.add("bases", t))

    def fill_sorts(self, menu: QMenu) -> None:
        """What sort the current part of the body may be, and how its letters look."""
        menu.clear()
        row, kind = self.current, self.kind
        block = at(kind, row.part.path) if row is not None and kind is not None else None
        if row is None or kind is None or not isinstance(block, BodyBlock) or block.type not in ADDED:
            menu.addAction(_("Only parts of the body have a sort")).setEnabled(False)
            return
        path = row.part.path
        for sort in ADDED:
            made = menu.addAction(
                caption(_(TYPES[sort])), lambda s=sort: self._step(put(kind, (*path, "type"), s), path)
            )
            made.setCheckable(True)
            made.setChecked(sort == block.type)
        menu.addSeparator()
        for name, words in (("bold", _("Bold")), ("italic", _("Italic"))):
            is_on = bool(getattr(block, name))
            made = menu.addAction(
                words, lambda n=name, on=is_on: self._step(put(kind, (*path, n), not on), path)
            )
            made.setCheckable(True)
            made.setChecked(is_on)
            made.setEnabled(block.type == "paragraph")
