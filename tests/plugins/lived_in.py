"""A small office that has been lived in: users with passwords, dossiers at several steps, an attachment, issued letters.

Made once for a test process and copied for each test that needs one; small enough to be copied in a moment.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from models import clock
from models.catalogue.workflows import Role
from models.store.units import Actor, Store
from models.work import dossiers, letters, review, users
from models.work.office import set_settings
from tests.makers import DAY, OFFICE, make_draft

LOGINS = (
    "admin",
    "officer",
    "head",
    "director",
    "clerk",
    "inspector",
)  # named as their roles; the first must administer
PASSWORD = users.SAMPLE_PASSWORD
SCAN = "Thư mời, bản quét".encode() * 50


@cache
def quick_hasher() -> PasswordHasher:
    """A hasher that takes no time, for tests that sign in often."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@dataclass(frozen=True, slots=True)
class LivedIn:
    """Where a copy of that office is, with the references and ids of what stands in it."""

    path: Path
    issued: str  # a dossier with an issued submission and an attachment
    issued_id: int
    approved: str  # one that waits for its submission
    approved_id: int
    received: str  # an incoming delegation, just lodged, with nothing missing
    wrong: str  # one that a rule stops
    letter_id: int
    scan_sha256: str

    def actor(self, login: str) -> Actor:
        """One of its users without asking for the password."""
        store = Store.open(self.path)
        try:
            with store.reading() as read:
                return users.actor_of(read, login)
        finally:
            store.close()


@pytest.fixture(scope="session")
def lived_in_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """That office, closed; copy it, never open it."""
    folder = tmp_path_factory.mktemp("lived-in")
    path = Path(shutil.copyfile(sqlite_template, folder / "office.sodb"))
    (folder / "Thư mời.pdf").write_bytes(SCAN)
    store = Store.open(path)
    try:
        with clock.at(DAY), pytest.MonkeyPatch.context() as patch:
            patch.setattr(users, "_hasher", quick_hasher)
            return _live(store, path, folder / "Thư mời.pdf")
    finally:
        store.close()


def _live(store: Store, path: Path, scan: Path) -> LivedIn:
    first = Actor(None, "Người thử", frozenset(Role))
    for login in LOGINS:
        users.create_user(store, login, f"Người dùng {login}", [Role(login)], PASSWORD, by=first)
    set_settings(store, OFFICE, by=first, valid_from=date(2016, 1, 1))
    with store.reading() as read:
        who = {login: users.actor_of(read, login) for login in LOGINS}
    issued = _approve(store, who, title="Đoàn xúc tiến thương mại tại Lào")
    dossiers.add_attachment(store, issued.dossier_id, scan, by=who["officer"])
    kept = dossiers.keep_file(store, scan, by=who["officer"])
    made = letters.prepare(store, issued.dossier_id, "submission_send", by=who["clerk"])
    letters.issue(store, made.letter_id, by=who["clerk"])
    approved = _approve(store, who, title="Đoàn dự hội thảo")
    received = dossiers.lodge(store, make_draft("incoming"), by=who["officer"])
    wrong = make_draft(title="Đoàn đi sớm", departs_in=70)
    wrong.rows["members"][0]["passport_expires_on"] = (DAY + timedelta(days=60)).isoformat()
    stopped = dossiers.lodge(store, wrong, by=who["officer"])
    return LivedIn(
        path, issued.reference, issued.dossier_id, approved.reference, approved.dossier_id, received.reference,
        stopped.reference, made.letter_id, kept.sha256,
    )  # fmt: skip


def _approve(store: Store, who: dict[str, Actor], **more: Any) -> dossiers.Lodged:
    lodged = dossiers.lodge(store, make_draft(**more), by=who["officer"])
    for step, login in (
        ("accept", "officer"),
        ("forward", "officer"),
        ("endorse", "head"),
        ("approve", "director"),
    ):
        review.advance(store, lodged.dossier_id, step, by=who[login])
    return lodged


def copy_of(office: LivedIn, folder: Path) -> LivedIn:
    """A copy of its own in a folder, with its vault."""
    from dataclasses import replace

    folder.mkdir(exist_ok=True)
    path = Path(shutil.copyfile(office.path, folder / "office.sodb"))
    shutil.copytree(office.path.with_name("office.sodb.vault"), folder / "office.sodb.vault")
    return replace(office, path=path)


@pytest.fixture
def lived_in(lived_in_template: LivedIn, tmp_path: Path) -> LivedIn:
    """A copy of that office for this test."""
    return copy_of(lived_in_template, tmp_path / "văn phòng")
