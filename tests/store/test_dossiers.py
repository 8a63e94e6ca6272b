"""Drafts, lodging, changing by two people, attaching, checking papers: on both databases."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import clock
from models.appraisal.reading_drafts import canonical
from models.catalogue.kinds import kinds
from models.draft import Draft
from models.errors import OfficeError
from models.reading.dossiers import DOSSIERS, dossier_id_of, draft_of
from models.reading.drafts import drafts_of, saved_draft
from models.reading.journal import journal
from models.reading.overview import overview
from models.reading.people import find_people
from models.reading.spine import Question
from models.store.units import Actor, Store
from models.work import consultations, dossiers, merging
from tests.makers import DAY, make_draft, make_office, member


@pytest.fixture
def office(store: Store) -> dict[str, Actor]:
    """The office of these tests."""
    return make_office(store)


def _same(a: Draft, b: Draft) -> None:
    assert a.values == b.values
    assert a.rows == b.rows


@pytest.mark.parametrize("kind", list(kinds()))
def test_what_was_lodged_comes_back_as_it_was(store: Store, office: dict[str, Actor], kind: str) -> None:
    with clock.at(DAY):
        draft = make_draft(kind, contact="  Anh  Bảo\u00a0  ", purpose="Dòng một\nDòng hai")
        lodged = dossiers.lodge(store, draft, by=office["officer"])
        with store.reading() as read:
            back = draft_of(read, lodged.dossier_id)
            assert dossier_id_of(read, lodged.reference) == lodged.dossier_id
        wanted = canonical(draft)
        for row, stored in zip(wanted.rows["members"], back.rows["members"], strict=True):
            assert stored["person_id"] is not None
            row["person_id"] = stored["person_id"]
        wanted.values["requester_id"] = back.values["requester_id"]
        _same(back, wanted)
        assert back.base_version == lodged.version
        _same(canonical(back), back)


def test_references_count_by_kind_and_year(store: Store, office: dict[str, Actor]) -> None:
    officer = office["officer"]
    with clock.at(DAY):
        got = [
            dossiers.lodge(store, make_draft(k), by=officer).reference
            for k in ("outgoing_official", "incoming", "outgoing_official")
        ]
    with clock.at(date(2019, 1, 4)):
        got.append(dossiers.lodge(store, make_draft(received_on=date(2019, 1, 3)), by=officer).reference)
    assert got == ["ĐR-2018-001", "ĐV-2018-001", "ĐR-2018-002", "ĐR-2019-001"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"received_on": "31/02/2018"}, "draft_has_problems"),
        ({"content_flags": ["border", "secret"]}, "secret_refused"),
        ({"title": ""}, "draft_has_problems"),
        ({"title": "T" * 301}, "draft_has_problems"),
        ({"purpose": "Tài liệu tuyệt mật"}, "draft_has_problems"),
        ({"urgency": "never heard of"}, "draft_has_problems"),
    ],
)
def test_what_cannot_be_right_is_refused_whole(
    sqlite_store: Store, change: dict[str, Any], code: str
) -> None:
    with clock.at(DAY):
        officer = make_office(sqlite_store)["officer"]
        draft = make_draft()
        draft.values |= change
        with pytest.raises(OfficeError) as refused:
            dossiers.lodge(sqlite_store, draft, by=officer)
        assert refused.value.code == code and str(refused.value)
        with sqlite_store.reading() as read:
            assert len(DOSSIERS.spine(read, Question("dossiers"))) == 0
            assert find_people(read, "Đàm") == ()


def test_missing_things_may_be_asked_for_later(sqlite_store: Store) -> None:
    with clock.at(DAY):
        officer = make_office(sqlite_store)["officer"]
        lodged = dossiers.lodge(
            sqlite_store, make_draft(host_name="", purpose="", rows={"members": []}), by=officer
        )
        with sqlite_store.reading() as read:
            assert DOSSIERS.rows(read, [lodged.dossier_id])[lodged.dossier_id].member_count == 0


def test_people_are_matched_and_learn_newer_passports(store: Store, office: dict[str, Actor]) -> None:
    officer = office["officer"]
    with clock.at(DAY):
        dossiers.lodge(store, make_draft(members=[member("Đàm Thị Hoa", role="head")]), by=officer)
        with store.reading() as read:
            (known,) = find_people(read, "hoa dam")
        renewed = member(
            "ĐÀM THỊ HOA".title(),
            role="head",
            passport_number="S9000001",
            passport_expires_on="2028-01-01",
            position="Trưởng phòng",
        )
        older = member(
            "Đàm Thị Hoa", role="head", passport_number="S1", passport_expires_on="2019-01-01", position=""
        )
        dossiers.lodge(store, make_draft(members=[renewed]), by=officer)
        dossiers.lodge(store, make_draft(members=[older]), by=officer)
        with store.reading() as read:
            (again,) = find_people(read, "dam hoa")
        assert again.id == known.id
        assert (again.passport_number, again.position) == ("S9000001", "Trưởng phòng")
        assert again.trips_this_year == 3
        # Another person of the same name, born on another day, is another person.
        dossiers.lodge(
            store,
            make_draft(
                members=[member("Đàm Thị Hoa", role="head", born_on="1991-01-01", passport_number="S77")]
            ),
            by=officer,
        )
        with store.reading() as read:
            assert len(find_people(read, "dam hoa")) == 2


def test_a_draft_saves_itself_and_belongs_to_its_writer(store: Store, office: dict[str, Actor]) -> None:
    officer, other = office["officer"], office["all"]
    draft = make_draft(title="Bản nháp")
    dossiers.save_draft(store, draft, by=officer)
    draft.values["received_on"] = "ba mươi"
    dossiers.save_draft(store, draft, by=officer)
    with store.reading() as read:
        assert saved_draft(read, draft.key) == draft
        assert [d.title for d in drafts_of(read, officer.user_id or 0)] == ["Bản nháp"]
        assert journal(read, act="save_draft") == ()
    with pytest.raises(OfficeError) as refused:
        dossiers.save_draft(store, draft, by=other)
    assert refused.value.code == "not_your_draft"
    dossiers.discard_draft(store, draft.key, by=other)
    with store.reading() as read:
        assert saved_draft(read, draft.key) is not None
    dossiers.discard_draft(store, draft.key, by=officer)
    with store.reading() as read:
        assert saved_draft(read, draft.key) is None


def test_saving_a_draft_is_quick(sqlite_store: Store) -> None:
    officer = make_office(sqlite_store)["officer"]
    draft = make_draft(members=[member(f"Người Thứ {n}") for n in range(20)])
    took: list[float] = []
    for n in range(30):
        draft.values["title"] = f"Đoàn {n}"
        start = time.process_time()
        dossiers.save_draft(sqlite_store, draft, by=officer)
        took.append(time.process_time() - start)
    assert median(took) < 0.005


class TestTwoPeople:
    """Two people change one dossier."""

    @pytest.fixture
    def dossier(self, store: Store, office: dict[str, Actor]) -> int:
        with clock.at(DAY):
            people = [member("Đàm Thị Hoa", role="head"), member("Lục Văn Bảo")]
            return dossiers.lodge(store, make_draft(members=people), by=office["officer"]).dossier_id

    def _open(self, store: Store, dossier: int) -> Draft:
        with store.reading() as read:
            return draft_of(read, dossier)

    def test_different_fields_are_merged(self, store: Store, office: dict[str, Actor], dossier: int) -> None:
        with clock.at(DAY):
            mine, theirs = self._open(store, dossier), self._open(store, dossier)
            theirs.values["title"] = "Đoàn của người kia"
            theirs.rows["members"].append(canonical_member("Nông Văn Tài"))
            first = dossiers.amend(store, theirs, by=office["officer"])
            mine.values["host_address"] = "Phố cổ"
            mine.rows["members"][1]["position"] = "Chuyên viên chính"
            second = dossiers.amend(store, mine, by=office["all"])
            assert first.is_saved and second.is_saved and second.version > first.version
            now = self._open(store, dossier)
            assert now.values["title"] == "Đoàn của người kia" and now.values["host_address"] == "Phố cổ"
            assert [r["full_name"] for r in now.rows["members"]] == [
                "Đàm Thị Hoa",
                "Lục Văn Bảo",
                "Nông Văn Tài",
            ]
            assert now.rows["members"][1]["position"] == "Chuyên viên chính"

    def test_a_true_conflict_shows_both_and_writes_nothing(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        with clock.at(DAY):
            mine, theirs = self._open(store, dossier), self._open(store, dossier)
            theirs.values["title"] = "Tên của họ"
            dossiers.amend(store, theirs, by=office["officer"])
            mine.values["title"] = "Tên của tôi"
            mine.values["host_address"] = "Không được mất"
            clash = dossiers.amend(store, mine, by=office["all"])
            assert not clash.is_saved
            assert [(c.path, c.theirs, c.mine) for c in clash.conflicts] == [
                ("title", "Tên của họ", "Tên của tôi")
            ]
            assert clash.draft.values["host_address"] == "Không được mất"
            assert self._open(store, dossier).values["title"] == "Tên của họ"
            settled = clash.draft
            settled.base_version = clash.version
            assert dossiers.amend(store, settled, by=office["all"]).is_saved
            assert self._open(store, dossier).values["title"] == "Tên của tôi"

    def test_saving_what_did_not_change_writes_nothing(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        with clock.at(DAY):
            shown = self._open(store, dossier)
            kept = dossiers.amend(store, shown, by=office["officer"])
            assert kept.version == shown.base_version
            with store.reading() as read:
                assert journal(read, dossier_id=dossier, act="amend") == ()

    def test_an_opinion_recorded_meanwhile_is_kept(
        self, store: Store, office: dict[str, Actor], dossier: int
    ) -> None:
        with clock.at(DAY):
            mine = self._open(store, dossier)
            asked = consultations.ask_opinion(
                store, dossier, "police", by=office["clerk"], due_on=date(2018, 3, 9)
            )
            consultations.record_opinion(store, asked, "agreed", by=office["clerk"], number="45/CAT")
            mine.values["title"] = "Tên mới"
            assert dossiers.amend(store, mine, by=office["officer"]).is_saved
            (row,) = self._open(store, dossier).rows["consultations"]
            assert (row["answer"], row["answer_number"], row["due_on"]) == ("agreed", "45/CAT", "2018-03-09")


def canonical_member(name: str) -> Any:
    """A member's row with every column of the kind."""
    return canonical(make_draft(members=[member(name)])).rows["members"][0]


