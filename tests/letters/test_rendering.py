"""The PDF as a file: text that copies out as typed, fonts, determinism, validity, overprint, batches."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.letters.content import (
    Align,
    Article,
    Clause,
    Column,
    Heading,
    LetterContent,
    Paragraph,
    Run,
    Signature,
    Table,
)
from models.letters.fonts import REPERTOIRE, Style, faces, font_fingerprint
from models.letters.layout import LAYOUT_VERSION
from models.letters.lines import safe
from models.letters.overprinting import issued
from models.letters.rendering import overprint, render, render_together, unprintable
from models.letters.truetype import Face, FontError
from tests.letters import samples
from tests.letters.paper import MM, Paper, squash

every_letter = pytest.mark.parametrize("make", samples.ALL.values(), ids=samples.ALL)
HOSTILE = [
    "Công ty A & B <Hàn Quốc>",
    '<b>đậm <img src="/etc/passwd">',
    "R&D; (a\\b) \\) ((( %s {0} /F1 Tj ET",
    "Müller & Søren Ørsted, François, Łódź, Dvořák",
    "Владимир Ильич; Ελλάδα; 北京市 ສປປ ລາວ",
    "a\u202eb\u200bc\u00add\ufeffe\tf",
    "«Trường hợp…» – “đặc biệt” ½ € ² ³ § ±",
    "x" * 300,
    "\U0001f600 \U00020000",
]


def _said(content: LetterContent) -> list[str]:
    """The body texts of a letter as they must be found in its PDF."""
    said: list[str] = []
    for block in content.body:
        match block:
            case Heading():
                said.append(block.title)
            case Article():
                said += [f"Điều {block.number}.", *_plain(block.text)]
            case Clause() | Paragraph():
                said += _plain(block.text)
            case _:
                pass
    return said


def _plain(text: str | tuple[Run, ...]) -> list[str]:
    return ("".join(run.text for run in text) if isinstance(text, tuple) else text).split("\n")


@every_letter
def test_text_copies_out_as_composed_vietnamese_equal_to_the_content(
    make: Callable[[], LetterContent],
) -> None:
    content = make()
    text = Paper(render(content)).copied
    assert unicodedata.is_normalized("NFC", text)
    at = 0
    for said in _said(content):
        wanted = squash(said)
        found = text.find(wanted.rstrip("."), at) if wanted in text else text.lower().find(wanted.lower(), at)
        if found < 0:  # a page number or a head of the next page stands in between
            pieces = [re.escape(char) for char in wanted.rstrip(".")]
            match = re.compile(r"\d{0,2}".join(pieces)).search(text, at)
            assert match is not None, said
            found = match.start()
        at = found


@every_letter
def test_pdfium_reads_the_same_words(make: Callable[[], LetterContent]) -> None:
    document = pypdfium2.PdfDocument(render(make()))
    text = squash("".join(page.get_textpage().get_text_range() for page in document))
    assert "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in text and "Độclập-Tựdo-Hạnhphúc" in text
    assert squash(make().signature.name if make().signature else "") in text  # type: ignore[union-attr]
    document.close()


@every_letter
def test_every_font_is_an_embedded_subset_of_ours(make: Callable[[], LetterContent]) -> None:
    data = render(make())
    names = set(re.findall(rb"/BaseFont /([^ ]+)", data))
    assert names and all(re.fullmatch(rb"[A-Z]{6}\+LiberationSerif(-\w+)?", name) for name in names)
    assert len(re.findall(rb"/FontFile2 ", data)) == len(names) == data.count(b"/ToUnicode")
    assert b"Helvetica" not in data


@every_letter
def test_same_content_gives_the_same_bytes(make: Callable[[], LetterContent]) -> None:
    assert render(make()) == render(LetterContent.from_json(make().to_json()))


def test_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib; from tests.letters import samples; from models.letters.rendering import render;"
        "print(*[hashlib.sha256(render(m(), draft=d)).hexdigest() for m in samples.ALL.values() for d in (False, True)])"
    )
    root = Path(__file__).resolve().parents[2]
    other = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "77"},
    )
    here = [
        hashlib.sha256(render(m(), draft=d)).hexdigest() for m in samples.ALL.values() for d in (False, True)
    ]
    assert other.stdout.split() == here


def test_a_rare_character_in_one_letter_leaves_no_trace_in_the_next() -> None:
    before = render(samples.submission())
    render(replace(samples.submission(), body=tuple(Paragraph(text) for text in HOSTILE)))
    assert render(samples.submission()) == before


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@every_letter
def test_qpdf_finds_nothing_wrong(make: Callable[[], LetterContent], tmp_path: Path) -> None:
    for n, data in enumerate((render(make()), render(make(), draft=True))):
        file = tmp_path / f"{n}.pdf"
        file.write_bytes(data)
        checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_metadata_names_the_letter_and_the_layout_and_no_changing_date() -> None:
    data = render(samples.decision())
    metadata = Paper(data).metadata
    assert metadata["Title"] == samples.decision().subject
    assert (
        f"layout {LAYOUT_VERSION}" in metadata["Keywords"] and font_fingerprint()[:16] in metadata["Keywords"]
    )
    assert not {"CreationDate", "ModDate"} & set(metadata)
    assert b"/Lang (vi-VN)" in data


def _body_of(content: LetterContent) -> str:
    text = Paper(render(content)).copied
    return text[text.index("tháng1năm2000") + len("tháng1năm2000") :] if "tháng1năm2000" in text else text


def _drawn(text: str) -> str:
    return squash(safe(unicodedata.normalize("NFC", text)))


@settings(max_examples=60)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120),
    st.text(REPERTOIRE, max_size=60),
)
@example(HOSTILE[0], HOSTILE[1])
@example(HOSTILE[2], HOSTILE[3])
@example(HOSTILE[4], HOSTILE[5])
@example(HOSTILE[6], HOSTILE[7][:110])
@example(HOSTILE[8], "")
def test_any_text_is_read_back_as_typed(any_text: str, typed: str) -> None:
    table = Table.of((Column("A", 1), Column("B", 1, Align.RIGHT)), [(any_text, typed), (typed, any_text)])
    content = replace(
        samples.submission(),
        body=(Paragraph(any_text), Paragraph((Run(any_text, bold=True), Run(typed, italic=True))), table),
        signature=Signature(("Giám đốc",), typed + any_text),
        urgency=None,
    )
    text = Paper(render(content)).copied
    once, twice = _drawn(any_text), _drawn(typed)
    for wanted in (once, once + twice, "AB" + once + twice + twice + once, twice + once):
        assert wanted in text or _without_page_numbers(wanted, text)


def _without_page_numbers(wanted: str, text: str) -> bool:
    return wanted in re.sub(r"\d", "", text) or re.sub(r"\d", "", wanted) in re.sub(r"\d", "", text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_as_typed_everywhere(text: str) -> None:
    content = replace(
        samples.official_letter(),
        subject=text, issuer=(text,), addressees=(text, text), body=(Paragraph(text),), place=text, circulation="",
    )  # fmt: skip
    read = Paper(render(content)).copied
    wanted = _drawn(text)
    assert read.count(wanted) >= 4 and _drawn(text.upper()) in read


def test_controls_and_lone_surrogates_never_reach_the_paper() -> None:
    assert safe("a\x00\x07b\u202ec\u200d\u00add") == "abcd"
    assert safe("a\tb\r\nc   d") == "a b c d"
    assert safe("x\ud800y") == "x\ufffdy"
    assert safe("Nguyễn\u00a0A") == "Nguyễn\u00a0A"


def test_what_the_typeface_cannot_draw_is_told_before_printing() -> None:
    assert unprintable(samples.worst_case()) == ""
    assert unprintable(replace(samples.submission(), subject="Đoàn 北京 và ສປປ")) == "ສປ"


def test_repertoire_holds_every_vietnamese_letter_and_is_drawn_by_each_face() -> None:
    letters = {
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    } | {"đ", "Đ"}
    assert letters <= set(REPERTOIRE) and len(set(REPERTOIRE)) == len(REPERTOIRE) <= 250
    for face in faces().faces:
        assert all(face.glyph(char) for char in REPERTOIRE)


def test_trimmed_face_draws_the_same_outlines_as_the_whole_one() -> None:
    """Each Vietnamese letter of the embedded font has the contours and width of the untouched file."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    typeface = faces()
    for style in Style:
        subset = typeface.fixed[style]
        whole, cut = TTFont(io.BytesIO(subset.face.data)), TTFont(io.BytesIO(subset.file))
        names, codes = whole.getBestCmap(), cut["cmap"].getcmap(1, 0).cmap
        for char in REPERTOIRE if style is not Style.BOLD_ITALIC else " Nơi nhận:":
            pens = DecomposingRecordingPen(whole.getGlyphSet()), DecomposingRecordingPen(cut.getGlyphSet())
            before, after = names[ord(char)], codes[subset.code(char)]
            whole.getGlyphSet()[before].draw(pens[0])
            cut.getGlyphSet()[after].draw(pens[1])
            assert pens[0].value == pens[1].value, char
            assert whole["hmtx"][before] == cut["hmtx"][after]


