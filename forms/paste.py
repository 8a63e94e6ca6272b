"""Cells pasted from a spreadsheet, understood: which column is which, and what each row says. Pure, no widgets.

Columns are known by their heading (the form's label or a usual other word, folded) or, without headings, by what stands in
them. What is not understood is named and may be kept in the note, so nothing pasted is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import resources
from forms.fields import values
from models.catalogue.kinds import Field
from models.draft import Row, Value
from models.text import fold, nfc, squeeze
from resources.i18n import _, ngettext

Cells = list[list[str]]
MOST_ROWS = 5000
_EXCEL_DAY_0 = date(1899, 12, 30)
_TITLES = 10  # rows that may stand above the headings: the list's own title, a motto, an empty row
_PASSPORT = re.compile(r"[A-Z]{1,3}\d{6,9}")
_TOTAL = re.compile(r"(tổng|cộng)\s*(:|\d|$)|tổng (cộng|số)\b", re.IGNORECASE)
_SERIAL = re.compile(r"([1-7]\d{4})(\.0+)?")  # a day as Excel counts it: 10000 is in 1927, 79999 in 2119
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00)?(\.0+)?$")
_OLD_FONT = frozenset("µ¸¶·¹¨»¾¼½®©ª«¬")  # letters of .VnTime (TCVN3) as Unicode shows them


@dataclass(frozen=True, slots=True)
class Plan:
    """What a block of cells means for a table.

    *columns* gives for each pasted column the name of the form's column or None; *headings* are the words above them as
    pasted; *rows* the rows as they would be taken. *doubts* are sentences about single cells, by row and column name, *notes*
    about the whole.
    """

    columns: tuple[str | None, ...]
    headings: tuple[str, ...]
    by_heading: bool
    rows: list[Row]
    left: list[tuple[str, ...]]
    doubts: dict[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])
    notes: tuple[str, ...] = ()

    @property
    def understood(self) -> tuple[str, ...]:
        """Names of the form's columns that were recognised, in pasted order."""
        return tuple(c for c in self.columns if c)

    @property
    def not_understood(self) -> tuple[str, ...]:
        """Headings (or numbers) of the pasted columns that were not recognised and hold something."""
        return tuple(
            h for h, c, n in zip(self.headings, self.columns, range(len(self.columns)), strict=True)
            if c is None and any(row[n] for row in self.left)
        )  # fmt: skip

    def with_leftovers(self) -> list[Row]:
        """The rows, with what was not understood written into the note ("Quê quán: Cao Bằng; …")."""
        taken: list[Row] = []
        for row, left in zip(self.rows, self.left, strict=True):
            extra = "; ".join(
                f"{h}: {text}"
                for h, c, text in zip(self.headings, self.columns, left, strict=True)
                if c is None and text
            )
            note = str(row.get("note") or "")
            taken.append({**row, "note": "; ".join(t for t in (note, extra) if t)} if extra else dict(row))
        return taken


def cells(text: str) -> Cells:
    """The cells of a copied block: tabs between, line ends after; a quoted cell may hold both, quotes doubled inside."""
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    rows: Cells = [[]]
    at, end = 0, len(text)
    while at <= end:
        if text.startswith('"', at) and (close := _closing(text, at)) is not None:
            rows[-1].append(text[at + 1 : close].replace('""', '"').strip())
            at = close + 1
        else:
            stop = min((p for p in (text.find("\t", at), text.find("\n", at)) if p >= 0), default=end)
            rows[-1].append(text[at:stop].strip())
            at = stop
        if at < end and text[at] == "\n":
            rows.append([])
        at += 1
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((len(r) for r in rows), default=0)
    return [r + [""] * (width - len(r)) for r in rows[: MOST_ROWS + _TITLES + 2]]


def _closing(text: str, at: int) -> int | None:
    found = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|$)').match(text, at)
    return found.end() - 1 if found else None


@cache
def _headings() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    data = resources.load_toml("lists/headings.toml")
    return frozenset(data["skip"]), {name: tuple(words) for name, words in data["columns"].items()}


def _bare(heading: str) -> str:
    return re.sub(r"\s*[(*:].*$", "", fold(heading)).strip()


def known_heading(heading: str, columns: Sequence[Field]) -> str | None:
    """The column a heading means: its own label first, then a usual other word; None when nobody knows it."""
    for text in (fold(heading), _bare(heading)):
        for spec in columns:
            if text and text in (fold(spec.label.vi), fold(spec.label.en), _bare(spec.label.vi)):
                return spec.name
        for spec in columns:
            if text and text in _headings()[1].get(spec.name, ()):
                return spec.name
    return None


def _is_skipped(heading: str) -> bool:
    return fold(heading) in _headings()[0] or _bare(heading) in _headings()[0]


def _by_heading(head: list[str], columns: Sequence[Field]) -> list[str | None] | None:
    """The columns when the first row reads as headings: at least two known ones (or the only one)."""
    found: list[str | None] = []
    for heading in head:
        name = None if _is_skipped(heading) else known_heading(heading, columns)
        found.append(name if name not in found else None)
    known = sum(1 for n in found if n)
    return found if known >= min(2, sum(1 for h in head if h)) and known else None


