"""The test page that shows how far aside a printer prints: ruled crosses where number and date of a letter stand."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from models.exchange.table_pdf import fonts
from models.letters import prescribed as law

MM = law.MM
_ARM = 10  # millimetres of ruler to each side
_TEXTS = (
    "TRANG KIỂM TRA ĐỘ LỆCH CỦA MÁY IN",
    "In trang này ở khổ A4, tỷ lệ 100 %, giấy đặt như khi in số, ngày lên bản đã ký.",
    "Dùng thước đo từ mép giấy tới tâm mỗi dấu thập và so với số ghi cạnh dấu thập.",
    "Tâm nằm lệch sang phải hoặc xuống dưới thì ghi số dương, sang trái hoặc lên trên thì ghi số âm (mm).",
)


def millimetres(points: float) -> str:
    """A measure as Vietnamese write it: "52,3 mm"."""
    return f"{points / MM:.1f} mm".replace(".", ",")


def offset_page(places: Sequence[tuple[float, float]]) -> bytes:
    """The page, with a cross at each place (points from the left and from the top). Byte-identical runs."""
    from reportlab.pdfgen.canvas import Canvas

    regular, bold, _italic = fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=(law.PAGE_WIDTH, law.PAGE_HEIGHT), invariant=1, initialFontName=regular)  # pyright: ignore[reportArgumentType] - typed wrongly there
    canvas.setTitle(_TEXTS[0])
    for x, y in places:
        _cross(canvas, x, law.PAGE_HEIGHT - y)
        canvas.setFont(regular, 10)
        words = f"cách mép trái {millimetres(x)}, mép trên {millimetres(y)}"
        canvas.drawCentredString(
            min(max(x, 40 * MM), law.PAGE_WIDTH - 40 * MM), law.PAGE_HEIGHT - y - (_ARM + 6) * MM, words
        )
    top = law.PAGE_HEIGHT - 120 * MM
    for n, text in enumerate(_TEXTS):
        canvas.setFont(regular if n else bold, 12 if n else 14)
        canvas.drawCentredString(law.PAGE_WIDTH / 2, top - n * 20, text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _cross(canvas: Any, x: float, y: float) -> None:
    canvas.setLineWidth(0.3)
    canvas.line(x - _ARM * MM, y, x + _ARM * MM, y)
    canvas.line(x, y - _ARM * MM, x, y + _ARM * MM)
    for n in range(-_ARM, _ARM + 1):
        long = 2.0 if n % 5 == 0 else 1.0
        canvas.line(x + n * MM, y - long * MM / 2, x + n * MM, y + long * MM / 2)
        canvas.line(x - long * MM / 2, y + n * MM, x + long * MM / 2, y + n * MM)
