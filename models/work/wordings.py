"""Acts on the wording of letters: keep the office's own edition, go back to an earlier or the shipped one, print a trial.

Editions are only ever added. Letters printed or issued before keep what they say; a draft takes the wording in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from models import clock
from models.catalogue.letter_kinds import LetterKind, letter_kinds
from models.catalogue.letter_vocabulary import vocabulary
from models.catalogue.reading import CatalogueError
from models.catalogue.wording_checks import Fault, check, part_path
from models.catalogue.wording_parts import Path, parts_of, put
from models.catalogue.wording_source import read_source, source_of, trespasses, with_wording
from models.errors import OfficeError
from models.letters import composing
from models.letters.composing import MissingFact
from models.letters.content import LetterNumber
from models.letters.facts import LetterFacts
from models.letters.rendering import render
from models.letters.rows import rows_of
from models.letters.samples import sample, variants
from models.letters.wording import extra_words, words_of
from models.reading.wordings import wording_of_edition
from models.records import WordingEdition
from models.store.units import Actor, Store, Topic, Writing
from models.text import squeeze
from models.work.rights import name_of, require
from resources.i18n import N_, _

SAMPLE = "sample"
WHOLE = "letter"  # what cannot be printed and comes from no fact is a fault of the wording
# The invented data a wording is tried on, shortest first where it matters; names as ``samples.variants`` gives them.
TRIALS = {SAMPLE: N_("sample data"), "short": N_("shortest data"), "long": N_("longest data")}


@dataclass(frozen=True, slots=True)
class Trial:
    """A test print. *missing* are facts the sample lacks for this wording, *blamed* the texts that ask for them, each with its."""

    pdf: bytes
    missing: tuple[MissingFact, ...] = ()
    blamed: tuple[tuple[Path, tuple[MissingFact, ...]], ...] = ()


def trial(kind: LetterKind, variant: str = SAMPLE) -> Trial:
    """What a wording would print with invented data; without pages when facts are missing. The wording is without faults."""
    facts = _facts(kind.code, variant)
    missing = composing.missing(kind, facts)
    if missing:
        return Trial(b"", missing, _blamed(kind, facts, missing))
    return Trial(render(composing.compose(kind, facts, number=_open_number(kind, facts))))


def _facts(code: str, variant: str) -> LetterFacts:
    """The invented data; only what is asked for is made, since stretching takes a moment."""
    return sample(code) if variant == SAMPLE else variants(code)[variant]


def tried(kind: LetterKind, variant: str = SAMPLE) -> tuple[tuple[Fault, ...], Trial | None]:
    """What is wrong with a wording, and its test print when nothing is."""
    faults = check(kind)
    return (faults, None) if faults else ((), trial(kind, variant))


def _open_number(kind: LetterKind, facts: LetterFacts) -> LetterNumber | None:
    return LetterNumber(None, composing.symbol(kind, facts)) if kind.symbol else None


def _blamed(
    kind: LetterKind, facts: LetterFacts, missing: tuple[MissingFact, ...]
) -> tuple[tuple[Path, tuple[MissingFact, ...]], ...]:
    """The texts that ask for a missing fact, alone or beside others, or hold what cannot be printed."""
    spots = [s for part in parts_of(kind) if part.section != "fields" for s in part.spots if not s.is_number]
    silent = kind
    for spot in spots:
        silent = put(silent, spot.path, "")
    always = {gap.field for gap in composing.missing(silent, facts)}
    wanted = {gap.field for gap in missing} - always
    found: list[tuple[Path, tuple[MissingFact, ...]]] = []
    for spot in spots:
        alone = composing.missing(put(silent, spot.path, spot.text), facts) if spot.text else ()
        asked = tuple(gap for gap in alone if gap.field in wanted)
        if asked:
            found.append((spot.path, asked))
    return tuple(found)


def save_wording(
    store: Store, kind: str, source: str, note: str, *, by: Actor, after: int | None = None
) -> int:
    """Makes an office's wording, the text of a ``letter.toml``, the one in force; gives the number of its edition.

    *after* is the edition the person started from: refused when another one was made since. Raises OfficeError for a wording
    that names what does not exist, changes what only we may, or cannot be printed with the sample data; then nothing is kept.
    """
    require(by, "save_wording")
    note = squeeze(note)
    if not note:
        raise OfficeError("reason_needed", act=name_of("save_wording"))
    own = _checked(letter_kinds()[kind], source)
    with store.writing(by) as w:
        return _keep(w, kind, source_of(own), note, after)


def back_to_shipped(store: Store, kind: str, note: str, *, by: Actor, after: int | None = None) -> int:
    """Puts the shipped wording back in force as a new edition. Raises OfficeError("wording_same") when it is already."""
    require(by, "save_wording")
    note = squeeze(note)
    if not note:
        raise OfficeError("reason_needed", act=name_of("save_wording"))
    with store.writing(by) as w:
        return _keep(w, kind, "", note, after)


def restore_edition(
    store: Store, kind: str, edition: int, note: str, *, by: Actor, after: int | None = None
) -> int:
    """Puts the wording of an earlier edition back in force as a new one; 0 is the shipped wording."""
    if not edition:
        return back_to_shipped(store, kind, note, by=by, after=after)
    require(by, "save_wording")
    with store.reading() as read:
        source = source_of(wording_of_edition(read, kind, edition))
    return save_wording(store, kind, source, note, by=by, after=after)


def _checked(shipped: LetterKind, source: str) -> LetterKind:
    """The letter that a source describes, if an office may have it so and it prints."""
    try:
        own, _unknown = read_source(source, shipped.code)
    except (CatalogueError, ValueError) as fault:
        raise OfficeError("wording_unreadable", letter=shipped.label) from fault
    if strange := trespasses(shipped, own):
        raise OfficeError("wording_fixed", what=_fixed_words(shipped, strange[0]))
    faults = check(own)
    if faults:
        raise OfficeError("wording_faulty", place=faults[0].place or shipped.label, fault=faults[0].says)
    own = with_wording(shipped, own)
    for variant, words in TRIALS.items():
        made = trial(own, variant)
        if strange := [gap for gap in made.missing if gap.field == WHOLE]:
            place = next((path for path, gaps in made.blamed if strange[0] in gaps), ())
            at = next((p.place for p in parts_of(own) if p.path == part_path(place, parts_of(own))), "")
            raise OfficeError("wording_faulty", place=at or shipped.label, fault=strange[0].label)
        if missing := made.missing:
            what = "; ".join(gap.label for gap in missing)
            raise OfficeError("wording_lacks", data=_(words), what=what)
    return own


def _fixed_words(shipped: LetterKind, name: str) -> str:
    field = next((f for f in shipped.fields if name == f"field {f.name}"), None)
    if field is not None:
        return _("the own field “{field}”").format(field=field.label)
    return _("own fields") if name.startswith("field ") else _("form, name, symbol, register and issuer")


def _keep(w: Writing, kind: str, source: str, note: str, after: int | None) -> int:
    shipped = letter_kinds()[kind]
    if source == source_of(shipped):
        source = ""
    newest = (
        w.session.scalar(select(func.max(WordingEdition.edition)).where(WordingEdition.kind == kind)) or 0
    )
    if after is not None and newest != after:
        raise OfficeError("wording_changed", letter=shipped.label)
    in_force = w.session.scalar(
        select(WordingEdition.source).where(WordingEdition.kind == kind, WordingEdition.edition == newest)
    )
    if source == (in_force or ""):
        raise OfficeError("wording_same", letter=shipped.label)
    made = WordingEdition(
        kind=kind, edition=newest + 1, source=source, note=note, made_at=clock.now(), made_by=w.by.name
    )
    w.session.add(made)
    w.session.flush()
    was = str(newest) if newest else ""
    changes = {"kind": [kind, kind], "edition": [was, str(made.edition) if source else ""]}
    w.note("save_wording", made, changes=changes, reason=note)
    w.touched(Topic.WORDINGS)
    return made.edition


def examples(kind: LetterKind, each: str = "") -> Mapping[str, str]:
    """What each word says in the sample data, empty ones left out; *each* adds the words of a list's first row."""
    facts = _facts(kind.code, SAMPLE)
    found = {name: word() for name, word in words_of(facts, kind.issuer).items()}
    found |= {f"extra.{f.name}": extra_words(facts, f.name, f.default) for f in kind.fields}
    rows = rows_of(each, facts) if each in vocabulary().lists else []
    if rows:
        found |= {f"{vocabulary().lists[each].row}.{name}": text for name, text in rows[0].items()}
    return {name: text for name, text in found.items() if text}
