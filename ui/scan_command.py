"""The command ``scans``: files what lies in the scanner's folder, for scheduled work. No Qt."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from resources.i18n import _, ngettext
from ui.command_line import WRONG, actor_of, complain, open_store, print_json, say

if TYPE_CHECKING:
    from models.work.scan_folder import Outcome


def scans(options: argparse.Namespace) -> int:
    """Files the scans of a folder to their letters; those that wait or could not be read make it status 1."""
    from models.work.rights import require
    from models.work.scan_folder import file_all, wait_and_look

    store = open_store(options)
    by = actor_of(options, store, "clerk")
    require(by, "file_scan")  # before anything is looked at
    found = file_all(store, wait_and_look(Path(options.folder)), by=by)
    is_clean = all(o.refusal is None and o.filed is not None and not o.filed.waiting for o in found)
    if options.json:
        print_json({"folder": options.folder, "files": [_outcome(o) for o in found]})
        return 0 if is_clean else WRONG
    for outcome in found:
        _tell(outcome)
    if not found:
        say(_("No scans lie in this folder."))
    return 0 if is_clean else WRONG


def _tell(outcome: Outcome) -> None:
    if outcome.refusal is not None:
        complain(str(outcome.refusal))
    if outcome.filed is None:
        return
    say(outcome.name)
    for copy in outcome.filed.copies:
        pages = ngettext("{n} page", "{n} pages", copy.pages).format(n=copy.pages)
        where = _("waits to be looked at") if copy.state == "waiting" else copy.number or _("no number yet")
        if copy.state == "refused":
            where = _("was put aside before")
        say(f"  {where} · {pages}")


def _outcome(outcome: Outcome) -> dict[str, object]:
    filed = outcome.filed
    return {
        "file": outcome.name,
        "refusal": outcome.refusal.code if outcome.refusal else "",
        "is_again": bool(filed and filed.is_again),
        "letters": [
            {"id": c.id, "letter": c.letter_id, "number": c.number, "state": c.state, "pages": c.pages}
            for c in (filed.copies if filed else ())
        ],
    }
