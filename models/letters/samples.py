"""The invented example of each kind of letter (``sample.toml``): what test prints and the editor of wording show.

The office and its authorities stand once in ``resources/letters/sample_office.toml``. All people and papers are invented.
``variants`` and ``contents`` stretch each example to the shortest and the worst that a letter must survive, so that a new kind
of letter gets them with its sample.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar, cast

import resources
from models.appraisal.facts import Consultation, DossierFacts, Funding, Leg, Member, Paper
from models.appraisal.findings import Finding, Severity
from models.catalogue.kinds import kinds
from models.catalogue.letter_kinds import letter_kinds
from models.letters.composing import compose, symbol
from models.letters.content import LetterContent, LetterNumber
from models.letters.facts import (
    EarlierLetter,
    Item,
    LetterFacts,
    LetterRef,
    OfficeProfile,
    OwedReport,
    SigningAuthority,
)
from models.letters.fonts import faces
from models.letters.layout import lay_out
from models.letters.sample_figures import sample_figures, sample_plan

T = TypeVar("T")


def sample(code: str) -> LetterFacts:
    """The example facts of a kind of letter. Raises FileNotFoundError when it has none."""
    data = resources.load_toml(f"letters/{code}/sample.toml")
    shared = resources.load_toml("letters/sample_office.toml")
    authorities = {name: _made(SigningAuthority, row) for name, row in shared["authority"].items()}
    office = OfficeProfile(**_plain(shared["office"]), signing=authorities["office"])
    plain = {k: v for k, v in data.items() if k not in _TABLES}
    made: dict[str, Any] = {k: _rows(kind, data.get(k, [])) for k, kind in _LISTS.items() if k in data}
    if "dossier" in data:
        made["dossier"] = _dossier(data["dossier"])
    if "authority" in data:
        made["authority"] = authorities[data["authority"]]
    if "earlier" in data:
        made["earlier"] = _earlier(data["earlier"], authorities)
    if "before" in data:
        made["before"] = _dossier(_merged(data["dossier"], data["before"]))
    if "submission" in data:
        made["submission"] = _made(LetterRef, data["submission"])
    if "finding" in data:
        made["findings"] = tuple(_finding(row, data["day"]) for row in data["finding"])
    if "figures" in data:
        made["figures"] = sample_figures(data["figures"])
    if "plan" in data:
        made["plan"] = sample_plan(data["plan"])
    return LetterFacts(office=office, **plain, **made)


def _earlier(data: Mapping[str, Any], authorities: Mapping[str, SigningAuthority]) -> EarlierLetter:
    plain = {
        k: v for k, v in _plain(data).items() if k not in {"type_name", "number", "issued_on", "authority"}
    }
    ref = LetterRef(data["type_name"], data["number"], data["issued_on"])
    return EarlierLetter(ref, **plain, signing=authorities[data["authority"]])


def _merged(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The dossier as it was: what the example says of then over what it says of now."""
    return {**now, **before, "values": {**now["values"], **before.get("values", {})}}


_LISTS: dict[str, type[Any]] = {"asks": Item, "reasons": Item, "owed": OwedReport, "previous": LetterRef}
_TABLES = {*_LISTS, "dossier", "earlier", "before", "authority", "submission", "finding", "figures", "plan"}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(cast("list[Any]", v)) if isinstance(v, list) else v for k, v in row.items()}


def _made(kind: type[T], row: Mapping[str, Any]) -> T:
    return kind(**_plain(row))


def _rows(kind: type[T], rows: list[Mapping[str, Any]]) -> tuple[T, ...]:
    return tuple(_made(kind, row) for row in rows)


def _finding(row: Mapping[str, Any], day: Any) -> Finding:
    plain = _plain(row)
    plain["severity"] = Severity(row["severity"])
    return Finding(rule="sample", edition=day, **plain)


def _dossier(data: Mapping[str, Any]) -> DossierFacts:
    kind = kinds()[data["kind"]]
    rows = {name: tuple(table) for name, table in data.get("rows", {}).items()}
    return DossierFacts(
        kind=kind.code,
        direction=kind.direction,
        values=_plain(data["values"]),
        legs=_rows_with(
            Leg, data.get("legs", []), {"country": "", "place": "", "from_on": None, "to_on": None}
        ),
        members=_rows(Member, data.get("members", [])),
        funding=_rows_with(Funding, data.get("funding", []), {"amount": 0}),
        papers=_rows(Paper, data.get("papers", [])),
        consultations=_rows(Consultation, data.get("consultations", [])),
        rows=rows,
    )


def _rows_with(kind: type[T], rows: list[Mapping[str, Any]], defaults: Mapping[str, Any]) -> tuple[T, ...]:
    return tuple(_made(kind, {**defaults, **row}) for row in rows)


# Stretched and shrunk examples.

