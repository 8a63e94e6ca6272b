"""Whether a store is whole: integrity, counts, the vault, the registers' numbers, the journal's chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, select, text

from models.errors import OfficeError
from models.records import (
    PAPER_BOOK,
    Arrival,
    Attachment,
    JournalEntry,
    Letter,
    LetterCopy,
    Record,
    Register,
    RegisterClosing,
    RegisterYear,
    TakenNumber,
)
from models.store import chain, engine

if TYPE_CHECKING:
    from models.store.units import Store


@dataclass(frozen=True, slots=True)
class VaultCheck:
    """Hashes that records name and the vault lacks, and kept bytes that no longer have their hash."""

    kept: int
    missing: list[str]
    damaged: list[str]


@dataclass(frozen=True, slots=True)
class RegisterCheck:
    """The numbers of one register in one year."""

    register: str
    year: int
    last: int
    gaps: list[int]
    duplicates: list[int]


@dataclass(frozen=True, slots=True)
class JournalCheck:
    """The chain of the journal; *first_bad* is the first entry that does not follow from the one before it."""

    entries: int
    ok: bool
    first_bad: int | None
    head: str = chain.ROOT


@dataclass(frozen=True, slots=True)
class Check:
    """What ``check`` found; ``as_dict`` has the keys of the command line."""

    ok: bool
    store: dict[str, Any]
    vault: VaultCheck
    registers: list[RegisterCheck] = field(default_factory=list[RegisterCheck])
    journal: JournalCheck = JournalCheck(0, True, None)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def check(store: Store) -> Check:
    """Looks through the whole store and its vault. Reading only; takes seconds to minutes by size."""
    with store.reading() as r:
        c = r.session.connection()
        faults = integrity(c)
        about: dict[str, Any] = {
            "place": str(store.place),
            "engine": c.dialect.name,
            "revision": c.scalar(text("SELECT version_num FROM alembic_version")),
            "integrity": faults[:20],
            "tables": counts(c),
        }
        journal = check_journal(c)
        registers = check_registers(c)
        named = named_hashes(c)
    vault = _check_vault(store, named)
    sound = not faults and journal.ok and not vault.missing and not vault.damaged
    return Check(
        sound and not any(r.gaps or r.duplicates for r in registers), about, vault, registers, journal
    )


def integrity(connection: Connection) -> list[str]:
    """What the database says is wrong with itself; nothing when it is whole."""
    if connection.dialect.name != "sqlite":
        return []  # a server keeps checksums of its pages and reports a bad one when it is read
    said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [s for s in said if s != "ok"] + [f"foreign key: {row[0]} {row[1]} → {row[2]}" for row in lost]


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has, by name; kept bytes are the vault's matter."""
    here = set(inspect(connection).get_table_names())
    quote = connection.dialect.identifier_preparer.quote
    return {
        table.name: connection.scalar(text(f"SELECT count(*) FROM {quote(table.name)}")) or 0
        for table in sorted(Record.metadata.tables.values(), key=lambda t: t.name)
        if table.name in here and table.name != "blob"
    }


