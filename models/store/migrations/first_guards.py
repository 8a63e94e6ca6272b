"""What the tables alone cannot say: the append-only journal, issued letters that never change, the search index.

Statements for both databases as migration 0001 carries them out. They are never edited after its release: a later change
of columns makes its triggers anew in its own migration.
"""

from __future__ import annotations

# Columns of a letter that are frozen once it is issued; its state may still become void, with a reason.
FROZEN = (
    "key", "dossier_id", "kind", "register_id", "year", "number", "symbol", "issued_on", "is_external", "subject", "type_name",
    "signatory", "capacity", "recipients", "copies", "fields", "content", "pdf_sha256", "layout_version", "font_sha256", "about",
    "issued_at", "issued_by",
)  # fmt: skip
# Left open: made_at, made_by (never shown on the paper) and, when voided, state and void_reason.

APPEND_ONLY = ("journal", "rule_edition")

SEARCH_INDEX = "search_index"


def _sqlite() -> list[str]:
    out: list[str] = []
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            out.append(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    changed = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in FROZEN)
    out += [
        "CREATE TRIGGER letter_issued_no_update BEFORE UPDATE ON letter WHEN OLD.state IN ('issued', 'void') AND OLD.issued_on IS NOT NULL "
        f"AND ({changed} OR NEW.state NOT IN ('issued', 'void')) BEGIN SELECT RAISE(ABORT, 'an issued letter never changes'); END",
        "CREATE TRIGGER letter_issued_no_delete BEFORE DELETE ON letter WHEN OLD.issued_on IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'an issued letter never changes'); END",
        "CREATE TRIGGER taken_number_no_delete BEFORE DELETE ON taken_number "
        "BEGIN SELECT RAISE(ABORT, 'a taken number stays'); END",
        "CREATE TRIGGER taken_number_no_update BEFORE UPDATE OF id, register_id, year, number, taken_on, letter_key ON taken_number "
        "BEGIN SELECT RAISE(ABORT, 'a taken number stays'); END",
    ]
    return out


def _search_sqlite() -> list[str]:
    gone = "INSERT INTO search_index(search_index, rowid, folded) VALUES ('delete', OLD.id, OLD.folded);"
    come = "INSERT INTO search_index(rowid, folded) VALUES (NEW.id, NEW.folded);"
    return [
        "CREATE VIRTUAL TABLE search_index USING fts5(folded, content='search_entry', content_rowid='id', "
        "tokenize='unicode61', prefix='1 2 3')",
        f"CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN {come} END",
        f"CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN {gone} END",
        f"CREATE TRIGGER search_entry_update AFTER UPDATE OF folded ON search_entry BEGIN {gone} {come} END",
    ]


def _postgres() -> list[str]:
    out = [
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$",
    ]
    for table in APPEND_ONLY:
        out.append(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        out.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    changed = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in FROZEN)
    out += [
        f"CREATE TRIGGER letter_issued_no_update BEFORE UPDATE ON letter FOR EACH ROW WHEN (OLD.state IN ('issued', 'void') "
        f"AND OLD.issued_on IS NOT NULL AND ({changed} OR NEW.state NOT IN ('issued', 'void'))) EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER letter_issued_no_delete BEFORE DELETE ON letter FOR EACH ROW WHEN (OLD.issued_on IS NOT NULL) "
        "EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER taken_number_no_delete BEFORE DELETE ON taken_number FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER taken_number_no_update BEFORE UPDATE OF id, register_id, year, number, taken_on, letter_key ON taken_number "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    ]
    return out


def guards_of(dialect: str) -> list[str]:
    """The statements that protect journal, rule editions and issued letters."""
    return _sqlite() if dialect == "sqlite" else _postgres()


def search_of(dialect: str) -> list[str]:
    """The statements that make the search index over ``search_entry.folded``."""
    if dialect == "sqlite":
        return _search_sqlite()
    return ["CREATE INDEX search_index ON search_entry USING gin (to_tsvector('simple', folded))"]
