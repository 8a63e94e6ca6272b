"""The components of the decree's chart (Nghị định 30/2020, Phụ lục I, mục IV) as they were recognised on a paper.

Recognition is generous, so that a component in the wrong dress is still found and its dress can be named: words are compared
without case and tones, places only roughly. What the decree demands is the business of ``checks``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from models.linting.ink import Box, Stroke
from models.linting.lines import Leaf, Line

Place = tuple[float, float, float, float]


class Form(StrEnum):
    """Which model page a paper follows (Phụ lục III)."""

    NAMED = "named"
    OFFICIAL_LETTER = "official_letter"
    DECISION = "decision"


class Kind(StrEnum):
    """What a paragraph of the body is."""

    TEXT = "text"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    DASH = "dash"
    SECTION = "section"  # "I. TÓM TẮT"
    PART = "part"  # "Phần I", "Chương I", "Mục 1", centred
    PART_TITLE = "part_title"  # the centred line below it
    CENTRED = "centred"
    COLUMNS = "columns"  # words side by side, as signers of a slip


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; *gap* is the distance of the first baseline from the line above, 0 where nothing is above."""

    kind: Kind
    lines: list[Line]
    gap: float = 0.0

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Annex:
    """Phụ lục: its label line, title lines, the line "(Kèm theo …)", its pages and paragraphs."""

    label: Line
    title: list[Line] = field(default_factory=list[Line])
    reference: list[Line] = field(default_factory=list[Line])
    pages: list[int] = field(default_factory=list[int])
    body: list[Paragraph] = field(default_factory=list[Paragraph])


@dataclass(slots=True)
class Area:
    """The edges of the text: left and right, points from the left edge of the sheet. *right* is None when no line reaches it."""

    left: float
    right: float | None
    width: float  # of the sheet

    @property
    def centre(self) -> float:
        """The middle of the text; of a text with the usual right margin where that is unknown."""
        return (self.left + (self.right or self.width - 50.0)) / 2

    @property
    def extent(self) -> float:
        """From edge to edge."""
        return (self.right or self.width - 50.0) - self.left


@dataclass
class Paper:
    """A paper with its recognised components. Lists are empty and single lines None where nothing was found."""

    leaves: list[Leaf]
    area: Area
    form: Form = Form.NAMED
    nation: Line | None = None
    motto: Line | None = None
    names: list[Line] = field(default_factory=list[Line])  # governing body and issuer, not told apart yet
    governing: list[Line] = field(default_factory=list[Line])
    issuer: list[Line] = field(default_factory=list[Line])
    number: Line | None = None
    place_date: Line | None = None
    about: list[Line] = field(default_factory=list[Line])  # V/v
    title: list[Line] = field(default_factory=list[Line])
    subject: list[Line] = field(default_factory=list[Line])
    authority: list[Line] = field(default_factory=list[Line])
    bases: list[Paragraph] = field(default_factory=list[Paragraph])
    enacting: Line | None = None
    addressee_label: Line | None = None
    addressees: list[Line] = field(default_factory=list[Line])
    body: list[Paragraph] = field(default_factory=list[Paragraph])
    pitch: float = 0.0  # usual distance of baselines inside paragraphs, 0 when unknown
    capacity: list[Line] = field(default_factory=list[Line])
    other_post: list[Line] = field(default_factory=list[Line])
    signatory: Line | None = None
    repeated_date: Line | None = None
    recipients_label: Line | None = None
    recipients: list[Line] = field(default_factory=list[Line])
    drafter_mark: Line | None = None
    urgency: list[Line] = field(default_factory=list[Line])
    circulation: list[Line] = field(default_factory=list[Line])
    contact: list[Line] = field(default_factory=list[Line])
    copy_mark: list[Line] = field(default_factory=list[Line])  # ô số 14
    page_numbers: dict[int, Line] = field(default_factory=dict[int, Line])
    parts: list[list[int]] = field(default_factory=list[list[int]])  # pages that are numbered together
    annexes: list[Annex] = field(default_factory=list[Annex])
    attached: list[int] = field(default_factory=list[int])  # pages of further papers in the same file
    is_slip: bool = False  # an inner working slip: no number, no Nơi nhận
    is_unnumbered: bool = False  # thư công
    is_copy: bool = False  # bản sao: signed and dated a second time

    def leaf(self, page: int) -> Leaf:
        """A page by its number in the file."""
        return self.leaves[page - 1]

    @property
    def first(self) -> Leaf:
        """The first page."""
        return self.leaves[0]

    def rule_under(self, lines: list[Line], within: float = 30.0) -> Stroke | None:
        """The drawn rule below the last of *lines*, with no words between, if there is one."""
        if not lines:
            return None
        last = lines[-1]
        x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
        leaf = self.leaf(last.page)
        below = [x.top for x in leaf.lines if x.base > last.base + 3 and x.x0 < x1 and x.x1 > x0]
        until = min([last.base + within, *(top + 2 for top in below)])
        near = [
            s
            for s in leaf.strokes
            if s.lies and last.base - 0.05 * last.size < s.y0 < until and s.x0 < x1 and s.x1 > x0
        ]
        return min(near, key=lambda s: s.y0) if near else None

    def frame_of(self, line: Line) -> Box | None:
        """The smallest drawn frame around a line."""
        around = [
            b
            for b in self.leaf(line.page).sheet.boxes
            if b.x0 <= line.x0 + 1 and b.x1 >= line.x1 - 1 and b.y0 <= line.base - 3 and b.y1 >= line.base
        ]
        return min(around, key=lambda b: (b.x1 - b.x0) * (b.y1 - b.y0)) if around else None

    @cached_property
    def styled(self) -> dict[str, list[Line]]:
        """The lines of each component that has prescribed type, by the name of the component. Asked when all is found."""
        one = {
            "nation": self.nation, "motto": self.motto, "number": self.number, "place_date": self.place_date,
            "enacting": self.enacting, "addressee_label": self.addressee_label, "signatory": self.signatory,
            "recipients_label": self.recipients_label, "drafter_mark": self.drafter_mark,
        }  # fmt: skip
        several = {
            "governing": self.governing, "issuer": self.issuer, "about": self.about, "title": self.title,
            "subject": self.subject, "authority": self.authority, "addressees": self.addressees,
            "bases": [line for p in self.bases for line in p.lines], "capacity": self.capacity,
            "other_post": self.other_post, "recipients": self.recipients, "urgency": self.urgency,
            "circulation": self.circulation, "contact": self.contact, "copy_mark": self.copy_mark,
            "page_number": list(self.page_numbers.values()),
            "annex_label": [a.label for a in self.annexes],
            "annex_title": [line for a in self.annexes for line in a.title],
            "annex_reference": [line for a in self.annexes for line in a.reference],
        }  # fmt: skip
        for kind in Kind:
            lines = [line for p in self.body if p.kind is kind for line in p.lines]
            several[f"body_{kind}"] = lines
        found = {name: [line] for name, line in one.items() if line is not None}
        return {**found, **{name: lines for name, lines in several.items() if lines}}
