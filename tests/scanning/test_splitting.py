"""Pages sorted into letters: whole, missing, twice, in another order, of another letter, unread."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.letters.page_marks import PageCode
from models.scanning.reading import ScannedPage
from models.scanning.splitting import Bundle, Remark, split


def stack(words: str) -> list[ScannedPage]:
    """Pages from words: "a1/3" a page of letter a, "-" a blank one, "?" an unread one, "!" a foreign code, "=" two codes."""
    pages: list[ScannedPage] = []
    for number, word in enumerate(words.split(), 1):
        if word[0] in "-?!=":
            pages.append(ScannedPage(number, None, 0, word == "-", word == "!", word == "="))
        else:
            page, of = word[1:].split("/")
            pages.append(ScannedPage(number, PageCode(word[0], int(page), int(of)), 180))
    return pages


def told(words: str) -> list[tuple[str, list[int], dict[str, tuple[int, ...]]]]:
    """Each bundle: mark, scanned pages in order, remarks."""
    return [
        (b.mark, [leaf.scanned for leaf in b.leaves], {str(r): p for r, p in b.remarks})
        for b in split(stack(words))
    ]


def test_one_whole_letter_with_blank_backs() -> None:
    assert told("a1/3 - a2/3 - a3/3 -") == [("a", [1, 3, 5], {})]


def test_several_letters_mixed() -> None:
    assert told("a1/2 b1/1 a2/2 c1/2 c2/2") == [("a", [1, 3], {}), ("b", [2], {}), ("c", [4, 5], {})]


def test_wrong_order_is_put_right() -> None:
    assert told("a3/3 a1/3 a2/3") == [("a", [2, 3, 1], {"reordered": (2, 3, 1)})]
    assert split(stack("a3/3 a1/3 a2/3"))[0].is_whole


def test_missing_and_repeated_pages_are_named() -> None:
    assert told("a1/4 a4/4") == [("a", [1, 2], {"missing": (2, 3)})]
    assert told("a1/2 a2/2 a1/2") == [("a", [3, 2], {"repeated": (1,), "reordered": (3, 2)})]
    assert not any(b.is_whole for words in ("a1/4 a4/4", "a1/2 a2/2 a1/2") for b in split(stack(words)))


def test_an_unread_page_takes_the_missing_place_beside_it() -> None:
    assert told("a1/3 ? a3/3") == [("a", [1, 2, 3], {"presumed": (2,)})]
    assert told("? a2/3 a3/3") == [("a", [1, 2, 3], {"presumed": (1,)})]
    assert told("a1/3 - ? ? b1/1") == [("a", [1, 3, 4], {"presumed": (3, 4)}), ("b", [5], {})]
    assert told("a1/2 a2/2 ?") == [("a", [1, 2], {}), ("", [3], {"no_code": (3,)})]
    (bundle,) = split(stack("a1/3 ? a3/3"))
    assert not bundle.is_whole and [leaf.turn for leaf in bundle.leaves] == [180, 180, 180]


def test_foreign_paper_and_two_sheets_at_once_stand_apart() -> None:
    assert told("a1/3 ! a3/3") == [("a", [1, 3], {"missing": (2,)}), ("", [2], {"foreign_code": (2,)})]
    assert told("a1/2 = a2/2") == [("a", [1, 3], {}), ("", [2], {"two_codes": (2,)})]
    assert told("? ? ?") == [("", [1, 2, 3], {"no_code": (1, 2, 3)})]
    assert told("? - ? a1/1 ?") == [
        ("", [1, 3], {"no_code": (1, 3)}),
        ("a", [4], {}),
        ("", [5], {"no_code": (5,)}),
    ]


def test_two_prints_with_different_page_counts_are_two_letters() -> None:
    assert [(mark, pages) for mark, pages, _r in told("a1/2 a2/2 a1/3")] == [("a", [1, 2]), ("a", [3])]


def test_nothing_written_is_no_letter() -> None:
    assert split(stack("- - -")) == () and split([]) == ()


@given(
    st.lists(
        st.sampled_from(["-", "?", "!", "=", *(f"{m}{n}/3" for m in "ab" for n in (1, 2, 3))]), max_size=12
    )
)
def test_no_written_page_is_lost_or_in_two_letters(words: list[str]) -> None:
    pages = stack(" ".join(words))
    bundles: tuple[Bundle, ...] = split(pages)
    used = [leaf.scanned for bundle in bundles for leaf in bundle.leaves]
    assert len(used) == len(set(used))
    written = {p.number for p in pages if not p.is_blank}
    assert set(used) <= written
    lost = written - set(used)
    repeated = sum(len(p) for b in bundles for r, p in b.remarks if r is Remark.REPEATED)
    assert bool(lost) == bool(repeated)
    for bundle in bundles:
        assert bundle.is_whole == (bool(bundle.mark) and [leaf.page for leaf in bundle.leaves] == list(range(1, bundle.pages + 1))
                                   and not any(r in {Remark.PRESUMED, Remark.REPEATED} for r, _p in bundle.remarks))  # fmt: skip
