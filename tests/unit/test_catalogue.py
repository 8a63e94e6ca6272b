"""Kinds, workflows and lists are checked as strictly as code."""

from __future__ import annotations

import pytest

from models.catalogue import kinds as kinds_module
from models.catalogue.kinds import kinds
from models.catalogue.lists import countries, country_code, items
from models.catalogue.reading import Block, CatalogueError, unique
from models.catalogue.workflows import GUARDS, Role, workflows
from resources import i18n, names
from resources.i18n import Words


def test_every_kind_has_its_workflow_and_lists() -> None:
    assert set(kinds()) == {"outgoing_official", "outgoing_private", "incoming"}
    for kind in kinds().values():
        assert kind.workflow in workflows()
        assert "{year}" in kind.reference and "{number" in kind.reference
        for field in (*kind.fields, *(c for s in kind.sections for c in s.columns)):
            if field.list:
                assert items(field.list), field.name
            if field.default is not None and field.list:
                assert str(field.default) in items(field.list), field.name


def test_every_condition_names_something_known() -> None:
    from models.appraisal.facts import CONDITIONS

    for kind in kinds().values():
        known = set(CONDITIONS) | {f.name for f in kind.fields}
        conditions = [f.shown_when for f in kind.fields] + [p.required_when for p in kind.papers]
        for text in filter(None, conditions):
            assert text.lstrip("!").split("=")[0] in known, text


def test_a_section_is_found_by_field_table_and_column() -> None:
    kind = kinds()["outgoing_official"]
    assert kind.section_of("requester").name == "received"
    assert kind.section_of("members.2.full_name").name == "members"
    with pytest.raises(KeyError):
        kind.section_of("nothing")


def test_every_step_of_a_workflow_can_be_drawn() -> None:
    for flow in workflows().values():
        assert flow.states[flow.start]
        for step in flow.transitions:
            assert str(step.label)
            assert set(step.guards) <= GUARDS
            assert set(step.roles) <= set(Role)
            for state in step.from_states:
                assert step in flow.steps_from(state)
        for state in flow.states:
            keys = [t.key for t in flow.steps_from(state) if t.key]
            assert len(keys) == len(set(keys)), f"{state}: one key, two acts"


def test_an_unknown_key_is_a_fault_that_names_its_place() -> None:
    block = Block({"name": "x", "lable": "y"}, "kinds/a.toml")
    assert block.text("name") == "x"
    with pytest.raises(CatalogueError, match="kinds/a.toml: unknown lable"):
        block.done()
    with pytest.raises(CatalogueError, match="stands twice"):
        unique(["a", "b", "a"], "here")
    with pytest.raises(CatalogueError, match="both languages|needs a text"):
        Block({"label": {"vi": "chỉ tiếng Việt"}}, "here").words("label")


def test_a_choice_without_a_list_is_refused() -> None:
    data = {"name": "x", "label": {"vi": "a", "en": "a"}, "input": "choice"}
    with pytest.raises(CatalogueError, match="needs a list"):
        kinds_module.read_field(Block(data, "here"))


def test_every_list_has_both_languages() -> None:
    for name in names("lists"):
        stem = name.removeprefix("lists/").removesuffix(".toml")
        for item in items(stem).values() if stem != "countries" else ():
            assert item.label.vi and item.label.en


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("lao", "LA"),
        ("TQ", "CN"),
        ("Mỹ", "US"),
        ("Úc", "AU"),
        ("han quoc", "KR"),
        ("Japan", "JP"),
        ("Nowhere", None),
    ],
)
def test_countries_are_found_as_people_write_them(typed: str, code: str | None) -> None:
    assert country_code(typed) == code


def test_countries_have_regions_and_vietnamese_order() -> None:
    assert countries()["LA"].data["region"] == "southeast_asia"
    assert countries()["DE"].data["region"] == "europe"
    order = list(countries())
    assert order.index("AU") > order.index("AT")  # Ô-xtrây-li-a after Áo


def test_words_follow_the_language_of_the_interface() -> None:
    words = Words("hồ sơ", "dossier")
    before = i18n.language()
    try:
        i18n.install("vi")
        assert (str(words), i18n._("Cancel")) == ("hồ sơ", "Bỏ qua")
        i18n.install("en")
        assert (str(words), i18n._("Cancel")) == ("dossier", "Cancel")
        with pytest.raises(ValueError, match="fr"):
            i18n.install("fr")
    finally:
        i18n.install(before)
