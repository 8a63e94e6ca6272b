"""Pairs in alternating order, and what is said of them."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One figure: ours beside the other, both in milliseconds (medians), and the median of the pairs' ratios."""

    name: str
    ours_ms: float
    other_ms: float
    ratio: float
    low: float
    high: float
    target: str
    beside: str
    pairs: int

    def line(self) -> str:
        """A row of the results table."""
        return (
            f"| {self.name} | {self.ours_ms:.2f} | {self.beside}: {self.other_ms:.2f} | {self.ratio:.3g} × "
            f"({self.low:.3g}–{self.high:.3g}) | {self.target} | {self.pairs} |"
        )


def compare(
    name: str,
    ours: Callable[[], float | None],
    other: Callable[[], float | None],
    *,
    beside: str,
    target: str,
    pairs: int = 9,
    cpu: bool = False,
) -> Result:
    """Runs both in pairs after one warm-up. A callable may return its own milliseconds; else it is timed."""
    timer = time.process_time if cpu else time.perf_counter

    def once(run: Callable[[], float | None]) -> float:
        gc.collect()
        gc.disable()
        try:
            start = timer()
            own = run()
            return own if own is not None else (timer() - start) * 1000
        finally:
            gc.enable()

    once(ours)
    once(other)
    mine: list[float] = []
    theirs: list[float] = []
    for n in range(pairs):
        if n % 2:
            theirs.append(once(other))
            mine.append(once(ours))
        else:
            mine.append(once(ours))
            theirs.append(once(other))
    ratios = sorted(a / b for a, b in zip(mine, theirs, strict=True) if b)
    cut = max(0, len(ratios) // 20)
    return Result(
        name,
        statistics.median(mine),
        statistics.median(theirs),
        statistics.median(ratios),
        ratios[cut],
        ratios[-1 - cut],
        target,
        beside,
        pairs,
    )
