"""The invented example of each kind of letter (``sample.toml``): what test prints and the editor of wording show.

The office and its authorities stand once in ``resources/letters/sample_office.toml``. All people and papers are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

import resources
from models.appraisal.facts import Consultation, DossierFacts, Funding, Leg, Member, Paper
from models.appraisal.findings import Finding, Severity
from models.catalogue.kinds import kinds
from models.letters.facts import Item, LetterFacts, LetterRef, OfficeProfile, OwedReport, SigningAuthority

T = TypeVar("T")


def sample(code: str) -> LetterFacts:
    """The example facts of a kind of letter. Raises FileNotFoundError when it has none."""
    data = resources.load_toml(f"letters/{code}/sample.toml")
    shared = resources.load_toml("letters/sample_office.toml")
    authorities = {name: _made(SigningAuthority, row) for name, row in shared["authority"].items()}
    office = OfficeProfile(**_plain(shared["office"]), signing=authorities["office"])
    plain = {k: v for k, v in data.items() if k not in _TABLES}
    made: dict[str, Any] = {k: _rows(kind, data.get(k, [])) for k, kind in _LISTS.items() if k in data}
    if "dossier" in data:
        made["dossier"] = _dossier(data["dossier"])
    if "authority" in data:
        made["authority"] = authorities[data["authority"]]
    if "submission" in data:
        made["submission"] = _made(LetterRef, data["submission"])
    if "finding" in data:
        made["findings"] = tuple(_finding(row, data["day"]) for row in data["finding"])
    return LetterFacts(office=office, **plain, **made)


_LISTS: dict[str, type[Any]] = {"asks": Item, "reasons": Item, "owed": OwedReport, "previous": LetterRef}
_TABLES = {*_LISTS, "dossier", "authority", "submission", "finding"}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(cast("list[Any]", v)) if isinstance(v, list) else v for k, v in row.items()}


def _made(kind: type[T], row: Mapping[str, Any]) -> T:
    return kind(**_plain(row))


def _rows(kind: type[T], rows: list[Mapping[str, Any]]) -> tuple[T, ...]:
    return tuple(_made(kind, row) for row in rows)


def _finding(row: Mapping[str, Any], day: Any) -> Finding:
    plain = _plain(row)
    plain["severity"] = Severity(row["severity"])
    return Finding(rule="sample", edition=day, **plain)


def _dossier(data: Mapping[str, Any]) -> DossierFacts:
    kind = kinds()[data["kind"]]
    rows = {name: tuple(table) for name, table in data.get("rows", {}).items()}
    return DossierFacts(
        kind=kind.code,
        direction=kind.direction,
        values=_plain(data["values"]),
        legs=_rows_with(
            Leg, data.get("legs", []), {"country": "", "place": "", "from_on": None, "to_on": None}
        ),
        members=_rows(Member, data.get("members", [])),
        funding=_rows_with(Funding, data.get("funding", []), {"amount": 0}),
        papers=_rows(Paper, data.get("papers", [])),
        consultations=_rows(Consultation, data.get("consultations", [])),
        rows=rows,
    )


def _rows_with(kind: type[T], rows: list[Mapping[str, Any]], defaults: Mapping[str, Any]) -> tuple[T, ...]:
    return tuple(_made(kind, {**defaults, **row}) for row in rows)
