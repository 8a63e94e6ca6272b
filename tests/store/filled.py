"""A small office with something in every important table, for tests that carry stores about."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from models.records import (
    Attachment,
    Delegation,
    Dossier,
    Leg,
    Letter,
    Member,
    Organisation,
    Person,
    Register,
    RegisterYear,
    SearchEntry,
    TakenNumber,
    User,
)
from models.store.units import Actor, Store

MOMENT = datetime(2018, 3, 12, 1, 15, 30, 123456, tzinfo=UTC)
SCAN = "Quyết định cử đoàn, bản quét".encode() * 100
PDF = b"%PDF-1.7 issued"


def fill(store: Store, by: Actor) -> None:
    """An organisation that points at a later one, a dossier with its letter, an attachment, a numbered register, a journal."""
    scan, pdf = store.vault.put(SCAN), store.vault.put(PDF)
    with store.writing(by) as w:
        _people(w.session)
        issued = _case(w.session, scan, pdf)
        w.note(
            "lodge", None, dossier_id=1, to_state="received", changes={"title": [None, "Đoàn đi Bách Sắc"]}
        )
        w.note("issue", issued, dossier_id=1)


def _people(s: Session) -> None:
    s.add(
        Organisation(
            id=2, name="Sở Ngoại vụ", folded="so ngoai vu", sort_key="s", valid_from=date(2016, 1, 1)
        )
    )
    s.flush()
    s.add(Organisation(id=1, name="Phòng Ngoại vụ", folded="phong ngoai vu", sort_key="p", successor_id=2))
    s.add(Person(id=1, full_name="Đàm Thị Hoà", folded="dam thi hoa", sort_key="h", organisation_id=2))
    s.add(User(id=1, login="officer", full_name="Đàm Thị Hoà", roles={"roles": ["officer"]}))
    s.add(SearchEntry(topic="person", key=1, title="Đàm Thị Hoà", folded="dam thi hoa"))
    s.add(Register(id=1, code="QD", name="Quyết định"))
    s.flush()


def _case(s: Session, scan: str, pdf: str) -> Letter:
    s.add(
        Delegation(
            id=1,
            counts_as="outgoing",
            kind="outgoing_official",
            title="Đoàn đi Bách Sắc",
            departs_on=date(2018, 3, 20),
            returns_on=date(2018, 3, 24),
            counts=True,
            organisation_id=2,
            total_money=12_345_678_901,
        )  # fmt: skip
    )
    s.flush()
    s.add(Leg(delegation_id=1, position=0, country="CN"))
    s.add(Member(delegation_id=1, person_id=1, position=0, full_name="Đàm Thị Hoà", data={"note": "ăn chay"}))
    s.add(
        Dossier(
            id=1,
            reference="DR-2018-0001",
            kind="outgoing_official",
            workflow="standard",
            delegation_id=1,
            state="decided",
            state_since=MOMENT,
            lodged_at=MOMENT,
            extra={"invited": True},
            officer_id=1,
        )  # fmt: skip
    )
    s.flush()
    s.add(
        Attachment(
            dossier_id=1,
            name="Thư mời.pdf",
            size=len(SCAN),
            sha256=scan,
            added_at=MOMENT,
            added_by="Đàm Thị Hoà",
        )
    )
    s.add(RegisterYear(register_id=1, year=2018, last=1, last_on=date(2018, 3, 12)))
    s.add(TakenNumber(register_id=1, year=2018, number=1, taken_on=date(2018, 3, 12), letter_key="k1"))
    issued = Letter(
        id=1, key="k1", dossier_id=1, kind="decision", state="issued", register_id=1, year=2018, number=1, symbol="QĐ-UBND",
        issued_on=date(2018, 3, 12), pdf_sha256=pdf, fields={}, content={"blocks": ["Điều 1"]}, about={}, made_at=MOMENT,
        made_by="Văn thư", subject="V/v cử đoàn đi Bách Sắc",
    )  # fmt: skip
    s.add(issued)
    return issued
