"""What a letter changes of an earlier one: the words of the facts as the earlier letter had them beside those of the facts now.

What can be compared is compared, so that nobody types a name, a day or an amount twice; what a person adds (the letter's own
table ``changes``) comes after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from models.appraisal.facts import DossierFacts, Member
from models.catalogue.kinds import Direction
from models.letters.facts import Change, LetterFacts
from models.letters.row_words import RowWords, member_row, table_row
from models.letters.vietnamese import named, padded
from models.letters.wording import clause, honorific, paper, phrase, reference, stay_of, trip_words
from models.text import fold

# The points that decisions and consents speak of, in the order of the letters.
_POINTS = {
    Direction.OUTGOING: ("destinations", "stay", "purpose", "host_name", "funding"),
    Direction.INCOMING: ("guest_organisation", "purpose", "stay", "places", "lodging", "funding"),
}


def changes_between(before: DossierFacts, now: DossierFacts) -> tuple[Change, ...]:
    """What has become different; who travels comes first, then point by point."""
    old, new = _points(before), _points(now)
    points = [
        Change(phrase(f"change.label.{name}"), old[name], new[name])
        for name in _POINTS[now.direction]
        if old[name] != new[name]
    ]
    return (*_members(before, now), *points)


def _points(dossier: DossierFacts) -> dict[str, str]:
    words = trip_words(dossier)
    days, period = words["days"](), words["period"]()
    found = {name: words[name]() for name in ("destinations", "places", "funding")}
    found |= {n: clause(dossier.text(n)) for n in ("purpose", "host_name", "guest_organisation", "lodging")}
    return found | {"stay": phrase("change.stay", days=days, period=period) if days and period else ""}


def _who(member: Member) -> str:
    return str(member.person_id or fold(clause(member.full_name)))


def _said(member: Member) -> str:
    """ "bà Hoàng Thị Mai, Chi cục trưởng Chi cục …, Trưởng đoàn"; a guest with nationality and passport."""
    row = member_row(member)
    parts = [named(honorific(member), row["name"]), f"{row['post']}{row['behind']}"]
    if row["nationality"]:
        parts.append(phrase("change.nationality", country=row["nationality"]))
        parts.append(phrase("change.passport", number=row["passport"]) if row["passport"] else "")
    return ", ".join(part for part in parts if part)


def _members(before: DossierFacts, now: DossierFacts) -> list[Change]:
    """Who joins, stays at home or goes in another post: one change, however many people it is about."""
    old, new = {_who(m): m for m in before.members}, {_who(m): m for m in now.members}
    gone = [_said(m) for key, m in old.items() if key not in new]
    come = [_said(m) for key, m in new.items() if key not in old]
    pairs = [(_said(old[key]), _said(m)) for key, m in new.items() if key in old]
    altered = [(was, becomes) for was, becomes in pairs if was != becomes]
    if len(gone) == len(come) == 1:
        parts = [phrase("change.member_replaced", was=gone[0], becomes=come[0])]
    else:
        parts = [phrase("change.member_added", becomes=x) for x in come]
        parts += [phrase("change.member_removed", was=x) for x in gone]
    parts += [phrase("change.member_altered", was=was, becomes=becomes) for was, becomes in altered]
    if not parts:
        return []
    was = "; ".join([*gone, *(x for x, _becomes in altered)])
    becomes = "; ".join([*come, *(x for _was, x in altered)])
    label = phrase("change.label.members")
    return [
        Change(
            label, was, becomes, phrase("change.members", what=label, parts="; ".join(parts)), of_members=True
        )
    ]


def changes_of(facts: LetterFacts) -> tuple[Change, ...]:
    """What the letter changes: what differs from the earlier one, then what a person added."""
    found: tuple[Change, ...] = ()
    if facts.before is not None and facts.dossier is not None:
        found = changes_between(facts.before, facts.dossier)
    typed = [
        Change(clause(r.get("what")), clause(r.get("was")), clause(r.get("becomes")))
        for r in own_rows(facts, "changes")
    ]
    return (*found, *(c for c in typed if c.what and (c.was or c.becomes)))


def changes_members(facts: LetterFacts) -> bool:
    """Whether somebody goes, stays at home or goes in another post than the earlier letter said."""
    return any(change.of_members for change in changes_of(facts))


def own_rows(facts: LetterFacts, name: str) -> tuple[Mapping[str, Any], ...]:
    """The rows that a person filled into a table of the letter's own."""
    rows = facts.extra.get(name)
    return tuple(cast("list[Mapping[str, Any]]", rows)) if isinstance(rows, list | tuple) else ()


