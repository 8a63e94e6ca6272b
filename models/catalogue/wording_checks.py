"""What is wrong with a wording, found before anything is composed: each fault with the text it stands in and one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from models.catalogue.letter_kinds import LetterKind, WordingFault, faults_of_letter
from models.catalogue.wording_parts import Part, Path, Spot, condition_words, conditions, parts_of
from models.catalogue.wording_source import data_of
from models.catalogue.wording_tokens import CLOSES, OPENS, choices, nearest
from models.text import fold, nfc
from resources.i18n import _

LONGEST = 5000  # characters of one text; a printed page has about 3,000
MOST_PARTS = 300
MOST_COPIES = 99

_STEP = re.compile(r"(\w+) (\d+)$")
_STEPS = {"addressee": "addressees", "basis": "bases", "recipient": "recipients", "annex": "annexes", "block": "blocks",
          "column": "columns", "signer": "signers"}  # fmt: skip
_BRACED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to put right: the path of the text or part, where that is in words, and a sentence about it."""

    path: Path
    place: str
    says: str


def check(kind: LetterKind) -> tuple[Fault, ...]:
    """Every fault of a wording in reading order. Without any it can be composed, if the facts are there."""
    parts = parts_of(kind)
    # A basis that is just being written is a text without letters, not a basis of neither sort.
    bases = tuple(b if b.law or b.text else replace(b, text=" ") for b in kind.bases)
    _same, unknown = faults_of_letter(data_of(replace(kind, bases=bases)), "")
    found = [_said(kind, parts, fault) for fault in unknown]
    for part in parts:
        found += [Fault(s.path, part.place, says) for s in part.spots if (says := _text_fault(part, s))]
    if kind.subject and kind.subject[-1].when:
        last = len(kind.subject) - 1
        says = _("The last subject must have no condition, or some letters would have none.")
        found.append(Fault(("subject", last), parts[last].place, says))
    if not kind.body:
        found.append(
            Fault(("body",), _("Body of the letter"), _("A letter needs at least one part in its body."))
        )
    if len(parts) > MOST_PARTS:
        found.append(Fault((), "", _("A letter has at most {n} parts.").format(n=MOST_PARTS)))
    order = {part.path: n for n, part in enumerate(parts)}
    return tuple(sorted(found, key=lambda fault: order.get(part_path(fault.path, parts), 0)))


def part_path(path: Path, parts: tuple[Part, ...]) -> Path:
    """The path of the part in which a text stands."""
    for part in parts:
        if part.path == path or any(spot.path == path for spot in part.spots):
            return part.path
    return path


def _text_fault(part: Part, spot: Spot) -> str:
    if spot.is_number:
        if spot.text and not (spot.text.isdecimal() and int(spot.text) <= MOST_COPIES * 10):
            return _("Write a number here.")
        return ""
    if len(spot.text) > LONGEST:
        return _(
            "This text is longer than {n} characters; please shorten it or make several parts of it."
        ).format(n=LONGEST)
    if not spot.takes_words and ("{" in spot.text or "}" in spot.text):
        return _("No field may stand here; please write plain words.")
    if OPENS in spot.text or CLOSES in spot.text:
        return _("A field is not closed; choose it anew from the list with Ctrl+Space.")
    if nfc(spot.text) != spot.text or "\n" in spot.text or "\t" in spot.text:
        return _("There are characters here that do not print; please type the text anew.")
    if not spot.text.strip() and (len(part.spots) == 1 or part.sort == "annex" and spot is part.spots[0]):
        return _("This part is empty; write its text or remove it.")
    if part.sort == "field" and spot.path[-1] in {"vi", "en"} and not spot.text.strip():
        return _("An own field needs its label in both languages.")
    return ""


def path_of(kind: LetterKind, fault: WordingFault) -> Path:
    """The path of the text or part that a fault of the reader names."""
    path: list[str | int] = []
    for step in fault.where.split(": ")[1:]:
        found = _STEP.match(step)
        if found is None:
            break
        path += [_STEPS.get(found[1], found[1]), int(found[2]) - 1]
    if fault.key in {"when", "each"} or (path and path[-2] == "signers"):
        return tuple(path)
    return (*path, fault.key)


def _said(kind: LetterKind, parts: tuple[Part, ...], fault: WordingFault) -> Fault:
    path = path_of(kind, fault)
    at = part_path(path, parts)
    part = next((p for p in parts if p.path == at or p.path == path[: len(p.path)]), None)
    return Fault(path, part.place if part else "", _sentence(kind, fault, part.each if part else ""))


def _sentence(kind: LetterKind, fault: WordingFault, each: str) -> str:
    known = choices(kind, each)
    name = fault.name.strip("{}").removesuffix("?")
    match fault.what:
        case "word":
            return _unknown_word(name, nearest(name, known))
        case "condition":
            near = {fold(condition): condition for condition in conditions(kind)}
            meant = next((near[x] for x in near if x.startswith(fold(name)[:5])), "")
            says = _("The condition “{name}” does not exist.").format(name=name)
            return (
                f"{says} {_('The nearest is “{near}”.').format(near=condition_words(kind, meant))}"
                if meant
                else says
            )
        case "list":
            return _("The list “{name}” does not exist.").format(name=name)
        case _:
            names = [c.name for c in known]
            strange = next((w for w in _BRACED.findall(fault.name) if w.removesuffix("?") not in names), "")
            if strange:
                return _unknown_word(strange, nearest(strange, known))
            return _("A brace stands alone here; choose fields from the list with Ctrl+Space.")


def _unknown_word(name: str, near: object) -> str:
    label = getattr(near, "label", "")
    if label:
        return _("The field “{name}” does not exist; the nearest is “{near}”.").format(name=name, near=label)
    return _("The field “{name}” does not exist; choose one from the list with Ctrl+Space.").format(name=name)
