"""What a letter says, before it is drawn: frozen, comparable, kept as JSON with every issued letter.

Nothing here knows sizes or fonts (``layout`` does) and nothing knows dossiers (``composing`` does). Text is plain text in
composed Unicode; what looks like markup is printed as typed. Names that the decree prints in capitals may be given in any
case, the layout raises them. Punctuation that the decree prescribes at line ends (``;`` ``.`` ``./.``), the dashes of lists
and the words "Số:", "V/v", "Kính gửi:", "Nơi nhận:" are the layout's too and are left out here.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias, cast

from models.text import nfc

FORMAT = 1


class LetterForm(StrEnum):
    """Which model page of Nghị định 30/2020 (Phụ lục III) the letter follows."""

    NAMED = "named"  # văn bản có tên loại: tờ trình, báo cáo, thông báo … (model 1.4)
    OFFICIAL_LETTER = "official_letter"  # công văn (model 1.5)
    DECISION = "decision"  # quyết định with authority line, bases, "QUYẾT ĐỊNH:" and articles (model 1.2)


class Urgency(StrEnum):
    """The framed red mark of speed (Phụ lục I, III.2b)."""

    URGENT = "urgent"  # KHẨN
    VERY_URGENT = "very_urgent"  # THƯỢNG KHẨN
    EXPRESS = "express"  # HOẢ TỐC


class Align(StrEnum):
    """Where text stands between its margins."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class HeadingLevel(StrEnum):
    """The rank of a heading inside the body."""

    PART = "part"  # "Phần I" / "Chương I" centred, the title below in capitals
    SECTION = "section"  # "I. TÓM TẮT" – capitals, bold
    CLAUSE = "clause"  # "1. Phạm vi" – bold


class _Composed:
    """Makes every text of a frozen value composed Unicode and every list a tuple, whatever it was built from."""

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if value and isinstance(value, str | tuple | list):
                clean = _compose(cast(object, value))
                if clean is not value:
                    object.__setattr__(self, name, clean)


def _compose(value: object) -> object:
    if isinstance(value, str):
        return value if isinstance(value, StrEnum) else nfc(value)
    if isinstance(value, tuple | list):
        items = cast("tuple[object, ...]", value)
        clean: tuple[object, ...] = tuple([_compose(item) for item in items])
        if isinstance(value, list) or any(new is not old for new, old in zip(clean, items, strict=True)):
            return clean
        return items
    return value


@dataclass(frozen=True)
class Run(_Composed):
    """A stretch of text with its own emphasis inside a paragraph."""

    text: str
    bold: bool = False
    italic: bool = False


Text: TypeAlias = str | tuple[Run, ...]
"""Plain text, or runs where a few words are emphasised."""


@dataclass(frozen=True)
class Paragraph(_Composed):
    """Lời văn: an ordinary paragraph, justified with the prescribed first-line indent unless told otherwise."""

    text: Text
    align: Align = Align.JUSTIFY
    indent: bool = True
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Heading(_Composed):
    """A numbered heading; *number* as printed ("Phần I", "I", "1"), without the full stop."""

    number: str
    title: str
    level: HeadingLevel = HeadingLevel.SECTION


@dataclass(frozen=True)
class Article(_Composed):
    """Điều. With a *title* the text begins on the next line; without one it follows "Điều 1." on the same line."""

    number: int
    text: Text = ""
    title: str = ""


@dataclass(frozen=True)
class Clause(_Composed):
    """Khoản: "1. text"."""

    number: int
    text: Text


@dataclass(frozen=True)
class Point(_Composed):
    """Điểm: "a) text"; *letter* from ``vietnamese.point_letter``."""

    letter: str
    text: Text


@dataclass(frozen=True)
class Dash(_Composed):
    """Gạch đầu dòng: "- text"."""

    text: Text


@dataclass(frozen=True)
class Column(_Composed):
    """A column of a table: its head, its share of the width, how its cells stand."""

    title: str
    weight: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Row(_Composed):
    """A row of a table. A row with one single cell in a wider table is a group row over the full width."""

    cells: tuple[str, ...]
    bold: bool = False


