"""The head of the page: what dossier this is, where it stands, what was kept, and the acts; and the banner below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.reading.dossiers import DossierRow
from models.work.review import Step
from resources.i18n import _
from ui import actions
from ui.pages.dossier.steps import StepBar
from ui.widgets.deadline_badge import DeadlineBadge
from ui.widgets.labels import ShortLabel, caption, label
from ui.widgets.state_chip import StateChip

PRIMARY = frozenset({"lodge", "keep"})


class Head(QFrame):
    """Title and state at the left, acts and steps at the right."""

    def __init__(self, acts: Mapping[str, QAction], take: Callable[[Step], None], page: QWidget) -> None:
        super().__init__(page)
        self.setProperty("kind", "bar")
        self._acts = acts
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.title = ShortLabel("", "section")
        column.addWidget(self.title)
        under = QHBoxLayout()
        under.setSpacing(12)
        self.what = label("", "small")
        self.chip = StateChip()
        self.due = DeadlineBadge()
        self.saved = label("", "small")
        for widget in (self.what, self.chip, self.due, self.saved):
            under.addWidget(widget)
        under.addStretch(1)
        column.addLayout(under)
        row.addLayout(column, 1)
        self.steps = StepBar(take, page)
        self.buttons = {name: self._button(name) for name in ("edit", "drop", "keep", "lodge")}
        for widget in (
            self.buttons["edit"],
            self.buttons["drop"],
            self.steps,
            self.buttons["keep"],
            self.buttons["lodge"],
        ):
            row.addWidget(widget)

    def _button(self, name: str) -> QPushButton:
        act = self._acts.get(name)
        button = QPushButton()
        button.setAutoDefault(False)
        if name in PRIMARY:
            button.setProperty("kind", "primary")
        if act is not None:
            words = act.text().replace("&&", "&")
            key = next((a.key for a in actions.acts("dossier") if a.name == name), "")
            button.setText(caption(actions.with_key(words, key)))
            button.setAccessibleName(words)
            button.clicked.connect(lambda _on=False: act.trigger())
        button.hide()
        return button

    def show_dossier(
        self, row: DossierRow | None, kind: str, steps: Sequence[Step], asking: frozenset[str]
    ) -> None:
        """Where the dossier stands; without a row it is a draft."""
        self.what.setText(" · ".join(t for t in (row.reference if row else _("Draft"), kind) if t))
        self.chip.setVisible(row is not None)
        self.due.setVisible(row is not None)
        if row is not None:
            self.chip.show_state(row.state)
            self.due.show_due(row.due_on)
        self.steps.setVisible(bool(steps))
        self.steps.show_steps(steps, asking)

    def show_acts(self, shown: Mapping[str, bool]) -> None:
        """Which of the page's own acts can be taken now; their keys follow."""
        for name, there in shown.items():
            act = self._acts.get(name)
            self.buttons[name].setVisible(there and act is not None)
            if act is not None:
                act.setEnabled(there)


class Banner(QFrame):
    """A sentence and what can be done about it, until the person goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "note")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 8, 16, 8)
        self.hide()

    def tell(self, words: str, *acts: tuple[str, Callable[[], None]]) -> None:
        """Shows *words* with links that act."""
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._row.addWidget(label(words, wrap=True), 1)
        for text, act in acts:
            self._row.addWidget(self._link(text, act))
        self.show()

    @staticmethod
    def _link(text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(caption(text))
        button.setProperty("kind", "link")
        button.clicked.connect(lambda _on=False: act())
        return button
