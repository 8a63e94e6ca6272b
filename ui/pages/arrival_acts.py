"""Acts on received papers, beside their page: register, change, pass on, link, scan, stamp, slip, books, void."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from models import clock
from models.catalogue.workflows import Role
from models.reading.arrivals import ArrivalRow, arrivals_of, dossiers_for, receivers
from models.reading.registers import ARRIVALS, RegisterInfo, RegisterLine, register_book, registers
from models.work.rights import RIGHTS
from resources.i18n import N_, _
from ui.actions import action
from ui.saving import save_as
from ui.tables.columns import day

if TYPE_CHECKING:
    from forms.spec import Surroundings
    from models.store.units import Reading, Store
    from models.work.arrivals import Registered
    from ui.jobs import Progress
    from ui.pages.arrivals import Arrivals
    from ui.pages.dossier.page import DossierPage

# The menu of the page: names of acts, None for a line between them.
MENU = (
    "dossier", "link", "unlink", "scan", "show_scan", None, "stamp", "overprint", "slip", None, "print", "day", "handling", None,
    "begin", "close", "void",
)  # fmt: skip


def _may(act: str) -> frozenset[Role]:
    """The roles that may do an act."""
    return RIGHTS[act][1]


def around_of(page: Arrivals) -> Surroundings:
    """What the forms of the page may ask."""
    from ui.pages.dossier.lending import surroundings

    return surroundings(page.desk, page, guests=False)


def register_of(read: Reading, year: int) -> tuple[RegisterInfo | None, tuple[RegisterLine, ...]]:
    """The register of received papers in a year with its lines; None before the first paper came."""
    info = next((r for r in registers(read, year) if r.code == ARRIVALS), None)
    return info, register_book(read, info.id, year) if info else ()


def year_of(page: Arrivals) -> int:
    """The year one looks at: the filter's, else that of the row in sight, else this one."""
    if chosen := page.bar.filters.get("year"):
        return int(chosen)
    return page.row.year if page.row is not None else clock.today().year


# --- registering --------------------------------------------------------------------------------------------------------


@action(
    "new",
    N_("Register a received paper"),
    "Ctrl+Shift+N",
    "plus",
    roles=_may("register_arrival"),
    where="arrivals",
)
def _new(page: Arrivals) -> None:
    from ui.dialogs.arrival import NewArrival

    def ask(read: Reading) -> int:
        info, _lines = register_of(read, clock.today().year)
        return (info.last if info else 0) + 1

    def show(number: int) -> None:
        dialog = NewArrival(page, page.desk, around_of(page), number)
        dialog.registered.connect(lambda made: _registered(page, made))
        dialog.open()

    page.desk.jobs.ask(ask, owner=page, then=show, outranks="new")


@action(
    "register_paper",
    N_("Register its paper as received"),
    "Ctrl+Shift+R",
    "mail",
    roles=_may("register_arrival"),
    where="dossier",
)
def _register_paper(page: DossierPage) -> None:
    """The other way round: a dossier was lodged before its paper had an arrival number."""
    from models.work.arrivals import values_of_dossier
    from ui.dialogs.arrival import NewArrival
    from ui.pages.dossier.lending import surroundings

    dossier_id = page.dossier_id
    if dossier_id is None:
        return

    def ask(read: Reading) -> tuple[int, dict[str, Any], ArrivalRow | None]:
        info, _lines = register_of(read, clock.today().year)
        known = next(iter(arrivals_of(read, dossier_id)), None)
        return (info.last if info else 0) + 1, values_of_dossier(read, dossier_id), known

    def show(found: tuple[int, dict[str, Any], ArrivalRow | None]) -> None:
        number, values, known = found
        if known is not None:
            words = _("Its paper is registered already: arrival number {number} of {day}.")
            page.said.emit(words.format(number=f"{known.number:02d}", day=day(known.arrived_on)), None)
            return
        shown = {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items() if v is not None}
        around = surroundings(page.desk, page, guests=False)
        dialog = NewArrival(page, page.desk, around, number, values=shown, dossier_id=dossier_id)
        words = _("Registered: arrival number {number} of {day}.")
        dialog.registered.connect(
            lambda made: page.said.emit(
                words.format(number=f"{made.number:02d}", day=day(made.arrived_on)), None
            )
        )
        dialog.open()

    page.desk.jobs.ask(ask, owner=page, then=show, outranks="arrival")


def _registered(page: Arrivals, made: Registered) -> None:
    words = _("Registered: arrival number {number} of {day}.")
    page.say(words.format(number=f"{made.number:02d}", day=day(made.arrived_on)))
    page.model.refresh()
    page.table.go_to(made.arrival_id)