_FIELDS = ("title", "purpose", "host_name", "contact", "transport")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    theirs=st.dictionaries(st.sampled_from(_FIELDS), st.sampled_from(["Một", "Hai", "Ba"]), min_size=1),
    mine=st.dictionaries(st.sampled_from(_FIELDS), st.sampled_from(["Một", "Hai", "Ba"]), min_size=1),
)
def test_no_word_is_lost_between_two(
    sqlite_store: Store, theirs: dict[str, str], mine: dict[str, str]
) -> None:
    with clock.at(DAY):
        with sqlite_store.reading() as read:
            known = dossier_id_of(read, "ĐR-2018-001")
        by = Actor(None, "Người thử", frozenset(kinds_roles()))
        dossier = known or dossiers.lodge(sqlite_store, make_draft(), by=by).dossier_id
        with sqlite_store.reading() as read:
            base = draft_of(read, dossier)
        a, b = base.copy(), base.copy()
        a.values |= theirs
        b.values |= mine
        assert dossiers.amend(sqlite_store, a, by=by).is_saved
        result = dossiers.amend(sqlite_store, b, by=by)
        clash = {
            f
            for f in mine
            if f in theirs
            and theirs[f] != base.values[f]
            and mine[f] != base.values[f]
            and mine[f] != theirs[f]
        }
        assert {c.path for c in result.conflicts} == clash
        for field in _FIELDS:
            wanted = mine.get(field, base.values[field])
            expected = wanted if wanted != base.values[field] else theirs.get(field, base.values[field])
            assert result.draft.values[field] == expected