_MORE = (
    " và các nội dung khác có liên quan đến hợp tác kinh tế, thương mại, du lịch, giao lưu nhân dân, quản lý biên giới, cửa khẩu"
    " giữa tỉnh Cao Bằng và các địa phương của nước bạn"
)
_LONG_GIVEN = ("Hoàng Nguyễn Phúc Bảo", "Công Tằng Tôn Nữ Diệu", "Đặng Trần Nguyễn Quỳnh")
_LONG_ISSUER = ("Ban Chỉ đạo hội nhập quốc tế và hợp tác biên giới, cửa khẩu tỉnh Cao Bằng",)
_LONG_GOVERNING = ("Ủy ban nhân dân tỉnh Cao Bằng, cơ quan chủ quản trực tiếp",)
_LONG_PLACE = "Thành phố Hồ Chí Minh"
_LONGEST_SUBJECT = 500
_MEMBERS, _LEGS, _ROWS = 120, 12, 12
# Texts with a space in them that are names of a class of papers, or chosen from a list, not free words.
_NO_PROSE = frozenset({"type_name", "full_name", "native_name"})


def variants(code: str) -> dict[str, LetterFacts]:
    """The example of a kind of letter in every length, by name. Raises FileNotFoundError when it has none.

    "sample" as it is; "short" with one person, one leg and a few words everywhere; "long" with 120 members, 12 legs, long
    names, posts, notes and letterhead; "foot" whose body has grown until the signature just fits on its page.
    """
    return dict(_variants(code))


def contents(code: str) -> dict[str, LetterContent]:
    """What the letter says in each of its ``variants``, numbered, and two more.

    "worst" is "long" with a subject of 500 characters, ten receivers, two addressees; "over" is "foot" with one word more, so
    that the signature stands on the next page.
    """
    made = {name: _composed(code, facts) for name, facts in variants(code).items()}
    made["worst"] = _worst(made["long"])
    grown = _grown(code, variants(code)["sample"])
    made["over"] = _composed(code, grown(_words_to_foot(code) + 1))
    return made


@cache
def _variants(code: str) -> dict[str, LetterFacts]:
    facts = sample(code)
    return {
        "sample": facts,
        "short": _short(facts),
        "long": _long(facts),
        "foot": _grown(code, facts)(_words_to_foot(code)),
    }


def _composed(code: str, facts: LetterFacts) -> LetterContent:
    kind = letter_kinds()[code]
    series = symbol(kind, facts)
    return compose(kind, facts, number=LetterNumber(5, series) if series else None)


def _prose(row: T, change: Callable[[str], str], *, but: frozenset[str] = _NO_PROSE) -> T:
    """*row* with every text that holds a space, and so is no code, number or choice, put through *change*."""
    changed: dict[str, Any] = {}
    for field in fields(cast(Any, row)):
        value: object = getattr(row, field.name)
        if isinstance(value, str) and " " in value.strip() and field.name not in but:
            changed[field.name] = change(value)
    return cast(T, replace(cast(Any, row), **changed))


