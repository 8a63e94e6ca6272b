"""What a letter is made from: the dossier's facts, what the rules found, the office, who signs, and what a person adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.appraisal.facts import DossierFacts
from models.appraisal.findings import Finding
from models.letters.figures import Figures, YearPlan


@dataclass(frozen=True, slots=True)
class SigningAuthority:
    """Who issues and signs a letter.

    *issuer* and *governing_body* are the lines of the letterhead. *body* and *post* are the names inside a text ("Ủy ban nhân
    dân tỉnh Cao Bằng", "Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng"); *deciding* is the line over the bases of a decision: the
    post where its head decides, the body where it decides collectively (Phụ lục III, mẫu 1.2, ghi chú 6). *capacity* are the
    lines over the signature ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"). *register_prefix* is put before the letter kind's register.
    """

    issuer: tuple[str, ...]
    body: str
    post: str
    symbol: str
    capacity: tuple[str, ...]
    name: str
    unit_symbol: str = ""
    deciding: str = ""
    governing_body: tuple[str, ...] = ()
    register_prefix: str = ""
    is_office: bool = False


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """The office as its letters name it. *signing* is how it issues and signs its own letters on the day."""

    name: str  # "Sở Ngoại vụ"
    symbol: str  # "SNgV"
    head_post: str  # "Giám đốc Sở Ngoại vụ"
    unit_name: str  # "Phòng Nghiệp vụ - Lãnh sự"
    unit_symbol: str  # "NVLS"
    place: str  # "Cao Bằng", before the date
    province: str  # "tỉnh Cao Bằng"
    committee: str  # "Ủy ban nhân dân tỉnh Cao Bằng"
    signing: SigningAuthority
    contact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked for, or one reason, with its legal or practical basis."""

    what: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class OwedReport:
    """A report that a unit owes."""

    title: str
    due_on: date
    returned_on: date | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class LetterRef:
    """An issued letter that this one speaks of: "Tờ trình", "05/TTr-SNgV", its date."""

    type_name: str
    number: str
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class EarlierLetter:
    """The issued letter that this one changes, ends, corrects or announces something about.

    *by* is who issued it, as a text names it ("Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng"); *signing* is how that body issues
    and signs now. *receivers* are those it went to.
    """

    ref: LetterRef
    subject: str = ""
    by: str = ""
    receivers: tuple[str, ...] = ()
    signing: SigningAuthority | None = None
    is_of_another_dossier: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a letter changes: what, as it was and as it becomes; either may be empty.

    *says* is the sentence where it is not the usual one; *of_members*: it is about who travels.
    """

    what: str
    was: str
    becomes: str
    says: str = ""
    of_members: bool = False


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything a letter says, typed.

    *day* is the date on which the law is looked up and delays are counted: the date of issue, or today for a draft.
    *issued_on* prints; while it is None there is room to write the date by hand after signature. *authority* is who decides on
    the dossier; letters of the office itself are signed by ``office.signing``. *reasons* may stay empty: then the findings that
    stand in the way are the reasons. *reference* is the dossier's own and *deadline* the day by which it is to
    be answered; *figures* and *plan* belong to letters about a period or a year. *extra* are the letter's own fields by name.
    *earlier* is the letter that this one changes and *before* the dossier as that one had it, None where that cannot be known any more.
    """

    office: OfficeProfile
    day: date
    dossier: DossierFacts | None = None
    authority: SigningAuthority | None = None
    findings: tuple[Finding, ...] = ()
    asks: tuple[Item, ...] = ()
    reasons: tuple[Item, ...] = ()
    owed: tuple[OwedReport, ...] = ()
    addressee: str = ""
    step: int = 1
    submission: LetterRef | None = None
    previous: tuple[LetterRef, ...] = ()
    issued_on: date | None = None
    urgency: str = ""
    officer: str = ""
    division_head: str = ""
    reference: str = ""
    deadline: date | None = None
    figures: Figures | None = None
    plan: YearPlan | None = None
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])
    earlier: EarlierLetter | None = None
    before: DossierFacts | None = None
