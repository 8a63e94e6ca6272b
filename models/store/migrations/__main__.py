"""``python -m models.store.migrations "what it does"``: drafts the next migration from what the records say now."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from models.store import engine, upgrade


def draft(message: str) -> None:
    """Compares the records with a store built by the migrations so far and writes the difference as the next one."""
    numbers = sorted(file.name[:4] for file in upgrade.VERSIONS.glob("[0-9]*.py"))
    with tempfile.TemporaryDirectory() as folder:
        place = engine.Place(Path(folder) / "draft.sodoan")
        engine.connect_file(place.file, create=True).close()
        engines = engine.open_engines(place)
        with engines.writing.begin() as connection:
            config = upgrade.config(connection)
            if numbers:
                command.upgrade(config, "head")
            command.revision(
                config, message, autogenerate=True, rev_id=f"{int(numbers[-1]) + 1 if numbers else 1:04d}"
            )
        engines.dispose()


if __name__ == "__main__":
    draft(" ".join(sys.argv[1:]) or "unnamed")