def _prose_of(values: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    return {k: change(v) if isinstance(v, str) and " " in v.strip() else v for k, v in values.items()}


def _few(text: str) -> str:
    return " ".join(text.rstrip(" .;").split(" ")[:3])


def _much(text: str) -> str:
    return text.rstrip(" .;") + _MORE


def _with_lists(facts: LetterFacts, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> LetterFacts:
    """*facts* with each of its lists of rows (asked, refused, owed, found, earlier letters …) put through *change*."""
    lists: dict[str, Any] = {}
    for field in fields(facts):
        value: object = getattr(facts, field.name)
        if isinstance(value, tuple) and value and is_dataclass(cast("tuple[object, ...]", value)[0]):
            lists[field.name] = change(cast("tuple[Any, ...]", value))
    return replace(facts, **lists)


def _short(facts: LetterFacts) -> LetterFacts:
    out = _with_lists(facts, lambda rows: tuple(_prose(row, _few) for row in rows[:1]))
    out = replace(out, extra=_prose_of(out.extra, _few))
    dossier = out.dossier
    if dossier is None:
        return out
    dossier = replace(
        dossier,
        values=_prose_of(dossier.values, _few),
        legs=dossier.legs[:1],
        members=tuple(replace(_prose(m, _few), role="head") for m in dossier.members[:1]),
        funding=tuple(_prose(f, _few) for f in dossier.funding[:1]),
        papers=dossier.papers[:1],
        consultations=dossier.consultations[:1],
        rows={name: tuple(_prose_of(row, _few) for row in table[:1]) for name, table in dossier.rows.items()},
    )
    return replace(out, dossier=dossier)


def _cycled(rows: tuple[T, ...], count: int) -> tuple[T, ...]:
    return tuple(rows[n % len(rows)] for n in range(count)) if rows else ()


def _long(facts: LetterFacts) -> LetterFacts:
    out = _with_lists(facts, lambda rows: tuple(_prose(row, _much) for row in _cycled(rows, _ROWS)))
    office = replace(out.office, place=_LONG_PLACE, signing=_long_head(out.office.signing))
    out = replace(
        out,
        office=office,
        authority=_long_head(out.authority) if out.authority else None,
        extra=_prose_of(out.extra, _much),
        addressee=f"{out.addressee}, đơn vị chủ trì đón tiếp và làm việc với đoàn" if out.addressee else "",
    )
    return replace(out, dossier=_long_dossier(out.dossier)) if out.dossier else out


def _long_head(who: SigningAuthority) -> SigningAuthority:
    """A letterhead on three lines under a governing body on two, a signature for the collective."""
    return replace(
        who,
        issuer=_LONG_ISSUER,
        governing_body=_LONG_GOVERNING,
        symbol="BCĐHNQT",
        capacity=(
            "TM. Ban Chỉ đạo hội nhập quốc tế và hợp tác biên giới",
            "KT. Trưởng ban",
            "Phó Trưởng ban",
        ),
        name="Hoàng Phi Nguyễn Phúc Bảo Khánh",
    )


def _long_dossier(dossier: DossierFacts) -> DossierFacts:
    members = tuple(
        replace(
            _prose(member, lambda text: f"{text}, Trưởng Tiểu ban Hợp tác biên giới"),
            full_name=f"{_LONG_GIVEN[n % len(_LONG_GIVEN)]} {member.full_name}",
            role="head" if n == 0 else "member" if member.role == "head" else member.role,
        )
        for n, member in enumerate(_cycled(dossier.members, _MEMBERS))
    )
    first = dossier.departs_on
    legs = tuple(
        replace(
            leg,
            place=f"{leg.place}, chặng thứ {n + 1}" if leg.place else "",
            from_on=first + timedelta(2 * n) if first else None,
            to_on=first + timedelta(2 * n + 1) if first else None,
        )
        for n, leg in enumerate(_cycled(dossier.legs, _LEGS))
    )
    return replace(
        dossier,
        values=_prose_of(dossier.values, _much),
        legs=legs,
        members=members,
        funding=tuple(_prose(row, _much) for row in _cycled(dossier.funding, 4)),
        papers=_cycled(dossier.papers, _ROWS),
        consultations=_cycled(dossier.consultations, 6),
        rows={n: tuple(_prose_of(r, _much) for r in _cycled(t, 2 * _ROWS)) for n, t in dossier.rows.items()},
    )


def _worst(content: LetterContent) -> LetterContent:
    """The longest that stands around the body, whatever the wording of the kind gives."""
    subject = content.subject + _MORE * 5
    addressees, recipients = content.addressees, content.recipients
    if addressees:
        second = "Bộ Chỉ huy Bộ đội Biên phòng tỉnh, Đồn Biên phòng cửa khẩu quốc tế Tà Lùng và các đơn vị có liên quan"
        addressees = (*addressees, second)[:2]
    if recipients is not None:
        more = tuple(f"Ủy ban nhân dân huyện, thành phố thứ {n} trên địa bàn tỉnh" for n in range(1, 11))
        recipients = replace(recipients, names=(*recipients.names, *more)[:10])
    return replace(
        content,
        subject=subject[:_LONGEST_SUBJECT].rstrip(" ,"),
        addressees=addressees,
        recipients=recipients,
        number=replace(content.number, number=12345) if content.number else None,
    )


# The body that ends at the foot of a page.


def _grown(code: str, facts: LetterFacts) -> Callable[[int], LetterFacts]:
    """A maker of *facts* with so many words more in the first free text that stands in the body of the letter.

    A kind that prints no free text in its body gives back *facts* however many words are asked for.
    """
    before = _body(code, facts)
    for grow in _growers(facts):
        if _body(code, grow(40)) != before:
            return grow
    return lambda words: facts


def _body(code: str, facts: LetterFacts) -> object:
    return _composed(code, facts).body


def _filled(text: str, words: int) -> str:
    more = (_MORE * (words // 20 + 1)).split(" ")[1 : words + 1]
    return " ".join([text.rstrip(" .;"), *more])


def _growers(facts: LetterFacts) -> list[Callable[[int], LetterFacts]]:
    found: list[Callable[[int], LetterFacts]] = []
    dossier = facts.dossier
    for name, value in facts.extra.items():
        if isinstance(value, str) and " " in value:
            found.append(
                lambda n, name=name, value=value: replace(
                    facts, extra={**facts.extra, name: _filled(value, n)}
                )
            )
    for name in ("asks", "reasons", "findings", "owed"):
        rows: tuple[Any, ...] = getattr(facts, name)
        if rows:
            found.append(
                lambda n, name=name, rows=rows: replace(
                    facts, **{name: (_prose(rows[0], lambda text: _filled(text, n)), *rows[1:])}
                )
            )
    for name, value in dossier.values.items() if dossier else ():
        if isinstance(value, str) and " " in value:
            found.append(
                lambda n, name=name, value=value: replace(
                    facts,
                    dossier=replace(
                        cast(Any, dossier), values={**cast(Any, dossier).values, name: _filled(value, n)}
                    ),
                )
            )
    return found


@cache
def _words_to_foot(code: str) -> int:
    """How many words the body can take before the signature, or the last line, goes over to another page."""
    facts = sample(code)
    grown = _grown(code, facts)

    def pages(words: int) -> int:
        content = replace(_composed(code, grown(words)), annexes=())
        return len(lay_out(content, faces()))

    least = pages(0)
    low, high = 0, 16
    while pages(high) <= least:
        low, high = high, 2 * high
        if high > 8192:
            return 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if pages(middle) <= least else (low, middle)
    return low
