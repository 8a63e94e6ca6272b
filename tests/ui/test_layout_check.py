"""The page that checks the layout: a file and a letter, the places marked, the report taken along."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from models.errors import OfficeError
from tests.linting import drawing
from ui import actions
from ui.pages import Place, load_all
from ui.pages.layout_check import LayoutCheck


@pytest.fixture
def checking(qtbot: QtBot, desk: Any) -> LayoutCheck:
    load_all()
    made = LayoutCheck(desk)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    return made


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    draft = drawing.official_letter()
    draft.parts["nation"].size = 14
    draft.parts["recipients"].lines = ["- UBND tỉnh;", "- Lưu: VT."]
    path = tmp_path / "cong-van.pdf"
    path.write_bytes(drawing.draw(draft))
    return path


def test_a_file_with_its_places(checking: LayoutCheck, faulty: Path) -> None:
    assert not checking.copy_button.isEnabled()
    checking.arrive(Place("layout_check", None, {"file": str(faulty)}))
    assert checking.report is not None and checking.list.count() == len(checking.report.deviations) == 2
    first = checking.list.item(0)
    assert first is not None and "Quốc hiệu in cỡ chữ 14; quy định cỡ 12–13." in first.text()
    assert "Phụ lục I, Phần I, mục II, khoản 1, điểm a" in first.text()
    assert all(hit.boxes for hit in checking.reader.view.hits)
    checking.list.setCurrentRow(1)
    assert checking.reader.view.hit == 1 and checking.reader.view.page == 1
    assert checking.status() == "Có 2 chỗ chưa đúng thể thức."


def test_the_report_is_copied_and_saved(
    checking: LayoutCheck, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checking.check_file(faulty)
    checking.copy()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("cong-van.pdf\n") and "Trang 2: Văn bản có “Kính gửi”" in text
    written = tmp_path / "ket-qua.txt"
    monkeypatch.setattr("ui.saving.QFileDialog.getSaveFileName", lambda *_a: (str(written), ""))
    checking.save()
    checking.desk.jobs._long.shutdown(wait=True)
    assert written.read_text("utf-8-sig") == text


def test_a_dropped_file_is_checked_and_others_are_not(checking: LayoutCheck, faulty: Path) -> None:
    def drop(*paths: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
        event = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        checking.dropEvent(event)

    drop(faulty.with_suffix(".docx"))
    drop(faulty, faulty)
    assert checking.report is None
    drop(faulty)
    assert checking.report is not None


def test_a_right_paper_and_an_unreadable_one(checking: LayoutCheck, tmp_path: Path) -> None:
    right = tmp_path / "dung.pdf"
    right.write_bytes(drawing.draw(drawing.decision()))
    checking.check_file(right)
    assert checking.report is not None and checking.report.is_right and not checking.list.isVisible()
    assert checking.says.text() == "Không có chỗ nào sai thể thức."
    refused: list[OfficeError] = []
    checking.desk.jobs.refused.connect(refused.append)
    (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.7 broken")
    checking.check_file(tmp_path / "hong.pdf")
    assert checking.report is None and [e.code for e in refused] == ["paper_damaged"]


def test_the_page_letters_leads_here(checking: LayoutCheck) -> None:
    assert any(a.name == "check_layout" for a in actions.acts("letters"))
    checking.arrive(Place("layout_check", None, {"letter": 12345, "name": "không còn"}))
    assert checking.report is None
