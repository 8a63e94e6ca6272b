"""Which kinds of letter a dossier offers, those of its present state first; letters about no dossier apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.catalogue.kinds import DossierKind, kinds
from models.catalogue.letter_kinds import OFFICE, OWED, LetterKind, letter_kinds
from models.catalogue.lists import items
from models.catalogue.workflows import workflows
from resources.i18n import Words

_FIRST = ("supplement", "submission", "decision")  # occasions in the order in which a dossier meets them


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of letter under one heading of the menu."""

    label: Words
    letters: tuple[LetterKind, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """*now* are the letters usually written in the present state, the most frequent first; *groups* hold all there are."""

    now: tuple[LetterKind, ...]
    groups: tuple[Group, ...]


def offered(kind: str, state: str = "", issued: Collection[str] = (), *, is_original: bool = True) -> Offer:
    """What a dossier of that *kind* offers in a *state*; *issued* are the kinds of the letters it has already sent.

    A letter that changes an earlier one is usual only where there is one: an issued letter, or those of the dossier that this
    one amends (*is_original* is false).
    """
    dossier = kinds()[kind]
    fitting = [x for x in letter_kinds().values() if kind in x.offered_for]

    def usual(letter: LetterKind) -> bool:
        has_earlier = not is_original or any(letter.may_be_about(code) for code in issued)
        return state in letter.states and (has_earlier or not letter.relation)

    now = sorted((x for x in fitting if usual(x)), key=lambda x: _rank(dossier, x))
    return Offer(tuple(now), _grouped(sorted(fitting, key=lambda x: _when(dossier, x))))


def about_nothing() -> tuple[Group, ...]:
    """The letters that are begun without a dossier; one that changes an earlier letter begins at that letter."""
    places = {OFFICE, OWED}
    return _grouped([x for x in letter_kinds().values() if places & set(x.offered_for) and not x.relation])


def changing(kind: str, dossier_kind: str = "") -> tuple[LetterKind, ...]:
    """The letters that may change an issued one of *kind*, about a dossier of that kind or about none."""
    place = dossier_kind or OFFICE
    return tuple(x for x in letter_kinds().values() if x.may_be_about(kind) and place in x.offered_for)


def _rank(dossier: DossierKind, letter: LetterKind) -> tuple[int, int, str]:
    occasions = [dossier.letters.get(name, "") for name in _FIRST]
    first = occasions.index(letter.code) if letter.code in occasions else len(occasions)
    groups = list(items("letter_groups"))
    return first, groups.index(letter.group) if letter.group in groups else len(groups), letter.code


def _when(dossier: DossierKind, letter: LetterKind) -> tuple[int, int, str]:
    """Where in the life of the dossier the letter is first written; one without states comes last."""
    states = list(workflows()[dossier.workflow].states)
    known = [states.index(s) for s in letter.states if s in states]
    return min(known, default=len(states)), len(known), letter.code


def _grouped(letters: Sequence[LetterKind]) -> tuple[Group, ...]:
    """The letters under their headings, in the order of the list ``letter_groups``; those without one come last."""
    found = [
        Group(item.label, tuple(x for x in letters if x.group == code))
        for code, item in items("letter_groups").items()
    ]
    rest = tuple(x for x in letters if x.group not in items("letter_groups"))
    return tuple(g for g in (*found, Group(Words("Khác", "Others"), rest)) if g.letters)
