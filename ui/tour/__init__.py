"""The tour: a dossier's whole day in the real window, from the paper that comes in to the report, by keys and clicks.

Works in a sample office of its own in a temporary folder, without a screen too, and leaves numbered pictures, the letters and
a list of both. ``hands`` finds, types and waits; ``guide`` knows the office's everyday moves; the other modules are the day.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from resources import i18n
from resources.i18n import _

if TYPE_CHECKING:
    from ui.tour.guide import Guide


def run(folder: Path, *, say: Callable[[str], None], theme: str = "light", office: str | None = None) -> int:
    """Walks through the day and gives the exit status. *office* is a sample office to walk through a copy of."""
    began = time.monotonic()
    (folder / "letters").mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="so-doan-tour-"))
    before = os.environ.get("SODOAN_HOME")
    os.environ["SODOAN_HOME"] = str(home)
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    try:
        say(_("Preparing the sample office…"))
        where = _office(home, office, resources.load_toml("sample/tour.toml")["day"])
        from ui.tour.guide import Guide

        guide = Guide(folder, home, where, theme, i18n.language(), say)
        try:
            status = _walk(guide)
        finally:
            guide.go_home()
    finally:
        shutil.rmtree(home, ignore_errors=True)
        if before is None:
            del os.environ["SODOAN_HOME"]
        else:
            os.environ["SODOAN_HOME"] = before
    heart = guide.hands.heart
    pause = _("The longest time the window did not answer: {ms} ms ({doing}).")
    say(pause.format(ms=round(heart.longest * 1000), doing=heart.during))
    say(_("Done in {seconds} seconds.").format(seconds=round(time.monotonic() - began)))
    return status


def _office(home: Path, office: str | None, day: date) -> Path:
    where = home / "office.sodb"
    if office is None:
        from models.work import sample

        sample.make_office(where, year=day.year, on=day)
        return where
    source = Path(office)
    for near in source.parent.glob(f"{source.name}*"):
        target = home / near.name.replace(source.name, where.name, 1)
        (shutil.copytree if near.is_dir() else shutil.copy2)(near, target)
    return where


def _walk(guide: Guide) -> int:
    """Step after step; the first that fails is named, pictured, and ends the walk."""
    from ui.tour import afterwards, entering, letters, looking, reviewing

    for part in (entering, reviewing, letters, afterwards, looking):
        for step in part.STEPS:
            guide.hands.say(_(step.words))
            try:
                step.walk(guide)
                guide.raise_fault()
            except Exception as trouble:
                guide.hands.say(
                    _("The tour came to grief at “{step}”: {why}").format(step=_(step.words), why=trouble)
                )
                guide.hands.photograph_failure()
                if os.environ.get("SODOAN_TRACE"):
                    raise
                return 1
    guide.write_list()
    return 0
