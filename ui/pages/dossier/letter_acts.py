"""What a person does with the letters of a dossier: begin, look at, print for signature, number and issue, void."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout

from forms.fields.values import show_date
from models import clock
from models.catalogue.kinds import Field
from models.catalogue.letter_kinds import LetterKind, letter_kinds
from models.dates import read_date
from models.draft import Value
from models.errors import OfficeError
from models.letters import composing
from models.letters.composing import MissingFact
from models.reading.letters import LetterRow, letter_detail
from models.reading.registers import registers
from models.settings import COMMITTEE
from models.store.units import Reading
from models.work import letters
from models.work.letter_facts import Source, letter_facts
from resources.i18n import _
from ui.dialogs.decide import ask_reason, confirm
from ui.dialogs.fields_dialog import FieldsDialog, field
from ui.dialogs.letter_preview import LetterPreview
from ui.widgets.labels import caption, label

if TYPE_CHECKING:
    from ui.pages.dossier.page import DossierPage


@dataclass(frozen=True, slots=True)
class NextNumber:
    """What issuing would take: the register, its last number and day, and the symbol. *code* is empty without a number."""

    code: str
    name: str
    symbol: str
    last: int
    last_on: date | None
    is_external: bool


def next_number(read: Reading, row: LetterRow) -> NextNumber:
    """The register that would number a letter today."""
    spec, detail = letter_kinds()[row.kind], letter_detail(read, row.id)
    if detail is None:
        raise OfficeError("gone")
    facts = letter_facts(read, spec, Source(row.dossier_id, detail.fields, detail.about))
    code, symbol = composing.register(spec, facts), composing.symbol(spec, facts)
    known = next((r for r in registers(read, clock.today().year) if r.code == code), None)
    external = known.is_external if known else code.startswith(COMMITTEE)
    return NextNumber(
        code,
        known.name if known else code,
        symbol,
        known.last if known else 0,
        known.last_on if known else None,
        external,
    )


def own_fields(spec: LetterKind) -> tuple[Field, ...]:
    """A letter's own fields as a form has them."""
    return tuple(
        Field(
            f.name,
            f.label,
            f.input,
            f.required,
            basis=f.basis,
            default=f.default,
            wide=f.input == "text",
            max_length=2000,
        )
        for f in spec.fields
    )


