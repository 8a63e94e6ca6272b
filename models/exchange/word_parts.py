"""The small tools of the Word copy: paragraphs of exact height, frames side by side, rules, boxes, fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement  # pyright: ignore[reportUnknownVariableType]
from docx.oxml.ns import qn
from docx.shared import Pt

from models.letters import prescribed as law
from models.letters.content import Align, Run

FONT = "Times New Roman"
HAIR = 1.0  # points: the height of a paragraph that only Word needs
_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_AFTER_BORDER = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")


def element(name: str, **attributes: str) -> Any:
    """An element of a Word file with its attributes."""
    made = cast(Any, OxmlElement(name))
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def twips(points: float) -> str:
    """Points as Word writes measures."""
    return str(round(points * 20))


def line(
    place: Any,
    runs: Sequence[Run],
    align: Align,
    size: float = law.BODY_SIZE,
    *,
    gap: float = 0.0,
    pitch: float = 0.0,
) -> Any:
    """A paragraph whose lines are exactly *pitch* points high (single spaced without it), *gap* points below the last one."""
    paragraph = place.add_paragraph()
    paragraph.alignment = _ALIGN[align]
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(gap), Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch or size * law.SINGLE)
    for each in runs:
        run(paragraph, each, size)
    return paragraph


def run(paragraph: Any, said: Run, size: float, colour: Any = None) -> Any:
    """Words in the letters' typeface; a new line in them stays in the paragraph."""
    made = paragraph.add_run(said.text)
    made.bold, made.italic = said.bold, said.italic
    made.font.name, made.font.size = FONT, Pt(size)
    if colour is not None:
        made.font.color.rgb = colour
    return made


def hair(place: Any, height: float = HAIR) -> Any:
    """An empty paragraph of that height."""
    made = line(place, [Run("")], Align.LEFT, 1.0, pitch=height)
    return made


def rule(place: Any, width: float, length: float, *, drop: float, below: float) -> None:
    """A thin line of *length* in the middle of *width*: *drop* points under what stands above, *below* points over what follows."""
    paragraph = line(place, [Run("")], Align.CENTER, 1.0, gap=drop, pitch=below - law.RULE_THICKNESS)
    inset = Pt((width - length) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = inset
    border(paragraph, ("top",), thickness=law.RULE_THICKNESS)


def border(
    paragraph: Any, sides: Sequence[str], *, thickness: float = 0.5, space: int = 0, colour: str = "000000"
) -> None:
    """Lines at the sides of a paragraph."""
    borders = element("w:pBdr")
    for side in sides:
        eighths = str(max(round(thickness * 8), 2))
        borders.append(element(f"w:{side}", val="single", sz=eighths, space=str(space), color=colour))
    # Word wants the parts of a paragraph's shape in the order of its schema.
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDER)


def frames(place: Any, widths: Sequence[float], rows: int = 1) -> Any:
    """A table without rules and without space inside: frames side by side."""
    table = place.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    shape_table(table, widths)
    return table


def shape_table(table: Any, widths: Sequence[float], *, x: float = 0.0, y: float = 0.0) -> None:
    """Fixed column widths; *x* and *y* points of room inside each cell."""
    properties = table._tbl.tblPr
    for name in ("w:tblCellMar", "w:tblInd", "w:tblLayout"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    properties.append(element("w:tblInd", w="0", type="dxa"))
    properties.append(element("w:tblLayout", type="fixed"))
    inside = element("w:tblCellMar")
    for side, room in (("top", y), ("left", x), ("bottom", y), ("right", x)):
        inside.append(element(f"w:{side}", w=twips(room), type="dxa"))
    properties.append(inside)
    for n, width in enumerate(widths):
        table.columns[n].width = Pt(width)
        for cell in table.columns[n].cells:
            cell.width = Pt(width)


def room_in(cell: Any, *, top: float = 0.0, right: float = 0.0) -> None:
    """Room inside one cell, in place of the table's."""
    inside = element("w:tcMar")
    for side, room in (("top", top), ("right", right)):
        if room:
            inside.append(element(f"w:{side}", w=twips(room), type="dxa"))
    cell._tc.get_or_add_tcPr().append(inside)


def whole_row(row: Any, *, height: float = 0.0, repeated: bool = False) -> None:
    """A row that is not cut by the end of a page; at least *height* points, *repeated* at the head of later pages."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if height:
        row.height, row.height_rule = Pt(height), WD_ROW_HEIGHT_RULE.AT_LEAST
    if repeated:
        properties.append(element("w:tblHeader"))


def drop_first(cell: Any) -> None:
    """Removes the empty paragraph that every new cell brings, or makes it a hair where nothing else stands."""
    first = cell.paragraphs[0]
    if len(cell.paragraphs) > 1 and not first.text:
        first._p.getparent().remove(first._p)
    elif not first.text:
        first.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        first.paragraph_format.line_spacing = Pt(HAIR)


def page_field(paragraph: Any, size: float) -> None:
    """The number of the page, which Word counts."""
    made = paragraph.add_run()
    made.font.size, made.font.name = Pt(size), FONT
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            made._r.append(element("w:fldChar", fldCharType=kind))
        else:
            part = element("w:instrText")
            part.text = text
            made._r.append(part)
