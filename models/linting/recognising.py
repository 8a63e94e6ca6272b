"""Finds the components of the decree's chart on the pages of a paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from models.linting import foot
from models.linting.components import Annex, Area, Form, Kind, Paper, Paragraph
from models.linting.lines import Leaf, Line
from models.linting.reading import Sheet
from models.linting.text import area_of, is_centred, paragraphs_of, pitch_of
from models.text import fold
from resources import load_toml

DATE = re.compile(r"ngay\b.{0,14}?\bthang\b.{0,14}?\bnam\b")
_DATE_LINE = re.compile(DATE.pattern + r"[\s\d.…_]*$")
_NUMBER = re.compile(r"so\s*[:.]?\s*[\d.…\s]*\s*/|so\s*:")
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?(\d{1,3}|[ivxlc]{1,6})(?:\s*[/|]\s*\d{1,3})?[-–—\s.]*")
_ANNEX = re.compile(r"phu luc(\s+[ivxlcdm\d]+)?\s*[:.]?")
_HEAD_DEPTH = 170.0  # points below Quốc hiệu in which number, date and V/v stand
_COPY = ("sao y", "sao luc", "trich sao")


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of words that papers are recognised by, folded."""
    return tuple(fold(word) for word in load_toml("lists/layout_rules.toml")["words"][name])


def recognise(sheets: Sequence[Sheet]) -> Paper:
    """The paper on these pages."""
    leaves = [Leaf.of(sheet) for sheet in sheets]
    numbers = _page_numbers(leaves)
    leaves = [
        leaf.without({id(numbers[leaf.number])} if leaf.number in numbers else set()) for leaf in leaves
    ]
    paper = Paper(leaves, Area(85.0, None, leaves[0].sheet.width), page_numbers=numbers)
    main = _split_parts(paper)
    paper.area = area_of([leaves[n - 1] for n in main])
    taken: set[int] = set()
    _head(paper, taken)
    _marks(paper, taken)
    flow = [line for n in main for line in leaves[n - 1].lines if id(line) not in taken]
    below = max((x.base for x in (paper.number, paper.place_date, paper.motto) if x), default=0.0)
    above = [line for line in flow if line.page == 1 and line.base <= below]
    flow = [line for line in flow if line.page > 1 or line.base > below]
    paper.copy_mark = [x for x in above if paper.nation and x.base < paper.nation.base - 2]
    flow = _contact(paper, flow)
    rest = _preface(paper, flow)
    name = fold(" ".join(x.text for x in paper.title))
    paper.is_slip = name.startswith(words("slips"))
    paper.is_unnumbered = paper.is_slip or name.startswith(words("unnumbered"))
    rest = foot.find(paper, rest)
    outside = [line for line in rest if not paper.leaf(line.page).in_table(line)]
    long = [line for line in outside if not line.is_upper]
    paper.pitch = pitch_of(long, paper.area)
    _bases(paper, paragraphs_of(outside, paper.area, paper.pitch, leaves))
    if paper.is_slip:
        signers = (n for n, p in enumerate(paper.body) if p.kind is Kind.COLUMNS and p.first.is_upper)
        del paper.body[next(signers, len(paper.body)) :]
    for annex in paper.annexes:
        _annex(paper, annex)
    return paper


def _page_numbers(leaves: Sequence[Leaf]) -> dict[int, Line]:
    """The number of each page: alone on its line, above or below everything else."""
    found: dict[int, Line] = {}
    for leaf in leaves:
        for line, is_edge in ((leaf.lines[0], True), (leaf.lines[-1], False)) if leaf.lines else ():
            alone = sum(abs(other.base - line.base) < 2 for other in leaf.lines) == 1
            near = line.base < 75 if is_edge else line.base > leaf.sheet.height - 75
            if alone and near and _PAGE_NUMBER.fullmatch(line.folded) and not leaf.in_table(line):
                found[leaf.number] = line
                break
    return found


