"""What a letter changes of an earlier one, and that all letters about one dossier agree in people, days and money."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.appraisal.facts import DossierFacts, Funding, Member
from models.catalogue.letter_kinds import letter_kinds
from models.letters.changes import changes_between, changes_of
from models.letters.composing import compose, doubts, missing
from models.letters.content import Clause, Paragraph, Table
from models.letters.facts import EarlierLetter, Item, LetterFacts, LetterRef
from models.letters.samples import sample
from models.letters.wording import trip_words
from tests.letters.test_composing import body_of, dossiers, kind, letter, text_of

CHANGING = sorted(k.code for k in letter_kinds().values() if k.relation)
OUTGOING = sorted(
    k.code for k in letter_kinds().values() if "outgoing_official" in k.offered_for and not k.needs
)


def now() -> DossierFacts:
    found = sample("decision_amend").dossier
    assert found is not None
    return found


def test_nothing_changes_between_equal_facts() -> None:
    assert changes_between(now(), now()) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"purpose": "Dự hội chợ"},
            "Mục đích, nội dung làm việc: từ “Dự hội chợ” điều chỉnh thành “Khảo sát",
        ),
        ({"host_name": ""}, "Cơ quan, tổ chức mời: bổ sung nội dung “Sở Nông nghiệp Khu tự trị"),
    ],
)
def test_a_point_that_differs_is_said_old_and_new(change: dict[str, str], says: str) -> None:
    before = replace(now(), values={**now().values, **change})
    facts = replace(sample("decision_amend"), before=before)
    assert len(changes_of(facts)) == 1
    assert says in body_of(letter("decision_amend", facts))


def test_days_money_and_places_are_said_as_every_letter_says_them() -> None:
    dossier = now()
    legs = (*dossier.legs[:1], replace(dossier.legs[1], to_on=date(2018, 3, 18), place="thành phố Liễu Châu"))
    before = replace(
        dossier, legs=legs, funding=(replace(dossier.funding[0], amount=70_000_000), *dossier.funding[1:])
    )
    said = {c.what: c for c in changes_between(before, dossier)}
    assert list(said) == ["Nơi đến", "Thời gian", "Kinh phí"]
    words = trip_words(dossier)
    assert said["Kinh phí"].becomes == words["funding"]()
    assert said["Thời gian"].becomes == f"{words['days']()}, {words['period']()}"
    assert said["Thời gian"].was == "07 ngày, từ ngày 12 đến ngày 18 tháng 3 năm 2018"


def members_say(before: tuple[Member, ...], after: tuple[Member, ...]) -> str:
    (change,) = changes_between(replace(now(), members=before), replace(now(), members=after))
    assert change.of_members and change.what == "Thành phần"
    return change.says


def test_who_joins_who_stays_and_who_takes_a_place() -> None:
    one, two, three, four, five = now().members
    assert members_say((one, two), (one, three)) == (
        "Thành phần: ông Lương Đức Thắng, Giám đốc Trung tâm Khuyến nông (mã ngạch V.03.01.02, bậc 4, loại A1) tham gia thay "
        "bà Hoàng Thị Mai, Chi cục trưởng Chi cục Trồng trọt và Bảo vệ thực vật (mã ngạch 01.002, bậc 2, loại A2.1)"
    )
    joined = members_say((one,), (one, four, five))
    assert (
        joined.count("bổ sung ") == 2
        and "bổ sung bà Bế Thị Lan" in joined
        and "bổ sung ông Đàm Quang Huy" in joined
    )
    assert "không tham gia: bà Hoàng Thị Mai" in members_say((one, two), (one,))
    moved = members_say((one, two), (one, replace(two, position="Phó Chi cục trưởng")))
    assert (
        "từ “bà Hoàng Thị Mai, Chi cục trưởng" in moved
        and "điều chỉnh thành “bà Hoàng Thị Mai, Phó Chi cục trưởng" in moved
    )


def test_a_person_is_himself_under_a_new_spelling_of_his_name() -> None:
    one = replace(now().members[0], person_id=7)
    says = members_say((one,), (replace(one, full_name="Nguyễn Văn Bình Minh"),))
    assert "thay" not in says and "điều chỉnh thành “ông Nguyễn Văn Bình Minh" in says


def test_what_a_person_adds_comes_after_what_is_found() -> None:
    typed = (
        {"what": "Phương tiện", "was": "ô tô", "becomes": "tàu hỏa"},
        {"what": "", "was": "x"},
        {"what": "Trống"},
    )
    facts = replace(sample("decision_amend"), extra={"changes": typed})
    assert [c.what for c in changes_of(facts)] == ["Thành phần", "Phương tiện"]
    made = letter("decision_amend", facts)
    assert [b.text for b in made.body if isinstance(b, Clause)][
        1
    ] == "Phương tiện: từ “ô tô” điều chỉnh thành “tàu hỏa”."
    assert "Điều chỉnh 02 nội dung của Quyết định số 268/QĐ-UBND" in body_of(made)
    assert (
        made.subject
        == "Về việc điều chỉnh một số nội dung của Quyết định số 268/QĐ-UBND ngày 06 tháng 3 năm 2018"
    )


def test_one_change_stands_alone_and_two_ask_for_a_new_decision() -> None:
    facts = sample("decision_amend")
    made = letter("decision_amend", facts)
    assert made.subject.startswith("Về việc điều chỉnh nội dung Quyết định số")
    assert not [b for b in made.body if isinstance(b, Clause)]
    assert len([b for b in made.body if isinstance(b, Paragraph)]) == 2
    assert doubts(kind("decision_amend"), facts) == ()
    two = replace(facts, extra={"changes": ({"what": "Phương tiện", "becomes": "tàu hỏa"},)})
    (doubt,) = doubts(kind("decision_amend"), two)
    assert "Thông tư 04/2020/TT-BNG" in doubt and "2" in doubt


def test_without_anything_that_changes_the_changes_are_missed() -> None:
    facts = replace(sample("decision_amend"), before=None, extra={})
    assert [g.field for g in missing(kind("decision_amend"), facts)] == ["letter.changes"]


@pytest.mark.parametrize("code", CHANGING)
def test_a_letter_that_changes_another_names_it_or_misses_it(code: str) -> None:
    facts = sample(code)
    assert facts.earlier is not None
    reference = f"số {facts.earlier.ref.number} ngày"
    assert reference in text_of(letter(code, facts))
    assert "letter.earlier" in {g.field for g in missing(kind(code), replace(facts, earlier=None))}


def test_kinds_change_kinds_that_exist_and_stand_for_what_moves_a_dossier() -> None:
    for spec in letter_kinds().values():
        assert all(code in letter_kinds() for code in spec.about if code != "any"), spec.code
        assert not spec.stands_for or spec.relation
        assert not spec.most_changes or spec.most_changes_basis
        for earlier in (k for k in letter_kinds().values() if spec.may_be_about(k.code)):
            # a paper is amended, replaced or revoked by one of the same form (Nghị định 30/2020, Điều 18.3)
            assert spec.relation not in {"amends", "replaces", "revokes"} or spec.form == earlier.form


def test_a_correction_is_an_official_letter_of_the_body_that_issued() -> None:
    assert kind("correction").form == kind("recall").form == "official_letter"
    facts = sample("correction")
    assert facts.earlier is not None
    made = letter("correction", facts)
    assert made.issuer == facts.earlier.signing.issuer  # type: ignore[union-attr]
    ours = replace(facts, earlier=replace(facts.earlier, signing=facts.office.signing, by="Sở Ngoại vụ"))
    assert letter("correction", ours).issuer == ("Sở Ngoại vụ",)


def test_a_postponement_tells_the_new_days_once_they_are_known() -> None:
    facts = sample("notice_postpone")
    assert "từ ngày 26 tháng 3 đến ngày 02 tháng 4 năm 2018" in body_of(letter("notice_postpone", facts))
    later = replace(facts, extra={"reason": "mưa lũ"})
    assert "Thời gian mới sẽ được thông báo sau" in body_of(letter("notice_postpone", later))
    dossier = facts.dossier
    assert dossier is not None
    moved = replace(
        dossier, legs=tuple(replace(x, from_on=_week(x.from_on), to_on=_week(x.to_on)) for x in dossier.legs)
    )
    known = replace(later, dossier=moved, before=dossier)
    said = body_of(letter("notice_postpone", known))
    assert (
        "văn bản đã ban hành: từ ngày 12 đến ngày 19 tháng 3" in said
        and "mới: từ ngày 19 đến ngày 26 tháng 3" in said
    )


def _week(day: date | None) -> date | None:
    return day + timedelta(days=7) if day else None


# One truth in every letter.


@given(dossiers(), dossiers())
def test_a_change_is_said_once_and_ends_at_what_is_now(before: DossierFacts, after: DossierFacts) -> None:
    found = changes_between(before, after)
    assert len({c.what for c in found}) == len(found)
    words = trip_words(after)
    known = {
        "Kinh phí": words["funding"](),
        "Nơi đến": words["destinations"](),
        "Thời gian": f"{words['days']()}, {words['period']()}",
    }
    for change in found:
        assert known.get(change.what, change.becomes) == change.becomes
        assert change.was != change.becomes
    assert changes_between(after, after) == ()


_PERIOD = re.compile(
    r"từ ngày \d{2}(?: tháng \d+)?(?: năm \d+)? đến ngày \d{2} tháng \d+ năm \d{4}|(?<=ngày, )ngày \d{2} tháng \d+ năm \d{4}"
)


@settings(max_examples=25, deadline=None)
@given(dossiers(), st.booleans())
def test_no_letter_says_other_people_days_or_money(dossier: DossierFacts, differs: bool) -> None:
    before = (
        replace(dossier, members=dossier.members[:1], funding=(Funding("state", 7),)) if differs else None
    )
    told = 0
    for code in OUTGOING:
        facts = _about(code, dossier, before)
        if missing(kind(code), facts):  # what was typed was nothing but marks
            continue
        content = compose(kind(code), facts, number=None)
        text = text_of(content)
        told += 1
        both = [trip_words(d) for d in (dossier, before) if d is not None]
        assert set(_PERIOD.findall(text)) <= {w["period"]() for w in both}, code
        assert set(re.findall(r"(?<!\d)\d{2,} người\b", text)) <= {w["people"]() for w in both}, code
        amounts = {f"{f.amount:,}".replace(",", ".") for d in (dossier, before) if d for f in d.funding}
        amounts.add(f"{dossier.total_money:,}".replace(",", "."))
        assert set(re.findall(r"([\d.]+) đồng", text)) <= amounts, code
        names = [m.full_name for m in dossier.members]
        for annex in content.annexes:
            for table in (
                b for b in annex.blocks if isinstance(b, Table) and b.columns[1].title == "Họ và tên"
            ):
                assert [row.cells[1] for row in table.rows] == names, code
    assert told or missing(kind("decision_send"), _about("decision_send", dossier, None))


def _about(code: str, dossier: DossierFacts, before: DossierFacts | None) -> LetterFacts:
    """The example of a kind of letter, about another dossier."""
    facts = sample(code)
    extra = {k: v for k, v in facts.extra.items() if k not in {"new_from", "new_to", "reason", "changes"}}
    earlier = facts.earlier or EarlierLetter(LetterRef("Quyết định", "1/QĐ-UBND"))
    reason = {"reason": "do yêu cầu công tác"} if "reason" in facts.extra else {}
    asked = (Item("Chương trình làm việc"),) if facts.asks else ()
    given = {**extra, **reason}
    return replace(
        facts, dossier=dossier, before=before, earlier=earlier, extra=given, findings=(), asks=asked
    )
