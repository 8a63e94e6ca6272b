"""Correct papers as a clerk makes them in a word processor, for the layout check: ``python -m tests.linting.make_papers``.

Written with python-docx and turned into PDF by the LibreOffice of this machine; the small PDFs are kept in ``papers/``, so that
the tests need neither. Rules are made in the ways that clerks use: an underlined motto, a border of an empty paragraph, a row of
underscores, a border below a cell. All people and papers are invented.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources
from tests.linting.drafts import SENTENCE

PAPERS = Path(__file__).parent / "papers"
FAMILY = "Liberation Serif"
CENTRE, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


def width_of(text: str, size: float, face: str = "Bold") -> float:
    """The width in points that *text* takes in the serif of the program."""
    name = f"paper-{face}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(resources.as_path(f"fonts/LiberationSerif-{face}.ttf"))))
    return pdfmetrics.stringWidth(text, name, size)


class Paper:
    """A text document with the margins and the body style of the decree."""

    def __init__(
        self, *, left: float = 30, right: float = 20, line: float = 1.1, indent: float = 12.7
    ) -> None:
        self.doc: Any = Document()
        self.line, self.indent = line, indent
        section = self.doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(left), Mm(right)
        section.top_margin, section.bottom_margin = Mm(20), Mm(20)
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        self.width = Mm(210 - left - right)
        number = section.header.paragraphs[0]
        number.alignment = CENTRE
        self._field(number, "PAGE")
        style = self.doc.styles["Normal"]
        style.font.name, style.font.size = FAMILY, Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FAMILY)
        style.paragraph_format.space_after = Pt(0)

    def _field(self, paragraph: Any, code: str) -> None:
        run = paragraph.add_run()
        self._face(run, 14)
        for kind in ("begin", None, "end"):
            if kind is None:
                part = OxmlElement("w:instrText")
                part.text = code
            else:
                part = OxmlElement("w:fldChar")
                part.set(qn("w:fldCharType"), kind)
            run._r.append(part)

    def _face(self, run: Any, size: float, bold: bool = False, italic: bool = False) -> Any:
        run.font.name, run.font.size, run.font.bold, run.font.italic = FAMILY, Pt(size), bold, italic
        return run

    def put(
        self,
        text: str,
        size: float = 14,
        *,
        to: Any = None,
        align: Any = CENTRE,
        bold: bool = False,
        italic: bool = False,
        before: float = 0,
        underline: bool = False,
        line: float = 1.0,
    ) -> Any:
        """A paragraph at the end of the document or of the cell *to*."""
        holder = to if to is not None else self.doc
        first = holder.paragraphs[0] if to is not None and not holder.paragraphs[0].runs else None
        paragraph = first if first is not None and len(holder.paragraphs) == 1 else holder.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_before = Pt(before)
        paragraph.paragraph_format.line_spacing = line
        run = self._face(paragraph.add_run(text), size, bold, italic)
        run.font.underline = underline
        return paragraph

    def body(self, text: str, *, bold_until: int = 0, italic: bool = False, size: float = 14) -> Any:
        """A paragraph of the body: justified, first line in, 6 pt apart."""
        paragraph = self.put(text[:bold_until], size, align=BOTH, bold=True, before=6, line=self.line)
        paragraph.paragraph_format.first_line_indent = Mm(self.indent)
        self._face(paragraph.add_run(text[bold_until:]), size, False, italic)
        return paragraph

    def border(self, width: float, length: float, to: Any = None) -> None:
        """A rule of that length in the middle of *width*: the upper border of an empty paragraph."""
        paragraph = self.put("", 2, to=to)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(3)
        paragraph.paragraph_format.left_indent = Pt((width - length) / 2)
        paragraph.paragraph_format.right_indent = Pt((width - length) / 2)
        edges = OxmlElement("w:pBdr")
        edge = OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            edge.set(qn(f"w:{name}"), value)
        edges.append(edge)
        paragraph._p.get_or_add_pPr().append(edges)

    def columns(self, *widths: float, grid: bool = False, pad: bool = False) -> Any:
        """A table of one row with these widths in mm, whose cells hold text without a pad unless asked for."""
        table = self.doc.add_table(rows=1, cols=len(widths), style="Table Grid" if grid else None)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        if not grid and not pad:
            pads = OxmlElement("w:tblCellMar")
            for side in ("left", "right"):
                pad = OxmlElement(f"w:{side}")
                pad.set(qn("w:w"), "0")
                pad.set(qn("w:type"), "dxa")
                pads.append(pad)
            table._tbl.tblPr.append(pads)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def sign(self, names: list[str], capacity: list[str], name: str) -> None:
        """Nơi nhận on the left, capacity and name on the right."""
        self.put("", 6)
        left, right = self.columns(70, self.width.mm - 70).rows[0].cells
        self.put("Nơi nhận:", 12, to=left, align=LEFT, bold=True, italic=True)
        for line in names:
            self.put(line, 11, to=left, align=LEFT)
        for line in capacity:
            self.put(line, 14, to=right, bold=True)
        for _line in range(4):
            self.put(" ", 14, to=right)
        self.put(name, 14, to=right, bold=True)


def head(
    paper: Paper, governing: str, issuer: str, number: str, when: str, about: str = "", rule: str = "border"
) -> None:
    """Both frames of the head; *rule* is the way in which the rules are made."""
    high = 262.0
    wide = paper.width.pt - high
    table = paper.columns(wide * 25.4 / 72, high * 25.4 / 72)
    left, right = table.rows[0].cells
    if governing:
        paper.put(governing, 12, to=left)
    for line in issuer.split("\n"):
        paper.put(line, 12, to=left, bold=True)
    issuer = issuer.split("\n")[-1]
    motto = "Độc lập - Tự do - Hạnh phúc"
    paper.put("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, to=right, bold=True)
    paper.put(motto, 13, to=right, bold=True, underline=rule == "underline")
    if rule == "underscores":
        paper.put("_" * round(width_of(issuer, 12) * 0.42 / width_of("_", 6)), 6, to=left)
        paper.put("_" * round(width_of(motto, 13) / width_of("_", 6)), 6, to=right)
    else:
        paper.border(wide, width_of(issuer, 12) * 0.4, to=left)
        if rule == "border":
            paper.border(high, width_of(motto, 13), to=right)
    left, right = table.add_row().cells
    paper.put(number, 13, to=left, before=6)
    paper.put(when, 13, to=right, italic=True, before=6)
    if about:
        for n, line in enumerate(about.split("\n")):
            paper.put(line, 12, to=left, before=0 if n else 6)


def title(paper: Paper, name: str, subject: str) -> None:
    """Tên loại và trích yếu with their rule."""
    paper.put(name, 14, bold=True, before=18)
    paper.put(subject, 14, bold=True)
    paper.border(paper.width.pt, width_of(subject.split("\n")[-1], 14) * 0.4)
    paper.put("", 6)


def official_letter() -> Paper:
    """A công văn of one page to two receivers."""
    paper = Paper()
    head(paper, "UBND TỈNH CAO BẰNG", "SỞ NGOẠI VỤ", "Số: 08/SNgV-NVLS", "Cao Bằng, ngày 05 tháng 02 năm 2018",
         "V/v lấy ý kiến về việc tiếp đoàn\ncông tác của Khu tự trị dân tộc\nChoang Quảng Tây", rule="underline")  # fmt: skip
    table = paper.columns(50, 110)
    left, right = table.rows[0].cells
    label = paper.put("Kính gửi:", to=left, before=18)
    label.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paper.put(" ", to=right, before=18)
    for name in ("- Công an tỉnh;", "- Bộ Chỉ huy Bộ đội Biên phòng tỉnh."):
        paper.put(name, to=right, align=LEFT)
    paper.put("", 6)
    paper.body("Sở Ngoại vụ nhận được Công văn số 31/UBND-VX ngày 30 tháng 01 năm 2018 của Ủy ban nhân dân huyện Trùng Khánh về "
               "việc tiếp đoàn công tác của Khu tự trị dân tộc Choang Quảng Tây. Về việc này, Sở Ngoại vụ có ý kiến như sau:")  # fmt: skip
    paper.body("1. " + SENTENCE)
    paper.body(
        "2. Đề nghị Quý cơ quan cho ý kiến bằng văn bản, gửi về Sở Ngoại vụ trước ngày 12 tháng 02 năm 2018."
    )
    paper.body("Trân trọng cảm ơn sự phối hợp của Quý cơ quan./.")
    paper.sign(["- Như trên;", "- UBND tỉnh (b/c);", "- Lưu: VT, NVLS."], ["GIÁM ĐỐC"], "Nông Văn Mẫu")
    return paper


def decision() -> Paper:
    """A quyết định of two pages with an annex."""
    paper = Paper(indent=10, line=1.2, right=15)
    head(paper, "", "ỦY BAN NHÂN DÂN\nTỈNH CAO BẰNG", "Số: 312/QĐ-UBND", "Cao Bằng, ngày 29 tháng 6 năm 2018")
    title(paper, "QUYẾT ĐỊNH", "Về việc cử đoàn công tác đi khảo sát tại Trung Quốc")
    paper.put("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", bold=True, before=6)
    for basis in (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Căn cứ Quyết định số 303-QĐ/TU ngày 07 tháng 3 năm 2016 của Tỉnh ủy Cao Bằng ban hành Quy chế quản lý thống nhất các "
        "hoạt động đối ngoại trên địa bàn tỉnh;",
        "Theo đề nghị của Giám đốc Sở Ngoại vụ tại Tờ trình số 45/TTr-SNgV ngày 25 tháng 6 năm 2018.",
    ):
        paper.body(basis, italic=True)
    paper.put("QUYẾT ĐỊNH:", bold=True, before=12)
    paper.body("Điều 1. Cử đoàn công tác gồm 03 người (có danh sách tại Phụ lục kèm theo) đi khảo sát tại thành phố Nam Ninh, "
               "Trung Quốc, cụ thể như sau:", bold_until=8)  # fmt: skip
    paper.body("1. Thời gian: 05 ngày, từ ngày 09 đến ngày 13 tháng 7 năm 2018 (kể cả thời gian đi đường).")
    paper.body("2. Nội dung: " + SENTENCE)
    for letter in "abcdđe":
        paper.body(f"{letter}) " + SENTENCE)
    paper.body("Điều 2. Đoàn công tác có trách nhiệm báo cáo kết quả bằng văn bản trong thời hạn 15 ngày kể từ ngày về nước.",
               bold_until=8)  # fmt: skip
    paper.body("Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Ngoại vụ và các ông (bà) có tên tại Điều 1 chịu "
               "trách nhiệm thi hành Quyết định này kể từ ngày ký./.", bold_until=8)  # fmt: skip
    paper.sign(["- Như Điều 3;", "- Chủ tịch, các Phó Chủ tịch UBND tỉnh;", "- Công an tỉnh;", "- Lưu: VT, NC(03)."],
               ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "Hoàng Văn Ví Dụ")  # fmt: skip
    _annex(paper)
    return paper


def _annex(paper: Paper) -> None:
    section = paper.doc.add_section()
    section.different_first_page_header_footer = True
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.append(start)
    paper.put("Phụ lục", bold=True)
    paper.put("DANH SÁCH ĐOÀN CÔNG TÁC", bold=True)
    paper.put("(Kèm theo Quyết định số 312/QĐ-UBND ngày 29 tháng 6 năm 2018", italic=True)
    paper.put("của Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng)", italic=True)
    paper.border(paper.width.pt, 100)
    paper.put("", 6)
    table = paper.columns(15, 55, 45, 50, grid=True)
    rows = [("STT", "Họ và tên", "Chức vụ", "Đơn vị công tác"), ("1", "Nông Văn Mẫu", "Giám đốc", "Sở Ngoại vụ"),
            ("2", "Lý Thị Ví Dụ", "Chuyên viên", "Sở Ngoại vụ"), ("3", "Bế Văn Thử", "Trưởng phòng", "Sở Công Thương")]  # fmt: skip
    for n, row in enumerate(rows):
        cells = table.rows[0].cells if n == 0 else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            paper.put(text, 13, to=cell, bold=n == 0)


def submission() -> Paper:
    """A tờ trình to one receiver, with headings, at the widest margins."""
    paper = Paper(left=35, line=1.5)
    head(
        paper,
        "UBND TỈNH CAO BẰNG",
        "SỞ NGOẠI VỤ",
        "Số: 45/TTr-SNgV",
        "Cao Bằng, ngày 25 tháng 10 năm 2018",
        rule="underscores",
    )
    title(paper, "TỜ TRÌNH", "Về việc cử đoàn công tác đi khảo sát tại Trung Quốc")
    paper.put("Kính gửi: Ủy ban nhân dân tỉnh Cao Bằng", before=6)
    paper.put("", 6)
    paper.body(
        "Căn cứ Quyết định số 303-QĐ/TU ngày 07 tháng 3 năm 2016 của Tỉnh ủy, Sở Ngoại vụ trình Ủy ban nhân dân tỉnh như sau:"
    )
    paper.body("I. TÓM TẮT ĐỀ NGHỊ", bold_until=99)
    paper.body(SENTENCE)
    paper.body("II. KẾT QUẢ THẨM ĐỊNH", bold_until=99)
    paper.body("1. Về thành phần", bold_until=99)
    for _n in range(4):
        paper.body(SENTENCE)
    paper.body("2. Về kinh phí", bold_until=99)
    paper.body("- " + SENTENCE)
    paper.body("- Kinh phí do Sở Công Thương bảo đảm từ dự toán được giao năm 2018.")
    paper.body("Kính trình Ủy ban nhân dân tỉnh xem xét, quyết định./.")
    paper.sign(["- Như trên;", "- Lưu: VT, NVLS."], ["GIÁM ĐỐC"], "Nông Văn Mẫu")
    return paper


def report() -> Paper:
    """A báo cáo of two pages with a table."""
    paper = Paper(right=15, line=1.0)
    head(paper, "UBND TỈNH CAO BẰNG", "SỞ NGOẠI VỤ", "Số: 120/BC-SNgV", "Cao Bằng, ngày 05 tháng 12 năm 2018")
    title(paper, "BÁO CÁO", "Kết quả quản lý đoàn ra, đoàn vào năm 2018")
    paper.put("Phần I", bold=True, before=6)
    paper.put("TÌNH HÌNH THỰC HIỆN", bold=True)
    for _n in range(4):
        paper.body(SENTENCE)
    paper.body("Kết quả cụ thể như sau:")
    paper.put("", 6)
    table = paper.columns(15, 90, 30, 30, grid=True)
    rows = [("STT", "Nội dung", "Số đoàn", "Lượt người")]
    rows += [
        (f"{n}", f"Đoàn công tác theo chương trình thứ {n}", f"{n + 3}", f"{4 * n + 7}") for n in range(1, 9)
    ]
    for n, row in enumerate(rows):
        cells = table.rows[0].cells if n == 0 else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            paper.put(text, 13, to=cell, bold=n == 0)
    paper.put("", 6)
    paper.put("Phần II", bold=True, before=6)
    paper.put("PHƯƠNG HƯỚNG NĂM 2019", bold=True)
    for _n in range(5):
        paper.body(SENTENCE)
    paper.body("Sở Ngoại vụ báo cáo Ủy ban nhân dân tỉnh theo quy định./.")
    paper.sign(["- UBND tỉnh;", "- Văn phòng Ủy ban nhân dân tỉnh, các sở, ban, ngành;", "- Lưu: VT."],
               ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "Lý Thị Ví Dụ")  # fmt: skip
    return paper


def notice() -> Paper:
    """A thông báo at the larger sizes, with padded cells, rules typed as underscores and points of a list, all at 13."""
    paper = Paper(left=30, right=15, line=1.3, indent=10)
    left, right = paper.columns(65, 100, pad=True).rows[0].cells
    paper.put("UBND TỈNH CAO BẰNG", 13, to=left)
    paper.put("SỞ NGOẠI VỤ", 13, to=left, bold=True)
    paper.put("_" * 6, 13, to=left)
    paper.put("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12.5, to=right, bold=True)
    paper.put("Độc lập - Tự do - Hạnh phúc", 14, to=right, bold=True)
    paper.put("_" * round(width_of("Độc lập - Tự do - Hạnh phúc", 14) / width_of("_", 14)), 14, to=right)
    left, right = paper.columns(65, 100, pad=True).rows[0].cells
    paper.put("Số: 07/TB-SNgV", 13, to=left)
    paper.put("Cao Bằng, ngày 15 tháng 01 năm 2018", 14, to=right, italic=True)
    paper.put("THÔNG BÁO", 13, bold=True, before=12)
    paper.put("Về việc hoãn chuyến công tác của Đoàn đại biểu tỉnh tại", 13, bold=True)
    paper.put("Khu tự trị dân tộc Choang Quảng Tây", 13, bold=True)
    paper.put("_" * 13, 13)
    for text in (
        SENTENCE,
        "1. Thời gian dự kiến: quý II năm 2018.",
        "2. Các cơ quan, đơn vị có trách nhiệm:",
        SENTENCE,
    ):
        paper.body(text, size=13)
    for text in ("- Sở Ngoại vụ thông báo cho phía bạn; " + SENTENCE, "- Sở Tài chính điều chỉnh dự toán."):
        paper.body(text, size=13)
    paper.body("Sở Ngoại vụ thông báo để các cơ quan, đơn vị biết, phối hợp thực hiện./.", size=13)
    left, right = paper.columns(75, 90, pad=True).rows[0].cells
    paper.put("Nơi nhận:", 12, to=left, align=LEFT, bold=True, italic=True)
    for line in ("- UBND tỉnh (b/c);", "- Các sở, ban, ngành;", "- Lưu: VT, NVLS (02)."):
        paper.put(line, 11, to=left, align=LEFT)
    paper.put("TL. GIÁM ĐỐC", 13, to=right, bold=True)
    paper.put("CHÁNH VĂN PHÒNG", 13, to=right, bold=True)
    for _line in range(4):
        paper.put(" ", 13, to=right)
    paper.put("Bế Thị Ví Dụ", 13, to=right, bold=True)
    return paper


ALL: dict[str, Callable[[], Paper]] = {
    "official_letter": official_letter,
    "decision": decision,
    "submission": submission,
    "report": report,
    "notice": notice,
}


def main() -> int:
    """Writes the documents, turns them into PDF and keeps the PDFs."""
    with tempfile.TemporaryDirectory() as folder:
        made: list[str] = []
        for name, make in ALL.items():
            path = Path(folder) / f"{name}.docx"
            make().doc.save(str(path))
            made.append(str(path))
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *made]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        for name in ALL:
            data = (Path(folder) / f"{name}.pdf").read_bytes()
            (PAPERS / f"{name}.pdf").write_bytes(data)
            print(name, len(data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
