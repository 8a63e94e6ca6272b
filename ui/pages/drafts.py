"""Drafts: what a person began to write and has not lodged; after a power cut it waits here as it was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from models.catalogue.kinds import kinds
from models.catalogue.workflows import Role
from models.clock import VIETNAM
from models.reading.drafts import DraftRow, drafts_of
from models.store.units import Actor, Reading, Topic
from models.work import dossiers
from resources.i18n import N_, _, ngettext
from ui import actions
from ui.desk import Desk
from ui.dialogs.decide import confirm
from ui.pages import Group, Page, Place, page
from ui.widgets.labels import label

_KEY = Qt.ItemDataRole.UserRole


def count(read: Reading, actor: Actor) -> int:
    """How many drafts the person has."""
    return len(drafts_of(read, actor.user_id)) if actor.user_id is not None else 0


@page(
    "drafts", N_("Drafts"), icon="pencil", group=Group.WORK, order=40, badge=count, roles=frozenset({Role.OFFICER, Role.CLERK})
)  # fmt: skip
class Drafts(Page):
    """The drafts of the person, the newest first; Enter goes on writing."""

    topics = frozenset({Topic.DRAFTS.value})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Drafts"))
        self.list.itemActivated.connect(self._open)
        self.empty = label(
            _("Nothing begun and left. What you type in a new dossier is kept here until you lodge it."),
            "empty",
            wrap=True,
            parent=self,
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(label(_("Drafts not lodged yet"), "title", parent=self))
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.rows: tuple[DraftRow, ...] = ()
        self.acts = actions.attach(self, "drafts", desk.actor.roles)

    def arrive(self, place: Place) -> None:
        """Asks for the drafts."""
        self.refresh()

    def refresh(self) -> None:
        """Asks again."""
        user = self.desk.actor.user_id
        if user is None:
            self._show(())
        else:
            self.desk.jobs.ask(
                lambda read: drafts_of(read, user), owner=self, then=self._show, outranks="drafts"
            )

    def _show(self, rows: tuple[DraftRow, ...]) -> None:
        at = self.list.currentRow()
        self.rows = rows
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(words_of(row))
            item.setData(_KEY, row.key)
            self.list.addItem(item)
        self.list.setCurrentRow(max(0, min(at, len(rows) - 1)))
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.status_changed.emit()

    def status(self) -> str:
        """How many."""
        n = len(self.rows)
        return ngettext("{n} draft", "{n} drafts", n).format(n=n)

    def home(self) -> None:
        """The list."""
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete throws the chosen draft away."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.discard()
            return
        super().keyPressEvent(event)

    def chosen(self) -> DraftRow | None:
        """The draft in the current row."""
        row = self.list.currentRow()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def _open(self, _item: QListWidgetItem) -> None:
        row = self.chosen()
        if row is None:
            return
        if row.dossier_id is not None:
            self.open_dossier(row.dossier_id)
        else:
            self.go.emit(Place("dossier", None, {"draft": row.key}))

    def discard(self) -> None:
        """Throws the chosen draft away, when the person is sure."""
        row = self.chosen()
        if row is None:
            return
        says = _("“{title}” is thrown away; it was not lodged.").format(
            title=row.title or _("without a name")
        )
        if confirm(self, title=_("Discard the draft"), says=says, verb=_("Discard"), is_danger=True):
            self.desk.jobs.do(
                lambda store: dossiers.discard_draft(store, row.key, by=self.desk.actor),
                owner=self,
                then=lambda _done: self.refresh(),
            )


def words_of(row: DraftRow) -> str:
    """A draft in one line: what it is about, its kind, when it was kept."""
    kind = kinds().get(row.kind)
    moment = f"{row.saved_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    about = _("changes to a dossier") if row.dossier_id is not None else _("new dossier")
    return " · ".join(
        (row.title or _("without a name"), str(kind.label) if kind else row.kind, about, moment)
    )


@actions.action("discard", N_("Discard the draft"), "Ctrl+Delete", "trash-2", where="drafts")
def _discard(shown: Drafts) -> None:
    shown.discard()
