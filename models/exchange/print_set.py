"""What goes through the printer together: the copies of a letter, the list of members, the envelopes; with sums of sheets."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2

from models.appraisal.facts import Member
from models.exchange.table_pdf import document
from models.letters.wording import country
from models.scanning.pictures import PDFIUM, page_count
from models.table import Column, Table

_COPIES = re.compile(r"\((\d{1,3})\)\s*$")
MOST_COPIES = 500


@dataclass(frozen=True, slots=True)
class Part:
    """A PDF on its way to the printer, *copies* times; *sheets* are its pages from 0, none meaning all of them."""

    name: str
    pdf: bytes
    copies: int = 1
    sheets: tuple[int, ...] = ()

    @property
    def paper(self) -> int:
        """How many sheets it takes, printed on one side."""
        return self.copies * (len(self.sheets) or page_count(self.pdf))


@dataclass(frozen=True, slots=True)
class Choice:
    """How many of each: the signed *original*, copies *kept*, copies for *receivers*; the list of members on a sheet of its
    own, with each copy; *envelope* is a size of ``envelope.SIZES``, empty for none."""

    original: int = 1
    kept: int = 0
    receivers: int = 0
    with_members: bool = False
    envelope: str = ""

    @property
    def copies(self) -> int:
        """All copies of the letter."""
        return self.original + self.kept + self.receivers

    def to_text(self) -> str:
        """As a seat remembers it; how many receive the letter is the letter's own matter."""
        return f"{self.original} {self.kept} {int(self.with_members)} {self.envelope or '-'}"

    def remembered(self, text: str) -> Choice:
        """This choice with what ``to_text`` wrote; unchanged when that cannot be read."""
        found = re.fullmatch(r"(\d{1,3}) (\d{1,3}) ([01]) (-|dl|c5|a5|c4)", text)
        if found is None:
            return self
        size = "" if found[4] == "-" else found[4]
        return replace(
            self, original=int(found[1]), kept=int(found[2]), with_members=found[3] == "1", envelope=size
        )


def kept_copies(filing: str, otherwise: int) -> int:
    """How many copies the line of filing keeps: 3 for "Lưu: VT, NV(03)"."""
    found = _COPIES.search(filing)
    return int(found[1]) if found else otherwise


def members_list(title: str, under: str, members: Sequence[Member]) -> bytes:
    """The members on landscape pages of their own, with room for what the upright annex has none for."""
    columns = (
        Column("STT", 5), Column("Họ và tên", 24), Column("Ngày sinh", 11), Column("Quốc tịch", 13), Column("Chức vụ", 30),
        Column("Đơn vị công tác", 30), Column("Số hộ chiếu", 13), Column("Ghi chú", 18),
    )  # fmt: skip
    rows = [
        (
            n, m.full_name, m.born_on, country(m.nationality) if m.nationality else "", m.position, m.organisation,
            m.passport_number, m.note,
        )
        for n, m in enumerate(members, 1)
    ]  # fmt: skip
    return document(title, under, [Table("", columns, rows)])


def joined(pdfs: Sequence[bytes], pages: Sequence[int] = ()) -> bytes:
    """Several PDFs as one file, page after page as they are; of each only *pages* (from 0) where such are given.

    Raises ValueError when there is none.
    """
    if not pdfs:
        raise ValueError("nothing to join")
    if len(pdfs) == 1 and not pages:
        return pdfs[0]
    with PDFIUM:
        target = pypdfium2.PdfDocument.new()
        try:
            for pdf in pdfs:
                source = pypdfium2.PdfDocument(pdf)
                try:
                    target.import_pages(source, list(pages) or None)
                finally:
                    source.close()
            written = io.BytesIO()
            target.save(written)
        finally:
            target.close()
    return written.getvalue()