@action(
    "edit", N_("Change the received paper"), "F2", "pencil", roles=_may("change_arrival"), where="arrivals"
)
def _edit(page: Arrivals) -> None:
    from ui.dialogs.arrival import ChangeArrival

    if (row := page.row) is not None and not row.void_reason:
        ChangeArrival(page, page.desk, around_of(page), row, page.say).open()


@action("pass_on", N_("Pass on…"), "F9", "arrow-up", roles=_may("pass_on"), where="arrivals")
def _pass_on(page: Arrivals) -> None:
    from ui.dialogs.arrival import PassOnDialog

    if rows := page.rows:
        page.desk.jobs.ask(
            receivers, owner=page, outranks="receivers",
            then=lambda known: PassOnDialog(page, page.desk, rows, known, page.say).open(),
        )  # fmt: skip


@action(
    "void", N_("Void the arrival number…"), "Ctrl+Delete", "ban", roles=_may("void_arrival"), where="arrivals"
)
def _void(page: Arrivals) -> None:
    from models.work.arrivals import void_arrival
    from ui.dialogs.decide import ask_reason

    if (row := page.row) is None or row.void_reason:
        return
    number, by = f"{row.number:02d}", page.desk.actor
    words = _(
        "Arrival number {number} of {day} becomes void. It keeps its place in the register with your reason."
    )
    says = words.format(number=number, day=day(row.arrived_on))
    reason = ask_reason(page, title=_("Void the arrival number"), says=says, verb=_("Void"), is_danger=True)
    if reason is not None:
        said = _("Arrival number {number} is void.").format(number=number)
        page.desk.jobs.do(
            lambda store: void_arrival(store, row.id, reason, by=by), owner=page, then=lambda _a: page.say(said)
        )  # fmt: skip


# --- the dossier and the scan -------------------------------------------------------------------------------------------


@action("dossier", N_("Open the dossier"), "Ctrl+Return", "folder-open", where="arrivals")
def _dossier(page: Arrivals) -> None:
    if page.row is not None and page.row.dossier_id is not None:
        page.open_dossier(page.row.dossier_id)


@action("link", N_("Link to a dossier…"), "Ctrl+G", "folder", roles=_may("link_arrival"), where="arrivals")
def _link(page: Arrivals) -> None:
    from ui.dialogs.arrival import LinkDialog

    if (row := page.row) is not None and not row.void_reason and row.dossier_id is None:
        page.desk.jobs.ask(
            lambda read: dossiers_for(read, row), owner=page, outranks="link",
            then=lambda found: LinkDialog(page, page.desk, row, found, page.say).open(),
        )  # fmt: skip


@action(
    "unlink",
    N_("Take it off its dossier"),
    "Ctrl+Shift+G",
    "minus",
    roles=_may("link_arrival"),
    where="arrivals",
)
def _unlink(page: Arrivals) -> None:
    from models.work.arrivals import link_arrival

    if (row := page.row) is not None and row.dossier_id is not None:
        by = page.desk.actor
        words = _("Arrival number {number} is linked to no dossier now.").format(number=f"{row.number:02d}")
        page.desk.jobs.do(
            lambda store: link_arrival(store, row.id, None, by=by),
            owner=page,
            then=lambda _a: page.say(words),
        )


@action(
    "scan", N_("Attach the scan…"), "Ctrl+Shift+A", "paperclip", roles=_may("attach_scan"), where="arrivals"
)
def _scan(page: Arrivals) -> None:
    from models.work.arrivals import attach_scan
    from models.work.dossiers import keep_file

    row, by = page.row, page.desk.actor
    if row is None or row.void_reason:
        return
    title, kinds = _("Attach the scan"), _("PDF files") + " (*.pdf)"
    chosen, _kind = QFileDialog.getOpenFileName(page, title, page.desk.seat.text("scan_folder"), kinds)
    if not chosen:
        return
    words = _("The scan of arrival number {number} is kept.").format(number=f"{row.number:02d}")

    def file(store: Store) -> None:
        attach_scan(store, row.id, keep_file(store, Path(chosen), by=by).sha256, by=by)

    page.desk.jobs.do(file, owner=page, then=lambda _answer: page.say(words))


@action("show_scan", N_("Show the scan"), "F4", "file-text", where="arrivals")
def _show_scan(page: Arrivals) -> None:
    from ui.dialogs.letter_preview import LetterPreview

    if (row := page.row) is not None and row.scan_sha256:
        title = _("Arrival number {number} of {day}").format(
            number=f"{row.number:02d}", day=day(row.arrived_on)
        )
        page.desk.jobs.ask(
            lambda read: read.vault.get(row.scan_sha256), owner=page,
            then=lambda data: LetterPreview(data, title, name=title, parent=page).open(),
        )  # fmt: skip


# --- on paper -----------------------------------------------------------------------------------------------------------


