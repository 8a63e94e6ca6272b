"""The steps of the workflow as buttons, and what a step asks before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QWidget

from forms.fields.values import show_date
from models import clock
from models.appraisal.findings import Finding
from models.catalogue.kinds import kinds
from models.catalogue.workflows import workflows
from models.dates import read_date
from models.draft import Value
from models.reading.owed import OwedRow
from models.work import reports, review
from models.work.review import Advanced, Step
from resources.i18n import _
from ui import actions
from ui.dialogs.decide import ask_reason, confirm
from ui.dialogs.fields_dialog import FieldsDialog, field
from ui.dialogs.report import ReportDialog
from ui.dialogs.supplement import SupplementDialog, proposed
from ui.widgets.labels import caption, tip
from ui.widgets.state_chip import state_words

if TYPE_CHECKING:
    from ui.pages.dossier.page import DossierPage

MOST = 3  # buttons in sight; further steps are in a menu


class StepBar(QWidget):
    """Buttons of the steps that this person may take; one that cannot be taken now says why in its tooltip."""

    def __init__(self, take: Callable[[Step], None], page: QWidget) -> None:
        super().__init__(page)
        self._take, self._page = take, page  # the keys of the steps work anywhere on the page
        self.keys: list[QAction] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.buttons: list[QPushButton] = []

    def show_steps(self, steps: Sequence[Step], always: frozenset[str]) -> None:
        """Shows the steps, the main one last (rightmost). *always* are steps that ask for what their guard wants."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        for key in self.keys:
            self._page.removeAction(key)
            key.deleteLater()
        self.keys = []
        self.buttons = []
        for step in steps:
            if step.key and (step.is_allowed or step.name in always):
                self._add_key(step)
        order = {"primary": 0, "": 1, "danger": 2}
        ranked = sorted(steps, key=lambda s: order.get(s.style, 1))
        for step in reversed(ranked[:MOST]):
            self._add(self._button(step, step.is_allowed or step.name in always))
        if ranked[MOST:]:
            more = QPushButton(caption(_("More…")))
            menu = QMenu(more)
            for step in ranked[MOST:]:
                entry = menu.addAction(caption(actions.with_key(step.label, step.key)))
                entry.setEnabled(step.is_allowed or step.name in always)
                entry.triggered.connect(lambda _on=False, step=step: self._take(step))
            more.setMenu(menu)
            self._row.insertWidget(0, more)
            self.buttons.append(more)

    def _add_key(self, step: Step) -> None:
        key = QAction(caption(step.label), self._page)
        key.setShortcut(step.key)
        key.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.triggered.connect(lambda _on=False: self._take(step))
        self._page.addAction(key)
        self.keys.append(key)

    def _add(self, button: QPushButton) -> None:
        self._row.addWidget(button)
        self.buttons.append(button)

    def _button(self, step: Step, is_allowed: bool) -> QPushButton:
        button = QPushButton(caption(actions.with_key(step.label, step.key)))
        button.setAccessibleName(step.label)
        if step.style:
            button.setProperty("kind", step.style)
        button.setEnabled(is_allowed)
        tip(button, step.why_not if not is_allowed else actions.with_key(step.label, step.key))
        button.setAccessibleDescription(step.why_not)
        button.clicked.connect(lambda _on=False: self._take(step))
        return button


