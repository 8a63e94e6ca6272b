"""Letters for the tests: short, long, worst case. All people and numbers are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.letters.content import (
    Align,
    Annex,
    Article,
    Clause,
    Column,
    Dash,
    Heading,
    HeadingLevel,
    LetterContent,
    LetterForm,
    LetterNumber,
    Paragraph,
    Point,
    Recipients,
    Row,
    Run,
    Signature,
    Table,
    Urgency,
)

SENTENCE = (
    "Trưởng đoàn có trách nhiệm tổ chức chuyến công tác đúng mục đích, chương trình đã được duyệt, quản lý đoàn theo quy định "
    "và báo cáo kết quả với Ủy ban nhân dân tỉnh trong thời hạn mười lăm ngày kể từ ngày về nước."
)
MEMBER_COLUMNS = (
    Column("STT", 0.5, Align.CENTER),
    Column("Họ và tên", 2.0),
    Column("Chức vụ", 1.8),
    Column("Đơn vị công tác", 2.2),
    Column("Ngày sinh", 1.2, Align.CENTER),
    Column("Ghi chú", 1.0),
)


def members(count: int) -> Table:
    """A member table of *count* rows."""
    rows = [
        (
            f"{n}",
            f"Nông Thị Mẫu {n}",
            "Phó Trưởng phòng",
            "Văn phòng Ủy ban nhân dân tỉnh" if n % 3 else "Sở Ngoại vụ",
            f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/1980",
            "Trưởng đoàn" if n == 1 else "",
        )
        for n in range(1, count + 1)
    ]
    return Table.of(MEMBER_COLUMNS, rows)


def decision(count: int = 5) -> LetterContent:
    """A decision to send a delegation, with the list of members as its annex."""
    return LetterContent(
        form=LetterForm.DECISION,
        issuer=("Ủy ban nhân dân tỉnh Cao Bằng",),
        number=LetterNumber(5, "QĐ-UBND"),
        place="Cao Bằng",
        issued_on=date(2018, 1, 5),
        title="Quyết định",
        subject="Về việc cử đoàn cán bộ đi công tác tại nước Cộng hòa Dân chủ Nhân dân Lào",
        authority=("Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng",),
        bases=(
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
            "Căn cứ Quy chế quản lý thống nhất các hoạt động đối ngoại trên địa bàn tỉnh Cao Bằng",
            "Theo đề nghị của Giám đốc Sở Ngoại vụ tại Tờ trình số 12/TTr-SNgV ngày 03 tháng 01 năm 2018",
        ),
        enacting="Quyết định",
        body=(
            Article(1, f"Cử {count:02d} cán bộ, công chức (có danh sách kèm theo) đi công tác tại Lào."),
            Article(2, SENTENCE),
            Article(3, "Chánh Văn phòng và các ông, bà có tên trong danh sách chịu trách nhiệm thi hành."),
        ),
        signature=Signature(("KT. Chủ tịch", "Phó Chủ tịch"), "Đàm Văn Mẫu"),
        recipients=Recipients(("Như Điều 3", "Thường trực Tỉnh ủy;", "Công an tỉnh."), "Lưu: VT, NV(03)"),
        annexes=(
            Annex(
                "Danh sách đoàn cán bộ đi công tác tại Lào",
                (members(count),),
                attached_to="Quyết định",
                attached_by="Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng",
            ),
        ),
    )


def submission() -> LetterContent:
    """A tờ trình printed for signature: number, day and month open."""
    return LetterContent(
        form=LetterForm.NAMED,
        governing_body=("UBND tỉnh Cao Bằng",),
        issuer=("Sở Ngoại vụ",),
        number=LetterNumber(None, "TTr-SNgV"),
        place="Cao Bằng",
        issued_year=2018,
        title="Tờ trình",
        subject="Về việc cử đoàn cán bộ đi công tác tại Trung Quốc",
        addressees=("Ủy ban nhân dân tỉnh Cao Bằng",),
        body=(
            Heading("I", "Tóm tắt đề nghị"),
            Clause(1, "Mục đích: dự hội chợ biên giới."),
            Clause(2, "Thành phần:"),
            Point("a", "Ông Hoàng Văn Thử - Trưởng đoàn;"),
            Point("đ", "Bà Nông Thị Mẫu."),
            Heading("1", "Kết quả", HeadingLevel.CLAUSE),
            Paragraph(
                (Run("Ý kiến của Sở: ", bold=True), Run("hồ sơ đủ thành phần; "), Run(SENTENCE, italic=True))
            ),
            Paragraph("Sở Ngoại vụ kính trình Ủy ban nhân dân tỉnh xem xét, quyết định."),
        ),
        signature=Signature(("KT. Giám đốc", "Phó Giám đốc"), "Lý Thị Mẫu"),
        recipients=Recipients(("Như trên",), "Lưu: VT, NV"),
        urgency=Urgency.VERY_URGENT,
    )


def official_letter() -> LetterContent:
    """A công văn to two addressees."""
    return LetterContent(
        form=LetterForm.OFFICIAL_LETTER,
        governing_body=("UBND tỉnh Cao Bằng",),
        issuer=("Sở Ngoại vụ",),
        number=LetterNumber(117, "SNgV-NV"),
        place="Cao Bằng",
        issued_on=date(2018, 6, 29),
        subject="lấy ý kiến về đoàn khách Trung Quốc vào làm việc tại huyện Trà Lĩnh",
        addressees=("Công an tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh;"),
        body=(
            Paragraph(SENTENCE),
            Dash("Nhân sự của đoàn khách;"),
            Dash("Địa bàn hoạt động của đoàn."),
            Paragraph(
                "Ý kiến xin gửi trước ngày 05 tháng 7 năm 2018.\nTrân trọng cảm ơn sự phối hợp của quý cơ quan."
            ),
        ),
        signature=Signature(("Giám đốc",), "Hoàng Văn Thử"),
        recipients=Recipients(
            ("Như trên", "UBND huyện Trà Lĩnh"), "Lưu: VT, NV(02)", drafter_mark="LTM.(05)"
        ),
        contact=("Số 30, phố Mẫu, thành phố Cao Bằng; điện thoại: 0206 000 000",),
        circulation="Lưu hành nội bộ",
    )


def worst_case() -> LetterContent:
    """Long names, a subject of 500 characters, ten recipients, 120 members, a row taller than a page, two annexes."""
    subject = ("Về việc cử đoàn cán bộ lãnh đạo, quản lý các sở, ban, ngành và địa phương đi công tác " * 8)[
        :500
    ].strip()
    tall = Table(
        (Column("Việc", 1), Column("Nội dung", 4)), (Row(("1", SENTENCE * 30)), Row(("Cộng",), bold=True))
    )
    return replace(
        decision(120),
        governing_body=("Ủy ban nhân dân tỉnh Cao Bằng, cơ quan chủ quản có tên rất dài",),
        issuer=("Ban Chỉ đạo hội nhập quốc tế và hợp tác biên giới, cửa khẩu tỉnh Cao Bằng",),
        number=LetterNumber(12345, "QĐ-BCĐHNQT-VP"),
        place="Thành phố Cao Bằng",
        subject=subject,
        body=tuple(
            Article(n, f"Việc thứ {n}: {SENTENCE} {SENTENCE}", title="Trách nhiệm thi hành" * (n % 2))
            for n in range(1, 16)
        ),
        recipients=Recipients(
            tuple(f"Ủy ban nhân dân huyện, thành phố thứ {n} trên địa bàn tỉnh" for n in range(1, 11)),
            "Lưu: VT, NV(12)",
        ),
        annexes=(
            Annex("Danh sách", (members(120),), "I", "Quyết định", "Trưởng Ban Chỉ đạo"),
            Annex(
                "Phân công công việc", (Paragraph(SENTENCE), tall), "II", "Quyết định", "Trưởng Ban Chỉ đạo"
            ),
        ),
    )


ALL = {
    "decision": decision,
    "submission": submission,
    "official_letter": official_letter,
    "worst_case": worst_case,
}
