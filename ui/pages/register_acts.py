"""Acts on the register in sight, beside its page: set aside, release, begin after a paper book, close, name, say what counts where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from models import clock
from models.catalogue.workflows import Role
from models.reading.registers import RegisterInfo, registers
from models.settings import office_settings
from models.work.rights import RIGHTS
from resources.i18n import N_, _
from ui.actions import action
from ui.tables.columns import day

if TYPE_CHECKING:
    from models.store.units import Reading
    from ui.pages.registers import Registers


# The menu of the page: names of acts, None for a line between them.
MENU = ("reserve", "release", None, "day", "post", None, "begin", "close", None, "rename", "add", "series")


def _may(act: str) -> frozenset[Role]:
    """The roles that may do an act."""
    return RIGHTS[act][1]


def reserve(page: Registers) -> None:
    """Sets the next number aside."""
    from ui.dialogs.register_acts import ReserveDialog

    if page.register is not None:
        ReserveDialog(page, page.desk, page.register, page.said_and_done).open()


def release(page: Registers) -> None:
    """Releases the reserved number in sight, or the first one."""
    from models.work.registers import release_number
    from ui.dialogs.decide import ask_reason

    row = page.table.current_row()
    kept = [e.line for e in page.lines if e.line.state == "reserved"]
    if row is not None and row.line.state == "reserved":
        kept = [row.line]
    if not kept:
        return
    line, by = kept[0], page.desk.actor
    words = _(
        "Number {number} of {day} is voided: {note}. It keeps its place in the register with your reason."
    )
    says = words.format(number=f"{line.number:02d}", day=day(line.issued_on), note=line.note)
    reason = ask_reason(page, title=_("Release the number"), says=says, verb=_("Release"), is_danger=True)
    if reason is not None:
        said = _("Number {number} is released.").format(number=f"{line.number:02d}")
        page.desk.jobs.do(
            lambda store: release_number(store, line.taken_id, reason, by=by), owner=page,
            then=lambda _answer: page.said_and_done(said),
        )  # fmt: skip


def begin_register(page: Registers) -> None:
    """Takes over the last number of the book on paper."""
    from ui.dialogs.register_acts import BeginDialog

    if page.register is not None:
        BeginDialog(page, page.desk, page.register, page.said_and_done).open()


def close_year(page: Registers) -> None:
    """Closes the register in sight."""
    from ui.dialogs.register_acts import CloseDialog

    if page.register is not None:
        CloseDialog(page, page.desk, page.register, [e.line for e in page.lines], page.said_and_done).open()


def name_register(page: Registers, *, is_new: bool) -> None:
    """Renames the register in sight, or adds one."""
    from ui.dialogs.register_acts import NameDialog

    NameDialog(page, page.desk, None if is_new else page.register, page.said_and_done).open()


def assign(page: Registers) -> None:
    """Says which letters count where."""
    from ui.dialogs.register_acts import SeriesDialog

    def ask(read: Reading) -> tuple[tuple[RegisterInfo, ...], Mapping[str, str]]:
        return registers(read, clock.today().year), office_settings(read)["letter_registers"]

    page.desk.jobs.ask(
        ask, owner=page, then=lambda found: SeriesDialog(page, page.desk, *found, page.said_and_done).open(), outranks="series"
    )  # fmt: skip


@action(
    "reserve",
    N_("Set a number aside…"),
    "Ctrl+R",
    "hourglass",
    roles=_may("reserve_number"),
    where="registers",
)
def _reserve(page: Registers) -> None:
    reserve(page)


@action(
    "release",
    N_("Release a reserved number…"),
    "Ctrl+Delete",
    "ban",
    roles=_may("release_number"),
    where="registers",
)
def _release(page: Registers) -> None:
    release(page)


@action("day", N_("Print the page of this day"), "Ctrl+D", "calendar", where="registers")
def _day(page: Registers) -> None:
    page.save_day()


@action(
    "begin",
    N_("Last number of the paper book…"),
    "",
    "book-open",
    roles=_may("begin_register"),
    where="registers",
)
def _begin(page: Registers) -> None:
    begin_register(page)


@action("close", N_("Close the register…"), "", "archive", roles=_may("close_register"), where="registers")
def _close(page: Registers) -> None:
    close_year(page)


@action("rename", N_("Rename the register…"), "", "pencil", roles=_may("save_register"), where="registers")
def _rename(page: Registers) -> None:
    name_register(page, is_new=False)


@action("add", N_("Add a register…"), "Ctrl+Shift+N", "plus", roles=_may("save_register"), where="registers")
def _add(page: Registers) -> None:
    name_register(page, is_new=True)


@action(
    "series",
    N_("Which letters count where…"),
    "",
    "list-filter",
    roles=_may("set_setting"),
    where="registers",
)
def _series(page: Registers) -> None:
    assign(page)
