"""Content is never taken for markup, and there is one place where labels are made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.labels import ShortLabel, WrappedLabel, caption, label, message, tip

ROOT = Path(__file__).parents[2]
HOSTILE = '<b>Công ty</b> <img src="/etc/hostname"> A & B <Hàn Quốc>'
# QLabel, QMessageBox and tooltips made elsewhere; "made" is what the factories call theirs.
BARE = re.compile(
    r"\bQLabel\(|\bQMessageBox\(|QMessageBox\.(?:information|warning|critical|question|about)\(|\.setToolTip\(|\.showText\("
)


def test_labels_show_markup_as_it_stands(qtbot: QtBot) -> None:
    for made in (label(HOSTILE), label(HOSTILE, wrap=True), ShortLabel(HOSTILE)):
        qtbot.addWidget(made)
        assert made.textFormat() == Qt.TextFormat.PlainText
    box = message(None, "Việc này", HOSTILE, detail=HOSTILE)
    qtbot.addWidget(box)
    assert box.textFormat() == Qt.TextFormat.PlainText


def test_tooltips_show_markup_as_it_stands(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    tip(widget, HOSTILE)
    assert "&lt;b&gt;" in widget.toolTip() and "<b>" not in widget.toolTip()
    tip(widget, "")
    assert widget.toolTip() == ""
    assert caption("A & B") == "A && B"


def test_a_short_label_tells_the_rest_in_its_tooltip(qtbot: QtBot) -> None:
    made = ShortLabel("Đoàn trao đổi công tác lâm nghiệp và bảo vệ rừng liên biên giới")
    qtbot.addWidget(made)
    made.resize(120, 20)
    made.show()
    assert made.text().endswith("…")
    assert "liên biên giới" in made.toolTip()
    made.resize(900, 20)
    assert made.text() == made.whole_text()
    assert made.toolTip() == ""


def test_a_wrapped_label_is_as_high_as_its_words(qtbot: QtBot) -> None:
    made = label("Hồ sơ phải nộp trước ngày đi ít nhất mười ngày làm việc. " * 4, wrap=True)
    assert isinstance(made, WrappedLabel)
    qtbot.addWidget(made)
    made.resize(900, 20)
    made.show()
    wide = made.sizeHint().height()
    made.resize(200, 20)
    assert made.sizeHint().height() > wide


@pytest.mark.parametrize("path", sorted((ROOT / "ui").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_label_is_made_elsewhere(path: Path) -> None:
    if path.name == "labels.py":
        return
    found = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if BARE.search(line)]
    assert not found
