"""${message}

First released in: (the program version that brings it; never edited afterwards)

Safety note. This runs on the data of years, unattended, on a copy that replaces the store only when counts, journal and
integrity agree afterwards. So: no row is dropped; a new column has a default; nothing is read through models.* (they go on
changing); both databases are named when they differ; a table that SQLite must rebuild (batch) loses its triggers, so they
are made again here, as first_guards does.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the tables one step on."""
    ${upgrades if upgrades else "pass"}
