"""Statistics as tables to carry out: the summary, the breakdowns and the lists of a period, with their definitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from models.catalogue.lists import country, label
from models.records import Delegation, Funding, Member
from models.statistics.periods import Mode, Period
from models.statistics.registry import statistics
from models.statistics.summary import Summary
from models.store.units import Reading
from models.table import Cell, Column, Table
from resources.i18n import Words

D = Delegation.__table__.c
M = Member.__table__.c
F = Funding.__table__.c


def _w(vi: str, en: str) -> str:
    return str(Words(vi, en))


def period_words(period: Period) -> str:
    """The period as a line under a title."""
    mode = (
        _w("kỳ theo Nghị định 09/2019/NĐ-CP", "period of Decree 09/2019/NĐ-CP")
        if period.mode is Mode.DECREE_09
        else _w("kỳ theo lịch", "calendar period")
    )
    return f"{_w('Từ', 'From')} {period.from_on:%d/%m/%Y} {_w('đến', 'to')} {period.to_on:%d/%m/%Y} ({mode})"


def summary_table(summary: Summary, before: Summary | None = None) -> Table:
    """The main figures, beside those of the year before when given."""

    def figures(s: Summary) -> list[tuple[str, int]]:
        return [
            (_w("Đoàn ra: số đoàn", "Outgoing: delegations"), s.outgoing.delegations),
            (_w("Đoàn ra: lượt người", "Outgoing: person-trips"), s.outgoing.person_trips),
            (_w("Đoàn ra: số người", "Outgoing: persons"), s.outgoing.persons),
            (_w("Việc riêng: lượt người", "Private: person-trips"), s.private.person_trips),
            (_w("Việc riêng: số người", "Private: persons"), s.private.persons),
            (_w("Đoàn vào: số đoàn", "Incoming: delegations"), s.incoming.delegations),
            (_w("Đoàn vào: lượt khách", "Incoming: guests"), s.incoming.person_trips),
            (_w("Báo cáo đến hạn trong kỳ", "Reports due in the period"), s.reports.due),
            (_w("Báo cáo đúng hạn", "Reports on time"), s.reports.on_time),
            (_w("Báo cáo chậm", "Reports late"), s.reports.late),
            (_w("Báo cáo còn nợ quá hạn", "Reports overdue"), s.reports.owed),
        ]

    columns = [Column(_w("Chỉ tiêu", "Figure"), 34), Column(_w("Kỳ này", "This period"), 12)]
    rows: list[tuple[Cell, ...]] = [*figures(summary)]
    if before:
        columns.append(Column(_w("Cùng kỳ năm trước", "A year earlier"), 18))
        rows = [
            (name, now, was[1]) for (name, now), was in zip(figures(summary), figures(before), strict=True)
        ]
    note = _w(
        "Chỉ tính đoàn đã được cho phép có ngày đi trong kỳ, không tính đoàn đã hủy; đoàn điều chỉnh tính một lần. "
        "Lượt người: mỗi người mỗi chuyến; số người: mỗi người một lần.",
        "Permitted delegations that depart in the period, cancelled ones out, amended ones once. "
        "Person-trips: each person once per trip; persons: each person once.",
    )
    return Table(_w("Số liệu chính", "Main figures"), tuple(columns), rows, note)


def breakdown_tables(read: Reading, period: Period) -> list[Table]:
    """Every registered statistic of the period."""
    found: list[Table] = []
    for entry in statistics().values():
        figures = entry.count(read, period)
        columns = (Column("", 40), *(Column(str(c), 16) for c in entry.columns))
        found.append(
            Table(str(entry.title), columns, [(f.label, *f.values) for f in figures], str(entry.definition))
        )
    return found


def _money(read: Reading, ids: Iterable[int]) -> dict[int, str]:
    parts: dict[int, list[str]] = defaultdict(list)
    for d, source in read.session.execute(
        select(F.delegation_id, F.source)
        .where(F.delegation_id.in_(list(ids)))
        .order_by(F.delegation_id, F.position)
    ):
        name = label("funding_sources", source)
        if name not in parts[d]:
            parts[d].append(name)
    return {d: ", ".join(names) for d, names in parts.items()}


def delegations(read: Reading, period: Period, family: str) -> list[Any]:
    """The rows of the delegations of one family that count in a period, in the order of their departure."""
    columns = (D.id, D.title, D.organisation_name, D.head_name, D.member_count, D.countries, D.host_name, D.departs_on,
               D.returns_on, D.days, D.purpose_category, D.is_planned, D.state_money, D.total_money, D.permitted_by,
               D.permitted_on, D.report_due_on, D.report_received_on)  # fmt: skip
    return list(
        read.session.execute(
            select(*columns)
            .where(
                D.counts.is_(True), D.counts_as == family, D.departs_on.between(period.from_on, period.to_on)
            )
            .order_by(D.departs_on, D.id)
        )
    )


def outgoing_list(read: Reading, period: Period) -> Table:
    """The list of outgoing official delegations."""
    rows = delegations(read, period, "outgoing")
    money = _money(read, [r.id for r in rows])
    planned = {True: _w("Trong KH", "Planned"), False: _w("Phát sinh", "Unplanned")}
    cells: list[tuple[Cell, ...]] = [
        (n, r.title, r.organisation_name, r.head_name, r.member_count, _countries(r.countries), r.host_name, r.departs_on,
         r.returns_on, r.days, label("purposes_outgoing", r.purpose_category), money.get(r.id, ""), r.total_money or None,
         planned[bool(r.is_planned)], r.permitted_by, r.permitted_on, r.report_received_on)
        for n, r in enumerate(rows, 1)
    ]  # fmt: skip
    heads = [("STT", "No.", 5), ("Tên đoàn", "Delegation", 40), ("Cơ quan chủ trì", "Organisation", 28),
             ("Trưởng đoàn", "Head", 22), ("Số người", "Members", 8), ("Nước đến", "Countries", 18),
             ("Cơ quan mời", "Host", 28), ("Từ ngày", "From", 11), ("Đến ngày", "To", 11), ("Số ngày", "Days", 8),
             ("Mục đích", "Purpose", 18), ("Nguồn kinh phí", "Funding", 20), ("Kinh phí (đồng)", "Amount (VND)", 15),
             ("Kế hoạch", "Plan", 11), ("Số quyết định", "Decision", 16), ("Ngày quyết định", "Decided", 12),
             ("Ngày báo cáo", "Report", 12)]  # fmt: skip
    return Table(_w("Danh sách đoàn ra", "Outgoing delegations"), _heads(heads), cells)


def incoming_list(read: Reading, period: Period) -> Table:
    """The list of incoming delegations."""
    cells: list[tuple[Cell, ...]] = [
        (n, r.title, _countries(r.countries), r.head_name, r.member_count, r.organisation_name,
         label("purposes_incoming", r.purpose_category), r.departs_on, r.returns_on, r.days, r.permitted_by,
         r.permitted_on, r.report_received_on)
        for n, r in enumerate(delegations(read, period, "incoming"), 1)
    ]  # fmt: skip
    heads = [("STT", "No.", 5), ("Tên đoàn", "Delegation", 40), ("Nước", "Country", 16), ("Trưởng đoàn", "Head", 24),
             ("Số khách", "Guests", 8), ("Cơ quan đón", "Host", 28), ("Lĩnh vực", "Field", 20), ("Từ ngày", "From", 11),
             ("Đến ngày", "To", 11), ("Số ngày", "Days", 8), ("Số văn bản cho phép", "Consent", 18),
             ("Ngày văn bản", "Dated", 12), ("Ngày báo cáo", "Report", 12)]  # fmt: skip
    return Table(_w("Danh sách đoàn vào", "Incoming delegations"), _heads(heads), cells)


def private_travellers(read: Reading, period: Period) -> list[Any]:
    """The rows of the people who travelled privately in a period, one per traveller."""
    found = read.session.execute(
        select(M.full_name, M.title, M.organisation, D.countries, D.purpose_category, D.departs_on, D.returns_on,
               D.permitted_by, D.permitted_on)
        .select_from(Delegation.__table__.join(Member.__table__, M.delegation_id == D.id))
        .where(D.counts.is_(True), D.counts_as == "private", D.departs_on.between(period.from_on, period.to_on))
        .order_by(D.departs_on, D.id, M.position)
    )  # fmt: skip
    return list(found)


def private_list(read: Reading, period: Period) -> Table:
    """The list of private trips: one row per traveller."""
    cells: list[tuple[Cell, ...]] = [
        (n, r.full_name, r.title, r.organisation, _countries(r.countries), label("purposes_private", r.purpose_category),
         r.departs_on, r.returns_on, r.permitted_by, r.permitted_on)
        for n, r in enumerate(private_travellers(read, period), 1)
    ]  # fmt: skip
    heads = [("STT", "No.", 5), ("Họ và tên", "Name", 24), ("Chức vụ", "Position", 22), ("Đơn vị", "Unit", 28),
             ("Nước", "Country", 16), ("Mục đích", "Purpose", 16), ("Từ ngày", "From", 11), ("Đến ngày", "To", 11),
             ("Số văn bản", "Paper", 16), ("Ngày văn bản", "Dated", 12)]  # fmt: skip
    return Table(_w("Danh sách đi việc riêng", "Private trips"), _heads(heads), cells)


def lists(read: Reading, period: Period) -> list[Table]:
    """The three lists of a period."""
    return [outgoing_list(read, period), private_list(read, period), incoming_list(read, period)]


def _countries(codes: str) -> str:
    return ", ".join(country(c) for c in codes.split())


def _heads(heads: list[tuple[str, str, int]]) -> tuple[Column, ...]:
    return tuple(Column(_w(vi, en), width) for vi, en, width in heads)
