"""The page of one dossier: a draft being filled in, or a stored one to read, change and take further."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from forms.dossier_form import DossierForm
from forms.spec import blank_draft
from models.appraisal.facts import Problem
from models.appraisal.findings import Finding
from models.appraisal.reading_drafts import facts_of
from models.catalogue.kinds import Direction, kinds
from models.catalogue.rulebook import edition
from models.clock import VIETNAM
from models.draft import Draft
from models.errors import OfficeError
from models.reading.drafts import DraftRow, drafts_of, saved_draft
from models.store.units import Topic
from models.work import dossiers
from models.work.dossiers import NEEDED_TO_LODGE, OPEN_STATES, Amended, Lodged
from models.work.rights import may
from resources.i18n import N_, _, ngettext
from ui import actions
from ui.desk import Desk
from ui.dialogs.conflicts import ConflictDialog
from ui.dialogs.decide import confirm
from ui.pages import Group, Page, Place, page
from ui.pages.dossier.head import Banner, Head
from ui.pages.dossier.journal_part import JournalPart
from ui.pages.dossier.keeping import Keeper
from ui.pages.dossier.lending import surroundings
from ui.pages.dossier.letter_acts import LetterActs
from ui.pages.dossier.letters_part import LettersPart
from ui.pages.dossier.live import Live, Verdict
from ui.pages.dossier.panel import AppraisalPanel
from ui.pages.dossier.seen import Seen, draft_key, see
from ui.pages.dossier.steps import StepActs
from ui.widgets.labels import label


@page("dossier", N_("Dossier"), icon="file-text", group=Group.HIDDEN)
class DossierPage(Page):
    """One dossier. ``mode`` is "new" (a draft not lodged), "reading" or "changing" (a stored one), or "" before anything came."""

    topics = frozenset({Topic.DOSSIERS.value, Topic.LETTERS.value, Topic.RULES.value})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.mode = ""
        self.seen: Seen | None = None
        self._wanted_place = ""
        self._forms: dict[str, DossierForm] = {}
        self.form: DossierForm | None = None
        self.letters: dict[str, LettersPart] = {}
        self.journals: dict[str, JournalPart] = {}
        self.around = surroundings(desk, self, guests=False)
        self.live = Live(desk, self)
        self.live.judged.connect(self._judged)
        self.keeper = Keeper(desk, self._collect, self)
        self.keeper.kept.connect(self._kept)
        self.keeper.failed.connect(self._not_kept)
        self.step_acts, self.letter_acts = StepActs(self), LetterActs(self)
        self.acts = actions.attach(self, "dossier", desk.actor.roles)
        self._lay_out()

    # --- layout -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = Head(self.acts, self.step_acts.take, self)
        self.saved, self.steps = self.head.saved, self.head.steps
        outer.addWidget(self.head)
        self.banner = Banner()
        outer.addWidget(self.banner)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.stack = QStackedWidget()
        self.stack.addWidget(label("", "empty"))
        body.addWidget(self.stack, 1)
        self.panel = AppraisalPanel()
        self.panel.place_wanted.connect(self.go_to_place)
        self.panel.waive.connect(self.step_acts.waive)
        body.addWidget(self.panel)
        outer.addLayout(body, 1)

    def _form_of(self, code: str) -> DossierForm:
        form = self._forms.get(code)
        if form is None:
            kind = kinds()[code]
            around = surroundings(self.desk, self, guests=kind.direction is Direction.INCOMING)
            form = DossierForm(kind, around, self)
            self.letters[code] = LettersPart(self.desk)
            self.letters[code].begin.connect(self.letter_acts.begin)
            self.letters[code].wanted.connect(self.letter_acts.take)
            form.add_part("letters", _("Letters"), self.letters[code])
            self.journals[code] = JournalPart()
            form.add_part("journal", _("Journal"), self.journals[code])
            form.edited.connect(self._edited)
            form.focused.connect(self.panel.show_place)
            self._forms[code] = form
            self.stack.addWidget(form)
        return form

    # --- coming and going -------------------------------------------------------------------------------------------

    @property
    def dossier_id(self) -> int | None:
        """The stored dossier that is shown; None for a draft of a new one."""
        return self.seen.row.id if self.seen else None

    def arrive(self, place: Place) -> None:
        """Opens a stored dossier, a kept draft (``draft``), or the empty form of a ``kind``; ``field`` says where to stand."""
        self._wanted_place = str(place.options.get("field") or "")
        if place.key is not None:
            self._open_stored(place.key)
        elif place.options.get("draft"):
            self._open_draft(str(place.options["draft"]))
        elif place.options.get("kind"):
            self._open_new(str(place.options["kind"]))

    def place(self) -> Place:
        """A stored dossier by its id, a draft by its key."""
        if self.seen is not None:
            return Place(self.name, self.seen.row.id)
        draft = self.form.collect() if self.form and self.mode == "new" else None
        return Place(self.name, None, {"draft": draft.key} if draft else {})

    def leave(self) -> bool:
        """What is typed is kept, and one may go; what cannot be kept is lost only when the person says so."""
        problem = self.keeper.problem
        self.keeper.save()
        if problem is None or not self.keeper.is_dirty and self.keeper.problem is None:
            return True
        says = _("What you typed here could not be saved: {why} If you leave, it is lost.").format(
            why=problem
        )
        return confirm(
            self, title=_("Leave without saving"), says=says, verb=_("Leave and lose it"), is_danger=True
        )

    def close_down(self) -> None:
        """The window closes: keep what is typed."""
        self.keeper.save()
        self.live.forget()

    def hideEvent(self, event: object) -> None:
        """Another page comes before this one."""
        self.keeper.save()
        super().hideEvent(event)  # pyright: ignore[reportArgumentType]

    def refresh(self) -> None:
        """Asks for a stored dossier again; what is being typed stays."""
        if self.seen is not None:
            key = self.seen.row.id
            self.desk.jobs.ask(
                lambda read: see(read, key, self.desk.actor),
                owner=self,
                then=self._seen_again,
                outranks="see",
            )

    def home(self) -> None:
        """The first field that waits for an entry, or the form itself when reading."""
        if self.form is None:
            return
        if self._wanted_place:
            self.go_to_place(self._wanted_place)
        elif self.mode in {"new", "changing"}:
            self.form.focus_first()
        else:
            self.form.contents.setFocus()

    def status(self) -> str:
        """Which dossier this is, and what was kept."""
        if self.mode == "new":
            return _("A draft that is not lodged yet; everything typed is kept.")
        return self.seen.row.reference if self.seen else ""

    # --- drafts -------------------------------------------------------------------------------------------------------

    def _open_new(self, code: str) -> None:
        self.keeper.save()
        self.seen = None
        self._show_draft(blank_draft(kinds()[code]), "new")
        user = self.desk.actor.user_id
        if user is not None:
            self.desk.jobs.ask(
                lambda read: [d for d in drafts_of(read, user) if d.dossier_id is None],
                owner=self,
                then=self._offer,
                outranks="drafts",
            )

    def _open_draft(self, key: str) -> None:
        self.keeper.save()

        def show(draft: Draft | None) -> None:
            if draft is None:
                self.said.emit(_("This draft is not there any more."), None)
            elif draft.dossier_id is not None:
                self._open_stored(draft.dossier_id)
            else:
                self.seen = None
                self._show_draft(draft, "new")
                self.home()

        self.desk.jobs.ask(lambda read: saved_draft(read, key), owner=self, then=show, outranks="see")

    def _offer(self, found: list[DraftRow]) -> None:
        """Offers drafts that were not lodged, while the new form is still empty."""
        if self.mode != "new" or self.form is None or self.keeper.is_dirty or self.form.changed_fields():
            return
        mine = [d for d in found if d.kind == self.form.kind.code]
        if not mine:
            return
        newest = mine[0]
        moment = newest.saved_at.astimezone(VIETNAM)
        words = _("Not lodged yet: “{title}”, kept {moment}.").format(
            title=newest.title or _("without a name"), moment=f"{moment:%H:%M %d/%m/%Y}"
        )
        self.banner.tell(
            words,
            (_("Open the draft"), lambda: self._open_draft(newest.key)),
            (_("Discard it"), lambda: self._discard(newest)),
        )

    def _discard(self, row: DraftRow) -> None:
        self.banner.hide()
        self.desk.jobs.do(
            lambda store: dossiers.discard_draft(store, row.key, by=self.desk.actor), owner=self
        )

    def _show_draft(self, draft: Draft, mode: str) -> None:
        self.mode = mode
        self.keeper.forget()
        self.banner.hide()
        self.panel.begin()
        form = self._form_of(draft.kind)
        self.form, self.around = form, form.around
        form.show_draft(draft)
        form.show_history(None)
        form.set_read_only(mode == "reading" or not may(self.desk.actor, "save_draft"))
        self.stack.setCurrentWidget(form)
        self.letters[draft.kind].show_letters(self.seen)
        self.journals[draft.kind].show_acts(self.seen.acts if self.seen else ())
        self.saved.setText("")
        self._show_head()
        self.live.draft_changed(draft, at_once=True)

    def _collect(self) -> Draft:
        draft = self.form.collect() if self.form else Draft("")
        if self.seen is not None:
            draft.key = draft_key(self.seen.row.id, self.desk.actor)
        return draft

    def _edited(self) -> None:
        if self.form is None or self.mode not in {"new", "changing"}:
            return
        if self.keeper.problem is None:
            self.banner.hide()
            self.saved.setText(_("Saving…"))
        self.keeper.touched()
        self.live.draft_changed(self.form.collect())
        self._show_title()

    def _not_kept(self, error: OfficeError) -> None:
        """Said on the page, where typing goes on, until it is kept."""
        self.saved.setText(_("Not saved yet"))
        self.banner.tell(_("Not kept yet: {why} It is tried again every few seconds.").format(why=error))

    def _kept(self, moment: datetime) -> None:
        if self.saved.text() == _("Not saved yet"):
            self.banner.hide()
        self.saved.setText(
            _("Everything kept at {time}").format(time=f"{moment.astimezone(VIETNAM):%H:%M:%S}")
        )

    # --- stored dossiers ----------------------------------------------------------------------------------------------

    def _open_stored(self, key: int) -> None:
        self.keeper.save()
        self.desk.jobs.ask(
            lambda read: see(read, key, self.desk.actor), owner=self, then=self._show_seen, outranks="see"
        )

    def _show_seen(self, seen: Seen | None) -> None:
        if seen is None:
            self.said.emit(_("This dossier is not there any more."), None)
            return
        self.seen = seen
        if seen.unsaved is not None and self.can_change:
            self._show_draft(seen.unsaved, "changing")
            self.banner.tell(
                _("Your changes that were not saved are here again."), (_("Discard them"), self._drop)
            )
        else:
            self._show_draft(seen.draft, "reading")
        self.home()
        self.status_changed.emit()

    def _seen_again(self, seen: Seen | None) -> None:
        if seen is None or self.seen is None or seen.row.id != self.seen.row.id:
            return
        if self.mode == "changing":
            self.seen = seen
            self.letters[seen.row.kind].show_letters(seen)
            self._show_head()
            return
        same = seen.draft.values == self.seen.draft.values and seen.draft.rows == self.seen.draft.rows
        self.seen = seen
        if not same:
            self._show_draft(seen.draft, "reading")
            return
        self.letters[seen.row.kind].show_letters(seen)
        self.journals[seen.row.kind].show_acts(seen.acts)
        self._show_head()
        self.live.draft_changed(seen.draft, at_once=True)

    @property
    def can_change(self) -> bool:
        """Whether the person may change the stored dossier now."""
        return self.seen is not None and self.seen.row.state in OPEN_STATES and may(self.desk.actor, "amend")

    def _show_head(self) -> None:
        seen, form = self.seen, self.form
        kind = str(form.kind.label) if form else ""
        steps = seen.steps if seen and self.mode == "reading" else ()
        self.head.show_dossier(seen.row if seen else None, kind, steps, self.step_acts.asking(steps))
        self.head.show_acts(
            {
                "edit": self.mode == "reading" and self.can_change,
                "drop": self.mode == "changing",
                "keep": self.mode == "changing",
                "lodge": self.mode == "new",
            }
        )
        self._show_title()

    def _show_title(self) -> None:
        title = str(self.form.collect().values.get("title") or "") if self.form else ""
        self.head.title.show_text(title or (_("New dossier") if self.mode == "new" else ""))

    # --- the rules ----------------------------------------------------------------------------------------------------

    def _judged(self, verdict: Verdict) -> None:
        if self.form is None:
            return
        findings, problems = verdict.findings, verdict.facts.problems
        asked: tuple[Problem, ...] = ()
        if self.seen is not None:
            asked = tuple(Problem(a.field, a.says, True) for a in self.seen.asks)
            if self.mode == "reading":
                findings = self.seen.findings
        self.form.show_history(verdict.history)
        self.form.show_findings(findings, problems)
        self.panel.show_verdict(findings, problems, asked=asked, can_waive=self._can_waive(findings))

    def _can_waive(self, findings: tuple[Finding, ...]) -> bool:
        if self.seen is None or self.mode != "reading":
            return False
        for finding in findings:
            if finding.is_open_stop:
                rule = edition(finding.rule, self.seen.row.kind, finding.edition)
                if rule is not None and rule.waiver in self.desk.actor.roles:
                    return True
        return False

    def go_to_place(self, place: str) -> None:
        """The keyboard to a field, a table or a cell."""
        if self.form is not None and not self.form.focus_field(place):
            part = self.form.part_of(place)
            if part:
                self.form.go_to_part(self.form.contents.names.index(part))
            elif place:
                self.said.emit(
                    _("This is filled in elsewhere: in the letter itself or in the office's settings."), None
                )

    # --- acts ---------------------------------------------------------------------------------------------------------

    def lodge_draft(self) -> None:
        """Lodges the draft; what cannot stay as it is gets the keyboard."""
        if self.form is None or self.mode != "new":
            return
        draft = self._collect()
        problems = facts_of(draft).problems  # the panel may still wait for the pause in typing
        self.form.show_findings(self.form.findings, problems)
        self.form.show_all_problems()
        serious = [p for p in problems if not p.is_missing or p.field in NEEDED_TO_LODGE]
        if serious:
            self.go_to_place(serious[0].field)
            self.said.emit(serious[0].says, None)
            return
        self.keeper.hold()
        self.desk.jobs.do(
            lambda store: dossiers.lodge(store, draft, by=self.desk.actor),
            owner=self,
            then=self._lodged,
            failed=self._refused,
        )

    def _refused(self, error: OfficeError) -> None:
        """What was typed did not become a dossier: it stays, and is kept as a draft again."""
        self.keeper.touched()
        self.desk.jobs.refused.emit(error)

    def _lodged(self, made: Lodged) -> None:
        self.keeper.forget()
        missing = sum(p.is_missing for p in self.form.problems) if self.form else 0
        words = _("Lodged as {reference}.").format(reference=made.reference)
        if missing:
            still = ngettext("{count} entry is still missing.", "{count} entries are still missing.", missing)
            words = f"{words} {still.format(count=missing)}"
        self.said.emit(words, None)
        self._open_stored(made.dossier_id)

    def change(self) -> None:
        """Begins to change the stored dossier."""
        if self.form is not None and self.seen is not None and self.can_change:
            self._show_draft(self.seen.draft, "changing")
            self.home()

    def keep_changes(self) -> None:
        """Saves the changes; where another changed the same fields the person chooses."""
        if self.form is None or self.seen is None or self.mode != "changing":
            return
        self._amend(self._collect())

    def _amend(self, draft: Draft) -> None:
        self.keeper.hold()
        self.desk.jobs.do(
            lambda store: dossiers.amend(store, draft, by=self.desk.actor),
            owner=self,
            then=self._amended,
            failed=self._refused,
        )

    def _amended(self, made: Amended) -> None:
        if made.conflicts and self.form is not None:
            dialog = ConflictDialog(self.form.kind, made.conflicts, self)
            if dialog.exec() == QDialog.DialogCode.Accepted:
                settled = dialog.settle(made.draft, made.version)
                settled.key = draft_key(made.dossier_id, self.desk.actor)
                self._amend(settled)
            else:
                self.keeper.touched()
            return
        self.keeper.forget()
        self.said.emit(_("The changes are saved."), None)
        self._open_stored(made.dossier_id)

    def drop_changes(self) -> None:
        """Gives up what was changed and not saved."""
        if self.form is None or self.mode != "changing":
            return
        count = len(self.form.changed_fields())
        if count:
            says = ngettext(
                "{count} changed entry is given up.", "{count} changed entries are given up.", count
            ).format(count=count)
            if not confirm(
                self, title=_("Give up the changes"), says=says, verb=_("Give up"), is_danger=True
            ):
                return
        self._drop()

    def _drop(self) -> None:
        seen = self.seen
        if seen is not None:
            self.keeper.forget()
            key = draft_key(seen.row.id, self.desk.actor)
            self.desk.jobs.do(
                lambda store: dossiers.discard_draft(store, key, by=self.desk.actor),
                owner=self,
                then=lambda _done: self._open_stored(seen.row.id),
            )


@actions.action("lodge", N_("Lodge"), "Ctrl+Return", "check", where="dossier")
def _lodge(shown: DossierPage) -> None:
    shown.lodge_draft()


@actions.action("edit", N_("Change"), "F2", "pencil", where="dossier")
def _edit(shown: DossierPage) -> None:
    shown.change()


@actions.action("keep", N_("Save the changes"), "Ctrl+Return", "check", where="dossier")
def _keep(shown: DossierPage) -> None:
    shown.keep_changes()


@actions.action("drop", N_("Give up the changes"), "", "undo-2", where="dossier")
def _give_up(shown: DossierPage) -> None:
    shown.drop_changes()
