"""Size, weight, slant and case of each component (Phụ lục I, mục V)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from models.linting.components import Paper, Paragraph
from models.linting.lines import Line
from models.linting.rules import Fault, at, between, check, component, figure, mm, named, table, tolerance
from models.linting.text import area_of

_FEW = 0.06  # share of letters in another style that is still an accident (a full stop)
_MOST = 0.85
_WHOLE = 0.9  # of a paragraph of the body: single words may be stressed


def _prescribed(paper: Paper, key: str) -> Iterator[tuple[str, dict[str, Any], list[Line]]]:
    for name, lines in paper.styled.items():
        spec = table()["component"].get(name)
        if spec is not None and key in spec:
            yield name, spec, lines


def _first_on_each_page(lines: Iterable[Line]) -> Iterator[Line]:
    seen: set[int] = set()
    for line in lines:
        if line.page not in seen:
            seen.add(line.page)
            yield line


@check("size")
def size(paper: Paper) -> Iterator[Fault]:
    """Every line of a component keeps its range of sizes."""
    off = tolerance("size")
    for name, spec, lines in _prescribed(paper, "size"):
        low, high = spec["size"]
        wrong = [line for line in lines if not low - off <= line.size <= high + off]
        for line in _first_on_each_page(wrong):
            yield Fault(
                "size", found=figure(line.size), expected=between(low, high), component=name, **at(line)
            )


@check("weight")
def weight(paper: Paper) -> Iterator[Fault]:
    """Bold where the decree says bold, and not where it does not."""
    for name, spec, lines in _prescribed(paper, "weight"):
        bold = spec["weight"] == "bold"
        wrong = [x for x in lines if (x.bold < _MOST if bold else x.bold > _FEW)]
        for line in _first_on_each_page(wrong):
            found, expected = ("regular", "bold") if bold else ("bold", "regular")
            yield Fault("weight", found=named(found), expected=named(expected), component=name, **at(line))


@check("slant")
def slant(paper: Paper) -> Iterator[Fault]:
    """Italic where the decree says italic, and upright elsewhere."""
    for name, spec, lines in _prescribed(paper, "slant"):
        if name.startswith("body_") and paper.is_slip:
            continue  # slips follow forms of their own
        if name.startswith("body_"):
            lines = [p.first for p in paper.body if f"body_{p.kind}" == name and _is_italic(p)]
        italic = spec["slant"] == "italic"
        wrong = [x for x in lines if (x.italic < _MOST if italic else x.italic > _FEW)]
        for line in _first_on_each_page(wrong):
            found, expected = ("upright", "italic") if italic else ("italic", "upright")
            yield Fault("slant", found=named(found), expected=named(expected), component=name, **at(line))


def _is_italic(paragraph: Paragraph) -> bool:
    """A whole paragraph; a note in brackets may lean."""
    if paragraph.text.startswith("("):
        return False
    letters = sum(len(x.text) for x in paragraph.lines)
    return sum(x.italic * len(x.text) for x in paragraph.lines) > _WHOLE * letters


@check("case")
def case(paper: Paper) -> Iterator[Fault]:
    """Capitals on every line where they are prescribed; elsewhere not the whole component in capitals."""
    for name, spec, lines in _prescribed(paper, "case"):
        if spec["case"] == "upper":
            wrong = [x for x in lines if sum(c.isalpha() for c in x.text) > 1 and not x.is_upper]
            for line in _first_on_each_page(wrong):
                yield Fault("case", found=named("lower"), expected=named("upper"), component=name, **at(line))
        elif sum(c.isalpha() for x in lines for c in x.text) > 3 and all(
            x.is_upper for x in lines if any(c.isalpha() for c in x.text)
        ):
            yield Fault("case", found=named("upper"), expected=named("lower"), component=name, **at(lines[0]))


@check("centred")
def centred(paper: Paper) -> Iterator[Fault]:
    """Title, subject and headings stand in the middle of the text."""
    annexed = {id(x): a for a in paper.annexes for x in (a.label, *a.title, *a.reference)}
    for name, lines in paper.styled.items():
        if not table()["component"].get(name, {}).get("centred"):
            continue
        for line in lines:
            annex = annexed.get(id(line))
            area = paper.area if annex is None else area_of([paper.leaf(n) for n in annex.pages])
            sheet = paper.leaf(line.page).sheet
            middles = [area.centre] if area.right else [area.centre, paper.area.centre, sheet.width / 2 + 7]
            if sheet.width != paper.area.width:
                middles += [sheet.width / 2, sheet.width / 2 + 21]
            off = min(abs(line.middle - middle) for middle in middles)
            if off > tolerance("centre"):
                yield Fault("centred", found=mm(off), component=name, **at(line))
                break


@check("missing")
def missing(paper: Paper) -> Iterator[Fault]:
    """Components that every paper has, and those of its form."""
    wanted: dict[str, object] = {
        "nation": paper.nation, "motto": paper.motto, "issuer": paper.issuer, "place_date": paper.place_date,
    }  # fmt: skip
    if not paper.is_slip:
        wanted["number"] = paper.number or paper.is_unnumbered
        wanted["capacity"] = paper.capacity
        wanted["signatory"] = paper.signatory
        wanted["recipients_label"] = paper.recipients_label
    if paper.form == "official_letter":
        wanted["about"] = paper.about
        wanted["addressee_label"] = paper.addressee_label
    elif not paper.title:
        wanted["title"] = None
    last = paper.parts[0][-1]
    for name, found in wanted.items():
        if not found:
            page = last if name in ("capacity", "signatory", "recipients_label") else 1
            assert component(name)
            yield Fault("missing", page, named("none"), named("present"), name)
