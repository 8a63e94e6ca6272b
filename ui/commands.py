"""The same acts from a command line, for scheduled work, support and tests.

Exit status: 0 on success, 1 when what was asked for was found wrong, 2 for unusable arguments or input, with one clear sentence on
stderr. ``--json`` prints one object to stdout and nothing else. No Qt is imported until a command needs it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from models.errors import OfficeError
from resources import i18n
from resources.i18n import N_, _, ngettext
from ui.places import default_office

if TYPE_CHECKING:
    from models.appraisal.findings import Finding
    from models.reading.dossiers import DossierRow
    from models.store.units import Actor, Reading, Store

Handler = Callable[[argparse.Namespace], int]

WRONG, UNUSABLE = 1, 2
FIRST_YEAR, LAST_YEAR = (
    2000,
    2100,
)  # of a sample office: years for which the lists of rules and holidays make sense


class Refusal(Exception):
    """Arguments or input that cannot be used; the text is the sentence for stderr."""


def _path(text: str) -> str:
    """A path as an argument; an empty one is none."""
    if not text.strip():
        raise argparse.ArgumentTypeError
    return text


class _Parser(argparse.ArgumentParser):
    """Speaks the language of the interface and refuses in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise Refusal(_not_understood(self.prog))

    def format_help(self) -> str:
        english = super().format_help()
        for was in (
            N_("usage:"),
            N_("options:"),
            N_("positional arguments:"),
            N_("show this help message and exit"),
        ):
            english = english.replace(was, _(was))
        return english


def _not_understood(program: str) -> str:
    return _("These arguments are not understood. See: python {program} --help").format(program=program)


def refuse_arguments(arguments: Sequence[str], program: str) -> NoReturn:
    """Ends the program over arguments that the window does not know: one sentence, status 2."""
    i18n.install(_language(arguments))
    complain(_not_understood(program))
    raise SystemExit(UNUSABLE)


def say(text: str = "") -> None:
    """A line on stdout."""
    print(text)


def complain(text: str) -> None:
    """A sentence on stderr."""
    print(text, file=sys.stderr)