def _fits(spec: Field, column: list[str]) -> bool:
    """Whether all filled cells of a pasted column read without a doubt as values of *spec*."""
    filled = [c for c in column if c]
    if not filled:
        return False
    if spec.name == "passport_number":
        return all(_PASSPORT.fullmatch(c.replace(" ", "").upper()) for c in filled)
    return all(not values.fault(spec, values.read(spec, c)) for c in filled)


def _by_content(block: Cells, columns: Sequence[Field]) -> list[str | None]:
    """A guess without headings: running numbers are skipped, dates, choices and passports known by their look, words in order."""
    free = [c for c in columns if not c.hidden and c.input != "flag"]
    telling = [
        c
        for c in free
        if c.input not in {"line", "text", "person", "organisation", "place"} or c.name == "passport_number"
    ]
    words = [c for c in free if c not in telling]
    found: list[str | None] = []
    for n in range(len(block[0])):
        column = [row[n] for row in block]
        if n == 0 and [c.rstrip(".") for c in column] == [str(k) for k in range(1, len(block) + 1)]:
            found.append(None)
            continue
        spec = next((c for c in telling if _fits(c, column)), None)
        if spec is not None:
            telling.remove(spec)
        elif words and any(column):
            spec = words.pop(0)
        found.append(spec.name if spec else None)
    return found


def personal_name(text: str) -> str:
    """A name written in capitals in its usual form: NGUYỄN VĂN A → Nguyễn Văn A; other names as they stand."""
    name = squeeze(text)
    return " ".join(w[:1] + w[1:].lower() for w in name.split(" ")) if name.isupper() else name


def read_cell(spec: Field, text: str) -> Value:
    """One cell as a value of its column."""
    if spec.input in {"date", "partial_date"}:
        text = _MIDNIGHT.sub("", text)
        if serial := _SERIAL.fullmatch(text):
            return (_EXCEL_DAY_0 + timedelta(days=int(serial[1]))).isoformat()
    value = values.read(spec, text)
    return personal_name(value) if spec.input == "person" and isinstance(value, str) else value


def is_headed(columns: Sequence[Field], block: Cells) -> bool:
    """Whether headings of the table stand above the cells."""
    return _headings_of(block, columns)[1] is not None


def _headings_of(block: Cells, columns: Sequence[Field]) -> tuple[int, list[str | None] | None]:
    """The row of the headings and the columns they mean; they may stand below the title of the list."""
    for n, row in enumerate(block[:_TITLES]):
        if (named := _by_heading(row, columns)) and (n == 0 or sum(1 for c in named if c) > 1):
            return n, named
    return 0, None


def _is_total(row: list[str]) -> bool:
    return bool(_TOTAL.match(next((c for c in row if c), "")))


def _notes(body: Cells, totals: int, is_headed: bool) -> tuple[str, ...]:
    said: list[str] = []
    if totals:
        said.append(
            ngettext(
                "{count} row of totals is left out.", "{count} rows of totals are left out.", totals
            ).format(count=totals)
        )
    if not is_headed and body and len(body[0]) > 1:
        said.append(_("No headings were recognised, so the columns are guessed: please look at them first."))
    if len(body) > MOST_ROWS:
        said.append(_("Only the first {count} rows can be taken at once.").format(count=MOST_ROWS))
    if sum(1 for row in body for cell in row for c in cell if c in _OLD_FONT) > 1:
        said.append(
            _("This looks like text in an old font (TCVN3): convert it to Unicode and copy it again.")
        )
    return tuple(said)


def plan(columns: Sequence[Field], block: Cells) -> Plan:
    """What *block* means for a table with *columns*. An empty block gives a plan without rows."""
    if not block:
        return Plan((), (), False, [], [])
    top, named = _headings_of(block, columns)
    lines = [row for row in (block[top + 1 :] if named else block) if any(row)]
    body = [row for row in lines if not _is_total(row)]
    notes = _notes(body, len(lines) - len(body), named is not None)
    body = body[:MOST_ROWS]
    head = block[top]
    found = named or (_by_content(body, columns) if body else [])
    heads = tuple(
        squeeze(h) if named and h else _("column {number}").format(number=n + 1) for n, h in enumerate(head)
    )
    specs = {c.name: c for c in columns}
    skipped = [_is_skipped(h) if named else n == 0 and found[:1] == [None] for n, h in enumerate(head)]
    rows: list[Row] = []
    left: list[tuple[str, ...]] = []
    doubts: dict[tuple[int, str], str] = {}
    for n, line in enumerate(body):
        row: Row = {}
        for name, text in zip(found, line, strict=True):
            if name and text:
                row[name] = read_cell(specs[name], text)
                if sentence := values.fault(specs[name], row[name]):
                    doubts[n, name] = sentence
        rows.append(row)
        left.append(
            tuple("" if n or s else squeeze(text) for n, s, text in zip(found, skipped, line, strict=True))
        )
    if not any(rows) and not any(any(texts) for texts in left):
        rows, left = [], []  # running numbers alone
    return Plan(tuple(found), heads, named is not None, rows, left, doubts, notes)


def as_text(block: Sequence[Sequence[str]]) -> str:
    """Cells as a spreadsheet expects them on the clipboard."""

    def one(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '\t\n"') else cell

    return "\n".join("\t".join(one(c) for c in row) for row in block)
