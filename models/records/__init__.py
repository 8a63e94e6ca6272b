"""What the office keeps: rows as SQLAlchemy records, nouns, no behaviour beyond constraints.

Relations are never loaded by themselves (no lazy loading); queries say what they need. To add a kind-specific field, add it to
the kind's TOML: it lives in ``Dossier.extra`` or in ``Line`` rows, without a migration.
"""

from models.records.base import Record
from models.records.cases import (
    Attachment,
    Consultation,
    Delegation,
    Dossier,
    Funding,
    Leg,
    Line,
    Member,
    SavedDraft,
    StoredFinding,
)
from models.records.office import JournalEntry, Organisation, Person, RuleEdition, SearchEntry, Setting, User
from models.records.papers import (
    PAPER_BOOK,
    RESERVED,
    Arrival,
    Blob,
    Letter,
    LetterCopy,
    Register,
    RegisterClosing,
    RegisterYear,
    TakenNumber,
    WordingEdition,
)

__all__ = [
    "Arrival", "Attachment", "Blob", "Consultation", "Delegation", "Dossier", "Funding", "JournalEntry", "Leg", "Letter",
    "LetterCopy", "Line", "Member", "Organisation", "PAPER_BOOK", "Person", "RESERVED", "Record", "Register", "RegisterClosing", "RegisterYear",
    "RuleEdition", "SavedDraft", "SearchEntry", "Setting", "StoredFinding", "TakenNumber", "User", "WordingEdition",
]  # fmt: skip
