"""Tables as an Excel workbook: real numbers and dates, a frozen heading, print set-up, and no text that acts as a formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from models.table import Cell, Table

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def _sheet_name(title: str, taken: set[str]) -> str:
    name = title.translate(_FORBIDDEN).strip()[:31] or "Bảng"
    n = 2
    while name.casefold() in taken:
        name = f"{name[:28]} {n}"
        n += 1
    taken.add(name.casefold())
    return name


def workbook(
    title: str, under: str, tables: Sequence[Table], *, progress: Callable[[int], None] | None = None
) -> bytes:
    """An .xlsx with one sheet per table; *under* stands below each title. *progress* hears rows written so far."""
    from xlsxwriter import Workbook

    out = BytesIO()
    # constant_memory keeps 100,000 rows small; strings_to_* off so that no cell becomes a formula, a link or a number by itself.
    book = Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "under": book.add_format({"italic": True}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"}
        ),
        "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        "number": book.add_format({"border": 1, "num_format": "#,##0", "valign": "top"}),
        "date": book.add_format(
            {"border": 1, "num_format": "dd/mm/yyyy", "align": "center", "valign": "top"}
        ),
    }
    taken: set[str] = set()
    done = 0
    for table in tables:
        done = _write(
            book.add_worksheet(_sheet_name(table.title, taken)), table, under, styles, progress, done
        )
    book.close()
    return out.getvalue()


def _write(
    sheet: Any,
    table: Table,
    under: str,
    styles: dict[str, Any],
    progress: Callable[[int], None] | None,
    done: int,
) -> int:
    for n, column in enumerate(table.columns):
        sheet.set_column(n, n, column.width)
    sheet.write_string(0, 0, table.title, styles["title"])
    sheet.write_string(1, 0, under, styles["under"])
    sheet.set_row(3, 32)
    for n, column in enumerate(table.columns):
        sheet.write_string(3, n, column.heading, styles["head"])
    for r, row in enumerate(table.rows, 4):
        for c, value in enumerate(row):
            _cell(sheet, r, c, value, styles)
        done += 1
        if progress and done % 1000 == 0:
            progress(done)
    if table.note:
        sheet.write_string(5 + len(table.rows), 0, table.note, styles["under"])
    sheet.freeze_panes(4, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.set_footer("&C&P/&N")
    return done


def _cell(sheet: Any, row: int, column: int, value: Cell, styles: dict[str, Any]) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, styles["text"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, styles["date"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, styles["number"])
    else:
        sheet.write_string(row, column, value[:32767], styles["text"])