def _split_parts(paper: Paper) -> list[int]:
    """Pages of the letter itself; annexes and further papers begin on a page with their own head."""
    current: list[int] = []
    paper.parts.append(current)
    annex: Annex | None = None
    main: list[int] = current
    for leaf in paper.leaves:
        label = next((x for x in leaf.lines[:3] if _ANNEX.fullmatch(x.folded)), None)
        again = leaf.number > 1 and any(_is_nation(x) for x in leaf.lines[:6])
        if leaf.number > 1 and (label or again):
            current = []
            paper.parts.append(current)
            annex = Annex(label) if label else None
            if annex:
                paper.annexes.append(annex)
        current.append(leaf.number)
        if annex:
            annex.pages.append(leaf.number)
        elif current is not main:
            paper.attached.append(leaf.number)
    return main


def _is_nation(line: Line) -> bool:
    return line.folded.startswith("cong hoa xa hoi chu nghia")


def _is_motto(line: Line) -> bool:
    return re.sub(r"[^a-z]+", "", line.folded) == "doclaptudohanhphuc"


def _head(paper: Paper, taken: set[int]) -> None:
    lines = paper.first.lines
    paper.nation = next((x for x in lines if _is_nation(x)), None)
    paper.motto = next((x for x in lines if _is_motto(x)), None)
    start = paper.nation or paper.motto
    half = paper.first.sheet.width / 2
    depth = (start.base if start else 60.0) + _HEAD_DEPTH
    frame = start.x0 if start else half

    def near(line: Line) -> bool:
        return line.base < depth and line.width < 0.75 * paper.area.extent

    paper.number = next(
        (x for x in lines if near(x) and _NUMBER.match(x.folded) and x.middle < half + 20), None
    )
    limit = paper.number.base + 40 if paper.number else depth
    paper.place_date = next(
        (
            x
            for x in lines
            if near(x) and _DATE_LINE.search(x.folded) and x.base < limit and len(x.text) < 80
            and (not start or x.base > start.base) and x.middle > half - 30
        ),
        None,
    )  # fmt: skip
    _place_above(paper, taken)
    bottom = min((x.base for x in (paper.number, paper.place_date) if x), default=0.0)
    if not bottom and paper.motto:
        bottom = paper.motto.base + 8
    paper.names = [
        x
        for x in lines
        if x.base < bottom - 2 and x.x0 < frame - 2 and x.middle < frame and x is not paper.nation
        and (not start or x.base > start.base - 20)
    ]  # fmt: skip
    _tell_names_apart(paper)
    if paper.number:
        paper.about = _about(paper, frame)
    elif bottom:
        paper.about = _about(paper, frame, bottom)
    found = [paper.nation, paper.motto, paper.number, paper.place_date, *paper.names, *paper.about]
    taken.update(id(x) for x in found if x is not None)


def _place_above(paper: Paper, taken: set[int]) -> None:
    """A long place may stand on the line above the date: both are one component, measured where it begins."""
    when = paper.place_date
    if when is None or not when.folded.startswith("ngay"):
        return
    above = [
        x for x in paper.first.lines
        if 0 < when.base - x.base < 1.5 * when.size and x.text.endswith(",") and abs(x.middle - when.middle) < 40
    ]  # fmt: skip
    if above:
        taken.update((id(above[-1]), id(when)))
        x0, x1 = min(above[-1].x0, when.x0), max(above[-1].x1, when.x1)
        pieces = (*above[-1].pieces, *when.pieces)
        paper.place_date = Line(1, pieces, f"{above[-1].text} {when.text}", x0, x1, above[-1].base)


def _tell_names_apart(paper: Paper) -> None:
    """The issuer is what stands below the governing body: the bold lines, else the words tell."""
    names = [x for x in paper.names if sum(c.isalpha() for c in x.text) > 1]
    cut = next((n for n, x in enumerate(names) if n and _begins_body(x) and _governs(names[:n])), None)
    if cut is None:
        bold = [n for n, x in enumerate(names) if x.bold > 0.5]
        cut = bold[0] if bold else 0
    paper.governing, paper.issuer = names[:cut], names[cut:]


def _begins_body(line: Line) -> bool:
    return line.folded.startswith(words("bodies"))


def _governs(lines: list[Line]) -> bool:
    return lines[0].folded.startswith(words("governing")) and len(lines) <= 3


