"""The rule book: read strictly, editions chosen by date, every rule proven by its own examples."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

import resources
from models.appraisal.checks import CHECKS
from models.appraisal.engine import appraise, bound
from models.appraisal.examples import broken_examples, facts_of_example, faultless, finds
from models.catalogue import rulebook
from models.catalogue.kinds import kinds
from models.catalogue.reading import CatalogueError
from models.catalogue.rulebook import Rule, read_rule

WANTED_OUT = ["01", "02", "04", "05", "06", "07", "11", "12", "13", "14", "15", "16", "22", "26", "29"]
WANTED_IN = ["01", "02", "03", "04", "12", "15"]


def a_block(**changes: Any) -> dict[str, Any]:
    """A small valid rule block."""
    block: dict[str, Any] = {
        "code": "RA-06",
        "in_force_from": date(2030, 1, 1),
        "applies_to": ["outgoing_official"],
        "check": "country_count",
        "with": {"limit": 1},
        "severity": "warn",
        "title": "Số nước",
        "field": "legs",
        "basis": {"document": "Quy chế mới"},
        "says": "Đến {count} nước, quá {limit}.",
        "says_passed": "Đến {count} nước.",
        "remedy": "Bớt nước.",
        "example": [
            {"facts": {"legs": [{"country": "CN"}, {"country": "LA"}]}, "finds": True},
            {"facts": {}, "finds": False},
        ],
    }
    block.update(changes)
    return {k: v for k, v in block.items() if v is not None}


def of(rule: Rule) -> str:
    return f"{rule.code}-{min(rule.applies_to)}-{rule.in_force_from}"


@pytest.mark.parametrize("rule", rulebook.rules(), ids=of)
def test_every_rule_binds_and_its_examples_come_out(rule: Rule) -> None:
    bound(rule)
    assert broken_examples(rule) == ()
    for example in rule.examples:
        if example.finds:
            assert finds(rule, example) is True


@pytest.mark.parametrize("rule", rulebook.rules(), ids=of)
def test_every_sentence_is_whole(rule: Rule) -> None:
    """Each finding of each example fills its sentence, and its facts are plain JSON."""
    for example in rule.examples:
        facts = facts_of_example(rule, example)
        for finding in appraise(facts, [rule], rule.in_force_from):
            assert "{" not in finding.says + finding.remedy
            assert finding.says.strip() and finding.says.endswith(".")
            assert finding.basis and finding.title
            assert json.loads(json.dumps(dict(finding.facts), ensure_ascii=False)) == finding.facts
            assert finding.fields


@pytest.mark.parametrize("rule", rulebook.rules(), ids=of)
def test_a_check_fills_the_placeholders_it_declares(rule: Rule) -> None:
    check = CHECKS[rule.check]
    for example in rule.examples:
        outcome = check.run(facts_of_example(rule, example), **rule.parameters)
        if outcome is not None:
            assert set(outcome.words) == check.words


@pytest.mark.parametrize("kind", sorted(kinds()))
@pytest.mark.parametrize("received", [date(2016, 3, 7), date(2018, 5, 2), date(2023, 9, 6), date(2026, 6, 3)])
def test_nothing_is_wrong_with_a_faultless_dossier(kind: str, received: date) -> None:
    findings = appraise(faultless(kind, received))
    assert findings and [f.rule for f in findings if not f.passed] == []


def test_the_catalogue_of_the_first_release_is_there() -> None:
    out = {r.code for r in rulebook.chosen(rulebook.rules(), "outgoing_official", date(2018, 6, 1))}
    into = {r.code for r in rulebook.chosen(rulebook.rules(), "incoming", date(2018, 6, 1))}
    assert {f"RA-{n}" for n in WANTED_OUT} <= out
    assert {f"VA-{n}" for n in WANTED_IN} <= into
    assert {"RA-26", "RA-29"} <= into


def test_an_old_dossier_shows_the_rules_of_its_day() -> None:
    old = appraise(faultless("outgoing_official", date(2018, 5, 2)), on=date(2026, 11, 1))
    new = appraise(faultless("outgoing_official", date(2026, 5, 4)), on=date(2026, 11, 1))
    editions = {f.rule: f.edition for f in old}, {f.rule: f.edition for f in new}
    assert editions[0]["RA-04"] == date(2016, 3, 7)
    assert editions[1]["RA-04"] == date(2025, 7, 1)
    assert next(f for f in old if f.rule == "RA-04").severity == "silent"
    assert next(f for f in new if f.rule == "RA-04").severity == "warn"


def test_an_edition_begins_on_its_day() -> None:
    def edition(on: date) -> date:
        rules = rulebook.chosen(rulebook.rules(), "outgoing_official", on)
        return next(r.in_force_from for r in rules if r.code == "RA-01")

    assert edition(date(2025, 6, 30)) == date(2016, 3, 7)
    assert edition(date(2025, 7, 1)) == date(2025, 7, 1)
    assert not rulebook.chosen(rulebook.rules(), "outgoing_official", date(2016, 3, 6))


def test_the_office_wins_on_the_same_day_and_an_ended_edition_is_silent() -> None:
    own = read_rule(a_block(in_force_from=date(2016, 3, 7)), "office")
    assert rulebook.edition("RA-06", "outgoing_official", date(2016, 3, 7), [own]) is own
    rules = rulebook.in_force(date(2018, 1, 1), [own])
    assert [r for r in rules if r.code == "RA-06"] == [own]
    ended = read_rule(a_block(in_force_from=date(2017, 1, 1), in_force_to=date(2017, 12, 31)), "office")
    spoken = {r.code for r in rulebook.in_force(date(2018, 1, 1), [ended]) if r.code == "RA-06"}
    assert spoken == set(), "what the office ended does not fall back to what it replaced"
    assert ended in rulebook.in_force(date(2017, 12, 31), [ended])


def test_a_block_comes_back_from_the_store_the_same() -> None:
    for rule in rulebook.rules():
        again = read_rule(json.loads(json.dumps(rule.block)), "store")
        assert (again.code, again.in_force_from, again.parameters) == (
            rule.code,
            rule.in_force_from,
            rule.parameters,
        )
        assert again.sha256 == rule.sha256
        assert broken_examples(again) == ()


def test_unconfirmed_figures_say_so_and_name_who_uses_them() -> None:
    size = next(r for r in rulebook.rules() if r.code == "RA-04" and r.in_force_from.year == 2025)
    assert "mặc định, cơ quan xác nhận" in str(size.basis)
    assert "Đà Nẵng" in str(size.basis)
    law = next(r for r in rulebook.rules() if r.code == "RA-22" and r.in_force_from.year == 2020)
    assert str(law.basis).startswith("điểm a khoản 1, Điều 33 Luật Xuất cảnh")
    assert "cơ quan xác nhận" not in str(law.basis)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"colour": "red"}, "unknown colour"),
        ({"title": None}, "title is missing"),
        ({"in_force_from": "2030-13-01"}, "is not a date"),
        ({"in_force_to": date(2029, 1, 1)}, "lies before"),
        ({"applies_to": ["inwards"]}, "unknown kind or direction"),
        ({"applies_to": []}, "is empty"),
        ({"field": "leg"}, "no field or table"),
        ({"field": "legs.colour"}, "no column"),
        ({"waiver": "king"}, "unknown role"),
        ({"basis": {"document": ""}}, "needs its document"),
        ({"basis": {"document": "x", "page": "3"}}, "unknown page"),
        ({"example": [{"facts": {}, "finds": False}]}, "one that fails"),
    ],
)
def test_a_wrong_block_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(CatalogueError, match=fault):
        read_rule(a_block(**changes), "test")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"check": "no_such_check"}, "unknown check"),
        ({"with": {}}, "limit is missing"),
        ({"with": {"limit": "3"}}, "limit is not"),
        ({"with": {"limit": True}}, "limit is not"),
        ({"with": {"limit": 3, "more": 1}}, "unknown parameter more"),
        ({"severity": "block"}, "unknown severity"),
        ({"says": "Quá {limits}."}, "unknown placeholder limits"),
        ({"remedy": "Bớt {."}, "in “Bớt"),
    ],
)
def test_a_rule_that_does_not_fit_its_check_is_refused(changes: dict[str, Any], fault: str) -> None:
    rule = read_rule(a_block(**changes), "test")
    with pytest.raises(CatalogueError, match=fault):
        bound(rule)


@pytest.mark.parametrize(
    "facts",
    [{"colour": 1}, {"member": {"colour": 1}}, {"papers": {"nothing": "present"}}, {"kind": "incoming"}],
)
def test_an_example_that_names_what_is_not_there_is_refused(facts: dict[str, Any]) -> None:
    rule = read_rule(
        a_block(example=[{"facts": facts, "finds": True}, {"facts": {}, "finds": False}]), "test"
    )
    with pytest.raises(CatalogueError):
        facts_of_example(rule, rule.examples[0])


def test_a_wrong_example_is_found() -> None:
    rule = read_rule(a_block(**{"with": {"limit": 2}}), "test")
    assert [e.finds for e in broken_examples(rule)] == [True]


def test_parameters_of_lists_and_tables_are_looked_into() -> None:
    size = CHECKS["delegation_size"]
    assert size.faults({"limits": {"staff": 5}}) == []
    assert size.faults({"limits": {"staff": "5"}}) != []
    papers = CHECKS["papers_present"]
    assert papers.faults({"papers": ["a"], "when": "", "exempt_purposes": []}) == []
    assert papers.faults({"papers": ["a", 2], "when": "", "exempt_purposes": []}) != []


def test_a_code_stands_once_for_a_kind_and_a_day() -> None:
    seen: set[tuple[str, str, date]] = set()
    for rule in rulebook.rules():
        for kind in rule.applies_to:
            assert (rule.code, kind, rule.in_force_from) not in seen
            seen.add((rule.code, kind, rule.in_force_from))
    with pytest.raises(CatalogueError, match="stands twice"):
        rulebook._no_twins([rulebook.rules()[0], rulebook.rules()[0]])


def test_every_check_is_used_by_a_rule() -> None:
    assert {r.check for r in rulebook.rules()} == set(CHECKS)


def test_purposes_tiers_and_papers_in_parameters_exist() -> None:
    """A misspelt code in a parameter would silently never match."""
    lists_of = {
        "leader_tiers": ["management_tiers"],
        "tiers": ["management_tiers"],
        "exempt": ["trip_exemptions"],
        "reason_needed": ["trip_exemptions"],
        "exempt_purposes": ["purposes_outgoing", "purposes_private", "purposes_incoming"],
        "event_purposes": ["purposes_outgoing"],
        "purposes": ["purposes_outgoing"],
        "flags": ["content_flags"],
        "bodies_by_flag": ["content_flags"],
        "bodies": ["consulted"],
        "allowed": ["funding_sources"],
        "barred": ["disciplines"],
        "limits": ["leader_ranks"],
        "high_ranks": ["guest_ranks"],
        "forbidden_kinds": ["passport_kinds"],
    }
    for rule in rulebook.rules():
        for name, value in rule.parameters.items():
            if name in lists_of:
                known = {
                    i["code"] for f in lists_of[name] for i in resources.load_toml(f"lists/{f}.toml")["item"]
                }
                assert set(value) <= known, (rule.code, name)
        for paper in rule.parameters.get("papers", []):
            for kind in rule.applies_to:
                assert paper in {p.code for p in kinds()[kind].papers}, (rule.code, paper)


def test_rules_never_overlap_backwards() -> None:
    """The day before an edition begins, the one before it still speaks."""
    for rule in rulebook.rules():
        before = rulebook.chosen(
            rulebook.rules(), min(rule.applies_to), rule.in_force_from - timedelta(days=1)
        )
        assert rule not in before