@pytest.mark.parametrize("data", [b"", b"not a font", b"OTTO" + b"\0" * 100, b"\0\1\0\0\0\2" + b"\0" * 60])
def test_a_file_that_is_no_font_is_refused(data: bytes) -> None:
    with pytest.raises(FontError):
        Face(data)


def test_system_typeface_is_taken_only_when_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINDIR", str(tmp_path))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    faces.cache_clear()
    bundled = font_fingerprint()
    assert font_fingerprint(prefer_system=True) == bundled, "no Times New Roman: the bundled one"
    folder = tmp_path / "Fonts"
    folder.mkdir()
    for name, style in zip(("times", "timesbd", "timesi", "timesbi"), (1, 1, 2, 3), strict=True):
        (folder / f"{name}.ttf").write_bytes(faces().faces[style].data)
    faces.cache_clear()
    assert font_fingerprint(prefer_system=True) not in ("", bundled)
    (folder / "timesbi.ttf").write_bytes(b"damaged")
    faces.cache_clear()
    assert font_fingerprint(prefer_system=True) == bundled
    faces.cache_clear()


def test_fonts_are_compressed_once_and_pages_are_readable() -> None:
    data = render(samples.decision())
    packed = [
        (found.end(), int(found[1]))
        for found in re.finditer(rb"/FlateDecode /Length (\d+) >>\nstream\n", data)
    ]
    assert len(packed) >= 10
    read = [zlib.decompress(data[start : start + length]) for start, length in packed]
    assert sum(stream.startswith((b"0.", b"BT")) for stream in read) == len(Paper(data).sizes)


