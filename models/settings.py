"""Every setting once: its name, type, default, words, and where it is kept.

*Office* settings are rows of the store with a day from which they speak, so that an old letter finds the names of its time;
they are changed by ``models.work.office``. *Seat* settings belong to one workplace and stand in a small INI file. The
settings page, the reset and the handbook follow from ``SETTINGS``: to add a setting, add a line there.
"""

from __future__ import annotations

import configparser
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models import clock
from models.catalogue.authority import Authority, Capacity, office
from models.errors import OfficeError
from models.letters.facts import OfficeProfile, SigningAuthority
from models.records import Setting as StoredSetting
from models.store.files import replacing
from models.store.units import Reading
from models.text import squeeze
from resources.i18n import Words


class Kept(StrEnum):
    """Where a setting lives."""

    OFFICE = "office"
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. *type* is text, lines (several texts), flag, number, choice (of *choices*) or names (by capacity)."""

    name: str
    type: str
    default: Any
    label: Words
    group: str
    help: Words | None = None
    kept: Kept = Kept.OFFICE
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 10_000


def _office(
    name: str, type_: str, default: Any, vi: str, en: str, group: str, help_: Words | None = None, **more: Any
) -> Setting:
    return Setting(name, type_, default, Words(vi, en), group, help_, **more)


def _seat(name: str, type_: str, default: Any, vi: str, en: str, group: str, **more: Any) -> Setting:
    return Setting(name, type_, default, Words(vi, en), group, None, Kept.SEAT, **more)


SETTINGS: dict[str, Setting] = {
    s.name: s
    for s in (
        _office("office_name", "text", "Sở Ngoại vụ", "Tên cơ quan", "Name of the office", "office"),
        _office("office_symbol", "text", "SNgV", "Chữ viết tắt tên cơ quan", "Abbreviation of the office", "office"),
        _office("office_head", "text", "Giám đốc Sở Ngoại vụ", "Chức danh người đứng đầu", "Post of the head", "office"),
        _office("governing_body", "lines", [], "Cơ quan chủ quản (đầu văn bản)", "Governing body (letterhead)", "office",
                Words("Mỗi dòng in một dòng, ví dụ UBND TỈNH CAO BẰNG", "One printed line each")),
        _office("issuer", "lines", ["SỞ NGOẠI VỤ"], "Cơ quan ban hành (đầu văn bản)", "Issuer (letterhead)", "office"),
        _office("place", "text", "", "Địa danh ghi trước ngày", "Place before the date", "office"),
        _office("province", "text", "", "Tên tỉnh", "Province", "office", Words("Ví dụ: tỉnh Cao Bằng", "For example: tỉnh Cao Bằng")),
        _office("committee", "text", "", "Ủy ban nhân dân tỉnh, đủ tên", "People's committee, full name", "office"),
        _office("contact", "lines", [], "Địa chỉ, điện thoại cuối trang", "Address at the foot", "office"),
        _office("unit_name", "text", "", "Đơn vị soạn thảo", "Drafting unit", "office"),
        _office("unit_symbol", "text", "", "Chữ viết tắt đơn vị soạn thảo", "Abbreviation of the drafting unit", "office"),
        _office("signatory", "text", "director", "Ai ký văn bản của cơ quan", "Who signs the office's letters", "signing",
                Words("Một chức danh của bảng thẩm quyền: director, deputy_director, acting_director", "A capacity of the matrix of authority")),
        _office("authority", "names", {}, "Họ tên người ký theo từng chức danh", "Names of signatories by capacity", "signing"),
        _office("division_head", "text", "", "Lãnh đạo phòng", "Head of division", "signing"),
        _office("committee_issuer", "lines", ["ỦY BAN NHÂN DÂN"], "Ủy ban nhân dân (đầu văn bản)", "People's committee (letterhead)", "signing",
                Words("Mỗi dòng in một dòng, ví dụ ỦY BAN NHÂN DÂN rồi TỈNH CAO BẰNG", "One printed line each")),
        _office("committee_head", "text", "", "Chức danh người đứng đầu Ủy ban, đủ tên", "Post of the committee's head", "signing",
                Words("Ví dụ: Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng", "For example: Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng")),
        _office("committee_symbol", "text", "UBND", "Chữ viết tắt Ủy ban", "Abbreviation of the committee", "signing"),
        _office("committee_unit_symbol", "text", "NC", "Chữ viết tắt đơn vị soạn thảo của Ủy ban", "Abbreviation of the committee's drafting unit", "signing"),
        # Off at first: the decree names what stands on a page, and a code is not among it; an office that scans chooses it.
        _office("page_marks", "flag", False, "In mã vuông ở chân trang để máy quét nhận ra văn bản",
                "Print a square code in the foot of each page, so that scans find their letter", "office",
                Words("Mã nằm ngoài vùng chữ, không đổi bố cục", "It stands outside the text and moves nothing")),
        _office("letter_registers", "names", {}, "Sổ đăng ký theo loại văn bản", "Register by kind of letter", "registers",
                Words("Loại văn bản nào vào sổ nào; loại không ghi thì theo sổ có sẵn", "Which kind counts in which register; others as shipped")),
        _office("backup_days", "number", 1, "Cảnh báo khi sao lưu cũ hơn (ngày)", "Warn when the backup is older than (days)", "safety", least=1),
        _seat("locale", "choice", "vi", "Ngôn ngữ", "Language", "seat", choices=("vi", "en")),
        _seat("theme", "choice", "system", "Giao diện", "Theme", "seat", choices=("system", "light", "dark")),
        _seat("font_size", "number", 0, "Cỡ chữ (0: theo máy)", "Font size (0: the system's)", "seat", most=32),
        _seat("backup_folder", "text", "", "Nơi sao lưu", "Backup place", "seat"),
        _seat("print_offset_x", "number", 0, "Lệch ngang khi in (0,1 mm)", "Print offset across (0.1 mm)", "seat", least=-200, most=200),
        _seat("print_offset_y", "number", 0, "Lệch dọc khi in (0,1 mm)", "Print offset down (0.1 mm)", "seat", least=-200, most=200),
        _seat("scan_folder", "text", "", "Thư mục máy quét", "Scanner folder", "seat"),
    )
}  # fmt: skip


def checked(name: str, value: Any) -> Any:
    """The value as it is kept. Raises OfficeError("setting_wrong") when it is not of the setting's type."""
    spec = SETTINGS[name]
    match spec.type:
        case "text" if isinstance(value, str):
            return squeeze(value)
        case "lines" if isinstance(value, list | tuple):
            lines = [squeeze(str(x)) for x in value]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            return [x for x in lines if x]
        case "flag" if isinstance(value, bool):
            return value
        case "number" if (
            isinstance(value, int) and not isinstance(value, bool) and spec.least <= value <= spec.most
        ):
            return value
        case "choice" if value in spec.choices:
            return value
        case "names" if isinstance(value, Mapping):
            names = {str(k): squeeze(str(v)) for k, v in value.items()}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            return {k: v for k, v in names.items() if v}
        case _:
            raise OfficeError("setting_wrong", label=spec.label)


