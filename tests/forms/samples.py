"""Invented drafts, filled as an officer fills them."""

from __future__ import annotations

from zlib import crc32

from forms.spec import blank_draft
from models.catalogue.kinds import kinds
from models.draft import Draft, Row


def member(name: str, role: str, position: str, **more: object) -> Row:
    """A row of the members table."""
    row: Row = {
        "full_name": name, "role": role, "position": position, "organisation": "Sở Công Thương", "born_on": "1975-03-12",
        "sex": "male", "employment": "civil_servant", "management_tier": "unit", "passport_kind": "official",
        "passport_number": f"C{crc32(name.encode()) % 10**7:07d}", "passport_expires_on": "2027-05-01", "discipline": "none",
    }  # fmt: skip
    row.update(more)  # pyright: ignore[reportCallIssue, reportArgumentType]
    return row


def outgoing() -> Draft:
    """A journey to Laos with four people."""
    draft = blank_draft(kinds()["outgoing_official"])
    draft.key = "sample-outgoing"
    draft.values |= {
        "requester": "Sở Công Thương", "requester_id": 3, "received_paper_number": "512/SCT-VP",
        "received_paper_on": "2018-04-03", "arrival_number": "1204", "received_on": "2018-04-05",
        "contact": "Bà Hoàng Thị Mai, 0206 385 0000", "title": "Đoàn công tác xúc tiến thương mại tại tỉnh Luông Nậm Thà, Lào",
        "purpose_category": "trade", "purpose": "Trao đổi, ký biên bản hợp tác xúc tiến thương mại; khảo sát thị trường nông sản.",
        "host_name": "Sở Công Thương tỉnh Luông Nậm Thà", "is_planned": True, "plan_item": "Mục 12",
        "content_flags": ["signing"], "crossing": "Tây Trang", "transport": "Ô tô",
    }  # fmt: skip
    draft.rows["legs"] = [
        {
            "country": "LA",
            "place": "Luông Nậm Thà",
            "from_on": "2018-04-16",
            "to_on": "2018-04-20",
            "host": "Sở Công Thương",
        },
        {
            "country": "LA",
            "place": "Viêng Chăn",
            "from_on": "2018-04-21",
            "to_on": "2018-04-23",
            "host": "Bộ Công Thương Lào",
        },
    ]
    draft.rows["members"] = [
        member(
            "Nông Thị Hằng",
            "head",
            "Phó Giám đốc",
            sex="female",
            person_id=11,
            is_key_post=True,
            passport_number="C7654321",
        ),
        member("Lý Văn Thành", "member", "Trưởng phòng Quản lý thương mại", person_id=12, born_on="1980-11"),
        member("Đàm Quốc Việt", "member", "Chuyên viên", person_id=13, passport_expires_on="2018-08-30"),
        member(
            "Triệu Thị Ngọc",
            "interpreter",
            "Phiên dịch viên",
            sex="female",
            born_on="1990",
            organisation="Sở Ngoại vụ",
        ),
    ]
    draft.rows["funding"] = [
        {"source": "state", "amount": 185_400_000, "payer": "Sở Công Thương", "note": "Vé, công tác phí"},
        {"source": "host", "amount": 42_000_000, "payer": "Phía Lào", "note": "Ăn, ở tại Luông Nậm Thà"},
    ]
    draft.rows["papers"][0].update(
        {"state": "present", "dated_on": "2018-04-03", "file_name": "512-SCT-VP.pdf", "sha256": "a" * 64}
    )
    draft.rows["consultations"] = [
        {"asked_of": "police", "asked_on": "2018-04-06", "due_on": "2018-04-10", "answer": "open"}
    ]
    return draft


def incoming() -> Draft:
    """Guests from Guangxi for two days."""
    draft = blank_draft(kinds()["incoming"])
    draft.key = "sample-incoming"
    draft.values |= {
        "requester": "Trường Cao đẳng Sư phạm", "requester_id": None, "received_paper_number": "88/CĐSP-TCHC",
        "received_paper_on": "2018-05-02", "received_on": "2018-05-03",
        "title": "Đoàn Trường Đại học Dân tộc Quảng Tây thăm và làm việc",
        "guest_organisation": "Trường Đại học Dân tộc Quảng Tây", "home_country": "CN", "purpose_category": "education",
        "purpose": "Trao đổi hợp tác đào tạo tiếng Trung Quốc giai đoạn 2018 - 2020.",
    }  # fmt: skip
    draft.rows["legs"] = [
        {
            "place": "Phường Hợp Giang, thành phố Cao Bằng",
            "from_on": "2018-05-20",
            "to_on": "2018-05-21",
            "stays_overnight": True,
        },
        {"place": "Xã Đàm Thủy", "from_on": "2018-05-22", "to_on": "2018-05-22", "is_border_commune": True},
    ]
    draft.rows["members"] = [
        {"full_name": "Wang Li", "native_name": "王丽", "role": "head", "nationality": "CN", "position": "Phó Hiệu trưởng",
         "organisation": "Trường Đại học Dân tộc Quảng Tây", "sex": "female", "passport_number": "E12345678", "passport_expires_on": "2022-01-31"},
        {"full_name": "Huang Guoqiang", "native_name": "黄国强", "role": "member", "nationality": "CN", "position": "Trưởng khoa",
         "passport_number": "E87654321", "born_on": "1968-07-01"},
    ]  # fmt: skip
    return draft
