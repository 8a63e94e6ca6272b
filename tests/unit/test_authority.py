"""Who decides and who signs: the matrix against the cases it is made for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.appraisal.authority import decide, highest_tier
from models.appraisal.engine import appraise
from models.appraisal.examples import faultless
from models.appraisal.facts import DossierFacts, Funding
from models.catalogue.authority import matrix, office
from models.catalogue.lists import items

ON = date(2018, 5, 2)
TIERS = tuple(items("management_tiers"))


def a_case(kind: str, *tiers: str, state: bool = False, days: int = 4) -> DossierFacts:
    base = faultless(kind, ON)
    one = base.members[0]
    members = tuple(
        replace(one, full_name=f"Người mẫu {n}", management_tier=tier) for n, tier in enumerate(tiers)
    )
    stay = base.legs[0]
    assert stay.from_on
    legs = (replace(stay, to_on=stay.from_on + timedelta(days=days - 1)),)
    money = (Funding("state", 5_000_000),) if state else base.funding
    return replace(base, members=members or base.members, legs=legs, funding=money)


@pytest.mark.parametrize(
    ("facts", "row", "capacity"),
    [
        (a_case("outgoing_official", "unit"), "official_delegated", ("GIÁM ĐỐC",)),
        (a_case("outgoing_official", "unit", state=True), "official", ("CHỦ TỊCH",)),
        (a_case("outgoing_official", "unit", "people_committee"), "official", ("CHỦ TỊCH",)),
        (a_case("outgoing_official", "unit", "party_committee"), "official_party_tier", ("CHỦ TỊCH",)),
        (a_case("outgoing_official", "standing", state=True), "official_party_tier", ("CHỦ TỊCH",)),
        (a_case("outgoing_private", "unit", days=15), "private_delegated", ("GIÁM ĐỐC",)),
        (a_case("outgoing_private", "unit", days=16), "private", ("CHỦ TỊCH",)),
        (a_case("outgoing_private", "people_committee"), "private", ("CHỦ TỊCH",)),
        (a_case("outgoing_private", "party_committee"), "private_party_tier", ("CHỦ TỊCH",)),
        (a_case("incoming"), "incoming", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ],
)
def test_the_row_that_fits(facts: DossierFacts, row: str, capacity: tuple[str, ...]) -> None:
    found = decide(facts, ON)
    assert found is not None
    assert found.code == row
    assert found.capacities[0].lines == capacity


def test_who_issues_and_who_numbers() -> None:
    ours = decide(a_case("outgoing_official", "unit"), ON)
    theirs = decide(a_case("outgoing_official", "people_committee"), ON)
    assert ours and theirs
    assert (ours.issuer.code, ours.symbol, ours.is_external) == ("department", "QĐ-SNgV", False)
    assert ours.issuer.governing_body == ("ỦY BAN NHÂN DÂN", "TỈNH CAO BẰNG")
    assert (theirs.issuer.code, theirs.symbol, theirs.is_external) == ("people_committee", "QĐ-UBND", True)
    assert theirs.issuer.governing_body == ()
    party = decide(a_case("outgoing_official", "standing"), ON)
    assert party and party.party_first and "Thường trực Tỉnh ủy" in party.submits_to


def test_the_directors_letters_are_his_or_his_deputys() -> None:
    signing = office(ON)
    assert signing.issuer.name == ("SỞ NGOẠI VỤ",)
    assert [c.lines for c in signing.capacities[:2]] == [("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")]
    assert office(date(2001, 1, 1)) == signing


def test_without_people_nobody_decides_and_the_rule_says_nothing_yet() -> None:
    empty = replace(faultless("outgoing_official", ON), members=())
    assert decide(empty, ON) is None
    assert "RA-26" not in {f.rule for f in appraise(empty)}


def test_before_the_matrix_begins_it_stops() -> None:
    assert decide(a_case("outgoing_official", "unit"), date(2016, 3, 6)) is None
    odd = a_case("outgoing_official", "emperor")
    stop = next(f for f in appraise(odd) if f.rule == "RA-26")
    assert stop.is_open_stop and stop.facts["row"] is None


@given(st.permutations(list(TIERS)), st.booleans(), st.integers(1, 60))
def test_the_highest_tier_decides_in_any_order(order: list[str], state: bool, days: int) -> None:
    facts = a_case("outgoing_official", *order, state=state, days=days)
    assert highest_tier(facts) == TIERS[0]
    found = decide(facts, ON)
    assert found is not None and found.code == "official_party_tier"


@given(
    st.sampled_from(["outgoing_official", "outgoing_private"]),
    st.lists(st.sampled_from(TIERS), min_size=1, max_size=5),
    st.booleans(),
    st.integers(1, 200),
    st.dates(date(2016, 3, 7), date(2030, 1, 1)),
)
def test_some_row_fits_every_journey(kind: str, tiers: list[str], state: bool, days: int, on: date) -> None:
    assert decide(a_case(kind, *tiers, state=state, days=days), on) is not None


def test_every_row_is_reached_and_names_its_basis() -> None:
    reached = set()
    for kind in ("outgoing_official", "outgoing_private", "incoming"):
        for tier in TIERS:
            for state in (True, False):
                for days in (4, 30):
                    found = decide(a_case(kind, tier, state=state, days=days), ON)
                    reached.add(found.code if found else None)
    assert reached == {row.code for row in matrix().rows}
    for row in matrix().rows:
        assert row.basis.document and row.capacities
        assert "cơ quan xác nhận" in str(row.basis)
