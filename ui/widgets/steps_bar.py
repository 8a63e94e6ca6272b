"""The steps that a person may take with a dossier, as buttons with their keys; asks for the reason, acts, offers the way back.

The buttons are the workflow's own transitions (``models.work.review.steps_for``), so they cannot disagree with it. Used by
the review queue and by a dossier's own page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.catalogue.kinds import kinds
from models.catalogue.workflows import Transition, workflows
from models.errors import OfficeError
from models.reading.dossiers import DossierRow
from models.reading.findings import current_findings
from models.work import review
from models.work.facts import facts_of_dossier
from models.work.guards import Ask
from models.work.review import Advanced, Step
from resources.i18n import _, ngettext
from ui import actions
from ui.dialogs.decide import ask_reason, confirm
from ui.widgets.labels import caption, label, tip
from ui.widgets.state_chip import state_words

if TYPE_CHECKING:
    from models.store.units import Reading, Store
    from ui.desk import Desk


class StepsBar(QFrame):
    """Buttons of the next steps. ``said`` (sentence, undo) after an act, ``refused`` when the office did not allow it."""

    said = Signal(str, object)
    refused = Signal()
    took = Signal(object)  # Advanced

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "foot")
        self._desk = desk
        self._row: DossierRow | None = None
        self.steps: tuple[Step, ...] = ()
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        self._why = label("", "small", wrap=True)
        self._why.hide()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        column.addWidget(self._why)
        column.addLayout(self._lines)
        self.hide()

    # --- showing ------------------------------------------------------------------------------------------------------

    def show_steps(self, row: DossierRow | None, steps: Sequence[Step]) -> None:
        """Shows the steps of a dossier; nothing without one."""
        self._row, self.steps = row, tuple(steps)
        self._clear()
        ordered = sorted(steps, key=lambda s: (s.style != "primary", not s.key))
        row_of_buttons, room = self._new_line(), 0
        for step in ordered:
            button = self._button(step)
            button.ensurePolished()
            width = button.sizeHint().width() + 8
            if room + width > self.width() - 16 and row_of_buttons.count():
                row_of_buttons.addStretch(1)
                row_of_buttons, room = self._new_line(), 0
            row_of_buttons.addWidget(button)
            room += width
        row_of_buttons.addStretch(1)
        blocked = next((s for s in ordered if s.style == "primary" and not s.is_allowed), None)
        self._why.setVisible(blocked is not None)
        self._why.setText(f"{blocked.label}: {blocked.why_not}" if blocked else "")
        self.setVisible(bool(steps))

    def _new_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._lines.addLayout(line)
        return line

    def _clear(self) -> None:
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons = {}
        while self._lines.count():
            self._lines.takeAt(0)

    def _button(self, step: Step) -> QPushButton:
        button = QPushButton(caption(f"{step.label}  {step.key}".strip()), self)
        button.setProperty("kind", step.style if step.style in ("primary", "danger") else "")
        button.setEnabled(step.is_allowed)
        tip(button, step.why_not or actions.with_key(step.label, step.key))
        button.clicked.connect(lambda _checked=False: self.take(step))
        self.buttons[step.name] = button
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self.steps:
            QTimer.singleShot(0, self, lambda: self.show_steps(self._row, self.steps))

    # --- acting -------------------------------------------------------------------------------------------------------

    def take_key(self, key: str) -> None:
        """Takes the step that has this key now."""
        for step in self.steps:
            if step.key == key:
                self.take(step)
                return

    def take(self, step: Step) -> None:
        """Takes a step of the dossier shown, after asking for what it needs."""
        row = self._row
        if row is None:
            return
        if not step.is_allowed:
            self.said.emit(step.why_not, None)
            return
        if step.name == "ask_supplement":
            self._ask_supplement(row, step)
            return
        reason = self._reason(row, step)
        if reason is None:
            return
        by = self._desk.actor
        self._do(
            lambda store: review.advance(store, row.id, step.name, by=by, reason=reason, version=row.version),
            step,
        )

    def _reason(self, row: DossierRow, step: Step) -> str | None:
        """The reason ("" where none is needed), or None when the person thought better of it."""
        says = _("Dossier {reference}, {title}, becomes: {state}.").format(
            reference=row.reference, title=row.title, state=state_words(step.to)
        )
        is_danger = step.style == "danger"
        if step.needs_reason:
            return ask_reason(
                self.window(), title=step.label, says=says, verb=step.label, is_danger=is_danger
            )
        if is_danger or not transition_named(step.name).undoable:
            says = f"{says} {_('This cannot be taken back.')}"
            return (
                ""
                if confirm(self.window(), title=step.label, says=says, verb=step.label, is_danger=is_danger)
                else None
            )
        return ""

    def _ask_supplement(self, row: DossierRow, step: Step) -> None:
        from ui.dialogs.supplement import SupplementDialog, proposed

        by = self._desk.actor

        def offer(read: Reading) -> list[Ask]:
            facts = facts_of_dossier(read, row.id)
            return proposed(kinds()[row.kind], facts, current_findings(read, row.id))

        def decide(offered: list[Ask]) -> None:
            dialog = SupplementDialog(offered, row.supplements, row.reference, self.window())
            if dialog.exec():
                asks, reason = dialog.asks, dialog.reason
                self._do(
                    lambda store: review.ask_supplement(
                        store, row.id, asks, by=by, reason=reason, version=row.version
                    ),
                    step,
                )

        self._desk.jobs.ask(offer, owner=self, then=decide, outranks="asks")

    def _do(self, act: Callable[[Store], Advanced], step: Step) -> None:
        for button in self.buttons.values():
            button.setEnabled(False)  # one press, one act
        self._desk.jobs.do(act, owner=self, then=lambda done: self._done(done, step), failed=self._failed)

    def _done(self, done: Advanced, step: Step) -> None:
        words = _("{reference}: {step}. Now: {state}.").format(
            reference=done.reference, step=step.label, state=state_words(done.to_state)
        )
        undoable = transition_named(step.name).undoable
        self.said.emit(words, (lambda: self._take_back([done.dossier_id])) if undoable else None)
        self.took.emit(done)

    def _failed(self, error: OfficeError) -> None:
        self._desk.jobs.refused.emit(error)
        self.show_steps(self._row, self.steps)
        self.refused.emit()

    def _take_back(self, ids: Sequence[int]) -> None:
        by = self._desk.actor

        def undo(store: Store) -> list[Advanced]:
            return [review.undo(store, dossier_id, by=by) for dossier_id in ids]

        def then(done: list[Advanced]) -> None:
            n = len(done)
            words = ngettext("{reference} was taken back.", "{n} dossiers were taken back.", n)
            self.said.emit(words.format(n=n, reference=done[0].reference if done else ""), None)

        self._desk.jobs.do(undo, owner=self, then=then)

    # --- several at once ----------------------------------------------------------------------------------------------

    def take_for_all(self, rows: Sequence[DossierRow], key: str) -> None:
        """Takes the main step of several dossiers, each by its own state; what is refused is named."""
        steps = {row.id: main_step(row, key, self._desk) for row in rows}
        ready = [row for row in rows if steps[row.id] is not None]
        if not ready:
            self.said.emit(_("These dossiers cannot be passed on together; open them one by one."), None)
            return
        names = ", ".join(row.reference for row in ready[:8]) + ("…" if len(ready) > 8 else "")
        says = ngettext(
            "{n} dossier will be passed on: {names}.", "{n} dossiers will be passed on: {names}.", len(ready)
        ).format(n=len(ready), names=names)
        if not confirm(self.window(), title=_("Pass on several dossiers"), says=says, verb=_("Pass on")):
            return
        by = self._desk.actor

        def act(store: Store) -> tuple[list[Advanced], list[str]]:
            done: list[Advanced] = []
            refused: list[str] = []
            for row in ready:
                step = steps[row.id]
                assert step is not None
                try:
                    done.append(review.advance(store, row.id, step.name, by=by, version=row.version))
                except OfficeError as error:
                    refused.append(f"{row.reference}: {error}")
            return done, refused

        self._desk.jobs.do(act, owner=self, then=lambda both: self._done_all(*both))

    def _done_all(self, done: Sequence[Advanced], refused: Sequence[str]) -> None:
        n = len(done)
        words = ngettext("{n} dossier was passed on.", "{n} dossiers were passed on.", n).format(n=n)
        if refused:
            from ui.widgets.labels import message

            message(
                self.window(), _("Some dossiers stayed where they are"), words, detail="\n".join(refused[:12]),
                severity="warn",
            ).exec()  # fmt: skip
        ids = [d.dossier_id for d in done]
        self.said.emit(words, (lambda: self._take_back(ids)) if ids else None)


def transition_named(name: str) -> Transition:
    """The step of that name in the workflows. Raises KeyError."""
    for flow in workflows().values():
        for step in flow.transitions:
            if step.name == name:
                return step
    raise KeyError(name)


def main_step(row: DossierRow, key: str, desk: Desk) -> Transition | None:
    """The main step of a dossier that several may take together: primary, undoable, without a reason."""
    for step in workflows()[kinds()[row.kind].workflow].steps_from(row.state):
        if step.key == key and step.style == "primary" and step.undoable and not step.needs_reason:
            return step if desk.actor.roles & set(step.roles) else None
    return None
