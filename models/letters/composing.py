"""From a kind of letter and facts to what the letter says: pure, the same every time.

``missing`` tells, before anything is rendered, which facts the letter needs and where to fill them in; it is the same walk as
``compose``, so the two cannot disagree. A word that stays empty never reaches paper: ``compose`` refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from models.catalogue.kinds import kinds
from models.catalogue.legal_bases import bases_on, legal_topics
from models.catalogue.letter_kinds import AnnexForm, BodyBlock, LetterKind, Line
from models.catalogue.letter_vocabulary import vocabulary
from models.errors import OfficeError
from models.letters import content as c
from models.letters.changes import changes_of, earlier_words
from models.letters.conditions import LETTER_CONDITIONS
from models.letters.facts import LetterFacts
from models.letters.printable import strays
from models.letters.rows import RowWords, rows_of
from models.letters.vietnamese import padded, point_letter, roman
from models.letters.wording import (
    extra_words,
    issuer_of,
    phrase,
    words_of,
)
from models.text import squeeze
from resources.i18n import _

_WORD = re.compile(r"\{([a-z_.]+)(\?)?\}")
FORM_TABLES = {
    "opinions": "consultations",
    "asked": "consultations",
    "handed": "papers",
    "managed": "members",
    "border_legs": "legs",
}  # lists that stand in a form table of another name
_URGENCIES = {
    "urgent": c.Urgency.URGENT,
    "very_urgent": c.Urgency.VERY_URGENT,
    "immediate": c.Urgency.EXPRESS,
    "express": c.Urgency.EXPRESS,
}


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact the letter cannot do without. *field* is where to fill it in: a form field, ``table.row.column``, ``letter.<own
    field>`` or ``settings.<name>``; *label* names it in the language of the interface."""

    field: str
    label: str


def compose(kind: LetterKind, facts: LetterFacts, *, number: c.LetterNumber | None) -> c.LetterContent:
    """What the letter says. Without *number* its place stays open, to be filled after signature.

    Raises OfficeError("letter_incomplete") when facts are missing and OfficeError("letter_unprintable") when one holds
    characters that cannot be printed.
    """
    composer = _Composer(kind, facts)
    made = composer.letter(number)
    if composer.gaps:
        raise OfficeError("letter_incomplete", what="; ".join(gap.label for gap in composer.gaps))
    if odd := strays(kind, facts, made):
        raise OfficeError("letter_unprintable", what="; ".join(stray.says for stray in odd))
    return made


def missing(kind: LetterKind, facts: LetterFacts) -> tuple[MissingFact, ...]:
    """The facts that the letter needs and does not have, each once, in the order of the letter; then those whose characters
    cannot be printed."""
    composer = _Composer(kind, facts)
    odd = strays(kind, facts, composer.letter(None))
    says = _("cannot be printed, write it in Latin letters: {what}")
    return (*composer.gaps, *(MissingFact(x.field, says.format(what=x.says)) for x in odd))


def symbol(kind: LetterKind, facts: LetterFacts) -> str:
    """What stands behind the number's stroke ("QĐ-UBND"); empty for papers without a number."""
    return _Composer(kind, facts).fill(kind.symbol)


def subject(kind: LetterKind, facts: LetterFacts) -> str:
    """What the letter is about, as far as its facts are known: lists show drafts by it."""
    return squeeze(_Composer(kind, facts).about())


def register(kind: LetterKind, facts: LetterFacts) -> str:
    """The code of the register that numbers the letter; empty for papers without a number."""
    issuer = issuer_of(facts, kind.issuer)
    return f"{issuer.register_prefix}{kind.register}" if issuer and kind.register else kind.register


def doubts(kind: LetterKind, facts: LetterFacts) -> tuple[str, ...]:
    """What a person should check about the legal bases: those not confirmed yet, and topics without any on the day."""
    composer = _Composer(kind, facts)
    found: list[str] = _too_many(kind, len(changes_of(facts)))
    for line in kind.bases:
        if not line.law or not composer.holds(line.when):
            continue
        cited = bases_on(line.law, facts.day)
        if not cited:
            topic = str(legal_topics()[line.law])
            found.append(_("No legal basis in force is recorded for: {topic}").format(topic=topic))
        found += [
            _("Not confirmed by the office yet: {basis}").format(basis=basis.text)
            for basis in cited
            if not basis.confirmed
        ]
    return tuple(found)


def _too_many(kind: LetterKind, changes: int) -> list[str]:
    """What to say of a letter that changes more than one of its kind may."""
    if not kind.most_changes or changes <= kind.most_changes:
        return []
    says = _(
        "This letter changes {count} points; with more than {most} a new decision replaces the old one ({basis})."
    )
    return [says.format(count=changes, most=kind.most_changes, basis=kind.most_changes_basis)]


