"""Papers in and out: arrivals, reserved numbers, closed registers, scans, the office's wording, links between letters.

First released in: 0.2.0 (never edited afterwards)

Safety note. This runs on the data of years, unattended, on a copy that replaces the store only when counts, journal and
integrity agree afterwards. So: no row is dropped; a new column has a default; nothing is read through models.* (they go on
changing); both databases are named when they differ; the guards of letters and numbers are made anew, because an issued
letter's links are frozen too and a reserved number may pass to its letter once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

FROZEN = (
    "key", "dossier_id", "kind", "register_id", "year", "number", "symbol", "issued_on", "is_external", "subject", "type_name",
    "signatory", "capacity", "recipients", "copies", "fields", "content", "pdf_sha256", "layout_version", "font_sha256", "about",
    "issued_at", "issued_by", "relation", "earlier_id", "wording_edition",
)  # fmt: skip
_STANDING = ("id", "register_id", "year", "number", "taken_on")


def upgrade() -> None:
    """Brings the tables one step on."""
    # fmt: off
    op.create_table(
        "wording_edition",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="a letter.toml; empty: as shipped"),
        sa.Column("note", sa.Text(), nullable=False, comment="why it was changed"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_edition")),
        sa.UniqueConstraint("kind", "edition", name=op.f("uq_wording_edition_kind_edition")),
    )
    op.create_table(
        "register_closing",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("register_id", WHOLE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False, comment="numbers given, the voided ones included"),
        sa.Column("voided", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(300), nullable=False),
        sa.Column("pdf_sha256", sa.String(300), nullable=False, comment="the book as it was closed"),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_register_closing_register_id_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_closing")),
        sa.UniqueConstraint("register_id", "year", name=op.f("uq_register_closing_register_id_year")),
    )
    op.create_table(
        "arrival",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("register_id", WHOLE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("sender", sa.String(300), nullable=False, comment="tác giả"),
        sa.Column("sender_id", WHOLE, nullable=True),
        sa.Column("paper_number", sa.String(300), nullable=False),
        sa.Column("paper_on", sa.Date(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False, comment="tên loại và trích yếu"),
        sa.Column("receiver", sa.String(300), nullable=False, comment="đơn vị hoặc người nhận"),
        sa.Column("passed_on", sa.Date(), nullable=True, comment="ngày chuyển"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("urgency", sa.String(32), nullable=False),
        sa.Column("file_code", sa.String(300), nullable=False, comment="số và ký hiệu hồ sơ"),
        sa.Column("reply_number", sa.String(300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("dossier_id", WHOLE, nullable=True),
        sa.Column("scan_sha256", sa.String(300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_arrival_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_arrival_register_id_register")),
        sa.ForeignKeyConstraint(["sender_id"], ["organisation.id"], name=op.f("fk_arrival_sender_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("key", name=op.f("uq_arrival_key")),
        sa.UniqueConstraint("register_id", "year", "number", name=op.f("uq_arrival_register_id_year_number")),
    )
    op.create_index("ix_arrival_arrived_on", "arrival", ["arrived_on", "id"])
    op.create_index(op.f("ix_arrival_dossier_id"), "arrival", ["dossier_id"])
    op.create_table(
        "letter_copy",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("letter_id", WHOLE, nullable=True),
        sa.Column("sort", sa.String(32), nullable=False, comment="scan, signed, issuer, revocations"),
        sa.Column("state", sa.String(32), nullable=False, comment="filed, waiting, refused, removed"),
        sa.Column("pdf_sha256", sa.String(300), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False, comment="name of the file it came from"),
        sa.Column("source_sha256", sa.String(300), nullable=False),
        sa.Column("details", DATA, nullable=False, comment="what was found: pages, problems, signers"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_copy_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_copy")),
    )
    op.create_index(op.f("ix_letter_copy_letter_id"), "letter_copy", ["letter_id"])
    op.create_index(op.f("ix_letter_copy_source_sha256"), "letter_copy", ["source_sha256"])
    # fmt: on
    empty = sa.text("''")
    what = "what it does to an earlier letter: amends, replaces, revokes, corrects"
    op.add_column(
        "letter", sa.Column("relation", sa.String(32), nullable=False, server_default=empty, comment=what)
    )
    op.add_column("letter", sa.Column("earlier_id", WHOLE, comment="the letter it does that to"))
    op.create_index(op.f("ix_letter_earlier_id"), "letter", ["earlier_id"])
    which = "the office's edition of the wording; 0: shipped"
    op.add_column(
        "letter",
        sa.Column(
            "wording_edition", sa.Integer(), nullable=False, server_default=sa.text("0"), comment=which
        ),
    )
    why = "why a number was set aside"
    op.add_column(
        "taken_number",
        sa.Column("reserved_for", sa.Text(), nullable=False, server_default=empty, comment=why),
    )
    op.add_column(
        "taken_number", sa.Column("reserved_by", sa.String(300), nullable=False, server_default=empty)
    )
    for statement in guards(op.get_bind().dialect.name):
        op.execute(sa.text(statement.replace(":", "\\:")))


def guards(dialect: str) -> list[str]:
    """The guards of letters, numbers, closings and wording, in place of those of 0001."""
    return _sqlite() if dialect == "sqlite" else _postgres()


def _sqlite() -> list[str]:
    changed = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in FROZEN)
    moved = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in _STANDING)
    out = [
        "DROP TRIGGER letter_issued_no_update",
        "CREATE TRIGGER letter_issued_no_update BEFORE UPDATE ON letter WHEN OLD.state IN ('issued', 'void') AND OLD.issued_on IS NOT NULL "
        f"AND ({changed} OR NEW.state NOT IN ('issued', 'void')) BEGIN SELECT RAISE(ABORT, 'an issued letter never changes'); END",
        "DROP TRIGGER taken_number_no_update",
        f"CREATE TRIGGER taken_number_no_update BEFORE UPDATE ON taken_number WHEN {moved} "
        "OR (NEW.letter_key IS NOT OLD.letter_key AND OLD.letter_key NOT LIKE 'reserved:%') "
        "BEGIN SELECT RAISE(ABORT, 'a taken number stays'); END",
    ]
    for table in ("wording_edition", "register_closing"):
        out += [
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for act in ("UPDATE", "DELETE")
        ]
    return out


def _postgres() -> list[str]:
    changed = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in FROZEN)
    moved = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in _STANDING)
    out = [
        "DROP TRIGGER letter_issued_no_update ON letter",
        f"CREATE TRIGGER letter_issued_no_update BEFORE UPDATE ON letter FOR EACH ROW WHEN (OLD.state IN ('issued', 'void') "
        f"AND OLD.issued_on IS NOT NULL AND ({changed} OR NEW.state NOT IN ('issued', 'void'))) EXECUTE FUNCTION refuse_change()",
        "DROP TRIGGER taken_number_no_update ON taken_number",
        f"CREATE TRIGGER taken_number_no_update BEFORE UPDATE ON taken_number FOR EACH ROW WHEN ({moved} "
        "OR (NEW.letter_key IS DISTINCT FROM OLD.letter_key AND OLD.letter_key NOT LIKE 'reserved:%')) "
        "EXECUTE FUNCTION refuse_change()",
    ]
    for table in ("wording_edition", "register_closing"):
        out += [
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    return out
