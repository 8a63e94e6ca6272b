"""Who may do what, in one table; steps of a workflow carry their roles themselves, waivers follow the rule."""

from __future__ import annotations

from sqlalchemy import select

from models.catalogue.workflows import Role
from models.errors import OfficeError
from models.records import Member
from models.store.units import Actor, Reading
from resources.i18n import N_, _

_DESK = frozenset({Role.OFFICER})
_PAPERS = frozenset({Role.OFFICER, Role.CLERK})
_LEADERS = frozenset({Role.DIVISION_HEAD, Role.DIRECTOR})
_LEDGER = frozenset({Role.OFFICER, Role.CLERK, Role.ADMINISTRATOR})
_ADMIN = frozenset({Role.ADMINISTRATOR})

# act → (its name for the person who may not do it, the roles that may)
RIGHTS: dict[str, tuple[str, frozenset[Role]]] = {
    "save_draft": (N_("write a dossier"), _PAPERS | {Role.DIVISION_HEAD}),
    "discard_draft": (N_("discard a draft"), _PAPERS | {Role.DIVISION_HEAD}),
    "keep_file": (N_("keep a file"), _PAPERS),
    "lodge": (N_("lodge a dossier"), _DESK),
    "amend": (N_("change a dossier"), _DESK),
    "add_attachment": (N_("attach a file"), _PAPERS),
    "check_paper": (N_("check a paper"), _DESK),
    "assign": (N_("assign a dossier"), _LEADERS),
    "ask_opinion": (N_("ask for an opinion"), _PAPERS),
    "record_opinion": (N_("record an opinion"), _PAPERS),
    "prepare_letter": (N_("prepare a letter"), _PAPERS),
    "revise_letter": (N_("change a letter"), _PAPERS),
    "discard_letter": (N_("discard a letter"), _PAPERS),
    "print_letter": (N_("print a letter for signature"), _PAPERS),
    "issue_letter": (N_("number and issue a letter"), frozenset({Role.CLERK})),
    "void_letter": (N_("void a letter"), frozenset({Role.CLERK})),
    "sign_letter": (N_("sign a letter digitally"), frozenset({Role.CLERK, Role.DIRECTOR})),
    "trust_issuer": (N_("change whose signatures the office trusts"), _ADMIN),
    "file_scan": (N_("file scans"), _PAPERS),
    "place_scan": (N_("say whose scan it is"), _PAPERS),
    "refuse_scan": (N_("refuse a scan"), _PAPERS),
    "record_report": (N_("record a report"), _PAPERS),
    "prepare_reminders": (N_("prepare reminders"), _PAPERS),
    "save_person": (N_("change the ledger of people"), _LEDGER),
    "save_organisation": (N_("change the list of organisations"), _LEDGER),
    "set_setting": (N_("change the office's settings"), _ADMIN),
    "save_register": (N_("change a register"), _ADMIN),
    # Who answers for what letters say and how they look: the head of the drafting division, the director who signs
    # (Nghị định 30/2020, Điều 10, 12), and whoever sets up the office.
    "save_wording": (N_("change the wording of letters"), _LEADERS | _ADMIN),
    "reserve_number": (N_("set a number aside"), frozenset({Role.CLERK})),
    "release_number": (N_("release a reserved number"), frozenset({Role.CLERK})),
    "begin_register": (
        N_("take over the paper book's last number"),
        frozenset({Role.CLERK, Role.ADMINISTRATOR}),
    ),
    "close_register": (N_("close a register"), frozenset({Role.CLERK})),
    "register_arrival": (N_("register a received paper"), frozenset({Role.CLERK})),
    "change_arrival": (N_("change a received paper"), frozenset({Role.CLERK})),
    "void_arrival": (N_("void an arrival number"), frozenset({Role.CLERK})),
    "pass_on": (N_("pass a received paper on"), frozenset({Role.CLERK})),
    "link_arrival": (N_("link a received paper to a dossier"), _PAPERS),
    "attach_scan": (N_("attach a scan"), frozenset({Role.CLERK})),
    "create_user": (N_("create a user"), _ADMIN),
    "change_user": (N_("change a user"), _ADMIN),
    "reset_password": (N_("set another's password"), _ADMIN),
    "back_up": (N_("make a backup"), _ADMIN),
    "restore": (N_("restore a backup"), _ADMIN),
}


def name_of(act: str) -> str:
    """What an act is called in a sentence to the person."""
    return _(RIGHTS[act][0])


def may(by: Actor, act: str) -> bool:
    """Whether the person may do that act at all (kindness to buttons; acts check again)."""
    return bool(by.roles & RIGHTS[act][1])


def require(by: Actor, act: str) -> None:
    """Raises OfficeError("not_allowed") when the person has none of the act's roles."""
    if not may(by, act):
        raise OfficeError("not_allowed", act=name_of(act))


def travels_in(read: Reading, delegation_id: int, by: Actor) -> bool:
    """Whether the person travels in a delegation himself."""
    if by.person_id is None:
        return False
    found = read.session.scalar(
        select(Member.id)
        .where(Member.delegation_id == delegation_id, Member.person_id == by.person_id)
        .limit(1)
    )
    return found is not None


def not_his_own(read: Reading, delegation_id: int, by: Actor) -> None:
    """Raises OfficeError("own_trip") when the person travels in the delegation: nobody handles his own trip."""
    if travels_in(read, delegation_id, by):
        raise OfficeError("own_trip")