def _stamps(page: Arrivals, rows: list[ArrivalRow], *, is_label: bool) -> None:
    if not rows:
        return

    def make(store: Store, _progress: Progress) -> bytes:
        from models.exchange.arrival_papers import labels, overprint
        from models.work.books import stamp_of

        with store.reading() as read:
            stamps = [stamp_of(read, row) for row in rows]
        return labels(stamps) if is_label else overprint(stamps)

    name = (
        f"dau-den-{rows[0].number:02d}.pdf"
        if len(rows) == 1
        else f"dau-den-{rows[0].number:02d}-{rows[-1].number:02d}.pdf"
    )
    save_as(page, name, _("Making the stamp…"), make)


@action("stamp", N_("Stamp on a label of 50 × 35 mm"), "Ctrl+T", "stamp", where="arrivals")
def _stamp(page: Arrivals) -> None:
    _stamps(page, page.rows, is_label=True)


@action("overprint", N_("Stamp onto the paper itself (A4)"), "Ctrl+Shift+T", "printer", where="arrivals")
def _overprint(page: Arrivals) -> None:
    _stamps(page, page.rows, is_label=False)


@action("slip", N_("Slip for its handling"), "Ctrl+Shift+P", "file-check", where="arrivals")
def _slip(page: Arrivals) -> None:
    if (row := page.row) is None:
        return

    def make(store: Store, _progress: Progress) -> bytes:
        from models.exchange.arrival_papers import slip_pdf
        from models.work.books import slip_of

        with store.reading() as read:
            return slip_pdf(slip_of(read, row))

    save_as(page, f"phieu-giai-quyet-{row.number:02d}.pdf", _("Making the slip…"), make)


def _book(page: Arrivals, name: str, make: Callable[[Reading, int], bytes]) -> None:
    year = year_of(page)

    def work(store: Store, _progress: Progress) -> bytes:
        with store.reading() as read:
            return make(read, year)

    save_as(page, f"{name}-{year}.pdf", _("Making the book…"), work)


@action("print", N_("Print the register of the year"), "Ctrl+P", "book-open", where="arrivals")
def _print(page: Arrivals) -> None:
    from models.errors import OfficeError
    from models.work.books import book_pdf
    from models.work.closing import closed_pdf

    who = page.desk.actor.name

    def make(read: Reading, year: int) -> bytes:
        info, lines = register_of(read, year)
        if info is None or not lines:
            raise OfficeError("register_empty_year", year=year)
        if info.closed_on is not None:
            return closed_pdf(read, info.id, year)
        return book_pdf(read, info.id, year, who=who)

    _book(page, "so-van-ban-den", make)


@action("day", N_("Print the page of this day"), "Ctrl+D", "calendar", where="arrivals")
def _day(page: Arrivals) -> None:
    from models.work.books import book_pdf

    row, who = page.row, page.desk.actor.name
    if row is not None:
        on = row.arrived_on
        _book(
            page,
            f"so-van-ban-den-{on:%m-%d}",
            lambda read, _y: book_pdf(read, row.register_id, row.year, who=who, day=on),
        )


@action("handling", N_("Print the book of handling"), "Ctrl+Shift+B", "file-text", where="arrivals")
def _handling(page: Arrivals) -> None:
    from models.work.books import handling_pdf

    who = page.desk.actor.name
    _book(page, "so-theo-doi-giai-quyet", lambda read, year: handling_pdf(read, year, who=who))


# --- the register as a whole --------------------------------------------------------------------------------------------


@action(
    "begin",
    N_("Last number of the paper book…"),
    "",
    "book-open",
    roles=_may("begin_register"),
    where="arrivals",
)
def _begin(page: Arrivals) -> None:
    from models.work.registers import arrivals_register
    from ui.dialogs.register_acts import BeginDialog

    by = page.desk.actor

    def show(found: RegisterInfo) -> None:
        BeginDialog(page, page.desk, found, page.say).open()

    page.desk.jobs.do(lambda store: arrivals_register(store, by=by), owner=page, then=show)


@action("close", N_("Close the register…"), "", "archive", roles=_may("close_register"), where="arrivals")
def _close(page: Arrivals) -> None:
    from ui.dialogs.register_acts import CloseDialog

    year = year_of(page)

    def show(found: tuple[RegisterInfo | None, tuple[RegisterLine, ...]]) -> None:
        info, lines = found
        if info is None or not lines:
            page.say(_("No paper is registered in {year} yet.").format(year=year))
        elif info.closed_on is not None:
            page.say(_("Closed on {day}.").format(day=day(info.closed_on)))
        else:
            CloseDialog(page, page.desk, info, lines, page.say).open()

    page.desk.jobs.ask(lambda read: register_of(read, year), owner=page, then=show, outranks="close")
