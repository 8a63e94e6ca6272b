"""A dossier by its own reference, as people write it."""

from __future__ import annotations

from sqlalchemy import select

from models.reading.dossiers import DOSSIERS, DossierRow
from models.records import Dossier
from models.store.units import Reading
from models.text import fold, squeeze

_NEAR = 500


def dossier_named(read: Reading, reference: str) -> DossierRow | None:
    """The dossier of that reference, accents and capitals aside ("dr-2018-045" finds "ĐR-2018-045"); None when there is none."""
    typed = squeeze(reference)
    session = read.session
    key = session.scalar(select(Dossier.id).where(Dossier.reference == typed))
    if key is None:
        # References end in digits, which folding leaves alone: few rows are left to compare.
        digits = typed[len(typed.rstrip("0123456789")) :]
        near = session.execute(
            select(Dossier.id, Dossier.reference).where(Dossier.reference.like(f"%{digits}")).limit(_NEAR)
        )
        key = next((n for n, known in near if fold(known) == fold(typed)), None)
    return None if key is None else DOSSIERS.rows(read, [key]).get(key)
