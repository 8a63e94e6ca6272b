"""An editable Word copy of a letter (.docx), laid out like the PDF; its head says that it is not the issued letter.

Lines of the frames (names, title, subject, addressees, signature, Nơi nhận) end where those of the PDF end, by breaks that a
person can take out; heights are the PDF's, so that pages end alike. The body flows as Word breaks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from models.exchange.word_parts import (
    FONT,
    HAIR,
    border,
    drop_first,
    element,
    frames,
    hair,
    line,
    page_field,
    room_in,
    rule,
    run,
    shape_table,
    whole_row,
)
from models.letters import head as pdf_head
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
    Run,
    Signature,
    Signatures,
    Table,
    Text,
)
from models.letters.fonts import Style, faces
from models.letters.layout import reference_line
from models.letters.lines import paragraphs, safe, type_at
from models.letters.signing import LEFT_SHARE, recipient_lines
from models.letters.tables import column_widths
from resources.i18n import _

_RED = RGBColor(0xDE, 0x0D, 0x0D)
_TITLE_SHARE, _SUBJECT_SHARE = 0.92, 0.86
_NOTE_SIZE = 9.0
_SLACK = 3.0  # points Word and LibreOffice may need for what only they have: the paragraph after a table
_BODY_PITCH = law.BODY_SIZE * law.PITCH


def to_docx(content: LetterContent) -> bytes:
    """The letter as a .docx. The same content gives the same text as the PDF; Word breaks the pages itself."""
    sheet = _Sheet(content)
    sheet.write()
    out = BytesIO()
    sheet.document.save(out)
    return out.getvalue()


def _runs(text: Text, *, bold: bool = False, italic: bool = False) -> list[Run]:
    if isinstance(text, str):
        return [Run(safe(text), bold, italic)]
    return [Run(safe(each.text), each.bold or bold, each.italic or italic) for each in text]


class _Sheet:
    """Writes one letter."""

    def __init__(self, content: LetterContent) -> None:
        self.content = content
        self.typeface = faces()
        self.document: Any = Document()
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(law.BODY_SIZE)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        shape = normal.paragraph_format
        shape.space_after, shape.widow_control = Pt(0), True
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(HAIR)
        about = self.document.core_properties
        about.title, about.author, about.comments = content.subject[:255], "", ""

    def write(self) -> None:
        content = self.content
        self._page(self.document.sections[0], first=True)
        self._head()
        self._titles()
        self._addressees()
        for n, text in enumerate(content.authority):
            self._centred(text.upper(), law.BODY_SIZE, gap=0.0 if n else 6.0, share=_TITLE_SHARE)
        for n, basis in enumerate(content.bases):
            mark = "." if n == len(content.bases) - 1 else ";"
            self._body_text([Run(safe(basis.strip().rstrip(";.").rstrip() + mark), italic=True)])
        if content.enacting:
            words = content.enacting.strip().rstrip(":").upper() + ":"
            self._centred(words, law.BODY_SIZE, gap=12.0, share=_TITLE_SHARE)
        last = self._blocks(content.body, end_mark=content.end_mark)
        if last is not None and (content.signature or content.recipients):
            last.paragraph_format.keep_with_next = True
        self._foot()
        for annex in content.annexes:
            self._annex(annex)

    # The page.

    def _page(self, section: Any, *, first: bool = False) -> None:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Pt(law.MARGIN_TOP), Pt(law.MARGIN_BOTTOM)
        section.left_margin, section.right_margin = Pt(law.MARGIN_LEFT), Pt(law.MARGIN_RIGHT)
        above = 0.57 * law.PAGE_NUMBER_SIZE + _NOTE_SIZE * law.SINGLE
        section.header_distance = Pt(law.PAGE_NUMBER_BASELINE - above)
        section.footer_distance = Mm(8)
        section.different_first_page_header_footer = True
        for edge in (section.header, section.first_page_header):  # the head of later pages holds the number
            edge.is_linked_to_previous = False
            note = line(
                edge,
                [Run(_("Copy for editing – not the issued letter"), italic=True)],
                Align.CENTER,
                _NOTE_SIZE,
            )
            drop_first(edge)
            note.paragraph_format.space_after = Pt(0)
        page_field(
            line(section.header, [], Align.CENTER, law.PAGE_NUMBER_SIZE, pitch=law.PAGE_NUMBER_SIZE),
            law.PAGE_NUMBER_SIZE,
        )
        if first:
            self._edges(section)

    def _edges(self, section: Any) -> None:
        """Ô số 11 over the nation's name, ô số 13 at the foot of the first page."""
        content = self.content
        if content.circulation:
            right = pdf_head.frames(content, self.typeface)[1]
            text, size = content.circulation.upper(), law.CIRCULATION_SIZE
            wide = type_at(self.typeface, size).width(text, int(Style.BOLD)) + 12
            made = line(section.first_page_header, [Run(text, True)], Align.CENTER, size, gap=2)
            inset = (right - wide) / 2
            made.paragraph_format.left_indent = Pt(law.TEXT_WIDTH - right + inset)
            made.paragraph_format.right_indent = Pt(inset)
            border(made, ("top", "left", "bottom", "right"), thickness=1.0, space=1)
        if content.contact:
            foot, section.footer_distance = section.first_page_footer, Pt(law.MARGIN_BOTTOM)
            foot.is_linked_to_previous = False
            rule(foot, law.TEXT_WIDTH, law.TEXT_WIDTH, drop=8.0, below=4.0)
            drop_first(foot)
            for text in content.contact:
                line(foot, [Run(text)], Align.LEFT, law.CONTACT_SIZE)

    # Head, title, addressees.

    def _head(self) -> None:
        content = self.content
        left_wide, right_wide = pdf_head.frames(content, self.typeface)
        table = frames(self.document, (left_wide + law.FRAME_GAP, right_wide), 2)
        for row in table.rows:
            whole_row(row)
        names, nation = table.rows[0].cells
        number, place = table.rows[1].cells
        for cell in (names, number):
            room_in(cell, right=law.FRAME_GAP)
        widths = [0.0]
        for name in content.governing_body:
            self._in_frame(names, name.upper(), law.GOVERNING_SIZE, Style.REGULAR, left_wide)
        for name in content.issuer:
            widths = self._in_frame(names, name.upper(), law.ISSUER_SIZE, Style.BOLD, left_wide)
        if content.issuer:
            self._rule(names, left_wide, pdf_head.rule_length(widths), below=7.0)
        self._in_frame(nation, law.NATION, law.NATION_SIZE, Style.BOLD, right_wide)
        (motto,) = self._in_frame(nation, law.MOTTO, law.MOTTO_SIZE, Style.BOLD, right_wide)
        self._rule(nation, right_wide, motto, below=7.0)
        if content.number is not None:
            self._in_frame(
                number, pdf_head.number_line(content.number), law.NUMBER_SIZE, Style.REGULAR, left_wide
            )
        if content.form is LetterForm.OFFICIAL_LETTER and content.subject:
            about = content.subject if content.subject.startswith("V/v") else f"V/v {content.subject}"
            self._in_frame(number, about, law.ABOUT_SIZE, Style.REGULAR, left_wide, law.ABOUT_GAP)
        if content.urgency is not None:
            self._urgency(number, left_wide)
        if content.place:
            when = pdf_head.date_line(content, self.typeface)
            self._in_frame(place, when, law.DATE_SIZE, Style.ITALIC, right_wide)
        for cell in (names, nation, number, place):
            drop_first(cell)

    def _urgency(self, cell: Any, width: float) -> None:
        """The framed red mark."""
        assert self.content.urgency is not None
        mark, wide = law.URGENCY[self.content.urgency.value]
        height = law.URGENCY_HEIGHT
        made = line(cell, [], Align.CENTER, law.URGENCY_SIZE, gap=law.ABOUT_GAP + 2, pitch=height)
        run(made, Run(mark, True), law.URGENCY_SIZE, _RED)
        inset = Pt((width - wide) / 2)
        made.paragraph_format.left_indent = made.paragraph_format.right_indent = inset
        border(made, ("top", "left", "bottom", "right"), thickness=1.0, colour=str(_RED))

    def _titles(self) -> None:
        content = self.content
        if content.form is LetterForm.OFFICIAL_LETTER:
            return
        widths, gap = [0.0], law.TITLE_GAP
        if content.title:
            widths = self._centred(content.title.upper(), law.TITLE_SIZE, gap=gap, share=_TITLE_SHARE)
            gap = 0.0
        if content.subject:
            widths = self._centred(content.subject, law.SUBJECT_SIZE, gap=gap, share=_SUBJECT_SHARE)
        if content.title or content.subject:
            self._rule(self.document, law.TEXT_WIDTH, pdf_head.rule_length(widths[-1:]), below=law.RULE_DROP)
        hair(self.document, 10.0)

    def _addressees(self) -> None:
        names = [name.strip().rstrip(";.").rstrip() for name in self.content.addressees]
        if self.content.form is LetterForm.OFFICIAL_LETTER:
            hair(self.document, law.ADDRESSEE_GAP)
        if not names:
            return
        size = law.ADDRESSEE_SIZE
        at = type_at(self.typeface, size)
        several = len(names) > 1
        if several:
            names = [f"- {name}{'.' if n == len(names) - 1 else ';'}" for n, name in enumerate(names)]
        lead = at.width("Kính gửi" if several else "Kính gửi: ", int(Style.REGULAR))
        room = law.TEXT_WIDTH - law.INDENT - lead
        entries = [at.plain(safe(name), int(Style.REGULAR), room) for name in names]
        widest = max(each.width for lines in entries for each in lines)
        inset = max(law.INDENT, law.TEXT_WIDTH / 2 - (lead + widest) / 2)
        hang = at.width("- ", int(Style.REGULAR)) if several else 0.0
        pitch = size * law.PITCH
        if several:
            first = line(self.document, [Run("Kính gửi:")], Align.LEFT, size, pitch=pitch)
            first.paragraph_format.left_indent = Pt(inset)
        for lines in entries:
            text = "\n".join(each.text for each in lines)
            made = line(
                self.document, [Run(text if several else f"Kính gửi: {text}")], Align.LEFT, size, pitch=pitch
            )
            shape = made.paragraph_format
            shape.left_indent = Pt(inset + lead + hang)
            shape.first_line_indent = Pt(-hang if several else -lead)
            shape.right_indent = Pt(-hang - HAIR)  # the PDF's lines may end that far out
        hair(self.document, 10.0)

    # The body.

    def _blocks(self, blocks: Sequence[Block], *, end_mark: bool) -> Any:
        """Writes the blocks; the last paragraph, None after a table."""
        last: Any = None
        for block in ended(blocks) if end_mark else blocks:
            last = self._block(block)
        return last

    def _block(self, block: Block) -> Any:
        match block:
            case Paragraph():
                return self._paragraph(block)
            case Article():
                return self._article(block)
            case Heading():
                return self._heading(block)
            case Clause():
                return self._flow([Run(f"{block.number}. ")], block.text)
            case Point():
                return self._flow([Run(f"{block.letter}) ")], block.text)
            case Dash():
                return self._flow([Run("- ")], block.text)
            case Table():
                return self._table(block)
            case Signatures():
                table = frames(self.document, [law.TEXT_WIDTH / len(block.signers)] * len(block.signers))
                width = law.TEXT_WIDTH / len(block.signers) - law.FRAME_GAP
                for cell, signer in zip(table.rows[0].cells, block.signers, strict=True):
                    room_in(cell, top=law.SIGNATURE_GAP, right=law.FRAME_GAP)
                    self._signature(cell, signer, width)
                    drop_first(cell)
                whole_row(table.rows[0])
                return None

    def _paragraph(self, block: Paragraph) -> Any:
        made: Any = None
        for part in paragraphs(block.text):
            runs = _runs(part, bold=block.bold, italic=block.italic)
            made = self._body_text(runs, block.align, indent=block.indent)
        return made

    def _flow(self, mark: list[Run], text: Text) -> Any:
        """A text behind its mark; a new line in it begins another paragraph."""
        made: Any = None
        for part in paragraphs(text) or [""]:
            made = self._body_text([*mark, *_runs(part)])
            mark = []
        return made

    def _article(self, block: Article) -> Any:
        if not block.title:
            return self._flow([Run(f"Điều {block.number}.", True), Run(" ")], block.text)
        made = self._body_text(
            [Run(f"Điều {block.number}. {safe(block.title)}", True)], keep=bool(block.text)
        )
        return self._flow([], block.text) if block.text else made

    def _heading(self, block: Heading) -> Any:
        if block.level is HeadingLevel.PART:
            gap = 2 * law.PARAGRAPH_GAP
            self._centred(block.number, law.BODY_SIZE, gap=gap, share=_TITLE_SHARE)
            if block.title:
                self._centred(block.title.upper(), law.BODY_SIZE, share=_TITLE_SHARE)
            return None
        title = safe(block.title.upper() if block.level is HeadingLevel.SECTION else block.title)
        return self._body_text([Run(f"{block.number}. {title}" if block.number else title, True)], keep=True)

    def _table(self, block: Table) -> None:
        hair(self.document, law.PARAGRAPH_GAP)
        titled = any(column.title for column in block.columns)
        table = self.document.add_table(rows=1 if titled else 0, cols=len(block.columns))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        dense = len(block.columns) >= law.TABLE_DENSE_FROM
        size = law.TABLE_SIZE_DENSE if dense else law.TABLE_SIZE
        if titled:
            for column, cell in zip(block.columns, table.rows[0].cells, strict=True):
                self._cell(cell, column.title, Align.CENTER, size, bold=True)
            whole_row(table.rows[0], repeated=True)
        for row in block.rows:
            made = table.add_row()
            whole_row(made)
            if len(row.cells) == 1 < len(block.columns):
                self._cell(made.cells[0].merge(made.cells[-1]), row.cells[0], Align.LEFT, size, bold=True)
                continue
            for column, cell, text in zip(block.columns, made.cells, row.cells, strict=False):
                self._cell(cell, text, column.align, size, bold=row.bold)
        shape_table(table, column_widths(block, self.typeface), x=law.CELL_PAD_X, y=law.CELL_PAD_Y - 0.25)

    def _cell(self, cell: Any, text: str, align: Align, size: float, *, bold: bool) -> None:
        line(cell, [Run(safe(text), bold)], align, size)
        drop_first(cell)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER

    # The foot and the annexes.

    def _foot(self) -> None:
        signature, recipients = self.content.signature, self.content.recipients
        if signature is None and recipients is None:
            return
        left_wide = law.TEXT_WIDTH * LEFT_SHARE
        table = frames(self.document, (left_wide, law.TEXT_WIDTH - left_wide))
        left, right = table.rows[0].cells
        for cell, room in ((left, law.FRAME_GAP), (right, 0.0)):
            room_in(cell, top=law.SIGNATURE_GAP - _SLACK, right=room)
        if recipients is not None:
            head = Run("Nơi nhận:", bold=True, italic=True)
            pitch = law.SIGNATORY_SIZE * law.SINGLE  # on the line of the signatory's capacity
            line(left, [head], Align.LEFT, law.RECIPIENTS_HEAD_SIZE, pitch=pitch)
            for entry in recipient_lines(recipients, self.typeface, left_wide - law.FRAME_GAP):
                line(left, [Run("\n".join(entry))], Align.LEFT, law.RECIPIENTS_SIZE)
        if signature is not None:
            self._signature(right, signature, law.TEXT_WIDTH - left_wide)
        for cell in (left, right):
            drop_first(cell)
        if recipients is None or len(recipients.names) < 25:
            whole_row(table.rows[0])

    def _signature(self, cell: Any, signature: Signature, width: float) -> None:
        for text in signature.capacity:
            self._in_frame(cell, text.upper(), law.SIGNATORY_SIZE, Style.BOLD, width)
        if signature.hint:
            self._in_frame(cell, f"({signature.hint})", 13.0, Style.ITALIC, width)
        room = law.SIGNING_ROOM
        for name in (*(post.upper() for post in signature.other_post), signature.name):
            if name:
                self._in_frame(cell, name, law.SIGNATORY_SIZE, Style.BOLD, width, room)
                room = 0.0

    def _annex(self, annex: Annex) -> None:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self._page(section)
        numbering = element("w:pgNumType", start="1")
        section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")
        label = f"Phụ lục {annex.numeral}" if annex.numeral else "Phụ lục"
        widths = self._centred(label, law.ANNEX_SIZE, share=_TITLE_SHARE)
        if annex.title:
            widths = self._centred(annex.title.upper(), law.ANNEX_SIZE, share=_TITLE_SHARE)
        if annex.attached_to:
            words = reference_line(annex, self.content)
            widths = self._centred(words, law.REFERENCE_SIZE, style=Style.ITALIC, share=_TITLE_SHARE)
        self._rule(self.document, law.TEXT_WIDTH, pdf_head.rule_length(widths[-1:]), below=law.RULE_DROP)
        hair(self.document, law.PARAGRAPH_GAP)
        self._blocks(annex.blocks, end_mark=annex.end_mark)

    # Small tools.

    def _in_frame(
        self, cell: Any, text: str, size: float, style: Style, width: float, gap: float = 0.0
    ) -> list[float]:
        """Centred lines that end where the PDF's end; their widths."""
        lines = type_at(self.typeface, size).balanced(safe(text), int(style), width)
        said = Run("\n".join(each.text for each in lines), style is Style.BOLD, style is Style.ITALIC)
        line(cell, [said], Align.CENTER, size, gap=gap)
        return [each.width for each in lines]

    def _centred(
        self, text: str, size: float, *, gap: float = 0.0, style: Style = Style.BOLD, share: float
    ) -> list[float]:
        """Centred lines over the whole width, as titles stand; their widths."""
        lines = type_at(self.typeface, size).balanced(safe(text), int(style), law.TEXT_WIDTH * share)
        said = Run("\n".join(each.text for each in lines), style is Style.BOLD, style is Style.ITALIC)
        made = line(self.document, [said], Align.CENTER, size, gap=gap, pitch=size * law.PITCH)
        made.paragraph_format.keep_with_next = True
        return [each.width for each in lines]

    def _rule(self, place: Any, width: float, length: float, *, below: float) -> None:
        rule(place, width, length, drop=law.RULE_DROP, below=below)

    def _body_text(
        self,
        runs: Sequence[Run],
        align: Align = Align.JUSTIFY,
        *,
        indent: bool = True,
        keep: bool = False,
    ) -> Any:
        """A paragraph of the body."""
        made = line(self.document, runs, align, gap=law.PARAGRAPH_GAP, pitch=_BODY_PITCH)
        made.paragraph_format.keep_with_next = keep
        if indent and align in (Align.JUSTIFY, Align.LEFT):
            made.paragraph_format.first_line_indent = Pt(law.INDENT)
        return made
