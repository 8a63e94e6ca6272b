"""The same acts from a command line, for scheduled work, support and tests.

Exit status: 0 on success, 1 when what was asked for was found wrong, 2 for unusable arguments or input, with one clear sentence on
stderr. ``--json`` prints one object to stdout and nothing else. No Qt is imported until a command needs it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import OfficeError
from resources import i18n
from resources.i18n import _, ngettext
from ui.command_line import (
    UNUSABLE,
    WRONG,
    Parser,
    Refusal,
    a_path,
    actor_of,
    complain,
    day_of,
    folder_of,
    forget_stdout,
    language_of,
    open_store,
    print_json,
    progress,
    say,
    unforeseen,
    write_file,
)
from ui.layout_words import lint
from ui.places import default_office
from ui.scan_command import scans

if TYPE_CHECKING:
    from models.appraisal.findings import Finding
    from models.reading.dossiers import DossierRow
    from models.store.units import Reading

Handler = Callable[[argparse.Namespace], int]

FIRST_YEAR, LAST_YEAR = 2000, 2100  # of a sample office: years for which rules and holidays make sense


# --- the commands --------------------------------------------------------------------------------------------------


def demo(options: argparse.Namespace) -> int:
    """Makes the sample office, or a large one for work on scale."""
    from models.work import sample

    where = options.office or default_office()
    if options.size is not None and options.size < 1:
        raise Refusal(_("--size needs a number of delegations, at least 1."))
    if not FIRST_YEAR <= options.year <= LAST_YEAR:
        raise Refusal(
            _("--year needs a year from {first} to {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)
        )
    if options.size is None:
        made = sample.make_office(where, year=options.year, progress=progress)
        say(_("The sample office is ready: {where}").format(where=where))
        for words, number in (
            (_("outgoing delegations"), made.outgoing),
            (_("person-trips"), made.person_trips),
            (_("private person-trips"), made.private_person_trips),
            (_("incoming delegations"), made.incoming),
            (_("guests"), made.guests),
            (_("dossiers in all"), made.dossiers),
            (_("issued letters"), made.letters),
        ):
            say(f"  {number:>6} {words}")
    else:
        sample.make_scale(where, options.size, progress=progress)
        say(_("The office for work on scale is ready: {where}").format(where=where))
    say(_("Users: {users}. Password of all: {password}").format(
        users="officer, head, director, clerk, admin, inspector", password=sample.PASSWORD))  # fmt: skip
    return 0


def tour(options: argparse.Namespace) -> int:
    """Drives the real window through the main job and leaves pictures and letters."""
    from ui.tour import run

    return run(folder_of(options.out), say=say, theme=options.theme, office=options.office)


def _dossier(read: Reading, reference: str) -> DossierRow:
    from models.reading.references import dossier_named

    found = dossier_named(read, reference)
    if found is None:
        sentence = _("There is no dossier {reference} in this office. Write its reference as on the screen.")
        raise Refusal(sentence.format(reference=reference))
    return found


def appraise(options: argparse.Namespace) -> int:
    """What the rules in force say about a dossier, with the waivers that were given."""
    from models.reading.findings import current_findings
    from models.work import appraising
    from models.work.facts import facts_of_dossier

    store = open_store(options)
    actor_of(options, store)
    with store.reading() as read:
        row = _dossier(read, options.dossier)
        on = day_of(options.on) if options.on else row.received_on
        facts = facts_of_dossier(read, row.id, on)
        if options.on and on:
            facts = replace(facts, values={**facts.values, "received_on": on})
        waived = {f.rule: f for f in current_findings(read, row.id) if f.waived_by}
        findings = [
            replace(f, waived_by=w.waived_by, waived_reason=w.waived_reason)
            if not f.passed and (w := waived.get(f.rule)) and w.edition == f.edition
            else f
            for f in appraising.findings_of(read, facts, on)
        ]
    if options.json:
        print_json({"dossier": row.reference, "on": on, "findings": [_finding(f) for f in findings]})
    else:
        say(f"{row.reference} · {row.title}" + (f" · {on:%d/%m/%Y}" if on else ""))
        for f in findings:
            mark = _("passed") if f.passed else _("waived") if f.waived_by else _SEVERITY[f.severity]()
            say(f"  {f.rule:<7} [{mark}] {f.says}")
            say(f"          {f.basis}")
    return WRONG if any(f.is_open_stop for f in findings) else 0


def _finding(f: Finding) -> dict[str, Any]:
    return {
        "rule": f.rule, "edition": f.edition, "severity": str(f.severity), "passed": f.passed, "basis": f.basis,
        "says": f.says, "facts": dict(f.facts), "fields": list(f.fields), "title": f.title, "remedy": f.remedy,
        "waived_by": f.waived_by, "waived_reason": f.waived_reason,
    }  # fmt: skip


_SEVERITY: dict[str, Callable[[], str]] = {
    "stop": lambda: _("stop"),
    "warn": lambda: _("warning"),
    "note": lambda: _("note"),
    "silent": lambda: _("the rules are silent"),
}


def letter(options: argparse.Namespace) -> int:
    """A draft print of a letter of a dossier; what it still lacks is listed instead when it cannot be written."""
    from models.catalogue.kinds import kinds
    from models.catalogue.letter_kinds import letter_kinds
    from models.work.letter_facts import Source
    from models.work.letters import draft_of_letter

    if options.docx and _beside(options.out) == options.out:
        sentence = _("Give the letter a name that ends in .pdf; the Word copy is written beside it.")
        raise Refusal(sentence)
    store = open_store(options)
    actor_of(options, store)
    with store.reading() as read:
        row = _dossier(read, options.dossier)
        kind = kinds()[row.kind].letters.get(options.kind, options.kind)
        if kind not in letter_kinds():
            known = ", ".join([*kinds()[row.kind].letters, *letter_kinds()])
            raise Refusal(
                _("There is no letter “{kind}”. Known are: {known}.").format(kind=options.kind, known=known)
            )
        made = draft_of_letter(read, kind, Source(row.id, {}))
    if made.content is None:
        complain(_("The letter cannot be written yet. It still lacks: {what}.").format(
            what="; ".join(str(m.label) for m in made.missing)))  # fmt: skip
        return WRONG
    write_file(options.out, made.pdf)
    if options.docx:
        from models.exchange.word_copy import to_docx

        write_file(_beside(options.out), to_docx(made.content))
    say(_("Draft written: {path}").format(path=options.out))
    return 0


def _beside(path: str) -> str:
    """The name of the Word copy beside a letter; never the letter's own."""
    return str(Path(path).with_suffix(".docx"))


