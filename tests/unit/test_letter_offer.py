"""Which letters a dossier offers: all of its kind can be reached, those of the moment come first."""

from __future__ import annotations

import pytest

from models.catalogue.kinds import kinds
from models.catalogue.letter_kinds import OFFICE, OWED, letter_kinds
from models.catalogue.letter_offer import Group, about_nothing, changing, offered
from models.catalogue.lists import items


def codes(groups: tuple[Group, ...]) -> list[str]:
    return [x.code for g in groups for x in g.letters]


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_letter_of_a_kind_of_dossier_stands_once_under_its_heading(kind: str) -> None:
    found = codes(offered(kind, "appraisal").groups)
    assert len(found) == len(set(found))
    assert set(found) == {x.code for x in letter_kinds().values() if kind in x.offered_for}
    wanted = {code for name, code in kinds()[kind].letters.items() if name != "reminder"}
    assert wanted <= set(found)


def test_no_letter_is_out_of_reach() -> None:
    reached = set(codes(about_nothing()))
    for kind in kinds():
        reached |= set(codes(offered(kind).groups))
    assert reached == set(letter_kinds())
    assert all(x.group in items("letter_groups") for x in letter_kinds().values())


def test_the_letters_of_the_moment_come_first_and_in_the_order_of_the_work() -> None:
    now = [x.code for x in offered("outgoing_official", "appraisal").now]
    assert now[:3] == ["supplement_slip", "submission_send", "decision_send"]
    assert "receipt" in {x.code for x in offered("outgoing_official", "received").now}
    assert "reception_plan" in {x.code for x in offered("incoming", "decided").now}
    assert offered("incoming").now == ()


def test_a_letter_that_changes_another_is_usual_only_when_there_is_one() -> None:
    def amends(issued: tuple[str, ...], *, is_original: bool = True) -> bool:
        now = offered("outgoing_official", "decided", issued, is_original=is_original).now
        return "decision_amend" in {x.code for x in now}

    assert not amends(())
    assert amends(("decision_send",))
    assert amends((), is_original=False)


def test_letters_about_no_dossier_leave_out_those_that_need_an_earlier_one() -> None:
    found = set(codes(about_nothing()))
    assert {"periodic_report", "yearly_plan", "report_reminder"} <= found
    assert all(not letter_kinds()[code].relation for code in found)
    assert {p for code in found for p in letter_kinds()[code].offered_for} <= {OFFICE, OWED}


def test_what_may_change_a_letter_fits_its_dossier() -> None:
    found = {x.code for x in changing("decision_send", "outgoing_official")}
    assert {"decision_amend", "decision_revoke", "correction"} <= found
    assert "consent_amend" not in found
    assert {x.code for x in changing("periodic_report")} >= {"correction"}