def _open_decision() -> LetterContent:
    content = samples.decision()
    assert content.number is not None
    return replace(content, number=replace(content.number, number=None), issued_on=None, issued_year=2018)


def test_overprint_puts_the_figures_into_the_room_left_for_them() -> None:
    signed = Paper(render(_open_decision()))
    figures = Paper(overprint(_open_decision(), 7, date(2018, 2, 9)))
    assert len(figures.sizes) == len(signed.sizes)
    assert [line.text for line in figures.lines] == ["07", "09", "02"] * 2
    for figure in figures.lines:
        row = [
            c
            for c in signed.chars
            if c["page"] == figure.page and abs(297 * MM - c["matrix"][5] - figure.base) < 0.01
        ]
        inked = [c for c in row if c["text"] not in " \u00a0"]
        assert inked and all(c["x1"] < figure.x0 - 2 or c["x0"] > figure.x1 + 2 for c in inked)
        assert {c["size"] for c in inked} == set(figure.sizes)
    number, day, month = figures.lines[:3]
    line = [c for c in signed.chars if c["page"] == 0 and abs(297 * MM - c["matrix"][5] - number.base) < 0.01]
    stroke = next(c for c in line if c["text"] == "/")
    colon = next(c for c in line if c["text"] == ":")
    assert colon["x1"] < number.x0 < number.x1 < stroke["x0"]
    words = "".join(c["text"] if c["x1"] <= day.x0 else "" for c in line)
    assert words.endswith("ngày") or "ngày" in words.rstrip("\u00a0")[-5:]
    assert day.x1 < month.x0


def test_overprint_refuses_a_letter_that_left_no_room() -> None:
    with pytest.raises(ValueError, match="number and date"):
        overprint(samples.decision(), 7, date(2018, 2, 9))
    with pytest.raises(ValueError, match="another year"):
        overprint(_open_decision(), 7, date(2019, 2, 9))


def test_issued_letter_has_the_number_and_date_that_were_overprinted() -> None:
    assert issued(_open_decision(), 5, date(2018, 1, 5)) == replace(samples.decision(), issued_year=2018)
    with pytest.raises(ValueError, match="number line"):
        issued(replace(samples.decision(), number=None), 5, date(2018, 1, 5))


def test_letters_printed_together_share_their_fonts() -> None:
    contents = [replace(samples.official_letter(), subject=f"đôn đốc báo cáo đoàn {n}") for n in range(50)]
    together = render_together(contents)
    assert len(together) / 50 <= 4096
    sheet = Paper(together)
    assert len(sheet.sizes) == 50 and all(f"đônđốcbáocáođoàn{n}" in sheet.text for n in range(50))
    with pytest.raises(ValueError, match="nothing"):
        render_together([])
