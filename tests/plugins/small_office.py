"""A desk in front of the small furnished office, on the day around which its journeys lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def small_desk(make_desk: Callable[..., object]) -> Iterator[Callable[..., object]]:
    """Makes the desk of somebody with these roles (all of them, when none is named); the clock stands."""
    from models import clock
    from tests.ui import small_office

    with clock.at(small_office.TODAY):
        first = make_desk(small_office.actor_of())
        small_office.furnish(first.store)  # type: ignore[attr-defined]

        def make(*roles: object, **more: object) -> object:
            return make_desk(small_office.actor_of(*roles), **more) if roles or more else first  # type: ignore[arg-type]

        yield make