def kinds_roles() -> list[Any]:
    """Every role."""
    from models.catalogue.workflows import Role

    return list(Role)


def test_merging_rows_keeps_what_either_added_and_drops_what_either_removed() -> None:
    def laid_out(*names: str, **more: Any) -> merging.Flat:
        return merging.flat(
            Draft(
                "outgoing_official",
                {},
                {"members": [{"full_name": n, "note": more.get(n, "")} for n in names]},
            )
        )

    base = laid_out("An", "Bình", "Chi")
    merged, conflicts = merging.merge(
        base, laid_out("An", "Chi", "Dung"), laid_out("Em", "An", "Bình", "Chi", An="ghi")
    )
    rows = merging.unflat(merged, Draft("outgoing_official")).rows["members"]
    assert [r["full_name"] for r in rows] == ["Em", "An", "Chi", "Dung"]
    assert rows[1]["note"] == "ghi" and conflicts == ()
    merged, conflicts = merging.merge(base, laid_out("An", "Chi"), laid_out("An", "Bình", "Chi", Bình="ghi"))
    assert [c.path for c in conflicts] == ["members.binh.note"]


def test_attachments_and_papers(store: Store, office: dict[str, Actor], tmp_path: Path) -> None:
    officer = office["officer"]
    scan = tmp_path / "Thư mời.pdf"
    scan.write_bytes(b"%PDF thu moi")
    with clock.at(DAY):
        kept = dossiers.keep_file(store, scan, by=officer)
        draft = make_draft()
        draft.rows["papers"][0] |= {"file_name": kept.name, "sha256": kept.sha256}
        lodged = dossiers.lodge(store, draft, by=officer)
        dossiers.add_attachment(store, lodged.dossier_id, scan, by=office["clerk"], paper="invitation")
        dossiers.check_paper(
            store, lodged.dossier_id, "invitation", "expired", by=officer, dated_on=date(2017, 1, 1)
        )
        with store.reading() as read:
            picture = overview(read, lodged.dossier_id)
            assert picture is not None
            assert [(f.paper, f.name, f.size) for f in picture.files] == [
                ("request", "Thư mời.pdf", 12),
                ("invitation", "Thư mời.pdf", 12),
            ]
            assert store.vault.get(picture.files[0].sha256) == b"%PDF thu moi"
            assert next(p for p in picture.papers if p.code == "invitation").state == "expired"
        scan.unlink()
        for act in (
            lambda: dossiers.keep_file(store, scan, by=officer),
            lambda: dossiers.add_attachment(store, lodged.dossier_id, scan, by=officer),
        ):
            with pytest.raises(OfficeError) as gone:
                act()
            assert gone.value.code == "file_gone" and "Thư mời.pdf" in str(gone.value)


