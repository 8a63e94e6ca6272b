"""What people copy out of Excel: titles above, totals below, empty rows, serial days, columns nobody knows, old fonts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from forms import paste
from models.catalogue.kinds import kinds
from resources import i18n

MEMBERS = kinds()["outgoing_official"].section_of("members").columns
HEAD = "STT\tHọ và tên\tNgày sinh\tChức vụ\n"
ONE = "1\tNÔNG VĂN A\t1/2/1980\tGiám đốc"
WHO = {"full_name": "Nông Văn A", "born_on": "1980-02-01", "position": "Giám đốc"}


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    i18n.install("vi")
    yield
    i18n.install("en")


def plan(text: str) -> paste.Plan:
    return paste.plan(MEMBERS, paste.cells(text))


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ONE,
        "DANH SÁCH ĐOÀN CÔNG TÁC\t\t\t\n(Kèm theo Tờ trình số 12)\t\t\t\n\t\t\t\n" + HEAD + ONE,
        HEAD + "\t\t\t\n" + ONE + "\n\t\t\t\n\t\t\t\n",
        HEAD + ONE + "\nTổng cộng\t1 người\t\t",
        HEAD + ONE + "\n\tCộng: 1\t\t\n\tTỔNG SỐ 1 NGƯỜI\t\t",
        HEAD + ONE.replace("1/2/1980", "29252"),
        HEAD + ONE.replace("1/2/1980", "29252.0"),
        HEAD + ONE.replace("1/2/1980", "1980-02-01 00:00:00"),
        HEAD.replace("\n", "\r\n") + ONE + "\r\n",
        HEAD + "1\tNo\u0302ng Va\u0306n A\t1/2/1980\tGia\u0301m \x00đo\u0302\u0301c",
    ],
)
def test_the_same_person_however_the_sheet_looks(text: str) -> None:
    made = plan(text)
    assert [{k: str(v) for k, v in r.items()} for r in made.with_leftovers()] == [WHO]
    assert made.by_heading and not made.doubts


@pytest.mark.parametrize("name", ["Tống Thị Cộng", "Cộng Hòa", "Tổng Văn Bé"])
def test_a_person_is_no_total(name: str) -> None:
    assert [r["full_name"] for r in plan(f"{HEAD}1\t{name}\t1980\t").rows] == [name]


def test_what_is_left_out_or_guessed_is_said() -> None:
    assert plan(HEAD + ONE + "\nTổng cộng\t1\t\t").notes == ("Bỏ qua 1 dòng tổng cộng.",)
    guessed = plan("Màu\tXe\nđỏ\tFord")
    assert "đoán" in guessed.notes[0] and len(guessed.rows) == 2
    old = plan("STT\tHä vµ tªn\n1\tNguyÔn V¨n A")
    assert "TCVN3" in old.notes[-1]
    many = plan("\n".join(f"Người Thứ {n}" for n in range(paste.MOST_ROWS + 50)))
    assert len(many.rows) == paste.MOST_ROWS and str(paste.MOST_ROWS) in many.notes[0]


def test_columns_that_nobody_knows_go_into_the_note() -> None:
    row = plan("Họ và tên\tQuê quán\tNgày sinh\nLý B\t=1+1 <b>\t31/2/1980").with_leftovers()[0]
    assert row["note"] == "Quê quán: =1+1 <b>" and row["born_on"] == "31/2/1980"


def test_three_hundred_rows_names_alone_and_nothing() -> None:
    assert len(plan(HEAD + "\n".join(f"{n}\tNgười Số {n}\t1980\t" for n in range(300))).rows) == 300
    assert [r["full_name"] for r in plan("Nông Văn A\nLý Thị B").rows] == ["Nông Văn A", "Lý Thị B"]
    for nothing in ("", "\n\n\t\n", "1\n2\n3", "\x00"):
        assert plan(nothing).rows == []
