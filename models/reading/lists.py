"""Every list that can be scrolled, by name. A new list is one source and one line here."""

from __future__ import annotations

from typing import Any

from models.reading.arrivals import ARRIVALS_LIST
from models.reading.dossiers import DOSSIERS
from models.reading.letters import LETTERS
from models.reading.owed import OWED
from models.reading.people import ORGANISATIONS, PEOPLE
from models.reading.queues import QueueSource
from models.reading.spine import ListSource
from models.store.units import Actor

LISTS: dict[str, ListSource[Any]] = {
    s.name: s for s in (DOSSIERS, LETTERS, PEOPLE, ORGANISATIONS, OWED, ARRIVALS_LIST)
}


def source_of(name: str, actor: Actor) -> ListSource[Any]:
    """The source of a list as that person sees it. Raises KeyError for an unknown list."""
    return QueueSource(actor) if name == "queue" else LISTS[name]
