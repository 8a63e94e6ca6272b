"""The invented figures and plan of a sample letter, as ``sample.toml`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.letters.figures import Family, Figures, Journey, Reports, Share, YearPlan


def sample_figures(data: Mapping[str, Any]) -> Figures:
    """The figures of a period; countries and purposes are written as [code, delegations, people]."""
    made: dict[str, Any] = {**data, "before": tuple(data["before"]) if "before" in data else None}
    for name in ("outgoing", "private", "incoming"):
        family: dict[str, Any] = dict(data.get(name, {}))
        for shares in ("countries", "purposes"):
            family[shares] = tuple(Share(*row) for row in family.get(shares, ()))
        made[name] = Family(**family)
        made[f"{name}_list"] = _journeys(data.get(f"{name}_list", []))
    made["reports"] = Reports(**data.get("reports", {}))
    return Figures(**made)


def sample_plan(data: Mapping[str, Any]) -> YearPlan:
    """The plan of a year."""
    return YearPlan(data["year"], _journeys(data["journeys"]))


def _journeys(rows: list[Mapping[str, Any]]) -> tuple[Journey, ...]:
    empty: dict[str, Any] = {"from_on": None, "to_on": None}
    made: list[dict[str, Any]] = [{**empty, **row, "countries": tuple(row["countries"])} for row in rows]
    return tuple(Journey(**row) for row in made)
