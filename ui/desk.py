"""Desk: what a person at work has before him. Handed down to every page, never global."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ui.seat import Seat

if TYPE_CHECKING:
    from models.catalogue.workflows import Role
    from models.store.units import Actor, Store
    from ui.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Desk:
    """The store, the jobs, who sits here and what this seat remembers.

    *office* is the office's name as the top of the window shows it, *is_sample* whether the store is the invented one.
    """

    store: Store
    jobs: Jobs
    actor: Actor
    seat: Seat
    office: str = ""
    is_sample: bool = False
    where: str = field(default="")

    def may(self, roles: frozenset[Role] | None) -> bool:
        """Whether the person may do what *roles* may; None means everybody."""
        return roles is None or bool(roles & self.actor.roles)


__all__ = ["Desk", "Seat"]
