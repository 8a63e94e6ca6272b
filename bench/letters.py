"""S1 and S2: a letter from content to PDF bytes, beside a hand-made PDF writer (the limit) and beside real peers.

The hand-made writer keeps no rule of the decree but size, margins, justification and four embedded faces: fonts packed once,
words measured and encoded once, one greedy pass, one cross reference table. Typst and LibreOffice run when installed.
``python -m bench.letters`` prints the table.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from bench.pairs import Result, compare
from models.letters.content import Article, LetterContent, LetterForm, LetterNumber, Recipients, Signature
from models.letters.fonts import faces
from models.letters.rendering import render

ROOT = Path(__file__).resolve().parent.parent
BATCH = 40  # letters per timed run: one alone is too short to time

WORDS = (
    "Trưởng đoàn có trách nhiệm tổ chức chuyến công tác đúng mục đích, chương trình đã được duyệt, quản lý đoàn theo quy "
    "định và báo cáo kết quả với Ủy ban nhân dân tỉnh trong thời hạn mười lăm ngày kể từ ngày về nước"
)
BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
    "Căn cứ Quy chế quản lý thống nhất các hoạt động đối ngoại trên địa bàn tỉnh Cao Bằng",
    "Theo đề nghị của Giám đốc Sở Ngoại vụ tại Tờ trình số 12/TTr-SNgV ngày 03 tháng 01 năm 2018",
)


def letter(n: int) -> LetterContent:
    """A decision on one page as a usual decision has (about 250 syllables); *n* makes each one different."""
    return LetterContent(
        form=LetterForm.DECISION,
        issuer=("Ủy ban nhân dân tỉnh Cao Bằng",),
        number=LetterNumber(n, "QĐ-UBND"),
        place="Cao Bằng",
        issued_year=2018,
        title="Quyết định",
        subject="Về việc cử đoàn cán bộ đi công tác tại nước Cộng hòa Dân chủ Nhân dân Lào",
        authority=("Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng",),
        bases=BASES,
        enacting="Quyết định",
        body=tuple(Article(k, f"Việc thứ {n + k}: {WORDS}.") for k in range(1, 4)),
        signature=Signature(("KT. Chủ tịch", "Phó Chủ tịch"), "Đàm Văn Mẫu"),
        recipients=Recipients(("Như Điều 3", "Thường trực Tỉnh ủy", "Công an tỉnh"), "Lưu: VT, NV(03)"),
    )


class HandMade:
    """The limit: nothing but the bytes that must be written."""

    def __init__(self) -> None:
        self.typeface = faces()
        self.words: dict[tuple[int, str], tuple[float, bytes]] = {}
        objects: list[bytes] = []
        for n, subset in enumerate(self.typeface.fixed):
            at = 4 * n + 1
            packed, unicode = subset.packed_file, subset.packed_to_unicode
            name = subset.name.encode()
            objects += [
                b"<< /Length1 %d /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
                % (len(subset.file), len(packed), packed),
                b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(unicode), unicode),
                b"<< /Type /FontDescriptor /FontName /%s /Flags 6 /FontBBox [-200 -300 1200 1000] /ItalicAngle 0 /Ascent 891"
                b" /Descent -216 /CapHeight 660 /StemV 80 /FontFile2 %d 0 R >>" % (name, at),
                b"<< /Type /Font /Subtype /TrueType /BaseFont /%s /FirstChar 0 /LastChar 255 /Widths %s"
                b" /FontDescriptor %d 0 R /ToUnicode %d 0 R >>" % (name, subset.widths, at + 2, at + 1),
            ]
        self.fonts = objects
        self.encoding = [subset.encoding for subset in self.typeface.fixed]

    def word(self, style: int, word: str) -> tuple[float, bytes]:
        """Width at size 1 and bytes of a word, kept."""
        known = self.words.get((style, word))
        if known is None:
            import codecs

            code = codecs.charmap_encode(word, "strict", self.encoding[style])[0]
            code = code.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
            known = self.words[style, word] = (self.typeface.measure(word, style), code)
        return known

    def paragraph(self, ops: list[bytes], text: str, style: int, y: float) -> float:
        """Justified lines from *y* down; returns where they end."""
        space, room, x = 0.25 * 14, 459.2 - 36, 121.0
        line: list[bytes] = []
        used = 0.0
        for word in text.split(" "):
            wide, code = self.word(style, word)
            wide *= 14
            if line and used + space + wide > room:
                ops.append(b"/F%d 14 Tf 1 0 0 1 %.2f %.2f Tm %.3f Tw (%s) Tj"
                           % (style, x, y, (room - used) / max(len(line) - 1, 1), b" ".join(line)))  # fmt: skip
                line, used, room, x, y = [], 0.0, 459.2, 85.0, y - 17.5
            used += wide + (space if line else 0.0)
            line.append(code)
        ops.append(b"/F%d 14 Tf 1 0 0 1 %.2f %.2f Tm 0 Tw (%s) Tj" % (style, x, y, b" ".join(line)))
        return y - 23.5

    def line(self, ops: list[bytes], text: str, style: int, size: int, middle: float, y: float) -> None:
        """One centred line."""
        known = [self.word(style, word) for word in text.split(" ")]
        wide = sum(width for width, _ in known) * size + 0.25 * size * (len(known) - 1)
        ops.append(b"/F%d %d Tf 1 0 0 1 %.2f %.2f Tm (%s) Tj"
                   % (style, size, middle - wide / 2, y, b" ".join(code for _, code in known)))  # fmt: skip

    def letter(self, n: int) -> bytes:
        """The same words as ``letter(n)`` on one page."""
        ops = [b"0.75 w 120 745 m 160 745 l S 340 747 m 500 747 l S BT 0 Tw"]
        self.line(ops, "ỦY BAN NHÂN DÂN", 1, 12, 180, 775)
        self.line(ops, "TỈNH CAO BẰNG", 1, 12, 180, 760)
        self.line(ops, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1, 12, 413, 775)
        self.line(ops, "Độc lập - Tự do - Hạnh phúc", 1, 13, 413, 760)
        self.line(ops, f"Số: {n:02d}/QĐ-UBND", 0, 13, 180, 735)
        self.line(ops, "Cao Bằng, ngày tháng năm 2018", 2, 13, 413, 735)
        self.line(ops, "QUYẾT ĐỊNH", 1, 14, 314, 700)
        self.line(ops, "Về việc cử đoàn cán bộ đi công tác tại", 1, 14, 314, 683)
        self.line(ops, "nước Cộng hòa Dân chủ Nhân dân Lào", 1, 14, 314, 666)
        y = 640.0
        for basis in BASES:
            y = self.paragraph(ops, basis + ";", 2, y)
        for k in range(1, 4):
            y = self.paragraph(ops, f"Điều {k}. Việc thứ {n + k}: {WORDS}.", 0, y)
        self.line(ops, "PHÓ CHỦ TỊCH", 1, 14, 420, y - 10)
        self.line(ops, "Nơi nhận:", 3, 12, 110, y - 10)
        for k, name in enumerate(
            ("- Như Điều 3;", "- Thường trực Tỉnh ủy;", "- Công an tỉnh;", "- Lưu: VT, NV(03).")
        ):
            self.line(ops, name, 0, 11, 140, y - 24 - 13 * k)
        self.line(ops, "Đàm Văn Mẫu", 1, 14, 420, y - 90)
        packed = zlib.compress(b"\n".join([*ops, b"ET"]), 6)
        objects = [
            *self.fonts,
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
            b"<< /Type /Page /MediaBox [0 0 595.28 841.89] /Parent 19 0 R /Contents 17 0 R /Resources << /Font <<"
            b" /F0 4 0 R /F1 8 0 R /F2 12 0 R /F3 16 0 R >> >> >>",
            b"<< /Type /Pages /Count 1 /Kids [18 0 R] >>",
            b"<< /Type /Catalog /Pages 19 0 R >>",
        ]
        parts, offsets, at = [b"%PDF-1.4\n"], [], 9
        for number, body in enumerate(objects, 1):
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            offsets.append(b"%010d 00000 n \n" % at)
            at += len(part)
            parts.append(part)
        count = len(objects) + 1
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(offsets))
        parts.append(b"trailer\n<< /Size %d /Root 20 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, at))
        return b"".join(parts)


def counting(make: Callable[[int], object]) -> Callable[[], None]:
    """Makes a batch of letters, each with a number never used before."""
    taken = iter(range(1, 10**9))

    def batch() -> None:
        for _ in range(BATCH):
            make(next(taken))

    return batch


def _child_cpu(command: list[str], folder: str) -> float:
    """CPU milliseconds of one process from start to end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def _cold(pairs: int) -> list[Result]:
    ours = [sys.executable, "-c", "from bench.letters import letter, render; render(letter(1))"]
    root = str(ROOT)
    results = [
        compare(
            "S2 cold: process to PDF",
            lambda: _child_cpu(ours, root),
            lambda: _child_cpu([sys.executable, "-c", "pass"], root),
            beside="bare Python",
            target="reported",
            pairs=pairs,
        )  # fmt: skip
    ]
    with tempfile.TemporaryDirectory() as folder:
        text = "\n\n".join([*BASES, *[f"Điều {k}. {WORDS}." for k in range(1, 4)]])
        if shutil.which("typst"):
            Path(folder, "letter.typ").write_text(
                f'#set text(size: 14pt, font: "Liberation Serif")\n{text}\n', "utf-8"
            )
            peer = ["typst", "compile", "letter.typ"]
            results.append(compare("S2 cold: process to PDF", lambda: _child_cpu(ours, root), lambda: _child_cpu(peer, folder),
                                   beside="Typst", target="reported", pairs=pairs))  # fmt: skip
        if shutil.which("soffice"):
            Path(folder, "letter.html").write_text(f"<meta charset=utf-8><p>{text}</p>", "utf-8")
            office = ["soffice", "--headless", "--convert-to", "pdf", "letter.html"]
            results.append(compare("S2 cold: process to PDF", lambda: _child_cpu(ours, root), lambda: _child_cpu(office, folder),
                                   beside="LibreOffice", target="≤ 0.15 ×", pairs=pairs))  # fmt: skip
    return results


def run(pairs: int = 15) -> list[Result]:
    """Warm letters beside the limit (CPU time of a batch), then cold processes."""
    hand = HandMade()
    warm = compare(f"S1 letter, warm ({BATCH} at a time)", counting(lambda n: render(letter(n))), counting(hand.letter),
                   beside="hand-made writer", target="≤ 3.5 ×, then ≤ 2 ×", pairs=pairs, cpu=True)  # fmt: skip
    from bench.letter_peers import peers

    return [warm, *peers(pairs), *_cold(pairs)]


if __name__ == "__main__":
    for result in run():
        print(result.line())
    print(f"size: {len(render(letter(1))):,} bytes; hand-made {len(HandMade().letter(1)):,}")
