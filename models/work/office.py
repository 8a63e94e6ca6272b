"""Acts on the office itself: its settings by date, and its registers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from models import clock
from models.errors import OfficeError
from models.records import Register, Setting
from models.settings import SETTINGS, Kept, checked, office_settings
from models.store.units import Actor, Reading, Store, Topic
from models.text import squeeze
from models.work.rights import require

SAMPLE_DAY = "sample.today"  # kept by the sample office alone: the day at which its invented year stands


def sample_day(read: Reading) -> date | None:
    """The day at which a sample office stands; None in every real office."""
    kept = read.session.scalar(select(Setting.value).where(Setting.name == SAMPLE_DAY).limit(1))
    return date.fromisoformat(kept["value"]) if kept else None


def set_settings(
    store: Store, values: Mapping[str, Any], *, by: Actor, valid_from: date | None = None
) -> None:
    """Gives office settings new values that speak from a day on (today); what was written before keeps the old ones."""
    require(by, "set_setting")
    valid_from = valid_from or clock.today()
    clean = {name: checked(name, value) for name, value in values.items()}
    if wrong := [n for n in clean if SETTINGS[n].kept is not Kept.OFFICE]:
        raise KeyError(wrong[0])
    with store.writing(by) as w:
        now = office_settings(w, valid_from)
        changes = {n: [now[n], v] for n, v in clean.items() if now[n] != v}
        for name in changes:
            row = w.session.scalars(
                select(Setting).where(Setting.name == name, Setting.valid_from == valid_from)
            ).first()
            if row is None:
                w.session.add(Setting(name=name, valid_from=valid_from, value={"value": clean[name]}))
            else:
                row.value = {"value": clean[name]}
        if changes:
            w.note("set_setting", None, changes={**changes, "valid_from": [None, valid_from]})
            w.touched(Topic.SETTINGS)


def save_register(
    store: Store,
    code: str,
    name: str,
    *,
    by: Actor,
    is_external: bool = False,
    register_id: int | None = None,
) -> int:
    """Adds a register or renames one, and gives its id. Whose numbers it holds cannot change once any was given."""
    require(by, "save_register")
    code, name = squeeze(code), squeeze(name)
    if not code or not name:
        raise OfficeError("name_missing")
    with store.writing(by) as w:
        twin = w.session.scalars(select(Register).where(Register.code == code)).first()
        if twin is not None and twin.id != register_id:
            raise OfficeError("register_known", register=code)
        register = w.session.get(Register, register_id) if register_id is not None else None
        if register is None:
            register = Register(code=code, name=name, is_external=is_external)
            w.session.add(register)
        changes = {"name": [register.name, name]}
        register.name = name
        w.session.flush()
        w.note("save_register", register, changes=changes)
        w.touched(Topic.REGISTERS)
        return register.id
