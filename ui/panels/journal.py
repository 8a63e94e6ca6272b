"""The journal: who did what and when, newest first; chosen by person and act, read further page by page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter

from models import clock
from models.catalogue.kinds import kinds
from models.reading.journal import JournalRow, journal
from models.settings import SETTINGS
from models.work.rights import RIGHTS
from models.work.users import users
from resources.i18n import N_, Words, _, ngettext
from ui.acts_words import act_words
from ui.pages import Place
from ui.panels import Panel, short_table
from ui.tables.columns import Column
from ui.widgets.labels import label
from ui.widgets.reading_pane import ReadingPane, foot_button
from ui.widgets.state_chip import state_words

if TYPE_CHECKING:
    from models.store.units import Reading
    from ui.desk import Desk

PAGE = 200


def words_of(act: str) -> str:
    """An act in words, also those of the office that no dossier knows."""
    found = act_words(act)
    if found != act:
        return found
    return _(RIGHTS[act][0]) if act in RIGHTS else _(OTHERS.get(act, act))


OTHERS = {
    "login_failed": N_("failed to sign in"),
    "change_password": N_("changed the own password"),
    "void_step": N_("took back the step of a voided letter"),
}  # fmt: skip


# Fields that stand in no form, as the journal names them.
FIELDS = {
    "login": N_("Sign-in name"), "roles": N_("Roles"), "is_active": N_("Account"), "number": N_("Number and symbol"),
    "issued_on": N_("Date of the letter"), "kind": N_("Kind"), "valid_from": N_("Speaks from"), "file": N_("File"),
    "journal_entries": N_("Journal"), "kept": N_("Kept aside"), "organisation_name": N_("Unit"), "name": N_("Name"),
    "failed_logins": N_("Failed tries"), "report_received_on": N_("Received on"), "authority": N_("Who signs"),
    "abbreviation": N_("Abbreviation"), "valid_to": N_("Valid until"), "successor_id": N_("Successor"),
    "layout_version": N_("Version of the layout"), "signers": N_("Signed by"), "letter": N_("Letter"), "dossier": N_("Dossier"),
    "year": N_("Year"), "rule": N_("Rule"), "source": N_("Source"), "officer_id": N_("Desk officer"), "reference": N_("Reference"),
}  # fmt: skip


@cache
def _known() -> dict[str, Words]:
    found: dict[str, Words] = {}
    for kind in kinds().values():
        for section in kind.sections:
            for spec in (*section.fields, *section.columns):
                found.setdefault(spec.name, spec.label)
    return found | {name: spec.label for name, spec in SETTINGS.items()}


def field_words(name: str) -> str:
    """A field as its form calls it; the name itself where none does."""
    if name in FIELDS:
        return _(FIELDS[name])
    return str(_known()[name]) if name in _known() else name


def change_lines(row: JournalRow) -> list[tuple[str, str]]:
    """What was changed, field by field: from → to."""
    found: list[tuple[str, str]] = []
    for name, pair in row.changes.items():
        was, now = (pair + [None, None])[:2] if isinstance(pair, list) else (None, pair)
        found.append((field_words(name), f"{_short(was)} → {_short(now)}"))
    return found


def _short(value: Any) -> str:
    text = "–" if value in (None, "", [], {}) else str(value)
    return text if len(text) <= 200 else text[:199] + "…"


COLUMNS = (
    Column("at", N_("When"), lambda r: f"{r.at.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}", 130),
    Column("user", N_("Done by"), lambda r: r.user, 150),
    Column("act", N_("What"), lambda r: words_of(r.act), 220, stretch=True),
    Column("state", N_("State afterwards"), lambda r: state_words(r.to_state) if r.to_state else "", 150),
)  # fmt: skip


class JournalPanel(Panel):
    """The newest entries; "more" reads further back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Journal"),
            _("Every act stands here; entries are chained and can be neither changed nor removed."),
        )
        self._count = PAGE
        self.user, self.act = QComboBox(), QComboBox()
        self.user.setAccessibleName(_("Done by"))
        self.act.setAccessibleName(_("What"))
        self.user.addItem(_("Everybody"), None)
        self.act.addItem(_("Every act"), "")
        for name in sorted({*RIGHTS, *OTHERS}, key=words_of):
            self.act.addItem(words_of(name), name)
        for combo in (self.user, self.act):
            combo.activated.connect(lambda _row: self._ask(PAGE))
            self.head.addWidget(combo)
        self.more = foot_button(_("Show more"), lambda: self._ask(self._count + PAGE))
        self.head.addWidget(self.more)
        self.model, self.table = short_table(desk, self, "journal", self.title, COLUMNS, self._find)
        self.pane = ReadingPane(_("Choose an entry to read it here."))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.pane)
        splitter.setSizes([620, 300])
        self.column.addWidget(splitter, 1)
        self.shown = label("", "small")
        self.column.addWidget(self.shown)
        self.table.moved.connect(lambda _key: self._show())
        self.model.answered.connect(self._tell)

    def _find(self, read: Reading, question: tuple[int | None, str, int]) -> Sequence[JournalRow]:
        user, act, count = question
        return journal(read, act=act, user_id=user, count=count)

    def refresh(self) -> None:
        if self.user.count() == 1:
            self.desk.jobs.ask(users, owner=self, then=self._show_users, outranks="users")
        self._ask(self._count)

    def _show_users(self, found: Sequence[Any]) -> None:
        for row in found:
            self.user.addItem(row.full_name, row.id)

    def _ask(self, count: int) -> None:
        self._count = count
        self.model.ask((self.user.currentData(), self.act.currentData(), count))

    def _tell(self) -> None:
        n = self.model.count
        self.shown.setText(ngettext("{n} entry shown", "{n} entries shown", n).format(n=n))
        self.more.setEnabled(n >= self._count)

    def _show(self) -> None:
        row: JournalRow | None = self.table.current_row()
        if row is None:
            return
        self.pane.begin(
            words_of(row.act), f"{row.user} · {row.at.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M:%S}"
        )
        states = (
            f"{state_words(row.from_state) if row.from_state else '–'} → {state_words(row.to_state)}"
            if row.to_state
            else ""
        )
        self.pane.facts([(_("State"), states), (_("Reason"), row.reason), (_("Entry"), str(row.id))])
        if row.changes:
            self.pane.section(_("What was changed"))
            self.pane.facts(change_lines(row))
        if row.dossier_id is not None:
            key = row.dossier_id
            self.pane.link(_("Open the dossier"), lambda: self.go.emit(Place("dossier", key)))
        self.pane.end()
