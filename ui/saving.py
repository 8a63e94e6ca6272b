"""Writing a file the person asked for: where to, made off the event loop with progress, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from resources.i18n import N_, _

if TYPE_CHECKING:
    from models.store.units import Store
    from ui.jobs import Progress
    from ui.pages import Page

KINDS = {
    "pdf": N_("PDF files"),
    "xlsx": N_("Excel workbooks"),
    "docx": N_("Word documents"),
    "txt": N_("Text files"),
}


def ask_file(page: Page, name: str) -> Path | None:
    """Where the person wants the file; *name* is what is proposed, its ending says the kind. None when he thinks better."""
    ending = name.rpartition(".")[2]
    folder = page.desk.seat.text("saving/folder") or str(Path.home())
    kinds = f"{_(KINDS[ending])} (*.{ending})"
    chosen, _kind = QFileDialog.getSaveFileName(page, _("Save as"), str(Path(folder) / name), kinds)
    if not chosen:
        return None
    path = Path(chosen)
    page.desk.seat.put("saving/folder", str(path.parent))
    return path if path.suffix else path.with_suffix(f".{ending}")


def save(page: Page, path: Path, title: str, make: Callable[[Store, Progress], bytes]) -> None:
    """Makes the bytes with progress and writes them; the page says where they are."""

    def work(store: Store, progress: Progress) -> Path:
        from models.store.files import write_chosen

        data = make(store, progress)
        progress.report(1, 1)
        write_chosen(path, data)
        return path

    page.desk.jobs.long(
        work,
        title=title,
        owner=page,
        then=lambda where: page.said.emit(_("Saved: {path}").format(path=where), None),
    )


def save_as(page: Page, name: str, title: str, make: Callable[[Store, Progress], bytes]) -> None:
    """Asks where to, then saves."""
    path = ask_file(page, name)
    if path is not None:
        save(page, path, title, make)
