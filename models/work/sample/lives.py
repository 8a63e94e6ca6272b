"""The life of one invented case: who does what on which day, by the office's own acts."""

from __future__ import annotations

import random
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from models.appraisal.findings import Finding
from models.catalogue.kinds import kinds
from models.catalogue.rulebook import edition
from models.clock import VIETNAM, WorkingCalendar
from models.draft import Draft
from models.reading.findings import current_findings
from models.store.units import Actor, Store
from models.work import dossiers, letters, reports, review
from models.work.arrivals import register_arrival
from models.work.facts import facts_of_dossier
from models.work.guards import Ask
from models.work.letter_facts import decider_of
from models.work.sample import amendments
from models.work.sample.papers import Clerk, official_row
from models.work.sample.plan import Journey
from models.work.sample.shortcuts import Shortcuts

Life = Generator[datetime, None, None]

_REPORT = "Báo cáo bằng văn bản"
_RECEIVER = "Phòng Lãnh sự - Lễ tân"
_DUE = 7  # working days in which the office wants its received papers dealt with; each office says so itself

_REASONS = {
    "cancelled": ("Phía bạn đề nghị hoãn thời gian đón tiếp.", "Cơ quan bận nhiệm vụ đột xuất, không bố trí được thành phần đoàn."),
    "refused": ("Nội dung trùng với đoàn đã thực hiện trong quý.", "Chưa cần thiết theo yêu cầu thực hành tiết kiệm."),
    "withdrawn": ("Cơ quan xin rút để điều chỉnh kế hoạch.", "Phía mời lùi thời gian sang năm sau."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staff:
    """The users of the sample office as actors, by their login."""

    officer: Actor
    head: Actor
    director: Actor
    clerk: Actor
    admin: Actor


class Lives:
    """Leads cases through the year. Every generator gives the moment at which it wants to go on."""

    def __init__(
        self,
        store: Store,
        staff: Staff,
        clerk: Clerk,
        chance: random.Random,
        working: WorkingCalendar,
        short: bool = True,
    ) -> None:
        self.store, self.staff, self.clerk, self.chance, self.working = (
            store,
            staff,
            clerk,
            chance,
            working,
        )
        self.committee: dict[
            str, int
        ] = {}  # the last number that the committee's own registers gave, as we heard
        self.keys = 0
        self.short, self.shortcuts = short, Shortcuts(store)

    def at(self, day: date, hour: int) -> datetime:
        """A moment of a day within an hour; the minutes keep acts apart."""
        return datetime.combine(day, time(hour, self.chance.randrange(60)), VIETNAM)

    def add(self, day: date, days: int) -> date:
        """So many working days later."""
        return self.working.add(day, days)

    def of(self, j: Journey) -> Life:
        """A case from its receipt to its end, or to the stage in which it stands at the end of the year."""
        if self.short and j.is_plain:
            yield from self._plain(j)
            return
        day = j.received_on
        yield self.at(day, 8)
        draft = self._arrived(j, day)
        case = dossiers.lodge(self.store, draft, by=self.staff.officer, on=day).dossier_id
        if j.ends == "received":
            return
        if j.ends == "withdrawn":
            yield self.at(self.add(day, 1), 10)
            self._step(case, "withdraw", self.staff.officer, reason=self.chance.choice(_REASONS["withdrawn"]))
            return
        yield self.at(day, 14)
        self._step(case, "accept", self.staff.officer)
        if j.needs_supplement or j.ends == "supplement":
            yield self.at(day, 15)
            self._ask(case)
            self._letter(
                case,
                kinds()[j.kind].letters["supplement"],
                day,
                fields={"due_on": self.add(day, 5).isoformat()},
            )
            if j.ends == "supplement":
                return
            day = self.add(day, self.chance.randint(1, 3))
            yield self.at(day, 9)
            dossiers.check_paper(
                self.store,
                case,
                "invitation_translation",
                "present",
                by=self.staff.officer,
                dated_on=self.add(day, -1),
            )
            self._step(case, "supplemented", self.staff.officer)
        if j.ends == "appraisal":
            return
        yield from self._approve(j, case, self.add(day, 1))

    def _arrived(self, j: Journey, day: date) -> Draft:
        """The draft of a case, whose paper the clerk registered that morning and passed on, unless it still lies with him."""
        draft = self.clerk.draft(j)
        said = draft.values
        title = str(said["title"])
        values = {
            "sender": said["requester"], "sender_id": said["requester_id"], "paper_number": said["received_paper_number"],
            "paper_on": said["received_paper_on"], "subject": f"Công văn về việc {title.replace('Đoàn', 'đoàn', 1)}", "urgency": said["urgency"],
            "due_on": self.add(day, _DUE),
        }  # fmt: skip
        if j.ends != "received":
            values |= {"receiver": _RECEIVER, "passed_on": day}
        key = f"arrival-{draft.key}"
        register_arrival(self.store, values, by=self.staff.clerk, on=day, key=key, anyway=True)
        return draft

    def _plain(self, j: Journey) -> Life:
        """The life of a case with nothing out of the ordinary, by shortcuts."""
        short, staff, kind, day = self.shortcuts, self.staff, kinds()[j.kind], j.received_on
        yield self.at(day, 8)
        case = short.lodge(self._arrived(j, day), day, staff.officer)
        yield self.at(day, 14)
        short.step(case, "accept", staff.officer)
        day = self.add(day, 1)
        for name, by, hour in (("forward", staff.officer, 10), ("endorse", staff.head, 16)):
            yield self.at(day, hour)
            short.step(case, name, by)
        day = self.add(day, 1)
        yield self.at(day, 8)
        short.step(case, "approve", staff.director)
        decision = kind.letters["decision"]
        if short.is_external(case, day):
            yield self.at(day, 10)
            short.letter(case, kind.letters["submission"], day, staff.clerk, self._key(), None)
            day = self.add(day, 1 if j.is_urgent else self.chance.randint(1, 3))
            yield self.at(day, 15)
            short.letter(case, decision, day, staff.clerk, self._key(), self._outside(decision))
        else:
            yield self.at(day, 15)
            short.letter(case, decision, day, staff.clerk, self._key(), None)
        if j.report != "owed":
            back = self._report_day(j)
            yield self.at(back, 9)
            short.report(case, back, staff.clerk, _REPORT)

    def _approve(self, j: Journey, case: int, day: date) -> Life:
        yield self.at(day, 10)
        self._step(case, "forward", self.staff.officer)
        if j.ends == "division":
            return
        if j.is_returned:
            yield self.at(day, 11)
            self._step(
                case,
                "return_to_officer",
                self.staff.head,
                reason="Bổ sung nhận xét về thành phần đoàn trong phiếu thẩm định.",
            )
            yield self.at(day, 14)
            self._step(case, "forward", self.staff.officer)
        yield self.at(day, 16)
        self._waive(case, self.staff.head)
        self._step(case, "endorse", self.staff.head)
        if j.ends == "director":
            return
        day = self.add(day, 1)
        yield self.at(day, 8)
        if j.ends == "refused":
            self._step(case, "refuse", self.staff.director, reason=self.chance.choice(_REASONS["refused"]))
            return
        self._waive(case, self.staff.director)
        self._step(case, "approve", self.staff.director)
        if j.ends == "approved":
            return
        yield from self._permit(j, case, day)

    def _permit(self, j: Journey, case: int, day: date, relation: str = "original") -> Life:
        kind = kinds()[j.kind]
        with self.store.reading() as read:
            decider = decider_of(facts_of_dossier(read, case), day)
        if decider is not None and decider.is_external:
            yield self.at(day, 10)
            self._letter(case, kind.letters["submission"], day)
            if j.ends == "submitted":
                return
            day = self.add(day, 1 if j.is_urgent else self.chance.randint(1, 3))
            yield self.at(day, 15)
            self._letter(case, kind.letters["decision"], day, outside=kind.letters["decision"])
        else:
            yield self.at(day, 15)
            self._letter(case, kind.letters["decision"], day)
        if j.ends == "cancelled":
            yield self.at(self.add(day, 1), 9)
            self._step(case, "cancel", self.staff.director, reason=self.chance.choice(_REASONS["cancelled"]))
            return
        if relation == "original":
            yield from self._afterwards(j, case, day)

    def _afterwards(self, j: Journey, case: int, day: date) -> Life:
        both = [case]
        if j.amends:
            both.append((yield from self._amend(j, case, self.add(day, 1))))
        if j.ends == "decided" or j.report == "owed":
            return
        back = self._report_day(j)
        for n, one in enumerate(both):
            yield self.at(back, 9 + n)
            reports.record_report(self.store, one, by=self.staff.clerk, received_on=back, note=_REPORT)

    def _report_day(self, j: Journey) -> date:
        home = j.returns_on + timedelta(days=1 if j.amends == "days" else 0)
        if j.report != "late":
            return self._in_time(home, j.kind)
        back = home + timedelta(days=(5 if j.kind == "incoming" else 15) + self.chance.randint(5, 30))
        return self.working.add(back - timedelta(days=1), 1)

    def _in_time(self, home: date, kind: str) -> date:
        if kind == "incoming":
            return self.add(home, self.chance.randint(1, 5))
        day = home + timedelta(days=self.chance.randint(3, 12))
        return day if self.working.is_working(day) else self.add(day, 1)

    def _amend(self, j: Journey, case: int, day: date) -> Generator[datetime, None, int]:
        yield self.at(day, 9)
        days = 1 if j.amends == "days" else 0
        goes = official_row(j.substitute, "member", "") if j.substitute else None
        twin = amendments.amend(
            self.store,
            case,
            by=self.staff.officer,
            on=day,
            days=days,
            goes=goes,
            stays=j.officials[-1] if goes else None,
        )
        changed = replace(
            j, received_on=day, returns_on=j.returns_on + timedelta(days=days), needs_supplement=False
        )
        yield self.at(day, 10)
        self._step(twin, "accept", self.staff.officer)
        self._step(twin, "forward", self.staff.officer)
        yield self.at(day, 14)
        self._waive(twin, self.staff.head)
        self._step(twin, "endorse", self.staff.head)
        yield self.at(day, 16)
        self._waive(twin, self.staff.director)
        self._step(twin, "approve", self.staff.director)
        yield from self._permit(changed, twin, self.add(day, 1), "amendment")
        return twin

    def _ask(self, case: int) -> None:
        with self.store.reading() as read:
            failed = [f for f in current_findings(read, case) if f.is_open_stop]
        asks = [Ask((*f.fields, "papers")[0], f.remedy or f.says, f.basis) for f in failed]
        asks = asks or [
            Ask("papers", "Bổ sung bản dịch thư mời có xác nhận.", "Chỉ thị 38-CT/TW ngày 21/7/2014")
        ]
        review.ask_supplement(self.store, case, asks, by=self.staff.officer)

    def _waive(self, case: int, by: Actor) -> None:
        """Lets open stops pass that this person may let pass."""
        with self.store.reading() as read:
            findings: list[Finding] = [f for f in current_findings(read, case) if f.is_open_stop]
        for f in findings:
            with self.store.reading() as read:
                kind = facts_of_dossier(read, case).kind
            rule = edition(f.rule, kind, f.edition, ())
            if rule is not None and rule.waiver in by.roles:
                review.waive(
                    self.store,
                    case,
                    f.rule,
                    by=by,
                    reason="Cần thiết cho nhiệm vụ chung của tỉnh; cơ quan đã giải trình.",
                )

    def _step(self, case: int, name: str, by: Actor, *, reason: str = "") -> None:
        review.advance(self.store, case, name, by=by, reason=reason)

    def _letter(
        self, case: int, kind: str, day: date, *, outside: str = "", fields: dict[str, str] | None = None
    ) -> None:
        made = letters.prepare(
            self.store, case, kind, by=self.staff.clerk, fields=fields or {}, key=self._key()
        )
        number = self._outside(outside) if outside else None
        letters.issue(self.store, made.letter_id, by=self.staff.clerk, on=day, number=number)

    def reminders(self, days: list[date]) -> Life:
        """Reminder letters to every unit that owes a late report, on the given days."""
        for day in days:
            yield self.at(day, 15)
            for made in reports.prepare_reminders(self.store, by=self.staff.clerk, on=day):
                letters.issue(self.store, made.letter_id, by=self.staff.clerk, on=day)

    def _key(self) -> str:
        self.keys += 1
        return f"sample-letter-{self.keys:05d}"

    def _outside(self, register: str) -> int:
        """The next number that the people's committee gave, as we heard: it numbers other papers too."""
        self.committee[register] = self.committee.get(register, 0) + self.chance.randint(1, 9)
        return self.committee[register]
