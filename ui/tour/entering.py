"""Part one: an officer signs in and fills in a delegation to Laos until it can be lodged."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QAbstractButton, QFileDialog

from forms.paste import as_text
from forms.paste_preview import PastePreview
from models.catalogue.kinds import kinds
from models.exchange.one_page import page
from models.reading.people import PersonRow, find_people
from models.text import fold
from resources.i18n import N_, _
from ui.tour.guide import Guide, Step
from ui.tour.hands import Lost

KIND = "outgoing_official"
LEADERS = ("standing", "party_committee", "people_committee")


def sign_in(guide: Guide) -> None:
    """The start page of the sample office."""
    guide.hands.until(lambda: guide.hands.all(QAbstractButton, "officer"), "the users are shown")
    guide.hands.shot("sign-in", N_("The start page of the sample office: who works here."))
    guide.sign_in("officer")
    guide.hands.shot(
        "overview-of-the-officer", N_("The officer's first page: work of today, then the year's figures.")
    )


def begin(guide: Guide) -> None:
    """An empty form."""
    guide.new(KIND)
    guide.hands.shot(
        "new-dossier",
        N_("A new outgoing official trip: what is required has a star, what is missing is counted."),
    )


def paper_and_purpose(guide: Guide) -> None:
    """The received paper, the purpose, and two legs; too little time before the journey."""
    guide.fields(guide.plan["field"])
    guide.hands.click(guide.hands.field("is_planned"))
    guide.fields([{"name": "plan_item", "type": guide.plan["plan_item"]}])
    guide.hands.shot(
        "paper-and-purpose", N_("Received paper and purpose are typed; the rules speak beside the form.")
    )
    guide.stand_on("legs", -1, "country")
    guide.row("legs", guide.plan["legs"]["first"])
    guide.stand_on("legs", -1, "country")
    guide.row("legs", guide.plan["legs"]["second"])
    guide.hands.wait(500)
    guide.hands.shot(
        "itinerary-with-findings",
        N_("Two legs in Laos with their days; the rules find that the dossier came too late."),
    )


def colleagues(guide: Guide) -> tuple[list[PersonRow], PersonRow]:
    """Who travels: colleagues of the agency that asks, and one of its leaders who has travelled twice this year."""
    office = guide.hands.window.office
    if office is None:
        raise Lost("no office is open")
    with office.store.reading() as read:
        people = find_people(read, guide.plan["agency"], 80)
    of_unit = [p for p in people if p.organisation == guide.plan["agency"]]
    staff = [
        p for p in of_unit if p.management_tier == "unit" and p.trips_this_year < 2 and not p.is_key_post
    ]
    leaders = [p for p in of_unit if p.management_tier in LEADERS and p.trips_this_year >= 2]
    if len(staff) < 3 or not leaders:
        raise Lost("the sample office has not the people that the tour needs")
    return staff, leaders[0]


def roster(guide: Guide) -> None:
    """Members pasted as an agency sends them: capitals, dates in every habit, a column nobody asked for."""
    staff, _leader = colleagues(guide)
    told = guide.plan["roster"]
    rows = [told["head"]]
    for n, person in enumerate(staff[:3]):
        born = date.fromisoformat(person.born_on)
        sex = _sex(person.sex)
        rows.append([
            str(n + 1), person.full_name.upper(), f"{born.day}/{born.month}/{born.year}", sex, person.position, person.organisation,
            person.passport_number, told["expires"][n], told["roles"][n], told["source"], told["homes"][n],
        ])  # fmt: skip
    name, born_on, sex, position, unit, passport = told["new"]
    last = [told[name][3] for name in ("expires", "roles", "homes")]
    rows.append(
        ["4", name, born_on, sex, position, unit, passport, last[0], last[1], told["source"], last[2]]
    )
    guide.hands.copy(as_text(rows))
    guide.stand_on("members", -1, "full_name")

    def look() -> None:
        guide.hands.shot(
            "roster-pasted",
            N_(
                "A list copied from Excel is understood before it is taken; people of the ledger are known again."
            ),
        )
        guide.hands.press("Return")

    guide.hands.during(lambda: guide.hands.press("Ctrl+V"), (PastePreview, look))
    guide.hands.wait(500)
    guide.hands.shot("members", N_("The members with their trips and passports; one passport ends too soon."))


def _sex(code: str) -> str:
    from models.catalogue.lists import items

    return items("sexes")[code].label.vi


def search_member(guide: Guide) -> None:
    """A leader found by a few letters without tones: it would be his third journey."""
    _staff, leader = colleagues(guide)
    guide.stand_on("members", -1, "full_name")
    guide.hands.type(fold(leader.full_name))
    guide.hands.until(lambda: guide.is_offering, "the ledger answers")
    guide.hands.shot("member-search", N_("A few letters without tones find a person of the ledger."))
    guide.hands.press("Return")
    guide.hands.wait(500)
    guide.hands.shot(
        "third-journey",
        N_("A leader's third journey of the year is stopped, with the two before it and the basis."),
    )


def money_and_papers(guide: Guide) -> None:
    """Funding, the checklist, and a file attached to it."""
    for row in guide.plan["funding"]["rows"]:
        guide.stand_on("funding", -1, "source")
        guide.row("funding", row)
    guide.hands.shot("funding", N_("Funding by source with its total."))
    codes = [p.code for p in kinds()[KIND].papers]
    for code in guide.plan["papers"]:
        guide.stand_on("papers", codes.index(code), "state")
        guide.row("papers", ["=present"], first=1)
    letter = guide.home / "thu-moi.pdf"
    title, words = guide.plan["invitation"]
    letter.write_bytes(page(title, words, []))
    guide.stand_on("papers", codes.index("invitation"), "file_name")
    guide.hands.during(
        lambda: guide.hands.click(_("Attach a file")), (QFileDialog, lambda: guide.hands.file(letter))
    )
    guide.hands.wait(500)
    guide.hands.shot("papers", N_("The checklist of papers; the invitation is attached."))


def correct(guide: Guide) -> None:
    """What the rules found is put right."""
    guide.stand_on("members", 4, "full_name")
    guide.hands.press("Ctrl+Del")
    guide.stand_on("members", 1, "passport_expires_on")
    guide.hands.type(guide.plan["roster"]["corrected"])
    guide.hands.press("Tab")
    for n, days in enumerate(guide.plan["legs"]["corrected"]):
        guide.stand_on("legs", n, "from_on")
        guide.row("legs", days, first=2)
    guide.hands.wait(500)
    guide.stand_on("members", 0, "full_name")
    guide.hands.shot("corrected", N_("After the corrections nothing stops the dossier any more."))


def lodge(guide: Guide) -> None:
    """The dossier gets its reference."""
    guide.hands.press("Ctrl+Return")
    guide.hands.until(lambda: guide.dossier.seen is not None, "the dossier is lodged")
    guide.hands.settle()
    seen = guide.dossier.seen
    guide.reference = seen.row.reference if seen else ""
    guide.hands.shot("lodged", N_("Lodged: it has its reference, and the steps it may take stand above."))


def interruption(guide: Guide) -> None:
    """A second dossier is begun and the window closed without lodging; nothing typed is lost."""
    guide.new(KIND)
    guide.fields([{"name": "title", "type": guide.plan["second_title"]}])
    guide.hands.wait(1000)
    guide.close_window()
    guide.open_window()
    guide.sign_in("officer")
    guide.new(KIND)
    guide.hands.until(lambda: guide.hands.says(guide.plan["second_title"]), "the kept draft is offered")
    guide.hands.shot(
        "draft-offered", N_("After an interruption the draft that was not lodged is offered again.")
    )
    guide.hands.click(_("Open the draft"))
    guide.hands.wait(300)
    guide.hands.shot("draft-restored", N_("The draft is there as it was typed."))


STEPS = (
    Step(N_("Signing in"), sign_in),
    Step(N_("A new dossier"), begin),
    Step(N_("Paper, purpose, itinerary"), paper_and_purpose),
    Step(N_("Members pasted from Excel"), roster),
    Step(N_("A member found by searching"), search_member),
    Step(N_("Funding and papers"), money_and_papers),
    Step(N_("Findings put right"), correct),
    Step(N_("Lodging"), lodge),
    Step(N_("Interrupted and restored"), interruption),
)
