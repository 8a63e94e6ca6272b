"""What a letter says while it is made: its wording, its open number, its mark, and how all that is fixed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.catalogue.letter_kinds import LetterKind
from models.letters import composing
from models.letters.content import LetterContent, LetterNumber
from models.letters.facts import LetterFacts
from models.letters.fonts import faces
from models.letters.layout import LAYOUT_VERSION
from models.letters.page_marks import mark_of
from models.reading.letters import frozen_content
from models.reading.wordings import letter_kind_in_force, wording_of_edition
from models.records import Letter
from models.settings import office_settings
from models.store.units import Reading, Writing
from models.text import fold


def kind_of(read: Reading, letter: Letter) -> LetterKind:
    """The kind with the wording the letter has: of the edition it was printed with, else the one in force."""
    if letter.pdf_sha256:
        return wording_of_edition(read, letter.kind, letter.wording_edition)
    return letter_kind_in_force(read, letter.kind)[0]


def take_wording(w: Writing, letter: Letter) -> None:
    """Writes down which edition of the wording a letter is about to be printed with."""
    if not letter.pdf_sha256:
        letter.wording_edition = letter_kind_in_force(w, letter.kind)[1]


def open_number(spec: LetterKind, facts: LetterFacts) -> LetterNumber | None:
    """The place of the number, left open for the clerk; None for a paper without one."""
    return LetterNumber(None, composing.symbol(spec, facts)) if spec.symbol else None


def marked(read: Reading, letter: Letter, content: LetterContent) -> LetterContent:
    """With the mark by which a scan of the signed paper is recognised, where the office wants it."""
    if not office_settings(read)["page_marks"]:
        return content
    return replace(content, mark=mark_of(letter.id, letter.key, content))


def content_to_issue(
    w: Writing, letter: Letter, spec: LetterKind, facts: LetterFacts, on: date
) -> LetterContent:
    """What is issued: what was printed for signature with number and date put in, else composed now."""
    number = LetterNumber(letter.number, letter.symbol) if spec.symbol else None
    printed = frozen_content(letter) if letter.state == "printed" else None
    if printed is None:
        return marked(w, letter, composing.compose(spec, facts, number=number))
    return replace(printed, number=number, issued_on=on, issued_year=None)


def freeze(w: Writing, letter: Letter, content: LetterContent, pdf: bytes) -> None:
    """Keeps what a letter says and its pages, and what lists show of it."""
    letter.content = json.loads(content.to_json())
    letter.pdf_sha256 = w.vault.put(pdf)
    letter.layout_version, letter.font_sha256 = str(LAYOUT_VERSION), faces().fingerprint
    letter.subject, letter.type_name = content.subject, content.title or letter.type_name
    if content.signature:
        letter.signatory, letter.capacity = content.signature.name, "\n".join(content.signature.capacity)
    if content.recipients:
        letter.recipients = "; ".join(_receivers(content, content.recipients.names))


def _receivers(content: LetterContent, names: Sequence[str]) -> list[str]:
    """Who receives the letter, for lists and the register: "Như trên" says nothing there, so the addressees stand in its place."""
    found: list[str] = []
    for name in names:
        found += content.addressees if fold(name).startswith(_AS_ABOVE) and content.addressees else (name,)
    return found


_AS_ABOVE = "nhu tren"
