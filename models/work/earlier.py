"""The letter that another one changes: which it may be, what it said, to whom, and the dossier as that letter had it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from models import settings
from models.appraisal.facts import DossierFacts
from models.appraisal.reading_drafts import facts_of
from models.catalogue.authority import matrix
from models.catalogue.letter_kinds import ANY, LetterKind, letter_kinds
from models.errors import OfficeError
from models.letters.content import LetterContent
from models.letters.facts import EarlierLetter, LetterRef, OfficeProfile, SigningAuthority
from models.letters.wording import paper_type
from models.reading.dossiers import DELEGATION_FIELDS, draft_of
from models.reading.letters import LETTERS, LetterRow, frozen_content, links_of, number_text
from models.records import Delegation, Dossier, JournalEntry, Letter
from models.store.units import Reading
from models.text import fold
from models.work import merging
from models.work.dossiers import CONTENT_ACTS
from models.work.facts import calendar_around

ENDS = frozenset({"replaces", "revokes", "recalls"})  # after these an earlier letter speaks no longer
_CHANGES = frozenset({"amends", "replaces", "revokes"})
_OF_THE_JOURNEY = frozenset({"legs", "members", "funding"})  # tables that dossiers about one delegation share
MOST_CHOICES = 20  # letters to choose from; what is older is found on the page Letters
_NO_RECEIVER = "nhu "  # "Như trên", "Như Điều 3"


def checked_earlier(read: Reading, kind: LetterKind, dossier_id: int | None, earlier_id: int) -> Letter:
    """The letter that one of *kind* in a dossier is to change.

    Raises OfficeError: "gone", "earlier_not_issued", "earlier_wrong_kind", "earlier_of_another" (dossier and unit), or
    "earlier_has_ended" when another one has already replaced, revoked or recalled it.
    """
    earlier = read.session.get(Letter, earlier_id)
    if earlier is None:
        raise OfficeError("gone")
    number = number_text(earlier.number, earlier.symbol)
    if earlier.state != "issued":
        raise OfficeError("earlier_not_issued")
    if not kind.may_be_about(earlier.kind):
        raise OfficeError("earlier_wrong_kind", number=number, letter=str(kind.label))
    if not _belongs(read, dossier_id, earlier.dossier_id):
        raise OfficeError("earlier_of_another", number=number)
    if kind.relation in _CHANGES and (ender := _ended_by(read, earlier_id)):
        raise OfficeError("earlier_has_ended", number=number, by=ender)
    return earlier


def _ended_by(read: Reading, letter_id: int) -> str:
    found = links_of(read, [letter_id]).get(letter_id, ())
    return next((x.reference for x in found if x.is_later and x.relation in ENDS), "")


def _belongs(read: Reading, dossier_id: int | None, of_earlier: int | None) -> bool:
    """Whether two letters are of one dossier, of one delegation, or of dossiers of one unit; letters of none go together."""
    if dossier_id == of_earlier:
        return True
    if dossier_id is None or of_earlier is None:
        return False
    one, other = (read.session.get(Dossier, i) for i in (dossier_id, of_earlier))
    if one is None or other is None:
        return False
    if one.delegation_id == other.delegation_id or (
        one.requester_id and one.requester_id == other.requester_id
    ):
        return True
    return bool(fold(one.requester)) and fold(one.requester) == fold(other.requester)


def earlier_letter(
    read: Reading, kind: LetterKind, dossier: Dossier | None, earlier_id: int | None
) -> Letter | None:
    """The letter that is changed: the one chosen, else the last one of the dossier (or of the one it amends) that may be."""
    if not kind.relation:
        return None
    if earlier_id is not None:
        return read.session.get(Letter, earlier_id)
    about = [code for code in letter_kinds() if kind.may_be_about(code)]
    if dossier is None or len(about) == len(letter_kinds()):
        return None
    places = [dossier.id] if dossier.parent_id is None else [dossier.id, dossier.parent_id]
    found = read.session.scalars(
        select(Letter)
        .where(Letter.dossier_id.in_(places), Letter.state == "issued", Letter.kind.in_(about))
        .order_by(Letter.issued_on.desc(), Letter.id.desc())
    )
    return next((x for x in found if not _ended_by(read, x.id)), None)


def choices(read: Reading, kind: LetterKind, dossier_id: int) -> tuple[LetterRow, ...]:
    """The letters that one of *kind* in a dossier may change: its own first, then those of the unit's other dossiers.

    A kind that may change any letter is offered those of the dossier alone. At most ``MOST_CHOICES``, the newest first.
    """
    dossier = read.session.get(Dossier, dossier_id)
    about = [code for code in letter_kinds() if kind.may_be_about(code)]
    if dossier is None or not about:
        return ()
    near = [Dossier.id == dossier.id, Dossier.delegation_id == dossier.delegation_id]
    if ANY not in kind.about and dossier.requester_id is not None:
        near.append(Dossier.requester_id == dossier.requester_id)
    found = read.session.scalars(
        select(Letter.id)
        .join(Dossier, Dossier.id == Letter.dossier_id)
        .where(or_(*near), Letter.state == "issued", Letter.kind.in_(about))
        .order_by(Dossier.id != dossier.id, Letter.issued_on.desc(), Letter.id.desc())
        .limit(MOST_CHOICES)
    ).all()
    ended = {
        i
        for i, links in links_of(read, found).items()
        if any(x.is_later and x.relation in ENDS for x in links)
    }
    rows = LETTERS.rows(read, found)
    return tuple(rows[i] for i in found if i not in ended or kind.relation not in _CHANGES)


def earlier_facts(
    read: Reading,
    kind: LetterKind,
    earlier: Letter,
    dossier: Dossier | None,
    office: OfficeProfile,
    authority: SigningAuthority | None,
) -> EarlierLetter:
    """The earlier letter as this one speaks of it."""
    content = frozen_content(earlier)
    values = settings.office_settings(read, earlier.issued_on)
    by = values["committee"] if earlier.is_external else values["office_name"]
    signing = office.signing
    if earlier.is_external:
        signing = authority if authority and not authority.is_office else _committee(read, earlier)
    own = office.name if kind.issuer == "office" or not earlier.is_external else ""
    return EarlierLetter(
        ref=LetterRef(earlier.type_name, number_text(earlier.number, earlier.symbol), earlier.issued_on),
        subject=earlier.subject,
        by=content.authority[0] if content and content.authority else by,
        receivers=_receivers(content, (own, dossier.requester if dossier else "")),
        signing=signing,
        is_of_another_dossier=dossier is not None and earlier.dossier_id != dossier.id,
    )


def _committee(read: Reading, earlier: Letter) -> SigningAuthority | None:
    day = earlier.issued_on
    row = next((r for r in matrix().rows if r.is_external and day and r.is_in_force(day)), None)
    return settings.authority_of(settings.office_settings(read), row) if row else None


def _receivers(content: LetterContent | None, without: Sequence[str]) -> tuple[str, ...]:
    if content is None:
        return ()
    named = (*content.addressees, *(content.recipients.names if content.recipients else ()))
    known = {fold(x) for x in without if x}
    found: dict[str, str] = {}
    for name in named:
        bare = fold(name.partition("(")[0]).rstrip(" .;")
        if bare and bare not in known and not bare.startswith(_NO_RECEIVER):
            found.setdefault(bare, name)
    return tuple(found.values())


def recorded_elsewhere(delegation: Delegation, authority: SigningAuthority | None) -> EarlierLetter | None:
    """The decision of another body that was only recorded here, by its number: nothing more is known of it."""
    if not delegation.permitted_by:
        return None
    by = authority if authority and not authority.is_office else None
    kind = paper_type(delegation.permitted_by)
    return EarlierLetter(
        ref=LetterRef(kind, delegation.permitted_by, delegation.permitted_on),
        by=(by.deciding or by.post) if by else "",
        signing=authority,
    )


def before(read: Reading, kind: LetterKind, earlier: Letter) -> DossierFacts | None:
    """The dossier as the earlier letter had it, later amendments included; None where that cannot be found out any more.

    What is told about a letter is told against that very letter; what amends it goes on from its last amendment.
    """
    last = earlier if kind.relation == "announces" else _last_amendment(read, earlier)
    frozen = _frozen_at(read, last.id)
    dossier = read.session.get(Dossier, last.dossier_id) if last.dossier_id is not None else None
    if frozen is None or dossier is None:
        return None
    stored = draft_of(read, dossier.id)
    values = merging.flat(stored)
    for entry in _since(read, dossier, frozen):
        changes = _journey_only(entry.changes) if entry.dossier_id != dossier.id else dict(entry.changes)
        if entry.act == "lodge" and not changes:
            return None  # another dossier wrote over the journey without saying what was there
        changes.pop("version", None)
        values = merging.undo(values, changes)
    return facts_of(merging.unflat(values, stored), calendar=calendar_around(earlier.issued_on))


def _last_amendment(read: Reading, earlier: Letter) -> Letter:
    found = read.session.scalars(
        select(Letter)
        .where(Letter.earlier_id == earlier.id, Letter.relation == "amends", Letter.state == "issued")
        .order_by(Letter.issued_on.desc(), Letter.id.desc())
        .limit(1)
    ).first()
    return found or earlier


def _frozen_at(read: Reading, letter_id: int) -> int | None:
    """The journal entry at which the words of an issued letter were fixed: its print for signature, else its issue."""
    rows = read.session.execute(
        select(JournalEntry.id, JournalEntry.act)
        .where(
            JournalEntry.about == Letter.__tablename__,
            JournalEntry.about_id == letter_id,
            JournalEntry.act.in_(("print_letter", "revise_letter", "issue_letter")),
        )
        .order_by(JournalEntry.id)
    ).all()
    acts = [(row.id, row.act) for row in rows]
    at = next((n for n, (_id, act) in enumerate(acts) if act == "issue_letter"), None)
    if at is None:
        return None
    return acts[at - 1][0] if at and acts[at - 1][1] == "print_letter" else acts[at][0]


def _since(read: Reading, dossier: Dossier, frozen: int) -> Sequence[JournalEntry]:
    """What has changed the dossier or its journey since, the newest first; dossiers lodged about the same journey too."""
    same = select(Dossier.id).where(Dossier.delegation_id == dossier.delegation_id)
    return read.session.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.dossier_id.in_(same),
            JournalEntry.id > frozen,
            JournalEntry.act.in_((*CONTENT_ACTS, "lodge")),
        )
        .order_by(JournalEntry.id.desc())
    ).all()


def _journey_only(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        path: change
        for path, change in changes.items()
        if path in DELEGATION_FIELDS or path.partition(".")[0] in _OF_THE_JOURNEY and "." in path
    }


def earlier_id_for(
    w: Reading, spec: LetterKind, dossier_id: int | None, earlier_id: int | None
) -> int | None:
    """The letter that a new one is about to change, checked; None for a kind that changes none, or when only its number is known.

    Raises as ``checked_earlier``, and OfficeError("earlier_needed") when there is nothing that it could change.
    """
    if earlier_id is None:
        dossier = w.session.get(Dossier, dossier_id) if dossier_id is not None else None
        found = earlier_letter(w, spec, dossier, None)
        if found is None and spec.relation and not _is_recorded(w, spec, dossier):
            raise OfficeError("earlier_needed", letter=str(spec.label))
        return found.id if found else None
    return checked_earlier(w, spec, dossier_id, earlier_id).id


def _is_recorded(read: Reading, kind: LetterKind, dossier: Dossier | None) -> bool:
    delegation = (
        read.session.get(Delegation, dossier.delegation_id) if dossier and ANY not in kind.about else None
    )
    return delegation is not None and recorded_elsewhere(delegation, None) is not None


def link_of(read: Reading, letter: Letter) -> dict[str, list[Any]]:
    """What the journal says of the link to an earlier letter."""
    earlier = read.session.get(Letter, letter.earlier_id) if letter.earlier_id is not None else None
    return {letter.relation: ["", number_text(earlier.number, earlier.symbol)]} if earlier else {}


def still_stands(read: Reading, kind: LetterKind, letter: Letter, on: date) -> None:
    """Checks again, at the moment of issue on a day, that the earlier letter may be changed. Raises as ``checked_earlier``, and
    "earlier_is_later" when it bears a later date."""
    if letter.earlier_id is None:
        return
    earlier = checked_earlier(read, kind, letter.dossier_id, letter.earlier_id)
    if earlier.issued_on is not None and earlier.issued_on > on:
        number = number_text(earlier.number, earlier.symbol)
        raise OfficeError("earlier_is_later", number=number, on=f"{earlier.issued_on:%d/%m/%Y}")


def no_later(read: Reading, letter: Letter) -> None:
    """Raises OfficeError("letter_has_later") when another issued letter changes this one: that one has to go first."""
    found = links_of(read, [letter.id]).get(letter.id, ())
    later = next((x for x in found if x.is_later), None)
    if later is not None:
        raise OfficeError(
            "letter_has_later", number=number_text(letter.number, letter.symbol), by=later.reference
        )
