"""Kiểm tra thể thức: the deviations of a finished PDF from Nghị định 30/2020, each with clause, place, found, expected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.linting.components import Paper, Place
from models.linting.reading import read
from models.linting.recognising import recognise
from models.linting.rules import Fault, all_checks, clause_of, component_of, label_of, sentence_of, table


@dataclass(frozen=True, slots=True)
class Deviation:
    """One place where a paper leaves the decree. *box* is left, top, right, bottom in points, where there is a place."""

    rule: str
    clause: str
    component: str
    page: int
    found: str
    expected: str
    says: str
    box: Place | None = None

    def as_dict(self) -> dict[str, object]:
        """As the command prints it."""
        return {
            "clause": self.clause, "component": self.component, "page": self.page, "found": self.found,
            "expected": self.expected, "says": self.says, "rule": self.rule,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recognised:
    """A component that was found: its name in the rules, what it is called, page, words, place."""

    name: str
    label: str
    page: int
    text: str
    box: Place


@dataclass(frozen=True, slots=True)
class Report:
    """What the check of one paper found."""

    deviations: tuple[Deviation, ...]
    components: tuple[Recognised, ...]
    pages: int

    @property
    def is_right(self) -> bool:
        """Whether the paper keeps every rule that can be measured."""
        return not self.deviations


def lint(pdf: bytes | Path) -> Report:
    """Checks a paper. Raises OfficeError for what cannot be read or measured: damaged, encrypted, empty, a scan."""
    paper = recognise(read(pdf))
    faults = [fault for check in all_checks() for fault in check(paper)]
    unique = {(f.rule, component_of(f), f.page, f.found): f for f in reversed(faults)}
    ordered = sorted(unique.values(), key=lambda f: (f.page, f.box[1] if f.box else 0.0, f.rule))
    return Report(tuple(_deviation(f) for f in ordered), _recognised(paper), len(paper.leaves))


def _deviation(fault: Fault) -> Deviation:
    return Deviation(
        fault.rule, clause_of(fault), label_of(component_of(fault)), fault.page, fault.found, fault.expected,
        sentence_of(fault), fault.box,
    )  # fmt: skip


def _recognised(paper: Paper) -> tuple[Recognised, ...]:
    made: list[Recognised] = []
    for name, lines in paper.styled.items():
        if name not in table()["component"] or name.startswith("body_"):
            continue
        for page in sorted({x.page for x in lines}):
            own = [x for x in lines if x.page == page]
            box = (
                min(x.x0 for x in own),
                min(x.top for x in own),
                max(x.x1 for x in own),
                max(x.bottom for x in own),
            )
            made.append(Recognised(name, label_of(name), page, " ".join(x.text for x in own), box))
    return tuple(sorted(made, key=lambda r: (r.page, r.box[1], r.box[0])))
