"""A small office with something on every page: desks, journeys under way, reports owed, letters, registers, people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from models.catalogue.workflows import Role
from models.exchange.one_page import page
from models.records import (
    Delegation,
    Dossier,
    Letter,
    Member,
    Organisation,
    Person,
    Register,
    RegisterYear,
    SearchEntry,
    TakenNumber,
    User,
)
from models.store.units import Actor, Store
from models.text import fold, name_key, sort_key

TODAY = date(2018, 6, 12)  # a Tuesday
MOMENT = datetime(2018, 6, 1, 2, 0, tzinfo=UTC)
UNITS = (
    "Sở Công Thương",
    "Sở Y tế",
    "Sở Giáo dục và Đào tạo",
    "UBND huyện Trà Lĩnh",
    "Báo Cao Bằng",
    "Ban Quản lý Khu kinh tế",
)
NAMES = ("Nông Thị Hằng", "Hoàng Văn Đức", "Bế Thị Ánh", "Lý Văn Ôn", "Triệu Thị Đào", "Đàm Minh An")
COUNTRIES = ("CN", "CN", "CN", "LA", "KR", "JP", "TH")
PDF = page("Quyết định", "một trang", [])


def actor_of(*roles: Role, person_id: int | None = None) -> Actor:
    """A signed-in person of the small office with these roles."""
    return Actor(1, "Nông Thị Hằng", frozenset(roles or Role), person_id)


def furnish(store: Store) -> None:
    """Fills an empty store; dates lie around ``TODAY``."""
    with store.writing(Actor(None, "Người thử", frozenset(Role))) as w:
        s = w.session
        s.add(User(id=1, login="officer", full_name="Nông Thị Hằng", roles={"roles": ["officer", "clerk"]}))
        for n, name in enumerate(UNITS, 1):
            s.add(Organisation(id=n, name=name, folded=fold(name), sort_key=sort_key(name)))
        s.flush()
        for n, name in enumerate(NAMES, 1):
            s.add(_person(n, name))
            s.add(SearchEntry(topic="person", key=n, title=name, folded=fold(name)))
        s.add(Register(id=1, code="decision", name="Quyết định"))
        s.flush()
        for n in range(1, 41):
            _dossier(s, n)
            s.flush()
        _letters(s, store)
        w.note("lodge", None, dossier_id=1, to_state="received")


def _person(n: int, name: str) -> Person:
    return Person(
        id=n, full_name=name, folded=fold(name), sort_key=name_key(name), position="Chuyên viên", organisation_id=n,
        organisation_name=UNITS[n - 1], passport_number=f"B012345{n}", passport_expires_on=date(2019, n, 1), sex="female",
        born_on="1980-02-0" + str(n), is_key_post=n == 1,
    )  # fmt: skip


def _dossier(s: object, n: int) -> None:
    """Number *n* of forty: early ones came home long ago, middle ones are under way, late ones lie on desks."""
    incoming = n % 5 == 0
    departs = TODAY + timedelta(days=4 * n - 130)
    back = departs + timedelta(days=3 + n % 4)
    permitted = departs <= TODAY + timedelta(days=4)
    home = back < TODAY
    state = (
        "awaiting_report"
        if home
        else "under_way"
        if departs <= TODAY
        else "approved"
        if n % 2
        else "division"
    )
    due = None if home or departs <= TODAY else TODAY + timedelta(days=n % 3 - 1)
    reported = back + timedelta(days=9) if home and n % 3 else None
    if reported:
        state = "closed"
    unit = n % len(UNITS)
    counts_as = "incoming" if incoming else "private" if n % 7 == 0 else "outgoing"
    year_before = n > 36  # four of the year before, for comparison
    if year_before:
        departs, back, permitted, state, due, reported = (
            date(2017, 3, n - 30),
            date(2017, 3, n - 28),
            True,
            "closed",
            None,
            TODAY,
        )
    delegation = Delegation(
        id=n, counts_as=counts_as, kind="incoming" if incoming else "outgoing_official",
        status="closed" if reported else "permitted" if permitted else "planned", counts=permitted,
        title=f"Đoàn {'của đối tác thăm' if incoming else 'khảo sát hợp tác tại'} tỉnh số {n}",
        purpose_category="", organisation_id=unit + 1, organisation_name=UNITS[unit], departs_on=departs, returns_on=back,
        days=(back - departs).days + 1, year=departs.year, head_name=NAMES[n % 6], member_count=1 + n % 4,
        countries="CN LA" if n == 3 else COUNTRIES[n % 7], is_planned=bool(n % 2), leader_rank="department",
        permitted_by="05/QĐ-UBND" if permitted else "",
        report_due_on=back + timedelta(days=10) if permitted else None, report_received_on=reported,
    )  # fmt: skip
    s.add(delegation)  # type: ignore[attr-defined]
    s.flush()  # type: ignore[attr-defined]
    s.add(_case(delegation, state, due))  # type: ignore[attr-defined]
    _members(s, delegation)


def _case(of: Delegation, state: str, due: date | None) -> Dossier:
    return Dossier(
        id=of.id, reference=f"ĐR-2018-{of.id:03d}", kind=of.kind, workflow="standard", delegation_id=of.id, state=state,
        state_since=MOMENT, due_on=due, requester_id=of.organisation_id, requester=of.organisation_name,
        received_on=(of.departs_on or TODAY) - timedelta(days=20), lodged_at=MOMENT, extra={}, officer_id=1,
        received_paper_number=f"{of.id}/CV",
    )  # fmt: skip


def _members(s: object, of: Delegation) -> None:
    for place in range(of.member_count):
        who = (of.id + place) % 6
        s.add(  # type: ignore[attr-defined]
            Member(
                delegation_id=of.id,
                person_id=who + 1,
                position=place,
                full_name=NAMES[who],
                title="Chuyên viên",
                organisation=UNITS[who],
                departs_on=of.departs_on,
                returns_on=of.returns_on,
                data={},
            )  # fmt: skip
        )


def _letters(s: object, store: Store) -> None:
    kept = store.vault.put(PDF)
    add = s.add  # type: ignore[attr-defined]
    add(RegisterYear(register_id=1, year=2018, last=4, last_on=date(2018, 5, 20)))
    for number in (1, 2, 4):  # 3 is missing
        void = "Sai thể thức" if number == 2 else ""
        add(
            TakenNumber(
                register_id=1,
                year=2018,
                number=number,
                taken_on=date(2018, 5, 10 + number),
                letter_key=f"k{number}",
                void_reason=void,
            )
        )
        add(
            Letter(
                id=number,
                key=f"k{number}",
                dossier_id=number,
                kind="decision_send",
                state="void" if void else "issued",
                register_id=1,
                year=2018,
                number=number,
                symbol="QĐ-UBND",
                issued_on=date(2018, 5, 10 + number),
                type_name="Quyết định",
                subject=f"Cử đoàn đi công tác nước ngoài số {number}",
                signatory="Triệu Văn Ất",
                capacity="CHỦ TỊCH",
                recipients="Như Điều 3; Lưu: VT",
                copies=5,
                pdf_sha256=kept,
                fields={},
                content={},
                about={},
                made_at=MOMENT,
                made_by="Nông Thị Hằng",
                issued_by="Văn thư",
                void_reason=void,
            )  # fmt: skip
        )
    _waiting(s, kept)


def _waiting(s: object, kept: str) -> None:
    """Three letters without a number: one out for signature, two being drafted."""
    add = s.add  # type: ignore[attr-defined]
    for n, dossier in enumerate((35, 33, 31), 10):
        add(
            Letter(
                id=n,
                key=f"w{n}",
                dossier_id=dossier,
                kind="decision_send",
                state="printed" if n == 10 else "draft",
                type_name="Quyết định",
                subject=f"Cử đoàn đi công tác nước ngoài của hồ sơ {dossier}",
                fields={},
                content={},
                about={},
                pdf_sha256=kept if n == 10 else "",
                made_at=MOMENT,
                made_by="Nông Thị Hằng",
            )  # fmt: skip
        )
