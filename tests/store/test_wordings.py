"""The office's own wording of letters: kept as editions, in force at once, and never touching a letter that has been printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from models import clock
from models.catalogue.letter_kinds import LetterKind, letter_kinds
from models.catalogue.wording_parts import parts_of, put, removed
from models.catalogue.wording_source import LONGEST_SOURCE, source_of
from models.errors import OfficeError
from models.letters.composing import missing
from models.reading.journal import journal
from models.reading.letters import letter_detail, pdf_of
from models.reading.wordings import editions_of, letter_kind_in_force, wording_of_edition, wording_states
from models.records import Letter, WordingEdition
from models.store.units import Actor, Changed, Store, Topic
from models.work import letters, wordings
from tests.makers import DAY, make_office
from tests.store.test_issuing import approve

CODE = "submission_send"


@pytest.fixture
def office(store: Store) -> Iterator[dict[str, Actor]]:
    """An office on the day of the tests."""
    with clock.at(DAY):
        yield make_office(store)


def reworded(kind: LetterKind, words: str, was: str = "") -> LetterKind:
    """*kind* whose first paragraph that holds *was* begins with *words*."""
    for part in parts_of(kind):
        if (
            part.section == "body"
            and part.sort == "paragraph"
            and not part.each
            and was in part.spots[0].text
        ):
            return put(kind, part.spots[0].path, f"{words} {part.spots[0].text}")
    raise AssertionError(was)


def always(kind: LetterKind, text: str) -> LetterKind:
    """*kind* with a first paragraph that stands in every letter."""
    plain = put(kind, ("body", 0), letter_kinds()["supplement_slip"].body[-1])
    return put(plain, ("body", 0, "text"), text)


def body_of(store: Store, letter_id: int) -> str:
    with store.reading() as read:
        detail = letter_detail(read, letter_id)
        assert detail is not None
        return str(detail.content)


def test_a_saved_wording_is_in_force_and_written_down(store: Store, office: dict[str, Actor]) -> None:
    heard: list[Changed] = []
    store.listeners.append(heard.append)
    own = always(letter_kinds()[CODE], "Lời văn của cơ quan về đoàn {title}.")
    assert wordings.save_wording(store, CODE, source_of(own), "Theo ý kiến  Giám đốc", by=office["head"]) == 1
    assert [c.topics for c in heard] == [frozenset({Topic.WORDINGS})]
    with store.reading() as read:
        assert letter_kind_in_force(read, CODE) == (own, 1)
        assert letter_kind_in_force(read, "refusal") == (letter_kinds()["refusal"], 0)
        assert wording_of_edition(read, CODE, 0) == letter_kinds()[CODE]
        (edition,) = editions_of(read, CODE)
        assert (edition.note, edition.made_by, edition.is_own) == (
            "Theo ý kiến Giám đốc",
            office["head"].name,
            True,
        )
        states = {s.code: s for s in wording_states(read)}
        assert list(states) == list(letter_kinds())
        assert states[CODE].is_own and states[CODE].edition == 1 and states[CODE].is_usable
        assert states["refusal"].edition == 0 and not states["refusal"].is_own
        (entry,) = journal(read, act="save_wording")
        assert entry.reason == "Theo ý kiến Giám đốc" and entry.changes["edition"] == ["", "1"]


def test_letters_are_written_with_the_wording_in_force(store: Store, office: dict[str, Actor]) -> None:
    dossier = approve(store, office)
    own = always(letter_kinds()[CODE], "Lời văn thứ nhất.")
    wordings.save_wording(store, CODE, source_of(own), "thử", by=office["admin"])
    made = letters.prepare(store, dossier, CODE, by=office["clerk"])
    with store.reading() as read:
        content = letters.preview(read, made.letter_id).content
        assert content is not None and "Lời văn thứ nhất." in str(content.body)
    letters.mark_printed(store, made.letter_id, by=office["clerk"])
    with store.reading() as read:
        row = read.session.get(Letter, made.letter_id)
        assert row is not None and row.wording_edition == 1


def test_what_was_printed_or_issued_stays_as_it_was(store: Store, office: dict[str, Actor]) -> None:
    clerk, head = office["clerk"], office["head"]
    first = letters.prepare(store, approve(store, office), CODE, by=clerk)
    printed = letters.mark_printed(store, first.letter_id, by=clerk)
    own = always(letter_kinds()[CODE], "Lời văn sau khi in.")
    wordings.save_wording(store, CODE, source_of(own), "thử", by=head)
    assert letters.mark_printed(store, first.letter_id, by=clerk) == printed
    issued = letters.issue(store, first.letter_id, by=clerk)
    assert "Lời văn sau khi in" not in body_of(store, first.letter_id)
    with store.reading() as read:
        bytes_then = pdf_of(read, first.letter_id)
        row = read.session.get(Letter, first.letter_id)
        assert row is not None and row.wording_edition == 0
    again = always(letter_kinds()[CODE], "Lời văn lần nữa.")
    wordings.save_wording(store, CODE, source_of(again), "thử", by=head)
    assert letters.issue(store, first.letter_id, by=clerk).pdf_sha256 == issued.pdf_sha256
    with store.reading() as read:
        assert letters.reprint(read, first.letter_id) == bytes_then == pdf_of(read, first.letter_id)
    # One drawn from its frozen content, its bytes being lost, is the same too.
    second = letters.prepare(store, approve(store, office, title="Đoàn thứ hai"), CODE, by=clerk)
    letters.issue(store, second.letter_id, by=clerk)
    assert "Lời văn lần nữa." in body_of(store, second.letter_id)


def test_back_to_the_shipped_and_to_an_earlier_one(store: Store, office: dict[str, Actor]) -> None:
    head, shipped = office["head"], letter_kinds()[CODE]
    one, two = always(shipped, "Bản một."), always(shipped, "Bản hai.")
    wordings.save_wording(store, CODE, source_of(one), "một", by=head)
    wordings.save_wording(store, CODE, source_of(two), "hai", by=head)
    assert wordings.back_to_shipped(store, CODE, "về bản gốc", by=head) == 3
    with store.reading() as read:
        assert letter_kind_in_force(read, CODE) == (shipped, 0)
    assert wordings.restore_edition(store, CODE, 1, "dùng lại bản một", by=head) == 4
    with store.reading() as read:
        assert letter_kind_in_force(read, CODE) == (one, 4)
        assert [e.is_own for e in editions_of(read, CODE)] == [True, False, True, True]
    assert wordings.restore_edition(store, CODE, 0, "về bản gốc", by=head) == 5
    with pytest.raises(OfficeError, match="không có gì khác|does not differ"):
        wordings.back_to_shipped(store, CODE, "nữa", by=head)
    # The shipped wording saved as one's own is the shipped wording.
    with pytest.raises(OfficeError) as caught:
        wordings.save_wording(store, CODE, source_of(shipped), "nữa", by=head)
    assert caught.value.code == "wording_same"


def test_who_may_and_with_which_reason(store: Store, office: dict[str, Actor]) -> None:
    source = source_of(always(letter_kinds()[CODE], "Bản một."))
    for who in ("officer", "clerk"):
        with pytest.raises(OfficeError) as caught:
            wordings.save_wording(store, CODE, source, "lý do", by=office[who])
        assert caught.value.code == "not_allowed" and str(caught.value)
    with pytest.raises(OfficeError) as caught:
        wordings.save_wording(store, CODE, source, "  ", by=office["head"])
    assert caught.value.code == "reason_needed"
    assert nothing_kept(store)


def nothing_kept(store: Store) -> bool:
    with store.reading() as read:
        return read.session.query(WordingEdition).count() == 0 and not journal(read, act="save_wording")


def test_two_people_do_not_overwrite_each_other(store: Store, office: dict[str, Actor]) -> None:
    shipped = letter_kinds()[CODE]
    wordings.save_wording(store, CODE, source_of(always(shipped, "Một.")), "một", by=office["head"], after=0)
    with pytest.raises(OfficeError) as caught:
        wordings.save_wording(
            store, CODE, source_of(always(shipped, "Hai.")), "hai", by=office["director"], after=0
        )
    assert caught.value.code == "wording_changed" and str(caught.value)
    wordings.save_wording(
        store, CODE, source_of(always(shipped, "Hai.")), "hai", by=office["director"], after=1
    )


Bad = Callable[[LetterKind], str]
BAD: list[tuple[str, Bad, str, str]] = [
    ("unknown field", lambda k: source_of(always(k, "Kính trình {heda}.")), "wording_faulty", "heda"),
    ("row word outside its list", lambda k: source_of(always(k, "Ông {member.name}.")), "wording_faulty", "member.name"),
    ("unbalanced brace", lambda k: source_of(always(k, "Kính trình {head.")), "wording_faulty", "Ctrl+Space"),
    ("brace closed twice", lambda k: source_of(always(k, "Kính trình {head}}.")), "wording_faulty", "Ctrl+Space"),
    ("unknown condition", lambda k: source_of(put(k, ("body", 0, "when"), ("rains",))), "wording_faulty", "rains"),
    ("unknown list", lambda k: source_of(put(k, ("body", 0, "each"), "clouds")), "wording_faulty", "clouds"),
    ("100,000 characters", lambda k: source_of(always(k, "a" * 100_000)), "wording_faulty", "5000"),
    ("an empty part", lambda k: source_of(always(k, " ")), "wording_faulty", ""),
    ("direction marks", lambda k: source_of(always(k, "Kính \u202egửi")), "wording_faulty", ""),
    ("a character without a shape", lambda k: source_of(always(k, "Kính gửi 😀")), "wording_faulty", "😀"),
    ("several lines", lambda k: source_of(always(k, "Kính\ngửi")), "wording_faulty", ""),
    ("no body", lambda k: source_of(put(k, ("body",), ())), "wording_faulty", ""),
    ("subject only sometimes", lambda k: source_of(put(k, ("subject",), (k.subject[0].__class__("x", ("listed",)),))),
     "wording_faulty", ""),
    ("a fact the sample lacks", lambda k: source_of(always(k, "Theo {verdict} {guest_organisation}.")), "wording_lacks", ""),
    ("another symbol", lambda k: source_of(put(k, ("symbol",), "XX")), "wording_fixed", ""),
    ("another issuer", lambda k: source_of(put(k, ("issuer",), "authority")), "wording_fixed", ""),
    ("another form", lambda k: source_of(k).replace('form = "named"', 'form = "decision"'), "wording_fixed", ""),
    ("no letter", lambda _k: "code = ", "wording_unreadable", ""),
    ("another file", lambda _k: "x = 1", "wording_unreadable", ""),
    ("too deep", lambda _k: "a = " + "[" * 100_000, "wording_unreadable", ""),
    ("endless", lambda _k: "#" * (LONGEST_SOURCE + 1), "wording_unreadable", ""),
]  # fmt: skip


@pytest.mark.parametrize(("what", "bad", "code", "names"), BAD, ids=[b[0] for b in BAD])
def test_a_wording_that_cannot_be_printed_is_refused_in_a_sentence(
    sqlite_store: Store, what: str, bad: Bad, code: str, names: str
) -> None:
    with clock.at(DAY):
        office = make_office(sqlite_store)
        with pytest.raises(OfficeError) as caught:
            wordings.save_wording(sqlite_store, CODE, bad(letter_kinds()[CODE]), "thử", by=office["head"])
    assert caught.value.code == code, what
    assert names in str(caught.value) and "{" not in str(caught.value)
    assert nothing_kept(sqlite_store)


def test_markup_is_printed_as_typed(sqlite_store: Store) -> None:
    with clock.at(DAY):
        office = make_office(sqlite_store)
        dossier = approve(sqlite_store, office)
        own = always(letter_kinds()[CODE], "Kính <b>trình</b> & <img src=x>.")
        wordings.save_wording(sqlite_store, CODE, source_of(own), "thử", by=office["head"])
        made = letters.prepare(sqlite_store, dossier, CODE, by=office["clerk"])
        letters.mark_printed(sqlite_store, made.letter_id, by=office["clerk"])
        assert "Kính <b>trình</b> & <img src=x>." in body_of(sqlite_store, made.letter_id)


def test_a_required_own_field_stays_and_another_may_go(sqlite_store: Store) -> None:
    with clock.at(DAY):
        office = make_office(sqlite_store)
        kind = letter_kinds()["decision_send"]
        names = [f.name for f in kind.fields]
        needed = next(n for n, f in enumerate(kind.fields) if f.required)
        with pytest.raises(OfficeError) as caught:
            wordings.save_wording(
                sqlite_store,
                kind.code,
                source_of(removed(kind, ("fields", needed))),
                "thử",
                by=office["head"],
            )
        assert caught.value.code in {"wording_fixed", "wording_faulty"}
        changed = put(kind, ("fields", needed, "default"), "20")
        wordings.save_wording(sqlite_store, kind.code, source_of(changed), "thử", by=office["head"])
        with sqlite_store.reading() as read:
            found, _edition = letter_kind_in_force(read, kind.code)
            assert [f.name for f in found.fields] == names and found.fields[needed].default == 20


def test_a_wording_that_names_a_field_of_yesterday_stops_its_letter_and_says_so(sqlite_store: Store) -> None:
    with clock.at(DAY):
        office = make_office(sqlite_store)
        source = source_of(always(letter_kinds()[CODE], "Kính trình {no_longer_known}."))
        with sqlite_store.writing(office["admin"]) as w:
            w.session.add(
                WordingEdition(
                    kind=CODE, edition=1, source=source, note="cũ", made_at=clock.now(), made_by="x"
                )
            )
        dossier = approve(sqlite_store, office)
        with pytest.raises(OfficeError) as caught:
            letters.prepare(sqlite_store, dossier, CODE, by=office["clerk"])
        assert caught.value.code == "wording_unusable" and str(caught.value)
        with sqlite_store.reading() as read:
            assert not next(s for s in wording_states(read) if s.code == CODE).is_usable
        wordings.back_to_shipped(sqlite_store, CODE, "về bản gốc", by=office["head"])
        assert letters.prepare(sqlite_store, dossier, CODE, by=office["clerk"]).letter_id


@pytest.mark.parametrize("code", sorted(letter_kinds()))
def test_every_shipped_wording_prints_with_every_trial(code: str) -> None:
    for variant in wordings.TRIALS:
        found = wordings.trial(letter_kinds()[code], variant)
        assert found.missing == () and found.pdf.startswith(b"%PDF")


def test_a_trial_names_the_texts_that_lack_a_fact() -> None:
    kind = always(letter_kinds()[CODE], "Theo {guest_organisation}.")
    found = wordings.trial(kind)
    assert found.pdf == b"" and found.blamed == ((("body", 0, "text"), found.missing),)
    assert missing(kind, wordings.variants(CODE)["sample"]) == found.missing
