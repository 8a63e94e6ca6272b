"""Letter kinds as data: every word, condition and list they name exists, and faults are named with their place."""

from __future__ import annotations

import copy
import itertools
from datetime import date
from typing import Any

import pytest

import resources
from models.catalogue.kinds import kinds
from models.catalogue.legal_bases import bases_on, legal_bases, legal_topics
from models.catalogue.letter_kinds import letter_kinds, read_letter_kind
from models.catalogue.letter_vocabulary import vocabulary, words_in
from models.catalogue.reading import CatalogueError
from models.letters.composing import FORM_TABLES

SHIPPED = {
    "submission_send", "decision_send", "decision_private", "submission_receive", "consent_receive",
    "supplement_slip", "report_reminder", "refusal", "appraisal_sheet",
}  # fmt: skip


def raw(code: str) -> dict[str, Any]:
    return copy.deepcopy(resources.load_toml(f"letters/{code}/letter.toml"))


def test_every_kind_is_read_and_has_a_sample() -> None:
    assert set(letter_kinds()) >= SHIPPED
    for code in letter_kinds():
        assert resources.as_path(f"letters/{code}/sample.toml").is_file()


def test_dossier_kinds_name_letters_that_exist() -> None:
    for kind in kinds().values():
        assert set(kind.letters.values()) <= set(letter_kinds())


def test_last_wording_of_a_subject_is_for_every_case() -> None:
    for kind in letter_kinds().values():
        assert kind.subject[-1].when == ()


def test_words_point_at_fields_that_a_form_can_show() -> None:
    names = {f.name for kind in kinds().values() for f in kind.fields}
    names |= {s.table for kind in kinds().values() for s in kind.sections if s.table}
    for word in vocabulary().words.values():
        for field in word.fields:
            assert field in names or field.startswith(("settings.", "letter.")), word.name


def test_row_words_point_at_columns_that_exist() -> None:
    columns = {(s.table, c.name) for kind in kinds().values() for s in kind.sections for c in s.columns}
    for rows in vocabulary().lists.values():
        table = FORM_TABLES.get(rows.name, rows.name)
        for word, column in rows.words.items():
            assert not column or (table, column) in columns, f"{rows.name}.{word}"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"subject": [{"text": "Về việc {nobody_knows}"}]}, "unknown word {nobody_knows}"),
        ({"subject": [{"text": "Về việc {requester"}]}, "a brace without a word"),
        ({"subject": [{"text": "Về việc {member.name}"}]}, "unknown word {member.name}"),
        ({"subject": [{"text": "Về việc", "when": "rains"}]}, "unknown condition rains"),
        ({"subject": [{"text": "Về việc", "each": "clouds"}]}, "unknown list clouds"),
        ({"subject": []}, "subject is missing"),
        ({"type_name": ""}, "has no type name"),
        ({"register": ""}, "needs a register"),
        ({"issuer": "nobody"}, "unknown issuer nobody"),
        ({"body": [{"type": "song", "text": "La"}]}, "unknown type song"),
        ({"body": [{"type": "table"}]}, "columns belong to a table"),
        ({"basis": [{"law": "weather"}]}, "unknown topic weather"),
        ({"basis": [{}]}, "either a law or a text"),
        ({"melody": "x"}, "unknown melody"),
    ],
)
def test_a_fault_in_a_letter_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(CatalogueError, match="letters/decision_send") as caught:
        read_letter_kind(raw("decision_send") | change, "letters/decision_send")
    assert says in str(caught.value)


def test_words_are_found_with_whether_they_may_stay_empty() -> None:
    assert words_in("{head}, {member.note?} và {extra.days}") == [
        ("head", False), ("member.note", True), ("extra.days", False),
    ]  # fmt: skip


def cited(topic: str, day: date) -> str:
    return " | ".join(b.text for b in bases_on(topic, day))


def test_a_letter_cites_the_law_of_its_day() -> None:
    in_2018, in_2026 = date(2018, 3, 6), date(2026, 8, 10)
    assert (
        cited("local_government", in_2018) == "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"
    )
    assert (
        cited("local_government", in_2026) == "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
    )
    assert cited("staff", in_2018) == "Luật Cán bộ, công chức ngày 13 tháng 11 năm 2008"
    assert cited("staff", in_2026) == "Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025"
    assert "136/2007/NĐ-CP" in cited("exit_entry", date(2020, 6, 30))
    assert cited("exit_entry", date(2020, 7, 1)).startswith("Luật Xuất cảnh, nhập cảnh")
    assert "303-QĐ/TU" in cited("provincial_rules", in_2018)
    assert cited("provincial_rules", in_2026) == ""


def test_no_two_laws_of_a_topic_are_in_force_on_one_day() -> None:
    """A law and its decrees may stand together; two laws of one topic would contradict each other."""
    for topic in legal_topics():
        laws = [b for b in legal_bases() if b.topic == topic and b.text.startswith("Luật ")]
        for one, other in itertools.pairwise(sorted(laws, key=lambda b: b.from_on)):
            assert one.to_on is not None
            assert one.to_on < other.from_on


def test_laws_are_cited_without_number_and_others_with_number_date_and_body() -> None:
    for basis in legal_bases():
        assert "ngày " in basis.text
        assert not basis.text.endswith((".", ";"))
        if basis.text.startswith("Luật "):
            assert "số" not in basis.text.split()
        else:
            assert " số " in basis.text
            assert " của " in basis.text
