"""Who the office is, as its letters say it, and who signs: the settings of the office from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QScrollArea, QVBoxLayout, QWidget

from forms.fields_form import FieldsForm
from forms.spec import Surroundings
from models import clock
from models.catalogue.authority import Capacity, matrix, office
from models.catalogue.kinds import Field
from models.draft import Value
from models.settings import SETTINGS, Kept, Setting, office_settings
from resources.i18n import N_, Words, _
from ui import icons, theme
from ui.panels import Panel
from ui.widgets.date_field import DateField
from ui.widgets.labels import label
from ui.widgets.reading_pane import foot_button

if TYPE_CHECKING:
    from models.errors import OfficeError
    from ui.desk import Desk

GROUPS = {"office": N_("The office on its letters"), "signing": N_("Who signs"), "safety": N_("Safety")}
INPUTS = {"text": "line", "lines": "text", "number": "number", "flag": "flag"}
NAME = "authority:"  # before a capacity: the name of who signs so
CHOSEN = "signatory"  # the one setting that is chosen among the capacities, not typed


def capacity_words(capacity: Capacity) -> str:
    """A capacity as it is chosen: the post, and the lines that print over the name."""
    return f"{capacity.post} ({' '.join(capacity.lines)})"


def fields_of(group: str) -> list[Field]:
    """The settings of a group as fields of a form; names by capacity are one field each."""
    found: list[Field] = []
    for spec in SETTINGS.values():
        if spec.kept is not Kept.OFFICE or spec.group != group or spec.name == CHOSEN:
            continue
        if spec.type == "names":
            found += [
                Field(NAME + c.code, Words(capacity_words(c), capacity_words(c)), "line", max_length=100)
                for c in matrix().capacities.values()
            ]
        else:
            wide = spec.type == "lines"
            found.append(
                Field(spec.name, spec.label, INPUTS[spec.type], help=spec.help, wide=wide, max_length=1000)
            )
    return found


def to_form(values: Mapping[str, Any]) -> dict[str, Value]:
    """Settings as the form holds them."""
    shown: dict[str, Value] = {NAME + code: name for code, name in values["authority"].items()}
    for name, value in values.items():
        if SETTINGS[name].type != "names":
            shown[name] = "\n".join(value) if isinstance(value, list) else value
    return shown


def from_form(held: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that the form holds differently from *before*."""
    names = {n.removeprefix(NAME): str(v or "") for n, v in held.items() if n.startswith(NAME)}
    found: dict[str, Any] = {}
    for name, value in held.items():
        if name in SETTINGS and SETTINGS[name].kept is Kept.OFFICE:
            now = _typed(SETTINGS[name], value)
            if now != before[name]:
                found[name] = now
    authority = {**before["authority"], **names}
    authority = {code: name for code, name in authority.items() if name}
    if authority != before["authority"]:
        found["authority"] = authority
    return found


def _typed(spec: Setting, value: Any) -> Any:
    if spec.type == "lines":
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]
    if spec.type == "number":
        return int(value) if isinstance(value, int) or str(value or "").isdigit() else value
    return bool(value) if spec.type == "flag" else str(value or "")


class ProfilePanel(Panel):
    """The form of the office; saved with the button, from the day that stands beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Office and signatories"),
            _("Letters made before the day from which a change speaks keep the old words."),
        )
        self._before: dict[str, Any] = {}
        self._wanted = ""  # the setting to go to once the settings are shown
        around = Surroundings(icon=icons.icon, colour=theme.colour)
        self.forms = {group: FieldsForm(fields_of(group), around) for group in GROUPS}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        self.signatory = QComboBox()
        self.signatory.setAccessibleName(str(SETTINGS[CHOSEN].label))
        for capacity in office(clock.today()).capacities:
            self.signatory.addItem(capacity_words(capacity), capacity.code)
        self.signatory.activated.connect(lambda _row: self._tell())
        for group, form in self.forms.items():
            column.addWidget(label(_(GROUPS[group]), "strong"))
            if group == "signing":
                column.addWidget(label(str(SETTINGS[CHOSEN].label), buddy=self.signatory))
                column.addWidget(self.signatory)
            column.addWidget(form)
            column.addSpacing(8)
            form.edited.connect(self._tell)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(self.title)
        self.column.addWidget(scroll, 1)
        self.refusal = label("", "stop", wrap=True)
        self.refusal.hide()
        self.column.addWidget(self.refusal)
        self.from_on = DateField(_("Speaks from"), clock.today())
        self.from_on.setFixedWidth(110)
        self.save_button = foot_button(_("Save"), self.save, kind="primary")
        for widget in (label(_("Speaks from"), "muted", buddy=self.from_on), self.from_on, self.save_button):
            self.head.addWidget(widget)
        self.save_button.setEnabled(False)

    def refresh(self) -> None:
        self.desk.jobs.ask(office_settings, owner=self, then=self._show, outranks="settings")

    def _show(self, values: dict[str, Any]) -> None:
        self._before = values
        shown = to_form(values)
        for group, form in self.forms.items():
            form.show_values({f.name: shown.get(f.name) for f in fields_of(group)})
        self.signatory.setCurrentIndex(max(self.signatory.findData(values[CHOSEN]), 0))
        self.save_button.setEnabled(False)
        self._go()

    def go_to_field(self, name: str) -> None:
        """The keyboard to a setting; to who signs where the name of an authority's signatory is missing."""
        self._wanted = name
        if self._before:
            self._go()

    def _go(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if not wanted:
            return
        names = [f.name for group in GROUPS for f in fields_of(group)]
        near = next((n for n in names if n == wanted or n.startswith(f"{wanted}:")), "")
        for form in self.forms.values():
            if near and form.focus_field(near):
                return
        self.signatory.setFocus()

    @property
    def changes(self) -> dict[str, Any]:
        """The settings that were changed and are not saved yet."""
        held = {n: v for form in self.forms.values() for n, v in form.values().items()}
        held[CHOSEN] = self.signatory.currentData()
        return from_form(held, self._before) if self._before else {}

    def _tell(self) -> None:
        self.save_button.setEnabled(bool(self.changes))

    def save(self) -> None:
        """Keeps what was changed, from the day on."""
        from models.work.office import set_settings

        on, by, changes = self.from_on.date, self.desk.actor, self.changes
        if on is None:
            self.refusal.setText(_("Write the day as 12/3/2018."))
            self.refusal.show()
            return
        self.desk.jobs.do(
            lambda store: set_settings(store, changes, by=by, valid_from=on),
            owner=self,
            then=self._saved,
            failed=self._refuse,
        )

    def _saved(self, _answer: None) -> None:
        self.refusal.hide()
        self.said.emit(_("The settings of the office are saved."), None)
        self.refresh()

    def _refuse(self, error: OfficeError) -> None:
        self.refusal.setText(str(error))
        self.refusal.show()
