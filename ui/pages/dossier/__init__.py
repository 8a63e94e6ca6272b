"""The page of one dossier: filling it in with the rules beside it, then its steps, letters and journal.

``page`` is the page itself; ``live`` appraises while one types, ``panel`` shows what the rules say, ``keeping`` saves the draft,
``steps`` takes the workflow's steps, ``letters_part`` and ``journal_part`` are the parts below the form. ``lending`` answers
the look-ups of the form from the ledger.
"""

from ui.pages.dossier.page import DossierPage

__all__ = ["DossierPage"]