class LetterActs:
    """Acts of the letters part, for one page."""

    def __init__(self, page: DossierPage) -> None:
        self.page = page
        self.desk = page.desk

    def begin(self, code: str) -> None:
        """Begins a letter of a kind, asking for its own fields first."""
        dossier_id, spec = self.page.dossier_id, letter_kinds()[code]
        if dossier_id is None:
            return
        shown: dict[str, Value] = {f.name: f.default for f in spec.fields if f.default is not None}
        answered = self._fill(spec, shown, _("Draft the letter"))
        if answered is not None:
            self._do(
                lambda store: letters.prepare(store, dossier_id, code, by=self.desk.actor, fields=answered),
                lambda made: self._prepared(made, str(spec.label)),
            )

    def _prepared(self, made: letters.Prepared, words: str) -> None:
        self.page.said.emit(_("Drafted: {letter}.").format(letter=words), None)
        if made.missing:
            self.show_missing(made.missing)

    def _fill(self, spec: LetterKind, shown: Mapping[str, Value], verb: str) -> Mapping[str, Value] | None:
        fields = own_fields(spec)
        if not fields:
            return {}
        dialog = FieldsDialog(str(spec.label), fields, shown, self.page.around, verb=verb, parent=self.page)
        return dialog.values() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def take(self, what: str, row: LetterRow) -> None:
        """Does what a card asks for."""
        acts: dict[str, Callable[[LetterRow], None]] = {
            "show": self.show, "fill": self.fill, "print": self.print_for_signature, "issue": self.issue,
            "discard": self.discard, "void": self.void,
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
            self.show_missing(seen.missing)
            return
        title = str(letter_kinds()[row.kind].label)
        name = f"{row.reference} {title}" if not row.number else f"{row.number} {title}"
        LetterPreview(
            seen.pdf, title, content=seen.content, doubts=seen.doubts, name=name, parent=self.page
        ).exec()

    def show_missing(self, missing: tuple[MissingFact, ...]) -> None:
        """Lists what the letter lacks; each entry leads to its field."""
        dialog = QDialog(self.page)
        dialog.setWindowTitle(_("The letter is not complete"))
        dialog.setMinimumWidth(460)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(
            label(_("The letter still needs the following. Choose an entry to go to its field."), wrap=True)
        )
        for fact in missing:
            link = QPushButton(caption(fact.label))
            link.setProperty("kind", "link")
            link.setAutoDefault(False)
            link.clicked.connect(
                lambda _on=False, place=fact.field: (dialog.accept(), self.page.go_to_place(place))
            )
            column.addWidget(link)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(dialog.reject)
        column.addWidget(box)
        dialog.exec()

    def fill(self, row: LetterRow) -> None:
        """Changes the letter's own fields."""
        spec = letter_kinds()[row.kind]

        def known(detail: object) -> None:
            shown: dict[str, Value] = {f.name: f.default for f in spec.fields if f.default is not None}
            shown |= dict(getattr(detail, "fields", {}))
            answered = self._fill(spec, shown, _("Keep"))
            if answered is not None:
                self._do(
                    lambda store: letters.revise(store, row.id, answered, by=self.desk.actor),
                    lambda _made: None,
                )

        self.desk.jobs.ask(lambda read: letter_detail(read, row.id), owner=self.page, then=known)

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
        """Takes number and date after signature, says what will happen, and issues in one act."""
        self.desk.jobs.ask(
            lambda read: next_number(read, row), owner=self.page, then=lambda known: self._issue(row, known)
        )

    def _issue(self, row: LetterRow, known: NextNumber) -> None:
        title = str(letter_kinds()[row.kind].label)
        fields = [field("on", _("Date of the letter"), "date", required=True)]
        if known.is_external and known.code:
            fields.append(field("number", _("Number given by the other body"), "number", required=True))
        last_on = f"{known.last_on:%d/%m/%Y}" if known.last_on else "–"

        def says(values: Mapping[str, Value]) -> str:
            if not known.code:
                return _("{letter} is issued without a number.").format(letter=title)
            number = values.get("number") if known.is_external else known.last + 1
            shown = f"{number:02d}/{known.symbol}" if isinstance(number, int) else f"…/{known.symbol}"
            return _("{letter} becomes number {number}, dated {day}; register “{register}”, last number {last} of {last_on}. This cannot be undone, only voided.").format(
                letter=title, number=shown, day=show_date(values.get("on")), register=known.name, last=known.last or "–", last_on=last_on
            )  # fmt: skip

        dialog = FieldsDialog(
            _("Number and issue"), fields, {"on": clock.today().isoformat()}, self.page.around, verb=_("Issue"), says=says, parent=self.page
        )  # fmt: skip
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        values = dialog.values()
        number = values.get("number")
        self._do(
            lambda store: letters.issue(
                store,
                row.id,
                by=self.desk.actor,
                on=read_date(str(values.get("on") or "")),
                number=number if isinstance(number, int) else None,
            ),
            self._issued,
        )

    def _issued(self, made: letters.Issued) -> None:
        words = _("Issued as number {number}.").format(number=made.text) if made.text else _("Issued.")
        self.page.said.emit(words, None)

    def discard(self, row: LetterRow) -> None:
        """Throws a letter away that never had a number."""
        title = str(letter_kinds()[row.kind].label)
        says = _("The draft “{letter}” is thrown away. It never had a number.").format(letter=title)
        if confirm(self.page, title=_("Discard the draft"), says=says, verb=_("Discard"), is_danger=True):
            self._do(lambda store: letters.discard(store, row.id, by=self.desk.actor), lambda _done: None)

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
