"""One entry of a list, and a country: typed folded ("lao" finds Lào), kept as code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forms.fields.base import register
from forms.fields.picking import PickInput
from forms.spec import Match, Matches
from models.catalogue import lists
from models.text import fold


def fitting(text: str, entries: Mapping[str, lists.Item]) -> list[Match]:
    """Entries with a word that begins with each typed word, those beginning with the whole text first."""
    wanted = fold(text)
    words = wanted.split(" ") if wanted else []
    first: list[Match] = []
    rest: list[Match] = []
    for item in entries.values():
        name = fold(str(item.label))
        parts = name.replace("-", " ").split(" ")
        if name.startswith(wanted):
            first.append(Match(str(item.label)))
        elif all(any(p.startswith(w) for p in parts) for w in words):
            rest.append(Match(str(item.label)))
    return first + rest


@register("choice")
class ChoiceInput(PickInput):
    """One entry of a reference list."""

    def ask(self, text: str, then: Callable[[Matches], None]) -> None:
        """Entries whose words begin with what was typed."""
        then(fitting(text, lists.items(self.spec.list)))


@register("country")
class CountryInput(PickInput):
    """A country by its Vietnamese or English name, a short form (TQ) or its code."""

    def ask(self, text: str, then: Callable[[Matches], None]) -> None:
        """Countries by name; what people also write (aliases) leads to its country."""
        found = fitting(text, lists.countries()) if text else fitting("", lists.countries())
        code = lists.country_code(text) if text else None
        if code:
            label = lists.country(code)
            found = [Match(label)] + [m for m in found if m.label != label]
        then(found[:60])
