"""Appraisal while one types: the draft becomes facts with the history of its people, and the rules speak on each pause."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from models.appraisal.engine import appraise
from models.appraisal.facts import DossierFacts, History
from models.appraisal.findings import Finding
from models.appraisal.reading_drafts import facts_of
from models.catalogue.rulebook import Rule, rules
from models.dates import read_date
from models.draft import Draft
from models.reading.history import history_for
from models.store.units import Reading
from models.work.appraising import office_rules
from models.work.facts import calendar_around
from ui.desk import Desk

PAUSE_MS = 250
_Asked = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say about a draft at one moment, and what could not be read or is missing."""

    facts: DossierFacts
    findings: tuple[Finding, ...]
    history: History


def asked_of(draft: Draft) -> _Asked:
    """What the history depends on; as long as it stays the same the history is not asked for again."""
    members = draft.table("members")
    return (
        draft.dossier_id,
        draft.values.get("requester_id"),
        tuple(m.get("person_id") for m in members),
        tuple(str(m.get("organisation") or "") for m in members if m.get("is_key_post")),
        tuple((str(leg.get("from_on") or ""), str(leg.get("to_on") or "")) for leg in draft.table("legs")),
    )


def judge(draft: Draft, history: History, office: tuple[Rule, ...]) -> Verdict:
    """Appraises a draft. Pure: any thread."""
    received = read_date(str(draft.values.get("received_on") or ""))
    facts = facts_of(draft, history, calendar_around(received))
    return Verdict(facts, appraise(facts, (*rules(), *office)), history)


class Live(QObject):
    """Asks for a verdict after each pause in typing. ``judged`` carries the newest one; older answers are dropped."""

    judged = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draft: Draft | None = None
        self._history: History | None = None
        self._office: tuple[Rule, ...] = ()
        self._known: _Asked | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._go)

    def draft_changed(self, draft: Draft, *, at_once: bool = False) -> None:
        """The draft is another one now."""
        self._draft = draft
        if at_once:
            self._go()
        else:
            self._pause.start()

    def forget(self) -> None:
        """No draft is on the page, or the past may have changed."""
        self._pause.stop()
        self._draft, self._known = None, None

    def _go(self) -> None:
        draft = self._draft
        if draft is None:
            return
        asked = asked_of(draft)
        if self._history is not None and asked == self._known:
            self._judge(draft)
            return

        def query(read: Reading) -> tuple[History, tuple[Rule, ...]]:
            return history_for(read, draft), office_rules(read)

        def known(answer: tuple[History, tuple[Rule, ...]]) -> None:
            self._history, self._office = answer
            self._known = asked
            if self._draft is not None:
                self._judge(self._draft)

        self._desk.jobs.ask(query, owner=self, then=known, outranks="history")

    def _judge(self, draft: Draft) -> None:
        history, office = self._history or History(), self._office
        self._desk.jobs.aside(
            lambda: judge(draft, history, office), owner=self, then=self.judged.emit, outranks="verdict"
        )
