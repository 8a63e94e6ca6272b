"""The facts and contents of an example made shorter, longer, and so long that they fill a page to its foot.

Everything is told from the shape of the facts, so that a new kind of letter is stretched like the others: a text with a space
in it is prose and may grow or shrink, one without is a code, a number or a choice and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar, cast

from models.appraisal.facts import DossierFacts
from models.letters.content import LetterContent
from models.letters.facts import LetterFacts, SigningAuthority

T = TypeVar("T")

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


def shortened(facts: LetterFacts, *, whole_tables: bool = False) -> LetterFacts:
    """One of everything, in a few words; *whole_tables* keeps every row of the dossier's further tables."""
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
        rows={
            name: tuple(_prose_of(row, _few) for row in (table if whole_tables else table[:1]))
            for name, table in dossier.rows.items()
        },
    )
    return replace(out, dossier=dossier)


def _cycled(rows: tuple[T, ...], count: int) -> tuple[T, ...]:
    return tuple(rows[n % len(rows)] for n in range(count)) if rows else ()


def lengthened(facts: LetterFacts) -> LetterFacts:
    """120 members, 12 legs, long names, posts, notes and letterhead."""
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


def worst(content: LetterContent) -> LetterContent:
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
        subject=subject[: _LONGEST_SUBJECT + 1].rsplit(" ", 1)[0].rstrip(" ,"),
        addressees=addressees,
        recipients=recipients,
        number=replace(content.number, number=12345) if content.number else None,
    )


def _filled(text: str, words: int) -> str:
    more = (_MORE * (words // 20 + 1)).split(" ")[1 : words + 1]
    return " ".join([text.rstrip(" .;"), *more])


def growers(facts: LetterFacts) -> list[Callable[[int], LetterFacts]]:
    """For each free text of the facts a maker of them with so many words more in it."""
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
