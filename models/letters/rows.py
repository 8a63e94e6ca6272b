"""The rows of a letter: members, legs, money, findings … each with its words, for tables and lists."""

from __future__ import annotations

from collections.abc import Iterable

from models.appraisal.facts import DossierFacts, Member, Paper
from models.appraisal.findings import Finding
from models.catalogue.kinds import kinds
from models.letters.changes import earlier_rows
from models.letters.facts import Item, LetterFacts
from models.letters.figures import figure_rows
from models.letters.row_words import RowWords, member_row, table_row
from models.letters.vietnamese import grouped, money, padded, point_letter, short_date
from models.letters.wording import (
    clause,
    consulted,
    country,
    department_of,
    failures,
    funded,
    label,
    open_consultations,
    paper,
    phrase,
    reasons,
    result_of,
    stay_of,
    where_of,
)

ANSWERS = frozenset({"agreed", "agreed_with", "disagreed"})
"""Answers of a consultation that are answers; the others are still open."""
PARTY_TIERS = frozenset({"standing", "party_committee"})
"""Who is managed by the party committee; it is asked before he goes abroad."""


def _finding_row(finding: Finding) -> RowWords:
    return {
        "title": clause(finding.title),
        "says": clause(finding.says),
        "result": result_of(finding),
        "basis": clause(finding.basis),
        "reason": clause(finding.waived_reason),
    }


def _dossier_rows(name: str, dossier: DossierFacts) -> list[RowWords] | None:
    match name:
        case "members":
            return [member_row(m) for m in dossier.members]
        case "managed":
            return [_managed_row(m) for m in dossier.members if m.management_tier in PARTY_TIERS]
        case "legs":
            return [
                {
                    "where": where_of(country(x.country), [clause(x.place)]),
                    "place": clause(x.place),
                    "period": stay_of(x.from_on, x.to_on),
                    "host": clause(x.host),
                }
                for x in dossier.legs
            ]
        case "funding":
            return [
                {
                    "phrase": funded(x), "source": label("funding_sources", x.source), "amount": money(x.amount),
                    "sum": grouped(x.amount) if x.amount else "", "payer": clause(x.payer), "note": clause(x.note),
                }
                for x in dossier.funding
            ]  # fmt: skip
        case "opinions":
            return [
                {
                    "at": str(n),
                    "body": label("consulted", x.asked_of),
                    "answer": phrase(f"answer.{x.answer}"),
                    "paper": paper(x.answer_number, x.answered_on),
                }
                for n, x in enumerate(dossier.consultations)
                if x.answer in ANSWERS
            ]
        case "border_legs":
            return [
                {"at": str(n), "place": clause(x.place), "period": stay_of(x.from_on, x.to_on)}
                for n, x in enumerate(dossier.legs)
                if x.is_border_commune
            ]
        case "papers":
            return _paper_rows(dossier, dossier.papers)
        case "handed":
            return _paper_rows(dossier, [x for x in dossier.papers if x.state == "present"])
        case "tasks":
            found = [table_row(("unit", "task", "due_on"), r) for r in dossier.rows.get("tasks", ())]
            return [{"unit": r["unit"], "task": r["task"], "due": r["due_on"]} for r in found]
        case "programme":
            columns = ("on", "hours", "content", "place", "in_charge")
            return _with_days([table_row(columns, r) for r in dossier.rows.get("programme", ())])
        case _:
            return None


def _managed_row(member: Member) -> RowWords:
    """Somebody whom the party committee manages, with his party post and whose approval he needs."""
    tier = label("management_tiers", member.management_tier)
    return {**member_row(member), "party_post": clause(member.party_post), "tier": tier}


def _paper_rows(dossier: DossierFacts, papers: Iterable[Paper]) -> list[RowWords]:
    labels = {p.code: p.label.vi for p in kinds()[dossier.kind].papers} if dossier.kind in kinds() else {}
    return [
        {
            "name": labels.get(x.code, clause(x.code)),
            "state": label("paper_states", x.state),
            "note": clause(x.note),
        }
        for x in papers
    ]


def _with_days(rows: list[RowWords]) -> list[RowWords]:
    """The rows of a programme; "day" is said where a new day begins."""
    said = ""
    for row in rows:
        row["day"] = "" if row["on"] == said else row["on"]
        said = row["on"]
    return rows


def _asked_rows(facts: LetterFacts) -> list[RowWords]:
    """The bodies whose opinion is asked for, each with its own last day to answer."""
    if facts.dossier is None:
        return []
    return [
        {"body": consulted(x, department_of(facts)), "due_on": short_date(x.due_on) if x.due_on else ""}
        for x in open_consultations(facts.dossier)
    ]


def _item_row(item: Item) -> RowWords:
    """What is asked for or refused; "grounds" is the sentence with its basis, empty for what the office adds of its own."""
    basis = clause(item.basis)
    return {
        "what": clause(item.what),
        "basis": basis,
        "grounds": phrase("ask.grounds", basis=basis) if basis else "",
    }


def rows_of(name: str, facts: LetterFacts) -> list[RowWords]:
    """The rows of a list of the vocabulary, each with its words.

    "number" counts from 1, "letter" from a, "at" is the place in the form's table, from 0.
    """
    found: list[RowWords] | None = None
    match name:
        case "findings":
            found = [_finding_row(f) for f in facts.findings]
        case "failures":
            found = [_finding_row(f) for f in failures(facts)]
        case "asks":
            found = [_item_row(x) for x in facts.asks]
        case "reasons":
            found = [_item_row(x) for x in reasons(facts)]
        case "asked":
            found = _asked_rows(facts)
        case "owed":
            found = [
                {
                    "title": clause(x.title),
                    "decision": clause(x.decision),
                    "returned_on": short_date(x.returned_on) if x.returned_on else "",
                    "due_on": short_date(x.due_on),
                    "days_late": padded(max((facts.day - x.due_on).days, 0)),
                }
                for x in facts.owed
            ]
        case _:
            found = earlier_rows(name, facts)
            if found is None:
                found = figure_rows(name, facts.figures, facts.plan)
            if found is None:
                found = _dossier_rows(name, facts.dossier) if facts.dossier else []
    if found is None:
        raise KeyError(name)
    return [
        {"number": str(n + 1), "letter": point_letter(n), "at": str(n), **row} for n, row in enumerate(found)
    ]
