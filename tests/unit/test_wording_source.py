"""A wording as data: written back and read again, addressed part by part, its words shown as tokens, compared, checked."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.letter_kinds import LetterKind, letter_kinds, read_letter_kind
from models.catalogue.letter_vocabulary import vocabulary
from models.catalogue.wording_checks import LONGEST, check
from models.catalogue.wording_differences import Change, Fate, differences, pieces
from models.catalogue.wording_parts import (
    ADDED,
    at,
    conditions,
    conditions_words,
    fresh,
    inserted,
    moved,
    parts_of,
    put,
    removed,
)
from models.catalogue.wording_source import data_of, source_of, trespasses, with_wording
from models.catalogue.wording_tokens import choices, nearest, shown, typed
from models.errors import OfficeError
from models.letters.composing import compose, missing
from models.letters.samples import sample
from resources import i18n

KINDS = sorted(letter_kinds())
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@pytest.fixture(autouse=True)
def _vietnamese() -> None:
    i18n.install("vi")


def kind(code: str = "decision_send") -> LetterKind:
    return letter_kinds()[code]


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_written_as_a_file_reads_back_as_itself(code: str) -> None:
    source = source_of(kind(code))
    assert tomllib.loads(source) == data_of(kind(code))
    assert read_letter_kind(tomllib.loads(source), code) == kind(code)
    assert with_wording(kind(code), kind(code)) == kind(code)
    assert trespasses(kind(code), kind(code)) == ()


@given(TEXT | st.text(st.sampled_from('"\\\n\r\t\x00\x1b\x7f\u2028{}⟦⟧ă😀'), max_size=12))
def test_any_text_survives_the_file(text: str) -> None:
    changed = put(kind(), ("recipients", 0, "text"), text)
    assert tomllib.loads(source_of(changed)) == data_of(changed)


@pytest.mark.parametrize("code", KINDS)
def test_every_part_is_found_named_and_without_fault(code: str) -> None:
    parts = parts_of(kind(code))
    assert check(kind(code)) == ()
    assert len({p.path for p in parts}) == len(parts) and len({p.place for p in parts}) == len(parts)
    for part in parts:
        if part.has_conditions:
            assert at(kind(code), (*part.path, "when")) == part.when
        for spot in part.spots:
            assert put(kind(code), spot.path, spot.text) == kind(code), spot.path


@pytest.mark.parametrize("code", KINDS)
def test_words_are_read_back_from_their_tokens(code: str) -> None:
    for part in parts_of(kind(code)):
        known = choices(kind(code), part.each)
        assert len({c.label for c in known}) == len(known)
        for spot in part.spots:
            words = shown(spot.text, known)
            assert typed(words, known) == spot.text
            assert "{" not in words


def test_words_of_rows_are_called_something() -> None:
    for rows in vocabulary().lists.values():
        assert set(rows.labels) == set(rows.words), rows.name


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_condition_has_plain_words(code: str, language: str) -> None:
    i18n.install(language)
    for name in conditions(kind(code)):
        words = conditions_words(kind(code), (name, f"!{name}"))
        assert "_" not in words and "extra." not in words and "=" not in words, words
    i18n.install("vi")


def test_parts_are_moved_added_and_removed_within_their_section() -> None:
    first, second = kind().body[:2]
    turned, path = moved(kind(), ("body", 0), 1)
    assert turned.body[:2] == (second, first) and path == ("body", 1)
    assert moved(turned, path, -1) == (kind(), ("body", 0))
    assert moved(kind(), ("body", 0), -1) == (kind(), ("body", 0))
    longer = inserted(kind(), ("recipients", 1), fresh("recipients", ""))
    assert len(longer.recipients) == len(kind().recipients) + 1 and longer.recipients[1].text == ""
    assert removed(longer, ("recipients", 1)) == kind()
    assert [f.path for f in check(longer)] == [("recipients", 1, "text")]
    for sort in ADDED:
        made = inserted(kind(), ("body", 0), fresh("body", sort))
        assert check(put(made, ("body", 0, "text"), "Lời văn.")) == ()
    basis = inserted(kind(), ("bases", 0), fresh("bases", ""))
    assert [f.path for f in check(basis)] == [("bases", 0, "text")]


class TestFaults:
    """One sentence each, at the text it is about."""

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("Kính gửi {haed}", "haed"),
            ("Kính gửi {Truong doan}", "gần nhất là “Trưởng đoàn"),
            ("Kính gửi {thời gan}", "gần nhất là “Thời gian”"),
            ("Kính gửi {}", "ngoặc nhọn"),
            ("Kính gửi }", "ngoặc nhọn"),
            ("Kính gửi ⟦Trưởng", "gõ dở"),
            ("a" * (LONGEST + 1), "dài hơn"),
            ("   ", "còn trống"),
            ("Kính\u200bgửi", "không in được"),
        ],
    )
    def test_of_a_text(self, text: str, says: str) -> None:
        (fault,) = check(put(kind(), ("recipients", 0, "text"), text))
        assert fault.path == ("recipients", 0, "text")
        assert fault.place == "Nơi nhận, phần 1" and says in fault.says

    def test_of_texts_that_print_as_they_are(self) -> None:
        table = next(n for n, b in enumerate(kind().annexes[0].blocks) if b.columns)
        path = ("annexes", 0, "blocks", table, "columns", 0, "title")
        assert [f.path for f in check(put(kind(), path, "{head}"))] == [path]
        path = ("annexes", 0, "attached_to")
        assert [f.path for f in check(put(kind(), path, "{head}"))] == [path]
        text = next(n for n, f in enumerate(kind().fields) if f.input == "text")
        path = ("fields", text, "default")
        assert [f.path for f in check(put(kind(), path, "{head}"))] == [path]

    def test_of_conditions_and_lists(self) -> None:
        (fault,) = check(put(kind(), ("body", 0, "when"), ("one_membr",)))
        assert fault.path == ("body", 0) and "one_membr" in fault.says and "Chỉ một người" in fault.says
        (fault, *_rest) = check(put(kind(), ("body", 0, "each"), "clouds"))
        assert fault.path == ("body", 0) and "clouds" in fault.says

    def test_nobody_is_near_nonsense(self) -> None:
        assert nearest("zzzzqqqq", choices(kind())) is None


class TestDifferences:
    """What changed, for a person."""

    def test_none(self) -> None:
        assert differences(kind(), kind()) == ()

    def test_each_sort_of_change(self) -> None:
        new = put(kind(), ("body", 7, "text"), "Mục đích, nội dung chính: {purpose}.")
        new, _path = moved(new, ("body", 8), 1)
        new = removed(new, ("recipients", 1))
        new = inserted(new, ("body", 12), fresh("body", "clause"))
        new = put(new, ("body", 12, "text"), "Chấp hành sự quản lý của Trưởng đoàn.")
        new = put(new, ("subject", 0, "when"), ("one_member", "!is_private"))
        found = differences(kind(), new)
        assert [d.change for d in found] == [
            Change.REWORDED, Change.REWORDED, Change.MOVED, Change.ADDED, Change.REMOVED,
        ]  # fmt: skip
        assert "trừ khi: Việc riêng" in found[0].after and "trừ khi" not in found[0].before
        gone = "".join(p.text for p in found[1].pieces if p.fate is Fate.GONE)
        came = "".join(p.text for p in found[1].pieces if p.fate is Fate.NEW)
        assert (gone, came) == ("làm việc:", "chính:") and "⟦Mục đích, nội dung⟧" in found[1].after
        back = differences(new, kind())
        assert {d.change for d in back} >= {Change.ADDED, Change.REMOVED, Change.REWORDED}

    @given(TEXT, TEXT)
    def test_pieces_put_together_are_both_texts(self, before: str, after: str) -> None:
        woven = pieces(before, after)
        assert "".join(p.text for p in woven if p.fate is not Fate.NEW) == before
        assert "".join(p.text for p in woven if p.fate is not Fate.GONE) == after


WORDS = sorted(vocabulary().words)
WORDING = st.lists(
    st.one_of(
        st.sampled_from([f"{{{w}}}" for w in WORDS] + [f"{{{w}?}}" for w in WORDS]),
        st.sampled_from(
            [
                "{member.name}",
                "{extra.report_days}",
                "{nobody}",
                "{",
                "}",
                "{{",
                "}}",
                "{head",
                "{Head}",
                "{ head }",
            ]
        ),
        st.text(
            st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="{}"), min_size=1, max_size=12
        ),
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(
    WORDING,
    st.sampled_from([("body", 0, "text"), ("recipients", 0, "text"), ("filing",), ("annexes", 0, "title")]),
)
def test_no_brace_of_a_wording_ever_reaches_paper(text: str, path: tuple[str | int, ...]) -> None:
    """A wording either has a fault, or lacks a fact and is refused, or composes without any brace of its own."""
    own = put(put(kind(), ("body", 0, "when"), ()), path, text)
    if check(own):
        return
    facts = sample("decision_send")
    if missing(own, facts):
        with pytest.raises(OfficeError):
            compose(own, facts, number=None)
        return
    said = compose(own, facts, number=None)
    for words in (str(said.body), said.subject, str(said.recipients), str(said.annexes), str(said.bases)):
        assert "{" not in words.replace("mappingproxy({", "") or "}" not in words
        assert not any(f"{{{w}" in words for w in WORDS)
