"""Papers of one dossier never disagree in people, days or money, whatever was typed and whichever letter says it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.appraisal.facts import Consultation, DossierFacts, Funding, Leg, Member, Paper
from models.appraisal.findings import Finding, Severity
from models.catalogue.kinds import kinds
from models.catalogue.letter_kinds import LetterKind, letter_kinds
from models.letters.composing import compose, missing
from models.letters.content import LetterContent, Table
from models.letters.facts import Item, LetterFacts
from models.letters.samples import sample
from models.letters.vietnamese import grouped, money_in_words, padded, period

PEOPLE = re.compile(r"(\d+) (?:người|khách)\b")
DAYS = re.compile(r"(\d+) ngày, ((?:từ )?ngày \d.*?năm \d{4})(?! đến)")
MONEY = re.compile(r"([\d.]+) đồng")
WORDS = re.compile(r"bằng chữ: ([^)]*)\)")
SUMS = "Số tiền (đồng)"  # the head of a column of money

# Letters of a dossier whose every fact they state is the dossier's own of today. Those that tell of a change state the former
# facts beside the new ones and are measured against both in their own tests.
KINDS = tuple(k for k in letter_kinds().values() if set(k.offered_for) & set(kinds()) and not k.relation)

# They speak of what is asked for, refused or announced to the border guard, not of the whole journey.
SILENT = {"refusal", "supplement_slip", "border_notice"}


def texts(value: object) -> Iterator[str]:
    """Every text of a letter."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))


def tables(content: LetterContent) -> Iterator[Table]:
    """Every table of a letter and its annexes."""
    for blocks in (content.body, *(a.blocks for a in content.annexes)):
        yield from (b for b in blocks if isinstance(b, Table))


def numbers(content: LetterContent) -> dict[str, set[str]]:
    """What a letter says of people, days and money."""
    said = "\n".join(texts(content))
    found: dict[str, set[str]] = {
        "people": set(PEOPLE.findall(said)),
        "days": {f"{n} {when}" for n, when in DAYS.findall(said)},
        "money": set(MONEY.findall(said)),
        "words": set(WORDS.findall(said)),
        "rows": set(),
        "names": set(),
    }
    for table in tables(content):
        heads = [c.title for c in table.columns]
        if "Họ và tên" in heads:
            found["rows"].add(str(len(table.rows)))
            found["names"] |= {row.cells[heads.index("Họ và tên")] for row in table.rows}
        if SUMS in heads:
            found["money"] |= {row.cells[heads.index(SUMS)] for row in table.rows} - {""}
    return found


def expected(dossier: DossierFacts) -> dict[str, set[str]]:
    """What letters may say of the dossier."""
    first, last = dossier.departs_on, dossier.returns_on
    assert first is not None and last is not None
    sums = {f.amount for f in dossier.funding if f.amount} | {dossier.total_money}
    return {
        "people": {padded(len(dossier.members))},
        "days": {f"{padded(dossier.days)} {period(first, last)}"},
        "money": {grouped(n) for n in sums},
        "words": {money_in_words(n) for n in sums},
        "rows": {str(len(dossier.members))},
        "names": {m.full_name for m in dossier.members},
    }


PASSED = Finding("r", date(2018, 1, 1), Severity.STOP, True, "Chỉ thị số 38-CT/TW", "Có thư mời", "Đạt")
# Names and posts without digits, so that every number in a letter is one of the dossier's.
word = st.sampled_from(
    ["An", "Bình", "Hòa", "Kiểm tra", "Phó Trưởng phòng", "Sở Y tế", "phường Thục Phán", "Nguyễn Thị Lan"]
)
amounts = st.integers(1, 10**11)


