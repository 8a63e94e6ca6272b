"""The form of a dossier: contents at the left, the sections of its kind one below the other."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from forms.binder import Form
from forms.blocks import ICONS, RANK, FieldBlock
from forms.dossier_tables import look_of, total_of
from forms.field_grid import FieldGrid
from forms.fields.base import plain_label, tip
from forms.spec import Surroundings
from forms.table_input import TableInput
from models.appraisal.facts import History
from models.catalogue.kinds import DossierKind, Section
from models.draft import Draft
from resources.i18n import _


class _MarkAfter(QStyledItemDelegate):
    """An entry whose mark stands after its words, at the right edge."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The icon to the right."""
        super().initStyleOption(option, index)
        option.decorationPosition = QStyleOptionViewItem.Position.Right


class Contents(QListWidget):
    """The contents column: numbered parts, with a mark where something stands."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.around = around
        self.names: list[str] = []
        self._labels: list[str] = []
        self._marks: dict[str, str] = {}
        self.setAccessibleName(_("Contents"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_MarkAfter(self))
        self.setIconSize(QSize(16, 16))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Alt+1…9 lead here; Tab goes from field to field

    def add(self, name: str, label: str) -> None:
        """One more part at the end."""
        self.names.append(name)
        number = len(self.names)
        self._labels.append(f"{number}  {label}")
        item = QListWidgetItem(self._labels[-1])
        item.setSizeHint(QSize(10, max(32, self.fontMetrics().height() + 14)))
        tip(item, f"{label} (Alt+{number % 10})" if number <= 10 else label)
        self.addItem(item)

    def mark(self, name: str, meaning: str, words: str) -> None:
        """The mark of a part and what it says to a screen reader."""
        if self._marks.get(name, "") == meaning + words or name not in self.names:
            return
        self._marks[name] = meaning + words
        item = self.item(self.names.index(name))
        icon = self.around.icon(ICONS.get(meaning, "circle-dashed")) if meaning else None
        item.setData(Qt.ItemDataRole.DecorationRole, icon if icon is not None and not icon.isNull() else None)
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole,
            f"{self._labels[self.names.index(name)]}, {words}" if words else "",
        )

    def sizeHint(self) -> QSize:
        """As wide as its longest entry with a mark."""
        wide = max((self.fontMetrics().horizontalAdvance(t) for t in self._labels), default=80)
        return QSize(min(wide + 52, 230), 200)


class DossierForm(Form):
    """All fields and tables of a kind. The page may add further parts (letters, journal) below them."""

    def __init__(self, kind: DossierKind, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.kind = kind
        self.history: History | None = None
        self.grids: list[FieldGrid] = []
        self._parts: dict[str, QWidget] = {}
        self.contents = Contents(around, self)
        self.contents.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.contents.itemClicked.connect(self._chosen)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.sheet = QWidget(self.area)
        self.column = QVBoxLayout(self.sheet)
        self.column.setContentsMargins(24, 16, 24, 24)
        self.column.setSpacing(16)
        for section in kind.sections:
            self._add_section(section)
        self.column.addStretch(1)
        self.area.setWidget(self.sheet)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.contents)
        box.addWidget(self.area, 1)
        for n in range(10):
            keys = QShortcut(QKeySequence(f"Alt+{n}"), self)
            keys.setContext(Qt.ShortcutContext.WindowShortcut)
            keys.activated.connect(lambda n=n: self.go_to_part((n - 1) % 10))
        self.shown_changed.connect(self._mark_contents)
        self.focused.connect(self._follow)

    # parts

    def _add_section(self, section: Section) -> None:
        part = QWidget(self.sheet)
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        number = len(self.contents.names) + 1
        box.addWidget(plain_label(f"{number}. {section.label}", "section", part))
        blocks = [FieldBlock(spec, self.around, part) for spec in section.fields if not spec.hidden]
        for block in blocks:
            self._bind_block(block)
        if blocks:
            grid = FieldGrid(blocks, part)
            self.grids.append(grid)
            box.addWidget(grid)
        if section.table:
            look = look_of(self.kind, section, lambda: self.history)
            table = TableInput(section, look, self.around, total=total_of(section), parent=part)
            self._bind_table(table)
            box.addWidget(table)
        self._keep_part(section.name, str(section.label), part)

    def add_part(self, name: str, label: str, widget: QWidget) -> None:
        """One more part below the sections, numbered with them."""
        part = QWidget(self.sheet)
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(plain_label(f"{len(self.contents.names) + 1}. {label}", "section", part))
        box.addWidget(widget)
        self._keep_part(name, label, part)

    def _keep_part(self, name: str, label: str, part: QWidget) -> None:
        self._parts[name] = part
        at = self.column.count() - 1 if self.area.widget() else self.column.count()
        self.column.insertWidget(at, part)
        self.contents.add(name, label)
        self.contents.updateGeometry()

    def _chosen(self, item: QListWidgetItem) -> None:
        self.go_to_part(self.contents.row(item))

    def go_to_part(self, number: int) -> None:
        """The keyboard to the first thing of a part (from 0), and the part to the top."""
        if not 0 <= number < len(self._parts):
            return
        part = list(self._parts.values())[number]
        self.area.verticalScrollBar().setValue(max(0, part.y() - 12))
        self.contents.setCurrentRow(number)
        first = next(
            (
                w
                for w in part.findChildren(QWidget)
                if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()
            ),
            None,
        )
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def part_of(self, place: str) -> str:
        """The part where a field, table or cell stands; empty when there is none."""
        try:
            return self.kind.section_of(place).name
        except KeyError:
            return ""

    def _follow(self, name: str) -> None:
        part = self.part_of(name)
        if part:
            self.contents.setCurrentRow(self.contents.names.index(part))

    def _scrolled(self, value: int) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.area.isAncestorOf(focus) and not focus.visibleRegion().isEmpty():
            return
        tops = [p.y() for p in self._parts.values()]
        if tops:
            self.contents.setCurrentRow(max((n for n, y in enumerate(tops) if y <= value + 40), default=0))

    # marks

    def _mark_contents(self) -> None:
        worst: dict[str, str] = dict.fromkeys(self.contents.names, "")
        for finding in self.findings:
            if not finding.passed and not finding.waived_by:
                for place in finding.fields[:1]:
                    _heavier(worst, self.part_of(place), finding.severity.value)
        missing = {self.part_of(p.field) for p in self.problems}
        words = {
            "stop": _("has a stop"), "warn": _("has a warning"), "note": _("has a note"), "silent": _("to be judged"),
            "missing": _("something is missing"), "": "",
        }  # fmt: skip
        for name, meaning in worst.items():
            shown = "missing" if name in missing and meaning in {"", "note", "silent"} else meaning
            self.contents.mark(name, shown, words[shown])

    def show_history(self, history: History | None) -> None:
        """What the office knows of the members' trips, for the small type under each name."""
        self.history = history
        if "members" in self.tables:
            self.tables["members"].refresh()

    def show_draft(self, draft: Draft) -> None:
        """Shows *draft* from its beginning."""
        super().show_draft(draft)
        self.area.verticalScrollBar().setValue(0)
        self.contents.setCurrentRow(0)

    def focus_first(self) -> None:
        """The keyboard to the first field that is empty and required, else to the first field."""
        specs = self.shown_fields()
        values = self._draft.values
        name = next(
            (s.name for s in specs if s.required and values.get(s.name) in (None, "")),
            specs[0].name if specs else "",
        )
        if name:
            self.focus_field(name)

    def _arrange(self) -> None:
        super()._arrange()
        for grid in self.grids:
            grid.arrange()

    def _bring_to_sight(self, widget: QWidget) -> None:
        self.area.ensureWidgetVisible(widget, 0, 24)


def _heavier(worst: dict[str, str], part: str, meaning: str) -> None:
    if part in worst and RANK[meaning] < RANK[worst[part]]:
        worst[part] = meaning
