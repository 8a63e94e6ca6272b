"""Warm peers of S1: Typst, a batch through LibreOffice, a bare reportlab canvas. Each sets the same words on one page.

Typst is its Python module (``pip install typst``), LibreOffice the ``soffice`` of the machine; what is not there is left out.
Typst warms up its own caches and gets each letter's number as an input, so that no page is drawn twice.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import resources
from bench.letters import BASES, BATCH, WORDS, counting, letter
from bench.pairs import Result, compare
from models.catalogue.letter_kinds import letter_kinds
from models.exchange.word_copy import to_docx
from models.letters.composing import compose
from models.letters.content import LetterNumber
from models.letters.rendering import render, render_together
from models.letters.samples import sample

MANY = 200  # letters of one batch
OFFICE_BATCH = 100

_TYPST = """#let n = int(sys.inputs.n)
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 18mm))
#set text(font: "Liberation Serif", size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: (amount: 12.7mm, all: true), spacing: 12pt)
#grid(columns: (1fr, 285pt), align: center,
  [#set text(12pt); #strong[ỦY BAN NHÂN DÂN \\ TỈNH CAO BẰNG] #v(-6pt) #line(length: 40pt, stroke: .75pt)
   #text(13pt)[Số: #if n < 10 [0]#n/QĐ-UBND]],
  [#set text(12pt); #strong[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM] \\ #text(13pt, weight: "bold")[Độc lập - Tự do - Hạnh phúc]
   #v(-6pt) #line(length: 160pt, stroke: .75pt) #text(13pt, style: "italic")[Cao Bằng, ngày      tháng      năm 2018]])
#align(center)[#strong[QUYẾT ĐỊNH \\ Về việc cử đoàn cán bộ đi công tác tại \\ nước Cộng hòa Dân chủ Nhân dân Lào]
  #line(length: 90pt, stroke: .75pt) #strong[CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẰNG]]
%s
#align(center)[*QUYẾT ĐỊNH:*]
%s
#grid(columns: (1fr, 1fr),
  text(11pt)[_*Nơi nhận:*_ \\ - Như Điều 3; \\ - Thường trực Tỉnh ủy; \\ - Công an tỉnh; \\ - Lưu: VT, NV(03).],
  align(center)[*KT. CHỦ TỊCH \\ PHÓ CHỦ TỊCH* #v(60pt) *Đàm Văn Mẫu*])
"""


def peers(pairs: int) -> list[Result]:
    """Warm letters beside what others make them with; CPU time of a batch each."""
    ours = counting(lambda n: render(letter(n)))
    found: list[Result] = [_from_facts(pairs), _together(pairs)]
    found.append(
        compare(f"S1 letter, warm ({BATCH} at a time)", ours, counting(_Canvas().letter),
                beside="bare reportlab canvas", target="reported", pairs=pairs, cpu=True)
    )  # fmt: skip
    if find_spec("typst"):
        with tempfile.TemporaryDirectory() as folder:
            found.append(
                compare(f"S1 letter, warm ({BATCH} at a time)", ours, counting(_typst(Path(folder))),
                        beside="Typst, warm", target="≤ 0.5 ×", pairs=pairs, cpu=True)
            )  # fmt: skip
    if shutil.which("soffice"):
        with tempfile.TemporaryDirectory() as folder:
            found.append(_libreoffice(Path(folder), min(pairs, 3)))
    return found


def _from_facts(pairs: int) -> Result:
    """A usual decision from its facts to bytes, beside drawing alone."""
    kind = letter_kinds()["submission_send"]
    facts = sample("submission_send")

    def from_facts(n: int) -> None:
        render(compose(kind, facts, number=LetterNumber(n, "TTr-SNgV")))

    content = compose(kind, facts, number=LetterNumber(1, "TTr-SNgV"))
    return compare(f"S1 from facts to bytes, three pages ({BATCH} at a time)", counting(from_facts),
                   counting(lambda n: render(replace(content, number=LetterNumber(n, "TTr-SNgV")))),
                   beside="drawing alone", target="reported", pairs=pairs, cpu=True)  # fmt: skip


def _together(pairs: int) -> Result:
    taken = iter(range(1, 10**9, MANY))

    def together() -> None:
        first = next(taken)
        render_together([letter(n) for n in range(first, first + MANY)])

    def alone() -> None:
        first = next(taken)
        for n in range(first, first + MANY):
            render(letter(n))

    return compare(f"S1 batch of {MANY} letters in one file", together, alone, beside=f"{MANY} files",
                   target="≤ 1 ×", pairs=min(pairs, 5), cpu=True)  # fmt: skip


def _typst(folder: Path) -> Callable[[int], object]:
    import typst

    text = _TYPST % (
        "\n\n".join(f"_{basis};_" for basis in BASES),
        "\n\n".join(f"*Điều {k}.* Việc thứ #(n + {k}): {WORDS}." for k in range(1, 4)),
    )
    source = folder / "letter.typ"
    source.write_text(text, "utf-8")
    compiler: Any = typst.Compiler(
        str(source), font_paths=[str(resources.as_path("fonts"))], ignore_system_fonts=True
    )
    return lambda n: compiler.compile(format="pdf", sys_inputs={"n": str(n)})


def _libreoffice(folder: Path, pairs: int) -> Result:
    names: list[str] = []
    for n in range(1, OFFICE_BATCH + 1):
        name = f"{n}.docx"
        (folder / name).write_bytes(to_docx(letter(n)))
        names.append(name)
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        *names,
    ]

    def office() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000

    taken = iter(range(1, 10**9))

    def ours() -> None:
        for _ in range(OFFICE_BATCH):
            render(letter(next(taken)))

    return compare(f"S1 batch of {OFFICE_BATCH} letters", ours, office, beside="LibreOffice batch",
                   target="≤ 1/40", pairs=pairs, cpu=True)  # fmt: skip


class _Canvas:
    """reportlab's canvas with the four faces registered once, and nothing of Platypus."""

    FACES = ("Regular", "Bold", "Italic", "BoldItalic")

    def __init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        for face in self.FACES:
            path = resources.as_path("fonts") / f"LiberationSerif-{face}.ttf"
            pdfmetrics.registerFont(TTFont(f"bench{face}", str(path)))

    def letter(self, n: int) -> bytes:
        """The same words as ``letter(n)``."""
        from reportlab.lib.utils import simpleSplit
        from reportlab.pdfgen.canvas import Canvas

        out = BytesIO()
        page = Canvas(out, pagesize=(595.28, 841.89), pageCompression=1)
        lines = (
            ("ỦY BAN NHÂN DÂN", 1, 12, 180, 775), ("TỈNH CAO BẰNG", 1, 12, 180, 760),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1, 12, 413, 775), ("Độc lập - Tự do - Hạnh phúc", 1, 13, 413, 760),
            (f"Số: {n:02d}/QĐ-UBND", 0, 13, 180, 735), ("Cao Bằng, ngày tháng năm 2018", 2, 13, 413, 735),
            ("QUYẾT ĐỊNH", 1, 14, 314, 700), ("Về việc cử đoàn cán bộ đi công tác tại", 1, 14, 314, 683),
            ("nước Cộng hòa Dân chủ Nhân dân Lào", 1, 14, 314, 666),
        )  # fmt: skip
        page.line(120, 745, 160, 745)
        page.line(340, 747, 500, 747)
        for text, face, size, x, y in lines:
            page.setFont(f"bench{self.FACES[face]}", size)
            page.drawCentredString(x, y, text)
        y = 640.0
        texts = [(basis + ";", 2) for basis in BASES]
        texts += [(f"Điều {k}. Việc thứ {n + k}: {WORDS}.", 0) for k in range(1, 4)]
        for text, face in texts:
            font = f"bench{self.FACES[face]}"
            page.setFont(font, 14)
            for line in simpleSplit(text, font, 14, 459):
                page.drawString(85, y, line)
                y -= 17.5
            y -= 6
        page.setFont("benchBold", 14)
        page.drawCentredString(420, y - 10, "PHÓ CHỦ TỊCH")
        page.drawCentredString(420, y - 90, "Đàm Văn Mẫu")
        page.setFont("benchRegular", 11)
        for k, name in enumerate(
            ("- Như Điều 3;", "- Thường trực Tỉnh ủy;", "- Công an tỉnh;", "- Lưu: VT, NV(03).")
        ):
            page.drawString(85, y - 24 - 13 * k, name)
        page.save()
        return out.getvalue()
