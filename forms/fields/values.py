"""How a value of the draft is written on screen, and how what a person typed is read. Pure text, no widgets.

What cannot be read stays exactly as typed (composed, trimmed), with ``fault`` giving the sentence that says so. Dates are ISO
text in the draft and dd/MM/yyyy on screen; choices and countries are codes in the draft and words on screen.
"""

from __future__ import annotations

import re

from models import dates
from models.catalogue import lists
from models.catalogue.kinds import Field
from models.draft import Value
from models.text import fold, nfc, squeeze
from resources.i18n import _

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_YES = frozenset({"x", "1", "co", "yes", "true", "v", "✓", "dung"})
_NO = frozenset({"", "0", "khong", "no", "false", "-", "sai"})


def show_date(value: Value) -> str:
    """An ISO date as dd/MM/yyyy; anything else as it stands."""
    text = str(value or "")
    return f"{text[8:]}/{text[5:7]}/{text[:4]}" if _ISO.fullmatch(text) else text


def show_partial(value: Value) -> str:
    """A partial date as people write it: dd/MM/yyyy, MM/yyyy or yyyy."""
    text = str(value or "")
    if not _PARTIAL.fullmatch(text):
        return text
    return "/".join(reversed(text.split("-")))


def read_number(text: str) -> int | None:
    """A whole number with or without grouping (12.345.678, 12 345 678), or None."""
    bare = re.sub(r"\s", "", nfc(text))
    if re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", bare):
        bare = bare.replace(".", "").replace(",", "")
    return int(bare) if re.fullmatch(r"-?\d{1,15}", bare) and bare.isascii() else None


def show_money(value: Value) -> str:
    """Đồng grouped the Vietnamese way."""
    return (
        f"{value:,}".replace(",", ".")
        if isinstance(value, int) and not isinstance(value, bool)
        else str(value or "")
    )


def show_number(value: Value) -> str:
    """A plain number; a zero is shown."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else str(value or "")


def _code_of(list_name: str, text: str) -> str | None:
    wanted = fold(text)
    for code, item in lists.items(list_name).items():
        if wanted in (code, fold(item.label.vi), fold(item.label.en)):
            return code
    return None


def _show_choices(spec: Field, value: Value) -> str:
    codes: list[str] = value if isinstance(value, list) else [str(value)] if value else []
    return ", ".join(lists.label(spec.list, c) for c in codes)


def show(spec: Field, value: Value) -> str:
    """*value* of a field as one reads it on screen."""
    if value is None:
        return ""
    match spec.input:
        case "date":
            return show_date(value)
        case "partial_date":
            return show_partial(value)
        case "money":
            return show_money(value)
        case "number":
            return show_number(value)
        case "choice":
            return lists.label(spec.list, value)
        case "choices":
            return _show_choices(spec, value)
        case "country":
            return lists.country(str(value))
        case "flag":
            return "✓" if value is True else "" if value is False else str(value)
        case _:
            return str(value)


def _read_flag(typed: str) -> Value:
    word = fold(typed)
    return True if word in _YES else False if word in _NO else typed


def _read_choices(spec: Field, typed: str) -> Value:
    return [_code_of(spec.list, part) or part.strip() for part in typed.split(",") if part.strip()]


def read(spec: Field, text: str) -> Value:
    """What a person typed or pasted into a field, typed where it can be read, else as typed."""
    typed = nfc(text).strip()
    if spec.input != "text":
        typed = squeeze(typed)
    if spec.input == "flag":
        return _read_flag(typed)
    if spec.input == "choices":
        return _read_choices(spec, typed)
    if not typed:
        return None if spec.input in {"money", "number"} else ""
    found: Value = None
    match spec.input:
        case "date":
            day = dates.read_date(typed)
            found = day.isoformat() if day else None
        case "partial_date":
            found = dates.read_partial(typed)
        case "money" | "number":
            found = read_number(typed)
        case "choice":
            found = _code_of(spec.list, typed)
        case "country":
            found = lists.country_code(typed)
        case _:
            pass
    return typed if found is None else found


def fault(spec: Field, value: Value) -> str:
    """Why *value* cannot be right for its field, as a sentence; empty when it can. Emptiness is no fault here."""
    if value is None or value == "" or value == []:
        return ""
    text = str(value)
    match spec.input:
        case "date" if not (_ISO.fullmatch(text) and dates.read_date(text)):
            return _("This is not a date of the calendar. Write day/month/year, for example 12/3/2018.")
        case "partial_date" if dates.read_partial(text) is None:
            return _("This is not a date. Write day/month/year, month/year or the year.")
        case "money" | "number" if isinstance(value, str):
            return _("This is not a whole number.")
        case "choice" if text not in lists.items(spec.list):
            return _("Please choose an entry of the list.")
        case "choices" if isinstance(value, list) and any(c not in lists.items(spec.list) for c in value):
            return _("Please choose entries of the list.")
        case "country" if text not in lists.countries():
            return _("This country is not in the list. Write its usual name, for example Lào.")
        case "flag" if not isinstance(value, bool):
            return _("Write x for yes, or leave it empty.")
        case _:
            pass
    if isinstance(value, str) and len(value) > spec.max_length:
        return _("Too long: {count} of at most {most} characters.").format(
            count=len(value), most=spec.max_length
        )
    return ""
