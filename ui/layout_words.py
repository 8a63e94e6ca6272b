"""The report of a layout check as lines of text: for the command line, the clipboard and a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from resources.i18n import _, ngettext
from ui.command_line import WRONG, print_json, say

if TYPE_CHECKING:
    from models.linting.linter import Deviation, Report


def summary(report: Report) -> str:
    """How many deviations on how many pages."""
    count = len(report.deviations)
    if not count:
        return _("No deviation found.")
    return ngettext("{count} deviation found.", "{count} deviations found.", count).format(count=count)


def found_words(deviation: Deviation) -> str:
    """What was found and what is prescribed, where the rule has both."""
    if not deviation.found or not deviation.expected:
        return ""
    return _("Found: {found}. Prescribed: {expected}.").format(
        found=deviation.found, expected=deviation.expected
    )


def report_lines(report: Report) -> list[str]:
    """The whole report: the summary, then each deviation with its page, sentence and clause."""
    lines = [summary(report)]
    for d in report.deviations:
        lines += [_("Page {page}: {says}").format(page=d.page, says=d.says), f"    {d.clause}"]
    return lines


def lint(options: argparse.Namespace) -> int:
    """Where a finished PDF, ours or another's, leaves the layout rules; needs no office."""
    from models.linting.linter import lint as measure

    report = measure(Path(options.file))
    if options.json:
        found = [d.as_dict() for d in report.deviations]
        print_json({"file": options.file, "deviations": found, "pages": report.pages})
    else:
        for line in report_lines(report):
            say(line)
    return 0 if report.is_right else WRONG
