"""Checks about delegations that come in: what must be known of the guests, who must be told, what holds in the border area."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.appraisal import wording as say
from models.appraisal.facts import DossierFacts
from models.appraisal.outcome import Outcome, check
from models.appraisal.reading_facts import day_of, journey, plausible, rows, whole
from models.catalogue.kinds import kinds


def _label(kind: str, table: str, name: str) -> str:
    for section in kinds()[kind].sections:
        for spec in section.columns if section.table == table and table else section.fields:
            if spec.name == name:
                return say.inside(spec.label.vi)
    return name


def _section_label(kind: str, table: str) -> str:
    return say.inside(kinds()[kind].section_of(table).label.vi)


@check("guest_data", words=("missing",))
def guest_data(
    facts: DossierFacts, columns: list[str], fields: list[str], tables: list[str], papers: list[str]
) -> Outcome | None:
    """Everything the consent needs is there: *columns* of each guest, single *fields*, rows in *tables*, *papers* of the
    checklist; and no guest's passport expires during the visit. None while there is no guest yet.
    """
    if not facts.members:
        return None
    missing: list[tuple[str, str]] = []
    for n, guest in enumerate(facts.members):
        lacking = [c for c in columns if not str(getattr(guest, c, "") or "").strip()]
        if lacking:
            names = say.joined(_label(facts.kind, "members", c) for c in lacking)
            missing.append(
                (f"members.{n}.{lacking[0]}", f"{names} của {guest.full_name or f'khách thứ {n + 1}'}")
            )
    missing += [(name, _label(facts.kind, "", name)) for name in fields if not facts.text(name).strip()]
    missing += [(table, _section_label(facts.kind, table)) for table in tables if not _has_rows(facts, table)]
    state = {p.code: p.state for p in facts.papers}
    labels = {p.code: say.inside(p.label.vi) for p in kinds()[facts.kind].papers}
    missing += [
        ("papers", labels.get(code, code))
        for code in papers
        if state.get(code, "missing") not in {"present", "not_needed"}
    ]
    missing += _expiring(facts)
    return Outcome(
        passed=not missing,
        facts={"guests": len(facts.members), "missing": [{"field": f, "what": text} for f, text in missing]},
        words={"missing": say.listed(text for _field, text in missing)},
        fields=tuple(dict.fromkeys(field for field, _text in missing)),
    )


def _has_rows(facts: DossierFacts, table: str) -> bool:
    return bool(facts.legs if table == "legs" else rows(facts, table))


def _expiring(facts: DossierFacts) -> list[tuple[str, str]]:
    going = journey(facts)
    if going is None:
        return []
    found: list[tuple[str, str]] = []
    for n, guest in enumerate(facts.members):
        expires = plausible(guest.passport_expires_on)
        if expires and expires < going[1]:
            found.append(
                (
                    f"members.{n}.passport_expires_on",
                    f"hộ chiếu còn hạn của {guest.full_name} (hết hạn {say.day(expires)})",
                )
            )
    return found


@check("bodies_informed", words=("bodies",))
def bodies_informed(facts: DossierFacts, bodies: list[str]) -> Outcome | None:
    """Each of *bodies* was asked or notified: it stands among the consultations or the notices. None while there is no guest."""
    if not facts.members:
        return None
    informed = {c.asked_of for c in facts.consultations} | {
        str(r.get("sent_to") or "") for r in rows(facts, "notices")
    }
    missing = [b for b in bodies if b not in informed]
    return Outcome(
        passed=not missing,
        facts={"wanted": list(bodies), "informed": sorted(informed & set(bodies))},
        words={"bodies": say.joined(say.label("consulted", b) for b in missing)},
        fields=("consultations",),
    )


def _hours(notice: Mapping[str, Any], arrival: date | None) -> int | None:
    """How long before the arrival a notice went out: the hours written, else whole days from its date."""
    hours = whole(notice.get("hours_before"))
    if hours is not None:
        return hours
    sent = day_of(notice.get("sent_on"))
    return (arrival - sent).days * 24 if sent and arrival else None


@check("border_notice", words=("places", "problems", "hours"))
def border_notice(
    facts: DossierFacts, hours: int, bodies: list[str], high_ranks: list[str], high_rank_hours: int
) -> Outcome | None:
    """For a visit to a border commune each of *bodies* had a notice at least *hours* before; *high_rank_hours* for guests of
    *high_ranks*. None when no border commune is visited.
    """
    border = [(n, leg) for n, leg in enumerate(facts.legs) if leg.is_border_commune]
    if not border:
        return None
    wanted = high_rank_hours if facts.text("guest_rank") in high_ranks else hours
    arrival = min((d for _n, leg in border if (d := plausible(leg.from_on))), default=None)
    sent: dict[str, int | None] = {}
    for notice in rows(facts, "notices"):
        body, before = str(notice.get("sent_to") or ""), _hours(notice, arrival)
        known = sent.get(body)
        sent[body] = before if known is None else max(known, before or 0)
    texts: list[str] = []
    for body in bodies:
        name = say.label("consulted", body)
        before = sent.get(body)
        if body not in sent:
            texts.append(f"chưa có thông báo gửi {name}")
        elif before is None:
            texts.append(f"thông báo gửi {name} chưa ghi ngày giờ")
        elif before < wanted:
            texts.append(f"thông báo gửi {name} chỉ trước {before} giờ")
    places = list(dict.fromkeys(leg.place for _n, leg in border if leg.place))
    return Outcome(
        passed=not texts,
        facts={
            "places": places,
            "arrives_on": arrival.isoformat() if arrival else None,
            "required_hours": wanted,
            "hours_before": {body: sent.get(body) for body in bodies},
        },
        words={
            "places": say.joined(places) or "xã biên giới",
            "problems": say.listed(texts),
            "hours": str(wanted),
        },
        fields=("notices", *(f"legs.{n}.is_border_commune" for n, _leg in border)),
    )


@check("border_lodging", words=("places",))
def border_lodging(facts: DossierFacts) -> Outcome | None:
    """Where guests spend a night in a border commune, the lodging is named. None when they do not."""
    nights = [(n, leg) for n, leg in enumerate(facts.legs) if leg.is_border_commune and leg.stays_overnight]
    if not nights:
        return None
    lodging = facts.text("lodging").strip()
    places = list(dict.fromkeys(leg.place for _n, leg in nights if leg.place))
    return Outcome(
        passed=bool(lodging),
        facts={"places": places, "lodging": lodging},
        words={"places": say.joined(places) or "xã biên giới"},
        fields=("lodging", *(f"legs.{n}.stays_overnight" for n, _leg in nights)),
    )
