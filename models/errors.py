"""What the person at the desk can act on.

``OfficeError`` carries a code and the facts; the sentence for the code stands in ``resources/lists/refusals.toml`` in both
languages. Anything else that is raised is ours to repair.
"""

from __future__ import annotations

from typing import Any

from resources import load_toml
from resources.i18n import Words


class OfficeError(Exception):
    """A refusal that says what is wrong and what to do. *code* names the sentence, *facts* fill it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        entry = load_toml("lists/refusals.toml").get(self.code)
        if entry is None:
            raise KeyError(f"no sentence for refusal {self.code!r}")
        shown = {k: "…" if v is None else v for k, v in self.facts.items()}
        return str(Words.of(entry, self.code)).format(**shown)