class StepActs:
    """Takes steps for one page."""

    def __init__(self, page: DossierPage) -> None:
        self.page = page
        self.desk = page.desk

    def asking(self, steps: Sequence[Step]) -> frozenset[str]:
        """Steps whose guard is satisfied by what their dialog asks."""
        seen = self.page.seen
        if seen is None:
            return frozenset()
        flow = workflows()[kinds()[seen.row.kind].workflow]
        wanted = {"decision_issued", "report_recorded"}
        return frozenset(s.name for s in steps if wanted & set(flow.transition(s.name).guards))

    def take(self, step: Step) -> None:
        """Asks what the step needs and takes it."""
        seen = self.page.seen
        if seen is None:
            return
        guards = workflows()[kinds()[seen.row.kind].workflow].transition(step.name).guards
        if "asks_given" in guards:
            self._supplement(step)
        elif "report_recorded" in guards:
            self._report()
        elif "decision_issued" in guards and not step.is_allowed:
            self._decision(step)
        elif step.needs_reason:
            says = _("{reference} goes from “{here}” to “{there}”.").format(
                reference=seen.row.reference, here=state_words(seen.row.state), there=state_words(step.to)
            )
            reason = ask_reason(
                self.page, title=step.label, says=says, verb=step.label, is_danger=step.style == "danger"
            )
            if reason:
                self._advance(step, reason)
        elif step.style == "danger" and not confirm(
            self.page, title=step.label, says=seen.row.title, verb=step.label, is_danger=True
        ):
            return
        else:
            self._advance(step, "")

    def _advance(self, step: Step, reason: str) -> None:
        seen = self.page.seen
        if seen is None:
            return
        dossier_id, version = seen.row.id, seen.row.version
        self._do(
            lambda store: review.advance(
                store, dossier_id, step.name, by=self.desk.actor, reason=reason, version=version
            )
        )

    def _supplement(self, step: Step) -> None:
        seen = self.page.seen
        if seen is None:
            return
        offered = proposed(kinds()[seen.row.kind], seen.facts, seen.findings)
        dialog = SupplementDialog(offered, seen.row.supplements, seen.row.reference, self.page)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        asks, reason, version = dialog.asks, dialog.reason, seen.row.version
        code = kinds()[seen.row.kind].letters.get("supplement", "")

        def asked(made: Advanced) -> None:
            self._said(made)
            if code:
                self.page.letter_acts.begin(code)

        self.desk.jobs.do(
            lambda store: review.ask_supplement(
                store, seen.row.id, asks, by=self.desk.actor, reason=reason, version=version
            ),
            owner=self.page,
            then=asked,
        )

    def _report(self) -> None:
        """The report came: the day and whether it was late are said by its dialog."""
        seen = self.page.seen
        if seen is None:
            return
        row = seen.row
        due = row.report_due_on or clock.today()
        late = (clock.today() - due).days
        owed = OwedRow(
            row.id, row.delegation_id, row.reference, row.kind, row.title, None, row.requester, row.head_name,
            row.departs_on, row.returns_on, due, 0, None, late,
        )  # fmt: skip
        dialog = ReportDialog(self.page, self.desk, owed)
        dialog.recorded.connect(self._recorded)
        dialog.exec()

    def _recorded(self, words: str) -> None:
        self.page.said.emit(words, None)
        self.page.refresh()

    def _decision(self, step: Step) -> None:
        """A decision that another body wrote: its number and date."""
        seen = self.page.seen
        if seen is None:
            return
        fields = [
            field("number", _("Number and symbol of the decision"), "line", required=True, max_length=41),
            field("on", _("Date of the decision"), "date", required=True),
        ]

        def says(values: Mapping[str, Value]) -> str:
            return _("{reference} is permitted by {number} of {day}.").format(
                reference=seen.row.reference,
                number=values.get("number") or "…",
                day=show_date(values.get("on")) or "…",
            )

        dialog = FieldsDialog(
            step.label,
            fields,
            {"on": clock.today().isoformat()},
            self.page.around,
            verb=step.label,
            says=says,
            parent=self.page,
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        values = dialog.values()
        on = read_date(str(values.get("on") or "")) or clock.today()
        self._do(
            lambda store: reports.record_decision(
                store, seen.row.id, str(values.get("number") or ""), on, by=self.desk.actor
            )
        )

    def waive(self, finding: Finding) -> None:
        """Lets a stop pass with a reason."""
        seen = self.page.seen
        if seen is None:
            return
        reason = ask_reason(
            self.page,
            title=_("Let {rule} pass").format(rule=finding.rule),
            says=finding.says,
            verb=_("Let pass"),
        )
        if reason:
            self.desk.jobs.do(
                lambda store: review.waive(store, seen.row.id, finding.rule, by=self.desk.actor, reason=reason, version=seen.row.version),
                owner=self.page,
                then=lambda _done: self.page.refresh(),
            )  # fmt: skip

    def _do(self, act: Callable[..., Advanced]) -> None:
        self.desk.jobs.do(act, owner=self.page, then=self._said)

    def _said(self, made: Advanced) -> None:
        self.page.refresh()
        flow = workflows()[kinds()[self.page.seen.row.kind].workflow] if self.page.seen else None
        words = _("{reference}: {state}.").format(reference=made.reference, state=state_words(made.to_state))
        steps = flow.steps_from(made.from_state) if flow else ()
        undoable = any(t.to == made.to_state and t.undoable for t in steps)
        dossier_id, by = made.dossier_id, self.desk.actor

        def take_back() -> None:
            self.desk.jobs.do(
                lambda store: review.undo(store, dossier_id, by=by),
                owner=self.page,
                then=lambda _done: self.page.refresh(),
            )

        self.page.said.emit(words, take_back if undoable else None)