def compare(before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """Raises OfficeError "counts_differ" when a table lost or gained rows."""
    wrong = [name for name, count in before.items() if after.get(name) != count]
    if wrong:
        raise OfficeError("counts_differ", tables=", ".join(sorted(wrong)))


def check_journal(connection: Connection) -> JournalCheck:
    """Follows the chain from the first entry to the last."""
    columns = list(JournalEntry.__table__.columns)
    head, number = chain.ROOT, 0
    rows = connection.execution_options(yield_per=2000).execute(select(*columns).order_by(JournalEntry.id))
    for row in rows.mappings():
        number += 1
        if (
            row["id"] != number
            or row["previous_hash"] != head
            or chain.hash_of(head, dict(row)) != row["hash"]
        ):
            rows.close()
            total = connection.scalar(text("SELECT count(*) FROM journal")) or 0
            return JournalCheck(total, False, int(row["id"]), head)
        head = row["hash"]
    return JournalCheck(number, True, None, head)


REFERENCES = "reference."  # registers of dossier references begin so; their numbers stand in the dossiers


def check_registers(connection: Connection) -> list[RegisterCheck]:
    """Numbers of letters that are missing or were given twice; in a register that others number there may be gaps."""
    taken: dict[tuple[int, int], list[int]] = {}
    on_paper: dict[tuple[int, int], int] = {}  # up to here the numbers stand in the book kept on paper
    for row in connection.execute(
        select(TakenNumber.register_id, TakenNumber.year, TakenNumber.number, TakenNumber.letter_key)
    ):
        taken.setdefault((row.register_id, row.year), []).append(row.number)
        if row.letter_key.startswith(PAPER_BOOK):
            on_paper[row.register_id, row.year] = row.number
    out: list[RegisterCheck] = []
    query = (
        select(
            Register.code,
            Register.is_external,
            RegisterYear.register_id,
            RegisterYear.year,
            RegisterYear.last,
        )
        .join(RegisterYear, RegisterYear.register_id == Register.id)
        .where(~Register.code.startswith(REFERENCES))
        .order_by(Register.code, RegisterYear.year)
    )
    for row in connection.execute(query):
        numbers = taken.pop((row.register_id, row.year), [])
        last = max([row.last, *numbers])
        seen = set(numbers)
        first = on_paper.get((row.register_id, row.year), 1)
        gaps = [] if row.is_external else [n for n in range(first, last + 1) if n not in seen]
        twice = sorted({n for n in seen if numbers.count(n) > 1}) if len(seen) < len(numbers) else []
        out.append(RegisterCheck(row.code, row.year, last, gaps, twice))
    for (register_id, year), numbers in sorted(taken.items()):
        code = connection.scalar(select(Register.code).where(Register.id == register_id))
        out.append(RegisterCheck(code or str(register_id), year, max(numbers), [], sorted(set(numbers))))
    return out


def named_hashes(connection: Connection) -> set[str]:
    """The hashes that records name: attachments, letters and their copies, scans of received papers, closed books."""
    out: set[str] = set(connection.scalars(select(Attachment.sha256)))
    for kept in (
        Letter.pdf_sha256,
        LetterCopy.pdf_sha256,
        LetterCopy.source_sha256,
        Arrival.scan_sha256,
        RegisterClosing.pdf_sha256,
    ):
        out.update(connection.scalars(select(kept).where(kept != "")))
    return out


def _check_vault(store: Store, named: Iterable[str]) -> VaultCheck:
    damaged: list[str] = []
    kept: set[str] = set()
    for name in store.vault.names():
        kept.add(name)
        try:
            store.vault.get(name)
        except OfficeError:
            damaged.append(name)
    return VaultCheck(len(kept), sorted(set(named) - kept), damaged)


def counts_of_file(path: Path) -> dict[str, int]:
    """The counts of a file store that nobody else uses."""
    engines = engine.open_engines(engine.Place(path))
    try:
        with engines.reading.begin() as c:
            return counts(c)
    finally:
        engines.dispose()


def named_hashes_of_file(path: Path) -> set[str]:
    """The hashes that the records of a file store name; nobody else uses it."""
    engines = engine.open_engines(engine.Place(path))
    try:
        with engines.reading.begin() as c:
            return named_hashes(c)
    finally:
        engines.dispose()


def check_file(path: Path, *, as_many: Mapping[str, int], name: str = "") -> JournalCheck:
    """Refuses a file store that is damaged, has other counts than *as_many* or a broken journal. Raises OfficeError.

    *name* is what the person knows it by when it is a passing copy.
    """
    engines = engine.open_engines(engine.Place(path))
    try:
        with engines.reading.begin() as c:
            if integrity(c):
                raise OfficeError("store_damaged", place=name or str(path))
            compare(as_many, counts(c))
            journal = check_journal(c)
            if not journal.ok:
                raise OfficeError("journal_broken", entry=journal.first_bad)
            return journal
    finally:
        engines.dispose()
