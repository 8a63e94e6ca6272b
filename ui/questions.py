"""Which page shows the answer to a question: a figure carries a question, and pressing it opens the list behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.pages import Place

if TYPE_CHECKING:
    from models.reading.spine import Question

# The page of a list where it is not named like the list.
PAGE_OF_LIST = {"queue": "review"}


def place_of(question: Question) -> Place:
    """Where the list that answers *question* stands."""
    return Place(PAGE_OF_LIST.get(question.list, question.list), options={"question": question})
