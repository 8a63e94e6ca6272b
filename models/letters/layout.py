"""Where everything of a letter stands: the chart of Nghị định 30/2020 (Phụ lục I, IV) as pages of placed words and rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.letters import prescribed as law
from models.letters.blocks import Body, baseline
from models.letters.content import Annex, LetterContent, LetterForm, LetterNumber
from models.letters.fonts import Style, Typeface
from models.letters.lines import Line, Setter
from models.letters.pages import Frame, Page, Rule, Slab, Stack, Words
from models.letters.signing import foot
from models.letters.vietnamese import official_date

LAYOUT_VERSION = 1
"""Kept with each issued letter; grows whenever the same content would be placed differently."""


def lay_out(content: LetterContent, typeface: Typeface) -> list[Page]:
    """The pages of the letter and, after them, of each annex, which counts its own pages."""
    return _Sheet(content, typeface).pages()


def number_line(number: LetterNumber) -> str:
    """ "Số: 05/QĐ-UBND", or with room to write where the number is open."""
    if number.number is None:
        return f"Số:{law.NUMBER_ROOM}{number.text}"
    return f"Số: {number.text}"


def date_words(issued_on: date | None, year: int | None) -> str:
    """ "ngày 05 tháng 01 năm 2018", or with room to write what is not known yet."""
    if issued_on is not None:
        return official_date(issued_on)
    known = f" {year}" if year else law.YEAR_ROOM.rstrip(" ")
    return f"ngày{law.DATE_ROOM}tháng{law.DATE_ROOM}năm{known}"


def reference_line(annex: Annex, content: LetterContent) -> str:
    """ "(Kèm theo Quyết định số 05/QĐ-UBND ngày … của …)": from the letter itself, so that the two agree."""
    words = [f"Kèm theo {annex.attached_to}"]
    if content.number is not None:
        open_number = law.NUMBER_ROOM if content.number.number is None else " "
        words.append(f"số{open_number}{content.number.text}")
    words.append(date_words(content.issued_on, content.issued_year))
    if annex.attached_by:
        words.append(f"của {annex.attached_by}")
    return f"({' '.join(words)})"


def rule_length(lines: Sequence[Line]) -> float:
    """1/3 to 1/2 of the last line of words, and of the longest one too where both can be had."""
    last, longest = lines[-1].width, max(line.width for line in lines)
    wish = law.RULE_SHARE * (last + longest) / 2
    return min(max(wish, last * 0.35), last * 0.48)


class _Sheet:
    def __init__(self, content: LetterContent, typeface: Typeface) -> None:
        self.content = content
        self.typeface = typeface
        self.body = Body(typeface)
        self.bottom = law.PAGE_HEIGHT - law.MARGIN_BOTTOM

    def pages(self) -> list[Page]:
        content = self.content
        slabs = [self._head(), *self._titles(), *self._addressees(), *self._preamble()]
        words = self.body.slabs(content.body, end_mark=content.end_mark)
        end = foot(content.signature, content.recipients, self.typeface)
        if end:
            for slab in words[-2:]:
                slab.keep = True
        contact = self._contact()
        reserved = contact.height if contact else 0.0
        stack = Stack(law.MARGIN_TOP, lambda n: self.bottom - (reserved if n == 1 else 0.0))
        stack.place([*slabs, *words, *end])
        if contact is not None:
            _lay(stack.pages[0], contact, self.bottom - reserved)
        pages = self._numbered(stack.pages)
        if content.circulation:
            self._circulation(pages[0])
        for annex in content.annexes:
            pages += self._annex(annex)
        return pages

    def _annex(self, annex: Annex) -> list[Page]:
        label = f"Phụ lục {annex.numeral}" if annex.numeral else "Phụ lục"
        slabs = self.body.centred(label, law.ANNEX_SIZE, int(Style.BOLD))
        if annex.title:
            slabs += self.body.centred(annex.title.upper(), law.ANNEX_SIZE, int(Style.BOLD))
        if annex.attached_to:
            text = reference_line(annex, self.content)
            slabs += self.body.centred(text, law.REFERENCE_SIZE, int(Style.ITALIC))
        self._underline(slabs)
        slabs += [Slab(law.PARAGRAPH_GAP, keep=True)]
        slabs += self.body.slabs(annex.blocks, end_mark=annex.end_mark)
        stack = Stack(law.MARGIN_TOP, lambda n: self.bottom)
        stack.place(slabs)
        return self._numbered(stack.pages)

    def _numbered(self, pages: list[Page]) -> list[Page]:
        """Page numbers from the second page on, in the middle of the top margin."""
        setter = Setter(self.typeface, law.PAGE_NUMBER_SIZE)
        for n, page in enumerate(pages[1:], 2):
            x = law.CENTRE - setter.width(str(n), int(Style.REGULAR)) / 2
            number = Words(x, law.PAGE_NUMBER_BASELINE, int(Style.REGULAR), law.PAGE_NUMBER_SIZE, str(n))
            page.words.insert(0, number)
        return pages

    # The head: two frames side by side, then number and date on one line.

    def _head(self) -> Slab:
        content = self.content
        slab = Slab(0.0, keep=True)
        x = law.MARGIN_LEFT
        left = 0.0
        for names, size, style in (
            (content.governing_body, law.GOVERNING_SIZE, Style.REGULAR),
            (content.issuer, law.ISSUER_SIZE, Style.BOLD),
        ):
            for name in names:
                lines = self._lines(name.upper(), size, style, law.LEFT_FRAME)
                left = self._centre(slab, lines, size, x, law.LEFT_FRAME, left)
                if style is Style.BOLD and name is names[-1]:
                    self._rule(slab, rule_length(lines), x + law.LEFT_FRAME / 2, left)
        x += law.LEFT_FRAME + law.FRAME_GAP
        nation = self._lines(law.NATION, law.NATION_SIZE, Style.BOLD, law.RIGHT_FRAME)
        motto = self._lines(law.MOTTO, law.MOTTO_SIZE, Style.BOLD, law.RIGHT_FRAME)
        right = self._centre(slab, nation, law.NATION_SIZE, x, law.RIGHT_FRAME, 0.0)
        right = self._centre(slab, motto, law.MOTTO_SIZE, x, law.RIGHT_FRAME, right)
        self._rule(slab, motto[0].width, x + law.RIGHT_FRAME / 2, right)
        slab.height = self._under_head(slab, max(left, right) + law.RULE_DROP + 7.0)
        return slab

    def _under_head(self, slab: Slab, y: float) -> float:
        """Number, date, V/v and mark of urgency; returns where the head ends."""
        content = self.content
        x, right_x = law.MARGIN_LEFT, law.MARGIN_LEFT + law.LEFT_FRAME + law.FRAME_GAP
        below = y
        if content.number is not None:
            lines = self._lines(number_line(content.number), law.NUMBER_SIZE, Style.REGULAR, law.LEFT_FRAME)
            below = self._centre(slab, lines, law.NUMBER_SIZE, x, law.LEFT_FRAME, y)
        bottom = below
        if content.place:
            when = f"{content.place}, {date_words(content.issued_on, content.issued_year)}"
            lines = self._lines(when, law.DATE_SIZE, Style.ITALIC, law.RIGHT_FRAME)
            bottom = max(bottom, self._centre(slab, lines, law.DATE_SIZE, right_x, law.RIGHT_FRAME, y))
        if content.form is LetterForm.OFFICIAL_LETTER and content.subject:
            about = content.subject if content.subject.startswith("V/v") else f"V/v {content.subject}"
            lines = self._lines(about, law.ABOUT_SIZE, Style.REGULAR, law.LEFT_FRAME)
            below = self._centre(slab, lines, law.ABOUT_SIZE, x, law.LEFT_FRAME, below + law.ABOUT_GAP)
        if content.urgency is not None:
            below = self._urgency(slab, *law.URGENCY[content.urgency.value], below + law.ABOUT_GAP + 2)
        return max(bottom, below)

    def _urgency(self, slab: Slab, mark: str, width: float, y: float) -> float:
        x = law.MARGIN_LEFT + (law.LEFT_FRAME - width) / 2
        setter = Setter(self.typeface, law.URGENCY_SIZE)
        wide = setter.width(mark, int(Style.BOLD))
        slab.frames.append(Frame(x, y, width, law.URGENCY_HEIGHT, red=True))
        middle = y + law.URGENCY_HEIGHT / 2 + 0.33 * law.URGENCY_SIZE
        slab.red.append(Words(x + (width - wide) / 2, middle, int(Style.BOLD), law.URGENCY_SIZE, mark))
        return y + law.URGENCY_HEIGHT

    def _circulation(self, page: Page) -> None:
        """Ô số 11: a framed line in the top margin, over Quốc hiệu."""
        setter = Setter(self.typeface, law.CIRCULATION_SIZE)
        text = self.content.circulation.upper()
        wide = setter.width(text, int(Style.BOLD))
        height = law.CIRCULATION_SIZE * 1.5
        centre = law.TEXT_RIGHT - law.RIGHT_FRAME / 2
        top = law.MARGIN_TOP - height - 8
        page.frames.append(Frame(centre - wide / 2 - 6, top, wide + 12, height, red=False))
        baseline_y = top + height / 2 + 0.33 * law.CIRCULATION_SIZE
        page.words.append(Words(centre - wide / 2, baseline_y, int(Style.BOLD), law.CIRCULATION_SIZE, text))

    # Between head and body.

    def _titles(self) -> list[Slab]:
        content = self.content
        if content.form is LetterForm.OFFICIAL_LETTER:
            return [Slab(14.0, keep=True)]
        slabs = [Slab(16.0, keep=True)]
        if content.title:
            slabs += self.body.centred(content.title.upper(), law.TITLE_SIZE, int(Style.BOLD))
        if content.subject:
            slabs += self.body.centred(content.subject, law.SUBJECT_SIZE, int(Style.BOLD), share=0.86)
        if content.title or content.subject:
            self._underline(slabs)
        slabs.append(Slab(10.0, keep=True))
        return slabs

    def _addressees(self) -> list[Slab]:
        """Kính gửi: one receiver on the same line; more of them each with a dash under the colon."""
        names = [name.strip().rstrip(";.").rstrip() for name in self.content.addressees]
        if not names:
            return []
        size = law.ADDRESSEE_SIZE
        setter = Setter(self.typeface, size)
        label = setter.width("Kính gửi:", int(Style.REGULAR))
        several = len(names) > 1
        if several:
            names = [f"- {name}{'.' if n == len(names) - 1 else ';'}" for n, name in enumerate(names)]
        lead = setter.width("Kính gửi", int(Style.REGULAR)) if several else label + setter.width(" ", 0)
        room = law.TEXT_WIDTH - law.INDENT - lead
        entries = [setter.plain(name, int(Style.REGULAR), room) for name in names]
        widest = max(line.width for lines in entries for line in lines)
        x = max(law.MARGIN_LEFT + law.INDENT, law.CENTRE - (lead + widest) / 2)
        pitch = size * law.PITCH
        y = baseline(size, pitch)
        slabs = [Slab(pitch, [Words(x, y, int(Style.REGULAR), size, "Kính gửi:")], keep=True)]
        hang = setter.width("- ", int(Style.REGULAR)) if several else 0.0
        for lines in entries:
            for n, line in enumerate(lines):
                words = Words(x + lead + (hang if n else 0.0), y, int(Style.REGULAR), size, line.text)
                if several or n:
                    slabs.append(Slab(pitch, [words], keep=True))
                else:
                    slabs[0].words[0] = words._replace(x=x, text=f"Kính gửi: {line.text}")
        return [*slabs, Slab(10.0, keep=True)]

    def _preamble(self) -> list[Slab]:
        """Authority, bases in italics, "QUYẾT ĐỊNH:"."""
        content = self.content
        slabs: list[Slab] = []
        for n, line in enumerate(content.authority):
            slabs += self.body.centred(line.upper(), law.BODY_SIZE, int(Style.BOLD), gap=0.0 if n else 6.0)
        for n, basis in enumerate(content.bases):
            bare = basis.strip().rstrip(";.").rstrip()
            mark = "." if n == len(content.bases) - 1 else ";"
            slabs += self.body.paragraph([(int(Style.ITALIC), bare + mark)])
        if content.enacting:
            enacting = content.enacting.strip().rstrip(":").upper() + ":"
            slabs += self.body.centred(enacting, law.BODY_SIZE, int(Style.BOLD), gap=12.0)
        return slabs

    def _contact(self) -> Slab | None:
        """Ô số 13: address lines at the foot of the first page under a rule over the whole width."""
        if not self.content.contact:
            return None
        size = law.CONTACT_SIZE
        setter = Setter(self.typeface, size)
        slab = Slab(0.0, rules=[Rule(law.MARGIN_LEFT, 8.0, law.TEXT_RIGHT, 8.0, law.RULE_THICKNESS)])
        y = 12.0
        for text in self.content.contact:
            for line in setter.plain(text, int(Style.REGULAR), law.TEXT_WIDTH):
                slab.words.append(
                    Words(law.MARGIN_LEFT, y + 0.92 * size, int(Style.REGULAR), size, line.text)
                )
                y += size * law.SINGLE
        slab.height = y
        return slab

    # Small tools.

    def _lines(self, text: str, size: float, style: Style, width: float) -> list[Line]:
        return Setter(self.typeface, size).balanced(text, int(style), width)

    def _centre(self, slab: Slab, lines: list[Line], size: float, x: float, width: float, y: float) -> float:
        """Adds *lines* centred between *x* and *x* + *width*, single spaced from *y* down; returns where they end."""
        pitch = size * law.SINGLE
        for line in lines:
            left = x + (width - line.width) / 2
            style = line.pieces[0].style
            slab.words.append(Words(left, y + baseline(size, pitch), style, size, line.text))
            y += pitch
        return y

    def _rule(self, slab: Slab, length: float, centre: float, y: float) -> None:
        y += law.RULE_DROP
        slab.rules.append(Rule(centre - length / 2, y, centre + length / 2, y, law.RULE_THICKNESS))

    def _underline(self, slabs: list[Slab]) -> None:
        """A rule of 1/3 to 1/2 under the last of centred lines."""
        line = slabs[-1].words[0]
        setter = Setter(self.typeface, line.size)
        widths = [setter.width(s.words[0].text, s.words[0].style) for s in slabs if s.words]
        same = [Line([], width, 0) for width in widths[-1:]]
        slab = Slab(2 * law.RULE_DROP, keep=True)
        self._rule(slab, rule_length(same), law.CENTRE, 0.0)
        slabs.append(slab)


def _lay(page: Page, slab: Slab, at: float) -> None:
    page.words += [words._replace(y=words.y + at) for words in slab.words]
    page.rules += [rule._replace(y0=rule.y0 + at, y1=rule.y1 + at) for rule in slab.rules]
