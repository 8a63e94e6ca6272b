"""Breakdowns of a period: by country, region, purpose, organisation, month, rank, plan and money."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select

from models.catalogue.lists import countries, country, items, label
from models.records import Delegation, Funding
from models.statistics.periods import Period
from models.statistics.registry import Figure, statistic
from models.statistics.summary import by_country
from models.store.units import Reading
from resources.i18n import Words

D = Delegation.__table__.c
F = Funding.__table__.c

DELEGATIONS = Words("Số đoàn", "Delegations")
PERSON_TRIPS = Words("Lượt người", "Person-trips")
GUESTS = Words("Lượt khách", "Guests")
_COUNTED = Words(
    "Tính các đoàn đã được cho phép có ngày đi trong kỳ; không tính đoàn đã hủy; đoàn điều chỉnh tính một lần.",
    "Permitted delegations that depart in the period; cancelled ones are out, amended ones count once.",
)
_PER_COUNTRY = Words(
    "Đoàn đi nhiều nước được tính một lần cho mỗi nước, nên tổng các dòng có thể lớn hơn tổng số đoàn.",
    "A delegation to several countries stands once in each, so the rows may add up to more than the total.",
)


def _within(period: Period, family: str) -> ColumnElement[bool]:
    return D.counts.is_(True) & (D.counts_as == family) & D.departs_on.between(period.from_on, period.to_on)


def _grouped(read: Reading, period: Period, family: str, by: Any) -> list[tuple[Any, int, int]]:
    rows = read.session.execute(
        select(by, func.count(), func.coalesce(func.sum(D.member_count), 0))
        .where(_within(period, family))
        .group_by(by)
    )
    return sorted(((k, n, int(t)) for k, n, t in rows), key=lambda r: (-r[1], -r[2], str(r[0])))


def _countries(read: Reading, period: Period, family: str) -> list[Figure]:
    return [
        Figure(
            country(c.country),
            (c.delegations, c.person_trips),
            (("counts_as", family), ("country", c.country)),
        )
        for c in by_country(read, period)
        if c.direction == family
    ]


@statistic("outgoing.by_country", title=Words("Đoàn ra theo nước", "Outgoing by country"),
           columns=(DELEGATIONS, PERSON_TRIPS), definition=_PER_COUNTRY)  # fmt: skip
def outgoing_by_country(read: Reading, period: Period) -> list[Figure]:
    """Outgoing official delegations by country."""
    return _countries(read, period, "outgoing")


@statistic("private.by_country", title=Words("Việc riêng theo nước", "Private trips by country"),
           columns=(DELEGATIONS, PERSON_TRIPS), definition=_PER_COUNTRY)  # fmt: skip
def private_by_country(read: Reading, period: Period) -> list[Figure]:
    """Private trips by country."""
    return _countries(read, period, "private")


@statistic("incoming.by_country", title=Words("Đoàn vào theo nước", "Incoming by country"),
           columns=(DELEGATIONS, GUESTS), definition=_COUNTED)  # fmt: skip
def incoming_by_country(read: Reading, period: Period) -> list[Figure]:
    """Incoming delegations by the country they come from."""
    return _countries(read, period, "incoming")


@statistic("outgoing.by_region", title=Words("Đoàn ra theo khu vực", "Outgoing by region"),
           columns=(DELEGATIONS, PERSON_TRIPS), definition=_PER_COUNTRY)  # fmt: skip
def outgoing_by_region(read: Reading, period: Period) -> list[Figure]:
    """Outgoing delegations by region; one that visits several countries of a region stands there once."""
    totals: dict[str, list[int]] = {}
    for codes, n, trips in _grouped(read, period, "outgoing", D.countries):
        known = (countries().get(code) for code in str(codes).split())
        for region in dict.fromkeys(c.data["region"] if c else "other" for c in known):
            total = totals.setdefault(region, [0, 0])
            total[0] += n
            total[1] += trips
    return [
        Figure(label("regions", r), (n, t), (("counts_as", "outgoing"), ("region", r)))
        for r, (n, t) in sorted(totals.items(), key=lambda x: (-x[1][0], x[0]))
    ]


def _by_list(read: Reading, period: Period, family: str, column: Any, name: str, key: str) -> list[Figure]:
    return [
        Figure(
            label(name, code) if code in items(name) else str(Words("Chưa ghi", "Not recorded")),
            (n, trips),
            (("counts_as", family), (key, code)),
        )
        for code, n, trips in _grouped(read, period, family, column)
    ]


@statistic("outgoing.by_purpose", title=Words("Đoàn ra theo mục đích", "Outgoing by purpose"),
           columns=(DELEGATIONS, PERSON_TRIPS), definition=_COUNTED)  # fmt: skip
def outgoing_by_purpose(read: Reading, period: Period) -> list[Figure]:
    """Outgoing delegations by purpose."""
    return _by_list(read, period, "outgoing", D.purpose_category, "purposes_outgoing", "purpose")


@statistic("incoming.by_purpose", title=Words("Đoàn vào theo lĩnh vực", "Incoming by field"),
           columns=(DELEGATIONS, GUESTS), definition=_COUNTED)  # fmt: skip
def incoming_by_purpose(read: Reading, period: Period) -> list[Figure]:
    """Incoming delegations by field of work."""
    return _by_list(read, period, "incoming", D.purpose_category, "purposes_incoming", "purpose")


@statistic("outgoing.by_rank", title=Words("Đoàn ra theo cấp trưởng đoàn", "Outgoing by rank of the head"),
           columns=(DELEGATIONS, PERSON_TRIPS), definition=_COUNTED)  # fmt: skip
def outgoing_by_rank(read: Reading, period: Period) -> list[Figure]:
    """Outgoing delegations by the rank of their head."""
    return _by_list(read, period, "outgoing", D.leader_rank, "leader_ranks", "leader_rank")


def _by_organisation(read: Reading, period: Period, family: str) -> list[Figure]:
    return [
        Figure(str(name), (n, trips), (("counts_as", family), ("organisation", name)))
        for name, n, trips in _grouped(read, period, family, D.organisation_name)
    ]


@statistic("outgoing.by_organisation", title=Words("Đoàn ra theo cơ quan", "Outgoing by organisation"),
           columns=(DELEGATIONS, PERSON_TRIPS), definition=_COUNTED)  # fmt: skip
def outgoing_by_organisation(read: Reading, period: Period) -> list[Figure]:
    """Outgoing delegations by the organisation that asked."""
    return _by_organisation(read, period, "outgoing")


@statistic("incoming.by_organisation", title=Words("Đoàn vào theo cơ quan đón", "Incoming by host"),
           columns=(DELEGATIONS, GUESTS), definition=_COUNTED)  # fmt: skip
def incoming_by_organisation(read: Reading, period: Period) -> list[Figure]:
    """Incoming delegations by the hosting organisation."""
    return _by_organisation(read, period, "incoming")


@statistic("outgoing.by_plan", title=Words("Trong và ngoài kế hoạch", "Planned and unplanned"),
           columns=(DELEGATIONS, PERSON_TRIPS), definition=_COUNTED)  # fmt: skip
def outgoing_by_plan(read: Reading, period: Period) -> list[Figure]:
    """Outgoing delegations inside and outside the yearly plan."""
    words = {True: Words("Trong kế hoạch", "Planned"), False: Words("Phát sinh", "Unplanned")}
    return [
        Figure(str(words[bool(k)]), (n, t), (("counts_as", "outgoing"), ("is_planned", bool(k))))
        for k, n, t in _grouped(read, period, "outgoing", D.is_planned)
    ]


@statistic("outgoing.by_funding", title=Words("Kinh phí đoàn ra theo nguồn", "Outgoing money by source"),
           columns=(DELEGATIONS, Words("Số tiền (đồng)", "Amount (VND)")), definition=Words(
               "Đoàn có nhiều nguồn kinh phí được tính ở mỗi nguồn.", "A delegation paid by several sources stands in each."))  # fmt: skip
def outgoing_by_funding(read: Reading, period: Period) -> list[Figure]:
    """Money of outgoing delegations by who pays."""
    rows = read.session.execute(
        select(F.source, func.count(func.distinct(D.id)), func.coalesce(func.sum(F.amount), 0))
        .select_from(Delegation.__table__.join(Funding.__table__, F.delegation_id == D.id))
        .where(_within(period, "outgoing"))
        .group_by(F.source)
    )
    return [
        Figure(
            label("funding_sources", source),
            (n, int(amount)),
            (("counts_as", "outgoing"), ("funding_source", source)),
        )
        for source, n, amount in sorted(rows, key=lambda r: -int(r[2]))
    ]
