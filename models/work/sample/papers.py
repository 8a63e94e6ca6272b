"""The draft of an invented case, as its officer would type it from the papers that came in."""

from __future__ import annotations

import random
from datetime import timedelta

from models.catalogue.kinds import DossierKind, kinds
from models.catalogue.lists import countries
from models.clock import WorkingCalendar
from models.draft import Draft, Row
from models.work.sample.names import Guest, Official
from models.work.sample.plan import Journey

_PER_DAY = {
    "CN": 1_100_000,
    "LA": 1_300_000,
    "TH": 1_900_000,
    "SG": 2_900_000,
    "MY": 2_100_000,
}  # đồng for one person, invented
_ABROAD = 3_400_000
_SITES = (  # place, is it in the border area
    ("xã Đàm Thủy, huyện Trùng Khánh", True), ("xã Trường Hà, huyện Hà Quảng", True), ("thị trấn Tà Lùng, huyện Phục Hòa", True),
    ("thị trấn Hùng Quốc, huyện Trà Lĩnh", True), ("xã Lý Quốc, huyện Hạ Lang", True), ("thành phố Cao Bằng", False),
    ("xã Phúc Sen, huyện Quảng Uyên", False), ("thị trấn Nguyên Bình, huyện Nguyên Bình", False), ("xã Hồng Việt, huyện Hòa An", False),
)  # fmt: skip


