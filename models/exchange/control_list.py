"""The control list of a batch of letters (danh sách kiểm soát): what was printed, for whom, how many sheets, who took it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.exchange.table_pdf import document
from models.table import Cell, Column, Table


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One letter of a batch. *number* is empty for one that is printed for signature; *fault* is why it was not printed."""

    number: str
    issued_on: date | None
    about: str
    receivers: str
    pages: int
    copies: int
    fault: str = ""


_COLUMNS = (
    Column("STT", 5),
    Column("Số, ký hiệu", 16),
    Column("Ngày", 11),
    Column("Tên loại và trích yếu nội dung", 46),
    Column("Nơi nhận", 30),
    Column("Số trang", 8),
    Column("Số bản", 7),
    Column("Ký nhận", 16),
)


def control_list(lines: Sequence[ControlLine], *, office: str, on: date, by: str) -> bytes:
    """The list as PDF, A4 landscape, with totals of letters, copies and sheets, and the failed letters at its end."""
    printed = [line for line in lines if not line.fault]
    failed = [line for line in lines if line.fault]
    rows: list[tuple[Cell, ...]] = [
        (n, x.number, x.issued_on, x.about, x.receivers, x.pages, x.copies, None)
        for n, x in enumerate(printed, 1)
    ]
    sheets = sum(x.pages * x.copies for x in printed)
    rows.append(
        (None, None, None, "Cộng", None, sum(x.pages for x in printed), sum(x.copies for x in printed), None)
    )
    note = f"Tổng số {_figure(len(printed))} văn bản, {_figure(sum(x.copies for x in printed))} bản, {_figure(sheets)} tờ in một mặt."
    if failed:
        missing = (f"{n}. {x.about}: {x.fault}" for n, x in enumerate(failed, 1))
        note += "\n" + "\n".join((f"Chưa in được {_figure(len(failed))} văn bản:", *missing))
    under = f"{office} – ngày {on:%d/%m/%Y} – người in: {by}"
    return document("DANH SÁCH KIỂM SOÁT VĂN BẢN", under, [Table("", _COLUMNS, rows, note)])


def _figure(number: int) -> str:
    return f"{number:,}".replace(",", ".")
