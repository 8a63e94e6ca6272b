"""Drafts of correct papers, for the check of the layout: what a clerk would set, one value at a time to be broken by a test.

All people and papers are invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SENTENCE = (
    "Sở Ngoại vụ đã phối hợp với các cơ quan, đơn vị liên quan rà soát nội dung, thành phần, thời gian và nguồn kinh phí của "
    "từng đoàn; các đoàn thực hiện đúng chương trình đã được phê duyệt và chấp hành pháp luật của nước đến."
)


@dataclass
class Part:
    """A component of one or more lines. *dx* and *dy* push it away from its place; *face* is R, B, I or BI."""

    lines: list[str]
    size: float
    face: str = "R"
    dx: float = 0.0
    dy: float = 0.0
    colour: str = "#000000"


@dataclass
class Para:
    """A paragraph of the body; *bold* words at its beginning; *centred* ones have no indent."""

    text: str
    bold: int = 0
    face: str = "R"
    size: float = 14
    centred: bool = False
    indent: float | None = None


@dataclass
class Line:
    """A drawn rule: *length* in parts of the words above it; None draws nothing."""

    length: float | None = 1.0
    dash: bool = False
    dx: float = 0.0


@dataclass
class Draft:
    """A whole paper, correct as it is made."""

    parts: dict[str, Part]
    body: list[Para]
    bases: list[Para] = field(default_factory=list)
    rules: dict[str, Line] = field(default_factory=dict)
    annexes: list[tuple[list[tuple[str, float, str]], list[Para]]] = field(default_factory=list)
    width: float = 210
    height: float = 297
    left: float = 30
    right: float = 17
    top: float = 20
    bottom: float = 20
    family: str = "LiberationSerif"
    indent: float = 12.7
    gap: float = 6
    pitch: float = 1.25  # of the size
    justified: bool = True
    about_gap: float = 6
    motto_gap: float = 1.15
    page_number: str | None = "{n}"
    page_number_face: str = "R"
    page_number_size: float = 14
    page_number_on_first: bool = False
    page_number_at: str = "top"
    page_number_dx: float = 0
    page_number_font: str = ""  # a font that is not embedded
    signature_alone: bool = False
    sign_break: bool = False
    date_again: str = ""
    urgency: tuple[str, float, float, str] | None = None
    circulation: tuple[str, bool] | None = None
    contact: list[str] = field(default_factory=list)
    contact_size: float = 11


def common() -> dict[str, Part]:
    """What every paper has."""
    return {
        "nation": Part(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], 12, "B"),
        "motto": Part(["Độc lập - Tự do - Hạnh phúc"], 13, "B"),
        "governing": Part(["UBND TỈNH CAO BẰNG"], 12),
        "issuer": Part(["SỞ NGOẠI VỤ"], 12, "B"),
        "date": Part(["Cao Bằng, ngày 05 tháng 9 năm 2018"], 13, "I"),
        "capacity": Part(["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], 14, "B"),
        "signatory": Part(["Nông Văn Mẫu"], 14, "B"),
        "recipients_label": Part(["Nơi nhận:"], 12, "BI"),
    }


def rules() -> dict[str, Line]:
    """The three drawn rules."""
    return {"motto": Line(1.0), "issuer": Line(0.42), "subject": Line(0.42)}


def official_letter() -> Draft:
    """A công văn of two pages to two receivers."""
    parts = common()
    parts["number"] = Part(["Số: 05/SNgV-NVLS"], 13)
    parts["about"] = Part(["V/v báo cáo kết quả", "công tác nước ngoài"], 12)
    parts["addressee_label"] = Part(["Kính gửi:"], 14)
    parts["addressees"] = Part(["- Công an tỉnh;", "- Bộ Chỉ huy Bộ đội Biên phòng tỉnh."], 14)
    parts["recipients"] = Part(["- Như trên;", "- UBND tỉnh (b/c);", "- Lưu: VT, NVLS."], 11)
    body = [Para("Thực hiện quy định về quản lý đoàn ra, Sở Ngoại vụ đề nghị Quý cơ quan như sau:")]
    body += [Para(f"{n}. {SENTENCE}") for n in range(1, 4)]
    body += [Para(f"{letter}) {SENTENCE}") for letter in "abcdđe"]
    body.append(Para("Trân trọng cảm ơn sự phối hợp của Quý cơ quan./."))
    return Draft(parts, body, rules=rules())


def decision() -> Draft:
    """A quyết định of two pages with an annex."""
    parts = common()
    del parts["governing"]
    parts["issuer"] = Part(["ỦY BAN NHÂN DÂN", "TỈNH CAO BẰNG"], 12, "B")
    parts["number"] = Part(["Số: 312/QĐ-UBND"], 13)
    parts["title"] = Part(["QUYẾT ĐỊNH"], 14, "B")
    parts["subject"] = Part(["Về việc cử đoàn công tác đi khảo sát tại Trung Quốc"], 14, "B")
    parts["authority"] = Part(["CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẰNG"], 14, "B")
    parts["enacting"] = Part(["QUYẾT ĐỊNH:"], 14, "B")
    parts["capacity"] = Part(["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], 14, "B")
    parts["recipients"] = Part(["- Như Điều 3;", "- Công an tỉnh;", "- Lưu: VT, NC."], 11)
    bases = [
        Para("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;", face="I"),
        Para(
            "Căn cứ Quyết định số 303-QĐ/TU ngày 07 tháng 3 năm 2016 của Tỉnh ủy Cao Bằng ban hành Quy chế quản lý thống "
            "nhất các hoạt động đối ngoại trên địa bàn tỉnh;",
            face="I",
        ),
        Para(
            "Theo đề nghị của Giám đốc Sở Ngoại vụ tại Tờ trình số 45/TTr-SNgV ngày 25 tháng 6 năm 2018.",
            face="I",
        ),
    ]
    body = [
        Para("Điều 1. Cử đoàn công tác (danh sách tại Phụ lục kèm theo) đi khảo sát, cụ thể như sau:", bold=2)
    ]
    body += [Para(f"{n}. {SENTENCE}") for n in range(1, 5)]
    body += [
        Para("Điều 2. " + SENTENCE, bold=2),
        Para("Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Ngoại vụ và các ông (bà) có tên tại Điều 1 chịu "
             "trách nhiệm thi hành Quyết định này kể từ ngày ký./.", bold=2),
    ]  # fmt: skip
    return Draft(parts, body, bases=bases, rules=rules(), annexes=[annex()])


def annex(label: str = "Phụ lục") -> tuple[list[tuple[str, float, str]], list[Para]]:
    """A short annex: head lines with size and face, paragraphs."""
    head = [
        (label, 14.0, "B"),
        ("DANH SÁCH ĐOÀN CÔNG TÁC", 14.0, "B"),
        ("(Kèm theo Quyết định số 312/QĐ-UBND ngày 05 tháng 9 năm 2018", 14.0, "I"),
        ("của Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng)", 14.0, "I"),
    ]
    return head, [Para(f"{n}. {SENTENCE}") for n in range(1, 4)]


def submission() -> Draft:
    """A tờ trình to one receiver, with parts."""
    parts = common()
    parts["number"] = Part(["Số: 45/TTr-SNgV"], 13)
    parts["title"] = Part(["TỜ TRÌNH"], 14, "B")
    parts["subject"] = Part(["Về việc cử đoàn công tác đi khảo sát", "tại Trung Quốc"], 14, "B")
    parts["addressee_label"] = Part(["Kính gửi: Ủy ban nhân dân tỉnh Cao Bằng"], 14)
    parts["recipients"] = Part(["- Như trên;", "- Lưu: VT, NVLS."], 11)
    body = [Para("Phần I", centred=True, bold=9), Para("TÌNH HÌNH", centred=True, bold=9), Para(SENTENCE)]
    body += [Para("Phần II", centred=True, bold=9), Para("ĐỀ XUẤT", centred=True, bold=9)]
    body += [
        Para(SENTENCE),
        Para("- " + SENTENCE),
        Para("Kính trình Ủy ban nhân dân tỉnh xem xét, quyết định./."),
    ]
    return Draft(parts, body, rules=rules())
