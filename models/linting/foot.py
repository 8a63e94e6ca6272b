"""The foot of a paper: signature on the right, Nơi nhận on the left."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.linting.components import Area, Paper
from models.linting.lines import Line

DATE = re.compile(r"ngay\b.{0,14}?\bthang\b.{0,14}?\bnam\b")
_SIGNING_ROOM = 28.0  # points: a larger step in the right column is the room for the signature
_SMALL = 10.7  # smaller words in the right column are a hint or the print of a digital signature
_DRAFTER = re.compile(r"[A-ZĐ]{1,6}\.?\s*\(?\s*\d{0,4}\s*\)?\.?")


def find(paper: Paper, flow: list[Line]) -> list[Line]:
    """Takes the foot off the lines of the letter; returns the body."""
    cut = _cut(flow, paper.area)
    right = [x for x in flow[cut:] if _is_right(x, paper.area)]
    if not right:
        return _recipients_only(paper, flow)
    top = min((x.page, x.base) for x in right)
    label = next((x for x in reversed(flow) if x.folded.startswith("noi nhan")), None)
    if label is not None and (label.page, label.base) < top:
        top = (label.page, label.base)
    body: list[Line] = []
    left: list[Line] = []
    for x in flow:
        if x in right:
            continue
        later = (x.page, x.base) >= (top[0], top[1] - 8)
        (left if later else body).append(x)
    right = _take_date(paper, right, body)
    _signature(paper, right)
    _recipients(paper, left, label)
    return body


def _cut(flow: Sequence[Line], area: Area) -> int:
    """Where the last lines begin that leave either the left or the right side of the text free."""
    at = len(flow)
    while at and (_is_right(flow[at - 1], area) or _is_left(flow[at - 1], area)):
        at -= 1
    return at


def _is_right(line: Line, area: Area) -> bool:
    return line.x0 > area.left + 0.3 * area.extent and line.middle > area.centre + 20


def _is_left(line: Line, area: Area) -> bool:
    return line.x1 < area.centre + 25


def _recipients_only(paper: Paper, flow: list[Line]) -> list[Line]:
    label = next((x for x in reversed(flow) if x.folded.startswith("noi nhan")), None)
    if label is None:
        return flow
    at = flow.index(label)
    _recipients(paper, flow[at:], label)
    return flow[:at]


def _take_date(paper: Paper, right: list[Line], body: list[Line]) -> list[Line]:
    """A date in the right column is not part of the signature."""
    dates = [x for x in right if DATE.search(x.folded) and len(x.text) < 80]
    alone = [x for x in body[-3:] if DATE.search(x.folded) and _is_right(x, paper.area)]
    for x in alone:
        body.remove(x)
    found = [*dates, *alone]
    if found and not paper.is_copy:
        paper.repeated_date = found[0]
    return [x for x in right if x not in dates]


def _signature(paper: Paper, right: list[Line]) -> None:
    words = [x for x in right if x.size >= _SMALL and not x.text.startswith("(")]
    if not words:
        return
    steps = [
        (1e3 if b.page != a.page else b.base - a.base, n)
        for n, (a, b) in enumerate(zip(words, words[1:], strict=False), 1)
    ]
    step, at = max(steps, default=(0.0, 0), key=lambda s: s[0])
    if step > _SIGNING_ROOM:
        paper.capacity, paper.other_post, paper.signatory = words[:at], words[at:-1], words[-1]
    elif len(words) > 1 and words[-2].is_upper and not words[-1].is_upper:
        paper.capacity, paper.signatory = words[:-1], words[-1]
    else:
        paper.capacity = words


def _recipients(paper: Paper, left: list[Line], label: Line | None) -> None:
    paper.recipients_label = label
    lines = [x for x in left if x is not label]
    if label is not None:
        lines = [x for x in lines if (x.page, x.base) > (label.page, label.base)]
    else:
        lines = [x for x in lines if x.text.startswith(("-", "–")) or lines_start_with_dash(lines)]
    if lines and len(lines) > 1 and _DRAFTER.fullmatch(lines[-1].text) and not lines[-1].text.startswith("-"):
        paper.drafter_mark = lines.pop()
    paper.recipients = lines


def lines_start_with_dash(lines: Sequence[Line]) -> bool:
    """Whether the first of *lines* begins a list."""
    return bool(lines) and lines[0].text.startswith(("-", "–"))
