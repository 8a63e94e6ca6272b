"""From facts to what a letter says: golden contents, and truths over random facts."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from models.appraisal.facts import Consultation, DossierFacts, Funding, Leg, Member, Paper
from models.appraisal.findings import Finding, Severity
from models.catalogue.kinds import Direction
from models.catalogue.letter_kinds import LetterKind, letter_kinds, read_letter_kind
from models.catalogue.letter_vocabulary import vocabulary
from models.errors import OfficeError
from models.letters.changes import earlier_words
from models.letters.composing import compose, doubts, missing, register, symbol
from models.letters.content import Article, Clause, Dash, LetterContent, LetterNumber, Paragraph, Table
from models.letters.facts import EarlierLetter, Item, LetterFacts, LetterRef, OwedReport
from models.letters.rendering import render
from models.letters.rows import rows_of
from models.letters.samples import sample
from models.letters.vietnamese import money, padded, period
from models.letters.wording import paper, words_of
from models.text import nfc
from resources import i18n

GOLDEN = Path(__file__).parent / "golden"
KINDS = sorted(letter_kinds())


def kind(code: str) -> LetterKind:
    return letter_kinds()[code]


def say(value: object) -> Iterator[str]:
    """Every text in a content, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from say(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from say(getattr(value, field.name))


def text_of(content: object) -> str:
    return "\n".join(say(content))


def body_of(content: LetterContent) -> str:
    return text_of(content.body)


def letter(code: str, facts: LetterFacts | None = None) -> LetterContent:
    return compose(kind(code), facts or sample(code), number=None)


@pytest.mark.parametrize("code", KINDS)
def test_each_kind_says_what_was_agreed(code: str, regold: bool) -> None:
    facts = sample(code)
    series = symbol(kind(code), facts)
    made = compose(kind(code), facts, number=LetterNumber(7, series) if series else None)
    file = GOLDEN / f"{code}.json"
    if regold:
        file.parent.mkdir(exist_ok=True)
        file.write_text(made.to_json() + "\n", encoding="utf-8")
    assert made.to_json() + "\n" == file.read_text(encoding="utf-8")
    assert LetterContent.from_json(made.to_json()) == made


@pytest.mark.parametrize("code", KINDS)
def test_each_sample_is_printable_and_leaves_no_word_unfilled(code: str) -> None:
    made = letter(code)
    assert not re.search(r"[{}]|None|  | ,|\.\.", text_of(made)), text_of(made)
    assert render(made).startswith(b"%PDF")


@pytest.mark.parametrize("code", KINDS)
def test_the_language_of_the_screen_never_changes_a_letter(code: str) -> None:
    before = i18n.language()
    try:
        i18n.install("en")
        english = letter(code)
        i18n.install("vi")
        assert letter(code) == english
    finally:
        i18n.install(before)


# The vocabulary.


def test_every_word_of_the_vocabulary_is_filled_by_code_and_no_other() -> None:
    facts = sample("consent_receive")
    known = {*words_of(facts, "authority"), *earlier_words(facts), "last_article"}
    assert known == set(vocabulary().words)


def test_every_list_gives_the_words_it_promises() -> None:
    plan, figures = sample("yearly_plan").plan, sample("periodic_report").figures
    assert plan is not None and figures is not None
    some = plan.journeys
    full = replace(
        sample("submission_send"),
        asks=(Item("a", "b"),),
        reasons=(Item("a", "b"),),
        owed=(OwedReport("a", date(2018, 1, 1)),),
        figures=replace(figures, outgoing_list=some, private_list=some, incoming_list=some),
        plan=plan,
        earlier=EarlierLetter(LetterRef("Quyết định", "1/QĐ-UBND"), receivers=("a",)),
        extra={n: ({"what": "a", "was": "b", "becomes": "c", "place": "d"},) for n in ("changes", "slips")},
    )
    dossier = full.dossier
    assert dossier is not None
    leader = replace(dossier.members[0], management_tier="standing")
    dossier = replace(
        dossier,
        legs=(*dossier.legs, Leg("", "xã Trường Hà", None, None, is_border_commune=True)),
        members=(leader, *dossier.members[1:]),
        consultations=(*dossier.consultations, Consultation("police")),
        papers=(Paper("request", "present"),),
    )
    row: dict[str, Any] = {"unit": "a", "task": "b", "due_on": date(2018, 3, 1)}
    tables = {"tasks": (row,), "programme": ({"on": date(2018, 3, 12), "content": "c"},)}
    full = replace(full, dossier=replace(dossier, rows=tables))
    for name, rows in vocabulary().lists.items():
        made = rows_of(name, full)
        assert made, name
        for each in made:
            assert set(rows.words) <= set(each), name


def with_body(*blocks: dict[str, Any]) -> LetterKind:
    data = copy.deepcopy(resources.load_toml("letters/supplement_slip/letter.toml"))
    data["body"] = [*blocks, {"type": "paragraph", "text": "Hết"}]
    return read_letter_kind(data, "test")


@pytest.mark.parametrize("name", sorted(vocabulary().conditions))
def test_every_condition_is_either_true_or_false(name: str) -> None:
    if name == "step":
        name = "step=1"
    facts = sample("supplement_slip")
    yes, no = ({"type": "paragraph", "text": t, "when": w} for t, w in (("Có", name), ("Không", f"!{name}")))
    made = compose(with_body(yes, no), facts, number=None)
    assert len(made.body) == 2


def test_blocks_number_themselves_and_start_again() -> None:
    made = compose(
        with_body(
            {"type": "clause", "text": "một"},
            {"type": "point", "text": "a"},
            {"type": "point", "text": "b"},
            {"type": "clause", "text": "hai"},
            {"type": "point", "text": "a"},
            {"type": "article", "text": "Điều"},
            {"type": "clause", "text": "một"},
        ),
        sample("supplement_slip"),
        number=None,
    )
    seen = [getattr(b, "number", getattr(b, "letter", "")) for b in made.body]
    assert seen == [1, "a", "b", 2, "a", 1, 1, ""]


# What is missing.


def test_an_empty_dossier_lists_everything_before_it_is_rendered() -> None:
    facts = sample("decision_send")
    dossier = facts.dossier
    assert dossier is not None
    empty = replace(facts, dossier=DossierFacts(dossier.kind, dossier.direction, {}), authority=None)
    gaps = missing(kind("decision_send"), empty)
    fields = [gap.field for gap in gaps]
    assert {
        "requester",
        "received_paper_number",
        "purpose",
        "host_name",
        "legs",
        "members",
        "funding",
    } <= set(fields)
    assert "settings.authority" in fields
    assert len(set(fields)) == len(fields)
    with pytest.raises(OfficeError) as refused:
        compose(kind("decision_send"), empty, number=None)
    assert refused.value.code == "letter_incomplete"


def test_a_gap_in_a_row_names_the_row() -> None:
    facts = sample("consent_receive")
    dossier = facts.dossier
    assert dossier is not None
    second = replace(dossier.members[1], passport_number="", position="", organisation="")
    members = (dossier.members[0], second, *dossier.members[2:])
    gaps = missing(kind("consent_receive"), replace(facts, dossier=replace(dossier, members=members)))
    assert [g.field for g in gaps] == ["members.1.position", "members.1.passport_number"]


def test_an_open_consultation_is_passed_over_and_rows_keep_their_place() -> None:
    facts = sample("submission_send")
    dossier = facts.dossier
    assert dossier is not None
    asked = (Consultation("party"), Consultation("police", answer="agreed"))
    gaps = missing(kind("submission_send"), replace(facts, dossier=replace(dossier, consultations=asked)))
    assert [g.field for g in gaps] == ["consultations.1.answer_number"]


def test_of_a_paper_with_number_but_without_date_the_date_is_missed() -> None:
    facts = sample("supplement_slip")
    dossier = facts.dossier
    assert dossier is not None
    undated = replace(dossier, values={**dossier.values, "received_paper_on": None})
    gaps = missing(kind("supplement_slip"), replace(facts, dossier=undated))
    assert [g.field for g in gaps] == ["received_paper_on"]


def test_required_own_fields_are_missed() -> None:
    facts = replace(sample("report_reminder"), extra={})
    assert [g.field for g in missing(kind("report_reminder"), facts)] == ["letter.due_on"]


@pytest.mark.parametrize("code", KINDS)
def test_nothing_is_missing_in_a_sample(code: str) -> None:
    assert missing(kind(code), sample(code)) == ()


# Random facts: one truth in submission, decision and annex.

names = st.text(st.characters(codec="utf-8", categories=("Lu", "Ll", "Nd")), min_size=1, max_size=20).map(nfc)
typed = st.text(min_size=1, max_size=60).filter(lambda t: bool(re.search(r"\w", t)))


@st.composite
def dossiers(draw: st.DrawFn) -> DossierFacts:
    start = draw(st.dates(date(2016, 1, 1), date(2030, 12, 1)))
    members = draw(
        st.lists(
            st.builds(
                Member, full_name=names, position=names, organisation=names, sex=st.sampled_from(["male", "female", ""]),
                role=st.sampled_from(["head", "member", "interpreter"]), grade_code=st.sampled_from(["", "01.003"]),
            ),
            min_size=1,
            max_size=9,
        )
    )  # fmt: skip
    funding = draw(
        st.lists(
            st.builds(Funding, source=st.sampled_from(["state", "host", "own"]), amount=st.integers(1, 10**12)),
            min_size=1, max_size=4,
        )
    )  # fmt: skip
    legs = [
        Leg(
            draw(st.sampled_from(["CN", "LA", "KR"])),
            draw(names),
            start,
            start + timedelta(draw(st.integers(0, 40))),
        )
    ]
    values = {
        "requester": draw(typed), "received_paper_number": "12/SYT-VP", "received_paper_on": start,
        "purpose": draw(typed), "host_name": draw(typed), "is_planned": True, "title": draw(typed),
    }  # fmt: skip
    return DossierFacts(
        "outgoing_official", Direction.OUTGOING, values, tuple(legs), tuple(members), tuple(funding)
    )


@given(dossiers())
def test_submission_decision_and_annex_never_differ(dossier: DossierFacts) -> None:
    office = sample("decision_send")
    facts = LetterFacts(
        office.office, office.day, dossier, authority=office.authority, findings=(), extra={"enclosed": ""}
    )
    made = [kind(c) for c in ("submission_send", "decision_send")]
    if missing(made[0], facts):  # what was typed was nothing but marks
        assert missing(made[1], facts)
        return
    letters = [compose(k, facts, number=None) for k in made]
    start, end = dossier.departs_on, dossier.returns_on
    assert start is not None and end is not None
    shared = [
        f"{padded(dossier.days)} ngày, {period(start, end)}",
        *(money(f.amount) for f in dossier.funding),
    ]
    for content in letters:
        assert all(words in body_of(content) for words in shared)
        if len(dossier.members) > 1:
            assert f"{padded(len(dossier.members))} người" in body_of(content)
    lists = [[b for a in content.annexes for b in a.blocks if isinstance(b, Table)] for content in letters]
    assert lists[0] == lists[1]
    if len(dossier.members) > 3:
        assert [row.cells[1] for row in lists[0][0].rows] == [m.full_name for m in dossier.members]
    else:
        assert not lists[0]
        for content in letters:
            assert all(m.full_name in body_of(content) for m in dossier.members)
    assert letters == [compose(k, facts, number=None) for k in made]


@given(st.sampled_from(["{office}", "<b>A & B</b>", "{0} %s $x \\1", "{{requester}}", "</para><i>"]))
def test_what_was_typed_stays_plain_text(typed_text: str) -> None:
    facts = sample("supplement_slip")
    dossier = facts.dossier
    assert dossier is not None
    hostile = replace(dossier, values={**dossier.values, "title": typed_text})
    assert f"“{typed_text}”" in body_of(letter("supplement_slip", replace(facts, dossier=hostile)))


# Law, authority, and what each letter must say.


def test_a_letter_of_2018_and_one_of_2026_cite_their_own_laws() -> None:
    facts = sample("decision_send")
    old = letter("decision_send", facts).bases
    new = letter("decision_send", replace(facts, day=date(2026, 8, 10), issued_on=date(2026, 8, 10))).bases
    assert old[0] == "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"
    assert any("136/2007/NĐ-CP" in b for b in old)
    assert new[0] == "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
    assert not any("136/2007/NĐ-CP" in b or "303-QĐ/TU" in b for b in new)
    assert (
        old[-1]
        == "Theo đề nghị của Giám đốc Sở Ngoại vụ tại Tờ trình số 05/TTr-SNgV ngày 02 tháng 3 năm 2018"
    )


def test_doubtful_bases_are_named_to_the_person() -> None:
    assert doubts(kind("decision_send"), sample("decision_send")) == ()
    facts = replace(sample("decision_send"), day=date(2026, 8, 10))
    found = doubts(kind("decision_send"), facts)
    assert any("Luật Viên chức" in line for line in found)
    assert len(found) == 2  # an unconfirmed law, and no rules of the province on that day


def test_who_decides_heads_signs_and_numbers_the_letter() -> None:
    chairman = letter("decision_send")
    assert chairman.issuer == ("Ủy ban nhân dân", "tỉnh Cao Bằng")
    assert chairman.authority == ("Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng",)
    assert chairman.signature is not None and chairman.signature.capacity == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert chairman.number == LetterNumber(None, "QĐ-UBND")
    assert register(kind("decision_send"), sample("decision_send")) == "committee_decisions"
    office = letter("decision_private")
    assert office.authority == ("Giám đốc Sở Ngoại vụ",)
    assert office.number == LetterNumber(None, "QĐ-SNgV")
    assert register(kind("decision_private"), sample("decision_private")) == "decisions"
    collective = letter("consent_receive")
    assert collective.signature is not None
    assert collective.signature.capacity == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert collective.number == LetterNumber(None, "UBND-NC")


def test_up_to_three_people_stand_in_the_text_and_more_in_the_annex() -> None:
    facts = sample("decision_send")
    dossier = facts.dossier
    assert dossier is not None
    assert len(letter("decision_send", facts).annexes) == 1
    three = letter("decision_send", replace(facts, dossier=replace(dossier, members=dossier.members[:3])))
    dashes = [b.text for b in three.body if isinstance(b, Dash)]
    assert three.annexes == ()
    assert dashes == [
        "Ông Nguyễn Văn Bình, Phó Giám đốc Sở Nông nghiệp và Phát triển nông thôn (mã ngạch 01.002, bậc 3, loại A2.1), Trưởng đoàn;",
        "Bà Hoàng Thị Mai, Chi cục trưởng Chi cục Trồng trọt và Bảo vệ thực vật (mã ngạch 01.002, bậc 2, loại A2.1);",
        "Ông Lương Đức Thắng, Giám đốc Trung tâm Khuyến nông (mã ngạch V.03.01.02, bậc 4, loại A1).",
    ]
    one = letter("decision_send", replace(facts, dossier=replace(dossier, members=dossier.members[:1])))
    first = next(b for b in one.body if isinstance(b, Article))
    assert str(first.text).startswith(
        "Cử ông Nguyễn Văn Bình, Phó Giám đốc Sở Nông nghiệp và Phát triển nông thôn (mã ngạch 01.002, bậc 3, loại A2.1), đi"
    )


def test_a_decision_names_its_duties_and_its_last_article() -> None:
    made = letter("decision_send")
    duties = " ".join(str(b.text) for b in made.body if isinstance(b, Clause))
    for words in ("bí mật nhà nước", "trong thời hạn 15 ngày", "hộ chiếu công vụ", "pháp luật"):
        assert words in duties
    assert made.recipients is not None
    assert made.recipients.names[0] == "Như Điều 3"
    assert made.recipients.filing == "Lưu: VT, NC(03)"


def test_the_office_may_set_another_deadline() -> None:
    facts = replace(sample("decision_send"), extra={"report_days": 7})
    assert "trong thời hạn 07 ngày" in body_of(letter("decision_send", facts))


def test_every_asked_item_stands_once_with_its_basis() -> None:
    facts = sample("supplement_slip")
    said = body_of(letter("supplement_slip", facts))
    for item in facts.asks:
        assert said.count(item.what) == 1
        assert f"{item.what}. Căn cứ: {item.basis}" in said
    assert f"còn {padded(len(facts.asks))} nội dung" in said


def test_reminders_name_all_that_is_owed_and_grow_firmer() -> None:
    facts = sample("report_reminder")
    steps = [letter("report_reminder", replace(facts, step=n)) for n in (1, 2, 3)]
    assert len({made.subject for made in steps}) == 3
    for made in steps:
        (table,) = [b for b in made.body if isinstance(b, Table)]
        assert [row.cells[1] for row in table.rows] == [owed.title for owed in facts.owed]
    assert "23" in text_of(steps[0])  # days from 29/9 to 22/10
    assert "báo cáo Ủy ban nhân dân tỉnh Cao Bằng xem xét" in body_of(steps[2])
    assert all("báo cáo Ủy ban nhân dân tỉnh Cao Bằng xem xét" not in body_of(made) for made in steps[:2])


def test_a_refusal_takes_its_reasons_from_what_stands_in_the_way() -> None:
    stop = Finding(
        "r", date(2018, 1, 1), Severity.STOP, False, "Chỉ thị số 38-CT/TW", "Lãnh đạo", "Có 02 lãnh đạo"
    )
    waived = replace(stop, says="Đã cho phép", waived_by="Giám đốc", waived_reason="Cần thiết")
    facts = replace(
        sample("refusal"), reasons=(), findings=(stop, waived, replace(stop, says="Đạt", passed=True))
    )
    said = body_of(letter("refusal", facts))
    assert "Có 02 lãnh đạo. Căn cứ: Chỉ thị số 38-CT/TW" in said
    assert "Đã cho phép" not in said
    assert "Lý do (01 nội dung)" in said
    assert "letter.reasons" in {g.field for g in missing(kind("refusal"), replace(facts, findings=()))}


def test_the_party_is_asked_when_its_opinion_is_needed() -> None:
    facts = sample("submission_send")
    dossier = facts.dossier
    assert dossier is not None
    assert letter("submission_send", facts).addressees == ("Ủy ban nhân dân tỉnh Cao Bằng",)
    leader = replace(dossier.members[0], management_tier="standing")
    asked = replace(facts, dossier=replace(dossier, members=(leader, *dossier.members[1:])))
    assert letter("submission_send", asked).addressees[0] == "Thường trực Tỉnh ủy"


def test_the_border_brings_in_the_border_guard() -> None:
    facts = sample("consent_receive")
    dossier = facts.dossier
    assert dossier is not None
    assert any("Biên phòng" in a for a in letter("consent_receive", facts).addressees)
    inland = replace(facts, dossier=replace(dossier, legs=dossier.legs[:1]))
    assert "Biên phòng" not in text_of(letter("consent_receive", inland))


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("214/SNN-TCCB", "Công văn số 214/SNN-TCCB ngày 26 tháng 02 năm 2018"),
        ("57/TTr-CĐSP", "Tờ trình số 57/TTr-CĐSP ngày 26 tháng 02 năm 2018"),
        ("98", "Công văn số 98 ngày 26 tháng 02 năm 2018"),
    ],
)
def test_a_received_paper_is_called_what_its_number_says(number: str, says: str) -> None:
    assert paper(number, date(2018, 2, 26)) == says


def test_earlier_letters_are_named_with_their_dates() -> None:
    facts = replace(
        sample("report_reminder"),
        step=3,
        previous=(
            LetterRef("Công văn", "402/SNgV-NVLS", date(2018, 10, 8)),
            LetterRef("Công văn", "430/SNgV-NVLS"),
        ),
    )
    said = body_of(letter("report_reminder", facts))
    assert "Công văn số 402/SNgV-NVLS ngày 08 tháng 10 năm 2018 và Công văn số 430/SNgV-NVLS" in said


def test_an_internal_sheet_has_no_number_and_no_end_mark() -> None:
    made = letter("appraisal_sheet")
    assert made.number is None and made.recipients is None and made.signature is None and not made.end_mark
    assert any(isinstance(b, Paragraph) and "Đủ điều kiện" in str(b.text) for b in made.body)
