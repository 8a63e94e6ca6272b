"""The words of one row of a letter: somebody who travels, a line as typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.appraisal.facts import Member
from models.letters.vietnamese import named, short_date
from models.letters.wording import clause, country, grade_of, honorific, label, phrase, post_of

RowWords = dict[str, str]


def member_row(member: Member) -> RowWords:
    """The words of somebody who travels."""
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


def table_row(columns: tuple[str, ...], row: Any) -> RowWords:
    """The words of a row as typed."""
    out: RowWords = {}
    for column in columns:
        value = row.get(column)
        out[column] = short_date(value) if isinstance(value, date) else clause(value)
    return out
