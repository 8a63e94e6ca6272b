"""Two seats on one dossier, and disks that fill up under everything that leaves the store."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from models import clock
from models.errors import OfficeError
from models.reading.dossiers import dossier_row, draft_of
from models.store import backup, checking, files
from models.store.engine import Place
from models.store.guards import Seat, seat_holder
from models.store.units import Actor, Store
from models.work import dossiers, letters, review
from tests.makers import DAY, make_draft, make_office
from tests.store.filled import fill
from tests.store.test_faults import tiny_disk as tiny_disk  # a fixture


def test_two_seats_that_change_one_dossier_at_once_lose_nothing(place: Path | str) -> None:
    """Each seat changes a field of its own eight times on what it read last; both fields hold their last word."""
    first = Store.open(place)
    with clock.at(DAY):
        office = make_office(first)
        made = dossiers.lodge(first, make_draft("incoming", contact="0", purpose="0"), by=office["officer"])
        seats = [first, Store.open(place)]
        faults: list[BaseException] = []

        def work(store: Store, field: str) -> None:
            try:
                for n in range(1, 9):
                    with store.reading() as read:
                        draft = draft_of(read, made.dossier_id)
                    draft.values[field] = str(n)
                    assert dossiers.amend(store, draft, by=office["officer"]).is_saved
            except BaseException as fault:
                faults.append(fault)

        several = [
            threading.Thread(target=work, args=pair)
            for pair in zip(seats, ("contact", "purpose"), strict=True)
        ]
        for one in several:
            one.start()
        for one in several:
            one.join(120)
        assert faults == []
        with first.reading() as read:
            draft, row = draft_of(read, made.dossier_id), dossier_row(read, made.dossier_id)
        assert (draft.values["contact"], draft.values["purpose"]) == ("8", "8")
        assert row is not None and row.version == made.version + 16
    assert checking.check(first).ok
    for store in seats:
        store.close()


def test_two_seats_that_issue_the_same_letter_give_it_one_number(place: Path | str) -> None:
    first, second = Store.open(place), Store.open(place)
    with clock.at(DAY):
        office = make_office(first)
        lodged = dossiers.lodge(first, make_draft(), by=office["officer"])
        for step, who in (
            ("accept", "officer"),
            ("forward", "officer"),
            ("endorse", "head"),
            ("approve", "director"),
        ):
            review.advance(first, lodged.dossier_id, step, by=office[who])
        letter = letters.prepare(first, lodged.dossier_id, "submission_send", by=office["clerk"]).letter_id
        done: list[letters.Issued] = []

        def issue(store: Store) -> None:
            done.append(letters.issue(store, letter, by=office["clerk"]))

        several = [threading.Thread(target=issue, args=(store,)) for store in (first, second)]
        for one in several:
            one.start()
        for one in several:
            one.join(120)
    assert [d.number for d in done] == [1, 1] and sorted(d.is_again for d in done) == [False, True]
    assert checking.check(first).ok
    first.close()
    second.close()


def test_the_note_of_a_seat_that_was_killed_hinders_nobody(sqlite_place: Path) -> None:
    place = Place(sqlite_place)
    for left in (b'{"host": "x", "user": "y", "pid": 1, "since": "z"}', b"", b"\x00\xff{", b"[]", b"{}"):
        place.beside(".seat").write_bytes(left)
        seat_holder(place)
        Seat(place).leave()
        assert not place.beside(".seat").exists()


def test_a_seat_is_taken_even_when_its_note_cannot_be_written(
    sqlite_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk one can still open the office and read."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("models.store.guards.atomic_write", full)
    first = Seat(Place(sqlite_place))
    with pytest.raises(OfficeError) as second:
        Seat(Place(sqlite_place))
    assert second.value.code == "store_in_use"
    first.leave()


def crowd(folder: Path, leave: int) -> Path:
    """Fills a small disk up to some bytes."""
    crowd = folder / "ballast"
    space = os.statvfs(folder)
    crowd.write_bytes(b"x" * (space.f_bavail * space.f_frsize - leave))
    return crowd


def test_a_file_for_a_person_on_a_full_disk(tiny_disk: Path) -> None:
    target = tiny_disk / "Danh sách.xlsx"
    files.write_chosen(target, b"the older one")
    ballast = crowd(tiny_disk, 20_000)
    with pytest.raises(OfficeError) as refused:
        files.write_chosen(target, b"x" * 200_000)
    assert refused.value.code == "file_disk_full" and str(target) in str(refused.value)
    assert target.read_bytes() == b"the older one"
    assert sorted(p.name for p in tiny_disk.iterdir()) == ["Danh sách.xlsx", "ballast"]
    ballast.unlink()
    files.write_chosen(target, b"x" * 200_000)
    assert target.stat().st_size == 200_000


def test_a_backup_from_a_full_disk_to_another(
    tiny_disk: Path, sqlite_template: Path, tmp_path: Path, actor: Actor
) -> None:
    """When the disk of the store is full, a backup elsewhere is what one wants most."""
    path = tiny_disk / "office.sodoan"
    path.write_bytes(sqlite_template.read_bytes())
    store = Store.open(path)
    fill(store, actor)
    ballast = crowd(tiny_disk, 100_000)
    target = tmp_path / "stick"
    target.mkdir()
    made = backup.make(store, target)
    assert backup.verify(made.path).tables["dossier"] == 1
    assert [p.name for p in target.iterdir()] == [made.path.name]
    ballast.unlink()
    store.close()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder / "none" / "a.pdf", "no_folder"),
        (lambda folder: folder, "file_is_folder"),
        (lambda folder: folder / ("x" * 300), "file_not_written"),
        (lambda folder: folder / "a\x00b", "file_not_written"),
    ],
)
def test_places_for_files_that_cannot_be(tmp_path: Path, make: Callable[[Path], Path], code: str) -> None:
    with pytest.raises(OfficeError) as refused:
        files.write_chosen(make(tmp_path), b"x")
    assert refused.value.code == code and str(refused.value)
    assert list(tmp_path.iterdir()) == []