def office_settings(read: Reading, on: date | None = None) -> dict[str, Any]:
    """Every office setting as it speaks on a day (today), by name. One statement."""
    on = on or clock.today()
    values = {s.name: s.default for s in SETTINGS.values() if s.kept is Kept.OFFICE}
    stored = StoredSetting.__table__.c
    rows = read.session.connection().execute(
        select(stored.name, stored.value)
        .where(stored.valid_from <= on)
        .order_by(stored.valid_from, stored.id)
    )
    for name, value in rows:
        if name in values:
            values[name] = value["value"]
    return values


def setting_dates(read: Reading, name: str) -> tuple[tuple[date, Any], ...]:
    """The values an office setting was given with the day from which each speaks, the newest first."""
    stored = StoredSetting.__table__.c
    rows = read.session.connection().execute(
        select(stored.valid_from, stored.value).where(stored.name == name).order_by(stored.valid_from.desc())
    )
    return tuple((r.valid_from, r.value["value"]) for r in rows)


def is_furnished(values: Mapping[str, Any]) -> bool:
    """Whether the office has told who it is, as far as any letter needs it."""
    return all(
        values[n] for n in ("office_name", "office_symbol", "issuer", "place", "province", "committee")
    )


def profile_of(values: Mapping[str, Any], on: date | None = None) -> OfficeProfile:
    """The office as its letters name it on a day, from ``office_settings``."""
    return OfficeProfile(
        name=values["office_name"],
        symbol=values["office_symbol"],
        head_post=values["office_head"],
        unit_name=values["unit_name"],
        unit_symbol=values["unit_symbol"],
        place=values["place"],
        province=values["province"],
        committee=values["committee"],
        signing=_own(values, _capacity(office(on or clock.today()).capacities, values["signatory"])),
        contact=tuple(values["contact"]),
    )