class _Composer:
    def __init__(self, kind: LetterKind, facts: LetterFacts) -> None:
        self.kind = kind
        self.facts = facts
        self.words: dict[str, Callable[[], str]] = words_of(facts, kind.issuer) | earlier_words(facts)
        self.words["last_article"] = lambda: str(self.articles) if self.articles else ""
        self.gaps: list[MissingFact] = []
        self.articles = 0
        self.counts = {"heading": 0, "title": 0, "clause": 0, "point": 0}

    # Words and conditions.

    def fill(self, text: str, row: RowWords | None = None, each: str = "") -> str:
        """The wording with its words put in; what is missing is noted in ``gaps``."""
        return _WORD.sub(lambda found: self._word(found[1], bool(found[2]), row, each), text).strip()

    def _word(self, name: str, optional: bool, row: RowWords | None, each: str) -> str:
        own, _dot, part = name.partition(".")
        if own == "extra":
            spec = self.kind.field(part)
            value = extra_words(self.facts, part, spec.default, spec.list)
            gap = MissingFact(f"letter.{part}", str(spec.label))
        elif part:
            value = (row or {}).get(part, "")
            gap = self._row_gap(each, part, row or {})
        else:
            value = self.words[name]() if name in self.words else ""
            gap = self._word_gap(name)
        if not value and not optional:
            self.miss(gap)
        return value

    def _row_gap(self, each: str, part: str, row: RowWords) -> MissingFact:
        rows = vocabulary().lists[each]
        column = rows.words.get(part, "")
        table, at = FORM_TABLES.get(each, each), row.get("at", "0")
        field = f"{table}.{at}.{column}" if column else f"letter.{each}"
        return MissingFact(field, _("{list}, row {row}").format(list=rows.label, row=int(at) + 1))

    def _word_gap(self, name: str) -> MissingFact:
        """Where a word is filled in, called as the form calls it."""
        word = vocabulary().words[name]
        dossier = self.facts.dossier
        values: Mapping[str, Any] = dossier.values if dossier else {}
        field = next((f for f in word.fields if not values.get(f)), word.fields[0])
        kind = kinds().get(dossier.kind) if dossier else None
        if kind is None or "." in field:
            return MissingFact(field, str(word.label))
        single = next((f.label for f in kind.fields if f.name == field), None)
        table = next((s.label for s in kind.sections if s.table == field), None)
        return MissingFact(field, str(single or table or word.label))

    def miss(self, gap: MissingFact) -> None:
        """Note a missing fact; a field is named once."""
        if all(known.field != gap.field for known in self.gaps):
            self.gaps.append(gap)

    def holds(self, conditions: tuple[str, ...]) -> bool:
        """Whether all conditions hold."""
        return all(self._holds(name) for name in conditions)

    def _holds(self, condition: str) -> bool:
        if condition.startswith("!"):
            return not self._holds(condition[1:])
        name, equals, wanted = condition.partition("=")
        if name.startswith("extra."):
            field = name.removeprefix("extra.")
            value = extra_words(self.facts, field, self.kind.field(field).default)
            return value == wanted if equals else bool(value)
        if name == "step":
            return str(self.facts.step) == wanted
        known = LETTER_CONDITIONS.get(name)
        if known is not None:
            return known(self.kind, self.facts)
        return self.facts.dossier is not None and self.facts.dossier.condition(condition)

    # The letter.

    def letter(self, number: c.LetterNumber | None) -> c.LetterContent:
        kind, facts = self.kind, self.facts
        signing = issuer_of(facts, kind.issuer)
        if signing is None or not signing.name:
            self.miss(self._word_gap("authority_post" if kind.issuer == "authority" else "office_head"))
        if kind.issuer == "office" and not facts.office.place:
            self.miss(MissingFact("settings.place", _("Place name before the date")))
        for spec in kind.fields:
            if spec.required and not extra_words(facts, spec.name, spec.default):
                self.miss(MissingFact(f"letter.{spec.name}", str(spec.label)))
        form = c.LetterForm(kind.form)
        pattern = self.fill(kind.symbol)
        subject = self.about()
        addressees = tuple(self._texts(kind.addressees))
        deciding = (signing.deciding or signing.post) if signing and form is c.LetterForm.DECISION else ""
        bases = tuple(self._bases())
        body = tuple(self._blocks(kind.body))
        return c.LetterContent(
            form=form,
            governing_body=signing.governing_body if signing else (),
            issuer=signing.issuer if signing else (),
            number=(number or c.LetterNumber(None, pattern)) if kind.symbol else None,
            place=facts.office.place,
            issued_on=facts.issued_on,
            issued_year=facts.day.year,
            title=kind.type_name,
            subject=subject,
            addressees=addressees,
            authority=(deciding,) if deciding else (),
            bases=bases,
            enacting=kind.enacting,
            body=body,
            signature=c.Signature(signing.capacity, signing.name) if signing and kind.is_signed else None,
            recipients=self._recipients(),
            annexes=tuple(self._annexes()),
            urgency=_URGENCIES.get(facts.urgency),
            contact=facts.office.contact if signing and signing.is_office else (),
            end_mark=kind.is_signed,
        )

    def about(self) -> str:
        """The first wording whose conditions hold; the last one should have none."""
        for line in self.kind.subject:
            if self.holds(line.when):
                return self.fill(line.text)
        return ""

    def _texts(self, lines: tuple[Line, ...]) -> list[str]:
        return [
            self.fill(line.text, row, line.each) for line in lines for row in self._rows(line.when, line.each)
        ]

    def _rows(self, when: tuple[str, ...], each: str) -> list[RowWords | None]:
        """One None for a plain part, the rows of its list for a repeated one, nothing when its conditions fail."""
        if not self.holds(when):
            return []
        return [*rows_of(each, self.facts)] if each else [None]

    def _bases(self) -> list[str]:
        out: list[str] = []
        for line in self.kind.bases:
            if not self.holds(line.when):
                continue
            if line.law:
                out += [phrase("basis.law", text=basis.text) for basis in bases_on(line.law, self.facts.day)]
            else:
                out.append(self.fill(line.text))
        return out

    def _recipients(self) -> c.Recipients | None:
        names = tuple(dict.fromkeys(self._texts(self.kind.recipients)))
        filing = self.fill(self.kind.filing)
        if not names and not filing:
            return None
        kept = phrase("filing.kept", units=filing, copies=padded(self.kind.copies)) if filing else ""
        return c.Recipients(names, kept)

    def _annexes(self) -> list[c.Annex]:
        forms = [form for form in self.kind.annexes if self.holds(form.when)]
        return [self._annex(form, roman(n) if len(forms) > 1 else None) for n, form in enumerate(forms, 1)]

    def _annex(self, form: AnnexForm, numeral: str | None) -> c.Annex:
        self.counts = dict.fromkeys(self.counts, 0)
        return c.Annex(
            title=self.fill(form.title),
            blocks=tuple(self._blocks(form.blocks)),
            numeral=numeral,
            attached_to=form.attached_to,
            attached_by=self.fill(form.attached_by),
        )

    # The body.

    def _blocks(self, blocks: tuple[BodyBlock, ...]) -> list[c.Block]:
        out: list[c.Block] = []
        for block in blocks:
            if block.type == "table":
                if self.holds(block.when):
                    out.append(self._table(block))
                continue
            rows = self._rows(block.when, block.each)
            last = len(rows) - 1
            out += [
                self._block(block, row, ends=bool(block.each) and n == last) for n, row in enumerate(rows)
            ]
        return out

    def _table(self, block: BodyBlock) -> c.Table:
        columns = tuple(c.Column(x.title, x.weight, c.Align(x.align)) for x in block.columns)
        rows = rows_of(block.each, self.facts)
        known = vocabulary().lists[block.each]
        if not rows and any(known.words.values()):  # a table of the form that nobody has filled
            self.miss(MissingFact(FORM_TABLES.get(block.each, block.each), str(known.label)))
        return c.Table.of(
            columns, [tuple(self.fill(x.cell, row, block.each) for x in block.columns) for row in rows]
        )

    def _block(self, block: BodyBlock, row: RowWords | None, *, ends: bool) -> c.Block:
        text = self.fill(block.text, row, block.each)
        if ends and text.endswith(";"):
            text = f"{text[:-1]}."
        match block.type:
            case "heading":
                return c.Heading(roman(self._next("heading", "title", "clause", "point")), text)
            case "title":
                return c.Heading(str(self._next("title", "clause", "point")), text, c.HeadingLevel.CLAUSE)
            case "article":
                self.articles += 1
                self.counts |= {"clause": 0, "point": 0}
                return c.Article(self.articles, text)
            case "clause":
                return c.Clause(self._next("clause", "point"), text)
            case "point":
                return c.Point(point_letter(self._next("point") - 1), text)
            case "dash":
                return c.Dash(text)
            case "signatures":
                signers = [
                    c.Signature((self.fill(capacity),), self.fill(name), hint=block.hint)
                    for capacity, name in block.signers
                ]
                return c.Signatures(tuple(signers))
            case _:
                return c.Paragraph(text, c.Align(block.align), bold=block.bold, italic=block.italic)

    def _next(self, what: str, *begun_anew: str) -> int:
        """The next number of *what*; those below it count from the start again."""
        self.counts |= dict.fromkeys(begun_anew, 0)
        self.counts[what] += 1
        return self.counts[what]
