"""Signature, Nơi nhận and the marks around (Phụ lục I, mục II, khoản 7, 9; mục III)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.linting.checks.preface import entries_of
from models.linting.components import Paper
from models.linting.lines import Line
from models.linting.rules import MM, Fault, at, check, figure, mm, named, phrase, sample, table, tolerance
from models.text import fold

_CAPACITY = re.compile(r"(T\s*/\s*M|K\s*/\s*T|T\s*/\s*L|T\s*/\s*U\s*/\s*Q|TM|KT|TL|TUQ|Q)\b(?!\.)")
_FRAMES = {"khan": (20, 8), "thuong khan": (40, 8), "hoa toc": (30, 8)}
_FRAME_OFF = 1.2  # mm
_LEVEL_OFF = 3.0  # points: 12 pt beside 14 pt in one row of a table
_LEFT_OFF = 6.5  # points: the pad of a table's cell in a word processor is 5.4


@check("signature_split")
def signature_split(paper: Paper) -> Iterator[Fault]:
    """From capacity to name on one page."""
    lines = [*paper.capacity, *paper.other_post, *([paper.signatory] if paper.signatory else [])]
    pages = sorted({x.page for x in lines})
    if len(pages) > 1:
        yield Fault("signature_split", found=", ".join(map(str, pages)), expected="1", **at(lines[0]))


@check("capacity_form")
def capacity_form(paper: Paper) -> Iterator[Fault]:
    """TM., KT., TL., TUQ., Q. with a full stop and without strokes."""
    for line in paper.capacity:
        found = _CAPACITY.match(line.text)
        if found:
            expected = re.sub(r"[\s/]", "", found[0]) + "."
            yield Fault("capacity_form", found=found[0], expected=expected, **at(line))


@check("signatory_titles")
def signatory_titles(paper: Paper) -> Iterator[Fault]:
    """No academic titles before the name."""
    line = paper.signatory
    if not line:
        return
    for word in table()["words"]["titles_of_honour"]:
        if re.match(rf"{re.escape(word)}[.\s]", line.text):
            yield Fault("signatory_titles", found=word, **at(line))
            return


@check("signatory_place")
def signatory_place(paper: Paper) -> Iterator[Fault]:
    """The name is centred below the capacity."""
    if paper.signatory and paper.capacity:
        off = abs(paper.signatory.middle - paper.capacity[-1].middle)
        if off > tolerance("centre") + 2:
            yield Fault("signatory_place", found=mm(off), **at(paper.signatory))


@check("recipients_words")
def recipients_words(paper: Paper) -> Iterator[Fault]:
    """ "Nơi nhận:"."""
    line = paper.recipients_label
    if line and line.text != "Nơi nhận:" and not line.is_upper:
        yield Fault("recipients_words", found=line.text, expected="Nơi nhận:", **at(line))


@check("recipients_place")
def recipients_place(paper: Paper) -> Iterator[Fault]:
    """At the left edge, level with the capacity of the signatory."""
    line = paper.recipients_label
    if not line:
        return
    off = abs(line.x0 - paper.area.left)
    if off > _LEFT_OFF and not paper.leaf(line.page).in_table(line):
        yield Fault("recipients_place", found=mm(off), expected=phrase("left_edge"), **at(line))
    if (
        paper.capacity
        and paper.capacity[0].page == line.page
        and fold(paper.title[0].text if paper.title else "") != "bien ban"
    ):
        off = abs(line.base - paper.capacity[0].base)
        if off > _LEVEL_OFF:
            yield Fault("recipients_place", found=mm(off), expected=phrase("signature_line"), **at(line))


@check("recipients_form")
def recipients_form(paper: Paper) -> Iterator[Fault]:
    """Each receiver on a line with a dash, semicolons between, a full stop at the end."""
    entries = entries_of(paper.recipients)
    for n, entry in enumerate(entries, 1):
        mark = "." if n == len(entries) else ";"
        last = entry[-1].text
        if not entry[0].text.startswith(("-", "–")):
            yield _wrong(entry[0], phrase("no_dash"), phrase("a_dash"))
        elif not last.endswith(mark):
            yield _wrong(entry[0], phrase("ends_in", mark=last[-1:]), phrase("ends_in", mark=mark))


def _wrong(line: Line, found: str, expected: str) -> Fault:
    return Fault(
        "recipients_form", found=found, expected=expected, facts={"sample": sample(line.text)}, **at(line)
    )


@check("recipients_filing")
def recipients_filing(paper: Paper) -> Iterator[Fault]:
    """The last line names the kept copy: "- Lưu: VT, …"."""
    if not paper.recipients:
        return
    entry = entries_of(paper.recipients)[-1]
    text = " ".join(x.text for x in entry)
    if not re.match(r"[-–]?\s*Lưu: ?VT\b", text):
        yield Fault("recipients_filing", found=sample(text), expected="- Lưu: VT, …", **at(entry[0]))


@check("recipients_as_above")
def recipients_as_above(paper: Paper) -> Iterator[Fault]:
    """After "Kính gửi" the list begins "Như trên"."""
    if paper.addressee_label and paper.recipients:
        line = paper.recipients[0]
        if not line.folded.lstrip("-– ").startswith("nhu tren"):
            yield Fault("recipients_as_above", found=sample(line.text), expected="- Như trên;", **at(line))


@check("urgency_frame", "urgency_colour")
def urgency(paper: Paper) -> Iterator[Fault]:
    """A single bright red frame of the size of the mark."""
    for line in paper.urgency:
        facts = {"sample": line.text}
        wide, high = _FRAMES.get(line.folded, (0, 8))
        box = paper.frame_of(line)
        expected = f"{wide} × {high} mm" if wide else f"{high} mm"
        if box is None:
            yield Fault("urgency_frame", found=named("none"), expected=expected, facts=facts, **at(line))
        else:
            w, h = (box.x1 - box.x0) / MM, (box.y1 - box.y0) / MM
            if (wide and abs(w - wide) > _FRAME_OFF) or abs(h - high) > _FRAME_OFF:
                found = f"{figure(w)} × {figure(h)} mm"
                yield Fault("urgency_frame", found=found, expected=expected, facts=facts, **at(line))
        red, green, blue = line.pieces[0].colour
        if red < 150 or green > 100 or blue > 100:
            found = f"#{red:02x}{green:02x}{blue:02x}"
            yield Fault("urgency_colour", found=found, expected="#ff0000", facts=facts, **at(line))


@check("circulation_frame")
def circulation(paper: Paper) -> Iterator[Fault]:
    """In a single frame."""
    for line in paper.circulation:
        if paper.frame_of(line) is None:
            facts = {"sample": line.text}
            yield Fault(
                "circulation_frame", found=named("none"), expected=named("present"), facts=facts, **at(line)
            )


_NUMERAL = re.compile(r"[IVXLC]+")


@check("annex_numeral")
def annex_numeral(paper: Paper) -> Iterator[Fault]:
    """Two or more annexes are numbered I, II, III."""
    several = len(paper.annexes) > 1
    for n, annex in enumerate(paper.annexes, 1):
        number = re.sub(r"(?i)^phụ lục", "", annex.label.text).strip(" .:")
        roman = _roman(n)
        if (several and number != roman) or (number and not _NUMERAL.fullmatch(number.upper())):
            yield Fault(
                "annex_numeral", found=annex.label.text, expected=f"Phụ lục {roman}", **at(annex.label)
            )


def _roman(number: int) -> str:
    made = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        made += sign * (number // value)
        number %= value
    return made


@check("annex_mentioned")
def annex_mentioned(paper: Paper) -> Iterator[Fault]:
    """The body speaks of its annexes."""
    if not paper.annexes:
        return
    text = fold(" ".join(p.text for p in paper.body))
    if not any(word in text for word in ("phu luc", "danh sach", "kem theo", "bieu ", "dinh kem")):
        yield Fault("annex_mentioned", **at(paper.annexes[0].label))


@check("annex_reference")
def annex_reference(paper: Paper) -> Iterator[Fault]:
    """ "(Kèm theo … số … ngày …)" below the title of each annex; a letter without a number has nothing to name."""
    for annex in paper.annexes:
        if not annex.reference and not paper.is_unnumbered:
            yield Fault("annex_reference", found=named("none"), expected="(Kèm theo …)", **at(annex.label))