def _print_json(data: Any) -> None:
    say(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and of:
        print(f"\r{done * 100 // of:3d} %", end="\n" if done >= of else "", file=sys.stderr, flush=True)


# --- who asks, and where -------------------------------------------------------------------------------------------


def _open(options: argparse.Namespace) -> Store:
    from models import clock
    from models.store.units import Store
    from models.work.office import sample_day

    store = Store.open(options.office or default_office())
    options.afterwards.callback(store.close)
    with store.reading() as read:
        clock.stand_on(sample_day(read))
    return store


def _actor(options: argparse.Namespace, store: Store, sample_user: str = "inspector") -> Actor:
    """The person in whose name a command works; a sample office, whose password is public, needs none named."""
    from getpass import getpass

    from models.work import users

    login = options.user or os.environ.get("SODOAN_USER")
    password = os.environ.get("SODOAN_PASSWORD")
    if (not login or password is None) and users.is_sample(store):
        login, password = login or sample_user, password or users.SAMPLE_PASSWORD
    if not login:
        sentence = _("Say in whose name: --as USER (or SODOAN_USER), with the password in SODOAN_PASSWORD.")
        raise Refusal(sentence)
    if password is None:
        if not sys.stdin.isatty():
            raise Refusal(_("The password is missing: put it into SODOAN_PASSWORD."))
        password = getpass(_("Password of {user}: ").format(user=login))
    return users.login(store, login, password)


def _day(text: str) -> date:
    from models.dates import read_date

    day = read_date(text)
    if day is None:
        raise Refusal(_("“{text}” is not a date. Write it as 2018-03-12 or 12/3/2018.").format(text=text))
    return day


def _write(path: str, data: bytes) -> None:
    from models.store.files import write_chosen

    write_chosen(Path(path), data)


def _folder(path: str) -> Path:
    from models.store.files import make_folder

    return make_folder(Path(path))


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
        made = sample.make_office(where, year=options.year, progress=_progress)
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
        sample.make_scale(where, options.size, progress=_progress)
        say(_("The office for work on scale is ready: {where}").format(where=where))
    say(_("Users: {users}. Password of all: {password}").format(
        users="officer, head, director, clerk, admin, inspector", password=sample.PASSWORD))  # fmt: skip
    return 0


def tour(options: argparse.Namespace) -> int:
    """Drives the real window through the main job and leaves pictures and letters."""
    from ui.tour import run

    return run(_folder(options.out), say=say, theme=options.theme, office=options.office)


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

    store = _open(options)
    _actor(options, store)
    with store.reading() as read:
        row = _dossier(read, options.dossier)
        on = _day(options.on) if options.on else row.received_on
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
        _print_json({"dossier": row.reference, "on": on, "findings": [_finding(f) for f in findings]})
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
    store = _open(options)
    _actor(options, store)
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
    _write(options.out, made.pdf)
    if options.docx:
        from models.exchange.word_copy import to_docx

        _write(_beside(options.out), to_docx(made.content))
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

    store = _open(options)
    _actor(options, store)
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

        _write(options.xlsx, workbook(title, under, sheets))
    if options.pdf:
        from models.exchange.table_pdf import document

        _write(options.pdf, document(title, under, [s for s in sheets if len(s.columns) < 6]))
    if options.json:
        _print_json(found.as_json())
    else:
        say(f"{title} · {under}")
        for row in main_table.rows:
            say(f"  {row[0]:<36}{row[1]!s:>8}{row[2]!s:>8}")
    return 0


def check(options: argparse.Namespace) -> int:
    """Whether store, vault, registers and journal are whole."""
    from models.store.checking import check as look

    store = _open(options)
    _actor(options, store)
    found = look(store)
    if options.json:
        _print_json(found.as_dict())
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

    store = _open(options)
    by = _actor(options, store, "admin")
    require(by, "back_up")  # before a folder is made
    made = safekeeping.back_up(store, _folder(options.to), by=by)
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
    done = safekeeping.restore(Path(options.file), where, who=lambda store: _actor(options, store, "admin"))
    say(_("Restored and verified: {where}").format(where=where))
    if done.kept:
        say(_("What stood there before is kept: {path}").format(path=done.kept))
    return 0


# --- the words -----------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    every = _Parser(add_help=False)
    every.add_argument(
        "--office",
        type=_path,
        metavar="PATH|URL",
        help=_("the store; else the one in the user's data folder"),
    )
    every.add_argument(
        "--locale", choices=i18n.LANGUAGES, default="vi", help=_("language of what is printed")
    )
    every.add_argument("--as", dest="user", metavar="USER", help=_("in whose name; else SODOAN_USER"))
    parser = _Parser(prog="main.py", description=_("Sổ Đoàn: outgoing and incoming delegations, offline"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)

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
        "--out", type=_path, required=True, metavar="DIR", help=_("the folder for pictures and letters")
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
    sub.add_argument("--out", type=_path, required=True, metavar="FILE.pdf", help=_("the file to write"))
    sub.add_argument("--docx", action="store_true", help=_("a Word copy beside it"))
    sub = command("statistics", statistics, _("the figures of a period"))
    sub.add_argument("--period", required=True, metavar="P", help="2018, 2018-ND09, 2026-Q3, 2026-H1")
    sub.add_argument("--json", action="store_true", help=_("print one JSON object"))
    sub.add_argument("--xlsx", type=_path, metavar="FILE", help=_("write figures and lists to an Excel file"))
    sub.add_argument("--pdf", type=_path, metavar="FILE", help=_("write the figures to a PDF"))
    sub = command("check", check, _("whether store, files, registers and journal are whole"))
    sub.add_argument("--json", action="store_true", help=_("print one JSON object"))
    sub = command("backup", make_backup, _("make a verified backup"))
    sub.add_argument("--to", type=_path, required=True, metavar="DIR", help=_("the folder for the backup"))
    sub = command("restore", restore, _("put a backup in the place of an office"))
    sub.add_argument("file", type=_path, metavar="FILE", help=_("the backup"))
    return parser


def _language(arguments: Sequence[str]) -> str:
    words = " ".join(arguments).replace("=", " ")
    return "en" if "--locale en" in words else "vi"


def main(arguments: Sequence[str]) -> int:
    """Runs one command and gives its exit status."""
    i18n.install(_language(arguments))
    try:
        options = _parser().parse_args(_options_last(list(arguments)))
        with ExitStack() as options.afterwards:
            status = options.run(options)
        sys.stdout.flush()  # here, where a reader that went away is no fault
        return status
    except (Refusal, OfficeError) as fault:
        complain(str(fault))
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except Exception as fault:
        complain(_unforeseen(fault))
    return UNUSABLE


def _forget_stdout() -> None:
    """Nobody reads any more (``main.py … | head``): the rest goes nowhere, and Python does not complain at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _unforeseen(fault: Exception) -> str:
    """A fault of ours: a sentence, and a diagnosis file without personal data."""
    from ui import diagnosis

    written = diagnosis.write(fault)
    if written is None:
        return _("Something unforeseen happened, and nothing was done. Please tell your administrator.")
    sentence = _(
        "Something unforeseen happened. Please give the diagnosis file {path} to your administrator."
    )
    return sentence.format(path=written)


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