@st.composite
def dossiers(draw: st.DrawFn, kind: str) -> DossierFacts:
    """A complete dossier of a kind."""
    spec = kinds()[kind]
    start = draw(st.dates(date(2018, 1, 1), date(2030, 1, 1)))
    middle = start + timedelta(draw(st.integers(0, 20)))
    end = middle + timedelta(draw(st.integers(0, 20)))
    is_incoming = kind == "incoming"
    member = st.builds(
        Member, full_name=word, position=word, organisation=word, sex=st.sampled_from(["male", "female"]),
        role=st.sampled_from(["head", "member", "interpreter"]), nationality=st.just("CN" if is_incoming else ""),
        passport_number=st.just("PE"), employment=st.sampled_from(["civil_servant", "public_employee"]),
        management_tier=st.sampled_from(["unit", "party_committee"]),
    )  # fmt: skip
    funding = st.builds(
        Funding, source=st.sampled_from(["state", "host", "guest"]), amount=amounts, note=word
    )
    values: dict[str, Any] = {f.name: "Nội dung" for f in spec.fields if f.input in {"line", "text"}}
    values |= {
        "requester": draw(word), "received_paper_number": "12/SYT-VP", "received_paper_on": start, "received_on": start,
        "home_country": "CN", "is_planned": draw(st.booleans()), "content_flags": (),
    }  # fmt: skip
    event = {
        "on": start,
        "hours": "Sáng",
        "content": "Đón đoàn",
        "place": "Cửa khẩu",
        "in_charge": "Sở Ngoại vụ",
    }
    rows: dict[str, tuple[dict[str, Any], ...]] = {
        "programme": (event, event | {"on": end}),
        "tasks": ({"unit": draw(word), "task": "Đón đoàn", "due_on": start},),
    }
    return DossierFacts(
        kind,
        spec.direction,
        values,
        (
            Leg("" if is_incoming else "CN", draw(word), start, middle, is_border_commune=is_incoming),
            Leg("" if is_incoming else "LA", draw(word), middle, end),
        ),
        tuple(draw(st.lists(member, min_size=1, max_size=7))),
        tuple(draw(st.lists(funding, min_size=1, max_size=3))),
        papers=(Paper("request", "present"),),
        consultations=(Consultation("police", due_on=start),),
        rows=rows,
    )


def facts_for(letter: LetterKind, dossier: DossierFacts) -> LetterFacts:
    """The facts of that letter about *dossier*, everything else as in its sample."""
    of = sample(letter.code)
    return replace(
        of,
        dossier=dossier,
        authority=of.authority or sample("consent_receive").authority,
        reference="ĐV-A",
        deadline=dossier.departs_on,
        findings=(PASSED,),
        asks=(Item("Bổ sung thư mời", "Chỉ thị số 38-CT/TW"),),
        reasons=(Item("Chưa có thư mời", "Chỉ thị số 38-CT/TW"),),
        extra={f.name: of.extra.get(f.name, f.default) for f in letter.fields if f.required or f.default},
    )


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_letter_of_a_dossier_says_the_same(kind: str) -> None:
    fitting = [x for x in KINDS if kind in x.offered_for]
    assert fitting, kind

    @settings(max_examples=15)
    @given(dossiers(kind))
    def agree(dossier: DossierFacts) -> None:
        truth = expected(dossier)
        for letter in fitting:
            facts = facts_for(letter, dossier)
            gaps = missing(letter, facts)
            assert not gaps, (letter.code, gaps)
            said = numbers(compose(letter, facts, number=None))
            for what, allowed in truth.items():
                assert said[what] <= allowed, (letter.code, what, said[what], allowed)

    agree()


@pytest.mark.parametrize("letter", KINDS, ids=lambda k: k.code)
def test_the_check_sees_numbers_in_every_kind_that_has_them(letter: LetterKind) -> None:
    facts = sample(letter.code)
    assert facts.dossier is not None
    said = numbers(compose(letter, facts, number=None))
    assert letter.code in SILENT or said["days"] == expected(facts.dossier)["days"], letter.code


@pytest.mark.parametrize("letter", [k for k in KINDS if k.code not in SILENT], ids=lambda k: k.code)
def test_what_a_sample_says_is_what_its_dossier_says(letter: LetterKind) -> None:
    facts = sample(letter.code)
    assert facts.dossier is not None
    said, truth = numbers(compose(letter, facts, number=None)), expected(facts.dossier)
    for what, allowed in truth.items():
        assert said[what] <= allowed, (letter.code, what)
