"""Each rule broken alone on a paper that is right otherwise: it is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from models.linting.linter import lint
from models.linting.rules import judged, table
from resources import i18n
from tests.linting import drawing
from tests.linting.drawing import Draft, Para, draw

Break = Callable[[Draft], None]
LETTER, DECISION, SUBMISSION = drawing.official_letter, drawing.decision, drawing.submission


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    i18n.install("vi")


def found(draft: Draft) -> list[tuple[str, str]]:
    """Rule and component of every deviation."""
    components = table()["component"]
    labels = {
        str(components[name]["label"]["vi"]): name for name in reversed(components)
    }  # first of the same name
    return sorted({(d.rule, labels[d.component]) for d in lint(draw(draft)).deviations})


@pytest.mark.parametrize("make", [LETTER, DECISION, SUBMISSION])
def test_a_right_paper_has_no_deviation(make: Callable[[], Draft]) -> None:
    report = lint(draw(make()))
    assert [d.says for d in report.deviations] == []
    assert report.pages >= 1 and {"nation", "motto", "signatory"} <= {c.name for c in report.components}


def part(name: str, **changes: object) -> Break:
    def breaking(draft: Draft) -> None:
        draft.parts[name] = replace(draft.parts[name], **changes)  # type: ignore[arg-type]

    return breaking


def without(*names: str) -> Break:
    def breaking(draft: Draft) -> None:
        for name in names:
            del draft.parts[name]

    return breaking


def line(name: str, **changes: object) -> Break:
    def breaking(draft: Draft) -> None:
        draft.rules[name] = replace(draft.rules[name], **changes)  # type: ignore[arg-type]

    return breaking


def whole(**changes: object) -> Break:
    def breaking(draft: Draft) -> None:
        for name, value in changes.items():
            setattr(draft, name, value)

    return breaking


def para(index: int, **changes: object) -> Break:
    def breaking(draft: Draft) -> None:
        draft.body[index] = replace(draft.body[index], **changes)  # type: ignore[arg-type]

    return breaking


def basis(index: int, **changes: object) -> Break:
    def breaking(draft: Draft) -> None:
        draft.bases[index] = replace(draft.bases[index], **changes)  # type: ignore[arg-type]

    return breaking


def annex_line(index: int, text: str | None = None, size: float = 14, face: str = "B") -> Break:
    def breaking(draft: Draft) -> None:
        head, _body = draft.annexes[0]
        head[index] = (text or head[index][0], size, face)

    return breaking


def without_reference(draft: Draft) -> None:
    head, _body = draft.annexes[0]
    del head[2:]


def two_annexes(first: str, second: str) -> Break:
    def breaking(draft: Draft) -> None:
        draft.annexes = [drawing.annex(first), drawing.annex(second)]

    return breaking


def long_body(bottom: float) -> Break:
    def breaking(draft: Draft) -> None:
        draft.bottom = bottom
        draft.body[1:-1] = [Para(f"{n}. {drawing.SENTENCE}") for n in range(1, 40)]

    return breaking


def head_in_the_middle(draft: Draft) -> None:
    draft.parts["governing"].lines = ["UBND TỈNH"]
    for name in ("governing", "issuer", "number", "about"):
        draft.parts[name].dx = -40
    for name in ("nation", "motto", "date"):
        draft.parts[name].dx = -105


def titled_letter(draft: Draft) -> None:
    draft.parts["title"] = drawing.Part(["CÔNG VĂN"], 14, "B")


STYLES: list[tuple[Callable[[], Draft], str, str, dict[str, object]]] = [
    (LETTER, "nation", "size", {"size": 14}),
    (LETTER, "nation", "weight", {"face": "R"}),
    (LETTER, "nation", "slant", {"face": "BI"}),
    (LETTER, "nation", "case", {"lines": ["Cộng hòa xã hội chủ nghĩa Việt Nam"]}),
    (LETTER, "motto", "size", {"size": 15}),
    (LETTER, "motto", "weight", {"face": "R"}),
    (LETTER, "motto", "slant", {"face": "BI"}),
    (LETTER, "motto", "case", {"lines": ["ĐỘC LẬP - TỰ DO - HẠNH PHÚC"]}),
    (LETTER, "governing", "size", {"size": 14}),
    (LETTER, "governing", "weight", {"face": "B"}),
    (LETTER, "governing", "slant", {"face": "I"}),
    (LETTER, "governing", "case", {"lines": ["UBND tỉnh Cao Bằng"]}),
    (LETTER, "issuer", "size", {"size": 11}),
    (LETTER, "issuer", "weight", {"face": "R"}),
    (LETTER, "issuer", "slant", {"face": "BI"}),
    (LETTER, "issuer", "case", {"lines": ["Sở Ngoại vụ"]}),
    (LETTER, "number", "size", {"size": 14}),
    (LETTER, "number", "weight", {"face": "B"}),
    (LETTER, "number", "slant", {"face": "I:R"}),
    (LETTER, "place_date", "size", {"size": 12}),
    (LETTER, "place_date", "weight", {"face": "BI"}),
    (LETTER, "place_date", "slant", {"face": "R"}),
    (LETTER, "about", "size", {"size": 14}),
    (LETTER, "about", "slant", {"face": "I"}),
    (LETTER, "about", "weight", {"face": "B"}),
    (LETTER, "about", "case", {"lines": ["V/V BÁO CÁO KẾT QUẢ"]}),
    (DECISION, "title", "size", {"size": 16}),
    (DECISION, "title", "weight", {"face": "R"}),
    (DECISION, "title", "slant", {"face": "BI"}),
    (DECISION, "title", "case", {"lines": ["Quyết định"]}),
    (DECISION, "title", "centred", {"dx": -30}),
    (DECISION, "subject", "size", {"size": 12}),
    (DECISION, "subject", "weight", {"face": "R"}),
    (DECISION, "subject", "slant", {"face": "BI"}),
    (DECISION, "subject", "case", {"lines": ["VỀ VIỆC CỬ ĐOÀN CÔNG TÁC ĐI KHẢO SÁT"]}),
    (DECISION, "authority", "weight", {"face": "R"}),
    (DECISION, "enacting", "weight", {"face": "R"}),
    (DECISION, "enacting", "size", {"size": 16}),
    (LETTER, "addressee_label", "size", {"size": 12}),
    (LETTER, "addressee_label", "slant", {"face": "I"}),
    (LETTER, "addressee_label", "weight", {"face": "B"}),
    (LETTER, "addressees", "size", {"size": 12}),
    (LETTER, "addressees", "slant", {"face": "I"}),
    (LETTER, "capacity", "size", {"size": 12}),
    (LETTER, "capacity", "weight", {"face": "R"}),
    (LETTER, "capacity", "case", {"lines": ["Phó Giám đốc"]}),
    (LETTER, "signatory", "size", {"size": 12}),
    (LETTER, "signatory", "weight", {"face": "R"}),
    (LETTER, "signatory", "slant", {"face": "BI"}),
    (LETTER, "signatory", "case", {"lines": ["NÔNG VĂN MẪU"]}),
    (LETTER, "recipients_label", "size", {"size": 14}),
    (LETTER, "recipients_label", "weight", {"face": "I"}),
    (LETTER, "recipients_label", "slant", {"face": "B"}),
    (LETTER, "recipients", "size", {"size": 14}),
    (LETTER, "recipients", "slant", {"face": "I"}),
    (LETTER, "recipients", "weight", {"face": "B"}),
]


@pytest.mark.parametrize(
    ("make", "component", "rule", "changes"),
    STYLES,
    ids=[f"{c}-{r}-{n}" for n, (_m, c, r, _x) in enumerate(STYLES)],
)
def test_type_of_each_component(
    make: Callable[[], Draft], component: str, rule: str, changes: dict[str, object]
) -> None:
    draft = make()
    part({"place_date": "date"}.get(component, component), **changes)(draft)
    assert found(draft) == [(rule, component)]


def date(text: str) -> Break:
    return part("date", lines=[text])


def number(text: str) -> Break:
    return part("number", lines=[text])


OTHERS: list[tuple[str, str, Callable[[], Draft], Break]] = [
    ("paper_size", "paper", LETTER, whole(width=216, height=279)),
    ("margin_left", "paper", LETTER, whole(left=20)),
    ("margin_left", "paper", LETTER, whole(left=38)),
    ("margin_right", "paper", LETTER, whole(right=10)),
    ("margin_right", "paper", LETTER, whole(right=25)),
    ("margin_top", "paper", LETTER, whole(top=15)),
    ("margin_top", "paper", LETTER, whole(top=30)),
    ("margin_bottom", "paper", LETTER, long_body(15)),
    ("margin_bottom", "paper", LETTER, long_body(45)),
    ("typeface", "font", LETTER, whole(family="OtherSans")),
    ("old_code", "font", LETTER, whole(family=".VnTime")),
    ("orientation", "paper", LETTER, whole(width=297, height=210)),
    ("font_embedded", "font", LETTER, whole(page_number_font="Times-Roman")),
    ("colour", "font", LETTER, part("signatory", colour="#0000ff")),
    ("page_number_missing", "page_number", LETTER, whole(page_number=None)),
    ("page_number_first", "page_number", LETTER, whole(page_number_on_first=True)),
    ("page_number_place", "page_number", LETTER, whole(page_number_at="foot")),
    ("page_number_place", "page_number", LETTER, whole(page_number_dx=200)),
    ("page_number_value", "page_number", LETTER, whole(page_number="{next}")),
    ("page_number_form", "page_number", LETTER, whole(page_number="- {n} -")),
    ("size", "page_number", LETTER, whole(page_number_size=10)),
    ("slant", "page_number", LETTER, whole(page_number_face="I")),
    ("missing", "nation", LETTER, without("nation")),
    ("missing", "motto", LETTER, without("motto")),
    ("missing", "number", SUBMISSION, without("number")),
    ("missing", "place_date", LETTER, without("date")),
    ("missing", "about", LETTER, without("about")),
    ("missing", "signatory", LETTER, without("signatory")),
    ("missing", "addressee_label", LETTER, without("addressee_label", "addressees")),
    ("missing", "title", DECISION, without("title", "subject")),
    ("nation_words", "nation", LETTER, part("nation", lines=["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM."])),
    ("nation_place", "nation", LETTER, head_in_the_middle),
    ("motto_words", "motto", LETTER, part("motto", lines=["Độc lập – Tự do – Hạnh phúc"])),
    ("motto_words", "motto", LETTER, part("motto", lines=["Độc lập-Tự do-Hạnh phúc"])),
    ("motto_words", "motto", LETTER, part("motto", lines=["Độc lập - tự do - hạnh phúc"])),
    ("motto_place", "motto", LETTER, part("motto", dx=-25)),
    ("motto_spacing", "motto", LETTER, whole(motto_gap=2.2)),
    ("motto_rule", "motto", LETTER, line("motto", length=None)),
    ("motto_rule_length", "motto", LETTER, line("motto", length=0.5)),
    ("motto_rule_length", "motto", LETTER, line("motto", length=1.3)),
    ("rule_solid", "motto", LETTER, line("motto", dash=True)),
    ("issuer_rule", "issuer", LETTER, line("issuer", length=None)),
    ("issuer_rule_length", "issuer", LETTER, line("issuer", length=1.0)),
    ("issuer_rule_length", "issuer", LETTER, line("issuer", length=0.2)),
    ("issuer_rule_centre", "issuer", LETTER, line("issuer", dx=15)),
    ("rule_solid", "issuer", LETTER, line("issuer", dash=True)),
    ("subject_rule", "subject", DECISION, line("subject", length=None)),
    ("subject_rule_length", "subject", DECISION, line("subject", length=0.7)),
    ("subject_rule_length", "subject", DECISION, line("subject", length=0.2)),
    ("subject_rule_centre", "subject", DECISION, line("subject", dx=20)),
    ("rule_solid", "subject", DECISION, line("subject", dash=True)),
    ("issuer_centred", "issuer", LETTER, part("governing", dx=-20)),
    ("number_form", "number", LETTER, number("Số 05/SNgV-NVLS")),
    ("number_form", "number", LETTER, number("Số: 05 / SNgV-NVLS")),
    ("number_form", "number", LETTER, number("Số: 05/SNgV - NVLS")),
    ("number_form", "number", LETTER, number("Số: 05/sngv-nvls")),
    ("number_padding", "number", LETTER, number("Số: 5/SNgV-NVLS")),
    ("number_symbol", "number", SUBMISSION, number("Số: 45/BC-SNgV")),
    ("number_place", "number", SUBMISSION, part("number", dx=-25)),
    ("date_level", "place_date", LETTER, part("date", dy=-6)),
    ("date_place", "place_date", LETTER, part("date", dx=25)),
    ("place_missing", "place_date", LETTER, date("ngày 05 tháng 9 năm 2018")),
    ("date_form", "place_date", LETTER, date("Cao Bằng ngày 05 tháng 9 năm 2018")),
    ("date_form", "place_date", LETTER, date("Cao Bằng, ngày 05 tháng 9 năm 201")),
    ("date_zero", "place_date", LETTER, date("Cao Bằng, ngày 5 tháng 9 năm 2018")),
    ("date_zero", "place_date", LETTER, date("Cao Bằng, ngày 15 tháng 09 năm 2018")),
    ("date_zero", "place_date", LETTER, date("Cao Bằng, ngày 15 tháng 2 năm 2018")),
    ("date_twice", "place_date", LETTER, whole(date_again="Cao Bằng, ngày 05 tháng 9 năm 2018")),
    ("sizes_together", "nation", LETTER, part("nation", size=13)),
    ("title_of_letter", "title", LETTER, titled_letter),
    ("about_gap", "about", LETTER, whole(about_gap=20)),
    ("about_place", "about", LETTER, part("about", dx=-20)),
    ("about_words", "about", LETTER, part("about", lines=["Về việc báo cáo kết quả", "công tác nước ngoài"])),
    ("slant", "bases", DECISION, basis(0, face="R")),
    ("size", "bases", DECISION, basis(0, size=12)),
    ("bases_ends", "bases", DECISION, basis(0, text="Căn cứ Luật Tổ chức chính quyền địa phương.")),
    ("bases_ends", "bases", DECISION, basis(2, text="Theo đề nghị của Giám đốc Sở Ngoại vụ;")),
    ("addressee_colon", "addressee_label", SUBMISSION, part("addressee_label", lines=["Kính gửi Ủy ban nhân dân tỉnh"])),
    ("addressees_form", "addressees", LETTER, part("addressees", lines=["- Công an tỉnh."])),
    ("addressees_form", "addressees", LETTER, part("addressees", lines=["- Công an tỉnh.", "- Sở Tài chính."])),
    ("addressees_form", "addressees", LETTER, part("addressees", lines=["- Công an tỉnh;", "- Sở Tài chính;"])),
    ("addressees_form", "addressees", LETTER, part("addressees", lines=["- Công an tỉnh;", "Sở Tài chính."])),
    ("addressees_place", "addressees", LETTER, part("addressees", dx=25)),
    ("body_justified", "body_text", LETTER, whole(justified=False)),
    ("body_indent", "body_text", LETTER, whole(indent=6)),
    ("body_indent", "body_text", LETTER, whole(indent=20)),
    ("body_indent", "body_text", LETTER, para(2, indent=0)),
    ("paragraph_gap", "body_text", LETTER, whole(gap=2)),
    ("line_pitch", "body_text", LETTER, whole(pitch=1.02)),
    ("line_pitch", "body_text", LETTER, whole(pitch=2.0)),
    ("size", "body_text", LETTER, para(0, size=12)),
    ("size", "body_clause", LETTER, para(2, size=15)),
    ("slant", "body_text", LETTER, para(0, face="I")),
    ("slant", "body_point", LETTER, para(5, face="I")),
    ("article_number", "body_article", DECISION, para(5, bold=0)),
    ("article_form", "body_article", DECISION, para(5, text="Điều 2: " + drawing.SENTENCE)),
    ("article_form", "body_article", DECISION, para(5, text="ĐIỀU 2. " + drawing.SENTENCE)),
    ("order", "body_article", DECISION, para(5, text="Điều 3. " + drawing.SENTENCE)),
    ("order", "body_point", LETTER, para(8, text="e) " + drawing.SENTENCE)),
    ("order", "body_point", LETTER, para(9, text="f) " + drawing.SENTENCE)),
    ("part_numeral", "body_part", SUBMISSION, para(3, text="Phần 2")),
    ("weight", "body_part", SUBMISSION, para(0, bold=0)),
    ("weight", "body_part_title", SUBMISSION, para(1, bold=0)),
    ("case", "body_part_title", SUBMISSION, para(1, text="Tình hình")),
    ("end_mark", "end_mark", LETTER, para(-1, text="Trân trọng cảm ơn sự phối hợp của Quý cơ quan.")),
    ("signature_alone", "signature", LETTER, whole(signature_alone=True)),
    ("signature_split", "signature", LETTER, whole(sign_break=True)),
    ("capacity_form", "capacity", LETTER, part("capacity", lines=["K/T GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"])),
    ("capacity_form", "capacity", LETTER, part("capacity", lines=["TM ỦY BAN NHÂN DÂN", "CHỦ TỊCH"])),
    ("signatory_titles", "signatory", LETTER, part("signatory", lines=["TS. Nông Văn Mẫu"])),
    ("signatory_place", "signatory", LETTER, part("signatory", dx=30)),
    ("recipients_words", "recipients_label", LETTER, part("recipients_label", lines=["Nơi nhận"])),
    ("recipients_place", "recipients_label", LETTER, part("recipients_label", dx=12)),
    ("recipients_place", "recipients_label", LETTER, part("recipients_label", dy=-9)),
    ("recipients_form", "recipients", LETTER, part("recipients", lines=["- Như trên.", "- Lưu: VT."])),
    ("recipients_form", "recipients", LETTER, part("recipients", lines=["Như trên;", "- Lưu: VT."])),
    ("recipients_form", "recipients", LETTER, part("recipients", lines=["- Như trên;", "- Lưu: VT"])),
    ("recipients_filing", "recipients", LETTER, part("recipients", lines=["- Như trên;", "- Sở Tài chính."])),
    ("recipients_as_above", "recipients", LETTER, part("recipients", lines=["- UBND tỉnh;", "- Lưu: VT."])),
    ("urgency_frame", "urgency", LETTER, whole(urgency=("KHẨN", 30, 12, "#e00000"))),
    ("urgency_colour", "urgency", LETTER, whole(urgency=("KHẨN", 20, 8, "#000000"))),
    ("circulation_frame", "circulation", LETTER, whole(circulation=("LƯU HÀNH NỘI BỘ", False))),
    ("size", "contact", LETTER, whole(contact=["Số 1, phố Mẫu, Cao Bằng; ĐT: 0206 0000 000"], contact_size=10)),
    ("size", "annex_label", DECISION, annex_line(0, size=12)),
    ("case", "annex_label", DECISION, annex_line(0, text="PHỤ LỤC")),
    ("weight", "annex_label", DECISION, annex_line(0, face="R")),
    ("case", "annex_title", DECISION, annex_line(1, text="Danh sách đoàn công tác")),
    ("weight", "annex_title", DECISION, annex_line(1, face="R")),
    ("annex_numeral", "annex", DECISION, two_annexes("Phụ lục I", "Phụ lục 2")),
    ("annex_numeral", "annex", DECISION, two_annexes("Phụ lục", "Phụ lục II")),
    ("annex_mentioned", "annex", DECISION, para(0, text="Điều 1. Cử đoàn công tác đi khảo sát, cụ thể như sau:")),
    ("annex_reference", "annex_reference", DECISION, without_reference),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "component", "make", "breaking"),
    OTHERS,
    ids=[f"{r}-{n}" for n, (r, _c, _m, _b) in enumerate(OTHERS)],
)
def test_each_rule_broken_alone(
    rule: str, component: str, make: Callable[[], Draft], breaking: Break
) -> None:
    draft = make()
    breaking(draft)
    assert found(draft) == [(rule, component)]


def test_every_rule_has_a_judge_and_a_planted_fault() -> None:
    assert judged() == frozenset(table()["rule"])
    planted = {rule for rule, *_rest in OTHERS} | {rule for _m, _c, rule, _x in STYLES}
    assert judged() == planted


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_deviation_speaks_both_languages(language: str) -> None:
    i18n.install(language)
    draft = LETTER()
    part("nation", size=14.5)(draft)
    (deviation,) = lint(draw(draft)).deviations
    assert deviation.found == ("14,5" if language == "vi" else "14.5") and deviation.expected == "12–13"
    assert deviation.clause == "Phụ lục I, Phần I, mục II, khoản 1, điểm a"
    assert deviation.page == 1 and deviation.box is not None
    assert deviation.says.endswith(".") and "{" not in deviation.says
    i18n.install("vi")


def test_right_variants_raise_no_alarm() -> None:
    for make, change in (
        (LETTER, number("Số: /SNgV-NVLS")),
        (LETTER, number("Số: ....../SNgV-NVLS")),
        (LETTER, date("Cao Bằng, ngày … tháng … năm 2018")),
        (LETTER, date("Cao Bằng, ngày      tháng      năm 2018")),
        (LETTER, date("Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019")),
        (LETTER, whole(left=35, right=20, top=25, bottom=25, indent=10, pitch=1.7)),
        (LETTER, whole(left=30, right=15, pitch=1.15, gap=12)),
        (LETTER, part("nation", lines=["CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"])),
        (LETTER, whole(urgency=("THƯỢNG KHẨN", 40, 8, "#e00000"))),
        (LETTER, whole(urgency=("HOẢ TỐC", 30, 8, "#e00000"))),
        (LETTER, whole(circulation=("LƯU HÀNH NỘI BỘ", True))),
        (LETTER, whole(contact=["Số 1, phố Mẫu, Cao Bằng; ĐT: 0206 0000 000"])),
        (LETTER, lambda d: d.parts.update(drafter=drawing.Part(["PL.(300)"], 11))),
        (DECISION, two_annexes("Phụ lục I", "Phụ lục II")),
    ):
        draft = make()
        change(draft)
        assert [d.says for d in lint(draw(draft)).deviations] == []


def test_many_paragraphs_on_many_pages() -> None:
    draft = LETTER()
    draft.body[1:-1] = [Para(f"{n}. {drawing.SENTENCE}") for n in range(1, 60)]
    report = lint(draw(draft))
    assert report.pages > 5 and not report.deviations