def statistics(options: argparse.Namespace) -> int:
    """The figures of a period, on the screen, as JSON, Excel and PDF."""
    from models.statistics import tables
    from models.statistics.periods import parse
    from models.statistics.summary import summary

    store = open_store(options)
    actor_of(options, store)
    period = parse(options.period)
    with store.reading() as read:
        found = summary(read, period)
        main_table = tables.summary_table(found, summary(read, period.year_before()))
        sheets = [main_table]
        if options.xlsx or options.pdf:
            sheets += tables.breakdown_tables(read, period)
        if options.xlsx:
            sheets += tables.lists(read, period)
    under = tables.period_words(period)
    title = _("Delegations: figures of {period}").format(period=period.code)
    if options.xlsx:
        from models.exchange.spreadsheet import workbook

        write_file(options.xlsx, workbook(title, under, sheets))
    if options.pdf:
        from models.exchange.table_pdf import document

        write_file(options.pdf, document(title, under, [s for s in sheets if len(s.columns) < 6]))
    if options.json:
        print_json(found.as_json())
    else:
        say(f"{title} · {under}")
        for row in main_table.rows:
            say(f"  {row[0]:<36}{row[1]!s:>8}{row[2]!s:>8}")
    return 0


def check(options: argparse.Namespace) -> int:
    """Whether store, vault, registers and journal are whole."""
    from models.store.checking import check as look

    store = open_store(options)
    actor_of(options, store)
    found = look(store)
    if options.json:
        print_json(found.as_dict())
        return 0 if found.ok else WRONG
    faults: list[str] = [*found.store["integrity"]]
    faults += [_("file of the vault missing: {name}").format(name=n) for n in found.vault.missing]
    faults += [_("file of the vault damaged: {name}").format(name=n) for n in found.vault.damaged]
    for r in found.registers:
        say("  " + _("Register {register}, {year}: last number {last}").format(
            register=r.register, year=r.year, last=r.last))  # fmt: skip
        if r.gaps or r.duplicates:
            faults.append(_("register {register}, {year}: missing {gaps}, twice {twice}").format(
                register=r.register, year=r.year, gaps=r.gaps, twice=r.duplicates))  # fmt: skip
    say("  " + _("Journal: {entries} entries").format(entries=found.journal.entries))
    if not found.journal.ok:
        faults.append(_("the journal is broken at entry {entry}").format(entry=found.journal.first_bad))
    for fault in faults:
        complain("  " + fault)
    say(
        _("Everything is whole.")
        if found.ok
        else _("Something is wrong. Keep this store and restore a backup.")
    )
    return 0 if found.ok else WRONG


def make_backup(options: argparse.Namespace) -> int:
    """A verified backup."""
    from models.work import safekeeping
    from models.work.rights import require

    store = open_store(options)
    by = actor_of(options, store, "admin")
    require(by, "back_up")  # before a folder is made
    made = safekeeping.back_up(store, folder_of(options.to), by=by)
    say(_("Backup written and verified: {path}").format(path=made.path))
    if made.missing:
        say(
            ngettext(
                "{count} attached file was lost or damaged before and is not in it; “check” names it.",
                "{count} attached files were lost or damaged before and are not in it; “check” names them.",
                len(made.missing),
            ).format(count=len(made.missing))
        )
    return 0


