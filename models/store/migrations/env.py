"""What alembic runs: on the connection that ``models.store.upgrade`` hands it, in that connection's transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from models.records import Record
from models.records.base import Moment

OURS_BY_HAND = ("search_index", "ix_search_entry_folded")  # made by statements, unknown to the records


def include(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Whether alembic compares a table or index: not those that statements make."""
    return not (name or "").startswith(OURS_BY_HAND)


def render(kind: str, thing: Any, autogen: Any) -> str | Literal[False]:
    """Migrations name kinds of columns by SQLAlchemy's own words, so that they stay true when ours change."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def same_type(
    ctx: Any, inspected: Any, metadata: Any, inspected_type: Any, metadata_type: Any
) -> bool | None:
    """SQLite keeps big integers as INTEGER and moments as DATETIME without a zone: no difference to report."""
    return False if ctx.dialect.name == "sqlite" and isinstance(metadata_type, Moment) else None


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    include_object=include,
    render_item=render,
    compare_type=same_type,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