@dataclass(frozen=True)
class Table(_Composed):
    """A ruled table; its head is repeated on each page it runs over."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, columns: tuple[Column, ...], rows: list[tuple[str, ...]]) -> Table:
        """The table with plain *rows*."""
        return cls(columns, tuple(Row(cells) for cells in rows))


@dataclass(frozen=True)
class Signature(_Composed):
    """Chức vụ, họ tên: lines of capacity and post ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), the name without titles.

    *other_post* is the further post printed over the name (Phụ lục I, II.7c). *hint* is the small italic line under the
    capacity of a slip ("Ký, ghi rõ họ tên"); letters leave it empty.
    """

    capacity: tuple[str, ...]
    name: str
    other_post: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Signatures(_Composed):
    """Several people who sign side by side inside the body (slips, minutes)."""

    signers: tuple[Signature, ...]


Block: TypeAlias = Paragraph | Heading | Article | Clause | Point | Dash | Table | Signatures


@dataclass(frozen=True)
class Recipients(_Composed):
    """Nơi nhận: who receives the letter, and the line of the kept copies ("Lưu: VT, NV(03)").

    *drafter_mark* is the drafter's sign with the number of copies ("PL.(300)"), printed below the list.
    """

    names: tuple[str, ...]
    filing: str
    drafter_mark: str = ""


@dataclass(frozen=True)
class Annex(_Composed):
    """Phụ lục: its own pages and page numbers. *numeral* is None for a single one, else Roman ("I").

    The line "(Kèm theo <attached_to> số … ngày … của <attached_by>)" takes number and date from the letter, so that the
    two cannot disagree; an empty *attached_to* leaves it out.
    """

    title: str
    blocks: tuple[Block, ...]
    numeral: str | None = None
    attached_to: str = ""
    attached_by: str = ""
    end_mark: bool = True


@dataclass(frozen=True)
class LetterNumber(_Composed):
    """Số, ký hiệu: "05/QĐ-UBND"; without a number there is room to write it by hand after signature."""

    number: int | None
    symbol: str

    @property
    def text(self) -> str:
        """As printed after "Số:", with a zero before one digit; an open number is left empty before the stroke."""
        digits = "" if self.number is None else f"{self.number:02d}"
        return f"{digits}/{self.symbol}"


@dataclass(frozen=True)
class LetterContent(_Composed):
    """Everything a letter says, in the order of the decree's chart (Phụ lục I, IV).

    An *issued_on* of None prints room for day and month, and for the year too unless *issued_year* is known.
    """

    form: LetterForm
    issuer: tuple[str, ...]  # cơ quan ban hành; one entry per line wanted, long ones wrap
    subject: str  # trích yếu
    body: tuple[Block, ...]
    governing_body: tuple[str, ...] = ()  # cơ quan chủ quản trực tiếp
    number: LetterNumber | None = None  # None: a paper without a number line
    place: str = ""  # địa danh; empty leaves the date out too
    issued_on: date | None = None
    issued_year: int | None = None
    title: str = ""  # tên loại; empty for công văn
    addressees: tuple[str, ...] = ()  # kính gửi
    authority: tuple[str, ...] = ()  # thẩm quyền ban hành
    bases: tuple[str, ...] = ()  # căn cứ
    enacting: str = ""  # "QUYẾT ĐỊNH" over the articles
    signature: Signature | None = None
    recipients: Recipients | None = None
    annexes: tuple[Annex, ...] = ()
    urgency: Urgency | None = None
    circulation: str = ""  # chỉ dẫn về phạm vi lưu hành: "LƯU HÀNH NỘI BỘ"
    contact: tuple[str, ...] = ()  # address lines at the foot of the first page
    end_mark: bool = True  # "./." after the last word
    mark: str = ""  # of the print, for the square code in the foot of each page (page_marks); empty: no code

    def to_json(self) -> str:
        """The content as JSON with a fixed order of keys; fields at their default are left out."""
        return json.dumps({"format": FORMAT, "letter": _encode(self)}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> LetterContent:
        """The content that ``to_json`` wrote. Raises ValueError for anything else."""
        try:
            kept = json.loads(text)
            if kept["format"] != FORMAT:
                raise ValueError(f"letter content of format {kept['format']!r}")
            letter = _decode(kept["letter"])
        except (KeyError, TypeError) as error:
            raise ValueError("not a letter content") from error
        if not isinstance(letter, cls):
            raise ValueError("not a letter content")
        return letter


_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Run, Paragraph, Heading, Article, Clause, Point, Dash, Column, Row, Table, Signature, Signatures,
        Recipients, Annex, LetterNumber, LetterContent,
    )
}  # fmt: skip
_ENUMS: dict[str, type[StrEnum]] = {
    "form": LetterForm,
    "urgency": Urgency,
    "align": Align,
    "level": HeadingLevel,
}


def _encode(value: object) -> object:
    if type(value).__name__ in _KINDS:
        kept: dict[str, object] = {"is": type(value).__name__}
        for field in fields(cast(Any, value)):
            item = getattr(value, field.name)
            if item != _default(field):
                kept[field.name] = _encode(item)
        return kept
    if isinstance(value, tuple):
        return [_encode(item) for item in cast("tuple[object, ...]", value)]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _default(field: Field[Any]) -> object:
    return field.default if field.default is not MISSING else MISSING


def _decode(kept: object) -> object:
    if isinstance(kept, list):
        return tuple(_decode(item) for item in cast("list[object]", kept))
    if not isinstance(kept, dict):
        return kept
    named = cast("dict[str, object]", kept)
    values: dict[str, object] = {}
    for name, item in named.items():
        if name == "is":
            continue
        if name in _ENUMS:
            values[name] = _ENUMS[name](cast(str, item))
        elif name == "issued_on":
            values[name] = date.fromisoformat(cast(str, item))
        else:
            values[name] = _decode(item)
    return _KINDS[cast(str, named["is"])](**values)