def restore(options: argparse.Namespace) -> int:
    """Puts a backup in the place of an office; the office that was there is kept aside."""
    from models.work import safekeeping

    where = options.office or default_office()
    done = safekeeping.restore(Path(options.file), where, who=lambda store: actor_of(options, store, "admin"))
    say(_("Restored and verified: {where}").format(where=where))
    if done.kept:
        say(_("What stood there before is kept: {path}").format(path=done.kept))
    return 0


# --- the words -----------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    every = Parser(add_help=False)
    every.add_argument(
        "--office",
        type=a_path,
        metavar="PATH|URL",
        help=_("the store; else the one in the user's data folder"),
    )
    every.add_argument(
        "--locale", choices=i18n.LANGUAGES, default="vi", help=_("language of what is printed")
    )
    every.add_argument("--as", dest="user", metavar="USER", help=_("in whose name; else SODOAN_USER"))
    parser = Parser(prog="main.py", description=_("Sổ Đoàn: outgoing and incoming delegations, offline"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)

    def command(name: str, run: Handler, words: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[every], help=words, description=words)
        sub.set_defaults(run=run)
        return sub

    sub = command("demo", demo, _("make the sample office"))
    sub.add_argument("--year", type=int, default=2018, help=_("the year it shows"))
    sub.add_argument(
        "--size", type=int, metavar="N", help=_("N delegations over 20 years, for work on scale")
    )
    sub = command("tour", tour, _("drive the window through the main job, leaving pictures and letters"))
    sub.add_argument(
        "--out", type=a_path, required=True, metavar="DIR", help=_("the folder for pictures and letters")
    )
    sub.add_argument(
        "--theme", choices=("light", "dark", "system"), default="light", help=_("colours of the window")
    )
    sub = command("appraise", appraise, _("what the rules say about a dossier"))
    sub.add_argument("dossier", metavar="DOSSIER", help=_("its reference as on the screen"))
    sub.add_argument("--on", metavar="DATE", help=_("with the rules of this day"))
    sub.add_argument("--json", action="store_true", help=_("print one JSON object"))
    sub = command("letter", letter, _("draft print of a letter"))
    sub.add_argument("dossier", metavar="DOSSIER", help=_("its reference as on the screen"))
    sub.add_argument(
        "kind", metavar="KIND", help=_("the letter: submission, decision, or the name of its kind")
    )
    sub.add_argument("--out", type=a_path, required=True, metavar="FILE.pdf", help=_("the file to write"))
    sub.add_argument("--docx", action="store_true", help=_("a Word copy beside it"))
    sub = command("lint", lint, _("where a PDF leaves the layout rules"))
    sub.add_argument("file", type=a_path, metavar="FILE.pdf", help=_("the paper"))
    sub.add_argument("--json", action="store_true", help=_("print one JSON object"))
    sub = command("statistics", statistics, _("the figures of a period"))
    sub.add_argument("--period", required=True, metavar="P", help="2018, 2018-ND09, 2026-Q3, 2026-H1")
    sub.add_argument("--json", action="store_true", help=_("print one JSON object"))
    sub.add_argument(
        "--xlsx", type=a_path, metavar="FILE", help=_("write figures and lists to an Excel file")
    )
    sub.add_argument("--pdf", type=a_path, metavar="FILE", help=_("write the figures to a PDF"))
    sub = command("scans", scans, _("file the scans of a folder to their letters"))
    sub.add_argument(
        "folder", type=a_path, metavar="FOLDER", help=_("the folder into which the scanner writes")
    )
    sub.add_argument("--json", action="store_true", help=_("print one JSON object"))
    _add_keeping(command)
    return parser


def _add_keeping(command: Callable[[str, Handler, str], argparse.ArgumentParser]) -> None:
    """The commands that keep the office safe."""
    sub = command("check", check, _("whether store, files, registers and journal are whole"))
    sub.add_argument("--json", action="store_true", help=_("print one JSON object"))
    sub = command("backup", make_backup, _("make a verified backup"))
    sub.add_argument("--to", type=a_path, required=True, metavar="DIR", help=_("the folder for the backup"))
    sub = command("restore", restore, _("put a backup in the place of an office"))
    sub.add_argument("file", type=a_path, metavar="FILE", help=_("the backup"))


def main(arguments: Sequence[str]) -> int:
    """Runs one command and gives its exit status."""
    i18n.install(language_of(arguments))
    try:
        options = _parser().parse_args(_options_last(list(arguments)))
        with ExitStack() as options.afterwards:
            status = options.run(options)
        sys.stdout.flush()  # here, where a reader that went away is no fault
        return status
    except (Refusal, OfficeError) as fault:
        complain(str(fault))
    except BrokenPipeError:
        forget_stdout()
        return 0
    except Exception as fault:
        complain(unforeseen(fault))
    return UNUSABLE


def _options_last(arguments: list[str]) -> list[str]:
    """Options before the command are as good as behind it."""
    if arguments[:1] == ["help"]:
        return ["--help"]
    front: list[str] = []
    while arguments and arguments[0].startswith("--") and arguments[0] not in {"--help"}:
        front.append(arguments.pop(0))
        if "=" not in front[-1] and arguments:
            front.append(arguments.pop(0))
    return arguments[:1] + front + arguments[1:]
