"""The last net before a letter reaches paper: its finished pages are measured against the decree."""

from __future__ import annotations

from models.errors import OfficeError
from models.linting.linter import lint

_MOST = 3  # deviations named in the refusal; the page "Kiểm tra thể thức" shows all


def in_form(pdf: bytes) -> bytes:
    """The same bytes, when they keep Phụ lục I. Raises OfficeError("letter_not_in_form") with what deviates."""
    found = lint(pdf).deviations
    if found:
        says = list(dict.fromkeys(d.says for d in found))
        raise OfficeError("letter_not_in_form", count=len(found), what=" ".join(says[:_MOST]))
    return pdf