def _about(paper: Paper, frame: float, below: float = 0.0) -> list[Line]:
    """V/v with its further lines in the left frame."""
    start = paper.number.base if paper.number else below
    column = [x for x in paper.first.lines if x.base > start + 2 and x.x1 < frame + 40 and x.middle < frame]
    made: list[Line] = []
    for line in column:
        if not made:
            if not re.match(r"v\s*/\s*v\b|ve viec\b", line.folded) or line.base > start + 60:
                break
        elif line.base - made[-1].base > 1.7 * line.size or abs(line.size - made[-1].size) > 0.9:
            break
        made.append(line)
    return made


def _marks(paper: Paper, taken: set[int]) -> None:
    """Framed words: urgency, secrecy, circulation."""
    for line in paper.first.lines:
        if id(line) in taken or len(line.text) > 40:
            continue
        if line.folded in words("urgency"):
            paper.urgency.append(line)
        elif line.folded in words("circulation"):
            paper.circulation.append(line)
        elif line.folded not in words("secrecy"):
            continue
        taken.add(id(line))


def _contact(paper: Paper, flow: list[Line]) -> list[Line]:
    """Ô số 13: small lines at the foot of the first page under a rule over the whole width."""
    leaf = paper.first
    wide = [
        s
        for s in leaf.strokes
        if s.lies and s.length > 0.85 * paper.area.extent and s.y0 > leaf.sheet.height * 0.6
    ]
    for rule in sorted(wide, key=lambda s: -s.y0):
        below = [x for x in flow if x.page == 1 and x.base > rule.y0]
        inside = any(y0 - 1 <= rule.y0 <= y1 + 1 for _x0, y0, _x1, y1 in leaf.tables)
        if below and not inside and all(x.size < 13.5 for x in below) and len(below) <= 8:
            paper.contact = below
            return [x for x in flow if x not in below]
    return flow


def _preface(paper: Paper, flow: list[Line]) -> list[Line]:
    """Title, subject, authority, Kính gửi; returns the lines that follow."""
    rest = _title(paper, flow)
    rest = _addressees(paper, rest)
    folded = fold(" ".join(x.text for x in paper.title))
    enacting = next(
        (n for n, x in enumerate(rest) if re.fullmatch(r"(quyet dinh|quyet nghi|chi thi)\s*:", x.folded)),
        None,
    )
    if enacting is not None and paper.title and paper.title[0].folded not in words("types"):
        paper.authority, paper.title = (
            [*paper.title],
            [],
        )  # what came first is the authority: there is no title
    if enacting is not None or folded in words("decisions"):
        paper.form = Form.DECISION
        while rest and rest[0].is_upper and (enacting is None or rest[0] is not rest[enacting]):
            paper.authority.append(rest.pop(0))
            enacting = None if enacting is None else enacting - 1
    elif not paper.title or folded == "cong van":
        paper.form = Form.OFFICIAL_LETTER
    if enacting is not None:
        paper.enacting = rest[enacting]
    return rest


def _title(paper: Paper, flow: list[Line]) -> list[Line]:
    first: int | None = None
    for n, line in enumerate(flow[:8]):
        if line.page > 1 or line.folded.startswith("kinh gui"):
            break
        known = line.folded.strip(" .:") in words("types") or line.folded == "cong van"
        if known or (line.is_upper and is_centred(line, paper.area) and not line.text.endswith(":")):
            first = n
            break
        if line.width > 0.8 * paper.area.extent:
            break
    if first is None:
        return flow
    paper.title = [flow[first]]
    rest = flow[first + 1 :]
    is_type = paper.title[0].folded in words("types")
    while rest and not is_type and rest[0].is_upper and _continues(paper, rest[0]):
        paper.title.append(rest.pop(0))
    if fold(paper.title[0].text) == "cong van" and (paper.about or not rest):
        return flow[:first] + rest
    paper.subject, rest = _subject(paper, rest)
    return flow[:first] + rest


def _continues(paper: Paper, line: Line) -> bool:
    return _follows(paper.title[-1], line) and is_centred(line, paper.area)


