"""Filling in: showing never writes, a person's change does, nothing typed is lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from forms.dossier_form import DossierForm
from forms.fields.base import make_input, makers
from forms.fields.people import OrganisationInput
from forms.paste_preview import PastePreview
from forms.spec import Match, Matches, Surroundings, blank_draft
from forms.table_input import TableInput
from models.appraisal.facts import History, Problem, Trip
from models.appraisal.findings import Finding, Severity
from models.catalogue import lists
from models.catalogue.kinds import INPUTS, Field, kinds
from models.draft import Draft, Row, Value, to_json
from resources import i18n
from tests.forms import samples

KINDS = sorted(kinds())


@pytest.fixture(autouse=True, scope="module")
def vietnamese() -> Iterator[None]:
    i18n.install("vi")
    yield
    i18n.install("en")


def find_organisation(text: str, then: Callable[[Matches], None]) -> None:
    then([Match("Sở Công Thương", "SCT", 3), Match("Sở Ngoại vụ", "SNgV", 4)] if text else [])


def find_person(text: str, then: Callable[[Matches], None]) -> None:
    known = {
        "full_name": "Nông Thị Hằng",
        "position": "Phó Giám đốc",
        "passport_number": "C7654321",
        "organisation": "Sở Công Thương",
    }
    then([Match("Nông Thị Hằng", "Sở Công Thương · 2 chuyến", 11, known)] if text else [])


AROUND = Surroundings(find_organisation=find_organisation, find_person=find_person)


def make(qtbot: QtBot, draft: Draft, around: Surroundings = AROUND) -> DossierForm:
    form = DossierForm(kinds()[draft.kind], around)
    qtbot.addWidget(form)
    form.resize(900, 700)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.show_draft(draft)
    return form


def line(form: DossierForm, name: str) -> QLineEdit:
    edit = form.blocks[name].input.target()
    assert isinstance(edit, QLineEdit)
    return edit


# showing and collecting

texts = st.text(max_size=30) | st.sampled_from(
    ["<b>đậm</b>", "A & B", "Đe\u0302̀", "12/3/18", "31/02/2018", "1.234.567", "x\u200by", ""]
)


def value_for(spec: Field) -> st.SearchStrategy[Value]:
    choice: st.SearchStrategy[Value] = texts
    match spec.input:
        case "choice":
            choice = st.sampled_from([*lists.items(spec.list), "lạ"])
        case "choices":
            choice = st.lists(st.sampled_from([*lists.items(spec.list), "lạ"]), unique=True)
        case "flag":
            choice = st.booleans()
        case "number" | "money":
            choice = st.integers(-5, 10**12) | texts
        case "date":
            choice = st.dates().map(lambda d: d.isoformat()) | texts
        case "country":
            choice = st.sampled_from(["LA", "CN", "Lào", "xứ nào"])
        case _:
            pass
    return st.none() | choice


@st.composite
def drafts(draw: st.DrawFn, code: str) -> Draft:
    kind = kinds()[code]
    draft = Draft(code)
    for spec in kind.fields:
        if draw(st.booleans()):
            draft.values[spec.name] = draw(value_for(spec))
    draft.values["something_older"] = draw(texts)
    for section in kind.sections:
        if section.table:
            rows: list[Row] = []
            for _n in range(draw(st.integers(0, 3))):
                rows.append({c.name: draw(value_for(c)) for c in section.columns if draw(st.booleans())})
            draft.rows[section.table] = rows
    return draft


@pytest.fixture(scope="module")
def forms(qapp: object) -> dict[str, DossierForm]:
    return {code: DossierForm(kinds()[code], AROUND) for code in KINDS}


@pytest.mark.parametrize("code", KINDS)
@settings(
    max_examples=25,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(data=st.data())
def test_showing_emits_nothing_and_collects_the_same(
    forms: dict[str, DossierForm], code: str, data: st.DataObject
) -> None:
    form = forms[code]
    draft = data.draw(drafts(code))
    spy = QSignalSpy(form.edited)
    form.show_draft(draft)
    assert to_json(form.collect()) == to_json(draft)
    assert spy.count() == 0
    assert not form.undo_stack.canUndo()
    assert form.changed_fields() == {}


@pytest.mark.parametrize("code", KINDS)
def test_walking_through_every_field_changes_nothing(qtbot: QtBot, code: str) -> None:
    draft = {"outgoing_official": samples.outgoing, "incoming": samples.incoming}.get(
        code, lambda: blank_draft(kinds()[code])
    )()
    form = make(qtbot, draft)
    spy = QSignalSpy(form.edited)
    for name in form.blocks:
        form.focus_field(name)
        QTest.keyClick(form.focusWidget() or form, Qt.Key.Key_Tab)
    for name in form.tables:
        form.focus_field(name)
    assert spy.count() == 0
    assert to_json(form.collect()) == to_json(draft)


# what a person does


def test_a_keystroke_emits_and_is_kept(qtbot: QtBot) -> None:
    form = make(qtbot, blank_draft(kinds()["incoming"]))
    spy = QSignalSpy(form.edited)
    QTest.keyClicks(line(form, "title"), "Doan")
    assert spy.count() == 4
    assert form.collect().values["title"] == "Doan"
    assert form.changed_fields() == {"title": (None, "Doan")}


def test_undo_takes_one_visit_back_and_redo_returns(qtbot: QtBot) -> None:
    draft = samples.outgoing()
    form = make(qtbot, draft)
    form.focus_field("title")
    QTest.keyClicks(line(form, "title"), "Mot")
    form.focus_field("host_name")
    QTest.keyClicks(line(form, "host_name"), "Hai")
    QTest.keyClick(line(form, "host_name"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert form.collect().values["host_name"] == draft.values["host_name"]
    assert str(form.collect().values["title"]).startswith("Mot")
    QTest.keyClick(line(form, "host_name"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert to_json(form.collect()) == to_json(draft)
    QTest.keyClick(line(form, "host_name"), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert str(form.collect().values["title"]).startswith("Mot")
    assert line(form, "title").text().startswith("Mot")


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("12/3/18", "2018-03-12", "12/03/2018"),
        ("12-03-2018", "2018-03-12", "12/03/2018"),
        ("31/2/2018", "31/2/2018", "31/2/2018"),
    ],
)
def test_dates_as_people_write_them(qtbot: QtBot, typed: str, kept: str, shown: str) -> None:
    form = make(qtbot, blank_draft(kinds()["incoming"]))
    form.focus_field("received_paper_on")
    QTest.keyClicks(line(form, "received_paper_on"), typed)
    form.focus_field("title")
    assert form.collect().values["received_paper_on"] == kept
    assert line(form, "received_paper_on").text() == shown
    assert form.blocks["received_paper_on"].says.isVisible() == (kept == typed)


def test_text_stays_text_and_is_composed(qtbot: QtBot) -> None:
    form = make(qtbot, blank_draft(kinds()["incoming"]))
    hostile = "<b>Cty A & B</b> " + unicodedata.normalize("NFD", "Đặng Thị Hoà") + "\u200d\u0007"
    QGuiApplication.clipboard().setText(hostile)
    form.focus_field("title")
    line(form, "title").paste()
    area = form.blocks["purpose"].input.target()
    assert isinstance(area, QPlainTextEdit)
    area.setFocus()
    area.paste()
    kept = form.collect().values
    assert kept["title"] == kept["purpose"] == "<b>Cty A & B</b> Đặng Thị Hoà"


def test_a_country_and_a_choice_are_typed_folded(qtbot: QtBot) -> None:
    form = make(qtbot, blank_draft(kinds()["incoming"]))
    form.focus_field("home_country")
    QTest.keyClicks(line(form, "home_country"), "lao")
    form.focus_field("urgency")
    assert form.collect().values["home_country"] == "LA"
    assert line(form, "home_country").text() == "Lào"
    edit = line(form, "urgency")
    edit.selectAll()
    QTest.keyClicks(edit, "hoa")
    picking = form.blocks["urgency"].input
    qtbot.waitUntil(lambda: picking.is_open())  # pyright: ignore[reportAttributeAccessIssue]
    assert edit.hasFocus(), "the list must not take the keyboard"
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert form.collect().values["urgency"] == "immediate"


def test_an_organisation_is_picked_or_new(qtbot: QtBot) -> None:
    form = make(qtbot, blank_draft(kinds()["incoming"]))
    form.focus_field("requester")
    edit = line(form, "requester")
    QTest.keyClicks(edit, "so cong")
    picking = form.blocks["requester"].input
    assert isinstance(picking, OrganisationInput)
    qtbot.waitUntil(picking.is_open)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert (form.collect().values["requester"], form.collect().values["requester_id"]) == (
        "Sở Công Thương",
        3,
    )
    assert not picking.hint.isVisible()
    QTest.keyClicks(edit, " moi")
    assert form.collect().values["requester_id"] is None
    assert picking.hint.isVisible()
    form.undo_stack.undo()
    assert form.collect().values.get("requester_id") is None
    assert form.collect().values.get("requester") in (None, "")


def test_shown_when(qtbot: QtBot) -> None:
    form = make(qtbot, blank_draft(kinds()["outgoing_official"]))
    assert form.blocks["unplanned_reason"].isVisible()
    assert not form.blocks["plan_item"].isVisible()
    check = form.blocks["is_planned"].input.target()
    assert isinstance(check, QAbstractButton)
    check.click()
    assert form.blocks["plan_item"].isVisible()
    assert not form.blocks["unplanned_reason"].isVisible()


# tables


def table(form: DossierForm, name: str) -> TableInput:
    return form.tables[name]


def editor(grid: QAbstractItemView) -> QWidget:
    focus = QGuiApplication.focusObject()
    assert isinstance(focus, QWidget)
    assert grid.isAncestorOf(focus)
    assert focus is not grid
    return focus


def test_typing_in_a_table_and_enter_for_the_next_row(qtbot: QtBot) -> None:
    form = make(qtbot, blank_draft(kinds()["outgoing_official"]))
    legs = table(form, "legs")
    legs.go_to(0, "country")
    grid = legs.grid
    QTest.keyClicks(grid, "l")
    QTest.keyClicks(editor(grid), "ao")
    QTest.keyClick(editor(grid), Qt.Key.Key_Tab)
    QTest.keyClick(grid, Qt.Key.Key_Tab)
    QTest.keyClicks(grid, "1")
    QTest.keyClicks(editor(grid), "6/4/2018")
    QTest.keyClick(editor(grid), Qt.Key.Key_Return)
    assert form.collect().rows["legs"] == [{"country": "LA", "from_on": "2018-04-16"}]
    assert grid.at() == (1, 0)
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert form.collect().rows["legs"] == [{"country": "LA"}]


def test_a_person_of_the_ledger_fills_the_row(qtbot: QtBot) -> None:
    form = make(qtbot, blank_draft(kinds()["outgoing_official"]))
    members = table(form, "members")
    members.go_to(0, "full_name")
    QTest.keyClicks(members.grid, "h")
    edit = editor(members.grid)
    QTest.keyClicks(edit, "ang")
    qtbot.waitUntil(lambda: bool(edit.parent().is_open()))  # pyright: ignore[reportAttributeAccessIssue]
    QTest.keyClick(edit, Qt.Key.Key_Return)
    row = form.collect().rows["members"][0]
    assert (row["person_id"], row["position"], row["passport_number"]) == (11, "Phó Giám đốc", "C7654321")
    trip = Trip(5, "ĐR-2018-001", "Đoàn đi Lào", ("LA",), *[date(2018, 3, 12)] * 2, "outgoing")
    form.show_history(History(trips={11: (trip,)}))
    assert "1" in members.model.look.note(row)


def test_delete_clears_and_control_delete_removes(qtbot: QtBot) -> None:
    form = make(qtbot, samples.outgoing())
    funding = table(form, "funding")
    funding.go_to(0, "payer")
    QTest.keyClick(funding.grid, Qt.Key.Key_Delete)
    assert form.collect().rows["funding"][0]["payer"] == ""
    QTest.keyClick(funding.grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert len(form.collect().rows["funding"]) == 1
    form.undo_stack.undo()
    form.undo_stack.undo()
    assert to_json(form.collect()) == to_json(samples.outgoing())


def test_cells_are_copied_and_pasted_as_a_spreadsheet_has_them(qtbot: QtBot) -> None:
    form = make(qtbot, samples.outgoing())
    funding = table(form, "funding")
    funding.go_to(0, "source")
    funding.grid.selectAll()
    QTest.keyClick(funding.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    first = QGuiApplication.clipboard().text().split("\n")[0].split("\t")
    assert first[1] == "185.400.000"
    QGuiApplication.clipboard().setText("1.000.000\tPhía Lào")
    funding.go_to(1, "amount")
    QTest.keyClick(funding.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.collect().rows["funding"][1]["amount"] == 1_000_000


ROSTER = "STT\tHọ và tên\tNgày sinh\tChức vụ\tQuê quán\tSố hộ chiếu\n1\tNGUYỄN VĂN A\t12/3/75\tGiám đốc\tCao Bằng\tC1234567\n2\tLê Thị B\t31/2/80\tPhó\t\t"


@pytest.fixture
def accepting(monkeypatch: pytest.MonkeyPatch) -> list[PastePreview]:
    """The preview is agreed to; what it showed can be looked at."""
    seen: list[PastePreview] = []

    def agree(dialog: PastePreview) -> int:
        seen.append(dialog)
        return 1

    monkeypatch.setattr(PastePreview, "exec", agree)
    return seen


def test_a_roster_with_headings_is_understood_and_one_undo_takes_it_back(
    qtbot: QtBot, accepting: list[PastePreview]
) -> None:
    draft = samples.outgoing()
    form = make(qtbot, draft)
    members = table(form, "members")
    QGuiApplication.clipboard().setText(ROSTER)
    members.go_to(4, "full_name")
    QTest.keyClick(members.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    rows = form.collect().rows["members"]
    assert len(rows) == 6
    assert rows[4]["full_name"] == "Nguyễn Văn A"
    assert rows[4]["born_on"] == "1975-03-12"
    assert rows[4]["role"] == "member"
    assert rows[4]["note"] == "Quê quán: Cao Bằng", "what was not understood is not lost"
    assert rows[5]["born_on"] == "31/2/80", "an impossible date stays as typed"
    assert "Quê quán" in accepting[0].missed.text()
    form.undo_stack.undo()
    assert to_json(form.collect()) == to_json(draft)


def test_pasted_people_are_matched_to_the_ledger(qtbot: QtBot, accepting: list[PastePreview]) -> None:
    def match(rows: object, then: Callable[[list[Match | None]], None]) -> None:
        then([Match("Nguyễn Văn A", "", 77, {"organisation": "Sở Y tế", "born_on": "1970-01-01"}), None])

    form = make(qtbot, blank_draft(kinds()["outgoing_official"]), Surroundings(match_rows=match))  # pyright: ignore[reportArgumentType]
    QGuiApplication.clipboard().setText(ROSTER)
    members = table(form, "members")
    members.go_to(0, "full_name")
    members.grid.paste()
    row = form.collect().rows["members"][0]
    assert (row["person_id"], row["organisation"]) == (77, "Sở Y tế")
    assert row["born_on"] == "1975-03-12", "what the unit wrote stands"


# findings and access


def finding(field: str, severity: Severity = Severity.STOP) -> Finding:
    return Finding(
        "RA-01",
        date(2018, 1, 1),
        severity,
        False,
        "Chỉ thị 38",
        "Chuyến thứ ba trong năm",
        "…",
        fields=(field,),
    )


def test_findings_mark_fields_cells_and_contents(qtbot: QtBot) -> None:
    form = make(qtbot, samples.outgoing())
    form.show_findings(
        [finding("members.1.full_name"), finding("title", Severity.WARN)],
        [Problem("crossing", "Thiếu", True)],
    )
    assert form.tables["members"].model.fault_at(1, 0)[0] == "stop"
    assert form.blocks["title"].says.isVisible()
    assert form.blocks["title"].says.text() == "Chuyến thứ ba trong năm"
    assert not form.blocks["crossing"].says.isVisible(), "what is missing is not shouted before one was there"
    form.show_all_problems()
    assert form.blocks["crossing"].says.isVisible()
    assert form.focus_field("members.1.full_name")
    assert form.tables["members"].grid.at() == (1, 0)


def test_every_input_of_the_catalogue_has_a_widget(qtbot: QtBot) -> None:
    assert set(makers()) >= INPUTS
    for kind in kinds().values():
        for section in kind.sections:
            for spec in (*section.fields, *section.columns):
                qtbot.addWidget(make_input(spec, AROUND))


@pytest.mark.parametrize("code", KINDS)
def test_every_control_has_a_name(qtbot: QtBot, code: str) -> None:
    form = make(qtbot, blank_draft(kinds()[code]))
    for widget in form.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.objectName().startswith("qt_"):
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert named, widget


def test_read_only_offers_nothing_to_change(qtbot: QtBot) -> None:
    form = make(qtbot, samples.incoming())
    form.set_read_only(True)
    QTest.keyClicks(line(form, "title"), "x")
    members = table(form, "members")
    members.go_to(0, "full_name")
    QTest.keyClicks(members.grid, "x")
    QTest.keyClick(members.grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert to_json(form.collect()) == to_json(samples.incoming())
    assert members.model.rowCount() == 2
