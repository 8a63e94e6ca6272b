"""The first tables, their guards and the search index.

First released in: 0.1.0 (never edited afterwards)

Safety note. This runs on the data of years, unattended, on a copy that replaces the store only when counts, journal and
integrity agree afterwards. So: no row is dropped; a new column has a default; nothing is read through models.* (they go on
changing); both databases are named when they differ; a table that SQLite must rebuild (batch) loses its triggers, so they
are made again here, as first_guards does.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.store.migrations.first_guards import guards_of, search_of

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the tables one step on."""
    # fmt: off
    op.create_table("blob",
        sa.Column("sha256", sa.String(length=300), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")))
    op.create_table("organisation",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("abbreviation", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="province, department, unit, commune, party, enterprise…"),
        sa.Column("parent_id", WHOLE, nullable=True),
        sa.Column("successor_id", WHOLE, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["organisation.id"], name=op.f("fk_organisation_parent_id_organisation")),
        sa.ForeignKeyConstraint(["successor_id"], ["organisation.id"], name=op.f("fk_organisation_successor_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")))
    op.create_index("ix_organisation_folded", "organisation", ["folded"])
    op.create_table("register",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False, comment="numbers come from another system and are only checked"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register")),
        sa.UniqueConstraint("code", name=op.f("uq_register_code")))
    op.create_table("rule_edition",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=False, comment="shipped or office"),
        sa.Column("sha256", sa.String(length=300), nullable=False),
        sa.Column("block", DATA, nullable=False, comment="the [[rule]] block as read"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_edition")),
        sa.UniqueConstraint("sha256", name=op.f("uq_rule_edition_sha256")))
    op.create_table("search_entry",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False, comment="person, dossier, letter, organisation"),
        sa.Column("key", WHOLE, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("topic", "key", name=op.f("uq_search_entry_topic_key")))
    op.create_table("setting",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", DATA, nullable=False, comment='{"value": …}'),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("name", "valid_from", name=op.f("uq_setting_name_valid_from")))
    op.create_table("delegation",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("counts_as", sa.String(length=32), nullable=False, comment="outgoing, private, incoming"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False, comment="permitted and not cancelled: statistics count it"),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("purpose_category", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("host_name", sa.String(length=300), nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=True),
        sa.Column("organisation_name", sa.String(length=300), nullable=False),
        sa.Column("departs_on", sa.Date(), nullable=True),
        sa.Column("returns_on", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False, comment="calendar year of departure"),
        sa.Column("head_name", sa.String(length=300), nullable=False),
        sa.Column("leader_rank", sa.String(length=32), nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=False),
        sa.Column("countries", sa.String(length=300), nullable=False, comment="ISO codes in order, joined by a space"),
        sa.Column("is_planned", sa.Boolean(), nullable=False),
        sa.Column("trip_exemption", sa.String(length=32), nullable=False),
        sa.Column("state_money", WHOLE, nullable=False, comment="đồng"),
        sa.Column("total_money", WHOLE, nullable=False, comment="đồng"),
        sa.Column("permitted_on", sa.Date(), nullable=True),
        sa.Column("permitted_by", sa.String(length=300), nullable=False, comment="number and symbol of the decision or consent"),
        sa.Column("report_due_on", sa.Date(), nullable=True),
        sa.Column("report_received_on", sa.Date(), nullable=True),
        sa.Column("report_note", sa.Text(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.CheckConstraint("returns_on IS NULL OR departs_on IS NULL OR returns_on >= departs_on", name=op.f("ck_delegation_days_in_order")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_delegation_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")))
    op.create_index("ix_delegation_count", "delegation", ["counts", "counts_as", "departs_on", "member_count", "countries"])
    op.create_index("ix_delegation_report", "delegation", ["counts", "report_due_on", "report_received_on"])
    op.create_index("ix_delegation_departs_on", "delegation", ["departs_on", "id"])
    op.create_index("ix_delegation_owed", "delegation", ["report_due_on"], sqlite_where=sa.text("report_received_on IS NULL AND report_due_on IS NOT NULL"), postgresql_where=sa.text("report_received_on IS NULL AND report_due_on IS NOT NULL"))
    op.create_table("person",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("full_name", sa.String(length=300), nullable=False),
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("native_name", sa.String(length=300), nullable=False),
        sa.Column("nationality", sa.String(length=32), nullable=False),
        sa.Column("born_on", sa.String(length=32), nullable=False, comment="ISO date, or year or year-month when only that is known"),
        sa.Column("sex", sa.String(length=32), nullable=False),
        sa.Column("position", sa.String(length=300), nullable=False),
        sa.Column("party_post", sa.String(length=300), nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=True),
        sa.Column("organisation_name", sa.String(length=300), nullable=False),
        sa.Column("employment", sa.String(length=32), nullable=False),
        sa.Column("grade_code", sa.String(length=32), nullable=False),
        sa.Column("grade_step", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("management_tier", sa.String(length=32), nullable=False),
        sa.Column("is_key_post", sa.Boolean(), nullable=False),
        sa.Column("is_party_member", sa.Boolean(), nullable=False),
        sa.Column("passport_kind", sa.String(length=32), nullable=False),
        sa.Column("passport_number", sa.String(length=32), nullable=False),
        sa.Column("passport_expires_on", sa.Date(), nullable=True),
        sa.Column("retires_on", sa.Date(), nullable=True),
        sa.Column("discipline", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")))
    op.create_index("ix_person_folded", "person", ["folded"])
    op.create_index(op.f("ix_person_organisation_id"), "person", ["organisation_id"])
    op.create_index("ix_person_passport_number", "person", ["passport_number"])
    op.create_table("register_year",
        sa.Column("register_id", WHOLE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_register_year_register_id_register")),
        sa.PrimaryKeyConstraint("register_id", "year", name=op.f("pk_register_year")))
    op.create_table("taken_number",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("register_id", WHOLE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("letter_key", sa.String(length=300), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_taken_number_register_id_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_number")),
        sa.UniqueConstraint("letter_key", name=op.f("uq_taken_number_letter_key")),
        sa.UniqueConstraint("register_id", "year", "number", name=op.f("uq_taken_number_register_id_year_number")))
    op.create_table("funding",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("delegation_id", WHOLE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("amount", WHOLE, nullable=False, comment="đồng"),
        sa.Column("payer", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegation.id"], name=op.f("fk_funding_delegation_id_delegation"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding")))
    op.create_index(op.f("ix_funding_delegation_id"), "funding", ["delegation_id"])
    op.create_table("leg",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("delegation_id", WHOLE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("host", sa.String(length=300), nullable=False),
        sa.Column("is_transit", sa.Boolean(), nullable=False),
        sa.Column("is_border_commune", sa.Boolean(), nullable=False),
        sa.Column("stays_overnight", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegation.id"], name=op.f("fk_leg_delegation_id_delegation"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leg")))
    op.create_index("ix_leg_country", "leg", ["country", "delegation_id"])
    op.create_index("ix_leg_delegation_id", "leg", ["delegation_id", "position"])
    op.create_table("member",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("delegation_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the list, from 0"),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("full_name", sa.String(length=300), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False, comment="chức vụ then"),
        sa.Column("organisation", sa.String(length=300), nullable=False, comment="unit then"),
        sa.Column("is_key_post", sa.Boolean(), nullable=False),
        sa.Column("departs_on", sa.Date(), nullable=True, comment="of the delegation, so that a person's trips are one index look-up"),
        sa.Column("returns_on", sa.Date(), nullable=True),
        sa.Column("data", DATA, nullable=False, comment="the other columns of the form's row"),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegation.id"], name=op.f("fk_member_delegation_id_delegation"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")))
    op.create_index("ix_member_delegation_id", "member", ["delegation_id", "position", "person_id"])
    op.create_index("ix_member_key_post", "member", ["organisation", "returns_on", "departs_on"], sqlite_where=sa.text("is_key_post"), postgresql_where=sa.text("is_key_post"))
    op.create_index("ix_member_person_id", "member", ["person_id", "departs_on"])
    op.create_table("user",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("login", sa.String(length=32), nullable=False),
        sa.Column("full_name", sa.String(length=300), nullable=False),
        sa.Column("position", sa.String(length=300), nullable=False),
        sa.Column("roles", DATA, nullable=False, comment='{"roles": [..]}'),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("person_id", WHOLE, nullable=True, comment="himself in the ledger, so that he never handles his own trip"),
        sa.Column("failed_logins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_user_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("login", name=op.f("uq_user_login")))
    op.create_table("dossier",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False, comment="the dossier's own reference, shown on screen"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("workflow", sa.String(length=32), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=False),
        sa.Column("parent_id", WHOLE, nullable=True),
        sa.Column("delegation_id", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True, comment="legal due date of the present stage"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("requester_id", WHOLE, nullable=True),
        sa.Column("requester", sa.String(length=300), nullable=False),
        sa.Column("received_paper_number", sa.String(length=300), nullable=False),
        sa.Column("received_paper_on", sa.Date(), nullable=True),
        sa.Column("arrival_number", sa.String(length=32), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("urgency", sa.String(length=32), nullable=False),
        sa.Column("officer_id", WHOLE, nullable=True),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supplements", sa.Integer(), nullable=False, comment="how often a supplement was asked"),
        sa.Column("stops", sa.Integer(), nullable=False, comment="open stops of the newest findings"),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("waivers", sa.Integer(), nullable=False),
        sa.Column("extra", DATA, nullable=False, comment="single fields of the kind without a column of their own"),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegation.id"], name=op.f("fk_dossier_delegation_id_delegation")),
        sa.ForeignKeyConstraint(["officer_id"], ["user.id"], name=op.f("fk_dossier_officer_id_user")),
        sa.ForeignKeyConstraint(["parent_id"], ["dossier.id"], name=op.f("fk_dossier_parent_id_dossier")),
        sa.ForeignKeyConstraint(["requester_id"], ["organisation.id"], name=op.f("fk_dossier_requester_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("reference", name=op.f("uq_dossier_reference")))
    op.create_index(op.f("ix_dossier_delegation_id"), "dossier", ["delegation_id"])
    op.create_index("ix_dossier_queue", "dossier", ["state", "due_on", "id"])
    op.create_index("ix_dossier_received_on", "dossier", ["received_on", "id"])
    op.create_table("journal",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", WHOLE, nullable=True),
        sa.Column("user_name", sa.String(length=300), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False, comment="table of the thing"),
        sa.Column("about_id", WHOLE, nullable=True),
        sa.Column("dossier_id", WHOLE, nullable=True),
        sa.Column("from_state", sa.String(length=32), nullable=False),
        sa.Column("to_state", sa.String(length=32), nullable=False),
        sa.Column("changes", DATA, nullable=False, comment="{field: [was, is]}"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=300), nullable=False),
        sa.Column("hash", sa.String(length=300), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_journal_hash_length")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_journal_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_hash")))
    op.create_index(op.f("ix_journal_dossier_id"), "journal", ["dossier_id"])
    op.create_table("attachment",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("dossier_id", WHOLE, nullable=False),
        sa.Column("paper", sa.String(length=32), nullable=False, comment="code of the required paper it answers"),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=300), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_attachment_dossier_id_dossier"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")))
    op.create_index(op.f("ix_attachment_dossier_id"), "attachment", ["dossier_id"])
    op.create_table("consultation",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("dossier_id", WHOLE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked_of", sa.String(length=32), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("answer_number", sa.String(length=300), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_consultation_dossier_id_dossier"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")))
    op.create_index(op.f("ix_consultation_dossier_id"), "consultation", ["dossier_id"])
    op.create_table("draft",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("dossier_id", WHOLE, nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("content", sa.Text(), nullable=False, comment="models.draft JSON"),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_draft_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_draft_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("key", name=op.f("uq_draft_key")))
    op.create_index(op.f("ix_draft_user_id"), "draft", ["user_id"])
    op.create_table("finding",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("dossier_id", WHOLE, nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("edition", sa.Date(), nullable=False),
        sa.Column("severity", sa.String(length=32), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("finding", DATA, nullable=False, comment="title, basis, says, remedy, facts, fields"),
        sa.Column("waived_by", sa.String(length=300), nullable=False),
        sa.Column("waived_reason", sa.Text(), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(waived_by = '') = (waived_at IS NULL)", name=op.f("ck_finding_waived_by_if_waived")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_finding_dossier_id_dossier"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("dossier_id", "stage", "rule", name=op.f("uq_finding_dossier_id_stage_rule")))
    op.create_table("letter",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("dossier_id", WHOLE, nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False, comment="draft, printed (for signature), issued, void"),
        sa.Column("register_id", WHOLE, nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.String(length=300), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("is_external", sa.Boolean(), nullable=False, comment="numbered by another body"),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("type_name", sa.String(length=300), nullable=False),
        sa.Column("signatory", sa.String(length=300), nullable=False),
        sa.Column("capacity", sa.String(length=300), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("fields", DATA, nullable=False, comment="what the person added to the letter's own fields"),
        sa.Column("content", DATA, nullable=False, comment="frozen LetterContent once printed or issued"),
        sa.Column("pdf_sha256", sa.String(length=300), nullable=False),
        sa.Column("layout_version", sa.String(length=32), nullable=False),
        sa.Column("font_sha256", sa.String(length=300), nullable=False),
        sa.Column("about", DATA, nullable=False, comment="delegation ids a letter about several is about"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=300), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by", sa.String(length=300), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("state <> 'issued' OR (issued_on IS NOT NULL AND pdf_sha256 <> '')", name=op.f("ck_letter_issued_is_whole")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_letter_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_letter_register_id_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
        sa.UniqueConstraint("register_id", "year", "number", name=op.f("uq_letter_register_id_year_number")))
    op.create_index(op.f("ix_letter_dossier_id"), "letter", ["dossier_id"])
    op.create_index("ix_letter_issued_on", "letter", ["issued_on", "id"])
    op.create_table("line",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("dossier_id", WHOLE, nullable=False),
        sa.Column("table", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("data", DATA, nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_line_dossier_id_dossier"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")))
    op.create_index("ix_line_dossier_id", "line", ["dossier_id", "table", "position"])
    # fmt: on
    dialect = op.get_bind().dialect.name
    for statement in [*guards_of(dialect), *search_of(dialect)]:
        op.execute(sa.text(statement.replace(":", "\\:")))
