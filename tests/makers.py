"""Small valid things for tests: override what matters, the rest is faultless. Everybody and everything is invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from models.catalogue.kinds import kinds
from models.catalogue.workflows import Role
from models.draft import Draft, Row
from models.records import User
from models.settings import SETTINGS
from models.store.units import Actor, Store
from models.work.dossiers import Lodged, lodge
from models.work.office import set_settings

DAY = date(2018, 3, 1)  # the day most tests live on: a Thursday
OFFICE = {
    "office_name": "Sở Ngoại vụ",
    "office_symbol": "SNgV",
    "office_head": "Giám đốc Sở Ngoại vụ",
    "governing_body": ["UBND TỈNH CAO BẰNG"],
    "issuer": ["SỞ NGOẠI VỤ"],
    "place": "Cao Bằng",
    "province": "tỉnh Cao Bằng",
    "committee": "Ủy ban nhân dân tỉnh Cao Bằng",
    "committee_issuer": ["ỦY BAN NHÂN DÂN", "TỈNH CAO BẰNG"],
    "committee_head": "Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng",
    "unit_name": "Phòng Nghiệp vụ - Lãnh sự",
    "unit_symbol": "NVLS",
    "authority": {"director": "Bế Thị Lan", "chairman": "Hoàng Văn Sơn", "deputy_director": "Nông Thị Thu"},
    "division_head": "Lương Văn Páo",
}
assert set(OFFICE) <= set(SETTINGS)


def make_user(
    store: Store, login: str, roles: Iterable[Role], *, name: str = "", person_id: int | None = None
) -> Actor:
    """An account without a password, and the actor behind it."""
    name = name or f"Người dùng {login}"
    with store.writing(Actor(None, "Người thử", frozenset(Role))) as w:
        user = User(login=login, full_name=name, roles={"roles": sorted(roles)}, person_id=person_id)
        w.session.add(user)
        w.session.flush()
        return Actor(user.id, name, frozenset(roles), person_id)


def make_office(store: Store) -> dict[str, Actor]:
    """An office that told its name, with one user for each role, by the role's name; "all" has every role."""
    out = {r.value: make_user(store, r.value, [r]) for r in Role}
    out["all"] = make_user(store, "all", list(Role))
    set_settings(store, OFFICE, by=out["admin"], valid_from=date(2016, 1, 1))
    return out


def member(name: str = "Đàm Thị Hoa", **more: Any) -> Row:
    """A row of an official who travels."""
    row: Row = {
        "full_name": name, "role": "member", "position": "Phó Trưởng phòng", "organisation": "Sở Công Thương",
        "born_on": "1980-05-12", "sex": "female", "employment": "civil_servant", "grade_code": "01.003", "grade_step": "3",
        "category": "A1", "management_tier": "unit", "passport_kind": "official", "passport_number": f"S{crc32(name.encode()) % 10**7:07d}",
        "passport_expires_on": "2023-05-01", "discipline": "none", "funding_source": "state",
    }  # fmt: skip
    return row | more


def guest(name: str = "Bounmy Phomvihane", **more: Any) -> Row:
    """A row of a foreign guest."""
    row: Row = {
        "full_name": name, "role": "member", "nationality": "LA", "position": "Trưởng phòng", "organisation": "Sở Ngoại vụ Luang Prabang",
        "passport_kind": "official", "passport_number": f"P{crc32(name.encode()) % 10**7:07d}", "passport_expires_on": "2023-05-01",
    }  # fmt: skip
    return row | more


def make_draft(
    kind: str = "outgoing_official",
    *,
    received_on: date = DAY,
    departs_in: int = 40,
    days: int = 5,
    country: str = "LA",
    members: list[Row] | None = None,
    rows: Mapping[str, list[Row]] | None = None,
    **values: Any,
) -> Draft:
    """A draft of a kind in which nothing is missing or wrong."""
    start = received_on + timedelta(days=departs_in)
    end = start + timedelta(days=days - 1)
    given: Row = {
        "requester": "Sở Công Thương", "received_paper_number": "125/SCT-VP", "received_paper_on": (received_on - timedelta(days=1)).isoformat(),
        "arrival_number": "88", "received_on": received_on.isoformat(), "urgency": "normal", "contact": "Chị Hoa, 0206 000 000",
        "title": "Đoàn xúc tiến thương mại", "purpose_category": next(iter(_purposes(kind))), "purpose": "Làm việc về hợp tác thương mại biên giới",
        "host_name": "Sở Công Thương tỉnh Luang Prabang", "host_address": "Luang Prabang", "is_planned": True, "plan_item": "Mục 3",
        "trip_exemption": "none", "leader_rank": "staff", "guest_organisation": "Sở Ngoại vụ Luang Prabang", "home_country": country,
        "guest_rank": "other", "acting_person": "Nông Văn Tài", "form_of_work": "Hội đàm", "vietnamese_side": "Lãnh đạo Sở Ngoại vụ",
    }  # fmt: skip
    spec = kinds()[kind]
    known = {f.name for f in spec.fields}
    draft = Draft(kind, {k: v for k, v in given.items() if k in known} | values)
    leg: Row = {"from_on": start.isoformat(), "to_on": end.isoformat()}
    leg |= (
        {"place": "Phường Thục Phán"}
        if kind == "incoming"
        else {"country": country, "place": "Luang Prabang"}
    )
    people = members or ([guest(role="head")] if kind == "incoming" else [member(role="head")])
    programme: list[Row] = [{"on": start.isoformat(), "content": "Làm việc với đối tác", "hours": "08:00"}]
    draft.rows = {
        "legs": [leg],
        "members": people,
        "funding": [{"source": "state", "amount": 30_000_000, "payer": "Sở Công Thương"}],
        "programme": programme,
        "papers": [_paper(p.code, received_on) for p in spec.papers],
        "consultations": [],
    }
    if kind == "incoming":
        draft.rows["tasks"] = [{"unit": "Văn phòng Sở", "task": "Bố trí xe"}]
        draft.rows["notices"] = []
        draft.rows["consultations"] = [
            {
                "asked_of": "police",
                "asked_on": received_on.isoformat(),
                "answer": "agreed",
                "answered_on": received_on.isoformat(),
            }
        ]
    if kind == "outgoing_private":
        del draft.rows["programme"]
        draft.rows["funding"] = [{"source": "own", "amount": 20_000_000, "payer": ""}]
        draft.rows["members"] = [r | {"passport_kind": "ordinary", "funding_source": "own"} for r in people]
    draft.rows |= dict(rows or {})
    return draft


def _purposes(kind: str) -> Iterable[str]:
    from models.catalogue.lists import items

    return items(kinds()[kind].field("purpose_category").list)


def _paper(code: str, received_on: date) -> Row:
    return {"code": code, "state": "present", "dated_on": (received_on - timedelta(days=3)).isoformat()}


def make_dossier(store: Store, by: Actor, kind: str = "outgoing_official", **more: Any) -> Lodged:
    """A lodged dossier of a faultless draft; call it with the clock on the day of receipt or later."""
    return lodge(store, make_draft(kind, **more), by=by)
