"""Acts of the journal and roles in the words of the desk: a step by its label in the workflow, any other act by its name here."""

from __future__ import annotations

from functools import cache

from models.catalogue.workflows import Transition, workflows
from resources.i18n import N_, _

ACTS = {
    "lodge": N_("lodged the dossier"),
    "amend": N_("changed the dossier"),
    "assign": N_("assigned the dossier"),
    "waive": N_("let a finding pass"),
    "undo": N_("took the last step back"),
    "ask_opinion": N_("asked for an opinion"),
    "record_opinion": N_("recorded an opinion"),
    "add_attachment": N_("attached a file"),
    "check_paper": N_("checked a paper"),
    "prepare_letter": N_("prepared a letter"),
    "revise_letter": N_("changed a letter"),
    "print_letter": N_("printed a letter for signature"),
    "issue_letter": N_("numbered and issued a letter"),
    "void_letter": N_("voided a letter"),
    "sign_letter": N_("kept a digitally signed letter"),
    "trust_issuer": N_("trusted an issuer of signatures"),
    "distrust_issuer": N_("no longer trusted an issuer of signatures"),
    "file_scan": N_("filed a scan"),
    "place_scan": N_("said whose scan it is"),
    "refuse_scan": N_("refused a scan"),
    "record_report": N_("recorded the report"),
    "owe_report": N_("set by when the report is due"),
    "discard_letter": N_("discarded a letter"),
    "void_step": N_("took a step back with its letter"),
    "save_person": N_("changed the ledger of people"),
    "save_organisation": N_("changed the list of organisations"),
    "save_register": N_("changed a register"),
    "save_wording": N_("changed the wording of a letter"),
    "reserve_number": N_("set a number aside"),
    "release_number": N_("released a reserved number"),
    "begin_register": N_("took over the paper book's last number"),
    "close_register": N_("closed a register"),
    "register_arrival": N_("registered a received paper"),
    "change_arrival": N_("changed a received paper"),
    "void_arrival": N_("voided an arrival number"),
    "pass_on": N_("passed a received paper on"),
    "link_arrival": N_("linked a received paper to a dossier"),
    "attach_scan": N_("attached a scan"),
    "set_setting": N_("changed the office's settings"),
    "create_user": N_("made an account"),
    "change_user": N_("changed an account"),
    "reset_password": N_("set another's password anew"),
    "change_password": N_("changed the own password"),
    "login_failed": N_("signing in failed"),
    "back_up": N_("made a backup"),
    "restore": N_("restored a backup"),
}


@cache
def _steps() -> dict[str, Transition]:
    return {t.name: t for w in workflows().values() for t in w.transitions}


def act_words(act: str) -> str:
    """An act in words; its code when nobody named it yet."""
    if act in _steps():
        return str(_steps()[act].label)
    return _(ACTS[act]) if act in ACTS else act


ROLES = {
    "officer": N_("Officer"),
    "head": N_("Head of division"),
    "director": N_("Director"),
    "clerk": N_("Records clerk"),
    "admin": N_("Administrator"),
    "inspector": N_("Inspector"),
}


def role_words(role: str) -> str:
    """A role as the desk calls it."""
    return _(ROLES[role])
