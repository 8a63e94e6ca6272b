"""What a pasted list will become, before it is taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from forms.fields import values
from forms.fields.base import plain_label, tip
from forms.paste import Plan
from forms.spec import Match
from models.catalogue.kinds import Field, Section
from models.draft import Row
from resources.i18n import _, ngettext


class PastePreview(QDialog):
    """The rows as understood, doubtful cells marked, and one sentence about columns that were not."""

    def __init__(
        self, section: Section, plan: Plan, found: Sequence[Match | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.plan = plan
        self.setWindowTitle(_("Paste into “{table}”").format(table=section.label))
        self.resize(860, 460)
        specs = {c.name: c for c in section.columns}
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        self.summary = plain_label(self._summary(plan, found, specs), "strong", self)
        box.addWidget(self.summary)
        for note in plan.notes:
            box.addWidget(plain_label(note, "warn", self))
        self.keep = QCheckBox(_("Keep what was not understood in the note"), self)
        if plan.not_understood:
            self.missed = plain_label(self._missed(plan), "warn", self)
            box.addWidget(self.missed)
            self.keep.setChecked("note" in specs)
            self.keep.setEnabled("note" in specs)
        self.keep.setVisible(bool(plan.not_understood))
        box.addWidget(self.keep)
        box.addWidget(self._table(plan, found, specs), 1)
        if plan.doubts:
            many = len(plan.doubts)
            doubts = ngettext(
                "{count} cell could not be read; it is taken as typed and can be corrected in the form.",
                "{count} cells could not be read; they are taken as typed and can be corrected in the form.",
                many,
            ).format(count=many)
            box.addWidget(plain_label(doubts, "warn", self))
        buttons = QDialogButtonBox(self)
        take = buttons.addButton(_("Take the rows"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        take.setDefault(True)
        take.setFocus()
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box.addWidget(buttons)

    def rows(self) -> list[Row]:
        """The rows to take."""
        return self.plan.with_leftovers() if self.keep.isChecked() else [dict(r) for r in self.plan.rows]

    def _summary(self, plan: Plan, found: Sequence[Match | None], specs: dict[str, Field]) -> str:
        count = len(plan.rows)
        known = sum(1 for m in found if m)
        parts = [ngettext("{count} row.", "{count} rows.", count).format(count=count)]
        names = ", ".join(str(specs[c].label) for c in plan.understood)
        parts.append(_("Columns understood: {names}.").format(names=names or "–"))
        if known:
            parts.append(
                ngettext(
                    "{count} person is in the ledger.", "{count} people are in the ledger.", known
                ).format(count=known)
            )
        return " ".join(parts)

    def _missed(self, plan: Plan) -> str:
        names = ", ".join(f"“{h}”" for h in plan.not_understood)
        return _("Columns not understood: {names}. Please check their headings.").format(names=names)

    def _table(self, plan: Plan, found: Sequence[Match | None], specs: dict[str, Field]) -> QTableWidget:
        names = list(plan.understood)
        table = QTableWidget(len(plan.rows), len(names) + 1, self)
        table.setAccessibleName(_("Preview of the rows"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        heads = [str(specs[n].label) for n in names]
        table.setHorizontalHeaderLabels([*heads, _("Ledger")])
        for r, row in enumerate(plan.rows):
            for c, name in enumerate(names):
                item = QTableWidgetItem(values.show(specs[name], row.get(name)))
                doubt = plan.doubts.get((r, name))
                if doubt:
                    item.setText(f"⚠ {item.text()}")
                    tip(item, doubt)
                table.setItem(r, c, item)
            match = found[r]
            known = QTableWidgetItem("" if match is None else match.detail or match.label)
            known.setFlags(known.flags() & ~Qt.ItemFlag.ItemIsEditable)
            table.setItem(r, len(names), known)
        table.resizeColumnsToContents()
        for c in range(table.columnCount()):
            table.setColumnWidth(c, min(max(table.columnWidth(c) + 16, 60), 240))
        return table