def test_a_dossier_past_appraisal_is_not_changed(store: Store, office: dict[str, Actor]) -> None:
    from models.work import review

    with clock.at(DAY):
        lodged = dossiers.lodge(store, make_draft(), by=office["officer"])
        review.advance(store, lodged.dossier_id, "accept", by=office["officer"])
        review.advance(store, lodged.dossier_id, "forward", by=office["officer"])
        with store.reading() as read:
            shown = draft_of(read, lodged.dossier_id)
        shown.values["title"] = "Quá muộn"
        with pytest.raises(OfficeError) as refused:
            dossiers.amend(store, shown, by=office["officer"])
        assert refused.value.code == "past_changing"


def test_another_user_reading_meanwhile_sees_whole_dossiers(sqlite_store: Store) -> None:
    """Changing rewrites rows; a reader beside it never sees half of them."""
    with clock.at(DAY):
        officer = make_office(sqlite_store)["officer"]
        people = [member(f"Người Thứ {n}", passport_number=f"S{n:07d}") for n in range(5)]
        lodged = dossiers.lodge(sqlite_store, make_draft(members=people), by=officer)
        with sqlite_store.reading() as before:
            assert len(draft_of(before, lodged.dossier_id).rows["members"]) == 5
            changed = draft_of(before, lodged.dossier_id)
            changed.rows["members"] = changed.rows["members"][:2]
            dossiers.amend(sqlite_store, changed, by=officer)
            assert len(draft_of(before, lodged.dossier_id).rows["members"]) == 5
        with sqlite_store.reading() as after:
            assert len(draft_of(after, lodged.dossier_id).rows["members"]) == 2
