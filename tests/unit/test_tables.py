"""Tables carried out: numbers stay numbers, text stays text whatever it looks like."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pdfplumber
from hypothesis import given, settings
from hypothesis import strategies as st

from models.exchange import spreadsheet, table_pdf
from models.table import Column, Table

NASTY = ["=1+1", "+84 206", "-5", "@SUM(A1)", "<b>đậm", "A & B", "http://a.vn", "00123", "Đoàn  ra"]


def _table(texts: list[str]) -> Table:
    columns = (Column("STT", 6), Column("Nội dung", 60), Column("Ngày", 12), Column("Tiền", 16))
    rows = [(n, text, date(2018, 3, 5), 12_345_678) for n, text in enumerate(texts, 1)]
    return Table("Danh sách: đoàn ra/vào", columns, rows, "Ghi chú của bảng")


def _xml(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as book:
        return "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))


def test_a_workbook_holds_no_formula_and_real_numbers() -> None:
    seen: list[int] = []
    data = spreadsheet.workbook(
        "Thống kê", "Năm 2018", [_table(NASTY * 200), _table([])], progress=seen.append
    )
    xml = _xml(data)
    assert "<f>" not in xml and "hyperlink" not in xml
    assert "<v>12345678</v>" in xml
    assert "frozen" in xml and "=1+1" in xml
    assert seen == [1000]


def test_sheets_of_the_same_title_get_different_names() -> None:
    xml = _xml(spreadsheet.workbook("T", "", [_table(["a"]), _table(["b"])]))
    assert 'name="Danh sách  đoàn ra vào"' in xml and 'name="Danh sách  đoàn ra vào 2"' in xml


def test_the_pdf_prints_text_as_typed_and_repeats_its_heading() -> None:
    data = table_pdf.document("Thống kê", "Năm 2018", [_table(NASTY * 12)])
    assert data == table_pdf.document("Thống kê", "Năm 2018", [_table(NASTY * 12)])
    with pdfplumber.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) > 1
        assert all("Nội dung" in (p.extract_text() or "") for p in pdf.pages[:-1])
        first = pdf.pages[0].extract_text()
        assert "<b>đậm" in first and "A & B" in first and "12.345.678" in first and "05/03/2018" in first
        assert b"Helvetica" not in data  # nothing that is not embedded
        assert {c["fontname"].split("+")[-1][:15] for p in pdf.pages for c in p.chars} == {"LiberationSerif"}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_any_text_can_be_carried_out(texts: list[str]) -> None:
    table = _table(texts)
    assert table_pdf.document("T", "", [table]).startswith(b"%PDF")
    assert "<f>" not in _xml(spreadsheet.workbook("T", "", [table]))