class Clerk:
    """Types drafts. The same chance gives the same drafts; *key* numbers them instead of a random one."""

    def __init__(self, chance: random.Random, working: WorkingCalendar) -> None:
        self.chance, self.working = chance, working
        self._arrivals = 0

    def draft(self, journey: Journey) -> Draft:
        """A case as it came in. With ``needs_supplement`` a paper is missing that the rules ask for."""
        kind = kinds()[journey.kind]
        values, rows = (
            self._received(journey),
            {"legs": self._legs(journey), "members": self._members(journey)},
        )
        fill = {
            "outgoing_official": self._official,
            "outgoing_private": self._private,
            "incoming": self._incoming,
        }[journey.kind]
        fill(journey, values, rows)
        rows["papers"] = self._papers(journey, kind)
        key = f"sample-{self.chance.getrandbits(64):016x}"
        return Draft(
            journey.kind,
            values,
            {name: rows[name] for name in rows if any(s.table == name for s in kind.sections)},
            key,
        )

    def _received(self, j: Journey) -> Row:
        self._arrivals += 1
        written = self.working.add(j.received_on, -self.chance.randint(1, 2))
        symbol = (
            f"{j.requester.abbreviation}-{self.chance.choice(('VP', 'TCCB', 'HTQT', 'VX'))}"
            if j.requester.kind != "district"
            else "UBND-VP"
        )
        return {
            "requester": j.requester.name, "requester_id": j.requester.id,
            "received_paper_number": f"{self.chance.randint(20, 2400)}/{symbol}", "received_paper_on": written.isoformat(),
            "arrival_number": str(self._arrivals), "received_on": j.received_on.isoformat(),
            "urgency": "urgent" if j.is_urgent else "normal", "contact": "",
        }  # fmt: skip

    def _legs(self, j: Journey) -> list[Row]:
        if j.kind == "incoming":
            return self._stays(j)
        codes = [
            j.told["country"],
            *([j.told["also"]] if "also" in j.told and (j.returns_on - j.departs_on).days > 3 else []),
        ]
        middle = j.departs_on + timedelta(days=(j.returns_on - j.departs_on).days // len(codes))
        legs: list[Row] = [
            {
                "country": codes[0],
                "place": j.place,
                "from_on": j.departs_on.isoformat(),
                "to_on": j.returns_on.isoformat(),
                "host": j.host,
            }
        ]
        if len(codes) > 1:
            legs[0]["to_on"] = middle.isoformat()
            legs.append(
                {
                    "country": codes[1],
                    "place": "",
                    "from_on": middle.isoformat(),
                    "to_on": j.returns_on.isoformat(),
                    "host": "",
                }
            )
        return legs

    def _stays(self, j: Journey) -> list[Row]:
        sites = [s for s in _SITES if s[1] == j.border]
        place, border = self.chance.choice(sites)
        days = (j.returns_on - j.departs_on).days
        return [
            {
                "place": place, "from_on": j.departs_on.isoformat(), "to_on": j.returns_on.isoformat(), "is_border_commune": border,
                "stays_overnight": bool(days and border and self.chance.random() < 0.4), "host": j.requester.name,
            }
        ]  # fmt: skip

    def _members(self, j: Journey) -> list[Row]:
        order = {"head": 0, "deputy": 1, "staff": 2}
        people = sorted(j.officials, key=lambda p: order[p.rank])
        sources = {"state": "state", "host": "host", "project": "project", "both": "state"}
        paid = "own" if j.kind == "outgoing_private" else sources[j.money]
        rows: list[Row] = [
            official_row(p, "head" if n == 0 else "member", paid) for n, p in enumerate(people)
        ]
        return rows + [_guest_row(g, "head" if n == 0 else "member") for n, g in enumerate(j.guests)]

    def _official(self, j: Journey, values: Row, rows: dict[str, list[Row]]) -> None:
        category, what, why = j.purpose.split("|")
        what = what.format(host=j.host, place=j.place)
        days = (j.returns_on - j.departs_on).days + 1
        leader = min(j.officials, key=lambda p: ("head", "deputy", "staff").index(p.rank))
        rank = (
            "staff"
            if leader.rank == "staff"
            else "department"
            if leader.body.kind != "province"
            else f"province_{leader.rank}"
        )
        values.update(
            {
                "title": f"Đoàn {j.requester.name} {what}"[:300], "purpose_category": category, "leader_rank": rank,
                "purpose": why, "host_name": j.host, "host_address": f"{j.place}, {_country(j.told['country'])}",
                "is_planned": j.is_planned, "plan_item": f"Mục {self.chance.randint(1, 48)}" if j.is_planned else "",
                "unplanned_reason": "" if j.is_planned else "Phát sinh theo thư mời của phía bạn sau khi kế hoạch năm đã được phê duyệt.",
                "trip_exemption": "none",
                "exemption_reason": "",
                "content_flags": [], "crossing": self.chance.choice(j.told["crossings"]),
                "transport": "Đường bộ" if "sân bay" not in str(j.told["crossings"][0]) else "Đường hàng không",
                "enterprise_invited": False,
            }
        )  # fmt: skip
        rows["programme"] = self._programme(j, what)
        rows["funding"] = self._money(j, days)
        if any(p.tier in ("standing", "party_committee") for p in j.officials):
            asked, answered = self.working.add(j.received_on, -5), self.working.add(j.received_on, -1)
            rows["consultations"] = [
                {
                    "asked_of": "party", "asked_on": asked.isoformat(), "due_on": self.working.add(asked, 5).isoformat(), "answer": "agreed",
                    "answer_number": f"{self.chance.randint(100, 1900)}-CV/TU", "answered_on": answered.isoformat(), "note": "",
                }
            ]  # fmt: skip

    def _programme(self, j: Journey, what: str) -> list[Row]:
        days = (j.returns_on - j.departs_on).days + 1
        out: list[Row] = []
        for n in range(days):
            on = (j.departs_on + timedelta(days=n)).isoformat()
            content = (
                what
                if 0 < n < days - 1 or days <= 2
                else ("Xuất cảnh, gặp gỡ phía bạn" if n == 0 else "Kết thúc chương trình, nhập cảnh")
            )
            content = content[:1].upper() + content[1:]
            out.append(
                {
                    "on": on,
                    "hours": self.chance.choice(("8:00", "8:30", "9:00")),
                    "content": content[:300],
                    "place": j.place,
                    "in_charge": "",
                }
            )
        return out

    def _money(self, j: Journey, days: int) -> list[Row]:
        amount = round(_PER_DAY.get(j.told["country"], _ABROAD) * days * len(j.officials), -5)
        state: Row = {
            "source": "state",
            "amount": amount,
            "payer": j.requester.name,
            "note": "Công tác phí, vé, lưu trú",
        }
        match j.money:
            case "state":
                return [state]
            case "both":
                return [
                    state,
                    {
                        "source": "host",
                        "amount": amount // 2,
                        "payer": j.host[:300],
                        "note": "Ăn, ở trong thời gian làm việc",
                    },
                ]
            case source:
                payer = j.host if source == "host" else "Dự án hợp tác quốc tế của đơn vị"
                return [
                    {
                        "source": source,
                        "amount": amount,
                        "payer": payer[:300],
                        "note": "Toàn bộ chi phí chuyến đi",
                    }
                ]

    def _private(self, j: Journey, values: Row, rows: dict[str, list[Row]]) -> None:
        category, what = j.purpose.split("|")
        names = ", ".join(p.full_name for p in j.officials)
        where = ", ".join(_country(c) for c in dict.fromkeys(str(leg["country"]) for leg in rows["legs"]))
        values.update(
            {
                "title": f"{names} đi {where} {what}", "purpose_category": category,
                "purpose": f"Đi {where} {what} trong thời gian nghỉ phép.", "leave_days": self.chance.randint(9, 14),
            }
        )  # fmt: skip
        days = (j.returns_on - j.departs_on).days + 1
        amount = round(_PER_DAY.get(j.told["country"], _ABROAD) * days * len(j.officials), -5)
        rows["funding"] = [{"source": "own", "amount": amount, "payer": names[:300], "note": "Tự túc"}]

    def _incoming(self, j: Journey, values: Row, rows: dict[str, list[Row]]) -> None:
        category, what, why = j.purpose.split("|")
        home = j.told["country"]
        values.update(
            {
                "title": f"Đoàn {j.host} ({_country(home)}) {what}"[:300], "guest_organisation": j.host, "home_country": home,
                "purpose_category": category, "guest_rank": "c" if home == "CN" and self.chance.random() < 0.2 else "other", "purpose": why,
                "form_of_work": self.chance.choice(("Gặp gỡ, làm việc trực tiếp", "Hội đàm, khảo sát thực địa", "Khảo sát và làm việc với địa phương")),
                "vietnamese_side": f"Lãnh đạo và cán bộ {j.requester.name}, đại diện Sở Ngoại vụ", "content_flags": [],
                "crossing": "Cửa khẩu Trà Lĩnh" if home == "CN" else "Cửa khẩu quốc tế sân bay Nội Bài",
                "lodging": self.chance.choice(("Khách sạn Non Nước, thành phố Cao Bằng", "Khách sạn Sông Hiến, thành phố Cao Bằng", "Nhà khách Tỉnh ủy")),
            }
        )  # fmt: skip
        rows["programme"] = self._programme(j, what)
        rows["tasks"] = [
            {"unit": j.requester.name, "task": "Đón tiếp, bố trí làm việc theo chương trình", "due_on": j.departs_on.isoformat(), "note": ""},
            {"unit": "Sở Ngoại vụ", "task": "Hướng dẫn thủ tục, cử cán bộ tham gia", "due_on": j.departs_on.isoformat(), "note": ""},
        ]  # fmt: skip
        amount = round(180_000 * len(j.guests) * ((j.returns_on - j.departs_on).days + 1), -4)
        own = home != "CN" or self.chance.random() < 0.5
        rows["funding"] = [
            {"source": "guest", "amount": 0, "payer": j.host[:300], "note": "Đoàn tự túc"} if own
            else {"source": "state", "amount": amount, "payer": j.requester.name, "note": "Đón tiếp theo chế độ"}
        ]  # fmt: skip
        written = self.working.add(j.received_on, -1)
        asked: list[Row] = [
            {
                "asked_of": "police", "asked_on": self.working.add(j.received_on, -3).isoformat(), "due_on": self.working.add(j.received_on, 2).isoformat(),
                "answer": "agreed", "answer_number": f"{self.chance.randint(100, 1900)}/CAT-PA72", "answered_on": written.isoformat(), "note": "",
            }
        ]  # fmt: skip
        rows["consultations"] = asked
        if j.border:
            rows["notices"] = [
                {"sent_to": body, "number": f"{self.chance.randint(50, 900)}/TB-{j.requester.abbreviation}"[:41], "sent_on": j.received_on.isoformat(), "hours_before": 48}
                for body in ("police", "border_guard")
            ]  # fmt: skip

    def _papers(self, j: Journey, kind: DossierKind) -> list[Row]:
        conditions = {
            "": True, "!always": kind.code == "incoming", "state_funded": j.money in ("state", "both") and kind.code == "outgoing_official",
            "needs_party_opinion": any(p.tier in ("standing", "party_committee") for p in j.officials), "visits_border_commune": j.border,
        }  # fmt: skip
        dated = self.working.add(j.received_on, -2).isoformat()
        out: list[Row] = []
        for paper in kind.papers:
            if paper.code in ("ngo_registration", "speech"):
                continue
            if conditions.get(paper.required_when, False) or paper.code == "passport_copies":
                missing = (j.needs_supplement or j.is_waived) and paper.code == "invitation_translation"
                out.append(
                    {
                        "code": paper.code,
                        "state": "missing" if missing else "present",
                        "dated_on": None if missing else dated,
                        "note": "",
                    }
                )
        return out


def _country(code: str) -> str:
    """The Vietnamese name of a country, whatever language the screen speaks."""
    return countries()[code].label.vi


def official_row(p: Official, role: str, paid: str) -> Row:
    """An official as a row of the form's table of members. *paid* is the source of money."""
    return {
        "person_id": p.id, "full_name": p.full_name, "role": role, "position": p.position, "organisation": p.body.name,
        "born_on": p.born_on, "sex": p.sex, "employment": p.employment, "grade_code": p.grade_code, "grade_step": p.grade_step,
        "category": p.category, "management_tier": p.tier, "is_key_post": p.is_key_post, "is_party_member": bool(p.party_post) or p.id % 3 != 0,
        "party_post": p.party_post, "passport_kind": p.passport_kind, "passport_number": p.passport_number,
        "passport_expires_on": p.passport_expires_on.isoformat(), "retires_on": p.retires_on.isoformat(), "discipline": "none",
        "funding_source": paid, "note": "",
    }  # fmt: skip


def _guest_row(g: Guest, role: str) -> Row:
    return {
        "person_id": None, "full_name": g.full_name, "native_name": g.native_name, "role": role, "nationality": g.nationality,
        "position": g.position, "organisation": g.organisation, "born_on": g.born_on, "sex": g.sex, "passport_kind": "ordinary",
        "passport_number": g.passport_number, "passport_expires_on": g.passport_expires_on.isoformat(), "note": "",
    }  # fmt: skip
