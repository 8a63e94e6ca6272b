"""What the page lends to a form: look-ups in the ledger, kept files, icons and colours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from secrets import token_hex
from tempfile import gettempdir

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QWidget

from forms.spec import Match, Matches, Surroundings
from models.draft import Row
from models.errors import OfficeError
from models.reading.people import PersonRow, find_organisations, find_people, match_people
from models.work import dossiers
from resources.i18n import _, ngettext
from ui import icons, theme
from ui.desk import Desk

_MEANING = {
    "octagon-x": "stop",
    "triangle-alert": "warn",
    "info": "note",
    "circle-help": "muted",
    "circle-dashed": "warn",
}
# Kept files that may be handed to the system's own viewer; anything else could be a program.
_VIEWABLE = frozenset(
    {
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        ".docx",
        ".doc",
        ".xlsx",
        ".xls",
        ".odt",
        ".ods",
        ".txt",
    }
)


def _icon(name: str) -> QIcon:
    return icons.icon(name, _MEANING.get(name, "muted"))


def person_match(row: PersonRow) -> Match:
    """A person of the ledger as pickers show him: unit, trips this year, passport."""
    trips = ngettext("{count} trip this year", "{count} trips this year", row.trips_this_year)
    parts = [
        row.position,
        row.organisation or row.nationality,
        trips.format(count=row.trips_this_year),
        row.passport_number,
    ]
    return Match(row.full_name, " · ".join(p for p in parts if p), row.id, row.as_member())


def surroundings(desk: Desk, owner: QWidget, *, guests: bool) -> Surroundings:
    """The surroundings of a form on *owner*; *guests* says whether its people are foreign guests."""

    def find_organisation(text: str, then: Callable[[Matches], None]) -> None:
        desk.jobs.ask(
            lambda read: [Match(o.name, o.abbreviation, o.id) for o in find_organisations(read, text)],
            owner=owner,
            then=then,
            outranks="organisation",
        )

    def find_person(text: str, then: Callable[[Matches], None]) -> None:
        desk.jobs.ask(
            lambda read: [person_match(p) for p in find_people(read, text, guests=guests)],
            owner=owner,
            then=then,
            outranks="person",
        )

    def match_rows(rows: Sequence[Row], then: Callable[[Sequence[Match | None]], None]) -> None:
        desk.jobs.ask(
            lambda read: [person_match(p) if p else None for p in match_people(read, rows)],
            owner=owner,
            then=then,
        )

    def keep_file(path: str, then: Callable[[str, str], None]) -> None:
        desk.jobs.do(
            lambda store: dossiers.keep_file(store, Path(path), by=desk.actor),
            owner=owner,
            then=lambda kept: then(kept.name, kept.sha256),
        )

    def open_file(sha256: str, name: str) -> None:
        def show(data: bytes) -> None:
            ending = Path(name).suffix.lower()
            if ending not in _VIEWABLE:
                desk.jobs.refused.emit(OfficeError("file_not_viewable", name=name))
                return
            place = _copy_to_view(data, f"{_('attachment')}{ending}")
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))

        desk.jobs.ask(lambda read: read.vault.get(sha256), owner=owner, then=show)

    return Surroundings(
        find_organisation=find_organisation,
        find_person=find_person,
        match_rows=match_rows,
        keep_file=keep_file,
        open_file=open_file,
        icon=_icon,
        colour=theme.colour,
    )


def _copy_to_view(data: bytes, name: str) -> Path:
    """A copy of a kept file for the system's own viewer. Raises OfficeError when it cannot be written."""
    from models.store.files import make_folder, write_chosen

    folder = make_folder(Path(gettempdir()) / f"so-doan-{token_hex(4)}")
    folder.chmod(0o700)
    place = folder / name
    write_chosen(place, data)
    return place