def _follows(before: Line, line: Line) -> bool:
    return before.page == line.page and line.base - before.base < 1.8 * max(before.size, line.size)


def _subject(paper: Paper, rest: list[Line]) -> tuple[list[Line], list[Line]]:
    """Trích yếu: what stands between the title and its rule; without a rule, the centred lines that follow closely."""
    title = paper.title[-1]
    rules = [
        s.y0
        for s in paper.leaf(title.page).strokes
        if s.lies and title.base + 4 < s.y0 < title.base + 230 and s.length < 0.75 * paper.area.extent
        and abs(s.middle - paper.area.centre) < 60
    ]  # fmt: skip
    tables = [y0 for _x0, y0, _x1, _y1 in paper.leaf(title.page).tables]
    until = min(rules, default=None)
    if until is not None and not any(y0 - 2 <= until for y0 in tables if y0 > title.base):
        under = [x for x in rest if x.page == title.page and x.base < until]
        if under and not any(_is_preface(x) for x in under):
            return under, rest[len(under) :]
    made: list[Line] = []
    before = title
    for line in rest:
        if (
            not _follows(before, line)
            or _is_preface(line)
            or line.is_upper
            or not is_centred(line, paper.area)
        ):
            break
        made.append(line)
        before = line
    return made, rest[len(made) :]


def _is_preface(line: Line) -> bool:
    return line.folded.startswith(("kinh gui", "can cu "))


def _addressees(paper: Paper, flow: list[Line]) -> list[Line]:
    at = next((n for n, x in enumerate(flow[:12]) if x.folded.startswith("kinh gui")), None)
    if at is None:
        return flow
    label = paper.addressee_label = flow[at]
    end = at + 1
    while end < len(flow):
        line, before = flow[end], flow[end - 1]
        dashed = line.text.startswith(("-", "–"))
        close = line.page == before.page and line.base - before.base < (2.2 if dashed else 1.85) * line.size
        entry = line.x0 > label.x0 + 15 or (dashed and line.x0 > label.x0 - 3)
        if not close or not entry or (line.bold > 0.5 and label.bold < 0.5):
            break
        paper.addressees.append(line)
        end += 1
    return flow[:at] + flow[end:]


def _bases(paper: Paper, paragraphs: list[Paragraph]) -> None:
    """Tells the bases from the body."""
    if paper.enacting is not None:
        enacting = paper.enacting
        at = next(n for n, p in enumerate(paragraphs) if enacting in p.lines)
        paper.bases, paper.body = paragraphs[:at], paragraphs[at + 1 :]
        return
    count = 0
    while count < len(paragraphs) and _is_basis(paragraphs[count]):
        count += 1
    paper.bases, paper.body = paragraphs[:count], paragraphs[count:]


def _is_basis(paragraph: Paragraph) -> bool:
    ends = (";", ".") if paragraph.first.italic > 0.5 else ";"
    return paragraph.first.folded.startswith(words("bases")) and paragraph.text.endswith(ends)


def _annex(paper: Paper, annex: Annex) -> None:
    leaves = [paper.leaf(n) for n in annex.pages]
    lines = [x for leaf in leaves for x in leaf.lines if not leaf.in_table(x)]
    lines = lines[lines.index(annex.label) + 1 :]
    area = area_of(leaves)
    turns: tuple[tuple[list[Line], Callable[[Line], bool]], ...] = (
        (annex.title, lambda x: x.is_upper or (is_centred(x, area) and "(" not in x.text[:1])),
        (annex.reference, lambda x: x.folded.startswith("(kem theo") or bool(annex.reference)),
    )
    before = annex.label
    for found, belongs in turns:
        while lines and belongs(lines[0]) and _follows(before, lines[0]):
            before = lines.pop(0)
            found.append(before)
            if found is annex.reference and before.text.endswith(")"):
                break
    paragraphs = paragraphs_of(lines, area, paper.pitch, paper.leaves)
    annex.body = [p for p in paragraphs if p.kind is not Kind.CENTRED]
    paper.is_copy = paper.is_copy or any(x.folded in _COPY for x in lines)
