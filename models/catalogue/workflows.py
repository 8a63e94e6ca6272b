"""Workflows: the life of a dossier as a set of pairs that a person can draw."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import resources
from models.catalogue.reading import Block, unique
from resources.i18n import Words


class Role(StrEnum):
    """What a person of the office may be; one person may be several."""

    OFFICER = "officer"
    DIVISION_HEAD = "head"
    DIRECTOR = "director"
    CLERK = "clerk"
    ADMINISTRATOR = "admin"
    INSPECTOR = "inspector"


# Guards that models.work knows; each is a function there, checked by a house test.
GUARDS = frozenset(
    {"no_open_stop", "consultations_answered", "asks_given", "submission_issued", "decision_issued",
     "report_recorded", "returned_home", "complete"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A stage of a dossier. *work_of* are the roles on whose desk it lies; *days* the working days it may lie there."""

    name: str
    label: Words
    work_of: tuple[Role, ...] = ()
    is_final: bool = False
    is_waiting: bool = False
    days: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """A step a person (or the calendar, with no roles) may take."""

    name: str
    label: Words
    from_states: tuple[str, ...]
    to: str
    roles: tuple[Role, ...]
    guards: tuple[str, ...] = ()
    needs_reason: bool = False
    key: str = ""
    style: str = ""  # "primary" is the one main act of a state, "danger" cannot be taken lightly
    undoable: bool = True


@dataclass(frozen=True, slots=True)
class Workflow:
    """A named set of states and transitions; *start* is the state of a lodged dossier."""

    name: str
    start: str
    states: dict[str, State]
    transitions: tuple[Transition, ...]

    def steps_from(self, state: str) -> tuple[Transition, ...]:
        """The transitions that leave *state*, in the order of the file."""
        return tuple(t for t in self.transitions if state in t.from_states)

    def transition(self, name: str) -> Transition:
        """The transition of that name. Raises KeyError."""
        for t in self.transitions:
            if t.name == name:
                return t
        raise KeyError(name)


def _state(block: Block) -> State:
    out = State(
        name=block.text("name"),
        label=block.words("label"),
        work_of=tuple(Role(r) for r in block.texts("work_of", [])),
        is_final=block.get("is_final", bool, False),
        is_waiting=block.get("is_waiting", bool, False),
        days=block.get("days", int, None),
        basis=block.text("basis", ""),
    )
    block.done()
    return out


def _transition(block: Block) -> Transition:
    out = Transition(
        name=block.text("name"),
        label=block.words("label"),
        from_states=block.texts("from"),
        to=block.text("to"),
        roles=tuple(Role(r) for r in block.texts("roles")),
        guards=block.texts("guards", []),
        needs_reason=block.get("needs_reason", bool, False),
        key=block.text("key", ""),
        style=block.text("style", ""),
        undoable=block.get("undoable", bool, True),
    )
    block.done()
    if unknown := set(out.guards) - GUARDS:
        raise block.fail(f"unknown guard {', '.join(sorted(unknown))}")
    return out


def _check(flow: Workflow, where: str) -> None:
    top = Block({}, where)
    for t in flow.transitions:
        for s in (*t.from_states, t.to):
            if s not in flow.states:
                raise top.fail(f"{t.name} names the unknown state {s}")
    reached, todo = {flow.start}, [flow.start]
    while todo:
        for t in flow.steps_from(todo.pop()):
            if t.to not in reached:
                reached.add(t.to)
                todo.append(t.to)
    if missing := set(flow.states) - reached:
        raise top.fail(f"never reached: {', '.join(sorted(missing))}")
    for s in flow.states.values():
        if not s.is_final and not any(t.to != s.name for t in flow.steps_from(s.name)):
            raise top.fail(f"{s.name} is not final but cannot be left")


def _workflow(name: str) -> Workflow:
    top = Block(resources.load_toml(name), name)
    states = [_state(b) for b in top.blocks("state")]
    steps = tuple(_transition(b) for b in top.blocks("transition"))
    unique((s.name for s in states), name)
    unique((t.name for t in steps), name)
    flow = Workflow(top.text("name"), top.text("start"), {s.name: s for s in states}, steps)
    top.done()
    _check(flow, name)
    return flow


@cache
def workflows() -> dict[str, Workflow]:
    """All workflows by name. Raises CatalogueError when a state cannot be reached or left."""
    found = [_workflow(name) for name in resources.names("workflows")]
    return {w.name: w for w in found}
