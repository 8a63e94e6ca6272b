"""Text as no one should type it, in every field of every kind: it comes out as typed, and nothing is interpreted."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pdfplumber
import pytest

from models import clock
from models.appraisal.findings import Severity
from models.appraisal.reading_drafts import facts_of
from models.catalogue.kinds import Field, kinds
from models.catalogue.letter_kinds import letter_kinds
from models.draft import Draft, Row, from_json, to_json
from models.errors import OfficeError
from models.exchange.spreadsheet import workbook
from models.exchange.table_pdf import document
from models.exchange.word_copy import to_docx
from models.reading.dossiers import dossier_row, draft_of
from models.reading.drafts import saved_draft
from models.reading.overview import overview
from models.reading.search import search
from models.statistics import tables
from models.statistics.periods import parse
from models.store.units import Actor, Store
from models.text import nfc, squeeze
from models.work import dossiers, letters, review
from models.work.guards import Ask
from models.work.letter_facts import Source
from resources import i18n
from tests.makers import DAY, make_draft, make_office, member

NASTY = {  # several in one, as each is carried through every letter of every kind
    "markup": "<b>đậm</b> R&D {title} {0} {x!r} {{y}} &lt;i&gt; 100 % %s %(x)d <img src='/etc/hosts'>",
    "unseen": "Nông\u200d Thị\u200b\ufeff\u00ad A\x00B\x07\x1b[31m\x85 Nguye\u0302\u0303n Thi\u0323 a\ud800b \u202ecd\u2066e",
    "formula": "=1+1|cmd!A0 \\n \\ ' \" ; -- Ω € 中国 \U0001f600 ﷺ",
    "lines": "dòng một\ndòng hai\r\nba\tbốn",
}
TYPED = frozenset({"line", "text", "person", "organisation", "place"})
OWN = {"code", "sha256", "file_name"}  # columns that the program fills


def shown(text: str) -> str:
    """What must be seen of a text in one line."""
    return squeeze(text)


def cut(text: str, spec: Field) -> str:
    """As much as the field takes, once it is composed."""
    return text if len(nfc(text)) <= spec.max_length else nfc(text)[: spec.max_length]


def filled(kind: str, text: str) -> Draft:
    """A draft of a kind with *text* in each field that is typed."""
    draft, spec = make_draft(kind), kinds()[kind]
    draft.values |= {f.name: cut(text, f) for f in spec.fields if f.input in TYPED}
    for section in spec.sections:
        typed = {c.name: cut(text, c) for c in section.columns if c.input in TYPED and c.name not in OWN}
        draft.rows[section.table] = [row | typed for row in draft.rows.get(section.table, [])]
    return draft


@pytest.fixture
def day() -> Iterator[None]:
    with clock.at(DAY):
        yield


def everything(content: Any) -> str:
    """Every word of a letter, bases, recipients and annexes too."""
    texts: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(json.loads(content.to_json()))
    return "\n".join(texts)


@pytest.mark.parametrize("kind", list(kinds()))
def test_lodged_read_found_and_printed_as_typed(sqlite_store: Store, day: None, kind: str) -> None:
    office = make_office(sqlite_store)
    for name, text in NASTY.items():
        lodge_and_look(sqlite_store, office, kind, name, text)
    with sqlite_store.reading() as read:
        sheets = tables.breakdown_tables(read, parse("2018")) + tables.lists(read, parse("2018"))
    assert ElementTree.fromstring(
        zipfile.ZipFile(io.BytesIO(workbook("x", "y", sheets))).read("xl/workbook.xml")
    )
    assert document("x", "y", [s for s in sheets if len(s.columns) < 6]).startswith(b"%PDF")


def lodge_and_look(store: Store, office: dict[str, Actor], kind: str, name: str, text: str) -> None:
    officer = office["officer"]
    draft = filled(kind, text)
    dossiers.save_draft(store, draft, by=officer)
    with store.reading() as read:
        kept = saved_draft(read, draft.key)
        assert kept is not None and kept.values == draft.values and kept.rows == draft.rows, name
    lodged = dossiers.lodge(store, draft, by=officer)
    assert not any("\x00" in f.says for f in lodged.findings)
    wanted = shown(str(draft.values["title"]))
    with store.reading() as read:
        row = dossier_row(read, lodged.dossier_id)
        assert row is not None and row.title == wanted, name
        assert draft_of(read, lodged.dossier_id).values["title"] == wanted, name
        picture = overview(read, lodged.dossier_id)
        assert picture is not None and picture.members[0].full_name == shown(
            str(draft.rows["members"][0]["full_name"])
        ), name
        words = "".join(c if c.isalnum() or c == " " else " " for c in wanted)
        assert any(h.key == lodged.dossier_id for h in search(read, words, 50, ["dossier"])), name
        for letter in {*kinds()[kind].letters.values(), "appraisal_sheet", "refusal"}:
            look_at_letter(read, letter, lodged.dossier_id, text, name)
    if kind == "outgoing_official":
        ask = Ask("host_name", text, text)
        review.ask_supplement(store, lodged.dossier_id, [ask], by=officer, reason=text)
        slip = letters.prepare(
            store,
            lodged.dossier_id,
            "supplement_slip",
            by=officer,
            fields={"due_on": "2018-03-09", "contact": text},
        )
        with store.reading() as read:
            made = letters.preview(read, slip.letter_id)
        if (
            "\U0001f600" in text
        ):  # no typeface of letters has it: it is named with its fields instead of printed
            assert made.content is None and all("\U0001f600" in m.label for m in made.missing), name
        else:
            assert made.content is not None and everything(made.content).count(shown(text)) >= 3, name


def look_at_letter(read: Any, letter: str, dossier: int, text: str, name: str) -> None:
    """The draft of a letter, if it can be written, holds what was typed and no character that cannot be seen."""
    spec = letter_kinds()[letter]
    given = {"line": text, "text": text, "date": "2018-03-09", "number": 3, "flag": True}
    fields = {f.name: given[f.input] for f in spec.fields if f.input in given}
    made = letters.draft_of_letter(read, letter, Source(dossier, fields))
    if made.content is None:
        assert made.missing, (letter, name)
        return
    said = everything(made.content)
    assert not re.search("[\x00-\x08\x0b-\x1f\u200b-\u200f\u202a-\u202e\ud800-\udfff]", said), (letter, name)
    assert shown(text) in " ".join(said.split()) or letter == "report_reminder", (letter, name)
    assert made.pdf.startswith(b"%PDF"), (letter, name)
    copy = zipfile.ZipFile(io.BytesIO(to_docx(made.content))).read("word/document.xml")
    assert ElementTree.fromstring(copy) is not None, (letter, name)
    if name == "markup":
        with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
            printed = "".join("".join((p.extract_text() or "").split()) for p in pdf.pages)
        assert "".join(shown(text).split())[:12] in printed, (letter, name)


@pytest.mark.parametrize("kind", list(kinds()))
def test_too_long_a_text_is_refused_by_name_and_kept(sqlite_store: Store, day: None, kind: str) -> None:
    officer = make_office(sqlite_store)["officer"]
    draft = filled(kind, "x")
    for name in ("title", "received_paper_number", "contact"):
        draft.values[name] = "Đ" * 10_000
    dossiers.save_draft(sqlite_store, draft, by=officer)
    with pytest.raises(OfficeError) as refused:
        dossiers.lodge(sqlite_store, draft, by=officer)
    assert refused.value.code == "draft_has_problems" and "10000" in str(refused.value)
    assert len(str(refused.value)) < 300
    with sqlite_store.reading() as read:
        kept = saved_draft(read, draft.key)
        assert kept is not None and kept.values == draft.values


def test_a_draft_is_the_same_after_a_round_through_json() -> None:
    for text in NASTY.values():
        row: Row = {"full_name": text}
        draft = Draft("incoming", {"title": text}, {"members": [row]})
        said = to_json(draft)
        said.encode()  # what a database stores
        back = from_json(said)
        assert (back.values, back.rows) == (draft.values, draft.rows)


def legs(*days: tuple[str, str]) -> dict[str, list[Row]]:
    return {"legs": [{"from_on": a, "to_on": b, "country": "LA", "place": "Luang Prabang"} for a, b in days]}


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"rows": legs(("31/02/2018", "2018-04-12"))}, "legs.0.from_on", "31/02/2018"),
    ({"rows": legs(("2018-04-12", "2018-04-10"))}, "legs.0.to_on", "trước"),
    ({"rows": legs(("0001-01-01", "2018-04-10"))}, "legs.0.from_on", "0001-01-01"),
    ({"received_on": DAY + timedelta(days=1)}, "received_on", "sau ngày hôm nay"),
    ({"received_paper_on": "2018-05-01"}, "received_on", "trước"),
    ({"members": [member(role="head"), member()]}, "members.1.full_name", "đã có ở dòng 1"),
    ({"members": [member(role="head", passport_number=""), member("ĐÀM THỊ  HOA", born_on="12/5/1980")]}, "members.1.full_name", "dòng 1"),
    ({"members": [member(role="head"), member("Lý Văn Ôn", passport_number="S 0000001"), member("Bế Văn Páo", passport_number="s0000001")]},
     "members.2.passport_number", "dòng 2"),
    ({"members": [member(role="head", born_on="2030")]}, "members.0.born_on", "sau ngày hôm nay"),
    ({"members": [member(role="head", born_on="29/2/1981")]}, "members.0.born_on", "29/2/1981"),
    ({"members": [member(role="head", passport_expires_on="31/02/2020")]}, "members.0.passport_expires_on", "31/02/2020"),
    ({"rows": {"funding": [{"source": "state", "amount": -5, "payer": "x"}]}}, "funding.0.amount", "-5"),
    ({"rows": {"funding": [{"source": "state", "amount": "9" * 5000, "payer": "x"}]}}, "funding.0.amount", "9"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field", "word"), REFUSED)
def test_what_cannot_be_is_named_and_kept_in_the_draft(
    sqlite_store: Store, day: None, change: dict[str, Any], field: str, word: str
) -> None:
    i18n.install("vi")
    try:
        officer = make_office(sqlite_store)["officer"]
        draft = make_draft(**{k: v for k, v in change.items() if k != "received_on"})
        if "received_on" in change:
            draft.values["received_on"] = change["received_on"].isoformat()
        assert [p.field for p in facts_of(draft).problems] == [field]
        with pytest.raises(OfficeError) as refused:
            dossiers.lodge(sqlite_store, draft, by=officer)
        assert (
            refused.value.code == "draft_has_problems"
            and word in str(refused.value)
            and len(str(refused.value)) < 300
        )
        dossiers.save_draft(sqlite_store, draft, by=officer)
        with sqlite_store.reading() as read:
            kept = saved_draft(read, draft.key)
            assert kept is not None and (kept.values, kept.rows) == (draft.values, draft.rows)
            assert search(read, "dam thi hoa", 5) == ()  # nobody came into the ledger
    finally:
        i18n.install("en")


STOPPED: list[tuple[dict[str, Any], str, Severity]] = [
    ({"rows": legs(("2018-04-10", "2018-04-14"), ("2018-04-12", "2018-04-16"))}, "RA-29", Severity.STOP),
    ({"rows": legs(("2018-04-10", "2018-04-11"), ("2018-04-20", "2018-04-22"))}, "RA-29", Severity.STOP),
    ({"members": [member(role="head"), member("Lý Văn Ôn", role="head")]}, "RA-29", Severity.STOP),
    ({"members": [member(role="head", passport_expires_on="2018-04-12")]}, "RA-22", Severity.STOP),
    ({"members": [member(role="head", passport_expires_on="2018-08-12")]}, "RA-22B", Severity.WARN),
    ({"rows": legs(("2018-02-10", "2018-02-14"))}, "RA-13", Severity.WARN),
]  # fmt: skip


@pytest.mark.parametrize(("change", "rule", "severity"), STOPPED)
def test_what_may_not_be_is_lodged_with_its_finding(
    sqlite_store: Store, day: None, change: dict[str, Any], rule: str, severity: Severity
) -> None:
    officer = make_office(sqlite_store)["officer"]
    lodged = dossiers.lodge(sqlite_store, make_draft(**change), by=officer)
    assert rule in {f.rule for f in lodged.findings if not f.passed and f.severity is severity}


def test_the_clock_set_back_takes_no_number(store: Store) -> None:
    """29 February counts, a day before the last number does not, and the year after begins at one."""
    with clock.at(DAY):
        office = make_office(store)
    made: list[int] = []
    with clock.at(date(2020, 2, 29)):
        for _ in range(3):
            made.append(_approved(store, office))
        first = letters.issue(store, made[0], by=office["clerk"])
        assert (first.number, first.issued_on) == (1, date(2020, 2, 29))
    with clock.at(date(2020, 2, 28)), pytest.raises(OfficeError) as back:
        letters.issue(store, made[1], by=office["clerk"])
    assert back.value.code == "date_before_last" and "29/" in str(back.value)
    with clock.at(date(2021, 1, 4)):
        with pytest.raises(OfficeError) as ahead:
            letters.issue(store, made[1], by=office["clerk"], on=date(2021, 1, 5))
        assert ahead.value.code == "date_in_future"
        assert letters.issue(store, made[1], by=office["clerk"], on=date(2020, 12, 31)).number == 2
        assert letters.issue(store, made[2], by=office["clerk"]).number == 1


def _approved(store: Store, office: dict[str, Actor]) -> int:
    """The letter of an approved dossier, ready to be issued."""
    lodged = dossiers.lodge(store, make_draft(received_on=clock.today()), by=office["officer"])
    for step, who in (
        ("accept", "officer"),
        ("forward", "officer"),
        ("endorse", "head"),
        ("approve", "director"),
    ):
        review.advance(store, lodged.dossier_id, step, by=office[who])
    return letters.prepare(store, lodged.dossier_id, "submission_send", by=office["clerk"]).letter_id


@pytest.mark.parametrize("name", ["unseen", "formula"])
def test_both_databases_take_what_is_typed(store: Store, day: None, name: str) -> None:
    """PostgreSQL knows no NUL and no half characters."""
    officer = make_office(store)["officer"]
    draft = filled("incoming", NASTY[name])
    dossiers.save_draft(store, draft, by=officer)
    with store.reading() as read:
        kept = saved_draft(read, draft.key)
        assert kept is not None and (kept.values, kept.rows) == (draft.values, draft.rows)
        assert search(read, NASTY[name], 5) == ()
    lodged = dossiers.lodge(store, draft, by=officer)
    with store.reading() as read:
        assert draft_of(read, lodged.dossier_id).values["title"] == shown(str(draft.values["title"]))
        assert overview(read, lodged.dossier_id) is not None
