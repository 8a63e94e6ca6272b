"""How commands speak and who asks: arguments, sentences, the store and the person. The commands themselves: ``ui.commands``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from resources import i18n
from resources.i18n import N_, _
from ui.places import default_office

if TYPE_CHECKING:
    from models.store.units import Actor, Store

WRONG, UNUSABLE = 1, 2  # exit statuses: found wrong; arguments or input that cannot be used


def language_of(arguments: Sequence[str]) -> str:
    words = " ".join(arguments).replace("=", " ")
    return "en" if "--locale en" in words else "vi"


class Refusal(Exception):
    """Arguments or input that cannot be used; the text is the sentence for stderr."""


def a_path(text: str) -> str:
    """A path as an argument; an empty one is none."""
    if not text.strip():
        raise argparse.ArgumentTypeError
    return text


class Parser(argparse.ArgumentParser):
    """Speaks the language of the interface and refuses in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise Refusal(not_understood(self.prog))

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


def not_understood(program: str) -> str:
    return _("These arguments are not understood. See: python {program} --help").format(program=program)


def refuse_arguments(arguments: Sequence[str], program: str) -> NoReturn:
    """Ends the program over arguments that the window does not know: one sentence, status 2."""
    i18n.install(language_of(arguments))
    complain(not_understood(program))
    raise SystemExit(UNUSABLE)


def say(text: str = "") -> None:
    """A line on stdout."""
    print(text)


def complain(text: str) -> None:
    """A sentence on stderr."""
    print(text, file=sys.stderr)


def print_json(data: Any) -> None:
    say(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and of:
        print(f"\r{done * 100 // of:3d} %", end="\n" if done >= of else "", file=sys.stderr, flush=True)


def forget_stdout() -> None:
    """Nobody reads any more (``main.py … | head``): the rest goes nowhere, and Python does not complain at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def unforeseen(fault: Exception) -> str:
    """A fault of ours: a sentence, and a diagnosis file without personal data."""
    from ui import diagnosis

    written = diagnosis.write(fault)
    if written is None:
        return _("Something unforeseen happened, and nothing was done. Please tell your administrator.")
    sentence = _(
        "Something unforeseen happened. Please give the diagnosis file {path} to your administrator."
    )
    return sentence.format(path=written)


# --- who asks, and where -------------------------------------------------------------------------------------------


def open_store(options: argparse.Namespace) -> Store:
    from models import clock
    from models.store.units import Store
    from models.work.office import sample_day

    store = Store.open(options.office or default_office())
    options.afterwards.callback(store.close)
    with store.reading() as read:
        clock.stand_on(sample_day(read))
    return store


def actor_of(options: argparse.Namespace, store: Store, sample_user: str = "inspector") -> Actor:
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


def day_of(text: str) -> date:
    from models.dates import read_date

    day = read_date(text)
    if day is None:
        raise Refusal(_("“{text}” is not a date. Write it as 2018-03-12 or 12/3/2018.").format(text=text))
    return day


def write_file(path: str, data: bytes) -> None:
    from models.store.files import write_chosen

    write_chosen(Path(path), data)


def folder_of(path: str) -> Path:
    from models.store.files import make_folder

    return make_folder(Path(path))
