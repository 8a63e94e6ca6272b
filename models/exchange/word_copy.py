"""An editable Word copy of a letter (.docx), laid out like the PDF; its head says that it is not the issued letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, cast

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement  # pyright: ignore[reportUnknownVariableType]
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from models.letters import prescribed as law
from models.letters.blocks import ended
from models.letters.content import (
    Align,
    Annex,
    Article,
    Block,
    Clause,
    Dash,
    Heading,
    HeadingLevel,
    LetterContent,
    LetterForm,
    Paragraph,
    Point,
    Recipients,
    Run,
    Signature,
    Signatures,
    Table,
    Text,
)
from models.letters.head import date_words, number_line
from models.letters.layout import reference_line
from resources.i18n import _

FONT = "Times New Roman"
_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def _element(name: str) -> Any:
    return cast(Any, OxmlElement(name))


def to_docx(content: LetterContent) -> bytes:
    """The letter as a .docx. The same content gives the same text as the PDF; Word breaks the pages itself."""
    sheet = _Sheet(content)
    sheet.write()
    out = BytesIO()
    sheet.document.save(out)
    return out.getvalue()


def _runs(text: Text, *, bold: bool = False, italic: bool = False) -> list[Run]:
    if isinstance(text, str):
        return [Run(text, bold, italic)]
    return [Run(run.text, run.bold or bold, run.italic or italic) for run in text]


def _entries(recipients: Recipients) -> Iterator[str]:
    """The list under "Nơi nhận:" with its dashes and marks."""
    names = [name.strip().rstrip(";.").rstrip() for name in recipients.names]
    for n, name in enumerate(names):
        last = n == len(names) - 1 and not recipients.filing
        yield f"- {name}{'.' if last else ';'}"
    if recipients.filing:
        yield f"- {recipients.filing.strip().rstrip(';.')}."
    if recipients.drafter_mark:
        yield recipients.drafter_mark


class _Sheet:
    """Writes one letter. *place* is where paragraphs go: the document, or the cell of a table."""

    def __init__(self, content: LetterContent) -> None:
        self.content = content
        self.document: Any = Document()
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(law.BODY_SIZE)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        normal.paragraph_format.space_after = Pt(0)
        about = self.document.core_properties
        about.title, about.author, about.comments = content.subject, "", ""

    def write(self) -> None:
        content = self.content
        self._page(self.document.sections[0])
        self._head()
        self._titles()
        self._addressees()
        for line in content.authority:
            self._line(self.document, [Run(line.upper(), True)], Align.CENTER, gap=6)
        for n, basis in enumerate(content.bases):
            mark = "." if n == len(content.bases) - 1 else ";"
            self._body_text([Run(basis.strip().rstrip(";.") + mark, italic=True)])
        if content.enacting:
            words = content.enacting.strip().rstrip(":").upper() + ":"
            self._line(self.document, [Run(words, True)], Align.CENTER, gap=12)
        self._blocks(content.body, end_mark=content.end_mark)
        self._foot()
        for annex in content.annexes:
            self._annex(annex)

    # The page.

    def _page(self, section: Any) -> None:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Pt(law.MARGIN_TOP), Pt(law.MARGIN_BOTTOM)
        section.left_margin, section.right_margin = Pt(law.MARGIN_LEFT), Pt(law.MARGIN_RIGHT)
        section.header_distance, section.footer_distance = Mm(8), Mm(8)
        section.different_first_page_header_footer = True
        section.header.is_linked_to_previous = False
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._page_field(number)
        for edge in (section.first_page_header, section.footer):  # the head of later pages holds the number
            edge.is_linked_to_previous = False
            note = edge.paragraphs[0]
            note.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._run(note, Run(_("Copy for editing – not the issued letter"), italic=True), 10)

    def _page_field(self, paragraph: Any) -> None:
        """The number of the page, which Word counts."""
        run = paragraph.add_run()
        run.font.size = Pt(law.PAGE_NUMBER_SIZE)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            part = _element("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = text
            run._r.append(part)

    # Head, title, addressees.

    def _head(self) -> None:
        content = self.content
        table = self._frames((law.LEFT_FRAME, law.RIGHT_FRAME + law.FRAME_GAP))
        left, right = table.rows[0].cells
        for name in content.governing_body:
            self._line(left, [Run(name.upper())], Align.CENTER, law.GOVERNING_SIZE)
        for name in content.issuer:
            self._line(left, [Run(name.upper(), True)], Align.CENTER, law.ISSUER_SIZE)
        self._rule(left, 0.4)
        self._line(right, [Run(law.NATION, True)], Align.CENTER, law.NATION_SIZE)
        self._line(right, [Run(law.MOTTO, True)], Align.CENTER, law.MOTTO_SIZE)
        self._rule(right, 0.62)
        if content.number is not None:
            self._line(left, [Run(number_line(content.number))], Align.CENTER, law.NUMBER_SIZE)
        if content.form is LetterForm.OFFICIAL_LETTER and content.subject:
            about = content.subject if content.subject.startswith("V/v") else f"V/v {content.subject}"
            self._line(left, [Run(about)], Align.CENTER, law.ABOUT_SIZE, law.ABOUT_GAP)
        if content.urgency is not None:
            mark = law.URGENCY[content.urgency.value][0]
            self._line(left, [Run(mark, True)], Align.CENTER, law.URGENCY_SIZE, law.ABOUT_GAP)
        if content.place:
            when = f"{content.place}, {date_words(content.issued_on, content.issued_year)}"
            self._line(right, [Run(when, italic=True)], Align.CENTER, law.DATE_SIZE)
        for cell in (left, right):
            self._drop_first(cell)

    def _titles(self) -> None:
        content = self.content
        if content.form is LetterForm.OFFICIAL_LETTER:
            return
        if content.title:
            self._line(self.document, [Run(content.title.upper(), True)], Align.CENTER, gap=16)
        if content.subject:
            self._line(self.document, [Run(content.subject, True)], Align.CENTER, law.SUBJECT_SIZE)
        self._rule(self.document, 0.2)

    def _addressees(self) -> None:
        names = [name.strip().rstrip(";.").rstrip() for name in self.content.addressees]
        if len(names) == 1:
            self._line(self.document, [Run(f"Kính gửi: {names[0]}")], Align.CENTER, gap=12)
        elif names:
            first = self._line(self.document, [Run("Kính gửi:")], Align.LEFT, gap=12)
            first.paragraph_format.left_indent = Mm(30)
            for n, name in enumerate(names):
                mark = "." if n == len(names) - 1 else ";"
                line = self._line(self.document, [Run(f"- {name}{mark}")], Align.LEFT)
                line.paragraph_format.left_indent = Mm(47)

    # The body.

    def _blocks(self, blocks: Sequence[Block], *, end_mark: bool) -> None:
        for block in ended(blocks) if end_mark else blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                runs = _runs(block.text, bold=block.bold, italic=block.italic)
                self._body_text(runs, block.align, indent=block.indent)
            case Article():
                if block.title:
                    self._body_text([Run(f"Điều {block.number}. {block.title}", True)])
                    if block.text:
                        self._body_text(_runs(block.text))
                else:
                    self._body_text([Run(f"Điều {block.number}.", True), Run(" "), *_runs(block.text)])
            case Heading():
                self._heading(block)
            case Clause():
                self._body_text([Run(f"{block.number}. "), *_runs(block.text)])
            case Point():
                self._body_text([Run(f"{block.letter}) "), *_runs(block.text)])
            case Dash():
                self._body_text([Run("- "), *_runs(block.text)])
            case Table():
                self._table(block)
            case Signatures():
                table = self._frames([law.TEXT_WIDTH / len(block.signers)] * len(block.signers))
                for cell, signer in zip(table.rows[0].cells, block.signers, strict=True):
                    self._signature(cell, signer)
                    self._drop_first(cell)

    def _heading(self, block: Heading) -> None:
        if block.level is HeadingLevel.PART:
            self._line(self.document, [Run(block.number, True)], Align.CENTER, gap=12)
            if block.title:
                self._line(self.document, [Run(block.title.upper(), True)], Align.CENTER)
            return
        title = block.title.upper() if block.level is HeadingLevel.SECTION else block.title
        self._body_text([Run(f"{block.number}. {title}" if block.number else title, True)], keep=True)

    def _table(self, block: Table) -> None:
        table = self.document.add_table(rows=1, cols=len(block.columns))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        dense = len(block.columns) >= law.TABLE_DENSE_FROM
        size = law.TABLE_SIZE_DENSE if dense else law.TABLE_SIZE
        share = law.TEXT_WIDTH / sum(column.weight for column in block.columns)
        for column, cell in zip(block.columns, table.rows[0].cells, strict=True):
            self._cell(cell, column.title, Align.CENTER, size, bold=True)
        head = table.rows[0]._tr.get_or_add_trPr()
        head.append(_element("w:tblHeader"))
        for row in block.rows:
            cells = table.add_row().cells
            if len(row.cells) == 1 < len(block.columns):
                self._cell(cells[0].merge(cells[-1]), row.cells[0], Align.LEFT, size, bold=True)
                continue
            for column, cell, text in zip(block.columns, cells, row.cells, strict=False):
                self._cell(cell, text, column.align, size, bold=row.bold)
        for n, column in enumerate(block.columns):
            for cell in table.columns[n].cells:
                cell.width = Pt(share * column.weight)

    def _cell(self, cell: Any, text: str, align: Align, size: float, *, bold: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _ALIGN[align]
        self._run(paragraph, Run(text, bold), size)

    # The foot and the annexes.

    def _foot(self) -> None:
        signature, recipients = self.content.signature, self.content.recipients
        if signature is None and recipients is None:
            return
        table = self._frames((law.TEXT_WIDTH * 0.46, law.TEXT_WIDTH * 0.54))
        left, right = table.rows[0].cells
        if recipients is not None:
            head = Run("Nơi nhận:", bold=True, italic=True)
            self._line(left, [head], Align.LEFT, law.RECIPIENTS_HEAD_SIZE)
            for entry in _entries(recipients):
                self._line(left, [Run(entry)], Align.LEFT, law.RECIPIENTS_SIZE)
        if signature is not None:
            self._signature(right, signature)
        for cell in (left, right):
            self._drop_first(cell)

    def _signature(self, cell: Any, signature: Signature) -> None:
        for line in signature.capacity:
            self._line(cell, [Run(line.upper(), True)], Align.CENTER)
        if signature.hint:
            self._line(cell, [Run(f"({signature.hint})", italic=True)], Align.CENTER, 13)
        room = law.SIGNING_ROOM
        for name in (*(post.upper() for post in signature.other_post), signature.name):
            if name:
                self._line(cell, [Run(name, True)], Align.CENTER, gap=room)
                room = 0.0

    def _annex(self, annex: Annex) -> None:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self._page(section)
        numbering = _element("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")
        label = f"Phụ lục {annex.numeral}" if annex.numeral else "Phụ lục"
        self._line(self.document, [Run(label, True)], Align.CENTER, law.ANNEX_SIZE)
        if annex.title:
            self._line(self.document, [Run(annex.title.upper(), True)], Align.CENTER, law.ANNEX_SIZE)
        if annex.attached_to:
            line = reference_line(annex, self.content)
            self._line(self.document, [Run(line, italic=True)], Align.CENTER, law.REFERENCE_SIZE)
        self._rule(self.document, 0.2)
        self._blocks(annex.blocks, end_mark=annex.end_mark)

    # Small tools.

    def _line(
        self, place: Any, runs: Sequence[Run], align: Align, size: float = law.BODY_SIZE, gap: float = 0.0
    ) -> Any:
        paragraph = place.add_paragraph()
        paragraph.alignment = _ALIGN[align]
        paragraph.paragraph_format.space_before = Pt(gap)
        for run in runs:
            self._run(paragraph, run, size)
        return paragraph

    def _body_text(
        self,
        runs: Sequence[Run],
        align: Align = Align.JUSTIFY,
        *,
        indent: bool = True,
        keep: bool = False,
    ) -> None:
        paragraph = self._line(self.document, runs, align, gap=law.PARAGRAPH_GAP)
        shape = paragraph.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(law.BODY_SIZE * law.PITCH)
        shape.keep_with_next = keep
        if indent and align in (Align.JUSTIFY, Align.LEFT):
            shape.first_line_indent = Pt(law.INDENT)

    def _run(self, paragraph: Any, run: Run, size: float) -> None:
        made = paragraph.add_run(run.text)
        made.bold, made.italic = run.bold, run.italic
        made.font.name, made.font.size = FONT, Pt(size)

    def _frames(self, widths: Sequence[float]) -> Any:
        """A table without rules: frames side by side."""
        table = self.document.add_table(rows=1, cols=len(widths))
        table.autofit = False
        for cell, width in zip(table.rows[0].cells, widths, strict=True):
            cell.width = Pt(width)
        return table

    def _drop_first(self, cell: Any) -> None:
        """Removes the empty paragraph that every new cell brings."""
        first = cell.paragraphs[0]
        if len(cell.paragraphs) > 1 and not first.text:
            first._p.getparent().remove(first._p)

    def _rule(self, place: Any, share: float) -> None:
        """A thin rule under centred words, *share* of the width of its frame."""
        paragraph = self._line(place, [Run("")], Align.CENTER, 4)
        wide = law.TEXT_WIDTH if place is self.document else law.TEXT_WIDTH / 2
        inset = Pt(wide * (1 - share) / 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = inset
        borders = _element("w:pBdr")
        top = _element("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            top.set(qn(f"w:{name}"), value)
        borders.append(top)
        # Word wants the parts of a paragraph's shape in the order of its schema.
        paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")
