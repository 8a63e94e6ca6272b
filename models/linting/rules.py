"""What the rules are called and say (``resources/lists/layout_rules.toml``), and the checks that were registered for them.

A check is a function that gets the recognised paper and yields faults; it names the rules it judges::

    @check("motto_rule", "motto_rule_length")
    def motto_rule(paper: Paper) -> Iterator[Fault]: ...

Figures come from the table of the rule or of the component, never from the program that draws letters.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from models.linting.components import Paper, Place
from models.linting.lines import Line
from resources import i18n, load_toml
from resources.i18n import Words

MM = 72 / 25.4
LONGEST_SAMPLE = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One deviation before it is put into words. *component* only where the rule is not about one component alone."""

    rule: str
    page: int
    found: str = ""
    expected: str = ""
    component: str = ""
    box: Place | None = None
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


Check = Callable[[Paper], Iterable[Fault]]
C = TypeVar("C", bound=Callable[[Paper], Iterator[Fault]])
_checks: list[Check] = []
_judged: set[str] = set()


def check(*rules: str) -> Callable[[C], C]:
    """Registers a function as the judge of these rules. Raises KeyError for a rule that has no sentence."""
    for name in rules:
        _ = table()["rule"][name]

    def register(function: C) -> C:
        _checks.append(function)
        _judged.update(rules)
        return function

    return register


@cache
def load_all() -> None:
    """Imports every module of checks."""
    from models.linting import checks

    for module in pkgutil.iter_modules(checks.__path__):
        import_module(f"{checks.__name__}.{module.name}")


def all_checks() -> list[Check]:
    """Every check, in the order of registration."""
    load_all()
    return _checks


def judged() -> frozenset[str]:
    """The rules that some check judges."""
    load_all()
    return frozenset(_judged)


def table() -> dict[str, Any]:
    """The data of the rules."""
    return load_toml("lists/layout_rules.toml")


def component(name: str) -> dict[str, Any]:
    """What is prescribed for a component."""
    found: dict[str, Any] = table()["component"][name]
    return found


def rule(name: str) -> dict[str, Any]:
    """The table of a rule."""
    found: dict[str, Any] = table()["rule"][name]
    return found


def tolerance(name: str) -> float:
    """How far something may lie off."""
    return float(table()["tolerance"][name])


def component_of(fault: Fault) -> str:
    """The name of the component that a fault is about."""
    return fault.component or str(rule(fault.rule)["component"])


def clause_of(fault: Fault) -> str:
    """Where the decree says it: the rule's own clause, else that of the component."""
    return str(rule(fault.rule).get("clause") or component(component_of(fault))["clause"])


def label_of(name: str) -> str:
    """What a component is called."""
    return str(Words.of(component(name)["label"], name))


def sentence_of(fault: Fault) -> str:
    """One sentence for a clerk."""
    says = str(Words.of(rule(fault.rule)["says"], fault.rule))
    return says.format(
        component=label_of(component_of(fault)), found=fault.found, expected=fault.expected, **fault.facts
    )


def phrase(name: str, **facts: str) -> str:
    """Words of a found or expected value."""
    return str(Words.of(table()["phrases"][name], name)).format(**facts)


def named(name: str) -> str:
    """The name of a style ("đậm")."""
    return str(Words.of(table()["words"]["names"][name], name))


def figure(value: float, digits: int = 1) -> str:
    """A number as the language writes it, without idle zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return text.replace(".", ",") if i18n.language() == "vi" else text


def points(value: float) -> str:
    """A distance in points."""
    return f"{figure(value)} pt"


def mm(value: float) -> str:
    """A length given in points, in millimetres."""
    return f"{figure(value / MM)} mm"


def between(low: float, high: float, unit: str = "") -> str:
    """A range as prescribed."""
    words = figure(low) if low == high else f"{figure(low)}–{figure(high)}"
    return f"{words} {unit}".strip()


def sample(text: str) -> str:
    """The beginning of a text, for a sentence."""
    return text if len(text) <= LONGEST_SAMPLE else text[: LONGEST_SAMPLE - 1].rstrip() + "…"


def at(line: Line) -> dict[str, Any]:
    """Page and place of a line, for a fault."""
    return {"page": line.page, "box": line.box}
