"""What a person does with the letters of a dossier: begin, look at, print for signature, number and issue, void."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor

from models import clock
from models.catalogue.letter_kinds import LetterKind, letter_kinds
from models.letters.composing import MissingFact
from models.reading.letters import LetterDetail, LetterRow, letter_detail
from models.reading.wordings import letter_kind_in_force
from models.work import letters
from models.work.earlier import choices
from resources.i18n import _
from ui.dialogs.change_letter import begin_change, change_menu, changes_for, earlier_menu
from ui.dialogs.decide import ask_reason, confirm
from ui.dialogs.issue import IssueDialog, Plan, plan
from ui.dialogs.letter_fields import ask_fields
from ui.dialogs.letter_preview import LetterPreview
from ui.dialogs.missing_facts import show_missing
from ui.printing_overprint import print_figures
from ui.printing_set import print_set

if TYPE_CHECKING:
    from models.store.units import Reading
    from ui.pages.dossier.page import DossierPage


class LetterActs:
    """Acts of the letters part, for one page."""

    def __init__(self, page: DossierPage) -> None:
        self.page = page
        self.desk = page.desk

    def begin(self, code: str) -> None:
        """Begins a letter of a kind, asking for its own fields first, worded as they are in force."""
        dossier_id = self.page.dossier_id
        if dossier_id is None:
            return

        def known(found: tuple[LetterKind, Sequence[LetterRow]]) -> None:
            spec, earlier = found
            if len(earlier) > 1:  # it changes one of several letters: the person says which
                begin = lambda row: self._begin_change(spec, row)
                earlier_menu(self.page, earlier, begin).popup(QCursor.pos())
            elif earlier:
                self._begin_change(spec, earlier[0])
            else:
                self._begin(spec)

        def ask(read: Reading) -> tuple[LetterKind, Sequence[LetterRow]]:
            spec = letter_kind_in_force(read, code)[0]
            return spec, choices(read, spec, dossier_id)

        self.desk.jobs.ask(ask, owner=self.page, then=known)

    def _begin_change(self, spec: LetterKind, row: LetterRow) -> None:
        about = self.page.dossier_id
        begin_change(self.page, self.desk, row, spec, self.page.around, self._begun, dossier_id=about)

    def _begun(self, made: letters.Prepared, spec: LetterKind) -> None:
        self._prepared(made, spec)
        self.page.refresh()

    def _begin(self, spec: LetterKind) -> None:
        dossier_id, code = self.page.dossier_id, spec.code
        answered = ask_fields(spec, {}, self.page.around, verb=_("Draft the letter"), parent=self.page)
        if answered is not None:
            self._do(
                lambda store: letters.prepare(store, dossier_id, code, by=self.desk.actor, fields=answered),
                lambda made: self._prepared(made, spec),
            )

    def _prepared(self, made: letters.Prepared, spec: LetterKind) -> None:
        self.page.said.emit(_("Drafted: {letter}.").format(letter=spec.label), None)
        if made.missing:
            self.show_missing(made.missing, made.letter_id, spec)

    def take(self, what: str, row: LetterRow) -> None:
        """Does what a card asks for."""
        acts: dict[str, Callable[[LetterRow], None]] = {
            "show": self.show, "fill": self.fill, "print": self.print_for_signature, "issue": self.issue,
            "discard": self.discard, "void": self.void, "change": self.change,
            "set": lambda row: print_set(self.page, row.id), "figures": lambda row: print_figures(self.page, row.id),
        }  # fmt: skip
        acts[what](row)

    def show(self, row: LetterRow) -> None:
        """The pages as they are or would be."""
        self.desk.jobs.ask(
            lambda read: letters.preview(read, row.id),
            owner=self.page,
            then=lambda seen: self._open(row, seen),
        )

    def _open(self, row: LetterRow, seen: letters.Preview) -> None:
        if seen.missing:
            self.show_missing(seen.missing, row.id, letter_kinds()[row.kind])
            return
        title = str(letter_kinds()[row.kind].label)
        name = f"{row.reference} {title}" if not row.number else f"{row.number} {title}"
        LetterPreview(
            seen.pdf, title, content=seen.content, doubts=seen.doubts, name=name, parent=self.page
        ).exec()

    def show_missing(self, missing: tuple[MissingFact, ...], letter_id: int, spec: LetterKind) -> None:
        """Lists what the letter lacks; each entry leads to its field, in the dossier, the letter itself or the settings."""
        show_missing(
            self.page,
            self.desk,
            spec,
            missing,
            fill=lambda: self._fill(letter_id, spec.code),
            go=self.page.go.emit,
            go_to_field=self.page.go_to_place,
        )

    def fill(self, row: LetterRow) -> None:
        """Changes the letter's own fields."""
        self._fill(row.id, row.kind)

    def _fill(self, letter_id: int, code: str) -> None:
        def known(found: tuple[LetterKind, LetterDetail | None]) -> None:
            spec, detail = found
            held = detail.fields if detail else {}
            answered = ask_fields(spec, held, self.page.around, verb=_("Keep"), parent=self.page)
            if answered is not None:
                self._do(
                    lambda store: letters.revise(store, letter_id, answered, by=self.desk.actor),
                    lambda _made: None,
                )

        self.desk.jobs.ask(
            lambda read: (letter_kind_in_force(read, code)[0], letter_detail(read, letter_id)),
            owner=self.page,
            then=known,
        )

    def print_for_signature(self, row: LetterRow) -> None:
        """Freezes what it says and opens the pages to print, with room for number and date."""
        title = str(letter_kinds()[row.kind].label)

        def printed(pdf: bytes) -> None:
            LetterPreview(
                pdf, _("{letter} – for signature").format(letter=title), name=title, parent=self.page
            ).print_letter()
            self.page.said.emit(_("{letter} is out for signature.").format(letter=title), None)

        self._do(lambda store: letters.mark_printed(store, row.id, by=self.desk.actor), printed)

    def issue(self, row: LetterRow) -> None:
        """Takes number and date after signature; the dialog says what will happen and issues in one act."""
        self.desk.jobs.ask(lambda read: plan(read, row.id, clock.today()), owner=self.page, then=self._issue)

    def _issue(self, found: Plan) -> None:
        dialog = IssueDialog(self.page, self.desk, found)
        dialog.issued.connect(self._issued)
        dialog.exec()

    def _issued(self, made: letters.Issued) -> None:
        words = _("Issued as number {number}.").format(number=made.text) if made.text else _("Issued.")
        self.page.said.emit(words, None)
        self.page.refresh()

    def discard(self, row: LetterRow) -> None:
        """Throws a letter away that never had a number."""
        title = str(letter_kinds()[row.kind].label)
        says = _("The draft “{letter}” is thrown away. It never had a number.").format(letter=title)
        if confirm(self.page, title=_("Discard the draft"), says=says, verb=_("Discard"), is_danger=True):
            self._do(lambda store: letters.discard(store, row.id, by=self.desk.actor), lambda _done: None)

    def change(self, row: LetterRow) -> None:
        """Chooses the letter that amends, replaces, revokes, corrects or recalls this one, and begins it."""

        def begin(kind: LetterKind) -> None:
            self._begin_change(kind, row)

        self.desk.jobs.ask(
            lambda read: changes_for(read, row),
            owner=self.page,
            then=lambda found: change_menu(self.page, found, begin).popup(QCursor.pos()),
        )

    def void(self, row: LetterRow) -> None:
        """Voids a number with a reason."""
        says = _("Number {number} stays in the register as void and is not given again.").format(
            number=row.number
        )
        reason = ask_reason(self.page, title=_("Void the number"), says=says, verb=_("Void"), is_danger=True)
        if reason:
            self._do(
                lambda store: letters.void(store, row.id, reason, by=self.desk.actor), lambda _done: None
            )

    def _do(self, act: Callable[..., object], then: Callable[..., object]) -> None:
        def done(answer: object) -> None:
            then(answer)
            self.page.refresh()

        self.desk.jobs.do(act, owner=self.page, then=done)
