"""Wording of letters: the kinds, one of them part by part, and its test print."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from models.catalogue.letter_kinds import LetterKind, letter_kinds
from models.catalogue.wording_differences import differences
from models.catalogue.wording_source import source_of
from models.catalogue.workflows import Role
from models.errors import OfficeError
from models.reading.wordings import WordingState, wording_of_edition, wording_states
from models.store.units import Reading, Topic
from models.work import wordings
from resources.i18n import N_, _, ngettext
from ui import actions
from ui.desk import Desk
from ui.dialogs.decide import ask_reason
from ui.pages import Group, Page, Place, page
from ui.pages.wordings.history import HistoryPart
from ui.pages.wordings.kind_list import KindList
from ui.pages.wordings.parts import PartsEditor
from ui.pages.wordings.steps import Steps
from ui.pages.wordings.trial import TrialPane
from ui.pages.wordings.unsaved import DROP, STAY, Unsaved, ask_leave
from ui.widgets.labels import caption, label
from ui.widgets.reading_pane import foot_button

# Acts of the toolbar, from left to right; "" is a gap.
BAR = ("insert", "condition", "add", "sort", "up", "down", "remove", "", "undo", "redo")
KEEP_AFTER = 800  # milliseconds after the last key until what is unsaved is put by


@page(
    "wordings",
    N_("Wording of letters"),
    icon="pencil",
    group=Group.OFFICE,
    order=30,
    roles=frozenset({Role.DIVISION_HEAD, Role.DIRECTOR, Role.ADMINISTRATOR}),
)
class WordingsPage(Page):
    """Kinds to the left, the parts of one in the middle, its pages to the right; its editions behind the second tab."""

    topics = frozenset({Topic.WORDINGS.value})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.states: dict[str, WordingState] = {}
        self.code = ""
        self.based_on: dict[str, int] = {}  # the edition each unsaved wording started from
        self.steps: dict[str, Steps] = {}
        self.unsaved = Unsaved(desk)
        self.kinds = KindList()
        self.editor = PartsEditor()
        self.trial = TrialPane(desk.jobs)
        self.history = HistoryPart(desk)
        self.acts = actions.attach(self, "wordings", desk.actor.roles)
        self._lay_out()
        self.kinds.chosen.connect(self.show_kind)
        self.editor.changed.connect(self._reworded)
        self.editor.moved_on.connect(self._tell)
        self.trial.judged.connect(self.editor.show_faults)
        self.trial.judged.connect(lambda _faults: self._tell())
        self.history.restore.connect(self.restore)
        self.tabs.currentChanged.connect(
            lambda n: self.history.show_kind(self.code) if n == 1 and self.code else None
        )
        self._keep_soon = QTimer(self, interval=KEEP_AFTER, singleShot=True)
        self._keep_soon.timeout.connect(self.keep)

    # --- layout ---------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self.editor, 1)
        writing = QSplitter(Qt.Orientation.Horizontal)
        writing.setHandleWidth(1)
        writing.setChildrenCollapsible(False)
        writing.addWidget(middle)
        writing.addWidget(self.trial)
        writing.setSizes([540, 380])
        writing.setStretchFactor(0, 1)
        self.tabs = QTabWidget()
        self.tabs.addTab(writing, caption(_("Wording")))
        self.tabs.addTab(self.history, caption(_("History")))
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setHandleWidth(1)
        whole.setChildrenCollapsible(False)
        whole.addWidget(self.kinds)
        whole.addWidget(self._right())
        whole.setSizes([250, 900])
        whole.setStretchFactor(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)

    def _right(self) -> QWidget:
        right = QWidget()
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 4)
        head.setSpacing(8)
        names = QVBoxLayout()
        names.setSpacing(0)
        self.title = label("", "section", wrap=True)
        self.about = label("", "muted", wrap=True)
        names.addWidget(self.title)
        names.addWidget(self.about)
        head.addLayout(names, 1)
        self.discard_button = actions.button(self.acts["discard"], text=True)
        self.save_button = foot_button(
            _("Save as a new edition"),
            self.acts["save"].trigger,
            kind="primary",
            hint=actions.with_key(_("Save as a new edition"), "Ctrl+Return"),
        )
        head.addWidget(self.discard_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)
        return right

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(2)
        for name in BAR:
            if not name:
                row.addStretch(1)
                continue
            row.addWidget(actions.button(self.acts[name], text=name in {"insert", "condition"}))
        self.add_menu, self.sort_menu = QMenu(self), QMenu(self)
        return bar

    # --- showing --------------------------------------------------------------------------------------------------------

    def arrive(self, place: Place) -> None:
        self._wanted = str(place.options.get("kind", ""))
        self.refresh()

    def refresh(self) -> None:
        self.desk.jobs.ask(wording_states, owner=self, then=self._show_states, outranks="states")

    def _show_states(self, states: tuple[WordingState, ...]) -> None:
        before = self.states
        self.states = {s.code: s for s in states}
        self.kinds.show_states(states, self._unsaved_codes())
        wanted = getattr(self, "_wanted", "") or self.code or self.kinds.first()
        self._wanted = ""
        was, now = before.get(wanted), self.states.get(wanted)
        if wanted != self.code or (was and now and was.edition != now.edition):
            self.show_kind(wanted)
        self.status_changed.emit()

    def show_kind(self, code: str) -> None:
        """Another kind of letter; what is unsaved of the one before stays with it."""
        if code not in self.states:
            return
        self.keep()
        self.code = code
        self.kinds.choose(code)
        edition = self.states[code].edition if self.states[code].is_own else 0

        def ask(read: Reading) -> LetterKind:
            try:
                return wording_of_edition(read, code, edition)
            except (
                OfficeError
            ):  # an edition that can no longer be used is written anew from the shipped wording
                return letter_kinds()[code]

        self.desk.jobs.ask(ask, owner=self, then=lambda kind: self._show_kind(code, kind), outranks="kind")

    def _show_kind(self, code: str, kind: LetterKind) -> None:
        if code != self.code:
            return
        steps, newest = self.steps.get(code), self.states[code].edition
        if steps is None or not steps.is_changed:
            steps = self.steps[code] = Steps(kind)
            self.based_on[code] = newest
            kept = self.unsaved.of(kind)
            if kept is not None and kept.kind != kind:
                steps.put(kept.kind, ())
                self.based_on[code] = kept.edition
                self.said.emit(_("What you had not saved yet is here again."), self.discard)
        steps.saved = kind
        self.editor.show_wording(steps)
        self.trial.follow(lambda: steps.kind)
        self.title.setText(str(kind.label))
        if self.tabs.currentIndex() == 1:
            self.history.show_kind(code)
        self._tell()

    def _reworded(self) -> None:
        self.trial.soon()
        self._keep_soon.start()
        self._tell()

    def _tell(self) -> None:
        """What may be done now, and how the wording stands."""
        steps = self.steps.get(self.code)
        if steps is None:
            return
        part = self.editor.current.part if self.editor.current else None
        is_free = part is not None and not part.stands_fixed
        for name, is_on in (
            ("undo", steps.can_undo), ("redo", steps.can_redo), ("up", is_free), ("down", is_free), ("remove", is_free),
            ("condition", part is not None and part.has_conditions), ("insert", part is not None and bool(part.spots)),
            ("sort", is_free and part is not None and part.section in {"body", "annexes"}),
            ("save", steps.is_changed), ("discard", steps.is_changed),
        ):  # fmt: skip
            self.acts[name].setEnabled(is_on)
        self.save_button.setEnabled(steps.is_changed)
        self.about.setText(self._about(steps))
        self.kinds.mark(self.code, steps.is_changed)

    def _about(self, steps: Steps) -> str:
        state = self.states[self.code]
        words = self.kinds.state_words(state)
        if not state.is_usable:
            return _(
                "The office's wording can no longer be used; this is the shipped one. Please save it anew."
            )
        return f"{words} · {_('not saved yet')}" if steps.is_changed else words

    def status(self) -> str:
        own = sum(s.is_own for s in self.states.values())
        return ngettext(
            "{n} kind with the office's own wording", "{n} kinds with the office's own wording", own
        ).format(n=own)

    def place(self) -> Place:
        return Place(self.name)

    def home(self) -> None:
        self.kinds.list.setFocus()

    # --- keeping --------------------------------------------------------------------------------------------------------

    def _unsaved_codes(self) -> set[str]:
        return {code for code, steps in self.steps.items() if steps.is_changed} | self.unsaved.codes()

    def keep(self) -> None:
        """Puts by what is unsaved, so that a crash loses nothing; forgets it when nothing is."""
        self._keep_soon.stop()
        steps = self.steps.get(self.code)
        if steps is not None:
            if steps.is_changed:
                self.unsaved.keep(steps.kind, self.based_on.get(self.code, 0))
            else:
                self.unsaved.forget(self.code)

    def leave(self) -> bool:
        """Asks when something is unsaved: save, keep for later, or stay."""
        self.keep()
        changed = [code for code, steps in self.steps.items() if steps.is_changed]
        if not changed or not self.isVisible():
            return True
        answer = ask_leave(self, [str(letter_kinds()[code].label) for code in changed])
        if answer == DROP:
            for code in changed:
                self._drop(code)
        return answer != STAY

    def close_down(self) -> None:
        self.keep()

    def _drop(self, code: str) -> None:
        steps = self.steps.pop(code)
        self.unsaved.forget(code)
        self.based_on.pop(code, None)
        self.kinds.mark(code, False)
        if code == self.code:
            self.steps[code] = Steps(steps.saved)
            self.based_on[code] = self.states[code].edition
            self.editor.show_wording(self.steps[code])
            self.trial.follow(lambda: self.editor.kind)
            self._tell()

    def discard(self) -> None:
        """Back to the wording in force; can be taken back with undo until one leaves."""
        steps = self.steps.get(self.code)
        if steps is not None and steps.is_changed:
            steps.put(steps.saved, ())
            self.editor.show_wording(steps)
            self._reworded()

    # --- acts -----------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Makes the wording the one in force, with a reason."""
        if self.tabs.currentIndex() == 1:
            self.history.use.click()
            return
        steps = self.steps.get(self.code)
        if steps is None or not steps.is_changed:
            return
        code, kind = self.code, steps.kind
        if self.trial.faults:
            first = self.trial.faults[0]
            self.editor.go_to(first.path)
            self.said.emit(f"{first.place}: {first.says}" if first.place else first.says, None)
            return
        n = len(differences(steps.saved, kind))
        says = ngettext(
            "{n} part differs from the wording in force. Letters already printed or issued do not change.",
            "{n} parts differ from the wording in force. Letters already printed or issued do not change.",
            n,
        ).format(n=n)
        reason = ask_reason(self, title=_("Save as a new edition"), says=says, verb=_("Save"))
        if reason:
            after = self.based_on.get(code, 0)
            self.desk.jobs.do(
                lambda store: wordings.save_wording(store, code, source_of(kind), reason, by=self.desk.actor, after=after),
                owner=self,
                then=lambda edition: self._saved(code, kind, edition),
                failed=lambda error: self._not_saved(code, error),
            )  # fmt: skip

    def _not_saved(self, code: str, error: OfficeError) -> None:
        """Somebody was quicker: his edition is shown, and saving once more goes over it knowingly."""
        if error.code == "wording_changed":
            self.based_on[code] = self.states[code].edition
            self.tabs.setCurrentIndex(1)
            self.history.show_kind(code)
        self.desk.jobs.refused.emit(error)

    def _saved(self, code: str, kind: LetterKind, edition: int) -> None:
        self.unsaved.forget(code)
        steps = self.steps.get(code)
        if steps is not None:
            steps.saved = kind
        self.based_on[code] = edition
        label_ = letter_kinds()[code].label
        self.said.emit(_("Edition {n} of “{letter}” is in force.").format(n=edition, letter=label_), None)
        self.refresh()

    def restore(self, edition: int) -> None:
        """Puts an earlier edition, or the shipped wording, in force again."""
        code = self.code
        name = _("edition {n}").format(n=edition) if edition else _("the shipped wording")
        says = _(
            "The wording of {edition} becomes a new edition. Letters already printed or issued do not change."
        ).format(edition=name)
        reason = ask_reason(self, title=_("Use this edition again"), says=says, verb=_("Use again"))
        if not reason:
            return
        after = self.states[code].edition

        def done(made: int) -> None:
            self.steps.pop(code, None)
            self.unsaved.forget(code)
            self.said.emit(
                _("Edition {n} of “{letter}” is in force.").format(n=made, letter=letter_kinds()[code].label),
                None,
            )
            self.refresh()

        self.desk.jobs.do(
            lambda store: wordings.restore_edition(
                store, code, edition, reason, by=self.desk.actor, after=after
            ),
            owner=self,
            then=done,
        )

    def open_menu(self, name: str) -> None:
        """The menu of what may be added, or of sorts, under its button."""
        menu = self.add_menu if name == "add" else self.sort_menu
        (self.editor.fill_add if name == "add" else self.editor.fill_sorts)(menu)
        shown = [w for w in self.acts[name].associatedObjects() if isinstance(w, QWidget) and w is not self]
        under = shown[0] if shown else self
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))
