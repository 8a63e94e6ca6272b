"""The rows of a letter: members, legs, money, findings … each with its words, for tables and lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.appraisal.facts import DossierFacts, Member
from models.appraisal.findings import Finding
from models.catalogue.kinds import kinds
from models.letters.facts import Item, LetterFacts
from models.letters.vietnamese import money, named, padded, point_letter, short_date
from models.letters.wording import (
    clause,
    country,
    failures,
    funded,
    grade_of,
    honorific,
    label,
    paper,
    phrase,
    post_of,
    reasons,
    result_of,
    stay_of,
    where_of,
)

RowWords = dict[str, str]
ANSWERS = frozenset({"agreed", "agreed_with", "disagreed"})
"""Answers of a consultation that are answers; the others are still open."""


def _member_row(member: Member) -> RowWords:
    name, grade = clause(member.full_name), grade_of(member)
    role = "" if member.role == "member" else label("member_roles", member.role)
    behind = (
        phrase("post.in_brackets", grade=grade) if grade else "",
        phrase("post.role", role=role) if role else "",
    )
    return {
        "begins": named(honorific(member), name, begins=True),
        "name": name,
        "post": post_of(member),
        "position": clause(member.position),
        "unit": clause(member.organisation),
        "role": role,
        "grade": grade,
        "behind": "".join(behind),
        "grade_code": clause(member.grade_code),
        "grade_step": clause(member.grade_step),
        "category": clause(member.category),
        "note": clause(member.note),
        "nationality": country(member.nationality),
        "native_name": clause(member.native_name),
        "passport": clause(member.passport_number),
        "born": short_date(member.born_on) if member.born_on else "",
        "sex": label("sexes", member.sex) if member.sex else "",
    }


def _table_row(columns: tuple[str, ...], row: Any) -> RowWords:
    out: RowWords = {}
    for column in columns:
        value = row.get(column)
        out[column] = short_date(value) if isinstance(value, date) else clause(value)
    return out


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
            return [_member_row(m) for m in dossier.members]
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
                    "payer": clause(x.payer), "note": clause(x.note),
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
        case "papers":
            labels = (
                {p.code: p.label.vi for p in kinds()[dossier.kind].papers} if dossier.kind in kinds() else {}
            )
            return [
                {
                    "name": labels.get(x.code, clause(x.code)),
                    "state": label("paper_states", x.state),
                    "note": clause(x.note),
                }
                for x in dossier.papers
            ]
        case "tasks":
            found = [_table_row(("unit", "task", "due_on"), r) for r in dossier.rows.get("tasks", ())]
            return [{"unit": r["unit"], "task": r["task"], "due": r["due_on"]} for r in found]
        case "programme":
            columns = ("on", "hours", "content", "place", "in_charge")
            return [_table_row(columns, r) for r in dossier.rows.get("programme", ())]
        case _:
            return None


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
            found = _dossier_rows(name, facts.dossier) if facts.dossier else []
    if found is None:
        raise KeyError(name)
    return [
        {"number": str(n + 1), "letter": point_letter(n), "at": str(n), **row} for n, row in enumerate(found)
    ]
