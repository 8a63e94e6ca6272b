"""Delegations and the dossiers about them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.records.base import At, Code, Data, Day, Key, Long, Money, Name, Record, Ref


class Delegation(Record):
    """A journey of people: what statistics count. Written by acts from the dossier that is its newest word.

    *status*: ``planned`` until permitted, then ``permitted``, ``under_way``, ``awaiting_report``, ``closed``; or ``refused``,
    ``cancelled``, ``withdrawn``. Only the last three do not count.
    """

    __tablename__ = "delegation"
    id: Mapped[Key]
    counts_as: Mapped[Code] = mapped_column(comment="outgoing, private, incoming")
    kind: Mapped[Code]
    status: Mapped[Code] = mapped_column(default="planned")
    counts: Mapped[bool] = mapped_column(
        default=False, comment="permitted and not cancelled: statistics count it"
    )
    title: Mapped[Name]
    purpose_category: Mapped[Code] = mapped_column(default="")
    purpose: Mapped[Long] = mapped_column(default="")
    host_name: Mapped[Name] = mapped_column(default="")
    organisation_id: Mapped[Ref | None] = mapped_column(ForeignKey("organisation.id"))
    organisation_name: Mapped[Name] = mapped_column(default="")
    departs_on: Mapped[Day | None]
    returns_on: Mapped[Day | None]
    days: Mapped[int] = mapped_column(default=0)
    year: Mapped[int] = mapped_column(default=0, comment="calendar year of departure")
    head_name: Mapped[Name] = mapped_column(default="")
    leader_rank: Mapped[Code] = mapped_column(default="")
    member_count: Mapped[int] = mapped_column(default=0)
    countries: Mapped[Name] = mapped_column(default="", comment="ISO codes in order, joined by a space")
    is_planned: Mapped[bool] = mapped_column(default=True)
    trip_exemption: Mapped[Code] = mapped_column(default="none")
    state_money: Mapped[Money] = mapped_column(default=0)
    total_money: Mapped[Money] = mapped_column(default=0)
    permitted_on: Mapped[Day | None]
    permitted_by: Mapped[Name] = mapped_column(
        default="", comment="number and symbol of the decision or consent"
    )
    report_due_on: Mapped[Day | None]
    report_received_on: Mapped[Day | None]
    report_note: Mapped[Long] = mapped_column(default="")
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_on: Mapped[Day | None]
    __table_args__ = (
        Index("ix_delegation_count", "counts", "counts_as", "departs_on", "member_count", "countries"),
        Index("ix_delegation_departs_on", "departs_on", "id"),
        Index("ix_delegation_report", "counts", "report_due_on", "report_received_on"),
        Index(
            "ix_delegation_owed", "report_due_on",
            sqlite_where=text("report_received_on IS NULL AND report_due_on IS NOT NULL"),
            postgresql_where=text("report_received_on IS NULL AND report_due_on IS NOT NULL"),
        ),
        CheckConstraint("returns_on IS NULL OR departs_on IS NULL OR returns_on >= departs_on", name="days_in_order"),
    )  # fmt: skip


class Dossier(Record):
    """The paper case about a delegation, with its life. *relation* is original, amendment or cancellation of *parent_id*."""

    __tablename__ = "dossier"
    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(
        unique=True, comment="the dossier's own reference, shown on screen"
    )
    kind: Mapped[Code]
    workflow: Mapped[Code]
    relation: Mapped[Code] = mapped_column(default="original")
    parent_id: Mapped[Ref | None] = mapped_column(ForeignKey("dossier.id"))
    delegation_id: Mapped[Ref] = mapped_column(ForeignKey("delegation.id"), index=True)
    state: Mapped[Code]
    state_since: Mapped[At]
    due_on: Mapped[Day | None] = mapped_column(comment="legal due date of the present stage")
    version: Mapped[int] = mapped_column(default=1)
    requester_id: Mapped[Ref | None] = mapped_column(ForeignKey("organisation.id"))
    requester: Mapped[Name] = mapped_column(default="")
    received_paper_number: Mapped[Name] = mapped_column(default="")
    received_paper_on: Mapped[Day | None]
    arrival_number: Mapped[Code] = mapped_column(default="")
    received_on: Mapped[Day | None]
    urgency: Mapped[Code] = mapped_column(default="normal")
    officer_id: Mapped[Ref | None] = mapped_column(ForeignKey("user.id"))
    lodged_at: Mapped[At]
    closed_at: Mapped[At | None]
    supplements: Mapped[int] = mapped_column(default=0, comment="how often a supplement was asked")
    stops: Mapped[int] = mapped_column(default=0, comment="open stops of the newest findings")
    warnings: Mapped[int] = mapped_column(default=0)
    waivers: Mapped[int] = mapped_column(default=0)
    extra: Mapped[Data] = mapped_column(comment="single fields of the kind without a column of their own")
    __table_args__ = (
        Index("ix_dossier_queue", "state", "due_on", "id"),
        Index("ix_dossier_received_on", "received_on", "id"),
    )
    __mapper_args__ = {"version_id_col": version}


class Leg(Record):
    """One stay of a delegation."""

    __tablename__ = "leg"
    id: Mapped[Key]
    delegation_id: Mapped[Ref] = mapped_column(ForeignKey("delegation.id", ondelete="CASCADE"))
    position: Mapped[int]
    country: Mapped[Code] = mapped_column(default="")
    place: Mapped[Name] = mapped_column(default="")
    from_on: Mapped[Day | None]
    to_on: Mapped[Day | None]
    host: Mapped[Name] = mapped_column(default="")
    is_transit: Mapped[bool] = mapped_column(default=False)
    is_border_commune: Mapped[bool] = mapped_column(default=False)
    stays_overnight: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        Index("ix_leg_delegation_id", "delegation_id", "position"),
        Index("ix_leg_country", "country", "delegation_id"),
    )


class Member(Record):
    """A person in a delegation, as he stood at that time."""

    __tablename__ = "member"
    id: Mapped[Key]
    delegation_id: Mapped[Ref] = mapped_column(ForeignKey("delegation.id", ondelete="CASCADE"))
    person_id: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))
    position: Mapped[int] = mapped_column(comment="place in the list, from 0")
    role: Mapped[Code] = mapped_column(default="member")
    full_name: Mapped[Name]
    title: Mapped[Name] = mapped_column(default="", comment="chức vụ then")
    organisation: Mapped[Name] = mapped_column(default="", comment="unit then")
    is_key_post: Mapped[bool] = mapped_column(default=False)
    departs_on: Mapped[Day | None] = mapped_column(
        comment="of the delegation, so that a person's trips are one index look-up"
    )
    returns_on: Mapped[Day | None]
    data: Mapped[Data] = mapped_column(comment="the other columns of the form's row")
    __table_args__ = (
        Index("ix_member_delegation_id", "delegation_id", "position", "person_id"),
        Index("ix_member_person_id", "person_id", "departs_on"),
        Index(
            "ix_member_key_post", "organisation", "returns_on", "departs_on",
            sqlite_where=text("is_key_post"), postgresql_where=text("is_key_post"),
        ),
    )  # fmt: skip


class Funding(Record):
    """Money for a delegation from one source."""

    __tablename__ = "funding"
    id: Mapped[Key]
    delegation_id: Mapped[Ref] = mapped_column(ForeignKey("delegation.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    source: Mapped[Code]
    amount: Mapped[Money] = mapped_column(default=0)
    payer: Mapped[Name] = mapped_column(default="")
    note: Mapped[Long] = mapped_column(default="")


class Line(Record):
    """A row of any other table of the form (programme, papers, tasks, notices)."""

    __tablename__ = "line"
    id: Mapped[Key]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"))
    table: Mapped[Code]
    position: Mapped[int]
    data: Mapped[Data]
    __table_args__ = (Index("ix_line_dossier_id", "dossier_id", "table", "position"),)


class Attachment(Record):
    """A file of a dossier; its bytes are in the vault by hash."""

    __tablename__ = "attachment"
    id: Mapped[Key]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"), index=True)
    paper: Mapped[Code] = mapped_column(default="", comment="code of the required paper it answers")
    name: Mapped[Name]
    size: Mapped[int]
    sha256: Mapped[Name]
    added_at: Mapped[At]
    added_by: Mapped[Name]


class Consultation(Record):
    """An opinion asked of another body."""

    __tablename__ = "consultation"
    id: Mapped[Key]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    asked_of: Mapped[Code]
    asked_on: Mapped[Day | None]
    due_on: Mapped[Day | None]
    answer: Mapped[Code] = mapped_column(default="open")
    answer_number: Mapped[Name] = mapped_column(default="")
    answered_on: Mapped[Day | None]
    note: Mapped[Long] = mapped_column(default="")


class StoredFinding(Record):
    """A finding as it stood at a stage (lodged, review, issue). *waived_* once the named role let it pass."""

    __tablename__ = "finding"
    id: Mapped[Key]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"))
    stage: Mapped[Code]
    made_at: Mapped[At]
    rule: Mapped[Code]
    edition: Mapped[Day]
    severity: Mapped[Code]
    passed: Mapped[bool]
    finding: Mapped[Data] = mapped_column(comment="title, basis, says, remedy, facts, fields")
    waived_by: Mapped[Name] = mapped_column(default="")
    waived_reason: Mapped[Long] = mapped_column(default="")
    waived_at: Mapped[At | None]
    __table_args__ = (
        UniqueConstraint("dossier_id", "stage", "rule"),
        CheckConstraint("(waived_by = '') = (waived_at IS NULL)", name="waived_by_if_waived"),
    )


class SavedDraft(Record):
    """What a person typed and has not lodged; rewritten as he types."""

    __tablename__ = "draft"
    id: Mapped[Key]
    key: Mapped[Name] = mapped_column(unique=True)
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[Code]
    dossier_id: Mapped[Ref | None] = mapped_column(ForeignKey("dossier.id"))
    title: Mapped[Name] = mapped_column(default="")
    content: Mapped[Long] = mapped_column(comment="models.draft JSON")
    saved_at: Mapped[At]
