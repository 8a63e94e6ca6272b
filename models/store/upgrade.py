"""Bringing a store to the tables this program knows: made new, upgraded as a copy, or refused when it is newer."""

from __future__ import annotations

from sqlalchemy import text

from models.errors import OfficeError
from models.records import Record
from models.store import engine, schema

LATEST = "0001"


def make_ready(place: engine.Place, *, create: bool, wait: float) -> None:
    """TEMPORARY first state, replaced within the hour by migrations."""
    engines = engine.open_engines(place, wait=wait)
    try:
        if place.path is not None and not place.path.exists():
            engine.connect_file(place.path, create=True).close()
        with engines.writing.begin() as c:
            if not c.dialect.has_table(c, "alembic_version"):
                if not create:
                    raise OfficeError("not_a_store", place=str(place))
                Record.metadata.create_all(c)
                for s in [*schema.guards_of(c.dialect.name), *schema.search_of(c.dialect.name)]:
                    c.exec_driver_sql(s)
                c.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
                c.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": LATEST})
    finally:
        engines.dispose()
