"""What a check answers, and the register of checks that rules may name.

To add a sort of check, write one function under ``@check("its_name", words=(…))`` in a ``checks_*`` module: it takes the facts
and its parameters, named and typed, and returns an ``Outcome``, or None while the dossier does not yet hold what it needs.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin, get_type_hints

from models.appraisal.facts import DossierFacts


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict of a check. *facts* are JSON-able and enough to recompute it; *words* are the Vietnamese fragments for the
    rule's sentences, one for each placeholder the check declares; *fields* are the form fields it speaks about.
    """

    passed: bool
    facts: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    fields: tuple[str, ...] = ()


CheckFunction = Callable[..., Outcome | None]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a check: its type hint, and whether a rule must give it."""

    name: str
    hint: Any
    is_required: bool


@dataclass(frozen=True, slots=True)
class Check:
    """A registered sort of check; *words* are the placeholders it fills besides its parameters."""

    name: str
    run: CheckFunction
    parameters: Mapping[str, Parameter]
    words: frozenset[str]

    def faults(self, given: Mapping[str, Any]) -> list[str]:
        """What is wrong with the parameters a rule gives: unknown, missing, of another type. Empty when all is right."""
        found = [f"unknown parameter {name}" for name in given if name not in self.parameters]
        for name, parameter in self.parameters.items():
            if name not in given:
                if parameter.is_required:
                    found.append(f"parameter {name} is missing")
            elif not _is_of(given[name], parameter.hint):
                found.append(f"parameter {name} is not {parameter.hint}")
        return found


CHECKS: dict[str, Check] = {}


def check(name: str, *, words: tuple[str, ...] = ()) -> Callable[[CheckFunction], CheckFunction]:
    """Registers a function as a sort of check under *name*."""

    def register(run: CheckFunction) -> CheckFunction:
        if name in CHECKS:
            raise ValueError(f"the check {name} stands twice")
        hints = get_type_hints(run)
        parameters = {
            p.name: Parameter(p.name, hints[p.name], p.default is inspect.Parameter.empty)
            for p in inspect.signature(run).parameters.values()
            if hints[p.name] is not DossierFacts
        }
        CHECKS[name] = Check(name, run, parameters, frozenset(words))
        return run

    return register


def _is_of(value: Any, hint: Any) -> bool:
    """Whether a TOML value fits a type hint: int, bool, str, list[…] or dict[str, …]."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is list:
        return isinstance(value, list) and all(_is_of(x, inner[0]) for x in value)  # pyright: ignore[reportUnknownVariableType]
    if origin is dict:
        return isinstance(value, Mapping) and all(
            isinstance(k, str) and _is_of(v, inner[1])
            for k, v in value.items()  # pyright: ignore[reportUnknownVariableType]
        )
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, hint)
