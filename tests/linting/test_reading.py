"""What comes out of a file, and what is refused in one sentence."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from models.errors import OfficeError
from models.linting.ink import family_of
from models.linting.lines import Leaf, lines_of
from models.linting.linter import lint
from models.linting.reading import MOST_PAGES, read
from resources import i18n
from tests.linting import drawing

A4 = (210 * drawing.MM, 297 * drawing.MM)


def canvas(**options: Any) -> tuple[Canvas, io.BytesIO]:
    out = io.BytesIO()
    made = Canvas(out, pagesize=A4, **options)
    made.setFont(drawing.font("LiberationSerif", "R"), 14)
    return made, out


def with_words(text: str, x: float = 100, y: float = 700) -> bytes:
    page, out = canvas()
    page.drawString(x, y, text)
    page.save()
    return out.getvalue()


def refused(pdf: bytes | Path) -> str:
    with pytest.raises(OfficeError) as caught:
        lint(pdf)
    for language in i18n.LANGUAGES:
        i18n.install(language)
        assert str(caught.value).endswith(".") and "{" not in str(caught.value)
    i18n.install("vi")
    return caught.value.code


def test_files_that_are_no_paper(tmp_path: Path) -> None:
    good = with_words("Chữ")
    empty = tmp_path / "a.pdf"
    empty.write_bytes(b"")
    assert refused(empty) == refused(b"") == "paper_empty"
    assert refused(tmp_path / "none.pdf") == refused(tmp_path) == "paper_unreadable"
    assert refused(b"PK\x03\x04 a word document") == "paper_not_pdf"
    assert refused(b"%PDF-1.7\nnothing behind it") == "paper_damaged"
    assert refused(good[:300]) == "paper_damaged"


def test_a_locked_file() -> None:
    page, out = canvas(encrypt=StandardEncryption("secret", ownerPassword="more", canPrint=1))
    page.drawString(100, 700, "Chữ")
    page.save()
    assert refused(out.getvalue()) == "paper_encrypted"


def test_a_scan_says_that_it_cannot_be_measured() -> None:
    page, out = canvas()
    page.drawImage(ImageReader(Image.new("RGB", (850, 1200), "#eeeeee")), 0, 0, *A4)
    page.save()
    assert refused(out.getvalue()) == "paper_is_scan"


def test_pages_without_words_and_too_many_pages() -> None:
    page, out = canvas()
    page.showPage()
    page.save()
    assert refused(out.getvalue()) == "paper_without_text"
    page, out = canvas()
    for _n in range(MOST_PAGES + 1):
        page.showPage()
    page.save()
    assert refused(out.getvalue()) == "paper_too_long"


def test_a_drawing_with_too_many_things_is_refused_soon() -> None:
    page, out = canvas()
    page.drawString(100, 700, "Bản đồ")
    for n in range(25_000):
        page.line(n % 500, n // 50, n % 500 + 3, n // 50)
    page.save()
    began = time.perf_counter()
    assert refused(out.getvalue()) == "paper_too_busy"
    assert time.perf_counter() - began < 5


def test_any_flipped_byte_is_read_or_refused() -> None:
    good = bytearray(drawing.draw(drawing.official_letter()))
    for at in range(0, len(good), max(1, len(good) // 60)):
        bad = bytearray(good)
        bad[at] ^= 0x5A
        try:
            lint(bytes(bad))
        except OfficeError as error:
            assert error.code.startswith("paper_")


def test_words_font_size_and_place() -> None:
    (sheet,) = read(with_words("Số: 05/QĐ-UBND", 100, 700))
    (piece,) = sheet.pieces
    assert piece.text == "Số: 05/QĐ-UBND" and piece.size == 14 and piece.colour == (0, 0, 0)
    assert abs(piece.x0 - 100) < 1.5 and abs(piece.base - (A4[1] - 700)) < 0.1
    assert (piece.font.family, piece.font.bold, piece.font.italic) == ("liberationserif", False, False)
    assert piece.font.embedded and not sheet.turned


def test_decomposed_words_become_composed() -> None:
    (sheet,) = read(with_words("Quyê\u0301t đi\u0323nh"))
    assert "".join(p.text for p in sheet.pieces).replace(" ", "") in {
        "Quyếtđịnh",
        "Quyết định".replace(" ", ""),
    }


def test_columns_in_one_stretch_of_text_come_apart() -> None:
    (sheet,) = read(with_words("Số: 05/SNgV" + " " * 30 + "Cao Bằng, ngày 05 tháng 9 năm 2018"))
    lines, _strokes = lines_of(sheet)
    assert [x.text for x in lines] == ["Số: 05/SNgV", "Cao Bằng, ngày 05 tháng 9 năm 2018"]


def test_letters_drawn_one_by_one_are_one_line() -> None:
    page, out = canvas()
    x = 100.0
    for char in "Kính gửi: Công an":
        page.drawString(x, 700, char)
        x += page.stringWidth(char, drawing.font("LiberationSerif", "R"), 14)
    page.save()
    (sheet,) = read(out.getvalue())
    assert [x.text for x in lines_of(sheet)[0]] == ["Kính gửi: Công an"]


def test_turned_pages_turned_words_forms_and_made_up_faces() -> None:
    page, out = canvas()
    page.setPageRotation(90)
    page.rotate(90)
    page.drawString(100, -200, "Trang xoay")
    page.save()
    (sheet,) = read(out.getvalue())
    assert sheet.width < sheet.height and [p.text for p in sheet.pieces] == ["Trang xoay"]

    page, out = canvas()
    page.beginForm("mark")
    page.setFont(drawing.font("LiberationSerif", "B"), 10)
    page.drawString(0, 0, "Trong khuôn")
    page.endForm()
    page.translate(50, 600)
    page.scale(1.4, 1.4)
    page.doForm("mark")
    page.rotate(40)
    page.setFont(drawing.font("LiberationSerif", "R"), 20)
    page.drawString(0, 0, "BẢN NHÁP")
    page.save()
    (sheet,) = read(out.getvalue())
    (piece,) = sheet.pieces
    assert piece.text == "Trong khuôn" and piece.size == 14 and piece.font.bold and abs(piece.x0 - 50) < 1
    assert abs(piece.base - (A4[1] - 600)) < 0.1 and sheet.turned == ["BẢN NHÁP"]

    page, out = canvas()
    text = page.beginText(100, 700)
    text.setTextRenderMode(2)
    text.setTextTransform(1, 0, 0.3, 1, 100, 700)
    text.textOut("Giả đậm nghiêng")
    page.drawText(text)
    page.save()
    (sheet,) = read(out.getvalue())
    assert sheet.pieces[0].font.bold and sheet.pieces[0].font.italic


def test_rules_are_lines_thin_bars_and_underscores() -> None:
    page, out = canvas()
    page.line(100, 700, 200, 700)
    page.rect(100, 650, 80, 0.8, stroke=0, fill=1)
    page.drawString(100, 600, "_" * 12)
    page.setDash(3, 2)
    page.line(100, 550, 160, 550)
    page.setFillColorRGB(1, 1, 1)
    page.rect(100, 500, 80, 0.8, stroke=0, fill=1)
    page.save()
    leaf = Leaf.of(read(out.getvalue())[0])
    assert [s.solid for s in leaf.strokes] == [True, True, True, False]
    assert [s.length for s in leaf.strokes] == pytest.approx([100, 80, 84, 60], abs=1)
    assert not leaf.lines


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("TimesNewRomanPSMT", "timesnewroman"),
        ("TimesNewRomanPS-BoldItalicMT", "timesnewroman"),
        ("TimesNewRoman,Bold", "timesnewroman"),
        ("LiberationSerif-Bold", "liberationserif"),
        ("Times-Roman", "times"),
        ("ArialMT", "arial"),
        ("VNI-Times", "vnitimes"),
        (".VnTime", "vntime"),
        ("Tinos", "tinos"),
    ],
)
def test_the_family_in_a_name(name: str, family: str) -> None:
    assert family_of(name) == family


@pytest.mark.parametrize(("name", "most"), [("report", 0.040), ("", 0.120)])
def test_a_page_takes_milliseconds(name: str, most: float) -> None:
    """A page of a word processor; then one whose words were drawn one by one, which nobody makes."""
    draft = drawing.official_letter()
    draft.body[1:-1] = [drawing.Para(f"{n}. {drawing.SENTENCE}") for n in range(1, 40)]
    pdf = (Path(__file__).parent / "papers" / f"{name}.pdf").read_bytes() if name else drawing.draw(draft)
    lint(pdf)
    times: list[float] = []
    for _n in range(5):
        began = time.process_time()
        pages = lint(pdf).pages
        times.append((time.process_time() - began) / pages)
    assert min(times) < most
