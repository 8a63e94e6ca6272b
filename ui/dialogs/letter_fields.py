"""What a person fills in for a letter: its own fields and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from forms.spec import Surroundings
from models import clock
from models.catalogue.kinds import Field, Section
from models.catalogue.letter_kinds import TABLE, LetterKind
from ui.dialogs.fields_dialog import FieldsDialog


def own_fields(spec: LetterKind) -> tuple[Field, ...]:
    """A letter's own single fields as a form has them."""
    return tuple(
        Field(
            f.name, f.label, f.input, f.required, basis=f.basis, list=f.list, default=f.default,
            wide=f.input == "text", max_length=2000,
        )
        for f in spec.fields
        if f.input != TABLE
    )  # fmt: skip


def own_tables(spec: LetterKind) -> tuple[Section, ...]:
    """A letter's own tables as a form has them."""
    return tuple(
        Section(f.name, f.label, table=f.name, columns=f.columns) for f in spec.fields if f.input == TABLE
    )


def first_values(spec: LetterKind) -> dict[str, Any]:
    """What stands in the fields of a new letter: their defaults; a report is about this year, a plan about the next."""
    held: dict[str, Any] = {f.name: f.default for f in spec.fields if f.default is not None}
    year = clock.today().year
    if "figures" in spec.needs:
        held["year"] = year
    if "plan" in spec.needs:
        held["year"] = year + 1
    return held


def ask_fields(
    spec: LetterKind,
    known: Mapping[str, Any],
    around: Surroundings,
    *,
    verb: str,
    parent: QWidget,
    says: str = "",
) -> dict[str, Any] | None:
    """What the person fills in, beginning with what is *known*; None when he gives up.

    *says* stands under the fields. A letter without fields of its own and without anything to say asks nothing.
    """
    if not spec.fields and not says:
        return {}
    tables = own_tables(spec)
    held = first_values(spec) | dict(known)
    rows = {t.table: held.pop(t.table, None) or [] for t in tables}
    dialog = FieldsDialog(
        str(spec.label),
        own_fields(spec),
        held,
        around,
        verb=verb,
        says=lambda _values: says,
        tables=tables,
        rows=rows,
        parent=parent,
    )
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return {**dialog.values(), **dialog.rows()}
