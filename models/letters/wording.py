"""The words of a letter: every word of the vocabulary, from one and the same facts.

Values go in as plain text in one pass: braces or tags that a person typed stay what they are. Which words there are is data
(``resources/lists/letter_words.toml``); a test holds that this module fills each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, cast

import resources
from models.appraisal.facts import Consultation, DossierFacts, Funding, Leg, Member
from models.appraisal.findings import Finding, Severity
from models.catalogue import lists
from models.catalogue.kinds import Direction, kinds
from models.letters.facts import Item, LetterFacts, LetterRef, SigningAuthority
from models.letters.figures import figure_words
from models.letters.phrases import phrase
from models.letters.vietnamese import (
    joined,
    money,
    money_in_words,
    named,
    official_date,
    padded,
    period,
)
from models.text import fold, squeeze


def clause(text: object) -> str:
    """A typed text as part of a sentence: one line, without the full stop or semicolon at its end."""
    return squeeze(str(text or "")).rstrip(" .;,")


def label(list_name: str, code: object) -> str:
    """The Vietnamese label of a choice, whatever the language of the interface."""
    item = lists.items(list_name).get(str(code))
    return item.label.vi if item else clause(code)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def country(code: str) -> str:
    """The Vietnamese name of a country, whatever the language of the interface."""
    item = lists.countries().get(code)
    return item.label.vi if item else code


def _people(members: Iterable[Member], *, guests: bool) -> str:
    count = sum(1 for _ in members)
    return phrase("count.guests" if guests else "count.people", count=padded(count)) if count else ""


def honorific(member: Member) -> str:
    """ "Ông", "Bà" or nothing."""
    return phrase(f"honorific.{member.sex}") if member.sex in {"male", "female"} else ""


def post_of(member: Member) -> str:
    """ "Phó Giám đốc Sở Y tế"; the unit is not said twice."""
    position, unit = clause(member.position), clause(member.organisation)
    if not position or not unit or fold(unit) in fold(position):
        return position or unit
    said, named = position.split(" "), unit.split(" ")
    for n in range(min(len(said), len(named)), 0, -1):
        # "Phó Chủ tịch UBND huyện" of "UBND huyện Bảo Lâm": what both say is written once.
        if [w.casefold() for w in said[-n:]] == [w.casefold() for w in named[:n]]:
            return " ".join([*said[:-n], *named])
    return phrase("post.with_unit", position=position, unit=unit)


def grade_of(member: Member) -> str:
    """ "mã ngạch 01.002, bậc 3, loại A2.1", as far as known."""
    parts = [
        phrase("post.grade", grade_code=clause(member.grade_code)) if member.grade_code else "",
        phrase("post.step", grade_step=clause(member.grade_step)) if member.grade_step else "",
        phrase("post.category", category=clause(member.category)) if member.category else "",
    ]
    return ", ".join(p for p in parts if p)


def where_of(country_name: str, places: Iterable[str]) -> str:
    """ "Nam Ninh và Bách Sắc, Trung Quốc"."""
    known = joined(list(dict.fromkeys(p for p in places if p)))
    if known and country_name:
        return phrase("place.with_country", places=known, country=country_name)
    return known or country_name


def _destinations(stays: list[Leg]) -> str:
    """Countries in order of travel, each with its places."""
    by_country: dict[str, list[str]] = {}
    for leg in stays:
        by_country.setdefault(country(leg.country), []).append(clause(leg.place))
    return "; ".join(w for name, places in by_country.items() if (w := where_of(name, places)))


def stay_of(first: date | None, last: date | None) -> str:
    """The period, empty when it is not known or ends before it begins."""
    return period(first, last) if first and last and first <= last else ""


def paper_type(number: str) -> str:
    """What sort of paper a number shows: "Quyết định" for "77/QĐ-UBND", a công văn where it shows none."""
    types: dict[str, str] = resources.load_toml("lists/letter_phrases.toml")["paper"]["types"]
    sign = number.partition("/")[2].partition("-")[0]
    return types.get(sign) or phrase("paper.default_type")


def paper(number: str, day: date | None) -> str:
    """ "Công văn số 123/SYT-TCCB ngày 01 tháng 3 năm 2018"; what it is shows in its number."""
    number = clause(number)
    if not number:
        return ""
    kind = paper_type(number)
    if day is None:
        return phrase("paper.numbered", type=kind, number=number)
    return phrase("paper.named", type=kind, number=number, date=official_date(day))


def reference(ref: LetterRef) -> str:
    """ "Tờ trình số 05/TTr-SNgV ngày 02 tháng 3 năm 2018"."""
    kind = ref.type_name or phrase("paper.default_type")
    if ref.issued_on is None:
        return phrase("paper.numbered", type=kind, number=ref.number)
    return phrase("paper.named", type=kind, number=ref.number, date=official_date(ref.issued_on))


def funded(fund: Funding) -> str:
    """One source of money: "45.000.000 đồng (bằng chữ: …) do ngân sách nhà nước chi trả"."""
    source = phrase(f"funding.{fund.source}") if fund.source in _sources() else _lower(clause(fund.source))
    if fund.payer:
        source = phrase("funding.payer", phrase=source, payer=clause(fund.payer))
    if fund.amount > 0:
        words = money_in_words(fund.amount)
        return phrase("funding.amount", money=money(fund.amount), words=words, source=source)
    return f"{_lower(clause(fund.note))} {source}".strip()


def _sources() -> set[str]:
    return set(resources.load_toml("lists/letter_phrases.toml")["funding"]) - {"amount", "payer"}


def is_private(dossier: DossierFacts) -> bool:
    """Whether the trip is private business."""
    kind = kinds().get(dossier.kind)
    return kind is not None and kind.counts_as == "private"


def result_of(finding: Finding) -> str:
    """How a finding is put on paper: "Đạt", "Không đạt" …"""
    if finding.passed:
        return phrase("result.passed")
    return phrase("result.waived" if finding.waived_by else f"result.{finding.severity.value}")


def failures(facts: LetterFacts) -> tuple[Finding, ...]:
    """The findings that did not pass and weigh more than a note."""
    return tuple(f for f in facts.findings if not f.passed and f.severity in {Severity.STOP, Severity.WARN})


def reasons(facts: LetterFacts) -> tuple[Item, ...]:
    """The reasons of a refusal: those given, else the findings that stand in the way."""
    return facts.reasons or tuple(Item(f.says, f.basis) for f in facts.findings if f.is_open_stop)


def issuer_of(facts: LetterFacts, issuer: str) -> SigningAuthority | None:
    """Who issues a letter whose kind says "office", "authority" (who decides), or "earlier" (who issued the earlier letter)."""
    if issuer == "earlier" and facts.earlier is not None:
        return facts.earlier.signing
    return facts.authority if issuer == "authority" else facts.office.signing


def _titles(findings: Iterable[Finding]) -> str:
    return "; ".join(f"{t[0].lower()}{t[1:]}" for t in (clause(f.title) for f in findings) if t)


def _verdict(facts: LetterFacts) -> str:
    if not facts.findings:
        return ""
    if any(f.is_open_stop for f in facts.findings):
        return phrase("verdict.stopped")
    return phrase("verdict.explained" if failures(facts) else "verdict.passed")


def _executors(facts: LetterFacts, dossier: DossierFacts) -> str:
    """The bodies that carry a decision out, each once."""
    bodies = [facts.office.name]
    if dossier.state_money or dossier.condition("state_funded"):
        bodies.append(phrase("executor.state_funded"))
    bodies += [m.organisation for m in dossier.members if m.organisation] if is_private(dossier) else []
    bodies.append(dossier.text("requester"))
    once = {fold(clause(body)): clause(body) for body in bodies if body}
    return ", ".join(once.values()) if dossier.text("requester") else ""


def _staff(dossier: DossierFacts) -> str:
    known = [_lower(label("employments", m.employment)) for m in dossier.members if m.employment]
    order = [_lower(i.label.vi) for i in lists.items("employments").values()]
    kept = sorted(set(known), key=order.index) if all(k in order for k in known) else []
    return ", ".join(kept) or phrase("staff.default")


def _funding(dossier: DossierFacts) -> str:
    found = "; ".join(funded(f) for f in dossier.funding)
    return found or (phrase("funding.own") if is_private(dossier) else "")


def trip_words(dossier: DossierFacts, department: str = "") -> dict[str, Callable[[], str]]:
    """The words of a dossier: who, where, when, why and with what money."""
    first, last = dossier.departs_on, dossier.returns_on
    stays = [leg for leg in dossier.legs if not leg.is_transit]
    head = dossier.head
    guests = dossier.direction is Direction.INCOMING
    return {
        "requester": lambda: clause(dossier.text("requester")),
        "received_paper": lambda: (
            paper(dossier.text("received_paper_number"), day)
            if (day := dossier.on("received_paper_on"))
            else ""
        ),
        "arrival": lambda: official_date(day) if (day := dossier.on("received_on")) else "",
        "purpose_category": lambda: _lower(label(_purposes(dossier), dossier.text("purpose_category"))),
        "home_country": lambda: country(dossier.text("home_country")),
        "countries": lambda: joined([country(c) for c in dossier.countries]),
        "destinations": lambda: _destinations(stays),
        "places": lambda: joined(list(dict.fromkeys(p for leg in stays if (p := clause(leg.place))))),
        "border_places": lambda: joined(
            [clause(leg.place) for leg in stays if leg.is_border_commune and leg.place]
        ),
        "period": lambda: stay_of(first, last),
        "days": lambda: phrase("count.days", count=padded(dossier.days)) if dossier.days else "",
        "year": lambda: str(first.year) if first else "",
        "people": lambda: _people(dossier.members, guests=guests),
        "staff": lambda: _staff(dossier) if dossier.members else "",
        "head": lambda: named(honorific(head), clause(head.full_name)) if head else "",
        "head_begins": lambda: named(honorific(head), clause(head.full_name), begins=True) if head else "",
        "head_post": lambda: post_of(head) if head else "",
        "head_grade": lambda: grade_of(head) if head else "",
        "nationalities": lambda: joined(
            list(dict.fromkeys(country(m.nationality) for m in dossier.members if m.nationality))
        ),
        "funding": lambda: _funding(dossier),
        "money": lambda: money(dossier.total_money) if dossier.total_money else "",
        "money_in_words": lambda: money_in_words(dossier.total_money) if dossier.total_money else "",
    }


def open_consultations(dossier: DossierFacts) -> list[Consultation]:
    """The opinions that are asked or to be asked and not answered yet."""
    return [x for x in dossier.consultations if x.answer == "open" and x.asked_of]


def consulted(asked: Consultation, department: str = "") -> str:
    """The body that is asked; *department* names the one meant by "department concerned"."""
    return department if department and asked.asked_of == "department" else label("consulted", asked.asked_of)


def _opinions_due(dossier: DossierFacts) -> date | None:
    return min((x.due_on for x in open_consultations(dossier) if x.due_on), default=None)


# Words that are a field of the dossier as typed.
_TYPED = (
    "title", "purpose", "host_name", "plan_item", "unplanned_reason", "papers_to_sign", "acting_person", "guest_organisation",
    "vietnamese_side", "form_of_work", "crossing", "lodging",
)  # fmt: skip


def _purposes(dossier: DossierFacts) -> str:
    kind = kinds().get(dossier.kind)
    return kind.field("purpose_category").list if kind else ""


def _office_words(facts: LetterFacts, issuer: SigningAuthority | None) -> dict[str, Callable[[], str]]:
    office, decides = facts.office, facts.authority
    return {
        "office": lambda: office.name,
        "office_symbol": lambda: office.symbol,
        "office_head": lambda: office.head_post,
        "unit": lambda: office.unit_name,
        "unit_symbol": lambda: office.unit_symbol,
        "province": lambda: office.province,
        "committee": lambda: office.committee,
        "authority_body": lambda: decides.body if decides else "",
        "authority_post": lambda: decides.post if decides else "",
        "issuer_body": lambda: issuer.body if issuer else "",
        "issuer_post": lambda: issuer.post if issuer else "",
        "issuer_symbol": lambda: issuer.symbol if issuer else "",
        "issuer_unit": lambda: issuer.unit_symbol if issuer else "",
        "submission": lambda: reference(facts.submission) if facts.submission else "",
        "previous": lambda: joined([reference(ref) for ref in facts.previous]),
        "addressee": lambda: clause(facts.addressee) or _requester(facts),
        "reference": lambda: facts.reference,
        "deadline": lambda: official_date(facts.deadline) if facts.deadline else "",
        "today": lambda: official_date(facts.issued_on or facts.day),
        "asks_number": lambda: padded(len(facts.asks)) if facts.asks else "",
        "reasons_number": lambda: padded(len(reasons(facts))) if reasons(facts) else "",
        "owed_number": lambda: padded(len(facts.owed)) if facts.owed else "",
        "officer": lambda: clause(facts.officer),
        "division_head": lambda: clause(facts.division_head),
        "verdict": lambda: _verdict(facts),
        "appraised_number": lambda: str(len(facts.findings)) if facts.findings else "",
        "passed_number": lambda: str(sum(f.passed for f in facts.findings)) if facts.findings else "",
        "passed_titles": lambda: _titles(f for f in facts.findings if f.passed) or phrase("titles.none"),
    }


def department_of(facts: LetterFacts) -> str:
    """Which department a letter asks for its opinion, where the person wrote its name."""
    return clause(facts.extra.get("department"))


def _requester(facts: LetterFacts) -> str:
    return clause(facts.dossier.text("requester")) if facts.dossier else ""


def words_of(facts: LetterFacts, issuer: str) -> dict[str, Callable[[], str]]:
    """Every word of the vocabulary but ``last_article``, which the composer knows; without a dossier its words are empty."""
    found = _office_words(facts, issuer_of(facts, issuer)) | figure_words(facts.figures, facts.plan)
    dossier = facts.dossier
    if dossier is None:
        return found
    found |= trip_words(dossier)
    for name in _TYPED:
        found[name] = lambda name=name: clause(dossier.text(name))
    found["consulted_bodies"] = lambda: joined(
        [consulted(x, department_of(facts)) for x in open_consultations(dossier)]
    )
    found["opinions_due"] = lambda: official_date(due) if (due := _opinions_due(dossier)) else ""
    found |= _event_words(facts, dossier)
    found["executors"] = lambda: _executors(facts, dossier)
    return found


def _event_words(facts: LetterFacts, dossier: DossierFacts) -> dict[str, Callable[[], str]]:
    """The words of the one event of the programme that a letter is about: its own field ``event`` says which, from 1."""
    events = dossier.rows.get("programme", ())
    place = facts.extra.get("event", 1)
    event: Mapping[str, Any] = (
        events[place - 1] if isinstance(place, int) and 0 < place <= len(events) else {}
    )
    on = event.get("on")
    return {
        "event_content": lambda: clause(event.get("content")),
        "event_on": lambda: official_date(on) if isinstance(on, date) else clause(on),
        "event_hours": lambda: clause(event.get("hours")),
        "event_place": lambda: clause(event.get("place")),
        "event_chair": lambda: clause(event.get("in_charge")),
    }


def extra_words(facts: LetterFacts, name: str, default: object, list_name: str = "") -> str:
    """A letter's own field as text: days padded ("05"), dates in full, choices of *list_name* in words, texts in one line."""
    value = facts.extra.get(name, default)
    if value is None or value == "":
        return ""
    if list_name:
        return label(list_name, value)
    if isinstance(value, date):
        return official_date(value)
    if isinstance(value, list | tuple):  # a table of the letter's own
        return padded(len(cast("list[object]", value))) if value else ""
    return padded(value) if isinstance(value, int) and not isinstance(value, bool) else clause(value)
