"""The head of a letter: two frames side by side, then number and date on one line (Phụ lục I, II.1–II.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.letters import prescribed as law
from models.letters.content import LetterContent, LetterForm, LetterNumber
from models.letters.fonts import Style, Typeface
from models.letters.lines import type_at
from models.letters.pages import Frame, Rule, Slab, Words
from models.letters.vietnamese import official_date


def number_line(number: LetterNumber) -> str:
    """ "Số: 05/QĐ-UBND", or with room to write where the number is open."""
    if number.number is None:
        return f"Số:{law.NUMBER_ROOM}{number.text}"
    return f"Số: {number.text}"


def date_words(issued_on: date | None, year: int | None, room: str = law.DATE_ROOM) -> str:
    """ "ngày 05 tháng 01 năm 2018", or with *room* to write what is not known yet."""
    if issued_on is not None:
        return official_date(issued_on)
    known = f" {year}" if year else law.YEAR_ROOM
    return f"ngày{room}tháng{room}năm{known}"


def date_line(content: LetterContent, typeface: Typeface) -> str:
    """ "Cao Bằng, ngày 05 tháng 01 năm 2018" on one line, with as much room to write in as that leaves."""
    if not content.place:
        return ""
    at = type_at(typeface, law.DATE_SIZE)
    line = ""
    for count in range(len(law.DATE_ROOM), law.LEAST_DATE_ROOM - 1, -1):
        room = law.ROOM * count
        line = f"{content.place}, {date_words(content.issued_on, content.issued_year, room)}"
        if at.width(line, int(Style.ITALIC)) <= law.RIGHT_FRAME:
            break
    return line


def frames(content: LetterContent, typeface: Typeface) -> tuple[float, float]:
    """The widths of the two frames: the right one as wide as its longest line asks, the left one has the rest."""
    wanted = [
        type_at(typeface, law.NATION_SIZE).width(law.NATION, int(Style.BOLD)),
        type_at(typeface, law.MOTTO_SIZE).width(law.MOTTO, int(Style.BOLD)),
        type_at(typeface, law.DATE_SIZE).width(date_line(content, typeface), int(Style.ITALIC)),
    ]
    right = min(max(wanted) + 1.0, law.RIGHT_FRAME)
    return law.TEXT_WIDTH - right - law.FRAME_GAP, right


def rule_length(widths: Sequence[float]) -> float:
    """1/3 to 1/2 of the last of lines of these widths, and of the longest one too where both can be had."""
    last, longest = widths[-1], max(widths)
    wish = law.RULE_SHARE * (last + longest) / 2
    return min(max(wish, last * 0.35), last * 0.48)


def centred_rule(length: float, centre: float, y: float) -> Rule:
    """A rule of that length under what ends at *y*."""
    y += law.RULE_DROP
    return Rule(centre - length / 2, y, centre + length / 2, y, law.RULE_THICKNESS)


def head(content: LetterContent, typeface: Typeface) -> Slab:
    """Names of the bodies on the left, Quốc hiệu and Tiêu ngữ on the right, number and date below, all one slab."""
    return _Head(content, typeface).slab()


def circulation_mark(content: LetterContent, typeface: Typeface) -> Slab:
    """Ô số 11: a framed line in the top margin over Quốc hiệu; placed from the top of the sheet."""
    size, style = law.CIRCULATION_SIZE, int(Style.BOLD)
    text = content.circulation.upper()
    wide = type_at(typeface, size).width(text, style)
    height = size * 1.5
    centre = law.TEXT_RIGHT - frames(content, typeface)[1] / 2
    top = law.MARGIN_TOP - height - 8
    words = Words(centre - wide / 2, top + height / 2 + 0.33 * size, style, size, text)
    return Slab(0.0, (words,), frames=(Frame(centre - wide / 2 - 6, top, wide + 12, height, red=False),))


class _Head:
    def __init__(self, content: LetterContent, typeface: Typeface) -> None:
        self.content = content
        self.typeface = typeface
        self.left, self.right = frames(content, typeface)
        self.right_x = law.TEXT_RIGHT - self.right
        self.words: list[Words] = []
        self.rules: list[Rule] = []
        self.frames: list[Frame] = []
        self.red: list[Words] = []

    def slab(self) -> Slab:
        y = max(self._names(), self._nation()) + law.RULE_DROP + 7.0
        height = self._under(y)
        return Slab(height, self.words, keep=True, rules=self.rules, frames=self.frames, red=self.red)

    def _names(self) -> float:
        """Governing body and issuer, the rule under the issuer; returns where they end."""
        content, y = self.content, 0.0
        for name in content.governing_body:
            y = self._left(name.upper(), law.GOVERNING_SIZE, Style.REGULAR, y)
        for name in content.issuer:
            y = self._left(name.upper(), law.ISSUER_SIZE, Style.BOLD, y)
        if content.issuer:
            at = type_at(self.typeface, law.ISSUER_SIZE)
            widths = [
                line.width for line in at.balanced(content.issuer[-1].upper(), int(Style.BOLD), self.left)
            ]
            self.rules.append(centred_rule(rule_length(widths), law.MARGIN_LEFT + self.left / 2, y))
        return y

    def _nation(self) -> float:
        y = self._right(law.NATION, law.NATION_SIZE, Style.BOLD, 0.0)
        y = self._right(law.MOTTO, law.MOTTO_SIZE, Style.BOLD, y)
        length = type_at(self.typeface, law.MOTTO_SIZE).width(law.MOTTO, int(Style.BOLD))
        self.rules.append(centred_rule(length, self.right_x + self.right / 2, y))
        return y

    def _under(self, y: float) -> float:
        """Number and date on one line; below, on the left, V/v and the mark of urgency. Returns where the head ends."""
        content, below, bottom = self.content, y, y
        if content.number is not None:
            below = self._left(number_line(content.number), law.NUMBER_SIZE, Style.REGULAR, y)
        if content.place:
            bottom = self._right(date_line(content, self.typeface), law.DATE_SIZE, Style.ITALIC, y)
        if content.form is LetterForm.OFFICIAL_LETTER and content.subject:
            about = content.subject if content.subject.startswith("V/v") else f"V/v {content.subject}"
            below = self._left(about, law.ABOUT_SIZE, Style.REGULAR, below + law.ABOUT_GAP)
        if content.urgency is not None:
            below = self._urgency(*law.URGENCY[content.urgency.value], below + law.ABOUT_GAP + 2)
        return max(bottom, below)

    def _urgency(self, mark: str, width: float, y: float) -> float:
        size, style = law.URGENCY_SIZE, int(Style.BOLD)
        x = law.MARGIN_LEFT + (self.left - width) / 2
        wide = type_at(self.typeface, size).width(mark, style)
        self.frames.append(Frame(x, y, width, law.URGENCY_HEIGHT, red=True))
        middle = y + law.URGENCY_HEIGHT / 2 + 0.33 * size
        self.red.append(Words(x + (width - wide) / 2, middle, style, size, mark))
        return y + law.URGENCY_HEIGHT

    def _left(self, text: str, size: float, style: Style, y: float) -> float:
        return self._centred(text, size, style, law.MARGIN_LEFT, self.left, y)

    def _right(self, text: str, size: float, style: Style, y: float) -> float:
        return self._centred(text, size, style, self.right_x, self.right, y)

    def _centred(self, text: str, size: float, style: Style, x: float, width: float, y: float) -> float:
        """Adds *text* centred between *x* and *x* + *width*, single spaced from *y* down; returns where it ends."""
        pitch = size * law.SINGLE
        for line in type_at(self.typeface, size).balanced(text, int(style), width):
            left = x + (width - line.width) / 2
            self.words.append(Words(left, y + law.baseline(size, pitch), int(style), size, line.text))
            y += pitch
        return y
