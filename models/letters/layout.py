"""Where everything of a letter stands: the chart of Nghị định 30/2020 (Phụ lục I, IV) as pages of placed words and rules."""

from __future__ import annotations

from models.letters import prescribed as law
from models.letters.blocks import Body
from models.letters.content import Annex, LetterContent, LetterForm
from models.letters.fonts import Style, Typeface
from models.letters.head import centred_rule, circulation_mark, date_words, head, rule_length
from models.letters.lines import type_at
from models.letters.pages import Page, Rule, Slab, Stack, Words
from models.letters.signing import foot

LAYOUT_VERSION = 2
"""Kept with each issued letter; grows whenever the same content would be placed differently."""


def lay_out(content: LetterContent, typeface: Typeface) -> list[Page]:
    """The pages of the letter and, after them, of each annex, which counts its own pages."""
    return _Sheet(content, typeface).pages()


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


class _Sheet:
    def __init__(self, content: LetterContent, typeface: Typeface) -> None:
        self.content = content
        self.typeface = typeface
        self.body = Body(typeface)
        self.bottom = law.PAGE_HEIGHT - law.MARGIN_BOTTOM

    def pages(self) -> list[Page]:
        content = self.content
        slabs = [head(content, self.typeface), *self._titles(), *self._addressees(), *self._preamble()]
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
            stack.pages[0].lay(contact, self.bottom - reserved)
        pages = self._numbered(stack.pages)
        if content.circulation:
            pages[0].lay(circulation_mark(content, self.typeface))
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
        slabs += [self._underline(slabs), Slab(law.PARAGRAPH_GAP, keep=True)]
        slabs += self.body.slabs(annex.blocks, end_mark=annex.end_mark)
        stack = Stack(law.MARGIN_TOP, lambda n: self.bottom)
        stack.place(slabs)
        return self._numbered(stack.pages)

    def _numbered(self, pages: list[Page]) -> list[Page]:
        """Page numbers from the second page on, in the middle of the top margin."""
        at = type_at(self.typeface, law.PAGE_NUMBER_SIZE)
        for n, page in enumerate(pages[1:], 2):
            x = law.CENTRE - at.width(str(n), int(Style.REGULAR)) / 2
            number = Words(x, law.PAGE_NUMBER_BASELINE, int(Style.REGULAR), law.PAGE_NUMBER_SIZE, str(n))
            page.placed.insert(0, (0.0, Slab(0.0, (number,))))
        return pages

    # Between head and body.

    def _titles(self) -> list[Slab]:
        content = self.content
        if content.form is LetterForm.OFFICIAL_LETTER:
            return [Slab(law.ADDRESSEE_GAP, keep=True)]
        slabs = [Slab(law.TITLE_GAP, keep=True)]
        if content.title:
            slabs += self.body.centred(content.title.upper(), law.TITLE_SIZE, int(Style.BOLD))
        if content.subject:
            slabs += self.body.centred(content.subject, law.SUBJECT_SIZE, int(Style.BOLD), share=0.86)
        if content.title or content.subject:
            slabs.append(self._underline(slabs))
        slabs.append(Slab(10.0, keep=True))
        return slabs

    def _addressees(self) -> list[Slab]:
        """Kính gửi: one receiver on the same line; more of them each with a dash under the colon."""
        names = [name.strip().rstrip(";.").rstrip() for name in self.content.addressees]
        if not names:
            return []
        size = law.ADDRESSEE_SIZE
        at = type_at(self.typeface, size)
        label = at.width("Kính gửi:", int(Style.REGULAR))
        several = len(names) > 1
        if several:
            names = [f"- {name}{'.' if n == len(names) - 1 else ';'}" for n, name in enumerate(names)]
        lead = at.width("Kính gửi", int(Style.REGULAR)) if several else label + at.width(" ", 0)
        room = law.TEXT_WIDTH - law.INDENT - lead
        broken = at.plain if several else at.balanced
        entries = [broken(name, int(Style.REGULAR), room) for name in names]
        widest = max(line.width for lines in entries for line in lines)
        x = max(law.MARGIN_LEFT + law.INDENT, law.CENTRE - (lead + widest) / 2)
        pitch = size * law.PITCH
        y = law.baseline(size, pitch)
        label_words = Words(x, y, int(Style.REGULAR), size, "Kính gửi:")
        slabs = [Slab(pitch, (label_words,), keep=True)]
        hang = at.width("- ", int(Style.REGULAR)) if several else 0.0
        for lines in entries:
            for n, line in enumerate(lines):
                words = Words(x + lead + (hang if n else 0.0), y, int(Style.REGULAR), size, line.text)
                if several or n:
                    slabs.append(Slab(pitch, (words,), keep=True))
                else:
                    slabs[0].words = (words._replace(x=x, text=f"Kính gửi: {line.text}"),)
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
        size, style = law.CONTACT_SIZE, int(Style.REGULAR)
        at = type_at(self.typeface, size)
        words: list[Words] = []
        y = 12.0
        for text in self.content.contact:
            for line in at.plain(text, style, law.TEXT_WIDTH):
                words.append(Words(law.MARGIN_LEFT, y + 0.92 * size, style, size, line.text))
                y += size * law.SINGLE
        rule = Rule(law.MARGIN_LEFT, 8.0, law.TEXT_RIGHT, 8.0, law.RULE_THICKNESS)
        return Slab(y, words, rules=(rule,))

    def _underline(self, slabs: list[Slab]) -> Slab:
        """A rule of 1/3 to 1/2 under the last of centred lines."""
        words = slabs[-1].words[0]
        length = rule_length([type_at(self.typeface, words.size).width(words.text, words.style)])
        return Slab(2 * law.RULE_DROP, keep=True, rules=(centred_rule(length, law.CENTRE, 0.0),))
