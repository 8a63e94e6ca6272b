"""Acts on letters: prepare, print for signature, issue with a number, void.

Issuing is one unit: number, content, PDF bytes, register, journal and the dossier's step, or nothing. It is idempotent by the
letter's key: asked again after a lost answer it gives what it gave before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from models import clock
from models.catalogue.letter_kinds import LetterKind
from models.errors import OfficeError
from models.letters import composing
from models.letters.composing import MissingFact
from models.letters.content import LetterContent
from models.letters.facts import LetterFacts
from models.letters.layout import LAYOUT_VERSION
from models.letters.rendering import render
from models.reading.letters import frozen_content, number_text
from models.reading.wordings import letter_kind_in_force
from models.records import Delegation, Letter
from models.settings import COMMITTEE
from models.store.units import Actor, Reading, Store, Topic, Writing
from models.store.vault import hash_of
from models.text import squeeze
from models.work import indexing
from models.work.cases import dossier_and_delegation
from models.work.consultations import mark_asked
from models.work.earlier import earlier_id_for, link_of, no_later, still_stands
from models.work.letter_content import content_to_issue, freeze, kind_of, marked, open_number, take_wording
from models.work.letter_facts import Source, about_of, kept_fields, letter_facts, source_of
from models.work.letter_form import in_form
from models.work.letter_steps import check_dossier, flow_state, follow, step_back
from models.work.numbering import register_code, register_for, take_number, void_number
from models.work.rights import name_of, not_his_own, require

LAYOUT = "layout_version"  # as the journal names it


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter that can be looked at; *missing* are the facts it still lacks."""

    letter_id: int
    key: str
    missing: tuple[MissingFact, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a letter would say now and its pages, marked as a draft. *content* is None while facts are *missing*."""

    content: LetterContent | None
    pdf: bytes
    missing: tuple[MissingFact, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued letter. *is_again*: it had been issued before, and nothing was done."""

    letter_id: int
    number: int | None
    text: str
    issued_on: date
    pdf_sha256: str
    state: str
    is_again: bool = False


def prepare(
    store: Store,
    dossier_id: int | None,
    kind: str,
    *,
    by: Actor,
    fields: Mapping[str, Any] | None = None,
    delegations: tuple[int, ...] = (),
    key: str = "",
    earlier_id: int | None = None,
) -> Prepared:
    """Begins a letter of a kind about a dossier, or about several delegations of one unit (reminders).

    *fields* are the letter's own fields as a form holds them; *key* makes a repeated call harmless. *earlier_id* is the issued
    letter that this one changes; without it the last one of the dossier that its kind may change. Raises OfficeError when that
    letter may not be changed so (``earlier.checked_earlier``).
    """
    require(by, "prepare_letter")
    with store.writing(by) as w:
        return prepare_in(w, dossier_id, kind, fields or {}, delegations, key, earlier_id)


def prepare_in(
    w: Writing,
    dossier_id: int | None,
    kind: str,
    fields: Mapping[str, Any],
    delegations: tuple[int, ...] = (),
    key: str = "",
    earlier_id: int | None = None,
) -> Prepared:
    """Part of acts: begins a letter within a unit."""
    spec, _edition = letter_kind_in_force(w, kind)
    if dossier_id is not None:
        _dossier, delegation = dossier_and_delegation(w, dossier_id)
        not_his_own(w, delegation.id, w.by)
    earlier_id = earlier_id_for(w, spec, dossier_id, earlier_id)
    source = Source(dossier_id, fields, delegations, earlier_id)
    facts = letter_facts(w, spec, source)
    known = w.session.scalars(select(Letter).where(Letter.key == key)).first() if key else None
    if known is not None:
        return Prepared(known.id, known.key, composing.missing(spec, facts))
    letter = begin(w, spec, facts, source, key or str(uuid4()))
    return Prepared(letter.id, letter.key, composing.missing(spec, facts))


def begin(w: Writing, spec: LetterKind, facts: LetterFacts, source: Source, key: str) -> Letter:
    """Part of acts: keeps a new draft and notes it in the journal."""
    letter = Letter(
        key=key, dossier_id=source.dossier_id, kind=spec.code, type_name=spec.type_name, copies=spec.copies,
        fields=kept_fields(source.fields), content={}, about={"delegations": list(source.delegations)}, made_at=clock.now(),
        made_by=w.by.name, relation=spec.relation if source.earlier_id else "", earlier_id=source.earlier_id,
        subject=composing.subject(spec, facts),
    )  # fmt: skip
    w.session.add(letter)
    w.session.flush()
    changes: dict[str, list[Any]] = {"kind": ["", spec.code]}
    w.note("prepare_letter", letter, dossier_id=letter.dossier_id, changes=changes | link_of(w, letter))
    w.touched(Topic.LETTERS)
    return letter


def revise(store: Store, letter_id: int, fields: Mapping[str, Any], *, by: Actor) -> Prepared:
    """Changes the own fields of a letter that is not issued. A print for signature is void then and has to be made anew."""
    require(by, "revise_letter")
    with store.writing(by) as w:
        letter = _letter(w, letter_id)
        _not_own(w, letter)
        _open(letter)
        was, now = letter.fields, kept_fields(fields)
        changes = {
            k: [was.get(k), now.get(k)] for k in sorted(was.keys() | now.keys()) if was.get(k) != now.get(k)
        }
        letter.fields, letter.state, letter.content, letter.pdf_sha256 = now, "draft", {}, ""
        spec, facts = kind_of(w, letter), _facts(w, letter)
        letter.subject = composing.subject(spec, facts)
        w.note("revise_letter", letter, dossier_id=letter.dossier_id, changes=changes)
        w.touched(Topic.LETTERS)
        return Prepared(letter.id, letter.key, composing.missing(spec, facts))


def discard(store: Store, letter_id: int, *, by: Actor) -> None:
    """Throws away a letter that never had a number. Raises OfficeError("letter_is_issued") for one that has."""
    require(by, "discard_letter")
    with store.writing(by) as w:
        letter = _letter(w, letter_id)
        _not_own(w, letter)
        _open(letter)
        w.note("discard_letter", letter, dossier_id=letter.dossier_id, changes={"kind": [letter.kind, ""]})
        w.session.delete(letter)
        w.touched(Topic.LETTERS)


def preview(read: Reading, letter_id: int) -> Preview:
    """A letter as it would look now: the kept bytes of a printed or issued one, else drawn afresh with a draft mark."""
    letter = read.session.get(Letter, letter_id)
    if letter is None:
        raise OfficeError("gone")
    if letter.pdf_sha256:
        return Preview(frozen_content(letter), reprint(read, letter_id), ())
    return draft_of_letter(read, letter.kind, source_of(letter))


def draft_of_letter(read: Reading, kind: str, source: Source, *, draft_mark: bool = True) -> Preview:
    """A letter of any kind as it would look, without keeping anything."""
    spec, _edition = letter_kind_in_force(read, kind)
    facts = letter_facts(read, spec, source)
    missing = composing.missing(spec, facts)
    if missing:
        return Preview(None, b"", missing)
    content = composing.compose(spec, facts, number=open_number(spec, facts))
    return Preview(content, render(content, draft=draft_mark), (), composing.doubts(spec, facts))


def mark_printed(store: Store, letter_id: int, *, by: Actor) -> bytes:
    """Freezes what a letter says and gives the pages for signature, with room for number and date."""
    require(by, "print_letter")
    with store.writing(by) as w:
        letter = _letter(w, letter_id)
        _not_own(w, letter)
        _open(letter)
        if letter.state == "printed":
            return w.vault.get(letter.pdf_sha256)
        take_wording(w, letter)
        spec, facts = kind_of(w, letter), _facts(w, letter)
        content = marked(w, letter, composing.compose(spec, facts, number=open_number(spec, facts)))
        pdf = in_form(render(content))
        letter.state = "printed"
        freeze(w, letter, content, pdf)
        layout = {LAYOUT: [None, LAYOUT_VERSION]}  # figures printed on it later must find their places
        w.note("print_letter", letter, dossier_id=letter.dossier_id, changes=layout)
        w.touched(Topic.LETTERS)
        return pdf


def issue(
    store: Store,
    letter_id: int,
    *,
    by: Actor,
    on: date | None = None,
    number: int | None = None,
    reserved_id: int | None = None,
) -> Issued:
    """Numbers and issues a letter on a day (today), after its signature. *number* only for one that another body numbers;
    *reserved_id* is a number that was set aside for it.

    One unit: number → content → PDF → register → journal → step of the dossier. What was printed for signature is issued as
    printed. Raises OfficeError; then nothing happened and the number is still free.
    """
    require(by, "issue_letter")
    on = on or clock.today()
    with store.writing(by) as w:
        letter = _letter(w, letter_id)
        if letter.state == "issued" and letter.issued_on:
            state = flow_state(w, letter)
            return Issued(
                letter.id,
                letter.number,
                _text(letter),
                letter.issued_on,
                letter.pdf_sha256,
                state,
                is_again=True,
            )
        if letter.state == "void":
            raise OfficeError("letter_is_void")
        _not_own(w, letter)
        transition = check_dossier(w, letter, on)
        take_wording(w, letter)
        spec, facts = kind_of(w, letter), _facts(w, letter, on)
        still_stands(w, spec, letter, on)
        put_out(w, letter, spec, facts, on, number, reserved_id)
        _reminded(w, letter, on)
        mark_asked(w, letter, on)
        follow(w, letter, transition, on)
        return Issued(letter.id, letter.number, _text(letter), on, letter.pdf_sha256, flow_state(w, letter))


def put_out(
    w: Writing,
    letter: Letter,
    spec: LetterKind,
    facts: LetterFacts,
    on: date,
    number: int | None,
    reserved_id: int | None = None,
    *,
    judge: Callable[[bytes], bytes] = in_form,
) -> None:
    """Part of acts: gives a letter its number, fixes what it says and its pages, and notes it in search and journal.

    *judge* lets the finished pages pass or refuses them; only the sample office leaves its letters unread.
    """
    _number(w, letter, spec, facts, on, number, reserved_id)
    content = content_to_issue(w, letter, spec, facts, on)
    letter.state, letter.issued_on, letter.issued_at, letter.issued_by = "issued", on, clock.now(), w.by.name
    freeze(w, letter, content, judge(render(content)))
    w.session.flush()
    indexing.keep_entries(w, "letter", [indexing.letter_entry(letter)])
    changes: dict[str, list[Any]] = {"number": ["", _text(letter)], "issued_on": [None, on]}
    w.note("issue_letter", letter, dossier_id=letter.dossier_id, changes=changes)
    w.touched(Topic.LETTERS)


def reprint(read: Reading, letter_id: int) -> bytes:
    """The pages of a printed or issued letter, byte for byte. Lost bytes are drawn again from the frozen content and compared."""
    letter = read.session.get(Letter, letter_id)
    if letter is None or not letter.pdf_sha256:
        raise OfficeError("gone")
    try:
        return read.vault.get(letter.pdf_sha256)
    except OfficeError:
        content = frozen_content(letter)
        pdf = render(content) if content else b""
        if hash_of(pdf) != letter.pdf_sha256:
            raise
        return pdf


def void(store: Store, letter_id: int, reason: str, *, by: Actor) -> None:
    """Voids an issued letter with a reason; its number stays in the register. The dossier goes back to where it stood before.

    Raises OfficeError: "letter_in_use" when the dossier has gone on since (then a letter that replaces it is the way),
    "letter_has_later" when another issued letter changes it.
    """
    require(by, "void_letter")
    reason = squeeze(reason)
    if not reason:
        raise OfficeError("reason_needed", act=name_of("void_letter"))
    with store.writing(by) as w:
        letter = _letter(w, letter_id)
        _not_own(w, letter)
        if letter.state != "issued":
            raise OfficeError("letter_not_issued")
        no_later(w, letter)
        step_back(w, letter, reason)
        letter.state, letter.void_reason = "void", reason
        void_number(w, letter.key, reason)
        w.note(
            "void_letter",
            letter,
            dossier_id=letter.dossier_id,
            changes={"number": [_text(letter), ""]},
            reason=reason,
        )
        w.touched(Topic.LETTERS)


def _letter(w: Writing, letter_id: int) -> Letter:
    letter = w.session.get(Letter, letter_id, with_for_update=True)
    if letter is None:
        raise OfficeError("gone")
    return letter


def _open(letter: Letter) -> None:
    if letter.state not in {"draft", "printed"}:
        raise OfficeError("letter_is_issued", number=_text(letter))


def _not_own(w: Writing, letter: Letter) -> None:
    if letter.dossier_id is not None:
        _dossier, delegation = dossier_and_delegation(w, letter.dossier_id)
        not_his_own(w, delegation.id, w.by)


def _facts(read: Reading, letter: Letter, issued_on: date | None = None) -> LetterFacts:
    return letter_facts(
        read,
        kind_of(read, letter),
        source_of(letter),
        issued_on=issued_on,
    )


def _text(letter: Letter) -> str:
    return number_text(letter.number, letter.symbol)


def _number(
    w: Writing,
    letter: Letter,
    spec: LetterKind,
    facts: LetterFacts,
    on: date,
    number: int | None,
    reserved_id: int | None,
) -> None:
    """Takes the number and writes it into the letter; papers without a number line have none."""
    code = register_code(w, spec, facts, on)
    if not code:
        return
    register = register_for(w, code, is_external=code.startswith(COMMITTEE))
    taken = take_number(w, register, on, letter.key, number, reserved_id)
    printed = frozen_content(letter) if letter.state == "printed" else None
    letter.register_id, letter.year, letter.number = taken.register_id, taken.year, taken.number
    letter.symbol = printed.number.symbol if printed and printed.number else composing.symbol(spec, facts)
    letter.is_external = register.is_external


def _reminded(w: Writing, letter: Letter, on: date) -> None:
    for delegation_id in about_of(letter):
        delegation = w.session.get(Delegation, delegation_id, with_for_update=True)
        if delegation is not None:
            delegation.reminders += 1
            delegation.reminded_on = on
