"""Checks about papers and opinions: present, asked, agreed; nothing secret; the same figures in every table of the dossier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from models.appraisal import wording as say
from models.appraisal.facts import DossierFacts
from models.appraisal.outcome import Outcome, check
from models.appraisal.reading_facts import codes, day_of, journey, plausible, rows
from models.catalogue.kinds import kinds
from models.text import fold

AGREED = frozenset({"agreed", "agreed_with"})
SETTLED = frozenset({"present", "not_needed"})
_STATES = {"missing": "còn thiếu", "expired": "đã hết hạn", "wrong_date": "sai ngày"}


def _paper_label(kind: str, code: str) -> str:
    return next((p.label.vi for p in kinds()[kind].papers if p.code == code), code)


@check("papers_present", words=("papers",))
def papers_present(
    facts: DossierFacts, papers: list[str], when: str, exempt_purposes: list[str]
) -> Outcome | None:
    """The *papers* of the checklist are there, or the officer marked them as not needed.

    Asked for only when the condition *when* holds (empty: always), and not for trips of *exempt_purposes*.
    """
    if not facts.papers or (when and not facts.condition(when)):
        return None
    if facts.text("purpose_category") in exempt_purposes:
        return None
    state = {p.code: p.state for p in facts.papers}
    wrong = {code: state.get(code, "missing") for code in papers if state.get(code, "missing") not in SETTLED}
    texts = [
        f"{say.inside(_paper_label(facts.kind, c))} {_STATES.get(s, 'chưa rõ')}" for c, s in wrong.items()
    ]
    return Outcome(
        passed=not wrong,
        facts={"papers": {code: state.get(code, "missing") for code in papers}},
        words={"papers": say.joined(texts)},
        fields=("papers",),
    )


@check("party_opinion", words=("why", "problem"))
def party_opinion(facts: DossierFacts, tiers: list[str], flags: list[str], paper: str) -> Outcome | None:
    """The party committee agreed, where members are of its *tiers* or the content is one of *flags*.

    Recorded as an answered consultation of ``party`` or as the *paper* of the checklist. None when no opinion is needed.
    """
    managed = [(n, m) for n, m in enumerate(facts.members) if m.management_tier in tiers]
    flagged = [f for f in codes(facts.values.get("content_flags")) if f in flags]
    if not managed and not flagged:
        return None
    asked = [c for c in facts.consultations if c.asked_of == "party"]
    has_paper = any(p.code == paper and p.state == "present" for p in facts.papers)
    refused = any(c.answer == "disagreed" for c in asked)
    passed = not refused and (has_paper or any(c.answer in AGREED for c in asked))
    reasons: list[str] = []
    if managed:
        tier = say.joined(
            dict.fromkeys(say.label("management_tiers", m.management_tier) for _n, m in managed)
        )
        reasons.append(f"{say.joined(say.person(m) for _n, m in managed)} thuộc diện {tier}")
    if flagged:
        reasons.append(f"nội dung: {say.joined(say.inside(say.label('content_flags', f)) for f in flagged)}")
    problem = (
        "cấp ủy không đồng ý" if refused else "đã hỏi, chưa có trả lời" if asked else "chưa ghi nhận ý kiến"
    )
    return Outcome(
        passed=passed,
        facts={
            "managed": [{"name": m.full_name, "tier": m.management_tier} for _n, m in managed],
            "flags": flagged,
            "answers": [c.answer for c in asked],
            "paper_present": has_paper,
        },
        words={"why": say.listed(reasons), "problem": problem},
        fields=("consultations", *(f"members.{n}.management_tier" for n, _m in managed)),
    )


@check("opinions_asked", words=("flags", "bodies"))
def opinions_asked(facts: DossierFacts, bodies_by_flag: dict[str, list[str]]) -> Outcome | None:
    """For each content flag, all the bodies *bodies_by_flag* names were asked. None when nothing is flagged."""
    flagged = [f for f in codes(facts.values.get("content_flags")) if f in bodies_by_flag]
    if not flagged:
        return None
    wanted = list(dict.fromkeys(body for f in flagged for body in bodies_by_flag[f]))
    asked = {c.asked_of for c in facts.consultations}
    missing = [body for body in wanted if body not in asked]
    return Outcome(
        passed=not missing,
        facts={"flags": flagged, "wanted": wanted, "asked": sorted(asked)},
        words={
            "flags": say.joined(say.inside(say.label("content_flags", f)) for f in flagged),
            "bodies": say.joined(say.label("consulted", b) for b in missing),
        },
        fields=("consultations",),
    )


@check("no_content_flag", words=("flags",))
def no_content_flag(facts: DossierFacts, flags: list[str], filled: list[str]) -> Outcome | None:
    """None of the content *flags* is set and none of the fields *filled* holds text."""
    if "content_flags" not in facts.values:
        return None
    found = [f for f in codes(facts.values.get("content_flags")) if f in flags]
    texts = [say.inside(say.label("content_flags", f)) for f in found]
    written = {name: facts.text(name).strip() for name in filled if facts.text(name).strip()}
    texts += list(written.values())
    return Outcome(
        passed=not texts,
        facts={"flags": found, "written": written},
        words={"flags": say.joined(texts)},
        fields=tuple(written) or ("content_flags",),
    )


Problems = list[tuple[str, str]]  # form field, sentence part


def _legs_in_order(facts: DossierFacts, may_overlap: bool) -> Problems:
    found: Problems = []
    known: list[tuple[date, date, int]] = []
    for n, leg in enumerate(facts.legs):
        start, end = plausible(leg.from_on), plausible(leg.to_on)
        if not start or not end:
            continue
        if end < start:
            found.append(
                (
                    f"legs.{n}.to_on",
                    f"chặng {n + 1} kết thúc {say.day(end)} trước khi bắt đầu {say.day(start)}",
                )
            )
            continue
        known.append((start, end, n))
    known.sort()
    reached: date | None = None
    for start, end, n in known:
        if reached is not None:
            gap = (start - reached).days
            if gap > 1:
                found.append(
                    (f"legs.{n}.from_on", f"lịch trình đứt quãng từ {say.day(reached)} đến {say.day(start)}")
                )
            elif gap < 0 and not may_overlap:
                found.append(
                    (
                        f"legs.{n}.from_on",
                        f"chặng bắt đầu {say.day(start)} trùng ngày với chặng trước (đến {say.day(reached)})",
                    )
                )
        reached = end if reached is None else max(reached, end)
    return found


def _programme_inside(facts: DossierFacts) -> Problems:
    going = journey(facts)
    if going is None:
        return []
    found: Problems = []
    for n, row in enumerate(rows(facts, "programme")):
        on = day_of(row.get("on"))
        if on and not going[0] <= on <= going[1]:
            found.append(
                (
                    f"programme.{n}.on",
                    f"chương trình ghi ngày {say.day(on)}, ngoài thời gian {say.span(*going)}",
                )
            )
    return found


def _people_once(facts: DossierFacts) -> Problems:
    found: Problems = []
    seen: set[object] = set()
    for n, member in enumerate(facts.members):
        marks: list[object] = [("id", member.person_id)] if member.person_id is not None else []
        if member.full_name and member.born_on:
            marks.append((fold(member.full_name), member.born_on))
        if any(mark in seen for mark in marks):
            found.append((f"members.{n}.full_name", f"{say.person(member)} có tên hai lần trong danh sách"))
        seen.update(marks)
    heads = [n for n, m in enumerate(facts.members) if m.role == "head"]
    if len(heads) > 1:
        found.append((f"members.{heads[1]}.role", f"danh sách có {len(heads)} trưởng đoàn"))
    return found


def _money_agrees(facts: DossierFacts) -> Problems:
    found: Problems = []
    sources = {x.source for x in facts.funding if x.source}
    if not sources:
        return found
    for n, member in enumerate(facts.members):
        if member.funding_source and member.funding_source not in sources:
            name = say.inside(say.label("funding_sources", member.funding_source))
            found.append(
                (
                    f"members.{n}.funding_source",
                    f"{say.person(member)} ghi nguồn {name} nhưng bảng kinh phí không có nguồn này",
                )
            )
    return found


def _paper_dates(facts: DossierFacts) -> Problems:
    written, received = plausible(facts.on("received_paper_on")), plausible(facts.on("received_on"))
    if written and received and received < written:
        return [("received_on", f"ngày đến {say.day(received)} trước ngày công văn {say.day(written)}")]
    return []


@check("tables_agree", words=("problems",))
def tables_agree(facts: DossierFacts, legs_may_overlap: bool) -> Outcome | None:
    """People, days and money say the same in every table of the dossier: legs follow each other, the programme lies within
    them, nobody stands twice, there is one head, every source of money is in the funding table, dates are in order.
    """
    if not facts.legs and not facts.members:
        return None
    parts: tuple[Callable[[DossierFacts], Problems], ...] = (
        _programme_inside, _people_once, _money_agrees, _paper_dates,
    )  # fmt: skip
    found = _legs_in_order(facts, legs_may_overlap)
    for part in parts:
        found += part(facts)
    details: dict[str, Any] = {
        "people": len(facts.members),
        "days": facts.days if journey(facts) else 0,
        "money": facts.total_money,
        "problems": [text for _field, text in found],
    }
    return Outcome(
        passed=not found,
        facts=details,
        words={"problems": say.listed(text for _field, text in found)},
        fields=tuple(field for field, _text in found),
    )
