"""The office and the people it knows."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.records.base import At, Code, Data, Day, Key, Long, Name, Record, Ref


class Organisation(Record):
    """A body that asks, hosts or employs, valid between two dates; successors keep old papers true."""

    __tablename__ = "organisation"
    id: Mapped[Key]
    name: Mapped[Name]
    abbreviation: Mapped[Code] = mapped_column(default="")
    kind: Mapped[Code] = mapped_column(
        default="", comment="province, department, unit, commune, party, enterprise…"
    )
    parent_id: Mapped[Ref | None] = mapped_column(ForeignKey("organisation.id"))
    successor_id: Mapped[Ref | None] = mapped_column(ForeignKey("organisation.id"))
    valid_from: Mapped[Day | None]
    valid_to: Mapped[Day | None]
    folded: Mapped[Name]
    sort_key: Mapped[Long]
    __table_args__ = (Index("ix_organisation_folded", "folded"),)


class Person(Record):
    """Someone who travels: an official of the ledger, or a foreign guest who came before."""

    __tablename__ = "person"
    id: Mapped[Key]
    full_name: Mapped[Name]
    folded: Mapped[Name]
    sort_key: Mapped[Long]
    is_guest: Mapped[bool] = mapped_column(default=False)
    native_name: Mapped[Name] = mapped_column(default="")
    nationality: Mapped[Code] = mapped_column(default="VN")
    born_on: Mapped[Code] = mapped_column(
        default="", comment="ISO date, or year or year-month when only that is known"
    )
    sex: Mapped[Code] = mapped_column(default="")
    position: Mapped[Name] = mapped_column(default="")
    party_post: Mapped[Name] = mapped_column(default="")
    organisation_id: Mapped[Ref | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation_name: Mapped[Name] = mapped_column(default="")
    employment: Mapped[Code] = mapped_column(default="")
    grade_code: Mapped[Code] = mapped_column(default="")
    grade_step: Mapped[Code] = mapped_column(default="")
    category: Mapped[Code] = mapped_column(default="")
    management_tier: Mapped[Code] = mapped_column(default="unit")
    is_key_post: Mapped[bool] = mapped_column(default=False)
    is_party_member: Mapped[bool] = mapped_column(default=False)
    passport_kind: Mapped[Code] = mapped_column(default="")
    passport_number: Mapped[Code] = mapped_column(default="")
    passport_expires_on: Mapped[Day | None]
    retires_on: Mapped[Day | None]
    discipline: Mapped[Code] = mapped_column(default="none")
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        Index("ix_person_folded", "folded"),
        Index("ix_person_passport_number", "passport_number"),
    )
    __mapper_args__ = {"version_id_col": version}


class User(Record):
    """Who works with the program. *roles* is a list of ``Role`` values."""

    __tablename__ = "user"
    id: Mapped[Key]
    login: Mapped[Code] = mapped_column(unique=True)
    full_name: Mapped[Name]
    position: Mapped[Name] = mapped_column(default="")
    roles: Mapped[Data] = mapped_column(comment='{"roles": [..]}')
    password_hash: Mapped[Name] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    person_id: Mapped[Ref | None] = mapped_column(
        ForeignKey("person.id"), comment="himself in the ledger, so that he never handles his own trip"
    )
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[At | None]


class Setting(Record):
    """An office setting; the newest *valid_from* not after the day asked for speaks."""

    __tablename__ = "setting"
    id: Mapped[Key]
    name: Mapped[Name]
    valid_from: Mapped[Day]
    value: Mapped[Data] = mapped_column(comment='{"value": …}')
    __table_args__ = (UniqueConstraint("name", "valid_from"),)


class RuleEdition(Record):
    """An edition of an appraisal rule, append-only; shipped ones by content hash, the office's own besides."""

    __tablename__ = "rule_edition"
    id: Mapped[Key]
    code: Mapped[Code]
    in_force_from: Mapped[Day]
    in_force_to: Mapped[Day | None]
    source: Mapped[Code] = mapped_column(default="shipped", comment="shipped or office")
    sha256: Mapped[Name] = mapped_column(unique=True)
    block: Mapped[Data] = mapped_column(comment="the [[rule]] block as read")


class JournalEntry(Record):
    """One act: who, when, what, from → to, which fields, why. Never changed, never deleted."""

    __tablename__ = "journal"
    id: Mapped[Key]
    at: Mapped[At]
    user_id: Mapped[Ref | None] = mapped_column(ForeignKey("user.id"))
    user_name: Mapped[Name]
    act: Mapped[Code]
    about: Mapped[Code] = mapped_column(comment="table of the thing")
    about_id: Mapped[Ref | None]
    dossier_id: Mapped[Ref | None] = mapped_column(index=True)
    from_state: Mapped[Code] = mapped_column(default="")
    to_state: Mapped[Code] = mapped_column(default="")
    changes: Mapped[Data] = mapped_column(comment="{field: [was, is]}")
    reason: Mapped[Long] = mapped_column(default="")
    previous_hash: Mapped[Name]
    hash: Mapped[Name] = mapped_column(unique=True)
    __table_args__ = (CheckConstraint("length(hash) = 64", name="hash_length"),)


class SearchEntry(Record):
    """What search finds: one row per person, dossier, letter and organisation, with its folded text."""

    __tablename__ = "search_entry"
    id: Mapped[Key]
    topic: Mapped[Code] = mapped_column(comment="person, dossier, letter, organisation")
    key: Mapped[Ref]
    title: Mapped[Long]
    detail: Mapped[Long] = mapped_column(default="")
    folded: Mapped[Long]
    __table_args__ = (UniqueConstraint("topic", "key"),)
