"""Desk: what a person at work has before him. Handed down to every page, never global."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ui.seat import Seat

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

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


def desk_of(widget: QWidget | None) -> Desk | None:
    """The desk of the page that a widget belongs to; None for one that belongs to none (before signing in, tests)."""
    while widget is not None:
        desk = getattr(widget, "desk", None)
        if isinstance(desk, Desk):
            return desk
        widget = widget.parentWidget()
    return None


def jobs_of(widget: QWidget | None) -> Jobs | None:
    """The background of the desk that a widget belongs to."""
    desk = desk_of(widget)
    return desk.jobs if desk is not None else None


__all__ = ["Desk", "Seat", "desk_of", "jobs_of"]