def _says(change: Change) -> str:
    sort = "added" if not change.was else "changed" if change.becomes else "removed"
    return change.says or phrase(f"change.{sort}", what=change.what, was=change.was, becomes=change.becomes)


def _bare(receiver: str) -> str:
    """A receiver without what is noted behind the name in the list of receivers ("(b/c)")."""
    return clause(receiver.partition("(")[0])


def earlier_rows(name: str, facts: LetterFacts) -> list[RowWords] | None:
    """The rows of the lists about an earlier letter; None for any other list."""
    match name:
        case "changes":
            found = [
                {"what": x.what, "was": x.was, "becomes": x.becomes, "says": _says(x)}
                for x in changes_of(facts)
            ]
        case "receivers":
            listed = facts.earlier.receivers if facts.earlier else ()
            found = [{"name": clause(x), "body": _bare(x)} for x in listed]
        case "slips":
            found = [table_row(("place", "was", "becomes"), row) for row in own_rows(facts, "slips")]
        case _:
            return None
    return found


def new_period(facts: LetterFacts) -> str:
    """The days to which a journey is put off: those of the dossier when they have changed, else those filled into the letter."""
    if facts.before is not None and facts.dossier is not None:
        was, now = (stay_of(d.departs_on, d.returns_on) for d in (facts.before, facts.dossier))
        if now and now != was:
            return now
    first, last = (facts.extra.get(n) for n in ("new_from", "new_to"))
    return stay_of(first, last) if isinstance(first, date) and isinstance(last, date) else ""


def former_period(facts: LetterFacts) -> str:
    """The days that the earlier letter gave; those of the dossier when nothing else is known of the earlier one."""
    known = facts.before or facts.dossier
    return stay_of(known.departs_on, known.returns_on) if known else ""


def change_request(facts: LetterFacts) -> str:
    """The paper by which the change was asked for: the one filled in, else the request of a dossier of its own."""
    number, day = clause(facts.extra.get("request_number")), facts.extra.get("request_on")
    if number:
        return paper(number, day if isinstance(day, date) else None)
    if facts.dossier is None or facts.earlier is None or not facts.earlier.is_of_another_dossier:
        return ""
    return trip_words(facts.dossier)["received_paper"]()


def earlier_words(facts: LetterFacts) -> dict[str, Callable[[], str]]:
    """The words about the letter that this one changes; all empty without one."""
    earlier = facts.earlier

    def said(by: str) -> str:
        body = phrase("earlier.by", body=by) if by else ""
        return f"{reference(earlier.ref)}{body}{_about(earlier.subject)}" if earlier else ""

    return {
        "earlier": lambda: reference(earlier.ref) if earlier else "",
        "earlier_named": lambda: said(""),
        "earlier_full": lambda: said(earlier.by if earlier else ""),
        "earlier_by": lambda: earlier.by if earlier else "",
        "changes_number": lambda: padded(len(found)) if (found := changes_of(facts)) else "",
        "change_request": lambda: change_request(facts),
        "former_period": lambda: former_period(facts),
        "new_period": lambda: new_period(facts),
    }


def _about(subject: str) -> str:
    subject = clause(subject)
    if not subject:
        return ""
    begun = fold(subject).startswith("ve viec")
    return f" {subject[0].lower()}{subject[1:]}" if begun else phrase("earlier.about", subject=subject)