def authority_of(values: Mapping[str, Any], row: Authority, capacity: str = "") -> SigningAuthority:
    """How the authority of a row of the matrix issues and signs; *capacity* is the code of another one than the regular."""
    if not row.is_external:
        return _own(values, _capacity(row.capacities, capacity or values["signatory"]))
    chosen = _capacity(row.capacities, capacity)
    return SigningAuthority(
        issuer=tuple(values["committee_issuer"]),
        body=values["committee"],
        post=values["committee_head"],
        symbol=values["committee_symbol"],
        capacity=chosen.lines,
        name=values["authority"].get(chosen.code, ""),
        unit_symbol=values["committee_unit_symbol"],
        deciding=values["committee_head"],
        register_prefix=COMMITTEE,
    )


COMMITTEE = "committee_"  # before the code of a register that the people's committee numbers


def _capacity(among: tuple[Capacity, ...], code: str) -> Capacity:
    return next((c for c in among if c.code == code), among[0])


def _own(values: Mapping[str, Any], capacity: Capacity) -> SigningAuthority:
    return SigningAuthority(
        issuer=tuple(values["issuer"]),
        body=values["office_name"],
        post=values["office_head"],
        symbol=values["office_symbol"],
        capacity=capacity.lines,
        name=values["authority"].get(capacity.code, ""),
        unit_symbol=values["unit_symbol"],
        deciding=values["office_head"],
        governing_body=tuple(values["governing_body"]),
        is_office=True,
    )


class SeatSettings:
    """The settings of one workplace, in an INI file. A damaged or missing file gives the defaults."""

    _SECTION = "seat"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = configparser.ConfigParser(interpolation=None)
        try:
            self._file.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            self._file = configparser.ConfigParser(interpolation=None)

    def get(self, name: str) -> Any:
        """The value of a seat setting; its default when there is none or it cannot be read."""
        spec = _seat_setting(name)
        text = self._file.get(self._SECTION, name, fallback=None)
        if text is None:
            return spec.default
        try:
            return checked(
                name, int(text) if spec.type == "number" else text == "1" if spec.type == "flag" else text
            )
        except (ValueError, OfficeError):
            return spec.default

    def put(self, name: str, value: Any) -> None:
        """Keeps a value at once; the file is replaced whole. Raises OfficeError for a wrong one."""
        value = checked(_seat_setting(name).name, value)
        if not self._file.has_section(self._SECTION):
            self._file.add_section(self._SECTION)
        self._file.set(self._SECTION, name, str(int(value)) if isinstance(value, bool) else str(value))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self.path) as new, new.open("w", encoding="utf-8") as out:
            self._file.write(out)


def _seat_setting(name: str) -> Setting:
    spec = SETTINGS[name]
    if spec.kept is not Kept.SEAT:
        raise KeyError(name)
    return spec
